/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What expressions mean: values, mistakes and where their carets stand, what binding fuses, and laws. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/number.h"
#include "expr/builtin.h"
#include "tests/unit/expr_world.h"

#define NOTHING NULL /* a missing value */

/* A table is gone through to its end, and fails there. */
static unsigned wrongs;

__attribute__((format(printf, 1, 2))) static void wrong(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	wrongs++;
}

static void none_is_wrong(void)
{
	unsigned n = wrongs;

	wrongs = 0;
	assert_int_equal(n, 0);
}

/* ---- values ---- */

static const struct {
	const char *words, *row, *value;
} values[] = {
#include "tests/unit/expr_values.h"
};

static void expressions_have_their_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		struct world w;
		struct frame f;
		struct buf out = { 0 };
		world_init(&w);
		const struct code *c = world_bind(&w, values[i].words, TYPE_NONE);
		if (!c) {
			wrong("%s: %.*s", values[i].words, STR_ARG(buf_view(&w.diags.out)));
			world_release(&w);
			continue;
		}
		frame_init(&f, &w.program);
		frame_record(&f, world_record(&w, values[i].row));
		bool some = code_show(c, &f, &out);
		buf_char(&out, '\0');
		if (some != (values[i].value != NULL) || (some && strcmp(out.p, values[i].value) != 0))
			wrong("%s of %s: %s, not %s", values[i].words, values[i].row,
			      some ? out.p : "missing", values[i].value ? values[i].value : "missing");
		buf_release(&out);
		frame_release(&f);
		world_release(&w);
	}
	none_is_wrong();
}

/* Every expression, of the rows of all of them. */
static void many_rows_have_what_each_has_alone(void **state)
{
	(void)state;
	enum { VALUES = sizeof values / sizeof *values };
	const char *row[VALUES];

	_Static_assert((int)VALUES <= (int)RUN_MOST, "all of them are a run");
	for (size_t i = 0; i < VALUES; i++)
		row[i] = values[i].row;
	for (size_t i = 0; i < VALUES; i++) {
		struct world w;
		world_init(&w);
		const struct code *c = world_bind(&w, values[i].words, TYPE_NONE);
		if (!c)
			wrong("%s: %.*s", values[i].words, STR_ARG(buf_view(&w.diags.out)));
		world_rows(&w, row, VALUES);
		for (size_t step = 1; c && step < 200; step = step * 3 + 1)
			if (!world_runs_alike(&w, c, step))
				wrong("%s: of each %zu. row another value, or other notes", values[i].words,
				      step);
		world_release(&w);
	}
	none_is_wrong();
}

/* ---- mistakes ---- */

/* «» around what the carets stand under; several messages are lines. */
static const struct {
	const char *marked, *messages;
} mistakes[] = {
#include "tests/unit/expr_mistakes.h"
};

static size_t characters(const char *p, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)p[i] & 0xC0) != 0x80;
	return count;
}

/* The words without their marks, and what the diagnostics should be. */
static void unmark(const char *marked, const char *messages, char *words, struct buf *expected)
{
	size_t n = 0, at[4] = { 0 }, open = 0;
	struct buf parts = { 0 };

	for (const char *p = marked; *p;) {
		if (strncmp(p, "«", 2) == 0) {
			at[open++ & 3] = n;
			p += 2;
		} else if (strncmp(p, "»", 2) == 0) {
			open--;
			buf_print(&parts, "%zu %zu ", at[open & 3], n - at[open & 3]);
			p += 2;
		} else
			words[n++] = *p++;
	}
	words[n] = '\0';
	buf_char(&parts, '\0');
	const char *part = parts.p;
	for (const char *m = messages; *m;) {
		size_t length = strcspn(m, "\n"), from = 0, width = 0;
		int used = 0;
		sscanf(part, "%zu %zu %n", &from, &width, &used);
		part += used;
		size_t column = characters(words, from), carets = width, shown = characters(words, n);
		if (carets > shown - column)
			carets = shown - column;
		buf_print(expected, "t: -w:1:%zu: %.*s\n    %s\n    %*s", column + 1, (int)length, m, words,
			  (int)column, "");
		for (size_t i = 0; i < (carets ? carets : 1); i++)
			buf_char(expected, '^');
		buf_char(expected, '\n');
		m += length + (m[length] == '\n');
	}
	buf_char(expected, '\0');
	buf_release(&parts);
}

