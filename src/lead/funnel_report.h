/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel as reports: for programs one flat grid, for people a picture of bars. */
#ifndef LEAD_FUNNEL_REPORT_H
#define LEAD_FUNNEL_REPORT_H

#include "lead/funnel.h"
#include "lead/verdict.h"
#include "report/grid.h"

struct funnel_view {
	const struct funnel *funnel; /* settled */
	const struct funnel_plan *plan;
	int64_t now;
	const struct zone *zone;
	double z; /* of verdicts: Z95, or wider where many are made at once */
	bool utf8;
};

/* How many verdicts the report holds. */
size_t funnel_verdicts(const struct funnel_view *v);

/* The columns that leadfunnel(1) lists: a row for each group and stage, then for each exit. */
void funnel_grid(const struct funnel_view *v, struct grid *g);

/* The column that groups are sorted by: the number of its head in funnel_grid, without the groups'; SIZE_MAX:
 * there is no such column with numbers. */
size_t funnel_sort_column(const struct funnel_plan *p, struct str head);

/* A group's key by that column: the figure of its last stage, or, where that has none, the sum over its
 * stages. */
double funnel_sort_key(const struct funnel_view *v, size_t group, size_t column);

/* For people. */
void funnel_picture(const struct funnel_view *v, struct grid *g);

#endif
