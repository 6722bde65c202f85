/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a lead got, and whether it left. A lead has reached every stage up
 * to the last one it shows evidence of, whatever its present status; an exit
 * that later evidence contradicts was only a visit.
 */
#ifndef LEAD_STAGE_H
#define LEAD_STAGE_H

#include "lead/tally.h"

struct road {
	struct waypoint {
		const struct code *when, *at; /* NULL: not said */
	} * stages, *exits;
	size_t nstages, nexits;
	size_t watch; /* a stage whose own evidence is asked for; SIZE_MAX: none */
};

struct standing {
	size_t depth; /* stages reached; 0: none, and in no report */
	size_t exit;  /* the one in force; SIZE_MAX: none */
	bool watched; /* there is evidence of the road's `watch` itself, not of a later stage alone */
};

/* False after mistakes, which are told. */
bool road_bind(struct road *r, struct names *n);

/* As of the program's now. */
struct standing road_stand(const struct road *r, struct frame *f);

#endif
