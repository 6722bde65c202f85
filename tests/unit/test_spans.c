/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spans that came in parts, counted or rounded at any moment, against one sorted list of all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "stat/quantile.h"
#include "stat/spans.h"
#include "tests/unit/figures.h"

#define HOUR INT64_C(3600000000)
#define DAY  (24 * HOUR)

enum { MOST = 600, PARTS = 4 };

static int ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int64_t of_list(const int64_t *list, size_t n, unsigned num, unsigned den, int64_t unit)
{
	struct quantile q = quantile_place(n, num, den);

	return quantile_hundredths(q, list[q.low], list[q.low + (q.part > 0)], unit);
}

static void as_list(const struct spans *s, const int64_t *list, size_t n, int64_t unit)
{
	static const unsigned places[][2] = { { 0, 1 },	 { 1, 4 }, { 1, 2 }, { 3, 4 },
					      { 9, 10 }, { 1, 1 }, { 1, 3 } };

	assert_int_equal(spans_count(s), n);
	if (!n) {
		assert_true(spans_quantile(s, 1, 2, unit) == INT64_MIN);
		return;
	}
	for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
		unsigned num = places[k][0], den = places[k][1];
		int64_t want = of_list(list, n, num, den, unit);
		if (spans_quantile(s, num, den, unit) != want)
			fail_msg("%u/%u of %zu: %lld, not %lld", num, den, n,
				 (long long)spans_quantile(s, num, den, unit), (long long)want);
	}
	struct sample sample = spans_sample(s);
	size_t at = 0;
	for (size_t i = 0; i < sample.n; i++) {
		assert_true(!i || sample.at[i - 1] < sample.at[i] || !sample.count);
		for (uint64_t c = sample.count ? sample.count[i] : 1; c; c--)
			assert_true(at < n && list[at++] == sample.at[i]);
	}
	assert_int_equal(at, n);
}

/* Some of them at random, into parts that are merged in a random order. */
static size_t scatter(struct spans *all, int64_t *list, int64_t far, int64_t unit, bool rounded)
{
	const uint64_t odd = roll(3) ? roll(2) : 30; /* so many in a hundred are no whole seconds */
	struct spans part[PARTS] = { 0 };
	size_t n = 0;

	for (size_t adds = roll(100); adds; adds--) {
		struct spans *to = &part[roll(PARTS)];
		int64_t span = (int64_t)roll((uint64_t)far * 2 + 1) - far;
		size_t count = odd < 30 || roll(4) ? 1 : roll(6);
		if (roll(100) >= odd)
			span = (span < 0 ? -span : span) / 1000000 * 1000000;
		if (count == 1)
			spans_add(to, span);
		else
			spans_add_many(to, span, count);
		if (rounded)
			span = span_hundredths(span, unit) * (unit / 100);
		while (count--)
			list[n++] = span;
		if (rounded && !roll(20))
			spans_round(to, unit);
		if (!roll(20))
			spans_sort(to);
	}
	for (size_t i = roll(PARTS), k = 0; k < PARTS; k++, i = (i + 1) % PARTS) {
		if (roll(2))
			spans_move(all, &part[i]);
		else
			spans_merge(all, &part[i]);
		spans_release(&part[i]);
	}
	return n;
}

static void parts_are_as_good_as_the_whole(void **unused)
{
	static const int64_t units[] = { 60000000, HOUR, DAY }, reach[] = { 5, HOUR / 10, 400 * DAY };
	static int64_t list[MOST];

	(void)unused;
	for (int round = 0; round < 6000; round++) {
		struct spans all = { 0 };
		int64_t unit = units[roll(3)];
		bool rounded = roll(2);
		size_t n = scatter(&all, list, reach[roll(3)], unit, rounded);
		qsort(list, n, sizeof *list, ascending);
		if (rounded)
			spans_round(&all, unit);
		else
			spans_sort(&all);
		as_list(&all, list, n, unit);
		if (rounded) { /* twice is as good as once */
			spans_round(&all, unit);
			as_list(&all, list, n, unit);
		}
		spans_release(&all);
	}
}

/* Exact ones cost eight bytes each, rounded ones are few. */
static void rounded_ones_are_kept_once(void **unused)
{
	struct spans s = { 0 };

	(void)unused;
	for (int64_t i = 0; i < 100000; i++)
		spans_add(&s, i * 1000003 % HOUR);
	assert_null(s.count);
	spans_round(&s, HOUR);
	assert_int_equal(s.n, 101); /* 0.00 to 1.00 */
	assert_int_equal(s.cap, 101);
	assert_int_equal(spans_count(&s), 100000);
	spans_add(&s, 7);
	spans_round(&s, HOUR);
	assert_int_equal(s.n, 101);
	assert_int_equal(spans_count(&s), 100001);
	spans_release(&s);
	assert_null(s.at);
}

static void by_hand(void **unused)
{
	struct spans s = { 0 }, none = { 0 };

	(void)unused;
	spans_round(&none, DAY);
	spans_sort(&none);
	assert_true(spans_quantile(&none, 1, 2, DAY) == INT64_MIN);
	spans_add_many(&s, 4 * DAY, 2);
	spans_add(&s, DAY);
	spans_add_many(&s, 9 * DAY, 0);
	spans_add(&s, 2 * DAY);
	spans_merge(&s, &none);
	spans_sort(&s);
	assert_int_equal(spans_quantile(&s, 1, 2, DAY), 300); /* of 1 2 4 4 */
	assert_int_equal(spans_quantile(&s, 3, 4, DAY), 400);
	assert_int_equal(spans_quantile(&s, 1, 4, DAY), 175);
	spans_release(&s);
	spans_release(&none);
}

/* Of all lengths or of a few, many and few, in parts of which some or none are counted; their order is not to
 * matter. */
static void several_have_the_spread_of_the_whole(void **unused)
{
	static int64_t list[9000];

	(void)unused;
	for (int round = 0; round < 600; round++) {
		struct spans part[PARTS] = { 0 };
		const struct spans *parts[PARTS] = { &part[0], &part[1], &part[2], &part[3] };
		int64_t limit = INT64_C(1) << (1 + roll(60)), unit = roll(2) ? HOUR : DAY;
		size_t n = 0;
		for (size_t adds = roll(10) ? roll(3000) : roll(4); adds; adds--) {
			int64_t span = (int64_t)roll((uint64_t)limit) >> roll(20);
			size_t count = round % 4 == 0 || roll(3) ? 1 : roll(4),
			       to = roll(round % 2 ? PARTS : 2);
			span = round % 5 == 0 ? span % 3 : span;
			span = roll(50) ? span : -span;
			if (round % 7 == 0 || (round % 7 == 1 && to < 2))
				span -= span % 1000000;
			spans_add_many(&part[to], span, count);
			while (count--)
				list[n++] = span;
		}
		if (round % 3 == 0)
			spans_sort(&part[0]);
		struct spread spread = spans_spread(parts, PARTS, unit);
		qsort(list, n, sizeof *list, ascending);
		assert_true(spread.median == (n ? of_list(list, n, 1, 2, unit) : INT64_MIN));
		assert_true(spread.p90 == (n ? of_list(list, n, 9, 10, unit) : INT64_MIN));
		for (size_t i = 0; i < PARTS; i++)
			spans_release(&part[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_are_as_good_as_the_whole),
		cmocka_unit_test(rounded_ones_are_kept_once),
		cmocka_unit_test(several_have_the_spread_of_the_whole),
		cmocka_unit_test(by_hand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
