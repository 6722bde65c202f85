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

/* Is there credit once this lead has added its weight? */
static bool has_credit(const struct turns *t, size_t class)
{
	return (__int128)(t->leads + 1) * t->of->class[class].weight >
	       (__int128)t->class[class].fewest * t->of->sum;
}

/* Below 0 if a's next lead is due before b's: (sum − credit) ÷ weight is (own + 1) × sum ÷ weight, less a
 * term that is the same for both. */
static int compare_due(const struct turns *t, size_t a, size_t b)
{
	__int128 x = (__int128)(t->class[a].fewest + 1) * t->of->class[b].weight;
	__int128 y = (__int128)(t->class[b].fewest + 1) * t->of->class[a].weight;

	return (x > y) - (x < y);
}

/* Makes a mask of those of the first n classes that are due and have none of their own. */
static void list(const struct weights *w, size_t n)
{
	memset(w->listed, 0, w->words * sizeof *w->listed);
	for (size_t k = 0; k < n; k++) {
		const struct weight_class *c = &w->class[w->due[k]];
		for (size_t i = 0; !c->mask && i < c->n; i++)
			set_bit(w->listed, c->who[i]);
	}
}

size_t turns_next(const struct turns *t, uint64_t lot)
{
	struct weights *w = t->of;
	size_t n = 0, ties = 0; /* classes whose turn it is alike, and how many in them */
	bool masks = true;	/* all of them have one */

	for (size_t c = 0; c < w->classes; c++) {
		int order = !has_credit(t, c) ? 1 : n ? compare_due(t, c, w->due[0]) : -1;
		if (order < 0)
			n = ties = 0;
		if (order <= 0) {
			w->due[n++] = (uint32_t)c;
			ties += t->class[c].left;
		}
	}
	for (size_t i = 0; i < n; i++)
		masks &= w->class[w->due[i]].mask != NULL;
	if (!masks)
		list(w, n);
	size_t drawn = ties ? lot % ties : 0; /* there is one: all credit together is one lead's */
	for (size_t word = 0;; word++) {
		uint64_t left = masks ? 0 : w->listed[word];
		for (size_t i = 0; i < n; i++)
			left |= w->class[w->due[i]].mask ? w->class[w->due[i]].mask[word] : 0;
		left &= t->first[word];
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
