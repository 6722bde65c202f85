/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rosters: what their columns mean, in the files that people have. */
#include "tests/unit/roster.h"

static struct staff staff;

static bool reads(const char *text, const char *agreement)
{
	staff_init(&staff, text, strlen(text), agreement, "id\n1\n", "2026-10-31");
	leads_begin(&staff.leads);
	return staff.roster;
}

/* "name/team/weight/active", a line each, in the order of the keys. */
static void check(const char *text, const char *want)
{
	struct buf got = { 0 };

	assert_true(reads(text, "route all\n"));
	for (size_t i = 0; i < staff.roster->n; i++) {
		const struct rep *r = &staff.roster->rep[i];
		buf_print(&got, "%.*s/%.*s/%g/%d\n", STR_ARG(r->name), STR_ARG(r->team),
			  (double)r->weight / 1e6, r->active);
	}
	buf_char(&got, '\0');
	assert_string_equal(got.p, want);
	buf_release(&got);
	staff_release(&staff);
}

static void columns_mean_something(void **unused)
{
	(void)unused;
	check("rep\nBob\nann\n", "ann//1/1\nBob//1/1\n");
	check("x,weight,rep,team,active\n,2.5,Ann,north,no\n,,Bob,,\n,0,Cas,,yes\n,1e-6,Dee,,TRUE\n",
	      "Ann/north/2.5/0\nBob//1/1\nCas//0/1\nDee//1e-06/1\n");
	check("REP,Weight , Team\nAnn,\"1,000\",n\n", "Ann/n/1000/1\n");
	check("rep,team\n\" Ann \", b \n", "Ann/b/1/1\n");
}

static void files_as_spreadsheets_save_them(void **unused)
{
	(void)unused;
	check("\xef\xbb\xbfrep;team;weight\r\nJ\xc3\xbcrgen;\"a;b\";2\r\nAnn;;\r\n;;\r\n ; ;\r\n\r\n",
	      "Ann//1/1\nJ\xc3\xbcrgen/a;b/2/1\n");
	check("rep\tteam\nAnn\tx\n", "Ann/x/1/1\n");
	check("rep,team\nAnn,\"two\nlines\"", "Ann/two\nlines/1/1\n");
}

static void mistake(const char *text, const char *told)
{
	staff_init(&staff, text, strlen(text), "route all\n", "id\n1\n", "2026-10-31");
	assert_null(staff.roster);
	buf_char(&staff.leads.diags.out, '\0');
	if (!strstr(staff.leads.diags.out.p, told))
		fail_msg("%s", staff.leads.diags.out.p);
	names_free(staff.leads.names);
	program_release(&staff.leads.program);
	agreement_release(&staff.leads.agreement);
	batch_release(&staff.leads.batch);
	diags_release(&staff.leads.diags);
	close(staff.fd);
}

static void mistakes_are_told(void **unused)
{
	(void)unused;
	mistake("name\nAnn\n", "has no column 'rep'");
	mistake("rep\n", "nobody is in the roster");
	mistake("rep,weight\n,\n", "nobody is in the roster");
	mistake("rep,weight\n,1\n", ":2: a row without a name");
	mistake("rep\nAnn\nBob\n ANN \n", ":4: this name stands on a row above: 'ANN'");
	mistake("rep\nStra\xc3\x9f"
		"e\nSTRA\xe1\xba\x9e"
		"E\n",
		":3: this name stands on a row above");
	mistake("rep,weight\nAnn,-1\n", ":2: a weight is");
	mistake("rep,weight\nAnn,1000000.5\n", ":2: a weight is");
	mistake("rep,weight\nAnn,0.0000001\n", ":2: a weight is");
	mistake("rep,weight\nAnn,2\nBob,lots\n", ":3: weight: not a number: 'lots'");
	mistake("rep,active\nAnn,maybe\n", ":2: active: not yes or no: 'maybe'");
	mistake("rep,away_to\nAnn,tomorrow\n", ":2: away_to: not a time: 'tomorrow'");
}

static bool away(const struct rep *r, const char *moment)
{
	const struct program *p = &staff.leads.program;
	int64_t t;

	assert_int_equal(instant_read(str_from(moment), &p->times, &t), TIME_READ);
	return rep_away(r, t, p->times.zone);
}

