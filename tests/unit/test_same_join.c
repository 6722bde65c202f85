/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows are one lead, by small worlds made by hand: one for each rule, and for what must not be joined.
 */
#include "tests/unit/lead.h"

#include "same/same.h"
#include "table/looks.h"

enum { THREADS = 3 };

struct world {
	struct leads leads;
	struct same_plan *plan;
	void *counter[THREADS];
	const struct sameness *found;
};

static const char *const files[] = { "in.csv" };

/* The rows go to the threads in turn. */
static void world_init(struct world *w, const char *agreement, const char *csv, size_t threads)
{
	static const uint16_t first[1];
	struct leads *l = &w->leads;

	*w = (struct world){ 0 };
	leads_init(l, agreement, csv, "2026-01-01");
	l->batch.file = files[0];
	l->batch.first_line = 2;
	w->plan = same_bind(l->agreement.sames.at, l->names, files, 1);
	if (!w->plan)
		return;
	leads_begin(l);
	look_at_batch(NULL, &l->batch);
	for (size_t i = 0; i < threads; i++)
		w->counter[i] = same_counter.new(w->plan);
	for (size_t i = 0; i < l->batch.marks.nrow; i++) {
		struct record r;
		struct frame *f = leads_at(l, i, &r);
		same_counter.count(w->counter[i * 7 / 3 % threads], &f->rows, (struct asked){ first, 1 });
	}
	for (size_t i = 1; i < threads; i++)
		same_counter.merge(w->counter[0], w->counter[i]);
	same_counter.settle(w->counter[0]);
	w->found = same_found(w->counter[0]);
}

static void world_release(struct world *w)
{
	for (size_t i = 0; i < THREADS; i++)
		if (w->counter[i])
			same_counter.free(w->counter[i]);
	same_free(w->plan);
	leads_release(&w->leads);
}

/* The lead of each row: "0 0 1". */
static void say_leads(const struct sameness *s, struct buf *out)
{
	for (size_t i = 0; i < s->rows; i++)
		buf_print(out, "%s%u", i ? " " : "", s->row[i].lead);
}

/* "nobody 0 'info@acme.com' 3 rows", a line each; rows are counted from 1, as people do. */
static void say_spared(const struct sameness *s, struct buf *out)
{
	for (size_t i = 0; i < s->nspared; i++) {
		const struct same_spared *x = &s->spared[i];
		buf_print(out, "%s%u '%.*s' ",
			  x->why == SPARED_APART   ? "apart "
			  : x->why == SPARED_NAMES ? "names "
						   : "nobody ",
			  x->key, STR_ARG(x->value));
		if (x->why == SPARED_APART)
			buf_print(out, "%u from %u by %zu\n", x->row + 1, x->to + 1, x->apart);
		else
			buf_print(out, "%u rows from %u\n", x->rows, x->row + 1);
	}
}

/* What always holds: leads are numbered as they appear, all rows of one are in its list, and what joined a
 * row leads to the first of them. */
static void check_lists(const struct sameness *s)
{
	size_t rows = 0;

	for (uint32_t lead = 0; lead < s->leads; lead++) {
		uint32_t n = 0;
		assert_true(!lead || s->first[lead] > s->first[lead - 1]);
		for (uint32_t i = s->first[lead]; i != UINT32_MAX; i = s->row[i].next) {
			uint32_t steps = 0, at = i;
			assert_int_equal(s->row[i].lead, lead);
			for (; s->row[at].to != at; at = s->row[at].to) {
				assert_int_not_equal(s->row[at].key, KEY_NONE);
				assert_true(++steps < s->size[lead]);
			}
			assert_int_equal(at, s->first[lead]);
			assert_int_equal(s->row[at].key, KEY_NONE);
			n++;
		}
		assert_int_equal(n, s->size[lead]);
		rows += n;
	}
	assert_int_equal(rows, s->rows);
}

static void expect_spared(const char *agreement, const char *csv, const char *leads, const char *spared)
{
	for (size_t threads = 1; threads <= THREADS; threads++) {
		struct world w;
		struct buf got = { 0 };
		world_init(&w, agreement, csv, threads);
		assert_non_null(w.plan);
		check_lists(w.found);
		say_leads(w.found, &got);
		buf_char(&got, '\0');
		assert_string_equal(got.p, leads);
		if (spared) {
			buf_clear(&got);
			say_spared(w.found, &got);
			buf_char(&got, '\0');
			assert_string_equal(got.p, spared);
		}
		buf_release(&got);
		world_release(&w);
	}
}

