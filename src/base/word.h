/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Eight bytes of text in one register, the first in the lowest byte: enough to distinguish most cells and to
 * read small numbers, without a loop whose end the processor would have to predict. The caller that loads a
 * word makes sure that 8 bytes can be read.
 */
#ifndef BASE_WORD_H
#define BASE_WORD_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define WORD_EVERY(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t word_load(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return le64toh(w);
}

/* A text of up to 8 bytes, and 0 behind it; none behind it is read. */
static inline uint64_t word_short(struct str s)
{
	uint32_t first, last;

	if (s.n < sizeof first)
		return s.n ? (uint64_t)(unsigned char)s.p[0] |
				       (uint64_t)(unsigned char)s.p[s.n / 2] << 8 * (s.n / 2) |
				       (uint64_t)(unsigned char)s.p[s.n - 1] << 8 * (s.n - 1)
			   : 0;
	memcpy(&first, s.p, sizeof first);
	memcpy(&last, s.p + s.n - sizeof last, sizeof last);
	return le32toh(first) | (uint64_t)le32toh(last) << 8 * (s.n - sizeof last);
}

static inline void word_store(char *p, uint64_t w)
{
	w = htole64(w);
	memcpy(p, &w, sizeof w);
}

/* The lowest n bytes, 8 at the most. */
static inline uint64_t word_mask(size_t n)
{
	return n >= 8 ? ~UINT64_C(0) : (UINT64_C(1) << 8 * n) - 1;
}

static inline bool word_is_ascii(uint64_t w)
{
	return !(w & WORD_EVERY(0x80));
}

/* A bit in each byte that is this one, and maybe in some above the first such: not 0 if there is one. */
static inline uint64_t word_has(uint64_t w, char byte)
{
	uint64_t differ = w ^ WORD_EVERY((unsigned char)byte);

	return (differ - WORD_EVERY(1)) & ~differ & WORD_EVERY(0x80);
}

/* Is it ASCII, without two spaces side by side? */
static inline bool word_is_plain(uint64_t w)
{
	uint64_t space = w ^ WORD_EVERY(' ');
	uint64_t pair = space | space >> 8 | UINT64_C(1) << 56; /* a byte of 0 is the first of two */

	return word_is_ascii(w | ~(pair + WORD_EVERY(0x7F)));
}

static inline bool str_is_ascii(struct str s)
{
	uint64_t all = 0;
	size_t i = 0;

	for (; s.n - i >= 8; i += 8)
		all |= word_load(s.p + i);
	for (; i < s.n; i++)
		all |= (unsigned char)s.p[i];
	return word_is_ascii(all);
}

/* A-Z to a-z in a word that is ASCII. */
static inline uint64_t word_fold(uint64_t w)
{
	uint64_t from_a = w + WORD_EVERY(0x80 - 'A'), past_z = w + WORD_EVERY(0x80 - 'Z' - 1);

	return w | (from_a & ~past_z & WORD_EVERY(0x80)) >> 2;
}

/* Is it ASCII without capitals? */
static inline bool str_is_lower(struct str s)
{
	uint64_t differ = 0, all = 0;
	size_t i = 0;

	for (; s.n - i > 8; i += 8) {
		uint64_t w = word_load(s.p + i);
		all |= w;
		differ |= w ^ word_fold(w);
	}
	uint64_t last = s.n < 8 ? word_short(s) : word_load(s.p + s.n - 8);
	return word_is_ascii(all | last) && !(differ | (last ^ word_fold(last)));
}

/* The eight digits of a number below 100,000,000, with zeros before it. */
static inline uint64_t word_of_digits(unsigned n)
{
	uint64_t fours = n / 10000 | (uint64_t)(n % 10000) << 32; /* then pairs, then digits */
	uint64_t hundreds = (fours * 10486 >> 20) & UINT64_C(0x0000007F0000007F);
	uint64_t pairs = hundreds | (fours - hundreds * 100) << 16;
	uint64_t tens = (pairs * 103 >> 10) & UINT64_C(0x000F000F000F000F);

	return (tens | (pairs - tens * 10) << 8) + WORD_EVERY('0');
}

/* The value of n digits, 1 to 8, in the lowest n bytes; false: they are not all digits. */
static inline bool word_digits(uint64_t w, size_t n, uint64_t *value)
{
	w = (w ^ WORD_EVERY('0')) << ((64 - 8 * n) & 63);
	if (!word_is_ascii(w | (w + WORD_EVERY(0x76))))
		return false;
	w = (w * (1 + (10 << 8))) >> 8; /* pairs, then fours, then all eight */
	w = ((w & UINT64_C(0x00FF00FF00FF00FF)) * (1 + (100 << 16))) >> 16;
	*value = ((w & UINT64_C(0x0000FFFF0000FFFF)) * (1 + (UINT64_C(10000) << 32))) >> 32;
	return true;
}

#endif
