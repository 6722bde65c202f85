/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises as reports: one table for programs, a table for each promise for people. */
#ifndef FUNNEL_PROMISES_REPORT_H
#define FUNNEL_PROMISES_REPORT_H

#include "funnel/promises.h"
#include "report/column.h"

struct promises_view {
	const struct promises *promises; /* settled */
	const struct promises_plan *plan;
	bool utf8;
	size_t only; /* the rows of one promise; SIZE_MAX: all */
};

/* For programs: a row for each promise, period and group. */
extern const struct report promises_report;

/* For people. Returns false, and writes nothing, where the view's only promise has no row. */
bool promises_table(const struct promises_view *v, struct grid *g);

/* "from 2026-09-01 to 2027-01-15", "2026-07". */
void promises_period(const struct promises_plan *p, const struct promise_row *r, struct buf *out);

/* A figure as people see it: 1,204 leads as 1,204; shares as 12.9%. */
void promises_amount(const struct promised *p, struct amount_of x, struct buf *out);

/* "met", "on pace"; and why there is nothing else to say, empty where there is. */
const char *promises_verdict(const struct promise_figures *x);
const char *promises_why(const struct promise_figures *x);
enum tone promises_tone(const struct promise_figures *x);

#endif
