/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparisons bound: which kind both sides are read as, and the closest node
 * there is for it. A cell against a constant becomes one node; dates and
 * whole days become a range of moments, so that all five orders of them, and
 * spans, are one function.
 */
#include "base/mem.h"
#include "base/number.h"
#include "expr/bind.h"

/* The moments t for which t OP range holds. */
static struct range moments(enum expr_op op, struct range r)
{
	const int64_t first = INSTANT_NONE + 1;

	switch (op) {
	case EXPR_LESS:
		return (struct range){ first, r.low };
	case EXPR_LESS_EQUAL:
		return (struct range){ first, r.high };
	case EXPR_GREATER:
		return (struct range){ r.high, INT64_MAX };
	case EXPR_GREATER_EQUAL:
		return (struct range){ r.low, INT64_MAX };
	default:
		return r;
	}
}

static enum expr_op flipped(enum expr_op op)
{
	static const enum expr_op other[] = {
		[EXPR_EQUAL] = EXPR_EQUAL,
		[EXPR_LESS] = EXPR_GREATER,
		[EXPR_LESS_EQUAL] = EXPR_GREATER_EQUAL,
		[EXPR_GREATER] = EXPR_LESS,
		[EXPR_GREATER_EQUAL] = EXPR_LESS_EQUAL,
	};
	return other[op];
}

/* ---- nodes ---- */

static struct operand finish(const struct expr *e, struct code *c)
{
	c->negated = e->negated;
	return bind_fixed(e, c);
}

/* The left side as the node's reader if it is a cell, else as its argument; false after a mistake, which is
 * reported. */
static bool set_left(struct program *p, struct code *c, const struct operand *left, enum type type)
{
	const struct code *code = bind_as(p, left, type);

	if (!code)
		return false;
	c->reader = code->reader && !code->nargs && code->type == type && code->reader->kind == type
			    ? code->reader
			    : NULL;
	c->nargs = !c->reader;
	if (!c->reader)
		c->arg[0] = code;
	return true;
}

static struct operand against_moment(struct program *p, const struct expr *e, enum expr_op op,
				     const struct operand *left, const struct operand *right)
{
	struct code *c = bind_node(p, 1);
	struct range range;
	bool exact;

	if (!bind_moments(p, right, &range, &exact) || !set_left(p, c, left, TYPE_TIME))
		return POISONED(e);
	if (exact) {
		if (c->reader) {
			c->arg[0] = bind_as(p, left, TYPE_TIME);
			c->reader = NULL;
			c->nargs = 1;
		}
		c->k.value.time = range.low;
		code_moment(c, op);
	} else {
		c->k.range = moments(op, range);
		code_range(c);
	}
	return finish(e, c);
}

static struct operand against_span(struct program *p, const struct expr *e, enum expr_op op,
				   const struct operand *left, const struct operand *right)
{
	struct code *c = bind_node(p, 1);
	const struct code *span = bind_as(p, right, TYPE_SPAN);

	if (!span || !set_left(p, c, left, TYPE_SPAN))
		return POISONED(e);
	if (span->k.value.time == INSTANT_NONE) {
		bind_mistake(p, right->e, "this span is too long");
		return POISONED(e);
	}
	c->k.range = moments(op, (struct range){ span->k.value.time, span->k.value.time + 1 });
	code_range(c);
	return finish(e, c);
}

static bool is_percentage(struct str literal)
{
	return literal.n && literal.p[literal.n - 1] == '%';
}

/* What is read may be a share, or may not: cells that are the other are noted. */
static void expect_percent(struct program *p, struct reader *r, const struct operand *literal)
{
	struct str said = expr_source(literal->e, &p->arena);
	double x = literal->code->k.value.number;
	struct str *as = is_percentage(said) ? &r->percentage : &r->number;

	if (!as->n && (as == &r->percentage ? x != 0 : x > 1 && x <= 100))
		*as = said;
}

static struct operand against_number(struct program *p, const struct expr *e, enum expr_op op,
				     const struct operand *left, const struct operand *right)
{
	struct code *c = bind_node(p, 2);

	if (!set_left(p, c, left, TYPE_NUMBER))
		return POISONED(e);
	if (c->reader) {
		c->k.value.number = right->code->k.value.number;
		if (!left->binding.counts)
			expect_percent(p, c->reader, right);
		code_cell_against_number(c, op);
	} else {
		c->nargs = 2;
		c->arg[1] = right->code;
		code_compare(c, op, TYPE_NUMBER);
	}
	return finish(e, c);
}

static struct operand against_text(struct program *p, const struct expr *e, enum expr_op op,
				   const struct operand *left, const struct operand *right)
{
	struct code *c = bind_node(p, 1);

	if (!set_left(p, c, left, TYPE_TEXT))
		return POISONED(e);
	const struct code *from = c->reader ? c->reader->source : c->arg[0];
	c->folded = from && from->folded;
	c->k.value.text =
		op == EXPR_EQUAL && !c->folded ? bind_key(p, right->e->text) : bind_folded(p, right->e->text);
	code_text_constant(c, op);
	return finish(e, c);
}

