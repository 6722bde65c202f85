/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A text of statements, one a line, its keyword first, indented lines its own.
 * After a mistake reading goes on at the next statement, so that all mistakes
 * are told at once.
 */
#include "agreement/statement.h"

#include <strings.h>

#include "base/hash.h"

const struct statement statements[] = {
	{ "agreement", read_agreement, true, true, "agreement \"Title\"" },
	{ "bant", read_bant, false, false, "bant budget  yes when budget >= 10000  no when budget < 2000" },
	{ "benchmark", read_benchmark, false, true, "benchmark mql to sql 13% \"industry\"" },
	{ "calendar", read_calendar, false, false,
	  "calendar office, and indented below it hours mon-fri 09:00-17:00" },
	{ "dates", read_dates, true, false, "dates day-first, or dates month-first" },
	{ "decimal", read_decimal, true, false, "decimal \",\"" },
	{ "exit", read_exit, false, false, "exit lost at lost_at reason lost_reason" },
	{ "field", read_field, false, false, "field employees \"Company size\", \"Headcount\"" },
	{ "fold", NULL, false, true, NULL },
	{ "grade", read_grade, false, false, "grade fit A from 40, B from 25, else C" },
	{ "handover", read_handover, true, true, "handover mql to sal" },
	{ "ignore", read_ignore, false, false,
	  "ignore when domain(email) = \"example.com\" \"our own people\"" },
	{ "missing", read_missing, false, false, "missing \"\" \"n/a\", or missing \"0\" in employees" },
	{ "mql", read_mql, false, false, "mql when score >= 60 \"scored\"" },
	{ "otherwise", read_otherwise, true, true, "otherwise \"nurture\"" },
	{ "priority", read_priority, true, true, "priority score, intent" },
	{ "roster", read_roster, true, true, "roster \"reps.csv\"" },
	{ "route", read_route, false, true, "route region when mql among rep.region = region" },
	{ "score", read_score, false, false,
	  "score fit 0..50, and indented below it +20 when title ~ \"vp\" \"decision maker\"" },
	{ "sla", read_sla, false, false, "sla accept from mql to sal, and indented below it within 2 hours" },
	{ "sql", read_sql, false, false, "sql when bant >= 3" },
	{ "stage", read_stage, false, false, "stage mql at mql_at" },
	{ "table", read_table, false, false, "table named \"accounts.csv\" by domain = domain(email)" },
	{ "timezone", read_timezone, true, false, "timezone \"Europe/Berlin\"" },
	{ NULL, NULL, false, false, NULL },
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
	struct str near =
		nearest(p->token.text,
			&CANDIDATES(statements, sizeof statements / sizeof *statements - 1, keyword), 1);

	if (p->token.kind == TOKEN_NAME)
		parser_error(p, "no statement is called '%.*s'" DID_YOU_MEAN, STR_ARG(p->token.text),
			     DID_YOU_MEAN_ARG(near));
	else
		parser_error(p, "a statement begins with its keyword, like 'score' or 'stage'");
}

static void not_used_yet(struct agreement *a, const struct statement *s)
{
	a->unused =
		arena_print(&a->arena, "%.*s%s'%s'", STR_ARG(a->unused), a->unused.n ? ", " : "", s->keyword);
}

/* The words of a statement, without the space and the comments between them, behind those of its keyword. */
static void print_words(struct agreement *a, const struct statement *s, const struct text *text,
			uint32_t from, uint32_t to)
{
	struct diags silent = { 0 };
	struct parser p;
	uint64_t h = a->print[s - statements];

	parser_init(&p, text, &a->arena, &silent);
	parser_jump(&p, from);
	for (; p.token.kind != TOKEN_END && p.token.span.at < to; parser_next(&p)) {
		struct span span = p.token.span;
		bool line = p.token.kind == TOKEN_LINE;
		h = hash_text(line ? STR("\n") : str_slice(text->body, span.at, span.at + span.n), h);
	}
	a->print[s - statements] = h;
	diags_release(&silent);
}

uint64_t agreement_fingerprint(const struct agreement *a, bool routes)
{
	uint64_t h = 0;

	for (const struct statement *s = statements; s->keyword; s++)
		if (a->print[s - statements] && (!s->aside || (routes && s->read == read_route)))
			h = hash_text(str_from(s->keyword), h ^ a->print[s - statements]);
	return h;
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
	uint32_t from = p->token.span.at;
	parser_next(p);
	bool good = s->read(a, p);
	if (good && p->token.kind != TOKEN_LINE && p->token.kind != TOKEN_END)
		parser_error(p, "'%s' does not go on like this; it is written: %s", s->keyword, s->form);
	else if (good && p->token.kind == TOKEN_LINE && p->token.indented) {
		parser_next(p);
		parser_error(p, "'%s' has no indented lines", s->keyword);
	} else if (!good && p->diags->errors == before)
		parser_error(p, "'%s' is written: %s", s->keyword, s->form);
	else
		print_words(a, s, p->text, from, p->token.span.at);
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
