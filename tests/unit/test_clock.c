/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a clock reads: a lead, a moment, and the three columns that come out,
 * worked out by hand from what leadpipe-agreement(5) promises. A lead is
 * written as `m=2026-03-02 10:00; s=2026-03-03`; what comes out as
 * "due|hours|status".
 */
#include "tests/unit/lead.h"

#include "base/number.h"
#include "lead/clock.h"
#include "stat/quantile.h"

static const char head[] = "m,s,q,w,r,l,status,pf,pt,uf,ut,c,region\n";

static const char pipeline[] =
	"stage mql at m\nstage sal at s\nstage sql at q\nstage won when status = \"won\" "
	"or w is present at w\n"
	"exit recycled at r\nexit lost when status = \"lost\" or l is present at l\n"
	"calendar office\n hours mon-fri 09:00-17:00\n closed 2026-05-25\n"
	"calendar lunch\n hours mon-thu 09:00-12:30 13:30-17:30, fri 09:00-16:00\n"
	"calendar night\n hours mon-fri 22:00-06:00\n"
	"calendar always\n hours mon-sun 00:00-24:00\n"
	"calendar sunday\n hours sun 02:30-04:00\n"
	"calendar early\n hours sun 01:00-04:00\n"
	"calendar weekend\n hours fri-sat 22:00-06:00\n";

/* The lead as a record. */
static void write_lead(struct buf *csv, const char *lead)
{
	for (const char *name = head; *name != '\n';) {
		size_t n = strcspn(name, ",\n");
		const char *p = lead;
		while (p && !(strncmp(p, name, n) == 0 && p[n] == '='))
			p = strchr(p, ';') ? strchr(p, ';') + 1 + strspn(strchr(p, ';') + 1, " ") : NULL;
		if (p)
			buf_add(csv, p + n + 1, strcspn(p + n + 1, ";"));
		name += n + (name[n] == ',');
		buf_char(csv, *name == '\n' ? '\n' : ',');
	}
}

enum { VALUES = 3 };
static const char *const columns[VALUES] = { "x_due, written", "x_hours, written", "x_status" };
static const char *const answers[VALUES] = { "x_status", "x_answer", "x_answered_at" };

/* Values of clock x, as "due|hours|status", and what is told of it at the end. */
static void read_clock(const char *zone, const char *terms, const char *lead, const char *now,
		       const char *const *name, struct buf *out, struct buf *told)
{
	const struct code *code[VALUES];
	struct buf agreement = { 0 }, csv = { 0 };
	struct leads l;
	struct record r;

	buf_print(&agreement, "timezone \"%s\"\n%ssla x %s\n", zone, pipeline, terms);
	buf_char(&agreement, '\0');
	buf_print(&csv, "%s", head);
	write_lead(&csv, lead);
	buf_char(&csv, '\0');
	leads_init(&l, agreement.p, csv.p, now);
	struct clocks *c = clocks_define(l.names, offices_define(l.names), true);
	for (size_t i = 0; i < VALUES; i++)
		code[i] = leads_bind(&l, name[i]);
	assert_non_null(clocks_bind(c));
	leads_begin(&l);
	struct frame *f = leads_at(&l, 0, &r);
	for (size_t i = 0; i < VALUES; i++) {
		buf_str(out, i ? STR("|") : STR(""));
		code_show(code[i], f, out);
	}
	buf_char(out, '\0');
	clock_room_tell(l.tally.clocks, &l.agreement, &l.diags);
	buf_str(told, buf_view(&l.diags.notes));
	buf_char(told, '\0');
	leads_release(&l);
	buf_release(&agreement);
	buf_release(&csv);
}

struct known {
	const char *terms, *lead, *now, *want;
};

static void check(const char *zone, const struct known *k, size_t n, const char *const *name)
{
	size_t wrong = 0;

	for (size_t i = 0; i < n; i++) {
		struct buf got = { 0 }, told = { 0 };
		read_clock(zone, k[i].terms, k[i].lead, k[i].now, name, &got, &told);
		if (strcmp(got.p, k[i].want) != 0) {
			wrong++;
			print_error("%s: %s; now %s:\n  want %s\n  got  %s\n", k[i].terms, k[i].lead,
				    k[i].now, k[i].want, got.p);
		}
		buf_release(&got);
		buf_release(&told);
	}
	assert_int_equal(wrong, 0);
}
#define CHECK(zone, known) check(zone, known, sizeof(known) / sizeof *(known), columns)

#define DAY1   "from mql to sal within 1 day"
#define DAYS2  "from mql to sal within 2 days"
#define HOUR1  "from mql to sal within 1 hour"
#define HOUR24 "from mql to sal within 24 hours"

static void test_sydney(void **unused)
{
	(void)unused;
	static const struct known known[] = {
		/* summer time ends on 5 April at 3:00, and begins on 4 October at 2:00 */
		{ HOUR24, "m=2026-04-04 12:00", "2026-04-05 10:00",
		  "2026-04-05T11:00:00+10:00|23.00|waiting" },
		{ DAY1, "m=2026-04-04 12:00", "2026-04-05 12:00:01",
		  "2026-04-05T12:00:00+10:00|25.00|overdue" },
		{ DAY1, "m=2026-04-04 12:00", "2026-04-05 12:00", "2026-04-05T12:00:00+10:00|25.00|waiting" },
		{ DAY1, "m=2026-10-03 12:00; s=2026-10-04 12:00", "2026-11-01",
		  "2026-10-04T12:00:00+11:00|23.00|met" },
		{ "from mql to sal within 1 office hour", "m=2026-04-03 16:30", "2026-04-06 09:15",
		  "2026-04-06T09:30:00+10:00|0.75|waiting" },
	};

	CHECK("Australia/Sydney", known);
}

static void test_kathmandu(void **unused)
{
	(void)unused;
	static const struct known known[] = {
		{ "from mql to sal within 2 office hours", "m=2026-03-06T10:30:00Z", "2026-03-09 09:00",
		  "2026-03-09T10:15:00+05:45|0.75|waiting" },
		{ DAY1, "m=2026-03-06T18:30:00Z", "2026-03-07 12:15",
		  "2026-03-08T00:15:00+05:45|12.00|waiting" },
		/* midnight elsewhere is a time of day here */
		{ DAY1, "m=2026-03-06T00:00:00Z; s=2026-03-07 06:00", "2026-04-01",
		  "2026-03-07T05:45:00+05:45|24.25|late" },
		/* and midnight here, written as a time, is no date */
		{ DAY1, "m=2026-03-05T18:15:00Z; s=2026-03-07 23:00", "2026-04-01",
		  "2026-03-07T00:00:00+05:45|47.00|late" },
		{ DAY1, "m=2026-03-06 00:00; s=2026-03-07 00:00", "2026-04-01",
		  "2026-03-07T00:00:00+05:45|24.00|met" },
		{ DAY1, "m=2026-03-06; s=2026-03-07 23:00", "2026-04-01", "2026-03-07|24.00|met" },
	};

	CHECK("Asia/Kathmandu", known);
}

