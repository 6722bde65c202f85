/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ledger with the column company: how it gets it, and that every ledger goes on as what it is. */
#include "tests/unit/ledger.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define WIDE "lead_id,owner,team,route,pool,at,run,company\n"
#define RUN  "," HEX ",2026-03-02T09:00:00Z,0000000000000001"
#define FIRM ",00000000000000ff\n"

static uint64_t companies[8];
static size_t ncompanies;

static void hear_company(void *ctx, const struct ledger_entry *e)
{
	(void)ctx;
	assert_true(ncompanies < LENGTH(companies));
	companies[ncompanies++] = e->company;
}

static struct ledger *open_wide(const char *path)
{
	forget();
	ncompanies = 0;
	if (!ledger_with_companies(path, NULL, NULL, &diags))
		return NULL;
	return ledger_open(path, NULL, hear_company, NULL, NULL, &diags);
}

static void add_firm(struct ledger *l, const char *id, uint64_t company)
{
	struct ledger_entry e = entry(id, "bob");

	e.company = company;
	ledger_add(l, &e);
}

/* Adds a lead with a company and one without, and closes it. */
static void go_on(struct ledger *l)
{
	assert_non_null(l);
	add_firm(l, "7", 255);
	add_firm(l, "8", 0);
	assert_true(ledger_commit(l));
	ledger_close(l);
}

static void is_text(const char *path, const char *want)
{
	holds(path, want, strlen(want));
}

static void a_file_gets_the_column_once(void **state)
{
	static const char added[] = "7,bob,emea,big" RUN FIRM "8,bob,emea,big" RUN ",\n";
	static const struct {
		const char *before, *after;
		size_t entries;
	} files[] = {
		{ "", WIDE, 0 },
		{ "lead_id,own", WIDE, 0 },
		{ "lead_id,owner,team,route,pool,at,run,comp", WIDE, 0 },
		{ HEADER, WIDE, 0 },
		{ HEADER ONE TWO,
		  WIDE "1,ana,emea,big," HEX ",2026-03-02T09:00:00Z," HEX ",\n"
		       "2,bob,us,small," HEX ",2026-03-02T09:00:00Z," HEX ",\n",
		  2 },
		{ HEADER "\n\"1\n\",\"a,\"\"na\",emea,big" REST "2,bob,us,sm",
		  WIDE "\"1\n\",\"a,\"\"na\",emea,big," HEX ",2026-03-02T09:00:00Z," HEX ",\n", 1 },
		{ WIDE "1,ana,emea,big" RUN FIRM, WIDE "1,ana,emea,big" RUN FIRM, 1 },
		{ WIDE "1,ana,emea,big" RUN FIRM "2,bob", WIDE "1,ana,emea,big" RUN FIRM, 1 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(files); i++) {
		struct buf want = { 0 };
		const char *path = file(files[i].before);
		go_on(open_wide(path));
		assert_int_equal(ncompanies, files[i].entries);
		buf_print(&want, "%s%s", files[i].after, added);
		holds(path, want.p, want.n);
		struct ledger *l = open_wide(path);
		assert_non_null(l);
		assert_int_equal(ncompanies, files[i].entries + 2);
		assert_int_equal(companies[ncompanies - 2], 255);
		assert_int_equal(companies[ncompanies - 1], 0);
		ledger_close(l);
		holds(path, want.p, want.n);
		buf_release(&want);
	}
}

/* Who keeps nothing together goes on with either, as it is; a new one has no such column. */
static void without_companies_a_file_stays_what_it_is(void **state)
{
	static const char *const files[] = { HEADER ONE, WIDE "1,ana,emea,big" RUN FIRM,
					     WIDE "1,ana,emea,big" RUN ",\n" };
	(void)state;
	for (size_t i = 0; i < LENGTH(files); i++) {
		struct buf want = { 0 };
		const char *path = file(files[i]);
		struct ledger *l = loaded(path);
		add_firm(l, "7", i ? 0 : 255);
		assert_true(ledger_commit(l));
		ledger_close(l);
		buf_print(&want, "%s7,bob,emea,big" RUN "%s\n", files[i], i ? "," : "");
		holds(path, want.p, want.n);
		buf_release(&want);
	}
	const char *path =
		file("lead_id,owner,team,route,pool,at,run,company"); /* its line end is torn off */
	ledger_close(loaded(path));
	is_text(path, WIDE);
	path = file("");
	ledger_close(loaded(path));
	is_text(path, HEADER);
}

static void lines_end_as_the_file_has_them(void **state)
{
	const char *path =
		file("\xEF\xBB\xBFlead_id,owner,team,route,pool,at,run\r\n1,ana,emea,big" RUN "\r\n");

	(void)state;
	assert_int_equal(chmod(path, 0640), 0);
	go_on(open_wide(path));
	is_text(path, "lead_id,owner,team,route,pool,at,run,company\r\n1,ana,emea,big" RUN ",\r\n"
		      "7,bob,emea,big" RUN ",00000000000000ff\r\n8,bob,emea,big" RUN ",\r\n");
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
}

static void what_is_bad_is_said_and_left_alone(void **state)
{
	static const struct {
		const char *text, *words;
	} files[] = {
		{ WIDE "1,ana,emea,big" RUN "\n", "2: 7 cells where this ledger has 8" },
		{ HEADER "1,ana,emea,big" RUN ",\n", "2: 8 cells where a ledger has 7" },
		{ WIDE "1,ana,emea,big" RUN ",Acme\n", "2: the company 'Acme' is not 16 hex digits" },
		{ WIDE "1,ana,emea,big" RUN ",ff\n", "2: the company 'ff' is not 16 hex digits" },
		{ "lead_id,owner,team,route,pool,at,run,companies\n1\n",
		  " not a ledger: its first line is not" },
		{ "company\n", " not a ledger: its first line is not" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(files); i++)
		for (int wide = 0; wide < 2; wide++) {
			const char *path = file(files[i].text);
			assert_null(wide ? open_wide(path) : load(path));
			buf_char(&diags.out, '\0');
			assert_non_null(strstr(diags.out.p, files[i].words));
			is_text(path, files[i].text);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_gets_the_column_once),
		cmocka_unit_test(without_companies_a_file_stays_what_it_is),
		cmocka_unit_test(lines_end_as_the_file_has_them),
		cmocka_unit_test(what_is_bad_is_said_and_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
