/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cumulative incidence by hand, as published, and against its formulas written out without a thought for
 * speed. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/number.h"
#include "stat/cuminc.h"
#include "tests/unit/figures.h"

#define DAY INT64_C(86400000000)

enum { MOST = 60 };

/* "5c 5l 10w": days, and converted, left or waiting. */
static struct cuminc from(const char *words)
{
	struct cuminc c = { 0 };

	while (*words) {
		char *end;
		int64_t days = strtol(words, &end, 10);
		cuminc_add(&c, days * DAY,
			   *end == 'c'	 ? CUMINC_CONVERTED
			   : *end == 'l' ? CUMINC_LEFT
					 : CUMINC_WAITING);
		words = end + 1 + (end[1] == ' ');
	}
	cuminc_sort(&c);
	return c;
}

static void unknown(const struct cuminc *c, int64_t t)
{
	struct cuminc_point p = cuminc_at(c, t, Z95);

	__int128 share;

	cuminc_shares(c, &t, 1, &share);
	assert_true(share == CUMINC_UNKNOWN);
	assert_true(isnan(p.share) && isnan(p.variance) && isnan(p.limits.low) && isnan(p.limits.high));
	assert_true(cuminc_median(c, t) == INT64_MIN);
}

static void by_hand(void **unused)
{
	struct cuminc c = from("5c 5l 5w 10c 10w 20l 30w 45c");
	struct cuminc_point p = cuminc_at(&c, 30 * DAY, Z95);

	(void)unused;
	near(p.share, 0.275, 1e-16);
	near(p.variance, 0.027921875, 1e-16);
	near(p.limits.low, 0.038869, 5e-7);
	near(p.limits.high, 0.598579, 5e-7);
	assert_true(cuminc_at(&c, 10 * DAY - 1, Z95).share == 0.125);
	assert_true(cuminc_at(&c, 10 * DAY, Z95).share == p.share);
	near(cuminc_at(&c, 45 * DAY, Z95).share, 0.675, 1e-15);
	near(cuminc_at(&c, 60 * DAY, Z95).share, 0.675, 1e-15); /* nobody is left: known for ever */
	assert_true(cuminc_at(&c, INT64_MAX, Z95).share == cuminc_at(&c, 60 * DAY, Z95).share);
	assert_true(cuminc_median(&c, 60 * DAY) == 45 * DAY);
	assert_true(cuminc_median(&c, 30 * DAY) == 10 * DAY);
	assert_true(cuminc_median(&c, 5 * DAY) == 5 * DAY);
	cuminc_release(&c);
}

/* F is 0.3 at 3 days and 0.6 at the end; in binary fractions it is a bit more than that. */
static void an_exact_half_is_a_half(void **unused)
{
	struct cuminc c = from("2c 2c 2l 3c 4c 4l 4w 5w 6c 6l");

	(void)unused;
	near(cuminc_at(&c, 6 * DAY, Z95).share, 0.6, 1e-15);
	assert_true(cuminc_median(&c, 6 * DAY) == 3 * DAY);
	cuminc_release(&c);
}

static void add_many(struct cuminc *c, int64_t t, enum cuminc_kind kind, uint64_t n)
{
	spans_add_many(&c->leads, t * CUMINC_KINDS + kind, n);
}

/* As it is printed at time t. */
static void prints(struct cuminc *c, int64_t t, const char *expected)
{
	struct buf b = { 0 };
	__int128 share;

	cuminc_sort(c);
	cuminc_shares(c, &t, 1, &share);
	number_write_ratio(&b, share, CUMINC_ONE, 6);
	buf_char(&b, '\0');
	assert_string_equal(b.p, expected);
	buf_release(&b);
	cuminc_release(c);
}