/* On 4 November 2018 the day began at 1:00. */
static void test_sao_paulo(void **unused)
{
	(void)unused;
	static const struct known known[] = {
		{ HOUR1, "m=2018-11-03 23:30", "2018-11-04 01:15", "2018-11-04T01:30:00-02:00|0.75|waiting" },
		{ DAY1, "m=2018-11-03 00:10; s=2018-11-04 01:10", "2018-12-01",
		  "2018-11-04T01:10:00-02:00|24.00|met" },
		{ DAY1, "m=2018-11-03; s=2018-11-04 22:00", "2018-12-01", "2018-11-04|24.00|met" },
		{ DAY1, "m=2018-11-03; s=2018-11-05 01:00", "2018-12-01", "2018-11-04|48.00|late" },
		{ "from mql to sal within 2 always hours", "m=2018-11-03 23:00", "2018-11-04 01:30",
		  "2018-11-04T02:00:00-02:00|1.50|waiting" },
		{ "from mql to sal within 1 always day", "m=2018-11-04", "2018-11-04 12:00",
		  "2018-11-05T00:00:00-02:00|11.00|waiting" },
		{ HOUR1, "m=2018-11-04 00:30", "2018-11-04 02:00",
		  "2018-11-04T02:30:00-02:00|0.50|waiting" }, /* 0:30 there never was */
	};

	CHECK("America/Sao_Paulo", known);
}

static void test_clock_changes_in_berlin(void **unused)
{
	(void)unused;
	static const struct known known[] = {
		{ HOUR24, "m=2026-03-28 12:00", "2026-03-28 17:00",
		  "2026-03-29T13:00:00+02:00|5.00|waiting" },
		{ DAY1, "m=2026-03-28 12:00; s=2026-03-29 12:00", "2026-04-01",
		  "2026-03-29T12:00:00+02:00|23.00|met" },
		{ DAY1, "m=2026-03-28 12:00; s=2026-03-29 12:01", "2026-04-01",
		  "2026-03-29T12:00:00+02:00|23.02|late" },
		{ HOUR24, "m=2026-10-24 12:00; s=2026-10-25 11:00", "2026-11-01",
		  "2026-10-25T11:00:00+01:00|24.00|met" },
		{ DAY1, "m=2026-10-24 12:00; s=2026-10-25 12:00", "2026-11-01",
		  "2026-10-25T12:00:00+01:00|25.00|met" },
		/* a time that comes twice is the first; one that never comes is an hour on */
		{ HOUR1, "m=2026-10-25 02:30", "2026-10-25T01:15:00Z",
		  "2026-10-25T02:30:00+01:00|0.75|waiting" },
		{ HOUR1, "m=2026-03-29 02:30", "2026-03-29 04:00", "2026-03-29T04:30:00+02:00|0.50|waiting" },
		{ DAY1, "m=2026-03-28 02:30", "2026-03-28 12:30", "2026-03-29T03:30:00+02:00|10.00|waiting" },
		{ DAY1, "m=2026-10-24 02:30", "2026-10-24 12:30", "2026-10-25T02:30:00+02:00|10.00|waiting" },
		/* so with opening hours, and an hour that comes twice counts twice */
		{ "from mql to sal within 15 sunday minutes", "m=2026-03-28 12:00", "2026-03-29 03:40",
		  "2026-03-29T03:45:00+02:00|0.17|waiting" },
		{ "from mql to sal within 3 early hours", "m=2026-10-25 01:00", "2026-10-25T01:30:00Z",
		  "2026-10-25T03:00:00+01:00|2.50|waiting" },
		{ "from mql to sal within 5 weekend hours", "m=2026-03-28 22:00", "2026-03-29 03:00",
		  "2026-03-29T04:00:00+02:00|4.00|waiting" },
	};

	CHECK("Europe/Berlin", known);
}

static void test_29_february(void **unused)
{
	(void)unused;
	static const struct known known[] = {
		{ DAY1, "m=2028-02-28 10:00", "2028-02-28 12:00", "2028-02-29T10:00:00Z|2.00|waiting" },
		{ DAY1, "m=2026-02-28 10:00", "2026-02-28 12:00", "2026-03-01T10:00:00Z|2.00|waiting" },
		{ "from mql to sal within 365 days", "m=2028-02-29 10:00; s=2029-02-28 10:00", "2029-06-01",
		  "2029-02-28T10:00:00Z|8760.00|met" },
		{ DAYS2, "m=2028-02-29; s=2028-03-02 08:00", "2028-06-01", "2028-03-02|48.00|met" },
		{ "from mql to sal within 1 office day", "m=2028-02-28 10:00", "2028-02-29 10:00",
		  "2028-02-29T17:00:00Z|8.00|waiting" },
	};

	CHECK("UTC", known);
}

/* Friday night, and Monday is a holiday. */
static void test_before_a_long_weekend(void **unused)
{
	(void)unused;
#define HOURS4 "from mql to sal within 4 office hours warn at 75%"
	static const struct known known[] = {
		{ HOURS4, "m=2026-05-22 23:59:59", "2026-05-25 12:00",
		  "2026-05-26T13:00:00+02:00|0.00|waiting" },
		{ HOURS4, "m=2026-05-22 23:59:59", "2026-05-26 11:59:59.999999",
		  "2026-05-26T13:00:00+02:00|3.00|waiting" },
		{ HOURS4, "m=2026-05-22 23:59:59", "2026-05-26 12:00",
		  "2026-05-26T13:00:00+02:00|3.00|warning" },
		{ HOURS4, "m=2026-05-22 23:59:59", "2026-05-26 13:00",
		  "2026-05-26T13:00:00+02:00|4.00|warning" },
		{ HOURS4, "m=2026-05-22 23:59:59", "2026-05-26 13:00:00.000001",
		  "2026-05-26T13:00:00+02:00|4.00|overdue" },
		{ HOURS4, "m=2026-05-22 23:59:59; s=2026-05-26 13:00", "2026-06-01",
		  "2026-05-26T13:00:00+02:00|4.00|met" },
		{ HOURS4, "m=2026-05-22 23:59:59; s=2026-05-23 00:00:01", "2026-06-01",
		  "2026-05-26T13:00:00+02:00|0.00|met" },
		{ "from mql to sal within 2 office days", "m=2026-05-22 23:59:59", "2026-05-26 13:30",
		  "2026-05-27T17:00:00+02:00|4.50|waiting" },
		{ "from mql to sal within 3 days", "m=2026-05-22 23:59:59", "2026-05-25 23:59:59",
		  "2026-05-25T23:59:59+02:00|72.00|waiting" },
	};

	CHECK("Europe/Berlin", known);
}

