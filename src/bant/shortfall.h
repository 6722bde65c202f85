/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a BANT review needs to see: how each criterion stands, how many
 * criteria leads meet, and which one the leads just short of SQL are missing.
 */
#ifndef BANT_SHORTFALL_H
#define BANT_SHORTFALL_H

#include "lead/bant.h"
#include "report/grid.h"

/* Bound once, shared by all threads. */
struct shortfall_plan {
	const struct agreement *agreement;
	size_t *criterion; /* worked-out values */
	size_t sql;	   /* SIZE_MAX: the agreement has none */
};

bool shortfall_bind(struct shortfall_plan *p, struct names *n);

/* One thread's counts, with a frame of its own in which it asks "and if this one were yes?". */
struct shortfall *shortfall_new(const struct shortfall_plan *p, const struct program *program);
void shortfall_free(struct shortfall *s);
void shortfall_count(struct shortfall *s, const struct shortfall_plan *p, struct frame *f);
void shortfall_merge(struct shortfall *into, const struct shortfall *from, const struct shortfall_plan *p);

/* As summary_report. */
enum { SHORTFALL_GRIDS = 3 };
size_t shortfall_report(const struct shortfall *s, const struct shortfall_plan *p, bool plain,
			struct grid *grids);

#endif
