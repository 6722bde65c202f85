/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a time zone file. What is refused is refused with a reason. Of what is read the changes are in
 * order and within 26 hours; the rule for the future repeats every 400 years; a zone's offset is that of the
 * last change before, found one by one, at the ends of time too; and around a change that stands alone the
 * way back from the wall clock, and the calendar, keep their promises.
 */
#include "input.h"

#include "time/period.h"
#include "time/tzif.h"

enum { DAY = 86400, YEAR = 350 * DAY, APART = 5 * DAY, FURTHEST = 26 * 3600, ASKED = 64 };

static int64_t year_start(int32_t year)
{
	return day_number(year, 1, 1) * DAY;
}

/* ---- the file's changes, asked one by one ---- */

/* How many changes are at or before t. */
static size_t changes_before(const struct tzif *f, int64_t t)
{
	size_t low = 0, high = f->n;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (f->change[middle].at <= t)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int32_t offset_in(const struct tzif *f, int64_t t)
{
	size_t n = changes_before(f, t);

	return n ? f->change[n - 1].offset : f->first;
}

static int32_t expected_offset(const struct tzif *f, int64_t t)
{
	while (t >= f->cycle)
		t -= TZIF_CYCLE;
	return offset_in(f, t);
}

static void check_changes(const struct tzif *f)
{
	check(abs(f->first) < FURTHEST, "the first offset is within 26 hours");
	if (f->cycle != INT64_MAX)
		check(f->n && f->change[f->n - 1].at >= f->cycle + YEAR,
		      "the rule is made out for a year more");
	for (size_t i = 0; i < f->n; i++) {
		check(!i || f->change[i - 1].at < f->change[i].at, "the changes are in order");
		check(abs(f->change[i].offset) < FURTHEST, "an offset is within 26 hours");
		if (f->change[i].at < f->cycle || f->change[i].at >= f->cycle + YEAR)
			continue;
		for (int64_t t = f->change[i].at - 1; t <= f->change[i].at; t++)
			check(offset_in(f, t) == offset_in(f, t - TZIF_CYCLE),
			      "the rule repeats every 400 years");
	}
}

/* ---- the zone ---- */

/* Is there no other change than number i near it? */
static bool alone(const struct tzif *f, size_t i)
{
	return (!i || f->change[i].at - f->change[i - 1].at > 2 * APART) &&
	       (i + 1 == f->n || f->change[i + 1].at - f->change[i].at > 2 * APART);
}

/* Is it as the calendar expects? Clocks jump by a day at most, and from 1980 on by quarters of an hour. */
static bool usual(const struct tzif *f, size_t i)
{
	int64_t at = f->change[i].at;
	int32_t before = offset_in(f, at - 1), after = f->change[i].offset;

	if (at < year_start(2) || abs(after - before) > DAY)
		return false;
	return at < year_start(1979) || (at % 900 == 0 && before % 900 == 0 && after % 900 == 0);
}

/* The wall clock around a change, by the offsets before and after it. */
static void check_wall_clock(const struct zone *z, int64_t change, int32_t before, int32_t after)
{
	static const int64_t beside[] = { -86399, -3601, -1, 0, 1, 899, 1799, 3599, 3600, 86399 };

	for (size_t i = 0; i < 2 * sizeof beside / sizeof *beside; i++) {
		int64_t local = change + (i % 2 ? before : after) + beside[i / 2];
		int64_t first = local - before, second = local - after;
		bool skipped = first >= change && second < change;
		int64_t want = first < change || skipped ? first : second;
		check(zone_instant(z, local) == want,
		      "a repeated time is its first pass, a skipped one moves on");
		check(zone_first(z, local) == (skipped ? change : want),
		      "the first instant that shows a time, or a later one");
	}
}

static void check_calendar(const struct zone *z, int64_t t)
{
	int64_t day = instant_day(t, z), first = day_instant(day, z), date = day_date(day, z);
	struct civil c = instant_civil(t, z);

	check(date <= t && instant_us(date) == instant_us(first) && instant_compare(date, t, z) == 0,
	      "a day begins before all that is in it");
	check(day_number(c.year, c.month, c.day) == day && date_valid(c.year, c.month, c.day),
	      "the calendar's day is the day");
	check(instant_plus(date, 0, z) == date && instant_minus(t, t, z) == 0, "no span is no change");
	for (int p = PERIOD_DAY; p <= PERIOD_YEAR; p++) {
		int64_t number = period_of((enum period)p, day);
		check(period_first_day((enum period)p, number) <= day &&
			      period_first_day((enum period)p, number + 1) > day,
		      "a day is in its period");
	}
}

/* At the ends of time, where the rule begins to repeat, and far behind. */
static void check_extremes(const struct zone *z, const struct tzif *f)
{
	int64_t from = f->cycle == INT64_MAX ? 0 : f->cycle;
	const int64_t at[] = { INT64_MIN / SECOND_US + FURTHEST,
			       year_start(1) - 1,
			       year_start(1),
			       0,
			       year_start(9999) - 1,
			       year_start(10000) - 1,
			       year_start(10000),
			       from - 1,
			       from,
			       from + TZIF_CYCLE - 1,
			       from + TZIF_CYCLE,
			       INT64_MAX / SECOND_US - FURTHEST };

	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		check(zone_offset(z, at[i]) == expected_offset(f, at[i]),
		      "the offset is that of the last change, at the ends too");
		int64_t instant = zone_instant(z, at[i]);
		check(llabs(instant - at[i]) < FURTHEST, "a time's instant is within 26 hours of it");
		check(zone_first(z, at[i]) <= instant, "the first instant that shows a time is no later");
	}
}

static void check_zone(const struct zone *z, const struct tzif *f)
{
	size_t step = f->n / ASKED + 1;

	check_extremes(z, f);
	for (size_t i = 0; i < f->n; i += step) {
		int64_t at = f->change[i].at;
		for (int64_t t = at - 1; t <= at + 1; t++)
			check(zone_offset(z, t) == expected_offset(f, t),
			      "the offset is that of the last change");
		if (!alone(f, i) || at > year_start(9999) || at >= f->cycle)
			continue;
		check_wall_clock(z, at, offset_in(f, at - 1), f->change[i].offset);
		if (usual(f, i))
			for (int64_t t = at - DAY; t <= at + DAY; t += DAY / 3)
				check_calendar(z, instant_of(t * SECOND_US));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = input_whole(data, size);
	struct tzif file = { 0 };
	struct buf why = { 0 };
	char name[16];
	int fd;

	file_of(bytes, &fd);
	snprintf(name, sizeof name, "%d", fd);
	setenv("TZDIR", "/proc/self/fd", 1);
	struct zone *z = zone_load(str_from(name), &why);
	const char *wrong = tzif_parse(bytes, &file);
	check((z == NULL) == (wrong != NULL) && (z == NULL) == (why.n > 0), "what is refused has a reason");
	if (z) {
		check_changes(&file);
		check_zone(z, &file);
	}
	zone_free(z);
	tzif_release(&file);
	buf_release(&why);
	return 0;
}
