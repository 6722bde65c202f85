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

#include "base/cpu.h"
#include "base/mem.h"
#include "base/sort.h"

enum { BITS = 64 };
#define EVERY UINT64_C(0x0101010101010101)
#define HIGH  (0x80 * EVERY)

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
	w->quick = cpu_has_avx512();
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

/* After how many leads people of that weight, who have got so many, have credit once a lead has added its
 * weight: (leads + 1) × weight is above own × sum. */
static uint64_t credit_from(const struct weights *w, int64_t weight, uint64_t own)
{
	__int128 from = (__int128)own * w->sum / weight;

	return from < UINT64_MAX ? (uint64_t)from : UINT64_MAX;
}

/* Everybody of a class who has got the fewest: mostly, as they take turns, that is all of them. It has to be
 * found anew whose turn it is. */
static void gather(struct turns *t, size_t class)
{
	const struct weight_class *all = &t->of->class[class];
	struct turn_class *c = &t->class[class];
	uint64_t fewest = UINT64_MAX;
	size_t left = 0;

	for (size_t i = 0; i < all->n; i++) {
		uint64_t own = t->own[all->who[i]];
		left = own < fewest ? 1 : left + (own == fewest);
		fewest = own < fewest ? own : fewest;
	}
	*c = (struct turn_class){ fewest, left, credit_from(t->of, all->weight, fewest) };
	t->until = 0;
	if (left == all->n && all->mask) {
		for (size_t i = 0; i < t->of->words; i++)
			t->first[i] |= all->mask[i];
		return;
	}
	for (size_t i = 0; i < all->n; i++)
		if (t->own[all->who[i]] == fewest)
			set_bit(t->first, all->who[i]);
}

void turns_begin(struct turns *t, struct arena *arena)
{
	t->class = ARENA_ARRAY(arena, t->of->classes, struct turn_class);
	t->first = ARENA_ARRAY(arena, t->of->words, uint64_t);
	t->due = ARENA_ARRAY(arena, t->of->words, uint64_t);
	t->here = ARENA_ARRAY(arena, t->of->words, uint32_t);
	t->leads = 0;
	for (size_t i = 0; i < t->of->n; i++)
		t->leads += t->own[i];
	for (size_t c = 0; c < t->of->classes; c++)
		gather(t, c);
}

/* Below 0 if a's next lead is due before b's: (sum − credit) ÷ weight is (own + 1) × sum ÷ weight, less a
 * term that is the same for both. */
static int compare_due(const struct turns *t, size_t a, size_t b)
{
	const struct weight_class *class = t->of->class;
	__int128 x = (__int128)(t->class[a].fewest + 1) * class[b].weight;
	__int128 y = (__int128)(t->class[b].fewest + 1) * class[a].weight;

	return (x > y) - (x < y);
}

/* The classes whose turn it is alike, in w->due; returns how many. Others may have credit later. */
static size_t list_due(struct turns *t)
{
	struct weights *w = t->of;
	size_t n = 0;

	t->until = UINT64_MAX;
	for (size_t c = 0; c < w->classes; c++) {
		if (t->leads < t->class[c].from) {
			t->until = t->class[c].from < t->until ? t->class[c].from : t->until;
			continue;
		}
		int order = n ? compare_due(t, c, w->due[0]) : -1;
		if (order > 0)
			continue;
		n = order < 0 ? 0 : n;
		w->due[n++] = (uint32_t)c;
	}
	return n; /* there is one: all credit together is one lead's */
}

/* How many bits of a word are in each of its bytes and those below. */
static uint64_t bits_below(uint64_t x)
{
	x -= x >> 1 & 0x5555555555555555;
	x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
	return ((x + (x >> 4)) & 0x0F0F0F0F0F0F0F0F) * EVERY;
}

/* Whose turn it is, which stays so until all of a class have been served, or one more has credit. Not
 * inlined, as most turns don't need it, and would save registers for it. */
