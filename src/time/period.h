/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Days, weeks, months, quarters and years as consecutive numbers, so that the
 * one after is one more. Weeks are ISO 8601's: from Monday, and of the year
 * that their Thursday is in. Days are counted since 1970-01-01.
 */
#ifndef TIME_PERIOD_H
#define TIME_PERIOD_H

#include "time/instant.h"

enum period { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_YEAR };

/* The number of the period that a day is in, and the first day of a period. */
int64_t period_of(enum period p, int64_t day);
int64_t period_first_day(enum period p, int64_t number);

/* The one a year before: of a week the ISO week of the same number, of the 53rd the 52nd. */
int64_t period_year_before(enum period p, int64_t number);

/* As the functions of expressions name it: 2026-10-31, 2026-W05, 2026-10, 2026-Q4, 2026. */
void period_write(struct buf *out, enum period p, int64_t number);

/* What period_write wrote, in either case; false: it is none of them. */
bool period_read(struct str s, enum period *p, int64_t *number);

#endif