static void expect(const char *agreement, const char *csv, const char *leads)
{
	expect_spared(agreement, csv, leads, "");
}

/* ---- joining ---- */

static void test_chain(void **state)
{
	(void)state;
	expect("same lead by email, phone\n",
	       "email,phone,name\n"
	       "ann@oakhill.com,,Ann Lee\n"
	       "bob@oakhill.com,,Bob Moss\n"
	       "ANN@oakhill.com,+1 415 236 0137,Ann Lee\n"
	       ",415-236-0199,Ann Lee\n"
	       ",(415) 236-0137,\n",
	       "0 1 0 2 3");
	expect("same lead by email, phone\n",
	       "email,phone,name,country\n"
	       "ann@oakhill.com,,Ann Lee,US\n"
	       "ANN@oakhill.com,+1 415 236 0137,Ann Lee,US\n"
	       ",(415) 236-0137,,USA\n",
	       "0 0 0");
}

/* Two groups of several rows, by rows in their middle: all of both lead to the first. */
static void test_groups_that_meet(void **state)
{
	(void)state;
	expect("same lead by email, phone, code\n",
	       "email,phone,code\n"
	       "a1@b.com,,\n"
	       "a1@b.com,,\n"
	       "a1@b.com,+14152360137,\n"
	       "a2@b.com,,\n"
	       "a2@b.com,+14152360137,\n"
	       "a2@b.com,,c7\n"
	       "a3@b.com,,\n"
	       "a3@b.com,,c7\n",
	       "0 0 0 0 0 0 0 0");
}

static void test_one_row_and_none(void **state)
{
	(void)state;
	expect("same lead by email\n", "email\nann@oakhill.com\n", "0");
	expect("same lead by email\n", "email\n", "");
	expect("same lead by email\n", "email,name\n,Ann\n,Ann\n", "0 1");
}

static void test_expressions(void **state)
{
	(void)state;
	expect("same lead by `Legacy No`, domain(website) with `City`\n",
	       "Legacy No,website,City\n"
	       "A1,,\n"
	       "a1 ,,\n"
	       ",https://www.oakhill.com/about,Bonn\n"
	       ",oakhill.com,BONN\n"
	       ",oakhill.com,\n",
	       "0 0 1 1 2");
}

/* ---- names ---- */

static void test_names_that_share_no_word(void **state)
{
	const char *csv = "email,name\n"
			  "home@oakhill.com,Ann Lee\n"
			  "home@oakhill.com,Bob Moss\n"
			  "home@oakhill.com,Ann Moss-Lee\n";

	(void)state;
	expect("same lead by email\n", "email,name\nx1@oakhill.com,Ann Lee\nx1@oakhill.com,Bob Moss\n",
	       "0 1");
	expect("same lead by email any name\n",
	       "email,name\nx1@oakhill.com,Ann Lee\nx1@oakhill.com,Bob Moss\n", "0 0");
	expect("same lead by email\n", csv, "0 0 0"); /* the third has a word of each */
}

static void test_rows_without_a_name(void **state)
{
	(void)state;
	/* One person is at the address: they are hers. */
	expect("same lead by email\n",
	       "email,name\nx1@oakhill.com,\nx1@oakhill.com,Ann Lee\nx1@oakhill.com,Lee\nx1@oakhill.com,\n",
	       "0 0 0 0");
	/* Two are: they may be either's. */
	expect("same lead by email\n",
	       "email,name\nx1@oakhill.com,\nx1@oakhill.com,Ann Lee\nx1@oakhill.com,Bob\nx1@oakhill.com,\n",
	       "0 1 2 0");
	/* Initials alone are no name. */
	expect("same lead by email\n",
	       "email,name\nx1@oakhill.com,A. B.\nx1@oakhill.com,Ann "
	       "Lee\nx1@oakhill.com,Bob\nx1@oakhill.com,\n",
	       "0 1 2 0");
	/* And a key with a name says nothing about them. */
	expect("same lead by domain with name\n",
	       "email,name\nx1@oakhill.com,\nx2@oakhill.com,\nx3@oakhill.com,Ann Lee\nx4@oakhill.com,A.\n",
	       "0 1 2 3");
}

