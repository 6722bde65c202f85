/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit of fairness: a case worked out by hand, the same test by plain linear algebra, draws by lot, and
 * the edges. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "stat/fairness.h"
#include "stat/stat.h"
#include "tests/unit/figures.h"

static const int64_t alike[] = { 1, 1, 1, 1, 1, 1 };

static void give(struct fairness *s, const uint32_t *who, const int64_t *weight, size_t n, uint32_t got,
		 size_t leads)
{
	static uint64_t row;

	for (size_t i = 0; i < leads; i++)
		fairness_count(s, fairness_set(s, who, weight, n), got, ++row);
}

/* Sets AB, ABC, AC; A26 B14, A20 B25 C15, A10 C10. `first`: where these three people are. */
static void give_worked_case(struct fairness *s, uint32_t first)
{
	const uint32_t a = first, b = first + 1, c = first + 2;

	give(s, (uint32_t[]){ a, b }, alike, 2, a, 26);
	give(s, (uint32_t[]){ a, b }, alike, 2, b, 14);
	give(s, (uint32_t[]){ c, a, b }, alike, 3, a, 20);
	give(s, (uint32_t[]){ a, b, c }, alike, 3, b, 25);
	give(s, (uint32_t[]){ a, b, c }, alike, 3, c, 15);
	give(s, (uint32_t[]){ a, c }, alike, 2, a, 10);
	give(s, (uint32_t[]){ c, a }, alike, 2, c, 10);
}

static void the_worked_case(void **unused)
{
	const struct due *due;
	struct fairness *s = fairness_new(3, NULL, 0);

	(void)unused;
	give_worked_case(s, 0);
	struct fairness_test t = fairness_settle(s, &due);
	assert_int_equal(t.leads, 120);
	assert_int_equal(t.df, 2);
	near(t.chi_square, 1.743478, 5e-7);
	near(t.p, 0.418224, 5e-7);
	near(due[0].due, 50, 1e-12);
	near(due[1].due, 40, 1e-12);
	near(due[2].due, 30, 1e-12);
	assert_int_equal(due[0].got, 56);
	/* var A = 40/4 + 60·2/9 + 20/4 */
	near(due[0].z, 6 / sqrt(15 + 120.0 / 9), 1e-12);
	for (int i = 0; i < 3; i++)
		assert_int_equal(due[i].favoured, 0);
	fairness_free(s);
}

/* A and B of one team are as one person of both their chances; C is one, too; who never shares has none. */
static void a_team_is_as_one_person(void **unused)
{
	static const uint32_t team[] = { 1, 1, 0, FAIRNESS_NOBODY };
	const struct due *due, *one;
	struct fairness *s = fairness_new(4, team, 2), *merged = fairness_new(2, NULL, 0);

	(void)unused;
	give(s, (uint32_t[]){ 3 }, alike, 1, 3, 5);
	give_worked_case(s, 0);
	fairness_settle(s, &due);
	give(merged, (uint32_t[]){ 0 }, alike, 1, 0, 40); /* between A and B */
	give(merged, (uint32_t[]){ 0, 1 }, (int64_t[]){ 2, 1 }, 2, 0, 45);
	give(merged, (uint32_t[]){ 0, 1 }, (int64_t[]){ 2, 1 }, 2, 1, 15);
	give(merged, (uint32_t[]){ 0, 1 }, alike, 2, 0, 10);
	give(merged, (uint32_t[]){ 0, 1 }, alike, 2, 1, 10);
	fairness_settle(merged, &one);
	for (int i = 0; i < 2; i++) {
		const struct due *of = &due[4 + 1 - i];
		assert_int_equal(of->got, one[i].got);
		near(of->due, one[i].due, 1e-9);
		near(of->z, one[i].z, 1e-9);
		near(of->worst, one[i].worst, 1e-9);
	}
	near(due[4].z, due[2].z, 1e-12);
	near(due[4].worst, due[2].worst, 1e-12);
	assert_int_equal(due[4].got + due[5].got, 120);
	fairness_free(s);
	fairness_free(merged);
}

