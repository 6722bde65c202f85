/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decisions of meetings: what a line may say, what is ruled about a hand-over, and what several people
 * who write at the same time, or die while they do, leave in the file. */
#include "table.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/file.h"
#include "review/decisions.h"
#include "time/instant.h"

#define HEADER "at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note\n"
#define AT     "2026-10-31T14:02:00Z"
#define H1     "2026-10-10"
#define H2     "2026-10-20T21:52:00Z"

static struct diags diags;
static struct zone *berlin;
static const char *waited_for; /* released by the wait */
static struct decisions *holder;

static const char *file(const char *text)
{
	return table_file("x.csv", text, strlen(text));
}

static struct decisions *load(const char *path, bool makes)
{
	diags_release(&diags);
	diags = (struct diags){ .tool = "t" };
	struct decisions *d = decisions_open(path, makes, berlin, NULL, NULL, NULL, &diags);
	table_hide_folder(&diags.out);
	table_hide_folder(&diags.notes);
	return d;
}

static struct decisions *loaded(const char *text)
{
	struct decisions *d = load(file(text), false);

	if (!d)
		fail_msg("%s", diags.out.p);
	return d;
}

static int64_t when(const char *text)
{
	const struct time_style style = { .zone = berlin };
	int64_t at;

	assert_int_equal(instant_read(str_from(text), &style, &at), TIME_READ);
	return at;
}

static void holds(const char *path, const char *want)
{
	struct buf b = { 0 };

	assert_true(file_read(path, &b));
	buf_char(&b, '\0');
	assert_string_equal(b.p, want);
	buf_release(&b);
}

static void is(struct str s, const char *want)
{
	if (!str_eq(s, str_from(want)))
		fail_msg("'%.*s', expected '%s'", STR_ARG(s), want);
}

static void says(struct buf *b, const char *want)
{
	table_hide_folder(b);
	if (!strstr(b->p, want))
		fail_msg("'%s' has no '%s'", b->p, want);
}

static const struct ruling *about(const struct decisions *d, const char *id, const char *handed)
{
	return decisions_find(d, str_from(id), *handed ? when(handed) : INSTANT_NONE);
}

/* "accept ana|answers|note", of the last that counts. */
static void ruled(const struct decisions *d, const char *id, const char *handed, const char *want)
{
	const struct ruling *r = about(d, id, handed);
	struct buf b = { 0 };

	if (!r)
		buf_str(&b, STR("nothing"));
	else
		buf_print(&b, "%s %.*s|%.*s|%.*s", r->last ? decision_name[r->last->decision].p : "none",
			  STR_ARG(r->last ? r->last->by : STR("")), STR_ARG(r->answers), STR_ARG(r->note));
	is(buf_view(&b), want);
	buf_release(&b);
}

/* ---- what a line may say ---- */

#define MEND "; mend the line or take back a copy of the file, nothing was changed\n"

