/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening hours: what a plan can say, and by name the mistakes that others made with business time. */
#include "tests/unit/calendar.h"

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
	assert_true(calendar_between(c, first, last) == instant_between(first, last));
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
	assert_true(calendar_plus(c, 6, 0) == 6 && !calendar_is_open(c, 0));
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
