/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles against a reference that searches for the nearest hundredth, on random lists; and by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "stat/quantile.h"

#define HOUR INT64_C(3600000000)
#define DAY  (24 * HOUR)
#define FAR  (INT64_C(3652425) * DAY) /* 10,000 years */

static uint64_t seed = 7;

static int64_t roll(int64_t low, int64_t high)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int64_t)((uint64_t)low + seed % ((uint64_t)high - (uint64_t)low + 1));
}

static int ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int64_t quantile(const int64_t *sorted, size_t n, unsigned num, unsigned den, int64_t unit)
{
	struct quantile q = quantile_place(n, num, den);

	assert_true(q.low < n && q.part < q.of);
	assert_true(q.part == 0 || q.low + 1 < n);
	return quantile_hundredths(q, sorted[q.low], sorted[q.low + 1 < n ? q.low + 1 : q.low], unit);
}

/*
 * The value at place (n − 1)·num ÷ den as a fraction over den, and the hundredth h whose distance to it is
 * least: twice the distance is at most one hundredth, and where it is just that, h is the one further from 0.
 */
static void check(const int64_t *sorted, size_t n, unsigned num, unsigned den, int64_t unit)
{
	int64_t h = quantile(sorted, n, num, den, unit);
	__int128 value = 0, one = (__int128)unit * den;

	for (size_t i = 0; i < n; i++) { /* each element weighs by how near its place is */
		int64_t apart = (int64_t)(i * den) - (int64_t)((n - 1) * num);
		int64_t weight = (int64_t)den - (apart < 0 ? -apart : apart);
		if (weight > 0)
			value += (__int128)sorted[i] * weight;
	}
	__int128 off = 2 * (value * 100 - (__int128)h * one);
	bool nearest = off < one && off > -one;
	bool half = (off == -one && h > 0) || (off == one && h < 0);
	if (!nearest && !half)
		fail_msg("n %zu, %u/%u, unit %lld: %lld", n, num, den, (long long)unit, (long long)h);
}

static void as_a_reference_says(void **unused)
{
	static const int64_t units[] = { 60000000, HOUR, DAY, 7, 1000 };
	static const int64_t reach[] = { 3, 1000, HOUR, 400 * DAY, FAR };
	static const unsigned places[][2] = { { 0, 1 },	   { 1, 4 },	{ 1, 2 }, { 3, 4 },	 { 9, 10 },
					      { 95, 100 }, { 99, 100 }, { 1, 1 }, { 999, 1000 }, { 1, 3 } };
	int64_t list[40];

	(void)unused;
	for (int round = 0; round < 20000; round++) {
		size_t n = (size_t)roll(1, 40);
		int64_t far = reach[roll(0, 4)], unit = units[roll(0, 4)];
		for (size_t i = 0; i < n; i++) /* negative ones, and many ties */
			list[i] = i && roll(0, 2) == 0 ? list[i - 1] : roll(-far, far);
		qsort(list, n, sizeof *list, ascending);
		for (size_t k = 0; k < sizeof places / sizeof *places; k++)
			check(list, n, places[k][0], places[k][1], unit);
	}
}

static void by_hand(void **unused)
{
	static const int64_t hours[] = { 1 * HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR };
	static const int64_t one[] = { 90 * (HOUR / 60) };
	static const int64_t far[] = { -FAR, FAR };

	(void)unused;
	assert_int_equal(quantile(hours, 4, 1, 2, HOUR), 300);
	assert_int_equal(quantile(hours, 4, 1, 4, HOUR), 175);
	assert_int_equal(quantile(hours, 4, 3, 4, HOUR), 500);
	assert_int_equal(quantile(hours, 4, 9, 10, HOUR), 680); /* 4 + 0.7 · 4 */
	assert_int_equal(quantile(hours, 4, 0, 1, HOUR), 100);
	assert_int_equal(quantile(hours, 4, 1, 1, HOUR), 800);
	for (unsigned k = 0; k <= 20; k++)
		assert_int_equal(quantile(one, 1, k, 20, HOUR), 150);
	assert_int_equal(quantile(far, 2, 1, 2, DAY), 0);
	assert_int_equal(quantile(far, 2, 1, 1, 4), FAR * 25);
	assert_int_equal(quantile(far, 2, 1, 4, DAY), -182621250);
}

static void halves_go_away_from_zero(void **unused)
{
	static const int64_t halves[] = { 5, 10 };

	(void)unused;
	assert_int_equal(span_hundredths(5, 1000), 1); /* 0.005 */
	assert_int_equal(span_hundredths(-5, 1000), -1);
	assert_int_equal(span_hundredths(4, 1000), 0);
	assert_int_equal(span_hundredths(-4, 1000), 0);
	assert_int_equal(span_hundredths(15, 1000), 2);
	assert_int_equal(span_hundredths(-15, 1000), -2);
	assert_int_equal(span_hundredths(FAR, DAY), 365242500);
	assert_int_equal(span_hundredths(0, DAY), 0);
	assert_int_equal(quantile(halves, 2, 0, 1, 1000), 1);
	/* 7.5 of 3: rounded to a whole microsecond first it would be 267 */
	assert_int_equal(quantile(halves, 2, 1, 2, 3), 250);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_a_reference_says),
		cmocka_unit_test(by_hand),
		cmocka_unit_test(halves_go_away_from_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
