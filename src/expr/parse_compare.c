/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparisons as they are written: one operator between two sums, and no
 * chains. Here most slips of other languages turn up (is "x", in "a", "b",
 * = ""), each told with what to write, and read as it.
 */
#include "expr/parse.h"

static const struct comparison {
	const char *word, *second; /* `second` must follow */
	enum expr_op op;
	bool negated;
} comparisons[] = {
	{ "=", NULL, EXPR_EQUAL, false },	  { "!=", NULL, EXPR_EQUAL, true },
	{ "<", NULL, EXPR_LESS, false },	  { "<=", NULL, EXPR_LESS_EQUAL, false },
	{ ">", NULL, EXPR_GREATER, false },	  { ">=", NULL, EXPR_GREATER_EQUAL, false },
	{ "~", NULL, EXPR_MATCH, false },	  { "!~", NULL, EXPR_MATCH, true },
	{ "in", NULL, EXPR_IN, false },		  { "contains", NULL, EXPR_CONTAINS, false },
	{ "starts", "with", EXPR_STARTS, false }, { "ends", "with", EXPR_ENDS, false },
	{ "is", NULL, EXPR_MISSING, false },	  { "not", NULL, EXPR_NOT, false },
	{ NULL, NULL, EXPR_NOT, false },
};

static const struct comparison *comparison_at(const struct parser *p)
{
	const struct comparison *c = comparisons;

	while (c->word && !parser_at(p, c->word))
		c++;
	return c->word ? c : NULL;
}

/* After `in`: a list, or a file's name. */
static struct expr *parse_in(struct parser *p, uint32_t from, struct expr *left, bool negated)
{
	struct items list = { 0 };
	struct span open = p->token.span;

	if (parser_take(p, "file")) {
		if (p->token.kind != TOKEN_TEXT) {
			parser_error(p, "expected the file's name in quotes: in file \"names.txt\"");
			return NULL;
		}
		struct expr *name = parse_quoted(p);
		struct expr *e = name ? parse_node_of(p, EXPR_IN_FILE, from, left, name) : NULL;
		if (e)
			e->negated = negated;
		return e;
	}
	bool parens = parser_take(p, "(");
	if (!parens && p->token.kind != TOKEN_TEXT && p->token.kind != TOKEN_NUMBER &&
	    p->token.kind != TOKEN_DATE) {
		parser_error(
			p, "after 'in' stands a list or a file: in (\"US\", \"CA\"), in file \"names.txt\"");
		return NULL;
	}
	parse_item(p, &list, left);
	do {
		if (!parens && list.n > 1 && p->token.kind != TOKEN_TEXT && p->token.kind != TOKEN_NUMBER &&
		    p->token.kind != TOKEN_DATE)
			break;
		struct expr *e = parse_sum(p);
		if (!e)
			return NULL;
		if (!parse_is_literal(e)) {
			if (e->op == EXPR_NAME)
				diag_at(p->diags, p->text, e->span, "write a text in quotes: \"%.*s\"",
					STR_ARG(e->text));
			else
				diag_at(p->diags, p->text, e->span,
					"a list holds texts, numbers and dates; for a column write: a = b or "
					"a = c");
			p->mended = true;
			e->op = EXPR_TEXT;
			e->nargs = 0;
			if (!e->text.p)
				e->text = STR("?");
		}
		parse_item(p, &list, e);
	} while (parser_take(p, ","));
	if (parens && !parse_close(p, open))
		return NULL;
	if (!parens) {
		struct buf b = { 0 };
		buf_str(&b, STR("a list stands in parentheses: "));
		parse_say_list(&b, p, list.item + 1, list.n - 1);
		parse_mistake(p, parse_span(p, open.at), &b);
	}
	struct expr *e = parse_node(p, EXPR_IN, from, list.item, list.n);
	if (e)
		e->negated = negated;
	return e;
}

/* After `is`. */
static struct expr *parse_is(struct parser *p, uint32_t from, struct expr *left)
{
	static const char *const nothing[] = { "missing", "empty", "blank", "null", "unknown", NULL };
	static const char *const something[] = { "present", "filled", "set", "known", NULL };
	bool negated = parser_take(p, "not");