static void parts_that_share_nothing_add_up(void **unused)
{
	const struct due *due;
	struct fairness *s = fairness_new(8, NULL, 0);

	(void)unused;
	give(s, (uint32_t[]){ 0 }, alike, 1, 0, 50); /* alone */
	give_worked_case(s, 1);
	give(s, (uint32_t[]){ 5, 7 }, alike, 2, 5, 60); /* (60 − 50)² ÷ 25 */
	give(s, (uint32_t[]){ 5, 7 }, alike, 2, 7, 40);
	struct fairness_test t = fairness_settle(s, &due);
	assert_int_equal(t.df, 3);
	near(t.chi_square, 1.743478 + 4, 5e-7);
	assert_true(isnan(due[0].z));
	assert_int_equal(due[0].got, 50);
	near(due[0].due, 50, 1e-12);
	near(due[5].z, 2, 1e-12);
	near(due[7].z, -2, 1e-12);
	assert_true(isnan(due[4].z));
	fairness_free(s);
}

static void nothing_to_compare(void **unused)
{
	const struct due *due;

	(void)unused;
	for (size_t leads = 0; leads < 3; leads++) {
		struct fairness *s = fairness_new(leads ? 2 : 0, NULL, 0);
		give(s, (uint32_t[]){ 1 }, alike, 1, 1, leads);
		struct fairness_test t = fairness_settle(s, &due);
		assert_int_equal(t.df, 0);
		assert_int_equal(t.leads, leads);
		assert_true(isnan(t.chi_square) && isnan(t.p));
		fairness_free(s);
	}
}

/* Of one set it is Pearson's X², whatever the weights. */
static void one_set_is_pearsons(void **unused)
{
	enum { PEOPLE = 6, LEADS = 5000 };
	static const uint32_t who[] = { 0, 1, 2, 3, 4, 5 };
	static const int64_t weight[] = { 1, 1000000000000, 999999999999, 500000000000, 250000000000, 3 };
	const struct due *due;
	struct fairness *s = fairness_new(PEOPLE, NULL, 0);
	double sum = 0, want = 0;

	(void)unused;
	for (size_t i = 0; i < LEADS; i++)
		give(s, who, weight, PEOPLE, (uint32_t)roll(PEOPLE), 1);
	struct fairness_test t = fairness_settle(s, &due);
	for (size_t i = 0; i < PEOPLE; i++)
		sum += (double)weight[i];
	for (size_t i = 0; i < PEOPLE; i++) {
		double of = LEADS * (double)weight[i] / sum, off = (double)due[i].got - of;
		want += off * off / of;
		near(due[i].due, of, of * 1e-14);
		near(due[i].z, off / sqrt(of * (1 - (double)weight[i] / sum)), fabs(due[i].z) * 1e-9);
	}
	assert_int_equal(t.df, PEOPLE - 1);
	near(t.chi_square / want, 1, 1e-12);
	fairness_free(s);
}

/* ---- against plain linear algebra ---- */

enum { FEW = 7 };

/* The same by the definition: V as a matrix without its last row and column, solved by elimination. */
static double by_matrix(size_t n, double v[FEW][FEW], double *off)
{
	double x2 = 0, rhs[FEW];

	for (size_t i = 0; i < n; i++)
		rhs[i] = off[i];
	for (size_t k = 0; k < n; k++)
		for (size_t i = k + 1; i < n; i++) {
			double f = v[i][k] / v[k][k];
			for (size_t j = k; j < n; j++)
				v[i][j] -= f * v[k][j];
			rhs[i] -= f * rhs[k];
		}
	for (size_t k = n; k-- > 0;) {
		for (size_t j = k + 1; j < n; j++)
			rhs[k] -= v[k][j] * rhs[j];
		rhs[k] /= v[k][k];
		x2 += rhs[k] * off[k];
	}
	return x2;
}

