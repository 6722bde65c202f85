/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fold of the agreement, bound to the rows of an input: see fold_plan.h. */
#include "fold/fold_plan.h"

#include <stdlib.h>

#include "base/mem.h"

const size_t value_bytes[VALUE_FORMS] = {
	[VALUE_TEXT] = 4, [VALUE_WORD] = 8, [VALUE_FLAG] = 4, [VALUE_MONEY] = 16
};

enum { NTH_FEW = 8 }; /* so many places take less room than all rows */

/* ---- expressions ---- */

struct asking {
	struct fold_plan *plan;
	bool wrong;
};

/* What is said of a row can't ask for what comes out of all rows. */
static void look_for_line(void *ctx, const struct expr *name)
{
	struct asking *a = ctx;
	const struct fold_plan *p = a->plan;
	size_t line = fold_line_named(p->fold, name);

	if (line == SIZE_MAX || names_column(p->names, name) != SIZE_MAX)
		return;
	diag_at(names_diags(p->names), name->where, name->span,
		"'%.*s' is a line of this fold, and nothing that one row has; only 'after' and 'as of' take "
		"a line, "
		"by its name alone",
		STR_ARG(name->text));
	a->wrong = true;
}

static const struct code *bind(struct fold_plan *p, const struct expr *e, enum type want, enum type *type)
{
	struct asking a = { .plan = p };

	expr_names(e, look_for_line, &a);
	return a.wrong ? NULL : program_bind(p->program, e, want, type);
}

static bool same_column(struct fold_plan *p, const struct expr *a, const struct expr *b)
{
	size_t column = names_column(p->names, a);

	return column != SIZE_MAX && column == names_column(p->names, b);
}

/* Is it a column that the fold takes for a time elsewhere? Then it is one. */
static bool is_used_as_time(struct fold_plan *p, const struct expr *e)
{
	const struct fold *f = p->fold;
	bool used = same_column(p, e, f->sorted);

	for (size_t i = 0; i < f->lines.n && !used; i++) {
		const struct fold_line *l = &f->lines.at[i];
		used = (l->after && fold_line_named(f, l->after) == SIZE_MAX &&
			same_column(p, e, l->after)) ||
		       (l->as_of && fold_line_named(f, l->as_of) == SIZE_MAX && same_column(p, e, l->as_of));
	}
	return used;
}

/* Does a later line take this one's value for its time? */
static bool is_time_of_another(const struct fold *f, size_t line)
{
	for (size_t i = 0; i < f->lines.n; i++)
		if (fold_line_named(f, f->lines.at[i].after) == line ||
		    fold_line_named(f, f->lines.at[i].as_of) == line)
			return true;
	return false;
}

static enum value_form form_of(enum type type)
{
	return type == TYPE_NONE					       ? VALUE_NONE
	       : type == TYPE_NUMBER || type == TYPE_TIME || type == TYPE_SPAN ? VALUE_WORD
									       : VALUE_TEXT;
}

/* A value as what it is; `want` TYPE_NONE: whatever that is. Flags are kept as texts. */
static bool bind_value(struct fold_plan *p, const struct expr *e, enum type want, struct slot_value *out)
{
	enum type type = TYPE_NONE;

	if (same_column(p, e, p->fold->sorted) && want != TYPE_TEXT) {
		*out = (struct slot_value){ .type = TYPE_TIME }; /* the row's own time */
		return true;
	}
	if (!want && is_used_as_time(p, e))
		want = TYPE_TIME;
	if (!(out->code = bind(p, e, want, &type)))
		return false;
	out->type = type;
	out->form = form_of(type);
	if (out->form == VALUE_TEXT) {
		out->type = TYPE_TEXT;
		out->texts = p->ntexts++;
	}
	return true;
}

/* A number, or a time: a column that may be anything is read as a number. */
static bool bind_ordered(struct fold_plan *p, const struct fold_line *l, enum type want,
			 struct slot_value *out)
{
	enum type type = want;

	if (!want && !is_used_as_time(p, l->value)) {
		const struct code *c = bind(p, l->value, TYPE_NONE, &type);
		if (!c)
			return false;
		want = type == TYPE_TIME || type == TYPE_SPAN ? type : TYPE_NUMBER;
	}
	return bind_value(p, l->value, want, out);
}

/* ---- slots ---- */

static size_t round_up(size_t n, size_t to)
{
	return (n + to - 1) & ~(to - 1);
}

