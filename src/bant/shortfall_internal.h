/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the counts of a BANT review hold: for shortfall.c, which counts, and shortfall_report.c. */
#ifndef BANT_SHORTFALL_INTERNAL_H
#define BANT_SHORTFALL_INTERNAL_H

#include "bant/shortfall.h"

struct answers {
	uint64_t yes, no, unknown;
	uint64_t short_unknown, short_no; /* leads that only this criterion keeps from SQL */
};

struct shortfall {
	const struct shortfall_plan *plan;
	uint64_t leads, sql, one_short;
	struct answers *criterion;
	uint64_t *by_count; /* leads per number of yes */
	size_t *order;	    /* settled: criteria by how many leads each alone keeps from SQL, most first */
	struct frame what_if;
	struct rows rows; /* the run that is counted, in that frame */
	struct tally tally;
};

#endif
