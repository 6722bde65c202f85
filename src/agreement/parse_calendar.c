/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The calendar statement, into the model:
 *
 *   calendar office when region = "AMER"
 *       timezone "America/Chicago"
 *       hours    mon-thu 09:00-12:30 13:30-17:30, fri 09:00-16:00
 *       holidays "us.ics"
 *       closed   2026-12-24..2026-12-31, 2026-06-05 14:00-24:00
 *       open     2026-12-28 10:00-14:00
 *
 * Hours that end before they begin end on the next day. A weekday's hours are given in one place, because a
 * second mention could mean additional hours or different ones. Of the calendars of one name the one without
 * `when` comes last.
 */
#include <stdlib.h>

#include "agreement/clauses.h"
#include "agreement/statement.h"
#include "base/mem.h"
#include "expr/builtin.h"

static const char weekdays[7][4] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

static bool take_clock(struct parser *p, int *minutes)
{
	if (p->token.kind == TOKEN_CLOCK) {
		*minutes = (int)p->token.number;
		parser_next(p);
		return true;
	}
	if (p->token.kind == TOKEN_NUMBER && p->token.number >= 0 && p->token.number <= 24 &&
	    p->token.number == (int)p->token.number)
		parser_error(p, "write a time of day with its minutes: %02d:00", (int)p->token.number);
	else
		parser_error(p, "a time of day is expected here, as in 09:00-17:30");
	return false;
}

/* `09:00-17:30`, `22:00-06:00` past midnight. */
static bool take_hours(struct parser *p, struct hours *h)
{
	uint32_t at = p->token.span.at;
	int from, to;

	if (!take_clock(p, &from))
		return false;
	if (!parser_take(p, "-")) {
		parser_error(p, "'-' and the closing time are expected here, as in 09:00-17:30");
		return false;
	}
	if (!take_clock(p, &to))
		return false;
	struct span span = { at, p->last.at + p->last.n - at };
	if (from == 1440)
		diag_at(p->diags, p->text, span, "a day begins at 00:00; 24:00 is its end");
	else if (from == to)
		diag_at(p->diags, p->text, span,
			"this opens and closes at the same time; a whole day is 00:00-24:00");
	if (from == 1440 || from == to)
		return false;
	if (to == 1439)
		diag_note_at(p->diags, p->text, span,
			     "the minute before midnight is left out; the end of a day is written 24:00: "
			     "%02d:%02d-24:00",
			     from / 60, from % 60);
	*h = (struct hours){ (int16_t)from, (int16_t)(to < from ? to + 1440 : to) };
	return true;
}

/* 0 is Monday. */
static bool take_weekday(struct parser *p, int *day)
{
	struct str s = p->token.kind == TOKEN_NAME ? p->token.text : STR_NONE;

	for (*day = 0; *day < 7; ++*day)
		if (parser_at(p, weekdays[*day])) {
			parser_next(p);
			return true;
		}
	for (*day = 0; *day < 7 && s.n > 3; ++*day)
		if ((s.p[0] | 0x20) == weekdays[*day][0] && (s.p[1] | 0x20) == weekdays[*day][1] &&
		    (s.p[2] | 0x20) == weekdays[*day][2]) {
			parser_error(p, "write '%s'", weekdays[*day]);
			parser_next(p);
			return true;
		}
	parser_error(p, "a weekday is expected here: mon, tue, wed, thu, fri, sat or sun");
	return false;
}

/* `mon-fri`, `sat`: a bit each; sat-mon goes over the week's end. */
static bool take_weekdays(struct parser *p, const struct office *o, unsigned *days)
{
	uint32_t at = p->token.span.at;
	int first, last;

	if (!take_weekday(p, &first))
		return false;
	last = first;
	if (parser_take(p, "-") && !take_weekday(p, &last))
		return false;
	for (int day = first;; day = day == 6 ? 0 : day + 1) {
		if ((o->weekdays | *days) & 1u << day) {
			diag_at(p->diags, p->text, (struct span){ at, p->last.at + p->last.n - at },
				"%s has hours already; all hours of a day stand in one place: %s 09:00-12:30 "
				"13:30-17:30",
				weekdays[day], weekdays[day]);
			return false;
		}
		*days |= 1u << day;
		if (day == last)
			return true;
	}
}

/* One group: days, then the hours of each of them. */
static bool take_group(struct agreement *a, struct parser *p, struct office *o)
{
	unsigned days = 0;

	do {
		if (!take_weekdays(p, o, &days))
			return false;
	} while (parser_take(p, ","));
	do {
		struct hours h;
		if (!take_hours(p, &h))
			return false;
		for (int day = 0; day < 7; day++)
			if (days & 1u << day)
				*ADD(a, o->weekly) = (struct weekly_hours){ day, h };
	} while (p->token.kind == TOKEN_CLOCK);
	o->weekdays |= days;
	return true;
}

static bool read_hours(struct agreement *a, struct parser *p, void *into)
{
	struct office *o = into;

	do {
		if (!take_group(a, p, o))
			return false;
	} while (parser_take(p, ","));
	return true;
}

