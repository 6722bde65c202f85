/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of leads: what is one, how it is shown, in which order; and that no thread's share matters. */
#include "tests/unit/lead.h"

#include "base/casefold.h"
#include "figures/group.h"

static const char agreement[] = "dates day-first\nstage lead at created_at\nmissing \"n/a\"\n";

/* "DACH=3 emea=1": the groups in order, items with / between. */
static void write_groups(struct groups *s, const struct grouping *g, struct buf *out)
{
	size_t n = groups_count(s);
	uint32_t *order = mem_new(n * sizeof *order);

	groups_order(s, order);
	for (size_t i = 0; i < n; i++) {
		buf_str(out, i ? STR("; ") : STR(""));
		for (size_t k = 0; k < g->n; k++) {
			buf_str(out, k ? STR("/") : STR(""));
			buf_str(out, groups_shown(s, order[i], k));
		}
		buf_print(out, "=%llu", (unsigned long long)groups_leads(s, order[i]));
	}
	buf_char(out, '\0');
	free(order);
}

/* All rows, a run after the other. */
static void count_runs(struct groups *s, struct leads *l)
{
	uint16_t list[RUN_MOST];
	uint32_t group[RUN_MOST];
	struct rows rows = { .batch = &l->batch, .frame = &l->frame };

	for (; rows.first < l->batch.marks.nrow; rows.first += rows.n) {
		size_t left = l->batch.marks.nrow - rows.first;
		rows.n = left < RUN_MOST ? left : RUN_MOST;
		for (size_t i = 0; i < rows.n; i++)
			list[i] = (uint16_t)i;
		rows_begin(&rows);
		groups_of_rows(s, &rows, (struct asked){ list, rows.n }, group);
		for (size_t i = 0; i < rows.n; i++)
			assert_true(group[i] < groups_count(s));
	}
}

static void check(const char *csv, const char *by, bool exact, const char *expected)
{
	struct leads l;
	struct grouping g;
	struct record r;
	struct buf out = { 0 };

	leads_init(&l, agreement, csv, "2026-06-30");
	assert_int_equal(grouping_bind(&g, l.names, by, exact), l.diags.errors == 0);
	leads_begin(&l);
	struct groups *s = groups_new(&g);
	for (size_t i = 0; i < l.batch.marks.nrow; i++)
		assert_true(groups_of(s, leads_at(&l, i, &r)) < groups_count(s));
	write_groups(s, &g, &out);
	assert_string_equal(out.p, expected);
	write_groups(s, &g, &out); /* ordered again it is the same */
	assert_string_equal(out.p + strlen(out.p) + 1, expected);
	groups_free(s);
	s = groups_new(&g);
	count_runs(s, &l);
	buf_clear(&out);
	write_groups(s, &g, &out);
	assert_string_equal(out.p, expected);
	groups_free(s);
	leads_release(&l);
	buf_release(&out);
}

/* In runs as one by one: of values that have slots, numbers or neither, of few and of many items. */
static void runs(void **unused)
{
	static const char *const by[] = {
		"few",
		"many",
		"long",
		"few, many",
		"few, number(many)",
		"long, few, few = \"A\"",
		"few = \"B\", number(few)",
		"weekday(at), few, month(at)",
		"lower(many)",
		"few, lower(few), month(at), trim(few), few = \"A\", number(many)",
	};
	struct buf csv = { 0 };

	(void)unused;
	buf_print(&csv, "few,many,long,at\n");
	for (int i = 0; i < 5000; i++)
		buf_print(&csv, "%c,%d,%s%d,%d.0%d.2026\n", "AaBb "[i % 5], i * 7 % 3001,
			  "longer than any slot has room for: ", i % 11, i % 28 + 1, i % 6 + 1);
	buf_char(&csv, '\0');
	for (size_t k = 0; k < sizeof by / sizeof *by; k++) {
		struct leads l;
		struct grouping g;
		struct record r;
		struct buf out[2] = { { 0 } };
		leads_init(&l, agreement, csv.p, "2026-06-30");
		assert_true(grouping_bind(&g, l.names, by[k], k % 2));
		leads_begin(&l);
		for (int run = 0; run < 2; run++) {
			struct groups *s = groups_new(&g);
			for (size_t i = 0; i < l.batch.marks.nrow && !run; i++)
				groups_of(s, leads_at(&l, i, &r));
			if (run)
				count_runs(s, &l);
			write_groups(s, &g, &out[run]);
			groups_free(s);
		}
		assert_string_equal(out[0].p, out[1].p);
		buf_release(&out[0]);
		buf_release(&out[1]);
		leads_release(&l);
	}
	buf_release(&csv);
}

