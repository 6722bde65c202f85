/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the clocks of many leads stand, per group, at each of some moments: the figures of the backlog report.
 * One pass over the leads is enough for any number of moments: a lead's clock changes a handful of times, and
 * each stretch between two changes is noted only at its ends.
 *
 *   handed over   all that started = met + late + waiting + warning + overdue + paused + withdrawn + reversed
 *   backlog       waiting + warning + overdue + paused; its ages are local calendar days since the start
 *   compliance    met ÷ (met + late + overdue)
 *   response time of answered clocks, in their own hours; quantiles of type 7
 */
#ifndef SLA_BACKLOG_H
#define SLA_BACKLOG_H

#include "lead/clock.h"
#include "figures/across.h"
#include "figures/counter.h"
#include "time/moments.h"

/* Shared by all threads. */
struct backlog_plan {
	const struct clocks *clocks;
	const struct grouping *grouping;
	const struct moments *moments;	  /* at most ANSWERS_MOMENTS */
	int64_t last;			  /* only clocks started within this span before the moment; 0: all */
	bool trend;			  /* all moments are reported, not just now */
	const struct across_plan *across; /* a grid of the groups; NULL: there is none */
};

/* Does --last include a clock that started then, at the moment? */
bool backlog_recent(const struct backlog_plan *p, int64_t start, int64_t moment);

/* Its plan is a backlog_plan. */
extern const struct counter_kind backlog_counter;
struct backlog;

enum { BACKLOG_AGES = 5 }; /* days 0–1, 2–3, 4–7, 8–14, 15 or more */
extern const char *const backlog_age[BACKLOG_AGES];

struct backlog_figures {
	uint64_t handed_over, backlog, before; /* before: the backlog of clocks that --last leaves out */
	uint64_t status[CLOCK_STATUSES], age[BACKLOG_AGES];
	int64_t oldest; /* the longest own time in the backlog, in microseconds; INSTANT_NONE: no lead waits
			 */
	int64_t median, p90; /* of the answered, in hundredths of an hour; INSTANT_NONE: none is */
};

/* The denominator of compliance: met ÷ these. */
static inline uint64_t backlog_judged(const struct backlog_figures *x)
{
	return x->status[CLOCK_MET] + x->status[CLOCK_LATE] + x->status[CLOCK_OVERDUE];
}

/* Groups in report order, none without --by; number backlog_groups() is all leads. */
size_t backlog_groups(const struct backlog *b);
struct str backlog_group(const struct backlog *b, size_t group, size_t item);
struct backlog_figures backlog_at(const struct backlog *b, size_t group, size_t clock, size_t moment);

/* The grid; its cells are groups, too, from number backlog_groups() + 1 on. */
const struct across *backlog_across(const struct backlog *b);

/* The first moment at which any clock had started; the last one if none has. */
size_t backlog_first(const struct backlog *b);

#endif
