/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose turn it is when people share leads by weight. At every moment, each person's count is within one lead
 * of their exact share. Each lead adds everyone's weight to their credit; among those with credit, the person
 * whose next lead is due first gets it and pays the sum of all weights. (The deadline rule: R. Tijdeman, The
 * chairman assignment problem, 1980; as periodic tasks S. Baruah et al., Proportionate progress, 1997. Smooth
 * weighted round robin, which serves the largest credit, does not keep that bound.)
 *
 * A credit is leads × weight − own × the sum of weights, so each person's count is all there is to remember.
 */
#ifndef STAT_TURN_H
#define STAT_TURN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* The people who share, in an order that means nothing. Several turns may use the same weights. */
struct weights {
	size_t n;    /* at least 1 */
	int64_t *at; /* above 0, at most 10^12; of any scale */
	__int128 sum;

	/* The people of one weight: among them, the next is whoever has received the fewest. */
	struct weight_class {
		int64_t weight;
		uint32_t *who; /* ascending */
		size_t n;
		uint64_t *mask; /* the same people as bits, one for each of all n; NULL: so few that the list
				   is faster */
	} * class;
	size_t classes, words; /* words in a set of n bits */
	uint32_t *class_of;
	uint32_t *due; /* scratch for turns_next: of all classes */
	bool quick;    /* the processor finds the n-th bit of a word in one step */
};

/* How many each of them has received. */
struct turns {
	struct weights *of;
	uint64_t *own;
	uint64_t leads; /* of all together */
	struct turn_class {
		uint64_t fewest;
		size_t left;   /* how many of them have that fewest, */
		uint64_t from; /* and after how many leads these have credit */
	} * class;
	uint64_t *first; /* the people with the fewest in their class: a bit each; */
	uint64_t *due;	 /* those of them whose turn it is, … */
	uint32_t *here;	 /* … how many of each word's, … */
	size_t ties;	 /* … and of all, */
	uint64_t until;	 /* as long as there are fewer leads than this */
};

/* Their size in bytes, approximately; masks take at most 8 for each of all n. */
static inline size_t weights_bytes(const struct weights *w)
{
	return w->n * 24 + w->classes * (sizeof *w->class + sizeof *w->due);
}

static inline size_t turns_bytes(const struct turns *t)
{
	return t->of->n * 9 + t->of->classes * sizeof *t->class;
}

/* Call it once n and the weights are set. Allocates in the arena. */
void weights_begin(struct weights *w, struct arena *arena);

/* Call it once `of` and `own` are set. Allocates in the arena. */
void turns_begin(struct turns *t, struct arena *arena);

/* Who gets the next lead. In a tie the lead's own `lot` decides, so that nobody systematically comes
 * first. */
size_t turns_next(struct turns *t, uint64_t lot);

/* Counts a lead that this person received. */
void turns_give(struct turns *t, size_t i);

#endif