static void test_name_from_several_columns(void **state)
{
	const char *csv = "company,First Name,Last Name,Full Name\n"
			  "Oakhill,Ann,Lee,\n"
			  "Oakhill Inc.,,,\"Lee, Ann\"\n"
			  "Oakhill,Bob,Moss,Ann Lee\n"
			  "Oakhill,Bob,Moss,\n";

	(void)state;
	/* The parts come first, and where there are none the whole; but what the agreement itself calls the
	 * name comes before both. */
	expect("same lead by company with name\n", csv, "0 0 1 1");
	expect("field name \"Full Name\"\nsame lead by company with name\n", csv, "0 0 0 1");
}

static void test_many_names(void **state)
{
	const char *csv = "phone,name\n"
			  "+14152360137,Ann Lee\n"
			  "+14152360137,Bob Moss\n"
			  "+14152360137,B. Moss\n"
			  "+14152360137,\n"
			  "+14152360137,Lee Ann\n"
			  "+14152360137,Eve Stone\n";

	(void)state;
	/* Names that agree are one, and a missing one is none: three. */
	expect("same lead by phone\n at most 3 names\n", csv, "0 1 1 2 0 3");
	expect_spared("same lead by phone\n at most 2 names\n", csv, "0 1 2 3 4 5",
		      "names 0 '+14152360137' 6 rows from 1\n");
	expect_spared("same lead by phone any name\n at most 2 names\n", csv, "0 1 2 3 4 5",
		      "names 0 '+14152360137' 6 rows from 1\n");
	expect("same lead by phone any name\n", csv, "0 0 0 0 0 0");
	/* Where the short name stands makes no difference: John and Jane are two, J. Smith is none. */
	expect_spared("same lead by phone\n at most 1 name\n",
		      "phone,name\n+14152360137,J. Smith\n+14152360137,John Smith\n+14152360137,Jane Smith\n",
		      "0 1 2", "names 0 '+14152360137' 3 rows from 1\n");
}

static void test_names_agree(void **state)
{
	(void)state;
	expect("same lead by domain with name, company with name\n",
	       "email,name,company\n"
	       "ann@oakhill.com,Ann Lee,\n"
	       "a.lee@oakhill.com,\"Lee, A.\",\n"
	       "bob@oakhill.com,Bob Lee,\n"
	       "ann@fernway.com,Ann Lee,\n"
	       ",ann lee,\"Fernway, Inc.\"\n"
	       "x1@fernway.com,Ann Maria Lee,Fernway\n",
	       "0 0 1 2 2 2");
}

/* A single word is no name to go by. */
static void test_name_alone(void **state)
{
	(void)state;
	expect("same lead by name\n", "name\nLee\nAnn Lee\nlee\nA. Lee\nBob Lee\n", "0 1 2 1 3");
	expect("same lead by name, email\n", "name,email\nLee,a1@b.com\nAnn Lee,\nLee Ann,a1@b.com\n",
	       "0 0 0");
}

/* By which so many rows are joined to nobody. */
static void expect_vague(const char *agreement, const char *csv, const char *leads, uint64_t part,
			 uint64_t several)
{
	struct world w;

	expect(agreement, csv, leads);
	world_init(&w, agreement, csv, THREADS);
	assert_int_equal(w.found->nvague, 1);
	assert_int_equal(w.found->vague[0].part, part);
	assert_int_equal(w.found->vague[0].several, several);
	world_release(&w);
}

static void test_names_of_one_word(void **state)
{
	const char *csv = "company,phone,Last Name\n"
			  "Oakhill,+14152360137,Smith\n"
			  "Oakhill,+14152360199,Smith\n"
			  "Oakhill,,Dr. Smith\n"
			  "Oakhill,,\n"
			  ",,Smith\n";

	(void)state;
	expect_vague("same lead by company with name\n", csv, "0 1 2 3 4", 3, 0);
	/* What else says who it is joins them all the same. */
	expect_vague("same lead by `Last Name` with company\n", csv, "0 0 1 2 3", 0, 0);
	/* In some scripts a word is all of a name; one character is that of a family. */
	expect_vague("same lead by company with name\n",
		     "company,name\n"
		     "Oakhill,李明\nOakhill,李明\n"
		     "Oakhill,김민수\nOakhill,김민수\n"
		     "Oakhill,さくら\nOakhill,さくら\n"
		     "Oakhill,李\nOakhill,李\n"
		     "Oakhill,김\nOakhill,김\n"
		     "Oakhill,Иванов\nOakhill,Иванов\n",
		     "0 0 1 1 2 2 3 4 5 6 7 8", 6, 0);
}

