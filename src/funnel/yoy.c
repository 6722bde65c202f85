/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A lead is counted once, in its own period as of that one's cutoff, or of its
 * own window's end; and once more, as of a year before now, if its period is
 * the counterpart of one that is not over. All cutoffs are known before the
 * first lead: see yoy.h.
 */
#include "funnel/yoy.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "figures/part.h"
#include "expr/run.h"
#include "stat/squares.h"

#define Z_BEYOND 1.96

enum { YOY_FEWEST = 20 }; /* leads on either side */

/* The leads of one period, as of one moment. */
struct counts {
	uint64_t leads, early, qualified, won; /* early: of the first tenth */
	uint64_t handed_over, unanswered;
	struct spans answers;
	__int128 amount;
	struct currency currency; /* of it */
	struct squares squares;
};

struct yoy {
	const struct yoy_plan *plan;
	struct counts **at;		   /* per period; NULL: no lead yet */
	struct counts **earlier;	   /* the same, as of the earlier cutoff */
	uint64_t *undated;		   /* leads, per stage and then exit */
	uint64_t no_origin, before, young; /* leads in no period */
	uint64_t no_handover, reversed;	   /* leads without a response time */
	struct currencies met;
	struct held held;
};

/* ---- binding ---- */

static int64_t day_of(const struct yoy_plan *p, size_t i)
{
	return period_first_day(p->period, p->first + (int64_t)i);
}

/* The period a year before; SIZE_MAX: it isn't in the report. */
static size_t place_before(const struct yoy_plan *p, size_t i)
{
	int64_t before = period_year_before(p->period, p->first + (int64_t)i) - p->first;

	return before < 0 ? SIZE_MAX : (size_t)before;
}

/* Is a period over, for all its leads? */
static bool is_whole(const struct yoy_plan *p, size_t i, int64_t now)
{
	int64_t last = day_last(day_of(p, i + 1) - 1, p->zone);

	return p->window ? instant_minus(now, last, p->zone) >= p->window : last <= now;
}

/* Where the first tenth ends of what is seen of a period at a moment. */
static int64_t first_tenth(const struct yoy_plan *p, size_t i, int64_t seen)
{
	int64_t first = instant_us(day_instant(day_of(p, i), p->zone)),
		end = instant_us(day_instant(day_of(p, i + 1), p->zone)),
		to = instant_us(seen) + (p->window ? -p->window : 1);

	return instant_of(first + ((to < end ? to : end) - first) / 10);
}

static void bind_periods(struct yoy_plan *p, struct program *program)
{
	int64_t now = program->now, last;

	p->zone = program->times.zone;
	p->first = period_of(p->period, 0);
	last = period_of(p->period, instant_day(now, p->zone));
	p->n = last < p->first ? 1 : (size_t)(last - p->first) + 1;
	p->cutoff = ARENA_ARRAY(&program->arena, p->n, int64_t);
	p->tenth = ARENA_ARRAY(&program->arena, p->n, int64_t);
	p->earlier_tenth = ARENA_ARRAY(&program->arena, p->n, int64_t);
	p->earlier_cutoff = period_moment_before(p->period, now, p->zone);
	for (size_t i = 0; i < p->n; i++) {
		p->cutoff[i] = day_last(day_of(p, i + 1) - 1, p->zone);
		p->tenth[i] = first_tenth(p, i, now);
		p->earlier_tenth[i] = first_tenth(p, i, p->earlier_cutoff);
	}
	if (p->cutoff[p->n - 1] > now)
		p->cutoff[p->n - 1] = now;
	p->beside = ARENA_ARRAY(&program->arena, p->n, bool);
	for (p->whole = p->n; p->whole && !is_whole(p, p->whole - 1, now); p->whole--) {
		size_t before = place_before(p, p->whole - 1);
		if (before != SIZE_MAX)
			p->beside[before] = true;
	}
}

bool yoy_bind(struct yoy_plan *p, struct names *n, enum period period, int64_t window, struct diags *diags)
{
	const struct agreement *a = names_agreement(n);
	struct program *program = names_program(n);

	*p = (struct yoy_plan){ .agreement = a, .period = period, .handover = SIZE_MAX, .window = window };
	if (!pipeline_bind(&p->pipeline, n) || !pipeline_dated(&p->pipeline, a, 0, "--yoy", diags))
		return false;
	if (a->handovers.n)
		p->handover = agreement_stage(a, a->handovers.at[0].from.text);
	if (!money_bind(&p->value, &a->stages.at[a->stages.n - 1], n))
		return false;
	bind_periods(p, program);
	return true;
}

