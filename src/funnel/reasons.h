/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why leads left, as a part of the funnel that counts them: for each exit, the stage they left from and each
 * group, how many gave which reason. So the leads of all reasons together are the funnel's `left`.
 *
 * A line is the sum of some cells, and a cell is what was counted of one group, stage, exit and reason. With
 * a limit the reasons that are rare over all groups are one line of each group, so that groups can be
 * compared reason by reason.
 */
#ifndef FUNNEL_REASONS_H
#define FUNNEL_REASONS_H

#include "figures/reason.h"
#include "lead/money.h"
#include "stat/spans.h"

/* Bound once, shared by all threads. */
struct reasons_plan {
	struct exit_reasons said;
	bool whole;		   /* days and values, too; else leads alone */
	size_t limit;		   /* so many reasons of each exit and stage, the rest as `(other)`; 0: all */
	const struct money *value; /* of the funnel's last stage */
};

struct reasons *reasons_new(const struct reasons_plan *p);
void reasons_free(struct reasons *s);

/* The current lead left: from the last stage that it reached, and not from an earlier one, so many
 * microseconds after it had. */
#define DAYS_UNKNOWN INT64_MIN
struct departure {
	uint32_t exit, stage, group;
	int64_t days;
};
void reasons_count(struct reasons *s, const struct departure *d, struct frame *f);

/* number[i] is the number here of the other's group i. */
void reasons_merge(struct reasons *into, struct reasons *from, const uint32_t *number);

/* All that was counted, as a part: group[i] is the number of the i-th of n groups of it. */
struct partial;
void reasons_state(struct reasons *s, struct partial *p, const uint32_t *group, size_t n);

/* `order` has the numbers of `named` groups in report order, and then that of all leads. */
void reasons_settle(struct reasons *s, const uint32_t *order, size_t named);

struct reason_line {
	uint32_t exit, stage, group; /* its place in report order; of all leads: their number, `named` */
	/* Lines of one exit, stage and group are in this order, and the named by their leads. */
	enum { REASON_NAMED, REASON_OTHER, REASON_NONE } kind;
	struct str reason;
	uint64_t leads, of; /* of so many by the exit from the stage in the group */
	uint64_t valued;    /* leads that have a value */
	__int128 value;	    /* millionths … */
	bool mixed;	    /* … unless it is in several currencies, which have no sum */
	struct spread days; /* in hundredths; INT64_MIN: not known */
};
size_t reasons_lines(const struct reasons *s);
const struct reason_line *reasons_line(const struct reasons *s, size_t i);

/* The commonest reasons that are given of an exit, from any stage. */
enum { REASONS_SHOWN = 2 };
struct commonest {
	uint64_t left, none_given;
	size_t n;
	struct common_reason {
		struct str reason;
		uint64_t leads;
	} at[REASONS_SHOWN];
};
struct commonest reasons_commonest(const struct reasons *s, size_t exit);

/* "No budget 31%, Not now 22%; none given 9%" */
void commonest_write(struct buf *out, const struct commonest *c);

/* What is said below lines with days and values. */
void reasons_say(const struct reasons *s, struct diags *diags);

#endif
