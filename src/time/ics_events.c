/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See ics_events.h. */
#include "time/ics_events.h"

enum { DEEPEST = 16 }; /* BEGIN within BEGIN */

const char *const property_names[PROPERTIES] = {
	[STARTS] = "DTSTART",
	[ENDS] = "DTEND",
	[LASTS] = "DURATION",
	[STATUS] = "STATUS",
	[ID] = "UID",
	[MOVES] = "RECURRENCE-ID",
	[RULE] = "RRULE",
	[DATES] = "RDATE",
	[EXCEPTIONS] = "EXDATE",
	[EXRULE] = "EXRULE",
	[SUMMARY] = "SUMMARY",
	[DESCRIPTION] = "DESCRIPTION",
	[CATEGORIES] = "CATEGORIES",
	[TRANSP] = "TRANSP",
	[ALL_DAY] = "X-MICROSOFT-CDO-ALLDAYEVENT",
	[ALL_DAY_TOO] = "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT",
};

static void take_line(struct event *e, const struct ics_line *line, struct arena *arena)
{
	int p = 0;

	while (p < PROPERTIES && !ics_line_is(line, property_names[p]))
		p++;
	e->broken = e->broken || !line->name.n;
	if (p == PROPERTIES)
		return;
	struct said *said = ARENA_NEW(arena, struct said);
	said->line = *line;
	*(e->said[p] ? &e->last[p]->next : &e->said[p]) = said;
	e->last[p] = said;
}

/* What is open while a file is gone through. */
struct nest {
	struct arena *arena;
	struct str open[DEEPEST];
	size_t depth;
	struct event *event, **end;
};

static bool is_in(const struct nest *n, size_t above, const char *name)
{
	return n->depth > above && str_same(n->open[n->depth - 1 - above], str_from(name));
}

static bool in_event(const struct nest *n)
{
	return is_in(n, 0, "VEVENT") && is_in(n, 1, "VCALENDAR");
}

static bool begin(struct nest *n, struct str name, uint32_t line)
{
	if (n->depth == DEEPEST)
		return false;
	n->open[n->depth++] = name;
	if (in_event(n)) {
		n->event = *n->end = ARENA_NEW(n->arena, struct event);
		n->event->line = line;
		n->end = &n->event->next;
	}
	return true;
}

/* Each BEGIN has its END, or a piece is missing. */
static bool read_lines(struct nest *n, struct str rest, bool *stray)
{
	const char *counted = rest.p;
	uint32_t number = 0; /* of the line that was read last */
	struct ics_line line;

	while (ics_line_next(&rest, n->arena, &line)) {
		struct str value = str_trim(line.value);
		if (ics_line_is(&line, "BEGIN")) {
			for (; counted < rest.p; counted++)
				number += *counted == '\n';
			if (!begin(n, value, number))
				return false;
		} else if (ics_line_is(&line, "END")) {
			if (!n->depth-- || !str_same(n->open[n->depth], value))
				return false;
		} else if (in_event(n)) {
			take_line(n->event, &line, n->arena);
		} else if (!line.name.n && (!n->depth || is_in(n, 0, "VCALENDAR"))) {
			*stray = true;
		}
	}
	return n->depth == 0;
}

const char *events_read(struct str bytes, struct arena *arena, struct event **first, bool *stray)
{
	struct nest n = { .arena = arena, .end = first };

	*first = NULL;
	*stray = false;
	return read_lines(&n, bytes, stray) ? NULL
					    : "its BEGIN and END lines do not match; is a piece missing?";
}
