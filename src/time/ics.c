/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Holidays of an iCalendar file. An event is a holiday if it begins on a DATE;
 * it lasts from DTSTART to the day before DTEND, at least a day, and so does
 * each of its recurrences. The set of an event's dates is its DTSTART, its
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
#include "time/ics_text.h"
#include "time/recur.h"

enum {
	STEPS_MOST = 200000, /* occurrences of all rules: several times the days there are */
	DEEPEST = 16,	     /* BEGIN within BEGIN */
	SUMMARY_MOST = 60,   /* bytes of it that are shown */
};

/* What an event's dates are made of: those that it has once, then the others. */
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
	PROPERTIES
};

static const char *const property_names[PROPERTIES] = {
	[STARTS] = "DTSTART", [ENDS] = "DTEND",	     [LASTS] = "DURATION",
	[STATUS] = "STATUS",  [ID] = "UID",	     [MOVES] = "RECURRENCE-ID",
	[RULE] = "RRULE",     [DATES] = "RDATE",     [EXCEPTIONS] = "EXDATE",
	[EXRULE] = "EXRULE",  [SUMMARY] = "SUMMARY",
};

/* A line, and the next one that says the same of the event. */
struct said {
	struct ics_line line;
	struct said *next;
};

struct event {
	struct said *said[PROPERTIES], *last[PROPERTIES]; /* the first of each, and the last; NULL: none */
	struct event *next;
	struct str summary, id;
	int64_t start; /* the day */
	bool broken;   /* a line of it can't be read */
	bool counts;   /* it begins on a date, isn't canceled, and has no mistake */
};

/* A day of a series for which another event stands. */
struct moved {
	struct str id;
	int64_t day;
};

struct reading {
	const char *name;
	struct diags *diags;
	struct ics *out;
	struct arena arena;
	struct event *events, **end;
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

/* ---- from lines to events ---- */

static void take_line(struct reading *r, struct event *e, const struct ics_line *line)
{
	int p = 0;

	while (p < PROPERTIES && !ics_line_is(line, property_names[p]))
		p++;
	e->broken = e->broken || !line->name.n;
	if (p == PROPERTIES)
		return;
	struct said *said = ARENA_NEW(&r->arena, struct said);
	said->line = *line;
	*(e->said[p] ? &e->last[p]->next : &e->said[p]) = said;
	e->last[p] = said;
}

/* What is open while a file is gone through. */
struct nest {
	struct str open[DEEPEST];
	size_t depth;
	struct event *event;
};

static bool is_in(const struct nest *n, size_t above, const char *name)
{
	return n->depth > above && str_same(n->open[n->depth - 1 - above], str_from(name));
}

static bool begin(struct reading *r, struct nest *n, struct str name)
{
	if (n->depth == DEEPEST)
		return false;
	n->open[n->depth++] = name;
	if (is_in(n, 0, "VEVENT") && is_in(n, 1, "VCALENDAR")) {
		n->event = *r->end = ARENA_NEW(&r->arena, struct event);
		r->end = &n->event->next;
	}
	return true;
}

/* Each BEGIN has its END, or a piece is missing. */
static bool read_lines(struct reading *r, struct str rest)
{
	struct nest n = { .depth = 0 };
	struct ics_line line;

	while (ics_line_next(&rest, &r->arena, &line)) {
		struct str value = str_trim(line.value);
		if (ics_line_is(&line, "BEGIN")) {
			if (!begin(r, &n, value))
				return false;
		} else if (ics_line_is(&line, "END")) {
			if (!n.depth-- || !str_same(n.open[n.depth], value))
				return false;
		} else if (is_in(&n, 0, "VEVENT") && is_in(&n, 1, "VCALENDAR")) {
			take_line(r, n.event, &line);
		} else if (!line.name.n && (!n.depth || is_in(&n, 0, "VCALENDAR"))) {
			report(r, broken_line);
		}
	}
	return n.depth == 0;
}

/* ---- dates ---- */

/* Is it a time, of the type that VALUE says, if anything is said? A DATE may be followed by a midnight. */
static bool is_time(const struct ics_line *line, struct str words, struct ics_time *t)
{
	struct str type = ics_parameter(line, "VALUE");

	if (!ics_time_read(words, t))
		return false;
	if (!str_same(type, STR("DATE")))
		return !type.p || str_same(type, STR("DATE-TIME")) || str_same(type, STR("PERIOD"));
	if (t->timed && !str_same(str_slice(words, 8, 15), STR("T000000")))
		return false;
	t->timed = false;
	return true;
}

/* A time as a day. Returns false after a mistake, which is reported. */
static bool read_time(struct reading *r, enum property p, const struct ics_line *line, struct str words,
		      int64_t *day, bool *timed)
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
	*day = day_number(t.year, t.month, t.day);
	*timed = t.timed;
	return true;
}