/* 1/640 is 0.0015625, which has no end in binary. */
static void ties_round_up(void **unused)
{
	struct cuminc c = { 0 };

	(void)unused;
	add_many(&c, 1, CUMINC_CONVERTED, 93); /* of 128: 0.7265625 */
	add_many(&c, 2, CUMINC_LEFT, 35);
	prints(&c, 2, "0.726563");
	add_many(&c, 1, CUMINC_LEFT, 640); /* two thirds of 1920 are left, of which 3 in 1280 convert */
	add_many(&c, 2, CUMINC_CONVERTED, 3);
	add_many(&c, 3, CUMINC_LEFT, 1277);
	prints(&c, 3, "0.001563");
	for (int64_t t = 0; t < 640000; t++) /* half are left, one by one */
		cuminc_add(&c, t, CUMINC_LEFT);
	add_many(&c, 640000, CUMINC_CONVERTED, 2000);
	add_many(&c, 640001, CUMINC_WAITING, 638000);
	prints(&c, 640001, "0.001563");
	add_many(&c, 1, CUMINC_WAITING, 5); /* who weren't followed long enough to matter */
	add_many(&c, 2, CUMINC_CONVERTED, 1);
	add_many(&c, 3, CUMINC_LEFT, 639);
	prints(&c, 3, "0.001563");

	/* below by 2.4 × 10^-18, more than 2^-60, and by a tenth of that */
	add_many(&c, 1, CUMINC_CONVERTED, UINT64_C(1000000000000));
	add_many(&c, 2, CUMINC_LEFT, UINT64_C(639000000000001));
	prints(&c, 2, "0.001562");
	add_many(&c, 1, CUMINC_CONVERTED, UINT64_C(10000000000000));
	add_many(&c, 2, CUMINC_LEFT, UINT64_C(6390000000000001));
	prints(&c, 2, "0.001563");
	add_many(&c, 1, CUMINC_CONVERTED, 7);
	prints(&c, 1, "1.000000");
}

static void not_beyond_those_followed(void **unused)
{
	struct cuminc c = from("0c 3l 7w"), none = from(""), one = from("7c 7w");

	(void)unused;
	near(cuminc_at(&c, 0, Z95).share, 1 / 3.0, 1e-16);
	near(cuminc_at(&c, 7 * DAY, Z95).share, 1 / 3.0, 1e-16);
	unknown(&c, 7 * DAY + 1);
	unknown(&none, 0);
	assert_true(cuminc_at(&one, 6 * DAY, Z95).share == 0);
	assert_true(cuminc_at(&one, 7 * DAY, Z95).share == 0.5); /* who waits that long was at risk */
	unknown(&one, 8 * DAY);
	cuminc_release(&c);
	cuminc_release(&none);
	cuminc_release(&one);
}

/* Nobody, or everybody: there the formula has no limits, and noise must not make some. */
static void no_limits_without_a_doubt(void **unused)
{
	static const char *const cases[] = { "1l 2w 3l", "1c 2w 3w 4c 5w 6w 7c", "1c", "4w", "1l" };
	static const double share[] = { 0, 1, 1, 0, 0 };

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cuminc c = from(cases[i]);
		struct cuminc_point p = cuminc_at(&c, c.leads.at[c.leads.n - 1] / CUMINC_KINDS, Z95);
		assert_true(p.share == share[i] && p.variance == 0);
		assert_true(isnan(p.limits.low) && isnan(p.limits.high));
		cuminc_release(&c);
	}
}

/* Remissions under 6-mercaptopurine (Freireich and others, Blood 21, 1963), where nobody left: 1 − F is
 * Kaplan and Meier's curve, and σ the standard error of Greenwood, as textbooks print them. */
static void as_published(void **unused)
{
	static const double table[][3] = { { 6, 0.857, 0.0764 },  { 7, 0.807, 0.0869 },
					   { 10, 0.753, 0.0963 }, { 13, 0.690, 0.1068 },
					   { 16, 0.627, 0.1141 }, { 22, 0.538, 0.1282 },
					   { 23, 0.448, 0.1346 } };
	struct cuminc c =
		from("6c 6c 6c 6w 7c 9w 10c 10w 11w 13c 16c 17w 19w 20w 22c 23c 25w 32w 32w 34w 35w");

	(void)unused;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct cuminc_point p = cuminc_at(&c, (int64_t)table[i][0] * DAY, Z95);
		near(1 - p.share, table[i][1], 0.0005);
		near(sqrt(p.variance), table[i][2], 0.00005);
	}
	cuminc_release(&c);
}

