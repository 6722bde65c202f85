/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel as reports: for programs one flat grid, for people pictures of bars. */
#ifndef FUNNEL_FUNNEL_REPORT_H
#define FUNNEL_FUNNEL_REPORT_H

#include "funnel/funnel_rates.h"
#include "report/grid.h"

/* The columns that leadfunnel(1) lists: a row for each group and stage, then for each exit. */
void funnel_grid(const struct funnel_view *v, struct grid *g);

/* The cells of a group, in the columns of grouping_heads. */
void funnel_put_group(struct grid *g, const struct funnel_view *v, size_t group);

/* For people: one grid without groups; with groups a grid for each band of them, stage by stage, and one of
 * what has no room there. *n grids in an array for free(); filter_write_report releases them. */
struct grid *funnel_grids(const struct funnel_view *v, size_t *n);

#endif