static void mistakes_are_told_where_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		struct world w;
		struct buf expected = { 0 };
		char words[512];
		world_init(&w);
		unmark(mistakes[i].marked, mistakes[i].messages, words, &expected);
		const struct code *c = world_bind(&w, words, TYPE_FLAG);
		buf_char(&w.diags.out, '\0');
		if (strcmp(w.diags.out.p, expected.p) != 0)
			wrong("%s: told\n%snot\n%s", words, w.diags.out.p, expected.p);
		if (c)
			wrong("%s: bound all the same", words);
		buf_release(&expected);
		world_release(&w);
	}
	none_is_wrong();
}

/* ---- what binding makes ---- */

static const struct {
	const char *words, *dump;
} dumps[] = {
#include "tests/unit/expr_dumps.h"
};

static void binding_fuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof dumps / sizeof *dumps; i++) {
		struct world w;
		struct buf out = { 0 };
		world_init(&w);
		const struct code *c = world_bind(&w, dumps[i].words, TYPE_FLAG);
		if (!c)
			fail_msg("%s: %.*s", dumps[i].words, STR_ARG(buf_view(&w.diags.out)));
		program_dump(&w.program, c, &out);
		buf_char(&out, '\0');
		if (strcmp(out.p, dumps[i].dump) != 0)
			fail_msg("%s: %s, not %s", dumps[i].words, out.p, dumps[i].dump);
		buf_release(&out);
		world_release(&w);
	}
}

/* ---- laws over random cells ---- */

static uint64_t seed = 20261122;

static uint64_t draw(uint64_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (seed >> 33) % n;
}

static const char *const cells[] = {
	"",    "5",   "-3",	"1,200", "tbd",		 "null",     "2026-01-31", "2026-01-31 09:00",
	"yes", "N",   "VP",	"vp",	 "Ärger",	 "ärger",    "a;b",	   "30 days",
	"0",   "(7)", "kein",	"-",	 "2026-02-01",	 "26:15:00", "x@Y.z",	   "\xFF\xFE",
	"12%", "1e3", "Straße", "K",	 "\xE2\x84\xAA", "STRASSE",  "true",	   "200",
};
enum { CELLS = sizeof cells / sizeof *cells };

/* On both sides the same, for every row. */
static const struct {
	const char *one, *other;
} laws[] = {
#include "tests/unit/expr_laws.h"
};

static void random_row(struct buf *row, uint64_t *state)
{
	static const char *const columns[] = { "a",	     "b",      "employees", "revenue",
					       "created_at", "won_at", "need",	    "timeline" };

	(void)state;
	buf_clear(row);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		buf_print(row, "%s%s=%s", i ? "|" : "", columns[i], cells[draw(CELLS)]);
	buf_char(row, '\0');
}

static void laws_hold(void **state)
{
	struct buf row = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
		struct world w;
		struct frame f;
		unsigned yes = 0;
		world_init(&w);
		const struct code *one = world_bind(&w, laws[i].one, TYPE_FLAG),
				  *other = world_bind(&w, laws[i].other, TYPE_FLAG);
		if (!one || !other)
			fail_msg("%s, %s: %.*s", laws[i].one, laws[i].other, STR_ARG(buf_view(&w.diags.out)));
		frame_init(&f, &w.program);
		for (int k = 0; k < 1500; k++) {
			random_row(&row, NULL);
			frame_record(&f, world_record(&w, row.p));
			bool a = code_flag(one, &f), b = code_flag(other, &f);
			yes += a;
			if (a != b)
				fail_msg("%s is %d, %s is %d: %s", laws[i].one, a, laws[i].other, b, row.p);
		}
		if (yes == 0 || yes == 1500)
			fail_msg("%s is always %d", laws[i].one, yes != 0);
		frame_release(&f);
		world_release(&w);
	}
	buf_release(&row);
}

/* ---- what can't be read ---- */

static void told(const struct frame *f, const char *expected)
{
	struct diags d = { .tool = "t" };

	frame_tell(f, &d);
	buf_char(&d.notes, '\0');
	assert_string_equal(d.notes.p, expected);
	diags_release(&d);
}

