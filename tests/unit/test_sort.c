/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting by the first number against qsort, in which the place of each breaks ties. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/sort.h"

enum { MOST = 6000 };

static uint64_t seed = 7;

static uint64_t roll(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

struct pair {
	int64_t number, place;
};

static int as_they_should(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

/* Records of words: the number, then its place in every other. */
static void check(size_t n, size_t words, const struct pair *want, const struct pair *given)
{
	int64_t *records = malloc((n * words + 1) * sizeof *records);

	for (size_t i = 0; i < n * words; i++)
		records[i] = i % words ? given[i / words].place : given[i / words].number;
	sort_by_first(records, n, words * sizeof *records);
	for (size_t i = 0; i < n * words; i++)
		if (records[i] != (i % words ? want[i / words].place : want[i / words].number))
			fail_msg("%zu records of %zu words: word %zu", n, words, i);
	free(records);
}

static void as_qsort_does(void **unused)
{
	static struct pair given[MOST], want[MOST];

	(void)unused;
	for (int round = 0; round < 600; round++) {
		size_t n = roll() % 4 ? roll() % 70 : roll() % MOST;
		int bits = (int)(roll() % 64);
		int64_t base = roll() % 2 ? 0 : (int64_t)roll();
		for (size_t i = 0; i < n; i++) { /* from all equal to all of 64 bits, on both sides of 0 */
			uint64_t far = bits ? roll() >> (64 - bits) : 0;
			given[i] = (struct pair){ (int64_t)((uint64_t)base + far - (far & 1 ? far * 2 : 0)),
						  (int64_t)i };
		}
		memcpy(want, given, n * sizeof *want);
		qsort(want, n, sizeof *want, as_they_should);
		for (size_t words = 1; words <= 4; words++)
			check(n, words, want, given);
	}
}

/* Each bit alone decides, among some and among many. */
static void every_bit_counts(void **unused)
{
	static uint64_t number[MOST];

	(void)unused;
	for (int i = 0; i < 128; i++) {
		int bit = i / 2;
		size_t high = 0, n = i % 2 ? MOST : 100;
		for (size_t k = 0; k < n; k++)
			high += (number[k] = (roll() & 1) << bit) != 0;
		sort_by_first(number, n, sizeof *number);
		for (size_t k = 0; k < n; k++) /* the highest is that of those below 0 */
			assert_true((number[k] != 0) == (bit == 63 ? k < high : k >= n - high));
	}
}

static void the_ends_of_numbers(void **unused)
{
	int64_t n[] = { 0, INT64_MAX, -1, INT64_MIN, 1 };
	static const int64_t want[] = { INT64_MIN, -1, 0, 1, INT64_MAX };

	(void)unused;
	sort_by_first(n, 5, sizeof *n);
	assert_memory_equal(n, want, sizeof want);
	sort_by_first(NULL, 0, sizeof *n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_qsort_does),
		cmocka_unit_test(every_bit_counts),
		cmocka_unit_test(the_ends_of_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
