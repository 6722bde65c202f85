/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days to come, as people type them in a meeting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "review/when.h"

/* Saturday, 31 October 2026 */
static const int64_t today = 20757;

static struct zone *berlin;

static const struct known {
	const char *typed;
	enum date_order dates;
	const char *day; /* NULL: a mistake */
	const char *why;
} known[] = {
	{ "2026-11-01", DATES_UNSAID, "2026-11-01", NULL },
	{ "  2027-03-04 ", DATES_UNSAID, "2027-03-04", NULL },
	{ "1.12.2026", DATES_UNSAID, "2026-12-01", NULL },
	{ "12/1/2026", DATES_MONTH_FIRST, "2026-12-01", NULL },
	{ "12/1/2026", DATES_DAY_FIRST, "2026-01-12", "and it must be a day after today" },
	{ "12/1/2026", DATES_UNSAID, NULL, "doesn't say which is the day" },
	{ "1.12.", DATES_UNSAID, "2026-12-01", NULL },
	{ "1.12", DATES_UNSAID, "2026-12-01", NULL },
	{ "1.1.", DATES_UNSAID, "2027-01-01", NULL },
	{ "31.10.", DATES_UNSAID, "2027-10-31", NULL }, /* the next one, which isn't today */
	{ "1.11.", DATES_UNSAID, "2026-11-01", NULL },
	{ "29.2.", DATES_UNSAID, "2028-02-29", NULL },
	{ "30.2.", DATES_UNSAID, NULL, "is not a date" },
	{ "12/24", DATES_MONTH_FIRST, "2026-12-24", NULL },
	{ "24/12", DATES_UNSAID, "2026-12-24", NULL },
	{ "3/4", DATES_UNSAID, NULL, "doesn't say which is the day" },
	{ "3/4", DATES_DAY_FIRST, "2027-04-03", NULL },
	{ "24 Dec", DATES_UNSAID, "2026-12-24", NULL },
	{ "Jan 4", DATES_UNSAID, "2027-01-04", NULL },
	{ "monday", DATES_UNSAID, "2026-11-02", NULL },
	{ "Mon", DATES_UNSAID, "2026-11-02", NULL },
	{ "fr", DATES_UNSAID, "2026-11-06", NULL },
	{ "saturday", DATES_UNSAID, "2026-11-07", NULL }, /* in a week, for it is Saturday */
	{ "sun", DATES_UNSAID, "2026-11-01", NULL },
	{ "s", DATES_UNSAID, NULL, "is not a date" },
	{ "t", DATES_UNSAID, NULL, "is not a date" },
	{ "th", DATES_UNSAID, "2026-11-05", NULL },
	{ "tomorrow", DATES_UNSAID, "2026-11-01", NULL },
	{ "today", DATES_UNSAID, NULL, "'today' is today, and it must be a day after today" },
	{ "+3 days", DATES_UNSAID, "2026-11-03", NULL },
	{ "+3", DATES_UNSAID, "2026-11-03", NULL },
	{ "+2 weeks", DATES_UNSAID, "2026-11-14", NULL },
	{ "+5 hours", DATES_UNSAID, NULL, "is not a date" },
	{ "+0 days", DATES_UNSAID, NULL, "is today" },
	{ "2026-10-31", DATES_UNSAID, NULL, "is today" },
	{ "2026-10-30", DATES_UNSAID, NULL, "'2026-10-30' is Fri 30 Oct, and it must be a day after today" },
	{ "2025-10-30", DATES_UNSAID, NULL, "is Thu 30 Oct 2025" },
	{ "2026-11-02 09:00", DATES_UNSAID, NULL, "has a time of day" },
	{ "1.12.26", DATES_UNSAID, NULL, "is not a date" },
	{ "soon", DATES_UNSAID, NULL, "write it as 2026-12-01, 1.12., monday, +3 days or tomorrow" },
	{ "", DATES_UNSAID, NULL, "is not a date" },
	{ "7", DATES_UNSAID, NULL, "is not a date" },
};

static void days_are_the_next_ones(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		const struct known *k = &known[i];
		struct time_style style = { .zone = berlin, .dates = k->dates };
		struct buf why = { 0 }, day = { 0 };
		int64_t date;
		bool read = when_read(str_from(k->typed), &style, today, &date, &why);
		if (read != !k->why)
			fail_msg("'%s': %.*s", k->typed, STR_ARG(buf_view(&why)));
		if (read) {
			instant_write(&day, date, berlin);
			buf_char(&day, '\0');
			assert_string_equal(day.p, k->day);
			assert_int_equal(why.n, 0);
		} else if (!memmem(why.p, why.n, k->why, strlen(k->why)))
			fail_msg("'%s': said %.*s", k->typed, STR_ARG(buf_view(&why)));
		buf_release(&why);
		buf_release(&day);
	}
}

static void days_and_moments_are_shown_with_the_year_where_it_is_another(void **state)
{
	struct buf b = { 0 };
	int64_t moment = instant_of((INT64_C(20757) * 86400 + 13 * 3600 + 120) * SECOND_US);

	(void)state;
	when_show(&b, today + 2, today);
	buf_char(&b, '|');
	when_show(&b, today + 70, today);
	buf_char(&b, '|');
	moment_show(&b, moment, today, berlin);
	buf_char(&b, '|');
	moment_show(&b, day_date(today - 400, berlin), today, berlin);
	buf_char(&b, '\0');
	assert_string_equal(b.p, "Mon 2 Nov|Sat 9 Jan 2027|31 Oct 14:02|26 Sep 2025");
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_the_next_ones),
		cmocka_unit_test(days_and_moments_are_shown_with_the_year_where_it_is_another),
	};
	struct buf why = { 0 };

	berlin = zone_load(STR("Europe/Berlin"), &why);
	buf_release(&why);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	zone_free(berlin);
	return failed;
}