static void unreadable_cells_are_counted_once_a_record(void **state)
{
	struct world w;
	struct frame f;

	(void)state;
	world_init(&w);
	const struct code *c = world_bind(
		&w, "employees > 5 or employees < 3 or employees + 1 = 2 or employees is missing", TYPE_FLAG);
	const struct code *once = world_bind(&w, "created_at > 2026-01-01", TYPE_FLAG);
	frame_init(&f, &w.program);
	for (unsigned i = 0; i < 3; i++) {
		w.batch.first_row = i;
		frame_record(&f, world_record(&w, i == 1 ? "employees=null|created_at=-"
							 : "employees=tbd|created_at=soon"));
		code_flag(c, &f);
		code_flag(once, &f);
		code_flag(once, &f);
	}
	assert_int_equal(f.error.n, 0);
	told(&f, "t: employees: 2 cells are not numbers, first line 17: 'tbd'\n"
		 "t: created_at: 2 cells are not times, first line 17: 'soon'\n");
	frame_release(&f);
	frame_init(&f, &w.program);
	frame_record(&f, world_record(&w, "employees=0123456789012345678901234567890123456789ab"));
	code_flag(c, &f);
	told(&f,
	     "t: employees: 1 cell is not a number, line 17: '0123456789012345678901234567890123456789…'\n");
	frame_release(&f);
	world_release(&w);
}

static void a_frame_beside_another_counts_there(void **state)
{
	struct world w;
	struct frame main, beside;

	(void)state;
	world_init(&w);
	w.program.strict = true;
	const struct code *c = world_bind(&w, "employees > 5", TYPE_FLAG),
			  *both = world_bind(&w, "employees > 5 or created_at > 2026-01-01", TYPE_FLAG);
	frame_init(&main, &w.program);
	frame_init(&beside, &w.program);
	frame_beside(&beside, &main);
	frame_record(&main, world_record(&w, "employees=tbd|created_at=soon"));
	frame_record(&beside, main.record);
	code_flag(c, &main);
	code_flag(both, &beside);
	told(&main, "t: employees: 1 cell is not a number, line 17: 'tbd'\n"
		    "t: created_at: 1 cell is not a time, line 17: 'soon'\n");
	told(&beside, "");
	assert_true(main.error.n && !beside.error.n);
	frame_release(&main);
	frame_release(&beside);
	world_release(&w);
}

static void counts_of_two_frames_merge(void **state)
{
	struct world w;
	struct frame early, late;

	(void)state;
	world_init(&w);
	const struct code *c = world_bind(&w, "employees > 5", TYPE_FLAG);
	frame_init(&early, &w.program);
	frame_init(&late, &w.program);
	world_record(&w, "employees=later");
	w.batch.first_row = 100;
	w.batch.first_line = 117;
	frame_record(&late, &w.record);
	code_flag(c, &late);
	world_record(&w, "employees=earlier");
	w.batch.first_row = 0;
	frame_record(&early, &w.record);
	code_flag(c, &early);
	frame_merge(&late, &early);
	told(&late, "t: employees: 2 cells are not numbers, first line 17: 'earlier'\n");
	frame_merge(&early, &late);
	told(&early, "t: employees: 3 cells are not numbers, first line 17: 'earlier'\n");
	frame_release(&early);
	frame_release(&late);
	world_release(&w);
}

static void what_ends_the_run(const char *words, const char *row, bool strict, const char *expected)
{
	struct world w;
	struct frame f;

	world_init(&w);
	w.program.strict = strict;
	const struct code *c = world_bind(&w, words, TYPE_FLAG);
	assert_non_null(c);
	frame_init(&f, &w.program);
	frame_record(&f, world_record(&w, row));
	code_flag(c, &f);
	buf_char(&f.error, '\0');
	assert_string_equal(f.error.p, expected);
	frame_release(&f);
	world_release(&w);
}

static void some_cells_end_the_run(void **state)
{
	(void)state;
	what_ends_the_run("employees > 1", "employees=tbd", true, "x.csv:17: employees: not a number: 'tbd'");
	what_ends_the_run("employees > 1", "employees=null", true, "");
	what_ends_the_run("need", "need=maybe", true, "x.csv:17: need: not yes or no: 'maybe'");
	what_ends_the_run(
		"created_at > 2026-01", "created_at=3/4/2026", false,
		"x.csv:17: created_at: '3/4/2026' may be 3 April or March 4: add 'dates day-first' or "
		"'dates month-first' to the agreement");
	what_ends_the_run("created_at > 2026-01", "created_at=13/4/2026", false, "");
	what_ends_the_run("title ~ \"(a+)+$\"",
			  "title=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", false,
			  "x.csv:17: title: the pattern \"(a+)+$\" takes too many steps on this cell: write "
			  "a simpler one");
}

