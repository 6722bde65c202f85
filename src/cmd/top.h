/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best rows by some keys, kept while the stream goes by: --top by the agreement's priority, --backlog by
 * what is due first. Memory grows with how many are wanted. */
#ifndef CMD_TOP_H
#define CMD_TOP_H

#include "cmd/filter.h"

struct top {
	size_t wanted; /* SIZE_MAX: all */
	size_t nkeys;  /* the best has the largest first key; ties go to the next, then to input order */
	bool (*rank)(const struct top *t, struct worker *w,
		     double *key); /* of the row at hand; false: it is not wanted */
	const struct code **keys;  /* of top_bind's rank */
};

/* Ranks by the priority (the score, if the agreement has none) in lane 0. Mistakes are told. */
void top_bind(struct top *t, struct filter *f, size_t wanted);

/* One thread's best rows. `t` must outlive them. */
struct best *best_new(const struct top *t);
void best_free(struct best *b);
void best_take(struct best *b, struct worker *w, const struct record *r);

/* Moves the rows of another thread. */
void best_merge(struct best *into, struct best *from);

/* The rows, best first, with their line ends. */
void best_rows(struct best *b, struct buf *rows);

#endif
