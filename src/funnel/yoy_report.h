/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Year over year as reports: for programs, and for people a table. */
#ifndef FUNNEL_YOY_REPORT_H
#define FUNNEL_YOY_REPORT_H

#include "funnel/yoy.h"
#include "report/column.h"

struct yoy_view {
	const struct yoy *yoy; /* settled */
	const struct yoy_plan *plan;
	bool utf8;
};

/* For programs: a row for each period that has leads, and each figure. */
extern const struct report yoy_report;

/* For people: the direction in which a figure moved, and whether that is more than chance. */
void yoy_table(const struct yoy_view *v, struct grid *g);

#endif