static void test_dates_among_times(void **unused)
{
	(void)unused;
#define HOURS8 "from mql to sal within 8 hours"
	static const struct known known[] = {
		/* a clock of days goes by the day where it meets a date */
		{ DAYS2, "m=2026-03-02; s=2026-03-04 23:59", "2026-06-01", "2026-03-04|48.00|met" },
		{ DAYS2, "m=2026-03-02; s=2026-03-05 00:01", "2026-06-01", "2026-03-04|72.00|late" },
		{ DAYS2, "m=2026-03-02 15:00; s=2026-03-04", "2026-06-01",
		  "2026-03-04T15:00:00+01:00|48.00|met" },
		{ DAYS2, "m=2026-03-02 15:00; s=2026-03-05", "2026-06-01",
		  "2026-03-04T15:00:00+01:00|72.00|late" },
		{ DAYS2, "m=2026-03-02 15:00; s=2026-03-04 15:00", "2026-06-01",
		  "2026-03-04T15:00:00+01:00|48.00|met" },
		{ DAYS2, "m=2026-03-02 15:00; s=2026-03-04 15:00:01", "2026-06-01",
		  "2026-03-04T15:00:00+01:00|48.00|late" },
		{ DAYS2, "m=2026-03-02 15:00; s=2026-03-02", "2026-06-01",
		  "2026-03-04T15:00:00+01:00|0.00|met" },
		{ DAYS2, "m=2026-03-02; s=2026-03-02", "2026-06-01", "2026-03-04|0.00|met" },
		{ DAYS2, "m=2026-03-02 15:00; s=2026-03-01", "2026-06-01", "||reversed" },
		{ DAYS2, "m=2026-03-02 15:00; s=2026-03-02 14:59", "2026-06-01", "||reversed" },
		{ DAYS2, "m=2026-03-02", "2026-03-04 23:59:59.999999", "2026-03-04|48.00|waiting" },
		{ DAYS2, "m=2026-03-02", "2026-03-05", "2026-03-04|72.00|overdue" },
		{ DAYS2, "m=2026-03-02 15:00", "2026-03-04 15:00:01",
		  "2026-03-04T15:00:00+01:00|48.00|overdue" },
		/* a clock of hours takes it for its first instant, and no answer for one before */
		{ HOURS8, "m=2026-03-02; s=2026-03-02", "2026-06-01", "2026-03-02T08:00:00+01:00|0.00|met" },
		{ HOURS8, "m=2026-03-02; s=2026-03-02 08:00:01", "2026-06-01",
		  "2026-03-02T08:00:00+01:00|8.00|late" },
		{ HOURS8, "m=2026-03-02 07:00; s=2026-03-03", "2026-06-01",
		  "2026-03-02T15:00:00+01:00|17.00|late" },
		{ HOURS8, "m=2026-03-02 15:00; s=2026-03-02", "2026-06-01",
		  "2026-03-02T23:00:00+01:00|0.00|met" },
		{ HOURS8, "m=2026-03-02 15:00; s=2026-03-02 14:59:59", "2026-06-01", "||reversed" },
		/* nor does one that is not yet count */
		{ HOURS8, "m=2026-03-02 15:00; s=2026-03-03", "2026-03-02 16:00",
		  "2026-03-02T23:00:00+01:00|1.00|waiting" },
		{ HOURS8, "m=2026-03-02 15:00", "2026-03-02 14:59:59", "||" },
		{ HOURS8, "m=soon", "2026-06-01", "||" },
		{ HOURS8, "m=2026-03-02 15:00; s=soon", "2026-03-02 16:00",
		  "2026-03-02T23:00:00+01:00|1.00|waiting" },
	};

	CHECK("Europe/Berlin", known);
}

/* 9 March 2026 is a Monday. */
static void test_days_and_office_days(void **unused)
{
	(void)unused;
#define OFFICE1 "from mql to sal within 1 office day"
#define OFFICE2 "from mql to sal within 2 office days"
#define LUNCH1	"from mql to sal within 1 lunch day"
	static const struct known known[] = {
		{ OFFICE1, "m=2026-03-07 12:00", "2026-03-09 10:00", "2026-03-09T17:00:00Z|1.00|waiting" },
		{ OFFICE1, "m=2026-03-07", "2026-03-09 10:00", "2026-03-09T17:00:00Z|1.00|waiting" },
		{ OFFICE1, "m=2026-03-09", "2026-03-09 10:00", "2026-03-09T17:00:00Z|1.00|waiting" },
		{ OFFICE1, "m=2026-03-09 08:00", "2026-03-09 10:00", "2026-03-09T17:00:00Z|1.00|waiting" },
		{ OFFICE1, "m=2026-03-09 09:00", "2026-03-09 10:00", "2026-03-09T17:00:00Z|1.00|waiting" },
		{ OFFICE1, "m=2026-03-09 09:01", "2026-03-10 10:00", "2026-03-10T17:00:00Z|8.98|waiting" },
		{ OFFICE1, "m=2026-03-06 16:00", "2026-03-09 10:00", "2026-03-09T17:00:00Z|2.00|waiting" },
		{ OFFICE1, "m=2026-03-09 08:00", "2026-03-09 18:00", "2026-03-09T17:00:00Z|8.00|overdue" },
		{ OFFICE1, "m=2026-03-09 08:00; s=2026-03-09", "2026-03-09 18:00",
		  "2026-03-09T17:00:00Z|0.00|met" },
		{ OFFICE2, "m=2026-03-06 09:00", "2026-03-06 10:00", "2026-03-09T17:00:00Z|1.00|waiting" },
		{ OFFICE2, "m=2026-03-06 09:01", "2026-03-06 10:01", "2026-03-10T17:00:00Z|1.00|waiting" },
		{ LUNCH1, "m=2026-03-09 09:00", "2026-03-09 13:00", "2026-03-09T17:30:00Z|3.50|waiting" },
		{ LUNCH1, "m=2026-03-09 13:00", "2026-03-09 13:30", "2026-03-10T17:30:00Z|0.00|waiting" },
		{ LUNCH1, "m=2026-03-12 17:30", "2026-03-13 09:30", "2026-03-13T16:00:00Z|0.50|waiting" },
		{ DAY1, "m=2026-03-07 12:00", "2026-03-08 10:00", "2026-03-08T12:00:00Z|22.00|waiting" },
		{ DAY1, "m=2026-03-09 09:01", "2026-03-09 10:01", "2026-03-10T09:01:00Z|1.00|waiting" },
	};

	CHECK("UTC", known);
}

static void test_lunch_and_night(void **unused)
{
	(void)unused;
#define LUNCH4 "from mql to sal within 4 lunch hours"
#define NIGHT8 "from mql to sal within 8 night hours"
#define NIGHT1 "from mql to sal within 1 night day"
	static const struct known known[] = {
		{ LUNCH4, "m=2026-03-09 10:00", "2026-03-09 13:00", "2026-03-09T15:00:00Z|2.50|waiting" },
		{ LUNCH4, "m=2026-03-12 16:30", "2026-03-13 09:00", "2026-03-13T12:00:00Z|1.00|waiting" },
		/* due when the time is used up, not when it next opens */
		{ LUNCH4, "m=2026-03-13 15:30", "2026-03-16 12:30", "2026-03-16T12:30:00Z|4.00|waiting" },
		{ LUNCH4, "m=2026-03-13 15:30", "2026-03-16 13:00", "2026-03-16T12:30:00Z|4.00|overdue" },
		{ LUNCH4, "m=2026-03-13 15:30; s=2026-03-16 13:00", "2026-06-01",
		  "2026-03-16T12:30:00Z|4.00|late" },
		{ NIGHT8, "m=2026-03-09 23:00", "2026-03-10 12:00", "2026-03-10T23:00:00Z|7.00|waiting" },
		{ NIGHT8, "m=2026-03-13 23:00", "2026-03-15 12:00", "2026-03-16T23:00:00Z|7.00|waiting" },
		{ NIGHT1, "m=2026-03-09 21:00", "2026-03-10 01:00", "2026-03-10T06:00:00Z|3.00|waiting" },
		{ NIGHT1, "m=2026-03-09 22:00", "2026-03-10 01:00", "2026-03-10T06:00:00Z|3.00|waiting" },
		{ NIGHT1, "m=2026-03-09 23:00", "2026-03-10 01:00", "2026-03-11T06:00:00Z|2.00|waiting" },
		{ NIGHT1, "m=2026-03-10 01:00", "2026-03-10 02:00", "2026-03-11T06:00:00Z|1.00|waiting" },
		{ NIGHT1, "m=2026-03-13 22:00", "2026-03-14 05:00", "2026-03-14T06:00:00Z|7.00|waiting" },
		{ NIGHT1, "m=2026-03-14 12:00", "2026-03-16 12:00", "2026-03-17T06:00:00Z|0.00|waiting" },
	};

	CHECK("UTC", known);
}

