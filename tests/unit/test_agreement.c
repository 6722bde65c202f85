/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An agreement's text into the model: every statement, layers, lines, and what the tables promise. */
#include "tests/unit/agreement.h"

#include <math.h>

#include "agreement/builtin.h"
#include "agreement/shapes.h"
#include "agreement/statement.h"
#include "agreement/translations.h"

static void check_head(const struct agreement *a)
{
	assert_text(a->title, "Sample: \"all\" of it");
	assert_non_null(a->zone);
	assert_int_equal(a->dates, DATES_DAY_FIRST);
	assert_int_equal(a->decimal, ',');
	assert_int_equal(a->missing.n, 2);
	assert_int_equal(a->missing.at[0].nwords, 3);
	assert_text(a->missing.at[0].words[2], "#N/A");
	assert_int_equal(a->missing.at[1].nin, 2);
	assert_int_equal(a->missing.at[1].in[1]->op, EXPR_COLUMN);
	assert_int_equal(a->ignores.n, 2);
	assert_text(a->ignores.at[0].label, "our own");
	assert_text(a->ignores.at[1].label, "domain(email) in file \"competitors.txt\"");
	assert_int_equal(a->fields.n, 3);
	assert_int_equal(a->fields.at[0].nheaders, 2);
	assert_text(a->fields.at[0].headers[1], "Headcount");
	assert_int_equal(a->fields.at[1].ncases, 2);
	assert_null(a->fields.at[1].cases[1].when);
	assert_int_equal(a->fields.at[2].ncases, 1);
	assert_text(a->tables.at[0].file.text, "named.csv");
	assert_text(a->tables.at[0].key.text, "domain");
}

static void check_road(const struct agreement *a)
{
	assert_int_equal(a->stages.n, 3);
	assert_null(a->stages.at[0].at);
	assert_non_null(a->stages.at[1].at);
	assert_null(a->stages.at[1].when);
	assert_non_null(a->stages.at[2].when);
	assert_text(a->stages.at[2].value->text, "amount");
	assert_int_equal(agreement_stage(a, STR("WON")), 2);
	assert_true(agreement_stage(a, STR("lost")) == SIZE_MAX);
	assert_int_equal(a->exits.n, 2);
	assert_text(a->exits.at[0].reason->text, "lost_reason");
	assert_text(a->handovers.at[0].to.text, "mql");
	assert_int_equal(a->benchmarks.n, 4);
	assert_int_equal(a->benchmarks.at[0].what, BENCHMARK_STEP);
	assert_true(fabs(a->benchmarks.at[0].share - 0.13) < 1e-12);
	assert_text(a->benchmarks.at[0].label, "industry");
	assert_int_equal(a->benchmarks.at[1].what, BENCHMARK_COMPLIANCE);
	assert_int_equal(a->benchmarks.at[2].what, BENCHMARK_BACKLOG);
	assert_int_equal(a->benchmarks.at[3].what, BENCHMARK_LEFT_OVER);
	assert_ptr_equal(agreement_left_over(a, PERIOD_QUARTER), &a->benchmarks.at[3]);
	assert_null(agreement_left_over(a, PERIOD_MONTH));
	assert_text(a->benchmarks.at[3].label, "plan");
}

static void check_scores(const struct agreement *a)
{
	const struct score *fit = &a->scores.at[0], *heat = &a->scores.at[1];

	assert_int_equal(a->scores.n, 2);
	assert_true(fit->ranged && fit->low == 0 && fit->high == 50 && !fit->half_life);
	assert_int_equal(fit->nrules, 3);
	assert_text(fit->rules[0].label, "decides");
	assert_int_equal(fit->rules[0].when->op, EXPR_OR);
	assert_true(isnan(fit->rules[0].most));
	assert_true(fit->rules[1].points == -2.5 && fit->rules[1].most == 10);
	assert_text(fit->rules[2].label, "size > 3");
	assert_true(heat->low == -10 && heat->half_life == 36 * INT64_C(3600000000));
	assert_text(heat->since->text, "last_activity_at");
	assert_int_equal(a->grades.n, 2);
	assert_int_equal(a->grades.at[0].ncuts, 3);
	assert_true(a->grades.at[0].cuts[1].from == 25);
	assert_text(a->grades.at[1].cuts[1].letter, "2");
	assert_int_equal(a->mql.n, 2);
	assert_text(a->mql.at[1].label, "lead_source = \"Partner\"");
	assert_int_equal(a->priority.n, 2);
	assert_int_equal(a->criteria.n, 2);
	assert_true(a->criteria.at[1].yes && a->criteria.at[1].no);
	assert_int_equal(a->sql.n, 1);
	assert_int_equal(a->folds.n, 1);
	assert_true(a->folds.at[0].newest_first && !a->folds.at[0].keeps_first);
	assert_int_equal(a->folds.at[0].kept.n, 2);
	assert_int_equal(a->folds.at[0].lines.n, 2);
	assert_int_equal(fold_line_named(a->folds.at, a->folds.at[0].lines.at[1].as_of), 0);
}

