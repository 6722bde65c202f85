/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statements of the language: the parts of each, then a row each. See statement.h. */
#include "agreement/statement.h"

/* Where a struct of the model has a member; a warning if that is not of the type. */
#define MEMBER(type, member, of) \
	(offsetof(struct type, member) + 0 * sizeof((of *)NULL == &((struct type *)NULL)->member))
#define EXPR(kind, word, type, member) \
	.role = ROLE_##kind, .clause = (word), .at = MEMBER(type, member, struct expr *)
#define REFERS(keyword, type, member) \
	.role = ROLE_REFERS, .refers = (keyword), .at = MEMBER(type, member, struct word)
#define EACH(type, array, count, of_each)                                                        \
	.role = ROLE_LIST, .at = offsetof(struct type, array), .n = MEMBER(type, count, size_t), \
	.each = sizeof *((struct type *)NULL)->array, .parts = (of_each)
#define ITSELF(kind, word) .role = ROLE_##kind, .clause = (word)

/* ---- the parts of each statement ---- */

static const struct part column_parts[] = { { ITSELF(COLUMN, "in") }, { 0 } };
static const struct part dates_parts[] = { { EACH(column_dates, in, nin, column_parts) }, { 0 } };
static const struct part missing_parts[] = { { EACH(missing_words, in, nin, column_parts) }, { 0 } };

static const struct part holiday_parts[] = {
	{ EXPR(CONDITION, "when", holiday_file, when), .whose = OF_FILE },
	{ 0 },
};
static const struct part calendar_parts[] = {
	{ EXPR(CONDITION, "when", office, when) },
	{ EACH(office, holidays.at, holidays.n, holiday_parts) },
	{ 0 },
};

static const struct part condition_parts[] = { { EXPR(CONDITION, "when", condition, when) }, { 0 } };

static const struct part case_parts[] = {
	{ EXPR(VALUE, NULL, field_case, value) },
	{ EXPR(CONDITION, "when", field_case, when) },
	{ 0 },
};
static const struct part field_parts[] = { { EACH(field, cases, ncases, case_parts) }, { 0 } };

static const struct part table_parts[] = { { EXPR(TEXT, "by", side_table, by) }, { 0 } };

static const struct part stage_parts[] = {
	{ EXPR(CONDITION, "when", step, when) },
	{ EXPR(TIME, "at", step, at), .hints = true },
	{ EXPR(NUMBER, "value", step, value), .hints = true },
	{ 0 },
};
static const struct part exit_parts[] = {
	{ EXPR(CONDITION, "when", step, when) },
	{ EXPR(TIME, "at", step, at), .hints = true },
	{ EXPR(TEXT, "reason", step, reason) },
	{ 0 },
};

static const struct part rule_parts[] = {
	{ EXPR(CONDITION, "when", rule, when) },
	{ EXPR(NUMBER, "per", rule, per), .hints = true },
	{ 0 },
};
static const struct part score_parts[] = {
	{ EXPR(TIME, "since", score, since), .hints = true },
	{ EACH(score, rules, nrules, rule_parts) },
	{ 0 },
};

static const struct part grade_parts[] = { { EXPR(NUMBER, NULL, grade, of) }, { 0 } };

static const struct part criterion_parts[] = {
	{ EXPR(CONDITION, "yes when", criterion, yes) },
	{ EXPR(CONDITION, "no when", criterion, no) },
	{ 0 },
};

static const struct part priority_parts[] = { { ITSELF(VALUE, NULL) }, { 0 } };

static const struct part limit_parts[] = {
	{ EXPR(NUMBER, "at most", route_limit, most), .whose = OF_REP },
	{ 0 },
};
static const struct part route_parts[] = {
	{ EXPR(CONDITION, "when", route, when) },
	{ EXPR(TEXT, "to", route, to) },
	{ EXPR(CONDITION, "among", route, among), .whose = OF_REP },
	{ EXPR(VALUE, "prefer", route, prefer), .whose = OF_REP },
	{ EXPR(VALUE, "balance", route, balance) },
	{ EXPR(VALUE, "together", route, together) },
	{ EACH(route, limits.at, limits.n, limit_parts) },
	{ 0 },
};

static const struct part assign_parts[] = { { EXPR(VALUE, "in order of", assign_order, of) }, { 0 } };

static const struct part handover_parts[] = {
	{ REFERS("stage", handover, from) },
	{ REFERS("stage", handover, to) },
	{ 0 },
};

static const struct part target_parts[] = { { ITSELF(MOMENT, "to") }, { 0 } };
static const struct part promise_parts[] = {
	{ REFERS("calendar", promise, calendar) },
	{ EXPR(CONDITION, "when", promise, when) },
	{ 0 },
};
static const struct part pause_parts[] = {
	{ EXPR(CONDITION, "when", pause, when) },
	{ EXPR(MOMENT, "from", pause, from) },
	{ EXPR(MOMENT, "to", pause, to) },
	{ 0 },
};
static const struct part sla_parts[] = {
	{ EXPR(MOMENT, "from", sla, from) },
	{ EACH(sla, to.at, to.n, target_parts) },
	{ EACH(sla, promises.at, promises.n, promise_parts) },
	{ EACH(sla, pauses.at, pauses.n, pause_parts) },
	{ 0 },
};

