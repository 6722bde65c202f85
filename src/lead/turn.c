/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See turn.h. All of it is whole numbers: weights of 10^12 and 10^9 leads fit into 128 bits. */
#include "lead/turn.h"

#include <stdbool.h>

/* Is there credit once this lead has added its weight? */
static bool has_credit(const struct turns *t, size_t i)
{
	return (__int128)(t->leads + 1) * t->weight[i] > (__int128)t->own[i] * t->sum;
}

/* Below 0 if a's next lead is due before b's: (sum − credit) ÷ weight is (own + 1) × sum ÷ weight, less what
 * is the same for both. */
static int compare_due(const struct turns *t, size_t a, size_t b)
{
	__int128 x = (__int128)(t->own[a] + 1) * t->weight[b];
	__int128 y = (__int128)(t->own[b] + 1) * t->weight[a];

	return (x > y) - (x < y);
}

size_t turns_next(const struct turns *t, uint64_t lot)
{
	size_t best = t->n, ties = 0;

	for (size_t i = 0; i < t->n; i++) {
		if (!has_credit(t, i))
			continue;
		int order = best == t->n ? -1 : compare_due(t, i, best);
		if (order < 0)
			best = i, ties = 0;
		ties += order <= 0;
	}
	for (size_t i = best, drawn = lot % ties; drawn; drawn--) {
		do
			i++;
		while (!has_credit(t, i) || compare_due(t, i, best) != 0);
		best = i;
	}
	return best;
}
