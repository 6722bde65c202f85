/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leads of each group and step, how long they were followed and what became of them: see eventual.h. */
#include "funnel/eventual.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "figures/part.h"
#include "expr/run.h"
#include "stat/quantile.h"

const int eventual_days[EVENTUAL_TIMES] = { 30, 60, 90, 180, 365 };

struct eventual {
	const struct eventual_plan *plan;
	size_t steps;
	struct groups *groups;
	struct cuminc *leads; /* per group and step; after settling, all leads' too */
	size_t ngroups, leads_cap;
	uint64_t *undated;  /* per stage, then per exit: leads that have it at an unknown time */
	uint64_t *reversed; /* per step: leads that went on before they arrived */
	struct held held;
	uint32_t *order;
	size_t named;
};

bool eventual_bind(struct eventual_plan *p, struct names *n)
{
	const struct agreement *a = names_agreement(n);

	*p = (struct eventual_plan){ .agreement = a };
	if (a->stages.n == 1)
		diag_error(names_diags(n),
			   "%s: the agreement has one stage, and --eventual is of the steps between stages",
			   a->text->name);
	bool good = pipeline_bind(&p->pipeline, n);
	return pipeline_dated(&p->pipeline, a, 0, "--eventual", names_diags(n)) && good && a->stages.n > 1;
}

/* ---- counts ---- */

static void make_groups(struct eventual *s, size_t n)
{
	if (n <= s->ngroups)
		return;
	if (n * s->steps > s->leads_cap)
		s->leads =
			mem_resize_array(s->leads, mem_grown(&s->leads_cap, n * s->steps), sizeof *s->leads);
	memset(s->leads + s->ngroups * s->steps, 0, (n - s->ngroups) * s->steps * sizeof *s->leads);
	s->ngroups = n;
}

static void *eventual_new(const void *plan)
{
	const struct eventual_plan *p = plan;
	struct eventual *s = mem_new(sizeof *s);

	s->plan = p;
	s->steps = p->pipeline.nstages - 1;
	s->groups = groups_new(p->grouping);
	s->undated = mem_new((p->pipeline.nstages + p->pipeline.nexits) * sizeof *s->undated);
	s->reversed = mem_new(s->steps * sizeof *s->reversed);
	return s;
}

static void eventual_free(void *self)
{
	struct eventual *s = self;

	for (size_t i = 0; i < s->ngroups * s->steps; i++)
		cuminc_release(&s->leads[i]);
	free(s->leads);
	free(s->undated);
	free(s->reversed);
	free(s->order);
	groups_free(s->groups);
	free(s);
}

/* Rounds all times once it is certain that the whole run has to. */
static void round_spans(struct eventual *s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s->ngroups * s->steps; i++) {
		cuminc_round(&s->leads[i], DAY_US);
		n += s->leads[i].leads.n;
	}
	held_round(&s->held, n);
}

/* ---- a lead ---- */

/* A lead as of now. */
struct view {
	struct eventual *eventual;
	struct cuminc *leads; /* its group's, per step */
	const struct sign *sign;
	const struct standing *at;
	const struct zone *zone;
};

static int64_t own_time(const struct view *v, size_t i)
{
	return sign_time(v->sign[i], v->at->moment);
}

/* `next` is the earliest own time of a later stage: leads that got further have one, because all stages have
 * times. */
static void count_step(struct view *v, size_t step, int64_t from, int64_t next)
{
	struct eventual *s = v->eventual;
	enum cuminc_kind kind = CUMINC_WAITING;
	int64_t until = v->at->moment;

	if (v->at->depth > step + 1) {
		kind = CUMINC_CONVERTED;
		until = next;
	} else if (v->at->exit != SIZE_MAX) {
		kind = CUMINC_LEFT;
		until = own_time(v, s->steps + 1 + v->at->exit);
	}
	int64_t t = instant_minus(until, from, v->zone);
	if (t < 0) {
		s->reversed[step]++;
		return;
	}
	cuminc_add(&v->leads[step], t, kind);
	s->held.n++;
}