static void test_pauses(void **unused)
{
	(void)unused;
#define PAUSED                                                                                        \
	"from mql to sal within 4 hours pause from pf to pt pause from uf to ut pause when status = " \
	"\"hold\""
#define M      "m=2026-03-02 10:00; "
#define DUE(t) "2026-03-02T" t ":00Z|"
	static const struct known known[] = {
		{ PAUSED, M, "2026-03-02 12:00", DUE("14:00") "2.00|waiting" },
		{ PAUSED, M "pf=2026-03-02 11:00; pt=2026-03-02 15:00", "2026-03-02 10:59:59",
		  DUE("14:00") "1.00|waiting" },
		{ PAUSED, M "pf=2026-03-02 11:00; pt=2026-03-02 15:00", "2026-03-02 11:00", "|1.00|paused" },
		{ PAUSED, M "pf=2026-03-02 11:00; pt=2026-03-02 15:00", "2026-03-02 14:59", "|1.00|paused" },
		{ PAUSED, M "pf=2026-03-02 11:00; pt=2026-03-02 15:00", "2026-03-02 15:00",
		  DUE("18:00") "1.00|waiting" },
		{ PAUSED, M "pf=2026-03-02 11:00; pt=2026-03-02 15:00", "2026-03-02 18:00:01",
		  DUE("18:00") "4.00|overdue" },
		/* two that overlap, in either order; one within the other; one after the other */
		{ PAUSED,
		  M "pf=2026-03-02 11:00; pt=2026-03-02 15:00; uf=2026-03-02 13:00; ut=2026-03-02 16:00",
		  "2026-03-02 17:00", DUE("19:00") "2.00|waiting" },
		{ PAUSED,
		  M "uf=2026-03-02 11:00; ut=2026-03-02 15:00; pf=2026-03-02 13:00; pt=2026-03-02 16:00",
		  "2026-03-02 17:00", DUE("19:00") "2.00|waiting" },
		{ PAUSED,
		  M "pf=2026-03-02 11:00; pt=2026-03-02 16:00; uf=2026-03-02 12:00; ut=2026-03-02 13:00",
		  "2026-03-02 17:00", DUE("19:00") "2.00|waiting" },
		{ PAUSED,
		  M "pf=2026-03-02 13:00; pt=2026-03-02 14:00; uf=2026-03-02 11:00; ut=2026-03-02 12:00",
		  "2026-03-02 15:00", DUE("16:00") "3.00|waiting" },
		/* while one of two goes on */
		{ PAUSED, M "pf=2026-03-02 11:00; pt=2026-03-02 12:00; uf=2026-03-02 11:30",
		  "2026-03-02 13:00", "|1.00|paused" },
		/* without an end, without a beginning, the wrong way round */
		{ PAUSED, M "pf=2026-03-02 11:00", "2026-03-09", "|1.00|paused" },
		{ PAUSED, M "pt=2026-03-02 11:00", "2026-03-02 12:00", DUE("14:00") "2.00|waiting" },
		{ PAUSED, M "pf=2026-03-02 12:00; pt=2026-03-02 11:00", "2026-03-02 13:00",
		  DUE("14:00") "3.00|waiting" },
		/* before the start */
		{ PAUSED, M "pf=2026-03-02 08:00; pt=2026-03-02 09:00", "2026-03-02 12:00",
		  DUE("14:00") "2.00|waiting" },
		{ PAUSED, M "pf=2026-03-02 08:00; pt=2026-03-02 11:00", "2026-03-02 12:00",
		  DUE("15:00") "1.00|waiting" },
		{ PAUSED, M "pf=2026-03-02 08:00", "2026-03-02 12:00", "|0.00|paused" },
		/* after it was due */
		{ PAUSED, M "pf=2026-03-02 15:00; pt=2026-03-02 16:00", "2026-03-02 17:00",
		  DUE("14:00") "6.00|overdue" },
		{ PAUSED, M "pf=2026-03-02 15:00", "2026-03-02 17:00", DUE("14:00") "5.00|overdue" },
		{ PAUSED, M "pf=2026-03-02 14:00", "2026-03-02 14:00:01", DUE("14:00") "4.00|overdue" },
		{ PAUSED, M "pf=2026-03-02 13:59", "2026-03-09", "|3.98|paused" },
		{ PAUSED, M "pf=2026-03-02 11:00; pt=2026-03-02 12:00; uf=2026-03-02 16:00", "2026-03-09",
		  DUE("15:00") "5.00|overdue" },
		{ "from mql to sal within 2 days pause from pf to pt", "m=2026-03-02; pf=2026-03-05",
		  "2026-03-09", "2026-03-04|72.00|overdue" },
		{ "from mql to sal within 2 days pause from pf to pt", "m=2026-03-02; pf=2026-03-04",
		  "2026-03-04 12:00", "|48.00|paused" },
		/* an answer within a pause, and within one that never ended */
		{ PAUSED, M "s=2026-03-02 12:00; pf=2026-03-02 11:00; pt=2026-03-02 15:00", "2026-03-09",
		  DUE("18:00") "1.00|met" },
		{ PAUSED, M "s=2026-03-02 12:00; pf=2026-03-02 11:00", "2026-03-09", "|1.00|met" },
		{ PAUSED, M "s=2026-03-02 18:01; pf=2026-03-02 11:00; pt=2026-03-02 15:00", "2026-03-09",
		  DUE("18:00") "4.02|late" },
		/* what holds today stops those that wait */
		{ PAUSED, M "status=hold", "2026-03-02 12:00", "|2.00|paused" },
		{ PAUSED, M "status=hold", "2026-03-02 17:00", "|7.00|paused" },
		{ PAUSED, M "status=hold; pf=2026-03-02 11:00; pt=2026-03-02 15:00", "2026-03-02 16:00",
		  "|2.00|paused" },
		{ PAUSED, M "status=hold; s=2026-03-02 12:00", "2026-03-09", DUE("14:00") "2.00|met" },
		/* of open hours only what was open is lost; days move by as much as they were paused */
		{ "from mql to sal within 2 office hours pause from pf to pt",
		  "m=2026-03-06 16:00; pf=2026-03-06 16:30; pt=2026-03-07 12:00", "2026-03-08 12:00",
		  "2026-03-09T10:30:00Z|0.50|waiting" },
		{ "from mql to sal within 1 day pause from pf to pt",
		  M "pf=2026-03-02 12:00; pt=2026-03-02 18:00", "2026-03-02 19:00",
		  "2026-03-03T16:00:00Z|3.00|waiting" },
		/* stages and exits are points as well */
		{ "from mql to sql within 4 hours pause from sal to c",
		  M "s=2026-03-02 11:00; c=2026-03-02 13:00", "2026-03-02 14:00",
		  DUE("16:00") "2.00|waiting" },
	};

	CHECK("UTC", known);
}

