/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates to numbers: see day.h. */
#include "time/day.h"

const char *const month_names[MONTHS] = { "January",   "February", "March",    "April",
					  "May",       "June",	   "July",     "August",
					  "September", "October",  "November", "December" };

int64_t day_number(int32_t year, int month, int day)
{
	uint64_t y = (uint64_t)((int64_t)year - (month <= 2) + 400 * CYCLES);
	unsigned m = (unsigned)(month > 2 ? month - 3 : month + 9);

	return (int64_t)(365 * y + y / 4 - y / 100 + y / 400) + (153 * m + 2) / 5 + (day - 1) - MARCH_0000 -
	       CYCLE_DAYS * CYCLES;
}

static bool leap(int32_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool date_valid(int32_t year, int month, int day)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month < 1 || month > 12 || day < 1)
		return false;
	return day <= days[month - 1] || (month == 2 && day == 29 && leap(year));
}