static bool read_only_time(struct reading *r, enum property p, int64_t *day, bool *timed)
{
	const struct ics_line *line = &r->event->said[p]->line;

	return read_time(r, p, line, str_trim(line->value), day, timed);
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
	bool timed;

	if (!e->said[MOVES] || !read_only_time(r, MOVES, &m.day, &timed))
		return;
	if (!m.id.n)
		report(r, "it stands for a day of another event, which can't be known without a UID");
	MEM_ROOM(r->moved, r->nmoved, r->moved_cap);
	r->moved[r->nmoved++] = m;
}

/* What each line of it says by itself. */
static void read_event(struct reading *r, struct event *e)
{
	const struct said *moves = e->said[MOVES], *id = e->said[ID];
	bool timed, cancelled, good = r->good;

	r->event = e;
	r->good = true;
	e->summary = shortened(r, e->said[SUMMARY]);
	e->id = id ? str_trim(id->line.value) : STR("");
	if (e->broken)
		report(r, broken_line);
	if (id && !e->id.n)
		report_property(r, "its %s can't be read", ID);
	for (int p = 0; p < ONCE; p++)
		if (e->said[p] && e->said[p]->next)
			report_property(r, "it has more than one %s", (enum property)p);
	if (r->good && !e->said[STARTS])
		report(r, "it has no DTSTART");
	note_moved(r, e);
	if (r->good && is_cancelled(r, &cancelled) && read_only_time(r, STARTS, &e->start, &timed)) {
		if (!timed && moves && ics_parameter(&moves->line, "RANGE").p)
			report(r, "it changes all future events of its series, which is not understood here");
		else if (timed && !cancelled && !r->out->timed++)
			r->first_timed = e->summary;
		e->counts = r->good && !timed && !cancelled;
	}
	r->good = r->good && good;
	r->event = NULL;
}

/* In days, at least one; 0: it can't be read, which is reported. */
static int64_t length_of(struct reading *r, const struct event *e)
{
	const struct said *lasts = e->said[LASTS];
	int64_t length = 1, end;
	bool timed;

	if (e->said[ENDS]) {
		if (!read_only_time(r, ENDS, &end, &timed))
			return 0;
		if (timed) {
			report(r, "it begins on a date and ends at a time of day");
			return 0;
		}
		length = end - e->start;
	} else if (lasts) {
		if (!ics_duration_read(str_trim(lasts->line.value), &length)) {
			report_property(r, "its %s can't be read", LASTS);
			return 0;
		}
		if (length < 0) {
			report(r, "it begins on a date and does not last whole days");
			return 0;
		}
	}
	return length < 1 ? 1 : length;
}

/* Days on which a series has no occurrence, in order; and its days. */
struct series {
	struct reading *r;
	int64_t length, *except;
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
	int64_t day;
	bool timed;

	for (; said; said = said->next)
		for (struct str rest = said->line.value; ics_item_next(&rest, ',', &item);) {
			bool period = item.n && memchr(item.p, '/', item.n);
			if (!period && !read_time(s->r, p, &said->line, item, &day, &timed))
				continue;
			if (p == EXCEPTIONS && !period)
				except(s, day);
			else if (p == EXCEPTIONS)
				report_property(s->r, "its %s can't be read", p);
			else if (period || timed)
				report(s->r, "it begins on a date and is repeated (RDATE) at a time of day");
			else
				add_occurrence(s, day);
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
	struct series s = { .r = r };

	r->event = e;
	if (e->said[EXRULE])
		report(r, "it has an EXRULE, which is not understood here; write EXDATEs");
	else if ((s.length = length_of(r, e)) > 0) {
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

static void read_events(struct reading *r)
{
	for (struct event *e = r->events; e; e = e->next)
		read_event(r, e);
	if (r->nmoved)
		qsort(r->moved, r->nmoved, sizeof *r->moved, by_id);
	for (const struct event *e = r->events; e; e = e->next)
		if (e->counts)
			add_series(r, e);
}

bool ics_read(struct str bytes, const char *name, struct ics *out, struct diags *diags)
{
	const int64_t low = day_number(CALENDAR_FIRST_YEAR, 1, 1),
		      ndays = day_number(CALENDAR_LAST_YEAR + 1, 1, 1) - low;
	struct reading r = { .name = name,
			     .diags = diags,
			     .out = out,
			     .good = true,
			     .low = low,
			     .ndays = ndays,
			     .end = &r.events };
	struct str s = stripped(bytes);

	*out = (struct ics){ 0 };
	const char *wrong = wrong_with(s);
	if (!wrong && !read_lines(&r, s))
		wrong = "its BEGIN and END lines do not match; is a piece missing?";
	r.change = mem_new(((size_t)ndays + 1) * sizeof *r.change);
	if (wrong)
		report(&r, wrong);
	else
		read_events(&r);
	if (r.good && out->timed == 1)
		diag_note(diags, "%s: event '%.*s' has a time of day and is no holiday", name,
			  STR_ARG(r.first_timed));
	else if (r.good && out->timed)
		diag_note(diags, "%s: %zu events have a time of day and are no holidays, the first '%.*s'",
			  name, out->timed, STR_ARG(r.first_timed));
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