static void count_steps(struct view *v)
{
	int64_t next = INSTANT_NONE;

	for (size_t i = v->eventual->steps + 1; i-- > 0;) {
		int64_t own = own_time(v, i);
		if (own == INSTANT_NONE)
			continue;
		if (i < v->eventual->steps)
			count_step(v, i, own, next);
		if (next == INSTANT_NONE || own < next)
			next = own;
	}
}

/* Counts what would hold today if times weren't required. */
static void count_undated(const struct view *v)
{
	size_t stages = v->eventual->steps + 1, exits = v->eventual->plan->pipeline.nexits;

	for (size_t i = v->at->depth; i < stages; i++)
		v->eventual->undated[i] += v->sign[i].at == SIGN_UNDATED;
	for (size_t i = stages; i < stages + exits && !v->at->done; i++)
		v->eventual->undated[i] += v->sign[i].at == SIGN_UNDATED;
}

static void merge_group(struct eventual *into, size_t group, const struct eventual *from, size_t other)
{
	for (size_t i = 0; i < into->steps; i++)
		cuminc_merge(&into->leads[group * into->steps + i], &from->leads[other * from->steps + i]);
}

static void eventual_count(void *self, struct rows *lane, struct asked leads)
{
	struct eventual *s = self;
	const struct pipeline *pipeline = &s->plan->pipeline;
	const struct journey *j =
		pipeline_stand_rows(pipeline, lane, leads); /* and for the tally's reports */
	struct view v = { .eventual = s, .zone = lane->frame->program->times.zone };
	uint32_t *group = (uint32_t *)rows_room(lane).flag;
	uint16_t *list = rows_room(lane).row;
	size_t n = 0;
	struct standing room;

	EACH_ROW(row, leads, {
		v.at = pipeline_stand_dated(pipeline, lane, row, &room);
		v.sign = &j->sign[row * j->steps];
		count_undated(&v);
		list[n] = (uint16_t)row;
		n += v.at->depth > 0;
	});
	struct asked counted = { list, n };
	groups_of_rows(s->groups, lane, counted, group);
	make_groups(s, groups_count(s->groups));
	EACH_ROW(row, counted, {
		v.at = pipeline_stand_dated(pipeline, lane, row, &room);
		v.sign = &j->sign[row * j->steps];
		v.leads = s->leads + group[row] * s->steps;
		count_steps(&v);
	});
	rows_room_back(lane);
	rows_room_back(lane);
	if (held_too_many(&s->held))
		round_spans(s);
}

static void eventual_merge(void *self, void *other)
{
	struct eventual *into = self;
	const struct eventual *from = other;
	uint32_t *number = mem_new(groups_count(from->groups) * sizeof *number);

	groups_merge(into->groups, from->groups, number);
	make_groups(into, groups_count(into->groups));
	for (size_t i = 0; i < from->ngroups; i++)
		merge_group(into, number[i], from, i);
	for (size_t i = 0; i < into->plan->pipeline.nstages + into->plan->pipeline.nexits; i++)
		into->undated[i] += from->undated[i];
	for (size_t i = 0; i < into->steps; i++)
		into->reversed[i] += from->reversed[i];
	held_merge(&into->held, &from->held);
	if (held_too_many(&into->held))
		round_spans(into);
	free(number);
}

static void eventual_settle(void *self)
{
	struct eventual *s = self;
	size_t groups = groups_count(s->groups);

	if (held_rounded(&s->held))
		round_spans(s);
	make_groups(s, groups + 1);
	s->order = groups_rows(s->groups, &s->named);
	for (size_t i = 0; i < s->named; i++)
		merge_group(s, groups, s, i);
	for (size_t i = 0; i < s->ngroups * s->steps; i++)
		cuminc_sort(&s->leads[i]);
}

/* ---- figures ---- */

size_t eventual_groups(const struct eventual *s)
{
	return s->named;
}

struct str eventual_group(const struct eventual *s, size_t group, size_t item)
{
	return group == s->named ? STR("(all)") : groups_shown(s->groups, s->order[group], item);
}

