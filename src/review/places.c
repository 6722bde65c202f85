/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See places.h. */
#include "review/places.h"

#include <stdlib.h>

#include "agreement/builtin.h"
#include "base/mem.h"

/* ---- what an expression is read from ---- */

enum { DEEPEST = 16 };

/* The field of that name, as it is called where it was defined; n 0: there is none. */
static struct str field_name(struct places *p, struct str name)
{
	const struct agreement *a = names_agreement(p->names);
	struct str loose = loose_name(p->arena, name);

	for (size_t i = 0; i < a->fields.n; i++)
		if (str_eq(loose_name(p->arena, a->fields.at[i].name.text), loose))
			return a->fields.at[i].name.text;
	for (const struct builtin_field *b = builtin_fields; b->name; b++)
		if (str_eq(loose_name(p->arena, str_from(b->name)), loose))
			return str_from(b->name);
	return STR("");
}

/* A field that is always the same expression. */
static const struct expr *stands_for(const struct places *p, struct str name)
{
	const struct agreement *a = names_agreement(p->names);
	size_t i = agreement_find(a, NAMED_FIELD, name);
	const struct field *field = i != SIZE_MAX ? &a->fields.at[i] : NULL;

	return field && field->ncases == 1 && !field->cases[0].when ? field->cases[0].value : NULL;
}

static bool find(struct places *p, const struct expr *e, struct place *out, int depth)
{
	if (depth == DEEPEST)
		return false;
	if (e->op == EXPR_CALL && str_same(e->text, STR("coalesce")) && e->nargs)
		return find(p, e->arg[0], out, depth + 1);
	if (e->op == EXPR_NAME && stands_for(p, e->text))
		return find(p, stands_for(p, e->text), out, depth + 1);
	*out = (struct place){ .column = names_column(p->names, e) };
	if (out->column != SIZE_MAX)
		out->head = names_head(p->names, out->column);
	else if (names_absent(p->names, e, false))
		out->head = field_name(p, e->text);
	return out->head.n;
}

static bool is_place(struct places *p, const struct expr *e)
{
	return e && find(p, e, &(struct place){ 0 }, 0);
}

/* ---- places ---- */

static uint16_t add(struct places *p, const struct place *one)
{
	size_t i = 0;

	while (i < p->n &&
	       (one->column != SIZE_MAX ? p->at[i].column != one->column
					: p->at[i].column != SIZE_MAX || !str_eq(p->at[i].head, one->head)))
		i++;
	if (i == p->n) {
		MEM_ROOM(p->at, p->n, p->cap);
		p->at[p->n++] = *one;
	}
	p->at[i].is_time |= one->is_time;
	return (uint16_t)i;
}

/* `adds`: the input need not have the column. */
static uint16_t place_of(struct places *p, const struct expr *e, bool is_time, bool adds)
{
	struct place one;

	if (!e || !find(p, e, &one, 0) || (!adds && one.column == SIZE_MAX))
		return NO_PLACE;
	one.is_time = is_time;
	return add(p, &one);
}

static uint16_t place_named(struct places *p, struct str name)
{
	struct expr *e = ARENA_NEW(p->arena, struct expr);

	*e = (struct expr){ .op = EXPR_NAME, .text = name, .where = names_agreement(p->names)->text };
	uint16_t place = place_of(p, e, false, true);
	if (place == NO_PLACE) {
		e->op = EXPR_COLUMN;
		place = place_of(p, e, false, true);
	}
	if (place != NO_PLACE)
		program_bind(names_program(p->names), e, TYPE_NONE, &p->at[place].kind);
	return place;
}

static void place_outcome(struct places *p, struct outcome *o)
{
	if (!o->wanted && !o->past)
		return;
	o->time = place_of(p, o->step->at, true, o->wanted);
	o->reason = place_of(p, o->step->reason, false, o->wanted);
	o->set = ARENA_ARRAY(p->arena, o->nsets, uint16_t);
	for (size_t i = 0; i < o->nsets; i++)
		o->set[i] = place_of(p, o->sets[i].column, false, o->wanted);
}

/* ---- what can't be written ---- */

static bool check(struct places *p, const struct outcome *o, const char *what, const char *decision)
{
	const struct step *s = o->step;
	struct diags *diags = names_diags(p->names);
	const struct expr *at = s->at;

	if (o->nsets || is_place(p, at))
		return true;
	if (at)
		diag_at(diags, at->where, at->span,
			"the time of %s '%.*s' is not read from one column, so a decision can't be written "
			"there; "
			"name a column, or add what to write instead: %s sets COLUMN = VALUE",
			what, STR_ARG(s->name.text), decision);
	else
		diag_at(diags, s->name.where, s->name.span,
			"%s '%.*s' has no 'at' where a decision could be written; add one, or what to write "
			"instead: %s sets COLUMN = VALUE",
			what, STR_ARG(s->name.text), decision);
	return false;
}

