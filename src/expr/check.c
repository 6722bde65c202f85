/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Types. Nothing in the language declares one: a number in the text makes the
 * cell opposite a number, a date makes it a time. So an expression is checked
 * from the leaves up to operands that are still open, and an operator settles
 * them. What can't be settled is an error that offers number(x) and date(x):
 * a guess that differs between two exports is worse than a question.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "expr/bind.h"

enum { DEEPEST = 500 };

static struct operand bind_check(struct program *p, const struct expr *e);

/* ---- leaves ---- */

static struct operand constant(struct program *p, const struct expr *e, enum type type, union value v)
{
	struct code *c = bind_node(p, 0);

	c->k.value = v;
	code_constant(c, type);
	return (struct operand){ .how = FIXED, .type = type, .e = e, .code = c, .constant = true };
}

static struct operand date(struct program *p, const struct expr *e)
{
	struct range range = bind_day(p, e->year, e->month, e->day);
	struct operand o = constant(p, e, TYPE_TIME, (union value){ .time = range.low });

	o.interval = true;
	o.range = range;
	return o;
}

static struct operand name(struct program *p, const struct expr *e)
{
	struct binding b = { 0 };

	p->schema.resolve(p->schema.ctx, e, &b);
	if (b.how == BOUND_UNKNOWN)
		return POISONED(e);
	if (b.how == BOUND_COMPUTED) {
		struct code *c = bind_node(p, 0);
		c->k.computed = b.computed;
		code_computed(c, p->state->work[b.computed].type);
		struct operand o = bind_fixed(e, c);
		o.binding = b;
		return o;
	}
	return (struct operand){
		.how = OPEN, .type = b.kind == TYPE_TEXT ? TYPE_NONE : b.kind, .e = e, .binding = b
	};
}

/* ---- arithmetic ---- */

static bool is_open(const struct operand *o)
{
	return o->how == OPEN && (o->type == TYPE_NONE || o->type == TYPE_FLAG);
}

/* What an open operand becomes beside `other`. */
static enum type beside(enum expr_op op, const struct operand *o, enum type other)
{
	if (!is_open(o))
		return o->type;
	if (op == EXPR_NEGATE || other == TYPE_NUMBER || op == EXPR_MULTIPLY || op == EXPR_DIVIDE)
		return TYPE_NUMBER;
	return op == EXPR_SUBTRACT && other == TYPE_TIME ? TYPE_TIME : TYPE_NONE;
}

static void tell_unsettled(struct program *p, const struct expr *e, const struct operand *o)
{
	static const char *const marks[] = { "+", "-", "*", "/", "-" };
	struct str s = expr_source(o->e, &p->arena);

	bind_mistake(p, o->e, "is '%.*s' a number or a time? beside '%s' write number(%.*s) or date(%.*s)",
		     STR_ARG(s), marks[e->op - EXPR_ADD], STR_ARG(s), STR_ARG(s));
}

static void tell_operation(struct program *p, const struct expr *e, enum type a, enum type b)
{
	static const char *const verbs[] = { "added", "subtracted", "multiplied", "divided", "negated" };

	if ((a == TYPE_TIME || a == TYPE_SPAN) && b == TYPE_NUMBER &&
	    (e->op == EXPR_ADD || e->op == EXPR_SUBTRACT)) {
		struct str s = expr_source(e->arg[1], &p->arena);
		bind_mistake(p, e->arg[1], "a number of what? write %.*s days, or hours",
			     STR_ARG(e->arg[1]->op == EXPR_NUMBER ? s : STR("30")));
	} else
		bind_mistake(p, e, "%s and %s can't be %s", type_words(a), type_words(b),
			     verbs[e->op - EXPR_ADD]);
}

/* Literals always have a dot for a decimal sign; but where cells have a comma, 1.200 may be meant as they
 * write it, and nobody writes 20.000 for 20. */
static struct operand number(struct program *p, const struct expr *e, enum type type, union value value)
{
	struct str said = str_slice(e->where->body, e->span.at, e->span.at + e->span.n);
	double grouped, read;
	size_t n = 0;

