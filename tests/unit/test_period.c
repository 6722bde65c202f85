/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods day by day against the C library's calendar, far days, and how they are named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "time/period.h"

static const enum period all[] = { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_YEAR };
enum { PERIODS = sizeof all / sizeof *all };

static struct buf text;

static const char *name_of(enum period p, int64_t day)
{
	buf_clear(&text);
	period_write(&text, p, period_of(p, day));
	buf_char(&text, '\0');
	return text.p;
}

static void as_the_c_library_says(void **unused)
{
	static const char *const formats[PERIODS] = { "%Y-%m-%d", "%G-W%V", "%Y-%m", NULL, "%Y" };

	(void)unused;
	for (int64_t day = day_number(1899, 1, 1); day < day_number(2105, 1, 1); day++) {
		time_t s = (time_t)(day * 86400);
		struct tm tm;
		char z[64];
		assert_non_null(gmtime_r(&s, &tm));
		for (int i = 0; i < PERIODS; i++) {
			if (formats[i])
				assert_true(strftime(z, sizeof z, formats[i], &tm) > 0);
			else
				snprintf(z, sizeof z, "%d-Q%d", tm.tm_year + 1900, tm.tm_mon / 3 + 1);
			assert_string_equal(name_of(all[i], day), z);
		}
	}
}

/* Every day is in the period that begins at or before it, and the next day in that or the next. */
static void consecutive(int64_t from, int64_t to)
{
	int64_t before[PERIODS];

	for (int i = 0; i < PERIODS; i++)
		before[i] = period_of(all[i], from - 1);
	for (int64_t day = from; day < to; day++)
		for (int i = 0; i < PERIODS; i++) {
			int64_t number = period_of(all[i], day);
			bool first = period_first_day(all[i], number) == day;
			if (number != before[i] + first || period_first_day(all[i], number) > day ||
			    period_first_day(all[i], number + 1) <= day)
				fail_msg("day %lld, period %d", (long long)day, i);
			before[i] = number;
		}
}

static void one_after_the_other(void **unused)
{
	(void)unused;
	consecutive(day_number(-801, 1, 1), day_number(-399, 1, 1));
	consecutive(day_number(-1, 1, 1), day_number(3, 1, 1));
	consecutive(day_number(1500, 1, 1), day_number(2500, 1, 1));
	consecutive(day_number(9998, 1, 1), day_number(10002, 1, 1));
	consecutive(day_number(-290000, 1, 1), day_number(-289990, 1, 1));
	consecutive(day_number(290000, 1, 1), day_number(290010, 1, 1));
}

static void where_they_begin(void **unused)
{
	(void)unused;
	assert_int_equal(period_of(PERIOD_DAY, -5), -5);
	assert_int_equal(period_first_day(PERIOD_WEEK, period_of(PERIOD_WEEK, day_number(2027, 1, 3))),
			 day_number(2026, 12, 28));
	assert_int_equal(period_first_day(PERIOD_WEEK, period_of(PERIOD_WEEK, -4)), -10);
	assert_int_equal(period_first_day(PERIOD_MONTH, period_of(PERIOD_MONTH, day_number(1968, 2, 29))),
			 day_number(1968, 2, 1));
	assert_int_equal(period_first_day(PERIOD_QUARTER, period_of(PERIOD_QUARTER, day_number(-4, 12, 31))),
			 day_number(-4, 10, 1));
	assert_int_equal(period_first_day(PERIOD_YEAR, 2026), day_number(2026, 1, 1));
}

static void names(void **unused)
{
	(void)unused;
	assert_string_equal(name_of(PERIOD_WEEK, day_number(2027, 1, 1)), "2026-W53");
	assert_string_equal(name_of(PERIOD_WEEK, day_number(2024, 12, 30)), "2025-W01");
	assert_string_equal(name_of(PERIOD_WEEK, day_number(2026, 1, 31)), "2026-W05");
	assert_string_equal(name_of(PERIOD_DAY, day_number(2026, 10, 31)), "2026-10-31");
	assert_string_equal(name_of(PERIOD_MONTH, day_number(987, 1, 31)), "0987-01");
	assert_string_equal(name_of(PERIOD_QUARTER, day_number(10000, 12, 31)), "10000-Q4");
	assert_string_equal(name_of(PERIOD_QUARTER, day_number(-7, 1, 1)), "-7-Q1");
	assert_string_equal(name_of(PERIOD_YEAR, day_number(987, 1, 31)), "987"); /* as year() says */
}