static size_t slot_bytes(const struct fold_slot *s)
{
	static const size_t bytes[] = {
		[SLOT_FIRST] = sizeof(struct place_state),
		[SLOT_LAST] = sizeof(struct place_state),
		[SLOT_COUNT] = sizeof(uint32_t),
		[SLOT_SUM] = sizeof(__int128),
		[SLOT_LEAST] = sizeof(uint64_t),
		[SLOT_MOST] = sizeof(uint64_t),
		[SLOT_EVENTS] = sizeof(struct events_state),
		[SLOT_WORDS] = sizeof(struct words_state),
	};

	if (s->kind == SLOT_NTH)
		return s->nth * s->stride;
	return bytes[s->kind] + (s->kind <= SLOT_LAST && s->value.form == VALUE_WORD ? sizeof(uint64_t) : 0);
}

static size_t add_slot(struct fold_plan *p, struct fold_slot s)
{
	if (s.kind == SLOT_NTH)
		s.stride = s.value.form == VALUE_NONE	? sizeof(int64_t)
			   : s.value.form == VALUE_WORD ? sizeof(struct place_state) + sizeof(uint64_t)
							: sizeof(struct place_state);
	if (s.kind >= SLOT_EVENTS) {
		s.events = p->nevents++;
		s.stride = 16 + value_bytes[s.value.form] + value_bytes[s.other.form];
	}
	MEM_ROOM(p->slot, p->nslots, p->slots_cap);
	p->slot[p->nslots] = s;
	return p->nslots++;
}

/* Where the state of each slot is in a lead: behind the head, which ends half way between two multiples of 8,
 * come those for which that will do. */
static void lay_out(struct fold_plan *p)
{
	for (size_t aligned = 4; aligned <= 8; aligned += 4)
		for (size_t i = 0; i < p->nslots; i++) {
			struct fold_slot *s = &p->slot[i];
			if ((s->kind == SLOT_COUNT || s->kind == SLOT_EVENTS ? 4 : 8) != aligned)
				continue;
			s->offset = round_up(p->lead, aligned);
			p->lead = s->offset + slot_bytes(s);
		}
}

void plan_free(struct fold_plan *p)
{
	free(p->slot);
	free(p->column);
	free(p->fresh);
	free(p);
}

static void make_fresh(struct fold_plan *p)
{
	const __int128 nothing = MONEY_NONE;

	lay_out(p);
	/* A lead that nearly fills its lines of the cache begins with one. */
	p->lead = round_up(p->lead, 8);
	if (round_up(p->lead, 64) - p->lead <= 16)
		p->lead = round_up(p->lead, 64);
	p->fresh = mem_new(p->lead);
	for (size_t i = 0; i < p->nslots; i++) {
		const struct fold_slot *s = &p->slot[i];
		char *at = p->fresh + s->offset;
		union value none = value_none(s->value.type);
		if (s->kind <= SLOT_LAST)
			((struct place_state *)(void *)at)->time = INSTANT_NONE;
		for (size_t k = 0; s->kind == SLOT_NTH && k < s->nth; k++)
			memcpy(at + k * s->stride, &(int64_t){ INSTANT_NONE }, sizeof(int64_t));
		if (s->kind <= SLOT_NTH)
			continue;
		if (s->kind == SLOT_LEAST || s->kind == SLOT_MOST)
			memcpy(at, &none, sizeof(uint64_t));
		else if (s->kind == SLOT_SUM)
			memcpy(at, &nothing, sizeof nothing);
		else if (s->kind == SLOT_WORDS)
			((struct words_state *)(void *)at)->latest = INSTANT_NONE;
	}
}

/* ---- lines ---- */

/* The time of a line: of a line above, or of the row. */
struct line_time {
	size_t column; /* SIZE_MAX: of the row */
	const struct code *code;
};

static bool bind_time(struct fold_plan *p, const struct expr *e, struct line_time *out)
{
	size_t line = fold_line_named(p->fold, e);

	*out = (struct line_time){ .column = SIZE_MAX };
	if (!e)
		return true;
	if (line == SIZE_MAX)
		return (out->code = bind(p, e, TYPE_TIME, NULL));
	out->column = p->first_line + line;
	enum type type = p->column[out->column].type;
	if (type == TYPE_TIME || !type) /* which was a mistake */
		return type;
	diag_at(names_diags(p->names), e->where, e->span, "the line '%.*s' is no time", STR_ARG(e->text));
	return false;
}

/* `as of` without a way: the latest row not after the time, and the first one after it. */
static bool bind_as_of(struct fold_plan *p, const struct fold_line *l, struct fold_slot s,
		       struct line_time at, struct fold_column *out)
{
	enum type want = is_time_of_another(p->fold, (size_t)(l - p->fold->lines.at)) ? TYPE_TIME : TYPE_NONE;
	struct slot_value before = { 0 };