static const struct {
	const char *line, *why;
} refused[] = {
	{ "x", "1 cell where decisions have 11" },
	{ AT ",ana,7," H1 ",accept,,,,,", "10 cells where decisions have 11" },
	{ "31.10.2026 14:02,ana,7," H1 ",accept,,,,,,",
	  "at '31.10.2026 14:02' is not a time such as 2026-10-31T14:02:40Z" },
	{ "2026-10-31T14:02:00+01:00,ana,7," H1 ",accept,,,,,,",
	  "at '2026-10-31T14:02:00+01:00' is not a time such as 2026-10-31T14:02:40Z" },
	{ "2026-10-31,ana,7," H1 ",accept,,,,,,",
	  "at '2026-10-31' is not a time such as 2026-10-31T14:02:40Z" },
	{ ",ana,7," H1 ",accept,,,,,,", "at '' is not a time such as 2026-10-31T14:02:40Z" },
	{ AT ",,7," H1 ",accept,,,,,,", "by is empty, so nobody has signed it" },
	{ AT ",ana, ," H1 ",accept,,,,,,", "no lead_id" },
	{ AT ",ana,7,10.10.2026,accept,,,,,,",
	  "handed_over '10.10.2026' is neither a date such as 2026-10-10 nor a time such as "
	  "2026-10-10T21:52:00Z" },
	{ AT ",ana,7,2026-10-10T21:52:00,accept,,,,,,",
	  "handed_over '2026-10-10T21:52:00' is neither a date such as 2026-10-10 nor a time such as "
	  "2026-10-10T21:52:00Z" },
	{ AT ",ana,7," H1 ",acept,,,,,,",
	  "the decision 'acept' is none of accept, return, later, answer and undo" },
	{ AT ",ana,7," H1 ",,,,,,,", "the decision '' is none of accept, return, later, answer and undo" },
	{ AT ",ana,7," H1 ",accept,recycled,,,,,", "the decision 'accept' has no use for exit 'recycled'" },
	{ AT ",ana,7," H1 ",accept,,late,,,,", "the decision 'accept' has no use for reason 'late'" },
	{ AT ",ana,7," H1 ",accept,,,,2027-01-01,,",
	  "the decision 'accept' has no use for until '2027-01-01'" },
	{ AT ",ana,7," H1 ",return,,late,,,,", "the decision 'return' without exit" },
	{ AT ",ana,7," H1 ",return,recycled,,bob,,,", "the decision 'return' has no use for owner 'bob'" },
	{ AT ",ana,7," H1 ",return,recycled,,,1.1.2027,,",
	  "until '1.1.2027' is not a date such as 2027-01-01" },
	{ AT ",ana,7," H1 ",return,recycled,,,2027-01-01T00:00:00Z,,",
	  "until '2027-01-01T00:00:00Z' is not a date such as 2027-01-01" },
	{ AT ",ana,7," H1 ",later,,,,,,", "the decision 'later' without until" },
	{ AT ",ana,7," H1 ",answer,,,,,yes,",
	  "answers 'yes' can't be read; they are written as budget=20000; need=yes" },
	{ AT ",ana,7," H1 ",answer,,,,,=yes,",
	  "answers '=yes' can't be read; they are written as budget=20000; need=yes" },
	{ AT ",ana,7," H1 ",answer,,,,,\"a=\"\"b\",",
	  "answers 'a=\"b' can't be read; they are written as budget=20000; need=yes" },
	{ AT ",ana,7," H1 ",undo,,,,,need=yes,", "the decision 'undo' has no use for answers 'need=yes'" },
};

static void test_refused(void **state)
{
	struct buf text = { 0 }, words = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(refused); i++) {
		buf_clear(&text);
		buf_print(&text, HEADER "%s\n", refused[i].line);
		buf_char(&text, '\0');
		buf_clear(&words);
		buf_print(&words, "t: x.csv:2: %s" MEND, refused[i].why);
		buf_char(&words, '\0');
		const char *path = file(text.p);
		assert_null(load(path, true));
		assert_string_equal(diags.out.p, words.p);
		holds(path, text.p);
	}
	assert_null(load(file("at,by\n"), true));
	says(&diags.out, "x.csv: not a file of decisions: its first line is not at,by,lead_id,handed_over,");
	buf_release(&text);
	buf_release(&words);
}

/* A spreadsheet's BOM, quotes and line ends; its guard; a hand-over at a time that nobody knows. */
static void test_saved_elsewhere(void **state)
{
	struct decisions *d = loaded(
		"\xEF\xBB\xBF\"at\",by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note\r\n"
		"\"" AT "\",ana, 7 ," H1 ",\"answer\",,,,,\"need=yes; budget=\"\"a;b\"\"\",'=1+1\r\n"
		"\r\n"
		"2026-10-31T14:02:00.5Z,ana,8,,later,,,,2026-11-02,,\"two\nlines\"\r\n");

	(void)state;
	ruled(d, "7", H1, "none |need=yes; budget=\"a;b\"|=1+1");
	ruled(d, " 7 ", H1, "none |need=yes; budget=\"a;b\"|=1+1");
	ruled(d, "7", H2, "nothing");
	ruled(d, "8", "", "later ana||two\nlines");
	assert_true(about(d, "8", "")->last->until == when("2026-11-02"));
	decisions_close(d);
}

/* ---- what is ruled ---- */

#define LINE(by, id, handed, rest) AT "," by "," id "," handed "," rest "\n"