static bool check_return(struct places *p, size_t exit)
{
	struct outcome *o = &p->returned[exit];
	struct str decision = arena_print(p->arena, "return %.*s", STR_ARG(o->step->name.text));

	return check(p, o, "exit", decision.p);
}

static bool check_sets(struct places *p, const struct outcome *o)
{
	for (size_t i = 0; i < o->nsets; i++) {
		const struct expr *column = o->sets[i].column;
		if (is_place(p, column))
			continue;
		diag_at(names_diags(p->names), column->where, column->span,
			"'%.*s' is neither a column of the input nor a field, so nothing can be written "
			"there",
			STR_ARG(column->text));
		return false;
	}
	return true;
}

/* ---- what the decisions say ---- */

static void want_ruling(void *ctx, struct str lead_id, int64_t handed_over, const struct ruling *r)
{
	struct places *p = ctx;
	const struct agreement *a = p->handing->agreement;

	(void)lead_id, (void)handed_over;
	for (size_t i = 0; i < r->n; i++) {
		const struct entry *e = r->entry[i];
		size_t exit = e->decision == DECISION_RETURN ? agreement_exit(a, e->exit) : SIZE_MAX;
		struct outcome *o = exit != SIZE_MAX ? &p->returned[exit] : &p->accepted;
		if (exit == SIZE_MAX && e->decision != DECISION_ACCEPT)
			continue;
		o->past = true;
		o->wanted |= e == r->last;
	}
	p->owned |= r->last && r->last->decision == DECISION_ACCEPT && r->last->owner.n;
}

static void place_answers(void *ctx, struct str lead_id, int64_t handed_over, const struct ruling *r)
{
	struct places *p = ctx;
	struct str rest = r->answers, name, value;
	struct buf scratch = { 0 };

	(void)lead_id, (void)handed_over;
	while (answer_next(&rest, &name, &value, &scratch)) {
		if (map_find(&p->answers, name))
			continue;
		struct str kept = arena_copy(p->arena, name);
		map_put(&p->answers, kept, place_named(p, kept));
	}
	buf_release(&scratch);
}

static void begin(struct places *p)
{
	const struct agreement *a = p->handing->agreement;

	p->arena = &names_program(p->names)->arena;
	p->owner = NO_PLACE;
	p->returned = ARENA_ARRAY(p->arena, a->exits.n, struct outcome);
	p->accepted = (struct outcome){ .step = &a->stages.at[p->handing->to],
					.time = NO_PLACE,
					.reason = NO_PLACE };
	if (a->accepts.n) {
		p->accepted.sets = a->accepts.at[0].sets.at;
		p->accepted.nsets = a->accepts.at[0].sets.n;
	}
	for (size_t i = 0; i < a->exits.n; i++)
		p->returned[i] =
			(struct outcome){ .step = &a->exits.at[i], .time = NO_PLACE, .reason = NO_PLACE };
	for (size_t i = 0; i < p->terms->nback; i++) {
		const struct way_back *back = &p->terms->back[i];
		if (back->way) {
			p->returned[back->exit].sets = back->way->sets.at;
			p->returned[back->exit].nsets = back->way->sets.n;
		}
	}
}

/* What the agreement says can be decided can be written; other exits where some decision is one. */
static bool check_all(struct places *p)
{
	const struct terms *t = p->terms;
	bool good = check(p, &p->accepted, "stage", "accept") && check_sets(p, &p->accepted);

	for (size_t i = 0; i < t->nback; i++)
		p->returned[t->back[i].exit].checked |= t->back[i].way != NULL;
	for (size_t i = 0; i < p->handing->agreement->exits.n; i++) {
		struct outcome *o = &p->returned[i];
		if (o->wanted || o->checked)
			good = check_return(p, i) && check_sets(p, o) && good;
	}
	return good;
}

bool places_bind(struct places *p, const struct decisions *d, bool all)
{
	begin(p);
	decisions_each(d, want_ruling, p);
	if (!check_all(p))
		return false;
	p->accepted.past |= all;
	place_outcome(p, &p->accepted);
	for (size_t i = 0; i < p->handing->agreement->exits.n; i++) {
		p->returned[i].past |= all;
		place_outcome(p, &p->returned[i]);
	}
	if (p->owned)
		p->owner = place_named(p, STR("owner"));
	decisions_each(d, place_answers, p);
	return true;
}

void places_release(struct places *p)
{
	free(p->at);
	map_release(&p->answers);
}

uint16_t places_answer(const struct places *p, struct str name)
{
	const uint32_t *place = map_find(&p->answers, name);

	return place ? (uint16_t)*place : NO_PLACE;
}

void places_learn(struct places *p, const struct record *r, struct buf *scratch)
{
	for (size_t i = 0; i < p->n; i++) {
		struct place *one = &p->at[i];
		if (!one->is_time || one->formed || one->column == SIZE_MAX)
			continue;
		struct str cell = str_trim(record_value(r, one->column, scratch));
		if (!cell.n || !time_form_of(cell, names_times(p->names, one->column), &one->form))
			continue;
		one->formed = true;
		one->sample = arena_copy(p->arena, cell);
	}
}