static void a_worked_name_is_worked_out_once_a_record(void **state)
{
	struct world w;
	struct frame f;

	(void)state;
	world_init(&w);
	const struct code *c =
		world_bind(&w, "score > 10 and score < 100 and score + score = 120", TYPE_FLAG);
	frame_init(&f, &w.program);
	for (int i = 0; i < 3; i++) {
		frame_record(&f, world_record(&w, ""));
		assert_true(code_flag(c, &f));
		assert_true(code_flag(c, &f));
	}
	assert_int_equal(w.computed, 3);
	frame_release(&f);
	world_release(&w);
}

/* ---- lists in files ---- */

static void a_file_is_a_list(void **state)
{
	char path[] = "/tmp/test_expr_XXXXXX", words[200];
	int fd = mkstemp(path);
	static const char body[] =
		"\xEF\xBB\xBFgmail.com\r\n# free mail\n\n  YAHOO.com   # and this\nc#.example\nÄrger.example";
	static const struct {
		const char *row;
		bool found;
	} rows[] = {
		{ "email=ann@GMAIL.com", true },
		{ "email=yahoo.com", true },
		{ "email=x@c#.example", true },
		{ "email=a@ärger.EXAMPLE", true },
		{ "email=b@free.example", false },
		{ "email=# free mail", false },
		{ "email=", false },
	};

	(void)state;
	assert_true(write(fd, body, sizeof body - 1) == (ssize_t)sizeof body - 1);
	close(fd);
	struct world w;
	struct frame f;
	world_init(&w);
	snprintf(words, sizeof words, "domain(email) in file \"%s\"", path);
	const struct code *c = world_bind(&w, words, TYPE_FLAG);
	snprintf(words, sizeof words, "domain(email) not in file \"%s\"", path);
	const struct code *not = world_bind(&w, words, TYPE_FLAG);
	assert_non_null(c);
	assert_non_null(not );
	frame_init(&f, &w.program);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		frame_record(&f, world_record(&w, rows[i].row));
		if (code_flag(c, &f) != rows[i].found || code_flag(not, &f) == rows[i].found)
			fail_msg("%s", rows[i].row);
	}
	frame_release(&f);
	world_release(&w);
	unlink(path);
}

static void a_file_that_is_not_there_is_told(void **state)
{
	struct world w;
	struct text text = { .name = "my.agreement",
			     .folder = "/nowhere",
			     .body = STR("email in file \"free.txt\"") };

	(void)state;
	world_init(&w);
	struct expr *e = expr_parse_text(&text, &w.arena, &w.diags);
	assert_null(program_bind(&w.program, e, TYPE_FLAG, NULL));
	buf_char(&w.diags.out, '\0');
	assert_string_equal(w.diags.out.p,
			    "t: my.agreement:1:15: can't read /nowhere/free.txt: no such file or directory\n"
			    "    email in file \"free.txt\"\n                  ^^^^^^^^^^\n");
	world_release(&w);
}

/* ---- trees ---- */

