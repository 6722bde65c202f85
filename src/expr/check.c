/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Types. Nothing in the language declares one: a number in the text makes the
 * cell opposite a number, a date makes it a time. So an expression is checked
 * from the leaves up to operands that are still open, and an operator settles
 * them. What can't be settled is an error that offers number(x) and date(x):
 * a guess that differs between two exports is worse than a question.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/number.h"
#include "expr/bind.h"

enum { DEEPEST = 500 };

const char *type_words(enum type type)
{
	static const char *const words[] = { "a text", "a text",	 "a number",
					     "a time", "a span of time", "yes or no" };
	return words[type];
}

void bind_mistake(struct program *p, const struct expr *e, const char *format, ...)
{
	char words[512];
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof words, format, args);
	va_end(args);
	diag_at(p->diags, e->where, e->span, "%s", words);
}

struct code *bind_node(struct program *p, size_t nargs)
{
	struct code *c = ARENA_NEW(&p->arena, struct code);

	if (nargs)
		c->arg = ARENA_ARRAY(&p->arena, nargs, const struct code *);
	c->nargs = nargs;
	return c;
}

struct operand bind_fixed(const struct expr *e, const struct code *c)
{
	if (!c)
		return POISONED(e);
	return (struct operand){ .how = c->type == TYPE_TEXT ? OPEN : FIXED,
				 .type = c->type == TYPE_TEXT ? TYPE_NONE : c->type,
				 .e = e,
				 .code = c };
}

struct str bind_folded(struct program *p, struct str s)
{
	struct buf b = { 0 };

	fold_into(&b, s);
	s = arena_copy(&p->arena, buf_view(&b));
	buf_release(&b);
	return s;
}

const struct code *bind_none(struct program *p, enum type type)
{
	struct code *c = bind_node(p, 0);

	if (type == TYPE_NUMBER)
		c->k.value.number = NAN;
	else if (type == TYPE_TIME || type == TYPE_SPAN)
		c->k.value.time = INSTANT_NONE;
	if (type == TYPE_FLAG)
		code_none_flag(c);
	else
		code_constant(c, type);
	return c;
}

/* ---- leaves ---- */

static struct operand constant(struct program *p, const struct expr *e, enum type type, union value v)
{
	struct code *c = bind_node(p, 0);

	c->k.value = v;
	code_constant(c, type);
	return (struct operand){
		.how = type == TYPE_TEXT ? LITERAL : FIXED, .type = type, .e = e, .code = c, .constant = true
	};
}

struct range bind_day(struct program *p, int32_t year, int month, int day)
{
	const struct zone *zone = zone_of(p);
	int64_t first = day_number(year, month, day ? day : 1), next = first + 1;

	if (!day)
		next = month == 12 ? day_number(year + 1, 1, 1) : day_number(year, month + 1, 1);
	return (struct range){ day_instant(first, zone), day_instant(next, zone) };
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
	if (b.how == BOUND_WORKED) {
		struct code *c = bind_node(p, 0);
		c->k.worked = b.worked;
		code_worked(c, p->state->work[b.worked].type);
		struct operand o = bind_fixed(e, c);
		o.binding = b;
		return o;
	}
	return (struct operand){
		.how = OPEN, .type = b.kind == TYPE_TEXT ? TYPE_NONE : b.kind, .e = e, .binding = b
	};
}

/* ---- readers ---- */

/* What a text is worked out of, in bytes: two of the same are one work, done once a record. */
static void add_work(struct buf *key, const struct code *c)
{
	const struct {
		text_fn *run;
		const struct reader *reader;
		size_t nargs, type, constant, negated; /* of one width: bytes between would be anything */
	} head = { c->run.text, c->reader, c->nargs, c->type, c->constant, c->negated };
	const struct code *self = c;

	buf_add(key, (const char *)&head, sizeof head);
	if (c->constant == WHOLE_CONSTANT && c->type == TYPE_TEXT && !c->nargs && !c->reader) {
		hash_item(key, c->k.value.text);
	} else if (c->constant != NO_CONSTANT) {
		buf_add(key, (const char *)&self, sizeof self);
	} else { /* its number among what is worked out, or its table: one word either way */
		buf_add(key, (const char *)&c->k.worked, sizeof c->k.worked);
		for (size_t i = 0; i < c->nargs; i++)
			add_work(key, c->arg[i]);
	}
}

