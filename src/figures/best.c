/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One heap per worker, its worst row on top; merged and sorted at the end. */
#include "figures/best.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "figures/part.h"

struct candidate {
	const struct best_plan *plan;
	double *key;
	uint64_t order; /* of the row in the input */
	struct buf row;
};

struct best {
	const struct best_plan *plan;
	struct candidate *at;
	size_t n, cap;
	double *key;	/* of the rows of a run; NULL: not used yet */
	struct buf row; /* the bytes of one */
};

/* The key as a number that is larger for better rows; missing is worst. */
static double key_of(enum type type, union vector of, size_t row)
{
	switch (type) {
	case TYPE_FLAG:
		return of.flag[row];
	case TYPE_NUMBER:
		return isnan(of.number[row]) ? -INFINITY : of.number[row];
	default:
		return of.time[row] == INSTANT_NONE ? -INFINITY : (double)of.time[row];
	}
}

static struct asked rank(const struct best_plan *p, struct rows *r, struct asked leads, double *key,
			 uint16_t *list)
{
	(void)list;
	for (size_t i = 0; i < p->nkeys; i++) {
		const enum type type = code_type(p->keys[i]);
		union vector of = code_values(p->keys[i], r, leads, rows_room(r));
		for (size_t k = 0; k < leads.n; k++)
			key[leads.row[k] * p->nkeys + i] = key_of(type, of, leads.row[k]);
		rows_room_back(r);
	}
	return leads;
}

void best_bind(struct best_plan *p, struct names *n, size_t wanted)
{
	const struct agreement *a = names_agreement(n);
	struct program *program = names_program(n);
	struct expr *score = ARENA_NEW(&program->arena, struct expr);

	*score = (struct expr){ .op = EXPR_NAME, .text = STR("score"), .where = a->text };
	*p = (struct best_plan){ .wanted = wanted, .nkeys = a->priority.n ? a->priority.n : 1, .rank = rank };
	p->keys = ARENA_ARRAY(&program->arena, p->nkeys, const struct code *);
	for (size_t i = 0; i < p->nkeys; i++) {
		const struct expr *e = a->priority.n ? a->priority.at[i] : score;
		enum type type = TYPE_NONE;
		p->keys[i] = program_bind(program, e, TYPE_NONE, &type);
		if (p->keys[i] && type == TYPE_TEXT)
			diag_at(program->diags, e->where, e->span,
				"priority goes by numbers, times and conditions; write number(…) if this is "
				"one");
	}
}

/* Below 0: a is better. Where the input's order counts, no two rows have the same. */
static int compare(const struct best_plan *p, const struct candidate *a, const struct candidate *b)
{
	for (size_t i = 0; i < p->nkeys; i++)
		if (a->key[i] != b->key[i])
			return a->key[i] > b->key[i] ? -1 : 1;
	int order = p->by_bytes ? str_compare(buf_view(&a->row), buf_view(&b->row)) : 0;
	return order ? order : a->order < b->order ? -1 : 1;
}

static bool worse(const struct best_plan *p, const struct candidate *a, const struct candidate *b)
{
	return compare(p, a, b) > 0;
}

/* Restores "a parent is worse than its children" along one path. */
static void sift_down(const struct best_plan *p, struct best *b, size_t i)
{
	for (;;) {
		size_t child = 2 * i + 1;
		if (child + 1 < b->n && worse(p, &b->at[child + 1], &b->at[child]))
			child++;
		if (child >= b->n || !worse(p, &b->at[child], &b->at[i]))
			return;
		struct candidate swap = b->at[i];
		b->at[i] = b->at[child], b->at[child] = swap;
		i = child;
	}
}

static void sift_up(const struct best_plan *p, struct best *b, size_t i)
{
	while (i && worse(p, &b->at[i], &b->at[(i - 1) / 2])) {
		struct candidate swap = b->at[i];
		b->at[i] = b->at[(i - 1) / 2], b->at[(i - 1) / 2] = swap;
		i = (i - 1) / 2;
	}
}

static void *best_new(const void *plan)
{
	struct best *b = mem_new(sizeof *b);

	b->plan = plan;
	return b;
}

static void best_free(void *self)
{
	struct best *b = self;

	for (size_t i = 0; i < b->n; i++) {
		buf_release(&b->at[i].row);
		free(b->at[i].key);
	}
	free(b->at);
	buf_release(&b->row);
	free(b->key);
	free(b);
}

