/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A lead is counted once, in its own period as of that one's cutoff, or of its
 * own window's end; and once more, as of a year before now, if its period is
 * the counterpart of one that is not over. All cutoffs are known before the
 * first lead: see yoy.h.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "figures/part.h"
#include "funnel/yoy_internal.h"
#include "expr/run.h"

/* ---- counts ---- */

static void counts_free(struct yoy_counts *c)
{
	if (c)
		spans_release(&c->answers);
	free(c);
}

/* `number`: what the currencies of `from` are called in `into`. */
static void counts_merge(struct yoy_counts **into, const struct yoy_counts *from, const uint32_t *number)
{
	if (!from)
		return;
	if (!*into)
		*into = mem_new(sizeof **into);
	(*into)->leads += from->leads;
	(*into)->early += from->early;
	(*into)->qualified += from->qualified;
	(*into)->won += from->won;
	(*into)->handed_over += from->handed_over;
	(*into)->unanswered += from->unanswered;
	(*into)->amount += from->amount;
	(*into)->currency = currency_of_both((*into)->currency, currency_renumbered(from->currency, number));
	squares_merge(&(*into)->squares, &from->squares);
	spans_merge(&(*into)->answers, &from->answers);
}

static void *yoy_new(const void *plan)
{
	const struct yoy_plan *p = plan;
	struct yoy *s = mem_new(sizeof *s);

	s->plan = p;
	s->at = mem_new(p->n * sizeof *s->at);
	s->earlier = mem_new(p->n * sizeof *s->earlier);
	s->undated = mem_new((p->pipeline.nstages + p->pipeline.nexits) * sizeof *s->undated);
	return s;
}

static void yoy_free(void *self)
{
	struct yoy *s = self;

	for (size_t i = 0; i < s->plan->n; i++) {
		counts_free(s->at[i]);
		counts_free(s->earlier[i]);
	}
	currencies_release(&s->met);
	free(s->at);
	free(s->earlier);
	free(s->undated);
	free(s);
}

static uint64_t round_some(struct yoy_counts *c)
{
	if (!c)
		return 0;
	spans_round(&c->answers, HOUR_US);
	return c->answers.n;
}

/* Rounds all spans once it is certain that the whole run has to. */
static void round_spans(struct yoy *s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s->plan->n; i++)
		n += round_some(s->at[i]) + round_some(s->earlier[i]);
	held_round(&s->held, n);
}

/* ---- a lead ---- */

/* A lead as of a cutoff. */
struct view {
	struct yoy *yoy;
	struct yoy_counts *counts;
	const struct sign *sign;
	struct standing at;
	bool again; /* it was seen before, as of its own period's end */
};

static int64_t own_time(const struct view *v, size_t i)
{
	return sign_time(v->sign[i], v->at.moment);
}

/* The first time of a later stage since the hand-over, in its lap; INSTANT_NONE: none. `reversed`: there is
 * one before it, and the lead did not leave between. */
static int64_t find_answer(const struct view *v, int64_t start, bool *reversed)
{
	const struct yoy_plan *p = v->yoy->plan;
	struct lap lap = pipeline_lap(&p->pipeline, v->sign, &v->at, start, p->zone);
	int64_t answer = INSTANT_NONE;

	*reversed = false;
	for (size_t i = p->handover + 1; i < p->pipeline.nstages; i++) {
		int64_t t = own_time(v, i);
		if (t == INSTANT_NONE ||
		    (lap.from != INSTANT_NONE && instant_compare(t, lap.from, p->zone) < 0) ||
		    (lap.to != INSTANT_NONE && instant_compare(t, lap.to, p->zone) > 0))
			continue;
		if (instant_compare(t, start, p->zone) < 0) {
			*reversed |= !pipeline_left_between(&p->pipeline, v->sign, v->at.moment, t, start,
							    p->zone);
			continue;
		}
		if (answer == INSTANT_NONE || t < answer)
			answer = t;
	}
	return answer;
}

static void count_answer(struct view *v)
{
	const struct yoy_plan *p = v->yoy->plan;
	int64_t start = own_time(v, p->handover), answer;
	bool reversed;

	if (start == INSTANT_NONE) {
		v->yoy->no_handover += !v->again;
		return;
	}
	answer = find_answer(v, start, &reversed);
	if (answer == INSTANT_NONE && reversed) {
		v->yoy->reversed += !v->again;
		return;
	}
	v->counts->handed_over++;
	if (answer == INSTANT_NONE) {
		v->counts->unanswered++;
		return;
	}
	int64_t span = instant_minus(answer, start, p->zone);
	spans_add(&v->counts->answers, span < 0 ? 0 : span);
	v->yoy->held.n++;
}

static void count_value(struct view *v, struct frame *f)
{
	__int128 amount;

	if (!money_read(&v->yoy->plan->value, f, v->again, &v->yoy->met, &v->counts->currency, &amount))
		return;
	v->counts->amount += amount;
	squares_add(&v->counts->squares, amount);
}

/* As of the end of its window, or of that cutoff; `tenth` ends the first tenth of the period. */
static void count_as_of(struct view *v, struct yoy_counts **to, int64_t cutoff, int64_t tenth,
			struct frame *f)
{
	const struct yoy_plan *p = v->yoy->plan;
	int64_t first = v->sign[0].at, end = p->window ? instant_reach(first, p->window, p->zone) : cutoff;

	if (!*to)
		*to = mem_new(sizeof **to);
	v->counts = *to;
	v->at = pipeline_at(&p->pipeline, f, end < cutoff ? end : cutoff);
	v->counts->leads++;
	v->counts->early += first < tenth;
	if (p->handover != SIZE_MAX && v->at.depth > p->handover) {
		v->counts->qualified++;
		count_answer(v);
	}
	if (v->at.depth < p->pipeline.nstages)
		return;
	v->counts->won++;
	if (p->value.value)
		count_value(v, f);
}

