/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compiling goes day by day: the hours of each are turned into instants with
 * that date's offset, what is closed is cut out, and the pieces go into one
 * table, sorted, overlaps and touching ends merged. A boundary that a clock
 * change skips moves forward by the gap (so hours that lie in the gap whole
 * shrink to what follows it), one that is repeated is its first pass, and
 * hours around a change count the time that really passes.
 *
 * An entry of the table is an opening and the time it was open before it; the
 * length of a stretch is the difference of two sums. So C(t), the time open
 * before t, is one look-up among the openings; open time is C(b) − C(a), and
 * its inverse the same look-up among the sums. Both go by a direct index: the
 * keys' range is cut into equal buckets, at least as many as there are entries,
 * each of which says where in the table it begins; a step or two remain.
 *
 * A week more is compiled at each end, so that no zone and no shift past
 * midnight sees the table's edges from within the years.
 */
#include "time/calendar.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"

enum { MARGIN = 7 }; /* days */

/* In here, times are microseconds: instant_us(). */
struct entry {
	int64_t open, sum;
};

/* Where to begin among ascending keys, every other number: first[k] of them are below base + k·2^shift. What
 * is looked for is at least the first key and less than the last. */
struct search {
	const int64_t *key;
	int64_t base;
	int shift;
	uint32_t *first;
};

struct calendar {
	struct entry *at; /* from 1 to n; before them one that is never open, behind them the sum of all */
	size_t n;
	int64_t low, high; /* it knows low <= t < high */
	int64_t sum;	   /* of all */
	struct search by_open, by_sum, by_day;
	struct outdated *outdated;
	struct stretch *day; /* from 1 on, office days: the first opening, and the last closing */
	size_t ndays;
};

struct stretch {
	int64_t from, to;
};

/* Whether the holidays reach far enough for the times that are asked. Only the largest is kept, so threads
 * share it and their order doesn't matter. */
struct outdated {
	int64_t last;		/* the day of the last holiday */
	int64_t from;		/* the first instant of the year after it; INT64_MAX: there are no holidays */
	_Atomic int64_t latest; /* of those asked from there on */
};

struct stretches {
	struct stretch *at;
	size_t n, cap;
};

/* ---- compiling ---- */

enum { CLOSED = 1, OPEN = 2 };

struct compiler {
	const struct calendar_plan *plan;
	int64_t first, end; /* days */
	uint8_t *mark;	    /* of each day */
	struct stretches cuts, open, days;
	const struct dated_hours **said; /* the plan's `open` by their first days */
	size_t begun, lasting; /* said[begun …] begin later; said[0 … lasting) may last on the day in hand */
};