static void test_laps_and_exits(void **unused)
{
	(void)unused;
	static const struct known known[] = {
		/* accepted, given back, handed over again: the first acceptance is an earlier lap's */
		{ DAYS2, "m=2026-03-10 12:00; s=2026-03-03 09:00; r=2026-03-05 09:00", "2026-03-10 13:00",
		  "2026-03-12T12:00:00Z|1.00|waiting" },
		{ DAYS2, "m=2026-03-10 12:00; s=2026-03-03 09:00", "2026-03-10 13:00", "||reversed" },
		{ DAYS2, "m=2026-03-10 12:00; s=2026-03-03 09:00; r=2026-03-01 09:00", "2026-03-10 13:00",
		  "||reversed" }, /* it left before both */
		{ DAYS2, "m=2026-03-10 12:00; s=2026-03-03; r=2026-03-03", "2026-03-10 13:00",
		  "2026-03-12T12:00:00Z|1.00|waiting" },
		{ DAYS2, "m=2026-03-10 12:00; s=2026-03-03 09:00; q=2026-03-11 12:00; r=2026-03-05 09:00",
		  "2026-06-01", "2026-03-12T12:00:00Z|24.00|met" },
		{ DAYS2, "m=2026-03-10 12:00; s=2026-03-03 09:00; q=2026-03-11 12:00", "2026-06-01",
		  "2026-03-12T12:00:00Z|24.00|met" }, /* one answer before, one after */
		/* a clock ends with its lap, and what comes later changes nothing */
		{ DAYS2, "m=2026-03-01 09:00; r=2026-03-05 09:00; s=2026-03-08 09:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|96.00|late" },
		{ DAYS2, "m=2026-03-01 09:00; r=2026-03-05 09:00; s=2026-03-08 09:00", "2026-03-07 09:00",
		  "2026-03-03T09:00:00Z|96.00|late" },
		{ DAYS2, "m=2026-03-01 09:00; r=2026-03-02 09:00; s=2026-03-02 21:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|24.00|withdrawn" },
		{ DAYS2, "m=2026-03-01 09:00; s=2026-03-02 09:00; r=2026-03-05 09:00; q=2026-03-08 09:00",
		  "2026-06-01", "2026-03-03T09:00:00Z|24.00|met" },
		{ DAYS2, "m=2026-03-01; s=2026-03-02; r=2026-03-02; q=2026-03-08", "2026-06-01",
		  "2026-03-03|24.00|met" }, /* answered and given back on one day */
		{ "from mql to sal or recycled within 2 days",
		  "m=2026-03-01 09:00; r=2026-03-02 09:00; q=2026-03-08 09:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|24.00|met" },
		{ DAYS2, "m=2026-03-01 09:00; r=2026-03-02 09:00; q=2026-03-08 09:00; status=won",
		  "2026-06-01", "2026-03-03T09:00:00Z|24.00|withdrawn" },
		{ "from mql to sal within 8 days", "m=2026-01-01; r=2026-02-10; s=2026-02-20", "2026-02-15",
		  "2026-01-09|960.00|late" },
		{ "from mql to sal within 8 days", "m=2026-01-01; r=2026-02-10; s=2026-02-20", "2026-02-28",
		  "2026-01-09|960.00|late" },
		/* won and lost on one day: won */
		{ DAYS2, "m=2026-04-28; w=2026-04-29; l=2026-04-29", "2026-06-01", "2026-04-30|24.00|met" },
		/* what the CRM says is out left in time, whatever answers later; or too late */
		{ DAYS2, "m=2026-03-01 09:00; l=2026-03-02 09:00; s=2026-03-02 21:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|24.00|withdrawn" },
		{ DAYS2, "m=2026-03-01 09:00; l=2026-03-04 09:00; s=2026-03-05 09:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|96.00|late" },
		{ DAYS2, "m=2026-03-01 09:00; l=2026-03-02 21:00; s=2026-03-02 09:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|24.00|met" },
		{ "from mql to c within 2 days", "m=2026-03-01 09:00; r=2026-03-02 09:00; c=2026-03-02 21:00",
		  "2026-06-01", "2026-03-03T09:00:00Z|24.00|withdrawn" },
		/* the visit itself is no answer, not even on the clock's first moment */
		{ "from mql to sal or recycled within 2 days",
		  "m=2026-03-05 09:00; r=2026-03-05 09:00; q=2026-03-08 09:00", "2026-06-01",
		  "2026-03-07T09:00:00Z|72.00|late" },
		{ "from mql to sal or recycled within 2 days", "m=2026-03-05 09:00; r=2026-03-05 09:00",
		  "2026-06-01", "2026-03-07T09:00:00Z|0.00|met" },
		/* left without an answer */
		{ DAYS2, "m=2026-03-01 09:00; r=2026-03-02 09:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|24.00|withdrawn" },
		{ DAYS2, "m=2026-03-01 09:00; r=2026-03-03 09:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|48.00|withdrawn" },
		{ DAYS2, "m=2026-03-01 09:00; r=2026-03-03 09:01", "2026-06-01",
		  "2026-03-03T09:00:00Z|48.02|late" },
		{ DAYS2, "m=2026-03-01 09:00; r=2026-03-05 09:00", "2026-03-02 09:00",
		  "2026-03-03T09:00:00Z|24.00|waiting" },
		{ DAYS2, "m=2026-03-01 09:00; r=2026-03-06 09:00; l=2026-03-02 09:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|24.00|withdrawn" },
		/* left before it was handed over, and never since */
		{ DAYS2, "m=2026-03-05; r=2026-03-05", "2026-06-01", "2026-03-07|0.00|withdrawn" },
		/* left, nobody knows when: now at the latest */
		{ DAYS2, "m=2026-03-01 09:00; status=lost", "2026-03-02 09:00",
		  "2026-03-03T09:00:00Z||withdrawn" },
		{ DAYS2, "m=2026-03-01 09:00; status=lost", "2026-03-04 09:00",
		  "2026-03-03T09:00:00Z||late" },
		{ DAYS2, "m=2026-03-01 09:00; status=lost; r=2026-03-02 09:00", "2026-03-04 09:00",
		  "2026-03-03T09:00:00Z|24.00|withdrawn" },
		{ "from mql to sal or lost within 2 days", "m=2026-03-01 09:00; status=lost",
		  "2026-03-02 09:00", "2026-03-03T09:00:00Z||met" },
		{ "from mql to sal or lost within 2 days", "m=2026-03-01 09:00; status=lost",
		  "2026-03-04 09:00", "2026-03-03T09:00:00Z||late" },
		{ "from mql to sal or lost within 2 days",
		  "m=2026-03-01 09:00; status=lost; l=2026-03-02 09:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|24.00|met" },
	};

	CHECK("UTC", known);
}

