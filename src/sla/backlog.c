/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A series is one group and clock through the moments. Counts are differences
 * until they are settled: +1 where a stretch begins, −1 behind its end. The
 * oldest at each moment is a minimum over stretches, kept as in a sparse
 * table: a stretch is covered by two overlapping blocks of a power of two, and at the
 * end each block hands its minimum down to its halves. A series has room from
 * its first moment on.
 */
#include "sla/backlog.h"

#include <stdlib.h>

#include "base/mem.h"
#include "stat/answers.h"
#include "stat/spans.h"

const char *const backlog_age[BACKLOG_AGES] = { "0_1", "2_3", "4_7", "8_14", "15" };
static const int64_t age_from[BACKLOG_AGES] = { 0, 2, 4, 8, 15 };

enum { COUNT_BEFORE = CLOCK_STATUSES, COUNT_AGES, COUNTS = COUNT_AGES + BACKLOG_AGES };

struct series {
	size_t from;	  /* the first moment there is room for; as many as there are: none */
	int32_t *count;	  /* COUNTS a moment */
	int64_t **oldest; /* per ruler, or NULL: the minima of each level, a row of moments a level */
	struct answers answers;
	int64_t *median, *p90;
};

struct backlog {
	const struct backlog_plan *plan;
	size_t moments, clocks, levels;
	struct groups *groups;
	struct series *series; /* per group and clock; after settling all leads' too */
	size_t nseries;
	size_t first;	  /* the first moment at which a clock had started */
	struct held held; /* answers, in all series */
	uint64_t undated; /* leads with evidence that has no time, where there are past moments */
	uint32_t *order;  /* after settling: of the groups, and behind them all leads */
	size_t named;	  /* groups with names: none without --by */
};

/* ---- a series ---- */

static void series_release(struct series *s, size_t rulers)
{
	for (size_t i = 0; s->oldest && i < rulers; i++)
		free(s->oldest[i]);
	free(s->oldest);
	free(s->count);
	free(s->median);
	free(s->p90);
	answers_release(&s->answers);
}

static int64_t *new_minima(size_t n)
{
	int64_t *m = mem_new(n * sizeof *m);

	for (size_t i = 0; i < n; i++)
		m[i] = INT64_MAX;
	return m;
}

/* Makes room from a moment on; what there is moves up. */
static void reach(const struct backlog *b, struct series *s, size_t from, size_t rulers)
{
	size_t had = b->moments - s->from, shift, width, twice = s->from > had ? s->from - had : 0;

	if (from >= s->from)
		return;
	from = from < twice ? from : twice;
	shift = s->from - from;
	width = b->moments - from;
	int32_t *count = mem_new(width * COUNTS * sizeof *count);
	if (had)
		memcpy(count + shift * COUNTS, s->count, had * COUNTS * sizeof *count);
	free(s->count);
	s->count = count;
	if (!s->oldest)
		s->oldest = mem_new(rulers * sizeof *s->oldest);
	for (size_t r = 0; r < rulers; r++) {
		if (!s->oldest[r])
			continue;
		int64_t *wide = new_minima(width * b->levels);
		for (size_t level = 0; level < b->levels; level++)
			memcpy(wide + level * width + shift, s->oldest[r] + level * had, had * sizeof *wide);
		free(s->oldest[r]);
		s->oldest[r] = wide;
	}
	s->from = from;
}

/* One more of what, at all moments from k to q. */
static void add_count(const struct backlog *b, struct series *s, size_t what, size_t k, size_t q)
{
	s->count[(k - s->from) * COUNTS + what]++;
	if (q + 1 < b->moments)
		s->count[(q + 1 - s->from) * COUNTS + what]--;
}

static void lower(int64_t *at, int64_t to)
{
	*at = to < *at ? to : *at;
}

static void add_oldest(const struct backlog *b, struct series *s, size_t ruler, int64_t start, size_t k,
		       size_t q)
{
	size_t width = b->moments - s->from, level = 63 - (size_t)__builtin_clzll(q - k + 1);

	if (!s->oldest[ruler])
		s->oldest[ruler] = new_minima(width * b->levels);
	int64_t *row = s->oldest[ruler] + level * width;
	lower(&row[k - s->from], start);
	lower(&row[q + 1 - ((size_t)1 << level) - s->from], start);
}