static void one_column(void **unused)
{
	(void)unused;
	check("region,x\nEMEA,1\nemea ,1\n DACH,1\nEMEA,1\nUS,1\n", "region", false, "EMEA=3; DACH=1; US=1");
	check("region,x\nEMEA,1\nemea ,1\n DACH,1\nEMEA,1\nUS,1\n", "region", true,
	      "EMEA=2; DACH=1; US=1; emea=1");
	check("region,x\nÄRZTE,1\närzte,1\närzte,1\nÖl,1\nöL,1\nÜ,1\nü,1\n", "region", false,
	      "ärzte=3; Öl=2; Ü=2");
	check("region,x\nÄRZTE,1\närzte,1\n", "region", true, "ÄRZTE=1; ärzte=1");
	check("region,x\n", "region", false, "");
	check("region,x\na,1\nb,2\n", NULL, false, "=2");
}

/* Ties: by key bytes, which are folded, and the bytewise smallest spelling. */
static void ties(void **unused)
{
	(void)unused;
	check("region,x\nzoo,1\nZebra,1\nant,1\nBEE,1\n", "region", false, "ant=1; BEE=1; Zebra=1; zoo=1");
	check("region,x\nzoo,1\nZebra,1\nant,1\nBEE,1\n", "region", true, "BEE=1; Zebra=1; ant=1; zoo=1");
	check("region,x\nuS,1\nUs,1\nus,1\nUs,1\nuS,1\n", "region", false, "Us=5");
	check("region,x\nab,1\na,1\nA,1\nabc,1\n", "region", false, "A=2; ab=1; abc=1");
}

static void missing(void **unused)
{
	(void)unused;
	check("region,x\n,1\nn/a,1\nN/A,1\nUS,1\n  ,1\n", "region", false, "=4; US=1");
	check("region,x\n,1\nn/a,1\nUS,1\n", "region", true, "=2; US=1");
	check("region,x\nUS,1\nEU,2\n", "employees", false, "=2"); /* a field that no header fits */
	check("n,x\n5,1\nfive,1\n5.0,1\n,\n", "number(n)", false, "=2; 5=2");
}

static void two_items(void **unused)
{
	(void)unused;
	check("region,source\nEU,web\neu,Web\nEU,fair\nUS,Web\nEU,\n,EU\n", "region, source", false,
	      "EU/Web=2; /EU=1; EU/=1; EU/fair=1; US/Web=1");
	/* what one says ends where the next begins */
	check("a,b\nx,yz\nxy,z\nxyz,\n", "a, b", false, "x/yz=1; xy/z=1; xyz/=1");
	/* each item is shown as most leads of the group have it, over the other's spellings */
	check("a,b\nx,P\nX,p\nX,q\nx,p\nX,P\nX,p\n", "a,b", false, "X/p=5; X/q=1");
	check("a,b\nx,P\nX,p\nx,p\n", "a,b", true, "X/p=1; x/P=1; x/p=1");
	check("a,b,c\n1,2,3\n1,2,3\n1,,3\n,,\n", "a,b,c", false, "1/2/3=2; //=1; 1//3=1");
}