static void any_sets(void **unused)
{
	(void)unused;
	for (int round = 0; round < 200; round++) {
		double v[FEW][FEW] = { 0 }, off[FEW] = { 0 };
		const struct due *due;
		struct fairness *s = fairness_new(FEW, NULL, 0);
		for (int lead = 0; lead < 300; lead++) {
			uint32_t who[FEW];
			int64_t weight[FEW], sum = 0;
			size_t n = 0;
			for (uint32_t i = 0; i < FEW; i++)
				if (lead % 2 ? i == (uint32_t)lead / 2 % (FEW - 1) || i == FEW - 1
					     : roll(3) == 0) {
					who[n] = i;
					weight[n] = 1 + (int64_t)roll(9);
					sum += weight[n++];
				}
			if (!n)
				continue;
			uint32_t got = who[roll(n)];
			fairness_count(s, fairness_set(s, who, weight, n), got, 1);
			off[got]++;
			for (size_t i = 0; i < n; i++) {
				double p = (double)weight[i] / (double)sum;
				off[who[i]] -= p;
				v[who[i]][who[i]] += p;
				for (size_t k = 0; k < n; k++)
					v[who[i]][who[k]] -= p * (double)weight[k] / (double)sum;
			}
		}
		struct fairness_test t = fairness_settle(s, &due);
		assert_int_equal(t.df, FEW - 1);
		for (size_t i = 0; i < FEW; i++)
			near(due[i].z, off[i] / sqrt(v[i][i]), 1e-9);
		near(t.chi_square, by_matrix(FEW - 1, v, off), 1e-8);
		fairness_free(s);
	}
}

/* ---- favoured ---- */

static void who_is_favoured(void **unused)
{
	/* Two people: the limit is Φ⁻¹(1 − 0.05/4) = 2.2414. 100 leads: 5 a standard deviation. */
	static const struct {
		size_t got, of;
		int favoured;
	} cases[] = { { 61, 100, 0 }, { 62, 100, 1 }, { 38, 100, -1 }, { 39, 100, 0 }, { 1, 1, 0 } };
	const struct due *due;

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fairness *s = fairness_new(2, NULL, 0);
		give(s, (uint32_t[]){ 0, 1 }, alike, 2, 0, cases[i].got);
		give(s, (uint32_t[]){ 0, 1 }, alike, 2, 1, cases[i].of - cases[i].got);
		fairness_settle(s, &due);
		assert_int_equal(due[0].favoured, cases[i].favoured);
		assert_int_equal(due[1].favoured, -cases[i].favoured);
		fairness_free(s);
	}
	/* Far beyond chance, but of less than a lead it is nothing. */
	struct fairness *s = fairness_new(2, NULL, 0);
	give(s, (uint32_t[]){ 0, 1 }, (int64_t[]){ 1, 999 }, 2, 0, 1);
	fairness_settle(s, &due);
	assert_true(due[0].z > 30);
	assert_int_equal(due[0].favoured, 0);
	fairness_free(s);
}

static void the_worst_moment(void **unused)
{
	const struct due *due;
	struct fairness *s = fairness_new(2, NULL, 0);
	size_t both = fairness_set(s, (uint32_t[]){ 0, 1 }, alike, 2);

	(void)unused;
	assert_int_equal(both, fairness_set(s, (uint32_t[]){ 0, 1 }, alike, 2));
	fairness_count(s, both, 0, 10);
	fairness_count(s, both, 0, 20);
	fairness_count(s, both, 0, 30); /* 1.5 ahead */
	for (uint64_t row = 40; row < 100; row += 10)
		fairness_count(s, both, 1, row); /* in the end 1.5 behind, which is no worse */
	struct fairness_test t = fairness_settle(s, &due);
	near(due[0].worst, 1.5, 1e-12);
	near(due[1].worst, -1.5, 1e-12);
	assert_int_equal(due[0].worst_at, 30);
	assert_int_equal(due[1].worst_at, 30);
	assert_int_equal(t.farthest, 0);
	fairness_free(s);
}