static void weights_are_whole_millionths(void **unused)
{
	(void)unused;
	assert_true(reads("rep,weight\na,1.001\nb,1000000\nc,0.000001\n", "route all\n"));
	assert_int_equal(staff.roster->rep[0].weight, 1001000);
	assert_int_equal(staff.roster->rep[1].weight, 1000000000000);
	assert_int_equal(staff.roster->rep[2].weight, 1);
	staff_release(&staff);
}

/* Both dates are included, in the agreement's time zone; one alone has no other end. */
static void away_dates_are_included(void **unused)
{
	static const char text[] = "rep,away_from,away_to\na,2026-10-24,2026-10-25\nb,2026-10-24,\n"
				   "c,,2026-10-25\nd,,\ne,2026-10-24 12:00,\n";

	(void)unused;
	assert_true(reads(text, "timezone \"Europe/Berlin\"\nroute all\n"));
	const struct rep *r = staff.roster->rep;
	assert_false(away(&r[0], "2026-10-23T21:59:59Z"));
	assert_true(away(&r[0], "2026-10-23T22:00:00Z"));
	assert_true(away(&r[0], "2026-10-25T22:59:59Z")); /* the clocks went back that night */
	assert_false(away(&r[0], "2026-10-25T23:00:00Z"));
	assert_false(away(&r[1], "2026-10-23T21:59:59Z"));
	assert_true(away(&r[1], "2036-01-01"));
	assert_true(away(&r[2], "1996-01-01"));
	assert_true(away(&r[2], "2026-10-25T22:59:59Z"));
	assert_false(away(&r[2], "2026-10-26"));
	assert_false(away(&r[3], "2026-10-24"));
	assert_false(away(&r[4], "2026-10-24T09:59:59Z"));
	assert_true(away(&r[4], "2026-10-24T10:00:00Z"));
	staff_release(&staff);
}

static void names_are_found_folded_and_trimmed(void **unused)
{
	(void)unused;
	assert_true(reads("rep\nAnn\nBob\n", "route all\n"));
	assert_ptr_equal(roster_find(staff.roster, STR("  aNN ")), &staff.roster->rep[0]);
	assert_ptr_equal(roster_find(staff.roster, STR("Bob")), &staff.roster->rep[1]);
	assert_null(roster_find(staff.roster, STR("Bo")));
	assert_null(roster_find(staff.roster, STR("")));
	staff_release(&staff);
}

static uint64_t hash_of(const char *text)
{
	assert_true(reads(text, "route all\n"));
	uint64_t hash = roster_hash(staff.roster);
	staff_release(&staff);
	return hash;
}

static void the_hash_is_of_all_cells_and_of_no_order(void **unused)
{
	uint64_t hash = hash_of("rep,x\nAnn,1\nBob,2\n");

	(void)unused;
	assert_true(hash == hash_of("rep,x\nBob,2\nAnn,1\n"));
	assert_true(hash == hash_of("rep;x\r\nBob;2\r\nAnn;1\r\n;\r\n"));
	assert_true(hash != hash_of("rep,x\nBob,1\nAnn,2\n"));
	assert_true(hash != hash_of("rep,x\nBob,2\n"));
	assert_true(hash != hash_of("rep,y\nAnn,1\nBob,2\n"));
}

static void without_a_roster_there_is_nobody(void **unused)
{
	struct leads l;

	(void)unused;
	leads_init(&l, "route all to \"Ann\"\n", "id\n1\n", "2026-10-31");
	struct roster *r = roster_read(l.names);
	leads_begin(&l);
	assert_non_null(r);
	assert_int_equal(r->n, 0);
	assert_null(roster_find(r, STR("Ann")));
	leads_release(&l);
	roster_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_mean_something),
		cmocka_unit_test(files_as_spreadsheets_save_them),
		cmocka_unit_test(mistakes_are_told),
		cmocka_unit_test(weights_are_whole_millionths),
		cmocka_unit_test(away_dates_are_included),
		cmocka_unit_test(names_are_found_folded_and_trimmed),
		cmocka_unit_test(the_hash_is_of_all_cells_and_of_no_order),
		cmocka_unit_test(without_a_roster_there_is_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
