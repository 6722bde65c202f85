/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of delimited text: what is a formula, which names are the same, what a file's bytes and name say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/cell.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static void expect(struct str got, const char *wanted, const char *about)
{
	if (!str_eq(got, str_from(wanted)))
		fail_msg("%s: '%.*s', not '%s'", about, STR_ARG(got), wanted);
}

static void a_number_is_no_formula(void **state)
{
	static const char *const run[] = {
		"=1",	  "+",	  "-",	    "@a",   " -x",	     "\t=1",	       "\tx",	       "\rx",
		"\n\v@x", "-1-1", "-1,5,x", "+1-1", "+1 (555) 123x", "-1 (555) 12345", "+49 30 12/34", "+ ( )"
	};
	static const char *const harmless[] = { "",
						"x",
						"'=1",
						"-1",
						"+1",
						"-1.5",
						"-1,5",
						"+1,5",
						" -5",
						"1=1",
						"\nx=1",
						"-.5",
						"-1.234,5",
						"-1,234.5",
						"+1 (555) 123",
						"+49-30-123 45",
						" +49(0)30 1234-0" };

	(void)state;
	for (size_t i = 0; i < LENGTH(run); i++)
		if (!cell_is_formula(str_from(run[i])))
			fail_msg("'%s' is no formula", run[i]);
	for (size_t i = 0; i < LENGTH(harmless); i++)
		if (cell_is_formula(str_from(harmless[i])))
			fail_msg("'%s' is a formula", harmless[i]);
}

static void cells_are_quoted_and_guarded(void **state)
{
	static const struct {
		struct dialect d;
		const char *text, *inside, *plain, *safe;
	} cases[] = {
		{ { ',', false }, "", "", "", "" },
		{ { ',', false }, "a;b", "a;b", "a;b", "a;b" },
		{ { ';', false }, "a;b", "a;b", "\"a;b\"", "\"a;b\"" },
		{ { ',', false }, "-1,5", "-1,5", "\"-1,5\"", "\"-1,5\"" },
		{ { ';', false }, "-1,5", "-1,5", "-1,5", "-1,5" },
		{ { ',', false }, "=\"x\"", "=\"\"x\"\"", "\"=\"\"x\"\"\"", "\"'=\"\"x\"\"\"" },
		{ { ',', false }, "=x", "=x", "=x", "'=x" },
		{ { '\t', true }, "=\"\t\\", "=\"\\t\\\\", "=\"\\t\\\\", "'=\"\\t\\\\" },
	};
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct str text = str_from(cases[i].text);
		buf_clear(&out);
		cell_write_inside(&out, cases[i].d, text);
		expect(buf_view(&out), cases[i].inside, cases[i].text);
		buf_clear(&out);
		cell_write(&out, cases[i].d, text);
		expect(buf_view(&out), cases[i].plain, cases[i].text);
		buf_clear(&out);
		cell_write_safe(&out, cases[i].d, text);
		expect(buf_view(&out), cases[i].safe, cases[i].text);
	}
	buf_release(&out);
}

