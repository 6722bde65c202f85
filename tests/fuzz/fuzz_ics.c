/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as an iCalendar file, and the days it names as the holidays of a
 * calendar: they are in order, each once, in the calendar's years; what can't
 * be read is told; and open time and its inverse agree around the days.
 */
#include <stdlib.h>

#include "time/calendar.h"
#include "time/ics.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void ask(const struct ics *file)
{
	static const struct weekly_hours weekly[] = {
		{ 0, { 540, 1020 } }, { 2, { 1320, 1800 } }, { 4, { 0, 1440 } }, { 4, { 600, 660 } }
	};
	struct arena arena = { 0 };
	const struct calendar *c = calendar_new(&(struct calendar_plan){ .zone = zone_utc(),
									 .weekly = weekly,
									 .nweekly = 4,
									 .holiday = file->day,
									 .nholidays = file->n },
						&arena);

	for (size_t i = 0; i < file->n && i < 50; i++) {
		int64_t t = instant_of(file->day[i] * DAY_US), span = (int64_t)i * 3600 * SECOND_US;
		must(calendar_between(c, instant_after(t, 6 * HOUR_US), instant_after(t, DAY_US)) == 0);
		int64_t then = calendar_plus(c, t, span);
		must(then == INSTANT_NONE || calendar_between(c, t, then) == span);
	}
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { size ? (const char *)data : "", size };
	struct diags diags = { .tool = "fuzz" };
	struct ics file;

	must(ics_read(&(struct ics_source){ .bytes = bytes, .name = "fuzz.ics", .zone = zone_utc() }, &file,
		      &diags) == !diags.errors);
	for (size_t i = 0; i < file.n; i++)
		must(file.day[i] >= 0 && file.day[i] < day_number(CALENDAR_LAST_YEAR + 1, 1, 1) &&
		     (!i || file.day[i - 1] < file.day[i]));
	if (!diags.errors)
		ask(&file);
	ics_release(&file);
	diags_release(&diags);
	return 0;
}
