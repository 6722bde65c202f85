/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts per group, stage and exit: see funnel.h. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "funnel/funnel_internal.h"
#include "expr/run.h"

/* ---- counts ---- */

static void counts_init(struct funnel *s, struct counts *c)
{
	size_t both = s->stages + s->exits;

	*c = (struct counts){ 0 };
	c->value = arena_alloc(&s->arena, (s->stages + 1) * (sizeof *c->value + sizeof *c->currency) +
						  both * (sizeof *c->days + sizeof *c->spread) +
						  (s->stages + s->stages * s->exits) * sizeof *c->reached);
	c->days = (struct spans *)(c->value + s->stages + 1);
	c->exit_days = c->days + s->stages;
	c->reached = (uint64_t *)(c->days + both);
	c->left = c->reached + s->stages;
	c->spread = (struct days_spread *)(c->left + s->stages * s->exits);
	c->currency = (struct currency *)(c->spread + both);
}

static void counts_release(const struct funnel *s, struct counts *c)
{
	for (size_t i = 0; i < s->stages + s->exits; i++)
		spans_release(&c->days[i]);
}

void funnel_add(const struct funnel *s, struct counts *into, const struct counts *from)
{
	into->spent |= from->spent;
	for (size_t i = 0; i < s->stages; i++)
		into->reached[i] += from->reached[i];
	for (size_t i = 0; i <= s->stages; i++) {
		into->value[i] += from->value[i];
		into->currency[i] = currency_of_both(into->currency[i], from->currency[i]);
	}
	for (size_t i = 0; i < s->stages * s->exits; i++)
		into->left[i] += from->left[i];
}

static void counts_merge(const struct funnel *s, struct counts *into, struct counts *from)
{
	funnel_add(s, into, from);
	for (size_t i = 0; i < s->stages + s->exits; i++)
		spans_move(&into->days[i], &from->days[i]);
}

void funnel_room(struct funnel *s, size_t n)
{
	if (n > s->counts_cap)
		s->counts = mem_resize_array(s->counts, mem_grown(&s->counts_cap, n), sizeof *s->counts);
	for (; s->ncounts < n; s->ncounts++)
		counts_init(s, &s->counts[s->ncounts]);
}

void *funnel_new(const void *plan)
{
	const struct funnel_plan *p = plan;
	struct funnel *s = mem_new(sizeof *s);

	s->plan = p;
	s->stages = p->pipeline.nstages;
	s->exits = p->pipeline.nexits;
	s->groups = groups_new(p->grouping);
	s->odd = mem_new(s->stages * sizeof *s->odd);
	s->met = mem_new((s->stages + 1) * sizeof *s->met);
	s->recorded = mem_new(s->stages * sizeof *s->recorded);
	s->timeless = mem_new((s->stages + s->exits) * sizeof *s->timeless);
	s->reasons = p->reasons ? reasons_new(p->reasons) : NULL;
	if (p->pipeline.stages) /* of partials only they know */
		s->recorded[s->stages - 1] = pipeline_ends(&p->pipeline);
	return s;
}

void funnel_free(void *self)
{
	struct funnel *s = self;

	for (size_t i = 0; i < s->ncounts; i++)
		counts_release(s, &s->counts[i]);
	for (size_t i = 0; i <= s->stages; i++)
		currencies_release(&s->met[i]);
	free(s->met);
	free(s->counts);
	arena_release(&s->arena);
	free(s->odd);
	free(s->recorded);
	free(s->timeless);
	free(s->previous);
	free(s->benchmark);
	free(s->next);
	free(s->order);
	groups_free(s->groups);
	reasons_free(s->reasons);
	free(s);
}

void funnel_round(struct funnel *s)
{
	uint64_t n = 0;

	for (size_t g = 0; g < s->ncounts; g++) {
		for (size_t i = 0; i < s->stages + s->exits; i++) {
			spans_round(&s->counts[g].days[i], DAY_US);
			n += s->counts[g].days[i].n;
		}
	}
	held_round(&s->held, n);
}

/* ---- a lead ---- */

/* A lead as of its moment. */
struct view {
	struct funnel *funnel;
	struct counts *counts;
	uint32_t group;
	const struct sign *sign;
	const struct standing *at;
	const struct zone *zone;
};

static int64_t own_time(const struct view *v, size_t i)
{
	return sign_time(v->sign[i], v->at->moment);
}

static bool exit_between(const struct view *v, int64_t from, int64_t to)
{
	for (size_t i = 0; i < v->funnel->exits; i++) {
		int64_t t = own_time(v, v->funnel->stages + i);
		if (t != INSTANT_NONE && instant_compare(from, t, v->zone) <= 0 &&
		    instant_compare(t, to, v->zone) <= 0)
			return true;
	}
	return false;
}

