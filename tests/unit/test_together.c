/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leads of a company that stay together: who has them, who gets the next, and what that does to the shares.
 */
#include "tests/unit/roster.h"

#include "base/hash.h"
#include "route/route.h"

struct desk {
	struct staff staff;
	struct routing_plan plan;
	struct routing *routing;
	const struct code *id;
};

static void desk_init(struct desk *d, const char *roster, const char *agreement, const char *csv)
{
	*d = (struct desk){ 0 };
	staff_init(&d->staff, roster, strlen(roster), agreement, csv, "2026-10-31");
	assert_non_null(d->staff.roster);
	bool good = routing_bind(&d->plan, d->staff.leads.names, d->staff.roster);
	d->id = leads_bind(&d->staff.leads, "id");
	leads_begin(&d->staff.leads);
	assert_true(good);
	d->routing = routing_new(&d->plan);
}

static void desk_release(struct desk *d)
{
	routing_free(d->routing);
	staff_release(&d->staff);
}

static struct decision decide(struct desk *d, size_t row, struct buf *why)
{
	struct record r;
	struct frame *f = leads_at(&d->staff.leads, row, &r);

	return *routing_decide(d->routing, f, hash_text(code_text(d->id, f), 0), STR_NONE, why);
}

static void has_row(struct desk *d, size_t row, const char *owner)
{
	struct record r;

	routing_row(d->routing, leads_at(&d->staff.leads, row, &r), str_from(owner), false);
}

/* "ann bob+": the owners of rows from..to, with + who got theirs because of others. */
static void dealt(struct desk *d, size_t from, size_t to, const char *want)
{
	struct buf got = { 0 };

	for (size_t i = from; i < to; i++) {
		struct decision x = decide(d, i, NULL);
		buf_print(&got, "%s%.*s%s", i > from ? " " : "",
			  STR_ARG(x.how == DECISION_OWNER ? x.owner : STR("-")), x.together ? "+" : "");
	}
	buf_char(&got, '\0');
	assert_string_equal(got.p, want);
	buf_release(&got);
}

static const char three[] = "rep\nann\nbob\ncas\n";

/* Turns go round by the ids' hashes, so the first owners are read, not foreseen. */
static void the_leads_of_a_company_have_one_owner_and_count_in_the_share(void **unused)
{
	struct desk d;
	struct buf csv = { 0 };
	size_t own[3] = { 0 };

	(void)unused;
	buf_str(&csv, STR("id,company\n"));
	for (int i = 0; i < 900; i++)
		buf_print(&csv, "%d,%s\n", i, i % 3 ? "" : "Acme");
	buf_char(&csv, '\0');
	desk_init(&d, three, "route one\n  together by company\n", csv.p);
	struct str first = decide(&d, 0, NULL).owner;
	own[first.p[0] - 'a']++;
	for (size_t i = 1; i < 900; i++) {
		struct decision x = decide(&d, i, NULL);
		size_t who = (size_t)(x.owner.p[0] - 'a'), least = own[0];
		for (int k = 1; k < 3; k++)
			least = own[k] < least ? own[k] : least;
		assert_int_equal(x.together, i % 3 == 0);
		assert_true(i % 3 ? !x.company && own[who] == least : x.company && str_eq(x.owner, first));
		own[who]++;
	}
	for (int k = 0; k < 3; k++) /* a third is Acme's, so the others' leads go to the others */
		assert_int_equal(own[k], 300);
	desk_release(&d);
	buf_release(&csv);
}

static void the_latest_decision_comes_before_rows_and_most_rows_before_few(void **unused)
{
	struct desk d;
	uint64_t acme;

	(void)unused;
	desk_init(&d, three, "route one\n  together by company\n",
		  "id,company\n1,Acme\n2,Acme\n3,Bolt\n4,Bolt\n5,Core\n6,Acme\n7,Acme\n8,Acme\n9,Acme\n");
	has_row(&d, 0, "Cas");
	has_row(&d, 1, "BOB ");
	has_row(&d, 2, "zoe");	 /* who is nobody here */
	dealt(&d, 5, 6, "cas+"); /* as many rows: who had the first */
	has_row(&d, 1, "bob");
	has_row(&d, 1, "bob");
	dealt(&d, 6, 7, "cas+"); /* a decision counts more than rows */
	acme = decide(&d, 7, NULL).company;
	routing_company(d.routing, STR("ann"), acme);
	routing_company(d.routing, STR("bob"), acme);
	routing_company(d.routing, STR("Ann"), acme);
	routing_company(d.routing, STR("nobody"), acme);
	dealt(&d, 8, 9, "ann+");
	desk_release(&d);
	desk_init(&d, three, "route one\n  together by company\n", "id,company\n1,Acme\n2,Acme\n3,Acme\n");
	has_row(&d, 0, "cas");
	has_row(&d, 1, "bob");
	has_row(&d, 1, "bob");
	struct record r;
	routing_row(d.routing, leads_at(&d.staff.leads, 0, &r), STR("cas"), true);
	routing_row(d.routing, leads_at(&d.staff.leads, 0, &r), STR("cas"), true); /* not below nothing */
	has_row(&d, 0, "cas");
	dealt(&d, 2, 3, "bob+");
	desk_release(&d);
}