/* What is read, and as what, in bytes. */
static struct str reader_key(struct buf *key, const struct operand *o, enum type type, bool start)
{
	const size_t as[] = { type, start, o->code != NULL };

	buf_clear(key);
	buf_add(key, (const char *)as, sizeof as);
	if (o->code) {
		add_work(key, o->code);
	} else {
		buf_add(key, (const char *)&o->binding.column, sizeof o->binding.column);
		buf_add(key, (const char *)&o->binding.missing, sizeof o->binding.missing);
	}
	return buf_view(key);
}

static struct reader *new_reader(struct program *p, const struct operand *o, enum type type, bool start)
{
	struct program_state *s = p->state;
	struct reader *r = ARENA_NEW(&p->arena, struct reader);

	*r = (struct reader){ .kind = type,
			      .start = start,
			      .source = o->code,
			      .column = o->binding.column,
			      .missing = o->code ? NULL : o->binding.missing,
			      .index = s->nreaders };
	r->label =
		o->binding.label.n ? arena_copy(&p->arena, o->binding.label) : expr_source(o->e, &p->arena);
	MEM_ROOM(s->reader, s->nreaders, s->readers_cap);
	s->reader[s->nreaders++] = r;
	return r;
}

struct reader *bind_reader(struct program *p, const struct operand *o, enum type type, bool start)
{
	struct program_state *s = p->state;
	struct buf key = { 0 };
	struct reader *r;

	if (o->how != OPEN || (!o->code && o->binding.how != BOUND_COLUMN))
		return NULL;
	const uint32_t *known = map_find(&s->read, reader_key(&key, o, type, start));
	if (known) {
		r = s->reader[*known];
		r->shared = true;
	} else {
		r = new_reader(p, o, type, start);
		map_put(&s->read, arena_copy(&p->arena, buf_view(&key)), r->index);
	}
	buf_release(&key);
	return r;
}

/* ---- an operand as a type ---- */

/* What to write where a text in quotes can't be what is wanted. */
static void tell_literal(struct program *p, const struct operand *o, enum type type)
{
	struct str s = str_trim(o->e->text);
	double x;

	if (type == TYPE_NUMBER && number_read(s, '.', &x))
		bind_mistake(p, o->e, "write %.*s without quotes", STR_ARG(s));
	else
		bind_mistake(p, o->e, "a text in quotes is not %s", type_words(type));
}

static const struct code *literal_as(struct program *p, const struct operand *o, enum type type)
{
	struct code *c = bind_node(p, 0);
	struct range range;
	bool exact;

	if (type == TYPE_TEXT)
		return o->code;
	if (type == TYPE_TIME) {
		if (!bind_moments(p, o, &range, &exact))
			return NULL;
		c->k.value.time = range.low;
	} else if (type != TYPE_SPAN || !span_read(str_trim(o->e->text), '.', &c->k.value.time)) {
		tell_literal(p, o, type);
		return NULL;
	}
	code_constant(c, type);
	return c;
}

/* A bare number beside a span is days. */
static const struct code *days(struct program *p, const struct operand *o)
{
	struct code *day = bind_node(p, 0), *c = bind_node(p, 2);

	day->k.value.time = DAY_US;
	code_constant(day, TYPE_SPAN);
	if (o->constant) {
		double span = o->code->k.value.number * (double)DAY_US;
		day->k.value.time = fabs(span) < 9e18 ? (int64_t)round(span) : INSTANT_NONE;
		return day;
	}
	c->arg[0] = o->code;
	c->arg[1] = day;
	code_arithmetic(c, EXPR_MULTIPLY, TYPE_NUMBER, TYPE_SPAN);
	return c;
}

