/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a report asks of the counts, once they are settled: see funnel.h. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/pieces.h"
#include "funnel/funnel_internal.h"

static struct days_spread kept_spread(struct spread s)
{
	return (struct days_spread){ s.median == INT64_MIN ? INT32_MIN : (int32_t)s.median,
				     s.p90 == INT64_MIN ? INT32_MIN : (int32_t)s.p90 };
}

static int64_t known_days(int32_t kept)
{
	return kept == INT32_MIN ? INT64_MIN : kept;
}

/* Computes the figures of a stage or an exit behind them. The spans are those of several groups together. */
static void settle_step(const struct funnel *s, struct counts *c, const uint32_t *group, size_t n,
			size_t step)
{
	const struct spans **part = mem_resize_array(NULL, n, sizeof *part);

	for (size_t k = 0; k < n; k++)
		part[k] = &s->counts[group[k]].days[step];
	c->spread[step] = kept_spread(spans_spread(part, n, DAY_US));
	free(part);
}

static void settle_counts(const struct funnel *s, struct counts *c, const uint32_t *group, size_t n)
{
	for (size_t i = 0; i < s->stages + s->exits; i++)
		settle_step(s, c, group, n, i);
}

void funnel_add_up(struct funnel *s, struct counts *c, const uint32_t *group, size_t n)
{
	for (size_t k = 0; k < n; k++)
		funnel_add(s, c, &s->counts[group[k]]);
	settle_counts(s, c, group, n);
}

static void settle_stages(struct funnel *s)
{
	const struct agreement *a = s->plan->agreement;

	s->previous = mem_new(s->stages * sizeof *s->previous);
	s->benchmark = mem_new(s->stages * sizeof *s->benchmark);
	s->next = mem_new(a->benchmarks.n * sizeof *s->next);
	for (size_t i = 0; i < s->stages; i++)
		s->benchmark[i] = SIZE_MAX;
	for (size_t i = 1; i < s->stages; i++)
		s->previous[i] = funnel_recorded(s, i - 1) ? i - 1 : s->previous[i - 1];
	for (size_t i = a->benchmarks.n; i-- > 0;) {
		size_t to = a->benchmarks.at[i].what == BENCHMARK_STEP
				    ? agreement_stage(a, a->benchmarks.at[i].to.text)
				    : SIZE_MAX;
		if (to == SIZE_MAX)
			continue;
		s->next[i] = s->benchmark[to];
		s->benchmark[to] = i;
	}
}

/* The groups, so many in a piece, behind the steps of all of them together, which take longest. */
struct settling {
	const struct funnel *funnel;
	size_t steps, groups;
};

enum { GROUPS_A_PIECE = 16 };

static void settle_piece(void *ctx, size_t i)
{
	const struct settling *w = ctx;
	const struct funnel *s = w->funnel;

	if (i < w->steps) {
		settle_step(s, &s->counts[w->groups], s->order, s->named, i);
		return;
	}
	size_t first = (i - w->steps) * GROUPS_A_PIECE, left = w->groups - first;
	for (uint32_t g = (uint32_t)first; g < first + (left < GROUPS_A_PIECE ? left : GROUPS_A_PIECE); g++)
		settle_counts(s, &s->counts[g], &g, 1);
}

static void settle_groups(struct funnel *s, size_t groups)
{
	enum { FEW = 1 << 16 }; /* spans, which aren't worth a thread */
	struct settling w = { s, s->named ? s->stages + s->exits : 0, groups };

	pieces_do(w.steps + (groups + GROUPS_A_PIECE - 1) / GROUPS_A_PIECE,
		  s->held.n < FEW ? 1 : s->plan->threads, settle_piece, &w);
}

void funnel_settle(void *self)
{
	struct funnel *s = self;
	size_t groups = groups_count(s->groups);

	settle_stages(s);
	if (held_rounded(&s->held))
		funnel_round(s);
	funnel_room(s, groups + 1);
	s->order = groups_rows(s->groups, &s->named);
	for (size_t k = 0; k < s->named; k++)
		funnel_add(s, &s->counts[groups], &s->counts[s->order[k]]);
	settle_groups(s, s->named ? groups : groups + 1);
	if (s->reasons)
		reasons_settle(s->reasons, s->order, s->named);
}

size_t funnel_groups(const struct funnel *s)
{
	return s->named;
}

struct ranked {
	double key;
	uint32_t group;
	size_t place;
};

