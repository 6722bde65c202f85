/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The system's random numbers, the same in each run of a fuzzer. Otherwise what a hash table's secret makes
 * collide would count as something new, and the same seed would not try the same inputs.
 */
#include <stdint.h>
#include <sys/random.h>

ssize_t getrandom(void *to, size_t n, unsigned flags)
{
	static uint64_t state;

	(void)flags;
	for (size_t i = 0; i < n; i++) {
		state = state * 6364136223846793005U + 1442695040888963407U; /* Knuth's */
		((unsigned char *)to)[i] = (unsigned char)(state >> 56);
	}
	return (ssize_t)n;
}
