/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report of duplicates on a sameness that is made by hand: which row is of which lead and why is given,
 * and everything the report says of it is known. What rows say is read from the rows themselves.
 */
#include "tests/unit/lead.h"

#include "same/duplicates_report.h"

static const char agreement[] = "missing \"\" \"n/a\"\n"
				"same lead by email, phone, company with name\n"
				"    apart when crm_id differ\n";
static const char csv[] = "id,first_name,last_name,email,phone,company,crm_id\n"
			  "1,John,Smith,j.smith@acme.com,0212 555 0100,Acme,\n"
			  "2,Ann,Lee,ann@lee.org,,Lee Inc,a\n"
			  "3,J.,Smith,j.smith@acme.com,,Acme,\n"
			  ",Ann,Lee,annlee@gmail.com,,\"Lee, Inc\",\n"
			  "5,Bo,Ek,info@ek.se,,Ek,b\n"
			  "6,Smith,\"John \"\"Jo\"\"\",,0212 555 0100,n/a,\n"
			  "7,Ann,Lee,ann@lee.org,,Lee Inc,c\n";
enum { ROWS = 7, EMAIL = 0, PHONE = 1, COMPANY = 2 };

/* ---- a sameness by hand ---- */

struct world {
	struct leads leads;
	struct batch look;
	struct rows run;
	struct same_row row[ROWS];
	uint32_t first[ROWS], size[ROWS];
	struct same_spared spared[3];
	struct sameness same;
	struct duplicates duplicates;
	struct who_plan who;
	struct duplicates_view view;
};

static struct world *world; /* that same_kept and its like are asked about */

struct kept_row same_kept(const struct sameness *s, uint32_t row)
{
	struct record r = batch_record(&world->leads.batch, row);

	assert_ptr_equal(s, &world->same);
	return (struct kept_row){ { r.p, r.n }, "leads.csv", row + 2, row };
}

struct rows *same_rows(const struct sameness *s, const uint32_t *row, size_t n)
{
	struct batch *b = &world->look;

	b->len = 0;
	for (size_t i = 0; i < n; i++) {
		struct str bytes = same_kept(s, row[i]).bytes;
		memcpy(batch_room(b, b->len, bytes.n + 1), bytes.p, bytes.n);
		b->len += bytes.n;
		b->buf[b->len++] = '\n';
	}
	batch_scan(b, (struct dialect){ .delimiter = ',' }, world->leads.columns);
	world->run = (struct rows){ .batch = b, .n = n, .frame = &world->leads.frame };
	rows_begin(&world->run);
	return &world->run;
}

void same_foresee(const struct sameness *s, uint16_t key, struct rows *r, struct asked ask)
{
	assert_ptr_equal(s, &world->same);
	assert_ptr_equal(r, &world->run);
	assert_true(key <= COMPANY);
	assert_true(ask.n);
}

struct str same_value(const struct sameness *s, uint32_t row, uint16_t key, struct buf *out)
{
	struct record r = batch_record(&world->leads.batch, row);
	struct buf cell = { 0 };

	assert_ptr_equal(s, &world->same);
	assert_int_not_equal(key, KEY_NONE);
	buf_clear(out);
	buf_str(out, record_value(&r, key == EMAIL ? 3 : key == PHONE ? 4 : 5, &cell));
	buf_release(&cell);
	return buf_view(out);
}

/* Which lead each row is of; the others in the order of the input. */
static void make(struct world *w, const struct same_row *row, size_t leads)
{
	uint32_t last[ROWS] = { 0 };

	w->same = (struct sameness){ .row = w->row,
				     .rows = ROWS,
				     .leads = leads,
				     .first = w->first,
				     .size = w->size,
				     .spared = w->spared,
				     .spared_cap = 3 };
	for (uint32_t i = 0; i < ROWS; i++) {
		uint32_t lead = row[i].lead;
		w->row[i] = row[i];
		w->row[i].next = UINT32_MAX;
		if (w->size[lead]++)
			w->row[last[lead]].next = i;
		else
			w->first[lead] = i;
		last[lead] = i;
	}
}

static const struct same_row pairs[ROWS] = {
	{ .lead = 0, .to = 0, .key = KEY_NONE }, { .lead = 1, .to = 1, .key = KEY_NONE },
	{ .lead = 0, .to = 0, .key = EMAIL },	 { .lead = 1, .to = 1, .key = COMPANY },
	{ .lead = 2, .to = 4, .key = KEY_NONE }, { .lead = 0, .to = 0, .key = PHONE },
	{ .lead = 3, .to = 6, .key = KEY_NONE },
};