	if (!bind_value(p, l->value, want, &s.value) ||
	    (l->before && !bind_value(p, l->before, s.value.type, &before)))
		return false;
	out->type = s.value.type;
	if (at.column != SIZE_MAX) {
		s.kind = SLOT_EVENTS;
		s.other = before;
		out->slot = add_slot(p, s);
		return true;
	}
	s.kind = SLOT_LAST;
	s.bound = at.code;
	out->slot = add_slot(p, s);
	if (l->before) {
		s.kind = SLOT_FIRST;
		s.later = true;
		s.value = before;
		out->later_slot = add_slot(p, s);
	}
	return true;
}

/* Several lines may add up one expression. */
static size_t find_money(struct fold_plan *p, const struct expr *added)
{
	struct arena *arena = &p->program->arena;
	struct str words = expr_source(added, arena);
	size_t i = 0;

	if (!p->money)
		p->money = ARENA_ARRAY(arena, p->fold->lines.n, struct str);
	while (i < p->nmoney && !str_eq(p->money[i], words))
		i++;
	if (i == p->nmoney)
		p->money[p->nmoney++] = words;
	return i;
}

/* What a line computes of which value. */
static bool bind_way(struct fold_plan *p, const struct fold_line *l, struct fold_slot *s, enum type *type)
{
	enum type want = is_time_of_another(p->fold, (size_t)(l - p->fold->lines.at)) ? TYPE_TIME : TYPE_NONE;
	struct slot_value *v = &s->value;
	bool good = true;

	switch (l->of) {
	case FOLD_COUNT:
		s->kind = SLOT_COUNT;
		*type = TYPE_NUMBER;
		return !l->value || (s->present = bind(p, l->value, TYPE_NONE, NULL));
	case FOLD_SUM:
		s->kind = SLOT_SUM;
		v->form = VALUE_MONEY;
		v->type = *type = TYPE_NUMBER;
		v->money = find_money(p, l->value);
		return (v->code = bind(p, l->value, TYPE_NUMBER, NULL));
	case FOLD_TIME_IN:
		p->fold_times = true;
		s->kind = SLOT_EVENTS;
		v->form = VALUE_FLAG;
		v->type = TYPE_FLAG;
		*type = TYPE_SPAN;
		return (v->code = bind(p, l->value, TYPE_FLAG, NULL));
	case FOLD_LIST:
		s->kind = SLOT_WORDS;
		*type = TYPE_TEXT;
		v->form = VALUE_TEXT;
		v->type = TYPE_TEXT;
		v->texts = p->ntexts++;
		want = is_used_as_time(p, l->value) ? TYPE_TIME : TYPE_NONE;
		return (v->code = bind(p, l->value, want, NULL));
	case FOLD_MIN:
	case FOLD_MAX:
		s->kind = l->of == FOLD_MIN ? SLOT_LEAST : SLOT_MOST;
		good = bind_ordered(p, l, want, v);
		break;
	default:
		s->kind = l->of == FOLD_FIRST  ? SLOT_FIRST
			  : l->of == FOLD_LAST ? SLOT_LAST
			  : l->nth <= NTH_FEW  ? SLOT_NTH
					       : SLOT_EVENTS;
		s->nth = (size_t)l->nth;
		good = bind_value(p, l->value, want, v);
		if (v->form == VALUE_NONE && s->kind <= SLOT_LAST) /* the least or the greatest time */
			s->kind = s->kind == SLOT_FIRST ? SLOT_LEAST : SLOT_MOST;
	}
	*type = v->type;
	return good;
}

/* Are rows without a time in it? In those that need no order. */
static bool takes_untimed(const struct fold_line *l)
{
	return !l->after && !l->as_of &&
	       (l->of == FOLD_COUNT || l->of == FOLD_SUM || l->of == FOLD_MIN || l->of == FOLD_MAX ||
		l->of == FOLD_LIST);
}

static bool bind_line(struct fold_plan *p, const struct fold_line *l, struct fold_column *out)
{
	struct fold_slot s = { .untimed = takes_untimed(l) };
	struct line_time after, as_of;

	if (l->when && !(s.when = bind(p, l->when, TYPE_FLAG, NULL)))
		return false;
	if (!bind_time(p, l->after, &after) || !bind_time(p, l->as_of, &as_of))
		return false;
	out->after = after.column;
	out->as_of = as_of.column;
	if (l->of == FOLD_AS_OF)
		return bind_as_of(p, l, s, as_of, out);
	if (!bind_way(p, l, &s, &out->type))
		return false;
	if (after.code && as_of.code) {
		diag_at(names_diags(p->names), l->name.where, l->name.span,
			"'after' and 'as of' can't both be a time of the row; say one of them in 'when'");
		return false;
	}
	s.bound = after.code ? after.code : as_of.code;
	s.later = after.code;
	if (l->of == FOLD_TIME_IN && as_of.code) /* where the last span ends */
		s.other = (struct slot_value){ .code = as_of.code, .type = TYPE_TIME, .form = VALUE_WORD };
	if (out->after != SIZE_MAX || out->as_of != SIZE_MAX)
		s.kind = SLOT_EVENTS;
	out->slot = add_slot(p, s);
	return true;
}

