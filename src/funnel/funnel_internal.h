/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a funnel holds: for funnel.c, which counts leads, funnel_figures.c, which is asked for what they come
 * to, funnel_say.c, and funnel_state.c, which writes the counts and reads them back. */
#ifndef FUNNEL_FUNNEL_INTERNAL_H
#define FUNNEL_FUNNEL_INTERNAL_H

#include "funnel/funnel.h"

/* What is kept of a spread, in hundredths of days, which no two moments are too far apart for. */
struct days_spread {
	int32_t median, p90; /* INT32_MIN: there are none */
};

/* One group, in one block of memory. Arrays are per stage, per exit, or stage-major per both. */
struct counts {
	__int128 *value;		/* millionths: per stage, and at last the cost … */
	bool spent;			/* … if that is known */
	struct spans *days, *exit_days; /* the second right behind the first */
	uint64_t *reached, *left;
	struct days_spread *spread; /* of days and exit_days, after settling */
	struct currency *currency;  /* of the values per stage, and at last of the cost */
};

/* Leads with contradictory data, per stage; reported at the end. */
struct odd {
	uint64_t skipped, reversed, came_back;
};

struct funnel {
	const struct funnel_plan *plan;
	size_t stages, exits;
	struct groups *groups;
	struct arena arena;    /* of what is counted per group */
	struct counts *counts; /* per group; after settling, all leads' too */
	size_t ncounts, counts_cap;
	struct odd *odd;
	struct currencies *met; /* per stage, and at last of costs */
	struct reasons *reasons;
	bool *recorded;
	size_t *previous;	  /* after settling, per stage: see funnel_previous */
	size_t *benchmark, *next; /* likewise: the first benchmark that ends at it; and of each
				     benchmark the next one; SIZE_MAX: none */
	uint64_t undated, young;  /* leads that the window leaves out */
	uint64_t *timeless; /* of each stage, then exit: leads that show it, but no time that is within */
	struct held held;
	uint32_t *order;	     /* after settling: of the groups, `other`, and all leads behind them */
	size_t named;		     /* groups with names, and `other`: none without --by */
	bool other;		     /* the last of them is `(other)`, made by --limit */
	const struct across *across; /* the cells behind all leads in the order; NULL: none */
	size_t sums;		     /* counts from here on are of one cell alone */
};

/* The names of periods, from 1970 to now: threads share them. */
struct cohorts {
	const struct funnel_plan *plan;
	enum period period;
	int64_t first, n;
	struct str *name;
};

/* The periods up to `now`. */
struct cohorts *cohorts_new(const struct funnel_plan *p, struct arena *arena, enum period period, int64_t now,
			    const struct zone *zone);

/* The funnel's functions as a counter: see counter.h. */
void *funnel_new(const void *plan);
void funnel_free(void *self);
void funnel_count(void *self, struct rows *lane, struct asked leads);
size_t funnel_held(const void *self);
void funnel_merge(void *self, void *other);
void funnel_settle(void *self);
void funnel_say(const void *self, struct diags *diags);
void funnel_state(void *self, struct partial *p);		    /* in funnel_state.c */
void funnel_say_leads(const struct funnel *s, struct diags *diags); /* only who is counted as what */

/* funnel_money.c: the other's currencies get the numbers they have here, before its counts are added; and
 * what is said of values. */
void funnel_merge_currencies(struct funnel *into, struct funnel *from);
void funnel_say_currencies(const struct funnel *s, struct diags *diags);

/* Adds counts, all but the spans. */
void funnel_add(const struct funnel *s, struct counts *into, const struct counts *from);

/* Makes room for the counts of at least n groups. */
void funnel_room(struct funnel *s, size_t n);

/* The sum of several groups, in counts of its own, and settled. */
void funnel_add_up(struct funnel *s, struct counts *c, const uint32_t *group, size_t n);

/* funnel_money.c: adds to the costs of a group or a sum. `again`: as in currency_meet. */
void funnel_pay(struct funnel *s, struct counts *c, const struct expense *e, bool again);

/* Rounds all spans once it is certain that the whole run has to. */
void funnel_round(struct funnel *s);

#endif
