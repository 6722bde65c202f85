/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words to a tree, by recursive descent, loosest first: or, and, not,
 * comparison, + -, * /, unary minus. It knows what stands where, and nothing
 * of columns or types. Two limits keep a hostile text from hurting: the
 * height of the tree (so that everything after may recurse) and its size.
 *
 * Slips that other languages train into people are told with what to write,
 * and read as it, so that the rest is still checked.
 */
#include "expr/expr.h"

#include <strings.h>

#include "base/mem.h"
#include "time/instant.h"

enum { HEIGHT_MOST = 200, NODES_MOST = 100000 };

static struct expr *parse_or(struct parser *p);
static struct expr *parse_sum(struct parser *p);

static struct span span_since(const struct parser *p, uint32_t from)
{
	return (struct span){ from, p->last.at + p->last.n - from };
}

/* A node from `from` to the last word taken; NULL when the expression grew too large, which is told. */
static struct expr *node(struct parser *p, enum expr_op op, uint32_t from, struct expr **arg, size_t nargs)
{
	struct expr *e = ARENA_NEW(p->arena, struct expr);

	e->op = op;
	e->where = p->text;
	e->span = span_since(p, from);
	e->arg = arg;
	e->nargs = nargs;
	for (size_t i = 0; i < nargs; i++)
		if (arg[i]->height >= e->height)
			e->height = arg[i]->height + 1;
	if (e->height > HEIGHT_MOST) {
		diag_at(p->diags, p->text, p->last, "this expression is nested more than %d deep", HEIGHT_MOST);
		return NULL;
	}
	if (++p->nodes > NODES_MOST) {
		diag_at(p->diags, p->text, p->last, "this expression has more than %d parts: put the texts in a file, "
						    "and write: in file \"…\"", NODES_MOST);
		return NULL;
	}
	return e;
}

static struct expr *node_of(struct parser *p, enum expr_op op, uint32_t from, struct expr *a, struct expr *b)
{
	struct expr **arg = ARENA_ARRAY(p->arena, 2, struct expr *);

	arg[0] = a;
	arg[1] = b;
	return node(p, op, from, arg, b ? 2 : 1);
}

/* A list that grows while it is read. */
struct items {
	struct expr **item;
	size_t n, cap;
};

static void items_add(struct parser *p, struct items *list, struct expr *e)
{
	if (list->n == list->cap) {
		size_t cap = list->cap ? list->cap * 2 : 4;
		struct expr **more = ARENA_ARRAY(p->arena, cap, struct expr *);
		if (list->n)
			memcpy(more, list->item, list->n * sizeof *more);
		list->item = more;
		list->cap = cap;
	}
	list->item[list->n++] = e;
}

static bool is_literal(const struct expr *e)
{
	return e->op <= EXPR_FLAG;
}

static struct str source_of(const struct parser *p, const struct expr *e)
{
	return str_slice(p->text->body, e->span.at, e->span.at + e->span.n);
}

/* One expression's words in a message, cut when it is long. */
static void say_source(struct buf *b, const struct parser *p, const struct expr *e)
{
	struct str s = expr_source(e, p->arena);

	if (s.n > 60)
		buf_str(b, STR("…"));
	else
		buf_str(b, s);
}

static void say_list(struct buf *b, const struct parser *p, struct expr *const *item, size_t n)
{
	buf_str(b, STR("in ("));
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_str(b, STR(", "));
		if (i == 3 && n > 4) {
			buf_str(b, STR("…"));
			break;
		}
		say_source(b, p, item[i]);
	}
	buf_str(b, STR(")"));
}

static void mistake(struct parser *p, struct span span, struct buf *words)
{
	diag_at(p->diags, p->text, span, "%.*s", STR_ARG(buf_view(words)));
	buf_release(words);
	p->mended = true;
}

/* ---- operands ---- */

static struct expr *parse_number(struct parser *p)
{
	struct token t = parser_next(p);
	int64_t unit = p->token.kind == TOKEN_NAME && !t.percent ? span_unit(p->token.text) : 0;

	if (unit)
		parser_next(p);
	struct expr *e = node(p, unit ? EXPR_SPAN : EXPR_NUMBER, t.span.at, NULL, 0);
	if (!e)
		return NULL;
	e->number = t.number;
	if (unit) {
		double span = t.number * (double)unit;
		if (!(span < 4e18)) {
			diag_at(p->diags, p->text, e->span, "this span is too long");
			return NULL;
		}
		e->span_us = (int64_t)(span + 0.5);
	}
	return e;
}

static struct expr *parse_date(struct parser *p)
{
	struct token t = parser_next(p);

