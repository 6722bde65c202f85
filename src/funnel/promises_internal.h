/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What promises hold: for promises.c, which counts leads, and promise_figures.c. */
#ifndef FUNNEL_PROMISES_INTERNAL_H
#define FUNNEL_PROMISES_INTERNAL_H

#include "funnel/promises.h"
#include "stat/squares.h"

enum { MILLION = 1000000 };

/* Leads of one period: n, and k of them that went on or for whom the condition holds; and their values. */
struct sums {
	uint64_t n, k;
	__int128 amount;
	struct squares squares;
	struct currency currency;
};

/* Periods in a row, whatever else is between those that have leads. */
struct series {
	int64_t first;
	size_t n;
	struct sums *at;
	struct sums early; /* of the counterpart of the running period, as far as it is seen */
};

/* What is planned or spent, in the order of periods and groups. */
struct planned {
	int64_t number;
	uint32_t group; /* ALL_LEADS: of all */
	__int128 amount;
	struct currency currency;
};
#define ALL_LEADS UINT32_MAX

/* One promise. */
struct counts {
	struct series all, *group; /* the second only where its plan knows groups */
	size_t ngroups, groups_cap;
	struct currencies met;
	uint64_t young, before;	 /* leads in no count */
	struct planned *planned; /* after settling */
	size_t nplanned;
	int64_t earliest; /* the first day on which one of its leads reached the stage; INT64_MAX: none */
};

struct promises {
	const struct promises_plan *plan;
	struct groups *groups;
	struct counts *at;
	uint64_t *timed, *timeless; /* leads that reached a stage with and without a time */
	uint64_t *undated;	    /* leads, per stage and exit that rates go to, where it has no time */
	uint32_t *order;	    /* after settling: of the groups */
	size_t named;
	struct promise_row *row;
	size_t nrows, rows_cap;
};

/* The sums of a period; and what is planned or spent in it, NULL: nothing is. */
struct sums series_of(const struct series *s, int64_t number);
const struct planned *find_planned(const struct counts *c, int64_t number, uint32_t group);

int compare_planned(const void *a, const void *b);

#endif