	for (int present = 0; present < 2; present++)
		for (const char *const *w = present ? something : nothing; *w; w++)
			if (parser_at(p, *w)) {
				bool exact = w == nothing || w == something;
				if (!exact)
					parser_error(p, "write: is %s",
						     present != negated ? "present" : "missing");
				parser_next(p);
				p->mended |= !exact;
				struct expr *e = parse_node_of(p, EXPR_MISSING, from, left, NULL);
				if (e)
					e->negated = present != negated;
				return e;
			}
	parser_error(p, "after 'is' stands 'missing' or 'present'; a value is compared with '%s'",
		     negated ? "!=" : "=");
	p->mended = true;
	if (p->token.kind == TOKEN_END || p->token.kind == TOKEN_LINE || p->token.kind == TOKEN_BAD)
		return NULL;
	struct expr *right = parse_sum(p);
	struct expr *e = right ? parse_node_of(p, EXPR_EQUAL, from, left, right) : NULL;
	if (e)
		e->negated = negated;
	return e;
}

/* `= ""` is told, and read as `is missing`. */
static void mend_empty(struct parser *p, struct expr *e)
{
	const struct expr *right = e->nargs == 2 ? e->arg[1] : NULL;
	bool spare = e->op == EXPR_CONTAINS || e->op == EXPR_STARTS || e->op == EXPR_ENDS;

	if (!right || right->op != EXPR_TEXT || str_trim(right->text).n || (e->op != EXPR_EQUAL && !spare))
		return;
	diag_at(p->diags, p->text, right->span, "say 'is %s'",
		e->negated == (e->op == EXPR_EQUAL) ? "present" : "missing");
	p->mended = true;
	e->negated = e->negated == (e->op == EXPR_EQUAL);
	e->op = EXPR_MISSING;
	e->nargs = 1;
}

/* One comparison after its left side; *next when none follows. */
static struct expr *parse_compared(struct parser *p, uint32_t from, struct expr *left,
				   const struct comparison *c)
{
	bool negated = c->negated;

	parser_next(p);
	if (c->op == EXPR_NOT) {
		c = comparison_at(p);
		if (!c || (c->op != EXPR_IN && c->op != EXPR_CONTAINS && c->op != EXPR_STARTS &&
			   c->op != EXPR_ENDS)) {
			parser_error(
				p, "after 'not' here stands 'in', 'contains', 'starts with' or 'ends with'");
			return NULL;
		}
		parser_next(p);
		negated = true;
	}
	if (c->second && !parser_take(p, c->second)) {
		parser_error(p, "expected 'with': %s with \"…\"", c->word);
		return NULL;
	}
	if (c->op == EXPR_IN)
		return parse_in(p, from, left, negated);
	if (c->op == EXPR_MISSING)
		return parse_is(p, from, left);
	struct expr *right = parse_sum(p);
	if (!right)
		return NULL;
	struct expr *e = parse_node_of(p, c->op, from, left, right);
	if (!e)
		return NULL;
	e->negated = negated;
	mend_empty(p, e);
	return e;
}

/* a < b < c */
static void tell_chain(struct parser *p, const struct expr *e)
{
	struct buf b = { 0 };

	buf_str(&b, STR("comparisons don't chain: write "));
	buf_str(&b, e->span.n > 60 ? STR("a < b") : expr_source(e, p->arena));
	buf_str(&b, STR(" and "));
	if (e->nargs == 2)
		parse_say(&b, p, e->arg[1]);
	else
		buf_str(&b, STR("…"));
	buf_print(&b, " %.*s …", STR_ARG(p->token.text));
	parse_mistake(p, p->token.span, &b);
}

struct expr *parse_comparison(struct parser *p)
{
	static const char *const others[][2] = {
		{ "like", "write 'contains', 'starts with', 'ends with' or '~' for 'like'" },
		{ "matches", "write '~' for 'matches'" },
		{ "equals", "write '=' for 'equals'" },
		{ "between", "write: x >= 5 and x <= 10" },
		{ "isnt", "write '!=' for 'isnt'" },
		{ NULL, NULL },
	};
	uint32_t from = p->token.span.at;
	struct expr *e = parse_sum(p);
	if (!e)
		return NULL;
	for (size_t i = 0; others[i][0]; i++)
		if (parser_at(p, others[i][0])) {
			parser_error(p, "%s", others[i][1]);
			return NULL;
		}
	const struct comparison *c = comparison_at(p);
	if (!c)
		return e;
	e = parse_compared(p, from, e, c);
	if (!e || !comparison_at(p))
		return e;
	tell_chain(p, e);
	return NULL;
}
