/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many leads each person would get by this agreement, and beside that by another. */
#ifndef ROUTE_DRY_RUN_H
#define ROUTE_DRY_RUN_H

#include "report/column.h"
#include "route/assigner.h"

/* One assigner or two, a lane each. */
enum { DRY_RUN_LANES = 2 };
struct dry_run_plan {
	struct assigner *assigner;
	size_t n;
};

/* Its plan is a dry_run_plan. */
extern const struct counter_kind dry_run_counter;

/* A row for each person on a roster or named by a route, one for all of them, and one for leads that nobody
 * gets. */
struct dry_run;
extern const struct report dry_run_report;

/* The same for people; and what stands before that table on a page. */
void dry_run_table(const struct dry_run *s, struct grid *g);
void dry_run_page(const struct dry_run *s, struct buf *out);

#endif
