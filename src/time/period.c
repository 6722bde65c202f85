/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Periods as numbers: see period.h. Months, quarters and years are counted
 * from the year 0, weeks from the one that 1970-01-01, a Thursday, is in.
 */
#include "time/period.h"

#include "base/number.h"

const char *const period_words[PERIOD_UNITS] = { [PERIOD_DAY] = "day",
						 [PERIOD_WEEK] = "week",
						 [PERIOD_MONTH] = "month",
						 [PERIOD_QUARTER] = "quarter",
						 [PERIOD_YEAR] = "year" };

static const int in_a_year[] = { [PERIOD_MONTH] = 12, [PERIOD_QUARTER] = 4, [PERIOD_YEAR] = 1 };

/* By so many months a year begins before the one it is called after. */
static int months_before(enum period p)
{
	int begins = p / PERIOD_UNITS; /* months after January */

	return begins ? 12 - begins : 0;
}

static int64_t floored(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The year that a month, quarter or year is in; *part counts on from 0. */
static int32_t year_of(enum period p, int64_t number, int *part)
{
	int64_t parts = in_a_year[period_unit(p)], year = floored(number, parts);

	*part = (int)(number - year * parts);
	return (int32_t)year;
}

int64_t period_of(enum period p, int64_t day)
{
	if (p == PERIOD_DAY)
		return day;
	struct civil c = day_civil(day);
	if (p == PERIOD_WEEK)
		return (day - c.weekday + 3) / 7;
	int64_t month = (int64_t)c.year * 12 + c.month - 1 + months_before(p);
	return floored(month, 12 / in_a_year[period_unit(p)]);
}

int64_t period_first_day(enum period p, int64_t number)
{
	int part;

	if (p == PERIOD_DAY)
		return number;
	if (p == PERIOD_WEEK)
		return number * 7 - 3;
	int64_t month = number * (12 / in_a_year[period_unit(p)]) - months_before(p);
	int32_t year = year_of(PERIOD_MONTH, month, &part);
	return day_number(year, part + 1, 1);
}

/* The first week of a year is the one with January 4. */
static int64_t week_before(int64_t week)
{
	int32_t year = day_civil(week * 7).year;
	int64_t first = period_of(PERIOD_WEEK, day_number(year, 1, 4));
	int64_t before = period_of(PERIOD_WEEK, day_number(year - 1, 1, 4)) + week - first;

	return before < first ? before : first - 1;
}

/* The same date of the year before; February 28 if it would be the 29th. */
static int64_t day_before(int64_t day)
{
	struct civil c = day_civil(day);

	return day_number(c.year - 1, c.month, c.month == 2 && c.day == 29 ? 28 : c.day);
}

int64_t period_year_before(enum period p, int64_t number)
{
	if (p == PERIOD_DAY)
		return day_before(number);
	return p == PERIOD_WEEK ? week_before(number) : number - in_a_year[period_unit(p)];
}

int64_t period_moment_before(enum period p, int64_t t, const struct zone *zone)
{
	int64_t day = instant_day(t, zone), before = day_before(day);

	if (p == PERIOD_WEEK) {
		int64_t week = period_of(PERIOD_WEEK, day);
		before = day - (week - week_before(week)) * 7;
	}
	return instant_plus_days(t, before - day, zone);
}

/* ---- writing ---- */

static void put_digits(struct buf *out, int64_t x, size_t places)
{
	char *p = buf_room(out, places);

	out->n += places;
	for (; places; x /= 10)
		p[--places] = (char)('0' + x % 10);
}

static void put_year(struct buf *out, int32_t year)
{
	if (year >= 0 && year <= 9999)
		put_digits(out, year, 4);
	else
		number_write_whole(out, year);
}

static void write_day(struct buf *out, int64_t day)
{
	struct civil c = day_civil(day);

	put_year(out, c.year);
	buf_char(out, '-');
	put_digits(out, c.month, 2);
	buf_char(out, '-');
	put_digits(out, c.day, 2);
}

static void write_week(struct buf *out, int64_t week)
{
	int64_t thursday = week * 7;
	int32_t year = day_civil(thursday).year;

	put_year(out, year);
	buf_str(out, STR("-W"));
	put_digits(out, (thursday - day_number(year, 1, 1)) / 7 + 1, 2);
}

void period_write(struct buf *out, enum period p, int64_t number)
{
	enum period unit = period_unit(p);
	int part;

	if (unit == PERIOD_DAY) {
		write_day(out, number);
		return;
	}
	if (unit == PERIOD_WEEK) {
		write_week(out, number);
		return;
	}
	if (p != unit)
		buf_str(out, STR("FY"));
	if (unit == PERIOD_YEAR) {
		number_write_whole(out, number);
		return;
	}
	put_year(out, year_of(p, number, &part));
	buf_str(out, unit == PERIOD_MONTH ? STR("-") : STR("-Q"));
	put_digits(out, part + 1, unit == PERIOD_MONTH ? 2 : 1);
}

/* ---- reading ---- */

/* Is it the name of the number? Then that is what it says. */
static bool named(struct str s, enum period p, int64_t number)
{
	struct buf b = { 0 };

	period_write(&b, p, number);
	bool same = str_same(s, buf_view(&b));
	buf_release(&b);
	return same;
}

/* Four digits of a year, and which part of it; anything else isn't a form that is written. */
bool period_read(struct str s, int begins, enum period *p, int64_t *number)
{
	size_t at = s.n > 2 && str_same(str_slice(s, 0, 2), STR("FY")) ? 2 : 0;
	int64_t year, part;

	if (s.n < at + 4 || !number_read_whole(str_slice(s, at, at + 4), 0, 9999, &year))
		return false;
	*p = period_beginning(PERIOD_YEAR, begins);
	*number = year;
	if (s.n == at + 4)
		return (*p != PERIOD_YEAR) == (at > 0);
	for (enum period unit = PERIOD_WEEK; unit < PERIOD_YEAR; unit++) {
		size_t from = at + (unit == PERIOD_MONTH ? 5 : 6);
		if (s.n <= from || !number_read_whole(str_slice(s, from, s.n), 1, 53, &part))
			continue;
		*p = period_beginning(unit, begins);
		*number = unit == PERIOD_WEEK ? period_of(unit, day_number((int32_t)year, 1, 4)) + part - 1
					      : year * in_a_year[unit] + part - 1;
		if (named(s, *p, *number))
			return true;
	}
	return false;
}