static const struct part benchmark_parts[] = {
	{ REFERS("stage", benchmark, from) },
	{ REFERS("stage", benchmark, to) },
	{ REFERS("sla", benchmark, clock) },
	{ 0 },
};

static const struct part pledge_parts[] = {
	{ REFERS("stage", pledge, stage) },
	{ EXPR(MOMENT, "to", pledge, to) },
	{ REFERS("calendar", pledge, calendar) },
	{ EXPR(CONDITION, "when", pledge, when) },
	{ 0 },
};

static const struct part setting_parts[] = { { EXPR(VALUE, "sets", setting, column) }, { 0 } };
static const struct part accept_parts[] = {
	{ EACH(acceptance, sets.at, sets.n, setting_parts) },
	{ 0 },
};
static const struct part return_parts[] = {
	{ REFERS("exit", give_back, exit) },
	{ EACH(give_back, sets.at, sets.n, setting_parts) },
	{ 0 },
};
static const struct part contact_parts[] = { { ITSELF(VALUE, NULL) }, { 0 } };
static const struct part ask_parts[] = { { ITSELF(VALUE, NULL), .asked = true }, { 0 } };

#define EVENT(kind, word, member)                                      \
	{                                                              \
		EXPR(kind, word, fold_line, member), .whose = OF_EVENT \
	}
static const struct part fold_line_parts[] = {
	EVENT(VALUE, NULL, value),   EVENT(CONDITION, "when", when), EVENT(TIME, "after", after),
	EVENT(TIME, "as of", as_of), EVENT(VALUE, "before", before), { 0 },
};
static const struct part kept_parts[] = { { ITSELF(COLUMN, "keeping"), .whose = OF_EVENT }, { 0 } };
static const struct part fold_parts[] = {
	{ EXPR(TEXT, "by", fold, by), .whose = OF_EVENT },
	{ EXPR(TIME, "sorted by", fold, sorted), .whose = OF_EVENT },
	{ EACH(fold, kept.at, kept.n, kept_parts) },
	{ EACH(fold, lines.at, lines.n, fold_line_parts) },
	{ 0 },
};

static const struct part key_part_parts[] = {
	{ EXPR(VALUE, "by", same_part, value), .whose = OF_TWIN },
	{ 0 },
};
static const struct part key_parts[] = { { EACH(same_key, parts.at, parts.n, key_part_parts) }, { 0 } };
static const struct part apart_parts[] = { { ITSELF(COLUMN, "apart when"), .whose = OF_TWIN }, { 0 } };
static const struct part keep_parts[] = {
	{ EXPR(COLUMN, "keep", same_keep, column), .whose = OF_TWIN },
	{ EXPR(TIME, "by", same_keep, by), .whose = OF_TWIN },
	{ 0 },
};
static const struct part same_parts[] = {
	{ EACH(same_lead, keys.at, keys.n, key_parts) },
	{ EACH(same_lead, apart.at, apart.n, apart_parts) },
	{ EACH(same_lead, keeps.at, keeps.n, keep_parts) },
	{ 0 },
};

/* ---- the rows ---- */

#define LISTED(list, parts_of_each)                                                         \
	.at = offsetof(struct agreement, list.at), .n = offsetof(struct agreement, list.n), \
	.each = sizeof *((struct agreement *)NULL)->list.at, .parts = (parts_of_each)

