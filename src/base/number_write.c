/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text: see number.h. */
#include "base/number_internal.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

const double number_power[EXACT_POWER + 1] = { 1e0,  1e1,  1e2,	 1e3,  1e4,  1e5,  1e6,	 1e7,
					       1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
					       1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

static locale_t c_locale;
static pthread_once_t c_locale_once = PTHREAD_ONCE_INIT;

static void c_locale_make(void)
{
	c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (!c_locale)
		abort(); /* the C locale is built in */
}

locale_t number_locale(void)
{
	pthread_once(&c_locale_once, c_locale_make);
	return c_locale;
}

/* The digits of x, at least `least` of them, right-aligned before `end`; returns where they begin. */
static char *digits_before(char *end, unsigned __int128 x, int least)
{
	int n = 0;

	for (; x > UINT64_MAX; n++, x /= 10) /* a division of 128 bits is ten times as slow */
		*--end = (char)('0' + (int)(x % 10));
	for (uint64_t y = (uint64_t)x; y || n < least; n++, y /= 10)
		*--end = (char)('0' + y % 10);
	return end;
}

static unsigned __int128 magnitude(__int128 x)
{
	return x < 0 ? 0 - (unsigned __int128)x : (unsigned __int128)x;
}

void number_write_whole(struct buf *b, int64_t x)
{
	if (x >= 0 && x < 100) {
		char *to = buf_room(b, 2);
		*to = (char)('0' + x / 10);
		to += x >= 10;
		*to = (char)('0' + x % 10);
		b->n += 1 + (x >= 10);
		return;
	}
	char z[24], *end = z + sizeof z, *p = digits_before(end, magnitude(x), 1);

	if (x < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(end - p));
}

void number_write_fixed(struct buf *b, __int128 x, int places)
{
	char z[160], *end = z + 100, *p;

	assert(places >= 0 && places <= 38);
	p = digits_before(end, magnitude(x), places + 1);
	if (places > 0) {
		memmove(end - places + 1, end - places, (size_t)places);
		end[-places] = '.';
		end++;
	}
	if (x < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(end - p));
}

static void put_whole(struct buf *b, unsigned __int128 x, bool grouped)
{
	char z[40], *end = z + sizeof z;

	for (const char *from = digits_before(end, x, 1), *p = from; p < end; p++) {
		if (grouped && p > from && (end - p) % 3 == 0)
			buf_char(b, ',');
		buf_char(b, *p);
	}
}

/* Long division, so the operands don't grow with the number of decimals. */
struct quotient number_quotient(__int128 a, __int128 b, int places)
{
	unsigned __int128 by = magnitude(b), rest = magnitude(a) % by;
	struct quotient q = { .whole = magnitude(a) / by, .places = places };
	uint64_t all = 1;

	assert(places >= 0 && places <= 18);
	for (int i = 0; i < places; i++) {
		rest *= 10;
		q.part = q.part * 10 + (uint64_t)(rest / by);
		rest %= by;
		all *= 10;
	}
	q.part += rest >= by - rest;
	if (q.part == all) {
		q.part = 0;
		q.whole++;
	}
	q.minus = (a < 0) != (b < 0) && (q.whole || q.part);
	return q;
}

void number_write_quotient(struct buf *b, struct quotient q, bool grouped)
{
	char z[20], *end = z + sizeof z, *p = digits_before(end, q.part, q.places);

	if (q.minus)
		buf_char(b, '-');
	put_whole(b, q.whole, grouped);
	if (!q.places)
		return;
	buf_char(b, '.');
	buf_add(b, p, (size_t)(end - p));
}

void number_write_ratio(struct buf *b, __int128 k, __int128 n, int places)
{
	number_write_quotient(b, number_quotient(k, n, places), false);
}

void number_write_grouped(struct buf *b, __int128 x)
{
	if (x < 0)
		buf_char(b, '-');
	put_whole(b, magnitude(x), true);
}

/* The fewest decimals, up to 9, with which x reads back; false when 15 digits don't do. */
static bool write_decimals(struct buf *b, double x)
{
	double m = 0;
	int places = 0;

	do {
		m = rint(x * number_power[++places]);
		if (fabs(m) >= 1e15)
			return false;
	} while (places < 9 && m / number_power[places] != x);
	if (m / number_power[places] != x)
		return false;
	number_write_fixed(b, (__int128)m, places);
	return true;
}

void number_write(struct buf *b, double x)
{
	char z[40];

	if (!isfinite(x))
		return; /* no reader makes one; an empty cell is missing */
	if (fabs(x) < (double)EXACT_WHOLE && x == rint(x)) {
		number_write_whole(b, (int64_t)x);
		return;
	}
	if (fabs(x) >= 1e-4 && write_decimals(b, x))
		return;
	locale_t c = number_locale(), before = uselocale(c);
	for (int precision = 15; precision <= 17; precision++) {
		snprintf(z, sizeof z, "%.*g", precision, x);
		if (strtod_l(z, NULL, c) == x)
			break;
	}
	uselocale(before);
	buf_str(b, str_from(z));
}

void number_respell(struct buf *b, size_t from, char decimal)
{
	char *point = b->n > from ? memchr(b->p + from, '.', b->n - from) : NULL;

	if (point)
		*point = decimal;
}
