/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of statistics against published ones, against digits worked out to 400 places, and against
 * definitions. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "stat/stat.h"
#include "tests/unit/figures.h"

/* ---- shares ---- */

/* Newcombe 1998, table II, method 10, whose four digits these are; the others by long arithmetic. */
static void newcombe_as_published(void **unused)
{
	static const struct {
		uint64_t k, n, k0, n0;
		double low, high;
	} cases[] = {
		{ 56, 70, 48, 80, 0.052431472402365, 0.333872654036906 },
		{ 9, 10, 3, 10, 0.170522723934503, 0.809017973535488 },
		{ 6, 7, 2, 7, 0.058227927482312, 0.806249637524228 },
		{ 5, 56, 0, 29, -0.038137147903537, 0.192560013855112 },
		{ 0, 10, 0, 20, -0.161125158052819, 0.277532799862889 },
		{ 0, 10, 0, 10, -0.277532799862889, 0.277532799862889 },
		{ 10, 10, 0, 20, 0.679086037141915, 1 },
		{ 10, 10, 0, 10, 0.607509350430524, 1 },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct interval d = newcombe(cases[i].k, cases[i].n, cases[i].k0, cases[i].n0, Z95);
		near(d.low, cases[i].low, 2e-15);
		near(d.high, cases[i].high, 2e-15);
	}
}

static void a_difference_can_be_turned(void **unused)
{
	(void)unused;
	for (int round = 0; round < 20000; round++) {
		uint64_t n = 1 + roll(round % 2 ? 20 : 1000000), n0 = 1 + roll(round % 3 ? 20 : 1000000);
		uint64_t k = roll(n + 1), k0 = roll(n0 + 1);
		double d = (double)k / (double)n - (double)k0 / (double)n0;
		struct interval there = newcombe(k, n, k0, n0, Z95), back = newcombe(k0, n0, k, n, Z95);
		assert_true(there.low == -back.high && there.high == -back.low);
		assert_true(there.low <= d && d <= there.high);
		assert_true(there.low >= -1 && there.high <= 1);
		struct interval narrow = newcombe(k, n, k0, n0, 1);
		assert_true(narrow.low >= there.low && narrow.high <= there.high);
	}
}

/* ---- the normal distribution ---- */

/* Φ inverted by Newton's method on its series, in decimals of 400 places, at just these binary numbers. */
static void quantiles_to_the_last_digit(void **unused)
{
	static const double z[][2] = {
		{ 0.5, 0 },
		{ 0.499, -0.0025066308995717662317 },
		{ 0.4, -0.2533471031357997413247 },
		{ 0.25, -0.6744897501960817432022 },
		{ 0.1, -1.2815515655446004353345 },
		{ 0.07500001, -1.4395314002947509231759 },
		{ 0.075, -1.4395314709384559349498 },
		{ 0.07499999, -1.4395315415821680327160 },
		{ 0.025, -1.9599639845400542117796 },
		{ 0.005, -2.5758293035489007537804 },
		{ 0.00125, -3.0233414397391473580102 },
		{ 0.0001, -3.7190164854556805522876 },
		{ 1e-06, -4.7534243088228989573389 },
		{ 1e-10, -6.3613409024040561991004 },
		{ 1.5e-11, -6.6465708874771128614277 },
		{ 1.3887943864964021e-11, -6.6579046435011035837206 }, /* e^-25, where the tails begin */
		{ 1.3e-11, -6.6676114565107408346622 },
		{ 1e-20, -9.2623400897984075795721 },
		{ 1e-50, -14.9333375347884889806582 },
		{ 1e-100, -21.2734535609653242941795 },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof z / sizeof *z; i++)
		near(normal_quantile(z[i][0]), z[i][1], -z[i][1] * 1e-15);
	near(normal_quantile(0.975), 1.959963984540054, 1e-15);
	near(Z95, normal_quantile(0.975), 1e-15);
}

static void quantiles_are_symmetric_and_rise(void **unused)
{
	double last = -INFINITY;

	(void)unused;
	for (int i = 1; i < 1 << 16; i++) { /* 1 − p is exact */
		double p = i / 65536.0, z = normal_quantile(p);
		assert_true(z == -normal_quantile(1 - p));
		assert_true(z > last);
		last = z;
	}
	for (double p = 0.49; p > 1e-305; p *= 0.9) { /* Φ falls z² times as fast as z rises */
		double z = normal_quantile(p);
		near(erfc(-z / sqrt(2)) / 2 / p, 1, 1e-15 * (4 + z * z));
	}
}

/* ---- ranks ---- */