static void of_any_type(void **unused)
{
	(void)unused;
	check("n,x\n5,1\n5.0,1\n12,1\n12,1\n12,1\n100,1\n", "number(n)", false, "12=3; 5=2; 100=1");
	check("n,x\n5,1\n50,1\n500,1\n,1\n", "n >= 50", false, "no=2; yes=2");
	check("created_at,x\n2026-03-01,1\n1.3.2026,1\n2026-02-01 10:30,1\n", "created_at", false,
	      "2026-03-01=2; 2026-02-01T10:30:00Z=1");
	check("email,x\na@ACME.example,1\nb@acme.example,1\nc@b.example,1\n", "domain(email)", false,
	      "acme.example=2; b.example=1");
	check("n,x\n1,1\n2,1\n", "\"all of them\"", false, "all of them=2");
}

static void in_their_own_order(void **unused)
{
	static const char days[] = "t,n\n2026-03-06,7\n2026-03-02,60\n,\n2026-03-06,300\n2026-03-08,1e3\n"
				   "2025-12-31,49\n2026-03-06,50\n2027-01-01 09:00,-1\n,\n,\n,\n";

	(void)unused;
	check(days, "weekday(t)", false, "mon=1; wed=1; fri=4; sun=1; =4");
	check(days, "Month(t)", false, "2025-12=1; 2026-03=5; 2027-01=1; =4");
	check(days, "week(t)", false, "2026-W01=1; 2026-W10=5; 2026-W53=1; =4");
	check(days, "(quarter(t))", false, "2025-Q4=1; 2026-Q1=5; 2027-Q1=1; =4");
	check(days, "year(t)", false, "2025=1; 2026=5; 2027=1; =4");
	check(days, "hour(t)", false, "0=6; 9=1; =4");
	check("t,n\n2026-03-06 10:00,7\n2026-03-06 9:00,7\n2026-03-06 10:00,7\n", "hour(t)", false,
	      "9=1; 10=2");
	check(days, "band(n, 50, 200, 1000)", false, "under 50=3; 50–199=2; 200–999=1; 1000 and over=1; =4");
	check(days, "band(n, 9, 100)", true, "under 9=2; 9–99=3; 100 and over=2; =4");
	/* only where it is all of the item */
	check(days, "coalesce(weekday(t), \"\")", false, "=4; fri=4; mon=1; sun=1; wed=1");
}

/* Ordered items first, from left to right, wherever they stand. */
static void several_orders(void **unused)
{
	static const char rows[] =
		"r,t,n\nb,2026-02-01,5\na,2026-02-01,5\na,2026-01-01,500\nb,2026-02-03,50\n"
		"c,,5\nb,2026-02-09,7\nA,2026-01-01,\nc,,500\n";

	(void)unused;
	check(rows, "r, month(t)", false, "A/2026-01=2; b/2026-02=3; a/2026-02=1; c/=2");
	check(rows, "month(t), band(n, 50)", false,
	      "2026-01/50 and over=1; 2026-01/=1; 2026-02/under 50=3; 2026-02/50 and over=1; /under 50=1; "
	      "/50 and over=1");
	check(rows, "band(n, 50), r, month(t)", false,
	      "under 50/b/2026-02=2; under 50/a/2026-02=1; under 50/c/=1; 50 and over/a/2026-01=1; "
	      "50 and over/b/2026-02=1; 50 and over/c/=1; /A/2026-01=1");
}

/* An item that is a header is that column, whatever else its words could mean. */
static void headers(void **unused)
{
	(void)unused;
	check("Lead Source,x\nweb,1\nWeb,1\nfair,2\n", "Lead Source", false, "Web=2; fair=1");
	check("Lead Source,x\nweb,1\nWeb,1\nfair,2\n", "lead_source, x", false, "Web/1=2; fair/2=1");
	check("a - b (net),x\nweb,1\nWeb,1\n", "a - b (net)", false, "Web=2");
	check("3rd party?,O'Neil\nweb,1\nWeb,1\n", " 3rd party? ,O'Neil", false, "Web/1=2");
	check("lead,month(t),t\nx,y,2026-01-01\n", "lead, month(t)", false, "x/y=1");
	check("x,x\n1,a\n2,b\n1,b\n", "x[2], x", false, "a/1=1; b/1=1; b/2=1");
	check("a,b\nx,1\n", "`a`", false, "x=1");
}