	if (p->token.kind == TOKEN_CLOCK) {
		struct token c = parser_next(p);
		diag_at(p->diags, p->text, span_since(p, t.span.at),
			"write a time with a time of day in quotes: \"%.*s %.*s\"", STR_ARG(t.text), STR_ARG(c.text));
		p->mended = true;
	}
	struct expr *e = node(p, EXPR_DATE, t.span.at, NULL, 0);
	if (e)
		e->year = t.year, e->month = t.month, e->day = t.day;
	return e;
}

static bool close_paren(struct parser *p, struct span open)
{
	if (parser_take(p, ")"))
		return true;
	if (p->token.kind == TOKEN_END || p->token.kind == TOKEN_LINE)
		diag_at(p->diags, p->text, open, "this parenthesis is not closed");
	else if (p->token.kind == TOKEN_TEXT || p->token.kind == TOKEN_NUMBER)
		parser_error(p, "expected ',' or ')' before this");
	else
		parser_error(p, "expected ')' here");
	return false;
}

static struct expr *parse_call(struct parser *p, struct token name)
{
	struct span open = parser_next(p).span;
	struct items args = { 0 };

	if (!parser_at(p, ")")) {
		do {
			struct expr *e = parse_or(p);
			if (!e)
				return NULL;
			items_add(p, &args, e);
		} while (parser_take(p, ","));
	}
	if (!close_paren(p, open))
		return NULL;
	struct expr *e = node(p, EXPR_CALL, name.span.at, args.item, args.n);
	if (e)
		e->text = name.text;
	return e;
}

static struct expr *parse_parens(struct parser *p)
{
	struct span open = parser_next(p).span;
	struct expr *e = parse_or(p);

	if (!e)
		return NULL;
	if (parser_at(p, ",") && is_literal(e)) {
		parser_error(p, "a list stands after 'in': write country in (\"US\", \"CA\")");
		return NULL;
	}
	if (!close_paren(p, open))
		return NULL;
	e->span = span_since(p, open.at);
	return e;
}

static struct expr *parse_word(struct parser *p)
{
	if (parser_at(p, "not")) {
		parser_error(p, "'not' stands before a whole condition: not (…)");
		return NULL;
	}
	bool yes = parser_at(p, "yes"), no = parser_at(p, "no");
	struct token t = parser_next(p);
	if (parser_at(p, "(") && !yes && !no)
		return parse_call(p, t);
	struct expr *e = node(p, yes || no ? EXPR_FLAG : EXPR_NAME, t.span.at, NULL, 0);
	if (e)
		e->text = t.text, e->number = yes;
	return e;
}

static struct expr *parse_quoted(struct parser *p)
{
	struct token t = parser_next(p);
	struct expr *e = node(p, t.kind == TOKEN_TEXT ? EXPR_TEXT : EXPR_COLUMN, t.span.at, NULL, 0);

	if (e)
		e->text = t.text;
	return e;
}

/* Nothing that can stand here: say what would. */
static struct expr *no_operand(struct parser *p)
{
	static const char *const compare[] = { "=", "!=", "<", "<=", ">", ">=", "~", "!~", NULL };

	if (p->token.kind == TOKEN_END || p->token.kind == TOKEN_LINE) {
		parser_error(p, p->last.n ? "the expression ends too early: a column or a value is missing"
					  : "the expression is empty");
		return NULL;
	}
	for (const char *const *c = compare; *c; c++)
		if (parser_at(p, *c)) {
			parser_error(p, "nothing stands left of '%s': write the column there (each time: a > 1 and a < 5)",
				     *c);
			return NULL;
		}
	if (p->token.kind == TOKEN_CLOCK)
		parser_error(p, "a time of day can't be compared: write hour(…), or a time with its date in quotes");
	else
		parser_error(p, "expected a column or a value here");
	return NULL;
}

static struct expr *parse_operand(struct parser *p)
{
	switch (p->token.kind) {
	case TOKEN_NUMBER:
		return parse_number(p);
	case TOKEN_DATE:
		return parse_date(p);
	case TOKEN_TEXT:
	case TOKEN_COLUMN:
		return parse_quoted(p);
	case TOKEN_NAME:
		return parse_word(p);
	case TOKEN_MARK:
		return parser_at(p, "(") ? parse_parens(p) : no_operand(p);
	default:
		return no_operand(p);
	}
}

/* Counts the depth of recursion around one production. */
static struct expr *deeper(struct parser *p, struct expr *(*parse)(struct parser *))
{
	struct expr *e = NULL;