static void test_a_name_of_several_people(void **state)
{
	(void)state;
	expect_vague("same lead by company with name\n",
		     "company,name\n"
		     "Oakhill,J. Smith\nOakhill,John Smith\nOakhill,Jane Smith\nOakhill,\"Smith, J.\"\n"
		     "Oakhill,John Smith\nFernway,John Smith\nFernway,J. Smith\n",
		     "0 1 2 0 1 3 3", 0, 2);
	/* The longer name says who it is, and those that are within it are no several people. */
	expect_vague("same lead by company with name\n",
		     "company,name\n"
		     "Oakhill,J. Smith\nOakhill,John Smith\nOakhill,J. A. Smith\nOakhill,John Andrew Smith\n",
		     "0 0 0 0", 0, 0);
	/* Until there is another. */
	expect_vague("same lead by company with name\n",
		     "company,name\n"
		     "Oakhill,John Smith\nOakhill,John Andrew Smith\nOakhill,Andrew Smith\n"
		     "Oakhill,John Brian Smith\nOakhill,J. Smith\n",
		     "0 1 1 2 3", 0, 2);
	/* A whole name of one word is within longer ones, too. */
	expect_vague("same lead by company with name\n",
		     "company,name\nOakhill,李明\nOakhill,李明 David\nFernway,李明\nFernway,李明 "
		     "David\nFernway,李明 Kevin\n",
		     "0 0 1 2 3", 0, 1);
}

/* The same where each isn't compared with each. */
static void test_a_name_of_many_people(void **state)
{
	struct buf csv = { 0 }, want = { 0 };

	(void)state;
	buf_str(&csv, STR("company,name\n"));
	for (size_t i = 0; i < 600; i++) {
		buf_print(&csv, "Oakhill,%s %c%c%csen Smith\n", i % 2 ? "John" : "Jane", (char)('a' + i % 10),
			  (char)('k' + i / 10 % 10), (char)('a' + i / 100));
		buf_print(&want, "%zu ", i);
	}
	buf_str(&csv, STR("Oakhill,John Smith\nOakhill,J. Smith\nOakhill,Smith John\nOakhill,Akasen Smith\n"
			  "Oakhill,J. Akasen Smith\nOakhill,J. A. Smith\nOakhill,李明\nOakhill,李明 "
			  "David\nOakhill,李明 Kevin\n"));
	buf_str(&want, STR("600 601 600 0 0 602 603 604 605"));
	buf_char(&csv, '\0');
	buf_char(&want, '\0');
	expect_vague("same lead by company with name\n", csv.p, want.p, 0, 5);
	buf_release(&csv);
	buf_release(&want);
}

/* As above, with so many names around that each is not compared with each. */
static void test_among_many_names(void **state)
{
	static const char *const part[] = { "ba", "de", "fi", "go", "ku", "la", "mo", "ne", "ri", "su" };
	struct buf csv = { 0 }, want = { 0 };

	(void)state;
	buf_str(&csv, STR("email,name\n"));
	for (size_t i = 0; i < 500; i++) {
		buf_print(&csv, "m%zu@oakhill.com,Jo%s %s%s%s\n", i, part[i % 7], part[i / 100],
			  part[i / 10 % 10], part[i % 10]);
		buf_print(&want, "%zu ", i);
	}
	buf_str(&csv, STR("x1@oakhill.com,\"Bababa, J.\"\n"
			  "x2@oakhill.com,Jode K. Babade\n"
			  "x3@oakhill.com,K. Zzz\n"
			  "x4@oakhill.com,Babafi\n"
			  "x5@oakhill.com,Bababa Joba Zzz\n"
			  "x6@oakhill.com,\"Babaku, K. L.\"\n"));
	buf_str(&want, STR("0 1 500 501 0 502"));
	buf_char(&csv, '\0');
	buf_char(&want, '\0');
	expect("same lead by domain with name\n", csv.p, want.p);
	buf_release(&csv);
	buf_release(&want);
}

/* ---- values that join nobody ---- */

