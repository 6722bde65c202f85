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
	static const char *const run[] = { "=1",  "+",	 "-",	   "@a",   " -x",    "\t=1",
					   "\tx", "\rx", "\n\v@x", "-1-1", "-1,5,x", "+1 (555) 123" };
	static const char *const harmless[] = {
		"",	"x",   "'=1", "-1",    "+1",  "-1.5",	  "-1,5",
		"+1,5", " -5", "1=1", "\nx=1", "-.5", "-1.234,5", "-1,234.5"
	};

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
	assert_true(is_utf16(STR("\xFF\xFEx")) && is_utf16(STR("\xFE\xFF")));
	assert_false(is_utf16(STR("\xFF")) || is_utf16(STR("\xEF\xBB\xBF")) || is_utf16(STR("")));
}

static void names_of_files_say_tabs(void **state)
{
	(void)state;
	assert_true(is_tab_name(STR("a.tsv")) && is_tab_name(STR("X.TSV")) && is_tab_name(STR("b/c.Tab")));
	assert_false(is_tab_name(STR("a.csv")) || is_tab_name(STR("tsv")) || is_tab_name(STR("")) ||
		     is_tab_name(STR("a.tsv.gz")));
}

static void delimiters_are_found_outside_quotes(void **state)
{
	static const struct {
		const char *text;
		char found;
	} cases[] = {
		{ "a,b", ',' },		{ "a;b,c", ',' }, /* of equals the first offered */
		{ "a;b;c,d", ';' },	{ "a\tb\n;;;;", '\t' },
		{ "\r\n\na;b\n", ';' }, { "\"a,b\nc,d\";e", ';' },
		{ "\"a,b\"", '\0' },	{ "a|b", '\0' }, /* not offered */
		{ "", '\0' },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		if (likeliest_delimiter(str_from(cases[i].text), ",;\t") != cases[i].found)
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
		cmocka_unit_test(delimiters_are_found_outside_quotes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
