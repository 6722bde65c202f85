/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The events of an iCalendar file, with the lines of each that matter to its days, unread yet. */
#ifndef TIME_ICS_EVENTS_H
#define TIME_ICS_EVENTS_H

#include "time/ics.h"
#include "time/ics_text.h"

/* What an event says: what its dates are made of, and what people choose it by. Those that it may say once
 * come first. */
enum property {
	STARTS,
	ENDS,
	LASTS,
	STATUS,
	ID,
	MOVES,
	ONCE,
	SUMMARY = ONCE,
	RULE,
	DATES,
	EXCEPTIONS,
	EXRULE,
	DESCRIPTION,
	CATEGORIES,
	TRANSP,
	ALL_DAY,
	ALL_DAY_TOO,
	PROPERTIES
};
extern const char *const property_names[PROPERTIES];

/* A line, and the next one that says the same of the event. */
struct said {
	struct ics_line line;
	struct said *next;
};

struct event {
	struct said *said[PROPERTIES], *last[PROPERTIES]; /* the first of each, and the last; NULL: none */
	struct event *next;
	uint32_t line; /* of its BEGIN */
	bool broken;   /* a line of it can't be read */
	/* What ics.c makes of these: */
	struct str summary, id;
	int64_t start, length; /* a day, and how many */
	bool timed;	       /* it is written as beginning at a midnight */
	bool local;	       /* its times in UTC are to be read in the calendar's zone */
	bool counts;	       /* it lasts whole days, isn't canceled, was chosen, and has no mistake */
};

/* In the arena, in their order. Returns NULL, or what is wrong with the file. *stray: it has a line outside
 * of its events that can't be read. */
const char *events_read(struct str bytes, struct arena *arena, struct event **first, bool *stray);

#endif
