/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A radix sort, 11 bits at a time from the lowest. A pass in which all numbers have the same digit is left
 * out: microseconds of a year need five. Of some thousands it takes more passes of 8 bits, for which fewer
 * counters are set and summed. A few records are sooner sorted one by one than counted.
 */
#include "base/sort.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BITS = 11, FEWER_BITS = 8, THOUSANDS = 4096, FEW = 64 };

/* In the order of unsigned numbers, those below 0 first. */
static inline uint64_t number(const char *record)
{
	uint64_t n;

	memcpy(&n, record, sizeof n);
	return n ^ UINT64_C(1) << 63;
}

static void sort_few(char *at, size_t n, size_t bytes)
{
	char *one = mem_new(bytes);

	for (size_t i = 1; i < n; i++) {
		size_t to = i;
		while (to && number(at + (to - 1) * bytes) > number(at + i * bytes))
			to--;
		if (to == i)
			continue;
		memcpy(one, at + i * bytes, bytes);
		memmove(at + (to + 1) * bytes, at + to * bytes, (i - to) * bytes);
		memcpy(at + to * bytes, one, bytes);
	}
	free(one);
}

/* Inlined for each size in use, so that a record moves in a register or two and not by a call. */
static inline __attribute__((always_inline)) void pass(char *to, const char *from, size_t n, size_t bytes,
						       int shift, size_t digits)
{
	size_t first[(1 << BITS) + 1];

	memset(first, 0, (digits + 1) * sizeof *first);
	for (size_t i = 0; i < n; i++)
		first[(number(from + i * bytes) >> shift & (digits - 1)) + 1]++;
	for (size_t d = 0; d < digits; d++)
		first[d + 1] += first[d];
	for (size_t i = 0; i < n; i++)
		memcpy(to + first[number(from + i * bytes) >> shift & (digits - 1)]++ * bytes,
		       from + i * bytes, bytes);
}

void sort_by_first(void *records, size_t n, size_t bytes)
{
	uint64_t differ = 0;
	char *from = records;

	for (size_t i = 1; i < n; i++)
		differ |= number(from + i * bytes) ^ number(from);
	if (!differ)
		return;
	if (n <= FEW) {
		sort_few(from, n, bytes);
		return;
	}
	char *spare = mem_resize_array(NULL, n, bytes), *to = spare;
	int bits = n < THOUSANDS ? FEWER_BITS : BITS;
	size_t digits = (size_t)1 << bits;
	for (int shift = 0; shift < 64; shift += bits) {
		if (!(differ >> shift & (digits - 1)))
			continue;
		if (bytes == 8)
			pass(to, from, n, 8, shift, digits);
		else if (bytes == 16)
			pass(to, from, n, 16, shift, digits);
		else
			pass(to, from, n, bytes, shift, digits);
		char *swap = from;
		from = to;
		to = swap;
	}
	if (from != records)
		memcpy(records, from, n * bytes);
	free(spare);
}