const struct statement statements[] = {
	{ "agreement", read_agreement, "agreement \"Title\"", .once = true, .decides = DECIDES_NEITHER },
	{ "timezone", read_timezone, "timezone \"Europe/Berlin\"", .once = true },
	{ "year", read_year, "year begins 1 July", .once = true },
	{ "dates", read_dates, "dates day-first, dates month-first, or dates whole-day in close_date",
	  LISTED(column_dates, dates_parts) },
	{ "decimal", read_decimal, "decimal \",\"", .once = true },
	{ "missing", read_missing, "missing \"\" \"n/a\", or missing \"0\" in employees",
	  LISTED(missing, missing_parts) },
	{ "calendar", read_calendar, "calendar office, and indented below it hours mon-fri 09:00-17:00",
	  LISTED(calendars, calendar_parts), .named = NAMED_CALENDAR, .check = check_calendar },
	{ "ignore", read_ignore, "ignore when domain(email) = \"example.com\" \"our own people\"",
	  LISTED(ignores, condition_parts) },
	{ "field", read_field, "field employees \"Company size\", \"Headcount\"", LISTED(fields, field_parts),
	  .named = NAMED_FIELD, .unique = "field", .on_demand = true },
	{ "table", read_table, "table named \"accounts.csv\" by domain = domain(email)",
	  LISTED(tables, table_parts), .check = check_table, .named = NAMED_TABLE, .unique = "table",
	  .on_demand = true },
	{ "stage", read_stage, "stage mql at mql_at", LISTED(stages, stage_parts), .named = NAMED_STAGE,
	  .unique = "stage" },
	{ "exit", read_exit, "exit lost at lost_at reason lost_reason", LISTED(exits, exit_parts),
	  .named = NAMED_EXIT, .unique = "exit" },
	{ "score", read_score,
	  "score fit 0..50, and indented below it +20 when title ~ \"vp\" \"decision maker\"",
	  LISTED(scores, score_parts), .named = NAMED_SCORE, .unique = "score", .prefix = "",
	  .verdict = "score" },
	{ "grade", read_grade, "grade fit A from 40, B from 25, else C", LISTED(grades, grade_parts),
	  .verdict = "grade" },
	{ "mql", read_mql, "mql when score >= 60 \"scored\"", LISTED(mql, condition_parts),
	  .verdict = "mql" },
	{ "bant", read_bant, "bant budget  yes when budget >= 10000  no when budget < 2000",
	  LISTED(criteria, criterion_parts), .named = NAMED_CRITERION, .unique = "criterion",
	  .prefix = "bant_", .verdict = "bant" },
	{ "sql", read_sql, "sql when bant >= 3", LISTED(sql, condition_parts), .verdict = "sql" },
	{ "priority", read_priority, "priority score, intent", .once = true, .decides = DECIDES_NEITHER,
	  LISTED(priority, priority_parts) },
	{ "sla", read_sla, "sla accept from mql to sal, and indented below it within 2 hours",
	  LISTED(slas, sla_parts), .check = check_sla, .named = NAMED_SLA, .unique = "sla" },
	{ "roster", read_roster, "roster \"reps.csv\"", .once = true, .decides = DECIDES_NEITHER },
	{ "route", read_route, "route region when mql among rep.region = region", .decides = DECIDES_OWNERS,
	  LISTED(routes, route_parts), .check = check_route, .named = NAMED_ROUTE, .unique = "route" },
	{ "assign", read_assign, "assign in order of mql_at", .once = true, .decides = DECIDES_OWNERS,
	  LISTED(orders, assign_parts), .check = check_assign },
	{ "otherwise", read_otherwise, "otherwise \"nurture\"", .once = true, .decides = DECIDES_NEITHER },
	{ "benchmark", read_benchmark, "benchmark mql to sql 13% \"industry\"", .decides = DECIDES_NEITHER,
	  LISTED(benchmarks, benchmark_parts), .check = check_benchmark },
	{ "handover", read_handover, "handover mql to sal", .once = true, .decides = DECIDES_NEITHER,
	  LISTED(handovers, handover_parts), .check = check_handover },
	{ "promise", read_promise,
	  "promise 120 mql per month from 2026-07-01 until 2027-06-30 in office days when country = \"DE\" "
	  "\"marketing, FY27\"",
	  .decides = DECIDES_NEITHER, LISTED(pledges, pledge_parts), .check = check_promise },
	{ "accept", read_accept, "accept sets lead_status = \"Working\"", .once = true,
	  .decides = DECIDES_NEITHER, LISTED(accepts, accept_parts), .check = check_accept },
	{ "return", read_return, "return recycled \"not now\" \"no budget\" sets lead_status = \"Recycled\"",
	  .decides = DECIDES_NEITHER, LISTED(returns, return_parts), .check = check_return,
	  .named = NAMED_RETURN, .unique = "return" },
	{ "contact", read_contact, "contact email, phone", .once = true, .decides = DECIDES_NEITHER,
	  LISTED(contact, contact_parts) },
	{ "ask", read_ask, "ask budget, need, timeline", .once = true, .decides = DECIDES_NEITHER,
	  LISTED(asks, ask_parts), .check = check_ask },
	{ "fold", read_fold,
	  "fold history by leadid sorted by createddate, and indented below it mql_at first createddate",
	  .decides = DECIDES_NEITHER, LISTED(folds, fold_parts), .check = check_fold, .named = NAMED_FOLD,
	  .unique = "fold" },
	{ "same", read_same, "same lead by email, phone, company with name", .once = true,
	  .decides = DECIDES_NEITHER, LISTED(sames, same_parts), .check = check_same },
	{ 0 },
};
_Static_assert(sizeof statements / sizeof *statements - 1 <= STATEMENTS_MOST, "a set holds so many");

const struct statement *statement_row(const char *keyword)
{
	const struct statement *s = statements;

	while (strcmp(s->keyword, keyword) != 0)
		s++;
	return s;
}

void agreement_walk(const struct agreement *a, visit_fn *visit, void *ctx)
{
	for (const struct statement *s = statements; s->keyword; s++)
		for (size_t i = 0; i < statement_count(s, a); i++)
			statement_walk(s, a, i, visit, ctx);
}
