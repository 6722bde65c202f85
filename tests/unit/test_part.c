/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a counter that is in no tool: calls, which have a count, spans, money and squares per group. */
#include "table.h"

#include "base/mem.h"
#include "figures/part_internal.h"

enum { GROUPS_MOST = 4 };

struct calls {
	struct groups *groups;
	struct held held;
	uint64_t made[GROUPS_MOST];
	struct spans lasted[GROUPS_MOST];
	struct share answered;
	bool any;
	__int128 paid;
	struct squares squares;
	struct currencies met;
	struct currency currency;
	int64_t hour[3];
	uint64_t at[3];
};

static struct grouping_item region;
static const struct grouping grouping = { .item = &region, .n = 1 };

static void call_state(struct calls *c, struct partial *p)
{
	size_t n;

	if (!p->reads && held_rounded(&c->held))
		for (size_t i = 0; i < GROUPS_MOST; i++)
			spans_round(&c->lasted[i], HOUR_US);
	part_held(p, &c->held);
	part_flag(p, "any", STR(""), &c->any);
	uint32_t *group = part_groups(p, "region", c->groups, &n);
	for (size_t i = 0; i < n && part_check(p, group[i] < GROUPS_MOST); i++) {
		part_group(p, "region", i);
		part_count(p, "made", STR(""), &c->made[group[i]]);
		part_spans(p, "lasted", STR(""), &c->lasted[group[i]], &c->held);
	}
	part_share(p, "answered", STR("of all"), &c->answered);
	part_sum(p, "paid", STR(""), &c->paid);
	part_squares(p, STR("paid"), &c->squares);
	part_currency(p, "currency", STR(""), &c->met, &c->currency);
	part_currencies(p, "in", STR(""), &c->met);
	for (size_t i = 0; i < 3; i++) {
		c->hour[i] = (int64_t)i - 1;
		if (part_more(p, "hour", STR(""), c->at[i]) && part_at(p, c->hour[i]))
			part_numbers(p, "hour", STR(""), &c->hour[i], 1, &c->at[i]);
	}
	free(group);
}

static struct calls *calls_new(void)
{
	struct calls *c = mem_new(sizeof *c);

	c->groups = groups_new(&grouping);
	return c;
}

static void calls_free(struct calls *c)
{
	groups_free(c->groups);
	for (size_t i = 0; i < GROUPS_MOST; i++)
		spans_release(&c->lasted[i]);
	currencies_release(&c->met);
	free(c);
}

/* Some calls of a region, in spans of so many seconds. */
static void call(struct calls *c, const char *where, uint64_t n, int64_t seconds)
{
	struct str value = str_from(where);
	uint32_t group = groups_add(c->groups, &value, n);

	c->made[group] += n;
	spans_add_many(&c->lasted[group], seconds * 1000000, n);
	c->held.n += n;
}

static void write_calls(struct calls *c, struct buf *out)
{
	struct part_rows rows = { 0 };
	struct partial p;

	part_begin(&p, out);
	part_put_about(&p, STR("tool"), STR("leadcalls"));
	part_rows_add(&rows, STR("a row"));
	part_put_rows(&p, &rows);
	call_state(c, &p);
	part_end(&p);
	part_release(&p);
}

static struct calls *read_calls(const char *file)
{
	struct calls *c = calls_new();
	struct partial p;

	assert_true(part_load(&p, file, "leadcalls"));
	assert_true(str_eq(part_says(&p, STR("tool")), STR("leadcalls")));
	assert_null(part_says(&p, STR("weather")).p);
	assert_int_equal(p.nof, 1);
	call_state(c, &p);
	assert_true(part_close(&p));
	part_release(&p);
	return c;
}

static const char *file_of(const char *name, const struct buf *bytes)
{
	return table_file(name, bytes->p, bytes->n);
}

static void test_both_ways(void **state)
{
	struct calls *c = calls_new();
	struct buf once = { 0 }, again = { 0 };

	(void)state;
	call(c, "west", 2, 60), call(c, "East", 1, 30), call(c, "east", 3, 90), call(c, "", 1, 0);
	c->any = true;
	c->answered = (struct share){ 7, 3 };
	c->paid = -((__int128)1 << 100);
	squares_add(&c->squares, c->paid >> 20);
	currency_meet(&c->met, &c->currency, SAID_BY_MARK, STR("EUR"), false);
	c->at[0] = 5, c->at[2] = 1;
	write_calls(c, &once);
	buf_char(&once, '\0');
	once.n--;
	assert_non_null(strstr(once.p, "\nregion,,1,,\nregion,,1,,East\nregion,,3,,east\nregion,,2,,west\n"));
	assert_non_null(strstr(once.p, "\nof,region,2,,\nmade,,4,,\nlasted,,4,30000000,1 2*3\n"));
	assert_non_null(strstr(once.p, "\npaid,,,-1267650600228229401496703205376,\n"));
	assert_non_null(strstr(once.p, "\nanswered,of all,7,,3\n"));
	struct calls *back = read_calls(file_of("a.part", &once));
	write_calls(back, &again);
	assert_int_equal(again.n, once.n);
	assert_memory_equal(again.p, once.p, once.n);
	assert_true(back->paid == c->paid && squares_sum(&back->squares) == squares_sum(&c->squares));
	assert_int_equal(back->held.n, 7);
	calls_free(c);
	calls_free(back);
	buf_release(&once);
	buf_release(&again);
}

