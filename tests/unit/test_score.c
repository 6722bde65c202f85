/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A score equals the sum of its reasons, whatever the rules; and the worked examples of how points are
 * rounded. */
#include "tests/unit/lead.h"

#include <math.h>

#include "stat/stat.h"

static uint64_t state = 20261031;

static uint32_t dice(uint32_t sides)
{
	state ^= state << 13, state ^= state >> 7, state ^= state << 17;
	return (uint32_t)(state >> 33) % sides;
}

/* The points of "label +12; other -3", and how many reasons there are. */
static int64_t sum_of(struct str reasons, size_t *n)
{
	int64_t sum = 0;

	*n = 0;
	for (size_t i = 0; i < reasons.n; i++) {
		if (reasons.p[i] != ' ' || (reasons.p[i + 1] != '+' && reasons.p[i + 1] != '-'))
			continue;
		int64_t points = 0;
		for (size_t k = i + 2; k < reasons.n && reasons.p[k] >= '0' && reasons.p[k] <= '9'; k++)
			points = points * 10 + (reasons.p[k] - '0');
		sum += reasons.p[i + 1] == '-' ? -points : points;
		++*n;
	}
	return sum;
}

static void assert_lead(const char *agreement, const char *csv, int64_t score, const char *reasons)
{
	struct leads l;
	struct record r;

	leads_init(&l, agreement, csv, "2026-10-31");
	const struct code *s = leads_bind(&l, "score"), *why = leads_bind(&l, "reasons");
	leads_begin(&l);
	struct frame *f = leads_at(&l, 0, &r);
	assert_true(code_number(s, f) == (double)score);
	struct str said = code_text(why, f);
	assert_int_equal(said.n, strlen(reasons));
	assert_memory_equal(said.p, reasons, said.n);
	leads_release(&l);
}

static void test_worked(void **unused)
{
	(void)unused;
	static const char faded[] = "score s half-life 30 days since t\n +1 per a \"views\"\n +1 per b "
				    "\"webinars\"\n -1 per c \"unsubscribed\"\n";

	assert_lead(faded, "t,a,b,c\n2026-10-11,14,10,5\n", 12, "views +9; webinars +6; unsubscribed -3");
	assert_lead(faded, "t,a,b,c\n2026-10-01,5,5,-5\n", 5, "views +3; webinars +2");
	assert_lead("score s half-life 30 days since t\n +5 when a = 1 \"x\"\n +5 when a = 1 \"y\"\n +5 when "
		    "a = 1 \"z\"\n",
		    "t,a\n2026-10-01,1\n", 8, "x +3; y +3; z +2");
	static const char range[] = "score s 0..50\n +1 per a \"a\"\n +1 per b \"b\"\n +1 per c \"c\"\n +1 "
				    "per d \"d\"\n -1 per e \"e\"\n";
	assert_lead(range, "a,b,c,d,e\n20,15,10,20,0\n", 50, "a +20; b +15; c +10; d +20; s cap -15");
	assert_lead(range, "a,b,c,d,e\n10,0,0,0,30\n", 0, "a +10; e -30; s floor +20");
}

static void test_halves_go_away_from_zero(void **unused)
{
	(void)unused;
	static const char half[] = "score s\n +0.5 per a \"a\"\n -0.5 per b \"b\"\n";

	assert_lead(half, "a,b\n1,0\n", 1, "a +1");
	assert_lead(half, "a,b\n0,1\n", -1, "b -1");
	assert_lead(half, "a,b\n5,0\n", 3, "a +3");
	assert_lead(half, "a,b\n1,1\n", 0, "a +1; b -1");
}

enum { RULES = 9, LEADS = 40 };

/* A score of random rules; points[] are theirs, in thousandths. */
static size_t random_score(struct buf *b, int64_t *points, bool *fades, int64_t *low, int64_t *high)
{
	size_t n = 1 + dice(RULES);

	*fades = dice(2);
	*low = -(int64_t)dice(40), *high = 1 + dice(60);
	buf_print(b, "score s %lld..%lld%s\n", (long long)*low, (long long)*high,
		  *fades ? " half-life 17 days since t" : "");
	for (size_t i = 0; i < n; i++) {
		points[i] = (int64_t)dice(60000) - 25000;
		buf_print(b, "    %c%lld.%03lld per c%zu \"rule %zu\"\n", points[i] < 0 ? '-' : '+',
			  llabs(points[i]) / 1000, llabs(points[i]) % 1000, i, i);
	}
	buf_char(b, '\0');
	return n;
}