static void an_owner_who_cannot_take_it_passes_the_company_on(void **unused)
{
	struct desk d;

	(void)unused;
	desk_init(&d,
		  "rep,away_from,active,cap,region\nann,2026-10-30,,9,x\nbob,,no,9,x\ncas,,,2,x\ndee,,,9,"
		  "y\neve,,,9,x\n",
		  "route one among rep.region = \"x\"\n  at most rep.cap per day\n  together by company\n",
		  "id,company\n1,Alder\n2,Alder\n3,Alder\n4,Birch\n5,Birch\n6,Cedar\n7,Cedar\n8,Cedar\n");
	has_row(&d, 0, "ann"); /* away */
	has_row(&d, 0, "bob"); /* left */
	has_row(&d, 0, "dee"); /* of another region */
	has_row(&d, 5, "cas");
	dealt(&d, 5, 8, "cas+ cas+ eve"); /* full */
	dealt(&d, 0, 3, "eve eve+ eve+");
	desk_release(&d);
}

static void whoever_has_the_company_need_not_be_preferred(void **unused)
{
	struct desk d;
	struct buf why = { 0 };

	(void)unused;
	desk_init(&d, "rep,level\nann,2\nbob,1\ncas,1\n",
		  "route one\n  prefer rep.level\n  together by company\n",
		  "id,company\n1,Alder\n2,Alder\n3,\n");
	has_row(&d, 0, "cas");
	struct decision x = decide(&d, 1, &why);
	assert_true(str_eq(x.owner, STR("cas")));
	assert_int_equal(x.among.n, 2); /* of Cas's kind */
	buf_char(&why, '\0');
	assert_string_equal(why.p, "one: cas, who has leads of this company (1 less preferred)");
	dealt(&d, 2, 3, "ann");
	buf_release(&why);
	desk_release(&d);
}

/* By any value, folded; a missing one has nothing in common with another. Two routes know of each other. */
static void any_value_keeps_leads_together(void **unused)
{
	struct desk d;
	struct buf why = { 0 };

	(void)unused;
	desk_init(&d, three,
		  "route one when x = \"1\"\n  together by parent\nroute two\n  together by parent\n  share "
		  "equally\n",
		  "id,parent,x\n1,Ärger,1\n2, ÄRGER ,2\n3,,1\n4,,1\n5,,1\n6,ärger,1\n");
	struct str first = arena_copy(&d.staff.leads.program.arena, decide(&d, 0, NULL).owner);
	struct decision x = decide(&d, 1, &why);
	assert_true(x.together && x.which == 1 && str_eq(x.owner, first));
	buf_char(&why, '\0');
	assert_non_null(strstr(why.p, ", who has leads of ÄRGER"));
	for (size_t i = 2; i < 5; i++)
		assert_true(!decide(&d, i, NULL).together);
	x = decide(&d, 5, NULL);
	assert_true(x.together && str_eq(x.owner, first));
	buf_release(&why);
	desk_release(&d);
}

/* Without any memory, by what is common to the leads. */
static void by_hash_a_company_has_one_owner_without_a_memory(void **unused)
{
	struct desk d;
	struct buf csv = { 0 };
	char owner[60];
	size_t of_b = 0;

	(void)unused;
	buf_str(&csv, STR("id,company\n"));
	for (int i = 0; i < 600; i++)
		buf_print(&csv, "%d,firm %d\n", i, i % 60);
	buf_char(&csv, '\0');
	desk_init(&d, "rep,weight\na,1\nb,2\nc,1\n", "route one\n  share by hash\n  together by company\n",
		  csv.p);
	for (size_t i = 0; i < 600; i++) {
		char now = decide(&d, i, NULL).owner.p[0];
		if (i < 60)
			owner[i] = now;
		assert_int_equal(now, owner[i % 60]);
		of_b += i < 60 && now == 'b';
		routing_free(d.routing);
		d.routing = routing_new(&d.plan);
	}
	assert_true(of_b > 15 && of_b < 45);
	desk_release(&d);
	buf_release(&csv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_leads_of_a_company_have_one_owner_and_count_in_the_share),
		cmocka_unit_test(the_latest_decision_comes_before_rows_and_most_rows_before_few),
		cmocka_unit_test(an_owner_who_cannot_take_it_passes_the_company_on),
		cmocka_unit_test(whoever_has_the_company_need_not_be_preferred),
		cmocka_unit_test(any_value_keeps_leads_together),
		cmocka_unit_test(by_hash_a_company_has_one_owner_without_a_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