	if (said.n && said.p[0] == '-')
		said = str_trim(str_slice(said, 1, said.n));
	while (n < said.n && ((said.p[n] >= '0' && said.p[n] <= '9') || said.p[n] == '.'))
		n++;
	struct str digits = str_slice(said, 0, n);
	bool exponent = n < said.n && (said.p[n] | 0x20) == 'e';
	bool comma = p->decimal == ',', zeros = n && digits.p[0] != '0' && str_ends(digits, STR(".000"));
	if ((!comma && !zeros) || !n || !memchr(digits.p, '.', n) || exponent ||
	    !number_read(digits, ',', &grouped) || !number_read(digits, '.', &read))
		return constant(p, e, type, value);
	struct buf b = { 0 };
	number_write(&b, grouped);
	if (comma)
		bind_mistake(
			p, e,
			"the agreement says decimal \",\", so this may be two numbers: write %.*s or %.*s0",
			STR_ARG(buf_view(&b)), STR_ARG(digits));
	else
		bind_mistake(p, e, "a '.' stands before decimals, so this is %.0f: write %.*s, or %.0f", read,
			     STR_ARG(buf_view(&b)), read);
	buf_release(&b);
	return POISONED(e);
}

static struct operand arithmetic(struct program *p, const struct expr *e)
{
	struct operand o[2] = { bind_check(p, e->arg[0]), { 0 } };
	enum type type[2] = { TYPE_NONE, TYPE_NONE };

	if (e->nargs == 2)
		o[1] = bind_check(p, e->arg[1]);
	for (size_t i = 0; i < e->nargs; i++)
		if (o[i].how == LITERAL) {
			bind_tell_literal(p, &o[i], TYPE_NUMBER);
			o[i].how = POISON;
		}
	for (size_t i = 0; i < e->nargs; i++)
		if (o[i].how == POISON)
			return POISONED(e);
	bool both = e->nargs == 2 && is_open(&o[0]) && is_open(&o[1]);
	for (size_t i = 0; i < e->nargs; i++) {
		type[i] = both ? TYPE_NONE : beside(e->op, &o[i], e->nargs == 2 ? o[1 - i].type : TYPE_NONE);
		if (type[i] == TYPE_NONE) {
			tell_unsettled(p, e, &o[i]);
			return POISONED(e);
		}
	}
	struct code *c = bind_node(p, e->nargs);
	if (!code_arithmetic(c, e->op, type[0], type[1])) {
		if (e->nargs == 2)
			tell_operation(p, e, type[0], type[1]);
		else
			bind_mistake(p, e->arg[0], "this is %s: only a number or a span can be negative",
				     type_words(type[0]));
		return POISONED(e);
	}
	for (size_t i = 0; i < e->nargs; i++)
		if (!(c->arg[i] = bind_as(p, &o[i], type[i])))
			return POISONED(e);
	return bind_fixed(e, c);
}

/* ---- conditions ---- */

static const struct code *condition(struct program *p, const struct expr *e)
{
	struct operand o = bind_check(p, e);

	if (o.how == LITERAL || (o.how == FIXED && o.type != TYPE_FLAG)) {
		bind_mistake(p, e, "%s is no condition: compare it with something (=, >=, in …)",
			     type_words(o.type));
		return NULL;
	}
	if (o.how == OPEN && (o.type == TYPE_NUMBER || bind_kinds_clash(o.type, TYPE_FLAG))) {
		struct str s = expr_source(e, &p->arena);
		bind_mistake(
			p, e,
			"'%.*s' is %s, and a column alone means = yes: compare it, or say %.*s is present",
			STR_ARG(s), type_words(o.type), STR_ARG(s));
		return NULL;
	}
	return bind_as(p, &o, TYPE_FLAG);
}

static struct operand conditions(struct program *p, const struct expr *e)
{
	struct code *c = bind_node(p, e->nargs);
	bool good = true;

	for (size_t i = 0; i < e->nargs; i++)
		good &= (c->arg[i] = condition(p, e->arg[i])) != NULL;
	if (!good)
		return POISONED(e);
	code_condition(c, e->op);
	return bind_fixed(e, c);
}

/* ---- calls and comparisons: their operands, which a function or an operator then settles ---- */

static struct operand call(struct program *p, const struct expr *e)
{
	struct operand *arg = mem_new(e->nargs * sizeof *arg);
	struct called fn;
	bool good = bind_find_called(p, e, &fn), words = good && fn.offered && fn.offered->words;

