/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* iCalendar files of our own making: which days they name, and exactly what is said of those that name none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "time/ics.h"
#include "time/instant.h"

static const struct zone *here; /* the calendar's zone; NULL: UTC */

/* Days as words; of many only the first and last two. */
static void write_days(struct buf *out, const struct ics *file)
{
	for (size_t i = 0; i < file->n; i++) {
		struct civil c = day_civil(file->day[i]);
		if (file->n > 8 && i == 2)
			buf_print(out, " … %zu …", file->n);
		if (file->n <= 8 || i < 2 || i + 2 >= file->n)
			buf_print(out, "%s%04d-%02d-%02d", out->n ? " " : "", c.year, c.month, c.day);
	}
}

/* The days a text names and all that is told, errors before a "!". */
static void check(const char *text, size_t n, const char *wanted)
{
	struct diags d = { .tool = "t" };
	struct buf got = { 0 };
	struct ics file;
	bool good = ics_read(&(struct ics_source){ .bytes = { text, n },
						   .name = "de.ics",
						   .zone = here ? here : zone_utc() },
			     &file, &d);

	if (good)
		write_days(&got, &file);
	else
		buf_str(&got, STR("!"));
	buf_str(&d.out, buf_view(&d.notes));
	struct str told = buf_view(&d.out);
	for (size_t i = 0; i < told.n; i++)
		buf_char(&got, told.p[i] == '\n' ? '|' : told.p[i]);
	if (good != !d.errors || !str_eq(buf_view(&got), str_from(wanted)))
		fail_msg("%s\ngives:\n%.*s\nnot:\n%s", text, STR_ARG(buf_view(&got)), wanted);
	ics_release(&file);
	diags_release(&d);
	buf_release(&got);
}

/* Events are parted by a bar, lines by a semicolon-free slash; each is named A, B, … and has UID u unless it
 * says. */
