/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seconds, or two arrays side by side, of which the second is only there when it is needed: see spans.h. */
#include "stat/spans.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sort.h"
#include "stat/quantile.h"

#define SECOND INT64_C(1000000)

void spans_release(struct spans *s)
{
	free(s->at);
	free(s->count);
	*s = (struct spans){ 0 };
}

static bool counted(const struct spans *s)
{
	return s->at && s->count;
}

static void resize(struct spans *s, size_t cap)
{
	if (cap > UINT32_MAX)
		mem_fail();
	s->cap = (uint32_t)cap;
	if (!s->at) {
		s->seconds = mem_resize_array(s->seconds, cap, sizeof *s->seconds);
		return;
	}
	s->at = mem_resize_array(s->at, cap, sizeof *s->at);
	if (s->count)
		s->count = mem_resize_array(s->count, cap, sizeof *s->count);
}

/* Most groups of many have a span or two. */
static void room(struct spans *s, size_t more)
{
	size_t need = (size_t)s->n + more;

	if (need > s->cap)
		resize(s, mem_grown_small(s->cap, need, s->at ? sizeof *s->at : sizeof *s->seconds));
}

static void put_micros(int64_t *at, const struct spans *s)
{
	if (s->at && s->n)
		memcpy(at, s->at, s->n * sizeof *at);
	for (size_t i = 0; !s->at && i < s->n; i++)
		at[i] = (int64_t)s->seconds[i] * SECOND;
}

/* From now on they are in microseconds. */
static void widen(struct spans *s)
{
	if (s->at)
		return;
	int64_t *at = mem_resize_array(NULL, s->cap, sizeof *at);
	put_micros(at, s);
	free(s->seconds);
	s->count = NULL;
	s->at = at;
}

/* From now on each has its number. */
static void number(struct spans *s)
{
	widen(s);
	if (s->count)
		return;
	s->count = mem_resize_array(NULL, s->cap, sizeof *s->count);
	for (size_t i = 0; i < s->n; i++)
		s->count[i] = 1;
}

void spans_add_many(struct spans *s, int64_t span, uint64_t count)
{
	uint32_t seconds;

	if (!count)
		return;
	const bool whole = span_in_seconds(span, &seconds);
	if (count > 1)
		number(s);
	else if (!whole)
		widen(s);
	room(s, 1);
	if (!s->at) {
		s->seconds[s->n++] = seconds;
		return;
	}
	if (s->count)
		s->count[s->n] = count;
	s->at[s->n++] = span;
}