static const struct same_part *part_of(const struct same_lead *s, size_t key, size_t part)
{
	assert_true(key < s->keys.n && part < s->keys.at[key].parts.n);
	return &s->keys.at[key].parts.at[part];
}

static void check_same_lead(const struct agreement *a)
{
	const struct same_lead *s = &a->sames.at[0];

	assert_int_equal(a->sames.n, 1);
	assert_int_equal(s->keys.n, 6);
	assert_text(s->keys.at[0].words.text, "email ignoring tags dots");
	assert_true(part_of(s, 0, 0)->of == SAME_EMAIL && part_of(s, 0, 0)->dots && part_of(s, 0, 0)->tags);
	assert_true(part_of(s, 1, 0)->of == SAME_PHONE && s->keys.at[1].any_name && !s->keys.at[2].any_name);
	assert_true(part_of(s, 2, 0)->of == SAME_DOMAIN && part_of(s, 2, 1)->of == SAME_NAME);
	assert_true(part_of(s, 3, 0)->of == SAME_VALUE && part_of(s, 3, 0)->value->op == EXPR_COLUMN);
	assert_true(part_of(s, 4, 1)->of == SAME_VALUE && part_of(s, 4, 1)->value->op == EXPR_CALL);
	assert_int_equal(s->keys.at[4].parts.n, 2);
	assert_true(part_of(s, 5, 0)->of == SAME_COMPANY && !part_of(s, 5, 0)->value);
	assert_text(str_slice(s->words.text, s->words.text.n - 39, s->words.text.n),
		    "with domain(website), company with name");
	assert_int_equal(s->most_names, 5);
	assert_int_equal(s->apart.n, 2);
	assert_text(s->apart.at[1]->text, "region");
	assert_int_equal(s->keeps.n, 6);
	assert_text(s->keeps.at[1].column->text, "phone");
	assert_true(s->keeps.at[0].rule == KEEP_LAST && s->keeps.at[0].by && s->keeps.at[1].by);
	assert_true(!s->keeps.at[2].column && s->keeps.at[2].rule == KEEP_FIRST && !s->keeps.at[2].by);
	assert_int_equal(s->keeps.at[3].rule, KEEP_MAX);
	assert_int_equal(s->keeps.at[4].rule, KEEP_ANY_YES);
	assert_int_equal(s->keeps.at[5].rule, KEEP_LIST);
}

static void check_calendars(const struct agreement *a)
{
	const struct office *chicago = &a->calendars.at[0], *rest = &a->calendars.at[1];
	const struct weekly_hours *night = &rest->weekly.at[rest->weekly.n - 1];

	assert_int_equal(a->calendars.n, 2);
	assert_true(chicago->when && chicago->zone && !rest->when && !rest->zone);
	assert_text(chicago->name.text, "office");
	assert_text(chicago->holidays.at[0].file.text, "us.ics");
	assert_null(chicago->holidays.at[0].when);
	assert_int_equal(chicago->weekly.n, 5);
	assert_true(chicago->weekly.at[4].weekday == 4 && chicago->weekly.at[4].hours.to == 17 * 60 + 30);
	assert_int_equal(rest->weekly.n, 4 * 2 + 1 + 2);
	assert_true(night->weekday == 6 && night->hours.from == 22 * 60 && night->hours.to == 30 * 60);
	assert_int_equal(rest->closed.n, 3);
	assert_int_equal(rest->closed.at[0].last - rest->closed.at[0].first, 7);
	assert_int_equal(rest->closed.at[0].hours.to, 0);
	assert_true(rest->closed.at[1].first == day_number(2026, 6, 5) &&
		    rest->closed.at[1].hours.to == 24 * 60);
	assert_int_equal(rest->closed.at[2].last - rest->closed.at[2].first, 30);
	assert_non_null(rest->holidays.at[0].when);
	assert_int_equal(rest->open.n, 2);
	assert_true(rest->open.at[1].last == day_number(2026, 12, 28) &&
		    rest->open.at[1].hours.from == 13 * 60);
}

