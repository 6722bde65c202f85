/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recurrence rules: the standard's own examples, as far as they are of days, and what it says of the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "time/instant.h"
#include "time/recur.h"

enum { MOST = 20 }; /* days that are compared */

static int64_t day_of(const char *words)
{
	int year, month, day;

	assert_int_equal(sscanf(words, "%4d%2d%2d", &year, &month, &day), 3);
	return day_number(year, month, day);
}

struct got {
	struct buf words;
	int64_t last;
	int n;
};

/* Days as 1997-09-02 04 09 11, each part only where it changes. */
static bool add(void *ctx, int64_t day)
{
	struct got *got = ctx;
	struct civil c = day_civil(day), before = day_civil(got->last);

	assert_true(!got->n || day > got->last);
	if (!got->n || c.year != before.year)
		buf_print(&got->words, "%s%04d-%02d-%02d", got->n ? " " : "", c.year, c.month, c.day);
	else if (c.month != before.month)
		buf_print(&got->words, " %02d-%02d", c.month, c.day);
	else
		buf_print(&got->words, " %02d", c.day);
	got->last = day;
	return ++got->n < MOST;
}

/* The first days of a rule, as they should be; "!" and what is said of one that is wrong. */
static void check(const char *first, const char *rule, const char *wanted)
{
	struct got got = { 0 };
	struct recur r;
	const char *wrong = recur_read(str_from(rule), &r);

	if (wrong)
		buf_print(&got.words, "!%s", wrong);
	else if (!recur_days(&r, day_of(first), day_number(2100, 12, 31), add, &got))
		buf_str(&got.words, STR("never"));
	if (!str_eq(buf_view(&got.words), str_from(wanted)))
		fail_msg("%s from %s gives:\n%.*s\nnot:\n%s", rule, first, STR_ARG(buf_view(&got.words)),
			 wanted);
	buf_release(&got.words);
}