/* The time ran backwards. */
static __attribute__((noinline)) void note_reversed(const struct view *v, size_t stage, int64_t from,
						    int64_t t)
{
	struct odd *odd = &v->funnel->odd[stage];
	bool back = exit_between(v, t, from);

	odd->came_back += back;
	odd->reversed += !back;
}

static inline void add_span(const struct view *v, struct spans *to, size_t stage, int64_t from, int64_t t)
{
	int64_t span = instant_minus(t, from, v->zone);

	if (span < 0) {
		note_reversed(v, stage, from, t);
		return;
	}
	spans_add(to, span);
	v->funnel->held.n++;
}

/* A stage that was reached without a time by then. */
static __attribute__((noinline)) void note_untimed(const struct view *v, size_t stage)
{
	struct funnel *s = v->funnel;

	if (sign_stands(v->sign[stage], v->at->moment, !s->plan->window))
		s->recorded[stage] = true;
	else
		s->odd[stage].skipped++;
}

static inline void count_stages(const struct view *v)
{
	const struct sign *sign = v->sign;
	const size_t depth = v->at->depth;
	const int64_t moment = v->at->moment;
	uint64_t *reached = v->counts->reached;
	struct spans *days = v->counts->days;
	bool *recorded = v->funnel->recorded;
	int64_t from = INSTANT_NONE;

	for (size_t i = 0; i < depth; i++) {
		const int64_t t = sign_time(sign[i], moment);
		reached[i]++;
		if (t == INSTANT_NONE) {
			note_untimed(v, i);
			from = v->funnel->plan->timed[i] ? t : from;
			continue;
		}
		recorded[i] = true;
		if (from != INSTANT_NONE)
			add_span(v, &days[i], i, from, t);
		from = t;
	}
}

static void count_reason(const struct view *v, struct frame *f)
{
	int64_t t = own_time(v, v->funnel->stages + v->at->exit), from = own_time(v, v->at->depth - 1);
	bool known = t != INSTANT_NONE && from != INSTANT_NONE;
	struct departure d = { .exit = (uint32_t)v->at->exit,
			       .stage = (uint32_t)v->at->depth - 1,
			       .group = v->group,
			       .days = known ? instant_minus(t, from, v->zone) : DAYS_UNKNOWN };

	reasons_count(v->funnel->reasons, &d, f);
}

static inline void count_exit(const struct view *v)
{
	size_t exit = v->at->exit, i = v->at->depth;
	int64_t t = own_time(v, v->funnel->stages + exit);

	v->counts->left[(i - 1) * v->funnel->exits + exit]++;
	while (t != INSTANT_NONE && i-- > 0)
		if (own_time(v, i) != INSTANT_NONE) {
			add_span(v, &v->counts->exit_days[exit], i, own_time(v, i), t);
			return;
		}
}

/* What holds today and has no time is in no window. */
static void count_timeless(struct funnel *s, const struct sign *sign, const struct standing *at)
{
	for (size_t i = at->depth; i < s->stages; i++)
		s->timeless[i] += sign[i].at == SIGN_UNDATED;
	for (size_t i = s->stages; i < s->stages + s->exits && at->exit == SIZE_MAX; i++)
		s->timeless[i] += sign[i].at == SIGN_UNDATED;
}

/* Is the lead, as of the end of its window, counted? */
static bool look_within(struct funnel *s, struct frame *f, const struct journey *j, size_t row)
{
	const struct funnel_plan *p = s->plan;
	enum excluded why;
	const struct standing *then =
		pipeline_look(&p->pipeline, (struct window){ p->from, p->window }, f, &why);

	if (!then) {
		s->undated += why == EXCLUDED_UNDATED && j->now[row].depth > 0;
		s->young += why == EXCLUDED_YOUNG;
		return false;
	}
	if (then->depth)
		count_timeless(s, &j->sign[row * j->steps], then);
	return then->depth;
}

/* As of now, a lead of the funnel; in no cohort without a time for its stage. */
static bool look_for_cohort(struct funnel *s, const struct journey *j, size_t row, int64_t now)
{
	bool timed = sign_time(j->sign[row * j->steps + s->plan->from], now) != INSTANT_NONE;

	s->undated += !timed;
	return timed;
}

/* Those that reached a stage by now. */
static struct asked look_now(struct asked leads, const struct standing *now, uint16_t *list)
{
	size_t n = 0;

	EACH_ROW(row, leads, {
		list[n] = (uint16_t)row;
		n += now[row].depth > 0;
	});
	return (struct asked){ list, n };
}

