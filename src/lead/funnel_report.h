/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel as reports: for programs one flat grid, for people a picture of bars. */
#ifndef LEAD_FUNNEL_REPORT_H
#define LEAD_FUNNEL_REPORT_H

#include "lead/funnel.h"
#include "report/grid.h"

struct funnel_view {
	const struct funnel *funnel; /* settled */
	const struct funnel_plan *plan;
	double z; /* of verdicts: Z95, or wider where many are made at once */
	bool utf8;
};

/* How many verdicts the report holds. */
size_t funnel_verdicts(const struct funnel_view *v);

/* The columns that leadfunnel(1) lists: a row for each group and stage, then for each exit. */
void funnel_grid(const struct funnel_view *v, struct grid *g);

/* For people. */
void funnel_picture(const struct funnel_view *v, struct grid *g);

#endif
