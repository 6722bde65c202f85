/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two arrays side by side, of which the second is only there when it is needed: see spans.h. */
#include "stat/spans.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sort.h"
#include "stat/quantile.h"

void spans_release(struct spans *s)
{
	free(s->at);
	free(s->count);
	*s = (struct spans){ 0 };
}

static void resize(struct spans *s, size_t cap)
{
	if (cap > UINT32_MAX)
		mem_fail();
	s->cap = (uint32_t)cap;
	s->at = mem_resize_array(s->at, cap, sizeof *s->at);
	if (s->count)
		s->count = mem_resize_array(s->count, cap, sizeof *s->count);
}

/* Most groups of many have a span or two, so the first arrays are the smallest that malloc has. */
static void room(struct spans *s, size_t more)
{
	enum { SMALLEST = 3, SMALL = 7 };
	size_t cap = s->cap, need = (size_t)s->n + more;

	if (need > cap)
		resize(s, need <= SMALLEST ? SMALLEST : need <= SMALL ? SMALL : mem_grown(&cap, need));
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

void spans_add_many(struct spans *s, int64_t span, uint64_t count)
{
	if (!count)
		return;
	if (count > 1)
		number(s);
	room(s, 1);
	if (s->count)
		s->count[s->n] = count;
	s->at[s->n++] = span;
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

void spans_move(struct spans *into, struct spans *from)
{
	if (into->n) {
		spans_merge(into, from);
		spans_release(from);
		return;
	}
	spans_release(into);
	*into = *from;
	*from = (struct spans){ 0 };
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
	uint32_t n = 0;

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

/* The k-th (from 0) of the sorted spans, and the one after it, or the last. */
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

/* ---- the spread of many ---- */

/*
 * Sorting all spans to find two of them would be wasteful. Each span has a class: its highest bits and how
 * many bits follow them; the longer the spans, the wider their class. The classes are counted, and only those
 * that contain a wanted place are sorted.
 */
enum { CLASS_BITS = 5, CLASSES = 64 << CLASS_BITS, FEW = 2048 };

struct classes {
	const struct spans *const *part;
	size_t parts;
	uint64_t n;
	uint64_t count[CLASSES];
};

static inline unsigned class_of(int64_t span)
{
	uint64_t x = span < 0 ? 0 : (uint64_t)span;
	unsigned behind = 63 - CLASS_BITS - (unsigned)__builtin_clzll(x | 1 << CLASS_BITS);

	return (behind << CLASS_BITS) + (unsigned)(x >> behind);
}

static void count_classes(struct classes *c)
{
	for (size_t p = 0; p < c->parts; p++) {
		const struct spans *s = c->part[p];
		for (size_t i = 0; i < s->n; i++)
			c->count[class_of(s->at[i])] += s->count ? s->count[i] : 1;
		c->n += spans_count(s);
	}
}

/* Those of some classes, sorted. */
static void pick(const struct classes *c, unsigned low, unsigned high, struct spans *picked)
{
	for (size_t p = 0; p < c->parts; p++) {
		const struct spans *s = c->part[p];
		for (size_t i = 0; i < s->n; i++)
			if (class_of(s->at[i]) - low <= high - low)
				spans_add_many(picked, s->at[i], s->count ? s->count[i] : 1);
	}
	spans_sort(picked);
}

static int64_t quantile_of(const struct classes *c, unsigned num, unsigned den, int64_t unit)
{
	struct quantile q = quantile_place(c->n, num, den);
	struct spans picked = { 0 };
	unsigned low = 0, high;
	uint64_t before = 0, upto;
	int64_t at, next;

	while (before + c->count[low] <= q.low)
		before += c->count[low++];
	upto = before + c->count[high = low];
	while (upto <= q.low + 1 && upto < c->n)
		upto += c->count[++high];
	pick(c, low, high, &picked);
	find(&picked, q.low - before, &at, &next);
	spans_release(&picked);
	return quantile_hundredths(q, at, next, unit);
}

struct spread spans_spread(const struct spans *const *part, size_t parts, int64_t unit)
{
	struct spans few = { 0 };
	struct spread spread;
	size_t n = 0;

	for (size_t p = 0; p < parts; p++)
		n += part[p]->n;
	if (n > FEW) {
		struct classes c = { .part = part, .parts = parts };
		count_classes(&c);
		return (struct spread){ quantile_of(&c, 1, 2, unit), quantile_of(&c, 9, 10, unit) };
	}
	for (size_t p = 0; p < parts; p++)
		spans_merge(&few, part[p]);
	spans_sort(&few);
	spread = (struct spread){ spans_quantile(&few, 1, 2, unit), spans_quantile(&few, 9, 10, unit) };
	spans_release(&few);
	return spread;
}

struct sample spans_sample(const struct spans *s)
{
	return (struct sample){ .at = s->at, .count = s->count, .n = s->n };
}
