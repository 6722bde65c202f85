/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/shell.h"

static void test_words(void **unused)
{
	(void)unused;
	static const struct {
		const char *word, *want;
	} known[] = {
		{ "leads.csv", "leads.csv" },
		{ "/a/b-c_d.csv", "/a/b-c_d.csv" },
		{ "", "''" },
		{ "two words", "'two words'" },
		{ "it's", "'it'\\''s'" },
		{ "'", "''\\'''" },
		{ "a = \"b\"", "'a = \"b\"'" },
		{ "$HOME", "'$HOME'" },
		{ "`x`", "'`x`'" },
		{ "a\nb", "'a\nb'" },
		{ "~", "'~'" },
		{ "*.csv", "'*.csv'" },
		{ "Müller", "'Müller'" },
		{ "a\\b", "'a\\b'" },
		{ "#", "'#'" },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct buf line = { 0 };
		shell_word(&line, str_from(known[i].word));
		buf_char(&line, '\0');
		assert_string_equal(line.p, known[i].want);
		buf_release(&line);
	}
}

/* A shell reads back what was written. */
static void test_read_back(void **unused)
{
	(void)unused;
	struct buf line = { 0 };
	char back[1024] = "";
	size_t n = 0;

	shell_word(&line, STR("printf"));
	shell_word(&line, STR("<%s>"));
	for (int c = 1; c < 256; c++) {
		char word[] = { 'x', (char)c, '\'', (char)c };
		shell_word(&line, (struct str){ word, sizeof word });
	}
	buf_char(&line, '\0');
	FILE *f = popen(line.p, "r");
	assert_non_null(f);
	for (int c = 1; c < 256; c++) {
		char want[] = { '<', 'x', (char)c, '\'', (char)c, '>' };
		n = fread(back, 1, sizeof want, f);
		assert_int_equal(n, sizeof want);
		assert_memory_equal(back, want, sizeof want);
	}
	assert_int_equal(pclose(f), 0);
	buf_release(&line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