static void check_within(const struct promise *p, int64_t minutes, int64_t days, bool office, bool when)
{
	assert_int_equal(p->span, minutes * INT64_C(60000000));
	assert_int_equal(p->days, days);
	assert_int_equal(p->calendar.text.p != NULL, office);
	assert_int_equal(p->when != NULL, when);
}

static void check_clocks(const struct agreement *a)
{
	const struct sla *accept = &a->slas.at[0], *call = &a->slas.at[1];

	assert_int_equal(a->slas.n, 2);
	assert_text(accept->name.text, "accept");
	assert_int_equal(accept->from->op, EXPR_NAME);
	assert_text(accept->from->text, "mql");
	assert_ptr_equal(agreement_step(a, accept->from), &a->stages.at[1]);
	assert_int_equal(accept->to.n, 3);
	assert_ptr_equal(agreement_step(a, accept->to.at[0]), &a->stages.at[2]);
	assert_ptr_equal(agreement_step(a, accept->to.at[1]), &a->exits.at[0]);
	assert_int_equal(accept->to.at[2]->op, EXPR_COLUMN);
	assert_text(accept->to.at[2]->text, "First answer");
	assert_null(agreement_step(a, accept->to.at[2]));
	assert_int_equal(accept->warn, 750000);
	assert_int_equal(accept->promises.n, 4);
	check_within(&accept->promises.at[0], 90, 0, true, true);
	check_within(&accept->promises.at[1], 90, 0, false, true);
	check_within(&accept->promises.at[2], 0, 1, false, true);
	check_within(&accept->promises.at[3], 0, 2, true, false);
	assert_int_equal(accept->promises.at[0].when->op, EXPR_OR);
	assert_text(accept->promises.at[3].calendar.text, "office");
	assert_int_equal(accept->pauses.n, 2);
	assert_non_null(accept->pauses.at[0].when);
	assert_null(accept->pauses.at[1].when);
	assert_text(accept->pauses.at[1].from->text, "waiting_since");
	assert_int_equal(accept->pauses.at[1].to->op, EXPR_COLUMN);
	assert_int_equal(call->promises.n, 2);
	check_within(&call->promises.at[0], 180, 0, false, true);
	check_within(&call->promises.at[1], 60, 0, false, false);
	assert_int_equal(call->pauses.n, 1);
	assert_int_equal(call->warn, 0);
	assert_int_equal(statement_find(statement_row("sla"), a, STR("Call")), 1);
	assert_true(statement_find(statement_row("sla"), a, STR("office")) == SIZE_MAX);
	assert_int_equal(statement_find(statement_row("calendar"), a, STR("OFFICE")), 0);
	assert_int_equal(agreement_exit(a, STR("gone")), 1);
	assert_true(agreement_exit(a, STR("won")) == SIZE_MAX);
}

static void check_meeting(const struct agreement *a)
{
	const struct give_back *gone = &a->returns.at[0], *lost = &a->returns.at[1];

	assert_int_equal(a->accepts.n, 1);
	assert_int_equal(a->accepts.at[0].sets.n, 2);
	assert_text(a->accepts.at[0].sets.at[0].value.text, "Working");
	assert_int_equal(a->accepts.at[0].sets.at[1].column->op, EXPR_COLUMN);
	assert_int_equal(a->returns.n, 2);
	assert_text(gone->exit.text, "gone");
	assert_int_equal(gone->reasons.n, 2);
	assert_text(gone->reasons.at[1].text, "no budget");
	assert_text(gone->sets.at[0].column->text, "status");
	assert_true(!lost->reasons.n && !lost->sets.n);
	assert_int_equal(statement_find(statement_row("return"), a, STR("Lost")), 1);
	assert_int_equal(a->contact.n, 2);
	assert_text(a->contact.at[1]->text, "Direct dial");
	assert_int_equal(a->asks.n, 2);
	assert_text(a->asks.at[0]->text, "Budget");
}