static int by_key(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (isnan(x->key) != isnan(y->key))
		return isnan(x->key) ? 1 : -1;
	if (x->key != y->key && !isnan(x->key))
		return x->key > y->key ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

void funnel_sort(struct funnel *s, const double *key)
{
	struct ranked *r = mem_new(s->named * sizeof *r);

	for (size_t i = 0; i < s->named; i++)
		r[i] = (struct ranked){ key[i], s->order[i], i };
	if (s->named)
		qsort(r, s->named, sizeof *r, by_key);
	for (size_t i = 0; i < s->named; i++)
		s->order[i] = r[i].group;
	free(r);
}

void funnel_limit(struct funnel *s, size_t n)
{
	size_t other = s->ncounts;

	if (n >= s->named)
		return;
	funnel_room(s, other + 1);
	funnel_add_up(s, &s->counts[other], s->order + n, s->named - n);
	s->order[n + 1] = s->order[s->named];
	s->order[n] = (uint32_t)other;
	s->named = n + 1;
	s->other = true;
}

void funnel_keep(struct funnel *s, size_t n)
{
	if (!s->other)
		groups_keep(s->groups, s->order, &s->named, n);
}

bool *funnel_largest(const struct funnel *s, size_t n, size_t *kept)
{
	return groups_largest(s->groups, s->order, s->named, n, kept);
}

bool funnel_folded(const struct funnel *s)
{
	return s->other;
}

struct str funnel_group(const struct funnel *s, size_t group, size_t item)
{
	if (group > s->named)
		return across_value(s->across, group - s->named - 1, item);
	if (funnel_folded(s) && group + 1 == s->named)
		return STR("(other)");
	return groups_shown(s->groups, s->order[group], item);
}

/* How many left at these stages, the last not included. */
static uint64_t left_between(const struct funnel *s, const struct counts *c, size_t from, size_t stage)
{
	uint64_t left = 0;

	for (size_t i = from * s->exits; i < stage * s->exits; i++)
		left += c->left[i];
	return left;
}

struct funnel_stage funnel_at(const struct funnel *s, size_t group, size_t stage)
{
	const struct counts *c = &s->counts[s->order[group]];
	struct funnel_stage x = { .reached = c->reached[stage],
				  .left = left_between(s, c, stage, stage + 1),
				  .left_by = c->left + stage * s->exits };

	if (stage + 1 < s->stages)
		x.waiting = x.reached - x.left - c->reached[stage + 1];
	x.value = c->value[stage];
	x.mixed = currency_mixed(c->currency[stage]);
	x.median = known_days(c->spread[stage].median);
	x.p90 = known_days(c->spread[stage].p90);
	return x;
}

bool funnel_maturing(const struct funnel *s, size_t group, int64_t now, const struct zone *zone)
{
	const struct cohorts *c = s->plan->cohorts;

	if (!c || !s->plan->window || group == s->named)
		return false;
	/* their names are in order, and the group's is one of them */
	int64_t i = 0, end = c->n;
	while (end - i > 1) {
		int64_t middle = i + (end - i) / 2;
		*(str_compare(c->name[middle], funnel_group(s, group, 0)) <= 0 ? &i : &end) = middle;
	}
	if (!str_eq(c->name[i], funnel_group(s, group, 0)))
		return false;
	int64_t next = day_date(period_first_day(c->period, c->first + i + 1), zone);
	int64_t over = instant_plus(next, s->plan->window, zone);
	return over == INSTANT_NONE || over > now;
}

struct funnel_exit funnel_exit_at(const struct funnel *s, size_t group, size_t exit)
{
	const struct counts *c = &s->counts[s->order[group]];
	const struct days_spread *days = &c->spread[s->stages + exit];
	struct funnel_exit x = { 0, known_days(days->median), known_days(days->p90) };

	for (size_t i = 0; i < s->stages; i++)
		x.left += c->left[i * s->exits + exit];
	return x;
}

bool funnel_recorded(const struct funnel *s, size_t stage)
{
	return s->recorded[stage] || stage == 0;
}

size_t funnel_previous(const struct funnel *s, size_t stage)
{
	return s->previous[stage];
}

uint64_t funnel_left_between(const struct funnel *s, size_t group, size_t from, size_t stage)
{
	return left_between(s, &s->counts[s->order[group]], from, stage);
}

const struct benchmark *funnel_benchmark(const struct funnel *s, size_t stage, size_t which)
{
	size_t i = s->benchmark[stage];

	for (; which && i != SIZE_MAX; which--)
		i = s->next[i];
	return i == SIZE_MAX ? NULL : &s->plan->agreement->benchmarks.at[i];
}

size_t funnel_benchmarks(const struct agreement *a)
{
	size_t most = 0;

	for (size_t i = 0; i < a->benchmarks.n; i++) {
		const struct benchmark *b = &a->benchmarks.at[i];
		size_t n = 0;
		for (size_t k = 0; b->what == BENCHMARK_STEP && k <= i; k++)
			n += a->benchmarks.at[k].what == BENCHMARK_STEP &&
			     agreement_stage(a, a->benchmarks.at[k].to.text) ==
				     agreement_stage(a, b->to.text);
		most = n > most ? n : most;
	}
	return most;
}

/* A lead that left may have been at it, which can't be known. */
bool funnel_status_only(const struct funnel *s, size_t stage)
{
	const struct step *said = &s->plan->agreement->stages.at[stage];

	return said->when && !said->at && stage && stage + 1 < s->stages &&
	       funnel_left_between(s, s->named, 0, stage);
}
