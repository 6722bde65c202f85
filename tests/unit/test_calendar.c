/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening hours: the laws of open time over random calendars, zones and pairs
 * of instants; a brute force that turns each boundary into an instant by
 * trying the minutes one by one; the vectors of other people's test suites;
 * and by name the mistakes that others made.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/number.h"
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

static uint64_t seed = 5;

static int64_t roll(int64_t low, int64_t high)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return low + (int64_t)(seed % (uint64_t)(high - low + 1));
}

static const struct zone *zone(const char *name)
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
		strcpy(known[i].name, name);
		known[i].zone = zone_load(str_from(name), &why);
		if (!known[i].zone)
			fail_msg("%.*s", STR_ARG(buf_view(&why)));
		buf_release(&why);
	}
	return known[i].zone;
}

static int64_t at(const char *s, const struct zone *z)
{
	int64_t t = INSTANT_NONE;

	if (instant_read(str_from(s), &(struct time_style){ z, DATES_UNSAID }, &t) != TIME_READ)
		fail_msg("'%s' is no time", s);
	return t;
}

static const char *written(int64_t t, const struct zone *z)
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

static int clock_of(const char *s)
{
	int h, m;

	assert_int_equal(sscanf(s, "%d:%d", &h, &m), 2);
	return h * 60 + m;
}

/* "09:00-17:30"; hours past 24 are the next day's, as are those that end before they begin. */
static struct hours hours(const char *s)
{
	int from = clock_of(s), to = clock_of(strchr(s, '-') + 1);

	return (struct hours){ (int16_t)from, (int16_t)(to <= from ? to + 1440 : to) };
}

static int64_t day(const char *s)
{
	int y, m, d;

	assert_int_equal(sscanf(s, "%d-%d-%d", &y, &m, &d), 3);
	return day_number(y, m, d);
}

static void plan_init(struct plan *p, const char *name)
{
	*p = (struct plan){ .said = { .zone = zone(name) } };
	p->said.weekly = p->weekly;
	p->said.open = p->open;
	p->said.closed = p->closed;
	p->said.holiday = p->holiday;
}

/* Days as "mon-fri" or "sat". */
static void weekly(struct plan *p, const char *days, const char *h)
{
	static const char names[] = "montuewedthufrisatsun";
	char first[4] = { days[0], days[1], days[2] }, last[4] = { 0 };

	memcpy(last, days[3] ? days + 4 : days, 3);
	int low = (int)(strstr(names, first) - names) / 3, high = (int)(strstr(names, last) - names) / 3;
	for (int d = low; d <= high; d++)
		p->weekly[p->said.nweekly++] = (struct weekly_hours){ d, hours(h) };
}

static void holiday(struct plan *p, const char *date)
{
	p->holiday[p->said.nholidays++] = day(date);
}

static void opened(struct plan *p, const char *date, const char *h)
{
	p->open[p->said.nopen++] = (struct dated_hours){ day(date), day(date), hours(h) };
}

/* h NULL: the whole day. */
static void closed(struct plan *p, const char *first, const char *last, const char *h)
{
	p->closed[p->said.nclosed++] =
		(struct dated_hours){ day(first), day(last), h ? hours(h) : (struct hours){ 0 } };
}

static const struct calendar *compiled(struct plan *p)
{
	if (!p->calendar)
		p->calendar = calendar_new(&p->said, &p->arena);
	return p->calendar;
}

static void plan_release(struct plan *p)
{
	arena_release(&p->arena);
}

/* Times are read in the plan's zone. */
static int64_t between(struct plan *p, const char *a, const char *b)
{
	return calendar_between(compiled(p), at(a, p->said.zone), at(b, p->said.zone));
}

static void plus_is(struct plan *p, const char *t, int64_t span, const char *wanted)
{
	int64_t got = calendar_plus(compiled(p), at(t, p->said.zone), span);

	if (got != at(wanted, p->said.zone))
		fail_msg("%s and %lld s is %s, not %s", t, (long long)(span / SECOND_US),
			 written(got, p->said.zone), wanted);
}

/* ---- mistakes that others made ---- */