static void heads_are_as_asked(void **unused)
{
	static const char *const heads[] = { "Lead Source", "month( t )", "lead source", "a - b", "t" };
	struct leads l;
	struct grouping g;

	(void)unused;
	leads_init(&l, agreement, "Lead Source,t,a - b\nx,y,z\n", "2026-06-30");
	assert_true(grouping_bind(&g, l.names, "`Lead Source`, month( t ),lead source, a - b,t", false));
	assert_int_equal(g.n, 5);
	for (size_t i = 0; i < g.n; i++) {
		assert_int_equal(g.item[i].head.n, strlen(heads[i]));
		assert_memory_equal(g.item[i].head.p, heads[i], strlen(heads[i]));
	}
	leads_begin(&l);
	leads_release(&l);
}

static void mistakes_are_told(void **unused)
{
	static const struct {
		const char *by, *says;
	} told[] = {
		{ "a, regoin", "test: --by:1:4: no column 'regoin'; did you mean 'region'?\n" },
		{ "`A`", "test: --by:1:1: no column 'A'; did you mean 'a'?\n" },
		{ "", "test: --by:1:1: the expression is empty\n" },
		{ "a,", "test: --by:1:3: the expression ends too early: a column or a value is missing\n" },
		{ "a, moth(region)", "test: --by:1:4: no function 'moth'; did you mean 'month'?\n" },
		{ "a, month(a", "test: --by:1:9: this parenthesis is not closed\n" },
		{ "1k, a", "test: --by:1:1: write 1000\n" },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		struct leads l;
		struct grouping g;
		leads_init(&l, agreement, "a,region\nx,y\n", "2026-06-30");
		assert_false(grouping_bind(&g, l.names, told[i].by, false));
		assert_int_equal(l.diags.errors, 1);
		buf_char(&l.diags.out, '\0');
		if (strncmp(l.diags.out.p, told[i].says, strlen(told[i].says)) != 0)
			fail_msg("%s: %s", told[i].by, l.diags.out.p);
		l.diags.errors = 0;
		leads_begin(&l);
		leads_release(&l);
	}
}

/* ---- any split, any order ---- */

static uint64_t seed = 3;

