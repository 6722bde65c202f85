/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a counter that is no funnel: calls, which have a count and spans per group. */
#include "table.h"

#include "agreement/read.h"
#include "figures/part.h"

enum { GROUPS_MOST = 4 };

struct calls {
	struct groups *groups;
	uint64_t made[GROUPS_MOST];
	struct spans lasted[GROUPS_MOST];
};

static struct calls *of(const struct part_reader *r)
{
	return r->counter;
}

static struct groups *begin(struct part_reader *r)
{
	return of(r)->groups = groups_new(&r->grouping);
}

static bool read_made(struct part_reader *r, const struct part_cells *c)
{
	return part_add(r, &of(r)->made[c->group], c->n);
}

static bool read_lasted(struct part_reader *r, const struct part_cells *c)
{
	return part_add_spans(r, &of(r)->lasted[c->group], c);
}

static const struct part_about *const about[] = { &part_version, &part_agreement, &part_exact, &part_now };

static const struct part_row rows[] = {
	{ "lasted", PART_HAS_N | PART_HAS_VALUE | PART_HAS_DETAIL | PART_HAS_GROUP, read_lasted },
	{ "made", PART_HAS_N | PART_HAS_GROUP, read_made },
	{ "leads", PART_HAS_N | PART_HAS_SPELLING, part_leads },
	{ "end", PART_HAS_N, part_end },
};

static const struct part_kind kind = {
	.tool = "leadcalls",
	.subject = "day of calls",
	.about = about,
	.nabout = LENGTH(about),
	.row = rows,
	.nrow = LENGTH(rows),
	.begin = begin,
};

static void write_group(struct part_writer *w, uint32_t group)
{
	struct calls *c = (void *)w->counter;

	part_put_count(w, "made", STR(""), c->made[group]);
	part_put_spans(w, "lasted", STR(""), &c->lasted[group]);
}

static void put(struct calls *c, const struct agreement *a, const struct grouping *g, int64_t now,
		struct buf *out)
{
	struct part_writer w = { .kind = &kind,
				 .agreement = a,
				 .grouping = g,
				 .groups = c->groups,
				 .counter = c,
				 .now = now,
				 .out = out };

	part_put_begin(&w);
	part_put_groups(&w, write_group);
	part_put_end(&w);
}

static void release(struct calls *c)
{
	if (c->groups)
		groups_free(c->groups);
	for (size_t i = 0; i < GROUPS_MOST; i++)
		spans_release(&c->lasted[i]);
}

/* ---- the test ---- */

static struct agreement agreement;

/* Some calls of a region, in spans of so many seconds. */
static void call(struct calls *c, const char *region, uint64_t n, int64_t seconds)
{
	struct str value = str_from(region);
	uint32_t group;

	groups_add(c->groups, &value, n);
	assert_true(groups_find(c->groups, &value, &group));
	c->made[group] += n;
	spans_add_many(&c->lasted[group], seconds * 1000000, n);
}

/* Reads the parts, and writes what they sum up to; or the error. */
static struct buf sum(const char *const *files, size_t n)
{
	struct calls calls = { 0 };
	struct part_reader r = { .kind = &kind, .agreement = &agreement, .counter = &calls };
	struct source_options options = { .delimiter = ',' };
	struct diags diags = { .tool = "t" };
	struct source s;
	struct batch b = { 0 };
	struct buf out = { 0 };

	assert_true(source_open(&s, files, n, &options, &diags));
	bool good = part_open(&r, s.header.name, s.header.n, files, n);
	while (good && source_next(&s, &b) > 0)
		for (size_t i = 0; i < b.marks.nrow && good; i++) {
			struct record record = batch_record(&b, i);
			good = part_read_row(&r, &record);
		}
	if (good && part_close(&r))
		put(&calls, &agreement, &r.grouping, r.now, &out);
	else
		buf_str(&out, buf_view(&r.error));
	table_hide_folder(&out);
	release(&calls);
	part_release(&r);
	source_close(&s);
	batch_release(&b);
	diags_release(&diags);
	return out;
}

static void same(struct buf got, const char *want)
{
	buf_char(&got, '\0');
	assert_string_equal(got.p, want);
	buf_release(&got);
}

static const char *part(const char *name, struct buf *bytes)
{
	const char *path = table_file(name, bytes->p, bytes->n);

	buf_release(bytes);
	return path;
}

static void test_sum(void **state)
{
	struct grouping_item item = { .head = STR("region") };
	struct grouping g = { .item = &item, .n = 1 };
	struct calls one = { .groups = groups_new(&g) }, two = { .groups = groups_new(&g) },
		     all = { .groups = groups_new(&g) };
	struct buf a = { 0 }, b = { 0 }, whole = { 0 };

	(void)state;
	call(&one, "west", 2, 60), call(&one, "East", 1, 30);
	call(&two, "east", 3, 90), call(&two, "west", 1, 60);
	call(&all, "west", 3, 60), call(&all, "East", 1, 30), call(&all, "east", 3, 90);
	put(&one, &agreement, &g, instant_of(1000000), &a);
	put(&two, &agreement, &g, instant_of(2000000), &b);
	put(&all, &agreement, &g, instant_of(2000000), &whole);
	buf_char(&whole, '\0');
	assert_non_null(strstr(whole.p, "\nlasted,,3,60,1*3,west\n"));
	const char *files[] = { part("a.part", &a), part("b.part", &b) };
	same(sum(files, 2), whole.p);
	buf_release(&whole);
	release(&one), release(&two), release(&all);
}

static void test_refused(void **state)
{
	const char *file = table_file("x.part", "part,name\nabout,version\n", 24);

	(void)state;
	same(sum(&file, 1), "x.part: this is not a partial of a day of calls; --partial makes one of leads");

	file = table_file("x.part", "part,name,n,value,detail\nabout,version,,,7\n", 43);
	same(sum(&file, 1),
	     "x.part:2: a partial of version 7, which this leadcalls can't read; make it anew");
	file = table_file("x.part", "part,name,n,value,detail\nabout,version,,,1\n", 43);
	same(sum(&file, 1),
	     "x.part:2: a partial of version 1, which this leadcalls can't read; make it anew");
}

static int prepare(void **state)
{
	struct diags diags = { .tool = "t" };
	struct str layer = STR("stage lead at created\n");

	(void)state;
	agreement_read(&agreement, NULL, &layer, 1, &diags);
	int errors = (int)diags.errors;
	diags_release(&diags);
	return errors;
}

static int finish(void **state)
{
	(void)state;
	agreement_release(&agreement);
	table_remove_folder();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sum),
		cmocka_unit_test(test_refused),
	};
	return cmocka_run_group_tests(tests, prepare, finish);
}
