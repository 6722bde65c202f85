/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of dates and clocks as they are written. */
#ifndef TIME_WRITTEN_H
#define TIME_WRITTEN_H

#include "base/word.h"

/* Three numbers below 100 and what stands between them: 26-01-31, 09:05:06. They lie three bytes apart in one
 * word; a tenth of each is its first digit, and what is left its second. */
static inline char *put_three(char *p, unsigned a, unsigned b, unsigned c, char between)
{
	const uint64_t each = UINT64_C(0x0001000001000001), mark = (uint64_t)between << 16;
	uint64_t w = a | (uint64_t)b << 24 | (uint64_t)c << 48, tens = (w * 205 >> 11) & each * 15;

	word_store(p, (each * '0' | tens) | (each * '0' | (w - 10 * tens)) << 8 | mark | mark << 24);
	return p + 8;
}

/* x < 100 */
static inline char *put_two(char *p, unsigned x)
{
	p[0] = (char)('0' + x / 10);
	p[1] = (char)('0' + x % 10);
	return p + 2;
}

#endif
