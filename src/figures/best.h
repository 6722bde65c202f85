/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best rows by some keys, kept as the rows stream by: --top by the agreement's priority, --backlog by
 * what is due first. Memory grows only with the number of rows wanted. */
#ifndef FIGURES_BEST_H
#define FIGURES_BEST_H

#include "agreement/fields.h"
#include "figures/counter.h"

struct best_plan {
	size_t wanted; /* SIZE_MAX: all */
	size_t nkeys;  /* the best row has the largest first key; ties go to the next, then to input order */
	/* Writes the keys of those rows of a run, each row's in its place: nkeys of the first, then those of
	 * the next. Returns the rows that are wanted; `list` has room for them all. */
	struct asked (*rank)(const struct best_plan *p, struct rows *r, struct asked leads, double *key,
			     uint16_t *list);
	const void *ctx;	  /* for it */
	const struct code **keys; /* of best_bind's rank */
	bool by_bytes;		  /* ties go to the row whose bytes come first, in place of the input order */
	struct str line_end;	  /* appended to a last row that has no line end */
};

/* Ranks by the agreement's priority, or by the score if it has none. Mistakes are reported. */
void best_bind(struct best_plan *p, struct names *n, size_t wanted);

/* Counts rows of lane 0; its plan is a best_plan. */
extern const struct counter_kind best_counter;

/* The rows, best first, with their line ends. Call it after all merges. */
struct best;
void best_rows(struct best *b, struct buf *rows);

#endif
