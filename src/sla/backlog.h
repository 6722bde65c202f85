/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
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
 *
 * The movement compares each clock with how it stood at the moment before:
 *
 *   backlog = opening + came in + reopened - answered - left unanswered - reversed
 *
 * A clock that starts and is answered between two moments came in and is answered; one that passes from one
 * closed state to another moves nothing, and is noted.
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
	bool moves;			  /* the movement is counted */
	const struct across_plan *across; /* a grid of the groups; NULL: there is none */
};

/* Does --last include a clock that started then, at the moment? */
bool backlog_recent(const struct backlog_plan *p, int64_t start, int64_t moment);

/* Its plan is a backlog_plan. */
extern const struct counter_kind backlog_counter;
struct backlog;

enum { BACKLOG_AGES = 5 }; /* days 0–1, 2–3, 4–7, 8–14, 15 or more */

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

/* For a page: only the largest are groups from now on. */
void backlog_keep(struct backlog *b, size_t most);
struct str backlog_group(const struct backlog *b, size_t group, size_t item);
struct backlog_figures backlog_at(const struct backlog *b, size_t group, size_t clock, size_t moment);

/* The grid; its cells are groups, too, from number backlog_groups() + 1 on. */
const struct across *backlog_across(const struct backlog *b);

/* The first moment at which any clock had started; the last one if none has. */
size_t backlog_first(const struct backlog *b);

/* How a clock came into the backlog and left it. */
enum move {
	MOVE_NONE,
	MOVE_CAME_IN,	 /* it started, and may be answered by now */
	MOVE_REOPENED,	 /* it was closed, and waits again */
	MOVE_UNANSWERED, /* the lead left by an exit that is no answer, in time or not */
	MOVE_REVERSED,
	MOVE_ANSWERED /* by the first target of the sla; then the others, and last a later stage */
};

/* What moved between the moment before, if there is one, and this one. Under --last, of those clocks that
 * started within it. */
struct backlog_moves {
	uint64_t opening, closing;
	uint64_t came_in, reopened, unanswered, reversed, answered; /* answered in any way */
	const int64_t *now, *before; /* of each move how often up to now, and up to the moment before; NULL:
					never */
};
struct backlog_moves backlog_moved(const struct backlog *b, size_t group, size_t clock, size_t moment);

/* How many moved in one way. */
static inline uint64_t backlog_moves_of(const struct backlog_moves *m, size_t move)
{
	return m->now ? (uint64_t)(m->now[move] - (m->before ? m->before[move] : 0)) : 0;
}

/* What was on the table. */
static inline uint64_t backlog_on_table(const struct backlog_moves *m)
{
	return m->opening + m->came_in + m->reopened;
}

/* So many kinds of moves has a clock, MOVE_NONE not included. */
static inline size_t backlog_move_kinds(const struct backlog_plan *p, size_t clock)
{
	return MOVE_ANSWERED + p->clocks->agreement->slas.at[clock].to.n;
}

#endif