/* Where nobody waits F is a plain share, to the last bit, and its variance the binomial one. */
static void a_plain_share_where_nobody_waits(void **unused)
{
	(void)unused;
	for (uint64_t n = 1; n <= 300; n++) {
		struct cuminc c = { 0 };
		uint64_t converted = 0;
		for (uint64_t i = 0; i < n; i++)
			cuminc_add(&c, (int64_t)i, i % 3 == 1 ? CUMINC_LEFT : CUMINC_CONVERTED);
		cuminc_sort(&c);
		for (uint64_t i = 0; i < n; i++) {
			converted += i % 3 != 1;
			struct cuminc_point p = cuminc_at(&c, (int64_t)i, Z95);
			double share = (double)converted / (double)n;
			assert_true(p.share == share);
			near(p.variance, share * (1 - share) / (double)n, 1e-14);
			/* half of them, rounded up, had by then, though S was multiplied n times */
			uint64_t half = (converted + 1) / 2 - 1;
			assert_true(cuminc_median(&c, (int64_t)i) == (int64_t)(half / 2 * 3 + half % 2 * 2));
		}
		cuminc_release(&c);
	}
}

/* ---- the formulas, as they stand ---- */

struct lead {
	int64_t t;
	enum cuminc_kind kind;
};

static long double count(const struct lead *l, size_t n, int64_t t, unsigned kinds)
{
	long double count = 0;

	for (size_t i = 0; i < n; i++)
		count += l[i].t == t && kinds >> l[i].kind & 1;
	return count;
}

static long double at_risk(const struct lead *l, size_t n, int64_t t)
{
	long double count = 0;

	for (size_t i = 0; i < n; i++)
		count += l[i].t >= t;
	return count;
}

enum { C = 1 << CUMINC_CONVERTED, EITHER = C | 1 << CUMINC_LEFT };

/* S after t, or just before it. */
static long double still_there(const struct lead *l, size_t n, int64_t t, bool before)
{
	long double s = 1;

	for (int64_t at = 0; at < t + !before; at++)
		if (count(l, n, at, EITHER) > 0)
			s *= 1 - count(l, n, at, EITHER) / at_risk(l, n, at);
	return s;
}

static long double share_at(const struct lead *l, size_t n, int64_t t)
{
	long double f = 0;

	for (int64_t at = 0; at <= t; at++)
		if (count(l, n, at, C) > 0)
			f += still_there(l, n, at, true) * count(l, n, at, C) / at_risk(l, n, at);
	return f;
}

static long double variance_at(const struct lead *l, size_t n, int64_t t)
{
	long double sum = 0, f = share_at(l, n, t);

	for (int64_t at = 0; at <= t; at++) {
		long double r = at_risk(l, n, at), d = count(l, n, at, EITHER), k = count(l, n, at, C);
		long double rise = f - share_at(l, n, at), s = still_there(l, n, at, true);
		if (d == 0)
			continue;
		sum += (r == d ? 0 : rise * rise * d / (r * (r - d))) + s * s * k * (r - k) / (r * r * r) -
		       2 * rise * s * k / (r * r);
	}
	return sum;
}

/* Random leads within so many microseconds, in parts merged in a random order; some of them counted. */
static size_t scatter(struct cuminc *all, struct lead *l, uint64_t reach)
{
	struct cuminc part[3] = { 0 };
	size_t n = 0, most = 1 + roll(MOST - 5);
	uint64_t waiting = roll(6), left = roll(6);

	while (n < most) {
		uint64_t kind = roll(5 + waiting + left), many = roll(8) ? 1 : 2 + roll(3);
		struct lead one = { (int64_t)roll(reach), kind < 5	       ? CUMINC_CONVERTED
							  : kind < 5 + waiting ? CUMINC_WAITING
									       : CUMINC_LEFT };
		struct cuminc *to = &part[roll(3)];
		if (many > 1)
			spans_add_many(&to->leads, one.t * CUMINC_KINDS + one.kind, many);
		else
			cuminc_add(to, one.t, one.kind);
		while (many--)
			l[n++] = one;
		if (!roll(10))
			cuminc_sort(to);
	}
	for (size_t i = roll(3), k = 0; k < 3; k++, i = (i + 1) % 3) {
		cuminc_merge(all, &part[i]);
		cuminc_release(&part[i]);
	}
	cuminc_sort(all);
	return n;
}

