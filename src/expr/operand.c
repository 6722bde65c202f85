/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Operands: how a side of an operator is read once it is known as what. What
 * is read twice in the same way shares its reader.
 */
#include "expr/bind.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/number.h"

const char *type_words(enum type type)
{
	static const char *const words[] = { "a text", "a text",	 "a number",
					     "a time", "a span of time", "yes or no" };
	return words[type];
}

void bind_mistake(struct program *p, const struct expr *e, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	diag_vat(p->diags, e->where, e->span, format, args);
	va_end(args);
}

struct code *bind_node(struct program *p, size_t nargs)
{
	struct code *c = ARENA_NEW(&p->arena, struct code);

	if (nargs)
		c->arg = ARENA_ARRAY(&p->arena, nargs, const struct code *);
	c->nargs = nargs;
	c->number = p->state->nnodes++;
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
	struct program_state *state = p->state;

	fold_into(&state->fold, text_plain(s, &state->plain));
	return arena_copy(&p->arena, buf_view(&state->fold));
}

struct str bind_key(struct program *p, struct str s)
{
	struct str id = str_trim(s);
	struct buf *key = &p->state->fold;

	if (!id_is_salesforces(id))
		return bind_folded(p, s);
	buf_clear(key);
	fold_key_append(key, id);
	return arena_copy(&p->arena, buf_view(key));
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

bool bind_is_header(struct program *p, const struct operand *o)
{
	if (o->how != LITERAL || !p->is_column || !p->is_column(p->schema.ctx, o->e->text))
		return false;
	bind_mistake(p, o->e, "a column's name stands in backquotes: `%.*s`", STR_ARG(o->e->text));
	return true;
}

/* ---- moments ---- */

/* Every moment from one date to before another, which may be beyond the years. */
static struct range between(int64_t from, int64_t to)
{
	return (struct range){ from == INSTANT_NONE ? from + 1 : from, to == INSTANT_NONE ? INT64_MAX : to };
}

struct range bind_day(struct program *p, int32_t year, int month, int day)
{
	const struct zone *zone = zone_of(p);
	int64_t first = day_number(year, month, day ? day : 1), next = first + 1;

	if (!day)
		next = month == 12 ? day_number(year + 1, 1, 1) : day_number(year, month + 1, 1);
	return between(day_date(first, zone), day_date(next, zone));
}

/* 2026-01-31 or 2026-01 in quotes means what it means without. */
static bool iso_literal(struct program *p, struct str s, struct range *range)
{
	int part[3] = { 0 }, n = 0;

	if (s.n != 10 && s.n != 7)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (i == 4 || i == 7) {
			if (s.p[i] != '-')
				return false;
			n++;
		} else if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		else
			part[n] = part[n] * 10 + (s.p[i] - '0');
	}
	if (!date_valid(part[0], part[1], s.n == 10 ? part[2] : 1))
		return false;
	*range = bind_day(p, part[0], part[1], part[2]);
	return true;
}

bool bind_moments(struct program *p, const struct operand *o, struct range *range, bool *exact)
{
	struct str s = str_trim(o->e->text);
	const struct zone *zone = zone_of(p);
	int64_t t;

	*exact = false;
	if (o->interval) {
		*range = o->range;
		return true;
	}
	if (o->how != LITERAL || iso_literal(p, s, range))
		return true;
	if (bind_is_header(p, o))
		return false;
	enum time_reading how = instant_read(s, &p->times, &t);
	if (how == TIME_READ) {
		*exact = !instant_is_date(t);
		*range = *exact ? (struct range){ t, t } : between(t, instant_plus_days(t, 1, zone));
		return true;
	}
	if (how == TIME_AMBIGUOUS)
		bind_mistake(p, o->e, "this may be two dates: write 2026-01-31, or \"2026-01-31 09:00\"");
	else
		bind_mistake(p, o->e, "not a time: write 2026-01-31, or \"2026-01-31 09:00\"");
	return false;
}

/* ---- readers ---- */

