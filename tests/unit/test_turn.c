/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns: the shares that turn.h promises, at every moment, for any weights. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "stat/turn.h"

enum { MOST = 40, MANY = 400 };

static uint64_t state = 0x9e3779b97f4a7c15;

static uint64_t draw(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % below;
}

static struct arena arena;

struct people {
	struct weights weights;
	struct turns turns;
	int64_t weight[MOST];
	uint64_t own[MOST];
};

static struct turns *people(struct people *p, size_t n, const int64_t *weight)
{
	memset(p, 0, sizeof *p);
	p->weights = (struct weights){ .n = n, .at = p->weight };
	p->turns = (struct turns){ .of = &p->weights, .own = p->own };
	memcpy(p->weight, weight, n * sizeof *weight);
	weights_begin(&p->weights, &arena);
	turns_begin(&p->turns, &arena);
	return &p->turns;
}

/* Weights of the kinds that people write: small ones, any, and some a million times the others. */
static struct turns *random_people(struct people *p)
{
	int64_t weight[MOST];
	size_t n = 1 + draw(MOST);
	uint64_t kind = draw(3);

	for (size_t i = 0; i < n; i++)
		weight[i] = kind == 0	? (int64_t)(1 + draw(9)) * 1000000
			    : kind == 1 ? (int64_t)(1 + draw(1000000000000))
			    : draw(4)	? 1
					: 1000000000000;
	return people(p, n, weight);
}

static size_t deal(struct turns *t, uint64_t lot)
{
	size_t i = turns_next(t, lot);

	assert_true(i < t->of->n);
	turns_give(t, i);
	return i;
}

static void assert_within_one(const struct turns *t)
{
	for (size_t i = 0; i < t->of->n; i++) {
		__int128 off = (__int128)t->leads * t->of->at[i] - (__int128)t->own[i] * t->of->sum;
		assert_true(off < t->of->sum && -off < t->of->sum);
	}
}

/* The last two are due at the same time, whichever of them the lots take first. */
static void five_one_one(void **unused)
{
	(void)unused;
	for (uint64_t lot = 0; lot < 64; lot++) {
		struct people p;
		struct turns *t = people(&p, 3, (int64_t[]){ 5, 1, 1 });
		for (uint64_t k = 0; k < 7; k++) {
			bool is_first = deal(t, lot * (k + 1)) == 0;
			assert_true(k > 4 || is_first == (k != 3));
		}
		for (size_t i = 0; i < 3; i++)
			assert_int_equal(t->own[i], t->of->at[i]);
	}
}

/* Where smooth weighted round robin is more than a lead off. */
static void one_one_one_five_five_five(void **unused)
{
	struct people p;
	struct turns *t = people(&p, 6, (int64_t[]){ 1, 1, 1, 5, 5, 5 });

	(void)unused;
	for (size_t k = 0; k < 180; k++) {
		deal(t, draw(UINT64_MAX));
		assert_within_one(t);
	}
}

static void every_prefix_is_within_one_lead(void **unused)
{
	(void)unused;
	for (size_t round = 0; round < 400; round++) {
		struct people p;
		struct turns *t = random_people(&p);
		for (size_t k = 0; k < 500; k++) {
			deal(t, draw(UINT64_MAX));
			assert_within_one(t);
		}
	}
}

/* As many leads as the weights' sum: each has exactly the weight. */
static void a_whole_round_is_exact(void **unused)
{
	(void)unused;
	for (size_t round = 0; round < 200; round++) {
		int64_t weight[MOST], sum = 0;
		size_t n = 1 + draw(12);
		for (size_t i = 0; i < n; i++)
			sum += weight[i] = 1 + (int64_t)draw(20);
		struct people p;
		struct turns *t = people(&p, n, weight);
		for (int64_t k = 0; k < sum; k++)
			deal(t, draw(UINT64_MAX));
		for (size_t i = 0; i < n; i++)
			assert_int_equal(t->own[i], weight[i]);
	}
}

static void scale_means_nothing(void **unused)
{
	(void)unused;
	for (size_t round = 0; round < 200; round++) {
		int64_t weight[MOST], more[MOST];
		size_t n = 1 + draw(MOST);
		for (size_t i = 0; i < n; i++)
			more[i] = 1000003 * (weight[i] = 1 + (int64_t)draw(50));
		struct people p, q;
		struct turns *t = people(&p, n, weight), *u = people(&q, n, more);
		for (uint64_t k = 0; k < 300; k++) {
			uint64_t lot = draw(UINT64_MAX);
			assert_int_equal(deal(t, lot), deal(u, lot));
		}
	}
}

/* How many each has got is all: dealt on from a copy of the counts the same people are next. */
static void counts_alone_go_on(void **unused)
{
	(void)unused;
	for (size_t round = 0; round < 200; round++) {
		struct people p, q;
		struct turns *t = random_people(&p);
		for (size_t k = draw(1000); k; k--)
			deal(t, draw(UINT64_MAX));
		struct turns *u = people(&q, t->of->n, t->of->at);
		for (size_t i = 0; i < t->of->n; i++)
			for (uint64_t k = t->own[i]; k; k--)
				turns_give(u, i);
		assert_int_equal(u->leads, t->leads);
		for (size_t k = 0; k < 200; k++) {
			uint64_t lot = draw(UINT64_MAX);
			assert_int_equal(deal(t, lot), deal(u, lot));
		}
	}
}