/* Blocks hand their minimum down to their halves: the lowest row is what holds at each moment. */
static void settle_oldest(const struct backlog *b, struct series *s, size_t ruler)
{
	size_t width = b->moments - s->from;

	for (size_t level = b->levels; level-- > 1;) {
		int64_t *row = s->oldest[ruler] + level * width, *below = row - width;
		size_t half = (size_t)1 << (level - 1);
		for (size_t i = 0; i + 2 * half <= width; i++) {
			lower(&below[i], row[i]);
			lower(&below[i + half], row[i]);
		}
	}
}

static void settle_series(const struct backlog *b, struct series *s, size_t rulers)
{
	size_t width = b->moments - s->from;

	if (!width)
		return;
	for (size_t i = COUNTS; i < width * COUNTS; i++)
		s->count[i] += s->count[i - COUNTS];
	for (size_t r = 0; r < rulers; r++)
		if (s->oldest[r])
			settle_oldest(b, s, r);
	s->median = mem_new(b->moments * sizeof *s->median);
	s->p90 = mem_new(b->moments * sizeof *s->p90);
	answers_quantiles(&s->answers, b->moments, s->median, s->p90);
}

static void merge_series(const struct backlog *b, struct series *into, const struct series *from,
			 size_t rulers)
{
	size_t width = b->moments - from->from;

	if (!width)
		return;
	reach(b, into, from->from, rulers);
	size_t shift = from->from - into->from, wide = b->moments - into->from;
	for (size_t i = 0; i < width * COUNTS; i++)
		into->count[shift * COUNTS + i] += from->count[i];
	for (size_t r = 0; r < rulers; r++) {
		if (!from->oldest[r])
			continue;
		if (!into->oldest[r])
			into->oldest[r] = new_minima(wide * b->levels);
		for (size_t level = 0; level < b->levels; level++)
			for (size_t i = 0; i < width; i++)
				lower(&into->oldest[r][level * wide + shift + i],
				      from->oldest[r][level * width + i]);
	}
	answers_merge(&into->answers, &from->answers);
}

/* ---- counting ---- */

bool backlog_recent(const struct backlog_plan *p, int64_t start, int64_t moment)
{
	return !p->last || instant_minus(moment, start, p->clocks->zone) <= p->last;
}

static void *backlog_new(const void *plan)
{
	const struct backlog_plan *p = plan;
	struct backlog *b = mem_new(sizeof *b);

	b->plan = p;
	b->moments = p->moments->n;
	b->first = b->moments - 1;
	b->clocks = p->clocks->n;
	b->levels = 64 - (size_t)__builtin_clzll(b->moments);
	b->groups = groups_new(p->grouping);
	return b;
}

static size_t rulers(const struct backlog *b, size_t series)
{
	return clock_rulers(b->plan->clocks, series % b->clocks);
}

static void backlog_free(void *self)
{
	struct backlog *b = self;

	for (size_t i = 0; i < b->nseries; i++)
		series_release(&b->series[i], rulers(b, i));
	free(b->series);
	free(b->order);
	groups_free(b->groups);
	free(b);
}

/* Series for so many groups. */
static void make_series(struct backlog *b, size_t groups)
{
	size_t n = groups * b->clocks;

	if (n <= b->nseries)
		return;
	b->series = mem_resize_array(b->series, n, sizeof *b->series);
	for (size_t i = b->nseries; i < n; i++)
		b->series[i] = (struct series){ .from = b->moments };
	b->nseries = n;
}

/* Rounds all there is, when it is certain that the whole run will. */
static void round_answers(struct backlog *b)
{
	uint64_t n = 0;

	for (size_t i = 0; i < b->nseries; i++) {
		answers_round(&b->series[i].answers);
		n += b->series[i].answers.n;
	}
	held_round(&b->held, n);
}

