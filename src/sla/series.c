/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See series.h. In a table counts are differences until they are settled: +1 where a stretch begins, −1
 * behind its end. The oldest at each moment is a minimum over stretches, kept as in a sparse table: a stretch
 * is covered by two overlapping blocks of a power of two, and at the end each block hands its minimum down to
 * its halves. A table has room from its first moment on.
 */
#include "sla/series.h"

#include <stdlib.h>

#include "base/mem.h"
#include "figures/part.h"

static const int64_t age_from[BACKLOG_AGES] = { 0, 2, 4, 8, 15 };

enum {
	FEW = 16
}; /* so many stretches are kept as they come, and entries of their size, if moments are several */

/* All but the counts. */
static void release_rest(struct series *s, size_t rulers)
{
	for (size_t i = 0; s->oldest && i < rulers; i++)
		free(s->oldest[i]);
	free(s->oldest);
	free(s->few);
	free(s->entry);
	answers_release(&s->answers);
}

void series_init(struct series *s, struct series_kind kind)
{
	*s = (struct series){ .from = (uint32_t)kind.moments->n };
}

void series_release(struct series *s, struct series_kind kind)
{
	if (!s->settled)
		release_rest(s, kind.rulers);
	free(s->count);
	series_init(s, kind);
}

/* ---- a table ---- */

/* Blocks of so many sizes fit. */
static size_t levels(size_t width)
{
	return 64 - (size_t)__builtin_clzll(width);
}

static int64_t *new_minima(size_t width)
{
	size_t n = width * levels(width);
	int64_t *m = mem_new(n * sizeof *m);

	for (size_t i = 0; i < n; i++)
		m[i] = INT64_MAX;
	return m;
}

/* Makes room from a moment on; what there is moves up. */
static void reach(struct series *s, size_t from, struct series_kind kind)
{
	size_t had = s->count ? kind.moments->n - s->from : 0, shift, width;
	size_t twice = s->from > had ? s->from - had : 0;
	const size_t counts = series_counts(kind);

	if (s->count && from >= s->from)
		return;
	if (s->count)
		from = from < twice ? from : twice;
	shift = s->from - from;
	width = kind.moments->n - from;
	int64_t *count = mem_new(width * counts * sizeof *count);
	if (had)
		memcpy(count + shift * counts, s->count, had * counts * sizeof *count);
	free(s->count);
	s->count = count;
	for (size_t r = 0; s->oldest && r < kind.rulers; r++) {
		if (!s->oldest[r])
			continue;
		int64_t *wide = new_minima(width);
		for (size_t level = 0; level < levels(had); level++)
			memcpy(wide + level * width + shift, s->oldest[r] + level * had, had * sizeof *wide);
		free(s->oldest[r]);
		s->oldest[r] = wide;
	}
	s->from = (uint32_t)from;
}

/* One more of what, at all moments from k to q. */
static void add_count(struct series *s, size_t what, size_t k, size_t q, struct series_kind kind)
{
	const size_t counts = series_counts(kind);

	s->count[(k - s->from) * counts + what]++;
	if (q + 1 < kind.moments->n)
		s->count[(q + 1 - s->from) * counts + what]--;
}

/* A movement that happened since the moment before k; like that, a settled table counts all until then. */
static void add_move(struct series *s, size_t move, size_t k, struct series_kind kind)
{
	if (move)
		s->count[(k - s->from) * series_counts(kind) + count_of_move(move)]++;
}

static void lower(int64_t *at, int64_t to)
{
	*at = to < *at ? to : *at;
}

static int64_t **minima_of(struct series *s, struct series_kind kind)
{
	if (!s->oldest)
		s->oldest = mem_new(kind.rulers * sizeof *s->oldest);
	return s->oldest;
}

/* The minima of a ruler and a level, from the table's first moment on. */
static int64_t *minima_row(struct series *s, size_t ruler, size_t level, struct series_kind kind)
{
	int64_t **oldest = &minima_of(s, kind)[ruler];
	size_t width = kind.moments->n - s->from;

	if (!*oldest)
		*oldest = new_minima(width);
	return *oldest + level * width;
}

static void add_oldest(struct series *s, const struct stretch *x, struct series_kind kind)
{
	size_t level = levels(x->to - x->from + 1u) - 1;
	int64_t *row = minima_row(s, x->ruler, level, kind);

	lower(&row[x->from - s->from], x->least);
	lower(&row[x->to + 1 - ((size_t)1 << level) - s->from], x->least);
}