static void lists_of_expressions(void **state)
{
	static const struct {
		const char *words;
		size_t n;
		const char *names;
	} lists[] = {
		{ "country", 1, "country" },
		{ "country, month(created_at)", 2, "country|month(created_at)" },
		{ "Lead Source, country", 2, "Lead Source|country" },
		{ "No of Employees", 1, "No of Employees" },
		{ "a is missing, `x, y`", 2, "a is missing|`x, y`" },
		{ "country,", 0, "" },
		{ "a = = b", 0, "" },
		{ "", 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct text text = { .name = "--by", .folder = "", .body = str_from(lists[i].words) };
		struct diags d = { .tool = "t" };
		struct arena arena = { 0 };
		struct expr **list;
		struct buf out = { 0 };
		size_t n = expr_parse_list(&text, &arena, &d, NULL, NULL, &list);
		assert_int_equal(n, lists[i].n);
		assert_int_equal(d.errors, n ? 0 : 1);
		for (size_t k = 0; k < n; k++) {
			buf_str(&out, k ? STR("|") : STR(""));
			buf_str(&out, expr_source(list[k], &arena));
		}
		buf_char(&out, '\0');
		assert_string_equal(out.p, lists[i].names);
		buf_release(&out);
		diags_release(&d);
		arena_release(&arena);
	}
}

static void a_source_is_one_line(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	struct expr *e = world_parse(&w, "  (a =  \"x  # y\"   # why\n\t and b = 1)");
	assert_non_null(e);
	buf_clear(&w.bytes);
	buf_str(&w.bytes, expr_source(e, &w.arena));
	buf_char(&w.bytes, '\0');
	assert_string_equal(w.bytes.p, "(a = \"x  # y\" and b = 1)");
	world_release(&w);
}

static void count_name(void *ctx, const struct expr *name)
{
	*(size_t *)ctx += name->text.n;
}

static void names_are_listed(void **state)
{
	struct world w;
	size_t bytes = 0;

	(void)state;
	world_init(&w);
	expr_names(world_parse(&w, "domain(email) in (\"x\") and `Job Title` = a or b + rank > 3"),
		   count_name, &bytes);
	assert_int_equal(bytes, 5 + 9 + 1 + 1 + 4);
	world_release(&w);
}

/* One error, at once, however deep or long. */
static void hostile_texts_are_refused(void **state)
{
	static const struct {
		const char *head, *again, *tail;
		size_t times;
		bool good;
	} texts[] = {
		{ "", "(", "", 10000, false },
		{ "", "not ", "a", 10000, false },
		{ "", "-", "a > 1", 10000, false },
		{ "a", "+a", "> 1", 10000, false },
		{ "", "f(", "", 10000, false },
		{ "a = 1", " or a = 1", "", 20000, true },
		{ "a = 1", " and a = 1", "", 50000, false },
		{ "a in (1", ", 1", ")", 50000, true },
		{ "a in (1", ", 1", ")", 150000, false },
		{ "", "(", "a)))", 3, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct world w;
		world_init(&w);
		buf_str(&w.bytes, str_from(texts[i].head));
		for (size_t k = 0; k < texts[i].times; k++)
			buf_str(&w.bytes, str_from(texts[i].again));
		buf_str(&w.bytes, str_from(texts[i].tail));
		buf_char(&w.bytes, '\0');
		const struct code *c = world_bind(&w, w.bytes.p, TYPE_FLAG);
		if ((c != NULL) != texts[i].good || w.diags.errors != !texts[i].good)
			fail_msg("%s …: %u errors", texts[i].head, w.diags.errors);
		world_release(&w);
	}
}

/* The table is sorted, every function runs, and is named in its shape. */
static void functions_are_in_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < nbuiltins; i++) {
		if (i)
			assert_true(strcmp(builtins[i - 1].name, builtins[i].name) < 0);
		assert_true(strncmp(builtins[i].shape, builtins[i].name, strlen(builtins[i].name)) == 0);
		bool used = false;
		for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
			const char *at = strstr(values[k].words, builtins[i].name);
			used |= at && at[strlen(builtins[i].name)] == '(';
		}
		if (!used)
			fail_msg("no test calls %s()", builtins[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expressions_have_their_values),
		cmocka_unit_test(many_rows_have_what_each_has_alone),
		cmocka_unit_test(mistakes_are_told_where_they_are),
		cmocka_unit_test(binding_fuses),
		cmocka_unit_test(laws_hold),
		cmocka_unit_test(unreadable_cells_are_counted_once_a_record),
		cmocka_unit_test(a_frame_beside_another_counts_there),
		cmocka_unit_test(counts_of_two_frames_merge),
		cmocka_unit_test(some_cells_end_the_run),
		cmocka_unit_test(a_worked_name_is_worked_out_once_a_record),
		cmocka_unit_test(a_file_is_a_list),
		cmocka_unit_test(a_file_that_is_not_there_is_told),
		cmocka_unit_test(lists_of_expressions),
		cmocka_unit_test(a_source_is_one_line),
		cmocka_unit_test(names_are_listed),
		cmocka_unit_test(hostile_texts_are_refused),
		cmocka_unit_test(functions_are_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
