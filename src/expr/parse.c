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
#include "expr/parse.h"
#include "time/instant.h"

enum { HEIGHT_MOST = 200, NODES_MOST = 100000 };

static struct expr *parse_or(struct parser *p);

struct span parse_span(const struct parser *p, uint32_t from)
{
	return (struct span){ from, p->last.at + p->last.n - from };
}

/* A node from `from` to the last word taken; NULL when the expression grew too large, which is told. */
struct expr *parse_node(struct parser *p, enum expr_op op, uint32_t from, struct expr **arg, size_t nargs)
{
	struct expr *e = ARENA_NEW(p->arena, struct expr);

	e->op = op;
	e->where = p->text;
	e->span = parse_span(p, from);
	e->arg = arg;
	e->nargs = nargs;
	for (size_t i = 0; i < nargs; i++)
		if (arg[i]->height >= e->height)
			e->height = arg[i]->height + 1;
	if (e->height > HEIGHT_MOST) {
		diag_at(p->diags, p->text, p->last, "this expression is nested more than %d deep",
			HEIGHT_MOST);
		return NULL;
	}
	if (++p->nodes > NODES_MOST) {
		diag_at(p->diags, p->text, p->last,
			"this expression has more than %d parts: put the texts in a file, "
			"and write: in file \"…\"",
			NODES_MOST);
		return NULL;
	}
	return e;
}

struct expr *parse_node_of(struct parser *p, enum expr_op op, uint32_t from, struct expr *a, struct expr *b)
{
	struct expr **arg = ARENA_ARRAY(p->arena, 2, struct expr *);

	arg[0] = a;
	arg[1] = b;
	return parse_node(p, op, from, arg, b ? 2 : 1);
}

void parse_item(struct parser *p, struct items *list, struct expr *e)
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

bool parse_is_literal(const struct expr *e)
{
	return e->op <= EXPR_FLAG;
}

/* One expression's words in a message, cut when it is long. */
void parse_say(struct buf *b, const struct parser *p, const struct expr *e)
{
	struct str s = expr_source(e, p->arena);

	if (s.n > 60)
		buf_str(b, STR("…"));
	else
		buf_str(b, s);
}

void parse_say_list(struct buf *b, const struct parser *p, struct expr *const *item, size_t n)
{
	buf_str(b, STR("in ("));
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_str(b, STR(", "));
		if (i == 3 && n > 4) {
			buf_str(b, STR("…"));
			break;
		}
		parse_say(b, p, item[i]);
	}
	buf_str(b, STR(")"));
}

void parse_mistake(struct parser *p, struct span span, struct buf *words)
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
	struct expr *e = parse_node(p, unit ? EXPR_SPAN : EXPR_NUMBER, t.span.at, NULL, 0);
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
		diag_at(p->diags, p->text, parse_span(p, t.span.at),
			"write a time with a time of day in quotes: \"%.*s %.*s\"", STR_ARG(t.text),
			STR_ARG(c.text));
		p->mended = true;
	}
	struct expr *e = parse_node(p, EXPR_DATE, t.span.at, NULL, 0);
	if (e)
		e->year = t.year, e->month = t.month, e->day = t.day;
	return e;
}

bool parse_close(struct parser *p, struct span open)
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
			parse_item(p, &args, e);
		} while (parser_take(p, ","));
	}
	if (!parse_close(p, open))
		return NULL;
	struct expr *e = parse_node(p, EXPR_CALL, name.span.at, args.item, args.n);
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
	if (parser_at(p, ",") && parse_is_literal(e)) {
		parser_error(p, "a list stands after 'in': write country in (\"US\", \"CA\")");
		return NULL;
	}
	if (!parse_close(p, open))
		return NULL;
	e->span = parse_span(p, open.at);
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
	struct expr *e = parse_node(p, yes || no ? EXPR_FLAG : EXPR_NAME, t.span.at, NULL, 0);
	if (e)
		e->text = t.text, e->number = yes;
	return e;
}