/* A date, or a month: its first and its last day. */
static bool take_date(struct parser *p, int64_t *first, int64_t *last)
{
	struct token t = p->token;

	if (t.kind != TOKEN_DATE) {
		parser_error(p, "a date is expected here, as in 2026-12-24");
		return false;
	}
	if (t.year < CALENDAR_FIRST_YEAR || t.year > CALENDAR_LAST_YEAR) {
		parser_error(p, "calendars go from %d to %d", CALENDAR_FIRST_YEAR, CALENDAR_LAST_YEAR);
		return false;
	}
	parser_next(p);
	*first = day_number(t.year, t.month, t.day ? t.day : 1);
	*last = t.day		? *first
		: t.month == 12 ? day_number(t.year + 1, 1, 1) - 1
				: day_number(t.year, t.month + 1, 1) - 1;
	return true;
}

/* `2026-12-24..2026-12-31`. */
static bool take_dates(struct parser *p, struct dated_hours *d)
{
	uint32_t at = p->token.span.at;
	int64_t first;

	if (!take_date(p, &d->first, &d->last))
		return false;
	if (!parser_take(p, ".."))
		return true;
	if (!take_date(p, &first, &d->last))
		return false;
	if (first >= d->first)
		return true;
	diag_at(p->diags, p->text, (struct span){ at, p->last.at + p->last.n - at },
		"the range's first date is its earlier one");
	return false;
}

static bool read_dated(struct agreement *a, struct parser *p, struct office *o, bool open)
{
	do {
		struct dated_hours d = { 0 };
		if (!take_dates(p, &d))
			return false;
		if (p->token.kind != TOKEN_CLOCK) {
			if (open) {
				parser_error(p, "the hours are expected here, as in 10:00-14:00");
				return false;
			}
			*ADD(a, o->closed) = d;
		}
		while (p->token.kind == TOKEN_CLOCK) {
			if (!take_hours(p, &d.hours))
				return false;
			if (open)
				*ADD(a, o->open) = d;
			else
				*ADD(a, o->closed) = d;
		}
	} while (parser_take(p, ","));
	return true;
}

static bool read_open(struct agreement *a, struct parser *p, void *into)
{
	return read_dated(a, p, into, true);
}

static bool read_closed(struct agreement *a, struct parser *p, void *into)
{
	return read_dated(a, p, into, false);
}

static bool read_holidays(struct agreement *a, struct parser *p, void *into)
{
	struct office *o = into;
	struct holiday_file h = { 0 };

	if (!take_quoted(p, &h.file, "the file of holidays"))
		return false;
	if (parser_take(p, "when") && !(h.when = expr_parse(p)))
		return false;
	*ADD(a, o->holidays) = h;
	return true;
}

static bool read_zone(struct agreement *a, struct parser *p, void *into)
{
	struct office *o = into;

	if (o->zone) {
		parser_error(p, "'timezone' is said a second time");
		return false;
	}
	o->zone_name = p->token.text;
	o->zone = take_zone(p);
	*ADD(a, a->zones) = o->zone;
	return o->zone;
}

static const struct clause clauses[] = {
	{ "timezone", read_zone }, { "hours", read_hours }, { "holidays", read_holidays },
	{ "closed", read_closed }, { "open", read_open },
};

bool read_calendar(struct agreement *a, struct parser *p)
{
	unsigned before = p->diags->errors;
	struct office *o = ADD(a, a->calendars);

	*o = (struct office){ 0 };
	if (!take_plain(p, &o->name,
			"a calendar's name is expected here, one word, for it is asked like "
			"office(mql_at, sal_at)")) {
		a->calendars.n--;
		return false;
	}
	if (parser_take(p, "when") && !(o->when = expr_parse(p)))
		parser_skip_line(p);
	take_clauses(a, p, clauses, sizeof clauses / sizeof *clauses,
		     "'timezone', 'hours', 'holidays', 'closed' or 'open' is expected here", o);
	if (p->diags->errors == before && !o->weekly.n && !o->open.n)
		diag_at(p->diags, p->text, o->name.span,
			"calendar '%.*s' is never open: it needs an indented line like 'hours mon-fri "
			"09:00-17:00'",
			STR_ARG(o->name.text));
	return p->diags->errors == before;
}

/* A calendar's name is called like a function, and used like a unit: `within 2 office hours`. */
static void check_name(const struct word *w, struct diags *diags)
{
	for (size_t i = 0; i < nbuiltins; i++)
		if (str_same(w->text, str_from(builtins[i].name)))
			diag_at(diags, w->where, w->span,
				"'%s' is a function already: %s; call the calendar otherwise",
				builtins[i].name, builtins[i].shape);
	if (span_unit(w->text))
		diag_at(diags, w->where, w->span, "'%.*s' is a unit of time; call the calendar otherwise",
			STR_ARG(w->text));
}

void check_calendar(const struct statement *s, const struct agreement *a, struct diags *diags)
{
	/* of the first of each name, the last so far that takes all */
	const struct office **all = mem_new(a->calendars.n * sizeof *all);

	(void)s;
	for (size_t i = 0; i < a->calendars.n; i++) {
		const struct office *o = &a->calendars.at[i];
		const struct office **before = &all[agreement_find(a, NAMED_CALENDAR, o->name.text)];
		if (*before)
			diag_at(diags, o->name.where, o->name.span,
				"no lead is ever on this calendar: '%.*s' in line %u has no 'when' and takes "
				"them all; that one comes last",
				STR_ARG(o->name.text),
				diag_place((*before)->name.where, (*before)->name.span.at).line);
		if (!o->when)
			*before = o;
		check_name(&o->name, diags);
	}
	free(all);
}
