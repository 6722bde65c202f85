/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Days and their dates. The calendar is the Gregorian one, carried back
 * before 1582; all arithmetic on it counts days from 1 March, so that the
 * leap day comes last (Hinnant, "chrono-compatible low-level date
 * algorithms").
 */
#ifndef TIME_DAY_H
#define TIME_DAY_H

#include <stdbool.h>
#include <stdint.h>

/* Years are moved forward by this many cycles of 400, so that no division meets a negative number. */
#define CYCLE_DAYS 146097
#define CYCLES	   INT64_C(6000000)

#define MARCH_0000 719468 /* days from 0000-03-01 to 1970-01-01 */

struct civil {
	int32_t year;
	int8_t month, day; /* 1-12, 1-31 */
	int8_t hour, minute, second;
	int8_t weekday; /* 0 is Monday */
	int32_t micro;
};

enum { MONTHS = 12 };
extern const char *const month_names[MONTHS]; /* January, … */

/* Days since 1970-01-01 of a proleptic Gregorian date. */
int64_t day_number(int32_t year, int month, int day);
bool date_valid(int32_t year, int month, int day);

/* The date of such a day. */
static inline struct civil day_civil(int64_t day)
{
	uint64_t z = (uint64_t)(day + MARCH_0000 + CYCLE_DAYS * CYCLES);
	uint64_t era = z / CYCLE_DAYS;
	unsigned of_era = (unsigned)(z % CYCLE_DAYS);
	unsigned year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	unsigned of_year = of_era - (365 * year + year / 4 - year / 100);
	unsigned month = (5 * of_year + 2) / 153;

	return (struct civil){
		.year = (int32_t)((int64_t)(era * 400 + year) - 400 * CYCLES + (month >= 10)),
		.month = (int8_t)(month < 10 ? month + 3 : month - 9),
		.day = (int8_t)(of_year - (153 * month + 2) / 5 + 1),
		.weekday = (int8_t)((z + 2) % 7), /* 0000-03-01 was a Wednesday */
	};
}

#endif