static void test_rulings(void **state)
{
	static const struct {
		const char *lines, *want;
	} cases[] = {
		{ LINE("ana", "7", H1, "accept,,,,,,"), "accept ana||" },
		{ LINE("ana", "7", H1, "accept,,,,,,") LINE("bob", "7", H1, "return,x,,,,,"),
		  "return bob||" },
		{ LINE("ana", "7", H1, "accept,,,,,,") LINE("bob", "7", H1, "later,,,,2027-01-01,,"),
		  "later bob||" },
		{ LINE("ana", "7", H1, "later,,,,2027-01-01,,") LINE("ana", "7", H1, "accept,,,ana,,,"),
		  "accept ana||" },
		{ LINE("ana", "7", H1, "accept,,,,,,") LINE("bob", "7", H1, "answer,,,,,need=yes,"),
		  "accept ana|need=yes|" },
		/* undone, again and again */
		{ LINE("ana", "7", H1, "accept,,,,,,") LINE("ana", "7", H1, "undo,,,,,,oops"), "none ||" },
		{ LINE("ana", "7", H1, "later,,,,2027-01-01,,a") LINE("ana", "7", H1, "accept,,,,,,b")
			  LINE("ana", "7", H1, "undo,,,,,,"),
		  "later ana||a" },
		{ LINE("ana", "7", H1, "later,,,,2027-01-01,,a") LINE("ana", "7", H1, "accept,,,,,,b")
			  LINE("ana", "7", H1, "undo,,,,,,") LINE("ana", "7", H1, "undo,,,,,,"),
		  "none ||" },
		{ LINE("ana", "7", H1, "accept,,,,,,") LINE("ana", "7", H1, "undo,,,,,,")
			  LINE("ana", "7", H1, "undo,,,,,,") LINE("ana", "7", H1, "return,x,,,,,"),
		  "return ana||" },
		/* one's own last one, whoever has decided since */
		{ LINE("ana", "7", H1, "accept,,,,,,") LINE("bob", "7", H1, "return,x,,,,,")
			  LINE("ana", "7", H1, "undo,,,,,,"),
		  "return bob||" },
		{ LINE("ana", "7", H1, "accept,,,,,,") LINE("bob", "7", H1, "return,x,,,,,")
			  LINE("bob", "7", H1, "undo,,,,,,"),
		  "accept ana||" },
		{ LINE("ana", "7", H1, "accept,,,,,,") LINE("bob", "7", H1, "undo,,,,,,"), "accept ana||" },
		{ LINE("ana", "7", H1, "accept,,,,,,") LINE("bob", "7", H1, "return,x,,,,,")
			  LINE("ana", "7", H1, "undo,,,,,,") LINE("bob", "7", H1, "undo,,,,,,"),
		  "none ||" },
		{ LINE("Ana", "7", H1, "accept,,,,,,") LINE("ana", "7", H1, "undo,,,,,,"), "none ||" },
		/* of one hand-over alone */
		{ LINE("ana", "7", H1, "accept,,,,,,") LINE("ana", "7", H2, "undo,,,,,,"), "accept ana||" },
		{ LINE("ana", "7", H1, "accept,,,,,,") LINE("ana", "7", H2, "return,x,,,,,"),
		  "accept ana||" },
		{ LINE("ana", "8", H1, "accept,,,,,,"), "nothing" },
		/* answers */
		{ LINE("ana", "7", H1, "answer,,,,,need=yes; budget=1,")
			  LINE("bob", "7", H1, "answer,,,,,Budget=2,late"),
		  "none |need=yes; Budget=2|late" },
		{ LINE("ana", "7", H1, "answer,,,,,need=yes,") LINE("bob", "7", H1, "answer,,,,,need=no,")
			  LINE("bob", "7", H1, "undo,,,,,,"),
		  "none |need=yes|" },
		{ LINE("ana", "7", H1, "accept,,,,,need=yes,first") LINE("ana", "7", H1, "answer,,,,,need=,")
			  LINE("ana", "7", H1, "answer,,,,,,"),
		  "accept ana|need=|first" },
		{ LINE("ana", "7", H1, "answer,,,,,need=yes; need=no,"), "none |need=yes; need=no|" },
	};
	struct buf text = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		buf_clear(&text);
		buf_print(&text, HEADER "%s", cases[i].lines);
		buf_char(&text, '\0');
		struct decisions *d = loaded(text.p);
		ruled(d, "7", H1, cases[i].want);
		decisions_close(d);
	}
	buf_release(&text);
}

static void list(void *ctx, struct str lead_id, int64_t handed_over, const struct ruling *r)
{
	struct buf *b = ctx;

	buf_str(b, lead_id);
	buf_char(b, ' ');
	instant_write(b, handed_over, instant_is_date(handed_over) ? berlin : zone_utc());
	buf_print(b, " %zu\n", r->n);
}

