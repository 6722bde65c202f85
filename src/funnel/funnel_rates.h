/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel's rates: what a stage of a group is counted from, what its benchmark says, what it cost. */
#ifndef FUNNEL_FUNNEL_RATES_H
#define FUNNEL_FUNNEL_RATES_H

#include "funnel/funnel.h"
#include "funnel/spend.h"
#include "figures/verdict.h"
#include "report/column.h"

struct funnel_view {
	const struct funnel *funnel; /* settled */
	const struct funnel_plan *plan;
	int64_t now;
	const struct zone *zone;
	double z; /* of verdicts: Z95, or wider where many are made at once */
	bool utf8;
	int width; /* of what pictures are laid out for, in columns; 0: no screen, tables of any width */
};

/* One stage of one group, and what its rates are of. */
struct funnel_row {
	const struct funnel_view *view;
	size_t group, stage;
	struct funnel_stage x;
	bool recorded;
	uint64_t first;	   /* reached of the first stage */
	uint64_t previous; /* of the nearest earlier recorded one; 0 of the first */
	uint64_t left;	   /* between that one and this one */
};
struct funnel_row funnel_row(const struct funnel_view *v, size_t group, size_t stage);

/* Does the stage have a rate: is there an earlier one that it can be counted from? */
static inline bool funnel_rated(const struct funnel_row *r)
{
	return r->stage && r->recorded && r->previous;
}

struct verdict funnel_judge(const struct funnel_row *r);

/* What a stage of a group cost: the whole group's cost, so that each row can be divided by itself. */
enum cost { COST, COST_PER_REACHED, VALUE_PER_COST };

/* One of these as a quotient of so many decimals; none: it is not known, or there is nothing to divide by. */
struct figure funnel_cost_of(const struct funnel_row *r, enum cost which, int places);

/* How many verdicts the report holds. */
size_t funnel_verdicts(const struct funnel_view *v);

/* A group as it is called in a report: `(all)` of all leads. */
struct str funnel_called(const struct funnel_view *v, size_t group, size_t item);

#endif
