/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel as reports: for programs one table, for people pictures of bars. */
#ifndef FUNNEL_FUNNEL_REPORT_H
#define FUNNEL_FUNNEL_REPORT_H

#include "funnel/funnel_rates.h"
#include "report/column.h"

/* For programs, of a funnel_view: the columns that leadfunnel(1) lists, a row for each group and stage, then
 * for each exit. */
extern const struct report funnel_report;

/* What groups are sorted by: a column of numbers; NULL: there is none of that name, which is reported. */
struct funnel_key {
	const struct column *column;
	size_t repeat;
};
struct funnel_key funnel_key_bind(const struct funnel_plan *p, struct str head, struct diags *diags);

/* A group's key; NaN: it has none. */
double funnel_key_of(const struct funnel_view *v, size_t group, struct funnel_key key);

/* For people: one grid without groups; with groups a grid for each band of them, stage by stage, and one of
 * what has no room there. *n grids in an array for free(); filter_write_report releases them. */
struct grid *funnel_grids(const struct funnel_view *v, size_t *n);

#endif