static int by_from(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* Most tables are in order already. */
static void sort(struct stretches *s)
{
	size_t i = 1;

	while (i < s->n && s->at[i - 1].from <= s->at[i].from)
		i++;
	if (i < s->n)
		qsort(s->at, s->n, sizeof *s->at, by_from);
}

static void add(struct stretches *s, int64_t from, int64_t to)
{
	MEM_ROOM(s->at, s->n, s->cap);
	s->at[s->n++] = (struct stretch){ from, to };
}

static void merge(struct stretches *s)
{
	size_t n = 0;

	sort(s);
	for (size_t i = 0; i < s->n; i++)
		if (n && s->at[i].from <= s->at[n - 1].to)
			s->at[n - 1].to = s->at[i].to > s->at[n - 1].to ? s->at[i].to : s->at[n - 1].to;
		else
			s->at[n++] = s->at[i];
	s->n = n;
}

/* Hours of a day as instants. */
static struct stretch stretch_of(const struct compiler *c, int64_t day, struct hours h)
{
	int64_t midnight = day * 86400;

	return (struct stretch){ zone_instant(c->plan->zone, midnight + h.from * 60) * SECOND_US,
				 zone_instant(c->plan->zone, midnight + h.to * 60) * SECOND_US };
}

static void mark(struct compiler *c, int64_t first, int64_t last, uint8_t how)
{
	for (int64_t day = first < c->first ? c->first : first; day <= last && day < c->end; day++)
		c->mark[day - c->first] |= how;
}

/* Marks days, and collects what is closed by the clock. */
static void mark_days(struct compiler *c)
{
	const struct calendar_plan *plan = c->plan;

	for (size_t i = 0; i < plan->nholidays; i++)
		mark(c, plan->holiday[i], plan->holiday[i], CLOSED);
	for (size_t i = 0; i < plan->nopen; i++)
		mark(c, plan->open[i].first, plan->open[i].last, OPEN);
	for (size_t i = 0; i < plan->nclosed; i++) {
		const struct dated_hours *d = &plan->closed[i];
		if (!d->hours.to) {
			mark(c, d->first, d->last, CLOSED);
			continue;
		}
		int64_t first = d->first < c->first ? c->first : d->first;
		for (int64_t day = first; day <= d->last && day < c->end; day++) {
			struct stretch cut = stretch_of(c, day, d->hours);
			if (cut.from < cut.to)
				add(&c->cuts, cut.from, cut.to);
		}
	}
	merge(&c->cuts);
}

/* Adds [from, to) without the cuts, and widens the day over it. */
static void add_open(struct compiler *c, struct stretch s, struct stretch *day)
{
	size_t low = 0, high = c->cuts.n;

	while (low < high) { /* the first cut that ends after s begins */
		size_t middle = (low + high) / 2;
		if (c->cuts.at[middle].to <= s.from)
			low = middle + 1;
		else
			high = middle;
	}
	while (s.from < s.to) {
		bool cut = low < c->cuts.n && c->cuts.at[low].from < s.to;
		int64_t to = cut ? c->cuts.at[low].from : s.to;
		if (s.from < to) {
			add(&c->open, s.from, to);
			day->from = s.from < day->from ? s.from : day->from;
			day->to = to > day->to ? to : day->to;
		}
		s.from = cut ? c->cuts.at[low++].to : s.to;
	}
}

static int by_first_day(const void *a, const void *b)
{
	const struct dated_hours *x = *(const struct dated_hours *const *)a,
				 *y = *(const struct dated_hours *const *)b;

	return (x->first > y->first) - (x->first < y->first);
}

static void sort_open(struct compiler *c)
{
	c->said = mem_new(c->plan->nopen * sizeof *c->said);
	for (size_t i = 0; i < c->plan->nopen; i++)
		c->said[i] = &c->plan->open[i];
	if (c->plan->nopen)
		qsort(c->said, c->plan->nopen, sizeof *c->said, by_first_day);
}

/* Of said[] the first `lasting` become those that last on the day. It is the day after the one before. */
static void begin_open(struct compiler *c, int64_t day)
{
	size_t n = 0;

	for (size_t i = 0; i < c->lasting; i++)
		if (c->said[i]->last >= day)
			c->said[n++] = c->said[i];
	for (; c->begun < c->plan->nopen && c->said[c->begun]->first <= day; c->begun++)
		if (c->said[c->begun]->last >= day)
			c->said[n++] = c->said[c->begun];
	c->lasting = n;
}

static void add_day(struct compiler *c, int64_t day, int weekday)
{
	const struct calendar_plan *plan = c->plan;
	struct stretch all = { INT64_MAX, INT64_MIN };
	uint8_t how = c->mark[day - c->first];

	begin_open(c, day);
	if (how & OPEN) {
		for (size_t i = 0; i < c->lasting; i++)
			add_open(c, stretch_of(c, day, c->said[i]->hours), &all);
	} else if (!(how & CLOSED)) {
		for (size_t i = 0; i < plan->nweekly; i++)
			if (plan->weekly[i].weekday == weekday)
				add_open(c, stretch_of(c, day, plan->weekly[i].hours), &all);
	}
	if (all.from < all.to)
		add(&c->days, all.from, all.to);
}

enum { KEY_STEP = 2 };
_Static_assert(sizeof(struct entry) == KEY_STEP * sizeof(int64_t) &&
		       sizeof(struct stretch) == sizeof(struct entry),
	       "keys are every other number");

/* `key` is that of the first of n entries and of two more, one on each side; what is looked for is below
 * `end`. */
static struct search search_new(const int64_t *key, size_t n, int64_t end, struct arena *arena)
{
	struct search s = { .key = key, .base = key[0] };
	size_t i = 0;

	while ((uint64_t)(end - s.base) >> s.shift > 2 * n)
		s.shift++;
	size_t buckets = (size_t)((uint64_t)(end - s.base) >> s.shift) + 1;
	s.first = ARENA_ARRAY(arena, buckets, uint32_t);
	for (size_t k = 0; k < buckets; k++) {
		while (i <= n && (uint64_t)(key[i * KEY_STEP] - s.base) < (uint64_t)k << s.shift)
			i++;
		s.first[k] = (uint32_t)i;
	}
	return s;
}

/* The stretches as entries with running sums; the days as they are. */
static struct calendar *tabulate(const struct compiler *from, struct arena *arena)
{
	struct calendar *c = ARENA_NEW(arena, struct calendar);
	const int64_t base = (from->first - 2) * DAY_US; /* before all of them, in any zone */
	int64_t sum = 0;

	c->low = (from->first + MARGIN - 1) * DAY_US;
	c->high = (from->end - MARGIN + 1) * DAY_US;
	c->n = from->open.n;
	c->at = ARENA_ARRAY(arena, c->n + 2, struct entry);
	c->at[0] = (struct entry){ base, 0 };
	for (size_t i = 0; i < c->n; i++) {
		c->at[i + 1] = (struct entry){ from->open.at[i].from, sum };
		sum += from->open.at[i].to - from->open.at[i].from;
	}
	c->at[c->n + 1] = (struct entry){ INT64_MAX, sum };
	c->sum = sum;
	c->ndays = from->days.n;
	c->day = ARENA_ARRAY(arena, c->ndays + 2, struct stretch);
	c->day[0] = (struct stretch){ base, base };
	if (c->ndays)
		memcpy(c->day + 1, from->days.at, c->ndays * sizeof *c->day);
	c->day[c->ndays + 1] = (struct stretch){ INT64_MAX, INT64_MAX };
	c->by_open = search_new(&c->at->open, c->n, c->high, arena);
	c->by_sum = search_new(&c->at->sum, c->n, sum, arena);
	c->by_day = search_new(&c->day->from, c->ndays, c->high, arena);
	return c;
}

static struct outdated *last_holiday(const struct calendar_plan *plan, struct arena *arena)
{
	struct outdated *o = ARENA_NEW(arena, struct outdated);

	o->last = INT64_MIN;
	o->from = INT64_MAX;
	o->latest = INSTANT_NONE;
	for (size_t i = 0; i < plan->nholidays; i++)
		if (plan->holiday[i] > o->last)
			o->last = plan->holiday[i];
	if (plan->nholidays)
		o->from = instant_us(day_instant(day_number(day_civil(o->last).year + 1, 1, 1), plan->zone));
	return o;
}

const struct calendar *calendar_new(const struct calendar_plan *plan, struct arena *arena)
{
	struct compiler c = { .plan = plan,
			      .first = day_number(CALENDAR_FIRST_YEAR, 1, 1) - MARGIN,
			      .end = day_number(CALENDAR_LAST_YEAR + 1, 1, 1) + MARGIN };

	c.mark = mem_new((size_t)(c.end - c.first));
	mark_days(&c);
	sort_open(&c);
	int weekday = (unsigned char)day_civil(c.first).weekday;
	for (int64_t day = c.first; day < c.end; day++) {
		add_day(&c, day, weekday);
		weekday = weekday == 6 ? 0 : weekday + 1;
	}
	merge(&c.open);
	sort(&c.days);
	struct calendar *made = tabulate(&c, arena);
	made->outdated = last_holiday(plan, arena);
	free(c.mark);
	free(c.said);
	free(c.cuts.at);
	free(c.open.at);
	free(c.days.at);
	return made;
}

/* ---- asking ---- */

/* The last entry whose key is at most x. */
static inline size_t search(const struct search *s, int64_t x)
{
	size_t i = s->first[(uint64_t)(x - s->base) >> s->shift];

	while (s->key[i * KEY_STEP] <= x)
		i++;
	return i - 1;
}

/* The time open before t. */
static inline int64_t open_before(const struct calendar *c, int64_t t)
{
	const struct entry *e = &c->at[search(&c->by_open, t)];
	int64_t since = t - e->open, all = e[1].sum - e->sum;

	return e->sum + (since < all ? since : all);
}

/* Notes t, and is it. */
static inline int64_t asked(const struct calendar *c, int64_t t)
{
	struct outdated *o = c->outdated;

	if (t >= o->from)
		for (int64_t latest = o->latest; t > latest;)
			if (atomic_compare_exchange_weak(&o->latest, &latest, t))
				break;
	return t;
}

bool calendar_outdated(const struct calendar *c, int64_t *last, int64_t *latest)
{
	*last = c->outdated->last;
	*latest = c->outdated->latest;
	if (*latest == INSTANT_NONE)
		return false;
	*latest = instant_of(*latest);
	return true;
}

static inline bool knows(const struct calendar *c, int64_t t)
{
	return t >= c->low && t < c->high;
}

/* Of what was found. */
static inline int64_t instant_known(const struct calendar *c, int64_t t)
{
	return knows(c, t) ? instant_of(asked(c, t)) : INSTANT_NONE;
}

bool calendar_knows(const struct calendar *c, int64_t t)
{
	return knows(c, instant_us(t));
}

int64_t calendar_opened(const struct calendar *c, int64_t t)
{
	t = instant_us(t);
	return knows(c, t) ? open_before(c, t) : INSTANT_NONE;
}

int64_t calendar_since(const struct calendar *c, int64_t opened, int64_t t)
{
	t = instant_us(t);
	return knows(c, t) ? open_before(c, asked(c, t)) - opened : INSTANT_NONE;
}

int64_t calendar_when(const struct calendar *c, int64_t opened)
{
	if (opened <= 0 || opened > c->sum)
		return INSTANT_NONE;
	/* the last entry whose sum is below: it ends at or after */
	const struct entry *e = &c->at[search(&c->by_sum, opened - 1)];
	return instant_known(c, e->open + (opened - e->sum));
}

int64_t calendar_between(const struct calendar *c, int64_t a, int64_t b)
{
	a = instant_us(a);
	b = instant_us(b);
	if (!knows(c, a) || !knows(c, b))
		return INSTANT_NONE;
	return open_before(c, asked(c, b)) - open_before(c, asked(c, a));
}

int64_t calendar_plus(const struct calendar *c, int64_t t, int64_t span)
{
	int64_t sum;

	t = instant_us(t);
	if (!knows(c, t) || span == INSTANT_NONE || span == 0)
		return span == 0 ? instant_known(c, t) : INSTANT_NONE;
	if (__builtin_add_overflow(open_before(c, t), span, &sum) || sum < 0 || sum > c->sum || !c->sum)
		return INSTANT_NONE;
	if (span > 0)
		return calendar_when(c, sum);
	/* the last entry whose sum is at or below */
	const struct entry *e = &c->at[search(&c->by_sum, sum < c->sum ? sum : c->sum - 1)];
	return instant_known(c, e->open + (sum - e->sum));
}

bool calendar_is_open(const struct calendar *c, int64_t t)
{
	t = instant_us(t);
	if (!knows(c, t))
		return false;
	const struct entry *e = &c->at[search(&c->by_open, t)];
	return t - e->open < e[1].sum - e->sum;
}

int64_t calendar_day_end(const struct calendar *c, int64_t t, int64_t n)
{
	t = instant_us(t);
	if (!knows(c, t) || n < 1)
		return INSTANT_NONE;
	size_t before = search(&c->by_day, t - 1);
	if ((uint64_t)n > c->ndays - before)
		return INSTANT_NONE;
	return instant_known(c, c->day[before + (size_t)n].to);
}