static void a_holiday_is_not_24_hours_to_add(void **state)
{
	struct plan p;

	(void)state;
	plan_init(&p, "Europe/Berlin");
	weekly(&p, "mon-fri", "09:00-17:00");
	plus_is(&p, "2026-11-21 15:00", HOUR_US, "2026-11-23 10:00"); /* Saturday */
	plan_release(&p);
	plan_init(&p, "Europe/Berlin");
	weekly(&p, "mon-fri", "09:00-17:00");
	holiday(&p, "2026-11-23");
	plus_is(&p, "2026-11-20 16:30", HOUR_US, "2026-11-24 09:30");
	assert_int_equal(between(&p, "2026-11-20 12:00", "2026-11-24 10:00"), 6 * HOUR_US);
	plan_release(&p);
}

static void old_rows_have_their_own_offset(void **state)
{
	struct plan p;

	(void)state;
	plan_init(&p, "America/New_York");
	weekly(&p, "mon-sun", "09:00-17:00");
	/* 13:00Z is 9 in the morning in summer, 8 in winter; the United States changed their rules in 2007.
	 */
	assert_int_equal(between(&p, "2026-07-01T13:00Z", "2026-07-01T14:00Z"), HOUR_US);
	assert_int_equal(between(&p, "2026-01-05T13:00Z", "2026-01-05T14:00Z"), 0);
	assert_int_equal(between(&p, "2006-03-20T13:00Z", "2006-03-20T14:00Z"), 0);
	assert_int_equal(between(&p, "2007-03-20T13:00Z", "2007-03-20T14:00Z"), HOUR_US);
	assert_int_equal(between(&p, "2099-07-01T13:00Z", "2099-07-01T14:00Z"), HOUR_US);
	plan_release(&p);
}

static void the_zone_is_the_calendars(void **state)
{
	struct plan p;

	(void)state;
	plan_init(&p, "Australia/Sydney");
	weekly(&p, "mon-fri", "09:00-17:00");
	assert_int_equal(between(&p, "2026-11-22T22:00Z", "2026-11-22T23:00Z"), HOUR_US); /* Monday there */
	assert_int_equal(between(&p, "2026-11-23T09:00Z", "2026-11-23T17:00Z"), 0);
	plan_release(&p);
}

static void a_boundary_in_the_gap_opens_at_the_shifted_time(void **state)
{
	struct plan p;

	(void)state;
	plan_init(&p, "Europe/Berlin"); /* 2026-03-29 has no 02:00 to 03:00 */
	weekly(&p, "sun", "02:30-06:00");
	assert_false(calendar_is_open(compiled(&p), at("2026-03-29T03:29:59.999999+02:00", NULL)));
	assert_true(calendar_is_open(compiled(&p), at("2026-03-29T03:30+02:00", NULL)));
	assert_int_equal(between(&p, "2026-03-29", "2026-03-30"), 150 * MINUTE_US);
	plan_release(&p);
	plan_init(&p, "Europe/Berlin");
	weekly(&p, "sun", "02:30-03:15"); /* it would close before it opens */
	assert_int_equal(between(&p, "2026-03-29", "2026-03-30"), 0);
	assert_int_equal(between(&p, "2026-03-22", "2026-03-23"), 45 * MINUTE_US);
	plan_release(&p);
	plan_init(&p, "America/Sao_Paulo"); /* 2018-11-04 began at 01:00 */
	weekly(&p, "sun", "00:00-24:00");
	assert_int_equal(between(&p, "2018-11-01", "2018-11-10"), 23 * HOUR_US);
	plan_release(&p);
}

static void an_overlap_counts_its_real_hour(void **state)
{
	struct plan p;

	(void)state;
	plan_init(&p, "Europe/Berlin"); /* 2026-10-25 has 02:00 to 03:00 twice */
	weekly(&p, "sun", "00:00-24:00");
	assert_int_equal(between(&p, "2026-10-25", "2026-10-26"), 25 * HOUR_US);
	plan_release(&p);
	plan_init(&p, "Europe/Berlin");
	weekly(&p, "sun", "01:00-02:30"); /* closes on the first pass */
	assert_int_equal(between(&p, "2026-10-25", "2026-10-26"), 90 * MINUTE_US);
	plan_release(&p);
	plan_init(&p, "Europe/Berlin");
	weekly(&p, "sun", "02:30-04:00"); /* opens on the first pass */
	assert_int_equal(between(&p, "2026-10-25", "2026-10-26"), 150 * MINUTE_US);
	plan_release(&p);
}

