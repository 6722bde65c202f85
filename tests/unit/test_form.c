/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A time written in the form of a cell: what it looks like, and that it reads as the same time again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "time/form.h"

static struct zone *berlin;

static uint64_t seed = 7;

static int64_t roll(int64_t low, int64_t high)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int64_t)((uint64_t)low + seed % ((uint64_t)high - (uint64_t)low + 1));
}

/* 2026-03-05 14:07:09.123456 in Berlin, as each of these cells would say it. */
static const struct sample {
	const char *cell, *written;
	enum date_order dates;
	bool whole_day;
} samples[] = {
	{ .cell = "2026-01-31", .written = "2026-03-05" },
	{ .cell = "2026-01-31 00:00", .written = "2026-03-05 14:07" },
	{ .cell = "2026-01-31 09:05:06", .written = "2026-03-05 14:07:09" },
	{ .cell = "2026-01-31T09:05:06Z", .written = "2026-03-05T13:07:09Z" },
	{ .cell = "2026-01-31T09:05:06.120Z", .written = "2026-03-05T13:07:09.123Z" },
	{ .cell = "2026-01-31T09:05:06.123456789Z", .written = "2026-03-05T13:07:09.123456000Z" },
	{ .cell = "2026-07-31T09:05:06+02:00", .written = "2026-03-05T14:07:09+01:00" },
	{ .cell = "2026-07-31T09:05:06-0800", .written = "2026-03-05T14:07:09+0100" },
	{ .cell = "2026-07-31 09:05:06+02", .written = "2026-03-05 14:07:09+01" },
	{ .cell = "2026-01-31 09:05 UTC", .written = "2026-03-05 13:07 UTC" },
	{ .cell = "2026-01-31T09", .written = "2026-03-05T14" },
	{ .cell = "2026-1-5", .written = "2026-3-5" },
	{ .cell = "2026/01/31", .written = "2026/03/05" },
	{ .cell = "04.03.2026", .written = "05.03.2026" },
	{ .cell = "4.3.2026 15:38", .written = "5.3.2026 14:07" },
	{ .cell = "25.11.2026 15:38", .written = "05.03.2026 14:07" },
	{ .cell = "3/4/2026", .written = "5/3/2026", .dates = DATES_DAY_FIRST },
	{ .cell = "3/4/2026", .written = "3/5/2026", .dates = DATES_MONTH_FIRST },
	{ .cell = "3/4/2026 9:05 AM", .written = "3/5/2026 2:07 PM", .dates = DATES_MONTH_FIRST },
	{ .cell = "3/4/2026 11:05 AM", .written = "3/5/2026 2:07 PM", .dates = DATES_MONTH_FIRST },
	{ .cell = "03/04/2026, 09:05:06 pm",
	  .written = "03/05/2026, 02:07:09 pm",
	  .dates = DATES_MONTH_FIRST },
	{ .cell = "3-Apr-2026", .written = "5-Mar-2026" },
	{ .cell = "03/APR/2026 9:05", .written = "05/MAR/2026 14:07" },
	{ .cell = "15 Apr, 2021 00:03:00", .written = "05 Mar, 2026 14:07:09" },
	{ .cell = "April 15, 2021", .written = "March 05, 2026" },
	{ .cell = "sept. 5 2021", .written = "mar. 5 2026" },
	{ .cell = "Thu, 15 Apr 2021 10:00:00 GMT", .written = "Thu, 05 Mar 2026 13:07:09 GMT" },
	{ .cell = "Thursday April 15, 2021", .written = "Thursday March 05, 2026" },
	{ .cell = "1767225600000", .written = "1772716029123" },
	{ .cell = "2026-01-31T00:00:00Z", .written = "2026-03-05T00:00:00Z", .whole_day = true },
	{ .cell = "1/31/2026 9:30 AM",
	  .written = "3/5/2026 12:00 AM",
	  .dates = DATES_MONTH_FIRST,
	  .whole_day = true },
	{ .cell = "1767225600000", .written = "1772668800000", .whole_day = true },
	/* which of 5 and 3 is the month? */
	{ .cell = "25/11/2026", .written = NULL },
	/* no forms */
	{ .cell = "", .written = NULL },
	{ .cell = "soon", .written = NULL },
	{ .cell = "2026-02-30", .written = NULL },
};
enum { SAMPLES = sizeof samples / sizeof *samples };

