/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose turn it is, where some share leads by weight: nobody is ever a whole lead away from what is due, at
 * any moment. Each lead adds everyone's weight to their credit; of those with credit the one is served whose
 * next lead is due first, and pays the sum of all weights. (The deadline rule: R. Tijdeman, The chairman
 * assignment problem, 1980; as periodic tasks S. Baruah et al., Proportionate progress, 1997. Smooth weighted
 * round robin, which gives to the largest credit, does not keep that bound.)
 *
 * A credit is leads × weight − own × the sum of weights, so how many each has got is all there is to
 * remember.
 */
#ifndef STAT_TURN_H
#define STAT_TURN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Those who share, in an order that means nothing. Several turns may be of the same weights. */
struct weights {
	size_t n;    /* at least 1 */
	int64_t *at; /* above 0, at most 10^12; of any scale */
	__int128 sum;

	/* Those of one weight: whose turn it is among them is who has got the fewest. */
	struct weight_class {
		int64_t weight;
		uint32_t *who; /* ascending */
		size_t n;
		uint64_t *mask; /* they again, a bit each of all n; NULL: they are so few that listing is
				   sooner */
	} * class;
	size_t classes, words; /* words: of a bit for each of all n */
	uint32_t *class_of;
	uint32_t *due;	  /* room for turns_next: of all classes, */
	uint64_t *listed; /* and of a bit each */
};

/* How many each of them has got. */
struct turns {
	struct weights *of;
	uint64_t *own;
	uint64_t leads; /* of all together */
	struct turn_class {
		uint64_t fewest;
		size_t left; /* how many have got no more */
	} * class;
	uint64_t *first; /* those who have got the fewest of their class: a bit each */
};

/* What they take, in bytes, more or less; masks are at most 8 for each of all n. */
static inline size_t weights_bytes(const struct weights *w)
{
	return w->n * 24 + w->classes * (sizeof *w->class + sizeof *w->due);
}

static inline size_t turns_bytes(const struct turns *t)
{
	return t->of->n * 9 + t->of->classes * sizeof *t->class;
}

/* Once n and the weights are set. What it needs is in the arena. */
void weights_begin(struct weights *w, struct arena *arena);

/* Once `of` and `own` are set; likewise. */
void turns_begin(struct turns *t, struct arena *arena);

/* Who gets the next lead. Of several whose turn it is alike the lead's own `lot` decides, so that nobody is
 * first as a rule. */
size_t turns_next(const struct turns *t, uint64_t lot);

/* He got it, or another lead of these shares. */
void turns_give(struct turns *t, size_t i);

#endif
