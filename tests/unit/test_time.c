/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every form of time and span, each refusal, day against second, and the calendar day by day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/mem.h"
#include "time/known_days.h"

static struct zone *berlin, *sao_paulo, *apia, *toronto, *kwajalein, *odd;
static struct buf text;

static uint64_t seed = 99;

static int64_t roll(int64_t low, int64_t high)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int64_t)((uint64_t)low + seed % ((uint64_t)high - (uint64_t)low + 1));
}

static const char *written(int64_t t, const struct zone *zone)
{
	buf_clear(&text);
	instant_write(&text, t, zone);
	buf_char(&text, '\0');
	return text.p;
}

static const char *written_as(int64_t t, const struct zone *zone, enum times_as how)
{
	buf_clear(&text);
	buf_str(&text, STR("x")); /* it is appended */
	instant_write_as(&text, t, zone, how);
	buf_char(&text, '\0');
	return text.p + 1;
}

static int64_t read_in(const char *s, const struct zone *zone)
{
	int64_t t = INSTANT_NONE;

	if (instant_read(str_from(s), &(struct time_style){ .zone = zone }, &t) != TIME_READ)
		fail_msg("'%s' is not a time", s);
	return t;
}

/* ---------------------------------------------------------------- reading */

/* Read in Berlin; a result without a length says how it is refused. */
static const struct form {
	const char *cell, *unsaid, *day_first, *month_first;
} forms[] = {
#define ALWAYS(cell, t)       \
	{                     \
		cell, t, t, t \
	}
	ALWAYS("2026-01-31", "2026-01-31"),
	ALWAYS("2026-01-31 00:00", "2026-01-31T00:00:00+01:00"),
	ALWAYS("2026-07-31", "2026-07-31"),
	ALWAYS("2026-1-5", "2026-01-05"),
	ALWAYS("2026/01/31", "2026-01-31"),
	ALWAYS("2026.1.31 9:05", "2026-01-31T09:05:00+01:00"),
	ALWAYS("2026-01-31T09:05:06.123456789Z", "2026-01-31T10:05:06.123456+01:00"),
	ALWAYS("2026-01-31T09:05:06,5", "2026-01-31T09:05:06.500000+01:00"),
	ALWAYS("2026-01-31t09:05:06z", "2026-01-31T10:05:06+01:00"),
	ALWAYS("2026-01-31 9:05", "2026-01-31T09:05:00+01:00"),
	ALWAYS("2026-01-31  09:05", "2026-01-31T09:05:00+01:00"),
	ALWAYS("2026-01-31 09:05 +02:00", "2026-01-31T08:05:00+01:00"),
	ALWAYS("2026-01-31 09:05+0200", "2026-01-31T08:05:00+01:00"),
	ALWAYS("2026-01-31 09:05:00+02", "2026-01-31T08:05:00+01:00"),
	ALWAYS("2026-01-31 09:05:00-02:00:30", "2026-01-31T12:05:30+01:00"),
	ALWAYS("2026-01-31 09:05 UTC", "2026-01-31T10:05:00+01:00"),
	ALWAYS("2026-01-31T09", "2026-01-31T09:00:00+01:00"),
	ALWAYS("2026-01-31T09Z", "2026-01-31T10:00:00+01:00"),
	ALWAYS("2026-01-31 9 am", "2026-01-31T09:00:00+01:00"),
	ALWAYS("2026-01-31 12:00 AM", "2026-01-31T00:00:00+01:00"),
	ALWAYS("2026-01-31 4:15 p.m.", "2026-01-31T16:15:00+01:00"),
	ALWAYS("2026-01-31 12:05 A. M.", "2026-01-31T00:05:00+01:00"),
	ALWAYS("January 31, 2026 4:15p.m.", "2026-01-31T16:15:00+01:00"),
	ALWAYS("2026-01-31 4:15 p.m", "NOT"),
	ALWAYS("2026-01-31 12:30:01 pm", "2026-01-31T12:30:01+01:00"),
	ALWAYS("2026-01-31 3:05\xE2\x80\xAFPM", "2026-01-31T15:05:00+01:00"),
	ALWAYS("2026-03-29 02:30", "2026-03-29T03:30:00+02:00"), /* skipped */
	ALWAYS("2026-10-25 02:30", "2026-10-25T02:30:00+02:00"), /* first pass */
	ALWAYS("0002-01-02", "0002-01-02"),
	ALWAYS("0002-01-01T00:00:00Z", "0002-01-01T00:53:28+00:53:28"),
	ALWAYS("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
	ALWAYS("2024-02-29", "2024-02-29"),
	ALWAYS("04.03.2026", "2026-03-04"),
	ALWAYS("4.3.2026 15:38", "2026-03-04T15:38:00+01:00"),
	{ "3/4/2026", "AMBIGUOUS", "2026-04-03", "2026-03-04" },
	{ "3/4/2026 9:05 AM", "AMBIGUOUS", "2026-04-03T09:05:00+02:00", "2026-03-04T09:05:00+01:00" },
	{ "3/4/2026, 9:05:06 PM", "AMBIGUOUS", "2026-04-03T21:05:06+02:00", "2026-03-04T21:05:06+01:00" },
	{ "08-06-2020 15:38", "AMBIGUOUS", "2020-06-08T15:38:00+02:00", "2020-08-06T15:38:00+02:00" },
	{ "15/4/2026", "2026-04-15", "2026-04-15", "NOT" },
	{ "4/15/2026", "2026-04-15", "NOT", "2026-04-15" },
	ALWAYS("3/3/2026", "2026-03-03"),
	ALWAYS("3-Apr-2026", "2026-04-03"),
	ALWAYS("03/APR/2026 9:05", "2026-04-03T09:05:00+02:00"),
	ALWAYS("3 Apr 2026", "2026-04-03"),
	ALWAYS("3. April 2026", "2026-04-03"),
	ALWAYS("15 Apr, 2021 00:03:00", "2021-04-15T00:03:00+02:00"),
	ALWAYS("Apr 15, 2021", "2021-04-15"),
	ALWAYS("apr. 15 2021", "2021-04-15"),
	ALWAYS("Sept 5, 2021", "2021-09-05"),
	ALWAYS("April 15, 2021 3:05 PM", "2021-04-15T15:05:00+02:00"),
	ALWAYS("Thu, 15 Apr 2021 10:00:00 GMT", "2021-04-15T12:00:00+02:00"),
	ALWAYS("Thursday April 15, 2021", "2021-04-15"),
	ALWAYS("1767225600000", "2026-01-01T01:00:00+01:00"),
	ALWAYS("0000-00-00", "MISSING"),
	ALWAYS("0000-00-00 00:00:00", "MISSING"),
	ALWAYS("0000-00-00T00:00:00Z", "MISSING"),
	ALWAYS("00/00/0000", "MISSING"),
	ALWAYS("0001-01-01", "MISSING"),
	ALWAYS("1/1/0001 12:00:00 AM", "MISSING"),
	ALWAYS("01.01.0001", "MISSING"),
	ALWAYS("0001-01-01T00:00:00", "MISSING"),
	ALWAYS("0001-01-01T00:00:00.000Z", "MISSING"),
	ALWAYS("0001-01-01T08:00:00+08:00", "MISSING"),
	ALWAYS("0001-12-31", "MISSING"),

	ALWAYS("", "NOT"),
	ALWAYS("soon", "NOT"),
	ALWAYS("2026", "NOT"),
	ALWAYS("2026-01", "NOT"),
	ALWAYS("20260131", "NOT"),
	ALWAYS("20260131090506", "NOT"),
	ALWAYS("202601310905", "NOT"),
	ALWAYS("1767225600", "NOT"),
	ALWAYS("0767225600000", "NOT"),
	ALWAYS("1767225600000x", "NOT"),
	ALWAYS("2026-02-29", "NOT"),
	ALWAYS("1900-02-29", "NOT"),
	ALWAYS("2026-04-31", "NOT"),
	ALWAYS("2026-13-01", "NOT"),
	ALWAYS("2026-00-01", "NOT"),
	ALWAYS("2026-01-00", "NOT"),
	ALWAYS("0000-01-01", "NOT"),
	ALWAYS("0001-02-30", "NOT"),
	ALWAYS("0001-01-01T25:00", "NOT"),
	ALWAYS("0002-01-01", "NOT"), /* in Berlin that is still the year before */
	ALWAYS("0000-00-00 00:01", "NOT"),
	ALWAYS("2026-01-31 24:00:00", "NOT"),
	ALWAYS("2026-01-31 09:60", "NOT"),
	ALWAYS("2026-01-31 09:05:60", "NOT"),
	ALWAYS("2026-01-31 09", "NOT"),
	ALWAYS("2026-01-31 09:5", "NOT"),
	ALWAYS("2026-01-31 009:05", "NOT"),
	ALWAYS("2026-01-31 09:05:06.", "NOT"),
	ALWAYS("2026-01-31 13:05 PM", "NOT"),
	ALWAYS("2026-01-31 0:05 AM", "NOT"),
	ALWAYS("2026-01-31T", "NOT"),
	ALWAYS("2026-01-31 ", "NOT"),
	ALWAYS("2026-01-31Z", "NOT"),
	ALWAYS("2026-01-3109:05", "NOT"),
	ALWAYS("2026-01-31 09:05 CST", "NOT"),
	ALWAYS("2026-01-31 09:05 +1", "NOT"),
	ALWAYS("2026-01-31 09:05 +16:00", "NOT"),
	ALWAYS("2026-01-31 09:05 +01:", "NOT"),
	ALWAYS("2026-01-31 09:05 +01:60", "NOT"),
	ALWAYS("2026-01-31 09:05 +01:00 x", "NOT"),
	ALWAYS("2026-01/31", "NOT"),
	ALWAYS("226-01-31", "NOT"),
	ALWAYS("12026-01-31", "NOT"),
	ALWAYS("3/4/26", "NOT"),
	ALWAYS("3/4-2026", "NOT"),
	ALWAYS("13/13/2026", "NOT"),
	ALWAYS("0/0/2026", "NOT"),
	ALWAYS("3-Apr-26", "NOT"),
	ALWAYS("3-Apr 2026", "NOT"),
	ALWAYS("31-Apr-2026", "NOT"),
	ALWAYS("3 Apri 2026", "NOT"),
	ALWAYS("3 Mai 2026", "NOT"),
	ALWAYS("Apr 2026", "NOT"),
	ALWAYS("Apr 15th, 2021", "NOT"),
	ALWAYS("Thu 3/4/2026", "NOT"),
	ALWAYS("Thx, 15 Apr 2021", "NOT"),
};

static void each_form(void **state)
{
	static const char *const word[] = { "READ", "NOT", "AMBIGUOUS", "MISSING" };

	(void)state;
	for (size_t i = 0; i < 3 * sizeof forms / sizeof *forms; i++) {
		const struct form *f = &forms[i / 3];
		const char *want[] = { f->unsaid, f->day_first, f->month_first };
		struct time_style style = { .zone = berlin, .dates = (enum date_order)(i % 3) };
		int64_t t = 4711;
		enum time_reading r = instant_read(str_from(f->cell), &style, &t);
		const char *got = r == TIME_READ ? written(t, berlin) : word[r];
		if (strcmp(got, want[i % 3]) != 0 || (r != TIME_READ && t != 4711))
			fail_msg("'%s' with order %zu: %s, not %s", f->cell, i % 3, got, want[i % 3]);
	}
}

/* A whole-day column: the date as it is written, whatever clock and zone follow; and what the clock says. */
static void whole_days(void **state)
{
	static const struct {
		const char *cell, *date;
		enum daytime clock;
	} cells[] = {
		{ "2026-03-01", "2026-03-01", DAYTIME_NONE },
		{ "2026-03-01T00:00:00Z", "2026-03-01", DAYTIME_MIDNIGHT },
		{ "2026-03-01T00:00:00.000+00:00", "2026-03-01", DAYTIME_MIDNIGHT },
		{ "2026-03-01T00:00:00-11:00", "2026-03-01", DAYTIME_MIDNIGHT },
		{ "1 Mar 2026 12:00 AM", "2026-03-01", DAYTIME_MIDNIGHT },
		{ "2026-03-01 00:00", "2026-03-01", DAYTIME_MIDNIGHT },
		{ "2026-03-01T23:59:59Z", "2026-03-01", DAYTIME_OTHER },
		{ "2026-03-01T00:00:00.000001Z", "2026-03-01", DAYTIME_OTHER },
		{ "1772323200000", "2026-03-01", DAYTIME_MIDNIGHT }, /* epoch milliseconds: UTC */
		{ "1772409599999", "2026-03-01", DAYTIME_OTHER },
		{ "2026-03-01T25:00:00Z", NULL, DAYTIME_NONE },
	};
	const struct zone *zones[] = { toronto, berlin, apia, zone_utc() };

	(void)state;
	for (size_t i = 0; i < 4 * sizeof cells / sizeof *cells; i++) {
		const struct zone *z = zones[i % 4];
		const struct time_style moment = { .zone = z }, day = { .zone = z, .whole_day = true };
		enum daytime clock;
		int64_t t;
		if (!cells[i / 4].date) {
			assert_int_equal(instant_read(str_from(cells[i / 4].cell), &day, &t), TIME_NOT);
			continue;
		}
		assert_int_equal(instant_read_daytime(str_from(cells[i / 4].cell), &moment, &t, &clock),
				 TIME_READ);
		assert_int_equal(clock, cells[i / 4].clock);
		assert_int_equal(instant_is_date(t), clock == DAYTIME_NONE);
		assert_int_equal(instant_read(str_from(cells[i / 4].cell), &day, &t), TIME_READ);
		assert_string_equal(written(t, z), cells[i / 4].date);
		assert_true(instant_is_date(t));
	}
}

static enum time_reading read_exactly(const char *s, size_t n, int64_t *t)
{
	char *cell = malloc(n); /* with nothing behind it */

	memcpy(cell, s, n);
	*t = 0;
	enum time_reading how =
		instant_read((struct str){ cell, n }, &(struct time_style){ .zone = berlin }, t);
	free(cell);
	return how;
}

/* 2026-03-04 09:05 is read eight bytes at a time and 2026/03/04 09:05 byte by byte: every byte at every place
 * must mean the same in both, and so must every length. */
static void dashes_as_slashes(void **state)
{
	static const char *const cells[] = { "2026-03-04T09:05:07.25", "2026-03-31 23:59",
					     "2000-02-29 00:00+05:30", "1999-12-31T01:02:03Z",
					     "2026-03-04 09:05 PM" };
	char dashed[32], slashed[32];
	int64_t a, b;
	size_t n, read = 0;

	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		for (n = strlen(cells[i]); n >= 8; n--) {
			for (size_t at = 0; at < n * 256; at++) {
				memcpy(dashed, cells[i], n);
				if (at / 256 != 4 && at / 256 != 7)
					dashed[at / 256] = (char)(at % 256);
				memcpy(slashed, dashed, n);
				slashed[4] = slashed[7] = '/';
				enum time_reading how = read_exactly(dashed, n, &a);
				if (how != read_exactly(slashed, n, &b) || a != b)
					fail_msg("'%.*s' is not '%.*s'", (int)n, dashed, (int)n, slashed);
				read += how == TIME_READ;
			}
		}
	}
	assert_true(read > 10000);
}