/* A lead and a clock on the way through the moments. */
struct walk {
	struct backlog *b;
	struct series *s;
	size_t clock;
	int64_t day;   /* of the start */
	size_t beyond; /* the first moment for which the start is too long ago */
};

/* Stretches of the backlog: the count, the ages, the oldest. */
static void add_open(const struct walk *w, const struct reading *r, size_t k, size_t q)
{
	const struct moments *m = w->b->plan->moments;

	if (q >= w->beyond)
		add_count(w->b, w->s, COUNT_BEFORE, k > w->beyond ? k : w->beyond, q);
	if (k >= w->beyond)
		return;
	q = q < w->beyond ? q : w->beyond - 1;
	add_count(w->b, w->s, r->status, k, q);
	for (size_t a = 0; a < BACKLOG_AGES; a++) {
		size_t low = moments_from_day(m, w->day + age_from[a]), end = q + 1;
		if (a + 1 < BACKLOG_AGES) {
			size_t older = moments_from_day(m, w->day + age_from[a + 1]);
			end = older < end ? older : end;
		}
		low = low > k ? low : k;
		if (low < end)
			add_count(w->b, w->s, COUNT_AGES + a, low, end - 1);
	}
	if (r->spent != INSTANT_NONE)
		add_oldest(w->b, w->s, r->ruler,
			   clock_ruler(w->b->plan->clocks, w->clock, r->ruler, m->at[k]) - r->spent, k, q);
}

static void add_stretch(const struct walk *w, const struct reading *r, size_t k, size_t q)
{
	if (r->status == CLOCK_NONE)
		return;
	w->b->first = k < w->b->first ? k : w->b->first;
	if (clock_is_open(r->status)) {
		add_open(w, r, k, q);
		return;
	}
	if (k >= w->beyond)
		return;
	q = q < w->beyond ? q : w->beyond - 1;
	add_count(w->b, w->s, r->status, k, q);
	if (!r->answered || r->spent == INSTANT_NONE)
		return;
	answers_add(&w->s->answers, r->spent, k, q);
	w->b->held.n++;
}

/* The first moment at which a clock that started then is not among the last ones any more. */
static size_t too_long_ago(const struct backlog_plan *p, int64_t start)
{
	if (!p->last)
		return p->moments->n;
	return moments_from(p->moments, instant_reach(start, p->last, p->moments->zone) + 1);
}

static void count_clock(struct backlog *b, struct series *s, size_t clock, struct frame *f)
{
	const struct clocks *clocks = b->plan->clocks;
	const struct moments *m = b->plan->moments;
	const struct reading *now = clock_now(clocks, clock, f);
	size_t last = m->n - 1;

	if (now->start == INSTANT_NONE || now->start > m->at[last])
		return;
	size_t k = moments_from(m, now->start);
	struct walk w = { b, s, clock, instant_day(now->start, m->zone), too_long_ago(b->plan, now->start) };
	reach(b, s, k, rulers(b, clock));
	int64_t settled = clock_settled(clock, f);
	size_t steady = settled < m->at[last] ? moments_from(m, settled) : last;
	while (k < steady) {
		struct reading r = clock_then(clocks, clock, f, m->at[k]);
		size_t next = r.until < m->at[last] ? moments_from(m, r.until + 1) : steady;
		next = next < steady ? next : steady;
		next = next > k ? next : k + 1;
		add_stretch(&w, &r, k, next - 1);
		k = next;
	}
	add_stretch(&w, now, steady, last);
}

static bool has_undated(const struct road *road, struct frame *f)
{
	const struct sign *sign = road_read(road, f);

	for (size_t i = 0; i < road->nstages + road->nexits; i++)
		if (sign[i].how == SIGN_UNDATED)
			return true;
	return false;
}

static void count_lead(struct backlog *b, struct frame *f)
{
	const struct road *road = &b->plan->clocks->road;

	if (road->nstages && !road_stand(road, f)->depth)
		return;
	size_t group = groups_of(b->groups, f);
	make_series(b, group + 1);
	b->undated += b->moments > 1 && has_undated(road, f);
	for (size_t i = 0; i < b->clocks; i++)
		count_clock(b, &b->series[group * b->clocks + i], i, f);
	if (held_too_many(&b->held))
		round_answers(b);
}