static void names_are_loosely_the_same(void **state)
{
	static const struct {
		const char *name, *loose;
	} cases[] = {
		{ "Owner", "owner" },
		{ "OWNER**", "owner" },
		{ " owner * * ", "owner" },
		{ "cost_", "cost" },
		{ "-cost -_*", "cost" },
		{ "Job-Title", "job title" },
		{ "job_title", "job title" },
		{ "\xC3\x84ra", "\xC3\xA4ra" },
		{ "a*b", "a*b" },
		{ "jobtitle", "jobtitle" },
		{ "*", "" },
		{ "_", "" },
		{ "", "" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		expect(loose_name(&arena, str_from(cases[i].name)), cases[i].loose, cases[i].name);
	arena_release(&arena);
}

static void the_first_bytes_are_judged(void **state)
{
	(void)state;
	expect(without_byte_order_mark(STR("\xEF\xBB\xBFx")), "x", "a mark");
	expect(without_byte_order_mark(STR("\xEF\xBBx")), "\xEF\xBBx", "half a mark");
	expect(without_byte_order_mark(STR("x\xEF\xBB\xBF")), "x\xEF\xBB\xBF", "a mark further on");
	expect(without_byte_order_mark(STR("")), "", "nothing");
	expect(without_byte_order_mark(STR("\xEF\xBB\xBF\xEF\xBB\xBFx")), "x", "two marks");
}

static void names_of_files_say_tabs(void **state)
{
	(void)state;
	assert_true(is_tab_name(STR("a.tsv")) && is_tab_name(STR("X.TSV")) && is_tab_name(STR("b/c.Tab")));
	assert_true(is_tab_name(STR("a.tsv.gz")) && is_tab_name(STR("a.tab.ZST")));
	assert_false(is_tab_name(STR("a.csv")) || is_tab_name(STR("tsv")) || is_tab_name(STR("")) ||
		     is_tab_name(STR("a.gz")) || is_tab_name(STR("a.tsv.txt")) || is_tab_name(STR(".gz")));
}

static void a_header_ends_outside_quotes(void **state)
{
	static const struct {
		const char *text, *line;
		bool ended;
	} cases[] = {
		{ "a,b\nc", "a,b", true },
		{ "a,b\r\nc", "a,b", true },
		{ "\r\n\na;b\n", "\r\n\na;b", true },
		{ "\"a,b\nc,d\";e\nf", "\"a,b\nc,d\";e", true },
		{ "\"a \"\"b\"\"\n\"\n", "\"a \"\"b\"\"\n\"", true },
		{ "5\" pipe;\"x\"\n\"", "5\" pipe;\"x\"", true }, /* a bare quote opens nothing */
		{ "a,\"b\n", "a,\"b\n", false },
		{ "a,b", "a,b", false },
		{ "", "", false },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct str text = str_from(cases[i].text);
		struct header_look whole = { .n = 0 }, growing = { .n = 0 };
		expect(header_line(&whole, text, false), cases[i].line, cases[i].text);
		if (whole.ended != cases[i].ended)
			fail_msg("%s", cases[i].text);
		for (size_t n = 0; n < text.n; n++)
			header_line(&growing, str_slice(text, 0, n), false);
		expect(header_line(&growing, text, false), cases[i].line, "byte by byte");
	}
	struct header_look raw = { .n = 0 };
	expect(header_line(&raw, STR("\t\"\n\"\n"), true), "\t\"", "raw TSV");
}

static void delimiters_are_found_outside_quotes(void **state)
{
	static const struct {
		const char *line;
		char found;
		bool tie;
	} cases[] = {
		{ "a,b", ',', false },	      { "a;b;c;d,e", ',', false },  { "a;b;c\td", ';', false },
		{ "a\tb", '\t', false },      { "a|b|c;d", '|', false },    { "a;b|c", '|', true },
		{ "a;b|c\td", '|', true },    { "a;b|c|d\te", '|', false }, { "a;b;\t\t;\td", '\t', true },
		{ "\"a,b|\";e", ';', false }, { "\"a,b\"", '\0', false },   { "a:b c", '\0', false },
		{ "5\" pipe;b", ';', false }, { "\n\na;b", ';', false },    { "", '\0', false },
	};
	bool tie;

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		if (likeliest_delimiter(str_from(cases[i].line), &tie) != cases[i].found ||
		    tie != cases[i].tie)
			fail_msg("%s", cases[i].line);
}

static void a_line_may_say_the_delimiter(void **state)
{
	static const char *const others[] = { "sep=;",	  "sep=;x\n",  "sep=\n",       "sep=x\n",  "sep=1\n",
					      "xsep=;\n", "\nsep=;\n", "\"sep=;\n",    "sep=\"\n", "sep=;,\n",
					      "sep",	  "",	       "separator=;\n" };
	static const struct {
		const char *text;
		size_t n;
		char said;
	} cases[] = {
		{ "sep=;\na", 6, ';' },	   { "SEP=,\r\na", 7, ',' },	{ "sep=\t\n", 6, '\t' },
		{ "\"sep=|\"\n", 8, '|' }, { "sep=^\r\r\nab", 8, '^' },
	};
	char said;

	(void)state;
	for (size_t i = 0; i < LENGTH(others); i++)
		if (separator_line(str_from(others[i]), &said))
			fail_msg("%s", others[i]);
	for (size_t i = 0; i < LENGTH(cases); i++)
		if (separator_line(str_from(cases[i].text), &said) != cases[i].n || said != cases[i].said)
			fail_msg("%s", cases[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_no_formula),
		cmocka_unit_test(cells_are_quoted_and_guarded),
		cmocka_unit_test(names_are_loosely_the_same),
		cmocka_unit_test(the_first_bytes_are_judged),
		cmocka_unit_test(names_of_files_say_tabs),
		cmocka_unit_test(a_header_ends_outside_quotes),
		cmocka_unit_test(delimiters_are_found_outside_quotes),
		cmocka_unit_test(a_line_may_say_the_delimiter),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