/* ---- the whole ---- */

static struct fold_column *add_column(struct fold_plan *p, struct fold_column c)
{
	struct diags *diags = names_diags(p->names);

	for (size_t i = 0; i < p->ncolumns; i++)
		if (str_eq(p->column[i].head, c.head)) {
			diag_at(diags, p->fold->name.where, c.line ? c.line->name.span : p->fold->name.span,
				"two columns of the fold would be called '%.*s'", STR_ARG(c.head));
			break;
		}
	MEM_ROOM(p->column, p->ncolumns, p->columns_cap);
	p->column[p->ncolumns] = c;
	return &p->column[p->ncolumns++];
}

/* A column's header; else the words of the expression. */
static struct str head_of(struct fold_plan *p, const struct expr *e)
{
	size_t column = names_column(p->names, e);

	if (column != SIZE_MAX)
		return names_head(p->names, column);
	return e->op == EXPR_NAME ? e->text : expr_source(e, &p->program->arena);
}

/* Without these two there is nothing to fold. */
static bool is_there(struct fold_plan *p, const struct expr *e)
{
	const struct agreement *a = names_agreement(p->names);
	size_t i = e->op == EXPR_NAME ? agreement_find(a, NAMED_FIELD, e->text) : SIZE_MAX;
	struct str all = STR("");

	if (!names_absent(p->names, e, false))
		return true;
	for (size_t k = 0; i != SIZE_MAX && k < a->fields.at[i].nheaders; k++)
		all = arena_print(&p->program->arena, "%.*s%s'%.*s'", STR_ARG(all), k ? ", " : "",
				  STR_ARG(a->fields.at[i].headers[k]));
	if (all.n)
		diag_at(names_diags(p->names), e->where, e->span,
			"the input has no column for the field '%.*s', that is, none of %.*s; add its header "
			"to "
			"the field",
			STR_ARG(e->text), STR_ARG(all));
	else
		diag_at(names_diags(p->names), e->where, e->span,
			"the input has no column for the field '%.*s'; name the column itself, in backquotes "
			"if "
			"it has spaces",
			STR_ARG(e->text));
	return false;
}

static bool bind_kept(struct fold_plan *p)
{
	const struct fold *f = p->fold;

	for (size_t i = 0; i < f->kept.n; i++) {
		struct fold_slot s = { .kind = f->keeps_first ? SLOT_FIRST : SLOT_LAST, .untimed = true };
		const struct expr *e = f->kept.at[i];
		s.value = (struct slot_value){ .type = TYPE_TEXT, .form = VALUE_TEXT, .texts = p->ntexts++ };
		if (!(s.value.code = bind(p, e, TYPE_TEXT, NULL)))
			return false;
		add_column(p, (struct fold_column){ .head = head_of(p, e),
						    .what = FOLD_KEPT,
						    .slot = add_slot(p, s),
						    .type = TYPE_TEXT });
	}
	return true;
}

struct fold_plan *fold_bind(const struct fold *f, struct names *n, bool grouped)
{
	struct fold_plan *p = mem_new(sizeof *p);
	struct diags *diags = names_diags(n);
	unsigned before = diags->errors;

	*p = (struct fold_plan){ .fold = f,
				 .names = n,
				 .program = names_program(n),
				 .grouped = grouped,
				 .lead = sizeof(struct lead_head) };
	p->key = bind(p, f->by, TYPE_TEXT, NULL);
	p->time = bind(p, f->sorted, TYPE_TIME, NULL);
	bool good = p->key && p->time && is_there(p, f->by) && is_there(p, f->sorted);
	p->key_head = head_of(p, f->by);
	p->time_head = head_of(p, f->sorted);
	add_column(p, (struct fold_column){
			      .head = p->key_head, .what = FOLD_KEY, .slot = SIZE_MAX, .type = TYPE_TEXT });
	good = bind_kept(p) && good;
	p->first_line = p->ncolumns;
	for (size_t i = 0; i < f->lines.n; i++) {
		const struct fold_line *l = &f->lines.at[i];
		struct fold_column c = { .head = l->name.text,
					 .what = FOLD_LINE,
					 .line = l,
					 .slot = SIZE_MAX,
					 .later_slot = SIZE_MAX };
		good = bind_line(p, l, &c) && good;
		add_column(p, c);
	}
	make_fresh(p);
	if (good && diags->errors == before)
		return p;
	plan_free(p);
	return NULL;
}