struct expr *parse_quoted(struct parser *p)
{
	struct token t = parser_next(p);
	struct expr *e = parse_node(p, t.kind == TOKEN_TEXT ? EXPR_TEXT : EXPR_COLUMN, t.span.at, NULL, 0);

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
			parser_error(p,
				     "nothing stands left of '%s': write the column there (each time: a > 1 "
				     "and a < 5)",
				     *c);
			return NULL;
		}
	if (p->token.kind == TOKEN_CLOCK)
		parser_error(
			p,
			"a time of day can't be compared: write hour(…), or a time with its date in quotes");
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
		e->span = parse_span(p, from);
		if (minus)
			e->number = -e->number, e->span_us = -e->span_us;
		return e;
	}
	return parse_node_of(p, EXPR_NEGATE, from, e, NULL);
}

static struct expr *parse_product(struct parser *p)
{
	uint32_t from = p->token.span.at;
	struct expr *e = parse_unary(p);

	while (e && (parser_at(p, "*") || parser_at(p, "/"))) {
		enum expr_op op = parser_at(p, "*") ? EXPR_MULTIPLY : EXPR_DIVIDE;
		parser_next(p);
		struct expr *right = parse_unary(p);
		e = right ? parse_node_of(p, op, from, e, right) : NULL;
	}
	return e;
}

struct expr *parse_sum(struct parser *p)
{
	uint32_t from = p->token.span.at;
	struct expr *e = parse_product(p);

	while (e && (parser_at(p, "+") || parser_at(p, "-"))) {
		enum expr_op op = parser_at(p, "+") ? EXPR_ADD : EXPR_SUBTRACT;
		parser_next(p);
		struct expr *right = parse_product(p);
		e = right ? parse_node_of(p, op, from, e, right) : NULL;
	}
	return e;
}

/* ---- conditions ---- */

static struct expr *parse_not(struct parser *p)
{
	uint32_t from = p->token.span.at;

	if (!parser_at(p, "not"))
		return parse_comparison(p);
	parser_next(p);
	struct expr *e = deeper(p, parse_not);
	return e ? parse_node_of(p, EXPR_NOT, from, e, NULL) : NULL;
}

/* x = "US" or "CA": told as x in ("US", "CA"), and read so. */
static void mend_alternatives(struct parser *p, struct items *arms)
{
	size_t kept = 0;

	for (size_t i = 0; i < arms->n; i++) {
		struct expr *first = arms->item[kept++] = arms->item[i];
		size_t last = i;
		while (last + 1 < arms->n && parse_is_literal(arms->item[last + 1]) &&
		       arms->item[last + 1]->op != EXPR_FLAG)
			last++;
		if (first->op != EXPR_EQUAL || last == i || !parse_is_literal(first->arg[1]))
			continue;
		struct buf b = { 0 };
		struct expr **list = ARENA_ARRAY(p->arena, last - i + 2, struct expr *);
		list[0] = first->arg[0];
		list[1] = first->arg[1];
		for (size_t k = i + 1; k <= last; k++)
			list[k - i + 1] = arms->item[k];
		buf_str(&b, STR("write "));
		parse_say(&b, p, list[0]);
		buf_str(&b, first->negated ? STR(" not ") : STR(" "));
		parse_say_list(&b, p, list + 1, last - i + 1);
		uint32_t end = arms->item[last]->span.at + arms->item[last]->span.n;
		parse_mistake(
			p, (struct span){ arms->item[i + 1]->span.at, end - arms->item[i + 1]->span.at }, &b);
		first->op = EXPR_IN;
		first->arg = list;
		first->nargs = last - i + 2;
		i = last;
	}
	arms->n = kept;
}

/* `and` and `or` take any number of arms: a chain of a thousand is flat. */
static struct expr *parse_arms(struct parser *p, const char *word, enum expr_op op,
			       struct expr *(*parse)(struct parser *))
{
	uint32_t from = p->token.span.at;
	struct expr *e = parse(p);
	struct items arms = { 0 };

	if (!e || !parser_at(p, word))
		return e;
	parse_item(p, &arms, e);
	while (parser_take(p, word)) {
		e = parse(p);
		if (!e)
			return NULL;
		parse_item(p, &arms, e);
	}
	mend_alternatives(p, &arms);
	return arms.n == 1 ? arms.item[0] : parse_node(p, op, from, arms.item, arms.n);
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
