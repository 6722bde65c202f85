/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a cell becomes a time: an exact moment, or a *date*, which is a whole day. A comparison or a
 * difference with a date is by calendar day, so every instant carries which of the two it is.
 *
 * An instant counts half microseconds since 1970-01-01T00:00:00Z. A moment is even. A date is odd: the half
 * microsecond before its day's first moment. So it takes no room beside the number, and no look at the zone
 * to tell; two dates, and a date and a moment of another day, are in the order of their numbers; and a date
 * is not after any moment of its day, so that `at <= moment` is true for the whole of it. A span is whole
 * microseconds: to and from it, instants go through the functions below.
 */
#ifndef TIME_INSTANT_H
#define TIME_INSTANT_H

#include "base/units.h"
#include "time/day.h"
#include "time/zone.h"

#define INSTANT_NONE INT64_MIN

/* The years 2 to 9999 in UTC are what a cell can say, and what arithmetic may produce. So the span between
 * any two instants is far from overflow. */
#define INSTANT_FIRST (INT64_C(-62104060800) * SECOND_US * 2 - 1)
#define INSTANT_LAST  ((INT64_C(253402300800) * SECOND_US - 1) * 2)

/* t, or INSTANT_NONE if it is outside these years. */
static inline int64_t instant_kept(int64_t t)
{
	return t >= INSTANT_FIRST && t <= INSTANT_LAST ? t : INSTANT_NONE;
}

static inline bool instant_is_date(int64_t t)
{
	return t & 1;
}

/* The moment that is so many microseconds after 1970-01-01T00:00:00Z; and the microseconds of an instant: of
 * a date those of its day's first moment. */
static inline int64_t instant_of(int64_t us)
{
	return us * 2;
}

static inline int64_t instant_us(int64_t t)
{
	return (t >> 1) + (t & 1);
}

enum date_order { DATES_UNSAID, DATES_DAY_FIRST, DATES_MONTH_FIRST };

/* What a time without a zone, and a date of small numbers, mean; and whether a time is the date written in
 * it, whatever clock and zone follow. */
struct time_style {
	const struct zone *zone;
	enum date_order dates;
	bool whole_day;
};

enum time_reading {
	TIME_READ,
	TIME_NOT,	/* not a time */
	TIME_AMBIGUOUS, /* 3/4/2026 with `dates` unsaid */
	TIME_MISSING,	/* 0000-00-00, and the year 1 */
};

/* `s` is trimmed; *out is written for TIME_READ alone. */
enum time_reading instant_read(struct str s, const struct time_style *style, int64_t *out);

/* The same; and if it is read, what the clock behind the date says, or of epoch milliseconds the one in UTC.
 */
enum daytime { DAYTIME_NONE, DAYTIME_MIDNIGHT, DAYTIME_OTHER, DAYTIMES };
enum time_reading instant_read_daytime(struct str s, const struct time_style *style, int64_t *out,
				       enum daytime *clock);

/*
 * Days that were read already, for a column of times: 2026-01-31 09:30:00 is so much after the first instant
 * of its day. Days on which the clock changes are not among them. Zeroed, it knows none; it is of one style.
 */
enum { DAYS_KNOWN = 2048 }; /* those of four years each have a place of their own */
struct known_days {
	struct known_day {
		uint64_t day; /* the last 8 bytes of how it is written, and the first 2, with DAY_KNOWN if it
				 can be read by these; 0: free */
		uint32_t century;
		int64_t first;
	} at[DAYS_KNOWN];
};
enum time_reading instant_read_known(struct str s, const struct time_style *style, struct known_days *days,
				     int64_t *out, enum daytime *clock);

/* `90 days`, `3 months` (30 days each), `26:15:00`, `1.5 hours`; a bare number is days. */
bool span_read(struct str s, char decimal, int64_t *out);

/* Microseconds in one `word` (second minute hour day week month year, and their plurals; a month is 30 days,
 * a year 365); 0: no unit. */
int64_t span_unit(struct str word);

/* A date as 2026-03-02. A moment in ISO 8601 with the zone's offset: 2026-03-02T09:00:00+01:00; a fraction
 * only if there is one; with Z in UTC, and where the local year is not one that a cell can say. */
void instant_write(struct buf *b, int64_t t, const struct zone *zone);

/* LOCAL, as people and spreadsheets like it: 2026-03-02 09:00 in the zone and without its offset, with
 * seconds if there are any (no fraction). In the hour that a clock shows twice, the second pass is written as
 * ISO, since else it would read back as the first. DATE: the day alone. A date is a date in each.
 * PAGE: 2 Mar 2026 09:00, and of a date 2 Mar 2026. */
enum times_as { TIMES_LOCAL, TIMES_ISO, TIMES_DATE, TIMES_PAGE };
void instant_write_as(struct buf *b, int64_t t, const struct zone *zone, enum times_as how);

/* `3 days`, `26:15:00`: reads back as the same span. */
void span_write(struct buf *b, int64_t span);

/* The clock of a date is that of its first moment. */
struct civil instant_civil(int64_t t, const struct zone *zone);

/* Days since 1970-01-01 of an instant in its zone; and of such a day the date (INSTANT_NONE: outside of the
 * years), the first moment and the last. */
int64_t instant_day(int64_t t, const struct zone *zone);
int64_t day_date(int64_t day, const struct zone *zone);
int64_t day_instant(int64_t day, const struct zone *zone);
int64_t day_last(int64_t day, const struct zone *zone);

/* Day against second (a date compares by calendar day, else exactly): below 0, 0, above 0; and the span a −
 * b. */
int date_compare(int64_t a, int64_t b, const struct zone *zone);
int64_t date_minus(int64_t a, int64_t b, const struct zone *zone);

static inline int instant_compare(int64_t a, int64_t b, const struct zone *zone)
{
	return (a ^ b) & 1 ? date_compare(a, b, zone) : (a > b) - (a < b);
}

static inline int64_t instant_minus(int64_t a, int64_t b, const struct zone *zone)
{
	return (a | b) & 1 ? date_minus(a, b, zone) : (a - b) >> 1;
}

/* The span b − a where a date is its first moment; and the moment so much after t, INSTANT_NONE: outside of
 * the years. */
static inline int64_t instant_between(int64_t a, int64_t b)
{
	return instant_us(b) - instant_us(a);
}

int64_t instant_after(int64_t t, int64_t span);

/* Where a span up to a moment ends: a now that is given as a date is its day's last microsecond, and the day
 * is over at 24:00. */
static inline int64_t instant_span_end(int64_t moment)
{
	int64_t us = instant_us(moment);

	return us % SECOND_US == SECOND_US - 1 ? instant_of(us + 1) : moment;
}

/* t + span; a date and whole days give the date that many calendar days on. INSTANT_NONE: outside of the
 * years. */
int64_t instant_plus(int64_t t, int64_t span, const struct zone *zone);

/* The last moment that is at most `span` (0 or more) after t: of a date, the end of a day. INSTANT_LAST at
 * most. */
int64_t instant_reach(int64_t t, int64_t span, const struct zone *zone);

/* The same wall-clock time so many dates later; of a date the date. INSTANT_NONE: outside of the years. */
int64_t instant_plus_days(int64_t t, int64_t days, const struct zone *zone);

#endif
