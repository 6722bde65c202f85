/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backlog's figures as reports: one flat grid for programs, tables or a page to mail for people. */
#ifndef SLA_BACKLOG_REPORT_H
#define SLA_BACKLOG_REPORT_H

#include "sla/movement.h"
#include "figures/behind.h"
#include "figures/verdict.h"
#include "report/column.h"

/* What to show of settled figures. */
struct backlog_view {
	const struct backlog *backlog;
	const struct backlog_plan *plan;
	const struct agreement *agreement;
	struct movement movement;
	bool trend;   /* all moments, not just now */
	bool past;    /* there are moments before now to show as a picture */
	size_t first; /* the first moment shown */
	bool utf8;
	size_t clock;		       /* the one that a table for people is about */
	bool across;		       /* the cells of its grid are shown in place of the groups */
	struct behind behind, waiting; /* list leads: any of them, and those that wait within --last */
};

/* For programs, of a backlog_view; just the heads if it has no backlog. And a trend of one clock for people.
 */
extern const struct report backlog_report, backlog_trend;
enum {
	BACKLOG_KEYS = 3
}; /* the first columns of a report for programs name a row; the first is its moment */

/* For people: two tables a clock, or of a trend one. Freed with free(). */
struct grid *backlog_tables(const struct backlog_view *v, size_t *n);
struct grid *backlog_trends(const struct backlog_view *v, size_t *n);

/* How a row compares with the benchmarks of the backlog and of compliance; a high backlog is bad, and so is
 * low compliance. */
struct verdict backlog_judge_rate(const struct backlog_view *v, size_t clock,
				  const struct backlog_figures *x);
struct verdict backlog_judge_compliance(const struct backlog_view *v, size_t clock,
					const struct backlog_figures *x);

/* What is left over, against the benchmark of such a period; `moment` ends it. */
struct verdict backlog_judge_left_over(const struct backlog_view *v, size_t clock, size_t moment,
				       const struct backlog_moves *x);

/* Hours as people read them: "12.5", "1,204"; empty for INSTANT_NONE. */
struct figure backlog_hours(int64_t hundredths);

/* How many verdicts the report's rows hold; among many, some differ by chance. */
size_t backlog_verdicts(const struct backlog_view *v);

#endif
