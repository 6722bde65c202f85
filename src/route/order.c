/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See order.h. */
#include "route/order.h"

#include <math.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/mem.h"
#include "expr/run.h"

/* A kept row and its value. */
struct ranked {
	struct kept_row row;
	union value value;
	bool missing;
};

struct order {
	const struct code *of;
	enum type type;
	bool descending;
	struct arena arena;
	struct ranked *at; /* in the order of the input */
	const struct ranked **ranked;
	size_t n, cap, next, found;
	/* where the last kept row was, so that lines are counted once */
	uint64_t batch, line;
	size_t byte;
	struct str file;
	struct buf folded;
};

struct order *order_new(struct names *n, const struct assign_order *said)
{
	struct program *p = names_program(n);
	enum type type;
	const struct code *of = program_bind(p, said->of, TYPE_NONE, &type);

	if (!of)
		return NULL;
	if (type == TYPE_FLAG) {
		diag_at(names_diags(n), said->of->where, said->of->span,
			"leads are assigned in the order of a time, a number or a text, and this is yes or "
			"no");
		return NULL;
	}
	if (type == TYPE_TEXT && (said->of->op == EXPR_NAME || said->of->op == EXPR_COLUMN))
		diag_note_at(
			names_diags(n), said->of->where, said->of->span,
			"leads are assigned in the alphabet's order of '%.*s'; if it is a time or a number, "
			"write date(%.*s) or number(%.*s)",
			STR_ARG(said->of->text), STR_ARG(said->of->text), STR_ARG(said->of->text));
	struct order *o = mem_new(sizeof *o);
	*o = (struct order){
		.of = program_keep(p, of), .type = type, .descending = said->descending, .batch = UINT64_MAX
	};
	return o;
}

void order_free(struct order *o)
{
	if (!o)
		return;
	arena_release(&o->arena);
	buf_release(&o->folded);
	free(o->at);
	free(o->ranked);
	free(o);
}

/* ---- the first reading ---- */

static void read_value(struct order *o, struct frame *f, struct ranked *r)
{
	switch (o->type) {
	case TYPE_NUMBER:
		r->value.number = code_number(o->of, f);
		r->missing = isnan(r->value.number);
		break;
	case TYPE_TEXT:
		buf_clear(&o->folded);
		r->value.text = code_text(o->of, f);
		r->missing = !r->value.text.p;
		if (!r->missing)
			fold_append(&o->folded, r->value.text);
		r->value.text = arena_copy(&o->arena, buf_view(&o->folded));
		break;
	default:
		r->value.time = code_time(o->of, f);
		r->missing = r->value.time == INSTANT_NONE;
	}
}

/* The line of a row, which is mostly behind the last one that was kept; not where a run failed and is read
 * again. */
static uint64_t line_of(struct order *o, const struct record *r)
{
	const struct batch *b = r->batch;
	size_t to = (size_t)(r->p - b->buf);

	if (o->batch != b->first_row || o->byte > to) {
		o->batch = b->first_row;
		o->line = b->first_line;
		o->byte = 0;
	}
	for (const char *at = b->buf + o->byte; (at = memchr(at, '\n', (size_t)(r->p - at))); at++)
		o->line++;
	o->byte = to;
	return o->line;
}

void order_foresee(const struct order *o, struct rows *r, struct asked leads)
{
	code_values(o->of, r, leads, rows_room(r));
	rows_room_back(r);
}

size_t order_keep(struct order *o, struct frame *f)
{
	const struct record *r = f->record;
	const char *file = r->batch->file ? r->batch->file : "-";

	if (!str_eq(o->file, str_from(file)))
		o->file = arena_copy(&o->arena, str_from(file));
	MEM_ROOM(o->at, o->n, o->cap);
	struct ranked *k = &o->at[o->n++];
	k->row = (struct kept_row){ .bytes = arena_copy(&o->arena, (struct str){ r->p, r->n }),
				    .file = o->file.p,
				    .line = line_of(o, r),
				    .row = r->batch->first_row + r->index };
	read_value(o, f, k);
	return o->n - 1;
}

void order_read(const struct order *o, struct frame *f)
{
	if (o->type == TYPE_NUMBER)
		code_number(o->of, f);
	else if (o->type == TYPE_TEXT)
		code_text(o->of, f);
	else
		code_time(o->of, f);
}

/* ---- their order ---- */

static int compare_values(enum type type, const union value *a, const union value *b)
{
	if (type == TYPE_NUMBER)
		return (a->number > b->number) - (a->number < b->number);
	if (type == TYPE_TEXT)
		return str_compare(a->text, b->text);
	return (a->time > b->time) - (a->time < b->time);
}

static bool is_before(const struct order *o, const struct ranked *x, const struct ranked *y)
{
	if (x->missing != y->missing)
		return y->missing;
	int order = x->missing ? 0 : compare_values(o->type, &x->value, &y->value);
	if (order)
		return (order < 0) != o->descending;
	return x->row.row < y->row.row;
}

bool order_before(const struct order *o, size_t a, size_t b)
{
	return is_before(o, &o->at[a], &o->at[b]);
}

static int compare(const void *a, const void *b, void *order)
{
	return is_before(order, *(const struct ranked *const *)a, *(const struct ranked *const *)b) ? -1 : 1;
}

const struct kept_row *order_next(struct order *o, size_t *place)
{
	if (!o->ranked) {
		o->ranked = mem_new((o->n + 1) * sizeof *o->ranked);
		for (size_t i = 0; i < o->n; i++)
			o->ranked[i] = &o->at[i];
		qsort_r(o->ranked, o->n, sizeof *o->ranked, compare, o);
	}
	if (o->next == o->n)
		return NULL;
	const struct ranked *k = o->ranked[o->next++];
	*place = (size_t)(k - o->at);
	return &k->row;
}

size_t order_place(struct order *o, uint64_t row)
{
	while (o->found && o->at[o->found].row.row > row)
		o->found--;
	while (o->found + 1 < o->n && o->at[o->found].row.row < row)
		o->found++;
	return o->found;
}

size_t order_size(const struct order *o)
{
	return o->n;
}
