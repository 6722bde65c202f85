/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is counted over leads, whatever it is. A counter is made by each thread, counts the rows that come by,
 * and is merged with the others' once all rows have come; then it is settled, and reports read it.
 *
 * Merging in any order gives the same figures. What depends on the order of the rows says so (in_order), and
 * is then counted by one thread.
 */
#ifndef FIGURES_COUNTER_H
#define FIGURES_COUNTER_H

#include "expr/run.h"

struct counter_kind {
	const char *name;
	bool in_order;
	void *(*new)(const void *plan); /* the plan outlives it */
	void (*free)(void *self);

	/* Rows of a run, and which of them are leads to count, in each lane: an agreement bound to the input.
	 * There are two lanes where two agreements are compared; a row that only one of them takes for a lead
	 * is asked for, too. */
	void (*count)(void *self, struct rows *lane, struct asked leads);

	void (*merge)(void *into, void *from);		       /* what is left in `from` can only be freed */
	void (*settle)(void *self);			       /* once, on the whole; NULL: nothing to do */
	void (*report)(const void *self, struct diags *diags); /* what else there is to say; NULL: nothing */

	/* Before settling: the counts as a part, to be added up with others later; and the counter that adds
	 * up the rows of such parts. NULL: there are no parts of it. */
	void (*write)(void *self, int64_t now, struct buf *out);
	const struct counter_kind *parts;
};

#endif