static void backlog_count(void *self, struct rows *lane, struct asked leads)
{
	for (size_t i = 0; i < leads.n; i++)
		count_lead(self, rows_at(lane, leads.row[i]));
}

static void backlog_merge(void *self, void *other)
{
	struct backlog *into = self, *from = other;
	uint32_t *number = mem_new(groups_count(from->groups) * sizeof *number);

	groups_merge(into->groups, from->groups, number);
	make_series(into, groups_count(into->groups));
	for (size_t i = 0; i < from->nseries; i++)
		merge_series(into, &into->series[number[i / into->clocks] * into->clocks + i % into->clocks],
			     &from->series[i], rulers(from, i));
	held_merge(&into->held, &from->held);
	into->undated += from->undated;
	into->first = from->first < into->first ? from->first : into->first;
	free(number);
}

/* ---- figures ---- */

static void backlog_settle(void *self)
{
	struct backlog *b = self;
	size_t groups = groups_count(b->groups);

	if (held_rounded(&b->held))
		round_answers(b);
	make_series(b, groups + 1);
	b->order = groups_rows(b->groups, &b->named);
	for (size_t i = 0; i < b->named * b->clocks; i++)
		merge_series(b, &b->series[groups * b->clocks + i % b->clocks], &b->series[i], rulers(b, i));
	for (size_t i = 0; i <= b->named; i++)
		for (size_t clock = 0; clock < b->clocks; clock++)
			settle_series(b, &b->series[b->order[i] * b->clocks + clock], rulers(b, clock));
}

size_t backlog_groups(const struct backlog *b)
{
	return b->named;
}

struct str backlog_group(const struct backlog *b, size_t group, size_t item)
{
	return groups_shown(b->groups, b->order[group], item);
}

struct backlog_figures backlog_at(const struct backlog *b, size_t group, size_t clock, size_t moment)
{
	const struct series *s = &b->series[b->order[group] * b->clocks + clock];
	struct backlog_figures x = { .oldest = INSTANT_NONE, .median = INSTANT_NONE, .p90 = INSTANT_NONE };

	if (moment < s->from)
		return x;
	const int32_t *count = s->count + (moment - s->from) * COUNTS;
	for (size_t i = CLOCK_MET; i < CLOCK_STATUSES; i++) {
		x.status[i] = (uint64_t)count[i];
		x.handed_over += x.status[i];
		x.backlog += clock_is_open((enum clock_status)i) ? x.status[i] : 0;
	}
	x.before = (uint64_t)count[COUNT_BEFORE];
	for (size_t a = 0; a < BACKLOG_AGES; a++)
		x.age[a] = (uint64_t)count[COUNT_AGES + a];
	for (size_t r = 0; r < clock_rulers(b->plan->clocks, clock); r++) {
		int64_t least = s->oldest[r] ? s->oldest[r][moment - s->from] : INT64_MAX;
		if (least == INT64_MAX)
			continue;
		int64_t ruler = clock_ruler(b->plan->clocks, clock, r, b->plan->moments->at[moment]);
		if (ruler != INSTANT_NONE && ruler - least > x.oldest) /* else the calendar has ended */
			x.oldest = ruler - least;
	}
	x.median = s->median[moment];
	x.p90 = s->p90[moment];
	return x;
}

size_t backlog_first(const struct backlog *b)
{
	return b->first;
}

static void backlog_say(const void *self, struct diags *d)
{
	const struct backlog *b = self;

	if (b->plan->trend)
		tally_say(d, b->undated,
			  "at a stage or exit that holds without a time: not reached before now", STR(""));
	if (b->held.rounded)
		diag_note(d, "so many answers that each was rounded to 0.01 hours before the quantiles");
}

const struct counter_kind backlog_counter = {
	.name = "backlog",
	.new = backlog_new,
	.free = backlog_free,
	.count = backlog_count,
	.merge = backlog_merge,
	.settle = backlog_settle,
	.report = backlog_say,
};
