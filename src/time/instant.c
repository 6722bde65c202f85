/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Instants, their local days, and writing them.
 *
 * A local day begins at the first instant whose wall clock shows its date:
 * 00:00, or 01:00 where midnight is skipped (São Paulo before 2019), or the
 * first of two midnights. A day that a zone left out (Samoa's 30 December 2011)
 * begins and ends where the next one begins. No day is as long as 50 hours
 * (Kwajalein's 30 September 1969 had 47), which spares comparisons of distant
 * instants all calendar work.
 */
#include "time/instant.h"

#include "base/number.h"
#include "time/written.h"

#define LONGEST_DAY (2 * 50 * HOUR_US)

/* 0002-01-01 and 9999-12-31 */
#define FIRST_DAY (-718797)
#define LAST_DAY  2932896

static inline int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The second it is in. */
static inline int64_t second_of(int64_t t)
{
	return floor_div(instant_us(t), SECOND_US);
}

/* The wall clock's seconds, as if it were UTC. */
static int64_t local_seconds(int64_t t, const struct zone *zone)
{
	int64_t utc = second_of(t);

	return utc + zone_offset(zone, utc);
}

int64_t instant_day(int64_t t, const struct zone *zone)
{
	return floor_div(local_seconds(t, zone), 86400);
}

int64_t day_instant(int64_t day, const struct zone *zone)
{
	return instant_of(zone_first(zone, day * 86400) * SECOND_US);
}

int64_t day_last(int64_t day, const struct zone *zone)
{
	return day_instant(day + 1, zone) - instant_of(1);
}

int64_t day_date(int64_t day, const struct zone *zone)
{
	return day < FIRST_DAY || day > LAST_DAY ? INSTANT_NONE : instant_kept(day_instant(day, zone) - 1);
}

/* The wall clock at t, in the second `utc`. */
static inline struct civil wall_clock(int64_t t, int64_t utc, int32_t offset)
{
	int64_t local = utc + offset, day = floor_div(local, 86400);
	struct civil c = day_civil(day);
	unsigned second = (unsigned)(local - day * 86400);

	c.hour = (int8_t)(second / 3600);
	c.minute = (int8_t)(second / 60 % 60);
	c.second = (int8_t)(second % 60);
	c.micro = (int32_t)(instant_us(t) - utc * SECOND_US);
	return c;
}

struct civil instant_civil(int64_t t, const struct zone *zone)
{
	int64_t utc = second_of(t);

	return wall_clock(t, utc, zone_offset(zone, utc));
}

/* -------------------------------------------------------- day and second */

int date_compare(int64_t a, int64_t b, const struct zone *zone)
{
	uint64_t apart = a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;

	if (apart < LONGEST_DAY) {
		a = instant_day(a, zone);
		b = instant_day(b, zone);
	}
	return (a > b) - (a < b);
}

int64_t date_minus(int64_t a, int64_t b, const struct zone *zone)
{
	return (instant_day(a, zone) - instant_day(b, zone)) * DAY_US;
}

int64_t instant_after(int64_t t, int64_t span)
{
	int64_t sum;

	return __builtin_add_overflow(instant_us(t), span, &sum) || sum > INSTANT_LAST || sum < INSTANT_FIRST
		       ? INSTANT_NONE
		       : instant_kept(instant_of(sum));
}

int64_t instant_plus(int64_t t, int64_t span, const struct zone *zone)
{
	if (instant_is_date(t) && span % DAY_US == 0)
		return day_date(instant_day(t, zone) + span / DAY_US, zone);
	return instant_after(t, span);
}

int64_t instant_reach(int64_t t, int64_t span, const struct zone *zone)
{
	const int64_t most = instant_us(INSTANT_LAST) - instant_us(INSTANT_FIRST);
	int64_t end;

	span = span < most ? span : most;
	end = instant_is_date(t) ? day_last(instant_day(t, zone) + span / DAY_US, zone)
				 : t + instant_of(span);
	return end < INSTANT_LAST ? end : INSTANT_LAST;
}

int64_t instant_plus_days(int64_t t, int64_t days, const struct zone *zone)
{
	const int64_t most = LAST_DAY - FIRST_DAY;

	if (days < -most || days > most)
		return INSTANT_NONE;
	if (instant_is_date(t))
		return day_date(instant_day(t, zone) + days, zone);
	int64_t later = zone_instant(zone, local_seconds(t, zone) + days * 86400) * SECOND_US;
	return instant_kept(instant_of(later + (instant_us(t) - second_of(t) * SECOND_US)));
}

/* ---------------------------------------------------------------- writing */

enum { LONGEST_WRITTEN = sizeof "2026-01-31T09:05:06.123456+01:02:03" };

static char *put_clock(char *p, const struct civil *c)
{
	*p++ = 'T';
	p = put_three(p, (unsigned)c->hour, (unsigned)c->minute, (unsigned)c->second, ':');
	if (!c->micro)
		return p;
	*p++ = '.';
	p = put_two(p, (unsigned)c->micro / 10000);
	p = put_two(p, (unsigned)c->micro / 100 % 100);
	return put_two(p, (unsigned)c->micro % 100);
}

/* +01:00; seconds only where a zone had them, before 1972. */
static char *put_offset(char *p, int32_t offset)
{
	unsigned east = (unsigned)(offset < 0 ? -offset : offset);

	*p++ = offset < 0 ? '-' : '+';
	p = put_two(p, east / 3600);
	*p++ = ':';
	p = put_two(p, east / 60 % 60);
	if (east % 60) {
		*p++ = ':';
		p = put_two(p, east % 60);
	}
	return p;
}

void instant_write(struct buf *b, int64_t t, const struct zone *zone)
{
	int64_t utc = second_of(t);
	int32_t offset = zone_offset(zone, utc);
	struct civil c = wall_clock(t, utc, offset);
	bool far = c.year < 2 || c.year > 9999;
	unsigned year, month, day;

	if (far) {
		offset = 0;
		c = wall_clock(t, utc, 0);
	}
	year = (unsigned)c.year, month = (unsigned)c.month, day = (unsigned)c.day;
	char *from = buf_room(b, LONGEST_WRITTEN), *p = from;
	p = put_three(put_two(p, year / 100), year % 100, month, day, '-');
	if (!instant_is_date(t)) {
		p = put_clock(p, &c);
		if (!offset && (far || zone_is_utc(zone)))
			*p++ = 'Z';
		else
			p = put_offset(p, offset);
	}
	b->n += (size_t)(p - from);
}

static void write_for_page(struct buf *b, int64_t t, const struct zone *zone)
{
	struct civil c = instant_civil(t, zone);

	buf_print(b, "%d %.3s %d", c.day, month_names[c.month - 1], c.year);
	if (!instant_is_date(t))
		buf_print(b, " %02d:%02d", c.hour, c.minute);
}

/* Does its local time say which it is, by itself? */
static bool is_sure(int64_t t, const struct zone *zone)
{
	return zone_instant(zone, local_seconds(t, zone)) == second_of(t);
}

void instant_write_as(struct buf *b, int64_t t, const struct zone *zone, enum times_as how)
{
	const size_t from = b->n, day = from + sizeof "2026-03-02" - 1,
		     minute = from + sizeof "2026-03-02T09:05" - 1, second = minute + sizeof ":30" - 1;

	if (how == TIMES_PAGE) {
		write_for_page(b, t, zone);
		return;
	}
	instant_write(b, t, zone);
	if (how == TIMES_ISO || instant_is_date(t) || (how == TIMES_LOCAL && !is_sure(t, zone)))
		return;
	if (how == TIMES_DATE) {
		b->n = day;
		return;
	}
	b->p[day] = ' ';
	bool whole = memcmp(b->p + minute, ":00", 3) == 0 && b->p[second] != '.';
	b->n = whole ? minute : second;
}