static void test_points(void **unused)
{
	(void)unused;
#define TERMS \
	"from mql to sal within 2 hours when region = \"A\" within 4 hours when region in (\"A\", \"B\")"
	static const struct known known[] = {
		/* a later stage answers, the earliest of all does */
		{ DAYS2, "m=2026-03-01 09:00; q=2026-03-02 09:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|24.00|met" },
		{ DAYS2, "m=2026-03-01 09:00; s=2026-03-04 09:00; q=2026-03-02 09:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|24.00|met" },
		{ DAYS2, "m=2026-03-01 09:00; w=2026-03-02 09:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|24.00|met" },
		/* nobody knows when: now at the latest */
		{ DAYS2, "m=2026-03-01 09:00; status=won", "2026-03-03 09:00", "2026-03-03T09:00:00Z||met" },
		{ DAYS2, "m=2026-03-01 09:00; status=won", "2026-06-01", "2026-03-03T09:00:00Z||late" },
		{ DAYS2, "m=2026-03-01 09:00; s=2026-03-02 09:00; status=won", "2026-06-01",
		  "2026-03-03T09:00:00Z|24.00|met" },
		/* an earlier stage does not */
		{ "from mql to sql within 2 days", "m=2026-03-01 09:00; s=2026-03-02 09:00",
		  "2026-03-02 10:00", "2026-03-03T09:00:00Z|25.00|waiting" },
		/* columns, before and behind */
		{ "from mql to c within 2 days", "m=2026-03-01 09:00; c=2026-03-02 09:00; s=2026-03-01 10:00",
		  "2026-06-01", "2026-03-03T09:00:00Z|24.00|met" },
		{ "from mql to c within 2 days", "m=2026-03-01 09:00; c=2026-02-02 09:00", "2026-06-01",
		  "||reversed" },
		{ "from mql to c within 2 days", "m=2026-03-01 09:00; c=2026-07-02 09:00", "2026-03-02 09:00",
		  "2026-03-03T09:00:00Z|24.00|waiting" },
		{ "from mql to sal or c within 2 days",
		  "m=2026-03-01 09:00; c=2026-03-02 09:00; s=2026-03-03 10:00", "2026-06-01",
		  "2026-03-03T09:00:00Z|24.00|met" },
		{ "from c to sal within 2 days", "m=2026-02-01; c=2026-03-01 09:00; s=2026-03-03 10:00",
		  "2026-06-01", "2026-03-03T09:00:00Z|49.00|late" },
		/* from an exit: it does not end itself, and what was before is an earlier lap */
		{ "from recycled to sal within 2 days", "r=2026-03-01 09:00", "2026-03-02 09:00",
		  "2026-03-03T09:00:00Z|24.00|waiting" },
		{ "from recycled to sal within 2 days", "r=2026-03-01 09:00; s=2026-02-01 09:00",
		  "2026-03-02 09:00", "2026-03-03T09:00:00Z|24.00|waiting" },
		{ "from recycled to sal within 2 days", "r=2026-03-01 09:00; s=2026-03-02 09:00",
		  "2026-06-01", "2026-03-03T09:00:00Z|24.00|met" },
		{ "from recycled to sal within 2 days", "r=2026-03-01 09:00; l=2026-03-02 09:00",
		  "2026-06-01", "2026-03-03T09:00:00Z|24.00|withdrawn" },
		/* the first promise that holds; none, no clock */
		{ TERMS, "m=2026-03-01 09:00; region=a", "2026-03-01 10:00",
		  "2026-03-01T11:00:00Z|1.00|waiting" },
		{ TERMS, "m=2026-03-01 09:00; region=B", "2026-03-01 10:00",
		  "2026-03-01T13:00:00Z|1.00|waiting" },
		{ TERMS, "m=2026-03-01 09:00; region=C", "2026-03-01 10:00", "||" },
		{ "from mql to sal within 1.5 hours", "m=2026-03-01 09:00", "2026-03-01 10:00",
		  "2026-03-01T10:30:00Z|1.00|waiting" },
		{ "from mql to sal within 90 minutes", "m=2026-03-01 09:00:00.5", "2026-03-01 10:00",
		  "2026-03-01T10:30:00.500000Z|1.00|waiting" },
	};

	CHECK("UTC", known);
}

/* Calendars are made for 1970 to 2100; what goes around the clock knows no such limits. */
static void test_ends_of_the_calendar(void **unused)
{
	(void)unused;
#define OFFICEH2 "from mql to sal within 2 office hours"
	static const struct known known[] = {
		{ OFFICEH2, "m=2100-12-31 15:00", "2100-12-31 15:30", "2100-12-31T17:00:00Z|0.50|waiting" },
		{ OFFICEH2, "m=2100-12-31 16:00", "2100-12-31 16:30", "|0.50|waiting" },
		{ OFFICEH2, "m=2100-12-31 16:00; s=2100-12-31 16:45", "2100-12-31 17:30", "|0.75|met" },
		{ "from mql to sal within 2 office days", "m=2100-12-31 08:00", "2100-12-31 10:00",
		  "|1.00|waiting" },
		{ OFFICEH2, "m=1969-12-30 12:00", "1970-01-05 10:00", "||" },
		{ OFFICEH2, "m=1970-01-01 12:00", "1970-01-01 13:00", "1970-01-01T14:00:00Z|1.00|waiting" },
		{ DAYS2, "m=1969-12-31 12:00", "1970-01-01 12:00", "1970-01-02T12:00:00Z|24.00|waiting" },
		{ DAYS2, "m=1969-12-31; s=1970-01-02 22:00", "1970-02-01", "1970-01-02|48.00|met" },
		{ "from mql to sal within 2 hours", "m=2100-12-31 23:00", "2101-01-01",
		  "2101-01-01T01:00:00Z|1.00|waiting" },
	};

	CHECK("UTC", known);
}

static void test_what_is_told(void **unused)
{
	(void)unused;
	static const struct known known[] = {
		{ HOUR1, "m=2026-03-02", "2026-03-02 00:30", "where a date without a time of day" },
		{ HOUR1, "m=2026-03-02 09:00; s=2026-03-03", "2026-03-04", "where a date without a time" },
		{ HOUR1, "m=2026-03-02 09:00; s=2026-03-03 09:00", "2026-03-04", NULL },
		{ DAY1, "m=2026-03-02", "2026-03-02 00:30", NULL },
		{ DAY1, "m=2026-03-01 09:00; status=won", "2026-06-01", "moved on at an unknown time" },
		{ PAUSED, M "status=hold", "2026-03-02 17:00",
		  "1 row that would be overdue without 'pause when': x" },
		{ PAUSED, M "status=hold", "2026-03-02 14:00", NULL },
		{ PAUSED, M "status=hold; pf=2026-03-02 12:00", "2026-03-02 17:00", NULL },
		{ OFFICEH2, "m=2100-12-31 16:00", "2100-12-31 16:30", "the calendar ends before" },
		{ OFFICEH2, "m=1969-12-30 12:00", "1970-01-05 10:00", "the calendar ends before" },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct buf got = { 0 }, told = { 0 };
		read_clock("UTC", known[i].terms, known[i].lead, known[i].now, columns, &got, &told);
		if (known[i].want ? !strstr(told.p, known[i].want) : *told.p)
			fail_msg("%s: %s: told '%s'", known[i].terms, known[i].lead, told.p);
		buf_release(&got);
		buf_release(&told);
	}
}

