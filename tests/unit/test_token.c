/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lexer makes of texts, what it tells, and where lines end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "expr/expr.h"

static void show(struct buf *out, struct token t)
{
	static const char *const kinds[] = { "end", "", "", "`", "\"", "#", "@", "&", "", "bad" };

	if (out->n)
		buf_char(out, ' ');
	if (t.mended)
		buf_char(out, '!');
	if (t.kind == TOKEN_LINE)
		buf_str(out, t.indented ? STR("/+") : STR("/"));
	else if (t.kind == TOKEN_NUMBER)
		buf_print(out, "#%g%s", t.number, t.percent ? "%" : "");
	else if (t.kind == TOKEN_DATE)
		buf_print(out, "@%d-%d-%d", (int)t.year, t.month, t.day);
	else if (t.kind == TOKEN_CLOCK)
		buf_print(out, "&%g", t.number);
	else if (t.kind == TOKEN_BAD)
		buf_str(out, STR("bad"));
	else
		buf_print(out, "%s%.*s", kinds[t.kind], STR_ARG(t.text));
}

/* The tokens in short: names and marks as they are, "text, `column, #number, @date, &minutes, / a line's end
 * (/+ when an indented line follows), ! what was mended. */
static void tokens_of(struct str body, struct buf *out, struct diags *diags)
{
	struct arena arena = { 0 };
	struct text text = { .name = "x", .folder = "", .body = body };
	struct parser p;

	parser_init(&p, &text, &arena, diags);
	while (p.token.kind != TOKEN_END)
		show(out, parser_next(&p));
	buf_char(out, '\0');
	arena_release(&arena);
}

static const struct {
	const char *text, *tokens;
} right[] = {
	{ "", "" },
	{ "   ", "" },
	{ "\n\n  # nothing\n", "" },
	{ "a", "a" },
	{ "a\n", "a" },
	{ "\xEF\xBB\xBFstage mql\r\n", "stage mql" },
	{ "score fit 0..50", "score fit #0 .. #50" },
	{ "0 .. 50", "#0 .. #50" },
	{ "-10..-5", "- #10 .. - #5" },
	{ "08:30-17:30", "&510 - &1050" },
	{ "8:30", "&510" },
	{ "24:00", "&1440" },
	{ "mon-fri 09:00-12:30", "mon - fri &540 - &750" },
	{ "2026-12-24..2026-12-31", "@2026-12-24 .. @2026-12-31" },
	{ "2026-01", "@2026-1-0" },
	{ "2024-02-29", "@2024-2-29" },
	{ "+20 when x", "+ #20 when x" },
	{ "-30", "- #30" },
	{ "a-30", "a - #30" },
	{ "13%", "#0.13%" },
	{ "13 %", "#0.13%" },
	{ "12.5", "#12.5" },
	{ "1.5e6", "#1.5e+06" },
	{ "0", "#0" },
	{ "1000-50", "#1000 - #50" },
	{ "30days", "#30 days" },
	{ "90 days", "#90 days" },
	{ "named.owner", "named.owner" },
	{ "named..owner", "named .. owner" },
	{ "a.", "a !bad" },
	{ "Account.Name_2", "Account.Name_2" },
	{ "email[2] = x", "email[2] = x" },
	{ "Größe", "Größe" },
	{ "会社 = 1", "会社 = #1" },
	{ "`Job Title` `a``b`", "`Job Title `a`b" },
	{ "\"x\\y\"", "\"x\\y" },
	{ "\"say \"\"hi\"\" # no comment\"", "\"say \"hi\" # no comment" },
	{ "\"\"", "\"" },
	{ "a # comment \"", "a" },
	{ "a\xC2\xA0= b", "a = b" },
	{ "a == b", "a = b" },
	{ "a != b <= c >= d !~ e ~ f", "a != b <= c >= d !~ e ~ f" },
	{ "( ) , + - * / = < > :", "( ) , + - * / = < > :" },
	{ "a>-5", "a > - #5" },
	{ "a\nb", "a / b" },
	{ "a\n  b\nc", "a /+ b / c" },
	{ "a\n\n   # x\n\tb\n\n", "a /+ b" },
	{ "a\n  and b\n  OR c\n", "a and b OR c" },
	{ "a\nand b", "a / and b" },
	{ "a\n  android", "a /+ android" },
	{ "f(a,\n   b)\nc", "f ( a , b ) / c" },
	{ "f(\n\"a\",\n\"b\"\n)", "f ( \"a , \"b )" },
	{ "f(a\nor b)\nc", "f ( a or b ) / c" },
	{ "x in (a,\nstage mql\n", "x in ( a , / stage mql" },
	{ "in 1,2", "in #1 , #2" },
	{ "1,2,3", "#1 , #2 , #3" },
	{ "in (10,100)", "in ( #10 , #100 )" },
	{ "A from 40, B", "A from #40 , B" },
	{ "1 200", "#1 #200" },
	{ "1, 2", "#1 , #2" },
};