/* What strftime() writes is read as the same time, cut to what the format tells. */
static void written_as_strftime(void **state)
{
	static const struct {
		const char *format;
		int64_t unit; /* seconds */
	} ways[] = {
		{ "%Y-%m-%d", 86400 },
		{ "%Y-%m-%d %H:%M", 60 },
		{ "%Y-%m-%dT%H:%M:%SZ", 1 },
		{ "%Y/%m/%d %H:%M:%S", 1 },
		{ "%m/%d/%Y %I:%M %p", 60 },
		{ "%m-%d-%Y", 86400 },
		{ "%d.%m.%Y %H:%M", 60 },
		{ "%d-%b-%Y", 86400 },
		{ "%d %B, %Y %H:%M:%S", 1 },
		{ "%b %d, %Y %I:%M:%S %p", 1 },
		{ "%a, %d %b %Y %H:%M:%S", 1 },
		{ "%A %B %d %Y", 86400 },
		{ "%Y-%m-%dT%H:%M:%S+00:00", 1 },
	};
	struct time_style style = { .zone = zone_utc(), .dates = DATES_MONTH_FIRST };

	(void)state;
	for (int i = 0; i < 200000; i++) {
		size_t way = (size_t)i % (sizeof ways / sizeof *ways);
		time_t s = (time_t)roll(INT64_C(-62135596800), INT64_C(253402300799));
		struct tm tm;
		char z[100];
		int64_t t;
		assert_non_null(gmtime_r(&s, &tm));
		assert_true(strftime(z, sizeof z, ways[way].format, &tm) > 0);
		if (tm.tm_year + 1900 < 1000)
			continue; /* strftime() pads no years */
		assert_int_equal(instant_read(str_from(z), &style, &t), TIME_READ);
		int64_t cut = s - ((s % ways[way].unit) + ways[way].unit) % ways[way].unit;
		if (t != instant_of(cut * SECOND_US) - (ways[way].unit == 86400))
			fail_msg("'%s' is %s", z, written(t, zone_utc()));
	}
}

