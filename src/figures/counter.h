/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The interface of everything that is counted over leads. Each thread makes its own counter and counts its
 * rows; after the last row the counters are merged and settled, and then reports read them.
 *
 * A run that fails is asked again, row by row, so that the rows before the one that failed are written: what
 * a counter counted of it doesn't matter, as a tool that fails reports no counts.
 *
 * Merging in any order gives the same figures. A counter that depends on the order of the rows says so
 * (in_order), and one thread counts it.
 */
#ifndef FIGURES_COUNTER_H
#define FIGURES_COUNTER_H

#include "expr/run.h"

struct partial;

struct counter_kind {
	const char *name;
	bool in_order;
	bool once; /* it counts leads for good, once nothing else has failed, and stops at the first of them
		    * that fails, which may be due to others before it. Else it may be given leads of a run
		    * that failed again, and a lead fails for itself alone */
	void *(*new)(const void *plan); /* the plan outlives it */
	void (*free)(void *self);

	/* Rows of a run, and which of them are leads to count, in each lane: an agreement bound to the input.
	 * There are two lanes when two agreements are compared; a row that is a lead for only one of them is
	 * included: see lane_at() in lead/tally.h. */
	void (*count)(void *self, struct rows *lane, struct asked leads);

	/* If it counts for good: the same leads before, column by column, as far as it is sure that counting
	 * will read them so. What fails here is asked again, row by row. NULL: nothing is read. */
	void (*foresee)(void *self, struct rows *lane, struct asked leads);

	/* How many groups it holds. Many are merged into the whole before the end, so that threads don't all
	 * hold the same. NULL: it has none. */
	size_t (*groups)(const void *self);
	void (*merge)(void *into, void *from); /* afterwards `from` can only be freed */
	void (*settle)(void *self);	       /* called once, on the merged whole; NULL: nothing to do */
	void (*report)(const void *self, struct diags *diags); /* adds further notes; NULL: nothing */

	/* Before settling: all that it has counted, for a part that is written or read; see part.h. The order
	 * in which leads came doesn't show. NULL: it has no parts, and `whole` says why not: "--report
	 * depends on the order of its rows". */
	void (*state)(void *self, struct partial *p);
	const char *whole;
};

#endif