static void check_leads(void)
{
	struct buf text = { 0 }, csv = { 0 };
	int64_t points[RULES], low, high, count[LEADS][RULES], age[LEADS];
	bool fades;
	size_t n = random_score(&text, points, &fades, &low, &high), said;
	struct leads l;
	struct record r;

	buf_str(&csv, STR("t"));
	for (size_t i = 0; i < RULES; i++)
		buf_print(&csv, ",c%zu", i);
	for (size_t k = 0; k < LEADS; k++) {
		age[k] = dice(90);
		struct civil day = day_civil(20757 - age[k]); /* before 2026-10-31 */
		buf_print(&csv, "\n%04d-%02d-%02d", day.year, day.month, day.day);
		for (size_t i = 0; i < RULES; i++)
			buf_print(&csv, ",%lld", (long long)(count[k][i] = dice(4)));
	}
	buf_str(&csv, STR("\n\0"));
	leads_init(&l, text.p, csv.p, "2026-10-31");
	const struct code *score = leads_bind(&l, "score"), *why = leads_bind(&l, "reasons");
	leads_begin(&l);
	for (size_t k = 0; k < LEADS; k++) {
		struct frame *f = leads_at(&l, k, &r);
		long double left = fades ? exp2l(-(long double)age[k] / 17) : 1, sum = 0;
		for (size_t i = 0; i < n; i++)
			sum += roundl((long double)(points[i] * count[k][i] * 1000) * left);
		int64_t want = (int64_t)roundl(sum / 1000000);
		want = want < low ? low : want > high ? high : want;
		assert_true(code_number(score, f) == (double)want);
		assert_int_equal(sum_of(code_text(why, f), &said), want);
		/* no rule is said further than a point from what it gave */
		int64_t each[RULES] = { 0 };
		struct rule_gave given[RULES];
		scoring_look(l.scoring, 0, f->run, (struct asked){ &f->run->at, 1 });
		for (size_t g = scoring_given(l.scoring, 0, f->run, 0, given); g-- > 0;)
			each[given[g].rule] = given[g].points;
		for (size_t i = 0; i < n; i++)
			assert_true(fabsl((long double)each[i] -
					  (long double)(points[i] * count[k][i] * 1000) * left) <= 1);
	}
	leads_release(&l);
	buf_release(&text);
	buf_release(&csv);
}

static void test_reasons_add_up(void **unused)
{
	(void)unused;
	for (int i = 0; i < 300; i++)
		check_leads();
}

static void test_grades(void **unused)
{
	(void)unused;
	struct leads l;
	struct record r;

	leads_init(&l,
		   "score s -9..50\n +1 per a\n -1 per b\ngrade s A from 40, B from 25, else C\ngrade s + 1 "
		   "1 from 0, else 2\n",
		   "a,b\n60,0\n40,0\n39,0\n25,0\n24,0\n0,1\n0,2\n", "2026-10-31");
	const struct code *grade = leads_bind(&l, "grade");
	leads_begin(&l);
	static const char *const want[] = { "A1", "A1", "B1", "B1", "C1", "C1", "C2" };
	for (size_t i = 0; i < 7; i++) {
		struct str s = code_text(grade, leads_at(&l, i, &r));
		assert_int_equal(s.n, 2);
		assert_memory_equal(s.p, want[i], 2);
		int64_t which;
		scoring_grade(l.scoring, l.frame.run, (struct asked){ &l.frame.run->at, 1 }, &which);
		struct str same = scoring_grade_name(l.scoring, (size_t)which);
		assert_memory_equal(same.p, want[i], 2);
	}
	assert_int_equal(scoring_grades(l.scoring), 6);
	leads_release(&l);
}

static void test_wilson(void **unused)
{
	(void)unused;
	static const struct {
		uint64_t k, n;
		double low, high;
	} cases[] = {
		{ 1147, 2873, 0.381472, 0.417265 },
		{ 29, 36, 0.649720, 0.902479 },
		{ 0, 1, 0, 0.793451 },
		{ 1, 1, 0.206549, 1 },
	};

	for (size_t i = 0; i < 4; i++) {
		struct interval w = wilson(cases[i].k, cases[i].n, Z95);
		assert_true(fabs(w.low - cases[i].low) < 1e-6);
		if (cases[i].n != 36)
			assert_true(fabs(w.high - cases[i].high) < 1e-6);
		assert_true(w.low <= (double)cases[i].k / (double)cases[i].n &&
			    (double)cases[i].k / (double)cases[i].n <= w.high);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_worked),	       cmocka_unit_test(test_halves_go_away_from_zero),
		cmocka_unit_test(test_reasons_add_up), cmocka_unit_test(test_grades),
		cmocka_unit_test(test_wilson),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
