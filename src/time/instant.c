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
#include "base/word.h"

#define LONGEST_DAY_US (50 * 3600 * SECOND_US)

/* Until 1979 there were offsets with odd seconds, and days that didn't begin on a quarter hour. */
#define ODD_OFFSETS (3652 * DAY_US)
#define MINUTE_US   (60 * SECOND_US)

static inline int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The wall clock's seconds, as if it were UTC. */
static int64_t local_seconds(int64_t t, const struct zone *zone)
{
	int64_t utc = floor_div(t, SECOND_US);

	return utc + zone_offset(zone, utc);
}

int64_t instant_day(int64_t t, const struct zone *zone)
{
	return floor_div(local_seconds(t, zone), 86400);
}

int64_t day_instant(int64_t day, const struct zone *zone)
{
	int64_t t;

	if (day > INT64_MAX / DAY_US || day < -(INT64_MAX / DAY_US))
		return INSTANT_NONE;
	return __builtin_mul_overflow(zone_first(zone, day * 86400), SECOND_US, &t) ? INSTANT_NONE : t;
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
	c.micro = (int32_t)((uint64_t)t - (uint64_t)utc * SECOND_US);
	return c;
}

struct civil instant_civil(int64_t t, const struct zone *zone)
{
	int64_t utc = floor_div(t, SECOND_US);

	return wall_clock(t, utc, zone_offset(zone, utc));
}

/* -------------------------------------------------------- day and second */

bool instant_is_date(int64_t t, const struct zone *zone)
{
	if (t % (t > ODD_OFFSETS ? MINUTE_US : SECOND_US)) /* most times, without a look at the zone */
		return false;
	int64_t utc = t / SECOND_US, local = utc + zone_offset(zone, utc);
	if (t > ODD_OFFSETS && local % 900)
		return false;
	return zone_first(zone, floor_div(local, 86400) * 86400) == utc;
}

int instant_compare(int64_t a, int64_t b, const struct zone *zone)
{
	uint64_t apart = a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;

	if (apart > 0 && apart < LONGEST_DAY_US && (instant_is_date(a, zone) || instant_is_date(b, zone))) {
		a = instant_day(a, zone);
		b = instant_day(b, zone);
	}
	return (a > b) - (a < b);
}

int64_t instant_minus(int64_t a, int64_t b, const struct zone *zone)
{
	int64_t span;

	if (instant_is_date(a, zone) || instant_is_date(b, zone))
		return (instant_day(a, zone) - instant_day(b, zone)) * DAY_US;
	return __builtin_sub_overflow(a, b, &span) ? INSTANT_NONE : span;
}

int64_t instant_plus(int64_t t, int64_t span, const struct zone *zone)
{
	int64_t sum;

	if (span % DAY_US == 0 && instant_is_date(t, zone))
		return instant_kept(day_instant(instant_day(t, zone) + span / DAY_US, zone));
	return __builtin_add_overflow(t, span, &sum) ? INSTANT_NONE : instant_kept(sum);
}

int64_t instant_reach(int64_t t, int64_t span, const struct zone *zone)
{
	const int64_t most = INSTANT_LAST - INSTANT_FIRST;
	int64_t end;

	span = span < most ? span : most;
	end = instant_is_date(t, zone) ? day_instant(instant_day(t, zone) + span / DAY_US + 1, zone) - 1
				       : t + span;
	return end < INSTANT_LAST ? end : INSTANT_LAST;
}

int64_t instant_plus_days(int64_t t, int64_t days, const struct zone *zone)
{
	const int64_t most = (INSTANT_LAST - INSTANT_FIRST) / DAY_US;

	if (days < -most || days > most)
		return INSTANT_NONE;
	if (instant_is_date(t, zone))
		return instant_kept(day_instant(instant_day(t, zone) + days, zone));
	int64_t later = zone_instant(zone, local_seconds(t, zone) + days * 86400) * SECOND_US;
	return instant_kept(later + (t - floor_div(t, SECOND_US) * SECOND_US));
}

/* ---------------------------------------------------------------- writing */

enum { LONGEST_WRITTEN = sizeof "2026-01-31T09:05:06.123456+01:02:03" };

/* x < 100 */
static inline char *put_two(char *p, unsigned x)
{
	p[0] = (char)('0' + x / 10);
	p[1] = (char)('0' + x % 10);
	return p + 2;
}

/* Three numbers below 100 and what stands between them: 26-01-31, 09:05:06. They lie three bytes apart in one
 * word; a tenth of each is its first digit, and what is left its second. */
static inline char *put_three(char *p, unsigned a, unsigned b, unsigned c, char between)
{
	const uint64_t each = UINT64_C(0x0001000001000001), mark = (uint64_t)between << 16;
	uint64_t w = a | (uint64_t)b << 24 | (uint64_t)c << 48, tens = (w * 205 >> 11) & each * 15;

	word_store(p, (each * '0' | tens) | (each * '0' | (w - 10 * tens)) << 8 | mark | mark << 24);
	return p + 8;
}

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
	int64_t utc = floor_div(t, SECOND_US);
	int32_t offset = zone_offset(zone, utc);
	struct civil c = wall_clock(t, utc, offset);
	unsigned year = (unsigned)c.year, month = (unsigned)c.month, day = (unsigned)c.day;

	if (year > 9999)
		number_write_whole(b, c.year);
	char *from = buf_room(b, LONGEST_WRITTEN), *p = from;
	if (year > 9999) {
		*p++ = '-';
		p = put_two(p, month);
		*p++ = '-';
		p = put_two(p, day);
	} else {
		p = put_three(put_two(p, year / 100), year % 100, month, day, '-');
	}
	p = put_clock(p, &c);
	if (!offset && zone_is_utc(zone))
		*p++ = 'Z';
	else
		p = put_offset(p, offset);
	b->n += (size_t)(p - from);
}