	for (size_t i = 0; i < e->nargs && !words; i++) {
		arg[i] = bind_check(p, e->arg[i]);
		good &= arg[i].how != POISON;
	}
	struct operand o = good ? bind_call(p, e, fn, arg) : POISONED(e);
	free(arg);
	return o;
}

/* A file name isn't an operand; nor is what follows ~ if it isn't a text, which is reported there. */
static bool is_operand(const struct expr *e, size_t i)
{
	return !i || (e->op != EXPR_IN_FILE && (e->op != EXPR_MATCH || e->arg[i]->op == EXPR_TEXT));
}

static struct operand comparison(struct program *p, const struct expr *e)
{
	struct operand *o = mem_new(e->nargs * sizeof *o);
	bool good = true;

	for (size_t i = 0; i < e->nargs && (good || e->op != EXPR_IN); i++) {
		o[i] = is_operand(e, i) ? bind_check(p, e->arg[i])
					: (struct operand){ .how = OPEN, .e = e->arg[i] };
		good &= o[i].how != POISON;
	}
	struct operand result = good ? bind_comparison(p, e, o) : POISONED(e);
	free(o);
	return result;
}

static struct operand check(struct program *p, const struct expr *e)
{
	switch (e->op) {
	case EXPR_TEXT:
		return (struct operand){ .how = LITERAL, .type = TYPE_TEXT, .e = e, .constant = true };
	case EXPR_NUMBER:
		return number(p, e, TYPE_NUMBER, (union value){ .number = e->number });
	case EXPR_SPAN:
		return number(p, e, TYPE_SPAN, (union value){ .time = e->span_us });
	case EXPR_FLAG:
		return constant(p, e, TYPE_FLAG, (union value){ .flag = e->number != 0 });
	case EXPR_DATE:
		return date(p, e);
	case EXPR_NAME:
	case EXPR_COLUMN:
		return name(p, e);
	case EXPR_CALL:
		return call(p, e);
	case EXPR_NOT:
	case EXPR_AND:
	case EXPR_OR:
		return conditions(p, e);
	case EXPR_ADD:
	case EXPR_SUBTRACT:
	case EXPR_MULTIPLY:
	case EXPR_DIVIDE:
	case EXPR_NEGATE:
		return arithmetic(p, e);
	default:
		return comparison(p, e);
	}
}

/* An expression is evaluated as deeply as it is bound, for each row: the limit keeps both within their
 * stacks. */
static struct operand bind_check(struct program *p, const struct expr *e)
{
	struct operand o = POISONED(e);

	if (p->state->depth >= DEEPEST) {
		bind_mistake(p, e,
			     "worked out from one another more than %d deep: use fewer fields in between",
			     DEEPEST);
		return o;
	}
	p->state->depth++;
	o = check(p, e);
	p->state->depth--;
	return o;
}

const struct code *program_bind(struct program *p, const struct expr *e, enum type want, enum type *type)
{
	struct map *wrong = &p->state->wrong;
	const struct code *c;

	if (map_find(wrong, (struct str){ (const char *)&e, sizeof e }))
		return NULL; /* and why has been reported */
	if (want == TYPE_FLAG) {
		c = condition(p, e);
	} else {
		struct operand o = bind_check(p, e);
		if (want == TYPE_NONE)
			want = o.type == TYPE_NONE ? TYPE_TEXT : o.type;
		c = bind_as(p, &o, want);
	}
	if (c && !e->mended) {
		if (type)
			*type = c->type;
		return c;
	}
	map_put(wrong, arena_copy(&p->arena, (struct str){ (const char *)&e, sizeof e }), 0);
	return NULL;
}

const struct code *program_bind_to(struct program *p, const struct binding *column, enum type want)
{
	struct operand o = { .how = OPEN, .binding = *column };

	return bind_as(p, &o, want);
}

static void work_kept(const void *code, struct rows *r, struct asked ask, union vector out)
{
	code_run(code, r, ask, out);
}

const struct code *program_keep(struct program *p, const struct code *c)
{
	if (c->values) /* they are where they are remembered */
		return c;
	struct code *kept = bind_node(p, 0);
	kept->k.computed = program_compute(p, c->type, STR(""), work_kept, c);
	code_computed(kept, c->type);
	return kept;
}
