/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A text of statements, one a line, its keyword first, indented lines its own.
 * After a mistake reading goes on at the next statement, so that all mistakes
 * are told at once.
 */
#include "agreement/statement.h"

#include <strings.h>

const struct statement statements[] = {
	{ "agreement", read_agreement, true, "agreement \"Title\"" },
	{ "bant", read_bant, false, "bant budget  yes when budget >= 10000  no when budget < 2000" },
	{ "benchmark", read_benchmark, false, "benchmark mql to sql 13% \"industry\"" },
	{ "calendar", read_calendar, false,
	  "calendar office, and indented below it hours mon-fri 09:00-17:00" },
	{ "dates", read_dates, true, "dates day-first, or dates month-first" },
	{ "decimal", read_decimal, true, "decimal \",\"" },
	{ "exit", read_exit, false, "exit lost at lost_at reason lost_reason" },
	{ "field", read_field, false, "field employees \"Company size\", \"Headcount\"" },
	{ "fold", NULL, false, NULL },
	{ "grade", read_grade, false, "grade fit A from 40, B from 25, else C" },
	{ "handover", read_handover, true, "handover mql to sal" },
	{ "ignore", read_ignore, false, "ignore when domain(email) = \"example.com\" \"our own people\"" },
	{ "missing", read_missing, false, "missing \"\" \"n/a\", or missing \"0\" in employees" },
	{ "mql", read_mql, false, "mql when score >= 60 \"scored\"" },
	{ "otherwise", read_otherwise, true, "otherwise \"nurture\"" },
	{ "priority", read_priority, true, "priority score, intent" },
	{ "roster", read_roster, true, "roster \"reps.csv\"" },
	{ "route", read_route, false, "route region when mql among rep.region = region" },
	{ "score", read_score, false,
	  "score fit 0..50, and indented below it +20 when title ~ \"vp\" \"decision maker\"" },
	{ "sla", read_sla, false, "sla accept from mql to sal, and indented below it within 2 hours" },
	{ "sql", read_sql, false, "sql when bant >= 3" },
	{ "stage", read_stage, false, "stage mql at mql_at" },
	{ "table", read_table, false, "table named \"accounts.csv\" by domain = domain(email)" },
	{ "timezone", read_timezone, true, "timezone \"Europe/Berlin\"" },
	{ NULL, NULL, false, NULL },
};

static const struct statement *statement_at(const struct parser *p)
{
	for (const struct statement *s = statements; s->keyword; s++)
		if (parser_at(p, s->keyword))
			return s;
	return NULL;
}

static void unknown(struct parser *p)
{
	struct nearest near = nearest_to(p->token.text);
	struct buf say = { 0 };

	for (const struct statement *s = statements; s->keyword; s++)
		nearest_offer(&near, str_from(s->keyword));
	nearest_say(&near, &say);
	if (p->token.kind == TOKEN_NAME)
		parser_error(p, "no statement is called '%.*s'%.*s", STR_ARG(p->token.text),
			     STR_ARG(buf_view(&say)));
	else
		parser_error(p, "a statement begins with its keyword, like 'score' or 'stage'");
	buf_release(&say);
}

static void not_used_yet(struct agreement *a, const struct statement *s)
{
	a->unused =
		arena_print(&a->arena, "%.*s%s'%s'", STR_ARG(a->unused), a->unused.n ? ", " : "", s->keyword);
}

static void read_one(struct agreement *a, struct parser *p, uint32_t skip)
{
	const struct statement *s = statement_at(p);

	if (!s) {
		unknown(p);
		parser_resync(p);
		return;
	}
	uint32_t bit = UINT32_C(1) << (s - statements);
	bool again = a->said & bit;
	if (skip & bit) {
		parser_next(p);
		if (p->token.kind == TOKEN_NAME || p->token.kind == TOKEN_TEXT)
			agreement_gone(a, s->keyword, p->token.text);
		parser_resync(p);
		return;
	}
	a->said |= bit;
	if (!s->read) {
		if (!again)
			not_used_yet(a, s);
		parser_resync(p);
		return;
	}
	if (again && s->once) {
		parser_error(p, "'%s' is said a second time; an agreement says it once", s->keyword);
		parser_resync(p);
		return;
	}
	unsigned before = p->diags->errors;
	parser_next(p);
	bool good = s->read(a, p);
	if (good && p->token.kind != TOKEN_LINE && p->token.kind != TOKEN_END)
		parser_error(p, "'%s' does not go on like this; it is written: %s", s->keyword, s->form);
	else if (good && p->token.kind == TOKEN_LINE && p->token.indented) {
		parser_next(p);
		parser_error(p, "'%s' has no indented lines", s->keyword);
	} else if (!good && p->diags->errors == before)
		parser_error(p, "'%s' is written: %s", s->keyword, s->form);
	parser_resync(p);
}

void statements_read(struct agreement *a, const struct text *text, uint32_t skip, struct diags *diags)
{
	struct parser p;

	parser_init(&p, text, &a->arena, diags);
	while (p.token.kind != TOKEN_END) {
		if (p.token.kind == TOKEN_LINE) {
			parser_next(&p); /* an indented one was the last statement's */
			continue;
		}
		read_one(a, &p, skip);
	}
}