/* ---- owners alone ---- */

static void from_the_first_lead_to_the_last(void **unused)
{
	static const uint32_t got[] = { 0, 1, FAIRNESS_NOBODY, 0, 2, 1, 1 };
	const struct due *due;
	struct fairness *s = fairness_new(4, NULL, 0);

	(void)unused;
	fairness_history(s, got, sizeof got / sizeof *got, (int64_t[]){ 2, 1, 1, 1 });
	struct fairness_test t = fairness_settle(s, &due);
	/* Rows 1: 0; 2 and 4: 0 1; 5: 1 2; 6 and 7: 1. */
	assert_int_equal(t.leads, 6);
	near(due[0].due, 1 + 2 * 2.0 / 3, 1e-12);
	near(due[1].due, 2 * 1.0 / 3 + 0.5 + 2, 1e-12);
	near(due[2].due, 0.5, 1e-12);
	near(due[3].due, 0, 0);
	assert_int_equal(due[1].got, 3);
	assert_int_equal(t.df, 2);
	assert_int_equal(due[2].worst_at, 5);
	near(due[1].worst, 2.0 / 3, 1e-12);
	assert_int_equal(due[1].worst_at, 2);
	fairness_free(s);
}

static void five_hundred_people(void **unused)
{
	enum { PEOPLE = 500, ROWS = 200000 };
	uint32_t *got = calloc(ROWS, sizeof *got);
	int64_t weight[PEOPLE];
	const struct due *due;
	struct fairness *s = fairness_new(PEOPLE, NULL, 0);
	double sum = 0;

	(void)unused;
	for (size_t i = 0; i < PEOPLE; i++)
		weight[i] = 1000000;
	for (size_t i = 0; i < ROWS; i++)
		got[i] = (uint32_t)roll(PEOPLE);
	fairness_history(s, got, ROWS, weight);
	struct fairness_test t = fairness_settle(s, &due);
	for (size_t i = 0; i < PEOPLE; i++)
		sum += due[i].due;
	near(sum, ROWS, 1e-6);
	assert_int_equal(t.df, PEOPLE - 1);
	assert_true(t.p > 0.001 && t.p < 0.999);
	free(got);
	fairness_free(s);
}

/* Drawn by lot, as the test supposes: p must be below 5% in 5% of the cases, and somebody favoured in at most
 * as many. */
static void draws_by_lot(void **unused)
{
	enum { ROUNDS = 2000, PEOPLE = 5 };
	int low = 0, favoured = 0;

	(void)unused;
	for (int round = 0; round < ROUNDS; round++) {
		const struct due *due;
		struct fairness *s = fairness_new(PEOPLE, NULL, 0);
		for (int lead = 0; lead < 300; lead++) {
			static const int64_t weight[] = { 1, 2, 3 };
			uint32_t first = (uint32_t)lead % (PEOPLE - 2), lot = (uint32_t)roll(6);
			uint32_t who[] = { first, first + 1, first + 2 };
			fairness_count(s, fairness_set(s, who, weight, 3),
				       who[lot < 1   ? 0
					   : lot < 3 ? 1
						     : 2],
				       1);
		}
		struct fairness_test t = fairness_settle(s, &due);
		bool any = false;
		for (int i = 0; i < PEOPLE; i++)
			any |= due[i].favoured != 0;
		low += t.p < 0.05;
		favoured += any;
		fairness_free(s);
	}
	near((double)low / ROUNDS, 0.05, 0.015);
	near((double)favoured / ROUNDS, 0.045, 0.015);
}

/* ---- the tail ---- */