static void tokens_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
		struct diags diags = { .tool = "t" };
		struct buf out = { 0 };
		tokens_of(str_from(right[i].text), &out, &diags);
		if (strcmp(out.p, right[i].tokens) != 0)
			fail_msg("%s: %s, not %s", right[i].text, out.p, right[i].tokens);
		assert_int_equal(diags.errors, strstr(right[i].tokens, "bad") ? 1 : 0);
		buf_release(&out);
		diags_release(&diags);
	}
}

/* Each text has one mistake: where it is, what is told, and what is read. */
static const struct {
	const char *text;
	unsigned column, width;
	const char *message, *tokens;
} wrong[] = {
	{ "a = 3/4/2026", 5, 8, "write 2026-04-03 or 2026-03-04", "a = !@2026-4-3" },
	{ "3/13/2026", 1, 9, "write 2026-03-13", "!@2026-3-13" },
	{ "13/3/26", 1, 7, "write 2026-03-13", "!@2026-3-13" },
	{ "4/4/2026", 1, 8, "write 2026-04-04", "!@2026-4-4" },
	{ "04.03.2026", 1, 10, "write 2026-03-04", "!@2026-3-4" },
	{ "31-12-2026", 1, 10, "write 2026-12-31", "!@2026-12-31" },
	{ "2026/01/31", 1, 10, "write 2026-01-31", "!@2026-1-31" },
	{ "40/40/2026", 1, 10, "write dates as 2026-01-31", "!@2000-1-1" },
	{ "2026-1-5", 1, 8, "write 2026-01-05", "!@2026-1-5" },
	{ "2026-1", 1, 6, "write 2026-01", "!@2026-1-0" },
	{ "2026-02-30", 1, 10, "there is no such date: 2026-02-30", "!@2000-1-1" },
	{ "2026-13", 1, 7, "there is no such date: 2026-13", "!@2000-1-1" },
	{ "2026-01-31T09:00 x", 1, 16, "write a time with a time of day in quotes: \"2026-01-31T09:00\"",
	  "!@2026-1-31 x" },
	{ "10k", 1, 3, "write 10000", "!#10000" },
	{ "2M", 1, 2, "write 2000000", "!#2e+06" },
	{ "1.5k", 1, 4, "write 1500", "!#1500" },
	{ "30d", 1, 3, "write 30 days", "!#30" },
	{ "2h", 1, 2, "write 2 hours", "!#2" },
	{ "$10,000", 1, 7, "write 10000", "!#10000" },
	{ "€ 5", 1, 5, "write 5", "!#5" },
	{ "5€", 1, 4, "write 5", "!#5" },
	{ "200EUR", 1, 6, "write 200", "!#200" },
	{ "x >= 10,000", 6, 6, "write 10000", "x >= !#10000" },
	{ "x >= 10.000,50", 6, 9, "write 10000.5", "x >= !#10000.5" },
	{ "x >= 1,5", 6, 3, "write 1.5", "x >= !#1.5" },
	{ "x >= 1_000", 6, 5, "write 1000", "x >= !#1000" },
	{ "in (10,000)", 8, 3, "here a ',' parts the items of a list: write 1000 for 1,000",
	  "in ( #10 , !#0 )" },
	{ "1,200,300.5", 1, 11, "write 1200300.5", "!#1.2003e+06" },
	{ ".5", 1, 2, "write 0.5", "!#0.5" },
	{ "3rd_party", 1, 9, "a name that begins with a digit is written in backquotes: `3rd_party`",
	  "!`3rd_party" },
	{ "25:00", 1, 5, "there is no such time of day: the last is 24:00", "!&0" },
	{ "08:60", 1, 5, "there is no such time of day: the last is 24:00", "!&540" },
	{ "08:30:15", 1, 8, "a time of day is written 08:30", "!&510" },
	{ "a && b", 3, 2, "write 'and'", "a !and b" },
	{ "a || b", 3, 2, "write 'or'", "a !or b" },
	{ "!a", 1, 1, "write 'not'", "!not a" },
	{ "a <> b", 3, 2, "write '!='", "a !!= b" },
	{ "a === b", 3, 3, "write '='", "a != b" },
	{ "a !== b", 3, 3, "write '!='", "a !!= b" },
	{ "a => b", 3, 2, "write '>='", "a !>= b" },
	{ "a =< b", 3, 2, "write '<='", "a !<= b" },
	{ "a =~ b", 3, 2, "write '~'", "a !~ b" },
	{ "a ≥ b", 3, 3, "write '>='", "a !>= b" },
	{ "0–50", 2, 3, "write '-'", "#0 !- #50" },
	{ "a = 'x'", 5, 3, "write texts in double quotes: \"x\"", "a = !\"x" },
	{ "it's", 3, 1, "write texts in double quotes: \"", "it !bad s" },
	{ "a = “x”", 5, 7, "write straight quotes: \"", "a = !\"x" },
	{ "a = „x“", 5, 7, "write straight quotes: \"", "a = !\"x" },
	{ "a = ’", 5, 3, "write straight quotes: \"", "a = !bad" },
	{ "a = \"x\nb", 5, 1, "this text is not closed: a \" is missing on this line", "a = !\"x / b" },
	{ "`x", 1, 1, "this column's name is not closed: a ` is missing on this line", "!`x" },
	{ "a ; b", 3, 1, "';' has no meaning here; several conditions are joined by 'and' or 'or'",
	  "a !bad b" },
	{ "a % b", 3, 1, "'%' stands behind a number: 25%", "a !bad b" },
	{ "a \x01", 3, 1, "a byte 0x01 has no place here", "a !bad" },
};

