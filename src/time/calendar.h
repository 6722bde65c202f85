/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening hours, compiled. A plan says what is open in local time; a calendar is the plan as instants, for
 * 1970 to 2100: one sorted table, so that open time between two instants costs the same whether they are a
 * minute or a decade apart, and clock changes matter only while it is built.
 */
#ifndef TIME_CALENDAR_H
#define TIME_CALENDAR_H

#include "base/arena.h"
#include "time/instant.h"

enum { CALENDAR_FIRST_YEAR = 1970, CALENDAR_LAST_YEAR = 2100 };

/* Minutes after the midnight that a day begins with: 0 <= from < 1440, from < to <= from + 1440; past 1440 is
 * the next day's morning. All zero: the whole day. */
struct hours {
	int16_t from, to;
};

struct weekly_hours {
	int weekday; /* 0 is Monday */
	struct hours hours;
};

/* Hours of dates: days since 1970-01-01, both included. */
struct dated_hours {
	int64_t first, last;
	struct hours hours;
};

/*
 * What an agreement says about a calendar; borrowed while it is compiled. A day is open in the hours of its
 * `open` if it has any, else not at all if it is a holiday or closed whole, else in its weekday's hours. Then
 * the hours it is closed are taken out, as the wall clock shows them, from whatever shift they fall in. A
 * shift past midnight belongs to the day it begins.
 */
struct calendar_plan {
	const struct zone *zone;
	const struct weekly_hours *weekly;
	size_t nweekly;
	const struct dated_hours *open, *closed;
	size_t nopen, nclosed;
	const int64_t *holiday; /* days, in any order */
	size_t nholidays;
};

struct calendar;

/* In the arena, and immutable from then on but for what calendar_outdated says: threads share it. */
const struct calendar *calendar_new(const struct calendar_plan *plan, struct arena *arena);

/* Open microseconds in [a, b), negative when b is before a; INSTANT_NONE when either is none or outside the
 * years. */
int64_t calendar_between(const struct calendar *c, int64_t a, int64_t b);

/*
 * The same in two steps, for many times that are measured from one: the time open before it since the years
 * began (INSTANT_NONE: it is none, or outside the years); what has been open from there to t; and the
 * earliest instant by which so much of it has passed, `opened` included, which is more than nothing
 * (INSTANT_NONE: the years don't have it).
 */
int64_t calendar_opened(const struct calendar *c, int64_t t);
int64_t calendar_since(const struct calendar *c, int64_t opened, int64_t t);
int64_t calendar_when(const struct calendar *c, int64_t opened);

/*
 * The inverse: the earliest instant from t on by which it was open for `span`; for a negative span, the
 * latest instant up to t from which it was. INSTANT_NONE: the years don't have that much open time.
 */
int64_t calendar_plus(const struct calendar *c, int64_t t, int64_t span);

/* Is it in the years that calendars cover? */
bool calendar_knows(const struct calendar *c, int64_t t);

/* Was a time measured that lies in a later year than the last holiday? Then the days of both are written:
 * that of the holiday, and the latest such instant. */
bool calendar_outdated(const struct calendar *c, int64_t *last, int64_t *latest);

bool calendar_is_open(const struct calendar *c, int64_t t);

/*
 * The last closing of the n-th (from 1) day that first opens at t or later. A shift past midnight belongs to
 * the day it begins. INSTANT_NONE: there aren't that many.
 */
int64_t calendar_day_end(const struct calendar *c, int64_t t, int64_t n);

#endif
