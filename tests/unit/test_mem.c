/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot be had ends the program, and no size wraps around into one that can. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/mem.h"

/* Runs in a child what must not return; whether it ended as out of memory, and said so once. */
static bool runs_out(void (*run)(void))
{
	static const char words[] = "leadpipe: out of memory\n";
	char said[100];
	int pipes[2], status;

	assert_int_equal(pipe(pipes), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (!child) {
		dup2(pipes[1], STDERR_FILENO);
		run();
		_exit(0);
	}
	close(pipes[1]);
	ssize_t n = read(pipes[0], said, sizeof said);
	close(pipes[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) && WEXITSTATUS(status) == 2 && n == (ssize_t)sizeof words - 1 &&
	       memcmp(said, words, sizeof words - 1) == 0;
}

static struct arena arena;
static volatile size_t none; /* read where the compiler would see a size that is too large */

static void fail_at_once(void)
{
	mem_fail();
}

static void product_wraps_to_one(void)
{
	ARENA_ARRAY(&arena, (SIZE_MAX - none) / sizeof(uint64_t) + 2, uint64_t);
}

static void no_room_for_alignment(void)
{
	arena_alloc(&arena, SIZE_MAX - none);
}

static void no_room_for_the_block(void)
{
	arena_alloc(&arena, SIZE_MAX - none - 15);
}

static void resized_array_wraps(void)
{
	mem_resize_array(NULL, (SIZE_MAX - none) / sizeof(uint64_t) + 2, sizeof(uint64_t));
}

static void ends_as_out_of_memory(void **unused)
{
	(void)unused;
	assert_true(runs_out(fail_at_once));
	assert_true(runs_out(product_wraps_to_one));
	assert_true(runs_out(no_room_for_alignment));
	assert_true(runs_out(no_room_for_the_block));
	assert_true(runs_out(resized_array_wraps));
}

static void arrays_are_zeroed_and_apart(void **unused)
{
	uint64_t *a = ARENA_ARRAY(&arena, 3, uint64_t), *b = ARENA_ARRAY(&arena, 1000, uint64_t);

	(void)unused;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(a[i], 0);
	memset(a, 0xFF, 3 * sizeof *a);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(b[i], 0);
	assert_non_null(ARENA_ARRAY(&arena, 0, uint64_t));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends_as_out_of_memory),
		cmocka_unit_test(arrays_are_zeroed_and_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
