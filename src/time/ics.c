/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Holidays by libical. An event is a holiday if it begins on a DATE; it lasts
 * from DTSTART to the day before DTEND, at least a day, and so does each of
 * its recurrences. The set of an event's dates is its DTSTART, its RRULEs and
 * its RDATEs, less its EXDATEs (matched by date, whatever their type) and less
 * what another event of the same UID stands for by its RECURRENCE-ID.
 * Cancelled events are none.
 *
 * libical is trusted with syntax and with stepping through a rule, and with
 * nothing else. It hands out dates that do not exist (2026-02-31), so each is
 * checked. Instead of failing it drops what it can't read and leaves a note,
 * which is an error here if the note is about something that dates are made
 * of: a holiday left out in silence makes a lead late. Its own
 * foreach_recurrence makes every event a day too long, and is not used.
 *
 * A rule that says no more than FREQ=YEARLY, which most do, is stepped here:
 * libical takes 6 µs a step, and a tool starts in less than a thousand.
 *
 * Refused: rules by the day or faster (nobody has such holidays, and a typo
 * would close an office for good), changes of "this and all future" events,
 * files that end before END:VCALENDAR.
 */
#include "time/ics.h"

#include <limits.h>
#include <stdlib.h>
#include <strings.h>

#include <libical/ical.h>

#include "base/mem.h"
#include "time/calendar.h"

enum { STEPS_MOST = 200000 }; /* of all rules: several times the days there are */

struct reading {
	const char *name;
	struct diags *diags;
	struct ics *out;
	icalcomponent *root;
	struct moved *moved; /* sorted by series and day */
	size_t nmoved, moved_cap;
	struct buf summary;	/* of the event in hand; libical's own getters would disturb its loops */
	struct buf first_timed; /* the summary of the first event with a time of day */
	bool in_event, good;
	int64_t low, ndays; /* the calendar's days */
	int *change;	    /* [ndays + 1] how many more occurrences last on a day than on the day before */
	int steps;	    /* of the rules followed so far */
};

/* ---- telling ---- */