static int release(void **unused)
{
	(void)unused;
	buf_release(&text);
	return 0;
}

/* Named by what they are called: the year is one less, and the rest the same but for days that are not there.
 */
static void a_year_before(void **unused)
{
	static const struct {
		enum period p;
		int32_t year;
		int month, day;
		const char *before;
	} cases[] = {
		{ PERIOD_YEAR, 2026, 1, 1, "2025" },	   { PERIOD_QUARTER, 2026, 12, 31, "2025-Q4" },
		{ PERIOD_MONTH, 2024, 2, 29, "2023-02" },  { PERIOD_DAY, 2024, 2, 29, "2023-02-28" },
		{ PERIOD_DAY, 2025, 2, 28, "2024-02-28" }, { PERIOD_DAY, 2025, 3, 1, "2024-03-01" },
		{ PERIOD_WEEK, 2027, 1, 1, "2025-W52" }, /* a day of 2026-W53 */
		{ PERIOD_WEEK, 2026, 12, 21, "2025-W52" }, { PERIOD_WEEK, 2027, 1, 4, "2026-W01" },
		{ PERIOD_WEEK, 2027, 12, 31, "2026-W52" },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t day = day_number(cases[i].year, cases[i].month, cases[i].day);
		buf_clear(&text);
		period_write(&text, cases[i].p, period_year_before(cases[i].p, period_of(cases[i].p, day)));
		buf_char(&text, '\0');
		assert_string_equal(text.p, cases[i].before);
	}
}

/* Of every day: the period before is called alike, but for its year and the last week of a long one. */
static void a_year_before_is_called_alike(void **unused)
{
	char now[16];
	int year, behind;

	(void)unused;
	for (int64_t day = day_number(1899, 1, 1); day < day_number(2105, 1, 1); day++)
		for (int i = 1; i < PERIODS; i++) {
			snprintf(now, sizeof now, "%s", name_of(all[i], day));
			assert_int_equal(sscanf(now, "%d%n", &year, &behind), 1);
			int64_t number = period_year_before(all[i], period_of(all[i], day));
			const char *before = name_of(all[i], period_first_day(all[i], number));
			assert_int_equal(atoi(before), year - 1);
			if (strcmp(now + behind, "-W53"))
				assert_string_equal(before + behind, now + behind);
			else
				assert_string_equal(before + behind, "-W52");
		}
}

static void read_as_written(void **unused)
{
	static const char *const none[] = { "",		"26",	   "2026-",    "2026-13",  "2026-00",
					    "2026-Q5",	"2026-Q0", "2026-W54", "2025-W53", "2026-3",
					    "2026-W5",	"2026-Q",  "2026Q1",   "2026-X01", "2026-03-15",
					    "2026-012", " 2026",   "x026-Q1" };
	enum period p;
	int64_t number;

	(void)unused;
	for (int64_t day = day_number(1899, 1, 1); day < day_number(2105, 1, 1); day++)
		for (int i = 1; i < PERIODS; i++) {
			assert_true(period_read(str_from(name_of(all[i], day)), &p, &number));
			assert_true(p == all[i] && number == period_of(all[i], day));
		}
	assert_true(period_read(STR("2026-q3"), &p, &number) && p == PERIOD_QUARTER);
	assert_true(period_read(STR("2026-w53"), &p, &number) && p == PERIOD_WEEK);
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_false(period_read(str_from(none[i]), &p, &number));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_the_c_library_says), cmocka_unit_test(one_after_the_other),
		cmocka_unit_test(where_they_begin),	 cmocka_unit_test(names),
		cmocka_unit_test(a_year_before),	 cmocka_unit_test(a_year_before_is_called_alike),
		cmocka_unit_test(read_as_written),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