/* Puts a stretch into the table. */
static void put(struct series *s, const struct stretch *x, struct series_kind kind)
{
	const struct moments *m = kind.moments;

	add_count(s, x->what, x->from, x->to, kind);
	add_move(s, x->in, x->from, kind);
	add_move(s, x->out, x->from, kind);
	if (x->what == COUNT_BEFORE || !clock_is_open((enum clock_status)x->what))
		return;
	for (size_t a = 0; a < BACKLOG_AGES; a++) {
		size_t low = moments_from_day(m, x->day + age_from[a]), end = x->to + 1u;
		if (a + 1 < BACKLOG_AGES) {
			size_t older = moments_from_day(m, x->day + age_from[a + 1]);
			end = older < end ? older : end;
		}
		low = low > x->from ? low : x->from;
		if (low < end)
			add_count(s, COUNT_AGES + a, low, end - 1, kind);
	}
	if (x->least != INT64_MAX)
		add_oldest(s, x, kind);
}

static void put_entry(struct series *s, const struct entry *x, struct series_kind kind)
{
	size_t at = x->moment - s->from;

	if (x->level == ENTRY_COUNTS)
		s->count[at * series_counts(kind) + x->of] += x->number;
	else
		lower(&minima_row(s, x->of, x->level, kind)[at], x->number);
}

/* From now on there is a table. */
static void make_table(struct series *s, size_t from, struct series_kind kind)
{
	if (s->count && from >= s->from)
		return;
	reach(s, from < s->from ? from : s->from, kind);
	for (size_t i = 0; i < s->nfew; i++)
		put(s, &s->few[i], kind);
	for (size_t i = 0; i < s->nentry; i++)
		put_entry(s, &s->entry[i], kind);
	free(s->few);
	free(s->entry);
	s->few = NULL;
	s->entry = NULL;
	s->nfew = s->few_cap = s->nentry = s->entry_cap = 0;
}

/* ---- counting ---- */

/* Is there no table, and would one of all from that moment on take more than what is kept and `more` bytes?
 */
static bool keeps(const struct series *s, size_t from, size_t more, struct series_kind kind)
{
	size_t first = from < s->from ? from : s->from, moments = kind.moments->n;
	size_t bytes = s->nfew * sizeof *s->few + s->nentry * sizeof *s->entry + more;

	if (s->count || moments == 1)
		return false;
	return bytes <= FEW * sizeof *s->few ||
	       bytes <= (moments - first) * series_counts(kind) * sizeof *s->count;
}

/* Room for one more of a list. */
static void *grown(void *list, uint32_t n, uint32_t *cap, size_t each)
{
	if (n < *cap)
		return list;
	*cap = (uint32_t)mem_grown_small(*cap, n + 1u, each);
	return mem_resize_array(list, *cap, each);
}

void series_add(struct series *s, const struct stretch *x, struct series_kind kind)
{
	if (!keeps(s, x->from, sizeof *x, kind)) {
		make_table(s, x->from, kind);
		put(s, x, kind);
		return;
	}
	s->few = grown(s->few, s->nfew, &s->few_cap, sizeof *s->few);
	s->few[s->nfew++] = *x;
	s->from = x->from < s->from ? x->from : s->from;
}

static void add_entry(struct series *s, struct entry x, struct series_kind kind)
{
	if (!keeps(s, x.moment, sizeof x, kind)) {
		make_table(s, x.moment, kind);
		put_entry(s, &x, kind);
		return;
	}
	s->entry = grown(s->entry, s->nentry, &s->entry_cap, sizeof *s->entry);
	s->entry[s->nentry++] = x;
	s->from = x.moment < s->from ? x.moment : s->from;
}

void series_add_now(struct series *s, enum clock_status status, struct series_kind kind)
{
	if (!s->count)
		make_table(s, 0, kind);
	s->count[status]++;
}

static void merge_table(struct series *into, const struct series *from, struct series_kind kind)
{
	const size_t width = kind.moments->n - from->from, counts = series_counts(kind);

	make_table(into, from->from, kind);
	size_t shift = from->from - into->from, wide = kind.moments->n - into->from;
	for (size_t i = 0; i < width * counts; i++)
		into->count[shift * counts + i] += from->count[i];
	for (size_t r = 0; from->oldest && r < kind.rulers; r++) {
		if (!from->oldest[r])
			continue;
		if (!minima_of(into, kind)[r])
			into->oldest[r] = new_minima(wide);
		for (size_t level = 0; level < levels(width); level++)
			for (size_t i = 0; i < width; i++)
				lower(&into->oldest[r][level * wide + shift + i],
				      from->oldest[r][level * width + i]);
	}
}