/* What a text is computed from, as bytes: equal ones are computed only once per record. */
static void add_work(struct buf *key, const struct code *c)
{
	const struct {
		run_fn *run;
		apply_fn *apply;
		const struct reader *reader;
		size_t nargs, type, constant, negated; /* of one width: bytes between would be anything */
	} head = { c->run, c->fn.apply, c->reader, c->nargs, c->type, c->constant, c->negated };
	const struct code *self = c;

	buf_add(key, (const char *)&head, sizeof head);
	if (c->constant == WHOLE_CONSTANT && c->type == TYPE_TEXT && !c->nargs && !c->reader) {
		hash_item(key, c->k.value.text);
	} else if (c->constant != NO_CONSTANT) {
		buf_add(key, (const char *)&self, sizeof self);
	} else { /* its number among what is computed, or its table: one word either way */
		buf_add(key, (const char *)&c->k.computed, sizeof c->k.computed);
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
			      .commas = o->binding.commas,
			      .plain = !o->code || o->binding.times,
			      .source = o->code,
			      .column = o->binding.column,
			      .missing = o->code ? NULL : o->binding.missing,
			      .times = o->binding.times ? o->binding.times : &p->times,
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
	} else {
		r = new_reader(p, o, type, start);
		map_put(&s->read, arena_copy(&p->arena, buf_view(&key)), r->index);
	}
	buf_release(&key);
	return r;
}

/* ---- an operand as a type ---- */

void bind_tell_literal(struct program *p, const struct operand *o, enum type type)
{
	struct str s = str_trim(o->e->text);
	double x;

	if (bind_is_header(p, o))
		return;
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

	if (type == TYPE_TEXT) {
		c->k.value.text = o->e->text;
	} else if (type == TYPE_TIME) {
		if (!bind_moments(p, o, &range, &exact))
			return NULL;
		c->k.value.time = instant_kept(range.low);
	} else if (type != TYPE_SPAN || !span_read(str_trim(o->e->text), '.', &c->k.value.time)) {
		bind_tell_literal(p, o, type);
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

bool bind_kinds_clash(enum type kind, enum type wanted)
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
	if (bind_kinds_clash(o->type, type)) {
		tell_clash(p, o, type);
		return NULL;
	}
	if (o->code && type != TYPE_TEXT && o->code->period) {
		struct str s = expr_source(o->e, &p->arena);
		bind_mistake(p, o->e,
			     "'%.*s' is a text, and %s is wanted here; compare it with a text in quotes",
			     STR_ARG(s), type_words(type));
		return NULL;
	}
	if (o->code && type == TYPE_TEXT && o->binding.how == BOUND_COMPUTED)
		return o->code; /* which has a memo of its own */
	if (!o->code && o->binding.how == BOUND_ABSENT)
		return bind_none(p, type);
	struct code *c = bind_node(p, 0);
	c->reader = bind_reader(p, o, type, false);
	code_cell(c, type);
	return c;
}

bool bind_possible(struct program *p, const struct operand *o, const struct operand *literal)
{
	struct str text = str_trim(literal->e->text);
	const struct binding *b = &o->binding;
	struct buf all = { 0 };
	bool possible = false;

	if (!b->words || !text.n)
		return true;
	struct str folded = bind_folded(p, text);
	for (size_t i = 0; i < b->words; i++) {
		possible |= str_eq(folded, bind_folded(p, b->word[i]));
		buf_print(&all, "%s%.*s", !i ? "" : i + 1 < b->words ? ", " : " or ", STR_ARG(b->word[i]));
	}
	if (!possible) {
		struct str near = nearest(p->diags, text, &CANDIDATE_NAMES(b->word, b->words), 1);
		bind_mistake(p, literal->e, "%.*s is never '%.*s'; it can be %.*s" DID_YOU_MEAN,
			     STR_ARG(b->label), STR_ARG(text), STR_ARG(buf_view(&all)),
			     DID_YOU_MEAN_ARG(near));
	}
	buf_release(&all);
	return possible;
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

/* mql = 1: 1 and 0 for yes and no. */
static bool is_bit(struct program *p, const struct operand *o, enum type other)
{
	const struct expr *e = o->e;

	if (other != TYPE_FLAG || e->op != EXPR_NUMBER || (e->number != 0 && e->number != 1))
		return false;
	bind_mistake(p, e, "write %s", e->number != 0 ? "yes" : "no");
	return true;
}

/* Fixed types decide; then a text in quotes; then the kinds of cells; otherwise TYPE_TEXT. */
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
			if (both == TYPE_NONE && is_bit(p, &o[i], *type))
				return TYPE_NONE;
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