static void events(const char *words, const char *wanted)
{
	struct buf b = { 0 };
	char name = 'A';

	buf_str(&b, STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"));
	for (const char *s = words; *s; s += strcspn(s, "|"), s += *s == '|') {
		size_t n = strcspn(s, "|");
		buf_print(&b, "BEGIN:VEVENT\r\nSUMMARY:%c\r\n%s", name++,
			  memmem(s, n, "UID:", 4) ? "" : "UID:u\r\n");
		for (size_t i = 0; i < n; i++)
			if (s[i] == '/')
				buf_str(&b, STR("\r\n"));
			else
				buf_char(&b, s[i]);
		buf_str(&b, STR("\r\nEND:VEVENT\r\n"));
	}
	buf_str(&b, STR("END:VCALENDAR\r\n"));
	check(b.p, b.n, wanted);
	buf_release(&b);
}

#define ON "DTSTART;VALUE=DATE:"

static void lengths(void **state)
{
	(void)state;
	events(ON "20261225", "2026-12-25");
	events("DTSTART:20261225", "2026-12-25"); /* what is written without VALUE=DATE is meant */
	events("DTSTART;VALUE=DATE:20261225T000000Z/DTEND;VALUE=DATE:20261227T000000Z",
	       "2026-12-25 2026-12-26");
	events("dtstart;X-A=\"b;c:d\";value=\"date\": 20261225 ", "2026-12-25");
	events(ON "20261225/DTEND;VALUE=DATE:20261226", "2026-12-25");
	events(ON "20261225/DTEND;VALUE=DATE:20261227", "2026-12-25 2026-12-26");
	events(ON "20261225/DTEND;VALUE=DATE:20261225", "2026-12-25");
	events(ON "20261225/DTEND;VALUE=DATE:20261220", "2026-12-25");
	events(ON "20261225/DURATION:P2D", "2026-12-25 2026-12-26");
	events(ON "20261225/DURATION:P1W",
	       "2026-12-25 2026-12-26 2026-12-27 2026-12-28 2026-12-29 2026-12-30 2026-12-31");
	events(ON "20240228/DTEND;VALUE=DATE:20240302", "2024-02-28 2024-02-29 2024-03-01");
	events(ON "19691230/DTEND;VALUE=DATE:19700103", "1970-01-01 1970-01-02");
	events(ON "21001231/DTEND;VALUE=DATE:21010103", "2100-12-31");
	events(ON "20261225|" ON "20261225|" ON "20260101", "2026-01-01 2026-12-25");
	events("", "");
}

static void rules(void **state)
{
	(void)state;
	/* A yearly holiday of one day stays one day. */
	events(ON "19700101/DTEND;VALUE=DATE:19700102/RRULE:FREQ=YEARLY",
	       "1970-01-01 1971-01-01 … 131 … 2099-01-01 2100-01-01");
	events(ON "20261225/DTEND;VALUE=DATE:20261227/RRULE:FREQ=YEARLY;COUNT=2",
	       "2026-12-25 2026-12-26 2027-12-25 2027-12-26");
	events(ON "20261126/RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3",
	       "2026-11-26 2027-11-25 2028-11-23");
	events(ON "20260525/RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;UNTIL=20280601",
	       "2026-05-25 2027-05-31 2028-05-29");
	events(ON "20260101/RRULE:FREQ=YEARLY;UNTIL=20280101T000000Z", "2026-01-01 2027-01-01 2028-01-01");
	events(ON "20240229/RRULE:FREQ=YEARLY;COUNT=3", "2024-02-29 2028-02-29 2032-02-29");
	events(ON "20240229/RRULE:FREQ=YEARLY;INTERVAL=2;UNTIL=20320229", "2024-02-29 2028-02-29 2032-02-29");
	events(ON "20260101/RRULE:FREQ=YEARLY;INTERVAL=10;COUNT=3", "2026-01-01 2036-01-01 2046-01-01");
	events(ON "19000101/RRULE:FREQ=YEARLY;COUNT=72", "1970-01-01 1971-01-01");
	events(ON "20260131/RRULE:FREQ=MONTHLY;COUNT=3", "2026-01-31 2026-03-31 2026-05-31");
	events(ON "20260105/RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3", "2026-01-05 2026-01-19 2026-02-02");
	events(ON "20260105/RRULE:FREQ=WEEKLY;BYDAY=SA,SU",
	       "2026-01-05 2026-01-10 … 7825 … 2100-12-25 2100-12-26");
	/* Occurrences that last into each other, for longer than there are days. */
	events(ON "19700105/DURATION:P9999999D/RRULE:FREQ=WEEKLY",
	       "1970-01-05 1970-01-06 … 47843 … 2100-12-30 2100-12-31");
	events(ON "20260105/DURATION:P3D/RRULE:FREQ=WEEKLY;BYDAY=MO,TU;COUNT=2",
	       "2026-01-05 2026-01-06 2026-01-07 2026-01-08");
	events(ON "20260105/RDATE;VALUE=DATE:20260301,20260201", "2026-01-05 2026-02-01 2026-03-01");
}

static void exceptions(void **state)
{
	(void)state;
	events(ON "20260101/RRULE:FREQ=YEARLY;COUNT=4/EXDATE;VALUE=DATE:20270101,20280101",
	       "2026-01-01 2029-01-01");
	events(ON "20260101/RRULE:FREQ=YEARLY;COUNT=3/EXDATE:20270101T000000Z", "2026-01-01 2028-01-01");
	events(ON "20260101/RRULE:FREQ=YEARLY;COUNT=3/EXDATE;TZID=Berlin:20260101T000000",
	       "2027-01-01 2028-01-01");
	events(ON "20260101/STATUS:CANCELLED/RRULE:FREQ=YEARLY|" ON "20260501", "2026-05-01");
	/* One occurrence is moved, another falls out, and of another series nothing does. */
	events(ON "20260101/RRULE:FREQ=YEARLY;COUNT=3|" ON "20270104/RECURRENCE-ID;VALUE=DATE:20270101",
	       "2026-01-01 2027-01-04 2028-01-01");
	events(ON "20260101/RRULE:FREQ=YEARLY;COUNT=3|" ON
		  "20270101/RECURRENCE-ID;VALUE=DATE:20270101/STATUS:CANCELLED",
	       "2026-01-01 2028-01-01");
	events(ON "20270104/RECURRENCE-ID:20270101T000000Z|" ON "20260101/RRULE:FREQ=YEARLY;COUNT=3",
	       "2026-01-01 2027-01-04 2028-01-01");
	events(ON "20260101/RRULE:FREQ=YEARLY;COUNT=2|DTSTART:20270101T090000/RECURRENCE-ID:20270101T090000/"
		  "STATUS:CANCELLED",
	       "2026-01-01");
	events(ON "20260101/RRULE:FREQ=YEARLY;COUNT=2|UID:other/" ON
		  "20270104/RECURRENCE-ID;VALUE=DATE:20270101",
	       "2026-01-01 2027-01-01 2027-01-04");
}

static void times_of_day_are_told(void **state)
{
	(void)state;
	events("DTSTART:20261224T120000Z|" ON "20261225",
	       "2026-12-25t: de.ics: event 'A' has a time of day and is no holiday|");
	events("DTSTART;TZID=Berlin:20261224T120000|DTSTART:20261224T120000|" ON "20261225",
	       "2026-12-25t: de.ics: 2 events have a time of day and are no holidays, the first 'A'|");
	events("DTSTART:20261224T120000Z/STATUS:CANCELLED|" ON "20261225", "2026-12-25");
}

/* As a calendar of New York reads it. */
static void whole_days(void **state)
{
	static const char
		none[] = "t: de.ics: event 'A' has a time of day and is no holiday|",
		off[] = "!t: de.ics: event 'A': it lasts whole days and begins at a time of day that "
			"is no midnight here; write its DTSTART as a date|",
		point[] = "!t: de.ics: event 'A': it begins at midnight and has no length, so it may "
			  "be meant to last all day; write its DTSTART as a date|";

	(void)state;
	here = zone_load(STR("America/New_York"), &(struct buf){ 0 });
	assert_non_null(here);
	/* midnights, wherever */
	events("DTSTART;TZID=NewYork:20261012T000000/DURATION:P1D", "2026-10-12");
	events("DTSTART;TZID=Berlin:20261012T000000/DTEND;TZID=Berlin:20261013T000000", "2026-10-12");
	events("DTSTART:20261012T000000/DTEND:20261014T000000", "2026-10-12 2026-10-13");
	events("DTSTART:20261012T000000Z/DTEND:20261013T000000Z", "2026-10-12");
	events("DTSTART:20261012T000000/DURATION:PT24H", "2026-10-12");
	events("DTSTART:20261012T000000/DURATION:P1W", "2026-10-12 2026-10-13 2026-10-14 2026-10-15 "
						       "2026-10-16 2026-10-17 2026-10-18");
	events("DTSTART:20261012T000000/DTEND:20261012T235900", "2026-10-12");
	events("DTSTART:20261012T000000Z/DTEND:20261013T235959Z", "2026-10-12 2026-10-13");
	/* midnights here that are written in UTC; on 1 November the clocks go back */
	events("DTSTART:20261012T040000Z/DTEND:20261013T040000Z", "2026-10-12");
	events("DTSTART:20261101T040000Z/DTEND:20261102T050000Z", "2026-11-01");
	events("DTSTART:20261012T040000Z/DTEND:20261013T000000Z", none); /* 20 hours */
	events("DTSTART:20261012T040000Z/DTEND:20261013T040000Z/RRULE:FREQ=YEARLY;COUNT=3/"
	       "EXDATE:20271012T040000Z",
	       "2026-10-12 2028-10-12");
	/* what says that it lasts all day */
	events("DTSTART:20261012T000000/X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", "2026-10-12");
	events("DTSTART:20261012T040000Z/X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:true", "2026-10-12");
	events("DTSTART:20261012T050000Z/X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", off);
	events("DTSTART:20261012T090000/DTEND:20261012T100000/X-MICROSOFT-CDO-ALLDAYEVENT:FALSE", none);
	/* in a series */
	events("DTSTART:20261012T000000/DURATION:P1D/RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=2MO;COUNT=2/"
	       "RDATE:20270105T000000",
	       "2026-10-12 2027-01-05 2027-10-11");
	events("DTSTART:20261012T000000/DURATION:P1D/RRULE:FREQ=YEARLY;COUNT=2|DTSTART:20271013T000000/"
	       "DURATION:P1D/RECURRENCE-ID:20271012T000000",
	       "2026-10-12 2027-10-13");
	/* and what can't be told */
	events("DTSTART:20261012T050000Z/DTEND:20261013T050000Z", off);
	events("DTSTART:20261012T090000/DURATION:P2D", off);
	events("DTSTART:20261012T000000", point);
	events("DTSTART:20261012T000000/DTEND:20261012T000000", point);
	events("DTSTART:20261012T000000/DTEND:20261013",
	       "!t: de.ics: event 'A': it begins at a time of day and ends on a date|");
	events("DTSTART:20261012T000000/DURATION:P1D/RDATE:20270105T120000",
	       "!t: de.ics: event 'A': it begins on a date and is repeated (RDATE) at a time of day|");
	events("DTSTART:20261012T000000/DURATION:PT6H", none);
	events("DTSTART:20261012T120000Z/DTEND:20261014T170000Z", none);
	zone_free((struct zone *)here);
	/* east of UTC a midnight is of the day before there */
	here = zone_load(STR("Europe/Berlin"), &(struct buf){ 0 });
	events("DTSTART:20261011T220000Z/DTEND:20261012T220000Z", "2026-10-12");
	events("DTSTART:20261011T220000Z/DTEND:20261012T220000Z/RRULE:FREQ=YEARLY",
	       "!t: de.ics: event 'A': its rule repeats a time in UTC that is of another day here; write its "
	       "DTSTART as a date|");
	zone_free((struct zone *)here);
	here = NULL;
}

static void mistakes(void **state)
{
	(void)state;
	events(ON "20260231", "!t: de.ics: event 'A': it names a date that does not exist|");
	events(ON "20260230/RRULE:FREQ=YEARLY",
	       "!t: de.ics: event 'A': it names a date that does not exist|");
	events(ON "20260101/DTEND;VALUE=DATE:20260199",
	       "!t: de.ics: event 'A': it names a date that does not exist|");
	events(ON "soon", "!t: de.ics: event 'A': its DTSTART can't be read|");
	events("DTEND;VALUE=DATE:20260101", "!t: de.ics: event 'A': it has no DTSTART|");
	events(ON "20260101/DTEND:20260101T120000Z",
	       "!t: de.ics: event 'A': it begins on a date and ends at a time of day|");
	events(ON "20260101/DURATION:PT8H",
	       "!t: de.ics: event 'A': it begins on a date and does not last whole days|");
	events(ON "20260101/RRULE:FREQ=NONSENSE|" ON "20260102/RRULE:FREQ=YEARLY;INTERVAL=0",
	       "!t: de.ics: event 'A': its RRULE can't be read|t: de.ics: event 'B': its RRULE can't be "
	       "read|");
	events(ON "20260101/RRULE:", "!t: de.ics: event 'A': its RRULE can't be read|");
	events(ON "20260101/RRULE:FREQ=DAILY",
	       "!t: de.ics: event 'A': its rule is neither yearly nor monthly nor weekly|");
	events(ON "20260101/RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
	       "!t: de.ics: event 'A': its rule names no day up to 2100; a date that never comes?|");
#define EACH_DAY "/RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU"
	events(ON "19700101" EACH_DAY EACH_DAY EACH_DAY EACH_DAY EACH_DAY,
	       "!t: de.ics: event 'A': with its rule the file names more days than anyone has holidays|");
	events(ON "20260101/RDATE:20260201T090000Z",
	       "!t: de.ics: event 'A': it begins on a date and is repeated (RDATE) at a time of day|");
	events(ON "20260101/EXRULE:FREQ=YEARLY",
	       "!t: de.ics: event 'A': it has an EXRULE, which is not understood here; write EXDATEs|");
	events(ON "20260101/RRULE:FREQ=YEARLY|" ON
		  "20270101/RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20270101",
	       "!t: de.ics: event 'B': it changes all future events of its series, which is not understood "
	       "here|");
	events(ON "20260101/RRULE:FREQ=YEARLY|" ON
		  "20270101/RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20270101/STATUS:CANCELLED",
	       "!t: de.ics: event 'B': it changes all future events of its series, which is not understood "
	       "here|");
	events(ON "20270101/UID:/RECURRENCE-ID;VALUE=DATE:20270101",
	       "!t: de.ics: event 'A': its UID can't be read|t: de.ics: event 'A': it stands for a day of "
	       "another "
	       "event, which can't be known without a UID|");
	events(ON "20260101/RECURRENCE-ID:soon", "!t: de.ics: event 'A': its RECURRENCE-ID can't be read|");
	events(ON "20260101/STATUS:CANCELED", "!t: de.ics: event 'A': its STATUS can't be read|");
	events(ON "20260101/" ON "20260102", "!t: de.ics: event 'A': it has more than one DTSTART|");
	events("DTSTART;VALUE=DATE:20260101T090000Z", "!t: de.ics: event 'A': its DTSTART can't be read|");
	events("DTSTART;VALUE=TEXT:20260101", "!t: de.ics: event 'A': its DTSTART can't be read|");
	events("DTSTART:20260101T250000", "!t: de.ics: event 'A': its DTSTART can't be read|");
	events(ON "20260101/DTEND:", "!t: de.ics: event 'A': its DTEND can't be read|");
	events(ON "20260101/DURATION:2D", "!t: de.ics: event 'A': its DURATION can't be read|");
	events(ON "20260101/DURATION:-P2D",
	       "!t: de.ics: event 'A': it begins on a date and does not last whole days|");
	events(ON "20260101/EXDATE:20260101,soon/RDATE:",
	       "!t: de.ics: event 'A': its EXDATE can't be read|t: de.ics: event 'A': its RDATE can't be "
	       "read|");
	events(ON "20260101/a broken line",
	       "!t: de.ics: event 'A': a line can't be read; was a long line broken without a space?|");
	/* What holidays are not made of may be wrong. */
	events(ON "20260101/DESCRIPTION:/LOCATION:/GEO:somewhere/NEW-PROPERTY;A:x/SEQUENCE:first/SUMMARY:B",
	       "2026-01-01");
	events(ON "20260101/BEGIN:VALARM/TRIGGER:soon/DTSTART:soon/a broken line/END:VALARM", "2026-01-01");
}

#define FILE_IS(text, wanted) check(text, sizeof(text) - 1, wanted)
#define HEAD		      "BEGIN:VCALENDAR\n"
#define TAIL		      "END:VCALENDAR\n"
#define DAY		      "BEGIN:VEVENT\nSUMMARY:A\nDTSTART;VALUE=DATE:20260101\nEND:VEVENT\n"

static void files(void **state)
{
	(void)state;
	FILE_IS(HEAD DAY TAIL, "2026-01-01");
	FILE_IS("\xEF\xBB\xBF" HEAD DAY TAIL "\n\n", "2026-01-01");
	FILE_IS("begin:vcalendar\r\n" DAY "end:vcalendar", "2026-01-01");
	FILE_IS(HEAD DAY TAIL HEAD "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260501\nEND:VEVENT\n" TAIL,
		"2026-01-01 2026-05-01");
	FILE_IS(HEAD TAIL, "");
	/* Lines are folded anywhere, even within a name. */
	FILE_IS(HEAD "BEGIN:VEVENT\r\nSUMMARY:A\r\nDTST\r\n ART;VALUE=DA\r\n\tTE:2026\r\n 0\r\n 1\r\n \r\n "
		     "01\r\n\r\nRRULE:"
		     "FREQ=YEARLY;COU\n NT=2\nEND:VEVENT\n" TAIL,
		"2026-01-01 2027-01-01");
	FILE_IS(HEAD "BEGIN:VEVENT\nSUMMARY:A\\, B\\; \\\\ C\nDTSTART:soon\nEND:VEVENT\n" TAIL,
		"!t: de.ics: event 'A, B; \\ C': its DTSTART can't be read|");
	FILE_IS(HEAD "BEGIN:VEVENT\nSUMMARY:A\nDTSTART;VALUE=DATE:20260101\n"
		     "RDATE;VALUE=PERIOD:20260201T000000Z/P1D\nEND:VEVENT\n" TAIL,
		"!t: de.ics: event 'A': it begins on a date and is repeated (RDATE) at a time of day|");
	/* No event is in anything but a calendar. */
	FILE_IS(HEAD "BEGIN:VTODO\n" DAY "END:VTODO\n" TAIL, "");
	FILE_IS(HEAD "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260231\nEND:VEVENT\n" TAIL,
		"!t: de.ics: an event without a summary: it names a date that does not exist|");
	FILE_IS(HEAD "BEGIN:VEVENT\nSUMMARY:Tag der\\nArbeit und noch viel mehr Worte, als in eine Zeile "
		     "gehören dürfen, "
		     "ja\nDTSTART;VALUE=DATE:20260231\nEND:VEVENT\n" TAIL,
		"!t: de.ics: event 'Tag der Arbeit und noch viel mehr Worte, als in eine Zeile g': it names "
		"a date that "
		"does not exist|");
	FILE_IS(HEAD DAY, "!t: de.ics: it ends before END:VCALENDAR; is it cut short?|");
	FILE_IS(HEAD "BEGIN:VEVENT\nSUMMARY:A\nDTST",
		"!t: de.ics: it ends before END:VCALENDAR; is it cut short?|");
	FILE_IS(HEAD "BEGIN:VEVENT\nSUMMARY:A\n" TAIL DAY TAIL,
		"!t: de.ics: its BEGIN and END lines do not match; is a piece missing?|");
	FILE_IS(HEAD DAY TAIL TAIL, "!t: de.ics: its BEGIN and END lines do not match; is a piece missing?|");
	FILE_IS(HEAD "BEGIN:VEVENT\nSUMMARY:A\nDTSTART;VALUE=DATE:20260101\n" TAIL,
		"!t: de.ics: its BEGIN and END lines do not match; is a piece missing?|");
	FILE_IS("", "!t: de.ics: this is no iCalendar file: it does not begin with BEGIN:VCALENDAR|");
	FILE_IS("date\n2026-01-01\n",
		"!t: de.ics: this is no iCalendar file: it does not begin with BEGIN:VCALENDAR|");
	FILE_IS(HEAD "\0" TAIL, "!t: de.ics: this is no iCalendar file: there is a byte 0x00 in it|");
	FILE_IS(HEAD "nonsense\n" DAY TAIL,
		"!t: de.ics: a line can't be read; was a long line broken without a space?|");
	assert_true(ics_looks_like(STR("\xEF\xBB\xBF\nBEGIN:VCALENDAR\n")));
	assert_false(ics_looks_like(STR("date,title\n")));
	assert_false(ics_looks_like(STR("")));
}

/* Each of 100,000 days compared with each of 100,000 exceptions would take a minute. */
static void many_exceptions(void **state)
{
	enum { MANY = 100000 };
	struct buf b = { 0 };

	(void)state;
	buf_str(&b, STR("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nDTSTART;VALUE=DATE:20260101\n"));
	for (int i = 0; i < MANY; i++) {
		struct civil c = day_civil(day_number(1990, 1, 1) + i % 40000);
		buf_print(&b, "EXDATE;VALUE=DATE:%04d%02d%02d\n%s", c.year, c.month, c.day,
			  i < 1000 ? "RRULE:FREQ=YEARLY\n" : "");
	}
	buf_str(&b, STR("RDATE;VALUE=DATE:19800101\nRDATE;VALUE=DATE:20270101\nEND:VEVENT\nEND:VCALENDAR\n"));
	buf_char(&b, '\0');
	check(b.p, b.n - 1, "1980-01-01 2100-01-01");
	buf_release(&b);
}

/* A series changed on day after day, and others that have its UID, too. */
static void many_moved(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_str(&b, STR("BEGIN:VCALENDAR\n"));
	for (int i = 0; i < 40; i++)
		buf_str(&b,
			STR("BEGIN:VEVENT\nUID:u\nDTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;COUNT=2000\n"
			    "END:VEVENT\n"));
	for (int i = 1999; i >= 0; i--) {
		struct civil c = day_civil(day_number(2026, 1, 5) + INT64_C(7) * i);
		buf_print(&b,
			  "BEGIN:VEVENT\nUID:%s\nDTSTART;VALUE=DATE:20260501\nRECURRENCE-ID;VALUE=DATE:%04d%"
			  "02d%02d\n"
			  "END:VEVENT\n",
			  i % 1000 ? "u" : "v", c.year, c.month, c.day);
	}
	buf_str(&b, STR("END:VCALENDAR\n"));
	buf_char(&b, '\0');
	check(b.p, b.n - 1, "2026-01-05 2026-05-01 2045-03-06");
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lengths),    cmocka_unit_test(rules),
		cmocka_unit_test(exceptions), cmocka_unit_test(times_of_day_are_told),
		cmocka_unit_test(whole_days), cmocka_unit_test(mistakes),
		cmocka_unit_test(files),      cmocka_unit_test(many_exceptions),
		cmocka_unit_test(many_moved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