/* ---- what a plan can say ---- */

static void a_shift_past_midnight_is_of_the_day_it_begins(void **state)
{
	struct plan p;

	(void)state;
	plan_init(&p, "UTC");
	weekly(&p, "mon-fri", "22:00-06:00");
	holiday(&p, "2026-11-24"); /* Tuesday: its own night goes, Monday's stays */
	assert_int_equal(between(&p, "2026-11-23", "2026-11-30"), 4 * 8 * HOUR_US);
	assert_true(calendar_is_open(compiled(&p), at("2026-11-24 03:00", p.said.zone)));
	assert_false(calendar_is_open(compiled(&p), at("2026-11-25 03:00", p.said.zone)));
	assert_true(calendar_is_open(compiled(&p), at("2026-11-28 05:59:59", p.said.zone))); /* Friday's */
	assert_false(calendar_is_open(compiled(&p), at("2026-11-28 06:00", p.said.zone)));
	plan_release(&p);
}

static void open_dates_replace_hours_and_beat_holidays(void **state)
{
	struct plan p;

	(void)state;
	plan_init(&p, "UTC");
	weekly(&p, "mon-fri", "09:00-17:00");
	holiday(&p, "2026-12-25");
	closed(&p, "2026-12-24", "2026-12-31", NULL);
	opened(&p, "2026-12-28", "10:00-12:00");
	opened(&p, "2026-12-28", "13:00-14:00");
	opened(&p, "2027-01-04", "12:00-13:00"); /* shorter than its weekday's */
	closed(&p, "2026-12-28", "2026-12-28", "11:00-13:30");
	assert_int_equal(between(&p, "2026-12-24", "2027-01-01"), 90 * MINUTE_US);
	assert_int_equal(between(&p, "2027-01-04", "2027-01-05"), HOUR_US);
	plan_release(&p);
	plan_init(&p, "UTC"); /* open dates only */
	opened(&p, "2016-11-11", "09:00-12:00");
	assert_int_equal(between(&p, "1970-01-01", "2100-12-31"), 3 * HOUR_US);
	plus_is(&p, "2016-11-01", HOUR_US, "2016-11-11 10:00");
	assert_true(calendar_plus(compiled(&p), at("2016-11-11 11:00", p.said.zone), 2 * HOUR_US) ==
		    INSTANT_NONE);
	plan_release(&p);
}

static void overlaps_count_once(void **state)
{
	struct plan p;

	(void)state;
	plan_init(&p, "UTC");
	weekly(&p, "mon", "22:00-06:00");
	weekly(&p, "tue", "00:00-08:00");
	weekly(&p, "tue", "07:00-09:00");
	weekly(&p, "tue", "09:00-10:00");
	assert_int_equal(between(&p, "2026-11-23", "2026-11-26"), 12 * HOUR_US);
	plus_is(&p, "2026-11-23", 12 * HOUR_US, "2026-11-24 10:00");
	plan_release(&p);
}

static void years_outside_are_none(void **state)
{
	struct plan p;

	(void)state;
	plan_init(&p, "Pacific/Kiritimati");
	weekly(&p, "mon-sun", "00:00-24:00");
	const struct calendar *c = compiled(&p);
	int64_t first = at("1970-01-01", p.said.zone), last = at("2100-12-31 23:59", p.said.zone);
	assert_true(calendar_between(c, first, last) == last - first);
	assert_true(calendar_between(c, at("1969-12-30", p.said.zone), last) == INSTANT_NONE);
	assert_true(calendar_between(c, last, at("2101-01-05", p.said.zone)) == INSTANT_NONE);
	assert_true(calendar_between(c, INSTANT_NONE, last) == INSTANT_NONE);
	assert_true(calendar_plus(c, last, 100 * DAY_US) == INSTANT_NONE);
	assert_true(calendar_plus(c, first, INT64_MAX) == INSTANT_NONE);
	assert_true(calendar_plus(c, first, INT64_MIN + 1) == INSTANT_NONE);
	assert_false(calendar_is_open(c, INSTANT_NONE));
	assert_true(calendar_day_end(c, last, 100) == INSTANT_NONE);
	plan_release(&p);
	plan_init(&p, "UTC"); /* never open */
	c = compiled(&p);
	assert_int_equal(between(&p, "1970-01-01", "2100-01-01"), 0);
	assert_true(calendar_plus(c, 0, 1) == INSTANT_NONE && calendar_plus(c, 0, -1) == INSTANT_NONE);
	assert_true(calendar_plus(c, 5, 0) == 5 && !calendar_is_open(c, 0));
	assert_true(calendar_day_end(c, 0, 1) == INSTANT_NONE);
	plan_release(&p);
}

