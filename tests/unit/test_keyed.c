/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of hashes: what goes in is found, in the order of its keys, however the table has grown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "route/keyed.h"

static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static void add(struct keyed *t, uint64_t hash, uint64_t value)
{
	keyed_room(t);
	uint64_t key = keyed_key(t, hash);
	struct keyed_item *p = keyed_seek(t, key);
	while (p->value && p->key == key)
		p++;
	p = keyed_add(t, p, (struct keyed_item){ key, value });
	assert_true(p->key == key && p->value == value);
}

/* Each item is at its home or behind neighbors that are, no key is below the one before it, a free place is
 * last, and half are free at most once the table is large. */
static void check_order(const struct keyed *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->all; i++) {
		const struct keyed_item *p = &t->at[i];
		if (!p->value)
			continue;
		n++;
		assert_true(keyed_home(t, p->key) <= i);
		if (keyed_home(t, p->key) < i)
			assert_true(p[-1].value && p[-1].key <= p->key);
	}
	assert_int_equal(n, t->n);
	assert_int_equal(t->at[t->all - 1].value, 0);
	if (t->n > 100000)
		assert_true(t->n * 2 >= t->all);
}

static void finds_what_went_in(void **unused)
{
	enum { N = 200000 };
	struct keyed t = { 0 };

	(void)unused;
	for (uint64_t i = 0; i < N; i++) {
		add(&t, mix(i), i + 1);
		if (i % 9973 == 0)
			check_order(&t);
	}
	check_order(&t);
	for (uint64_t i = 0; i < 2 * N; i++) {
		uint64_t key = keyed_key(&t, mix(i));
		struct keyed_item *p = keyed_seek(&t, key);
		assert_true(i < N ? p->key == key && p->value == i + 1 : !p->value || p->key != key);
	}
	keyed_release(&t);
}

/* Whoever has thousands of leads of one company: they stand in the order in which they came, also at the end.
 */
static void many_of_one_key_stay_in_order(void **unused)
{
	enum { N = 5000 };

	(void)unused;
	for (uint64_t last = 0; last < 2; last++) {
		struct keyed t = { 0 };
		keyed_room(&t);
		uint64_t one = last ? UINT64_MAX : mix(7), inverse = t.spread;
		for (int i = 0; i < 6; i++)
			inverse *= 2 - t.spread * inverse; /* of the spread: so the key can be chosen */
		uint64_t hash = one * inverse;
		for (uint64_t i = 0; i < N; i++) {
			add(&t, hash, i + 1);
			add(&t, mix(1000 + i), N + i + 1);
		}
		check_order(&t);
		const struct keyed_item *p = keyed_seek(&t, keyed_key(&t, hash));
		for (uint64_t i = 0; i < N; i++, p++)
			assert_true(p->key == one && p->value == i + 1);
		assert_true(!p->value || p->key != one);
		keyed_release(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_went_in),
		cmocka_unit_test(many_of_one_key_stay_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
