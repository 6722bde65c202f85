/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Holidays of an iCalendar file. An event is a holiday if it begins on a DATE,
 * or at a midnight and lasts whole days, for so do many calendars write them;
 * it lasts from DTSTART to the day before DTEND, at least a day, and so does
 * each of its recurrences. A midnight is one as it is written, in whatever zone,
 * or one of the calendar's zone that is written in UTC. What may be such an event
 * and can't be told is a mistake. The set of an event's dates is its DTSTART, its
 * RRULEs and its RDATEs, less its EXDATEs (matched by date, whatever their
 * type) and less what another event of the same UID stands for by its
 * RECURRENCE-ID. Cancelled events are none.
 *
 * The file is read twice: its lines into events, with what is wrong with each
 * line; then the events into days. Nothing that dates are made of is passed
 * over because it can't be read: a holiday left out in silence makes a lead
 * late. What they are not made of (a DESCRIPTION, an alarm) is not looked at.
 *
 * Refused: rules by the day or faster (nobody has such holidays, and a typo
 * would close an office for good), changes of "this and all future" events,
 * files that end before END:VCALENDAR.
 */
#include "time/ics.h"

#include <stdlib.h>

#include "base/cell.h"
#include "base/mem.h"
#include "time/calendar.h"
#include "time/ics_events.h"
#include "time/instant.h"
#include "time/recur.h"

enum {
	STEPS_MOST = 200000, /* occurrences of all rules: several times the days there are */
	SUMMARY_MOST = 60,   /* bytes of it that are shown */
	LAST_MINUTE = 86340, /* of a day: an end then is meant to be its end */
};

const char *const ics_says[ICS_SAYS] = { "summary", "description", "categories", "status", "transp" };

/* A day of a series for which another event stands. */
struct moved {
	struct str id;
	int64_t day;
};

struct reading {
	const char *name;
	const struct zone *zone;
	struct diags *diags;
	struct ics *out;
	struct arena arena;
	struct event *events;
	const struct event *event; /* in hand; NULL: none is */
	struct moved *moved;
	size_t nmoved, moved_cap;
	struct str first_timed; /* the summary of the first event with a time of day */
	bool good;
	int64_t low, ndays; /* the calendar's days */
	int *change;	    /* [ndays + 1] how many more occurrences last on a day than on the day before */
	int steps;	    /* of the rules followed so far */
};

/* ---- reporting ---- */

static void report(struct reading *r, const char *words)
{
	if (!r->event)
		diag_error(r->diags, "%s: %s", r->name, words);
	else if (!r->event->summary.n)
		diag_error(r->diags, "%s: an event without a summary: %s", r->name, words);
	else
		diag_error(r->diags, "%s: event '%.*s': %s", r->name, STR_ARG(r->event->summary), words);
	r->good = false;
}

static void report_property(struct reading *r, const char *format, enum property p)
{
	report(r, arena_print(&r->arena, format, property_names[p]).p);
}

/* At most SUMMARY_MOST bytes of it, whole characters. */
static struct str shortened(struct reading *r, const struct said *summary)
{
	struct str s = summary ? ics_plain(str_trim(summary->line.value), &r->arena) : STR("");

	if (s.n > SUMMARY_MOST)
		for (s.n = SUMMARY_MOST; s.n && ((unsigned char)s.p[s.n] & 0xC0) == 0x80;)
			s.n--;
	return s;
}

static const char broken_line[] = "a line can't be read; was a long line broken without a space?";

/* ---- dates ---- */

/* Is it a time, of the type that VALUE says, if anything is said? A DATE may be followed by a midnight. */
static bool is_time(const struct ics_line *line, struct str words, struct ics_time *t)
{
	struct str type = ics_parameter(line, "VALUE");

	if (!ics_time_read(words, t))
		return false;
	if (!str_same(type, STR("DATE")))
		return !type.p || str_same(type, STR("DATE-TIME")) || str_same(type, STR("PERIOD"));
	if (t->timed && t->second)
		return false;
	t->timed = false;
	return true;
}