/* Sat 12:00, Mon 08:00, Mon 09:00 and one office day: Monday's close; Mon 09:01: Tuesday's. */
static void office_days(void **state)
{
	static const struct {
		const char *t;
		int64_t n;
		const char *end;
	} cases[] = {
		{ "2026-11-21 12:00", 1, "2026-11-23 17:30" }, { "2026-11-23 08:00", 1, "2026-11-23 17:30" },
		{ "2026-11-23 09:00", 1, "2026-11-23 17:30" }, { "2026-11-23 09:01", 1, "2026-11-24 17:30" },
		{ "2026-11-23 09:01", 4, "2026-11-27 16:00" }, { "2026-11-23 09:01", 5, "2026-12-01 06:00" },
		{ "2026-11-30 22:00", 1, "2026-12-01 06:00" }, { "2026-11-30 23:00", 1, "2026-12-01 17:30" },
	};
	struct plan p;

	(void)state;
	plan_init(&p, "Europe/Berlin");
	weekly(&p, "mon-thu", "09:00-12:30");
	weekly(&p, "mon-thu", "13:30-17:30");
	weekly(&p, "fri", "09:00-16:00");
	opened(&p, "2026-11-30", "22:00-06:00"); /* a night shift, of the Monday it begins */
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t got = calendar_day_end(compiled(&p), at(cases[i].t, p.said.zone), cases[i].n);
		if (got != at(cases[i].end, p.said.zone))
			fail_msg("%s and %lld days: %s", cases[i].t, (long long)cases[i].n,
				 written(got, p.said.zone));
	}
	assert_true(calendar_day_end(compiled(&p), 0, 0) == INSTANT_NONE);
	plan_release(&p);
}

/* ---- at random ---- */

static const char *const zones[] = {
	"UTC",
	"Europe/Berlin",
	"America/New_York",
	"Australia/Lord_Howe",
	"Pacific/Apia",
	"Asia/Kathmandu",
	"Africa/Casablanca",
	"Asia/Gaza",
	"Antarctica/Troll",
	"Europe/Dublin",
	"America/Sao_Paulo",
	"America/St_Johns",
	"Pacific/Kwajalein",
};
enum { ZONES = sizeof zones / sizeof *zones };

static struct hours random_hours(void)
{
	int16_t from = (int16_t)roll(0, 1439), step = (int16_t)(roll(0, 2) ? 15 : 1);

	from = (int16_t)(from / step * step);
	return (struct hours){ from, (int16_t)(from + roll(1, 1440 / step) * step) };
}

/* A calendar around one day, which is often one with a clock change or next to one. */
static void random_plan(struct plan *p, int64_t *around)
{
	plan_init(p, zones[roll(0, ZONES - 1)]);
	*around = day_number((int32_t)roll(1975, 2099), 1, 1) + roll(0, 364);
	for (int tries = 0; tries < 400 && roll(0, 4); tries++, ++*around)
		if (zone_offset(p->said.zone, *around * 86400) !=
		    zone_offset(p->said.zone, (*around + 1) * 86400))
			break;
	for (int64_t n = roll(0, 10); n > 0; n--)
		p->weekly[p->said.nweekly++] = (struct weekly_hours){ (int)roll(0, 6), random_hours() };
	for (int64_t n = roll(0, 2); n > 0; n--)
		p->holiday[p->said.nholidays++] = *around + roll(-4, 4);
	for (int64_t n = roll(0, 3); n > 0; n--) {
		int64_t d = *around + roll(-4, 4);
		p->open[p->said.nopen++] = (struct dated_hours){ d, d + roll(0, 1), random_hours() };
	}
	for (int64_t n = roll(0, 3); n > 0; n--) {
		int64_t d = *around + roll(-4, 4);
		p->closed[p->said.nclosed++] =
			(struct dated_hours){ d, d + roll(0, 2),
					      roll(0, 2) ? random_hours() : (struct hours){ 0 } };
	}
}

