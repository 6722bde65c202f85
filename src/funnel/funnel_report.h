/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel as reports: one table for programs, bar charts for people. */
#ifndef FUNNEL_FUNNEL_REPORT_H
#define FUNNEL_FUNNEL_REPORT_H

#include "funnel/funnel_rates.h"
#include "report/column.h"

/* For programs, of a funnel_view: the columns that leadfunnel(1) lists, a row for each group and stage, then
 * for each exit. */
extern const struct report funnel_report;
enum { FUNNEL_KEYS = 2 }; /* its first columns name a row */

/* The numeric column that groups are sorted by; NULL: none of that name, which is reported. */
struct funnel_key {
	const struct column *column;
	size_t repeat;
};
struct funnel_key funnel_key_bind(const struct funnel_plan *p, struct str head, struct diags *diags);

/* A group's sort key; NaN: none. */
double funnel_key_of(const struct funnel_view *v, size_t group, struct funnel_key key);

/* For people: one grid without groups; with groups, a grid for each band of them, stage by stage, and one for
 * what doesn't fit there; then the commonest reasons why leads left, if they were counted. Returns an array
 * of *n grids, which the caller frees with free(); filter_write_report releases the grids. And the same
 * without the reasons, for a page that has them elsewhere. */
struct grid *funnel_grids(const struct funnel_view *v, size_t *n);
struct grid *funnel_pictures(const struct funnel_view *v, size_t *n);

#endif
