/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See turn.h. All of it is whole numbers: weights of 10^12 and 10^9 leads fit into 128 bits. A team has few
 * weights and may have hundreds of people, so a turn is sought among the weights; among people of one weight
 * nobody is more than a lead ahead for long.
 *
 * All of it takes room in proportion to the people, whatever their weights: a class has a mask only if it has
 * as many people as a mask has words, and there are at most 64 such classes.
 */
#include "stat/turn.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sort.h"

enum { BITS = 64 };

static void set_bit(uint64_t *bits, size_t i)
{
	bits[i / BITS] |= UINT64_C(1) << i % BITS;
}

/* ---- weights ---- */

static void add_mask(const struct weights *w, struct weight_class *c, struct arena *arena)
{
	if (c->n < w->words)
		return;
	c->mask = ARENA_ARRAY(arena, w->words, uint64_t);
	for (size_t i = 0; i < c->n; i++)
		set_bit(c->mask, c->who[i]);
}

void weights_begin(struct weights *w, struct arena *arena)
{
	struct {
		int64_t weight;
		size_t who;
	} *sorted = mem_resize_array(NULL, w->n, sizeof *sorted);
	uint32_t *who = ARENA_ARRAY(arena, w->n, uint32_t);

	w->words = (w->n + BITS - 1) / BITS;
	w->class_of = ARENA_ARRAY(arena, w->n, uint32_t);
	w->sum = 0;
	w->classes = 0;
	for (size_t i = 0; i < w->n; i++) {
		sorted[i].weight = w->at[i];
		sorted[i].who = i;
		w->sum += w->at[i];
	}
	sort_by_first(sorted, w->n, sizeof *sorted);
	for (size_t i = 0; i < w->n; i++)
		w->classes += !i || sorted[i].weight != sorted[i - 1].weight;
	w->class = ARENA_ARRAY(arena, w->classes, struct weight_class);
	w->due = ARENA_ARRAY(arena, w->classes, uint32_t);
	w->listed = ARENA_ARRAY(arena, w->words, uint64_t);
	for (size_t i = 0, c = SIZE_MAX; i < w->n; i++) {
		if (!i || sorted[i].weight != sorted[i - 1].weight)
			w->class[++c] = (struct weight_class){ .weight = sorted[i].weight, .who = &who[i] };
		who[i] = (uint32_t)sorted[i].who;
		w->class[c].n++;
		w->class_of[who[i]] = (uint32_t)c;
	}
	for (size_t c = 0; c < w->classes; c++)
		add_mask(w, &w->class[c], arena);
	free(sorted);
}

/* ---- turns ---- */

/* Everybody of a class who has got the fewest. */
static void gather(struct turns *t, size_t class)
{
	const struct weight_class *all = &t->of->class[class];
	struct turn_class *c = &t->class[class];

	*c = (struct turn_class){ .fewest = UINT64_MAX };
	for (size_t i = 0; i < all->n; i++)
		if (t->own[all->who[i]] < c->fewest)
			c->fewest = t->own[all->who[i]];
	for (size_t i = 0; i < all->n; i++)
		if (t->own[all->who[i]] == c->fewest) {
			set_bit(t->first, all->who[i]);
			c->left++;
		}
}

void turns_begin(struct turns *t, struct arena *arena)
{
	t->class = ARENA_ARRAY(arena, t->of->classes, struct turn_class);
	t->first = ARENA_ARRAY(arena, t->of->words, uint64_t);
	t->leads = 0;
	for (size_t i = 0; i < t->of->n; i++)
		t->leads += t->own[i];
	for (size_t c = 0; c < t->of->classes; c++)
		gather(t, c);
}

/* Is there credit once this lead has added its weight? `small`: all products fit into 63 bits. */
static inline bool has_credit(const struct turns *t, size_t class, bool small)
{
	const struct turn_class *c = &t->class[class];
	int64_t weight = t->of->class[class].weight;

	if (small)
		return (int64_t)(t->leads + 1) * weight > (int64_t)c->fewest * (int64_t)t->of->sum;
	return (__int128)(t->leads + 1) * weight > (__int128)c->fewest * t->of->sum;
}