bool yoy_has(const struct yoy_plan *p, enum yoy_figure f)
{
	if (f == YOY_CONVERSION || f == YOY_REVENUE)
		return pipeline_ends(&p->pipeline) && (f == YOY_CONVERSION || p->value.value);
	return p->handover != SIZE_MAX;
}

/* ---- counts ---- */

static void counts_free(struct counts *c)
{
	if (c)
		spans_release(&c->answers);
	free(c);
}

/* `number`: what the currencies of `from` are called in `into`. */
static void counts_merge(struct counts **into, const struct counts *from, const uint32_t *number)
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

static uint64_t round_some(struct counts *c)
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
	struct counts *counts;
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
static void count_as_of(struct view *v, struct counts **to, int64_t cutoff, int64_t tenth, struct frame *f)
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

/* ---- figures ---- */

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

bool yoy_any(const struct yoy *s, size_t period)
{
	return s->at[period] != NULL;
}

static struct yoy_side rate(uint64_t k, uint64_t n)
{
	return (struct yoy_side){ .known = n > 0, .k = k, .n = n };
}

/* Hundredths of 50 µs are half microseconds, which represent the median of two whole numbers exactly. */
static struct yoy_side side(const struct counts *c, enum yoy_figure f)
{
	if (!c)
		return (struct yoy_side){ .known = false };
	switch (f) {
	case YOY_CONVERSION:
		return rate(c->won, c->leads);
	case YOY_QUALIFICATION:
		return rate(c->qualified, c->leads);
	case YOY_UNANSWERED:
		return rate(c->unanswered, c->handed_over);
	case YOY_RESPONSE:
		return (struct yoy_side){ .known = c->answers.n > 0,
					  .median = spans_quantile(&c->answers, 1, 2, 50) };
	default:
		return (struct yoy_side){ .known = !currency_mixed(c->currency), .amount = c->amount };
	}
}

/* The z of a change that has no interval; NaN where nothing can be said. */
static double z_of(const struct counts *c, const struct counts *c0, enum yoy_figure f)
{
	if (f == YOY_RESPONSE)
		return mann_whitney(spans_sample(&c->answers), spans_sample(&c0->answers));
	struct squares both = c->squares;
	squares_merge(&both, &c0->squares);
	double squares = squares_sum(&both);
	return squares > 0 ? (double)(c->amount - c0->amount) / sqrt(squares) : (double)NAN;
}

/* The leads that a figure is of. */
static uint64_t leads_of(const struct counts *c, enum yoy_figure f)
{
	switch (f) {
	case YOY_UNANSWERED:
		return c->handed_over;
	case YOY_RESPONSE:
		return c->answers.n;
	default:
		return c->leads;
	}
}

static enum yoy_why why_not(const struct counts *c, const struct counts *c0, enum yoy_figure f)
{
	if (!c0)
		return YOY_NO_YEAR;
	if (leads_of(c, f) < YOY_FEWEST || leads_of(c0, f) < YOY_FEWEST)
		return YOY_FEW;
	return c0->early * 50 < c0->leads ? YOY_LATE_START : YOY_JUDGED;
}

static void judge(struct yoy_change *x, const struct counts *c, const struct counts *c0, enum yoy_figure f)
{
	if (f == YOY_RESPONSE || f == YOY_REVENUE) {
		double z = z_of(c, c0, f);
		x->why = isnan(z) ? YOY_ALIKE : YOY_JUDGED;
		x->chance = isnan(z) ? CHANCE_UNKNOWN : fabs(z) > Z_BEYOND ? OUTSIDE : INSIDE;
		return;
	}
	x->chance = x->ends.low > 0 || x->ends.high < 0 ? OUTSIDE : INSIDE;
}

struct yoy_change yoy_at(const struct yoy *s, size_t period, enum yoy_figure f)
{
	const struct yoy_plan *p = s->plan;
	size_t before = place_before(p, period);
	const struct counts *c = s->at[period], *c0 = before == SIZE_MAX   ? NULL
						      : period >= p->whole ? s->earlier[before]
									   : s->at[before];
	struct yoy_change x = { .value = side(c, f), .before = side(c0, f), .ends = { NAN, NAN } };

	if (f == YOY_REVENUE && c && c0 && currency_mixed(currency_of_both(c->currency, c0->currency)))
		x.value.known = x.before.known = false; /* two currencies don't compare */
	x.why = why_not(c, c0, f);
	if (x.value.n && x.before.n)
		x.ends = newcombe(x.value.k, x.value.n, x.before.k, x.before.n, Z95);
	if (x.why == YOY_LATE_START) {
		x.early = c0->early;
		x.leads = c0->leads;
	}
	if (x.why == YOY_JUDGED)
		judge(&x, c, c0, f);
	return x;
}