void series_merge(struct series *into, const struct series *from, struct series_kind kind)
{
	if (from->count)
		merge_table(into, from, kind);
	for (size_t i = 0; i < from->nfew; i++)
		series_add(into, &from->few[i], kind);
	for (size_t i = 0; i < from->nentry; i++)
		add_entry(into, from->entry[i], kind);
	answers_merge(&into->answers, &from->answers);
}

/* ---- a part ---- */

/* The table's numbers: of which moment, of what, and how much it differs from the moment before. */
static void table_state(struct series *s, struct series_kind kind, struct str clock, struct partial *p)
{
	const size_t counts = series_counts(kind), moments = kind.moments->n;

	for (size_t i = 0; !p->reads && i < (moments - s->from) * counts; i++) {
		int64_t x[] = { (int64_t)(s->from + i / counts), (int64_t)(i % counts), s->count[i] };
		if (x[2])
			part_numbers(p, "stands", clock, x, 3, NULL);
	}
	while (p->reads && part_more(p, "stands", clock, false)) {
		int64_t x[3] = { 0 };
		size_t before = p->at;
		part_numbers(p, "stands", clock, x, 3, NULL);
		if (!part_check(p, p->at > before && x[0] >= 0 && x[0] < (int64_t)moments && x[1] >= 0 &&
					   x[1] < (int64_t)counts && part_counted(p, x[2])))
			return;
		add_entry(s, (struct entry){ x[2], (uint16_t)x[0], (uint16_t)x[1], ENTRY_COUNTS }, kind);
	}
}

static void write_oldest(const struct series *s, size_t ruler, size_t width, struct str clock,
			 struct partial *p)
{
	for (size_t level = 0; level < levels(width); level++)
		for (size_t i = 0; i < width; i++) {
			int64_t x[] = { (int64_t)ruler, (int64_t)level, (int64_t)(s->from + i),
					s->oldest[ruler][level * width + i] };
			if (x[3] != INT64_MAX)
				part_numbers(p, "oldest", clock, x, 4, NULL);
		}
}

static void oldest_state(struct series *s, struct series_kind kind, struct str clock, struct partial *p)
{
	const size_t width = kind.moments->n - s->from;

	for (size_t r = 0; !p->reads && s->oldest && r < kind.rulers; r++)
		if (s->oldest[r])
			write_oldest(s, r, width, clock, p);
	while (p->reads && part_more(p, "oldest", clock, false)) {
		int64_t x[4] = { 0 };
		size_t before = p->at;
		part_numbers(p, "oldest", clock, x, 4, NULL);
		if (!part_check(p, p->at > before && x[0] >= 0 && x[0] < kind.rulers && x[1] >= 0 &&
					   x[1] < 63 && x[2] >= (int64_t)s->from && x[2] <= INT64_MAX / 2 &&
					   x[2] + (INT64_C(1) << x[1]) <= (int64_t)kind.moments->n))
			return;
		add_entry(s, (struct entry){ x[3], (uint16_t)x[2], (uint16_t)x[0], (uint8_t)x[1] }, kind);
	}
}

static void answers_state(struct series *s, struct series_kind kind, struct str clock, struct partial *p,
			  struct held *held)
{
	struct answers *a = &s->answers;

	if (!p->reads)
		answers_join(a);
	for (size_t i = 0; part_more(p, "answered", clock, i < a->n); i++) {
		struct answer one = p->reads ? (struct answer){ 0 } : a->at[i];
		int64_t x[] = { one.spent, one.from, one.to };
		uint64_t count = one.count;
		size_t before = p->at;
		part_numbers(p, "answered", clock, x, 3, &count);
		if (!p->reads)
			continue;
		if (!part_check(p, p->at > before && x[0] >= 0 && x[0] < INT64_MAX / 2 &&
					   x[1] >= (int64_t)s->from && x[1] <= x[2] &&
					   x[2] < (int64_t)kind.moments->n && count && count <= UINT32_MAX))
			return;
		answers_add(a, x[0], (size_t)x[1], (size_t)x[2]);
		a->at[a->n - 1].count = (uint32_t)count;
		held->n += held->rounded ? 1 : count;
	}
}

