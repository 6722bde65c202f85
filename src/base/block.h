/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sixteen bytes of text in one register, for text that is copied until a byte needs care. The caller that
 * loads or copies blocks makes sure that so many bytes can be read, and written where they go.
 */
#ifndef BASE_BLOCK_H
#define BASE_BLOCK_H

#include "base/word.h"

#if defined __SSE2__
#include <emmintrin.h>
#endif

enum { BLOCK = 16 };

typedef unsigned char block __attribute__((vector_size(BLOCK)));

static inline block block_load(const char *p)
{
	block b;

	memcpy(&b, p, sizeof b);
	return b;
}

static inline void block_store(char *p, block b)
{
	memcpy(p, &b, sizeof b);
}

static inline block block_every(char c)
{
	return (block){ 0 } + (unsigned char)c;
}

/* The n bytes there are, fewer than a block, and NUL behind them; no other byte is read. */
static inline block block_load_some(const char *p, size_t n)
{
	uint64_t word[2] = { 0 };

	if (n > 8) {
		word[0] = word_load(p);
		word[1] = word_load(p + n - 8) >> 8 * (BLOCK - n);
	} else if (n == 8) {
		word[0] = word_load(p);
	} else if (n >= 4) {
		uint32_t start, end;
		memcpy(&start, p, sizeof start);
		memcpy(&end, p + n - 4, sizeof end);
		word[0] = le32toh(start) | (uint64_t)le32toh(end) << 8 * (n - 4);
	} else if (n) {
		word[0] = (uint64_t)(unsigned char)p[0] | (uint64_t)(unsigned char)p[n / 2] << 8 * (n / 2) |
			  (uint64_t)(unsigned char)p[n - 1] << 8 * (n - 1);
	}
	word[0] = htole64(word[0]);
	word[1] = htole64(word[1]);
	return block_load((const char *)word);
}

/* Which bytes of a comparison hold: a bit each, the first byte's the lowest. */
static inline unsigned block_bits(block held)
{
#if defined __SSE2__
	return (unsigned)_mm_movemask_epi8((__m128i)held);
#else
	const uint64_t gather = UINT64_C(0x0102040810204080); /* 7 bits apart: bit 8i goes to 56 + i */
	uint64_t word[2];

	memcpy(word, &held, sizeof word);
	for (int i = 0; i < 2; i++)
		word[i] = ((le64toh(word[i]) >> 7 & WORD_EVERY(1)) * gather) >> 56;
	return (unsigned)(word[0] | word[1] << 8);
#endif
}

/* How many bytes are before the first that is held, or all of the block. */
static inline size_t block_before(block held)
{
	return (size_t)__builtin_ctz(block_bits(held) | 1U << BLOCK);
}

/* Copies n bytes, and up to a block more of what is behind them. Returns where they end. */
static inline char *blocks_copy(char *to, const char *from, size_t n)
{
	for (size_t i = 0; i < n; i += BLOCK)
		block_store(to + i, block_load(from + i));
	return to + n;
}

#endif
