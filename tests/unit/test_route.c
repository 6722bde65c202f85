/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes: who gets which lead, among whom, and that going on from what is remembered is going on. */
#include "tests/unit/roster.h"

#include "expr/run.h"
#include "base/hash.h"
#include "route/route.h"

#define ROWS_MOST 1200

struct desk {
	struct staff staff;
	struct routing_plan plan;
	struct routing *routing;
	const struct code *id;
	size_t asked; /* how often rep.counted was worked out */
};

static union value counted_of(const void *ctx, struct frame *f)
{
	(void)f;
	((struct desk *)(uintptr_t)ctx)->asked++;
	return (union value){ .number = 1 };
}

COMPUTE_ROWS(work_counted, number, counted_of)

static size_t bind_counted(void *ctx, size_t which, struct names *n)
{
	(void)which;
	return program_compute(names_program(n), TYPE_NUMBER, STR("rep.counted"), work_counted, ctx);
}

static void desk_init(struct desk *d, const char *roster, const char *agreement, const char *csv,
		      const char *now)
{
	*d = (struct desk){ 0 };
	staff_init(&d->staff, roster, strlen(roster), agreement, csv, now);
	assert_non_null(d->staff.roster);
	names_define(d->staff.leads.names, STR("rep.counted"), TYPE_NUMBER, true, bind_counted, d, 0);
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

/* All again from here, but the time goes on. */
static void forget(struct desk *d)
{
	routing_free(d->routing);
	d->routing = routing_new(&d->plan);
}

static void set_now(struct desk *d, const char *now)
{
	struct program *p = &d->staff.leads.program;

	assert_int_equal(instant_read(str_from(now), &p->times, &p->now), TIME_READ);
	routing_moment(d->routing, false);
}

static struct decision decide(struct desk *d, size_t row, const char *except, struct buf *why)
{
	struct record r;
	struct frame *f = leads_at(&d->staff.leads, row, &r);

	return *routing_decide(d->routing, f, hash_text(code_text(d->id, f), 0),
			       except ? str_from(except) : STR_NONE, why);
}

/* "ann bob - cas": the owners of rows from..to, `-` for nobody, `~` for one who waits. */
static struct str deal(struct desk *d, size_t from, size_t to)
{
	static struct buf got;

	buf_clear(&got);
	for (size_t i = from; i < to; i++) {
		struct decision x = decide(d, i, NULL, NULL);
		buf_str(&got, i > from ? STR(" ") : STR(""));
		buf_str(&got, x.how == DECISION_OWNER	? x.owner
			      : x.how == DECISION_WAITS ? STR("~")
							: STR("-"));
	}
	buf_char(&got, '\0');
	return (struct str){ got.p, got.n - 1 };
}

static size_t count(struct str owners, const char *one)
{
	size_t n = 0, len = strlen(one);

	for (size_t i = 0; i + len <= owners.n; i++)
		n += (i == 0 || owners.p[i - 1] == ' ') && memcmp(owners.p + i, one, len) == 0 &&
		     (owners.p[i + len] == ' ' || owners.p[i + len] == '\0');
	return n;
}

/* Rows "id,region,x", of regions r0 to r(n-1). */
static const char *rows(size_t n, size_t regions)
{
	static struct buf csv;

	buf_clear(&csv);
	buf_str(&csv, STR("id,region,x\n"));
	for (size_t i = 0; i < n; i++)
		buf_print(&csv, "%zu,r%zu,%zu\n", i, i % regions, i % 7);
	buf_char(&csv, '\0');
	return csv.p;
}

/* ---- who is eligible ---- */

/* Of three kinds of leads; or once for all, where they are looked up by what is compared. */
static void people_are_asked_once_for_leads_that_are_alike(void **unused)
{
	static const struct {
		const char *route;
		size_t asked;
	} cases[] = {
		{ "route one among rep.counted = 1 and not (rep.region != region)\n", 3 * 4 },
		{ "route one among rep.counted = 1 and rep.region = region\n", 4 },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct desk d;
		desk_init(&d, "rep,region\na,r0\nb,r1\nc,r0\nd,r2\n", cases[i].route, rows(1000, 3),
			  "2026-10-31");
		d.asked = 0;
		struct str got = deal(&d, 0, 1000);
		assert_int_equal(d.asked, cases[i].asked);
		assert_int_equal(count(got, "b"), 333);
		assert_int_equal(count(got, "d"), 333);
		assert_int_equal(count(got, "a"), 167);
		set_now(&d, "2026-11-01"); /* and asked again at another moment */
		deal(&d, 0, 1000);
		assert_int_equal(d.asked, 2 * cases[i].asked);
		desk_release(&d);
	}
}

/* More kinds of leads than a route remembers: it forgets them all, and decides the same. */
static void what_is_remembered_changes_nothing(void **unused)
{
	struct buf people = { 0 };
	struct desk d;

	(void)unused;
	buf_str(&people, STR("rep,region\n"));
	for (int i = 0; i < 300; i++)
		buf_print(&people, "rep%d,x\n", i);
	buf_char(&people, '\0');
	desk_init(&d, people.p, "route one among rep.counted = 1 and rep.region != id\n", rows(ROWS_MOST, 1),
		  "2026-10-31");
	d.asked = 0;
	char *kept = strdup(deal(&d, 0, ROWS_MOST).p);
	assert_int_equal(d.asked, 300 * ROWS_MOST);
	desk_release(&d);
	desk_init(&d, people.p, "route one\n", rows(ROWS_MOST, 1), "2026-10-31");
	assert_string_equal(kept, deal(&d, 0, ROWS_MOST).p);
	desk_release(&d);
	buf_release(&people);
	free(kept);
}

static void inactive_and_weightless_people_get_nothing(void **unused)
{
	static const char *const share[] = { "by weight", "equally", "by load", "by hash" };

	(void)unused;
	for (size_t i = 0; i < 4; i++) {
		struct buf text = { 0 };
		struct desk d;
		buf_print(&text, "route one\n  share %s\n", share[i]);
		buf_char(&text, '\0');
		desk_init(&d,
			  "rep,active,weight,away_from\na,no,1,\nb,yes,0,\nc,yes,1,2026-10-31\nd,yes,1,\n",
			  text.p, rows(50, 1), "2026-10-31");
		assert_int_equal(count(deal(&d, 0, 50), "d"), 50);
		assert_int_equal(routing_passed_over(d.routing, &d.staff.roster->rep[2]), 50);
		assert_int_equal(routing_passed_over(d.routing, &d.staff.roster->rep[0]), 0);
		desk_release(&d);
		buf_release(&text);
	}
}

/* ---- pools ---- */

static void who_was_away_comes_back_without_debt_or_surplus(void **unused)
{
	struct desk d;

	(void)unused;
	desk_init(&d, "rep,away_from,away_to\na,,\nb,2026-10-05,2026-10-06\nc,,\n", "route one\n",
		  rows(ROWS_MOST, 1), "2026-10-04");
	assert_int_equal(count(deal(&d, 0, 300), "b"), 100);
	set_now(&d, "2026-10-05");
	struct str got = deal(&d, 300, 600);
	assert_int_equal(count(got, "b"), 0);
	assert_int_equal(count(got, "a"), 150);
	set_now(&d, "2026-10-07");
	got = deal(&d, 600, 900);
	assert_int_equal(count(got, "a"), 100);
	assert_int_equal(count(got, "b"), 100);
	desk_release(&d);
}

static void who_is_full_leaves_the_others_their_shares(void **unused)
{
	struct desk d;

	(void)unused;
	desk_init(&d, "rep,weight,cap\na,4,10\nb,1,\nc,1,\n", "route one\n  at most rep.cap per day\n",
		  rows(ROWS_MOST, 1), "2026-10-04");
	struct str got = deal(&d, 0, 115);
	assert_int_equal(count(got, "a"), 10);
	assert_true(count(got, "b") >= 52 && count(got, "b") <= 53);
	assert_int_equal(routing_room(d.routing, &d.staff.roster->rep[0]), 0);
	assert_true(routing_room(d.routing, &d.staff.roster->rep[1]) == UINT64_MAX);
	set_now(&d, "2026-10-05");
	assert_int_equal(routing_room(d.routing, &d.staff.roster->rep[0]), 10);
	assert_int_equal(count(deal(&d, 115, 121), "a"), 4);
	desk_release(&d);
}

static void balance_keeps_shares_within_each_value(void **unused)
{
	struct desk d;
	uint64_t own[7][2] = { 0 };

	(void)unused;
	desk_init(&d, "rep,weight\na,2\nb,1\n", "route one\n  balance by x\n", rows(ROWS_MOST, 1),
		  "2026-10-04");
	for (size_t i = 0; i < ROWS_MOST; i++) {
		uint64_t *of = own[i % 7];
		of[decide(&d, i, NULL, NULL).owner.p[0] == 'b']++;
		int64_t off = (int64_t)(of[0] + of[1]) - 3 * (int64_t)of[1];
		assert_true(off > -3 && off < 3);
	}
	desk_release(&d);
}

static void prefer_takes_the_best_who_have_room(void **unused)
{
	struct desk d;

	(void)unused;
	desk_init(&d, "rep,level\na,1\nb,2\nc,2\nd,\n",
		  "route one\n  prefer rep.level\n  at most 2 per run\n", rows(20, 1), "2026-10-04");
	struct str got = deal(&d, 0, 9);
	assert_int_equal(count(got, "b"), 2);
	assert_int_equal(count(got, "c"), 2);
	assert_memory_equal(got.p + 8, "a a d d -", 9);
	desk_release(&d);
	desk_init(&d, "rep,since\na,2020-01-01\nb,2024-01-01\n", "route one\n  prefer date(rep.since)\n",
		  rows(20, 1), "2026-10-04");
	assert_int_equal(count(deal(&d, 0, 5), "b"), 5);
	desk_release(&d);
	desk_init(&d, "rep,region\na,r1\nb,r0\n", "route one\n  prefer rep.region = region\n", rows(20, 2),
		  "2026-10-04");
	assert_string_equal(deal(&d, 0, 4).p, "b a b a");
	desk_release(&d);
}

/* ---- what is remembered from before ---- */

static void from_what_was_before_it_goes_on(void **unused)
{
	static struct {
		char owner;
		uint64_t pool;
	} done[ROWS_MOST];
	struct desk d;

	(void)unused;
	desk_init(&d, "rep,weight,region,cap\na,3,r0,\nb,2,r0,9\nc,1,r1,\nd,5,r1,30\ne,1,r0,\n",
		  "route one among rep.region = region\n  balance by x\n  at most rep.cap per day\n"
		  "route two\n  at most 100 per run\n",
		  rows(ROWS_MOST, 3), "2026-10-04");
	for (size_t i = 0; i < ROWS_MOST; i++) {
		struct decision x = decide(&d, i, NULL, NULL);
		done[i].owner = x.how == DECISION_OWNER ? x.owner.p[0] : 0;
		done[i].pool = x.pool;
	}
	for (size_t cut = 0; cut < ROWS_MOST; cut += 97) {
		forget(&d);
		for (size_t i = 0; i < cut; i++)
			if (done[i].owner)
				routing_past(d.routing, (struct str){ &done[i].owner, 1 }, done[i].pool,
					     d.plan.program->now, true);
		for (size_t i = cut; i < ROWS_MOST; i++) {
			struct decision x = decide(&d, i, NULL, NULL);
			assert_int_equal(x.how == DECISION_OWNER ? x.owner.p[0] : 0, done[i].owner);
			assert_true(x.pool == done[i].pool);
		}
	}
	desk_release(&d);
}

static void had(struct desk *d, const char *owner, const char *at, bool this_run)
{
	int64_t t;

	assert_int_equal(instant_read(str_from(at), &d->plan.program->times, &t), TIME_READ);
	routing_past(d->routing, str_from(owner), 0, t, this_run);
}

/* A week begins on Monday; all in the agreement's time zone. */
static void limits_count_what_lies_in_their_period(void **unused)
{
	static const struct {
		const char *period, *before, *in;
	} cases[] = { { "day", "2026-10-28T22:59:59Z", "2026-10-28T23:00:00Z" },
		      { "week", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z" },
		      { "month", "2026-09-30T21:59:59Z", "2026-09-30T22:00:00Z" } };

	(void)unused;
	for (size_t i = 0; i < 3; i++) {
		struct buf text = { 0 };
		struct desk d;
		buf_print(&text, "timezone \"Europe/Berlin\"\nroute one\n  at most 2.9 per %s\n",
			  cases[i].period);
		buf_char(&text, '\0');
		desk_init(&d, "rep\na\n", text.p, rows(9, 1), "2026-10-29T12:00");
		had(&d, "a", cases[i].before, false);
		had(&d, "A ", cases[i].in, false);
		had(&d, "zoe", cases[i].in, true);
		assert_int_equal(routing_room(d.routing, d.staff.roster->rep), 1);
		assert_string_equal(deal(&d, 0, 3).p, "a - -");
		desk_release(&d);
		buf_release(&text);
	}
	struct desk d;
	desk_init(&d, "rep,cap\na,2\nb,0\nc,-1\n", "route one\n  at most rep.cap per run\n", rows(9, 1),
		  "2026-10-29");
	had(&d, "a", "2026-10-29", false);
	had(&d, "a", "2026-10-01", true);
	assert_string_equal(deal(&d, 0, 3).p, "a - -");
	desk_release(&d);
}

/* ---- other ways to share ---- */

static void by_load_the_fewest_open_for_the_weight_is_next(void **unused)
{
	struct desk d;
	struct buf got = { 0 };

	(void)unused;
	desk_init(&d, "rep,weight\na,1\nb,2\n", "route one\n  share by load\n", rows(9, 1), "2026-10-04");
	assert_true(d.plan.by_load);
	for (int i = 0; i < 3; i++)
		routing_open(d.routing, STR("a"));
	for (size_t i = 0; i < 9; i++) { /* a 3/1; b is next until 6/2, and then they are alike */
		struct decision x = decide(&d, i, NULL, NULL);
		buf_str(&got, x.owner);
		routing_open(d.routing, x.owner);
	}
	assert_memory_equal(got.p, "bbbbbb", 6);
	routing_taken(d.routing, STR("nobody"));
	for (int i = 0; i < 20; i++)
		routing_taken(d.routing, STR("A"));
	assert_string_equal(deal(&d, 0, 1).p, "a");
	buf_release(&got);
	desk_release(&d);
}

static void by_hash_who_leaves_moves_no_other_lead(void **unused)
{
	static const char agreement[] = "route one\n  share by hash\n";
	static char before[ROWS_MOST];
	struct desk d;
	size_t of_b = 0;

	(void)unused;
	desk_init(&d, "rep,weight\na,1\nb,2\nc,3\n", agreement, rows(ROWS_MOST, 1), "2026-10-04");
	for (size_t i = ROWS_MOST; i--;) {
		before[i] = decide(&d, i, NULL, NULL).owner.p[0];
		of_b += before[i] == 'b';
	}
	assert_true(of_b > 340 && of_b < 460);
	desk_release(&d);
	desk_init(&d, "rep,weight\nc,3\na,1\n", agreement, rows(ROWS_MOST, 1), "2026-10-04");
	for (size_t i = 0; i < ROWS_MOST; i++) {
		char now = decide(&d, i, NULL, NULL).owner.p[0];
		assert_true(before[i] == 'b' || before[i] == now);
	}
	desk_release(&d);
}

/* ---- another owner, and why ---- */

static void nobody_gets_the_lead_they_have(void **unused)
{
	struct desk d;

	(void)unused;
	desk_init(&d, "rep\nann\nbob\n", "route one when x = \"0\" to \"Ann\"\nroute two\n", rows(60, 1),
		  "2026-10-04");
	for (size_t i = 0; i < 60; i++) {
		struct decision x = decide(&d, i, " ANN ", NULL);
		assert_int_equal(x.how, DECISION_OWNER);
		assert_true(str_eq(x.owner, STR("bob")));
		assert_int_equal(x.which, 1);
		assert_int_equal(x.among.n, 1);
	}
	desk_release(&d);
	desk_init(&d, "rep\nann\n", "route one\notherwise \"nurture\"\n", rows(1, 1), "2026-10-04");
	struct decision x = decide(&d, 0, "ann", NULL);
	assert_int_equal(x.how, DECISION_OTHERWISE);
	assert_true(str_eq(x.route, STR("nurture")));
	desk_release(&d);
}

static void why_says_which_routes_were_passed_over(void **unused)
{
	struct desk d;
	struct buf why = { 0 };

	(void)unused;
	desk_init(&d, "rep,region,active\nann,r0,\nbob,r9,\nzoe,,no\n",
		  "route never when x = \"no\"\n"
		  "route named to \"Zoe\"\n"
		  "route empty among rep.region = \"r5\"\n"
		  "route full among rep.region = \"r9\"\n  at most 0 per day\n"
		  "route all\n",
		  rows(3, 1), "2026-10-04");
	decide(&d, 0, "bob", &why);
	buf_char(&why, '\0');
	assert_string_equal(
		why.p, "named: Zoe is not active; empty: nobody is eligible; full: nobody can (1 who has it "
		       "now); all: ann, who alone can (1 who has it now)");
	buf_release(&why);
	desk_release(&d);
}

static void a_lead_waits_for_its_route(void **unused)
{
	struct desk d;

	(void)unused;
	desk_init(
		&d, "rep,region\na,r0\nb,r1\n",
		"route one when region = \"r0\" among rep.region = region\n  at most 1 per run\n  else wait\n"
		"route two\n",
		rows(6, 2), "2026-10-04");
	struct str got = deal(&d, 0, 6);
	assert_int_equal(count(got, "~"), 2);
	assert_memory_equal(got.p + 4, "~", 1);
	assert_memory_equal(got.p + 8, "~", 1);
	struct record r;
	struct sharers s = routing_eligible(d.routing, NULL, leads_at(&d.staff.leads, 0, &r), SIZE_MAX,
					    &(uint64_t){ 0 });
	assert_int_equal(s.n, 1);
	s = routing_eligible(d.routing, NULL, leads_at(&d.staff.leads, 1, &r), SIZE_MAX, &(uint64_t){ 0 });
	assert_int_equal(s.n, 2);
	desk_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_are_asked_once_for_leads_that_are_alike),
		cmocka_unit_test(what_is_remembered_changes_nothing),
		cmocka_unit_test(inactive_and_weightless_people_get_nothing),
		cmocka_unit_test(who_was_away_comes_back_without_debt_or_surplus),
		cmocka_unit_test(who_is_full_leaves_the_others_their_shares),
		cmocka_unit_test(balance_keeps_shares_within_each_value),
		cmocka_unit_test(prefer_takes_the_best_who_have_room),
		cmocka_unit_test(from_what_was_before_it_goes_on),
		cmocka_unit_test(limits_count_what_lies_in_their_period),
		cmocka_unit_test(by_load_the_fewest_open_for_the_weight_is_next),
		cmocka_unit_test(by_hash_who_leaves_moves_no_other_lead),
		cmocka_unit_test(nobody_gets_the_lead_they_have),
		cmocka_unit_test(why_says_which_routes_were_passed_over),
		cmocka_unit_test(a_lead_waits_for_its_route),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
