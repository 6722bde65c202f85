/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bare texts, and countries by what people call them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/bare.h"
#include "base/country.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static struct buf b;

static struct str bare(struct str s)
{
	buf_clear(&b);
	bare_text(&b, s);
	return buf_view(&b);
}

static void texts_are_bare(void **state)
{
	static const char *const pairs[][2] = {
		{ "", "" },
		{ "Anna\tB. O'Neil \x7F!", "anna b. o'neil  !" },
		{ "Müller-Lüdenscheidt", "muller-ludenscheidt" },
		{ "Mu\xCC\x88ller", "muller" }, /* the accent behind its letter */
		{ "STRASSE Straße", "strasse strasse" },
		{ "Æsir Łódź Đorđe İzmir ısı", "aesir lodz dorde izmir isi" },
		{ "ǼǾ", "aeo" },
		{ "Ἀθήνα ΟΔΟΣ", "αθηνα οδοσ" },
		{ "a\xC2\xA0z\xE2\x80\x99s \xE2\x80\x93 \xC3\x97", "a z's -  " },
		{ "a\xE2\x80\x8B\xC2\xADz\xEF\xBB\xBF", "az" },
		{ "ＡＢ１＋（２）", "ab1+(2)" },
		{ "株式会社　トヨタ・自動車", "株式会社 トヨタ 自動車" },
		{ "A\xFF\xC3", "a\xFF\xC3" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(pairs); i++) {
		struct str got = bare(str_from(pairs[i][0]));
		if (!str_eq(got, str_from(pairs[i][1])))
			fail_msg("'%s' is '%.*s'", pairs[i][0], STR_ARG(got));
	}
}

/* Each letter of the table's lane is what it is beside a letter that the lane doesn't have. */
static void the_lane_is_the_slow_way(void **state)
{
	enum { LAMBDA = 2 };
	struct buf fast = { 0 };

	(void)state;
	for (int c = 0x80; c < 0x180; c++) {
		char text[] = { (char)(0xC0 | c >> 6), (char)(0x80 | (c & 0x3F)), '\xCE', '\xBB' };
		buf_clear(&fast);
		bare_text(&fast, (struct str){ text, 2 });
		struct str slow = bare((struct str){ text, sizeof text });
		slow.n -= LAMBDA;
		if (!str_eq(buf_view(&fast), slow))
			fail_msg("U+%04X is '%.*s', not '%.*s'", (unsigned)c, STR_ARG(buf_view(&fast)),
				 STR_ARG(slow));
	}
	buf_release(&fast);
}

static void countries_have_many_names(void **state)
{
	static const struct {
		const char *name;
		int country;
	} cases[] = {
		{ "DE", COUNTRY('D', 'E') },
		{ " de ", COUNTRY('D', 'E') },
		{ "DEU", COUNTRY('D', 'E') },
		{ "GERMANY", COUNTRY('D', 'E') },
		{ "Deutschland", COUNTRY('D', 'E') },
		{ "Allemagne", COUNTRY('D', 'E') },
		{ "Alemania", COUNTRY('D', 'E') },
		{ "Niemcy", COUNTRY('D', 'E') },
		{ "ドイツ", COUNTRY('D', 'E') },
		{ "Österreich", COUNTRY('A', 'T') },
		{ "Oesterreich", COUNTRY('A', 'T') },
		{ "USA", COUNTRY('U', 'S') },
		{ "U.S.A.", COUNTRY('U', 'S') },
		{ "U.S.", COUNTRY('U', 'S') },
		{ "The United States", COUNTRY('U', 'S') },
		{ "UNITED STATES OF AMERICA", COUNTRY('U', 'S') },
		{ "UK", COUNTRY('G', 'B') },
		{ "U.K.", COUNTRY('G', 'B') },
		{ "gb", COUNTRY('G', 'B') },
		{ "United Kingdom", COUNTRY('G', 'B') },
		{ "England", COUNTRY('G', 'B') },
		{ "The Netherlands", COUNTRY('N', 'L') },
		{ "Holland", COUNTRY('N', 'L') },
		{ "Schweiz", COUNTRY('C', 'H') },
		{ "Suisse", COUNTRY('C', 'H') },
		{ "Côte d’Ivoire", COUNTRY('C', 'I') },
		{ "Niger", COUNTRY('N', 'E') },
		{ "Nigeria", COUNTRY('N', 'G') },
		{ "Dominica", COUNTRY('D', 'M') },
		{ "Dominican Republic", COUNTRY('D', 'O') },
		{ "Guinea", COUNTRY('G', 'N') },
		{ "Korea, Republic of", COUNTRY('K', 'R') },
		{ "Hong Kong", COUNTRY('H', 'K') },
		{ "Россия", COUNTRY('R', 'U') },
		{ "中国", COUNTRY('C', 'N') },
		{ "日本", COUNTRY('J', 'P') },
		{ "Atlantis", COUNTRY_NONE },
		{ "", COUNTRY_NONE },
		{ "G", COUNTRY_NONE },
		{ "the", COUNTRY_NONE },
		{ "\xFF\xFF\xFF", COUNTRY_NONE },
		{ "...", COUNTRY_NONE },
	};

	(void)state;
	buf_clear(&b);
	buf_str(&b, STR("kept"));
	for (size_t i = 0; i < LENGTH(cases); i++) {
		int got = country_of(str_from(cases[i].name), &b);
		if (got != cases[i].country)
			fail_msg("'%s' is %d, not %d", cases[i].name, got, cases[i].country);
	}
	assert_int_equal(country_of(STR_NONE, &b), COUNTRY_NONE);
	assert_true(str_eq(buf_view(&b), STR("kept")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_bare),
		cmocka_unit_test(the_lane_is_the_slow_way),
		cmocka_unit_test(countries_have_many_names),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buf_release(&b);
	return failed;
}
