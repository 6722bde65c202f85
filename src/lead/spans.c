/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two arrays side by side, of which the second is only there when it is needed: see spans.h. */
#include "lead/spans.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sort.h"
#include "lead/quantile.h"

void spans_release(struct spans *s)
{
	free(s->at);
	free(s->count);
	*s = (struct spans){ 0 };
}

static void resize(struct spans *s, size_t cap)
{
	s->cap = cap;
	s->at = mem_resize_array(s->at, cap, sizeof *s->at);
	if (s->count)
		s->count = mem_resize_array(s->count, cap, sizeof *s->count);
}

static void room(struct spans *s, size_t more)
{
	size_t cap = s->cap;

	if (more > cap - s->n)
		resize(s, mem_grown(&cap, s->n + more));
}

/* From now on each has its number. */
static void number(struct spans *s)
{
	if (s->count)
		return;
	s->count = mem_resize_array(NULL, s->cap, sizeof *s->count);
	for (size_t i = 0; i < s->n; i++)
		s->count[i] = 1;
}

void spans_add(struct spans *s, int64_t span)
{
	room(s, 1);
	if (s->count)
		s->count[s->n] = 1;
	s->at[s->n++] = span;
}

void spans_add_many(struct spans *s, int64_t span, uint64_t count)
{
	if (!count)
		return;
	if (count > 1)
		number(s);
	spans_add(s, span);
	if (s->count)
		s->count[s->n - 1] = count;
}

void spans_merge(struct spans *into, const struct spans *from)
{
	if (!from->n)
		return;
	if (from->count)
		number(into);
	room(into, from->n);
	memcpy(into->at + into->n, from->at, from->n * sizeof *from->at);
	if (from->count)
		memcpy(into->count + into->n, from->count, from->n * sizeof *from->count);
	else if (into->count)
		for (size_t i = 0; i < from->n; i++)
			into->count[into->n + i] = 1;
	into->n += from->n;
}

uint64_t spans_count(const struct spans *s)
{
	uint64_t count = s->n;

	if (s->count)
		for (size_t i = 0; i < s->n; i++)
			count += s->count[i] - 1;
	return count;
}

/* Sorted ones: equal ones become one. */
static void join(struct spans *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (n && s->at[n - 1] == s->at[i]) {
			s->count[n - 1] += s->count[i];
		} else {
			s->at[n] = s->at[i];
			s->count[n++] = s->count[i];
		}
	s->n = n;
}

static void sort_counted(struct spans *s)
{
	struct {
		int64_t at;
		uint64_t count;
	} *pair = mem_resize_array(NULL, s->n, sizeof *pair);

	for (size_t i = 0; i < s->n; i++) {
		pair[i].at = s->at[i];
		pair[i].count = s->count[i];
	}
	sort_by_first(pair, s->n, sizeof *pair);
	for (size_t i = 0; i < s->n; i++) {
		s->at[i] = pair[i].at;
		s->count[i] = pair[i].count;
	}
	free(pair);
}

void spans_sort(struct spans *s)
{
	if (!s->count) {
		sort_by_first(s->at, s->n, sizeof *s->at);
		return;
	}
	sort_counted(s);
	join(s);
}

void spans_round(struct spans *s, int64_t unit)
{
	for (size_t i = 0; i < s->n; i++)
		s->at[i] = span_hundredths(s->at[i], unit) * (unit / 100);
	spans_sort(s);
	if (!s->count) { /* only now, so that numbers of one are never sorted */
		number(s);
		join(s);
	}
	resize(s, s->n);
}

/* What the k-th (from 0) of sorted ones is, and the one after it, or the last. */
static void find(const struct spans *s, uint64_t k, int64_t *at, int64_t *next)
{
	size_t i = s->count ? 0 : (size_t)k;

	if (s->count)
		while (k >= s->count[i])
			k -= s->count[i++];
	*at = *next = s->at[i];
	if (i + 1 < s->n && (!s->count || k + 1 == s->count[i]))
		*next = s->at[i + 1];
}

int64_t spans_quantile(const struct spans *s, unsigned num, unsigned den, int64_t unit)
{
	int64_t low, high;

	if (!s->n)
		return INT64_MIN;
	struct quantile q = quantile_place(spans_count(s), num, den);
	find(s, q.low, &low, &high);
	return quantile_hundredths(q, low, high, unit);
}

struct sample spans_sample(const struct spans *s)
{
	return (struct sample){ .at = s->at, .count = s->count, .n = s->n };
}