/* --------------------------------------------------------------- calendar */

static void day_by_day(void **state)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t day = day_number(-400, 1, 1);
	int weekday = day_civil(day).weekday;

	(void)state;
	assert_true(day_number(1970, 1, 1) == 0 && day_number(2026, 1, 31) == 20484);
	assert_int_equal(day_civil(0).weekday, 3);
	for (int32_t y = -400; y < 10001; y++) {
		bool leap = y % 4 == 0 && (y % 100 || y % 400 == 0);
		for (int m = 1; m <= 12; m++) {
			int n = lengths[m - 1] + (m == 2 && leap);
			assert_true(date_valid(y, m, n) && !date_valid(y, m, n + 1) && !date_valid(y, m, 0));
			for (int d = 1; d <= n; d++, day++, weekday = (weekday + 1) % 7) {
				struct civil c = day_civil(day);
				if (day_number(y, m, d) != day || c.year != y || c.month != m || c.day != d ||
				    c.weekday != weekday)
					fail_msg("%d-%d-%d", y, m, d);
			}
		}
	}
	assert_false(date_valid(2026, 0, 1) || date_valid(2026, 13, 1));
}

static void round_trips(void **state)
{
	const struct zone *zones[] = { berlin, sao_paulo, apia, toronto, kwajalein, zone_utc() };

	(void)state;
	for (int i = 0; i < 200000; i++) {
		const struct zone *z = zones[i % 6];
		int64_t us = roll(INT64_C(-62104000000) * SECOND_US, INT64_C(253402200000) * SECOND_US);
		if (i % 2)
			us -= us % SECOND_US;
		int64_t t = instant_of(us);
		if (read_in(written(t, z), z) != t)
			fail_msg("%s", written(t, z));
		struct civil c = instant_civil(t, z);
		int64_t day = instant_day(t, z), first = day_instant(day, z), date = day_date(day, z);
		assert_true(day_number(c.year, c.month, c.day) == day);
		assert_true(first <= t && t <= day_last(day, z) && !instant_is_date(first));
		assert_true(instant_day(first, z) == day && instant_day(day_last(day, z), z) == day);
		assert_true(instant_day(first - instant_of(1), z) < day);
		assert_true(instant_day(day_last(day, z) + instant_of(1), z) > day);
		assert_true(instant_is_date(date) && instant_day(date, z) == day &&
			    instant_us(date) == instant_us(first));
		if (read_in(written(date, z), z) != date)
			fail_msg("the date %s", written(date, z));
	}
	assert_true(day_date(INT64_MAX, berlin) == INSTANT_NONE);
	assert_true(day_date(INT64_MIN, berlin) == INSTANT_NONE);
	written(INT64_MAX, berlin);
	written(INT64_MIN, berlin);
}