static __attribute__((noinline)) void find_due(struct turns *t)
{
	const struct weights *w = t->of;
	size_t n = list_due(t);

	memset(t->due, 0, w->words * sizeof *t->due);
	for (size_t k = 0; k < n; k++) {
		const struct weight_class *c = &w->class[w->due[k]];
		for (size_t i = 0; c->mask && i < w->words; i++)
			t->due[i] |= c->mask[i] & t->first[i];
		for (size_t i = 0; !c->mask && i < c->n; i++)
			t->due[c->who[i] / BITS] |= t->first[c->who[i] / BITS] & UINT64_C(1)
											 << c->who[i] % BITS;
	}
	t->ties = 0;
	for (size_t i = 0; i < w->words; i++) {
		t->here[i] = (uint32_t)(bits_below(t->due[i]) >> 56);
		t->ties += t->here[i];
	}
}

/* The lowest bit of the first byte that is above n; all are below 128. */
static size_t first_above(uint64_t bytes, size_t n)
{
	const unsigned long long above = ((bytes | HIGH) - (n + 1) * EVERY) & HIGH;

	return (size_t)__builtin_ctzll(above) - 7;
}

/* A byte's bits, each the lowest of a byte. */
static uint64_t each_a_byte(uint64_t byte)
{
	return (((byte * EVERY & UINT64_C(0x8040201008040201)) + 0x7F * EVERY) & HIGH) >> 7;
}

/* The place of the set bit before which there are n, fewer than there are. Without a branch, as nobody can
 * guess the place: first which byte has the bit, by how many are in each and those below; then likewise which
 * bit of that byte, each made a byte. */
static size_t place_of_bit(uint64_t bits, size_t n)
{
	const uint64_t below = bits_below(bits);
	const size_t at = first_above(below, n);
	const uint64_t byte = bits >> at & 0xFF;

	n -= below << 8 >> at & 0xFF;
	return at + first_above(each_a_byte(byte) * EVERY, n) / 8;
}

/* A turn waits for the one before, which changes who is left; so processors that do all of the above as one
 * step, and quickly, do. Older ones than those asked for may have it, but some are slow. */
typedef size_t place_fn(uint64_t bits, size_t n);

/* Of all words it is asked whether those up to it have enough, instead of going on until one has. */
static inline __attribute__((always_inline)) size_t next(struct turns *t, uint64_t lot, place_fn *place)
{
	if (t->leads >= t->until)
		find_due(t);
	const size_t drawn = t->ties > 1 ? lot % t->ties : 0;
	size_t word = 0, up_to = 0, before = 0;
	for (size_t i = 0; i + 1 < t->of->words; i++) {
		up_to += t->here[i];
		bool more = drawn >= up_to;
		word += more;
		before = more ? up_to : before;
	}
	return word * BITS + place(t->due[word], drawn - before);
}

#if defined __x86_64__
#define QUICK __attribute__((target("bmi,bmi2")))

static inline QUICK size_t place_of_bit_quick(uint64_t bits, size_t n)
{
	return (size_t)__builtin_ctzll(__builtin_ia32_pdep_di(UINT64_C(1) << n, bits));
}

static QUICK __attribute__((noinline)) size_t next_quick(struct turns *t, uint64_t lot)
{
	return next(t, lot, place_of_bit_quick);
}
#endif

size_t turns_next(struct turns *t, uint64_t lot)
{
#if defined __x86_64__
	if (t->of->quick)
		return next_quick(t, lot);
#endif
	return next(t, lot, place_of_bit);
}

void turns_give(struct turns *t, size_t i)
{
	const size_t class = t->of->class_of[i], word = i / BITS;
	const uint64_t bit = UINT64_C(1) << i % BITS;
	struct turn_class *c = &t->class[class];
	bool ahead = t->own[i]++ > c->fewest;

	t->leads++;
	if (ahead)
		return;
	const uint32_t due = t->due[word] >> i % BITS & 1;
	t->ties -= due;
	t->here[word] -= due;
	t->due[word] &= ~bit;
	t->first[word] &= ~bit;
	if (!--c->left)
		gather(t, class);
}