/* By SciPy's chi2.sf, and closed forms. */
static void tails(void **unused)
{
	static const struct {
		double x;
		size_t df;
		double p;
	} cases[] = {
		{ 0.001, 1, 0.9747728793699604 },	 { 3.841458820694124, 1, 0.04999999999999989 },
		{ 40, 1, 2.5396285894708634e-10 },	 { 1.743478, 2, 0.4182236256165388 },
		{ 7.81, 3, 0.05010605635000589 },	 { 0.5, 4, 0.9735009788392561 },
		{ 180.97721, 4, 4.599018737390214e-38 }, { 9, 9, 0.43727418891386693 },
		{ 100, 99, 0.4529585113209314 },	 { 450, 499, 0.9433664141865786 },
		{ 600, 499, 0.0012451206762262256 },	 { 900, 499, 2.1076947656190427e-25 },
		{ 1500, 499, 9.837795448705328e-101 },	 { 1999, 1999, 0.49579370410269574 },
		{ 2400, 1999, 1.1727064370086436e-09 },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		near(chi_square_tail(cases[i].x, cases[i].df), cases[i].p, cases[i].p * 1e-11);
	near(chi_square_tail(0, 3), 1, 0);
	near(chi_square_tail(2, 2), exp(-1), 1e-16);
	near(chi_square_tail(1e9, 499), 0, 0);
}

/* Of 100 leads that four people could have had the first has 50, all but one by a rule; the others share the
 * rest. Then 50 are due to them: by_rule is 49·¾ for the first and −49/4 for the others, got − due 25, −8, −8
 * and −9, and 1225/1800.75 of the way is 25 leads more than the quarter. */
static void what_went_by_a_rule_is_due(void **unused)
{
	static const uint32_t all[] = { 0, 1, 2, 3 }, team[] = { 0, 0, 1, 1 };
	static const struct {
		size_t got[4], by_rule;
		double due[4];
		int favoured;
	} cases[] = {
		{ { 50, 17, 17, 16 }, 49, { 50, 50 / 3.0, 50 / 3.0, 50 / 3.0 }, 0 },
		{ { 100, 0, 0, 0 }, 10, { 32.5, 22.5, 22.5, 22.5 }, 1 }, /* no more than all of the rule */
		{ { 10, 30, 30, 30 }, 10, { 25, 25, 25, 25 }, -1 },	 /* and no less than none */
		{ { 25, 25, 25, 25 }, 20, { 25, 25, 25, 25 }, 0 },	 /* turns have made up for it */
	};

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct due *due;
		struct fairness *s = fairness_new(4, team, 2);
		for (uint32_t who = 0; who < 4; who++)
			give(s, all, alike, 4, who, cases[i].got[who]);
		for (size_t k = 0; k < cases[i].by_rule; k++)
			fairness_by_rule(s, fairness_set(s, all, alike, 4), 0);
		fairness_settle(s, &due);
		for (int who = 0; who < 4; who++)
			near(due[who].due, cases[i].due[who], 1e-9);
		near(due[4].due, due[0].due + due[1].due, 1e-9);
		near(due[5].due, due[2].due + due[3].due, 1e-9);
		assert_int_equal(due[0].favoured, cases[i].favoured);
		fairness_free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_worked_case),
		cmocka_unit_test(a_team_is_as_one_person),
		cmocka_unit_test(parts_that_share_nothing_add_up),
		cmocka_unit_test(nothing_to_compare),
		cmocka_unit_test(one_set_is_pearsons),
		cmocka_unit_test(any_sets),
		cmocka_unit_test(who_is_favoured),
		cmocka_unit_test(what_went_by_a_rule_is_due),
		cmocka_unit_test(the_worst_moment),
		cmocka_unit_test(from_the_first_lead_to_the_last),
		cmocka_unit_test(five_hundred_people),
		cmocka_unit_test(draws_by_lot),
		cmocka_unit_test(tails),
	};

	return cmocka_run_group_tests_name("fairness", tests, NULL, NULL);
}
