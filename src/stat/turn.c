/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See turn.h. All of it is whole numbers: weights of 10^12 and 10^9 leads fit into 128 bits. A team has few
 * weights and may have hundreds of people, so a turn is sought among the weights; among people of one weight
 * nobody is more than a lead ahead for long.
 */
#include "stat/turn.h"

enum { BITS = 64 };

/* Everybody of the class who has got the fewest. */
static void gather(struct turns *t, struct turn_class *c)
{
	c->fewest = UINT64_MAX;
	c->left = 0;
	for (size_t i = 0; i < t->n; i++)
		if (&t->class[t->class_of[i]] == c && t->own[i] < c->fewest)
			c->fewest = t->own[i];
	for (size_t i = 0; i < t->n; i++)
		if (&t->class[t->class_of[i]] == c && t->own[i] == c->fewest) {
			c->who[i / BITS] |= UINT64_C(1) << i % BITS;
			c->left++;
		}
}

void turns_begin(struct turns *t, struct arena *arena)
{
	t->words = (t->n + BITS - 1) / BITS;
	t->class = ARENA_ARRAY(arena, t->n, struct turn_class);
	t->due = ARENA_ARRAY(arena, t->n, const struct turn_class *);
	t->class_of = ARENA_ARRAY(arena, t->n, uint32_t);
	t->leads = 0;
	t->sum = 0;
	t->classes = 0;
	for (size_t i = 0; i < t->n; i++) {
		size_t c = 0;
		while (c < t->classes && t->class[c].weight != t->weight[i])
			c++;
		if (c == t->classes)
			t->class[t->classes++] =
				(struct turn_class){ .weight = t->weight[i],
						     .who = ARENA_ARRAY(arena, t->words, uint64_t) };
		t->class_of[i] = (uint32_t)c;
		t->leads += t->own[i];
		t->sum += t->weight[i];
	}
	for (size_t c = 0; c < t->classes; c++)
		gather(t, &t->class[c]);
}

/* Is there credit once this lead has added its weight? */
static bool has_credit(const struct turns *t, const struct turn_class *c)
{
	return (__int128)(t->leads + 1) * c->weight > (__int128)c->fewest * t->sum;
}

/* Below 0 if a's next lead is due before b's: (sum − credit) ÷ weight is (own + 1) × sum ÷ weight, less what
 * is the same for both. */
static int compare_due(const struct turn_class *a, const struct turn_class *b)
{
	__int128 x = (__int128)(a->fewest + 1) * b->weight;
	__int128 y = (__int128)(b->fewest + 1) * a->weight;

	return (x > y) - (x < y);
}

size_t turns_next(const struct turns *t, uint64_t lot)
{
	size_t n = 0, ties = 0; /* classes whose turn it is alike, and how many in them */

	for (const struct turn_class *c = t->class; c < t->class + t->classes; c++) {
		int order = !has_credit(t, c) ? 1 : n ? compare_due(c, t->due[0]) : -1;
		if (order < 0)
			n = ties = 0;
		if (order <= 0) {
			t->due[n++] = c;
			ties += c->left;
		}
	}
	size_t drawn = ties ? lot % ties : 0; /* there is one: all credit together is one lead's */
	for (size_t word = 0;; word++) {
		uint64_t left = 0;
		for (size_t i = 0; i < n; i++)
			left |= t->due[i]->who[word];
		size_t here = (size_t)__builtin_popcountll(left);
		if (drawn >= here) {
			drawn -= here;
			continue;
		}
		for (; drawn; drawn--)
			left &= left - 1;
		return word * BITS + (size_t)__builtin_ctzll(left);
	}
}

void turns_give(struct turns *t, size_t i)
{
	struct turn_class *c = &t->class[t->class_of[i]];
	bool ahead = t->own[i]++ > c->fewest;

	t->leads++;
	if (ahead)
		return;
	c->who[i / BITS] &= ~(UINT64_C(1) << i % BITS);
	if (!--c->left)
		gather(t, c);
}
