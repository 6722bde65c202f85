/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening hours, and what is promised by them. */
#include "paper/telling.h"
#include "time/day.h"

static const char *const weekdays[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
					"Friday", "Saturday", "Sunday" };

static void put_hours(struct buf *b, struct hours h)
{
	int to = h.to > 1440 ? h.to - 1440 : h.to;

	buf_print(b, "%02d:%02d to %02d:%02d%s", h.from / 60, h.from % 60, to / 60, to % 60,
		  h.to > 1440 ? " of the next day" : "");
}

/* The hours of one weekday: "09:00 to 12:30 and 13:30 to 17:30"; n 0: none. */
static struct str day_hours(struct paper *p, const struct office *o, int day)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < o->weekly.n; i++)
		if (o->weekly.at[i].weekday == day) {
			buf_str(&b, b.n ? STR(" and ") : STR(""));
			put_hours(&b, o->weekly.at[i].hours);
		}
	return kept(p, &b);
}

/* Neighbors with the same hours in one item. */
static void tell_week(struct paper *p, const struct office *o)
{
	for (int first = 0, last; first < 7; first = last + 1) {
		struct str hours = day_hours(p, o, first);
		for (last = first; last < 6 && str_eq(hours, day_hours(p, o, last + 1));)
			last++;
		if (!hours.n)
			continue;
		item(p, "%s%s%s: %.*s", weekdays[first], last > first ? " to " : "",
		     last > first ? weekdays[last] : "", STR_ARG(hours));
	}
}

static void put_day(struct buf *b, int64_t day)
{
	struct civil c = day_civil(day);

	words_date(b, c.year, c.month, c.day);
}

static struct str dated(struct paper *p, const struct dated_hours *d)
{
	struct buf b = { 0 };

	buf_str(&b, d->first == d->last ? STR("on ") : STR("from "));
	put_day(&b, d->first);
	if (d->last != d->first) {
		buf_str(&b, STR(" to "));
		put_day(&b, d->last);
	}
	if (d->hours.to) {
		buf_str(&b, STR(", "));
		put_hours(&b, d->hours);
	}
	return kept(p, &b);
}

static void tell_calendar(struct paper *p, const struct office *o)
{
	struct str name = term_of(p, o->name.text);

	prose_small_heading(&p->prose, arena_print(&p->arena, "The calendar %.*s%.*s", STR_ARG(name),
						   STR_ARG(clause(p, ", if ", o->when))));
	tell_week(p, o);
	for (size_t i = 0; i < o->holidays.n; i++) {
		const struct holiday_file *h = &o->holidays.at[i];
		item(p, "closed on the days of “%.*s”%.*s", STR_ARG(h->file.text),
		     STR_ARG(clause(p, " for which ", h->when)));
	}
	for (size_t i = 0; i < o->closed.n; i++)
		item(p, "closed %.*s", STR_ARG(dated(p, &o->closed.at[i])));
	for (size_t i = 0; i < o->open.n; i++)
		item(p, "open %.*s, whatever else is said of these days", STR_ARG(dated(p, &o->open.at[i])));
	if (o->zone)
		item(p, "by the clock of %.*s", STR_ARG(o->zone_name));
}

void tell_calendars(struct paper *p)
{
	const struct agreement *a = p->agreement;

	bool several = false;

	for (size_t i = 0; i < a->calendars.n; i++) {
		tell_calendar(p, &a->calendars.at[i]);
		several |= agreement_find(a, NAMED_CALENDAR, a->calendars.at[i].name.text) != i;
	}
	if (several)
		say(p, "Of calendars with one name a lead has the first whose condition holds.");
}

/* ---- promises ---- */

