/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a BANT review needs to see: how each criterion stands, how many
 * criteria leads meet, and which one the leads just short of SQL are missing.
 */
#ifndef BANT_SHORTFALL_H
#define BANT_SHORTFALL_H

#include "figures/counter.h"
#include "lead/bant.h"
#include "report/column.h"

/* Bound once, shared by all threads. */
struct shortfall_plan {
	const struct agreement *agreement;
	const struct program *program;
	size_t *criterion;	/* computed values */
	struct str *count_name; /* "2 of 4", by how many are yes */
	size_t sql;		/* SIZE_MAX: the agreement has none */
};

bool shortfall_bind(struct shortfall_plan *p, struct names *n);

/* Each has its own frame, in which it asks "what if this one were yes?". Its plan is a shortfall_plan. */
extern const struct counter_kind shortfall_counter;

/* For programs, of a settled shortfall; and for people, tables, whose number is returned. */
struct shortfall;
extern const struct report shortfall_report;
enum { SHORTFALL_GRIDS = 3 };
size_t shortfall_tables(const struct shortfall *s, struct grid *grids);

#endif