static void test_others(void **state)
{
	struct decisions *d = loaded(
		HEADER LINE("ana", "7", H1, "accept,,,,,,") LINE("bob", "8", H1, "answer,,,,,need=yes,")
			LINE("ana", "7", H2, "return,x,,,,,") LINE("ana", "8", H1, "undo,,,,,,")
				LINE("ana", "7", H2, "undo,,,,,,")
					LINE("eve", "7", H1, "later,,,,2027-01-01,,"));
	struct buf b = { 0 };
	const struct entry *e;

	(void)state;
	decisions_each(d, list, &b);
	is(buf_view(&b), "7 2026-10-10 2\n8 2026-10-10 2\n7 2026-10-20T21:52:00Z 2\n");
	assert_int_equal(decisions_of_other(d, STR("7"), when(H2)), 1);
	assert_int_equal(decisions_of_other(d, STR("7"), when(H1)), 0); /* undone */
	assert_int_equal(decisions_of_other(d, STR("8"), when(H2)), 0); /* nothing decided */
	assert_int_equal(decisions_of_other(d, STR("9"), when(H2)), 0);
	e = decisions_last_by(d, STR("ana"));
	assert_true(e && e->decision == DECISION_ACCEPT);
	e = decisions_last_by(d, STR(" BOB"));
	assert_true(e && e->decision == DECISION_ANSWER);
	assert_null(decisions_last_by(d, STR("tom")));
	decisions_close(d);
	buf_release(&b);
}

static void test_table(void **state)
{
	struct decisions *d =
		loaded(HEADER LINE("ana", "1", H1, "accept,,,,,,") LINE("ana", "2", H1, "return,x,,,,,")
			       LINE("ana", "3", H1, "return,x,,,2026-11-02,,")
				       LINE("ana", "4", H1, "later,,,,2026-11-02,,")
					       LINE("ana", "5", H1, "answer,,,,,a=1,"));
	static const struct {
		const char *id, *now;
		enum table_state state;
	} cases[] = {
		{ "1", "2030-01-01 00:00", TABLE_ACCEPTED },	{ "2", "2030-01-01 00:00", TABLE_RETURNED },
		{ "3", "2026-11-01 23:59:59", TABLE_RETURNED }, { "3", "2026-11-02 00:00", TABLE_BACK },
		{ "4", "2026-11-01 23:59:59", TABLE_PUT_OFF },	{ "4", "2026-11-02 00:00", TABLE_WAITS },
		{ "5", "2026-11-01 23:59:59", TABLE_WAITS },	{ "6", "2026-11-01 23:59:59", TABLE_WAITS },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_int_equal(decisions_table(about(d, cases[i].id, H1), when(cases[i].now), berlin),
				 cases[i].state);
	decisions_close(d);
}

static void test_answers(void **state)
{
	static const struct {
		const char *answers, *want;
	} cases[] = {
		{ "", "" },
		{ " ; ", "" },
		{ "a=1", "a|1\n" },
		{ "a = 1 ;; b= two words ;", "a|1\nb|two words\n" },
		{ "a=", "a|\n" },
		{ "a=b=c", "a|b=c\n" },
		{ "\"a=\"\"b\" = \"1; 2\" ;c=x\"y", "a=\"b|1; 2\nc|x\"y\n" },
		{ "a;b=1", "a;b|1\n" },
		{ "a", "!" },
		{ "a=\"1\" 2", "!" },
		{ "a=1; =2", "a|1\n!" },
		{ "\"\"=2", "!" },
		{ "\"a=2", "!" },
	};
	struct buf got = { 0 }, scratch = { 0 }, again = { 0 };
	struct str column, value;

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct str rest = str_from(cases[i].answers), all = rest;
		buf_clear(&got);
		buf_clear(&again);
		while (answer_next(&rest, &column, &value, &scratch)) {
			buf_print(&got, "%.*s|%.*s\n", STR_ARG(column), STR_ARG(value));
			answer_write(&again, column, value);
		}
		if (!answers_good(all))
			buf_char(&got, '!');
		is(buf_view(&got), cases[i].want);
		assert_true(answers_good(buf_view(&again)));
		if (got.n && got.p[got.n - 1] == '!')
			continue;
		rest = buf_view(&again);
		buf_clear(&got);
		while (answer_next(&rest, &column, &value, &scratch))
			buf_print(&got, "%.*s|%.*s\n", STR_ARG(column), STR_ARG(value));
		is(buf_view(&got), cases[i].want);
	}
	buf_release(&got);
	buf_release(&scratch);
	buf_release(&again);
}

/* ---- writing ---- */

static struct entry entry(const char *by, const char *id, enum decision_word decision)
{
	return (struct entry){ .at = when("2026-10-31T14:02:00Z"),
			       .by = str_from(by),
			       .lead_id = str_from(id),
			       .handed_over = when(H1),
			       .decision = decision,
			       .exit = STR("x"),
			       .owner = STR("bob"),
			       .until = when("2027-01-01") };
}