/* Evidence without a time counts at no moment of the past. */
static void note_undated(struct view *v)
{
	const struct pipeline *pipeline = &v->yoy->plan->pipeline;

	for (size_t i = 1; i < pipeline->nstages + pipeline->nexits; i++)
		v->yoy->undated[i] += v->sign[i].at == SIGN_UNDATED;
}

static void count_lead(struct yoy *s, struct frame *f, const struct sign *sign)
{
	const struct yoy_plan *p = s->plan;
	struct view v = { .yoy = s, .sign = sign };
	struct sign first = sign[0];

	if (!sign_dated(first) || first.at > f->now) {
		s->no_origin++;
		return;
	}
	int64_t i = period_of(p->period, instant_day(first.at, p->zone)) - p->first;
	if (i < 0) {
		s->before++;
		return;
	}
	if (instant_minus(f->now, first.at, p->zone) < p->window) {
		s->young++;
		return;
	}
	note_undated(&v);
	count_as_of(&v, &s->at[i], p->window ? f->now : p->cutoff[i], p->tenth[i], f);
	v.again = true;
	if (p->beside[i] && first.at <= p->earlier_cutoff &&
	    instant_minus(p->earlier_cutoff, first.at, p->zone) >= p->window)
		count_as_of(&v, &s->earlier[i], p->earlier_cutoff, p->earlier_tenth[i], f);
}

static void yoy_count(void *self, struct rows *lane, struct asked leads)
{
	struct yoy *s = self;
	const struct journey *j = pipeline_stand_rows(&s->plan->pipeline, lane, leads);

	for (size_t i = 0; i < leads.n; i++)
		if (j->now[leads.row[i]].depth)
			count_lead(s, rows_at(lane, leads.row[i]), &j->sign[leads.row[i] * j->steps]);
	if (held_too_many(&s->held))
		round_spans(s);
}

static void yoy_merge(void *self, void *other)
{
	struct yoy *into = self;
	const struct yoy *from = other;
	const struct pipeline *pipeline = &into->plan->pipeline;
	uint32_t *number = mem_new((from->met.n + 1) * sizeof *number);

	currencies_merge(&into->met, &from->met, number);
	for (size_t i = 0; i < into->plan->n; i++) {
		counts_merge(&into->at[i], from->at[i], number);
		counts_merge(&into->earlier[i], from->earlier[i], number);
	}
	free(number);
	for (size_t i = 0; i < pipeline->nstages + pipeline->nexits; i++)
		into->undated[i] += from->undated[i];
	into->no_origin += from->no_origin;
	into->before += from->before;
	into->young += from->young;
	into->no_handover += from->no_handover;
	into->reversed += from->reversed;
	held_merge(&into->held, &from->held);
	if (held_too_many(&into->held))
		round_spans(into);
}

static void yoy_settle(void *self)
{
	struct yoy *s = self;
	if (held_rounded(&s->held))
		round_spans(s);
	for (size_t i = 0; i < s->plan->n; i++) {
		if (s->at[i])
			spans_sort(&s->at[i]->answers);
		if (s->earlier[i])
			spans_sort(&s->earlier[i]->answers);
	}
}

/* ---- partials ---- */

static void counts_state(struct yoy *s, struct yoy_counts *c, struct partial *p)
{
	part_count(p, "early", STR(""), &c->early);
	part_count(p, "qualified", STR(""), &c->qualified);
	part_count(p, "won", STR(""), &c->won);
	part_count(p, "handed_over", STR(""), &c->handed_over);
	part_count(p, "unanswered", STR(""), &c->unanswered);
	part_spans(p, "answers", STR(""), &c->answers, &s->held);
	part_sum(p, "amount", STR(""), &c->amount);
	part_currency(p, "currency", STR(""), &s->met, &c->currency);
	part_squares(p, STR(""), &c->squares);
}

/* Periods that have leads. */
static void periods_state(struct yoy *s, struct yoy_counts **at, const char *key, struct partial *p)
{
	for (size_t i = 0; i < s->plan->n; i++) {
		int64_t number = s->plan->first + (int64_t)i;
		if (!part_more(p, key, STR(""), at[i]) || !part_at(p, number))
			continue;
		if (!at[i])
			at[i] = mem_new(sizeof *at[i]);
		part_numbers(p, key, STR(""), &number, 1, &at[i]->leads);
		counts_state(s, at[i], p);
	}
}

static void yoy_state(void *self, struct partial *p)
{
	struct yoy *s = self;
	const struct agreement *a = s->plan->agreement;

	if (!p->reads && held_rounded(&s->held))
		round_spans(s);
	part_held(p, &s->held);
	periods_state(s, s->at, "period", p);
	periods_state(s, s->earlier, "earlier", p);
	for (size_t i = 0; i < a->stages.n + a->exits.n; i++)
		part_count(p, "undated", agreement_step_name(a, i), &s->undated[i]);
	part_count(p, "no_origin", STR(""), &s->no_origin);
	part_count(p, "before", STR(""), &s->before);
	part_count(p, "young", STR(""), &s->young);
	part_count(p, "no_handover", STR(""), &s->no_handover);
	part_count(p, "reversed", STR(""), &s->reversed);
	part_currencies(p, "in", STR(""), &s->met);
}

const struct counter_kind yoy_counter = {
	.name = "yoy",
	.new = yoy_new,
	.free = yoy_free,
	.count = yoy_count,
	.merge = yoy_merge,
	.settle = yoy_settle,
	.report = yoy_say,
	.state = yoy_state,
};
