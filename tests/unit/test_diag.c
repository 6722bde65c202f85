/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a message quotes: whatever bytes it has, they are one line, and nothing that a terminal obeys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/diag.h"
#include "base/utf8.h"

static struct diags said = { .tool = "t" };

/* All that was said, against what should have been. */
static void check(const char *wanted)
{
	struct str got = buf_view(said.errors ? &said.out : &said.notes);

	if (!str_eq(got, str_from(wanted)))
		fail_msg("said:\n%.*snot:\n%s", STR_ARG(got), wanted);
	buf_clear(&said.out);
	buf_clear(&said.notes);
	said.errors = 0;
}

static const struct {
	const char *raw, *shown;
} quoted[] = {
	{ "Größe, naïve, 日本, 👩‍👧", "Größe, naïve, 日本, 👩‍👧" },
	{ "a\nt: forged", "a t: forged" },
	{ "a\r\n\tb", "a   b" },
	{ "\x1B]0;title\x07", "?]0;title?" },
	{ "\x7F\b\x01", "???" },
	{ "\xC2\x9B"
	  "31m \xC2\x85 \xC2\x80\xC2\x9F",
	  "?31m   ??" },
	{ "\x9B"
	  "31m",
	  "\xEF\xBF\xBD"
	  "31m" },
	{ "M\xFCller", "M\xEF\xBF\xBDller" },
	{ "\xE2\x80", "\xEF\xBF\xBD" }, /* cut short */
	{ "\xC0\x9B\xE0\x80\x9B", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
	{ "a\xE2\x80\xA8"
	  "b\xE2\x80\xA9"
	  "c",
	  "a b c" },
	{ "\xE2\x80\xAE\xE2\x80\xAA\xE2\x81\xA6\xE2\x81\xA9", "????" },
};

static void what_is_quoted_is_shown(void **state)
{
	char wanted[400];

	(void)state;
	for (size_t i = 0; i < sizeof quoted / sizeof *quoted; i++) {
		const char *raw = quoted[i].raw, *shown = quoted[i].shown;
		struct text where = { .name = raw, .folder = "", .body = str_from("x") };

		snprintf(wanted, sizeof wanted, "t: no column '%s'\n", shown);
		diag_error(&said, "no column '%s'", raw);
		check(wanted);
		diag_note(&said, "no column '%s'", raw);
		check(wanted);
		snprintf(wanted, sizeof wanted, "t: %s:1:1: %s\n    x\n    ^\n", shown, shown);
		diag_at(&said, &where, (struct span){ 0, 1 }, "%s", raw);
		check(wanted);
		diag_note_at(&said, &where, (struct span){ 0, 1 }, "%s", raw);
		check(wanted);
		snprintf(wanted, sizeof wanted, "t: wrong\nt: try %s\n", shown);
		diag_error(&said, "wrong");
		diag_more(&said, "try %s", raw);
		check(wanted);
	}
}

/* Whatever two bytes there are, and a third that is C1. */
static void no_bytes_are_obeyed(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 255 * 255; i++) {
		char raw[] = { (char)(1 + i / 255), (char)(1 + i % 255), '\x9B', '\0' };
		diag_error(&said, "%s", raw);
		struct str rest = buf_view(&said.out);
		assert_int_equal(rest.p[--rest.n], '\n');
		while (rest.n)
			assert_int_equal(utf8_kind(utf8_next(&rest)), GLYPH_TEXT);
		buf_clear(&said.out);
		said.errors = 0;
	}
}

static void a_caret_stands_under_what_is_shown(void **state)
{
	struct text where = { .name = "a",
			      .folder = "",
			      .body = str_from("\x1B[1m \xC2\x9B \xFF\xFE = x\n") };

	(void)state;
	diag_at(&said, &where, (struct span){ 13, 1 }, "here");
	check("t: a:1:13: here\n    ?[1m ? \xEF\xBF\xBD\xEF\xBF\xBD = x\n                ^\n");
	/* Cut at the left, by whole characters. */
	struct buf line = { 0 };
	for (int i = 0; i < 90; i++)
		buf_str(&line, STR("ä"));
	buf_char(&line, 'x');
	where.body = buf_view(&line);
	diag_at(&said, &where, (struct span){ 180, 1 }, "here");
	struct str got = buf_view(&said.out);
	assert_true(str_starts(got, STR("t: a:1:91: here\n    …ä")));
	assert_true(str_ends(
		got, STR("x\n                                                                         "
			 "           ^\n")));
	buf_clear(&said.out);
	said.errors = 0;
	buf_release(&line);
}

static int release(void **state)
{
	(void)state;
	diags_release(&said);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_quoted_is_shown),
		cmocka_unit_test(no_bytes_are_obeyed),
		cmocka_unit_test(a_caret_stands_under_what_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