static void add(struct decisions *d, const char *by, const char *id, enum decision_word decision)
{
	struct entry e = entry(by, id, decision);

	decisions_add(d, &e);
}

static void test_added(void **state)
{
	const char *path = file("");
	struct stat st;

	(void)state;
	unlink(path);
	assert_null(load(path, false));
	says(&diags.out, "x.csv: no such file or directory");
	struct decisions *d = load(path, true);
	assert_int_equal(access(path, F_OK), -1);
	assert_true(decisions_begin(d));
	holds(path, HEADER);
	add(d, "ana", "7", DECISION_RETURN);
	ruled(d, "7", H1, "return ana||");
	holds(path, HEADER);
	assert_true(decisions_commit(d));
	assert_true(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600);
	holds(path, HEADER LINE("ana", "7", H1, "return,x,,,2027-01-01,,"));

	assert_true(decisions_begin(d));
	add(d, "ana", "7", DECISION_ACCEPT);
	add(d, "ana", "8", DECISION_LATER);
	ruled(d, "7", H1, "accept ana||");
	decisions_drop(d);
	ruled(d, "7", H1, "return ana||");
	ruled(d, "8", H1, "nothing");
	assert_true(decisions_begin(d));
	add(d, "ana", "8", DECISION_LATER);
	add(d, "ana", "7", DECISION_UNDO);
	assert_true(decisions_commit(d));
	ruled(d, "7", H1, "none ||");
	holds(path, HEADER LINE("ana", "7", H1, "return,x,,,2027-01-01,,")
			    LINE("ana", "8", H1, "later,,,,2027-01-01,,") LINE("ana", "7", H1, "undo,,,,,,"));
	decisions_close(d);
}

/* Whatever is in a text, it comes back, in one line; and no spreadsheet runs it. */
static void test_hostile(void **state)
{
	static const char *const texts[] = {
		"=1+1", "+x",  "@x",	    "-",	"'=x",		 "'",	     "-5",
		"a\"b", "a,b", "a\nb\r\nc", "\x1b[31m", "a\tb",		 "\xC3\xA4", "\xFF",
		" ",	"",    ";",	    "#",	"\xE2\x80\xAEx", "at",
	};
	struct buf answers = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++) {
		const char *path = file(HEADER);
		struct decisions *d = load(path, false);
		struct entry e = entry("ana", "=cmd", DECISION_ANSWER);
		buf_clear(&answers);
		answer_write(&answers, STR("=b"), str_from(texts[i]));
		e.answers = buf_view(&answers);
		e.note = str_from(texts[i]);
		assert_true(decisions_begin(d));
		decisions_add(d, &e);
		assert_true(decisions_commit(d));
		const struct ruling *r = decisions_find(d, STR("=cmd"), e.handed_over);
		assert_non_null(r);
		struct buf said = { 0 };
		buf_print(&said, "%.*s|%.*s", STR_ARG(r->answers), STR_ARG(r->note));
		assert_null(memchr(said.p, '\n', said.n));
		assert_null(memchr(said.p, '\x1b', said.n));
		decisions_close(d);
		d = load(path, false);
		assert_non_null(d);
		r = decisions_find(d, STR("=cmd"), e.handed_over);
		struct buf again = { 0 }, bytes = { 0 };
		buf_print(&again, "%.*s|%.*s", STR_ARG(r->answers), STR_ARG(r->note));
		assert_true(str_eq(buf_view(&said), buf_view(&again)));
		assert_true(file_read(path, &bytes));
		buf_char(&bytes, '\0');
		assert_null(strstr(bytes.p, ",=")); /* no cell begins so */
		assert_null(strstr(bytes.p, ",\"="));
		assert_non_null(strstr(bytes.p, ",'=cmd,"));
		buf_release(&said);
		buf_release(&again);
		buf_release(&bytes);
		decisions_close(d);
	}
	buf_release(&answers);
}

