/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See when.h. A date without a year is read with one behind it, as the agreement reads such dates: this
 * year's, or the first later one that is to come and exists. */
#include "review/when.h"

#include <ctype.h>

static const char *const weekdays[] = { "monday", "tuesday",  "wednesday", "thursday",
					"friday", "saturday", "sunday" };

enum { WEEK = 7, LEAST_OF_WEEKDAY = 2, YEARS = 9 /* a 29 February comes within 8 */ };

#define FORMS "2026-12-01, 1.12., monday, +3 days or tomorrow"

static bool begins_weekday(struct str typed, int *weekday)
{
	int found = 0;

	for (int i = 0; i < WEEK; i++)
		if (typed.n >= LEAST_OF_WEEKDAY && typed.n <= strlen(weekdays[i]) &&
		    strncasecmp(weekdays[i], typed.p, typed.n) == 0)
			*weekday = i, found++;
	return found == 1;
}

/* +3 days, +2 weeks: whole days. */
static bool read_span(struct str typed, int64_t *days)
{
	int64_t span;

	if (!str_starts(typed, STR("+")) || !span_read(str_trim(str_slice(typed, 1, typed.n)), '.', &span) ||
	    span % DAY_US)
		return false;
	*days = span / DAY_US;
	return true;
}

/* Is it a day and a month alone? Then what a year goes behind. */
static const char *yearless(struct str typed)
{
	size_t signs = 0, digits = 0, letters = 0;
	char sign = 0;

	for (size_t i = 0; i < typed.n; i++) {
		unsigned char c = (unsigned char)typed.p[i];
		if (c == '.' || c == '/')
			signs++, sign = (char)c;
		else if (isdigit(c))
			digits++;
		else if (isalpha(c))
			letters++;
		else if (c != ' ' && c != ',')
			return NULL;
	}
	if (!digits || digits > 4)
		return NULL;
	if (letters)
		return digits > 2 ? NULL : isdigit((unsigned char)typed.p[0]) ? " " : ", ";
	if (signs == 1)
		return sign == '.' ? "." : "/";
	return signs == 2 && sign == '.' && typed.p[typed.n - 1] == '.' ? "" : NULL;
}

static enum time_reading read_next(struct str typed, const char *between, const struct time_style *style,
				   int64_t today, int64_t *date)
{
	enum time_reading how = TIME_NOT;
	int year = day_civil(today).year;
	struct buf whole = { 0 };

	for (int i = 0; i < YEARS; i++) {
		buf_clear(&whole);
		buf_print(&whole, "%.*s%s%d", STR_ARG(typed), between, year + i);
		enum time_reading this = instant_read(buf_view(&whole), style, date);
		if (this == TIME_READ && instant_day(*date, style->zone) <= today)
			this = TIME_NOT;
		if (this != TIME_NOT || i == 0)
			how = this;
		if (how == TIME_READ || how == TIME_AMBIGUOUS)
			break;
	}
	buf_release(&whole);
	return how;
}

static bool explain(enum time_reading how, struct str typed, struct buf *why)
{
	if (how == TIME_READ)
		return true;
	if (how == TIME_AMBIGUOUS)
		buf_print(why,
			  "'%.*s': the agreement's 'dates' doesn't say which is the day; write it as "
			  "2026-12-01 or 1.12.",
			  STR_ARG(typed));
	else
		buf_print(why, "'%.*s' is not a date; write it as " FORMS, STR_ARG(typed));
	return false;
}

static bool read_day(struct str typed, const struct time_style *style, int64_t today, int64_t *date,
		     struct buf *why)
{
	const char *between = yearless(typed);
	int64_t days = 0;
	int weekday;

	if (begins_weekday(typed, &weekday))
		days = (weekday - day_civil(today).weekday + WEEK - 1) % WEEK + 1;
	else if (str_same(typed, STR("tomorrow")))
		days = 1;
	else if (str_same(typed, STR("today")) || read_span(typed, &days))
		;
	else
		return explain(between ? read_next(typed, between, style, today, date)
				       : instant_read(typed, style, date),
			       typed, why);
	*date = day_date(today + days, style->zone);
	return *date != INSTANT_NONE || explain(TIME_NOT, typed, why);
}

bool when_read(struct str typed, const struct time_style *style, int64_t today, int64_t *date,
	       struct buf *why)
{
	typed = str_trim(typed);
	if (!read_day(typed, style, today, date, why))
		return false;
	if (!instant_is_date(*date)) {
		buf_print(why, "'%.*s' has a time of day; write the date alone", STR_ARG(typed));
		return false;
	}
	int64_t day = instant_day(*date, style->zone);
	if (day > today)
		return true;
	buf_print(why, "'%.*s' is ", STR_ARG(typed));
	if (day == today)
		buf_print(why, "today");
	else
		when_show(why, day, today);
	buf_print(why, ", and it must be a day after today");
	return false;
}

void day_show(struct buf *b, int64_t day, int64_t today)
{
	struct civil c = day_civil(day);

	buf_print(b, "%d %.3s", c.day, month_names[c.month - 1]);
	if (c.year != day_civil(today).year)
		buf_print(b, " %d", c.year);
}

void when_show(struct buf *b, int64_t day, int64_t today)
{
	const char *name = weekdays[day_civil(day).weekday];

	buf_print(b, "%c%.2s ", toupper((unsigned char)name[0]), name + 1);
	day_show(b, day, today);
}

void moment_show(struct buf *b, int64_t at, int64_t today, const struct zone *zone)
{
	day_show(b, instant_day(at, zone), today);
	if (instant_is_date(at))
		return;
	struct civil c = instant_civil(at, zone);
	buf_print(b, " %02d:%02d", c.hour, c.minute);
}