static void weeks(void **state)
{
	(void)state;
	check("19970902", "FREQ=WEEKLY;COUNT=10", "1997-09-02 09 16 23 30 10-07 14 21 28 11-04");
	check("19970902", "FREQ=WEEKLY;UNTIL=19971014T000000Z", "1997-09-02 09 16 23 30 10-07 14");
	check("19970902", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=11",
	      "1997-09-02 16 30 10-14 28 11-11 25 12-09 23 1998-01-06 20");
	check("19970902", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
	      "1997-09-02 04 09 11 16 18 23 25 30 10-02");
	check("19970901", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971030;WKST=SU;BYDAY=MO,WE,FR",
	      "1997-09-01 03 05 15 17 19 29 10-01 03 13 15 17 27 29");
	check("19970902", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
	      "1997-09-02 04 16 18 30 10-02 14 16");
	check("19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05 10 19 24");
	check("19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05 17 19 31");
	check("19970806", "FREQ=WEEKLY;BYDAY=MO,TU,WE;COUNT=4", "1997-08-06 11 12 13");
	check("19970806", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1,-1;COUNT=4", "1997-08-08 11 15 18");
	check("19971225", "FREQ=WEEKLY;BYMONTH=1;COUNT=6", "1998-01-01 08 15 22 29 1999-01-07");
}

static void months(void **state)
{
	(void)state;
	check("19970905", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
	      "1997-09-05 10-03 11-07 12-05 1998-01-02 02-06 03-06 04-03 05-01 06-05");
	check("19970907", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
	      "1997-09-07 28 11-02 30 1998-01-04 25 03-01 29 05-03 31");
	check("19970922", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22 10-20 11-17 12-22 1998-01-19 02-16");
	check("19970928", "FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=6",
	      "1997-09-28 10-29 11-28 12-29 1998-01-29 02-26");
	check("19970902", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
	      "1997-09-02 15 10-02 15 11-02 15 12-02 15 1998-01-02 15");
	check("19970930", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
	      "1997-09-30 10-01 31 11-01 30 12-01 31 1998-01-01 31 02-01");
	check("19970910", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
	      "1997-09-10 11 12 13 14 15 1999-03-10 11 12 13");
	check("19970902", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU;COUNT=12",
	      "1997-09-02 09 16 23 30 11-04 11 18 25 1998-01-06 13 20");
	check("19970902", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=5",
	      "1998-02-13 03-13 11-13 1999-08-13 2000-10-13");
	check("19970913", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13;COUNT=7",
	      "1997-09-13 10-11 11-08 12-13 1998-01-10 02-07 03-07");
	check("19970904", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04 10-07 11-06");
	check("19970929", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=7",
	      "1997-09-29 10-30 11-27 12-30 1998-01-29 02-26 03-30");
	check("20070115", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15 30 02-15 03-15 30");
	check("20260131", "FREQ=MONTHLY;COUNT=4", "2026-01-31 03-31 05-31 07-31");
	check("20260131", "FREQ=MONTHLY;BYMONTH=2,3;COUNT=2", "2026-03-31 2027-03-31");
	check("20260112", "FREQ=MONTHLY;BYDAY=5TU,MO;COUNT=8", "2026-01-12 19 26 02-02 09 16 23 03-02");
	/* A first day counts only where the rule has it. */
	check("20260106", "FREQ=MONTHLY;BYDAY=1MO;COUNT=2", "2026-02-02 03-02");
}

static void years(void **state)
{
	(void)state;
	check("19970610", "FREQ=YEARLY;COUNT=5;BYMONTH=6,7", "1997-06-10 07-10 1998-06-10 07-10 1999-06-10");
	check("19970310", "FREQ=YEARLY;INTERVAL=2;COUNT=7;BYMONTH=1,2,3",
	      "1997-03-10 1999-01-10 02-10 03-10 2001-01-10 02-10 03-10");
	check("19970101", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
	      "1997-01-01 04-10 07-19 2000-01-01 04-09 07-18 2003-01-01 04-10 07-19 2006-01-01");
	check("19970519", "FREQ=YEARLY;BYDAY=20MO;COUNT=3", "1997-05-19 1998-05-18 1999-05-17");
	check("19970512", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3", "1997-05-12 1998-05-11 1999-05-17");
	check("19970313", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=7", "1997-03-13 20 27 1998-03-05 12 19 26");
	check("19970605", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8;COUNT=6", "1997-06-05 12 19 26 07-03 10");
	check("19961105", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3",
	      "1996-11-05 2000-11-07 2004-11-02");
	check("20240229", "FREQ=YEARLY;COUNT=3", "2024-02-29 2028-02-29 2032-02-29");
	check("20961231", "FREQ=YEARLY;BYYEARDAY=-1,366",
	      "2096-12-31 2097-12-31 2098-12-31 2099-12-31 2100-12-31");
	check("20260101", "FREQ=YEARLY;BYYEARDAY=-366;COUNT=2", "2028-01-01 2032-01-01");
	check("20260101", "FREQ=YEARLY;BYMONTHDAY=31;COUNT=4", "2026-01-31 03-31 05-31 07-31");
	check("20260101", "FREQ=YEARLY;BYDAY=-1SU;COUNT=2", "2026-12-27 2027-12-26");
	check("20260101", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=2", "2026-05-25 2027-05-31");
	check("20260101", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH,+4FR;COUNT=4", "2026-11-26 27 2027-11-25 26");
	check("20260101", "FREQ=YEARLY;BYDAY=MO,TU;BYMONTH=1,12;BYSETPOS=1,-1;COUNT=4",
	      "2026-01-05 12-29 2027-01-04 12-28");
	/* Weeks have four days in their year, or are of another; a weekday that is not named is the first's.
	 */
	check("20260101", "FREQ=YEARLY;BYWEEKNO=1;COUNT=3", "2026-01-01 2027-01-07 2028-01-06");
	check("20260101", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO,SU;COUNT=3", "2026-12-28 2027-01-03 2032-12-27");
	check("20260101", "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=TU;COUNT=3", "2026-12-29 2027-12-28 2028-12-26");
	check("20260101", "FREQ=YEARLY;BYWEEKNO=1;BYDAY=SU;WKST=SU;COUNT=3",
	      "2026-01-04 2027-01-03 2028-01-02");
}

static void ends(void **state)
{
	(void)state;
	check("20260105", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never");
	check("20260105", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1", "never");
	check("20260105", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20300101", "");
	check("20260105", "FREQ=YEARLY;UNTIL=20251231T230000Z", "");
	check("20260105", "FREQ=YEARLY;INTERVAL=9999999", "2026-01-05");
	check("20260105", "FREQ=MONTHLY;INTERVAL=9999999", "2026-01-05");
	check("20260105", "FREQ=WEEKLY;INTERVAL=9999999", "2026-01-05");
	check("21010101", "FREQ=YEARLY", "never");
	check("00010101", "FREQ=YEARLY;INTERVAL=1000", "0001-01-01 1001-01-01 2001-01-01");
}

static void spellings(void **state)
{
	(void)state;
	check("20260105", "freq=yearly;Count=2", "2026-01-05 2027-01-05");
	check("20260105", "COUNT=2;FREQ=YEARLY;", "2026-01-05 2027-01-05");
	check("20260105", "FREQ=YEARLY;COUNT=2;BYHOUR=9,17;BYMINUTE=0;BYSECOND=0", "2026-01-05 2027-01-05");
	check("20260105", "FREQ=YEARLY;RSCALE=GREGORIAN;SKIP=OMIT;COUNT=2", "2026-01-05 2027-01-05");
}

static void mistakes(void **state)
{
	static const char *const unreadable[] = {
		"",
		";",
		"FREQ",
		"FREQ=",
		"FREQ=SOMETIMES",
		"COUNT=2",
		"FREQ=YEARLY;FREQ=YEARLY",
		"FREQ=YEARLY;;COUNT=2",
		"FREQ=YEARLY;COUNT",
		"FREQ=YEARLY;COUNT=0",
		"FREQ=YEARLY;COUNT=-1",
		"FREQ=YEARLY;COUNT=two",
		"FREQ=YEARLY;COUNT=99999999",
		"FREQ=YEARLY;INTERVAL=0",
		"FREQ=YEARLY;COUNT=2;UNTIL=20300101",
		"FREQ=YEARLY;UNTIL=soon",
		"FREQ=YEARLY;UNTIL=20260231",
		"FREQ=YEARLY;BYMONTH=13",
		"FREQ=YEARLY;BYMONTH=0",
		"FREQ=YEARLY;BYMONTH=-1",
		"FREQ=YEARLY;BYMONTH=",
		"FREQ=YEARLY;BYMONTH=1,",
		"FREQ=YEARLY;BYMONTH=1;BYMONTH=2",
		"FREQ=YEARLY;BYMONTHDAY=32",
		"FREQ=YEARLY;BYMONTHDAY=0",
		"FREQ=YEARLY;BYYEARDAY=367",
		"FREQ=YEARLY;BYWEEKNO=54",
		"FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO",
		"FREQ=YEARLY;BYDAY=54MO",
		"FREQ=YEARLY;BYDAY=0MO",
		"FREQ=YEARLY;BYDAY=M",
		"FREQ=YEARLY;BYDAY=MON",
		"FREQ=YEARLY;BYDAY=--1MO",
		"FREQ=YEARLY;BYSETPOS=0",
		"FREQ=YEARLY;WKST=1",
		"FREQ=YEARLY;BYEASTER=1",
		"FREQ=MONTHLY;BYWEEKNO=1",
		"FREQ=MONTHLY;BYYEARDAY=1",
		"FREQ=WEEKLY;BYMONTHDAY=1",
		"FREQ=WEEKLY;BYDAY=1MO",
	};

	(void)state;
	for (size_t i = 0; i < sizeof unreadable / sizeof *unreadable; i++)
		check("20260105", unreadable[i], "!its RRULE can't be read");
	check("20260105", "FREQ=DAILY", "!its rule is neither yearly nor monthly nor weekly");
	check("20260105", "FREQ=SECONDLY", "!its rule is neither yearly nor monthly nor weekly");
	check("20260105", "RSCALE=CHINESE;FREQ=YEARLY",
	      "!its rule goes by another calendar (RSCALE), which is not understood here; write RDATEs");
	check("20260105", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD",
	      "!its rule moves days that do not exist (SKIP), which is not understood here; write RDATEs");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weeks), cmocka_unit_test(months),    cmocka_unit_test(years),
		cmocka_unit_test(ends),	 cmocka_unit_test(spellings), cmocka_unit_test(mistakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
