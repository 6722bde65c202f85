/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When answers are sorted by the time spent, an answer's index is its rank. Walking through the moments,
 * answers come in and go out of a Fenwick tree of counts over the ranks (P. M. Fenwick, Software: Practice
 * and Experience 24, 1994), which finds the k-th of those that are in by halving. One moment alone needs no
 * tree.
 */
#include "stat/answers.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sort.h"
#include "stat/quantile.h"
#include "base/units.h"

#define HUNDREDTH_US (HOUR_US / 100)

void answers_release(struct answers *a)
{
	free(a->at);
	*a = (struct answers){ 0 };
}

/* Most groups of many have an answer or two. */
static void room(struct answers *a, size_t more)
{
	if (a->n + more <= a->cap)
		return;
	a->cap = mem_grown_small(a->cap, a->n + more, sizeof *a->at);
	a->at = mem_resize_array(a->at, a->cap, sizeof *a->at);
}

void answers_add(struct answers *a, int64_t spent, size_t from, size_t to)
{
	room(a, 1);
	a->at[a->n++] = (struct answer){ spent, (uint16_t)from, (uint16_t)to, 1 };
}

void answers_merge(struct answers *into, const struct answers *from)
{
	if (!from->n)
		return;
	room(into, from->n);
	memcpy(into->at + into->n, from->at, from->n * sizeof *from->at);
	into->n += from->n;
}

static int by_all(const void *a, const void *b)
{
	const struct answer *x = a, *y = b;

	if (x->spent != y->spent)
		return x->spent < y->spent ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->to > y->to) - (x->to < y->to);
}

void answers_join(struct answers *a)
{
	size_t n = 0;

	if (a->n)
		qsort(a->at, a->n, sizeof *a->at, by_all);
	for (size_t i = 0; i < a->n; i++) {
		struct answer one = a->at[i];
		if (n && by_all(&a->at[n - 1], &one) == 0) { /* more than one can count are several */
			struct answer *last = &a->at[n - 1];
			uint32_t room = UINT32_MAX - last->count, more = one.count < room ? one.count : room;
			last->count += more;
			one.count -= more;
		}
		if (one.count)
			a->at[n++] = one;
	}
	a->n = n;
}

void answers_round(struct answers *a)
{
	for (size_t i = 0; i < a->n; i++)
		a->at[i].spent = span_hundredths(a->at[i].spent, HOUR_US) * HUNDREDTH_US;
	answers_join(a);
}

/* ---- the k-th of those that are in ---- */

struct tree {
	const struct answer *answer; /* sorted */
	uint64_t *sum;		     /* Fenwick's, from 1 */
	size_t n, top;		     /* the largest power of two up to n */
	uint64_t in;
};

static void put(struct tree *t, size_t rank, int64_t count)
{
	t->in += (uint64_t)count;
	for (size_t i = rank + 1; i <= t->n; i += i & -i)
		t->sum[i] += (uint64_t)count;
}

/* What the k-th (from 0) of those that are in spent. */
static int64_t kth(const struct tree *t, uint64_t k)
{
	size_t at = 0;

	for (size_t step = t->top; step; step /= 2)
		if (at + step <= t->n && t->sum[at + step] <= k) {
			at += step;
			k -= t->sum[at];
		}
	return t->answer[at].spent;
}

static int64_t quantile(const struct tree *t, unsigned num, unsigned den)
{
	if (!t->in)
		return INT64_MIN;
	struct quantile q = quantile_place(t->in, num, den);
	int64_t low = kth(t, q.low), high = q.part ? kth(t, q.low + 1) : low;
	return quantile_hundredths(q, low, high, HOUR_US);
}

/* Ranks by the moment at which they come in (or after which they are out), and where each moment's begin. */
static void by_moment(const struct answers *a, size_t from, size_t n, bool out, uint32_t *rank, size_t *first)
{
	memset(first, 0, (n + 2) * sizeof *first);
	for (size_t i = 0; i < a->n; i++)
		first[(out ? a->at[i].to + 1u : a->at[i].from) - from + 1]++;
	for (size_t k = 0; k <= n; k++)
		first[k + 1] += first[k];
	for (size_t i = 0; i < a->n; i++)
		rank[first[(out ? a->at[i].to + 1u : a->at[i].from) - from]++] = (uint32_t)i;
	memmove(first + 1, first, (n + 1) * sizeof *first);
	first[0] = 0;
}

/* All answers count: their counts, and the sums of these, need no tree. */
static void fill(struct tree *t)
{
	for (size_t i = 1; i <= t->n; i++) {
		size_t above = i + (i & -i);
		t->sum[i] += t->answer[i - 1].count;
		t->in += t->answer[i - 1].count;
		if (above <= t->n)
			t->sum[above] += t->sum[i];
	}
}

void answers_quantiles(struct answers *a, size_t first, size_t n, int64_t *median, int64_t *p90)
{
	if (a->n)
		sort_by_first(a->at, a->n, sizeof *a->at);
	struct tree t = { .answer = a->at, .n = a->n, .top = 1, .sum = mem_new((a->n + 1) * sizeof *t.sum) };
	while (t.top * 2 <= t.n)
		t.top *= 2;
	if (n == 1) {
		fill(&t);
		median[0] = quantile(&t, 1, 2);
		p90[0] = quantile(&t, 9, 10);
		free(t.sum);
		return;
	}
	uint32_t *in = mem_new(a->n * sizeof *in), *out = mem_new(a->n * sizeof *out);
	size_t *first_in = mem_new((n + 2) * sizeof *first_in),
	       *first_out = mem_new((n + 2) * sizeof *first_out);
	by_moment(a, first, n, false, in, first_in);
	by_moment(a, first, n, true, out, first_out);
	for (size_t k = 0; k < n; k++) {
		for (size_t i = first_in[k]; i < first_in[k + 1]; i++)
			put(&t, in[i], a->at[in[i]].count);
		for (size_t i = first_out[k]; i < first_out[k + 1]; i++)
			put(&t, out[i], -(int64_t)a->at[out[i]].count);
		median[k] = quantile(&t, 1, 2);
		p90[k] = quantile(&t, 9, 10);
	}
	free(in);
	free(out);
	free(first_in);
	free(first_out);
	free(t.sum);
}