/* At most 60 bytes of it (a whole number of characters), on one line. */
static void keep_summary(struct reading *r, icalcomponent *event)
{
	const char *s = icalcomponent_get_summary(event);
	size_t n = s ? strnlen(s, 60) : 0;

	while (n && s[n] && ((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	buf_clear(&r->summary);
	for (size_t i = 0; i < n; i++)
		buf_char(&r->summary, (unsigned char)s[i] < ' ' ? ' ' : s[i]);
}

static void tell(struct reading *r, const char *words)
{
	if (r->summary.n && r->in_event)
		diag_error(r->diags, "%s: event '%.*s': %s", r->name, STR_ARG(buf_view(&r->summary)), words);
	else
		diag_error(r->diags, "%s: %s%s", r->name, r->in_event ? "an event without a summary: " : "",
			   words);
	r->good = false;
}

/* ---- days ---- */

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

static bool is_date(struct icaltimetype t)
{
	return t.year >= 1 && t.year <= 9999 && date_valid(t.year, t.month, t.day);
}

/* A time's date; false: there is no such date, which is told. */
static bool day_of(struct reading *r, struct icaltimetype t, int64_t *day)
{
	if (!is_date(t)) {
		tell(r, "it names a date that does not exist");
		return false;
	}
	*day = day_number(t.year, t.month, t.day);
	return true;
}

/* ---- what is left out of a series ---- */

static icalproperty *first(icalcomponent *c, icalproperty_kind kind)
{
	return icalcomponent_get_first_property(c, kind);
}

static icalproperty *next(icalcomponent *c, icalproperty_kind kind)
{
	return icalcomponent_get_next_property(c, kind);
}

typedef void event_fn(struct reading *r, icalcomponent *event);

/* Every VEVENT of every VCALENDAR. */
static void each_event(struct reading *r, icalcomponent *in, event_fn *fn)
{
	icalcompiter i = icalcomponent_begin_component(in, ICAL_ANY_COMPONENT);

	for (icalcomponent *c; (c = icalcompiter_deref(&i)); icalcompiter_next(&i))
		if (icalcomponent_isa(c) == ICAL_VEVENT_COMPONENT)
			fn(r, c);
		else if (icalcomponent_isa(c) == ICAL_VCALENDAR_COMPONENT)
			each_event(r, c, fn);
}

/* An event that stands for an occurrence of the series of its UID. */
struct moved {
	const char *uid;
	int64_t day; /* of that occurrence; NO_DATE: of a date that does not exist */
};

enum { NO_DATE = INT_MIN }; /* before all days */

/* Days on which a series has no occurrence, sorted: by its EXDATEs, and those that are moved. */
struct exceptions {
	icalcomponent *series;
	int64_t *day;
	size_t n, cap;
	const struct moved *moved;
	size_t nmoved;
};

static void except(struct reading *r, struct exceptions *x, struct icaltimetype t)
{
	int64_t day;

	if (!day_of(r, t, &day))
		return;
	MEM_ROOM(x->day, x->n, x->cap);
	x->day[x->n++] = day;
}

static void note_moved(struct reading *r, icalcomponent *event)
{
	const char *uid = icalcomponent_get_uid(event);

	if (!first(event, ICAL_RECURRENCEID_PROPERTY) || !uid || !*uid)
		return;
	struct icaltimetype t = icalcomponent_get_recurrenceid(event);
	MEM_ROOM(r->moved, r->nmoved, r->moved_cap);
	r->moved[r->nmoved++] =
		(struct moved){ uid, is_date(t) ? day_number(t.year, t.month, t.day) : NO_DATE };
}

static int by_series(const void *a, const void *b)
{
	const struct moved *x = a, *y = b;
	int order = strcmp(x->uid, y->uid);

	return order ? order : (x->day > y->day) - (x->day < y->day);
}

/* How many of the moved stand before. */
static size_t moved_before(const struct reading *r, struct moved place)
{
	size_t low = 0, high = r->nmoved;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (by_series(&r->moved[middle], &place) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int by_day(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void find_exceptions(struct reading *r, struct exceptions *x)
{
	const char *uid = icalcomponent_get_uid(x->series);

	for (icalproperty *p = first(x->series, ICAL_EXDATE_PROPERTY); p;
	     p = next(x->series, ICAL_EXDATE_PROPERTY))
		except(r, x, icalproperty_get_exdate(p));
	if (x->n)
		qsort(x->day, x->n, sizeof *x->day, by_day);
	if (first(x->series, ICAL_RECURRENCEID_PROPERTY) || !uid || !*uid)
		return;
	size_t from = moved_before(r, (struct moved){ uid, NO_DATE });
	x->moved = r->moved + from;
	x->nmoved = moved_before(r, (struct moved){ uid, INT64_MAX }) - from;
	if (x->nmoved && x->moved->day == NO_DATE)
		tell(r, "it names a date that does not exist");
}

static int moved_by_day(const void *day, const void *moved)
{
	return by_day(day, &((const struct moved *)moved)->day);
}

static bool excepted(const struct exceptions *x, int64_t day)
{
	return (x->n && bsearch(&day, x->day, x->n, sizeof *x->day, by_day)) ||
	       (x->nmoved && bsearch(&day, x->moved, x->nmoved, sizeof *x->moved, moved_by_day));
}

/* ---- one event ---- */

/* In days, at least one; 0: it can't be told, which is. */
static int64_t length_of(struct reading *r, icalcomponent *event, int64_t start)
{
	icalproperty *end = first(event, ICAL_DTEND_PROPERTY),
		     *duration = first(event, ICAL_DURATION_PROPERTY);
	int64_t length = 1;

	if (end) {
		struct icaltimetype t = icalproperty_get_dtend(end);
		int64_t day;
		if (!day_of(r, t, &day))
			return 0;
		if (!t.is_date) {
			tell(r, "it begins on a date and ends at a time of day");
			return 0;
		}
		length = day - start;
	} else if (duration) {
		struct icaldurationtype d = icalproperty_get_duration(duration);
		if (d.is_neg || d.hours || d.minutes || d.seconds) {
			tell(r, "it begins on a date and does not last whole days");
			return 0;
		}
		length = (int64_t)d.weeks * 7 + d.days;
	}
	return length < 1 ? 1 : length;
}

static void add_occurrence(struct reading *r, const struct exceptions *x, int64_t day, int64_t length)
{
	if (!excepted(x, day))
		add_days(r, day, length);
}

/* Does the rule only repeat the date each INTERVAL years? */
static bool is_plain(const struct icalrecurrencetype *rule)
{
	const short none = ICAL_RECURRENCE_ARRAY_MAX;

	return rule->freq == ICAL_YEARLY_RECURRENCE && !rule->rscale && rule->interval > 0 &&
	       rule->by_second[0] == none && rule->by_minute[0] == none && rule->by_hour[0] == none &&
	       rule->by_day[0] == none && rule->by_month_day[0] == none && rule->by_year_day[0] == none &&
	       rule->by_week_no[0] == none && rule->by_month[0] == none && rule->by_set_pos[0] == none;
}

/* A year that lacks 29 February is passed over, and does not count. */
static void add_plain(struct reading *r, const struct exceptions *x, const struct icalrecurrencetype *rule,
		      struct icaltimetype t, int64_t length)
{
	int left = rule->count > 0 ? rule->count : INT_MAX;
	int64_t until = INT64_MAX;

	if (!icaltime_is_null_time(rule->until) && !day_of(r, rule->until, &until))
		return;
	for (; left && t.year <= CALENDAR_LAST_YEAR; t.year += rule->interval) {
		if (!date_valid(t.year, t.month, t.day))
			continue;
		int64_t day = day_number(t.year, t.month, t.day);
		if (day > until)
			break;
		add_occurrence(r, x, day, length);
		left--;
	}
}

static void add_rule(struct reading *r, const struct exceptions *x, icalproperty *p,
		     struct icaltimetype start, int64_t length)
{
	struct icalrecurrencetype rule = icalproperty_get_rrule(p);
	int64_t day;

	if (rule.freq != ICAL_YEARLY_RECURRENCE && rule.freq != ICAL_MONTHLY_RECURRENCE &&
	    rule.freq != ICAL_WEEKLY_RECURRENCE) {
		tell(r, "its rule is neither yearly nor monthly nor weekly");
		return;
	}
	if (is_plain(&rule)) {
		add_plain(r, x, &rule, start, length);
		return;
	}
	icalrecur_iterator *i = icalrecur_iterator_new(rule, start);
	if (!i) {
		tell(r, "its rule can't be followed; a date that never comes?");
		return;
	}
	for (;;) {
		struct icaltimetype t = icalrecur_iterator_next(i);
		if (icaltime_is_null_time(t) || t.year > CALENDAR_LAST_YEAR || !day_of(r, t, &day))
			break;
		if (++r->steps > STEPS_MOST) {
			tell(r, "with its rule the file names more days than anyone has holidays");
			break;
		}
		add_occurrence(r, x, day, length);
	}
	icalrecur_iterator_free(i);
}

static void add_more_dates(struct reading *r, const struct exceptions *x, int64_t length)
{
	for (icalproperty *p = first(x->series, ICAL_RDATE_PROPERTY); p;
	     p = next(x->series, ICAL_RDATE_PROPERTY)) {
		struct icaltimetype t = icalproperty_get_rdate(p).time;
		int64_t day;
		if (!t.is_date) {
			tell(r, "it begins on a date and is repeated (RDATE) at a time of day");
			return;
		}
		if (day_of(r, t, &day))
			add_occurrence(r, x, day, length);
	}
}

static void add_series(struct reading *r, icalcomponent *event, struct icaltimetype start)
{
	struct exceptions x = { .series = event };
	int64_t day, length;

	if (!day_of(r, start, &day) || !(length = length_of(r, event, day)))
		return;
	if (first(event, ICAL_EXRULE_PROPERTY)) {
		tell(r, "it has an EXRULE, which is not understood here; write EXDATEs");
		return;
	}
	find_exceptions(r, &x);
	add_occurrence(r, &x, day, length);
	for (icalproperty *p = first(event, ICAL_RRULE_PROPERTY); p; p = next(event, ICAL_RRULE_PROPERTY))
		add_rule(r, &x, p, start, length);
	add_more_dates(r, &x, length);
	free(x.day);
}

/* ---- what libical left out ---- */

/* The property a note is about, as in "Can't parse as DATE value in DTSTART property. …"; STR_NONE: it names
 * none. */
static struct str noted_property(const char *note)
{
	const char *end = strstr(note, " property."), *from = end;

	while (from && from > note && from[-1] != ' ')
		from--;
	return from && from < end ? (struct str){ from, (size_t)(end - from) } : STR_NONE;
}

/* Notes about what dates are not made of (an empty DESCRIPTION, say) are let pass. */
static bool matters(const char *note)
{
	static const char *const ours[] = { "DTSTART", "DTEND",	 "DURATION",	  "RRULE",  "RDATE",
					    "EXDATE",  "EXRULE", "RECURRENCE-ID", "STATUS", "UID" };
	struct str p = noted_property(note);

	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		if (str_same(p, str_from(ours[i])))
			return true;
	return !p.n;
}

static void tell_notes(struct reading *r, icalcomponent *c)
{
	for (icalproperty *p = first(c, ICAL_XLICERROR_PROPERTY); p; p = next(c, ICAL_XLICERROR_PROPERTY)) {
		const char *note = icalproperty_get_xlicerror(p);
		struct buf words = { 0 };
		if (!note || !matters(note))
			continue;
		struct str property = noted_property(note);
		if (property.n)
			buf_print(&words, "its %.*s can't be read", STR_ARG(property));
		else
			buf_str(&words, STR("a line can't be read; was a long line broken without a space?"));
		buf_char(&words, '\0');
		tell(r, words.p);
		buf_release(&words);
	}
}

/* ---- the file ---- */

static void take_event(struct reading *r, icalcomponent *event)
{
	bool good = r->good;

	keep_summary(r, event);
	r->in_event = r->good = true;
	tell_notes(r, event);
	icalproperty *start = first(event, ICAL_DTSTART_PROPERTY),
		     *id = first(event, ICAL_RECURRENCEID_PROPERTY);
	if (r->good && !start)
		tell(r, "it has no DTSTART");
	if (r->good && icalcomponent_get_status(event) != ICAL_STATUS_CANCELLED) {
		struct icaltimetype t = icalproperty_get_dtstart(start);
		if (!t.is_date) {
			if (!r->out->timed++)
				buf_str(&r->first_timed, buf_view(&r->summary));
		} else if (id && icalproperty_get_first_parameter(id, ICAL_RANGE_PARAMETER)) {
			tell(r, "it changes all future events of its series, which is not understood here");
		} else {
			add_series(r, event, t);
		}
	}
	r->good = r->good && good;
	r->in_event = false;
}

static bool line_is(struct str s, struct str wanted)
{
	return s.n >= wanted.n && strncasecmp(s.p, wanted.p, wanted.n) == 0;
}

/* Without a byte order mark, spaces and line ends around. */
static struct str stripped(struct str s)
{
	if (str_starts(s, STR("\xEF\xBB\xBF")))
		s = str_slice(s, 3, s.n);
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

/* Does each BEGIN have its END? libical closes what is left open, and prints of its own what is closed twice.
 */
static bool nested(struct str s)
{
	struct str open[16];
	size_t depth = 0;

	while (s.n) {
		const char *newline = memchr(s.p, '\n', s.n);
		struct str line = str_slice(s, 0, newline ? (size_t)(newline - s.p) : s.n);
		s = str_slice(s, line.n + !!newline, s.n);
		while (line.n && strchr(" \t\r", line.p[line.n - 1]))
			line.n--;
		if (line_is(line, STR("BEGIN:"))) {
			if (depth == sizeof open / sizeof *open)
				return false;
			open[depth++] = str_slice(line, 6, line.n);
		} else if (line_is(line, STR("END:"))) {
			struct str name = str_slice(line, 4, line.n);
			if (!depth-- || open[depth].n != name.n || !line_is(name, open[depth]))
				return false;
		}
	}
	return depth == 0;
}

/* What libical does not look at, or not well. */
static const char *wrong_with(struct str s)
{
	const struct str end = STR("END:VCALENDAR");

	if (!line_is(s, STR("BEGIN:VCALENDAR")))
		return "this is no iCalendar file: it does not begin with BEGIN:VCALENDAR";
	if (memchr(s.p, 0, s.n))
		return "this is no iCalendar file: there is a byte 0x00 in it";
	if (s.n < end.n || !line_is(str_slice(s, s.n - end.n, s.n), end))
		return "it ends before END:VCALENDAR; is it cut short?";
	if (!nested(s))
		return "its BEGIN and END lines do not match; is a piece missing?";
	return NULL;
}

static void walk(struct reading *r)
{
	icalcomponent_kind kind = icalcomponent_isa(r->root);

	if (kind != ICAL_XROOT_COMPONENT && kind != ICAL_VCALENDAR_COMPONENT) {
		tell(r, "this is no iCalendar file");
		return;
	}
	tell_notes(r, r->root);
	icalcompiter i = icalcomponent_begin_component(r->root, ICAL_VCALENDAR_COMPONENT);
	for (icalcomponent *c; (c = icalcompiter_deref(&i)); icalcompiter_next(&i))
		tell_notes(r, c);
	each_event(r, r->root, note_moved);
	if (r->nmoved)
		qsort(r->moved, r->nmoved, sizeof *r->moved, by_series);
	each_event(r, r->root, take_event);
}

bool ics_read(struct str bytes, const char *name, struct ics *out, struct diags *diags)
{
	const int64_t low = day_number(CALENDAR_FIRST_YEAR, 1, 1),
		      ndays = day_number(CALENDAR_LAST_YEAR + 1, 1, 1) - low;
	struct reading r = {
		.name = name, .diags = diags, .out = out, .good = true, .low = low, .ndays = ndays
	};
	struct str s = stripped(bytes);
	struct buf text = { 0 };

	*out = (struct ics){ 0 };
	const char *wrong = wrong_with(s);
	if (wrong) {
		tell(&r, wrong);
		return false;
	}
	buf_str(&text, s);
	buf_add(&text, "\r\n", 3); /* with its NUL */
	r.change = mem_new(((size_t)ndays + 1) * sizeof *r.change);
	icalerror_set_errors_are_fatal(0);
	r.root = icalparser_parse_string(text.p);
	if (!r.root)
		tell(&r, "this iCalendar file can't be read");
	else
		walk(&r);
	if (r.good && out->timed == 1)
		diag_note(diags, "%s: event '%.*s' has a time of day and is no holiday", name,
			  STR_ARG(buf_view(&r.first_timed)));
	else if (r.good && out->timed)
		diag_note(diags, "%s: %zu events have a time of day and are no holidays, the first '%.*s'",
			  name, out->timed, STR_ARG(buf_view(&r.first_timed)));
	if (r.root)
		icalcomponent_free(r.root);
	buf_release(&text);
	buf_release(&r.summary);
	buf_release(&r.first_timed);
	free(r.moved);
	write_days(&r);
	free(r.change);
	return r.good;
}

void ics_release(struct ics *file)
{
	free(file->day);
	*file = (struct ics){ 0 };
}