/* From the definitions: every pair, and the ties of each value. */
static double by_pairs(const int64_t *a, size_t n, const int64_t *b, size_t m)
{
	long double u = 0, ties = 0, all = (long double)(n + m);

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++)
			u += a[i] > b[j] ? 1 : a[i] == b[j] ? 0.5L : 0;
	for (size_t i = 0; i < n + m; i++) { /* each of t equal ones brings its share of t³ − t */
		long double t = 0;
		int64_t value = i < n ? a[i] : b[i - n];
		for (size_t j = 0; j < n + m; j++)
			t += value == (j < n ? a[j] : b[j - n]);
		ties += t * t - 1;
	}
	long double pairs = (long double)n * (long double)m;
	return (double)((u - pairs / 2) / sqrtl(pairs / 12 * (all + 1 - ties / (all * (all - 1)))));
}

static int ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static struct sample plain(const int64_t *at, size_t n)
{
	return (struct sample){ .at = at, .n = n };
}

/* Equal ones as one. */
static struct sample counted(const int64_t *at, size_t n, int64_t *value, uint64_t *count)
{
	struct sample s = { .at = value, .count = count };

	for (size_t i = 0; i < n; i++)
		if (s.n && value[s.n - 1] == at[i]) {
			count[s.n - 1]++;
		} else {
			value[s.n] = at[i];
			count[s.n++] = 1;
		}
	return s;
}

static void ranks_as_pairs_say(void **unused)
{
	int64_t a[40], b[40], value[40];
	uint64_t count[40];

	(void)unused;
	for (int round = 0; round < 5000; round++) {
		size_t n = 1 + roll(40), m = 1 + roll(40);
		uint64_t reach = 2 + roll(round % 2 ? 5 : 1000);
		for (size_t i = 0; i < n; i++)
			a[i] = (int64_t)roll(reach) - 2;
		for (size_t i = 0; i < m; i++)
			b[i] = (int64_t)(roll(reach) + roll(3)) - 2;
		qsort(a, n, sizeof *a, ascending);
		qsort(b, m, sizeof *b, ascending);
		double z = mann_whitney(plain(a, n), plain(b, m));
		if (a[0] == b[0] && a[n - 1] == b[m - 1] && a[0] == a[n - 1]) {
			assert_true(isnan(z));
			continue;
		}
		near(z, by_pairs(a, n, b, m), 1e-13);
		assert_true(z == -mann_whitney(plain(b, m), plain(a, n)));
		assert_true(z == mann_whitney(counted(a, n, value, count), plain(b, m)));
	}
}

/* Hollander and Wolfe 1973, page 69: permeability at term and at 12 to 26 weeks, W = 35 of 50 without ties.
 */
static void ranks_as_published(void **unused)
{
	static const int64_t term[] = { 73, 80, 83, 104, 138, 145, 146, 164, 189, 191 };
	static const int64_t early[] = { 74, 88, 90, 115, 121 };

	(void)unused;
	near(mann_whitney(plain(term, 10), plain(early, 5)), sqrt(1.5), 1e-15); /* 10 ÷ √(50 · 16 ÷ 12) */
}

static void too_little_to_rank(void **unused)
{
	static const int64_t same[] = { 5, 5, 5 };

	(void)unused;
	assert_true(isnan(mann_whitney(plain(NULL, 0), plain(same, 3))));
	assert_true(isnan(mann_whitney(plain(same, 3), plain(NULL, 0))));
	assert_true(isnan(mann_whitney(plain(same, 3), plain(same, 2))));
	assert_true(mann_whitney(plain(same, 1), plain(&(int64_t){ 4 }, 1)) == 1);
}

/* Two values, 2^40 leads in each sample: the first has half of each, the second a quarter and three. */
static void no_sample_is_too_large(void **unused)
{
	static const int64_t value[] = { 1, 2 };
	static const uint64_t half[] = { 1ull << 39, 1ull << 39 }, quarter[] = { 1ull << 38, 3ull << 38 };
	struct sample a = { value, half, 2 }, b = { value, quarter, 2 };

	(void)unused;
	/* U is n²·3/8 of n²; N³ − Σt³ is (2n)³ − (3n/4)³ − (5n/4)³ = 45/8 n³, and ones don't show */
	double n = 1099511627776.0;
	near(mann_whitney(a, b) / (-n * n / 8 / sqrt(n * n / 12 * (5.625 * n / 4))), 1, 1e-11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(newcombe_as_published),
		cmocka_unit_test(a_difference_can_be_turned),
		cmocka_unit_test(quantiles_to_the_last_digit),
		cmocka_unit_test(quantiles_are_symmetric_and_rise),
		cmocka_unit_test(ranks_as_pairs_say),
		cmocka_unit_test(ranks_as_published),
		cmocka_unit_test(too_little_to_rank),
		cmocka_unit_test(no_sample_is_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
