/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why leads left, as reports: for programs, one table; for people, one for each exit. */
#ifndef FUNNEL_REASONS_REPORT_H
#define FUNNEL_REASONS_REPORT_H

#include "figures/counter.h"
#include "funnel/funnel.h"
#include "report/column.h"

/* The funnel, whose plan asks for reasons; only what matters to them is said. */
extern const struct counter_kind reasons_counter;

struct reasons_view {
	const struct funnel *funnel; /* settled */
	const struct funnel_plan *plan;
	bool utf8;
	size_t exit;	  /* of one exit; SIZE_MAX: of all */
	bool valued;	  /* for people: there is a value to show */
	const bool *kept; /* the groups that are shown, and all leads; NULL: all */
};
extern const struct report reasons_report;

/* Returns an array of *n grids, at least one, which the caller frees with free(); filter_write_report
 * releases the grids. */
struct grid *reasons_tables(const struct reasons_view *v, size_t *n);

/* For the funnel's own table and page: the commonest reasons of each exit, in a grid that is still empty.
 * Returns false if none is given anywhere, and then the grid stays empty. */
bool reasons_brief(const struct funnel *s, const struct funnel_plan *p, struct grid *g);

#endif
