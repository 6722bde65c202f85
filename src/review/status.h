/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a meeting has come: the leads that are on the table or were decided, each once, by owner and by
 * reviewer. A lead is one of accepted, returned, put off and left, so that these add up; what is left was
 * never decided, or was put off or returned until a day that has come.
 *
 * A reviewer's leads are those whose last decision is theirs; leads that nobody has decided about are
 * nobody's. Decisions that are about no hand-over that the input has are counted apart: their lead was handed
 * over again, or isn't there.
 */
#ifndef REVIEW_STATUS_H
#define REVIEW_STATUS_H

#include "figures/counter.h"
#include "report/column.h"
#include "review/decisions.h"
#include "review/handed.h"

/* Bound once, shared by all threads. */
struct status_plan {
	const struct handing *handing;
	const struct decisions *decisions;
	const struct code *where; /* -w: the leads to count; NULL: all */
	const struct code *owner; /* a text; NULL: the input has none */
	int64_t now;
	const struct str *exit; /* those of returns: the agreement's, then what else is in the decisions */
	size_t exits;
};

/* Fills in the exits, with `arena`: so many that the agreement names, and those of the decisions. */
void status_exits(struct status_plan *p, const struct str *named, size_t n, struct arena *arena);

/* Counts leads of lane 0 (also those that -w leaves out: see mode.sees_all); its plan is a status_plan. */
extern const struct counter_kind status_counter;

struct status;

/* Of a settled one: decisions that count and are about no lead of the input, and the id of one of them. */
uint64_t status_absent(const struct status *s, struct str *first);
uint64_t status_earlier(const struct status *s);
uint64_t status_nameless(const struct status *s); /* handed over, and without an id */

/* For programs; and for people, tables. The view knows its columns without a status. */
struct status_view {
	const struct status_plan *plan;
	const struct status *status;
};
extern const struct report status_report;
enum { STATUS_GRIDS = 2 };
void status_tables(const struct status_view *v, bool utf8, struct grid *grids);

#endif