/* Below 0 if a's next lead is due before b's: (sum − credit) ÷ weight is (own + 1) × sum ÷ weight, less a
 * term that is the same for both. */
static inline int compare_due(const struct turns *t, size_t a, size_t b, bool small)
{
	uint64_t next = t->class[a].fewest + 1, other = t->class[b].fewest + 1;
	const struct weight_class *class = t->of->class;

	if (small) {
		int64_t x = (int64_t)next * class[b].weight, y = (int64_t)other * class[a].weight;
		return (x > y) - (x < y);
	}
	__int128 x = (__int128)next * class[b].weight, y = (__int128)other * class[a].weight;
	return (x > y) - (x < y);
}

/* Makes a mask of those of the first n classes that are due. */
static void list(const struct weights *w, size_t n)
{
	memset(w->listed, 0, w->words * sizeof *w->listed);
	for (size_t k = 0; k < n; k++) {
		const struct weight_class *c = &w->class[w->due[k]];
		for (size_t i = 0; c->mask && i < w->words; i++)
			w->listed[i] |= c->mask[i];
		for (size_t i = 0; !c->mask && i < c->n; i++)
			set_bit(w->listed, c->who[i]);
	}
}

/* Where the bits of a word are: per byte, those in it and below. */
static uint64_t bits_below(uint64_t x)
{
	x -= x >> 1 & 0x5555555555555555;
	x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
	return ((x + (x >> 4)) & 0x0F0F0F0F0F0F0F0F) * 0x0101010101010101;
}

/* The place of the set bit before which there are n, fewer than there are. */
static size_t place_of_bit(uint64_t bits, uint64_t below, size_t n)
{
	const uint64_t every = 0x0101010101010101, high = 0x80 * every;
	const unsigned long long more = ((below | high) - (n + 1) * every) & high; /* bytes with the bit below */
	size_t at = (size_t)__builtin_ctzll(more) - 7;

	n -= below << 8 >> at & 0xFF;
	for (bits >>= at; n; n--)
		bits &= bits - 1;
	return at + (size_t)__builtin_ctzll(bits);
}

/* The classes whose turn it is alike, in w->due; returns how many. */
static inline __attribute__((always_inline)) size_t list_due(const struct turns *t, bool small)
{
	struct weights *w = t->of;
	size_t n = 0;

	for (size_t c = 0; c < w->classes; c++) {
		if (!has_credit(t, c, small))
			continue;
		int order = n ? compare_due(t, c, w->due[0], small) : -1;
		if (order > 0)
			continue;
		n = order < 0 ? 0 : n;
		w->due[n++] = (uint32_t)c;
	}
	return n;
}

/* Draws one of the people whose bits are set in both, and who are so many in all. */
static size_t draw(const uint64_t *a, const uint64_t *b, size_t ties, uint64_t lot)
{
	size_t drawn = ties > 1 ? lot % ties : 0;

	for (size_t word = 0;; word++) {
		const uint64_t left = a[word] & b[word], below = bits_below(left);
		if (drawn < below >> 56)
			return word * BITS + place_of_bit(left, below, drawn);
		drawn -= below >> 56;
	}
}

size_t turns_next(const struct turns *t, uint64_t lot)
{
	struct weights *w = t->of;
	const bool small = w->sum < (__int128)1 << 31 && t->leads < (uint64_t)1 << 31;
	const size_t n = small ? list_due(t, true) : list_due(t, false);
	const struct weight_class *first = &w->class[w->due[0]];
	size_t ties = 0; /* there is one: all credit together is one lead's */

	for (size_t i = 0; i < n; i++)
		ties += t->class[w->due[i]].left;
	if (n == 1 && first->mask)
		return draw(first->mask, t->first, ties, lot);
	list(w, n);
	return draw(w->listed, t->first, ties, lot);
}

void turns_give(struct turns *t, size_t i)
{
	size_t class = t->of->class_of[i];
	struct turn_class *c = &t->class[class];
	bool ahead = t->own[i]++ > c->fewest;

	t->leads++;
	if (ahead)
		return;
	t->first[i / BITS] &= ~(UINT64_C(1) << i % BITS);
	if (!--c->left)
		gather(t, class);
}
