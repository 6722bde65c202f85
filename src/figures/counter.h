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

	void (*merge)(void *into, void *from); /* afterwards `from` can only be freed */
	void (*settle)(void *self);	       /* called once, on the merged whole; NULL: nothing to do */
	void (*report)(const void *self, struct diags *diags); /* adds further notes; NULL: nothing */

	/* Before settling: writes the counts as a partial, to be added to others later; and the counter that
	 * adds up the rows of such partials. NULL: it has no partials. */
	void (*write)(void *self, int64_t now, struct buf *out);
	const struct counter_kind *parts;
};

#endif