enum { SPAN_DAYS = 16, MINUTES = SPAN_DAYS * 1440 };

/* The minute, from the window's first, at which a wall clock shows so many minutes: tried one by one. A time
 * that is never shown is moved by what was skipped: the clock before the change would have shown it. */
static int64_t minute_of(const struct zone *z, int64_t window, int64_t wall)
{
	int64_t guess = wall * 60 - 30 * 3600;

	for (int64_t t = guess; t < wall * 60 + 30 * 3600; t += 60)
		if (t + zone_offset(z, t) == wall * 60)
			return t / 60 - window;
	int32_t before = zone_offset(z, guess);
	for (int64_t t = guess; t + zone_offset(z, t) < wall * 60; t += 60)
		before = zone_offset(z, t);
	return wall - before / 60 - window;
}

static void paint(bool *minute, const struct plan *p, int64_t window, int64_t d, struct hours h, bool open)
{
	int64_t from = minute_of(p->said.zone, window, d * 1440 + h.from),
		to = minute_of(p->said.zone, window, d * 1440 + h.to);

	for (int64_t m = from < 0 ? 0 : from; m < to && m < MINUTES; m++)
		minute[m] = open;
}

/* Every minute from `window` on, open or not. */
static void brute_force(bool *minute, const struct plan *p, int64_t window, int64_t around)
{
	const struct calendar_plan *s = &p->said;

	memset(minute, 0, MINUTES * sizeof *minute);
	for (int64_t d = around - SPAN_DAYS; d < around + SPAN_DAYS; d++) {
		bool off = false, special = false;
		for (size_t i = 0; i < s->nholidays; i++)
			off |= s->holiday[i] == d;
		for (size_t i = 0; i < s->nclosed; i++)
			off |= !s->closed[i].hours.to && s->closed[i].first <= d && d <= s->closed[i].last;
		for (size_t i = 0; i < s->nopen; i++)
			if (s->open[i].first <= d && d <= s->open[i].last) {
				special = true;
				paint(minute, p, window, d, s->open[i].hours, true);
			}
		for (size_t i = 0; i < s->nweekly && !off && !special; i++)
			if (s->weekly[i].weekday == (d % 7 + 10) % 7) /* 1970 began on a Thursday */
				paint(minute, p, window, d, s->weekly[i].hours, true);
	}
	for (size_t i = 0; i < s->nclosed; i++)
		for (int64_t d = s->closed[i].first; d <= s->closed[i].last && s->closed[i].hours.to; d++)
			paint(minute, p, window, d, s->closed[i].hours, false);
}

static void open_time_is_that_of_counted_minutes(void **state)
{
	static bool minute[MINUTES];

	(void)state;
	for (int trial = 0; trial < 150; trial++) {
		struct plan p;
		int64_t around, counted = 0;
		random_plan(&p, &around);
		int64_t window = (around - SPAN_DAYS / 2) * 1440;
		brute_force(minute, &p, window, around);
		const struct calendar *c = compiled(&p);
		for (int64_t m = 0; m < MINUTES; m++) {
			int64_t t = (window + m) * MINUTE_US;
			if (calendar_is_open(c, t) != minute[m] ||
			    calendar_between(c, window * MINUTE_US, t) != counted * MINUTE_US)
				fail_msg("trial %d: %s: open %d, %lld minutes before", trial,
					 written(t, p.said.zone), minute[m], (long long)counted);
			counted += minute[m];
		}
		plan_release(&p);
	}
}