static void test_two(void **state)
{
	const char *path = file(HEADER LINE("eve", "1", H1, "accept,,,,,,"));
	struct decisions *a = load(path, false), *b = load(path, false);

	(void)state;
	assert_true(decisions_begin(a));
	assert_false(decisions_begin(b));
	says(&diags.out, "x.csv: another run is writing to it; try again when it has ended");
	add(a, "ana", "7", DECISION_ACCEPT);
	assert_true(decisions_commit(a));
	ruled(b, "7", H1, "nothing");
	const struct entry *old = about(b, "1", H1)->last;
	assert_true(decisions_begin(b)); /* now it knows */
	ruled(b, "7", H1, "accept ana||");
	ruled(b, "1", H1, "accept eve||");
	is(old->by, "eve"); /* still there */
	add(b, "bob", "7", DECISION_RETURN);
	assert_true(decisions_commit(b));
	assert_true(decisions_begin(a));
	ruled(a, "7", H1, "return bob||");
	decisions_drop(a);
	decisions_close(a);
	decisions_close(b);
}

static void let_go(void *ctx)
{
	waited_for = ctx;
	add(holder, "ana", "7", DECISION_ACCEPT);
	decisions_commit(holder);
}

static void test_waits(void **state)
{
	char path[200];

	(void)state;
	snprintf(path, sizeof path, "%s", file(HEADER));
	holder = load(path, false);
	struct decisions *b = decisions_open(path, false, berlin, NULL, let_go, path, &diags);
	assert_true(decisions_begin(holder));
	assert_true(decisions_begin(b));
	assert_ptr_equal(waited_for, path);
	says(&diags.notes, "x.csv: another run is writing to it; waiting until it has ended");
	ruled(b, "7", H1, "accept ana||");
	decisions_close(b);
	decisions_close(holder);
}

/* What another program did to it between two looks. */
static void test_changed(void **state)
{
	const char *path =
		file(HEADER LINE("eve", "1", H1, "accept,,,,,,") LINE("eve", "2", H1, "accept,,,,,,"));
	struct decisions *d = load(path, false);
	char link[200];

	(void)state;
	file(HEADER LINE("eve", "3", H1, "accept,,,,,,")); /* written anew in place */
	assert_true(decisions_begin(d));
	ruled(d, "1", H1, "nothing");
	ruled(d, "3", H1, "accept eve||");
	assert_int_equal(decisions_of_other(d, STR("1"), when(H2)), 0);
	decisions_drop(d);

	snprintf(link, sizeof link, "%s.new", path); /* replaced */
	assert_int_equal(rename(path, link), 0);
	file(HEADER LINE("eve", "4", H1, "accept,,,,,,"));
	assert_true(decisions_begin(d));
	ruled(d, "3", H1, "nothing");
	ruled(d, "4", H1, "accept eve||");
	add(d, "ana", "5", DECISION_ACCEPT);
	assert_true(decisions_commit(d));
	holds(path, HEADER LINE("eve", "4", H1, "accept,,,,,,") LINE("ana", "5", H1, "accept,,,bob,,,"));

	file(HEADER LINE("eve", "4", H1, "accept,,,,,,") "x\n" LINE("eve", "6", H1, "accept,,,,,,"));
	assert_false(decisions_begin(d));
	says(&diags.out, "x.csv:3: 1 cell where decisions have 11");
	file(HEADER LINE("eve", "6", H1, "accept,,,,,,"));
	assert_true(decisions_begin(d));
	ruled(d, "4", H1, "nothing");
	ruled(d, "6", H1, "accept eve||");
	decisions_drop(d);
	assert_int_equal(unlink(path), 0);
	assert_false(decisions_begin(d));
	assert_int_equal(access(path, F_OK), -1); /* what it held is not for a file of one line */
	decisions_close(d);
}

/* A line of news that is bad is named by its place in the whole file. */
static void test_bad_news(void **state)
{
	const char *path = file(HEADER LINE("eve", "1", H1, "accept,,,,,,\"two\nlines\""));
	struct decisions *d = load(path, false), *other = load(path, false);

	(void)state;
	assert_true(decisions_begin(other));
	add(other, "ana", "7", DECISION_ACCEPT);
	assert_true(decisions_commit(other));
	decisions_close(other);
	FILE *f = fopen(path, "a");
	fputs("x\n", f);
	fclose(f);
	assert_false(decisions_begin(d));
	says(&diags.out, "x.csv:5: 1 cell where decisions have 11");
	decisions_close(d);
}

static void test_torn(void **state)
{
	const char *path = file(HEADER LINE("eve", "1", H1, "accept,,,,,,") "2026-10");
	struct decisions *d = load(path, false);

	(void)state;
	says(&diags.notes, "x.csv: the last 7 bytes are half a record; they are left out");
	ruled(d, "1", H1, "accept eve||");
	holds(path, HEADER LINE("eve", "1", H1, "accept,,,,,,") "2026-10");
	assert_true(decisions_begin(d));
	says(&diags.notes, "x.csv: the last 7 bytes are half a record of a run that was cut off; they are "
			   "removed");
	holds(path, HEADER LINE("eve", "1", H1, "accept,,,,,,"));
	add(d, "ana", "7", DECISION_ACCEPT);
	assert_true(decisions_commit(d));
	holds(path, HEADER LINE("eve", "1", H1, "accept,,,,,,") LINE("ana", "7", H1, "accept,,,bob,,,"));
	decisions_close(d);
}

