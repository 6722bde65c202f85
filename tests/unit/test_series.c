/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of clocks and of answers beyond 32 bits, as many partials may come to. */
#include "table.h"

#include "sla/series.h"
#include "stat/answers.h"
#include "time/moments.h"

static const struct moments now = { .n = 1 };
static const struct series_kind kind = { .moments = &now, .rulers = 1 };

static void test_counts(void **state)
{
	struct series s = { .from = 1 };
	struct arena arena = { 0 };

	(void)state;
	series_add_now(&s, CLOCK_MET, kind);
	for (size_t i = 0; i < 33; i++) {
		struct series twice = { .from = 1 };
		series_merge(&twice, &s, kind);
		series_merge(&twice, &s, kind);
		series_release(&s, kind);
		s = twice;
	}
	series_settle(&s, kind, &arena);
	assert_int_equal(s.steps.n, 1);
	assert_int_equal(s.count[CLOCK_MET], INT64_C(1) << 33);
	series_release(&s, kind);
	arena_release(&arena);
}

static void test_answers(void **state)
{
	static const uint32_t count[] = { 7, UINT32_MAX, UINT32_MAX - 2 };
	struct answers a = { 0 };
	int64_t median, p90;

	(void)state;
	for (size_t i = 0; i < LENGTH(count); i++) {
		answers_add(&a, HOUR_US, 0, 0);
		a.at[i].count = count[i];
	}
	answers_add(&a, 2 * HOUR_US, 0, 0);
	answers_join(&a);
	assert_int_equal(a.n, 4);
	assert_int_equal(a.at[0].count, UINT32_MAX);
	assert_int_equal(a.at[1].count, UINT32_MAX);
	assert_int_equal(a.at[2].count, 5);
	answers_quantiles(&a, 0, 1, &median, &p90);
	assert_int_equal(median, 100);
	assert_int_equal(p90, 100);
	answers_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_answers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
