/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points that are folded are those of the conditions asked one by one, with the same notes on unreadable
 * cells. */
#include "tests/unit/expr_world.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "expr/points.h"

static uint64_t state = 20261031;

static size_t draw(size_t n)
{
	state ^= state << 13, state ^= state >> 7, state ^= state << 17;
	return (size_t)(state >> 33) % n;
}

static const char *const conditions[] = {
	"country = \"DE\"",
	"country != \"de\"",
	"country in (\"AT\", \"CH\", \"NL\")",
	"not (country = \"DE\" or country starts with \"n\")",
	"title ~ \"\\b(vp|head)\\b\"",
	"title !~ \"head\" and title contains \"sales\"",
	"title ends with \"officer\"",
	"employees >= 200",
	"employees > 200",
	"employees <= 1000",
	"employees = 50",
	"employees != 50",
	"employees < 0.5",
	"employees >= 20 and employees < 200",
	"employees < 20 or not (employees >= 200)",
	"at_least(employees) > 10",
	"page_views >= 3",
	"revenue > 2.5",
	"created_at >= 2026-09-01",
	"created_at < 2026-03 or created_at = 2026-10-02",
	"timeline <= 90 days",
	"timeline = 3 hours",
	"country = \"DE\" and employees >= 200",
	"country = \"DE\" and employees >= 50 and employees <= 1000",
	"country != \"NL\" and (employees = 50 or employees > 1000)",
	"employees >= 20 and country = \"AT\"",
	"employees >= 20 or country = \"AT\"",
	"title ~ \"vp\" and page_views > 1",
	"page_views > 1 and title ~ \"vp\"",
	"country in (\"US\", \"DE\") and created_at >= 2026-09-01",
	"country = \"DE\" or title contains \"vp\"",
	"country is missing",
	"need",
	"score >= 50 and employees > 10",
	"done != yes and employees > 10",
	"lower(title) contains \"vp\"",
	"lower(title) !~ \"sales\" and page_views > 1",
	"page_views > 1 and lower(title) starts with \"vp\"",
	"lower(title) = \"vp sales\" or page_views >= 3",
	"json(country, \"x\") = \"y\"",
	"page_views > 1 and json(title, \"x\") = \"y\"",
	"grade = \"A1\" and page_views > 1",
};

static const struct {
	const char *column, *cell[12];
} cells[] = {
	{ "title",
	  { "VP Sales", "head of sales", "Chief Extraordinary Long Officer of Sales", "n/a", "", "VP\303\234",
	    " vp " } },
	{ "country", { "DE", "de", "AT", "NL", "US", "", "kein", "Deutschland oder wie es heute heisst" } },
	{ "employees",
	  { "50", "200", "201", "1000", "1000.5", "19", "", "tbd", "-3", "1,200", "10-50", "null" } },
	{ "page_views", { "0", "1", "2", "3", "4", "123456789", "", "many" } },
	{ "revenue", { "2.5", "2.6", "1e3", "" } },
	{ "created_at",
	  { "2026-09-01", "2026-08-31 23:59:59", "2026-10-02 10:00:00", "2026-02-03T04:05:06", "", "soon",
	    "2026-03-29 02:30:00", "0000-00-00 12:00:00" } },
	{ "timeline", { "90 days", "91 days", "3 hours", "", "x" } },
	{ "need", { "yes", "no", "", "perhaps" } },
	{ "done", { "yes", "no", "" } },
};

static char *random_row(void)
{
	struct buf row = { 0 };

	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		size_t n = 0;
		while (n < 12 && cells[i].cell[n])
			n++;
		buf_print(&row, "%s%s=%s", i ? "|" : "", cells[i].column, cells[i].cell[draw(n)]);
		if (!i && !draw(3)) /* so many titles that not all have a slot */
			buf_print(&row, " %zu", draw(5000));
	}
	buf_char(&row, '\0');
	return row.p;
}

enum { ROWS = 600, RULES_MOST = 14 };

static void add_one_by_one(const struct points_rule *rule, size_t n, struct rows *r, struct asked ask,
			   int64_t *sum, int64_t *marks)
{
	for (size_t i = 0; i < n; i++) {
		bool *is = rows_room(r).flag;
		if (rule[i].when)
			code_run(rule[i].when, r, ask, (union vector){ .flag = is });
		for (size_t k = 0; k < ask.n; k++) {
			bool holds = !rule[i].when || is[ask.row[k]];
			sum[ask.row[k]] += holds ? rule[i].points : 0;
			marks[ask.row[k]] += holds ? rule[i].mark : 0;
		}
		rows_room_back(r);
	}
}