/* W(t, A(t, d)) = d, and no earlier instant will do; sums add up; reversed is negative. */
static void laws(void **state)
{
	(void)state;
	for (int trial = 0; trial < 60; trial++) {
		struct plan p;
		int64_t around;
		random_plan(&p, &around);
		const struct calendar *c = compiled(&p);
		for (int k = 0; k < 300; k++) {
			int64_t reach = roll(0, 2) ? 10 * DAY_US : 12000 * DAY_US;
			int64_t a = around * DAY_US + roll(-reach, reach), b = a + roll(-reach, reach);
			int64_t d = roll(0, 1) ? roll(-40, 40) * HOUR_US : roll(-reach / 9, reach / 9);
			int64_t w = calendar_between(c, a, b), then = calendar_plus(c, a, d);
			if (w == INSTANT_NONE)
				continue; /* outside the years */
			assert_true(calendar_between(c, b, a) == -w);
			assert_true((w >= 0) == (b >= a) || !w);
			int64_t m = a + roll(-reach, reach), am = calendar_between(c, a, m);
			assert_true(am == INSTANT_NONE || am + calendar_between(c, m, b) == w);
			if (then == INSTANT_NONE)
				continue;
			assert_true(calendar_between(c, a, then) == d);
			assert_true(d <= 0 || calendar_between(c, a, then - 1) < d);
			assert_true(d >= 0 || calendar_between(c, a, then + 1) > d);
		}
		plan_release(&p);
	}
}

/* The N-th end is that of the N-th day that opens in time, counted day by day. */
static void office_days_counted(void **state)
{
	(void)state;
	for (int trial = 0; trial < 40; trial++) {
		struct plan p;
		int64_t around;
		random_plan(&p, &around);
		p.said.nclosed = 0; /* which may cut a day's opening to behind the next one's */
		for (size_t i = 0; i < p.said.nweekly; i++)
			p.weekly[i].hours.to = p.weekly[i].hours.to > 1440 ? 1440 : p.weekly[i].hours.to;
		p.said.nopen = 0;
		p.said.zone = zone("UTC");
		const struct calendar *c = compiled(&p);
		int64_t t = around * DAY_US + roll(0, DAY_US - 1), n = 0;
		for (int64_t d = around - 1; d < around + 20; d++) {
			int64_t first = calendar_plus(c, d * DAY_US, 1);
			if (first == INSTANT_NONE || first > (d + 1) * DAY_US || first - 1 < t)
				continue;
			int64_t end = calendar_plus(c, (d + 1) * DAY_US, -1) + 1;
			assert_true(calendar_day_end(c, t, ++n) == end);
		}
		plan_release(&p);
	}
}

/* ---- other people's vectors ---- */

static struct buf vectors;

static bool vectors_read(const char *name)
{
	const char *shared = getenv("LEADPIPE_SHARED");
	struct buf path = { 0 };

	buf_print(&path, "%s/data/business_time/%s", shared ? shared : "", name);
	buf_char(&path, '\0');
	buf_clear(&vectors);
	bool there = shared && file_read(path.p, &vectors);
	buf_char(&vectors, '\0');
	buf_release(&path);
	if (!there)
		print_message("no business-time vectors in LEADPIPE_SHARED\n");
	return there;
}

/* The next text in quotes before `end`; NULL: there is none. */
static char *quoted(char **from, const char *end, char *out)
{
	char *open = strchr(*from, '"'), *close = open ? strchr(open + 1, '"') : NULL;

	if (!close || close > end || close - open > 39)
		return NULL;
	memcpy(out, open + 1, (size_t)(close - open - 1));
	out[close - open - 1] = '\0';
	*from = close + 1;
	return out;
}

static char *behind(char *from, const char *key)
{
	char *found = strstr(from, key);

	assert_non_null(found);
	return found + strlen(key);
}

/* One calendar of calendars.json, which is laid out one key a line. */
static void plan_from(struct plan *p, char *json, const char *name)
{
	char key[64], word[40], date[40];

	snprintf(key, sizeof key, "\n \"%s\": {", name);
	char *at_tz = behind(behind(json, key), "\"tz\":"), *s = at_tz;
	plan_init(p, quoted(&s, s + 99, word));
	for (int d = 0; d < 7; d++) {
		snprintf(key, sizeof key, "\"%.3s\": [", &"montuewedthufrisatsun"[d * 3]);
		s = behind(at_tz, key);
		for (char *end = strchr(s, ']'); quoted(&s, end, word);)
			p->weekly[p->said.nweekly++] = (struct weekly_hours){ d, hours(word) };
	}
	s = behind(at_tz, "\"holidays\": [");
	for (char *end = strchr(s, ']'); quoted(&s, end, word);)
		holiday(p, word);
	for (int breaks = 0; breaks < 2; breaks++) {
		s = behind(at_tz, breaks ? "\"breaks\": {" : "\"overrides\": {");
		for (char *end = strchr(s, '}'); quoted(&s, end, date);)
			for (char *list = strchr(s, ']'); quoted(&s, list, word);)
				if (breaks)
					closed(p, date, date, word);
				else
					opened(p, date, word);
	}
}

