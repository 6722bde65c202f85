/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Limits of what a count comes to, against exact fractions; sums of squares against sums in another order.
 *
 * The tables were made by Python, in whole numbers alone:
 *
 *   from fractions import Fraction as F
 *   from math import comb
 *   def tails(n, f, r):                      # P(X <= r), P(X >= r)
 *       a, b = f.numerator, f.denominator
 *       p = [F(comb(n, k) * a**k * (b - a)**(n - k), b**n) for k in range(n + 1)]
 *       return sum(p[:r + 1]), sum(p[r:])
 *   def limits(r, f):                        # of N, both tails above 0.025
 *       good, n = [], r
 *       while tails(n, f, r)[0] > F(25, 1000):
 *           good += [n] if tails(n, f, r)[1] > F(25, 1000) else []
 *           n += 1
 *       return good[0], good[-1]
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "stat/ahead.h"
#include "stat/squares.h"

static void as_exact_fractions_say(void **unused)
{
	static const struct {
		uint64_t n, part, whole, k;
		double at_most, at_least;
	} cases[] = {
		{ 10, 1, 10, 1, 0.73609892909999997, 0.65132155989999996 },
		{ 31, 1, 3, 15, 0.97297590727280481, 0.058911822291098266 },
		{ 300, 3, 4, 200, 0.00074761689207838425, 0.99951855628875941 },
		{ 1000, 1, 2, 531, 0.97685440131975088, 0.026838924822505102 },
		{ 40, 99, 100, 40, 1, 0.6689717585696805 },
		{ 7, 1, 2, 0, 0.0078125, 1 },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double f = (double)cases[i].part / (double)cases[i].whole;
		struct tails t = binomial_tails(cases[i].n, f, cases[i].k);
		assert_true(fabs(t.at_most / cases[i].at_most - 1) < 1e-11);
		assert_true(fabs(t.at_least / cases[i].at_least - 1) < 1e-11);
	}
}

static void limits_of_a_count(void **unused)
{
	static const struct {
		uint64_t reached, part, whole, low, high;
	} cases[] = {
		{ 0, 1, 10, 0, 35 },	 { 0, 1, 2, 0, 5 },	    { 0, 99, 100, 0, 0 },
		{ 1, 1, 10, 1, 53 },	 { 1, 9, 10, 1, 3 },	    { 3, 1, 3, 3, 23 },
		{ 10, 1, 10, 51, 179 },	 { 10, 10, 31, 18, 52 },    { 25, 1, 2, 38, 66 },
		{ 25, 99, 100, 25, 27 }, { 60, 17, 31, 92, 130 },   { 87, 3, 4, 105, 129 },
		{ 120, 1, 7, 707, 992 }, { 120, 30, 31, 121, 128 }, { 400, 9, 10, 431, 459 },
		{ 2, 999, 1000, 2, 2 },	 { 5, 1, 1, 5, 5 },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ahead a =
			count_ahead(cases[i].reached, (double)cases[i].part / (double)cases[i].whole);
		if (a.low != cases[i].low || a.high != cases[i].high)
			fail_msg("%llu at %llu/%llu: %llu to %llu", (unsigned long long)cases[i].reached,
				 (unsigned long long)cases[i].part, (unsigned long long)cases[i].whole,
				 (unsigned long long)a.low, (unsigned long long)a.high);
	}
}

/* Of every small count: inside the limits both tails are above 0.025, and just outside one is not. */
static void least_and_greatest(void **unused)
{
	(void)unused;
	for (uint64_t reached = 0; reached < 60; reached++)
		for (double f = 0.1; f < 1; f += 0.0625) {
			struct ahead a = count_ahead(reached, f);
			struct tails t = binomial_tails(a.low, f, reached);
			assert_true(a.low >= reached && a.high >= a.low);
			assert_true(t.at_most > 0.025 && t.at_least > 0.025);
			t = binomial_tails(a.high, f, reached);
			assert_true(t.at_most > 0.025 && t.at_least > 0.025);
			assert_true(binomial_tails(a.high + 1, f, reached).at_most <= 0.025);
			if (a.low > reached)
				assert_true(binomial_tails(a.low - 1, f, reached).at_least <= 0.025);
		}
}

/* Where there are many, the limits are those of the normal distribution. */
static void many(void **unused)
{
	struct ahead a = count_ahead(1000000, 0.25);
	double sd = sqrt(4000000 * 0.25 * 0.75) / 0.25;

	(void)unused;
	assert_true(fabs((double)a.low - (4e6 - 1.96 * sd)) < 10);
	assert_true(fabs((double)a.high - (4e6 + 1.96 * sd)) < 10);
}

static void squares_in_any_order(void **unused)
{
	enum { MOST = 1000 };
	struct squares up = { 0 }, down = { 0 }, half = { 0 };
	__int128 amount[MOST];
	long double sum = 0;

	(void)unused;
	srandom(7);
	for (int i = 0; i < MOST; i++) {
		amount[i] = ((__int128)random() << (random() % 50)) * (random() % 2 ? 1 : -1);
		sum += (long double)amount[i] * (long double)amount[i];
		squares_add(i % 2 ? &up : &half, amount[i]);
	}
	squares_merge(&up, &half);
	for (int i = MOST; i-- > 0;)
		squares_add(&down, amount[i]);
	assert_true(squares_sum(&up) == squares_sum(&down));
	assert_true(fabsl((long double)squares_sum(&up) / sum - 1) < 1e-14L);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_exact_fractions_say), cmocka_unit_test(limits_of_a_count),
		cmocka_unit_test(least_and_greatest),	  cmocka_unit_test(many),
		cmocka_unit_test(squares_in_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
