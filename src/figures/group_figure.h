/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups as columns of a report. */
#ifndef FIGURES_GROUP_FIGURE_H
#define FIGURES_GROUP_FIGURE_H

#include "figures/group.h"
#include "report/column.h"

/* The name of a group by item i as a figure of a report. */
static inline struct figure grouping_figure(const struct grouping *g, size_t i, struct str name)
{
	struct figure f = figure_text(name);

	f.digits = g->item[i].type == TYPE_NUMBER;
	return f;
}

/* The same for people. */
static inline struct figure grouping_shown(struct figure f)
{
	return f.text.n ? f : figure_text(STR(GROUP_NONE));
}

#endif