static void check_at(const struct cuminc *c, const struct lead *l, size_t n, int64_t t)
{
	long double f = share_at(l, n, t), v = variance_at(l, n, t);
	struct cuminc_point p = cuminc_at(c, t, Z95);

	if (at_risk(l, n, t) == 0 && still_there(l, n, t, false) > 0) {
		unknown(c, t);
		return;
	}
	__int128 share;
	cuminc_shares(c, &t, 1, &share);
	near(p.share, (double)f, 1e-15);
	near((double)share / (double)CUMINC_ONE, p.share, 1e-15);
	near(p.variance, (double)v, 1e-14);
	if (v < 1e-15L) {
		assert_true(isnan(p.limits.low) && isnan(p.limits.high));
	} else {
		long double by = (long double)Z95 * sqrtl(v) / (f * logl(f));
		near(p.limits.low, (double)powl(f, expl(-by)), 1e-9);
		near(p.limits.high, (double)powl(f, expl(by)), 1e-9);
	}
	int64_t median = 0;
	while (f > 0 && share_at(l, n, median) < f / 2 - 1e-15L)
		median++;
	assert_true(cuminc_median(c, t) == (f > 0 ? median : INT64_MIN));
}

static void as_the_formulas_say(void **unused)
{
	(void)unused;
	for (int round = 0; round < 400; round++) {
		struct lead l[MOST];
		struct cuminc c = { 0 };
		uint64_t reach = 1 + roll(round % 2 ? 8 : 40);
		size_t n = scatter(&c, l, reach);
		for (int64_t t = 0; t < (int64_t)reach + 2; t += 1 + (int64_t)roll(5))
			check_at(&c, l, n, t);
		cuminc_release(&c);
	}
}

/* ---- many ---- */

static struct cuminc many(size_t n, size_t parts, bool backwards)
{
	static const enum cuminc_kind kind[10] = { [2] = CUMINC_LEFT, CUMINC_LEFT,    CUMINC_LEFT,
						   CUMINC_WAITING,    CUMINC_WAITING, CUMINC_WAITING,
						   CUMINC_WAITING,    CUMINC_WAITING };
	struct cuminc all = { 0 }, part[7] = { 0 };

	for (size_t i = 0; i < n; i++) {
		uint64_t x = (backwards ? n - 1 - i : i) * UINT64_C(0x9e3779b97f4a7c15);
		cuminc_add(&part[i * 31 % parts], (int64_t)(x >> 20), kind[x % 10]);
	}
	for (size_t i = 0; i < parts; i++) {
		cuminc_merge(&all, &part[i]);
		cuminc_release(&part[i]);
	}
	cuminc_sort(&all);
	return all;
}

static void every_bit_whatever_the_split(void **unused)
{
	struct cuminc a = many(100000, 1, false), b = many(100000, 7, true);
	int64_t t[50] = { 0 }, t2[50] = { 0 };
	double f[50] = { 0 }, f2[50] = { 0 };

	(void)unused;
	for (int64_t at = 0; at < INT64_C(1) << 44; at += INT64_C(1) << 40) {
		struct cuminc_point p = cuminc_at(&a, at, Z95), q = cuminc_at(&b, at, Z95);
		assert_memory_equal(&p, &q, sizeof p);
	}
	assert_int_equal(cuminc_curve(&a, t, f, 50), cuminc_curve(&b, t2, f2, 50));
	assert_memory_equal(t, t2, sizeof t);
	assert_memory_equal(f, f2, sizeof f);
	cuminc_release(&a);
	cuminc_release(&b);
}

