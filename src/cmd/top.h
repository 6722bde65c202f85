/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --top: the best rows by the agreement's priority, kept while the stream goes by; memory grows with how many
 * are wanted. */
#ifndef CMD_TOP_H
#define CMD_TOP_H

#include "cmd/filter.h"

struct top {
	size_t wanted, nkeys;
	const struct code *
		*keys; /* the best has the largest first key; ties go to the next, then to input order */
};

/* Binds the priority (the score, if the agreement has none) in lane 0. Mistakes are told. */
void top_bind(struct top *t, struct filter *f, size_t wanted);

/* Considers the row at hand for the worker's best. */
void top_take(const struct top *t, struct worker *w, const struct record *r);

/* The rows of all workers' best, best first, with their line ends; the workers have none any more. */
void top_collect(const struct top *t, struct filter *f, struct buf *rows);

/* Releases a worker's best. */
void top_drop(void *own);

#endif