static void check_limit(const struct route_limit *l, enum route_period per, const char *words)
{
	assert_int_equal(l->per, per);
	assert_non_null(l->most);
	assert_text(str_slice(l->most->where->body, l->span.at, l->span.at + l->span.n), words);
}

static void check_routes(const struct agreement *a)
{
	static const enum route_share shares[] = { SHARE_WEIGHT, SHARE_LOAD, SHARE_EQUALLY, SHARE_HASH,
						   SHARE_WEIGHT };
	const struct route *named = &a->routes.at[0], *region = &a->routes.at[1], *rest = &a->routes.at[2];

	assert_text(a->roster.text, "reps.csv");
	assert_ptr_equal(a->roster.where, a->text);
	assert_text(a->otherwise.text, "nurture");
	assert_int_equal(a->routes.n, 5);
	for (size_t i = 0; i < a->routes.n; i++)
		assert_int_equal(a->routes.at[i].share, shares[i]);
	assert_text(named->name.text, "named");
	assert_text(named->to->text, "named.owner");
	assert_true(named->when && !named->among && !named->prefer && !named->balance && !named->wait);
	assert_int_equal(named->limits.n, 1);
	check_limit(&named->limits.at[0], PER_DAY, "at most 3 per day");
	assert_null(region->to);
	assert_text(region->when->text, "mql");
	assert_int_equal(region->among->op, EXPR_AND);
	assert_int_equal(region->prefer->op, EXPR_SUBTRACT);
	assert_text(region->balance->text, "grade");
	assert_true(region->wait);
	assert_int_equal(region->together_by, TOGETHER_COMPANY);
	assert_text(region->together->text, "company");
	assert_null(named->together);
	assert_int_equal(region->limits.n, 4);
	check_limit(&region->limits.at[0], PER_DAY, "at most rep.capacity per day");
	check_limit(&region->limits.at[1], PER_WEEK, "at most 2 * rep.capacity per week");
	check_limit(&region->limits.at[2], PER_MONTH, "at most 50 per month");
	check_limit(&region->limits.at[3], PER_RUN, "at most 100 per run");
	assert_text(rest->name.text, "The rest");
	assert_true(rest->when && !rest->to && !rest->among && !rest->limits.n && !rest->wait);
	assert_int_equal(rest->together_by, TOGETHER_VALUE);
	assert_int_equal(rest->together->op, EXPR_CALL);
	assert_text(a->routes.at[3].name.text, "at");
	assert_int_equal(a->routes.at[3].together_by, TOGETHER_DOMAIN);
	assert_text(a->routes.at[3].together->text, "email");
	assert_null(a->routes.at[4].together);
	assert_null(a->routes.at[4].when);
}

static void test_whole(void **unused)
{
	(void)unused;
	struct agreement a;

	read_good(&a, whole, NULL);
	check_head(&a);
	check_road(&a);
	check_scores(&a);
	check_calendars(&a);
	check_clocks(&a);
	check_routes(&a);
	check_meeting(&a);
	check_same_lead(&a);
	agreement_release(&a);
}

/* The same agreement whichever way its lines end. */
static void test_line_ends(void **unused)
{
	(void)unused;
	struct buf crlf = { 0 };
	struct agreement a;

	for (const char *p = whole; *p; p++) {
		if (*p == '\n' && p[-1] != '\r')
			buf_char(&crlf, '\r');
		buf_char(&crlf, *p);
	}
	buf_str(&crlf, STR("\r\n\r\n# the end\r\n\0"));
	read_good(&a, crlf.p, NULL);
	check_head(&a);
	check_road(&a);
	check_scores(&a);
	check_calendars(&a);
	check_clocks(&a);
	check_routes(&a);
	check_meeting(&a);
	check_same_lead(&a);
	agreement_release(&a);
	buf_release(&crlf);
}

static void test_layers(void **unused)
{
	(void)unused;
	struct agreement a;

	read_good(&a, whole,
		  "mql when fit > 1\nstage only\nmql when fit > 2\nhandover only to end\nstage "
		  "end\nbenchmark only to end 5%");
	assert_int_equal(a.mql.n, 2); /* both of the layer, none of the file */
	assert_text(a.mql.at[0].label, "fit > 1");
	assert_int_equal(a.stages.n, 2);
	assert_int_equal(a.exits.n, 2); /* not said in the layer: the file's */
	assert_int_equal(a.scores.n, 2);
	assert_text(a.title, "Sample: \"all\" of it");
	assert_int_equal(a.slas.n, 0); /* both name a stage that is gone */
	agreement_release(&a);
}

