/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How wide text is on a screen, how it is cut, bars and sparklines. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/bars.h"
#include "report/glyph.h"
#include "report/grid.h"

/* What was written, NUL-terminated, to be freed. */
static char *taken(struct buf *b)
{
	buf_char(b, '\0');
	return b->p;
}

#define ASSERT_WRITTEN(buffer, expected)                         \
	do {                                                     \
		assert_string_equal(taken(&(buffer)), expected); \
		buf_release(&(buffer));                          \
	} while (0)

static void widths_are_the_terminals(void **state)
{
	static const struct {
		const char *text;
		int width;
	} known[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ "Größe", 5 },
		{ "日本", 4 },
		{ "ｱ", 1 },				       /* halfwidth katakana */
		{ "Ａ", 2 },				       /* fullwidth A */
		{ "한국", 4 },				       /* syllables */
		{ "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", 2 }, /* the same syllable in three jamo */
		{ "e\xCC\x81\xCC\xA7", 1 },
		{ "\xCC\x81", 0 },
		{ "a\xE2\x80\x8B"
		  "b",
		  2 },		     /* zero width space */
		{ "a\xC2\xADo", 3 }, /* soft hyphen is seen */
		{ "😀", 2 },
		{ "👍🏽", 2 },	     /* with a skin tone */
		{ "👩‍👩‍👧", 2 }, /* joined */
		{ "❤\xEF\xB8\x8F", 2 },	     /* emoji style */
		{ "❤", 1 },
		{ "🇩🇪", 2 },
		{ "a\nb", 3 },
		{ "a\r\nb", 3 },
		{ "\x1B[0m", 4 },
		{ "\xFF\xFE", 2 },
		{ "\xE6\x97", 1 }, /* cut short */
		{ "ж", 1 },
		{ "\xF0\xA0\x80\x80", 2 }, /* U+20000 */
		{ "─█…", 3 },
		{ "नि", 2 }, /* a vowel sign that takes its own place */
	};

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (text_width(str_from(known[i].text)) != known[i].width)
			fail_msg("'%s' is %d wide, not %d", known[i].text,
				 text_width(str_from(known[i].text)), known[i].width);
}

static void cutting_keeps_glyphs_whole(void **state)
{
	static const struct {
		const char *text;
		int width;
		bool utf8;
		const char *cut;
		int used;
	} known[] = {
		{ "abcdef", 6, true, "abcdef", 6 },
		{ "abcdef", 5, true, "abcd…", 5 },
		{ "abcdef", 5, false, "abc..", 5 },
		{ "日本語", 5, true, "日本…", 5 },
		{ "日本語", 4, true, "日…", 3 },
		{ "👩‍👩‍👧👩‍👩‍👧", 3, true, "👩‍👩‍👧…", 3 },
		{ "e\xCC\x81"
		  "e\xCC\x81"
		  "x",
		  2, true, "e\xCC\x81…", 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct buf out = { 0 };
		assert_int_equal(text_cut(&out, str_from(known[i].text), known[i].width, known[i].utf8),
				 known[i].used);
		ASSERT_WRITTEN(out, known[i].cut);
	}
}

static void bars_start_at_zero(void **state)
{
	static const struct {
		double share;
		int width;
		bool utf8;
		const char *bar;
	} known[] = {
		{ 0, 10, true, "" },	    { 1, 4, true, "████" },	 { 0.5, 4, true, "██" },
		{ 0.0001, 4, true, "▏" },   { 0.9999, 4, true, "███▉" }, { 5.0 / 32, 4, true, "▋" },
		{ 0.4, 10, false, "####" }, { 0.001, 10, false, "#" },	 { 0.999, 10, false, "#########" },
		{ -1, 4, true, "" },	    { 7, 2, true, "██" },	 { NAN, 4, true, "" },
		{ 0.5, 0, true, "" },	    { 1, 1, false, "#" },
	};
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		bar_write(&out, known[i].share, known[i].width, known[i].utf8);
		ASSERT_WRITTEN(out, known[i].bar);
	}
	for (int i = 1; i <= 8; i++)
		bar_write(&out, i / 8.0, 1, true);
	ASSERT_WRITTEN(out, "▏▎▍▌▋▊▉█");
}

static void sparklines(void **state)
{
	static const double rising[] = { 0, 1, 2, 3, 4, 5, 6, 7 }, odd[] = { -3, NAN, 10, 5 },
			    zero[] = { 0, 0 };
	struct buf out = { 0 };

	(void)state;
	spark_write(&out, rising, 8, true);
	ASSERT_WRITTEN(out, "▁▂▃▄▅▆▇█");
	spark_write(&out, rising, 8, false);
	ASSERT_WRITTEN(out, "12345678");
	spark_write(&out, odd, 4, true);
	ASSERT_WRITTEN(out, "▁ █▅");
	spark_write(&out, zero, 2, true);
	ASSERT_WRITTEN(out, "▁▁");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(widths_are_the_terminals),
		cmocka_unit_test(cutting_keeps_glyphs_whole),
		cmocka_unit_test(bars_start_at_zero),
		cmocka_unit_test(sparklines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