/* What a date or a time says: as it is written; or on the calendar, if the event begins in UTC and at no
 * midnight there. */
struct moment {
	int64_t day, second; /* of the day */
	bool timed;
	bool shifted; /* it is of another day than the one that is written */
};

/* Returns false after a mistake, which is reported. */
static bool read_time(struct reading *r, enum property p, const struct ics_line *line, struct str words,
		      struct moment *m)
{
	struct ics_time t;

	if (!is_time(line, words, &t)) {
		report_property(r, "its %s can't be read", p);
		return false;
	}
	if (!t.year || !date_valid(t.year, t.month, t.day)) {
		report(r, "it names a date that does not exist");
		return false;
	}
	int64_t day = day_number(t.year, t.month, t.day);
	*m = (struct moment){ .day = day, .second = t.second, .timed = t.timed };
	if (t.utc && r->event->local) {
		int64_t at = day * 86400 + t.second;
		m->day = instant_day(instant_of(at * SECOND_US), r->zone);
		m->second = at + zone_offset(r->zone, at) - m->day * 86400;
		m->shifted = m->day != day;
	}
	return true;
}

static bool read_only_time(struct reading *r, enum property p, struct moment *m)
{
	const struct ics_line *line = &r->event->said[p]->line;

	return read_time(r, p, line, str_trim(line->value), m);
}