/* A mistake hides no other: N wrong lines, N messages. */
static void test_all_mistakes(void **unused)
{
	(void)unused;
	static const char *const wrong[] = { "stge a\n",
					     "mql page_views\n",
					     "exit x\n",
					     "grade fit A 3\n",
					     "score s 5..1\n +1 when a\n",
					     "bant b maybe\n",
					     "dates iso\n",
					     "benchmark a to b 300%\n",
					     "score t\n  1 when a\n",
					     "mql when a = \n",
					     "mql when (a = 1\n",
					     "missing\n",
					     "ignore a\n",
					     "field f\n",
					     "table t\n",
					     "sla a from b to\n  within 2 hours\n",
					     "sla a from b to c\n  within 2 hours\n  within 2 weeks\n",
					     "route a to b\n  at most 5\n  at most 5 per day\n",
					     "assign in order by a\n",
					     "otherwise nurture\n",
					     "accept sets a\n",
					     "return recycled sets a\n",
					     "contact \"a\"\n",
					     "ask a,\n",
					     "same lead by company\n  keep a list\n" };
	enum { N = sizeof wrong / sizeof *wrong };

	for (size_t from = 0; from < N; from++) {
		struct buf text = { 0 };
		struct diags diags;
		struct agreement a;
		for (size_t i = 0; i < N; i++)
			buf_str(&text, str_from(wrong[(from + i * 7) % N]));
		buf_char(&text, '\0');
		read_text(&a, text.p, NULL, &diags);
		assert_int_equal(diags.errors, N);
		agreement_release(&a);
		diags_release(&diags);
		buf_release(&text);
	}
}