/* Who answered, and when: "status|answer|answered at". */
static void test_answers(void **unused)
{
	(void)unused;
	static const struct known known[] = {
		{ DAYS2, "m=2026-03-01 09:00", "2026-03-02", "waiting||" },
		{ DAYS2, "m=2026-03-01 09:00; s=2026-03-02 09:00", "2026-06-01",
		  "met|sal|2026-03-02T09:00:00Z" },
		{ DAYS2, "m=2026-03-01 09:00; s=2026-03-02 09:00", "2026-03-02 08:00", "waiting||" },
		{ DAYS2, "m=2026-03-01; s=2026-03-09", "2026-06-01", "late|sal|2026-03-09" },
		/* a later stage, where the target has no time, or a later one */
		{ DAYS2, "m=2026-03-01 09:00; q=2026-03-02 09:00", "2026-06-01",
		  "met|sql|2026-03-02T09:00:00Z" },
		{ DAYS2, "m=2026-03-01 09:00; s=2026-03-03 09:00; w=2026-03-02 09:00", "2026-06-01",
		  "met|won|2026-03-02T09:00:00Z" },
		/* at one time: the one that is named first, before a later stage */
		{ DAYS2, "m=2026-03-01 09:00; s=2026-03-02 09:00; q=2026-03-02 09:00", "2026-06-01",
		  "met|sal|2026-03-02T09:00:00Z" },
		{ "from mql to c or recycled or sal within 2 days",
		  "m=2026-03-01 09:00; s=2026-03-02 09:00; r=2026-03-02 09:00; c=2026-03-02 09:00",
		  "2026-06-01", "met|c|2026-03-02T09:00:00Z" },
		{ "from mql to c or recycled or sal within 2 days",
		  "m=2026-03-01 09:00; s=2026-03-02 09:00; r=2026-03-02 09:00; c=2026-03-02 08:59",
		  "2026-06-01", "met|c|2026-03-02T08:59:00Z" },
		/* an exit, in force or not any more */
		{ "from mql to sal or recycled within 2 days", "m=2026-03-01 09:00; r=2026-03-02 09:00",
		  "2026-06-01", "met|recycled|2026-03-02T09:00:00Z" },
		{ "from mql to sal or recycled within 2 days",
		  "m=2026-03-01 09:00; r=2026-03-02 09:00; s=2026-03-05 09:00", "2026-06-01",
		  "met|recycled|2026-03-02T09:00:00Z" },
		/* given back and handed over again: the answer of the lap that the clock is of */
		{ DAYS2, "m=2026-03-10 12:00; s=2026-03-03 09:00; q=2026-03-11 12:00; r=2026-03-05 09:00",
		  "2026-06-01", "met|sql|2026-03-11T12:00:00Z" },
		/* nobody answered, or nobody knows when */
		{ DAYS2, "m=2026-03-01 09:00; r=2026-03-02 09:00", "2026-06-01", "withdrawn||" },
		{ DAYS2, "m=2026-03-01 09:00; r=2026-03-09 09:00", "2026-06-01", "late||" },
		{ DAYS2, "m=2026-03-01 09:00; r=2026-03-02 09:00; s=2026-03-02 21:00", "2026-06-01",
		  "withdrawn||" },
		{ DAYS2, "m=2026-03-10 12:00; s=2026-03-03 09:00", "2026-06-01", "reversed||" },
		{ DAYS2, "m=2026-03-01 09:00; status=won", "2026-03-02 09:00", "met||" },
	};

	check("UTC", known, sizeof known / sizeof *known, answers);
}

/* What was handed over, and what was late, stays so as now moves on: over leads with laps, dates, and exits
 * of both kinds, drawn at random. */
static void test_late_stays_late(void **unused)
{
	(void)unused;
	static const char text[] =
		"stage lead at a\nstage mql at m\nstage sal at s\nstage won at w\n"
		"exit recycled at r\nexit lost when l is present at l\n"
		"calendar office\n hours mon-sun 09:00-17:00\n"
		"sla x from mql to sal within 2 days\nsla y from lead to sal or recycled within 5 hours\n"
		"sla z from recycled to mql within 1 office day\nsla u from mql to won within 3 office "
		"hours\n";
	enum { LEADS = 400, DAYS = 12, CLOCKS = 4 };
	struct buf csv = { 0 };
	struct leads l;
	struct record r;
	uint32_t seed = 7;
	size_t late = 0, changed = 0;

	buf_print(&csv, "a,m,s,w,r,l\n");
	for (int i = 0; i < LEADS; i++)
		for (int k = 0; k < 6; k++) {
			seed = seed * 1664525 + 1013904223;
			if (seed >> 30) /* of one lead all are dates, or none is */
				buf_print(&csv, "2026-03-%02u%s", 1 + (seed >> 8) % DAYS,
					  i % 2		     ? ""
					  : (seed >> 16) % 2 ? " 10:00"
							     : " 16:30");
			buf_char(&csv, k == 5 ? '\n' : ',');
		}
	buf_char(&csv, '\0');
	leads_init(&l, text, csv.p, "2026-04-01");
	struct clocks *c = clocks_define(l.names, offices_define(l.names), true);
	assert_non_null(clocks_bind(c));
	leads_begin(&l);
	for (size_t i = 0; i < LEADS; i++)
		for (size_t k = 0; k < CLOCKS; k++) {
			struct frame *f = leads_at(&l, i, &r);
			const struct reading *now = clock_now(c, k, f);
			const int64_t settled =
				clock_read_rows(c, k, f->run, (struct asked){ &f->run->at, 1 })->settled;
			struct reading was = { .status = CLOCK_NONE };
			int64_t day = day_instant(day_number(2026, 3, 1), l.program.times.zone), t;
			for (t = day; t < day + (DAYS + 4) * DAY_US; t += 6 * HOUR_US) {
				struct reading x = clock_then(c, k, f, t + 1);
				assert_true(was.status == CLOCK_NONE || x.status != CLOCK_NONE);
				if (was.status == CLOCK_LATE)
					assert_int_equal(x.status, CLOCK_LATE);
				changed += x.status != was.status;
				late += x.status == CLOCK_LATE;
				if (was.status != x.status && was.status != CLOCK_NONE)
					assert_true(was.until < t + 1);
				was = x;
				if (t + 1 >= settled)
					assert_true(x.status == now->status && x.spent == now->spent);
			}
		}
	assert_true(late > 1000 && changed > 1000);
	leads_release(&l);
	buf_release(&csv);
}

/* ---- by the run ---- */

static uint64_t random_state = 20;

static uint64_t roll(uint64_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % below;
}

enum { RUN_LEADS = 1000 };