/* -------------------------------------------------------- day and second */

static void first_instants(void **state)
{
	static const struct {
		struct zone **zone;
		int year, month, day;
		const char *first;
	} days[] = {
		{ &berlin, 2026, 3, 29, "2026-03-29T00:00:00+01:00" },
		{ &sao_paulo, 2018, 11, 4, "2018-11-04T01:00:00-02:00" }, /* midnight skipped */
		{ &sao_paulo, 2018, 2, 18, "2018-02-18T00:00:00-03:00" }, /* back from midnight */
		{ &apia, 2011, 12, 30, "2011-12-31T00:00:00+14:00" },	  /* no such day */
		{ &apia, 2011, 12, 31, "2011-12-31T00:00:00+14:00" },
		{ &toronto, 1919, 3, 31, "1919-03-31T00:30:00-04:00" },	  /* 23:30 to 00:30 */
		{ &kwajalein, 1969, 9, 30, "1969-09-30T00:00:00+11:00" }, /* twice, nearly */
		{ &odd, 2026, 3, 2, "2026-03-02T00:00:00+05:07" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		const struct zone *z = *days[i].zone;
		int64_t day = day_number(days[i].year, days[i].month, days[i].day), date = day_date(day, z);
		assert_string_equal(written(day_instant(day, z), z), days[i].first);
		assert_true(strncmp(written(date, z), days[i].first, 10) == 0 && strlen(text.p) == 10);
		assert_true(date < day_instant(day, z) && date > day_instant(day, z) - instant_of(1));
	}
}

static void day_against_second(void **state)
{
	int64_t day = read_in("2026-01-31", berlin), noon = read_in("2026-01-31 12:00", berlin),
		one = read_in("2026-01-31 13:00", berlin), next = read_in("2026-02-01", berlin),
		evening = read_in("2026-01-30 23:00", berlin);

	(void)state;
	assert_int_equal(instant_compare(noon, day, berlin), 0);
	assert_int_equal(instant_compare(day, noon, berlin), 0);
	assert_true(instant_compare(noon, one, berlin) < 0 && instant_compare(one, noon, berlin) > 0);
	assert_true(instant_compare(one, next, berlin) < 0 && instant_compare(next, one, berlin) > 0);
	assert_true(instant_compare(day, evening, berlin) > 0);
	/* The first moment of a day is a moment, and the date is the same day as it. */
	int64_t midnight = read_in("2026-01-31 00:00", berlin);
	assert_true(midnight != day && instant_compare(midnight, day, berlin) == 0);
	assert_true(instant_compare(midnight, noon, berlin) < 0);
	assert_true(instant_minus(noon, midnight, berlin) == 12 * HOUR_US && day <= midnight);
	assert_int_equal(instant_compare(one, one, berlin), 0);
	assert_true(instant_minus(noon, day, berlin) == 0);
	assert_true(instant_minus(next, noon, berlin) == DAY_US);
	assert_true(instant_minus(day, evening, berlin) == DAY_US);
	assert_true(instant_minus(one, noon, berlin) == 3600 * SECOND_US);
	/* Across the clock change a day stays a day for dates, 23 hours for seconds. */
	int64_t before = read_in("2026-03-29", berlin), after = read_in("2026-03-30", berlin);
	assert_true(instant_between(before, after) == 23 * HOUR_US);
	assert_true(instant_minus(after, before, berlin) == DAY_US);
	assert_true(instant_plus(before, DAY_US, berlin) == after);
	assert_true(instant_plus(after, -DAY_US, berlin) == before);
	assert_true(instant_plus(before, HOUR_US, berlin) == read_in("2026-03-29 01:00", berlin));
	assert_true(instant_plus(noon, DAY_US, berlin) == read_in("2026-02-01 12:00", berlin));
	assert_true(instant_plus(midnight, DAY_US, berlin) == read_in("2026-02-01 00:00", berlin));
	assert_true(instant_plus_days(read_in("2026-03-28 12:00", berlin), 1, berlin) ==
		    read_in("2026-03-29 12:00", berlin));
	assert_true(instant_plus_days(before, 1, berlin) == after);
}

/* Of times from 1 to 9999 arithmetic makes such times, or none. */
static void within_the_years(void **state)
{
	const struct zone *utc = zone_utc(), *zones[] = { utc, berlin, apia };
	const int64_t least = INSTANT_FIRST + 1, all = instant_between(least, INSTANT_LAST);

	(void)state;
	assert_true(instant_plus(least, all, utc) == INSTANT_LAST);
	assert_true(instant_plus(least, all + 1, utc) == INSTANT_NONE);
	assert_true(instant_plus(INSTANT_LAST, -all, utc) == least);
	assert_true(instant_plus(INSTANT_LAST, -all - 1, utc) == INSTANT_NONE);
	assert_string_equal(written(INSTANT_FIRST, utc), "0002-01-01");
	assert_string_equal(written(instant_plus(INSTANT_FIRST, 3651693 * DAY_US, utc), utc), "9999-12-31");
	assert_true(instant_plus(INSTANT_FIRST, 3651694 * DAY_US, utc) == INSTANT_NONE);
	assert_true(instant_plus(INSTANT_FIRST, -DAY_US, utc) == INSTANT_NONE);
	assert_true(instant_plus_days(read_in("9999-12-31", berlin), 1, berlin) == INSTANT_NONE);
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		int64_t noon = read_in("2026-01-31 12:00", zones[i]), day = read_in("2026-01-31", zones[i]);
		assert_true(instant_plus(noon, INT64_MAX, zones[i]) == INSTANT_NONE);
		assert_true(instant_plus(day, INT64_MAX / DAY_US * DAY_US, zones[i]) == INSTANT_NONE);
		assert_true(instant_plus(day, -(INT64_MAX / DAY_US * DAY_US), zones[i]) == INSTANT_NONE);
		assert_true(instant_plus_days(noon, INT64_MAX, zones[i]) == INSTANT_NONE);
		assert_true(instant_plus_days(day, INT64_MIN, zones[i]) == INSTANT_NONE);
		assert_true(instant_plus_days(noon, 3000000, zones[i]) == INSTANT_NONE);
		assert_true(instant_reach(noon, INT64_MAX, zones[i]) == INSTANT_LAST);
		assert_true(instant_reach(day, INT64_MAX, zones[i]) == INSTANT_LAST);
		assert_true(instant_reach(INSTANT_LAST, 1, zones[i]) == INSTANT_LAST);
		assert_true(instant_reach(noon, 5, zones[i]) == noon + instant_of(5));
		assert_true(instant_minus(INSTANT_LAST, INSTANT_FIRST, zones[i]) <= all + DAY_US);
	}
}