static struct operand pair(struct program *p, const struct expr *e, enum expr_op op,
			   const struct operand *left, const struct operand *right, enum type type)
{
	struct code *c = bind_node(p, 2);

	c->arg[0] = bind_as(p, left, type);
	c->arg[1] = bind_as(p, right, type);
	if (!c->arg[0] || !c->arg[1])
		return POISONED(e);
	if (type == TYPE_TEXT && (op == EXPR_EQUAL || op >= EXPR_CONTAINS))
		code_text_pair(c, op);
	else
		code_compare(c, op, type);
	return finish(e, c);
}

/* ---- = and the orders ---- */

static bool flag_literal(struct str s)
{
	static const char *const words[] = { "yes", "no", "true", "false", "y", "n", NULL };
	struct buf b = { 0 };
	bool found = false;

	for (const char *const *w = words; *w; w++)
		found |= fold_equal(s, str_from(*w), &b);
	buf_release(&b);
	return found;
}

/* A text in quotes where a number, a date or yes is meant: reports it, and returns false. */
static bool literal_fits(struct program *p, const struct operand *literal, const struct operand *other,
			 bool ordered)
{
	struct str s = str_trim(literal->e->text);
	bool number = other->type == TYPE_NUMBER, flag = other->type == TYPE_FLAG;
	double x;
	int64_t t;

	if (other->type == TYPE_TIME || other->type == TYPE_SPAN || other->how == LITERAL)
		return true;
	if ((number || ordered) && number_read(s, '.', &x))
		bind_mistake(p, literal->e, "write %.*s without quotes", STR_ARG(s));
	else if (flag && flag_literal(s))
		bind_mistake(p, literal->e, "write yes or no, without quotes");
	else if (other->how == FIXED)
		bind_mistake(p, literal->e, "%s is compared with a text here", type_words(other->type));
	else if (ordered && instant_read(s, &p->times, &t) == TIME_READ)
		bind_mistake(p, literal->e, "is '%.*s' a time? write date(%.*s) there",
			     STR_ARG(expr_source(other->e, &p->arena)),
			     STR_ARG(expr_source(other->e, &p->arena)));
	else
		return true;
	return false;
}

static bool is_period(const struct operand *o)
{
	return o->code && o->code->period;
}

/* Two cells might be numbers or times; but names of periods are texts, whose order is that of the periods. */
static bool unsettled(struct program *p, const struct expr *e, const struct operand *o)
{
	for (int i = 0; i < 2; i++)
		if (o[i].how != OPEN || o[i].type != TYPE_NONE)
			return false;
	if (is_period(&o[0]) && is_period(&o[1]))
		return false;
	struct str a = expr_source(o[0].e, &p->arena), b = expr_source(o[1].e, &p->arena);
	bind_mistake(p, e,
		     "are these numbers or times? write number(%.*s) and number(%.*s), or date(%.*s) and "
		     "date(%.*s)",
		     STR_ARG(a), STR_ARG(b), STR_ARG(a), STR_ARG(b));
	return true;
}

/* score > 50% is score > 0.5, of which nobody who writes it thinks. */
static void doubt_share(struct program *p, const struct operand *number, const struct operand *literal)
{
	struct str said = expr_source(literal->e, &p->arena);
	struct buf is = { 0 };

	if (!number->binding.counts || !is_percentage(said) || !literal->code->k.value.number)
		return;
	number_write(&is, literal->code->k.value.number);
	diag_note_at(
		p->diags, literal->e->where, literal->e->span,
		"%.*s is the number %.*s, and '%.*s' is no share of anything: write %.*s if that is meant",
		STR_ARG(said), STR_ARG(buf_view(&is)), STR_ARG(expr_source(number->e, &p->arena)),
		STR_ARG(str_trim(str_slice(said, 0, said.n - 1))));
	buf_release(&is);
}

static struct operand ordered(struct program *p, const struct expr *e, struct operand *o)
{
	enum expr_op op = e->op;
	bool order = op != EXPR_EQUAL;

	if (o[0].constant && !o[1].constant) {
		struct operand swap = o[0];
		o[0] = o[1];
		o[1] = swap;
		op = flipped(op);
	}
	if (o[1].how == LITERAL && !literal_fits(p, &o[1], &o[0], order))
		return POISONED(e);
	if (o[1].how == LITERAL && !order && !bind_possible(p, &o[0], &o[1]))
		return POISONED(e);
	if (order && unsettled(p, e, o))
		return POISONED(e);
	enum type type = bind_common(p, o, 2, "the two sides of a comparison");
	if (type == TYPE_NONE)
		return POISONED(e);
	if (order && type == TYPE_FLAG) {
		bind_mistake(p, e, "yes and no have no order: write = or !=");
		return POISONED(e);
	}
	if (!o[1].constant || (order && type == TYPE_TEXT) || type == TYPE_FLAG)
		return pair(p, e, op, &o[0], &o[1], type);
	switch (type) {
	case TYPE_TIME:
		return against_moment(p, e, op, &o[0], &o[1]);
	case TYPE_SPAN:
		return against_span(p, e, op, &o[0], &o[1]);
	case TYPE_NUMBER:
		doubt_share(p, &o[0], &o[1]);
		return against_number(p, e, op, &o[0], &o[1]);
	default:
		return against_text(p, e, op, &o[0], &o[1]);
	}
}

