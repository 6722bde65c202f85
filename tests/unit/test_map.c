/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Maps: what goes in is found, and keys made to meet in one slot do not meet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cmocka.h>

#include "base/map.h"

static void finds_what_went_in(void **unused)
{
	enum { N = 10000 };
	static char text[N][8];
	struct map m = { 0 };

	(void)unused;
	assert_null(map_find(&m, STR("0")));
	for (uint32_t i = 0; i < N; i++) {
		snprintf(text[i], sizeof text[i], "%u", i);
		assert_int_equal(map_put(&m, str_from(text[i]), i), i);
		assert_int_equal(map_put(&m, str_from(text[i]), i + 1), i);
	}
	assert_int_equal(m.n, N);
	for (uint32_t i = 0; i < N; i++)
		assert_int_equal(*map_find(&m, str_from(text[i])), i);
	assert_null(map_find(&m, STR("10000")));
	assert_null(map_find(&m, STR("")));
	map_release(&m);
}

/* ---- keys made to collide ---- */

#define PRIME UINT64_C(0x9FB21C651E98DF25) /* XXH3's for 4 to 8 bytes */

static uint64_t rotated(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

/* What times PRIME gives y, modulo 2^64, by Newton. */
static uint64_t divided(uint64_t y)
{
	uint64_t inverse = PRIME;

	for (int i = 0; i < 5; i++)
		inverse *= 2 - PRIME * inverse;
	return y * inverse;
}

/* The 8 bytes whose XXH3 without a seed is `hash`: its steps for that length, backwards. */
static void key_of(uint64_t hash, char key[8])
{
	uint64_t x = hash ^ hash >> 28 ^ hash >> 56, bitflip[2], word;

	x = divided(x);
	x = divided(x ^ ((x >> 35) + 8));
	/* x ^ rotated(x, 49) ^ rotated(x, 24) done 64 times is nothing done */
	for (int i = 0; i < 63; i++)
		x ^= rotated(x, 49) ^ rotated(x, 24);
	memcpy(bitflip, XXH3_kSecret + 8, sizeof bitflip);
	word = rotated(x ^ bitflip[0] ^ bitflip[1], 32);
	memcpy(key, &word, sizeof word);
}

/* Were they to meet, a million would look at 10^11 slots. */
static void keys_made_to_collide_do_not(void **unused)
{
	enum { N = 1000000 };
	char(*key)[8] = malloc(N * sizeof *key);
	struct map m = { 0 };

	(void)unused;
	for (uint64_t i = 0; i < N; i++) {
		key_of(i << 32 | 0x1EAD, key[i]);
		if (i < 1000)
			assert_int_equal(XXH3_64bits(key[i], 8), i << 32 | 0x1EAD);
		map_put(&m, (struct str){ key[i], 8 }, (uint32_t)i);
	}
	assert_int_equal(m.n, N);
	map_release(&m);
	free(key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_went_in),
		cmocka_unit_test(keys_made_to_collide_do_not),
	};

	return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
