/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a cell becomes a time. An instant is microseconds since
 * 1970-01-01T00:00:00Z; a span is microseconds. An instant that is the first
 * of its local day is a *date*: comparisons and differences with a date are
 * by calendar day.
 */
#ifndef TIME_INSTANT_H
#define TIME_INSTANT_H

#include "base/units.h"
#include "time/day.h"
#include "time/zone.h"

#define INSTANT_NONE INT64_MIN

/* The years 1 to 9999 in UTC are what a cell can say, and what arithmetic may produce. So the span between
 * any two instants is far from overflow. */
#define INSTANT_FIRST (INT64_C(-62135596800) * SECOND_US)
#define INSTANT_LAST  (INT64_C(253402300800) * SECOND_US - 1)

/* t, or INSTANT_NONE if it is outside these years. */
static inline int64_t instant_kept(int64_t t)
{
	return t >= INSTANT_FIRST && t <= INSTANT_LAST ? t : INSTANT_NONE;
}

enum date_order { DATES_UNSAID, DATES_DAY_FIRST, DATES_MONTH_FIRST };

/* What a time without a zone, and a date of small numbers, mean. */
struct time_style {
	const struct zone *zone;
	enum date_order dates;
};

enum time_reading {
	TIME_READ,
	TIME_NOT,	/* not a time */
	TIME_AMBIGUOUS, /* 3/4/2026 with `dates` unsaid */
	TIME_MISSING,	/* 0000-00-00 */
};

/* `s` is trimmed; *out is written for TIME_READ alone. */
enum time_reading instant_read(struct str s, const struct time_style *style, int64_t *out);

/* `90 days`, `3 months` (30 days each), `26:15:00`, `1.5 hours`; a bare number is days. */
bool span_read(struct str s, char decimal, int64_t *out);

/* Microseconds in one `word` (second minute hour day week month year, and their plurals; a month is 30 days,
 * a year 365); 0: no unit. */
int64_t span_unit(struct str word);

/* ISO 8601 with the zone's offset: 2026-03-02T09:00:00+01:00; a fraction only if there is one; Z in UTC. */
void instant_write(struct buf *b, int64_t t, const struct zone *zone);

/* `3 days`, `26:15:00`: reads back as the same span. */
void span_write(struct buf *b, int64_t span);

struct civil instant_civil(int64_t t, const struct zone *zone);

/* Days since 1970-01-01 of an instant in its zone; and the first instant of such a day. */
int64_t instant_day(int64_t t, const struct zone *zone);
int64_t day_instant(int64_t day, const struct zone *zone);

/* Is t the first instant of its local day? */
bool instant_is_date(int64_t t, const struct zone *zone);

/* Day against second (a date compares by calendar day, else exactly): below 0, 0, above 0; and the span a −
 * b. */
int instant_compare(int64_t a, int64_t b, const struct zone *zone);
int64_t instant_minus(int64_t a, int64_t b, const struct zone *zone);

/* t + span; a date and whole days give the date that many calendar days on. INSTANT_NONE: outside of the
 * years. */
int64_t instant_plus(int64_t t, int64_t span, const struct zone *zone);

/* The last instant that is at most `span` (0 or more) after t: of a date, the end of a day. INSTANT_LAST at
 * most. */
int64_t instant_reach(int64_t t, int64_t span, const struct zone *zone);

/* The same wall-clock time so many dates later; of a date the first instant of that day. INSTANT_NONE:
 * outside of the years. */
int64_t instant_plus_days(int64_t t, int64_t days, const struct zone *zone);

#endif
