/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of distinct texts: exact up to a limit, then estimates, however they were spread and merged. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "stat/distinct.h"

static uint64_t hash_of(uint64_t i)
{
	return hash_text((struct str){ (const char *)&i, sizeof i }, 0);
}

/* So many numbers, each several times, over so many counts. */
static uint64_t count(uint64_t most, uint64_t numbers, int times, size_t counts, bool *exact)
{
	struct distinct d[4];

	for (size_t i = 0; i < counts; i++)
		distinct_init(&d[i], most);
	for (uint64_t i = 0; i < numbers * (uint64_t)times; i++)
		distinct_add(&d[i * 7 % counts], hash_of(i % numbers));
	for (size_t i = 1; i < counts; i++)
		distinct_merge(&d[0], &d[i]);
	uint64_t n = distinct_count(&d[0], exact);
	for (size_t i = 0; i < counts; i++)
		distinct_release(&d[i]);
	return n;
}

static void few_are_counted_exactly(void **state)
{
	static const uint64_t numbers[] = { 0, 1, 2, 63, 64, 65, 1000, 5000 };
	bool exact;

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		for (size_t counts = 1; counts <= 4; counts++) {
			assert_int_equal(count(5000, numbers[i], 3, counts, &exact), numbers[i]);
			assert_true(exact);
		}
	assert_true(fabs((double)count(4999, 5000, 1, 3, &exact) / 5000 - 1) < 0.02);
	assert_false(exact);
	assert_int_equal(count(UINT64_MAX, 300000, 2, 2, &exact), 300000);
	assert_true(exact);
}

static void many_are_estimated_whatever_their_order(void **state)
{
	enum { NUMBERS = 1500000 };
	bool exact;

	(void)state;
	uint64_t one = count(1000000, NUMBERS, 1, 1, &exact);
	assert_false(exact);
	assert_true(fabs((double)one / NUMBERS - 1) < 0.02); /* five standard errors */
	for (size_t counts = 2; counts <= 4; counts++)
		assert_int_equal(count(1000000, NUMBERS, 1, counts, &exact), one);
	assert_int_equal(count(1000000, NUMBERS, 2, 3, &exact), one);
	assert_int_equal(count(100, NUMBERS, 1, 2, &exact), one);
}

static void a_hash_of_nothing_is_one_too(void **state)
{
	struct distinct d;
	bool exact;

	(void)state;
	distinct_init(&d, 10);
	distinct_add(&d, 0);
	distinct_add(&d, 0);
	distinct_add(&d, UINT64_MAX);
	assert_int_equal(distinct_count(&d, &exact), 2);
	distinct_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_are_counted_exactly),
		cmocka_unit_test(many_are_estimated_whatever_their_order),
		cmocka_unit_test(a_hash_of_nothing_is_one_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