/* Leads around clock changes: mostly exact times, some dates, some of now's future, many missing. */
static void random_leads(struct buf *csv)
{
	static const int near[] = { 20541, 20754, 20547, 20730 }; /* 29 March, 25 October, 4 April … */

	buf_print(csv, "%s", head);
	for (int i = 0; i < RUN_LEADS; i++) {
		int day = near[roll(4)] + (int)roll(9) - 4;
		for (int k = 0; k < 13; k++) {
			bool status = k == 6, region = k == 12, pause = k >= 7 && k <= 10;
			struct civil c = day_civil(day + (k ? (int)roll(6) - (roll(8) == 0) : 0));
			if (status)
				buf_print(csv, "%s", roll(9) ? "" : roll(2) ? "won" : "lost");
			else if (region)
				buf_char(csv, "ab"[roll(2)]);
			else if (!pause && (k ? roll(k == 4 || k == 5 ? 5 : 2) == 0 : roll(9) > 0)) {
				const char *quote = roll(9) ? "" : "\"";
				buf_print(csv, "%s%04d-%02d-%02d", quote, c.year, c.month, c.day);
				if (roll(12))
					buf_print(csv, " %02d:%02d:%02d", (int)roll(24), (int)roll(60),
						  (int)(roll(2) * roll(60)));
				buf_print(csv, "%s", quote);
			}
			buf_char(csv, k == 12 ? '\n' : ',');
		}
	}
	buf_char(csv, '\0');
}

/* What a thread reads of all leads: as one run, or one after the other. */
static void read_all(struct leads *l, const struct clocks *c, bool together, struct clock_row *out,
		     struct buf *due, struct buf *hours)
{
	const struct code *code[] = { leads_bind(l, "x_due, written"), leads_bind(l, "x_hours, written") };
	uint16_t list[RUN_LEADS];
	struct record r;

	leads_begin(l);
	struct rows rows = { .batch = &l->batch, .n = RUN_LEADS, .frame = &l->frame };
	for (size_t i = 0; i < RUN_LEADS; i++)
		list[i] = (uint16_t)i;
	if (together) {
		rows_begin(&rows);
		const struct clock_row *row = clock_read_rows(c, 0, &rows, (struct asked){ list, RUN_LEADS });
		memcpy(out, row, RUN_LEADS * sizeof *out);
	}
	for (size_t i = 0; i < RUN_LEADS; i++) {
		struct frame *f = together ? rows_at(&rows, i) : leads_at(l, i, &r);
		if (!together)
			out[i] = *clock_read_rows(c, 0, f->run, (struct asked){ list, 1 });
		code_show(code[0], f, due);
		buf_char(due, '\n');
		code_show(code[1], f, hours);
		buf_char(hours, '\n');
	}
}

static bool same_row(const struct clock_row *a, const struct clock_row *b)
{
	const struct reading *x = &a->now, *y = &b->now;

	return a->settled == b->settled && x->status == y->status && x->by == y->by &&
	       x->answered == y->answered && x->answered_at == y->answered_at && x->start == y->start &&
	       x->due == y->due && x->spent == y->spent && x->until == y->until &&
	       (x->status == CLOCK_NONE || x->ruler == y->ruler);
}

/* Written as any time and any number is. */
static void check_written(const struct clock_row *row, struct str due, struct str hours)
{
	struct buf want_due = { 0 }, want_hours = { 0 };

	for (size_t i = 0; i < RUN_LEADS; i++) {
		const struct reading *now = &row[i].now;
		if (now->due != INSTANT_NONE)
			instant_write(&want_due, now->due, now->zone);
		if (now->spent != INSTANT_NONE)
			number_write_fixed(&want_hours, span_hundredths(now->spent, HOUR_US), 2);
		buf_char(&want_due, '\n');
		buf_char(&want_hours, '\n');
	}
	assert_true(str_eq(due, buf_view(&want_due)) && str_eq(hours, buf_view(&want_hours)));
	buf_release(&want_due);
	buf_release(&want_hours);
}

/* A pause that no lead has changes nothing, but takes the long way through the clock; and so does a lead that
 * is read alone. All three ways agree, down to what is told at the end. */
static void test_ways_agree(void **unused)
{
	(void)unused;
	static const char *const zones[] = { "Europe/Berlin", "Australia/Adelaide", "Asia/Kathmandu",
					     "America/Sao_Paulo", "UTC" };
	static const char *const terms[] = {
		"from mql to sal within 4 office hours warn at 75%",
		"from mql to sal or recycled or c within 90 minutes",
		"from mql to c within 3 night hours",
		"from sal to sql within 2 office days",
		"from recycled to sal or lost within 6 lunch hours",
		"from mql to sql within 2 days",
		"from s to q or w within 5 early hours",
		"from mql to sal within 2 office hours when region = \"a\" within 1 day",
	};
	static const char *const nows[] = { "2026-03-29 02:30", "2026-04-03 10:00", "2026-10-25 02:30:01",
					    "2027-01-01" };
	static struct clock_row row[3][RUN_LEADS];
	size_t met = 0, late = 0, open = 0;

	for (size_t i = 0; i < 5 * 8 * 4; i++) {
		struct buf csv = { 0 }, told[3] = { 0 }, due[3] = { 0 }, hours[3] = { 0 };
		random_leads(&csv);
		for (size_t way = 0; way < 3; way++) {
			struct buf agreement = { 0 };
			struct leads l;
			buf_print(&agreement, "timezone \"%s\"\n%ssla x %s%s\n", zones[i % 5], pipeline,
				  terms[i / 5 % 8], way == 1 ? " pause from pf to pt" : "");
			buf_char(&agreement, '\0');
			leads_init(&l, agreement.p, csv.p, nows[i / 40]);
			struct clocks *c = clocks_define(l.names, offices_define(l.names), true);
			assert_non_null(clocks_bind(c));
			read_all(&l, c, way < 2, row[way], &due[way], &hours[way]);
			check_written(row[way], buf_view(&due[way]), buf_view(&hours[way]));
			clock_room_tell(l.tally.clocks, &l.agreement, &l.diags);
			buf_print(&told[way], "%lld ", (long long)l.tally.newest);
			buf_str(&told[way], buf_view(&l.diags.notes));
			leads_release(&l);
			buf_release(&agreement);
		}
		for (size_t k = 0; k < RUN_LEADS; k++) {
			if (!same_row(&row[0][k], &row[1][k]) || !same_row(&row[0][k], &row[2][k]))
				fail_msg("lead %zu, %s, %s at %s", k, terms[i / 5 % 8], zones[i % 5],
					 nows[i / 40]);
			met += row[0][k].now.status == CLOCK_MET;
			late += row[0][k].now.status == CLOCK_LATE;
			open += clock_is_open(row[0][k].now.status);
		}
		assert_true(str_eq(buf_view(&told[0]), buf_view(&told[1])));
		assert_true(str_eq(buf_view(&told[0]), buf_view(&told[2])));
		for (size_t way = 0; way < 3; way++) {
			buf_release(&told[way]);
			buf_release(&due[way]);
			buf_release(&hours[way]);
		}
		buf_release(&csv);
	}
	assert_true(met > 10000 && late > 10000 && open > 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sydney),
		cmocka_unit_test(test_kathmandu),
		cmocka_unit_test(test_sao_paulo),
		cmocka_unit_test(test_clock_changes_in_berlin),
		cmocka_unit_test(test_29_february),
		cmocka_unit_test(test_before_a_long_weekend),
		cmocka_unit_test(test_dates_among_times),
		cmocka_unit_test(test_days_and_office_days),
		cmocka_unit_test(test_lunch_and_night),
		cmocka_unit_test(test_pauses),
		cmocka_unit_test(test_laps_and_exits),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_late_stays_late),
		cmocka_unit_test(test_points),
		cmocka_unit_test(test_ends_of_the_calendar),
		cmocka_unit_test(test_what_is_told),
		cmocka_unit_test(test_ways_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