static void comparing_by_the_law(void **state)
{
	const struct zone *zones[] = { berlin, sao_paulo, apia, toronto, kwajalein, zone_utc() };
	int dates = 0;

	(void)state;
	for (int i = 0; i < 300000; i++) {
		const struct zone *z = zones[i % 6];
		int64_t a = instant_of(roll(-2000000000, 2000000000) * SECOND_US),
			b = a + instant_of(roll(-200000, 200000) * SECOND_US);
		if (i % 4)
			a = day_date(instant_day(a, z), z);
		if (i % 5 == 0)
			b = day_date(instant_day(b, z), z);
		if (i % 7 == 0)
			b = day_instant(instant_day(b, z), z);
		bool date = instant_is_date(a) || instant_is_date(b);
		int64_t x = date ? instant_day(a, z) : instant_us(a),
			y = date ? instant_day(b, z) : instant_us(b);
		assert_int_equal(instant_compare(a, b, z), (x > y) - (x < y));
		assert_true(instant_minus(a, b, z) == (date ? (x - y) * DAY_US : x - y));
		/* in the order of their numbers, unless they are of one day */
		assert_true(x == y || (x < y) == (a < b));
		dates += date;
	}
	assert_true(dates > 200000 && dates < 299000);
}

/* ------------------------------------------------------------------ spans */

