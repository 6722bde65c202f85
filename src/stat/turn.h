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

/* Those who share, in an order that means nothing. */
struct turns {
	size_t n;	 /* at least 1 */
	int64_t *weight; /* above 0, at most 10^12; of any scale */
	uint64_t *own;	 /* leads each has got of these shares */
	uint64_t leads;	 /* of all together */
	__int128 sum;	 /* of the weights */

	/* Those of one weight: whose turn it is among them is who has got the fewest. */
	struct turn_class {
		int64_t weight;
		uint64_t fewest;
		size_t left;   /* how many have got no more */
		uint64_t *who; /* they: a bit each of all n */
	} * class;
	const struct turn_class **due; /* room for all of them */
	size_t classes, words;
	uint32_t *class_of;
};

/* Once the numbers above are set, but for `leads` and `sum`. What it needs is in the arena. */
void turns_begin(struct turns *t, struct arena *arena);

/* Who gets the next lead. Of several whose turn it is alike the lead's own `lot` decides, so that nobody is
 * first as a rule. */
size_t turns_next(const struct turns *t, uint64_t lot);

/* He got it, or another lead of these shares. */
void turns_give(struct turns *t, size_t i);

#endif