/* Which of the leads are counted; `list` has room for them all. */
static struct asked look(struct funnel *s, struct rows *lane, struct asked leads, const struct journey *j,
			 uint16_t *list)
{
	const bool window = s->plan->window;
	size_t n = 0;

	if (!window)
		leads = look_now(leads, j->now, list);
	if (!window && !s->plan->cohorts)
		return leads;
	for (size_t i = 0; i < leads.n; i++) {
		const uint16_t row = list[n] = leads.row[i];
		n += window ? look_within(s, rows_at(lane, row), j, row)
			    : look_for_cohort(s, j, row, lane->frame->now);
	}
	return (struct asked){ list, n };
}

/* The values of a stage, of leads in these groups. */
static void count_values(struct funnel *s, size_t stage, struct rows *lane, struct asked leads,
			 const uint32_t *group)
{
	const struct money *m = &s->plan->value[stage];
	const struct money_cells cells = money_ask(m, lane, leads);
	__int128 value;

	for (size_t i = 0; i < leads.n; i++) {
		const size_t row = leads.row[i];
		struct counts *c = &s->counts[group[row]];
		if (isnan(cells.value[row]))
			continue;
		if (money_is_plain(&cells, row, &value) ||
		    money_read(m, rows_at(lane, row), false, &s->met[stage], &c->currency[stage], &value))
			c->value[stage] += value;
	}
	money_ask_back(lane);
}

static void count_all_values(struct funnel *s, struct rows *lane, struct asked leads,
			     const struct standing *at, const uint32_t *group)
{
	uint16_t *list = rows_room(lane).row;

	for (size_t stage = 0; stage < s->stages; stage++) {
		size_t n = 0;
		if (!s->plan->value[stage].value)
			continue;
		EACH_ROW(row, leads, {
			list[n] = (uint16_t)row;
			n += at[row].depth > stage;
		});
		count_values(s, stage, lane, (struct asked){ list, n }, group);
	}
	rows_room_back(lane);
}

static void count_leads(struct funnel *s, struct rows *lane, struct asked leads, const struct journey *j,
			const uint32_t *group)
{
	const struct standing *at = s->plan->window ? j->then : j->now;
	struct view v = { .funnel = s, .zone = lane->frame->program->times.zone };

	count_all_values(s, lane, leads, at, group);
	EACH_ROW(row, leads, {
		v.at = &at[row];
		v.sign = &j->sign[row * j->steps];
		v.group = group[row];
		v.counts = &s->counts[v.group];
		count_stages(&v);
		if (v.at->exit == SIZE_MAX)
			continue;
		count_exit(&v);
		if (s->reasons)
			count_reason(&v, rows_at(lane, row));
	});
}

void funnel_count(void *self, struct rows *lane, struct asked leads)
{
	struct funnel *s = self;
	const struct journey *j = pipeline_stand_rows(&s->plan->pipeline, lane, leads);
	struct asked counted = look(s, lane, leads, j, rows_room(lane).row);
	uint32_t *group = (uint32_t *)rows_room(lane).flag;

	groups_of_rows(s->groups, lane, counted, group);
	funnel_room(s, groups_count(s->groups));
	count_leads(s, lane, counted, j, group);
	rows_room_back(lane);
	rows_room_back(lane);
	if (held_too_many(&s->held))
		funnel_round(s);
}

size_t funnel_held(const void *self)
{
	return groups_count(((const struct funnel *)self)->groups);
}

void funnel_merge(void *self, void *other)
{
	struct funnel *into = self, *from = other;
	uint32_t *number = mem_new(groups_count(from->groups) * sizeof *number);

	groups_merge(into->groups, from->groups, number);
	funnel_room(into, groups_count(into->groups));
	funnel_merge_currencies(into, from);
	if (into->reasons)
		reasons_merge(into->reasons, from->reasons, number);
	for (size_t i = 0; i < from->ncounts; i++)
		counts_merge(into, &into->counts[number[i]], &from->counts[i]);
	for (size_t i = 0; i < into->stages; i++) {
		into->odd[i].skipped += from->odd[i].skipped;
		into->odd[i].reversed += from->odd[i].reversed;
		into->odd[i].came_back += from->odd[i].came_back;
		into->recorded[i] |= from->recorded[i];
	}
	for (size_t i = 0; i < into->stages + into->exits; i++)
		into->timeless[i] += from->timeless[i];
	into->undated += from->undated;
	into->young += from->young;
	held_merge(&into->held, &from->held);
	if (held_too_many(&into->held))
		funnel_round(into);
	free(number);
}