static void test_nobody(void **state)
{
	(void)state;
	expect_spared("same lead by email, phone, domain with name\n",
		      "email,phone,name\n"
		      "info@oakhill.com,0000000,Ann Lee\n"
		      "Info@Oakhill.com,0000000,Ann Lee\n"
		      "ann@gmail.com,12345,Ann Lee\n"
		      "ann.lee@gmail.com,,Ann Lee\n"
		      "sales@fernway.com,,\n",
		      "0 0 1 2 3",
		      "nobody 0 'info@oakhill.com' 2 rows from 1\n"
		      "nobody 1 '0000000' 2 rows from 1\n"
		      "nobody 2 'gmail.com' 2 rows from 3\n");
}

/* ---- apart ---- */

static void test_apart(void **state)
{
	const char *csv = "email,phone,name,crm\n"
			  "x1@oakhill.com,,Ann Lee,S1\n"
			  "x1@oakhill.com,,Ann Lee,S2\n"
			  "x1@oakhill.com,+14152360137,Ann Lee,s2\n"
			  "x1@oakhill.com,,Ann Lee,\n"
			  ",+14152360137,Ann Lee,S3\n"
			  ",+14152360137,Ann Lee,\n";

	(void)state;
	expect("same lead by email, phone\n", csv, "0 0 0 0 0 0");
	expect_spared("same lead by email, phone\n apart when crm differ\n", csv, "0 1 1 0 2 1",
		      "apart 0 'x1@oakhill.com' 2 from 1 by 0\n"
		      "apart 1 '+14152360137' 5 from 3 by 0\n");
}

/* A row without an id belongs to whom the first key says, and of one key to the value that sorts first. */
static void test_apart_goes_by_the_order_of_keys(void **state)
{
	const char *csv = "email,code,name,crm,erp\n"
			  "zoe@oakhill.com,,Ann Lee,S1,\n"
			  ",c1,Ann Lee,S2,\n"
			  "zoe@oakhill.com,C1,Ann Lee,,E1\n";
	const char *values = "company,code,name,crm\n"
			     "Oakhill,,Ann Lee,S1\n"
			     "Birch,,Ann Lee,S2\n"
			     "Oakhill,c1,Ann Lee,\n"
			     "Birch,c1,Ann Lee,\n";

	(void)state;
	expect_spared("same lead by email, code\n apart when crm, erp differ\n", csv, "0 1 0",
		      "apart 1 'C1' 3 from 2 by 0\n");
	expect_spared("same lead by code, email\n apart when crm, erp differ\n", csv, "0 1 1",
		      "apart 1 'zoe@oakhill.com' 3 from 1 by 0\n");
	expect_spared("same lead by code, company with name\n apart when crm differ\n", values, "0 1 1 1",
		      "apart 1 'Oakhill, Ann Lee' 3 from 1 by 0\n");
}

static void test_apart_by_either_column(void **state)
{
	(void)state;
	expect_spared("same lead by email\n apart when crm, erp differ\n",
		      "email,crm,erp\n"
		      "x1@oakhill.com,S1,\n"
		      "x1@oakhill.com,,E1\n"
		      "x1@oakhill.com,S1,E2\n"
		      "x1@oakhill.com,S2,E2\n"
		      "x1@oakhill.com,S1,E2\n",
		      "0 0 1 2 1",
		      "apart 0 'x1@oakhill.com' 3 from 1 by 1\n"
		      "apart 0 'x1@oakhill.com' 4 from 1 by 0\n");
}

static void test_apart_in_many_camps(void **state)
{
	struct buf csv = { 0 }, want = { 0 };
	struct world w;

	(void)state;
	buf_str(&csv, STR("email,crm,erp\n"));
	for (size_t i = 0; i < 3000; i++) {
		size_t camp = i % 100;
		/* the first hundred lack a value, which the rows behind fill in */
		buf_print(&csv, "x1@oakhill.com,S%zu,", camp);
		if (i >= 100)
			buf_print(&csv, "E%zu", camp);
		buf_char(&csv, '\n');
		buf_print(&want, "%s%zu", i ? " " : "", camp);
	}
	buf_char(&csv, '\0');
	buf_char(&want, '\0');
	expect_spared("same lead by email\n apart when crm, erp differ\n", csv.p, want.p, NULL);
	world_init(&w, "same lead by email\n apart when crm, erp differ\n", csv.p, 1);
	assert_int_equal(w.found->nspared, 99);
	world_release(&w);
	buf_release(&csv);
	buf_release(&want);
}

/* ---- what can be asked ---- */

