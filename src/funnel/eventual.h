/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What share of leads will have converted in the end, for each step from a stage to the next. Young leads
 * have not had enough time yet: counting them as lost would give too low a share, and leaving them out
 * together with those that left would give too high a one. So each lead is followed as long as possible, from
 * its own time of the step's stage:
 *
 *   converted  it got further; until the earliest own time of any later stage
 *   left       it is out, and got no further; until that exit
 *   waiting    neither; until now
 *
 * and the three compete: see cuminc.h. Nothing is estimated for times that no lead was followed for. All this
 * looks into the past, so an event without a time counts as not having happened yet, even a conversion; such
 * leads are reported. So are leads that seem to have gone on before they arrived: they are in no figure, and
 * n = converted + left + waiting.
 */
#ifndef FUNNEL_EVENTUAL_H
#define FUNNEL_EVENTUAL_H

#include "stat/cuminc.h"
#include "figures/counter.h"
#include "figures/group.h"
#include "lead/stage.h"
#include "report/column.h"

/* Bound once, shared by all threads. */
struct eventual_plan {
	const struct agreement *agreement;
	struct pipeline pipeline;
	const struct grouping *grouping;
};

/* Returns false after mistakes, which are reported; a stage or an exit without `at` is one. The caller sets
 * the grouping. */
bool eventual_bind(struct eventual_plan *p, struct names *n);

/* Its plan is an eventual_plan. */
extern const struct counter_kind eventual_counter;
struct eventual;

/* What is known at these numbers of days after the origin. */
enum { EVENTUAL_TIMES = 5 };
extern const int eventual_days[EVENTUAL_TIMES];

struct eventual_figures {
	uint64_t n, converted, left, waiting;
	bool recorded;		     /* the input can show who made the step: nobody seen is not nobody */
	__int128 by[EVENTUAL_TIMES]; /* see cuminc_shares; CUMINC_UNKNOWN: not recorded, or none was followed
					so long */
	size_t known;		     /* how many of them are known; these are of the last known one: */
	struct interval limits;	     /* NaN: there are none */
	int64_t median;		     /* microseconds; INT64_MIN: not known */
};

/* Groups in report order, none without --by; number eventual_groups() is all leads. A step has the number of
 * the stage it begins at. */
size_t eventual_groups(const struct eventual *s);

/* For a page: only the largest are groups from now on. */
void eventual_keep(struct eventual *s, size_t most);
struct str eventual_group(const struct eventual *s, size_t group, size_t item);
struct eventual_figures eventual_at(const struct eventual *s, size_t group, size_t step);

/* One of by[], to be printed. */
struct figure eventual_share(const struct eventual_figures *x, size_t i);

/* The curve of by[] for a picture: see cuminc_curve. */
size_t eventual_curve(const struct eventual *s, size_t group, size_t step, int64_t *t, double *share,
		      size_t most);

/* What to show of settled figures: for programs, and for people a table with bars. */
struct eventual_view {
	const struct eventual *eventual;
	const struct eventual_plan *plan;
	bool utf8;
};
extern const struct report eventual_report;
void eventual_table(const struct eventual_view *v, struct grid *g);

#endif