void series_state(struct series *s, struct series_kind kind, struct str clock, struct partial *p,
		  struct held *held)
{
	if (!p->reads && s->from < kind.moments->n)
		make_table(s, s->from, kind);
	if (p->reads || s->count)
		table_state(s, kind, clock, p);
	if (s->from < kind.moments->n)
		oldest_state(s, kind, clock, p);
	answers_state(s, kind, clock, p, held);
}

/* ---- settling ---- */

/* Blocks hand their minimum down to their halves: the lowest row is what holds at each moment. */
static void settle_oldest(int64_t *oldest, size_t width)
{
	for (size_t level = levels(width); level-- > 1;) {
		int64_t *row = oldest + level * width, *below = row - width;
		size_t half = (size_t)1 << (level - 1);
		for (size_t i = 0; i + 2 * half <= width; i++) {
			lower(&below[i], row[i]);
			lower(&below[i + half], row[i]);
		}
	}
}

/* Is anything at the table's i-th moment otherwise than at the one before it? */
static bool differs(const int64_t *count, size_t counts, const int64_t *spent, size_t each, size_t i)
{
	for (size_t c = i * counts; c < (i + 1) * counts; c++)
		if (count[c] != (i ? count[c - counts] : 0))
			return true;
	return i && memcmp(spent + i * each, spent + (i - 1) * each, each * sizeof *spent) != 0;
}

/* What was spent at each moment of the table, as steps have it. */
static int64_t *settle_spent(struct series *s, size_t width, const struct steps *t)
{
	const size_t each = 2 + t->rulers;
	int64_t *spent = mem_new(width * each * sizeof *spent);
	int64_t *median = mem_new(width * sizeof *median), *p90 = mem_new(width * sizeof *p90);

	answers_quantiles(&s->answers, s->from, width, median, p90);
	for (size_t i = 0; i < width; i++) {
		spent[i * each] = median[i];
		spent[i * each + 1] = p90[i];
	}
	for (size_t r = 0; r < t->rulers; r++) {
		const int64_t *oldest = s->oldest[t->ruler[r]];
		for (size_t i = 0; i < width; i++)
			spent[i * each + 2 + r] = oldest[i];
	}
	free(median);
	free(p90);
	return spent;
}

/* The table's counts become those of the steps. */
static void make_steps(struct series *s, struct steps *t, const int64_t *spent, size_t width, size_t counts,
		       struct arena *arena)
{
	const size_t each = 2 + t->rulers;
	uint16_t *at = mem_new(width * sizeof *at);

	for (size_t i = 0; i < width; i++)
		if (differs(s->count, counts, spent, each, i))
			at[t->n++] = (uint16_t)i;
	t->at = ARENA_ARRAY(arena, t->n, uint16_t);
	t->spent = ARENA_ARRAY(arena, t->n * each, int64_t);
	for (size_t k = 0; k < t->n; k++) {
		t->at[k] = (uint16_t)(s->from + at[k]);
		memmove(s->count + k * counts, s->count + at[k] * counts, counts * sizeof *s->count);
		memcpy(t->spent + k * each, spent + at[k] * each, each * sizeof *spent);
	}
	free(at);
	if (t->n < width)
		s->count = mem_resize_array(s->count, t->n, counts * sizeof *s->count);
}

void series_settle(struct series *s, struct series_kind kind, struct arena *arena)
{
	const size_t width = kind.moments->n - s->from, counts = series_counts(kind);
	struct steps steps = { 0 };

	if (width) {
		make_table(s, s->from, kind);
		for (size_t i = counts; i < width * counts; i++)
			s->count[i] += s->count[i - counts];
		steps.ruler = ARENA_ARRAY(arena, s->oldest ? kind.rulers : 0, uint16_t);
		for (size_t r = 0; s->oldest && r < kind.rulers; r++)
			if (s->oldest[r]) {
				settle_oldest(s->oldest[r], width);
				steps.ruler[steps.rulers++] = (uint16_t)r;
			}
		int64_t *spent = settle_spent(s, width, &steps);
		make_steps(s, &steps, spent, width, counts, arena);
		free(spent);
	}
	release_rest(s, kind.rulers);
	s->steps = steps;
	s->settled = true;
}

size_t series_step(const struct series *s, size_t moment)
{
	size_t low = 0, high = s->steps.n; /* the first step behind the moment is among these, or the end */

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->steps.at[middle] <= moment)
			low = middle + 1;
		else
			high = middle;
	}
	return low - 1;
}
