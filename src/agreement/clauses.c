/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that statements are made of: see clauses.h. */
#include "agreement/clauses.h"

#include <math.h>

#include "time/instant.h"

void *take_grown(struct arena *arena, const void *old, size_t *cap, size_t n, size_t each)
{
	*cap = *cap ? *cap * 2 : 8;
	void *now = arena_array(arena, *cap, each);
	if (n)
		memcpy(now, old, n * each);
	return now;
}

/* A name or a "text" in its place. */
bool take_word(struct parser *p, struct word *out, const char *what)
{
	enum token_kind kind = p->token.kind;

	if (kind != TOKEN_NAME && kind != TOKEN_TEXT && kind != TOKEN_COLUMN) {
		parser_error(p, "%s is expected here", what);
		return false;
	}
	*out = (struct word){ p->token.text, p->text, p->token.span };
	parser_next(p);
	return true;
}

bool take_plain(struct parser *p, struct word *out, const char *expected)
{
	struct str s = p->token.text;

	if (p->token.kind != TOKEN_NAME || parser_at(p, "not") || memchr(s.p, '.', s.n) ||
	    memchr(s.p, '[', s.n)) {
		parser_error(p, "%s", expected);
		return false;
	}
	return take_word(p, out, expected);
}

bool take_text(struct parser *p, struct str *out, const char *what)
{
	if (p->token.kind != TOKEN_TEXT) {
		parser_error(p, "%s is expected here, in double quotes", what);
		return false;
	}
	*out = p->token.text;
	parser_next(p);
	return true;
}

bool take_quoted(struct parser *p, struct word *out, const char *what)
{
	*out = (struct word){ .where = p->text, .span = p->token.span };
	return take_text(p, &out->text, what);
}

/* Words joined by minus signs, tight: day-first, half-life. */
bool take_hyphened(struct parser *p, const char *first, const char *second)
{
	if (!parser_at(p, first))
		return false;
	parser_next(p);
	if (!parser_take(p, "-") || !parser_take(p, second)) {
		parser_error(p, "'%s-%s' is expected here", first, second);
		return false;
	}
	return true;
}

bool take_whole(struct parser *p, int64_t *out, const char *what)
{
	bool minus = parser_take(p, "-");

	if (p->token.kind != TOKEN_NUMBER || p->token.percent || p->token.number != trunc(p->token.number)) {
		parser_error(p, "%s is expected here, a whole number", what);
		return false;
	}
	if (p->token.number > 1e9) {
		parser_error(p, "this number is too large: 1000000000 is the most");
		return false;
	}
	*out = (int64_t)(minus ? -p->token.number : p->token.number);
	parser_next(p);
	return true;
}

bool take_share(struct parser *p, double *share)
{
	if (p->token.kind != TOKEN_NUMBER || p->token.number < 0 || p->token.number > 1) {
		parser_error(p, "a share is expected here, as in '13%%'");
		return false;
	}
	*share = p->token.number;
	parser_next(p);
	return true;
}

/* `30 days`. */
bool take_span(struct parser *p, int64_t *out)
{
	double n = p->token.number;

	if (p->token.kind != TOKEN_NUMBER) {
		parser_error(p, "a span like '30 days' is expected here");
		return false;
	}
	parser_next(p);
	int64_t unit = p->token.kind == TOKEN_NAME ? span_unit(p->token.text) : 0;
	double span = n * (double)unit;
	if (!unit) {
		parser_error(p, "a unit is expected after the number, as in '30 days' or '12 hours'");
		return false;
	}
	if (span < 0.5 || span > 1e18) {
		parser_error(p, "this span is too %s", span < 0.5 ? "short" : "long");
		return false;
	}
	parser_next(p);
	*out = llround(span);
	return true;
}

bool at_line_end(const struct parser *p)
{
	return p->token.kind == TOKEN_LINE || p->token.kind == TOKEN_END;
}

/* Is there an indented line of this statement? Takes the line's end if so. */
bool next_indented(struct parser *p)
{
	if (p->token.kind != TOKEN_LINE || !p->token.indented)
		return false;
	parser_next(p);
	return p->token.kind != TOKEN_END;
}

bool expect(struct parser *p, const char *word, const char *after)
{
	if (parser_take(p, word))
		return true;
	parser_error(p, "'%s' is expected after %s", word, after);
	return false;
}

/* A name that stands alone; NULL: the word here is none. */
static struct expr *take_name(struct parser *p)
{
	struct expr *e;

	if (p->token.kind != TOKEN_NAME && p->token.kind != TOKEN_COLUMN)
		return NULL;
	e = ARENA_NEW(p->arena, struct expr);
	e->op = p->token.kind == TOKEN_NAME ? EXPR_NAME : EXPR_COLUMN;
	e->text = p->token.text;
	e->span = p->token.span;
	e->where = p->text;
	parser_next(p);
	return e;
}

struct expr *take_moment(struct parser *p, const char *what)
{
	struct expr *e = take_name(p);

	if (e)
		e->moment = true;
	else
		parser_error(p, "%s is expected here: a stage, an exit or a column%s", what,
			     p->token.kind == TOKEN_TEXT ? ", whose header stands in backquotes" : "");
	return e;
}

struct expr *take_column(struct parser *p)
{
	struct expr *e = take_name(p);

	if (!e)
		parser_error(p, "the name of a column or field is expected here%s",
			     p->token.kind == TOKEN_TEXT ? "; a header stands in backquotes" : "");
	return e;
}

struct zone *take_zone(struct parser *p)
{
	struct buf why = { 0 };
	struct span span = p->token.span;
	struct zone *zone;
	struct str name;

	if (!take_text(p, &name, "a time zone's name"))
		return NULL;
	zone = zone_load(name, &why);
	if (!zone)
		diag_at(p->diags, p->text, span, "%.*s", STR_ARG(buf_view(&why)));
	buf_release(&why);
	return zone;
}

static bool take_clause(struct agreement *a, struct parser *p, const struct clause *clause, size_t n,
			const char *expected, void *into)
{
	for (size_t i = 0; i < n; i++)
		if (parser_take(p, clause[i].word))
			return clause[i].read(a, p, into);
	struct str near = p->token.kind == TOKEN_NAME
				  ? nearest(p->diags, p->token.text, &CANDIDATES(clause, n, word), 1)
				  : STR_NONE;
	parser_error(p, "%s" DID_YOU_MEAN, expected, DID_YOU_MEAN_ARG(near));
	return false;
}

void take_clauses(struct agreement *a, struct parser *p, const struct clause *clause, size_t n,
		  const char *expected, void *into)
{
	while (!at_line_end(p) || next_indented(p))
		if (!take_clause(a, p, clause, n, expected, into))
			parser_skip_line(p);
}
