/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
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

static void consecutive_of(enum period unit, int begins)
{
	enum period p = period_beginning(unit, begins);
	int64_t before = period_of(p, day_number(-801, 1, 1) - 1);

	for (int64_t day = day_number(-801, 1, 1); day < day_number(2100, 1, 1); day++) {
		int64_t number = period_of(p, day);
		assert_int_equal(number, before + (period_first_day(p, number) == day));
		before = number;
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
			assert_true(period_read(str_from(name_of(all[i], day)), 0, &p, &number));
			assert_true(p == all[i] && number == period_of(all[i], day));
		}
	assert_true(period_read(STR("2026-q3"), 0, &p, &number) && p == PERIOD_QUARTER);
	assert_true(period_read(STR("2026-w53"), 0, &p, &number) && p == PERIOD_WEEK);
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_false(period_read(str_from(none[i]), 0, &p, &number));
}

/* Years that begin with each month, by the months that a calendar counts: the n-th since that first one. */
static void years_from_another_month(void **unused)
{
	char quarter[32], year[32];

	(void)unused;
	for (int begins = 2; begins <= 12; begins++)
		for (int64_t day = day_number(1968, 1, 1); day < day_number(2032, 1, 1); day++) {
			struct civil c = day_civil(day);
			int since = (c.month + 12 - begins) % 12, ends = c.year + (c.month >= begins);
			enum period q = period_beginning(PERIOD_QUARTER, begins),
				    y = period_beginning(PERIOD_YEAR, begins), p;
			int64_t first = period_first_day(y, period_of(y, day)), number;
			snprintf(year, sizeof year, "FY%d", ends);
			snprintf(quarter, sizeof quarter, "FY%d-Q%d", ends, since / 3 + 1);
			assert_string_equal(name_of(y, day), year);
			assert_string_equal(name_of(q, day), quarter);
			assert_true(first == day_number(ends - 1, begins, 1));
			assert_true(period_read(str_from(quarter), begins, &p, &number));
			assert_true(p == q && number == period_of(q, day));
			assert_true(period_read(str_from(year), begins, &p, &number));
			assert_true(p == y && number == period_of(y, day));
			assert_int_equal(period_year_before(q, number * 4), number * 4 - 4);
		}
	assert_int_equal(period_beginning(PERIOD_MONTH, 7), PERIOD_MONTH);
	assert_int_equal(period_beginning(PERIOD_YEAR, 1), PERIOD_YEAR);
	consecutive_of(PERIOD_QUARTER, 12);
	consecutive_of(PERIOD_YEAR, 3);
}

static void read_of_its_own_years_alone(void **unused)
{
	enum period p;
	int64_t number;

	(void)unused;
	assert_false(period_read(STR("2026"), 7, &p, &number));
	assert_false(period_read(STR("2026-Q1"), 7, &p, &number));
	assert_false(period_read(STR("FY2026"), 0, &p, &number));
	assert_false(period_read(STR("FY2026-Q1"), 1, &p, &number));
	assert_false(period_read(STR("FY2026-Q5"), 7, &p, &number));
	assert_false(period_read(STR("FY2026-03"), 7, &p, &number));
	assert_true(period_read(STR("fy2026-q1"), 7, &p, &number));
	assert_true(period_read(STR("2026-03"), 7, &p, &number) && p == PERIOD_MONTH);
	assert_true(period_read(STR("2026-W03"), 7, &p, &number) && p == PERIOD_WEEK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_the_c_library_says),
		cmocka_unit_test(one_after_the_other),
		cmocka_unit_test(where_they_begin),
		cmocka_unit_test(names),
		cmocka_unit_test(a_year_before),
		cmocka_unit_test(a_year_before_is_called_alike),
		cmocka_unit_test(read_as_written),
		cmocka_unit_test(years_from_another_month),
		cmocka_unit_test(read_of_its_own_years_alone),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