/* ---- contains, starts with, ends with, ~, is missing ---- */

static bool must_be_text(struct program *p, const struct operand *o)
{
	if (o->how != FIXED)
		return true;
	bind_mistake(p, o->e, "this is %s, and a text is wanted here%s", type_words(o->type),
		     o->constant ? ": put it in quotes" : "");
	return false;
}

static struct operand text_test(struct program *p, const struct expr *e, const struct operand *o)
{
	bool good = must_be_text(p, &o[0]);

	if (!must_be_text(p, &o[1]) || !good)
		return POISONED(e);
	return o[1].how == LITERAL ? against_text(p, e, e->op, &o[0], &o[1])
				   : pair(p, e, e->op, &o[0], &o[1], TYPE_TEXT);
}

/* The place in the source of byte `at` of an unquoted text: a doubled quote is one byte of it. */
static struct span in_literal(const struct expr *e, size_t at)
{
	uint32_t i = e->span.at;

	while (i < e->where->body.n && e->where->body.p[i] != '"')
		i++;
	for (i++; at && i < e->where->body.n; at--)
		i += e->where->body.p[i] == '"' ? 2 : 1;
	return (struct span){ i, 1 };
}

static struct operand match(struct program *p, const struct expr *e, const struct operand *o)
{
	struct program_state *s = p->state;
	struct code *c = bind_node(p, 1);
	struct buf why = { 0 };
	size_t at = 0;

	if (o[1].how != LITERAL) {
		bind_mistake(p, o[1].e, "after ~ stands a pattern in quotes: \"\\b(vp|director)\\b\"");
		return POISONED(e);
	}
	if (!must_be_text(p, &o[0]))
		return POISONED(e);
	uint32_t number = (uint32_t)s->nregex;
	struct regex *regex = e->where->known ? regex_known(o[1].e->text, number)
					      : regex_new(o[1].e->text, number, &why, &at);
	if (!regex) {
		diag_at(p->diags, e->where, in_literal(o[1].e, at), "in this pattern: %.*s",
			STR_ARG(buf_view(&why)));
		buf_release(&why);
		return POISONED(e);
	}
	MEM_ROOM(s->regex, s->nregex, s->regex_cap);
	s->regex[s->nregex++] = regex;
	c->k.regex = regex;
	if (!set_left(p, c, &o[0], TYPE_TEXT))
		return POISONED(e);
	code_match(c);
	return finish(e, c);
}

static struct operand is_missing_test(struct program *p, const struct expr *e, const struct operand *o)
{
	struct code *c = bind_node(p, 1);

	if (bind_is_header(p, o))
		return POISONED(e);
	if (o->how == LITERAL || o->constant) {
		bind_mistake(p, o->e, "a literal is never missing: a column stands left of 'is'");
		return POISONED(e);
	}
	if (o->how == FIXED)
		c->arg[0] = o->code; /* number(x) is missing: what can't be read, too */
	else if (!o->code && o->type == TYPE_TIME && o->binding.how == BOUND_COLUMN)
		c->reader = bind_reader(p, o, TYPE_TEXT, true); /* 0000-00-00 is missing as a time */
	else if (!set_left(p, c, o, TYPE_TEXT))
		return POISONED(e);
	if (c->reader)
		c->nargs = 0;
	code_is_missing(c, c->reader ? TYPE_TEXT : c->arg[0]->type);
	return finish(e, c);
}

struct operand bind_comparison(struct program *p, const struct expr *e, struct operand *o)
{
	bool fixed = e->op == EXPR_IN_FILE || (e->op != EXPR_MISSING && o[1].constant);

	if (fixed && bind_is_header(p, &o[0]))
		return POISONED(e);
	switch (e->op) {
	case EXPR_MATCH:
		return match(p, e, o);
	case EXPR_IN:
		return bind_in(p, e, o);
	case EXPR_IN_FILE:
		return must_be_text(p, o) ? bind_in_file(p, e, o) : POISONED(e);
	case EXPR_CONTAINS:
	case EXPR_STARTS:
	case EXPR_ENDS:
		return text_test(p, e, o);
	case EXPR_MISSING:
		return is_missing_test(p, e, o);
	default:
		return ordered(p, e, o);
	}
}
