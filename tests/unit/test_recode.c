/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What spreadsheets write becomes UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/recode.h"

struct sample {
	struct str bytes, text;
	uint64_t ansi, first; /* lines taken for Windows-1252, and the first of them */
};

static void test_recode(void **unused)
{
	(void)unused;
	static const struct sample samples[] = {
		{ STR(""), STR(""), 0, 0 },
		{ STR("a;b\r\n"), STR("a;b\r\n"), 0, 0 },
		{ STR("\xEF\xBB\xBF\xEF\xBB\xBFJürgen"), STR("Jürgen"), 0, 0 },
		{ STR("a\nJ\xFCrgen\r\nZo\xEB"), STR("a\nJürgen\r\nZoë"), 2, 2 },
		{ STR("\xEF\xBB\xBFJ\xFCrgen"), STR("Jürgen"), 1, 1 },
		{ STR("Jürgen\nJ\xFCrgen"), STR("Jürgen\nJürgen"), 1, 2 }, /* line by line */
		{ STR("\x80 \x93x\x94 \x96 \x9F\xFF"), STR("€ “x” – Ÿÿ"), 1, 1 },
		{ STR("\x81\x8D\x8F\x90\x9D"), STR("\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"), 1, 1 },
		{ STR("\xFF\xFEJ\0\xFC\0\r\0\n\0"), STR("Jü\r\n"), 0, 0 },
		{ STR("\xFE\xFF\0J\0\xFC\x20\xAC"), STR("Jü€"), 0, 0 },
		{ STR("\xFF\xFE\x3D\xD8\x42\xDE!\0"), STR("🙂!"), 0, 0 },
		{ STR("\xFF\xFE\x3D\xD8!\0\x42\xDE"), STR("\uFFFD!\uFFFD"), 0,
		  0 }, /* halves of a character */
		{ STR("\xFF\xFE\x3D\xD8"), STR("\uFFFD"), 0, 0 },
		{ STR("\xFF\xFEJ\0x"), STR("J\uFFFD"), 0, 0 }, /* half a unit */
		{ STR("\xFF\xFE"), STR(""), 0, 0 },
	};

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		const struct sample *s = &samples[i];
		struct sighting ansi = { 0 };
		struct buf out = { 0 };
		recode_append(&out, s->bytes, &ansi);
		if (!str_eq(buf_view(&out), s->text))
			fail_msg("sample %zu is '%.*s'", i, STR_ARG(buf_view(&out)));
		assert_int_equal(ansi.count, s->ansi);
		assert_int_equal(ansi.first_line, s->first);
		buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_recode) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