/* Rounded parts are the rounded whole, and who did what is kept. */
static void rounded_to_hundredths(void **unused)
{
	struct cuminc c = { 0 }, part[2] = { 0 }, merged = { 0 };
	struct cuminc_time at;
	size_t n = 0;

	(void)unused;
	for (int64_t i = 0; i < 9000; i++) {
		int64_t t = (int64_t)roll(10 * DAY);
		enum cuminc_kind kind = (enum cuminc_kind)roll(3);
		cuminc_add(&c, t, kind);
		cuminc_add(&part[i & 1], t, kind);
	}
	cuminc_round(&part[0], DAY);
	for (int i = 0; i < 2; i++) {
		cuminc_merge(&merged, &part[i]);
		cuminc_release(&part[i]);
	}
	cuminc_round(&merged, DAY);
	cuminc_round(&c, DAY);
	assert_int_equal(merged.leads.n, c.leads.n);
	assert_true(c.leads.n <= 1001 * 3);
	assert_int_equal(spans_count(&c.leads), 9000);
	assert_memory_equal(merged.leads.at, c.leads.at, c.leads.n * sizeof *c.leads.at);
	assert_memory_equal(merged.leads.count, c.leads.count, c.leads.n * sizeof *c.leads.count);
	for (size_t i = 0; cuminc_next(&c, &i, &at); n++)
		assert_true(at.t % (DAY / 100) == 0);
	assert_true(n <= 1001);
	cuminc_release(&c);
	cuminc_release(&merged);

	cuminc_add(&c, DAY / 200 - 1, CUMINC_LEFT); /* half a hundredth is one, less is none */
	cuminc_add(&c, DAY / 200, CUMINC_WAITING);
	cuminc_round(&c, DAY);
	n = 0;
	assert_true(cuminc_next(&c, &n, &at) && at.t == 0 && at.left == 1 && !at.waiting);
	assert_true(cuminc_next(&c, &n, &at) && at.t == DAY / 100 && at.waiting == 1 && !at.left);
	cuminc_release(&c);
}

static void a_curve_to_draw(void **unused)
{
	struct cuminc c = from("5c 5l 5w 10c 10w 20l 30w 45c 50w"), none = from(""),
		      large = many(20000, 1, false);
	static const int64_t days[] = { 5, 10, 45, 50 };
	int64_t t[40];
	double f[40];

	(void)unused;
	assert_int_equal(cuminc_curve(&none, t, f, 40), 0);
	assert_int_equal(cuminc_curve(&c, t, f, 0), 0);
	assert_int_equal(cuminc_curve(&c, t, f, 4), 4); /* every rise, and the end */
	for (size_t i = 0; i < 4; i++) {
		assert_true(t[i] == days[i] * DAY);
		assert_true(f[i] == cuminc_at(&c, t[i], Z95).share);
	}
	for (size_t most = 1; most <= 40; most++) {
		size_t n = cuminc_curve(&large, t, f, most);
		assert_true(n >= 1 && n <= most);
		assert_true(t[n - 1] == large.leads.at[large.leads.n - 1] / CUMINC_KINDS);
		for (size_t i = 0; i < n; i++) {
			assert_true(f[i] == cuminc_at(&large, t[i], Z95).share);
			if (!i)
				continue;
			assert_true(t[i] >
				    t[i - 1]); /* and between them the curve rises by no more than a part */
			double rise = cuminc_at(&large, t[i] - 1, Z95).share - f[i - 1];
			assert_true(rise < f[n - 1] / (double)(most - 1));
		}
		assert_true(n > most / 2);
	}
	cuminc_release(&c);
	cuminc_release(&none);
	cuminc_release(&large);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(an_exact_half_is_a_half),
		cmocka_unit_test(ties_round_up),
		cmocka_unit_test(not_beyond_those_followed),
		cmocka_unit_test(no_limits_without_a_doubt),
		cmocka_unit_test(as_published),
		cmocka_unit_test(a_plain_share_where_nobody_waits),
		cmocka_unit_test(as_the_formulas_say),
		cmocka_unit_test(every_bit_whatever_the_split),
		cmocka_unit_test(rounded_to_hundredths),
		cmocka_unit_test(a_curve_to_draw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