static const struct {
	const char *cell, *span; /* NULL: none */
} span_cells[] = {
	{ "90 days", "90 days" },
	{ "1 day", "1 day" },
	{ "1 DAY", "1 day" },
	{ "3 months", "90 days" },
	{ "1 year", "365 days" },
	{ "2 weeks", "14 days" },
	{ "26:15:00", "26:15:00" },
	{ "26:15", "26:15:00" },
	{ "0:00:00.5", "0:00:00.500000" },
	{ "-1:30", "-1:30:00" },
	{ "+1:30", "1:30:00" },
	{ "0:00:00.1234567", "0:00:00.123456" },
	{ "1.5 hours", "1:30:00" },
	{ "0.1 hours", "0:06:00" },
	{ "45", "45 days" },
	{ "1,200", "1200 days" },
	{ "-3 days", "-3 days" },
	{ "0", "0 days" },
	{ "3d", "3 days" },
	{ "2h", "2:00:00" },
	{ "30min", "0:30:00" },
	{ "90 s", "0:01:30" },
	{ "1 w", "7 days" },
	{ "24 hours", "1 day" },
	{ "9007199254743 seconds", "2501999792:59:03" },
	{ "0.5", "12:00:00" },
	{ "1,5 hours", NULL },
	{ "5 m", NULL },
	{ "5M", NULL },
	{ "5 K", NULL },
	{ "$5", NULL },
	{ "\xC2\xA3"
	  "5",
	  NULL },
	{ "5%", NULL },
	{ "(5)", NULL },
	{ "5 fortnights", NULL },
	{ "days", NULL },
	{ "", NULL },
	{ "1:60", NULL },
	{ "1:5", NULL },
	{ "1:00:60", NULL },
	{ "1:00:00.", NULL },
	{ "1:00:", NULL },
	{ "1:00:00 x", NULL },
	{ "1e3 days", NULL },
	{ "99999999999:00", NULL },
	{ "106751992 days", NULL },
};

