/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which row's cell a lead's column is: the keep rules, bound, and the rows of the lead at hand, of which they
 * choose. Private to same/.
 */
#ifndef SAME_SAME_KEEP_H
#define SAME_SAME_KEEP_H

#include "lead/tally.h"
#include "same/same_rows.h"

/* A rule, of one column or of many. */
struct keep {
	enum keep_rule rule;
	bool id;		 /* the earliest by `by`, then the smallest */
	const struct code *by;	 /* NULL: the order of the input */
	const struct expr *said; /* its words; NULL: nobody has said it */
	int64_t *time;		 /* of each row at hand */
	bool *noted;		 /* of each, whether it is among … */
	uint64_t untimed;	 /* … rows that say something, and have no time to go by */
};

struct keep_column {
	struct keep *keep;
	const struct missing *missing;
	const struct time_style *times;
	enum type kind;		 /* MIN, MAX: the agreement reads it as a number or a time; else NONE */
	const struct code *code; /* of that kind */
	uint64_t differ;	 /* leads whose cells do */
	uint64_t unread;	 /* cells that the rule can't judge */
};

/* The rows of a lead. */
struct lead_rows {
	struct batch batch;
	struct record *record;
	struct kept_row *kept;
	bool *present; /* of each, whether the column at hand says something */
	size_t n, cap, times_cap;
};

struct same_output {
	struct names *names;
	struct program *program;
	struct keep *keep;
	size_t keeps;
	struct keep_column *column;
	size_t columns;
	struct lead_rows rows;
	bool begun; /* has it a frame? */
	struct frame frame;
	struct tally tally;
	uint64_t several; /* leads with several rows so far */
	struct buf value, folded, scratch, list;
	struct arena arena;
};

/* Makes the rows of a lead those at hand. */
void keep_load(struct same_output *o, const struct sameness *s, const struct source *source, uint32_t lead);

/* The row at hand whose cell is the lead's; SIZE_MAX: none is, and the text is in o->list. A column is asked
 * once for a lead; *says: does any row say something? */
size_t keep_choose(struct same_output *o, size_t column, bool *says);

#endif