	if (p->depth >= HEIGHT_MOST)
		parser_error(p, "this expression is nested more than %d deep", HEIGHT_MOST);
	else {
		p->depth++;
		e = parse(p);
		p->depth--;
	}
	return e;
}

static struct expr *parse_unary(struct parser *p)
{
	if (!parser_at(p, "-") && !parser_at(p, "+"))
		return deeper(p, parse_operand);
	bool minus = parser_at(p, "-");
	uint32_t from = parser_next(p).span.at;
	struct expr *e = deeper(p, parse_unary);
	if (!e)
		return NULL;
	if (!minus || e->op == EXPR_NUMBER || e->op == EXPR_SPAN) {
		e->span = span_since(p, from);
		if (minus)
			e->number = -e->number, e->span_us = -e->span_us;
		return e;
	}
	return node_of(p, EXPR_NEGATE, from, e, NULL);
}

static struct expr *parse_product(struct parser *p)
{
	uint32_t from = p->token.span.at;
	struct expr *e = parse_unary(p);

	while (e && (parser_at(p, "*") || parser_at(p, "/"))) {
		enum expr_op op = parser_at(p, "*") ? EXPR_MULTIPLY : EXPR_DIVIDE;
		parser_next(p);
		struct expr *right = parse_unary(p);
		e = right ? node_of(p, op, from, e, right) : NULL;
	}
	return e;
}

static struct expr *parse_sum(struct parser *p)
{
	uint32_t from = p->token.span.at;
	struct expr *e = parse_product(p);

	while (e && (parser_at(p, "+") || parser_at(p, "-"))) {
		enum expr_op op = parser_at(p, "+") ? EXPR_ADD : EXPR_SUBTRACT;
		parser_next(p);
		struct expr *right = parse_product(p);
		e = right ? node_of(p, op, from, e, right) : NULL;
	}
	return e;
}

/* ---- comparisons ---- */

static const struct comparison {
	const char *word, *second; /* `second` must follow */
	enum expr_op op;
	bool negated;
} comparisons[] = {
	{ "=", NULL, EXPR_EQUAL, false },	 { "!=", NULL, EXPR_EQUAL, true },
	{ "<", NULL, EXPR_LESS, false },	 { "<=", NULL, EXPR_LESS_EQUAL, false },
	{ ">", NULL, EXPR_GREATER, false },	 { ">=", NULL, EXPR_GREATER_EQUAL, false },
	{ "~", NULL, EXPR_MATCH, false },	 { "!~", NULL, EXPR_MATCH, true },
	{ "in", NULL, EXPR_IN, false },		 { "contains", NULL, EXPR_CONTAINS, false },
	{ "starts", "with", EXPR_STARTS, false }, { "ends", "with", EXPR_ENDS, false },
	{ "is", NULL, EXPR_MISSING, false },	 { "not", NULL, EXPR_NOT, false },
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
		struct expr *e = name ? node_of(p, EXPR_IN_FILE, from, left, name) : NULL;
		if (e)
			e->negated = negated;
		return e;
	}
	bool parens = parser_take(p, "(");
	if (!parens && p->token.kind != TOKEN_TEXT && p->token.kind != TOKEN_NUMBER && p->token.kind != TOKEN_DATE) {
		parser_error(p, "after 'in' stands a list or a file: in (\"US\", \"CA\"), in file \"names.txt\"");
		return NULL;
	}
	items_add(p, &list, left);
	do {
		if (!parens && list.n > 1 && p->token.kind != TOKEN_TEXT && p->token.kind != TOKEN_NUMBER &&
		    p->token.kind != TOKEN_DATE)
			break;
		struct expr *e = parse_sum(p);
		if (!e)
			return NULL;
		if (!is_literal(e)) {
			if (e->op == EXPR_NAME)
				diag_at(p->diags, p->text, e->span, "write a text in quotes: \"%.*s\"", STR_ARG(e->text));
			else
				diag_at(p->diags, p->text, e->span,
					"a list holds texts, numbers and dates; for a column write: a = b or a = c");
			p->mended = true;
			e->op = EXPR_TEXT;
			e->nargs = 0;
			if (!e->text.p)
				e->text = STR("?");
		}
		items_add(p, &list, e);
	} while (parser_take(p, ","));
	if (parens && !close_paren(p, open))
		return NULL;
	if (!parens) {
		struct buf b = { 0 };
		buf_str(&b, STR("a list stands in parentheses: "));
		say_list(&b, p, list.item + 1, list.n - 1);
		mistake(p, span_since(p, open.at), &b);
	}
	struct expr *e = node(p, EXPR_IN, from, list.item, list.n);
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
					parser_error(p, "write: is %s", present != negated ? "present" : "missing");
				parser_next(p);
				p->mended |= !exact;
				struct expr *e = node_of(p, EXPR_MISSING, from, left, NULL);
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
	struct expr *e = right ? node_of(p, EXPR_EQUAL, from, left, right) : NULL;
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
	diag_at(p->diags, p->text, right->span, "say 'is %s'", e->negated == (e->op == EXPR_EQUAL) ? "present" : "missing");
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
		if (!c || (c->op != EXPR_IN && c->op != EXPR_CONTAINS && c->op != EXPR_STARTS && c->op != EXPR_ENDS)) {
			parser_error(p, "after 'not' here stands 'in', 'contains', 'starts with' or 'ends with'");
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
	struct expr *e = node_of(p, c->op, from, left, right);
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
	buf_str(&b, source_of(p, e).n > 60 ? STR("a < b") : expr_source(e, p->arena));
	buf_str(&b, STR(" and "));
	if (e->nargs == 2)
		say_source(&b, p, e->arg[1]);
	else
		buf_str(&b, STR("…"));
	buf_print(&b, " %.*s …", STR_ARG(p->token.text));
	mistake(p, p->token.span, &b);
}

