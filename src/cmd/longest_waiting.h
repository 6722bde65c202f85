/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The leads that wait longest, as a table for people: who, whose, since when, due when. */
#ifndef CMD_LONGEST_WAITING_H
#define CMD_LONGEST_WAITING_H

#include "cmd/filter.h"

enum { WAITING_SHOWN = 20 };

struct waiting {
	const struct clocks *clocks;
	const struct backlog_plan *plan;
	size_t lead, company, owner; /* columns; SIZE_MAX: the input has none. No lead's name: the first */
};

/* Finds the columns of the built-in fields that tell who a lead is. */
void waiting_bind(struct waiting *w, struct filter *f, const struct clocks *clocks,
		  const struct backlog_plan *plan);

/* Rows in their order, a line for each clock they wait on. */
void waiting_grid(const struct waiting *w, struct filter *f, struct str rows, struct grid *g);

#endif
