/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is counted of the periods: for yoy.c, which counts leads, yoy_figures.c, which compares periods, and
 * yoy_say.c. */
#ifndef FUNNEL_YOY_INTERNAL_H
#define FUNNEL_YOY_INTERNAL_H

#include "funnel/yoy.h"
#include "stat/squares.h"

/* The leads of one period, as of one moment. */
struct yoy_counts {
	uint64_t leads, early, qualified, won; /* early: of the first tenth */
	uint64_t handed_over, unanswered;
	struct spans answers;
	__int128 amount;
	struct currency currency; /* of it */
	struct squares squares;
};

struct yoy {
	const struct yoy_plan *plan;
	struct yoy_counts **at;		   /* per period; NULL: no lead yet */
	struct yoy_counts **earlier;	   /* the same, as of the earlier cutoff */
	uint64_t *undated;		   /* leads, per stage and then exit */
	uint64_t no_origin, before, young; /* leads in no period */
	uint64_t no_handover, reversed;	   /* leads without a response time */
	struct currencies met;
	struct held held;
};

/* The period a year before; SIZE_MAX: it isn't in the report. */
size_t yoy_place_before(const struct yoy_plan *p, size_t i);

void yoy_say(const void *self, struct diags *diags);

#endif
