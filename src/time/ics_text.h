/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of an iCalendar file (RFC 5545, 3.1 and 3.3): its lines, and the values in them. */
#ifndef TIME_ICS_TEXT_H
#define TIME_ICS_TEXT_H

#include <stdint.h>

#include "base/arena.h"

/* NAME;PARAMETER=VALUE:VALUE, valid while the file's bytes and the arena are. */
struct ics_line {
	struct str name, parameters, value;
};

/* The next line that is not blank; one that was folded is put together in the arena. A line that has no name
 * or no value can't be read: its name is STR_NONE. False: no more. */
bool ics_line_next(struct str *rest, struct arena *arena, struct ics_line *line);

/* Is the line's name this, whatever its case? */
bool ics_line_is(const struct ics_line *line, const char *name);

/* A parameter's value without its quotes; STR_NONE: it has none of that name. */
struct str ics_parameter(const struct ics_line *line, const char *name);

/* The next of some values between which `separator` stands. False: no more. */
bool ics_item_next(struct str *rest, char separator, struct str *item);

/* A date, or a time of day, as it is written. */
struct ics_time {
	int year, month, day;
	bool timed, utc;
	int second; /* of the day */
};

/* 20261225, or 20261225T090000 with a Z or without. It may be a date that does not exist. */
bool ics_time_read(struct str s, struct ics_time *t);

/* P2D, P1W, PT24H, -PT15M, in seconds. False: it can't be read. */
bool ics_duration_read(struct str s, int64_t *seconds);

/* Without the backslashes of a text (\n is a line end), in the arena. */
struct str ics_plain(struct str s, struct arena *arena);

/* Digits alone, with a sign where one may be, below 10 million. */
bool ics_number_read(struct str s, bool sign, int *out);

#endif