static void open_world(struct world *w, const struct same_row *row, size_t leads, bool by_size)
{
	*w = (struct world){ 0 };
	world = w;
	leads_init(&w->leads, agreement, csv, "2026-10-31");
	make(w, row, leads);
	w->spared[2] = (struct same_spared){
		.why = SPARED_APART, .key = EMAIL, .value = STR("ann@lee.org"), .row = 6, .to = 1
	};
	w->spared[1] = (struct same_spared){
		.why = SPARED_NAMES, .key = PHONE, .value = STR("0212 555 0100"), .rows = 9, .names = 4
	};
	w->spared[0] = (struct same_spared){
		.why = SPARED_NOBODY, .key = EMAIL, .value = STR("info@ek.se"), .row = 4, .rows = 1
	};
	w->same.nspared = 3;
	who_bind(&w->who, w->leads.names, &(size_t){ 0 }, 1);
	leads_begin(&w->leads);
	duplicates_find(&w->duplicates, &w->same, &w->leads.agreement.sames.at[0], by_size);
	w->view = (struct duplicates_view){
		.duplicates = &w->duplicates, .who = &w->who, .files = 1, .utf8 = true
	};
}

static void close_world(struct world *w)
{
	duplicates_release(&w->duplicates);
	batch_release(&w->look);
	leads_release(&w->leads);
}

static bool gather(void *ctx, struct buf *piece)
{
	buf_str(ctx, buf_view(piece));
	buf_clear(piece);
	return true;
}

static void assert_report(struct world *w, const char *want)
{
	struct buf out = { 0 };

	assert_true(report_write(&duplicates_report, &w->view, true, FORMAT_CSV, (struct look){ 0 }, gather,
				 &out));
	buf_char(&out, '\0');
	assert_string_equal(out.p, want);
	buf_release(&out);
}

/* ---- tests ---- */

#define HEAD "what,group,rows,line,joined_by,value,to,names,differ_in,id,name,email,phone,company\n"
#define JOHN                                                                          \
	"joined,1,3,2,,,,,,1,John Smith,j.smith@acme.com,0212 555 0100,Acme\n"        \
	"joined,1,3,4,email,j.smith@acme.com,1,,,3,J. Smith,j.smith@acme.com,,Acme\n" \
	"joined,1,3,7,phone,0212 555 0100,1,,,6,\"Smith John \"\"Jo\"\"\",,0212 555 0100,\n"
#define ANN(number)                                                   \
	"joined," number ",2,3,,,,,,2,Ann Lee,ann@lee.org,,Lee Inc\n" \
	"joined," number ",2,5,company with name,\"Lee, Inc\",2,,,,Ann Lee,annlee@gmail.com,,\"Lee, Inc\"\n"
#define SPARED                                                                                           \
	"left_apart,,,8,email,ann@lee.org,2,,crm_id,7,Ann Lee,ann@lee.org,,Lee Inc\n"                    \
	"too_many_names,,9,2,phone,0212 555 0100,,4,,1,John Smith,j.smith@acme.com,0212 555 0100,Acme\n" \
	"nobody,,1,6,email,info@ek.se,,,,5,Bo Ek,info@ek.se,,Ek\n"

static void test_a_row_for_each_row_of_a_group(void **state)
{
	struct world w;

	(void)state;
	open_world(&w, pairs, 4, false);
	assert_report(&w, HEAD JOHN ANN("2") SPARED);
	close_world(&w);
}

static void test_a_row_without_id_is_named_by_its_line(void **state)
{
	struct same_row row[ROWS];
	struct world w;

	(void)state;
	memcpy(row, pairs, sizeof row);
	row[1] = (struct same_row){ .lead = 1, .to = 3, .key = COMPANY };
	row[3] = (struct same_row){ .lead = 1, .to = 3, .key = KEY_NONE };
	open_world(&w, row, 4, false);
	w.same.nspared = 0;
	w.view.files = 2;
	assert_report(&w, "what,group,rows,file,line,joined_by,value,to,to_file,names,differ_in,id,name,"
			  "email,phone,company\n"
			  "joined,1,3,leads.csv,2,,,,,,,1,John Smith,j.smith@acme.com,0212 555 0100,Acme\n"
			  "joined,1,3,leads.csv,4,email,j.smith@acme.com,1,leads.csv,,,3,J. "
			  "Smith,j.smith@acme.com,,Acme\n"
			  "joined,1,3,leads.csv,7,phone,0212 555 0100,1,leads.csv,,,6,\"Smith John "
			  "\"\"Jo\"\"\",,0212 555 0100,\n"
			  "joined,2,2,leads.csv,3,company with name,Lee Inc,5,leads.csv,,,2,Ann "
			  "Lee,ann@lee.org,,Lee Inc\n"
			  "joined,2,2,leads.csv,5,,,,,,,,Ann Lee,annlee@gmail.com,,\"Lee, Inc\"\n");
	close_world(&w);
}