static int by_first(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Each day from `first` is one more occurrence's until `length` days later. */
static void add_days(struct reading *r, int64_t first, int64_t length)
{
	int64_t from = first - r->low, to = from + length;

	if (from < r->ndays && to > 0) {
		r->change[from < 0 ? 0 : from]++;
		r->change[to < r->ndays ? to : r->ndays]--;
	}
}

static void write_days(struct reading *r)
{
	int lasting = 0;

	for (int64_t i = 0; i < r->ndays; i++)
		if ((lasting += r->change[i]) > 0) {
			MEM_ROOM(r->out->day, r->out->n, r->out->cap);
			r->out->day[r->out->n++] = r->low + i;
		}
}

/* ---- one event ---- */

/* False: it can't be read, which is reported. */
static bool is_cancelled(struct reading *r, bool *cancelled)
{
	static const char *const words[] = { "CANCELLED", "CONFIRMED", "TENTATIVE" };
	const struct said *said = r->event->said[STATUS];
	size_t i = 0, n = sizeof words / sizeof *words;

	while (said && i < n && !str_same(str_trim(said->line.value), str_from(words[i])))
		i++;
	*cancelled = said && i == 0;
	if (i == n)
		report_property(r, "its %s can't be read", STATUS);
	return i < n;
}

/* It stands for a day of the series whose UID it has. */
static void note_moved(struct reading *r, struct event *e)
{
	struct moved m = { .id = e->id };
	struct moment at;

	if (!e->said[MOVES] || !read_only_time(r, MOVES, &at))
		return;
	m.day = at.day;
	if (!m.id.n)
		report(r, "it stands for a day of another event, which can't be known without a UID");
	MEM_ROOM(r->moved, r->nmoved, r->moved_cap);
	r->moved[r->nmoved++] = m;
}

/* How long it lasts from `start` on, in seconds; 0: nothing says. Returns false after a mistake, which is
 * reported. */
static bool read_length(struct reading *r, const struct event *e, const struct moment *start, int64_t *length)
{
	const struct said *lasts = e->said[LASTS];
	struct moment end;

	*length = 0;
	if (e->said[ENDS]) {
		if (!read_only_time(r, ENDS, &end))
			return false;
		if (end.timed != start->timed) {
			report(r, start->timed ? "it begins at a time of day and ends on a date"
					       : "it begins on a date and ends at a time of day");
			return false;
		}
		*length = (end.day - start->day) * 86400 + end.second - start->second;
	} else if (lasts && !ics_duration_read(str_trim(lasts->line.value), length)) {
		report_property(r, "its %s can't be read", LASTS);
		return false;
	} else if (lasts && !start->timed && (*length < 0 || *length % 86400)) {
		report(r, "it begins on a date and does not last whole days");
		return false;
	}
	return true;
}

static bool says_all_day(const struct event *e)
{
	for (enum property p = ALL_DAY; p <= ALL_DAY_TOO; p++)
		if (e->said[p] && str_same(str_trim(e->said[p]->line.value), STR("TRUE")))
			return true;
	return false;
}

#define AS_DATE "write its DTSTART as a date"

/* An event that begins at a time of day: is it of whole days? Returns false after a mistake, which is
 * reported, or if it isn't. */
static bool is_of_days(struct reading *r, const struct event *e, const struct moment *start, int64_t length)
{
	bool all_day = says_all_day(e);

	if (start->second && (all_day || (length > 0 && length % 86400 == 0)))
		report(r,
		       "it lasts whole days and begins at a time of day that is no midnight here; " AS_DATE);
	else if (!start->second && !all_day && length <= 0)
		report(r, "it begins at midnight and has no length, so it may be meant to last all "
			  "day; " AS_DATE);
	else
		return !start->second && (all_day || length % 86400 == 0 || length % 86400 >= LAST_MINUTE);
	return false;
}

/* The days of one occurrence, from its DTSTART on. */
static void read_start(struct reading *r, struct event *e)
{
	const struct said *moves = e->said[MOVES];
	struct moment start;
	int64_t length;
	bool cancelled;

	if (!is_cancelled(r, &cancelled) || !read_only_time(r, STARTS, &start))
		return;
	if (!start.second && moves && ics_parameter(&moves->line, "RANGE").p)
		report(r, "it changes all future events of its series, which is not understood here");
	if (!r->good || cancelled || !read_length(r, e, &start, &length))
		return;
	bool days = !start.timed || is_of_days(r, e, &start, length);
	if (!days && r->good && !r->out->timed++)
		r->first_timed = e->summary;
	if (days && e->said[RULE] && start.shifted)
		report(r, "its rule repeats a time in UTC that is of another day here; " AS_DATE);
	e->start = start.day;
	e->length = length <= 86400 ? 1 : (length + 86400 - LAST_MINUTE) / 86400;
	e->timed = start.timed;
	e->counts = days && r->good;
}

static void check_lines(struct reading *r, const struct event *e)
{
	if (e->broken)
		report(r, broken_line);
	if (e->said[ID] && !e->id.n)
		report_property(r, "its %s can't be read", ID);
	for (int p = 0; p < ONCE; p++)
		if (e->said[p] && e->said[p]->next)
			report_property(r, "it has more than one %s", (enum property)p);
	if (r->good && !e->said[STARTS])
		report(r, "it has no DTSTART");
}

/* What each line of it says by itself. One that isn't chosen may still stand for a day of a series. */
static void read_event(struct reading *r, struct event *e, bool chosen)
{
	const struct said *id = e->said[ID];
	struct ics_time start;
	bool good = r->good;

	r->event = e;
	r->good = true;
	e->id = id ? str_trim(id->line.value) : STR("");
	if (chosen)
		check_lines(r, e);
	if (e->said[STARTS])
		e->local = is_time(&e->said[STARTS]->line, str_trim(e->said[STARTS]->line.value), &start) &&
			   start.utc && start.second;
	note_moved(r, e);
	if (r->good && chosen)
		read_start(r, e);
	r->good = r->good && good;
	r->event = NULL;
}

/* Days on which a series has no occurrence, in order; and its days. */
struct series {
	struct reading *r;
	int64_t length, *except;
	bool timed; /* its days are written as midnights */
	size_t n, cap;
};

static void except(struct series *s, int64_t day)
{
	MEM_ROOM(s->except, s->n, s->cap);
	s->except[s->n++] = day;
}

static int by_id(const void *a, const void *b)
{
	return str_compare(((const struct moved *)a)->id, ((const struct moved *)b)->id);
}

static void except_moved(struct series *s, struct str id)
{
	const struct reading *r = s->r;
	size_t at = 0;

	for (size_t end = r->nmoved; at < end;) { /* the first that is not before it */
		size_t middle = at + (end - at) / 2;
		if (str_compare(r->moved[middle].id, id) < 0)
			at = middle + 1;
		else
			end = middle;
	}
	for (; at < r->nmoved && str_eq(r->moved[at].id, id); at++)
		except(s, r->moved[at].day);
}

static bool add_occurrence(struct series *s, int64_t day)
{
	if (!s->n || !bsearch(&day, s->except, s->n, sizeof day, by_first))
		add_days(s->r, day, s->length);
	return true;
}

static bool add_step(void *series, int64_t day)
{
	struct series *s = series;

	if (++s->r->steps > STEPS_MOST) {
		report(s->r, "with its rule the file names more days than anyone has holidays");
		return false;
	}
	return add_occurrence(s, day);
}

/* The days of all lines of RDATE or EXDATE. */
static void each_date(struct series *s, enum property p, const struct said *said)
{
	struct str item;
	struct moment at;

	for (; said; said = said->next)
		for (struct str rest = said->line.value; ics_item_next(&rest, ',', &item);) {
			bool period = item.n && memchr(item.p, '/', item.n);
			if (!period && !read_time(s->r, p, &said->line, item, &at))
				continue;
			if (p == EXCEPTIONS && !period)
				except(s, at.day);
			else if (p == EXCEPTIONS)
				report_property(s->r, "its %s can't be read", p);
			else if (period || (at.timed && (!s->timed || at.second)))
				report(s->r, "it begins on a date and is repeated (RDATE) at a time of day");
			else
				add_occurrence(s, at.day);
		}
}

static void add_rule(struct series *s, const struct event *e, const struct ics_line *line)
{
	struct recur rule;
	const char *wrong = recur_read(str_trim(line->value), &rule);

	if (!wrong && !recur_days(&rule, e->start, s->r->low + s->r->ndays - 1, add_step, s))
		wrong = "its rule names no day up to 2100; a date that never comes?";
	if (wrong)
		report(s->r, wrong);
}

static void add_series(struct reading *r, const struct event *e)
{
	struct series s = { .r = r, .length = e->length, .timed = e->timed };

	r->event = e;
	if (e->said[EXRULE])
		report(r, "it has an EXRULE, which is not understood here; write EXDATEs");
	else {
		each_date(&s, EXCEPTIONS, e->said[EXCEPTIONS]);
		if (!e->said[MOVES] && e->id.n)
			except_moved(&s, e->id);
		if (s.n)
			qsort(s.except, s.n, sizeof *s.except, by_first);
		add_occurrence(&s, e->start);
		for (const struct said *rule = e->said[RULE]; rule; rule = rule->next)
			add_rule(&s, e, &rule->line);
		each_date(&s, DATES, e->said[DATES]);
	}
	free(s.except);
	r->event = NULL;
}

/* ---- the file ---- */

static bool line_is(struct str s, struct str wanted)
{
	return s.n >= wanted.n && str_same(str_slice(s, 0, wanted.n), wanted);
}

/* Without a byte order mark, spaces and line ends around. */
static struct str stripped(struct str s)
{
	s = without_byte_order_mark(s);
	while (s.n && strchr(" \t\r\n", s.p[0]) && s.p[0])
		s = str_slice(s, 1, s.n);
	while (s.n && strchr(" \t\r\n", s.p[s.n - 1]) && s.p[s.n - 1])
		s.n--;
	return s;
}

bool ics_looks_like(struct str bytes)
{
	return line_is(stripped(bytes), STR("BEGIN:VCALENDAR"));
}

/* What is wrong with it as a whole. */
static const char *wrong_with(struct str s)
{
	const struct str end = STR("END:VCALENDAR");

	if (!line_is(s, STR("BEGIN:VCALENDAR")))
		return "this is no iCalendar file: it does not begin with BEGIN:VCALENDAR";
	if (memchr(s.p, 0, s.n))
		return "this is no iCalendar file: there is a byte 0x00 in it";
	if (s.n < end.n || !line_is(str_slice(s, s.n - end.n, s.n), end))
		return "it ends before END:VCALENDAR; is it cut short?";
	return NULL;
}

/* What it says by that name, the lines of a list together. */
static struct str all_said(struct reading *r, const struct said *said)
{
	struct buf all = { 0 };

	for (; said; said = said->next) {
		if (all.n)
			buf_char(&all, ',');
		buf_str(&all, ics_plain(str_trim(said->line.value), &r->arena));
	}
	struct str s = arena_copy(&r->arena, buf_view(&all));
	buf_release(&all);
	return s;
}

/* Which of the n events are looked at, in their order. */
static bool choose(struct reading *r, const struct ics_source *from, size_t n, bool *chosen)
{
	static const enum property what[ICS_SAYS] = { SUMMARY, DESCRIPTION, CATEGORIES, STATUS, TRANSP };
	struct ics_event *events = mem_new(n * sizeof *events), *to = events;

	for (const struct event *e = r->events; e; e = e->next, to++) {
		to->line = e->line;
		for (size_t i = 0; i < ICS_SAYS; i++)
			to->says[i] = all_said(r, e->said[what[i]]);
	}
	bool good = from->choose(from->ctx, events, n, chosen);
	r->good = r->good && good;
	free(events);
	return good;
}

static void read_events(struct reading *r, const struct ics_source *from)
{
	size_t n = 0, i = 0;

	for (struct event *e = r->events; e; e = e->next, n++)
		e->summary = shortened(r, e->said[SUMMARY]);
	bool *chosen = mem_new(n);
	bool asked = !from->choose || choose(r, from, n, chosen);
	for (struct event *e = r->events; e && asked; e = e->next)
		read_event(r, e, !from->choose || chosen[i++]);
	free(chosen);
	if (r->nmoved)
		qsort(r->moved, r->nmoved, sizeof *r->moved, by_id);
	for (const struct event *e = r->events; e; e = e->next)
		if (e->counts)
			add_series(r, e);
}

bool ics_read(const struct ics_source *from, struct ics *out, struct diags *diags)
{
	const int64_t low = day_number(CALENDAR_FIRST_YEAR, 1, 1),
		      ndays = day_number(CALENDAR_LAST_YEAR + 1, 1, 1) - low;
	struct reading r = { .name = from->name,
			     .zone = from->zone,
			     .diags = diags,
			     .out = out,
			     .good = true,
			     .low = low,
			     .ndays = ndays };
	struct str s = stripped(from->bytes);
	bool stray = false;

	*out = (struct ics){ 0 };
	const char *wrong = wrong_with(s);
	if (!wrong)
		wrong = events_read(s, &r.arena, &r.events, &stray);
	r.change = mem_new(((size_t)ndays + 1) * sizeof *r.change);
	if (wrong || stray)
		report(&r, wrong ? wrong : broken_line);
	if (!wrong)
		read_events(&r, from);
	if (r.good && out->timed == 1)
		diag_note(diags, "%s: event '%.*s' has a time of day and is no holiday", r.name,
			  STR_ARG(r.first_timed));
	else if (r.good && out->timed)
		diag_note(diags, "%s: %zu events have a time of day and are no holidays, the first '%.*s'",
			  r.name, out->timed, STR_ARG(r.first_timed));
	write_days(&r);
	free(r.moved);
	free(r.change);
	arena_release(&r.arena);
	return r.good;
}

void ics_release(struct ics *file)
{
	free(file->day);
	*file = (struct ics){ 0 };
}