static void test_chain_is_told(void **state)
{
	struct world w;
	struct buf out = { 0 };

	(void)state;
	world_init(&w, "same lead by email, company with name\n",
		   "email,company,name\n"
		   "a1@b.com,\"Oakhill, Inc.\",Ann Lee\n"
		   "a2@b.com,,Ann Lee\n"
		   "a2@b.com,OAKHILL,A. Lee\n",
		   2);
	const struct sameness *s = w.found;
	assert_int_equal(s->leads, 1);
	assert_int_equal(s->row[2].to, 0);
	assert_int_equal(s->row[2].key, 1);
	assert_int_equal(s->row[1].to, 2);
	assert_int_equal(s->row[1].key, 0);
	struct rows *run = same_rows(s, (const uint32_t[]){ 1, 0 }, 2);
	same_foresee(s, 0, run, rows_all(run));
	assert_true(str_eq(same_value(s, 1, 0, &out), STR("a2@b.com")));
	rows_at(run, 1);
	assert_true(str_eq(same_value(s, 0, 0, &out), STR("a1@b.com")));
	assert_true(str_eq(same_value(s, 0, 1, &out), STR("Oakhill, Inc., Ann Lee")));
	struct kept_row row = same_kept(s, 0);
	assert_true(str_eq(row.bytes, STR("a1@b.com,\"Oakhill, Inc.\",Ann Lee")));
	assert_string_equal(row.file, "in.csv");
	assert_int_equal(row.line, 2);
	assert_int_equal(same_kept(s, 2).line, 4);
	assert_int_equal(same_kept(s, 2).row, 2);
	buf_release(&out);
	world_release(&w);
}

static void test_lines_in_cells(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "same lead by email\n", "email,note\na1@b.com,\"one\ntwo\"\na1@b.com,x\n", 1);
	assert_int_equal(same_kept(w.found, 1).line, 4);
	assert_int_equal(w.found->leads, 1);
	world_release(&w);
}

/* ---- columns that there aren't ---- */

static void expect_words(struct buf *said, const char *words)
{
	buf_char(said, '\0');
	if (!strstr(said->p, words))
		fail_msg("no '%s' in: %s", words, said->p);
}

static void test_columns_that_there_are_not(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "same lead by email, phone, company with name\n", "email\na1@b.com\na1@b.com\n", 1);
	assert_int_equal(w.found->leads, 1);
	expect_words(&w.leads.diags.notes, "no column for 'phone': the key 'phone' joins nobody");
	expect_words(&w.leads.diags.notes,
		     "no column for 'company': the key 'company with name' joins nobody");
	expect_words(&w.leads.diags.notes, "no column for a name");
	world_release(&w);

	world_init(&w, "same lead by email, company with name\n", "id\n1\n", 1);
	assert_null(w.plan);
	assert_int_equal(w.leads.diags.errors, 1);
	expect_words(&w.leads.diags.out, "looked for 'email', 'company'");
	expect_words(&w.leads.diags.out, "--fields");
	world_release(&w);

	world_init(&w, "same lead by email\n apart when phone differ\n", "email\na1@b.com\n", 1);
	assert_null(w.plan);
	expect_words(&w.leads.diags.out, "nothing would be kept apart");
	world_release(&w);

	world_init(&w, "same lead by email, nowhere\n", "email\na1@b.com\n", 1);
	assert_null(w.plan);
	expect_words(&w.leads.diags.out, "no column 'nowhere'");
	world_release(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_groups_that_meet),
		cmocka_unit_test(test_one_row_and_none),
		cmocka_unit_test(test_expressions),
		cmocka_unit_test(test_names_that_share_no_word),
		cmocka_unit_test(test_rows_without_a_name),
		cmocka_unit_test(test_name_from_several_columns),
		cmocka_unit_test(test_many_names),
		cmocka_unit_test(test_names_agree),
		cmocka_unit_test(test_name_alone),
		cmocka_unit_test(test_names_of_one_word),
		cmocka_unit_test(test_a_name_of_several_people),
		cmocka_unit_test(test_a_name_of_many_people),
		cmocka_unit_test(test_among_many_names),
		cmocka_unit_test(test_nobody),
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_apart_goes_by_the_order_of_keys),
		cmocka_unit_test(test_apart_by_either_column),
		cmocka_unit_test(test_apart_in_many_camps),
		cmocka_unit_test(test_chain_is_told),
		cmocka_unit_test(test_lines_in_cells),
		cmocka_unit_test(test_columns_that_there_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
