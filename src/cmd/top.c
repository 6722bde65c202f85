/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A heap a worker, its worst row on top; merged and sorted at the end. */
#include "cmd/top.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct candidate {
	const struct top *top;
	double *key;
	uint64_t order; /* of the row in the input */
	struct buf row;
};

struct best {
	const struct top *top;
	struct candidate *at;
	size_t n, cap;
	double *key; /* of the row at hand */
};

/* As a number that grows with how good it is; missing is worst. */
static double key_of(const struct code *c, struct frame *f)
{
	double x;

	switch (code_type(c)) {
	case TYPE_FLAG:
		return code_flag(c, f);
	case TYPE_NUMBER:
		x = code_number(c, f);
		return isnan(x) ? -INFINITY : x;
	default:
		return code_time(c, f) == INSTANT_NONE ? -INFINITY : (double)code_time(c, f);
	}
}

static bool rank(const struct top *t, struct worker *w, double *key)
{
	for (size_t i = 0; i < t->nkeys; i++)
		key[i] = key_of(t->keys[i], &w->frame[0]);
	return true;
}

void top_bind(struct top *t, struct filter *f, size_t wanted)
{
	struct lane *lane = &f->lane[0];
	const struct agreement *a = &lane->agreement;
	struct expr *score = ARENA_NEW(&lane->program.arena, struct expr);

	*score = (struct expr){ .op = EXPR_NAME, .text = STR("score"), .where = a->text };
	*t = (struct top){ .wanted = wanted, .nkeys = a->priority.n ? a->priority.n : 1, .rank = rank };
	t->keys = ARENA_ARRAY(&lane->program.arena, t->nkeys, const struct code *);
	for (size_t i = 0; i < t->nkeys; i++) {
		const struct expr *e = a->priority.n ? a->priority.at[i] : score;
		enum type type = TYPE_NONE;
		t->keys[i] = program_bind(&lane->program, e, TYPE_NONE, &type);
		if (t->keys[i] && type == TYPE_TEXT)
			diag_at(&f->diags, e->where, e->span,
				"priority goes by numbers, times and conditions; write number(…) if this is "
				"one");
	}
}

/* Below 0: a is better. Never 0, for no two rows have one order. */
static int compare(const struct top *t, const double *a, uint64_t a_order, const double *b, uint64_t b_order)
{
	for (size_t i = 0; i < t->nkeys; i++)
		if (a[i] != b[i])
			return a[i] > b[i] ? -1 : 1;
	return a_order < b_order ? -1 : 1;
}

static bool worse(const struct top *t, const struct candidate *a, const struct candidate *b)
{
	return compare(t, a->key, a->order, b->key, b->order) > 0;
}

/* Restores "a parent is worse than its children" along one path. */
static void sift_down(const struct top *t, struct best *b, size_t i)
{
	for (;;) {
		size_t child = 2 * i + 1;
		if (child + 1 < b->n && worse(t, &b->at[child + 1], &b->at[child]))
			child++;
		if (child >= b->n || !worse(t, &b->at[child], &b->at[i]))
			return;
		struct candidate swap = b->at[i];
		b->at[i] = b->at[child], b->at[child] = swap;
		i = child;
	}
}

static void sift_up(const struct top *t, struct best *b, size_t i)
{
	while (i && worse(t, &b->at[i], &b->at[(i - 1) / 2])) {
		struct candidate swap = b->at[i];
		b->at[i] = b->at[(i - 1) / 2], b->at[(i - 1) / 2] = swap;
		i = (i - 1) / 2;
	}
}

struct best *best_new(const struct top *t)
{
	struct best *b = mem_new(sizeof *b);

	b->top = t;
	b->key = mem_new(t->nkeys * sizeof *b->key);
	return b;
}

void best_free(struct best *b)
{
	for (size_t i = 0; i < b->n; i++) {
		buf_release(&b->at[i].row);
		free(b->at[i].key);
	}
	free(b->at);
	free(b->key);
	free(b);
}

void best_take(struct best *b, struct worker *w, const struct record *r)
{
	const struct top *t = b->top;
	uint64_t order = r->batch->first_row + r->index;

	if (w->tally[0].no_lead || !t->rank(t, w, b->key))
		return;
	bool full = b->n == t->wanted;
	if (full && compare(t, b->key, order, b->at[0].key, b->at[0].order) > 0)
		return;
	if (!full) {
		MEM_ROOM(b->at, b->n, b->cap);
		b->at[b->n++] = (struct candidate){ .top = t, .key = mem_new(t->nkeys * sizeof(double)) };
	}
	struct candidate *c = &b->at[full ? 0 : b->n - 1];
	memcpy(c->key, b->key, t->nkeys * sizeof *b->key);
	c->order = order;
	buf_clear(&c->row);
	buf_add(&c->row, r->p, r->n + r->end);
	if (!r->end)
		buf_str(&c->row, w->filter->source.header.end);
	if (full)
		sift_down(t, b, 0);
	else
		sift_up(t, b, b->n - 1);
}

void best_merge(struct best *into, struct best *from)
{
	for (size_t i = 0; i < from->n; i++) {
		MEM_ROOM(into->at, into->n, into->cap);
		into->at[into->n++] = from->at[i];
	}
	from->n = 0;
}

static int by_rank(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return compare(x->top, x->key, x->order, y->key, y->order);
}

void best_rows(struct best *b, struct buf *rows)
{
	if (b->n)
		qsort(b->at, b->n, sizeof *b->at, by_rank);
	for (size_t i = 0; i < b->n && i < b->top->wanted; i++)
		buf_str(rows, buf_view(&b->at[i].row));
}
