/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of calendars share: plans said in words, times said in ISO 8601. */
#ifndef TESTS_CALENDAR_H
#define TESTS_CALENDAR_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "time/calendar.h"

#define MINUTE_US (60 * SECOND_US)
#define HOUR_US	  (3600 * SECOND_US)

enum { MOST = 128 };

/* A plan with room, and what it is compiled to. */
struct plan {
	struct calendar_plan said;
	struct weekly_hours weekly[MOST];
	struct dated_hours open[MOST], closed[MOST];
	int64_t holiday[MOST];
	struct arena arena;
	const struct calendar *calendar;
};

static inline const struct zone *zone(const char *name)
{
	static struct {
		char name[40];
		const struct zone *zone;
	} known[40];
	struct buf why = { 0 };
	size_t i = 0;

	while (known[i].zone && strcmp(known[i].name, name) != 0)
		i++;
	if (!known[i].zone) {
		assert_true(i < 39 && strlen(name) < 40);
		snprintf(known[i].name, sizeof known[i].name, "%s", name);
		known[i].zone = zone_load(str_from(name), &why);
		if (!known[i].zone)
			fail_msg("%.*s", STR_ARG(buf_view(&why)));
		buf_release(&why);
	}
	return known[i].zone;
}

static inline int64_t at(const char *s, const struct zone *z)
{
	int64_t t = INSTANT_NONE;

	if (instant_read(str_from(s), &(struct time_style){ .zone = z }, &t) != TIME_READ)
		fail_msg("'%s' is not a time", s);
	return t;
}

static inline const char *written(int64_t t, const struct zone *z)
{
	static struct buf text[2];
	static int turn;
	struct buf *b = &text[turn = !turn];

	buf_clear(b);
	if (t == INSTANT_NONE)
		buf_str(b, STR("none"));
	else
		instant_write(b, t, z);
	buf_char(b, '\0');
	return b->p;
}

/* ---- plans ---- */

static inline int clock_of(const char *s)
{
	int h, m;

	assert_int_equal(sscanf(s, "%d:%d", &h, &m), 2);
	return h * 60 + m;
}

/* "09:00-17:30"; hours past 24 are the next day's, as are those that end before they begin. */
static inline struct hours hours(const char *s)
{
	int from = clock_of(s), to = clock_of(strchr(s, '-') + 1);

	return (struct hours){ (int16_t)from, (int16_t)(to <= from ? to + 1440 : to) };
}

static inline int64_t day(const char *s)
{
	int y, m, d;

	assert_int_equal(sscanf(s, "%d-%d-%d", &y, &m, &d), 3);
	return day_number(y, m, d);
}

static inline void plan_init(struct plan *p, const char *name)
{
	*p = (struct plan){ .said = { .zone = zone(name) } };
	p->said.weekly = p->weekly;
	p->said.open = p->open;
	p->said.closed = p->closed;
	p->said.holiday = p->holiday;
}

/* Days as "mon-fri" or "sat". */
static inline void weekly(struct plan *p, const char *days, const char *h)
{
	static const char names[] = "montuewedthufrisatsun";
	char first[4] = { days[0], days[1], days[2] }, last[4] = { 0 };

	memcpy(last, days[3] ? days + 4 : days, 3);
	int low = (int)(strstr(names, first) - names) / 3, high = (int)(strstr(names, last) - names) / 3;
	for (int d = low; d <= high; d++)
		p->weekly[p->said.nweekly++] = (struct weekly_hours){ d, hours(h) };
}

static inline void holiday(struct plan *p, const char *date)
{
	p->holiday[p->said.nholidays++] = day(date);
}

static inline void opened(struct plan *p, const char *date, const char *h)
{
	p->open[p->said.nopen++] = (struct dated_hours){ day(date), day(date), hours(h) };
}

/* h NULL: the whole day. */
static inline void closed(struct plan *p, const char *first, const char *last, const char *h)
{
	p->closed[p->said.nclosed++] =
		(struct dated_hours){ day(first), day(last), h ? hours(h) : (struct hours){ 0 } };
}

static inline const struct calendar *compiled(struct plan *p)
{
	if (!p->calendar)
		p->calendar = calendar_new(&p->said, &p->arena);
	return p->calendar;
}

static inline void plan_release(struct plan *p)
{
	arena_release(&p->arena);
}

/* Times are read in the plan's zone. */
static inline int64_t between(struct plan *p, const char *a, const char *b)
{
	return calendar_between(compiled(p), at(a, p->said.zone), at(b, p->said.zone));
}

static inline void plus_is(struct plan *p, const char *t, int64_t span, const char *wanted)
{
	int64_t got = calendar_plus(compiled(p), at(t, p->said.zone), span);

	if (got != at(wanted, p->said.zone))
		fail_msg("%s and %lld s is %s, not %s", t, (long long)(span / SECOND_US),
			 written(got, p->said.zone), wanted);
}

#endif