static void notes(const struct frame *f, struct diags *d)
{
	frame_tell(f, d);
	buf_char(&d->notes, '\0');
}

/* Some rules and rows, of which each `step`th is asked. */
static void assert_same_points(size_t step)
{
	struct world w;
	struct points_rule rule[RULES_MOST];
	const char *row[ROWS];
	uint16_t list[ROWS];
	int64_t folded[ROWS] = { 0 }, plain[ROWS] = { 0 };
	struct frame a, b;
	size_t n = 1 + draw(RULES_MOST), asked = 0;
	bool marked = draw(2);
	int64_t marks[ROWS] = { 0 }, bits[ROWS] = { 0 };

	world_init(&w);
	for (size_t i = 0; i < n; i++) {
		bool always = !draw(20);
		const char *words = conditions[draw(sizeof conditions / sizeof *conditions)];
		rule[i] = (struct points_rule){ always ? NULL : world_bind(&w, words, TYPE_FLAG),
						(int64_t)draw(21) - 10, marked ? INT64_C(1) << i : 0 };
		if (!always && !rule[i].when)
			fail_msg("%s: %.*s", words, STR_ARG(buf_view(&w.diags.out)));
	}
	const struct points *points = points_new(&w.program, rule, n);
	for (size_t i = 0; i < ROWS; i++)
		row[i] = random_row();
	for (size_t i = 0; i < ROWS; i += step)
		list[asked++] = (uint16_t)i;
	world_rows(&w, row, ROWS);
	frame_init(&a, &w.program);
	frame_init(&b, &w.program);
	for (int round = 0; round < 2; round++) { /* what is known of texts is known then */
		struct rows one = { .batch = &w.batch, .n = ROWS, .frame = &a },
			    two = { .batch = &w.batch, .n = ROWS, .frame = &b };
		w.batch.first_row += ROWS;
		rows_begin(&one);
		rows_begin(&two);
		for (size_t i = 0; i < ROWS; i++)
			marks[i] = bits[i] = 0;
		points_add(points, &one, (struct asked){ list, asked }, folded, marked ? marks : NULL);
		add_one_by_one(rule, n, &two, (struct asked){ list, asked }, plain, bits);
		for (size_t i = 0; i < ROWS; i++)
			if (folded[i] != plain[i] || marks[i] != bits[i])
				fail_msg("%lld and %llx, not %lld and %llx: %s", (long long)folded[i],
					 (unsigned long long)marks[i], (long long)plain[i],
					 (unsigned long long)bits[i], row[i]);
	}
	struct diags of_a = { .tool = "t" }, of_b = { .tool = "t" };
	notes(&a, &of_a);
	notes(&b, &of_b);
	assert_string_equal(of_a.notes.p, of_b.notes.p);
	assert_int_equal(a.error.n, b.error.n);
	diags_release(&of_a);
	diags_release(&of_b);
	frame_release(&a);
	frame_release(&b);
	world_release(&w);
	for (size_t i = 0; i < ROWS; i++)
		free((void *)(uintptr_t)row[i]);
}

static void folded_points_are_those_of_the_conditions(void **unused)
{
	(void)unused;
	for (int i = 0; i < 400; i++)
		assert_same_points(i % 3 == 0 ? 1 : i % 3 == 1 ? 2 : 7);
}

/* What is read of the first leads of a run is not known of the others. */
static void the_first_leads_are_not_all(void **unused)
{
	struct world w;
	const char *row[ROWS];
	uint16_t list[ROWS];
	bool is[ROWS] = { false };
	struct frame f;

	(void)unused;
	world_init(&w);
	const struct code *c = world_bind(&w, "employees > 10", TYPE_FLAG);
	for (size_t i = 0; i < ROWS; i++) {
		row[i] = "employees=20";
		list[i] = (uint16_t)i;
	}
	world_rows(&w, row, ROWS);
	frame_init(&f, &w.program);
	struct rows r = { .batch = &w.batch, .n = ROWS, .frame = &f, .leads = { list, ROWS }, .set = 1 };
	rows_begin(&r);
	code_run(c, &r, (struct asked){ list, 3 }, (union vector){ .flag = is });
	code_run(c, &r, r.leads, (union vector){ .flag = is });
	for (size_t i = 0; i < ROWS; i++)
		assert_true(is[i]);
	frame_release(&f);
	world_release(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folded_points_are_those_of_the_conditions),
		cmocka_unit_test(the_first_leads_are_not_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