static void spans(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof span_cells / sizeof *span_cells; i++) {
		int64_t span = 4711;
		bool ok = span_read(str_from(span_cells[i].cell), '.', &span);
		buf_clear(&text);
		if (ok)
			span_write(&text, span);
		buf_char(&text, '\0');
		if (ok != (span_cells[i].span != NULL) ||
		    (ok ? strcmp(text.p, span_cells[i].span) != 0 : span != 4711))
			fail_msg("'%s' is '%s'", span_cells[i].cell, text.p);
	}
	int64_t span;
	assert_true(span_read(STR("1,5 hours"), ',', &span) && span == 5400 * SECOND_US);
	for (int i = 0; i < 200000; i++) {
		int64_t wide = INT64_MAX >> roll(0, 62), want = roll(-wide, wide), got;
		if (i % 2)
			want -= want % (i % 4 == 1 ? SECOND_US : DAY_US);
		buf_clear(&text);
		span_write(&text, want);
		if (!span_read(buf_view(&text), '.', &got) || got != want)
			fail_msg("%lld is written '%.*s'", (long long)want, STR_ARG(buf_view(&text)));
	}
}

static void units(void **state)
{
	(void)state;
	assert_true(span_unit(STR("second")) == SECOND_US && span_unit(STR("Minutes")) == 60 * SECOND_US);
	assert_true(span_unit(STR("hour")) == 3600 * SECOND_US && span_unit(STR("days")) == DAY_US);
	assert_true(span_unit(STR("week")) == 7 * DAY_US && span_unit(STR("months")) == 30 * DAY_US);
	assert_true(span_unit(STR("YEAR")) == 365 * DAY_US);
	assert_true(span_unit(STR("h")) == 0 && span_unit(STR("dayss")) == 0 && span_unit(STR("")) == 0 &&
		    span_unit(STR("s")) == 0);
}

/* A time of a day that was read before is read as any other, and so is what only looks like one: over random
 * days, clocks and forms, clock changes included. */