static void put_row(struct buf *row, const struct best_plan *p, const struct record *r)
{
	buf_clear(row);
	buf_add(row, r->p, r->n + r->end);
	if (!r->end)
		buf_str(row, p->line_end);
}

static void take(struct best *b, const struct record *r, double *key)
{
	const struct best_plan *p = b->plan;
	uint64_t order = r->batch->first_row + r->index;
	struct candidate here = { .plan = p, .key = key, .order = order, .row = b->row };
	bool full = b->n == p->wanted;
	if (p->by_bytes && full) {
		put_row(&here.row, p, r);
		b->row = here.row;
	}
	if (full && compare(p, &here, &b->at[0]) > 0)
		return;
	if (!full) {
		MEM_ROOM(b->at, b->n, b->cap);
		b->at[b->n++] = (struct candidate){ .plan = p, .key = mem_new(p->nkeys * sizeof(double)) };
	}
	struct candidate *c = &b->at[full ? 0 : b->n - 1];
	memcpy(c->key, key, p->nkeys * sizeof *key);
	c->order = order;
	put_row(&c->row, p, r);
	if (full)
		sift_down(p, b, 0);
	else
		sift_up(p, b, b->n - 1);
}

static void best_count(void *self, struct rows *lane, struct asked leads)
{
	struct best *b = self;
	const struct best_plan *p = b->plan;

	if (!p->wanted)
		return;
	if (!b->key)
		b->key = mem_resize_array(NULL, RUN_MOST * p->nkeys, sizeof *b->key);
	leads = p->rank(p, lane, leads, b->key, rows_room(lane).row);
	for (size_t i = 0; i < leads.n; i++)
		take(b, rows_at(lane, leads.row[i])->record, &b->key[leads.row[i] * p->nkeys]);
	rows_room_back(lane);
}

static void best_merge(void *into, void *from)
{
	struct best *a = into, *b = from;

	for (size_t i = 0; i < b->n; i++) {
		MEM_ROOM(a->at, a->n, a->cap);
		a->at[a->n++] = b->at[i];
	}
	b->n = 0;
}

/* Only the first n are kept. */
static void best_cut(struct best *b, size_t n)
{
	for (; b->n > n; b->n--) {
		buf_release(&b->at[b->n - 1].row);
		free(b->at[b->n - 1].key);
	}
}

static int by_rank(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return compare(x->plan, x, y);
}

/* The keys are kept as their bits. */
static void candidate_state(struct candidate *c, struct partial *p)
{
	int64_t *bits = mem_new(c->plan->nkeys * sizeof *bits);
	struct str row = buf_view(&c->row);
	uint64_t one = 1;

	memcpy(bits, c->key, c->plan->nkeys * sizeof *bits);
	part_numbers(p, "waits", STR(""), bits, c->plan->nkeys, &one);
	part_text(p, "row", &row);
	if (p->reads) {
		memcpy(c->key, bits, c->plan->nkeys * sizeof *bits);
		for (size_t i = 0; i < c->plan->nkeys; i++)
			part_check(p, !isnan(c->key[i])); /* which has no place in an order */
		buf_str(&c->row, row);
	}
	free(bits);
}

static void best_state(void *self, struct partial *p)
{
	struct best *b = self;

	if (b->n)
		qsort(b->at, b->n, sizeof *b->at, by_rank);
	if (!p->reads && b->n > b->plan->wanted)
		best_cut(b, b->plan->wanted);
	for (size_t i = 0; part_more(p, "waits", STR(""), i < b->n); i++) {
		if (p->reads) {
			MEM_ROOM(b->at, b->n, b->cap);
			b->at[b->n++] = (struct candidate){ .plan = b->plan,
							    .key = mem_new(b->plan->nkeys * sizeof(double)) };
		}
		candidate_state(&b->at[i], p);
	}
}

const struct counter_kind best_counter = {
	.name = "best",
	.new = best_new,
	.free = best_free,
	.count = best_count,
	.merge = best_merge,
	.state = best_state,
};

void best_rows(struct best *b, struct buf *rows)
{
	if (b->n)
		qsort(b->at, b->n, sizeof *b->at, by_rank);
	for (size_t i = 0; i < b->n && i < b->plan->wanted; i++)
		buf_str(rows, buf_view(&b->at[i].row));
}
