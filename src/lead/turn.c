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

enum { PACE_MOST = 1 << 30 }; /* times a billion leads is still a number */

static int64_t common_divisor(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

void turns_pace(struct turns *t, int64_t *step)
{
	int64_t unit = 0, multiple = 1;

	for (size_t i = 0; i < t->n; i++)
		unit = common_divisor(t->weight[i], unit);
	for (size_t i = 0; i < t->n; i++) {
		int64_t weight = t->weight[i] / unit;
		if (weight > PACE_MOST)
			return;
		multiple *= weight / common_divisor(multiple, weight);
		if (multiple > PACE_MOST)
			return;
	}
	if (t->sum / unit > PACE_MOST)
		return;
	for (size_t i = 0; i < t->n; i++)
		step[i] = multiple / (t->weight[i] / unit);
	t->step = step;
	t->multiple = multiple;
	t->steps = (int64_t)(t->sum / unit);
}

/* When the next lead of somebody is due, on a clock that goes `multiple` ÷ `steps` a lead; INT64_MAX: there
 * is no credit for it. The same comparisons as below, of whole numbers. */
static inline int64_t due(const struct turns *t, size_t i, int64_t now)
{
	int64_t had = (int64_t)t->own[i] * t->step[i];

	return had <= now ? had + t->step[i] : INT64_MAX;
}

static size_t next_paced(const struct turns *t, uint64_t lot)
{
	int64_t now = ((int64_t)(t->leads + 1) * t->multiple - 1) / t->steps, first = INT64_MAX;
	size_t best = 0, ties = 0;

	for (size_t i = 0; i < t->n; i++) { /* without a branch, for who is due when nobody can guess */
		int64_t at = due(t, i, now);
		first = at < first ? at : first;
	}
	for (size_t i = t->n; i--;)
		if (due(t, i, now) == first)
			best = i, ties++;
	for (size_t drawn = lot % ties; drawn; drawn--)
		while (due(t, ++best, now) != first)
			;
	return best;
}

size_t turns_next(const struct turns *t, uint64_t lot)
{
	if (t->step)
		return next_paced(t, lot);
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
