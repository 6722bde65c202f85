/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leads by their keys: each has the place that it came to, whatever the others' keys are, however many came.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "route/known.h"

static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static void add(struct known *t, struct known_key key)
{
	size_t n = t->n;

	assert_null(known_find(t, key));
	assert_int_equal(known_place(t, key), n);
	assert_true(t->n == n + 1 && t->n <= t->most);
	assert_true(t->at[n].value == key.more);
	t->at[n].value |= (uint64_t)n << 32;
}

static void check(struct known *t, struct known_key key, size_t place)
{
	const size_t n = t->n;

	assert_ptr_equal(known_find(t, key), &t->at[place]);
	assert_int_equal(known_place(t, key), place);
	assert_int_equal(t->n, n);
	assert_true(t->at[place].value == (key.more | (uint64_t)place << 32));
}

static void finds_what_came(void **unused)
{
	enum { N = 300000 };
	struct known t;

	(void)unused;
	known_init(&t);
	for (uint64_t i = 0; i < N; i++) {
		add(&t, known_key(&t, mix(i), i));
		check(&t, known_key(&t, mix(i / 2), i / 2), i / 2);
	}
	for (uint64_t i = 0; i < N; i++)
		check(&t, known_key(&t, mix(i), i), i);
	for (uint64_t i = N; i < 2 * N; i++)
		assert_null(known_find(&t, known_key(&t, mix(i), i)));
	known_release(&t);
}

/* Of one line, the first, the last or another, with the same bits in the index: other lines are filled by
 * them. Pairs differ only in the 32 bits that the value has. */
static void tells_apart_what_is_nearly_the_same(void **unused)
{
	static const uint64_t first[] = { 0, UINT64_MAX << 40, UINT64_C(0x1234567) << 36 };
	enum {
		N = 3000,
		OTHERS = 11,
		EACH = 1 + OTHERS,
		AMID = 22 /* bits between those that the index has */
	};

	(void)unused;
	for (size_t k = 0; k < 2 * sizeof first / sizeof *first; k++) {
		const uint64_t same = first[k / 2];
		const unsigned at = k % 2 ? AMID : 0;
		struct known t;
		known_init(&t);
		for (uint64_t i = 0; i < N; i++) {
			add(&t, (struct known_key){ same | i / 2 << at, (uint32_t)i });
			for (uint64_t other = 1; other <= OTHERS; other++)
				add(&t, known_key(&t, mix(i * OTHERS + other), i));
		}
		for (uint64_t i = 0; i < N; i++) {
			check(&t, (struct known_key){ same | i / 2 << at, (uint32_t)i }, i * EACH);
			check(&t, known_key(&t, mix(i * OTHERS + 1), i), i * EACH + 1);
			assert_null(
				known_find(&t, (struct known_key){ same | i / 2 << at, (uint32_t)(N + i) }));
			assert_null(known_find(&t, (struct known_key){ same | (N + i) << at, (uint32_t)i }));
		}
		known_release(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_came),
		cmocka_unit_test(tells_apart_what_is_nearly_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
