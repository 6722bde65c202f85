/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Days, weeks, months, quarters and years as consecutive numbers, so that the
 * one after is one more. Weeks are ISO 8601's: from Monday, and of the year
 * that their Thursday is in. Days are counted since 1970-01-01.
 *
 * A year may begin with another month than January. Its quarters begin with it, and both are called after the
 * year it ends in: of years from July, 2026-07-01 is in FY2027 and FY2027-Q1.
 */
#ifndef TIME_PERIOD_H
#define TIME_PERIOD_H

#include "time/instant.h"

/* The units, of years from January; quarters and years of other years are made by period_beginning. */
enum period {
	PERIOD_DAY,
	PERIOD_WEEK,
	PERIOD_MONTH,
	PERIOD_QUARTER,
	PERIOD_YEAR,
	PERIOD_UNITS,
	PERIOD_LAST = 12 * PERIOD_UNITS - 1
};

/* The same unit of years that begin with a month, 1 to 12; 0: January. */
static inline enum period period_beginning(enum period unit, int month)
{
	return unit < PERIOD_QUARTER || month < 2 ? unit
						  : (enum period)((int)unit + (month - 1) * PERIOD_UNITS);
}

static inline enum period period_unit(enum period p)
{
	return (enum period)(p % PERIOD_UNITS);
}
extern const char *const period_words[PERIOD_UNITS]; /* day, week, ... */
static inline const char *period_word(enum period p)
{
	return period_words[period_unit(p)];
}

/* The number of the period that a day is in, and the first day of a period. */
int64_t period_of(enum period p, int64_t day);
int64_t period_first_day(enum period p, int64_t number);

/* The one a year before: of a week the ISO week of the same number, of the 53rd the 52nd. */
int64_t period_year_before(enum period p, int64_t number);

/* The same local date and time of the year before; in weeks, the same weekday of that week. */
int64_t period_moment_before(enum period p, int64_t t, const struct zone *zone);

/* As the functions of expressions name it: 2026-10-31, 2026-W05, 2026-10, 2026-Q4, 2026, FY2027-Q2, FY2027.
 */
void period_write(struct buf *out, enum period p, int64_t number);

/* What period_write wrote where years begin with that month, in either case; false: it is none of them. */
bool period_read(struct str s, int begins, enum period *p, int64_t *number);

#endif
