/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words to a tree, by recursive descent, loosest first: or, and, not, comparison, + -, * /, unary minus. It
 * knows the grammar, and nothing of columns or types. Two limits guard against hostile text: the height of
 * the tree (so that later passes may recurse) and its size.
 *
 * Habits from other languages are reported with what to write instead, and read as that, so that the rest is
 * still checked.
 */
#include "expr/parse.h"

#include "expr/habits.h"
#include "time/instant.h"

static struct expr *parse_or(struct parser *p);

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

static struct expr *parse_call(struct parser *p, struct token name)
{
	struct span open = parser_next(p).span;
	struct items args = { 0 };

	const char *habit = parser_at(p, "*") ? habit_function(name.text) : NULL;
	if (habit) {
		parser_error(p, "there is no %.*s() here; %s", STR_ARG(name.text), habit);
		return NULL;
	}
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
		parser_error(p, "a list stands after 'in': write country in (\"US\", \"CA\"), or each time: "
				"title contains \"a\" or title contains \"b\"");
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
	else if (parser_at(p, "/"))
		parser_error(p, "expected a column or a value here; a pattern stands in quotes: ~ \"…\"");
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

static struct expr *parse_sum(struct parser *p)
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

/* ---- comparisons ---- */

/* One operator between two sums, and no chains. Most habits from other languages show up here (is "x", in
 * "a", "b", = ""); each is reported with what to write instead, and read as that. */
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

static struct expr *mend_range(struct parser *p, uint32_t from, struct expr *x, struct expr *low,
			       struct expr *high);

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
		if (!parens && list.n == 1 && parser_take(p, "..")) {
			struct expr *high = parse_sum(p);
			return high ? mend_range(p, from, left, e, high) : NULL;
		}
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

/* `= ""` is reported, and read as `is missing`. */
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
	right->compared = true;
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

/* x between 5 and 10, and with `to`, x in 5..10: reported, with the two comparisons as the remedy, and read
 * as that. */
static struct expr *mend_range(struct parser *p, uint32_t from, struct expr *x, struct expr *low,
			       struct expr *high)
{
	struct buf b = { 0 };

	buf_str(&b, STR("write: "));
	parse_say(&b, p, x);
	buf_str(&b, STR(" >= "));
	parse_say(&b, p, low);
	buf_str(&b, STR(" and "));
	parse_say(&b, p, x);
	buf_str(&b, STR(" <= "));
	parse_say(&b, p, high);
	parse_mistake(p, parse_span(p, from), &b);
	struct expr *least = parse_node_of(p, EXPR_GREATER_EQUAL, from, x, low);
	struct expr *most = parse_node_of(p, EXPR_LESS_EQUAL, from, x, high);
	return least && most ? parse_node_of(p, EXPR_AND, from, least, most) : NULL;
}

static struct expr *mend_between(struct parser *p, uint32_t from, struct expr *x)
{
	struct token word = p->token;

	parser_next(p);
	struct expr *low = parse_sum(p);
	if (!low)
		return NULL;
	if (!parser_take(p, "and") && !parser_take(p, "to") && !parser_take(p, ",")) {
		diag_at(p->diags, p->text, word.span, "write: x >= 5 and x <= 10");
		return NULL;
	}
	struct expr *high = parse_sum(p);
	return high ? mend_range(p, from, x, low, high) : NULL;
}

static struct expr *parse_comparison(struct parser *p)
{
	uint32_t from = p->token.span.at;
	struct expr *e = parse_sum(p);
	if (!e)
		return NULL;
	if (parser_at(p, "between"))
		return mend_between(p, from, e);
	const struct comparison *c = comparison_at(p);
	const char *habit = !c && p->token.kind == TOKEN_NAME ? habit_operator(p->token.text) : NULL;
	if (habit) {
		parse_habit(p, habit);
		return NULL;
	}
	if (!c)
		return e;
	e = parse_compared(p, from, e, c);
	if (!e || !comparison_at(p))
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
	return e ? parse_node_of(p, EXPR_NOT, from, e, NULL) : NULL;
}

/* x contains "a" or "b": reported, with the comparison that the text lacks, which it is read as. */
static struct expr *mend_lone(struct parser *p, const struct expr *first, struct expr *text)
{
	struct buf b = { 0 };
	struct str before = str_slice(p->text->body, first->span.at, first->arg[1]->span.at);

	buf_str(&b, STR("write: "));
	buf_str(&b, before.n > 60 ? STR("… ") : before);
	parse_say(&b, p, text);
	parse_mistake(p, text->span, &b);
	struct expr *e = parse_node_of(p, first->op, text->span.at, first->arg[0], text);
	if (e)
		e->negated = first->negated;
	return e;
}

/* x = "US" or "CA": reported, with x in ("US", "CA") as the remedy, and read as that. */
static void mend_alternatives(struct parser *p, struct items *arms)
{
	size_t kept = 0;

	for (size_t i = 0; i < arms->n; i++) {
		struct expr *first = arms->item[kept++] = arms->item[i];
		size_t last = i;
		while (last + 1 < arms->n && parse_is_literal(arms->item[last + 1]) &&
		       arms->item[last + 1]->op != EXPR_FLAG)
			last++;
		bool part = first->op == EXPR_CONTAINS || first->op == EXPR_STARTS ||
			    first->op == EXPR_ENDS || first->op == EXPR_MATCH;
		for (; part && i < last && arms->item[i + 1]->op == EXPR_TEXT; i++)
			arms->item[kept++] = mend_lone(p, first, arms->item[i + 1]);
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
