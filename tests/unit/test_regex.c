/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is remembered of a pattern is what it says: the same with a memory as without. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "expr/regex.h"

enum { LONGEST = 40 };

static const char *const patterns[] = { "x$", "^x", "(a|b)x", "\\bx", ".", "é" };

#define PATTERNS (sizeof patterns / sizeof *patterns)

static struct regex *made[PATTERNS];

static void check(struct regex_scratch *memory, const char *text, size_t n)
{
	for (size_t i = 0; i < PATTERNS; i++) {
		struct regex_scratch *none = regex_scratch_new(PATTERNS);
		int wanted = regex_match(made[i], none, (struct str){ text, n });
		if (regex_match(made[i], memory, (struct str){ text, n }) != wanted)
			fail_msg("%s: '%.*s'", patterns[i], (int)n, text);
		regex_scratch_free(none);
	}
}

/* Texts that differ in one byte, or in their length alone, in an order that brings all of them back. */
static void texts_that_are_nearly_alike(void **state)
{
	struct regex_scratch *memory = regex_scratch_new(PATTERNS);
	struct buf why = { 0 };
	size_t at;

	(void)state;
	for (size_t i = 0; i < PATTERNS; i++)
		made[i] = regex_new(str_from(patterns[i]), (uint32_t)i, &why, &at);
	for (int round = 0; round < 2; round++)
		for (size_t n = 0; n <= LONGEST; n++)
			for (size_t odd = 0; odd <= n; odd++) {
				char *text = malloc(n + 1); /* no byte more */
				memset(text, 'a', n);
				check(memory, text, n);
				if (odd < n)
					text[odd] = 'x';
				check(memory, text, n);
				if (odd < n)
					memcpy(text + odd, "\xC3\xA9", n - odd < 2 ? 1 : 2);
				check(memory, text, n);
				free(text);
			}
	for (size_t i = 0; i < PATTERNS; i++)
		regex_free(made[i]);
	regex_scratch_free(memory);
	buf_release(&why);
}

/* Before a pattern is compiled just in time, at the moment when it is, and after: the same answers, as in a
 * scratch of one's own; and a text that needs too many steps needs them from the first time on. */
static void often_and_seldom(void **state)
{
	struct str hard = STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
	struct regex_scratch *memory = regex_scratch_new(2);
	struct buf why = { 0 };
	size_t at;
	struct regex *r = regex_new(STR("\\bv(ice)? ?p\\b|[0-9]7$"), 0, &why, &at);
	struct regex *steps = regex_new(STR("(a|aa)+$"), 1, &why, &at);

	(void)state;
	for (int i = 0; i < 1000; i++) {
		char text[64];
		bool rank = i % 3 == 0;
		int n = snprintf(text, sizeof text, "%s%s of %d", i % 5 ? "" : "\xC3\xA9 \xFF ",
				 rank ? "VP" : "vpn", i);
		assert_int_equal(regex_match(r, memory, (struct str){ text, (size_t)n }),
				 rank || (i >= 10 && i % 10 == 7));
	}
	int first = regex_match(steps, memory, hard);
	assert_true(first < 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(regex_match(steps, memory, hard), first);
	regex_free(r);
	regex_free(steps);
	regex_scratch_free(memory);
	buf_release(&why);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(texts_that_are_nearly_alike),
					    cmocka_unit_test(often_and_seldom) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