/* The cells of a line, at most n; a quoted one loses its quotes. */
static void split(char *line, char **cell, int n)
{
	for (int i = 0; i < n; i++) {
		cell[i] = line;
		bool quote = *line == '"';
		line += strcspn(line + quote, quote ? "\"" : ",\n") + (quote ? 2U : 0U);
		if (*line)
			*line++ = '\0';
	}
}

enum vector { BETWEEN, ADD, IS_OPEN };

/* Zero added is where it opens next, to those suites; the least instant with no open time behind it is t
 * itself to us. A moment more, taken back, says the same as theirs. */
static void one_vector(enum vector what, struct plan *p, char **cell)
{
	const struct calendar *c = compiled(p);
	int64_t t = at(cell[3], NULL), wanted, got;
	int64_t number = what == IS_OPEN ? 0 : atoll(what == ADD ? cell[4] : cell[6]);

	if (what == IS_OPEN) {
		wanted = cell[5][0] == '1';
		got = calendar_is_open(c, t);
	} else if (what == BETWEEN) {
		wanted = number * SECOND_US;
		got = calendar_between(c, t, at(cell[4], NULL));
	} else {
		wanted = at(cell[6], NULL);
		got = number ? calendar_plus(c, t, number * SECOND_US) : calendar_plus(c, t, 1) - 1;
	}
	if (got != wanted)
		fail_msg("vector %s of %s (%s): %lld, not %lld", cell[0], cell[1], cell[2], (long long)got,
			 (long long)wanted);
}

static void check_vectors(enum vector what, const char *file, int least)
{
	struct buf json = { 0 };
	int checked = 0;

	if (!vectors_read("calendars.json"))
		skip();
	buf_str(&json, buf_view(&vectors));
	assert_true(vectors_read(file));
	char *line = strchr(vectors.p, '\n') + 1;
	while (*line) {
		char *cell[9], *next = line + strcspn(line, "\n");
		next += *next == '\n';
		char *copy = strndup(line, (size_t)(next - line));
		struct plan p;
		split(copy, cell, 9);
		plan_from(&p, json.p, cell[2]);
		one_vector(what, &p, cell);
		plan_release(&p);
		free(copy);
		line = next;
		checked++;
	}
	assert_true(checked >= least);
	buf_release(&json);
}

static void vectors_between(void **state)
{
	(void)state;
	check_vectors(BETWEEN, "vectors_between.csv", 37);
}

static void vectors_add(void **state)
{
	(void)state;
	check_vectors(ADD, "vectors_add.csv", 35);
}

static void vectors_open(void **state)
{
	(void)state;
	check_vectors(IS_OPEN, "vectors_open.csv", 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_holiday_is_not_24_hours_to_add),
		cmocka_unit_test(old_rows_have_their_own_offset),
		cmocka_unit_test(the_zone_is_the_calendars),
		cmocka_unit_test(a_boundary_in_the_gap_opens_at_the_shifted_time),
		cmocka_unit_test(an_overlap_counts_its_real_hour),
		cmocka_unit_test(a_shift_past_midnight_is_of_the_day_it_begins),
		cmocka_unit_test(open_dates_replace_hours_and_beat_holidays),
		cmocka_unit_test(overlaps_count_once),
		cmocka_unit_test(years_outside_are_none),
		cmocka_unit_test(office_days),
		cmocka_unit_test(open_time_is_that_of_counted_minutes),
		cmocka_unit_test(laws),
		cmocka_unit_test(office_days_counted),
		cmocka_unit_test(vectors_between),
		cmocka_unit_test(vectors_add),
		cmocka_unit_test(vectors_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
