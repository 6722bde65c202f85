/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each piece is done once, on however many threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/pieces.h"

enum { MOST = 1000 };

static void add_one(void *ctx, size_t i)
{
	_Atomic int *done = ctx;

	done[i]++;
}

static void each_is_done_once(void **state)
{
	static const size_t many[] = { 0, 1, 2, 3, 64, MOST };
	static const int threads[] = { 0, 1, 2, 3, 100 };

	(void)state;
	for (size_t m = 0; m < sizeof many / sizeof *many; m++)
		for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
			_Atomic int done[MOST] = { 0 };
			pieces_do(many[m], threads[t], add_one, done);
			for (size_t i = 0; i < MOST; i++)
				assert_int_equal(done[i], i < many[m]);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(each_is_done_once) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