static void known_days(void **state)
{
	(void)state;
	static const char *const form[] = {
		"%04d-%02d-%02d %02d:%02d:%02d",     "%04d-%02d-%02dT%02d:%02d:%02d", "%04d-%02d-%02d",
		"%04d/%02d/%02d %02d:%02d:%02d",     "%04d-%02d-%02d %02d:%02d",      "%3$02d.%2$02d.%1$04d",
		"%3$02d.%2$02d.%1$04d %4$02d:%5$02d"
	};
	const struct zone *zones[] = { berlin, sao_paulo, apia, toronto, kwajalein, odd };
	static const int64_t changes[] = { 20541, 20751, 17839, 15337, -92, 20520 }; /* a day of each */
	uint64_t fast = 0, odd_ones = 0;

	for (size_t z = 0; z < sizeof zones / sizeof *zones; z++)
		for (int whole = 0; whole < 2; whole++) {
			const struct time_style style = { .zone = zones[z], .whole_day = whole };
			struct known_days *days = mem_new(sizeof *days);
			for (int i = 0; i < 60000; i++) {
				char cell[48] = { 0 };
				struct civil c = day_civil(changes[z] + roll(-20, 20) + 1461 * roll(0, 1));
				snprintf(cell, sizeof cell, form[roll(0, 6)], c.year, c.month, c.day,
					 (int)roll(0, 3) ? (int)roll(0, 25) : 0, (int)roll(0, 60),
					 (int)roll(0, 1) ? (int)roll(0, 60) : 0);
				struct str s = str_from(cell);
				if (!roll(0, 9))
					cell[roll(0, (int64_t)s.n - 1)] = (char)roll(' ' + 1, 126);
				int64_t want = 1, got = 1, now = 1;
				enum daytime wants = DAYTIME_NONE, gets = DAYTIME_NONE, says = DAYTIME_NONE;
				enum time_reading how = instant_read_daytime(s, &style, &want, &wants);
				if (instant_read_known(s, &style, days, &got, &gets) != how ||
				    (how == TIME_READ && (got != want || gets != wants)))
					fail_msg("'%s' is read otherwise", cell);
				if (known_days_read(days, s, &now, &says)) {
					fast++;
					assert_true(how == TIME_READ && now == want && says == wants);
				} else {
					odd_ones++;
				}
			}
			free(days);
		}
	assert_true(fast > 200000 && odd_ones > 200000);
}

static int zones_load(void **state)
{
	struct buf why = { 0 };

	(void)state;
	berlin = zone_load(STR("Europe/Berlin"), &why);
	sao_paulo = zone_load(STR("America/Sao_Paulo"), &why);
	apia = zone_load(STR("Pacific/Apia"), &why);
	toronto = zone_load(STR("America/Toronto"), &why);
	kwajalein = zone_load(STR("Pacific/Kwajalein"), &why);
	odd = zone_load(STR("+05:07"), &why);
	buf_release(&why);
	return berlin && sao_paulo && apia && toronto && kwajalein && odd ? 0 : -1;
}

static int zones_free(void **state)
{
	(void)state;
	zone_free(berlin), zone_free(sao_paulo), zone_free(apia), zone_free(toronto), zone_free(kwajalein),
		zone_free(odd);
	buf_release(&text);
	return 0;
}

/* To the second; and no text that reads back as another time. */
static void as_people_write_them(void **state)
{
	static const struct {
		const char *cell, *local, *day;
	} cases[] = {
		{ "2026-10-31T16:30:00Z", "2026-10-31 17:30", "2026-10-31" },
		{ "2026-10-31T16:30:05Z", "2026-10-31 17:30:05", "2026-10-31" },
		{ "2026-10-31T16:30:05.25Z", "2026-10-31 17:30:05", "2026-10-31" },
		{ "2026-10-31T16:30:00.25Z", "2026-10-31 17:30:00", "2026-10-31" },
		{ "2026-10-31", "2026-10-31", "2026-10-31" },
		{ "2026-10-25T00:30:00Z", "2026-10-25 02:30", "2026-10-25" },
		{ "2026-10-25T01:30:00Z", "2026-10-25T02:30:00+01:00", "2026-10-25" },
		{ "2026-12-31T23:30:00Z", "2027-01-01 00:30", "2027-01-01" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t t = read_in(cases[i].cell, berlin);
		assert_string_equal(written_as(t, berlin, TIMES_LOCAL), cases[i].local);
		assert_string_equal(written_as(t, berlin, TIMES_DATE), cases[i].day);
		if (!strstr(cases[i].cell, ".25"))
			assert_true(read_in(cases[i].local, berlin) == t);
		const char *iso = written_as(t, berlin, TIMES_ISO);
		assert_true(read_in(iso, berlin) == t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form),
		cmocka_unit_test(whole_days),
		cmocka_unit_test(dashes_as_slashes),
		cmocka_unit_test(written_as_strftime),
		cmocka_unit_test(as_people_write_them),
		cmocka_unit_test(day_by_day),
		cmocka_unit_test(round_trips),
		cmocka_unit_test(first_instants),
		cmocka_unit_test(day_against_second),
		cmocka_unit_test(within_the_years),
		cmocka_unit_test(comparing_by_the_law),
		cmocka_unit_test(spans),
		cmocka_unit_test(units),
		cmocka_unit_test(known_days),
	};

	return cmocka_run_group_tests_name("time", tests, zones_load, zones_free);
}
