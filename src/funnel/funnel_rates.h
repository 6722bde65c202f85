/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel's rates: the denominator of a stage of a group, how it compares with its benchmark, and its
 * cost. */
#ifndef FUNNEL_FUNNEL_RATES_H
#define FUNNEL_FUNNEL_RATES_H

#include "funnel/funnel.h"
#include "funnel/spend.h"
#include "figures/behind.h"
#include "figures/verdict.h"
#include "report/column.h"

struct funnel_view {
	const struct funnel *funnel; /* settled */
	const struct funnel_plan *plan;
	int64_t now;
	const struct zone *zone;
	double z; /* of verdicts: Z95, or larger when many are made at once */
	bool utf8;
	const struct across *across; /* its cells are shown in place of the groups; NULL: they aren't */
	int width; /* the width in columns that pictures are laid out for; 0: not a screen, tables may have
		      any width */
	struct behind behind; /* lists leads, in the same window */
};

/* The groups that are shown, all leads too: from the first up to, but not, the end. */
static inline size_t funnel_first(const struct funnel_view *v)
{
	return v->across ? funnel_groups(v->funnel) + 1 : 0;
}

static inline size_t funnel_end(const struct funnel_view *v)
{
	return funnel_groups(v->funnel) + 1 + (v->across ? across_cells(v->across) : 0);
}

/* One stage of one group, and the numbers its rates are made of. */
struct funnel_row {
	const struct funnel_view *view;
	size_t group, stage;
	struct funnel_stage x;
	bool recorded;
	uint64_t first;	   /* reached of the first stage */
	uint64_t previous; /* of the nearest earlier recorded stage; 0 for the first */
	uint64_t left;	   /* between that stage and this one */
};
struct funnel_row funnel_row(const struct funnel_view *v, size_t group, size_t stage);

/* Does the stage have a rate, because there is an earlier stage to divide by? */
static inline bool funnel_rated(const struct funnel_row *r)
{
	return r->stage && r->recorded && r->previous;
}

/* Does it have a value that is known? */
bool funnel_valued(const struct funnel_row *r);

/* Is it known who left between the stage that the row's rate is of and its own? */
bool funnel_decided(const struct funnel_row *r);

/* By the benchmarks that end at the stage, from 0 on. */
struct verdict funnel_judge(const struct funnel_row *r, size_t which);

/* The cost of a stage of a group: the whole group's cost, so that each row can be divided on its own. */
enum cost { COST, COST_PER_REACHED, VALUE_PER_COST };

/* One of these as a quotient with that many decimals; empty if it isn't known or the denominator is 0. */
struct figure funnel_cost_of(const struct funnel_row *r, enum cost which, int places);

/* How many verdicts the report holds. */
size_t funnel_verdicts(const struct funnel_view *v);

/* A group's name in a report: `(all)` for all leads. */
struct str funnel_called(const struct funnel_view *v, size_t group, size_t item);

#endif