/* A column that has a kind can't be read as one that has nothing in common with it. */
static bool kinds_clash(enum type kind, enum type wanted)
{
	bool moment = kind == TYPE_TIME, wants_moment = wanted == TYPE_TIME;

	if (kind == TYPE_NONE || kind == TYPE_FLAG || wanted == TYPE_TEXT || kind == wanted)
		return false;
	return moment || wants_moment || (kind == TYPE_SPAN && wanted == TYPE_FLAG);
}

static void tell_clash(struct program *p, const struct operand *o, enum type wanted)
{
	struct str s = expr_source(o->e, &p->arena);

	if (o->type == TYPE_TIME && (wanted == TYPE_SPAN || wanted == TYPE_NUMBER))
		bind_mistake(p, o->e, "'%.*s' is a time, and %s is wanted here: its age is age(%.*s)",
			     STR_ARG(s), type_words(wanted), STR_ARG(s));
	else
		bind_mistake(p, o->e, "'%.*s' is %s, and %s is wanted here", STR_ARG(s), type_words(o->type),
			     type_words(wanted));
}

static const struct code *open_as(struct program *p, const struct operand *o, enum type type)
{
	if (kinds_clash(o->type, type)) {
		tell_clash(p, o, type);
		return NULL;
	}
	if (o->code && type == TYPE_TEXT && o->binding.how == BOUND_WORKED)
		return o->code; /* which has a memo of its own */
	if (!o->code && o->binding.how == BOUND_ABSENT)
		return bind_none(p, type);
	struct code *c = bind_node(p, 0);
	c->reader = bind_reader(p, o, type, false);
	code_cell(c, type);
	return c;
}

const struct code *bind_as(struct program *p, const struct operand *o, enum type type)
{
	switch (o->how) {
	case POISON:
		return NULL;
	case LITERAL:
		return literal_as(p, o, type);
	case OPEN:
		return open_as(p, o, type);
	case FIXED:
		if (o->type == type)
			return o->code;
		if (o->type == TYPE_NUMBER && type == TYPE_SPAN)
			return days(p, o);
		bind_mistake(p, o->e, "this is %s, and %s is wanted here", type_words(o->type),
			     type_words(type));
	}
	return NULL;
}

/* ---- the type of several ---- */

static enum type meet(enum type a, enum type b)
{
	if (a == b || b == TYPE_NONE)
		return a;
	if (a == TYPE_NONE)
		return b;
	bool spans = (a == TYPE_SPAN || a == TYPE_NUMBER) && (b == TYPE_SPAN || b == TYPE_NUMBER);
	return spans ? TYPE_SPAN : TYPE_NONE;
}

/* What is fixed decides; then a text in quotes; then the kinds of cells; nothing: TYPE_TEXT. */
enum type bind_common(struct program *p, const struct operand *o, size_t n, const char *what)
{
	static const enum how ranks[] = { FIXED, LITERAL, OPEN };
	enum type fixed = TYPE_NONE, open = TYPE_NONE;
	bool literal = false;

