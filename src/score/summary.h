/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an alignment meeting needs to see of the scores: leads per grade and
 * how they converted, the MQL rule against what the CRM recorded, and for
 * every rule how many leads it touched and whether it tells winners apart.
 */
#ifndef SCORE_SUMMARY_H
#define SCORE_SUMMARY_H

#include "lead/score.h"
#include "lead/stage.h"
#include "report/grid.h"

/* Bound once, shared by all threads. */
struct summary_plan {
	const struct agreement *agreement;
	const struct scoring *scoring;
	struct road road;
	const struct code *mql; /* NULL: no rule */
	bool grades;
	size_t mql_stage; /* SIZE_MAX: none is called mql */
	size_t rules;	  /* of all scores */
};

/* False after mistakes, which are told. */
bool summary_bind(struct summary_plan *p, struct names *n, const struct scoring *s);

/* One thread's counts. */
struct summary *summary_new(const struct summary_plan *p);
void summary_free(struct summary *s);
void summary_count(struct summary *s, const struct summary_plan *p, struct frame *f);
void summary_merge(struct summary *into, const struct summary *from, const struct summary_plan *p);

/*
 * The report, into at most SUMMARY_GRIDS grids; how many is returned. `plain`: one flat grid with shares as
 * numbers, for programs; else titled ones with percentages, for people.
 */
enum { SUMMARY_GRIDS = 3 };
bool summary_records_mql(const struct summary *s); /* does the input know of MQLs: has any lead reached that
						      stage by its own evidence? */
size_t summary_report(const struct summary *s, const struct summary_plan *p, bool plain, struct grid *grids);

#endif