/* The number is that of the first rows; groups of one size stay in order. */
static void test_largest_first(void **state)
{
	static const struct same_row row[ROWS] = {
		{ .lead = 0, .to = 0, .key = KEY_NONE }, { .lead = 1, .to = 1, .key = KEY_NONE },
		{ .lead = 0, .to = 0, .key = EMAIL },	 { .lead = 1, .to = 1, .key = PHONE },
		{ .lead = 2, .to = 4, .key = KEY_NONE }, { .lead = 2, .to = 4, .key = PHONE },
		{ .lead = 1, .to = 1, .key = EMAIL },
	};
	struct world w;

	(void)state;
	open_world(&w, row, 3, true);
	assert_int_equal(w.duplicates.groups, 3);
	assert_int_equal(w.duplicates.group[0].number, 2);
	assert_int_equal(w.duplicates.group[1].number, 1);
	assert_int_equal(w.duplicates.group[2].number, 3);
	close_world(&w);
}

static void test_figures(void **state)
{
	static const char *const want[][2] = { { "largest_group", "3" }, { "groups", "2" },
					       { "rows", "5" },		 { "duplicates", "3" },
					       { "left_out", "1" },	 { "nobody", "2" } };
	struct grid g = { 0 };
	struct world w;

	(void)state;
	open_world(&w, pairs, 4, false);
	report_heads(&duplicates_figures, &w.duplicates, &g);
	report_rows(&duplicates_figures, &w.duplicates, &g);
	assert_int_equal(g.rows, 1);
	assert_int_equal(g.columns, sizeof want / sizeof *want);
	for (size_t i = 0; i < g.columns; i++) {
		assert_true(str_eq(g.column[i].head, str_from(want[i][0])));
		assert_true(str_eq(g.cell[i], str_from(want[i][1])));
	}
	assert_int_equal(duplicates_by(&w.duplicates, EMAIL), 1);
	assert_int_equal(duplicates_by(&w.duplicates, COMPANY), 1);
	grid_release(&g);
	close_world(&w);
}

static void test_tables_for_people(void **state)
{
	static const char want[] =
		"Duplicates: 2 groups of 5 rows\n"
		"group  line  name             email             joined by                   to\n"
		"──────────────────────────────────────────────────────────────────────────────\n"
		"    1     2  John Smith       j.smith@acme.com\n"
		"          4  J. Smith         j.smith@acme.com  email                        2\n"
		"          7  Smith John \"Jo\"                    phone 0212 555 0100          2\n"
		"    2     3  Ann Lee          ann@lee.org\n"
		"          5  Ann Lee          annlee@gmail.com  company with name Lee, Inc   3\n"
		"joined by: what the row has in common with the row on the line in 'to'\n"
		"3 columns not shown: company, id, phone; -f csv has all, or a wider window\n"
		"\n"
		"Joins left out: 1\n"
		"line  name     email        not joined by      to  name     differ in\n"
		"─────────────────────────────────────────────────────────────────────\n"
		"   8  Ann Lee  ann@lee.org  email ann@lee.org   3  Ann Lee  crm_id\n"
		"\n"
		"Values that join nobody: 2\n"
		"value                rows  names  why             first line\n"
		"────────────────────────────────────────────────────────────\n"
		"phone 0212 555 0100     9      4  too many names           2\n"
		"1 more is in one row; -f csv has all\n";
	struct grid grids[DUPLICATES_GRIDS] = { 0 };
	const struct grid *list[DUPLICATES_GRIDS];
	struct buf out = { 0 };
	struct world w;

	(void)state;
	open_world(&w, pairs, 4, false);
	size_t n = duplicates_tables(&w.view, grids);
	for (size_t i = 0; i < n; i++)
		list[i] = &grids[i];
	grids_write(&out, list, n, FORMAT_TABLE, (struct look){ .width = 80, .utf8 = true });
	buf_char(&out, '\0');
	assert_string_equal(out.p, want);
	for (size_t i = 0; i < n; i++)
		grid_release(&grids[i]);
	buf_release(&out);
	close_world(&w);
}

static void test_a_page_has_some_of_many(void **state)
{
	struct grid grids[DUPLICATES_GRIDS] = { 0 };
	struct world w;

	(void)state;
	open_world(&w, pairs, 4, false);
	w.same.nspared = 2;
	w.spared[0] = w.spared[1] = w.spared[2];
	duplicates_release(&w.duplicates);
	duplicates_find(&w.duplicates, &w.same, &w.leads.agreement.sames.at[0], false);
	w.view.most = 1;
	assert_int_equal(duplicates_tables(&w.view, grids), 2);
	assert_int_equal(grids[0].rows, 3);
	assert_true(str_eq(grids[0].note, STR("1 of 2 groups; -f csv has all")));
	assert_int_equal(grids[1].rows, 1);
	assert_true(str_eq(grids[1].note, STR("1 of 2 joins; -f csv has all")));
	grid_release(&grids[0]);
	grid_release(&grids[1]);
	close_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_row_for_each_row_of_a_group),
		cmocka_unit_test(test_a_row_without_id_is_named_by_its_line),
		cmocka_unit_test(test_largest_first),
		cmocka_unit_test(test_figures),
		cmocka_unit_test(test_tables_for_people),
		cmocka_unit_test(test_a_page_has_some_of_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