static size_t roll(size_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

static char *random_rows(size_t n)
{
	static const char *const words[] = { "EU", "eu", "Eu", "ÖL", "öl", "", "us", "US", "n/a", "x" };
	static const char *const times[] = { "2026-01-05", "2026-01-31", "2025-12-31", "", "2026-02-01" };
	struct buf csv = { 0 };

	buf_str(&csv, STR("region,source,t\n"));
	for (size_t i = 0; i < n; i++)
		buf_print(&csv, "%s,%s,%s\n", words[roll(10)], words[roll(10)], times[roll(5)]);
	buf_char(&csv, '\0');
	return csv.p;
}

/* The rows in `n` shares, each thread's groups merged into whichever comes first. */
static void write_split(struct leads *l, const struct grouping *g, size_t n, struct buf *out)
{
	struct groups *share[8];
	uint32_t *group = mem_new(l->batch.marks.nrow * sizeof *group);
	size_t *of = mem_new(l->batch.marks.nrow * sizeof *of);
	struct record r;

	for (size_t i = 0; i < n; i++)
		share[i] = groups_new(g);
	for (size_t i = 0; i < l->batch.marks.nrow; i++) {
		size_t row = (i * 7919) % l->batch.marks.nrow; /* which is a prime */
		of[row] = roll(n);
		group[row] = groups_of(share[of[row]], leads_at(l, row, &r));
	}
	size_t first = roll(n), many = n;
	for (size_t at = roll(n); --many; share[at] = NULL) {
		while (at == first || !share[at])
			at = roll(n);
		uint32_t *number = mem_new(groups_count(share[at]) * sizeof *number);
		groups_merge(share[first], share[at], number);
		for (size_t i = 0; i < l->batch.marks.nrow; i++)
			if (of[i] == at) {
				group[i] = number[group[i]];
				of[i] = first;
			}
		free(number);
		groups_free(share[at]);
	}
	write_groups(share[first], g, out);
	/* every lead is in a group of its own words */
	for (size_t i = 0; i < l->batch.marks.nrow && g->n; i++) {
		struct buf a = { 0 }, b = { 0 };
		leads_at(l, i, &r);
		fold_append(&a, groups_shown(share[first], group[i], 0));
		struct str cell = code_text(g->item[0].code, &l->frame);
		fold_append(&b, cell.p ? cell : STR(""));
		assert_true(g->exact || str_eq(buf_view(&a), buf_view(&b)));
		buf_release(&a);
		buf_release(&b);
	}
	groups_free(share[first]);
	free(group);
	free(of);
}

static void no_share_matters(void **unused)
{
	static const char *const by[] = { "region", "region, source", "source, month(t), region", NULL };
	char *csv = random_rows(997);

	(void)unused;
	for (size_t k = 0; k < 8; k++) {
		struct leads l;
		struct grouping g;
		struct buf whole = { 0 }, split = { 0 };
		leads_init(&l, agreement, csv, "2026-06-30");
		assert_true(grouping_bind(&g, l.names, by[k / 2], k % 2));
		leads_begin(&l);
		write_split(&l, &g, 1, &whole);
		for (size_t n = 2; n <= 8; n++)
			for (int again = 0; again < 4; again++) {
				buf_clear(&split);
				write_split(&l, &g, n, &split);
				assert_string_equal(split.p, whole.p);
			}
		buf_release(&whole);
		buf_release(&split);
		leads_release(&l);
	}
	free(csv);
}

/* As many groups as rows: nothing is lost while maps and arrays grow. */
static void many(void **unused)
{
	struct buf csv = { 0 };
	struct leads l;
	struct grouping g;
	struct record r;

	(void)unused;
	buf_str(&csv, STR("a,b\n"));
	for (int i = 0; i < 30000; i++)
		buf_print(&csv, "%s%d,x\n", i % 2 ? "Key" : "kEY", i / 2);
	buf_char(&csv, '\0');
	leads_init(&l, agreement, csv.p, "2026-06-30");
	assert_true(grouping_bind(&g, l.names, "a", false));
	leads_begin(&l);
	struct groups *s = groups_new(&g);
	for (size_t i = 0; i < l.batch.marks.nrow; i++)
		assert_int_equal(groups_of(s, leads_at(&l, i, &r)), i / 2);
	uint32_t *order = mem_new(groups_count(s) * sizeof *order);
	assert_int_equal(groups_count(s), 15000);
	groups_order(s, order);
	for (size_t i = 0; i < 15000; i++) {
		struct str shown = groups_shown(s, order[i], 0);
		assert_true(str_starts(shown, STR("Key"))); /* of two the smaller */
		assert_int_equal(groups_leads(s, order[i]), 2);
		assert_true(i == 0 || str_compare(groups_shown(s, order[i - 1], 0), shown) < 0);
	}
	free(order);
	groups_free(s);
	leads_release(&l);
	buf_release(&csv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_column),
		cmocka_unit_test(ties),
		cmocka_unit_test(runs),
		cmocka_unit_test(missing),
		cmocka_unit_test(two_items),
		cmocka_unit_test(of_any_type),
		cmocka_unit_test(in_their_own_order),
		cmocka_unit_test(several_orders),
		cmocka_unit_test(headers),
		cmocka_unit_test(heads_are_as_asked),
		cmocka_unit_test(mistakes_are_told),
		cmocka_unit_test(no_share_matters),
		cmocka_unit_test(many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
