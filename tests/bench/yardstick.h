/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the yardsticks share: a buffer of whole rows, and where its cells end, found 64 bytes at a time. */
#ifndef BENCH_YARDSTICK_H
#define BENCH_YARDSTICK_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if defined __x86_64__
#include <immintrin.h>
#endif

enum { SIZE = 1 << 18, PAD = 64 };

static char input[PAD + SIZE + 2 * PAD];
static uint32_t at[SIZE + 2 * PAD]; /* where cells end; at[0] is before the first */

static _Noreturn void refuse(const char *why)
{
	fprintf(stderr, "yardstick: %s\n", why);
	exit(2);
}

static inline void put(const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(STDOUT_FILENO, p, n);
		if (done < 0)
			refuse("can't write");
		p += done, n -= (size_t)done;
	}
}

static inline uint64_t load(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof x);
	return le64toh(x);
}

struct found {
	uint64_t comma, newline, quote;
};

static inline struct found find_plain(const char *p)
{
	struct found f = { 0 };

	for (size_t i = 0; i < 64; i++) {
		f.comma |= (uint64_t)(p[i] == ',') << i;
		f.newline |= (uint64_t)(p[i] == '\n') << i;
		f.quote |= (uint64_t)(p[i] == '"') << i;
	}
	return f;
}

/* Separators of `n` bytes, a row's beginning first, into `at`: how many. Quotes must stand at the ends of
 * cells or be doubled. */
static inline __attribute__((always_inline)) size_t scan_by(size_t n, struct found (*find)(const char *))
{
	uint64_t inside = 0, old_separator = 1, old_quote = 0, old_close = 0, wrong = 0;
	uint32_t *to = at + 1;

	for (size_t i = 0; i < n; i += 64) {
		struct found f = find(input + PAD + i);
		uint64_t in = f.quote;
		for (int shift = 1; shift < 64; shift *= 2)
			in ^= in << shift;
		in ^= inside;
		uint64_t separator = (f.comma | f.newline) & ~in, close = f.quote & ~in;
		uint64_t valid = n - i < 64 ? (UINT64_C(1) << (n - i)) - 1 : UINT64_MAX;
		wrong |= f.quote & in & ~(separator << 1 | old_separator | f.quote << 1 | old_quote);
		wrong |= (close << 1 | old_close) & ~(separator | f.quote) & valid;
		inside = (uint64_t)((int64_t)in >> 63);
		old_separator = separator >> 63, old_quote = f.quote >> 63, old_close = close >> 63;
		/* Six without asking, which is as many as most have; what is too much is written over. */
		uint32_t *end = to + __builtin_popcountll(separator), first = (uint32_t)(PAD + i);
		do
			for (size_t k = 0; k < 6; k++, separator &= separator - 1)
				to[k] = first + (separator ? (uint32_t)__builtin_ctzll(separator) : 0);
		while ((to += 6) < end);
		to = end;
	}
	if (wrong)
		refuse("a quote within a cell");
	return (size_t)(to - at - 1);
}

static size_t scan_portable(size_t n)
{
	return scan_by(n, find_plain);
}

#if defined __x86_64__
#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))

AVX2 static inline uint64_t equal(__m256i low, __m256i high, char c)
{
	__m256i same = _mm256_set1_epi8(c);

	return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, same)) |
	       (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, same)) << 32;
}

AVX2 static inline struct found find_avx2(const char *p)
{
	__m256i low = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));

	return (struct found){ equal(low, high, ','), equal(low, high, '\n'), equal(low, high, '"') };
}

AVX2 static size_t scan_avx2(size_t n)
{
	return scan_by(n, find_avx2);
}
#endif

static size_t scan(size_t n)
{
#if defined __x86_64__
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
		return scan_avx2(n);
#endif
	return scan_portable(n);
}

#endif