static const struct cuminc *leads_of(const struct eventual *s, size_t group, size_t step)
{
	return &s->leads[s->order[group] * s->steps + step];
}

size_t eventual_curve(const struct eventual *s, size_t group, size_t step, int64_t *t, double *share,
		      size_t most)
{
	return cuminc_curve(leads_of(s, group, step), t, share, most);
}

struct eventual_figures eventual_at(const struct eventual *s, size_t group, size_t step)
{
	const struct cuminc *c = leads_of(s, group, step);
	struct eventual_figures x = { .recorded = step + 1 < s->steps || pipeline_ends(&s->plan->pipeline),
				      .limits = { NAN, NAN },
				      .median = INT64_MIN };
	struct cuminc_time now;

	for (size_t i = 0; cuminc_next(c, &i, &now);) {
		x.converted += now.converted;
		x.left += now.left;
		x.waiting += now.waiting;
	}
	x.n = x.converted + x.left + x.waiting;
	int64_t t[EVENTUAL_TIMES];
	for (size_t i = 0; i < EVENTUAL_TIMES; i++)
		t[i] = eventual_days[i] * DAY_US;
	cuminc_shares(c, t, EVENTUAL_TIMES, x.by);
	for (size_t i = 0; i < EVENTUAL_TIMES && !x.recorded; i++)
		x.by[i] = CUMINC_UNKNOWN;
	while (x.known < EVENTUAL_TIMES && x.by[x.known] != CUMINC_UNKNOWN)
		x.known++;
	if (x.known) {
		x.limits = cuminc_at(c, t[x.known - 1], Z95).limits;
		x.median = cuminc_median(c, t[x.known - 1]);
	}
	return x;
}

struct figure eventual_share(const struct eventual_figures *x, size_t i)
{
	if (x->by[i] == CUMINC_UNKNOWN)
		return (struct figure){ 0 };
	return (struct figure){ .is = FIGURE_RATIO, .k = x->by[i], .n = CUMINC_ONE };
}

static void eventual_say(const void *self, struct diags *diags)
{
	const struct eventual *s = self;
	const struct agreement *a = s->plan->agreement;
	struct buf b = { 0 };

	timeless_tell(diags, a, s->undated, "where it holds at an unknown time, taken as not reached yet",
		      "where it holds at an unknown time, taken as not left yet");
	for (size_t i = 0; i < s->steps; i++) {
		buf_clear(&b);
		buf_print(&b, "%.*s to %.*s", STR_ARG(a->stages.at[i].name.text),
			  STR_ARG(a->stages.at[i + 1].name.text));
		tally_say(diags, s->reversed[i], "left out, for they went on before they came", buf_view(&b));
	}
	buf_release(&b);
	if (s->held.rounded)
		diag_note(diags,
			  "so many leads that each was followed to 0.01 days before the shares were worked "
			  "out");
}

static void eventual_state(void *self, struct partial *p)
{
	struct eventual *s = self;
	const struct agreement *a = s->plan->agreement;
	size_t n;

	if (!p->reads && held_rounded(&s->held))
		round_spans(s);
	part_held(p, &s->held);
	uint32_t *group = part_groups(p, "group", s->groups, &n);
	make_groups(s, groups_count(s->groups));
	for (size_t i = 0; i < n; i++) {
		part_group(p, "group", i);
		for (size_t k = 0; k < s->steps; k++)
			part_spans(p, "followed", a->stages.at[k].name.text,
				   &s->leads[group[i] * s->steps + k].leads, &s->held);
	}
	for (size_t i = 0; i < a->stages.n + a->exits.n; i++)
		part_count(p, "undated", agreement_step_name(a, i), &s->undated[i]);
	for (size_t i = 0; i < s->steps; i++)
		part_count(p, "reversed", a->stages.at[i].name.text, &s->reversed[i]);
	free(group);
}

const struct counter_kind eventual_counter = {
	.name = "eventual",
	.new = eventual_new,
	.free = eventual_free,
	.count = eventual_count,
	.merge = eventual_merge,
	.settle = eventual_settle,
	.report = eventual_say,
	.state = eventual_state,
};