/* What -e takes away takes along the clocks that stand on it, whole, and what is asked of them. */
static void test_clocks_left_out(void **unused)
{
	(void)unused;
	static const struct {
		const char *layer;
		size_t clocks, benchmarks; /* left of two and four */
	} cases[] = {
		{ "mql when a = 1", 2, 4 },
		{ "exit x at x_at", 0, 3 },
		{ "exit lost at lost_at\nexit x at x_at", 2, 4 },
		{ "exit lost when a = 1", 0, 3 },
		{ "stage inquiry\nstage mql at b\nstage sold at c", 1, 3 },
		{ "stage inquiry\nstage mql at b\nexit won at c\nexit lost at d", 2, 4 },
		{ "calendar shop hours mon 09:00-17:00", 1, 3 },
		{ "calendar shop hours mon 09:00-17:00\ncalendar Office hours mon 09:00-17:00", 2, 4 },
		{ "sla call from lost to mql within 1 hour", 1, 3 },
		{ "sla accept from lost to mql within 1 hour", 1, 4 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct agreement a;
		read_good(&a, whole, cases[i].layer);
		assert_int_equal(a.slas.n, cases[i].clocks);
		assert_int_equal(a.benchmarks.n, cases[i].benchmarks);
		agreement_release(&a);
	}
}

/* Routes that stand on what -e took away go whole; the roster and the rest stay. */
static void test_routes_left_out(void **unused)
{
	(void)unused;
	static const char text[] =
		"score fit\n +1 when a = 1\nscore heat\n +1 when a = 2\n"
		"bant need yes when a = 1\nroster \"reps.csv\"\n"
		"route first when fit > 1\nroute second when a = 1 among rep.least <= fit\n"
		"route third prefer heat - rep.cold\nroute fourth at most heat per day\n"
		"route fifth balance by bant_need\nroute sixth when a = 1 to lower(heat)\n"
		"route seventh together by heat + 1\n"
		"assign in order of heat + 1 descending\n"
		"otherwise \"nurture\"\n";
	static const struct {
		const char *layer;
		size_t routes;
		const char *first;
		size_t orders;
	} cases[] = {
		{ "mql when a = 1", 7, "first", 1 },
		{ "score heat\n +1 when a = 3", 5, "third", 1 },
		{ "score fit\n +1 when a = 3", 3, "first", 0 },
		{ "score other\n +1 when a = 3", 1, "fifth", 0 },
		{ "bant budget yes when a = 3", 6, "first", 1 },
		{ "route only when fit > 2", 1, "only", 1 },
		{ "roster \"others.csv\"", 7, "first", 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct agreement a;
		read_good(&a, text, cases[i].layer);
		assert_int_equal(a.routes.n, cases[i].routes);
		assert_text(a.routes.at[0].name.text, cases[i].first);
		assert_int_equal(a.orders.n, cases[i].orders);
		assert_true(!a.orders.n || (a.orders.at[0].descending && a.orders.at[0].of->op == EXPR_ADD));
		assert_text(a.roster.text, i == 6 ? "others.csv" : "reps.csv");
		assert_text(a.otherwise.text, "nurture");
		agreement_release(&a);
	}
}

/* So do the ways back by exits that are gone, and what no criterion reads any more. */
static void test_meeting_left_out(void **unused)
{
	(void)unused;
	static const struct {
		const char *layer;
		size_t returns, contacts, asks; /* left of two each */
	} cases[] = {
		{ "mql when a = 1", 2, 2, 2 },
		{ "exit lost at lost_at", 1, 2, 2 },
		{ "exit other at lost_at", 0, 2, 2 },
		{ "bant need yes when need = 1", 2, 2, 1 },
		{ "bant other yes when size = 1", 2, 2, 0 },
		{ "+bant other yes when size = 1\nask size", 2, 2, 1 },
		{ "return gone", 1, 2, 2 },
		{ "contact email", 2, 1, 2 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct agreement a;
		read_good(&a, whole, cases[i].layer);
		assert_int_equal(a.returns.n, cases[i].returns);
		assert_int_equal(a.contact.n, cases[i].contacts);
		assert_int_equal(a.asks.n, cases[i].asks);
		agreement_release(&a);
	}
}

/* What makes rows one lead is said once: a layer says it anew, and it goes with a field that it names. */
static void test_same_lead_in_layers(void **unused)
{
	(void)unused;
	struct diags diags;
	struct agreement a;

	read_good(&a, whole, "same lead by external_id");
	assert_int_equal(a.sames.n, 1);
	assert_text(a.sames.at[0].words.text, "external_id");
	assert_int_equal(a.sames.at[0].most_names, SAME_NAMES_MOST);
	assert_int_equal(a.sames.at[0].keeps.n, 0);
	agreement_release(&a);
	read_good(&a, whole, "field size \"Headcount\"");
	assert_int_equal(a.sames.n, 0); /* apart when region differ */
	agreement_release(&a);
	read_good(&a, whole, "+field other \"Headcount\"");
	assert_int_equal(a.sames.n, 1);
	agreement_release(&a);
	read_text(&a, whole, "+same lead by external_id", &diags);
	assert_int_equal(diags.errors, 1);
	agreement_release(&a);
	diags_release(&diags);
}

/* A route is told to be behind one that takes every lead only where that is certain. */
static void test_routes_behind(void **unused)
{
	(void)unused;
	static const struct {
		const char *text;
		unsigned errors;
	} cases[] = {
		{ "route a to \"Nora\"\n", 1 },
		{ "route a when b = 1 to \"Nora\"\n", 0 },
		{ "route a to \"Nora\" at most 5 per day\n", 0 },
		{ "route a to \"Nora\" at most 5 per day else wait\n", 1 },
		{ "route a to named.owner\n", 0 },
		{ "route a to named.owner else wait\n", 0 },
		{ "roster \"reps.csv\"\nroute a to \"Nora\"\n", 0 }, /* who may be away */
		{ "roster \"reps.csv\"\nroute a among rep.team = \"x\"\n", 0 },
		{ "roster \"reps.csv\"\nroute a else wait\n", 1 },
		{ "roster \"reps.csv\"\nroute a when b = 1 else wait\n", 0 },
		{ "table rep \"x.csv\" by a = a\nroute a when rep.x = 1 to rep.y\n", 0 },
		{ "table rep \"x.csv\" by a = a\nroute a when rep.x = 1\n", 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf text = { 0 };
		struct diags diags;
		struct agreement a;
		buf_str(&text, str_from(cases[i].text));
		buf_str(&text, STR("route last to \"Ole\"\n"));
		buf_char(&text, '\0');
		read_text(&a, text.p, NULL, &diags);
		if (diags.errors != cases[i].errors)
			fail_msg("%s: %.*s", text.p, STR_ARG(buf_view(&diags.out)));
		agreement_release(&a);
		diags_release(&diags);
		buf_release(&text);
	}
}

/* No name is taken: columns called as words of the language are. */
static void test_no_word_is_reserved(void **unused)
{
	(void)unused;
	static const char *const words[] = { "at",    "when",	"to",	     "from",  "within", "per",
					     "value", "reason", "rank",	     "stage", "score_", "points",
					     "most",  "by",	"in_",	     "since", "half",	"else",
					     "days",  "file",	"otherwise", "among", "missing" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct buf text = { 0 }, csv = { 0 };
		struct leads l;
		struct record r;
		buf_print(&text, "score s\n +3 when %s = 7 \"x\"\nmql when %s = 7\n", words[i], words[i]);
		buf_char(&text, '\0');
		buf_print(&csv, "%s,b\n7,1\n", words[i]);
		buf_char(&csv, '\0');
		leads_init(&l, text.p, csv.p, "2026-10-31");
		const struct code *s = leads_bind(&l, "s");
		leads_begin(&l);
		assert_true(code_number(s, leads_at(&l, 0, &r)) == 3);
		leads_release(&l);
		buf_release(&text);
		buf_release(&csv);
	}
}

/* Partials and ledgers know an agreement by it: it must not change when the language grows. */
static void test_fingerprint(void **unused)
{
	(void)unused;
	struct agreement a;

	read_good(&a, whole, NULL);
	assert_true(agreement_fingerprint(&a, false) == UINT64_C(0x534a1ad7296c1869));
	assert_true(agreement_fingerprint(&a, true) == UINT64_C(0x9a5d188b61e45bad));
	agreement_release(&a);
}

static void test_tables(void **unused)
{
	(void)unused;
	for (const struct statement *s = statements; s->keyword; s++) {
		assert_ptr_equal(statement_row(s->keyword), s); /* no keyword twice */
		assert_true(s->read && s->form);
	}
	for (const struct builtin_field *a = builtin_fields; a->name; a++)
		for (const struct builtin_field *b = a + 1; b->name; b++)
			assert_string_not_equal(a->name, b->name);
}

static bool is_spelling(const struct builtin_field *b, struct str loose)
{
	struct buf scratch = { 0 };
	bool is = str_eq(loose_text(str_from(b->name), &scratch), loose);

	for (struct str rest = str_from(b->headers); rest.n && !is;) {
		const char *bar = memchr(rest.p, '|', rest.n);
		size_t n = bar ? (size_t)(bar - rest.p) : rest.n;
		is = str_eq(loose_text(str_slice(rest, 0, n), &scratch), loose);
		rest = str_slice(rest, n + !!bar, rest.n);
	}
	buf_release(&scratch);
	return is;
}

/* They are in order, as headers are compared, of fields that there are, and none is what English calls any
 * field. */
static void test_translations(void **unused)
{
	(void)unused;
	struct buf scratch = { 0 };
	const struct str lines = translations();
	struct str before = STR("");
	size_t n = 0;

	for (size_t at = 0, end; at < lines.n; at = end + 1, n++) {
		struct translation t = translation_at(lines, at, &end);
		size_t fields = 0;
		assert_true(str_compare(before, t.header) < 0 && t.language.n);
		char written[128];
		assert_true(t.header.n < sizeof written);
		memcpy(written, t.header.p, t.header.n);
		for (size_t i = 1; i + 1 < t.header.n; i++) /* of "Deal - Wert" */
			if (written[i - 1] == ' ' && written[i] == ' ' && written[i + 1] == ' ')
				written[i] = '-';
		assert_true(str_eq(loose_text((struct str){ written, t.header.n }, &scratch), t.header));
		for (const struct builtin_field *b = builtin_fields; b->name; b++) {
			fields += str_eq(str_from(b->name), t.field);
			assert_false(is_spelling(b, t.header));
		}
		assert_int_equal(fields, 1);
		assert_ptr_equal(translation_of(t.header).header.p, t.header.p);
		before = t.header;
	}
	assert_true(n > 500);
	assert_int_equal(translation_of(STR("")).field.n + translation_of(STR("\xFF")).field.n, 0);
	buf_release(&scratch);
}

/* The built-in agreement reads without a word, and what --print-agreement prints is it. */
static void test_builtin(void **unused)
{
	(void)unused;
	struct diags diags = { .tool = "test" };
	struct agreement a;

	agreement_read(&a, NULL, NULL, 0, &diags);
	assert_int_equal(diags.errors, 0);
	assert_int_equal(diags.out.n, 0);
	assert_true(a.scores.n >= 3 && a.stages.n >= 5 && a.criteria.n == 4 && a.mql.n && a.sql.n);
	for (size_t i = 0; i < a.scores.n; i++)
		assert_true(a.scores.at[i].ranged && a.scores.at[i].nrules);
	agreement_release(&a);
}

/* So do the shapes, each of which has a fold. */
static void test_shapes(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < 4; i++) {
		struct named_text shape = agreement_shape(i);
		struct diags diags = { .tool = "test" };
		struct agreement a;
		agreement_read_text(&a, shape.name, shape.body, NULL, 0, &diags);
		assert_int_equal(diags.errors, 0);
		assert_int_equal(a.folds.n, 1);
		agreement_release(&a);
		diags_release(&diags);
	}
}

/* The forms of a promise, and what each says. */
static void test_promises(void **unused)
{
	static const char text[] =
		"stage mql at a\nstage sql at b\nstage won at c value v\nexit recycled at d\n"
		"calendar office\n    hours mon-fri 09:00-17:00\n"
		"promise 120 mql per month from 2026-07-01 until 2027-06 \"FY27\"\n"
		"promise at most 40 mql per week in office days when country = \"DE\"\n"
		"promise 250000.25 value  of won   per quarter # a comment\n"
		"promise mql to sql at least 13.5% within 90 days per quarter\n"
		"promise mql to recycled at most 20% within 12 hours per day\n"
		"promise cost of mql at most 90 per month\n"
		"promise share of won at least 30% per year when x = 1\n"
		"promise 900 won by 2028-02 since 2027-09-01 like the year before\n"
		"promise value of won from \"plan.csv\" per month\n";
	struct agreement a;

	(void)unused;
	read_good(&a, text, NULL);
	assert_int_equal(a.pledges.n, 9);
	const struct pledge *g = a.pledges.at;
	assert_text(g[0].label, "FY27");
	assert_text(g[0].words.text, "120 mql per month from 2026-07-01 until 2027-06");
	assert_true(g[0].of == PLEDGE_COUNT && g[0].promised == 120000000 && !g[0].most && !g[0].once);
	assert_true(g[0].unit == PERIOD_MONTH && g[0].from == day_number(2026, 7, 1));
	assert_true(g[0].until == day_number(2027, 6, 30));
	assert_true(g[1].most && g[1].unit == PERIOD_WEEK && g[1].when && g[1].from == INT64_MIN);
	assert_text(g[1].calendar.text, "office");
	assert_true(g[2].of == PLEDGE_VALUE && g[2].promised == 250000250000);
	assert_text(g[2].label, "250000.25 value of won per quarter");
	assert_true(g[3].of == PLEDGE_RATE && g[3].promised == 135000 && g[3].within == 90 * DAY_US);
	assert_text(g[3].to->text, "sql");
	assert_true(g[4].most && g[4].within == DAY_US / 2);
	assert_true(g[5].of == PLEDGE_COST && g[5].most && g[5].promised == 90000000);
	assert_true(g[6].of == PLEDGE_SHARE && g[6].promised == 300000 && g[6].when);
	assert_true(g[7].once && g[7].as_before && g[7].until == day_number(2028, 2, 29));
	assert_true(g[8].of == PLEDGE_VALUE && g[8].until == INT64_MAX);
	assert_text(g[8].file.text, "plan.csv");
	agreement_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_layers),
		cmocka_unit_test(test_all_mistakes),
		cmocka_unit_test(test_clocks_left_out),
		cmocka_unit_test(test_no_word_is_reserved),
		cmocka_unit_test(test_routes_left_out),
		cmocka_unit_test(test_routes_behind),
		cmocka_unit_test(test_fingerprint),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_translations),
		cmocka_unit_test(test_builtin),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_promises),
		cmocka_unit_test(test_meeting_left_out),
		cmocka_unit_test(test_same_lead_in_layers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
