/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions must answer as folding both texts whole would. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/casefold.h"

static struct buf scratch;

static void folds(void **state)
{
	static const struct {
		const char *from, *to;
	} pairs[] = {
		{ "", "" },
		{ "Partner", "partner" },
		{ "@AZ[`az{", "@az[`az{" },
		{ "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "abcdefghijklmnopqrstuvwxyz0123456789" },
		{ "M\xC3\x9CNCHEN", "m\xC3\xBCnchen" },
		{ "\xE2\x84\xAA", "k" },				    /* Kelvin sign */
		{ "\xCF\x82\xCE\xA3\xCF\x83", "\xCF\x83\xCF\x83\xCF\x83" }, /* ς Σ σ */
		{ "i\xCC\x87x", "ix" },
		{ "I\xCC\x87", "i" },
		{ "abcI\xCC\x87\xC3\x9C", "abci\xC3\xBC" },
		{ "\xC4\xB0\xCC\x87", "i" }, /* İ and a dot */
		{ "\xC4\xB0stanbul", "istanbul" },
		{ "i\xCC\x87\xCC\x87", "i\xCC\x87" }, /* one dot only, as SQL's replace() */
		{ "o\xCC\x87", "o\xCC\x87" },
		{ "O\xE2\x80\x99Neil", "o'neil" },
		{ "\xE2\x80\x9CX\xE2\x80\x9D \xE2\x80\x93 \xE2\x88\x92"
		  "1",
		  "\"x\" - -1" },
		{ "\xE2\x9D\xA4\xEF\xB8\x8F \xE4\xB8\x80\xE2\x80\x8D", "\xE2\x9D\xA4 \xE4\xB8\x80" },
		{ "\xC3\x9F", "\xC3\x9F" },		    /* ß is no ss: simple folding */
		{ "\xC8\xBA", "\xE2\xB1\xA5" },		    /* Ⱥ grows */
		{ "\xF0\x90\x90\x80", "\xF0\x90\x90\xA8" }, /* Deseret */
		{ "A\xFF\x80"
		  "B",
		  "a\xFF\x80"
		  "b" }, /* no UTF-8 */
		{ "A\xC3", "a\xC3" },
		{ "\xED\xA0\x80"
		  "A",
		  "\xED\xA0\x80"
		  "a" }, /* a surrogate */
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct str from = str_from(pairs[i].from), to = str_from(pairs[i].to);
		buf_clear(&b);
		fold_append(&b, from);
		if (!str_eq(buf_view(&b), to))
			fail_msg("pair %zu: '%s' folds to '%.*s'", i, pairs[i].from, STR_ARG(buf_view(&b)));
		assert_true(fold_equal(from, to, &scratch));
		assert_true(fold_starts(from, to, &scratch));
		assert_true(fold_ends(from, to, &scratch));
		assert_true(fold_contains(from, to, &scratch));
	}
	buf_release(&b);
}

/* lower() is for the eye: it changes nothing but case. */
static void lower_case_alone(void **state)
{
	struct buf b = { 0 };

	(void)state;
	lower_append(&b, STR("O\xE2\x80\x99NEIL \xE2\x80\x94 \xC3\x9C\xE2\x80\x8D"));
	assert_true(str_eq(buf_view(&b), STR("o\xE2\x80\x99neil \xE2\x80\x94 \xC3\xBC\xE2\x80\x8D")));
	buf_release(&b);
}

static void differs(void **state)
{
	(void)state;
	assert_false(fold_equal(STR("a"), STR(""), &scratch));
	assert_false(fold_equal(STR(""), STR("a"), &scratch));
	assert_false(fold_equal(STR("partners"), STR("partner"), &scratch));
	assert_false(fold_equal(STR("\xC3\x9C\0"), STR("\xC3\xBC"), &scratch)); /* NUL is a character */
	assert_false(fold_equal(STR("\xC3\x9C"), STR("u"), &scratch));
	assert_false(fold_equal(STR("abcdefgh@"), STR("abcdefgh`"), &scratch));
	assert_false(fold_starts(STR("part"), STR("partner"), &scratch));
	assert_false(fold_ends(STR("ner"), STR("partner"), &scratch));
	assert_false(fold_contains(STR("artne"), STR("partner"), &scratch));
	assert_true(fold_starts(STR("I\xCC\x87stanbul"), STR("ist"), &scratch));
	assert_true(fold_ends(STR("the \xE2\x84\xAA"), STR("e k"), &scratch));
	assert_true(fold_contains(STR("0 \xE2\x84\xAA now"), STR(" k n"), &scratch));
	assert_true(fold_contains(STR("anything"), STR(""), &scratch));
}

static uint64_t seed = 42;

static unsigned roll(unsigned n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(seed >> 33) % n;
}

/* A text of pieces that matter: letters near the ends of the alphabet, what changes length, broken bytes. */
static void random_text(struct buf *b, unsigned most)
{
	static const char *const piece[] = { "a",
					     "A",
					     "i",
					     "I",
					     "k",
					     "K",
					     "@",
					     "z",
					     "Z",
					     "[",
					     "\xE2\x84\xAA",
					     "\xCC\x87",
					     "\xC4\xB0",
					     "\xCF\x82",
					     "\xCE\xA3",
					     "\xC3\x9C",
					     "\xC3",
					     "\x87",
					     "\xC8\xBA",
					     "\xE2\x80\x99",
					     "\xE2\x80\x8D",
					     "'",
					     "\xFF" };
	unsigned ascii = roll(2);

	buf_clear(b);
	for (unsigned n = roll(most); n; n--)
		buf_str(b, str_from(piece[roll(ascii ? 10 : sizeof piece / sizeof *piece)]));
}

static bool contains(struct str s, struct str t)
{
	return memmem(s.p, s.n, t.p, t.n) != NULL;
}

static void fast_lanes_agree(void **state)
{
	struct buf a = { 0 }, b = { 0 }, fa = { 0 }, fb = { 0 };
	int equal = 0, held = 0;

	(void)state;
	for (int i = 0; i < 400000; i++) {
		unsigned most = 2 + roll(roll(2) ? 3 : 24);
		random_text(&a, most);
		random_text(&b, 1 + roll(roll(3) ? 4 : most));
		buf_clear(&fa), buf_clear(&fb);
		fold_append(&fa, buf_view(&a));
		fold_append(&fb, buf_view(&b));
		struct str s = buf_view(&a), x = buf_view(&fa), y = buf_view(&fb);
		assert_int_equal(fold_equal(s, y, &scratch), str_eq(x, y));
		assert_true(fold_equal(s, x, &scratch));
		assert_int_equal(fold_starts(s, y, &scratch), str_starts(x, y));
		assert_int_equal(fold_ends(s, y, &scratch), str_ends(x, y));
		assert_int_equal(fold_contains(s, y, &scratch), contains(x, y));
		equal += str_eq(x, y);
		held += contains(x, y);
	}
	assert_true(equal > 5000 && held > 20000);
	buf_release(&a), buf_release(&b), buf_release(&fa), buf_release(&fb);
}

/* Comparing it anew at each place of a text that nearly has it would look at 10^14 bytes. */
static void a_long_needle_is_sought_once(void **state)
{
	enum { TEXT = 20000000, NEEDLE = TEXT / 2 };
	char *text = malloc(TEXT + 8), *needle = malloc(NEEDLE + 8);

	(void)state;
	memset(text, 'X', TEXT);
	memset(needle, 'x', NEEDLE);
	assert_true(fold_contains((struct str){ text, TEXT }, (struct str){ needle, NEEDLE }, &scratch));
	needle[NEEDLE - 1] = 'y';
	assert_false(fold_contains((struct str){ text, TEXT }, (struct str){ needle, NEEDLE }, &scratch));
	text[TEXT - 1] = 'Y';
	assert_true(fold_contains((struct str){ text, TEXT }, (struct str){ needle, NEEDLE }, &scratch));
	free(text);
	free(needle);
}

/* A folded text without what a keyboard may lack. */
static void test_bare(void **unused)
{
	(void)unused;
	static const char *const pairs[][2] = {
		{ "", "" },
		{ "plain? 1", "plain? 1" },
		{ "groß", "gross" },
		{ "y\u0131lmaz", "yilmaz" },
		{ "søren łukasz đorđe", "soren lukasz dorde" },
		{ "ǖ é e\u0301", "u e e" }, /* two accents on one letter; as a Mac writes it */
		{ "œuvre þór", "oeuvre thor" },
		{ "\xFF é\xC3", "\xFF e\xC3" }, /* bytes that are no UTF-8 stay */
		{ "東京", "東京" },
	};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct buf b = { 0 };
		bare_append(&b, str_from(pairs[i][0]));
		if (!str_eq(buf_view(&b), str_from(pairs[i][1])))
			fail_msg("%s: %.*s", pairs[i][0], STR_ARG(buf_view(&b)));
		buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bare),	    cmocka_unit_test(folds),
		cmocka_unit_test(lower_case_alone), cmocka_unit_test(differs),
		cmocka_unit_test(fast_lanes_agree), cmocka_unit_test(a_long_needle_is_sought_once),
	};
	int failed = cmocka_run_group_tests_name("casefold", tests, NULL, NULL);

	buf_release(&scratch);
	return failed;
}
