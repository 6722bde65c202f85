/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waiting leads, the longest overdue first: which they are, a table of them for people, and how many are
 * overdue. */
#ifndef SLA_LONGEST_WAITING_H
#define SLA_LONGEST_WAITING_H

#include "figures/best.h"
#include "report/grid.h"
#include "sla/backlog.h"

enum { WAITING_SHOWN = 20 };

struct waiting {
	struct best_plan best; /* for best_counter */
	const struct clocks *clocks;
	const struct backlog_plan *plan;
	size_t lead, company, owner; /* columns; SIZE_MAX: the input has none. No lead's name: the first */
	struct waiting_contact {
		struct str name;
		size_t column;
	} * contact; /* how to reach it: of the agreement's `contact`, those that no other column shows */
	size_t ncontact;
};

/* Finds the columns of the built-in fields that identify a lead, and those by which it is reached. */
void waiting_bind(struct waiting *w, struct names *n, const struct clocks *clocks,
		  const struct backlog_plan *plan, size_t wanted);

/* The table: its heads, and for the leads of a run a line for each clock that they wait on. */
void waiting_heads(const struct waiting *w, struct grid *g);
void waiting_put(const struct waiting *w, struct rows *lane, struct asked leads, struct grid *g);

/* Reads the clocks of all leads, and counts those with an overdue one if that is wanted. */
struct overdue_plan {
	const struct clocks *clocks;
	bool wanted;
};
extern const struct counter_kind overdue_counter;
uint64_t overdue_leads(const void *self);

#endif
