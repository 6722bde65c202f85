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

/* Of 64 bytes, a bit each: separators, quotes, and what an odd number of quotes is at or before. */
struct found {
	uint64_t separator, quote, odd;
};

/* Keeps where the separators of 64 bytes are; writes more than there are. */
typedef void keep_fn(uint32_t *to, uint64_t separator, uint32_t first);

static inline struct found find_plain(const char *p)
{
	struct found f = { 0 };

	for (size_t i = 0; i < 64; i++) {
		f.separator |= (uint64_t)(p[i] == ',' || p[i] == '\n') << i;
		f.quote |= (uint64_t)(p[i] == '"') << i;
	}
	f.odd = f.quote;
	for (int shift = 1; shift < 64; shift *= 2)
		f.odd ^= f.odd << shift;
	return f;
}

/* Six without asking, which is as many as most have. */
static inline __attribute__((always_inline)) void keep_plain(uint32_t *to, uint64_t separator, uint32_t first)
{
	do
		for (size_t k = 0; k < 6; k++, separator &= separator - 1)
			*to++ = first + (separator ? (uint32_t)__builtin_ctzll(separator) : 0);
	while (separator);
}

/* Separators of `n` bytes, a row's beginning first, into `at`: how many. Quotes must stand at the ends of
 * cells or be doubled. */
static inline __attribute__((always_inline)) size_t scan_by(size_t n, struct found (*find)(const char *),
							    keep_fn *keep)
{
	uint64_t inside = 0, old_separator = 1, old_quote = 0, old_close = 0, wrong = 0;
	uint32_t *to = at + 1;

	for (size_t i = 0; i < n; i += 64) {
		struct found f = find(input + PAD + i);
		uint64_t in = f.odd ^ inside, separator = f.separator & ~in, close = f.quote & ~in;
		uint64_t valid = n - i < 64 ? (UINT64_C(1) << (n - i)) - 1 : UINT64_MAX;
		wrong |= f.quote & in & ~(separator << 1 | old_separator | f.quote << 1 | old_quote);
		wrong |= (close << 1 | old_close) & ~(separator | f.quote) & valid;
		inside = (uint64_t)((int64_t)in >> 63);
		old_separator = separator >> 63, old_quote = f.quote >> 63, old_close = close >> 63;
		keep(to, separator, (uint32_t)(PAD + i));
		to += __builtin_popcountll(separator);
	}
	if (wrong)
		refuse("a quote within a cell");
	return (size_t)(to - at - 1);
}

static size_t scan_portable(size_t n)
{
	return scan_by(n, find_plain, keep_plain);
}

#if defined __x86_64__
#define AVX2   __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2,avx2,bmi,bmi2,popcnt,pclmul")))

AVX2 static inline uint64_t odd(uint64_t quote)
{
	return (uint64_t)_mm_cvtsi128_si64(
		_mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)quote), _mm_set1_epi8(-1), 0));
}

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
	uint64_t quote = equal(low, high, '"');

	return (struct found){ equal(low, high, ',') | equal(low, high, '\n'), quote, odd(quote) };
}

AVX2 static size_t scan_avx2(size_t n)
{
	return scan_by(n, find_avx2, keep_plain);
}

AVX512 static inline struct found find_avx512(const char *p)
{
	__m512i x = _mm512_loadu_si512(p);
	uint64_t quote = _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('"'));

	return (struct found){ _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(',')) |
				       _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('\n')),
			       quote, odd(quote) };
}

AVX512 static inline void keep_avx512(uint32_t *to, uint64_t separator, uint32_t first)
{
	static const char place[64] =
		"\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20\21\22\23\24\25\26\27\30\31\32\33\34\35\36\37"
		" !\"#$%&'()*+,-./0123456789:;<=>?";
	__m512i places = _mm512_maskz_compress_epi8(separator, _mm512_loadu_si512(place));
	__m512i from = _mm512_set1_epi32((int32_t)first);
	int n = __builtin_popcountll(separator);

	_mm512_storeu_si512(to, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
	for (int i = 16; __builtin_expect(i < n, 0); i += 16)
		_mm512_storeu_si512(
			to + i, _mm512_add_epi32(
					from, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(
						      _mm512_maskz_compress_epi8(UINT64_MAX << i, places)))));
}

AVX512 static size_t scan_avx512(size_t n)
{
	return scan_by(n, find_avx512, keep_avx512);
}
#endif

static size_t scan(size_t n)
{
#if defined __x86_64__
	if (__builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("pclmul"))
		return scan_avx512(n);
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") &&
	    __builtin_cpu_supports("bmi2"))
		return scan_avx2(n);
#endif
	return scan_portable(n);
}

#endif