/* "4 office hours", "90 minutes", "2 days". 24 hours are not a day. */
static struct str how_long(struct paper *p, const struct promise *promise)
{
	static const int64_t hour = 3600 * SECOND_US, minute = 60 * SECOND_US;
	bool minutes = promise->span % hour && promise->span % minute == 0;
	double n = promise->days ? (double)promise->days
				 : (double)promise->span / (double)(minutes ? minute : hour);
	const char *unit = promise->days ? "day" : minutes ? "minute" : "hour";
	struct str calendar = promise->calendar.text.p ? term_of(p, promise->calendar.text) : STR("");

	return arena_print(&p->arena, "%.*s %.*s%s%s%s", STR_ARG(number(p, n)), STR_ARG(calendar),
			   calendar.n ? " " : "", unit, n == 1 ? "" : "s");
}

static struct str ends(struct paper *p, const struct sla *s)
{
	struct str all = STR("");

	for (size_t i = 0; i < s->to.n; i++)
		all = arena_print(&p->arena, "%.*s%s%.*s", STR_ARG(all), i ? " or " : "",
				  STR_ARG(moment(p, s->to.at[i])));
	return all;
}

static void tell_promises(struct paper *p, const struct sla *s)
{
	const struct promise *last = &s->promises.at[s->promises.n - 1];

	for (size_t i = 0; i < s->promises.n; i++) {
		const struct promise *one = &s->promises.at[i];
		step(p, i + 1, "within %.*s%.*s", STR_ARG(how_long(p, one)),
		     STR_ARG(one->when		 ? clause(p, " if ", one->when)
			     : s->promises.n > 1 ? STR(" otherwise")
						 : STR("")));
	}
	if (last->when)
		step(p, s->promises.n + 1, "never otherwise: nothing is promised");
}

static void tell_clock(struct paper *p, const struct sla *s)
{
	prose_small_heading(&p->prose,
			    arena_print(&p->arena, "The promise %.*s", STR_ARG(term_of(p, s->name.text))));
	say(p, "After %.*s an answer must follow: %.*s. It is due%s", STR_ARG(moment(p, s->from)),
	    STR_ARG(ends(p, s)), s->promises.n > 1 ? ", by the first line that fits," : "");
	tell_promises(p, s);
	if (s->warn)
		say(p, "A lead that still waits when %.*s of its time is over is shown with a warning.",
		    STR_ARG(percent(p, (double)s->warn / 1e6)));
	for (size_t i = 0; i < s->pauses.n; i++) {
		const struct pause *pause = &s->pauses.at[i];
		if (pause->when)
			say(p, "The time stands still %.*s.", STR_ARG(clause(p, "while ", pause->when)));
		else
			say(p, "The time stands still from %.*s to %.*s.", STR_ARG(moment(p, pause->from)),
			    STR_ARG(moment(p, pause->to)));
	}
}

void tell_clocks(struct paper *p)
{
	const struct agreement *a = p->agreement;
	bool open_days = false, days = false, open_hours = false;

	for (size_t i = 0; i < a->slas.n; i++) {
		const struct sla *s = &a->slas.at[i];
		tell_clock(p, s);
		for (size_t k = 0; k < s->promises.n; k++) {
			bool calendar = s->promises.at[k].calendar.text.p;
			open_days |= calendar && s->promises.at[k].days;
			days |= !calendar && s->promises.at[k].days;
			open_hours |= calendar && !s->promises.at[k].days;
		}
	}
	if (!a->slas.n)
		return;
	prose_small_heading(&p->prose, STR("How promises are counted"));
	item(p, "A stage counts as an answer, too, if the lead has reached a later one. A lead that leaves "
		"by an "
		"exit that is no answer is withdrawn if it was not yet due, and late if it was.");
	if (open_hours)
		item(p, "Hours and minutes of a calendar count only while it is open.");
	if (open_days)
		item(p, "Days of a calendar are days on which it is open; the last of them ends when the "
			"calendar "
			"closes. The first day counts only if the lead came before it opened, or just then.");
	if (days)
		item(p, "%s end that many dates later, at the same time of day.",
		     open_days ? "Other days" : "Days");
}