/* Nothing is lost by a full disk, and the meeting goes on when there is room again. */
static void test_full_disk(void **state)
{
	const char *path = file(HEADER LINE("eve", "1", H1, "accept,,,,,,"));
	struct decisions *d = load(path, false);
	struct rlimit old, limit;
	struct stat st;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(stat(path, &st), 0);
	limit = (struct rlimit){ (rlim_t)st.st_size + 20, old.rlim_max };
	assert_true(decisions_begin(d));
	add(d, "ana", "7", DECISION_ACCEPT);
	setrlimit(RLIMIT_FSIZE, &limit);
	assert_false(decisions_commit(d));
	setrlimit(RLIMIT_FSIZE, &old);
	says(&diags.out, "x.csv: file too large; it is cut back to the decisions that were sure");
	ruled(d, "7", H1, "nothing");
	holds(path, HEADER LINE("eve", "1", H1, "accept,,,,,,"));
	assert_true(decisions_begin(d));
	add(d, "ana", "8", DECISION_ACCEPT);
	assert_true(decisions_commit(d));
	holds(path, HEADER LINE("eve", "1", H1, "accept,,,,,,") LINE("ana", "8", H1, "accept,,,bob,,,"));
	decisions_close(d);
	signal(SIGXFSZ, SIG_DFL);
}

/* ---- what is forgotten ---- */

static void test_forgotten(void **state)
{
	const char *before =
		"\xEF\xBB\xBF" HEADER LINE("ana", "7", H1, "answer,,,,,need=yes,his mother called")
			LINE(" ana", "8", H1, "answer,,,,,need=yes,x")
				LINE("bob", "7", H2, "return,x,ill,,2027-01-01,,")
					LINE("bob", "7", H2, "undo,,,,,,") "\n";
	const char *after = "\xEF\xBB\xBF" HEADER LINE("ana", "7", H1, "answer,,,,,,")
		LINE(" ana", "8", H1, "answer,,,,,need=yes,x") LINE("bob", "7", H2, "return,x,,,2027-01-01,,")
			LINE("bob", "7", H2, "undo,,,,,,");
	const char *path = file(before);
	struct decisions *d = load(path, false), *other = load(path, false);
	struct stat st;
	size_t lines;
	char link[200];

	(void)state;
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(decisions_forget(d, STR("9"), &lines), 0);
	assert_int_equal(lines, 0);
	holds(path, before);
	snprintf(link, sizeof link, "%s.link", path);
	assert_int_equal(symlink("x.csv", link), 0);
	decisions_close(d);
	d = load(link, false);
	assert_int_equal(decisions_forget(d, STR(" 7"), &lines), 2);
	assert_int_equal(lines, 3);
	holds(path, after);
	assert_true(stat(path, &st) == 0 && (st.st_mode & 07777) == 0640);
	assert_true(lstat(link, &st) == 0 && S_ISLNK(st.st_mode));
	assert_int_equal(decisions_forget(d, STR("7"), &lines), 0);
	assert_int_equal(lines, 3);
	ruled(other, "7", H1, "none |need=yes|his mother called");
	assert_true(decisions_begin(other)); /* it opens the new file, and forgets */
	ruled(other, "7", H1, "none ||");
	add(other, "ana", "7", DECISION_ACCEPT);
	assert_true(decisions_commit(other));
	assert_true(decisions_begin(d));
	ruled(d, "7", H1, "accept ana||");
	decisions_drop(d);
	decisions_close(d);
	decisions_close(other);
	unlink(link);
}

static void forget_now(void *ctx)
{
	size_t lines;

	decisions_drop(holder);
	assert_int_equal(decisions_forget(holder, STR("7"), &lines), 1);
	*(bool *)ctx = true;
}