static struct expr *parse_comparison(struct parser *p)
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
	if (!e || !(c = comparison_at(p)))
		return e;
	tell_chain(p, e);
	return NULL;
}

/* ---- conditions ---- */

static struct expr *parse_not(struct parser *p)
{
	uint32_t from = p->token.span.at;

	if (!parser_at(p, "not"))
		return parse_comparison(p);
	parser_next(p);
	struct expr *e = deeper(p, parse_not);
	return e ? node_of(p, EXPR_NOT, from, e, NULL) : NULL;
}

/* x = "US" or "CA": told as x in ("US", "CA"), and read so. */
static void mend_alternatives(struct parser *p, struct items *arms)
{
	for (size_t i = 0; i + 1 < arms->n; i++) {
		struct expr *first = arms->item[i];
		size_t last = i;
		while (last + 1 < arms->n && is_literal(arms->item[last + 1]) && arms->item[last + 1]->op != EXPR_FLAG)
			last++;
		if (first->op != EXPR_EQUAL || last == i || !is_literal(first->arg[1]))
			continue;
		struct buf b = { 0 };
		struct expr **list = ARENA_ARRAY(p->arena, last - i + 2, struct expr *);
		list[0] = first->arg[0];
		list[1] = first->arg[1];
		for (size_t k = i + 1; k <= last; k++)
			list[k - i + 1] = arms->item[k];
		buf_str(&b, STR("write "));
		say_source(&b, p, list[0]);
		buf_str(&b, first->negated ? STR(" not ") : STR(" "));
		say_list(&b, p, list + 1, last - i + 1);
		uint32_t end = arms->item[last]->span.at + arms->item[last]->span.n;
		mistake(p, (struct span){ arms->item[i + 1]->span.at, end - arms->item[i + 1]->span.at }, &b);
		first->op = EXPR_IN;
		first->arg = list;
		first->nargs = last - i + 2;
		memmove(arms->item + i + 1, arms->item + last + 1, (arms->n - last - 1) * sizeof *arms->item);
		arms->n -= last - i;
	}
}

/* `and` and `or` take any number of arms: a chain of a thousand is flat. */
static struct expr *parse_arms(struct parser *p, const char *word, enum expr_op op, struct expr *(*parse)(struct parser *))
{
	uint32_t from = p->token.span.at;
	struct expr *e = parse(p);
	struct items arms = { 0 };

	if (!e || !parser_at(p, word))
		return e;
	items_add(p, &arms, e);
	while (parser_take(p, word)) {
		e = parse(p);
		if (!e)
			return NULL;
		items_add(p, &arms, e);
	}
	mend_alternatives(p, &arms);
	return arms.n == 1 ? arms.item[0] : node(p, op, from, arms.item, arms.n);
}

static struct expr *parse_and(struct parser *p)
{
	return parse_arms(p, "and", EXPR_AND, parse_not);
}

static struct expr *parse_or(struct parser *p)
{
	return parse_arms(p, "or", EXPR_OR, parse_and);
}

struct expr *expr_parse(struct parser *p)
{
	int depth = p->depth;
	size_t nodes = p->nodes;

	p->mended = false;
	p->depth = 0;
	p->nodes = 0;
	struct expr *e = parse_or(p);
	p->depth = depth;
	p->nodes = nodes;
	if (e)
		e->mended = p->mended;
	return e;
}