/* Counts that no dealing would give, as after another's choosing: nobody is left without a next one. */
static void any_counts_have_a_next(void **unused)
{
	(void)unused;
	for (size_t round = 0; round < 5000; round++) {
		struct people p;
		struct turns *t = random_people(&p);
		for (size_t i = 0; i < t->of->n; i++)
			t->own[i] = draw(1000000000);
		turns_begin(t, &arena);
		size_t i = turns_next(t, draw(UINT64_MAX));
		assert_true(i < t->of->n);
		assert_true((__int128)(t->leads + 1) * t->of->at[i] > (__int128)t->own[i] * t->of->sum);
	}
}

/* Nobody is first as a rule: over many lots the first lead of equals goes to each alike, and so does each of
 * those behind it. The lots are hashes of ids that people have: running numbers. */
static void ties_favour_nobody(void **unused)
{
	enum { EQUALS = 7, ROUNDS = 70000 };
	int64_t weight[EQUALS] = { 3, 3, 3, 3, 3, 3, 3 };
	size_t got[EQUALS][EQUALS] = { 0 };

	(void)unused;
	for (size_t round = 0; round < ROUNDS; round++) {
		struct people p;
		struct turns *t = people(&p, EQUALS, weight);
		for (size_t k = 0; k < EQUALS; k++) {
			char id[32];
			int n = snprintf(id, sizeof id, "%zu", round * EQUALS + k);
			got[k][deal(t, hash_text((struct str){ id, (size_t)n }, 0))]++;
		}
	}
	for (size_t k = 0; k < EQUALS; k++) {
		double x2 = 0, due = (double)ROUNDS / EQUALS;
		for (size_t i = 0; i < EQUALS; i++)
			x2 += ((double)got[k][i] - due) * ((double)got[k][i] - due) / due;
		assert_true(x2 < 27.9); /* chi-squared, 6 degrees: one in ten thousand is above */
	}
}

/* Of anybody's credit the rule of turn.h is worked out for each person by itself: the same people are due. */
static void weights_in_common_change_nothing(void **unused)
{
	struct people p;

	(void)unused;
	for (int run = 0; run < 400; run++) {
		struct turns *t = random_people(&p);
		for (int lead = 0; lead < 500; lead++) {
			size_t i = turns_next(t, draw(UINT64_MAX));
			assert_true((__int128)(t->leads + 1) * t->of->at[i] >
				    (__int128)t->own[i] * t->of->sum);
			for (size_t k = 0; k < t->of->n; k++) {
				bool credit = (__int128)(t->leads + 1) * t->of->at[k] >
					      (__int128)t->own[k] * t->of->sum;
				__int128 mine = (__int128)(t->own[i] + 1) * t->of->at[k];
				assert_true(!credit || mine <= (__int128)(t->own[k] + 1) * t->of->at[i]);
			}
			turns_give(t, i);
		}
	}
	arena_release(&arena);
	arena = (struct arena){ 0 };
}

/* Below 0 if a is to be served before b, of whom both have credit. */
static int compare_due(const struct turns *t, size_t a, size_t b)
{
	__int128 x = (__int128)(t->own[a] + 1) * t->of->at[b], y = (__int128)(t->own[b] + 1) * t->of->at[a];

	return (x > y) - (x < y);
}

/* One after the other is asked; of those whose turn it is alike the lot counts from the first on. */
static size_t plain_next(const struct turns *t, uint64_t lot)
{
	size_t due[MANY], n = 0;

	for (size_t i = 0; i < t->of->n; i++) {
		if ((__int128)(t->leads + 1) * t->of->at[i] <= (__int128)t->own[i] * t->of->sum)
			continue;
		int order = n ? compare_due(t, i, due[0]) : -1;
		if (order < 0)
			n = 0;
		if (order <= 0)
			due[n++] = i;
	}
	return due[lot % n];
}

/* Also of hundreds, whether few share a weight or all do: a weight that few have is looked for another way.
 */
static void many_people_are_served_as_a_plain_search_says(void **unused)
{
	static int64_t weight[MANY];
	static uint64_t own[MANY];

	(void)unused;
	for (int round = 0; round < 300; round++) {
		size_t n = 1 + draw(MANY);
		uint64_t kind = draw(4), kinds = 1 + draw(n);
		for (size_t i = 0; i < n; i++) {
			weight[i] = (int64_t)(kind == 0	  ? 1 + draw(kinds)
					      : kind == 1 ? 1000000 * (1 + draw(3))
					      : kind == 2 ? 1 + draw(1000000000000)
					      : draw(n)	  ? 1 + draw(3)
							  : 1 + i);
			own[i] = 0;
		}
		struct weights all = { .n = n, .at = weight };
		struct turns t = { .of = &all, .own = own };
		weights_begin(&all, &arena);
		all.quick = all.quick && round % 2;
		turns_begin(&t, &arena);
		for (int lead = 0; lead < 300; lead++) {
			uint64_t lot = draw(UINT64_MAX);
			size_t i = turns_next(&t, lot);
			assert_int_equal(i, plain_next(&t, lot));
			turns_give(&t, i);
			for (size_t k = draw(20) ? 0 : draw(2 * n); k; k--)
				turns_give(&t, draw(n)); /* now and then some of another's choosing */
		}
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weights_in_common_change_nothing),
		cmocka_unit_test(five_one_one),
		cmocka_unit_test(one_one_one_five_five_five),
		cmocka_unit_test(every_prefix_is_within_one_lead),
		cmocka_unit_test(a_whole_round_is_exact),
		cmocka_unit_test(scale_means_nothing),
		cmocka_unit_test(counts_alone_go_on),
		cmocka_unit_test(any_counts_have_a_next),
		cmocka_unit_test(ties_favour_nobody),
		cmocka_unit_test(many_people_are_served_as_a_plain_search_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
