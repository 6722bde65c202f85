/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a cell becomes a number, and a number a cell. No locale, no strtod per row, and no inf, nan or hex.
 * The forms read are listed in leadpipe-expressions(7): `1200`, `1,200.50`, `$1,200`, `1 200 EUR`, `(1,200)`,
 * `$1,117.10K`, `2.5M`, `1.5e6`, `12%`.
 */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdint.h>

#include "base/buf.h"

/* `s` is trimmed. `decimal` is '.' or ','; the other one groups threes. False: not a number. */
bool number_read(struct str s, char decimal, double *out);

/* An amount of money, in millionths, is at most 9.2 × 10^18, so that 10^13 of them can be added. */
#define MONEY_MOST ((__int128)9200000000000000000 * 1000000)

/* Is a number with a comma in it another number where the comma is the decimal sign? `1,200` is. */
bool number_comma_doubtful(struct str s);

/* Nothing but digits, and at least one? */
bool number_is_digits(struct str s);

/* Is an id a long number as a spreadsheet shows it, 1.23457E+14, whose last digits are lost? */
bool number_is_rounded(struct str id);

/* Is it a whole number with a decimal that is 0, as programs write ids beside gaps: 12345.0? */
static inline bool number_is_pointed(struct str id)
{
	return id.n > 2 && id.p[id.n - 1] == '0' && id.p[id.n - 2] == '.' &&
	       number_is_digits(str_slice(id, 0, id.n - 2));
}

/* Could it be one of these two? Of nearly every other id the last four bytes say no: none is a sign, which
 * all come before 0. */
static inline bool number_may_spoil(struct str id)
{
	uint32_t last;

	if (id.n < sizeof last)
		return id.n == 3 && id.p[1] == '.';
	memcpy(&last, id.p + id.n - sizeof last, sizeof last);
	return (last - UINT32_C(0x30303030)) & ~last & UINT32_C(0x80808080);
}

/* The same of money: exact, in millionths (half of one away from zero). False too for what is beyond
 * MONEY_MOST. */
bool number_read_millionths(struct str s, char decimal, __int128 *out);

/* The mark of the currency of what number_read reads, as it is written: €, US$, CHF; the code where a sign
 * stands there, too. STR_NONE: it has none. */
struct str number_currency(struct str s, char decimal);

/* The number a text begins with: 201 of "201-500", 1000 of "1000+"; false when it begins with none, or with
 * one that a letter (`10kg`), a digit, or a `.` or `,` with a digit (`10,50`) follows. */
bool number_read_start(struct str s, char decimal, double *out);

/* A whole number written in digits alone, for options; false (and nothing written) if it is not one within
 * [low, high]. */
bool number_read_whole(struct str s, int64_t low, int64_t high, int64_t *out);

/* a ÷ b, rounded half away from zero; 2a and 2b must fit. */
static inline __int128 number_divided(__int128 a, __int128 b)
{
	return (2 * a + ((a < 0) == (b < 0) ? b : -b)) / (2 * b);
}

/* Gives the number that stands in `b` from `from` on, as these functions write it, another decimal sign. */
void number_respell(struct buf *b, size_t from, char decimal);

/* The shortest text that reads back as the same double: 12, 0.25, 1e+30. */
void number_write(struct buf *b, double x);
void number_write_whole(struct buf *b, int64_t x);

/* x / 10^places, printed with that many places, at most 38: 1234, 2 is 12.34. */
void number_write_fixed(struct buf *b, __int128 x, int places);

/* a ÷ b rounded half away from zero to `places` decimals, at most 18, exactly: 1, 3, 6 is 0.333333. b is not
 * 0, and within ±10^37; a is anything. */
struct quotient {
	bool minus;
	unsigned __int128 whole;
	uint64_t part; /* in units of the last decimal */
	int places;
};
struct quotient number_quotient(__int128 a, __int128 b, int places);

/* Grouped: with the digits of the whole part in threes, for people to read: 9,240.50. */
void number_write_quotient(struct buf *b, struct quotient q, bool grouped);
void number_write_grouped(struct buf *b, __int128 x);
void number_write_ratio(struct buf *b, __int128 k, __int128 n, int places);

#endif