/* ---- words ---- */

/* The last instant of a day is the day. */
static void put_moment(struct buf *out, int64_t t, const struct zone *zone)
{
	struct civil c = instant_civil(t, zone);

	buf_print(out, "%04d-%02d-%02d", c.year, c.month, c.day);
	if (t != day_last(instant_day(t, zone), zone))
		buf_print(out, " %02d:%02d:%02d", c.hour, c.minute, c.second);
}

static void put_period(struct buf *out, const struct yoy_plan *p, size_t i)
{
	period_write(out, p->period, p->first + (int64_t)i);
}

static void put_cut(const struct yoy *s, struct buf *out)
{
	const struct yoy_plan *p = s->plan;
	size_t last = p->n - 1, before = place_before(p, last);

	put_period(out, p, last);
	buf_str(out, STR(" has not ended: it is seen as of "));
	put_moment(out, p->cutoff[last], p->zone);
	if (before == SIZE_MAX || !s->earlier[before])
		return;
	buf_str(out, STR(", and beside it "));
	put_period(out, p, before);
	buf_str(out, STR(" as of "));
	put_moment(out, p->earlier_cutoff, p->zone);
}

static void put_cut_by_window(const struct yoy_plan *p, struct buf *out)
{
	int64_t now = p->cutoff[p->n - 1];

	buf_str(out, STR("from "));
	put_period(out, p, p->whole);
	buf_str(out, STR(" on leads count that came in by "));
	put_moment(out, instant_plus(now, -p->window, p->zone), p->zone);
	buf_str(out, STR(", and of the year before those that did by "));
	put_moment(out, instant_plus(p->earlier_cutoff, -p->window, p->zone), p->zone);
}

bool yoy_unfinished(const struct yoy *s, struct buf *out)
{
	const struct yoy_plan *p = s->plan;
	bool any = false;

	for (size_t i = p->whole; i < p->n; i++)
		any |= yoy_any(s, i);
	if (any && p->window)
		put_cut_by_window(p, out);
	else if (any)
		put_cut(s, out);
	return any;
}

static void tell_left_out(const struct yoy_plan *p, struct diags *diags)
{
	const struct agreement *a = p->agreement;

	if (p->handover == SIZE_MAX)
		diag_note(diags,
			  "%s: the agreement has no 'handover' statement, so lead_qualification_rate and "
			  "lead_response_time are left out",
			  a->text->name);
	if (!p->value.value)
		diag_note(diags, "%s: stage '%.*s' has no 'value', so lead_to_sales_revenue is left out",
			  a->text->name, STR_ARG(a->stages.at[a->stages.n - 1].name.text));
}

static void yoy_say(const void *self, struct diags *diags)
{
	const struct yoy *s = self;
	const struct yoy_plan *p = s->plan;
	const struct agreement *a = p->agreement;
	struct buf cut = { 0 };

	tell_left_out(p, diags);
	if (yoy_unfinished(s, &cut))
		diag_note(diags, "%.*s", STR_ARG(buf_view(&cut)));
	buf_release(&cut);
	currencies_say(&s->met, a->stages.at[a->stages.n - 1].name.text, diags);
	tally_say(diags, s->no_origin, "in no period, as their time of this stage is unknown",
		  a->stages.at[0].name.text);
	tally_say(diags, s->before, "in no period, for they came in before 1970", STR(""));
	tally_say(diags, s->young, "too young for the window, in no count", STR(""));
	for (size_t i = 0; i < p->pipeline.nstages + p->pipeline.nexits; i++)
		tally_say(diags, s->undated[i], "where it holds without a time, and so is not reached yet",
			  i < p->pipeline.nstages ? a->stages.at[i].name.text
						  : a->exits.at[i - p->pipeline.nstages].name.text);
	if (p->handover != SIZE_MAX) {
		struct str handover = a->stages.at[p->handover].name.text;
		tally_say(diags, s->no_handover,
			  "in no response time, as their time of this stage is unknown", handover);
		tally_say(diags, s->reversed, "in no response time, for they went on before they reached",
			  handover);
	}
	if (s->held.rounded)
		diag_note(diags, "so many answers that each was rounded to 0.01 hours before the medians");
}

static void counts_state(struct yoy *s, struct counts *c, struct partial *p)
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
static void periods_state(struct yoy *s, struct counts **at, const char *key, struct partial *p)
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
