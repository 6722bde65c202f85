/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking back: what a column's values are, the figures of small tables by hand, and that no split matters.
 */
#include "tests/unit/lead.h"
#include "tests/unit/table.h"

#include <math.h>

#include "lookback/good_months.h"
#include "lookback/lookback_report.h"

/* Leads with times and without. */
static const char dated[] = "stage lead at made\nstage won when end = 1 at won_at\nexit lost when end = 2\n",
		  undated[] = "stage lead\nstage won when end = 1\nmissing \"n/a\"\n";

struct table {
	struct leads leads;
	struct lookback_plan plan;
	char *csv;
};

/* The rows under a header; `columns` as of --columns. */
static void table_init(struct table *t, const char *agreement, const char *header, const char *rows,
		       const char *columns)
{
	struct buf csv = { 0 };

	buf_print(&csv, "%s\n%s", header, rows);
	buf_char(&csv, '\0');
	t->csv = csv.p;
	leads_init(&t->leads, agreement, t->csv, "2026-07-01");
	assert_true(lookback_bind(&t->plan, t->leads.names, t->leads.header, columns, false));
	leads_begin(&t->leads);
}

static void table_release(struct table *t)
{
	leads_release(&t->leads);
	free(t->csv);
}

static uint64_t seed = 3;

static size_t roll(size_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

/* All rows in n shares, merged in any order, and settled. */
static struct lookback *count(struct table *t, size_t n)
{
	struct lookback *share[8], *all = lookback_counter.new(&t->plan);
	struct record r;

	for (size_t i = 0; i < n; i++)
		share[i] = lookback_counter.new(&t->plan);
	for (size_t i = 0; i < t->leads.batch.marks.nrow; i++) {
		struct frame *f = leads_at(&t->leads, i, &r);
		leads_count(&lookback_counter, share[roll(n)], f);
	}
	for (size_t i = n; i-- > 0;) {
		lookback_counter.merge(all, share[i]);
		lookback_counter.free(share[i]);
	}
	lookback_counter.settle(all);
	return all;
}

/* "Web 6/5, fair 4/1": the bins of the first column. */
static void write_bins(const struct lookback *s, struct buf *out)
{
	const struct bins *b = lookback_bins(s, 0);

	buf_clear(out);
	if (b->how == BINS_TOO_MANY)
		buf_str(out, STR("too many"));
	for (size_t i = 0; i < b->n; i++)
		buf_print(out, "%s%.*s %d/%d", i ? ", " : "", STR_ARG(b->bin[i].value), (int)b->bin[i].leads,
			  (int)b->bin[i].count[PART_CONVERTED]);
	buf_char(out, '\0');
}

static void check_bins(const char *rows, bool exact, const char *expected)
{
	struct table t;
	struct buf out = { 0 };

	table_init(&t, undated, "x,end", rows, NULL);
	t.plan.column[0].factor.grouping.exact = exact;
	for (size_t n = 1; n <= 8; n++) {
		struct lookback *s = count(&t, n);
		write_bins(s, &out);
		assert_string_equal(out.p, expected);
		lookback_counter.free(s);
	}
	buf_release(&out);
	table_release(&t);
}

/* ---- what the values are ---- */

static void words(void **unused)
{
	(void)unused;
	check_bins("Web,1\n web ,2\nWeb,\nfair,1\n,1\nn/a,\n", false, "Web 3/1,  2/1, fair 1/1");
	check_bins("Web,1\nweb ,2\nWeb,\nfair,1\n,1\n", true, "Web 2/1,  1/1, fair 1/1, web 1/0");
	check_bins("", false, "");
	/* ten numbers are words, and so are eleven of which one in twelve is none */
	check_bins("1,1\n2,1\n3,\n4,\n5,\n6,\n7,\n8,\n9,\n9.0,1\n10,\n", false,
		   "1 1/1, 10 1/0, 2 1/1, 3 1/0, 4 1/0, 5 1/0, 6 1/0, 7 1/0, 8 1/0, 9 1/0, 9.0 1/1");
	check_bins("1,\n2,\n3,\n4,\n5,\n6,\n7,\n8,\n9,\n10,\n11,\nx,1\n", false,
		   "1 1/0, 10 1/0, 11 1/0, 2 1/0, 3 1/0, 4 1/0, 5 1/0, 6 1/0, 7 1/0, 8 1/0, 9 1/0, x 1/1");
}

/* Eleven: the quartiles stand on the third, sixth and ninth less a half each way. */
static void numbers(void **unused)
{
	(void)unused;
	check_bins("3,1\n1,1\n2,\n4,\n5,\n6,1\n7,\n8,\n9,\n10,\n11,1\n", false,
		   "up to 3.5 3/2, over 3.5 to 6 3/1, over 6 to 8.5 2/0, over 8.5 3/1");
	check_bins("3,1\n1,1\n2,\n4,\n5,\n6,1\n7,\n8,\n9,\n10,\n11,1\n,1\nn/a,\n", false,
		   "up to 3.5 3/2, over 3.5 to 6 3/1, over 6 to 8.5 2/0, over 8.5 3/1,  2/1");
	/* equal cuts are one; $1,000 is a number, and 0 and -0 are one */
	check_bins("0,1\n-0,\n0.0,\n0,\n0,\n0,\n0,\n0,\n0,\n0,\n0,\n0,\n1,\n2,\n3,\n4,\n5,,"
		   "\n6,\n"
		   "7,\n8,1\n9,\n10,\n-1,\n\"$1,000\",1\n",
		   false, "up to 0 13/1, over 0 to 5.25 5/0, over 5.25 6/2");
	/* money whose code is written small is a text, which folds to what is a number */
	check_bins("1 SEK,\n2,\n3,\n4,\n5,\n6,\n7,\n8,\n9,\n10,\n11,\n1 sek,1\n", false,
		   "1 SEK 2/1, 10 1/0, 11 1/0, 2 1/0, 3 1/0, 4 1/0, 5 1/0, 6 1/0, 7 1/0, 8 1/0, 9 1/0");
}

/* Among more values than words may have: numbers, if 99 in a hundred are. */
static void many(void **unused)
{
	for (int odd = 1; odd <= 2; odd++) {
		struct buf rows = { 0 };
		(void)unused;
		for (int i = 1; i <= 99; i++)
			buf_print(&rows, "%d,%d\n", i, i > 50);
		for (int i = 0; i < odd; i++)
			buf_print(&rows, "w%d,1\n,\n", i);
		buf_char(&rows, '\0');
		check_bins(
			rows.p, false,
			odd == 1 ? "up to 25.5 25/0, over 25.5 to 50 25/0, over 50 to 74.5 24/24, over 74.5 "
				   "25/25,  2/1"
				 : "too many");
		buf_release(&rows);
	}
}

/* As many numbers as do not fit into the first room, most of them often. */
static void many_numbers(void **unused)
{
	struct buf rows = { 0 };

	(void)unused;
	for (int i = 0; i < 30000; i++)
		buf_print(&rows, "%d.5,%d\n", i % 10000 - 5000, i % 10000 < 2501);
	buf_char(&rows, '\0');
	check_bins(
		rows.p, false,
		"up to -2500.75 7500/7500, over -2500.75 to -0.5 7500/3, over -0.5 to 2499.75 7500/0, over "
		"2499.75 7500/0");
	buf_release(&rows);
}

/* Where there are too many: rounded twice is rounded once, whatever was rounded before. */
static void rounded(void **unused)
{
	struct buf rows = { 0 };
	struct table t;
	struct factor whole, half[2];
	struct record r;
	struct bins a, b;

	(void)unused;
	for (int i = 0; i < 4000; i++)
		buf_print(&rows, "%d.%06d,\n", i % 8 - 4, i);
	buf_char(&rows, '\0');
	table_init(&t, undated, "x,end", rows.p, NULL);
	const struct factor_plan *p = &t.plan.column[0].factor;
	factor_init(&whole, p, 1);
	for (int i = 0; i < 2; i++)
		factor_init(&half[i], p, 1);
	for (size_t i = 0; i < 4000; i++) {
		struct rows *row = leads_at(&t.leads, i, &r)->run;
		factor_count(&whole, p, row, (struct asked){ (uint16_t[]){ 0 }, 1 }, (uint32_t[]){ 0 });
		factor_count(&half[i % 3 == 0], p, row, (struct asked){ (uint16_t[]){ 0 }, 1 },
			     (uint32_t[]){ 0 });
	}
	factor_join(&whole, false);
	assert_int_equal(whole.joined, 4000);
	factor_join(&half[1], true);
	factor_merge(&half[0], &half[1], p, (uint32_t[]){ 0 }, 1);
	factor_join(&half[0], true);
	factor_join(&whole, true);
	assert_true(whole.joined < 3000);
	assert_int_equal(whole.joined, half[0].joined);
	factor_settle(&whole, p, &a);
	factor_settle(&half[0], p, &b);
	assert_int_equal(a.n, 4);
	for (size_t i = 0; i < a.n; i++) {
		assert_true(str_eq(a.bin[i].value, b.bin[i].value));
		assert_int_equal(a.bin[i].leads, b.bin[i].leads);
		assert_int_equal(a.bin[i].leads, 1000);
	}
	arena_release(&a.arena);
	arena_release(&b.arena);
	factor_release(&whole);
	factor_release(&half[0]);
	factor_release(&half[1]);
	buf_release(&rows);
	table_release(&t);
}

/* ---- which columns ---- */

static void columns(void **unused)
{
	struct table t;

	(void)unused;
	table_init(&t, dated, "end,a,made,b,a,,won_at,n",
		   "1,x,2026-01-01,x,x,,,1\n,y,2026-01-01,x,z,,,2\n,y,2026-01-01,x,z,,,3\n", NULL);
	assert_int_equal(t.plan.n, 4);
	assert_true(str_eq(t.plan.column[0].head, STR("a")));
	assert_true(str_eq(t.plan.column[1].head, STR("b")));
	assert_true(str_eq(t.plan.column[2].head, STR("a[2]")));
	assert_true(str_eq(t.plan.named, STR("end, made, won_at")));
	struct lookback *s = count(&t, 2);
	assert_true(lookback_shows(s, 0));
	assert_false(lookback_shows(s, 1)); /* one value */
	assert_true(str_eq(lookback_bins(s, 2)->bin[0].value, STR("z")));
	assert_true(str_eq(lookback_bins(s, 2)->bin[1].value, STR("x")));
	assert_false(lookback_shows(s, 3)); /* none of its values repeats */
	lookback_counter.free(s);
	table_release(&t);
	table_init(&t, undated, "end,a,b,Lead ID", "1,x,x,1\n,y,x,1\n,y,x,1\n",
		   "b, end, a = \"x\", a, lead_id");
	assert_int_equal(t.plan.n, 3);
	assert_true(str_eq(t.plan.named, STR("end, lead_id")));
	s = count(&t, 1);
	assert_true(lookback_shows(s, 0));
	assert_true(str_eq(lookback_bins(s, 1)->bin[0].value, STR("no")));
	lookback_counter.free(s);
	table_release(&t);
}

/* Pending and lost leads are not converted; a row at no stage is no lead. */
static void which_leads(void **unused)
{
	struct table t;

	(void)unused;
	table_init(&t, dated, "x,end,made", "a,1,\na,2,2026-01-01\na,,2026-01-01\na,,\na,,2027-01-01\n", "x");
	struct lookback *s = count(&t, 1);
	assert_int_equal(lookback_all(s).leads, 3);
	assert_int_equal(lookback_all(s).converted, 1);
	lookback_counter.free(s);
	table_release(&t);
	/* within a week: of those who had one */
	table_init(&t, dated, "x,end,made,won_at",
		   "a,1,2026-01-01,2026-01-08\na,1,2026-01-01,2026-01-09\na,,2026-06-25,\na,1,,2026-01-01\n"
		   "a,,2026-06-24,\n",
		   "x");
	t.plan.window = 7 * DAY_US;
	assert_true(lookback_dated(&t.plan, &t.leads.diags));
	s = count(&t, 1);
	assert_int_equal(lookback_all(s).leads, 3);
	assert_int_equal(lookback_all(s).converted, 1);
	lookback_counter.free(s);
	table_release(&t);
}

/* ---- figures ---- */

static void near(double x, double expected)
{
	if (!(fabs(x - expected) < 1e-9))
		fail_msg("%.12g, not %.12g", x, expected);
}

/* Of 40 leads 10 converted; a value has 8 of 12, the other 2 of 28. */
static void weights(void **unused)
{
	struct share all = { 40, 10 }, a = { 12, 8 }, b = { 28, 2 };
	uint64_t of_a[] = { 4, 8 }, of_b[] = { 26, 2 };
	struct bin bin[] = { { STR("a"), of_a, 12 }, { STR("b"), of_b, 28 } };
	struct bins bins = { .bin = bin, .n = 2 };

	(void)unused;
	/* 8.5 / 11 against 4.5 / 31; 2.5 / 11 against 26.5 / 31 */
	near(weight_of_evidence(a, all, 2), log(8.5 * 31 / (11 * 4.5)));
	near(weight_of_evidence(b, all, 2), log(2.5 * 31 / (11 * 26.5)));
	near(strength_of(&bins, all).value, 1.880716575711);
	near(noise_of(&bins, all), 0.123518184062); /* added up over all outcomes as exact fractions */
	assert_true(isnan(weight_of_evidence((struct share){ 12, 0 }, (struct share){ 40, 0 }, 2)));
	assert_true(isnan(weight_of_evidence((struct share){ 12, 12 }, (struct share){ 40, 40 }, 2)));
	assert_true(isnan(noise_of(&bins, (struct share){ 40, 40 })));
}

/* Above 1, of 20 leads at least either way. */
static void too_strong(void **unused)
{
	for (uint64_t won = 19; won <= 20; won++) {
		uint64_t of_a[] = { 40, won - 1 }, of_b[] = { 400, 1 };
		struct bin bin[] = { { STR("b"), of_b, 401 }, { STR("a"), of_a, 39 + won } };
		struct bins bins = { .bin = bin, .n = 2 };
		struct strength s = strength_of(&bins, (struct share){ 440 + won, won });
		(void)unused;
		assert_true(s.value > 1);
		assert_int_equal(s.after_the_fact, won == 20);
		uint64_t lost_a[] = { won - 1, 40 }, lost_b[] = { 1, 400 };
		bin[0].count = lost_b;
		bin[1].count = lost_a;
		s = strength_of(&bins, (struct share){ 440 + won, 440 });
		assert_int_equal(s.after_the_fact, won == 20);
	}
}

/* The noise of bins of these sizes: as exact fractions, and of all the large bins that a table may have. */
static void noise(void **unused)
{
	static const struct {
		uint64_t leads[50];
		size_t bins;
		uint64_t won, lost;
		double noise;
	} told[] = {
		{ { 6, 4, 2 }, 3, 6, 6, 0.510427983377 },
		{ { 500, 300, 150, 50 }, 4, 100, 900, 0.032765500839 },
		{ { 999, 1 }, 2, 1, 999, 1.347618394422 },
		{ { [0] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
		    1,	     1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 },
		  50,
		  20,
		  30,
		  1.065321007193 },
		/* so many that it is (B − 1)(1/W + 1/L) */
		{ { 400000000, 400000000, 200000000 }, 3, 250000000, 750000000, 2 / 250e6 + 2 / 750e6 },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		struct bin bin[50];
		for (size_t k = 0; k < told[i].bins; k++)
			bin[k] = (struct bin){ .leads = told[i].leads[k] };
		struct bins bins = { .bin = bin, .n = told[i].bins };
		near(noise_of(&bins, (struct share){ told[i].won + told[i].lost, told[i].won }),
		     told[i].noise);
	}
}

static void lifts(void **unused)
{
	struct interval i = lift_limits((struct share){ 12, 8 }, (struct share){ 40, 10 }),
			j = lift_limits((struct share){ 28, 2 }, (struct share){ 40, 10 });

	(void)unused;
	/* (8.5 / 12.5) ÷ (2.5 / 28.5), and √(1/8.5 − 1/12.5 + 1/2.5 − 1/28.5) */
	near(i.low, 2.235358165807);
	near(i.high, 26.883165713318);
	near(i.low * j.high, 1);
	near(i.high * j.low, 1);
	/* none of a value, and none of the others: nothing bounds that from above */
	i = lift_limits((struct share){ 2, 0 }, (struct share){ 12, 6 });
	assert_true(i.low == 0);
	near(i.high, 4.032204158719);
	i = lift_limits((struct share){ 2, 2 }, (struct share){ 40, 2 });
	near(i.low, 4.904020329877);
	assert_true(isnan(i.high));
	static const struct share alone[][2] = {
		{ { 40, 10 }, { 40, 10 } },
		{ { 0, 0 }, { 40, 10 } },
		{ { 2, 0 }, { 40, 0 } },
		{ { 2, 2 }, { 40, 40 } },
	};
	for (size_t k = 0; k < sizeof alone / sizeof *alone; k++) {
		i = lift_limits(alone[k][0], alone[k][1]);
		assert_true(isnan(i.low) && isnan(i.high));
	}
}

/* Twenty leads that all went one way, where half do: 2^-20 is under a millionth; nineteen are too few. */
static void all_one_way(void **unused)
{
	static const struct {
		uint64_t lost, won, rest_lost, rest_won;
		bool after;
	} told[] = {
		{ 0, 20, 1000, 980, true },   { 20, 0, 980, 1000, true },  { 0, 19, 1000, 981, false },
		{ 1, 20, 999, 980, false },   { 0, 20, 970, 1010, false }, { 500, 0, 9500, 300, true },
		{ 450, 0, 9550, 300, false }, { 0, 40, 0, 1000, false },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		uint64_t one[] = { told[i].lost, told[i].won },
			 rest[] = { told[i].rest_lost, told[i].rest_won };
		struct bin bin[] = { { STR("a"), one, one[0] + one[1] },
				     { STR("b"), rest, rest[0] + rest[1] } };
		struct bins bins = { .bin = bin, .n = 2 };
		struct share all = { one[0] + one[1] + rest[0] + rest[1], one[1] + rest[1] };
		struct strength s = strength_of(&bins, all);
		assert_false(s.value > 1); /* not a number where all went one way */
		if (s.after_the_fact != told[i].after)
			fail_msg("%zu", i);
	}
}

/* ---- months ---- */

/* Month m has 29 + m leads, of which so many won, within ten days; `at` is the time of the day. */
static char *month_rows(const char *at)
{
	static const int won[] = { 5, 20, 6, 5, 30, 10, 9, 1, 8 };
	struct buf rows = { 0 };

	for (int m = 0; m < 9; m++)
		for (int i = 0; i < 29 + m; i++)
			buf_print(&rows, "%s,%s,%04d-%02d-11,%04d-%02d-%d%s\n",
				  i < won[m] + 2 ? "web" : "fair", i < won[m] ? "1" : "", 2025 + (m + 9) / 12,
				  (m + 9) % 12 + 1, 2025 + (m + 9) / 12, (m + 9) % 12 + 1, 11 + i % 10, at);
	buf_char(&rows, '\0');
	return rows.p;
}

static void months(void **unused)
{
	char *rows = month_rows("");
	struct good_months m;
	struct table t;

	(void)unused;
	table_init(&t, dated, "x,end,made,won_at", rows, NULL);
	t.plan.months = true;
	t.plan.window = 10 * DAY_US;
	struct program then = t.leads.program;
	then.now = day_instant(day_number(2026, 7, 10), then.times.zone);
	for (size_t n = 1; n <= 8; n++) {
		struct lookback *s = count(&t, n);
		/* October is too small; of the other eight, to May, February and November are best, May is
		 * over and worst, and January worse than December */
		assert_true(good_months_pick(&m, s, &t.plan, &then, &t.leads.diags));
		assert_int_equal(m.n, 2);
		static const int64_t best[] = { 2025 * 12 + 10, 2026 * 12 + 1 },
				     worst[] = { 2026 * 12, 2026 * 12 + 4 };
		for (size_t i = 0; i < 2; i++) {
			assert_int_equal(lookback_month(s, m.good[i]), best[i]);
			assert_int_equal(lookback_month(s, m.bad[i]), worst[i]);
		}
		assert_int_equal(good_months_compared(&m), 2);
		struct grid g = { 0 };
		report_heads(&good_months_report, &m, &g);
		report_rows(&good_months_report, &m, &g);
		assert_int_equal(g.rows, 2);
		assert_true(str_eq(g.cell[0], STR("x")));
		assert_true(str_eq(g.cell[1], STR("web"))); /* 22 + 32 of 30 + 33 against 7 + 3 of 32 + 36 */
		assert_true(str_eq(g.cell[2], STR("0.857143")));
		assert_true(str_eq(g.cell[3], STR("0.147059")));
		assert_true(str_eq(g.cell[4], STR("0.710084")));
		assert_true(str_eq(g.cell[7], STR("yes")));
		grid_release(&g);
		good_months_release(&m);
		lookback_counter.free(s);
	}
	free(rows);
	table_release(&t);
}

static void too_few_months(void **unused)
{
	char *rows = month_rows("");
	struct good_months m;
	struct table t;

	(void)unused;
	table_init(&t, dated, "x,end,made,won_at", rows, NULL);
	t.plan.months = true;
	t.plan.window = 31 * DAY_US;
	struct lookback *s = count(&t, 1);
	struct program then = t.leads.program;
	then.now = day_last(day_number(2026, 3, 30), t.leads.program.times.zone);
	assert_false(good_months_pick(&m, s, &t.plan, &then, &t.leads.diags));
	then.now += instant_of(1); /* 31 days after the last of February, as the times are dates */
	assert_true(good_months_pick(&m, s, &t.plan, &then, &t.leads.diags));
	assert_int_equal(m.n, 1);
	good_months_release(&m);
	t.leads.diags.errors = 0;
	free(rows);
	lookback_counter.free(s);
	table_release(&t);
}

/* Of times the last day ends with its last microsecond. */
static void months_of_times(void **unused)
{
	struct table t;

	(void)unused;
	table_init(&t, dated, "x,end,made,won_at", "a,1,2026-02-11 10:00,2026-02-12\n", NULL);
	t.plan.months = true;
	t.plan.window = DAY_US;
	const struct zone *zone = t.leads.program.times.zone;
	struct lookback *s = count(&t, 3);
	assert_true(lookback_last(s, 2026 * 12 + 1, zone) == day_last(day_number(2026, 2, 28), zone));
	lookback_counter.free(s);
	table_release(&t);
	table_init(&t, dated, "x,end,made,won_at", "a,1,2026-02-11,2026-02-12 10:00\n", NULL);
	t.plan.months = true;
	t.plan.window = DAY_US;
	s = count(&t, 3);
	assert_true(lookback_last(s, 2026 * 12 + 1, zone) == day_date(day_number(2026, 2, 28), zone));
	lookback_counter.free(s);
	table_release(&t);
}

/* Without one it is proposed: of 94 that won, as many took 0 to 9 days, but for the last ones. */
static void a_window_is_asked_for(void **unused)
{
	char *rows = month_rows("");
	struct good_months m;
	struct table t;

	(void)unused;
	table_init(&t, dated, "x,end,made,won_at", rows, NULL);
	t.plan.months = true;
	for (size_t n = 1; n <= 8; n++) {
		struct lookback *s = count(&t, n);
		assert_true(lookback_p90(s) == 8 * DAY_US);
		assert_false(good_months_pick(&m, s, &t.plan, &t.leads.program, &t.leads.diags));
		lookback_counter.free(s);
	}
	t.leads.diags.errors = 0;
	free(rows);
	table_release(&t);
}

/* ---- what a partial may claim ---- */

/* Is a partial read that has so many months from that one on, a lead in each, and so many values? */
static bool reads(int64_t first, size_t months, size_t values)
{
	struct partial p;
	struct buf out = { 0 };
	struct table t;

	table_init(&t, dated, "x,end,made,won_at", "a,,,\n", "x");
	struct lookback_plan plan = t.plan;
	plan.months = true;
	part_begin(&p, &out);
	for (size_t i = 0; i < months; i++)
		part_numbers(&p, "month", STR(""), (int64_t[]){ first + (int64_t)i, 0 }, 2, &(uint64_t){ 1 });
	part_group(&p, "column", 0);
	for (size_t i = 0; i < values; i++) {
		char value[24];
		int n = snprintf(value, sizeof value, "v%zu", i);
		part_text(&p, "value", &(struct str){ value, (size_t)n });
	}
	part_end(&p);
	part_release(&p);
	assert_true(part_load(&p, table_file("x.part", out.p, out.n), "leadfunnel"));
	struct lookback *s = lookback_counter.new(&plan);
	lookback_counter.state(s, &p);
	bool good = part_close(&p);
	lookback_counter.free(s);
	part_release(&p);
	buf_release(&out);
	table_release(&t);
	return good;
}

static void claims(void **unused)
{
	const int64_t january = 12 * 1970, latest = 12 * 9999 + 12;

	(void)unused;
	assert_true(reads(january, 2400, 1000));
	assert_false(reads(january, 2401, 1));
	assert_true(reads(january, 1, 100000));
	assert_false(reads(january, 2400, 100000));
	assert_true(reads(latest, 1, 1));
	assert_false(reads(latest + 1, 1, 1));
	assert_false(reads(INT64_MIN, 1, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(claims),
		cmocka_unit_test(words),
		cmocka_unit_test(numbers),
		cmocka_unit_test(many),
		cmocka_unit_test(many_numbers),
		cmocka_unit_test(rounded),
		cmocka_unit_test(columns),
		cmocka_unit_test(which_leads),
		cmocka_unit_test(weights),
		cmocka_unit_test(all_one_way),
		cmocka_unit_test(months),
		cmocka_unit_test(too_few_months),
		cmocka_unit_test(months_of_times),
		cmocka_unit_test(too_strong),
		cmocka_unit_test(noise),
		cmocka_unit_test(lifts),
		cmocka_unit_test(a_window_is_asked_for),
	};

	return cmocka_run_group_tests_name("lookback", tests, NULL, NULL);
}
