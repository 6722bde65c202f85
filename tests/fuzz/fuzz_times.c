/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a time, in three zones and all orders of dates. A time that is
 * read is written and read again the same; a day stated must agree with a day
 * unsaid; 2026-01-31, which is read eight bytes at a time, with 2026/01/31,
 * which is not.
 */
#include <stdint.h>
#include <stdlib.h>

#include "time/period.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static const struct zone *zone(const char *name)
{
	struct buf why = { 0 };
	const struct zone *z = zone_load(str_from(name), &why);

	buf_release(&why);
	return z ? z : zone_utc();
}

static void calendar(int64_t t, const struct zone *z)
{
	int64_t day = instant_day(t, z), first = day_instant(day, z), date = day_date(day, z);
	struct civil c = instant_civil(t, z);

	must(date <= t && instant_us(date) == instant_us(first) && instant_compare(date, t, z) == 0);
	must(day_number(c.year, c.month, c.day) == day && date_valid(c.year, c.month, c.day));
	for (int p = PERIOD_DAY; p <= PERIOD_YEAR; p++) {
		int64_t number = period_of((enum period)p, day);
		must(period_first_day((enum period)p, number) <= day);
		must(period_first_day((enum period)p, number + 1) > day);
	}
	must(instant_plus(t, 0, z) == t && instant_minus(t, t, z) == 0);
}

static void times(struct str s, const struct zone *z)
{
	enum time_reading r[3];
	int64_t t[3], again;
	struct buf b = { 0 };

	for (int order = 0; order < 3; order++) {
		r[order] = instant_read(s, &(struct time_style){ .zone = z, .dates = (enum date_order)order },
					&t[order]);
		if (r[order] != TIME_READ)
			continue;
		calendar(t[order], z);
		buf_clear(&b);
		instant_write(&b, t[order], z);
		must(instant_read(buf_view(&b), &(struct time_style){ .zone = z }, &again) == TIME_READ &&
		     again == t[order]);
	}
	buf_release(&b);
	must(r[DATES_DAY_FIRST] != TIME_AMBIGUOUS && r[DATES_MONTH_FIRST] != TIME_AMBIGUOUS);
	if (r[DATES_UNSAID] == TIME_AMBIGUOUS)
		must(r[DATES_DAY_FIRST] == TIME_READ && r[DATES_MONTH_FIRST] == TIME_READ);
	if (r[DATES_UNSAID] == TIME_READ)
		must((r[DATES_DAY_FIRST] == TIME_READ && t[DATES_DAY_FIRST] == t[DATES_UNSAID]) ||
		     (r[DATES_MONTH_FIRST] == TIME_READ && t[DATES_MONTH_FIRST] == t[DATES_UNSAID]));
}

static void slashes(struct str s, const struct zone *z)
{
	char *same;
	int64_t a = 0, b = 0;
	struct time_style style = { .zone = z };

	if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-' || !(same = malloc(s.n)))
		return;
	memcpy(same, s.p, s.n);
	same[4] = same[7] = '/';
	must(instant_read(s, &style, &a) == instant_read((struct str){ same, s.n }, &style, &b) && a == b);
	free(same);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct zone *zones[3];
	struct str s = { size ? (const char *)data : "", size };

	if (!zones[0]) {
		zones[0] = zone_utc();
		zones[1] = zone("Europe/Dublin");
		zones[2] = zone("America/Sao_Paulo");
	}
	for (int i = 0; i < 3; i++)
		times(s, zones[i]), slashes(s, zones[i]);
	return 0;
}