void spans_merge(struct spans *into, const struct spans *from)
{
	if (!from->n)
		return;
	if (!into->at && !from->at) {
		room(into, from->n);
		memcpy(into->seconds + into->n, from->seconds, from->n * sizeof *from->seconds);
		into->n += from->n;
		return;
	}
	widen(into);
	if (counted(from))
		number(into);
	room(into, from->n);
	put_micros(into->at + into->n, from);
	if (counted(from))
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

	if (counted(s))
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

static void sort(struct spans *s)
{
	widen(s);
	if (!s->count) {
		sort_by_first(s->at, s->n, sizeof *s->at);
		return;
	}
	sort_counted(s);
	join(s);
}

/* Of many groups most have none. */
void spans_sort(struct spans *s)
{
	if (s->n)
		sort(s);
}

void spans_round(struct spans *s, int64_t unit)
{
	if (!s->n)
		return;
	widen(s);
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
 * that contain a wanted place are sorted. The more spans, the more bits say which class.
 */
enum { FEW = 64, MANY = 4096, BITS_FEWER = 3, BITS_MOST = 5, CLASSES_MOST = (64 - BITS_MOST) << BITS_MOST };

struct classes {
	unsigned bits;
	unsigned shortest; /* of those that have a span */
	uint64_t n;
	uint64_t count[CLASSES_MOST];
};

static inline unsigned class_of(int64_t span, unsigned bits)
{
	uint64_t x = span < 0 ? 0 : (uint64_t)span;
	unsigned behind = (63 ^ (unsigned)__builtin_clzll(x | 1 << bits)) - bits;

	return (behind << bits) + (unsigned)(x >> behind);
}

/* The shortest span of a class; those below 0 are in the first one. INT64_MAX: past the last class. */
static int64_t class_begins(unsigned class, unsigned bits)
{
	unsigned behind = class < 2u << bits ? 0 : (class >> bits) - 1;

	if (class >= (64 - bits) << bits)
		return INT64_MAX;
	return class ? (int64_t)((uint64_t)(class - (behind << bits)) << behind) : INT64_MIN;
}

/* One of several, as microseconds. */
static inline int64_t span_of(const struct spans *s, size_t i, bool in_seconds)
{
	return in_seconds ? (int64_t)s->seconds[i] * SECOND : s->at[i];
}

static inline __attribute__((always_inline)) void count_by(struct classes *c, const struct spans *part,
							   unsigned bits, bool in_seconds)
{
	const struct spans s = *part; /* which counting doesn't change */
	const uint64_t *count = in_seconds ? NULL : s.count;
	unsigned shortest = c->shortest;

	for (size_t i = 0; i < s.n; i++) {
		unsigned class = class_of(span_of(&s, i, in_seconds), bits);
		c->count[class] += count ? count[i] : 1;
		shortest = class < shortest ? class : shortest;
	}
	c->shortest = shortest;
	c->n += spans_count(part);
}

static void count_classes(struct classes *c, const struct spans *const *part, size_t parts)
{
	memset(c->count, 0, ((64 - c->bits) << c->bits) * sizeof *c->count);
	c->n = 0;
	c->shortest = CLASSES_MOST;
	for (size_t p = 0; p < parts; p++)
		if (c->bits == BITS_FEWER && part[p]->at)
			count_by(c, part[p], BITS_FEWER, false);
		else if (c->bits == BITS_FEWER)
			count_by(c, part[p], BITS_FEWER, true);
		else if (part[p]->at)
			count_by(c, part[p], BITS_MOST, false);
		else
			count_by(c, part[p], BITS_MOST, true);
}

/* A quantile on its way. */
struct wanted {
	struct quantile place;
	uint64_t before;     /* shorter than its classes, … */
	int64_t first, last; /* … which are from here to here; … */
	struct spans picked; /* … and the spans in them */
};

static struct wanted wanted_among(const struct classes *c, unsigned num, unsigned den)
{
	struct wanted w = { .place = quantile_place(c->n, num, den) };
	unsigned low = c->shortest, high;
	uint64_t upto;

	while (w.before + c->count[low] <= w.place.low)
		w.before += c->count[low++];
	upto = w.before + c->count[high = low];
	while (upto <= w.place.low + 1 && upto < c->n)
		upto += c->count[++high];
	w.first = class_begins(low, c->bits);
	w.last = class_begins(high + 1, c->bits) - 1;
	return w;
}

static inline bool within(int64_t span, int64_t first, int64_t last)
{
	return (uint64_t)span - (uint64_t)first <= (uint64_t)last - (uint64_t)first;
}

/* For two quantiles in one go. Most spans are in neither's classes, which is asked in one branch: on which
 * side of a median one is can't be foreseen. */
static inline __attribute__((always_inline)) void pick(struct wanted *low, struct wanted *high,
						       const struct spans *part, bool in_seconds)
{
	const int64_t low_first = low->first, low_last = low->last, high_first = high->first,
		      high_last = high->last;
	const struct spans s = *part;

	for (size_t i = 0; i < s.n; i++) {
		const int64_t span = span_of(&s, i, in_seconds);
		const bool is_low = within(span, low_first, low_last),
			   is_high = within(span, high_first, high_last);
		if (!(is_low | is_high))
			continue;
		const uint64_t count = !in_seconds && s.count ? s.count[i] : 1;
		if (is_low)
			spans_add_many(&low->picked, span, count);
		if (is_high)
			spans_add_many(&high->picked, span, count);
	}
}

static int64_t wanted_found(struct wanted *w, int64_t unit)
{
	int64_t at, next;

	sort(&w->picked);
	find(&w->picked, w->place.low - w->before, &at, &next);
	spans_release(&w->picked);
	return quantile_hundredths(w->place, at, next, unit);
}

static struct spread spread_of_many(const struct spans *const *part, size_t parts, size_t n, int64_t unit)
{
	struct classes c;

	c.bits = n < MANY ? BITS_FEWER : BITS_MOST;
	count_classes(&c, part, parts);
	struct wanted median = wanted_among(&c, 1, 2), p90 = wanted_among(&c, 9, 10);
	for (size_t p = 0; p < parts; p++)
		if (part[p]->at)
			pick(&median, &p90, part[p], false);
		else
			pick(&median, &p90, part[p], true);
	return (struct spread){ wanted_found(&median, unit), wanted_found(&p90, unit) };
}

/* ---- and of few ---- */

/* Puts the k-th of them (from 0) in its place, none before it larger and none behind it smaller. */
static void place(int64_t *at, size_t n, size_t k)
{
	enum { FEW_LEFT = 16, ROUNDS = 48 };

	for (int round = 0; n > FEW_LEFT && round < ROUNDS; round++) {
		int64_t a = at[0], b = at[n / 2], c = at[n - 1];
		size_t middle = (a < b) != (a < c) ? 0 : (b < a) != (b < c) ? n / 2 : n - 1, low = 0;
		int64_t pivot = at[middle];
		at[middle] = at[n - 1];
		for (size_t i = 0; i < n - 1; i++) { /* no branch: which it is can't be foreseen */
			int64_t x = at[i];
			at[i] = at[low];
			at[low] = x;
			low += x < pivot;
		}
		at[n - 1] = at[low];
		at[low] = pivot;
		if (k == low)
			return;
		if (k > low) {
			at += low + 1;
			n -= low + 1;
			k -= low + 1;
		} else {
			n = low;
		}
	}
	sort_by_first(at, n, sizeof *at);
}

/* As spans_quantile, of uncounted ones that need not be sorted: those from `from` on aren't smaller than the
 * ones before, and so it is afterwards from the quantile's place on, which is returned. */
static size_t pick_quantile(struct spans *s, size_t from, unsigned num, unsigned den, int64_t unit,
			    int64_t *out)
{
	struct quantile q = quantile_place(s->n, num, den);
	int64_t next = INT64_MAX;

	place(s->at + from, s->n - from, q.low - from);
	for (size_t i = q.low + 1; i < s->n; i++)
		next = s->at[i] < next ? s->at[i] : next;
	*out = quantile_hundredths(q, s->at[q.low], q.low + 1 < s->n ? next : s->at[q.low], unit);
	return q.low;
}

static struct spread spread_of_few(struct spans *s, int64_t unit)
{
	struct spread spread;

	if (!s->n)
		return (struct spread){ INT64_MIN, INT64_MIN };
	size_t median = pick_quantile(s, 0, 1, 2, unit, &spread.median);
	pick_quantile(s, median, 9, 10, unit, &spread.p90);
	return spread;
}

static struct spread spread_of_counted(const struct spans *const *part, size_t parts, int64_t unit)
{
	struct spans all = { 0 };

	for (size_t p = 0; p < parts; p++)
		spans_merge(&all, part[p]);
	spans_sort(&all);
	struct spread spread = { spans_quantile(&all, 1, 2, unit), spans_quantile(&all, 9, 10, unit) };
	spans_release(&all);
	return spread;
}

struct spread spans_spread(const struct spans *const *part, size_t parts, int64_t unit)
{
	int64_t at[FEW];
	struct spans few = { .at = at };
	bool any_counted = false;
	size_t n = 0;

	for (size_t p = 0; p < parts; p++) {
		n += part[p]->n;
		any_counted |= counted(part[p]);
	}
	if (n > FEW)
		return spread_of_many(part, parts, n, unit);
	if (any_counted)
		return spread_of_counted(part, parts, unit);
	for (size_t p = 0; p < parts; p++) {
		put_micros(at + few.n, part[p]);
		few.n += part[p]->n;
	}
	return spread_of_few(&few, unit);
}

struct sample spans_sample(const struct spans *s)
{
	return (struct sample){ .at = s->at, .count = s->count, .n = s->n };
}