	for (size_t k = 0; k < 3; k++)
		for (size_t i = 0; i < n; i++) {
			if (o[i].how == POISON)
				return TYPE_NONE;
			if (o[i].how != ranks[k] || o[i].type == TYPE_NONE)
				continue;
			enum type *type = o[i].how == OPEN ? &open : &fixed;
			if (o[i].how == LITERAL) {
				literal = true;
				continue;
			}
			enum type both = meet(*type, o[i].type);
			if (both == TYPE_NONE) {
				bind_mistake(p, o[i].e,
					     "%s is %s, and another is %s: %s have to be of one kind",
					     o[i].how == OPEN ? "this column" : "this", type_words(o[i].type),
					     type_words(*type), what);
				return TYPE_NONE;
			}
			*type = both;
		}
	if (fixed != TYPE_NONE)
		return fixed == TYPE_NUMBER && open == TYPE_SPAN ? TYPE_SPAN : fixed;
	if (literal)
		return open == TYPE_TIME || open == TYPE_SPAN ? open : TYPE_TEXT;
	return open != TYPE_NONE ? open : TYPE_TEXT;
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
	static const char *const marks[] = { "+", "-", "*", "/" };
	struct str s = expr_source(o->e, &p->arena);

	bind_mistake(p, o->e, "is '%.*s' a number or a time? beside '%s' write number(%.*s) or date(%.*s)",
		     STR_ARG(s), marks[e->op - EXPR_ADD], STR_ARG(s), STR_ARG(s));
}

static void tell_operation(struct program *p, const struct expr *e, enum type a, enum type b)
{
	static const char *const verbs[] = { "added", "subtracted", "multiplied", "divided" };

	if ((a == TYPE_TIME || a == TYPE_SPAN) && b == TYPE_NUMBER &&
	    (e->op == EXPR_ADD || e->op == EXPR_SUBTRACT)) {
		struct str s = expr_source(e->arg[1], &p->arena);
		bind_mistake(p, e->arg[1], "a number of what? write %.*s days, or hours",
			     STR_ARG(e->arg[1]->op == EXPR_NUMBER ? s : STR("30")));
	} else
		bind_mistake(p, e, "%s and %s can't be %s", type_words(a), type_words(b),
			     verbs[e->op - EXPR_ADD]);
}

static struct operand arithmetic(struct program *p, const struct expr *e)
{
	struct operand o[2] = { bind_check(p, e->arg[0]), { 0 } };
	enum type type[2] = { TYPE_NONE, TYPE_NONE };

	if (e->nargs == 2)
		o[1] = bind_check(p, e->arg[1]);
	for (size_t i = 0; i < e->nargs; i++)
		if (o[i].how == LITERAL) {
			tell_literal(p, &o[i], TYPE_NUMBER);
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
	if (o.how == OPEN && (o.type == TYPE_NUMBER || kinds_clash(o.type, TYPE_FLAG))) {
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

static struct operand check(struct program *p, const struct expr *e)
{
	switch (e->op) {
	case EXPR_TEXT:
		return constant(p, e, TYPE_TEXT, (union value){ .text = e->text });
	case EXPR_NUMBER:
		return constant(p, e, TYPE_NUMBER, (union value){ .number = e->number });
	case EXPR_SPAN:
		return constant(p, e, TYPE_SPAN, (union value){ .time = e->span_us });
	case EXPR_FLAG:
		return constant(p, e, TYPE_FLAG, (union value){ .flag = e->number != 0 });
	case EXPR_DATE:
		return date(p, e);
	case EXPR_NAME:
	case EXPR_COLUMN:
		return name(p, e);
	case EXPR_CALL:
		return bind_call(p, e);
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
		return bind_comparison(p, e);
	}
}

/* What is bound deep is worked out as deep, for each row: the limit keeps both on their stacks. */
struct operand bind_check(struct program *p, const struct expr *e)
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
	const struct code *c;

	if (want == TYPE_FLAG) {
		c = condition(p, e);
	} else {
		struct operand o = bind_check(p, e);
		if (want == TYPE_NONE)
			want = o.type == TYPE_NONE ? TYPE_TEXT : o.type;
		c = bind_as(p, &o, want);
	}
	if (c && type)
		*type = c->type;
	return e->mended ? NULL : c;
}

const struct code *program_bind_to(struct program *p, const struct binding *column, enum type want)
{
	struct operand o = { .how = OPEN, .binding = *column };

	return bind_as(p, &o, want);
}