/* How spans are kept doesn't show: where all are too many, they are rounded, whichever part had how many. */
static void test_rounded(void **state)
{
	struct calls *c = calls_new(), *back;
	struct buf out = { 0 };

	(void)state;
	call(c, "west", SPANS_EXACT / 2, 61);
	write_calls(c, &out);
	back = read_calls(file_of("half.part", &out));
	assert_false(back->held.rounded);
	assert_int_equal(back->held.n, SPANS_EXACT / 2);
	call(back, "west", SPANS_EXACT / 2 + 1, 61);
	buf_clear(&out);
	write_calls(back, &out);
	calls_free(back);
	buf_char(&out, '\0');
	assert_non_null(strstr(out.p, "\nlasted,,16777217,72000000,1*16777217\n"));
	calls_free(c);
	buf_release(&out);
}

static void refused(const char *bytes, const char *want)
{
	const char *file = table_file("x.part", bytes, strlen(bytes));
	struct partial p;

	assert_false(part_load(&p, file, "leadcalls"));
	table_hide_folder(&p.error);
	buf_char(&p.error, '\0');
	assert_string_equal(p.error.p, want);
	part_release(&p);
}

static void test_refused(void **state)
{
	(void)state;
	refused("part,name\nabout,version\n", "x.part: this is not a partial; --partial makes one of leads");
	refused("part,name,n,value,detail\n", "x.part: this is not a partial; --partial makes one of leads");
	refused("part,name,n,value,detail\nabout,version,,,2\n",
		"x.part:2: a partial of version 2, which this leadcalls can't read; make it anew");
	refused("part,name,n,value,detail\nabout,version,,,3\n",
		"x.part: this partial is incomplete: its last row, 'end', is missing; make it anew");
	refused("part,name,n,value,detail\nabout,version,,,3\nend,,1,,0123456789abcdef\n",
		"x.part: its rows are not those that were written: this partial was changed or damaged; make "
		"it "
		"anew");
}

/* A row that no counter of the kind writes, or not there, or with what it can't say. */
static void test_wrong_rows(void **state)
{
	static const char *const rows[][2] = {
		{ "weather", "" },  { "any", "yes" },	   { "made", "" },    { "lasted", "1 2" },
		{ "paid", "much" }, { "currency", "EUR" }, { "hour", "1 1" }, { "answered", "9" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct calls *c = calls_new();
		struct buf out = { 0 };
		struct partial p;
		struct str text = str_from(rows[i][1]);
		part_begin(&p, &out);
		part_text(&p, rows[i][0], &text);
		part_end(&p);
		part_release(&p);
		assert_true(part_load(&p, file_of("x.part", &out), "leadcalls"));
		call_state(c, &p);
		assert_false(part_close(&p));
		table_hide_folder(&p.error);
		buf_char(&p.error, '\0');
		assert_string_equal(p.error.p, "x.part:3: this row can't stand here; make the partial anew");
		part_release(&p);
		buf_release(&out);
		calls_free(c);
	}
}

/* Each part may be as large as can be, but not all together. */
static void test_too_much(void **state)
{
	const struct partial most = { .counted = UINT64_C(1000000000000000000) - 4, .added = 0 };
	struct calls *c = calls_new();
	struct buf out = { 0 };

	(void)state;
	c->at[0] = 5;
	write_calls(c, &out);
	for (int i = 0; i < 2; i++) {
		struct partial p;
		assert_true(part_load(&p, file_of("x.part", &out), "leadcalls"));
		if (i)
			part_go_on(&p, &most);
		call_state(c, &p);
		assert_int_equal(part_close(&p), !i);
		part_release(&p);
	}
	calls_free(c);
	buf_release(&out);
}

/* What few rows ask for in memory is added up, and refused with a word of its own. */
static void test_room(void **state)
{
	static struct part_row row[] = { { .line = 3 } };
	struct partial p = { .reads = true, .file = "x.part", .row = row, .nrow = 1 };

	(void)state;
	assert_true(part_room(&p, (size_t)1 << 29) && part_room(&p, (size_t)1 << 29) && part_room(&p, 0));
	assert_false(part_room(&p, 1));
	buf_char(&p.error, '\0');
	assert_string_equal(p.error.p,
			    "x.part:3: from here on the counts need more than 1 GB; make the partial "
			    "anew, of fewer groups or columns");
	buf_release(&p.error);
	p = (struct partial){ .reads = true, .file = "x.part" };
	assert_false(part_room(&p, SIZE_MAX));
	buf_release(&p.error);
}

/* Rows have a fingerprint whatever their order is, and another one twice. */
static void test_rows(void **state)
{
	struct part_rows one = { 0 }, other = { 0 }, twice = { 0 };

	(void)state;
	part_rows_add(&one, STR("a")), part_rows_add(&one, STR("b"));
	part_rows_add(&other, STR("b")), part_rows_add(&other, STR("a"));
	part_rows_merge(&twice, &one), part_rows_merge(&twice, &one);
	assert_memory_equal(&one, &other, sizeof one);
	assert_int_equal(twice.n, 4);
	assert_true(twice.print.low != one.print.low);
}

static int finish(void **state)
{
	(void)state;
	table_remove_folder();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_ways), cmocka_unit_test(test_rounded),
		cmocka_unit_test(test_refused),	  cmocka_unit_test(test_wrong_rows),
		cmocka_unit_test(test_too_much),  cmocka_unit_test(test_rows),
		cmocka_unit_test(test_room),
	};
	return cmocka_run_group_tests(tests, NULL, finish);
}