static struct time_style style_of(const struct sample *s)
{
	return (struct time_style){ .zone = berlin, .dates = s->dates, .whole_day = s->whole_day };
}

static void looks_like_the_cell(void **state)
{
	struct time_style utc = { .zone = zone_utc() };
	struct buf b = { 0 };
	int64_t t, reads;

	(void)state;
	assert_int_equal(instant_read(STR("2026-03-05T13:07:09.123456Z"), &utc, &t), TIME_READ);
	for (size_t i = 0; i < SAMPLES; i++) {
		const struct sample *s = &samples[i];
		struct time_style style = style_of(s);
		struct time_form form;
		buf_clear(&b);
		bool good = time_form_of(str_from(s->cell), &style, &form) &&
			    time_form_write(&form, t, &style, &b, &reads);
		if (good != !!s->written)
			fail_msg("'%s' is %sa form", s->cell, good ? "" : "not ");
		buf_char(&b, '\0');
		assert_string_equal(good ? b.p : "", s->written ? s->written : "");
	}
	buf_release(&b);
}

/* Whatever is written reads as the time itself, or less by under one unit; else it isn't written. */
static void reads_as_the_same(void **state)
{
	struct buf b = { 0 };
	size_t refused = 0;

	(void)state;
	for (size_t i = 0; i < 40 * SAMPLES; i++) {
		const struct sample *s = &samples[i % SAMPLES];
		struct time_style style = style_of(s);
		struct time_form form;
		int64_t t = instant_of(roll(0, 4102444800) * SECOND_US), reads, again;
		if (!time_form_of(str_from(s->cell), &style, &form))
			continue;
		buf_clear(&b);
		if (!time_form_write(&form, t, &style, &b, &reads)) {
			refused++;
			continue;
		}
		assert_int_equal(instant_read(buf_view(&b), &style, &again), TIME_READ);
		assert_true(reads == again);
		if (instant_is_date(reads))
			assert_int_equal(instant_compare(reads, t, berlin), 0);
		else
			assert_true(reads <= t && t - reads < 2 * form.unit);
	}
	assert_in_range(refused, 1, 60); /* 25/11/2026, and the second pass of a repeated hour */
	buf_release(&b);
}

/* The hour that is repeated when summer ends is read as its first pass. */
static void second_pass_is_refused(void **state)
{
	struct time_style style = { .zone = berlin };
	struct time_form form;
	struct buf b = { 0 };
	int64_t t, reads;

	(void)state;
	assert_true(time_form_of(STR("2026-01-31 09:05"), &style, &form));
	assert_int_equal(instant_read(STR("2026-10-25T01:30:00Z"), &style, &t), TIME_READ);
	assert_false(time_form_write(&form, t, &style, &b, &reads));
	assert_int_equal(b.n, 0);
	assert_true(time_form_write(&form, t - instant_of(HOUR_US), &style, &b, &reads));
	assert_true(reads == t - instant_of(HOUR_US));
	buf_release(&b);
}

static int load(void **state)
{
	(void)state;
	struct buf why = { 0 };
	berlin = zone_load(STR("Europe/Berlin"), &why);
	buf_release(&why);
	return !berlin;
}

static int unload(void **state)
{
	(void)state;
	zone_free(berlin);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks_like_the_cell),
		cmocka_unit_test(reads_as_the_same),
		cmocka_unit_test(second_pass_is_refused),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