static void mistakes_are_told_once_and_mended(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct diags diags = { .tool = "t" };
		struct buf out = { 0 }, expected = { 0 };
		tokens_of(str_from(wrong[i].text), &out, &diags);
		buf_char(&diags.out, '\0');
		buf_print(&expected, "t: x:1:%u: %s\n    ", wrong[i].column, wrong[i].message);
		if (strncmp(diags.out.p, expected.p, expected.n) != 0)
			fail_msg("%s: %s, not %s", wrong[i].text, diags.out.p, expected.p);
		if (strcmp(out.p, wrong[i].tokens) != 0)
			fail_msg("%s: %s, not %s", wrong[i].text, out.p, wrong[i].tokens);
		assert_int_equal(diags.errors, 1);
		size_t carets = 0;
		for (const char *c = strchr(strchr(diags.out.p, '\n') + 1, '\n'); *c; c++)
			carets += *c == '^';
		size_t line = strcspn(wrong[i].text, "\n"), most = wrong[i].width;
		assert_true(carets && carets <= most && carets <= line);
		buf_release(&out);
		buf_release(&expected);
		diags_release(&diags);
	}
}

static void a_nul_is_told(void **state)
{
	struct diags diags = { .tool = "t" };
	struct buf out = { 0 };

	(void)state;
	tokens_of((struct str){ "a \0 b", 5 }, &out, &diags);
	assert_string_equal(out.p, "a !bad b");
	assert_int_equal(diags.errors, 1);
	buf_release(&out);
	diags_release(&diags);
}

static void after_a_mistake_reading_goes_on_at_the_next_statement(void **state)
{
	struct text text = { .name = "x", .folder = "", .body = STR("a ( b\n  c (\n\n  d\nnext e\n") };
	struct diags diags = { .tool = "t" };
	struct arena arena = { 0 };
	struct parser p;

	(void)state;
	parser_init(&p, &text, &arena, &diags);
	assert_true(parser_take(&p, "A"));
	parser_error(&p, "expected %s", "x");
	parser_resync(&p);
	assert_int_equal(p.token.kind, TOKEN_LINE);
	assert_false(p.token.indented);
	parser_next(&p);
	assert_true(parser_at(&p, "next"));
	assert_false(p.token.tight);
	parser_skip_line(&p);
	assert_int_equal(p.token.kind, TOKEN_END);
	assert_int_equal(parser_next(&p).kind, TOKEN_END);
	buf_char(&diags.out, '\0');
	assert_string_equal(diags.out.p, "t: x:1:3: expected x\n    a ( b\n      ^\n");
	arena_release(&arena);
	diags_release(&diags);
}

static void a_quoted_word_is_no_keyword(void **state)
{
	struct text text = { .name = "x", .folder = "", .body = STR("`when` \"when\" when+") };
	struct diags diags = { .tool = "t" };
	struct arena arena = { 0 };
	struct parser p;

	(void)state;
	parser_init(&p, &text, &arena, &diags);
	assert_false(parser_at(&p, "when"));
	parser_next(&p);
	assert_false(parser_at(&p, "when"));
	parser_next(&p);
	assert_true(parser_at(&p, "WHEN"));
	parser_next(&p);
	assert_true(parser_at(&p, "+") && p.token.tight);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_read),
		cmocka_unit_test(mistakes_are_told_once_and_mended),
		cmocka_unit_test(a_nul_is_told),
		cmocka_unit_test(after_a_mistake_reading_goes_on_at_the_next_statement),
		cmocka_unit_test(a_quoted_word_is_no_keyword),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