/* Who waits for a lock while the file is replaced writes to the new one. */
static void test_replaced_while_waiting(void **state)
{
	const char *path = file(HEADER LINE("ana", "7", H1, "answer,,,,,need=yes,x"));
	bool waited = false;

	(void)state;
	holder = load(path, false);
	struct decisions *b = decisions_open(path, false, berlin, NULL, forget_now, &waited, &diags);
	assert_true(decisions_begin(holder));
	assert_true(decisions_begin(b));
	assert_true(waited);
	ruled(b, "7", H1, "none ||");
	add(b, "bob", "8", DECISION_ACCEPT);
	assert_true(decisions_commit(b));
	holds(path, HEADER LINE("ana", "7", H1, "answer,,,,,,") LINE("bob", "8", H1, "accept,,,bob,,,"));
	decisions_close(b);
	decisions_close(holder);
}

/* ---- who dies ---- */

static void count(void *ctx, struct str lead_id, int64_t handed_over, const struct ruling *r)
{
	(void)lead_id, (void)handed_over;
	*(unsigned *)ctx += r->last != NULL;
}

static void no_wait(void *ctx)
{
	(void)ctx;
}

/* Decides about the next lead that nobody has decided about, as fast as it can, and says which are sure. One
 * in fifty times it forgets a lead. */
static void decide(const char *path, int say)
{
	struct diags d = { .tool = "t" };
	struct decisions *own = decisions_open(path, true, berlin, NULL, no_wait, NULL, &d);
	char id[32];
	size_t lines;

	for (unsigned i = 1; own; i++) {
		unsigned next = 0;
		if (!decisions_begin(own))
			break;
		decisions_each(own, count, &next);
		snprintf(id, sizeof id, "%u", next);
		struct entry e = entry("ana", id, DECISION_ACCEPT);
		e.note = STR("words");
		if (decisions_find(own, e.lead_id, e.handed_over))
			break;
		decisions_add(own, &e);
		if (!decisions_commit(own) || write(say, &next, sizeof next) != sizeof next)
			break;
		if (i % 50 == 0 && decisions_forget(own, e.lead_id, &lines) == SIZE_MAX)
			break;
	}
	_exit(1);
}

static void check_all(const char *path, unsigned sure)
{
	struct decisions *d = load(path, false);
	unsigned n = 0;
	char id[32];

	assert_non_null(d);
	decisions_each(d, count, &n);
	assert_true(n >= sure);
	for (unsigned i = 0; i < n; i++) {
		snprintf(id, sizeof id, "%u", i);
		const struct ruling *r = about(d, id, H1);
		if (!r || r->n != 1)
			fail_msg("%s: %zu decisions", id, r ? r->n : 0);
	}
	decisions_close(d);
}

static void test_killed(void **state)
{
	enum { KILLS = 1000, AT_ONCE = 2 };
	const char *path = file("");
	unsigned sure = 0, said;
	int pipes[2], status;

	(void)state;
	srand(7);
	assert_int_equal(pipe(pipes), 0);
	assert_int_equal(fcntl(pipes[0], F_SETFL, O_NONBLOCK), 0);
	for (int i = 0; i < KILLS / AT_ONCE; i++) {
		pid_t child[AT_ONCE];
		for (int k = 0; k < AT_ONCE; k++)
			if ((child[k] = fork()) == 0)
				decide(path, pipes[1]);
		for (int k = 0; k < AT_ONCE; k++) {
			usleep((useconds_t)(rand() % 3000));
			kill(child[k], SIGKILL);
			assert_int_equal(waitpid(child[k], &status, 0), child[k]);
			assert_true(WIFSIGNALED(status));
		}
		while (read(pipes[0], &said, sizeof said) == sizeof said)
			sure = said >= sure ? said + 1 : sure;
		if (i % 50 == 49)
			check_all(path, sure);
	}
	assert_true(sure > 100);
	close(pipes[0]);
	close(pipes[1]);
}

static int finish(void **state)
{
	(void)state;
	diags_release(&diags);
	zone_free(berlin);
	table_remove_folder();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),	  cmocka_unit_test(test_saved_elsewhere),
		cmocka_unit_test(test_rulings),	  cmocka_unit_test(test_others),
		cmocka_unit_test(test_table),	  cmocka_unit_test(test_answers),
		cmocka_unit_test(test_added),	  cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_two),	  cmocka_unit_test(test_waits),
		cmocka_unit_test(test_changed),	  cmocka_unit_test(test_bad_news),
		cmocka_unit_test(test_torn),	  cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_forgotten), cmocka_unit_test(test_replaced_while_waiting),
		cmocka_unit_test(test_killed),
	};
	struct buf why = { 0 };

	berlin = zone_load(STR("Europe/Berlin"), &why);
	buf_release(&why);
	return cmocka_run_group_tests(tests, NULL, finish);
}
