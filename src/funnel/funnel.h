/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far the leads of each group got. Every lead has reached all stages up to its depth, and there it waits
 * or has left, so for every stage but the last
 *
 *   reached(k) = reached(k + 1) + left(k) + waiting(k)
 *
 * at every moment, in every window and group. Days of a stage are from the
 * own time of the nearest earlier stage that has one to its own; those of an exit
 * from the last stage that the lead had reached by its own time.
 */
#ifndef FUNNEL_FUNNEL_H
#define FUNNEL_FUNNEL_H

#include "figures/across.h"
#include "figures/counter.h"
#include "funnel/amounts.h"
#include "funnel/reasons.h"
#include "stat/spans.h"
#include "lead/money.h"
#include "time/period.h"

/* Bound once, shared by all threads. */
struct funnel_plan {
	const struct agreement *agreement;
	struct pipeline pipeline;
	const struct grouping *grouping;
	struct money *value;	       /* per stage */
	bool *timed;		       /* per stage: it has `at` */
	size_t from;		       /* where a window begins */
	int64_t window;		       /* only what happened within this span; 0: everything */
	const struct cohorts *cohorts; /* the first item of the groups is the period in which the lead got to
					  `from`; NULL: it isn't */
	const struct amounts *spend;   /* what the leads cost; NULL: not asked for */
	const struct reasons_plan *reasons; /* why they left; NULL: not asked for */
	int threads;			    /* for settling */
};

/* Returns false after mistakes, which are reported. The caller sets the grouping, the window and `from`. */
bool funnel_bind(struct funnel_plan *p, struct names *n);

/* Makes the period in which a lead got to the stage `from` the first item of the groups. Call it after `from`
 * is set. returns NULL after a mistake, which is reported. Leads without a time for that stage are in no
 * count. */
bool funnel_cohorts(struct funnel_plan *p, struct names *n, enum period period, struct grouping *g);

/* The nearest earlier stage that has a time; SIZE_MAX: none. Days of a stage are counted from there. */
static inline size_t funnel_before(const struct agreement *a, size_t stage)
{
	while (stage-- && !a->stages.at[stage].at)
		;
	return stage;
}

/* Its plan is a funnel_plan; in funnel_state.c. */
extern const struct counter_kind funnel_counter;
struct funnel;

/* Groups in report order, none without --by; number funnel_groups() is all leads. */
size_t funnel_groups(const struct funnel *s);

/* Adds to the cost of all leads, and to that of the group with these values, one for each item of the
 * grouping. Call it after settling and before a limit. Returns false if no lead has the values. */
bool funnel_spend(struct funnel *s, const struct str *value, const struct expense *e);

/* A group's cost, in millionths; false: not known, or in several currencies. */
bool funnel_cost(const struct funnel *s, size_t group, __int128 *cost);

/* Are a group's values of a stage and its cost in one currency, as far as they say? */
bool funnel_pays_back(const struct funnel *s, size_t group, size_t stage);

/* Says why sums of the costs of a file, or what the values are by them, are empty. */
void funnel_say_costs(const struct funnel *s, const char *path, struct diags *diags);

/* Sorts the groups by one key each, the largest first, NaN last; groups with equal keys stay in order. */
void funnel_sort(struct funnel *s, const double *key);

/* Merges all groups after the first n into one whose cells are `(other)`; it comes last, before all leads. */
void funnel_limit(struct funnel *s, size_t n);

/* For a page: only the n largest are groups from now on, unless there is an `(other)`. */
void funnel_keep(struct funnel *s, size_t n);

/* Which these would be, and all leads; *kept: how many groups. To be freed. */
bool *funnel_largest(const struct funnel *s, size_t n, size_t *kept);

/* Is the last group such an `(other)`? */
bool funnel_folded(const struct funnel *s);

/* A grid of its groups, which must outlive what is asked of its cells: these are groups, too, from number
 * funnel_groups() + 1 on. Their costs lack those of groups without leads until funnel_spend_across adds
 * them. */
struct across *funnel_grid(const struct funnel *s, const struct across_plan *p);
void funnel_across(struct funnel *s, const struct across *a);
void funnel_spend_across(struct funnel *s, const struct str *value, const struct expense *e);

struct str funnel_group(const struct funnel *s, size_t group, size_t item);

struct funnel_stage {
	uint64_t reached, waiting, left; /* no lead waits at the last stage */
	const uint64_t *left_by;	 /* per exit */
	__int128 value;			 /* millionths, of those that reached it … */
	bool mixed;			 /* … unless that is in several currencies, which have no sum */
	int64_t median, p90;		 /* hundredths of days; INT64_MIN: not known */
};
struct funnel_stage funnel_at(const struct funnel *s, size_t group, size_t stage);

/* Is a group a cohort whose last leads can't have been followed for the whole window yet? */
bool funnel_maturing(const struct funnel *s, size_t group, int64_t now, const struct zone *zone);

struct funnel_exit {
	uint64_t left;
	int64_t median, p90; /* as above */
};
struct funnel_exit funnel_exit_at(const struct funnel *s, size_t group, size_t exit);

/* Why leads left, settled with the groups as they were before sorting; NULL: not asked for. */
const struct reasons *funnel_reasons(const struct funnel *s);

/* Is there evidence of the stage itself anywhere in the input? The first and the last always count as
 * recorded. */
bool funnel_recorded(const struct funnel *s, size_t stage);

/* Is a stage known from the present status only, while leads have left that may have been at it? */
bool funnel_status_only(const struct funnel *s, size_t stage);

/* The nearest earlier stage that is recorded, for any stage but the first; how many leads left there or
 * later, but before `stage`. */
size_t funnel_previous(const struct funnel *s, size_t stage);
uint64_t funnel_left_between(const struct funnel *s, size_t group, size_t from, size_t stage);

/* The benchmarks that end at a stage, from 0 on; NULL: no more. And how many of an agreement end at one stage
 * at most. */
const struct benchmark *funnel_benchmark(const struct funnel *s, size_t stage, size_t which);
size_t funnel_benchmarks(const struct agreement *a);

#endif
