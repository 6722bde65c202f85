/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counts of what was promised: see promises.h. A lead is counted in the period of its own time of the stage,
 * once for each promise, and once more if it is in the part of an earlier period that is seen beside a
 * running one. Which periods there are is known at the end, so that they grow while leads come.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "figures/part.h"
#include "funnel/promises_internal.h"

/* ---- series ---- */

static void sums_add(struct sums *into, const struct sums *from)
{
	into->n += from->n;
	into->k += from->k;
	into->amount += from->amount;
	squares_merge(&into->squares, &from->squares);
	into->currency = currency_of_both(into->currency, from->currency);
}

/* For how many more periods it takes room to have this one: for half as many again on its side, so that it is
 * seldom moved. */
static size_t lacking(const struct series *s, int64_t number)
{
	int64_t end = s->first + (int64_t)s->n, more = (int64_t)s->n / 2 + 8;

	if (s->n && number >= s->first && number < end)
		return 0;
	return (size_t)(!s->n ? more : number < s->first ? s->first - number + more : number - end + more);
}

static struct sums *series_at(struct series *s, int64_t number)
{
	size_t more = lacking(s, number);

	if (more) {
		int64_t first = !s->n ? number : number < s->first ? s->first - (int64_t)more : s->first;
		struct sums *at = mem_new((s->n + more) * sizeof *at);
		if (s->n)
			memcpy(at + (s->first - first), s->at, s->n * sizeof *at);
		free(s->at);
		s->at = at;
		s->first = first;
		s->n += more;
	}
	return &s->at[number - s->first];
}

static void series_merge(struct series *into, struct series *from, const uint32_t *currency)
{
	for (size_t i = 0; i < from->n; i++)
		if (from->at[i].n) {
			from->at[i].currency = currency_renumbered(from->at[i].currency, currency);
			sums_add(series_at(into, from->first + (int64_t)i), &from->at[i]);
		}
	from->early.currency = currency_renumbered(from->early.currency, currency);
	sums_add(&into->early, &from->early);
}

static struct series *series_of_group(struct counts *c, uint32_t group)
{
	if (group >= c->ngroups) {
		size_t n = (size_t)group + 1;
		if (n > c->groups_cap)
			c->group = mem_resize_array(c->group, mem_grown(&c->groups_cap, n), sizeof *c->group);
		for (; c->ngroups < n; c->ngroups++)
			c->group[c->ngroups] = (struct series){ 0 };
	}
	return &c->group[group];
}

/* ---- the counter ---- */

/* Planned groups are there from the start, whether leads come or not. */
static void add_planned(struct promises *s)
{
	const struct promises_plan *p = s->plan;

	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; p->at[i].grouped && k < p->at[i].plan->n; k++)
			groups_add(s->groups, p->at[i].plan->at[k].value + 1, 0);
}

static void *promises_new(const void *plan)
{
	const struct promises_plan *p = plan;
	struct promises *s = mem_new(sizeof *s);

	s->plan = p;
	s->groups = groups_new(p->grouping);
	s->at = mem_new(p->n * sizeof *s->at);
	s->timed = mem_new(p->pipeline.nstages * sizeof *s->timed);
	s->timeless = mem_new(p->pipeline.nstages * sizeof *s->timeless);
	s->undated = mem_new((p->pipeline.nstages + p->pipeline.nexits) * sizeof *s->undated);
	for (size_t i = 0; i < p->n; i++)
		s->at[i].earliest = INT64_MAX;
	add_planned(s);
	return s;
}

static void promises_free(void *self)
{
	struct promises *s = self;

	for (size_t i = 0; i < s->plan->n; i++) {
		struct counts *c = &s->at[i];
		free(c->all.at);
		for (size_t g = 0; g < c->ngroups; g++)
			free(c->group[g].at);
		free(c->group);
		free(c->planned);
		currencies_release(&c->met);
	}
	groups_free(s->groups);
	free(s->at);
	free(s->timed);
	free(s->timeless);
	free(s->undated);
	free(s->order);
	free(s->row);
	free(s);
}

/* ---- a lead ---- */

/* Did it go on within the span, or out by the exit, as known at the span's end? */
static bool goes_on(const struct promises_plan *plan, const struct promised *p, struct frame *f, int64_t from)
{
	struct standing end = pipeline_within(&plan->pipeline, f, from, p->said->within);

	if (p->to != SIZE_MAX)
		return end.depth > p->to;
	const struct sign *sign = pipeline_read(&plan->pipeline, f);
	int64_t left = sign_time(sign[plan->pipeline.nstages + p->exit], end.moment);
	return end.exit == p->exit && left != INSTANT_NONE && instant_compare(left, from, plan->zone) >= 0;
}

/* Is the promise of this lead? */
static bool is_meant(struct counts *c, const struct promises_plan *plan, const struct promised *p, bool holds,
		     int64_t t)
{
	if (p->said->of == PLEDGE_SHARE)
		return true;
	bool young = p->said->of == PLEDGE_RATE && instant_minus(plan->now, t, plan->zone) < p->said->within;
	c->young += holds && young;
	return holds && !young;
}

static struct sums weigh(struct counts *c, const struct promises_plan *plan, const struct promised *p,
			 struct frame *f, int64_t t, bool holds)
{
	struct sums x = { .n = 1 };

	if (p->said->of == PLEDGE_SHARE)
		x.k = holds;
	if (p->said->of == PLEDGE_RATE)
		x.k = goes_on(plan, p, f, t);
	if (p->said->of == PLEDGE_VALUE && money_read(&p->value, f, false, &c->met, &x.currency, &x.amount))
		squares_add(&x.squares, x.amount);
	return x;
}

/* The day of a lead, if it is counted under the promise; before 1970: it isn't. */
static int64_t meant_day(struct counts *c, const struct promises_plan *plan, const struct promised *p,
			 bool holds, int64_t t)
{
	if (!is_meant(c, plan, p, holds, t))
		return -1;
	int64_t day = instant_day(t, plan->zone);
	c->before += day < 0;
	if (day >= 0 && day < c->earliest)
		c->earliest = day;
	return promised_of(p, day) == PERIOD_NONE ? -1 : day;
}

static void count_promise(struct promises *s, size_t i, struct frame *f, int64_t t, int64_t day, bool holds,
			  uint32_t group)
{
	const struct promised *p = &s->plan->at[i];
	struct counts *c = &s->at[i];
	int64_t number = promised_of(p, day);
	struct sums one = weigh(c, s->plan, p, f, t, holds);
	bool early = p->running && number == p->early && t <= p->early_end;

	sums_add(series_at(&c->all, number), &one);
	if (early)
		sums_add(&c->all.early, &one);
	if (!p->grouped)
		return;
	struct series *of_group = series_of_group(c, group);
	sums_add(series_at(of_group, number), &one);
	if (early)
		sums_add(&of_group->early, &one);
}

/* Of these leads all that were at the promise's stage at a known time. */
static void count_promises(struct promises *s, size_t i, struct rows *lane, struct asked leads,
			   const struct journey *j, const uint32_t *group)
{
	const struct promised *p = &s->plan->at[i];
	int64_t *t = rows_room(lane).time, *day = rows_room(lane).time, now = lane->frame->now;
	uint16_t *list = rows_room(lane).row;
	bool *holds = rows_room(lane).flag;
	size_t n = 0, meant = 0;

	EACH_ROW(row, leads, {
		list[n] = (uint16_t)row;
		t[row] = sign_time(j->sign[row * j->steps + p->stage], now);
		n += t[row] != INSTANT_NONE;
	});
	memset(holds, true, lane->n);
	if (p->when)
		code_run(p->when, lane, (struct asked){ list, n }, (union vector){ .flag = holds });
	for (size_t k = 0; k < n; k++) {
		uint16_t row = list[k];
		day[row] = meant_day(&s->at[i], s->plan, p, holds[row], t[row]);
		list[meant] = row;
		meant += day[row] >= 0;
	}
	if (p->said->of == PLEDGE_VALUE) {
		money_ask(&p->value, lane, (struct asked){ list, meant });
		money_ask_back(lane);
	}
	for (size_t k = 0; k < meant; k++) {
		uint16_t row = list[k];
		count_promise(s, i, rows_at(lane, row), t[row], day[row], holds[row], group[row]);
	}
	for (int k = 0; k < 4; k++)
		rows_room_back(lane);
}

static void note_times(struct promises *s, const struct sign *sign, size_t depth, int64_t now)
{
	const struct promises_plan *p = s->plan;
	size_t stages = p->pipeline.nstages;

	for (size_t i = 0; i < stages; i++) {
		bool timed = sign_time(sign[i], now) != INSTANT_NONE;
		s->timed[i] += p->used[i] && timed;
		s->timeless[i] += p->used[i] && !timed && depth > i;
	}
	for (size_t i = 0; i < stages + p->pipeline.nexits; i++)
		s->undated[i] += p->used[stages + i] && sign[i].at == SIGN_UNDATED;
}

static void promises_count(void *self, struct rows *lane, struct asked leads)
{
	struct promises *s = self;
	const struct promises_plan *p = s->plan;
	const struct journey *j = pipeline_stand_rows(&p->pipeline, lane, leads);
	uint32_t *group = (uint32_t *)rows_room(lane).flag;
	uint16_t *list = rows_room(lane).row;
	size_t n = 0;

	EACH_ROW(row, leads, {
		list[n] = (uint16_t)row;
		n += j->now[row].depth > 0;
	});
	leads = (struct asked){ list, n };
	groups_of_rows(s->groups, lane, leads, group);
	EACH_ROW(row, leads, note_times(s, &j->sign[row * j->steps], j->now[row].depth, lane->frame->now));
	for (size_t i = 0; i < p->n; i++)
		count_promises(s, i, lane, leads, j, group);
	rows_room_back(lane);
	rows_room_back(lane);
}

static void counts_merge(struct counts *into, struct counts *from, const uint32_t *number)
{
	uint32_t *currency = mem_new((from->met.n + 1) * sizeof *currency);

	currencies_merge(&into->met, &from->met, currency);
	series_merge(&into->all, &from->all, currency);
	for (size_t g = 0; g < from->ngroups; g++)
		series_merge(series_of_group(into, number[g]), &from->group[g], currency);
	into->young += from->young;
	into->before += from->before;
	into->earliest = from->earliest < into->earliest ? from->earliest : into->earliest;
	free(currency);
}

static size_t promises_held(const void *self)
{
	return groups_count(((const struct promises *)self)->groups);
}

static void promises_merge(void *self, void *other)
{
	struct promises *into = self, *from = other;
	const struct pipeline *pipeline = &into->plan->pipeline;
	uint32_t *number = mem_new((groups_count(from->groups) + 1) * sizeof *number);

	groups_merge(into->groups, from->groups, number);
	for (size_t i = 0; i < into->plan->n; i++)
		counts_merge(&into->at[i], &from->at[i], number);
	for (size_t i = 0; i < pipeline->nstages; i++) {
		into->timed[i] += from->timed[i];
		into->timeless[i] += from->timeless[i];
	}
	for (size_t i = 0; i < pipeline->nstages + pipeline->nexits; i++)
		into->undated[i] += from->undated[i];
	free(number);
}

/* ---- settling ---- */

/* An amount of a file, in the sums of its period: of its group if there is one, and of all. */
static void plan_amount(struct promises *s, size_t i, const struct amount *a)
{
	const struct promised *p = &s->plan->at[i];
	struct counts *c = &s->at[i];
	struct planned x = { .number = a->period, .group = ALL_LEADS, .amount = a->is.amount };

	if (p->said->once && x.number != PERIOD_NONE)
		x.number = promised_of(p, x.number);
	if (x.number == PERIOD_NONE)
		return;
	for (enum currency_said by = 0; p->costs && by < SAID_MOST && a->is.amount; by++)
		currency_meet(&c->met, &x.currency, by, a->is.said[by], false);
	c->planned[c->nplanned++] = x;
	if (p->grouped && groups_find(s->groups, a->value + 1, &x.group))
		c->planned[c->nplanned++] = x;
}

static void settle_amounts(struct promises *s, size_t i)
{
	const struct amounts *a = s->plan->at[i].plan ? s->plan->at[i].plan : s->plan->at[i].costs;
	struct counts *c = &s->at[i];
	size_t n = 0;

	if (!a)
		return;
	c->planned = mem_new((2 * a->n + 1) * sizeof *c->planned);
	for (size_t k = 0; k < a->n; k++)
		plan_amount(s, i, &a->at[k]);
	qsort(c->planned, c->nplanned, sizeof *c->planned, compare_planned);
	for (size_t k = 0; k < c->nplanned; k++) {
		struct planned *last = n ? &c->planned[n - 1] : NULL;
		if (!last || compare_planned(last, &c->planned[k]) != 0) {
			c->planned[n++] = c->planned[k];
			continue;
		}
		last->amount += c->planned[k].amount;
		last->currency = currency_of_both(last->currency, c->planned[k].currency);
	}
	c->nplanned = n;
}

static void add_row(struct promises *s, struct promise_row row)
{
	MEM_ROOM(s->row, s->nrows, s->rows_cap);
	s->row[s->nrows++] = row;
}

/* The groups that are planned or have leads, and all leads. */
static void add_rows(struct promises *s, size_t i, int64_t number)
{
	const struct counts *c = &s->at[i];

	for (size_t g = 0; s->plan->at[i].grouped && g < s->named; g++) {
		uint32_t group = s->order[g];
		bool leads = group < c->ngroups && series_of(&c->group[group], number).n;
		if (leads || find_planned(c, number, group))
			add_row(s, (struct promise_row){ i, number, false, group });
	}
	add_row(s, (struct promise_row){ i, number, true, 0 });
}

static void settle_promise(struct promises *s, size_t i)
{
	const struct promised *p = &s->plan->at[i];
	struct counts *c = &s->at[i];

	settle_amounts(s, i);
	int64_t from = p->first;
	if (from == PERIOD_NONE && c->earliest != INT64_MAX)
		from = promised_of(p, c->earliest);
	for (int64_t number = from; from != PERIOD_NONE && number <= p->last; number++)
		add_rows(s, i, number);
}

static void promises_settle(void *self)
{
	struct promises *s = self;

	s->order = groups_rows(s->groups, &s->named);
	for (size_t i = 0; i < s->plan->n; i++)
		settle_promise(s, i);
}

size_t promises_groups(const struct promises *s)
{
	bool any = false;

	for (size_t i = 0; i < s->plan->n; i++)
		any |= s->plan->at[i].grouped;
	return any ? s->named : 0;
}

void promises_keep(struct promises *s, size_t most)
{
	const size_t rows = s->nrows;
	bool *kept = mem_new((groups_count(s->groups) + 1) * sizeof *kept);

	groups_keep(s->groups, s->order, &s->named, most);
	for (size_t i = 0; i < s->named; i++)
		kept[s->order[i]] = true;
	s->nrows = 0;
	for (size_t i = 0; i < rows; i++)
		if (s->row[i].all || kept[s->row[i].group])
			s->row[s->nrows++] = s->row[i];
	free(kept);
}

size_t promises_rows(const struct promises *s)
{
	return s->nrows;
}

struct promise_row promises_row(const struct promises *s, size_t i)
{
	return s->row[i];
}

struct str promises_group(const struct promises *s, const struct promise_row *r, size_t i)
{
	return r->all ? STR("(all)") : groups_shown(s->groups, r->group, i);
}

/* ---- words ---- */

/* A promise that says no first period has none before the first lead. */
static void tell_rowless(const struct promises *s, size_t i, struct diags *diags)
{
	const struct promised *p = &s->plan->at[i];
	int64_t earliest = s->at[i].earliest;

	if (p->first != PERIOD_NONE)
		return;
	if (earliest == INT64_MAX)
		diag_note(diags,
			  "'%.*s': no lead has reached '%.*s' at a known time, so there is nothing to report",
			  STR_ARG(p->said->label), STR_ARG(p->said->stage.text));
	else if (promised_of(p, earliest) > p->last)
		diag_note(diags, "'%.*s' had ended before the first lead reached '%.*s'",
			  STR_ARG(p->said->label), STR_ARG(p->said->stage.text));
}

static void promises_say(const void *self, struct diags *diags)
{
	const struct promises *s = self;
	const struct promises_plan *p = s->plan;
	const struct agreement *a = p->agreement;

	for (size_t i = 0; i < a->stages.n; i++)
		tally_say(diags, s->timeless[i], "in no period, as their time of this stage is unknown",
			  a->stages.at[i].name.text);
	for (size_t i = 0; i < a->stages.n + a->exits.n; i++)
		tally_say(diags, s->undated[i], "where it holds without a time, and so is not reached yet",
			  i < a->stages.n ? a->stages.at[i].name.text
					  : a->exits.at[i - a->stages.n].name.text);
	for (size_t i = 0; i < p->n; i++) {
		const struct pledge *said = p->at[i].said;
		tally_say(diags, s->at[i].young, "too young for the span, in no count", said->label);
		tally_say(diags, s->at[i].before, "in no period, for their time is before 1970", said->label);
		currencies_say(&s->at[i].met, said->stage.text, diags);
		tell_rowless(s, i, diags);
	}
}

enum { PERIODS_MOST = 1 << 22 }; /* of days, that is until the year 13,000 */

static void sums_state(struct sums *x, struct currencies *met, struct partial *p)
{
	part_count(p, "k", STR(""), &x->k);
	part_sum(p, "amount", STR(""), &x->amount);
	part_squares(p, STR(""), &x->squares);
	part_currency(p, "currency", STR(""), met, &x->currency);
}

/* Periods that have leads. */
static void series_state(struct series *s, struct currencies *met, struct partial *p)
{
	for (size_t i = 0, n = s->n; part_more(p, "period", STR(""), i < n); i++) {
		int64_t number = s->first + (int64_t)i;
		struct sums x = { 0 };
		if (!p->reads && !s->at[i].n)
			continue;
		part_numbers(p, "period", STR(""), &number, 1, p->reads ? &x.n : &s->at[i].n);
		if (!part_check(p, !p->error.n && number >= -PERIODS_MOST && number <= PERIODS_MOST) ||
		    (p->reads && !part_room(p, lacking(s, number) * sizeof x)))
			break;
		if (p->reads)
			series_at(s, number)->n += x.n;
		sums_state(series_at(s, number), met, p);
	}
	part_count(p, "early", STR(""), &s->early.n);
	sums_state(&s->early, met, p);
}

static void promise_state(struct counts *c, const struct promised *said, struct partial *p,
			  const uint32_t *group, size_t n)
{
	int64_t day = c->earliest == INT64_MAX ? 0 : c->earliest + 1;

	part_numbers(p, "earliest", STR(""), &day, 1, NULL);
	part_check(p, day <= PERIODS_MOST);
	c->earliest = day <= 0 ? INT64_MAX : day - 1;
	part_count(p, "young", STR(""), &c->young);
	part_count(p, "before", STR(""), &c->before);
	part_group(p, "all", 0);
	series_state(&c->all, &c->met, p);
	for (size_t i = 0; i < n && said->grouped; i++) {
		part_group(p, "group", i);
		series_state(series_of_group(c, group[i]), &c->met, p);
	}
	part_currencies(p, "in", STR(""), &c->met);
}

static void promises_state(void *self, struct partial *p)
{
	struct promises *s = self;
	const struct agreement *a = s->plan->agreement;
	size_t n;

	uint32_t *group = part_groups(p, "group", s->groups, &n);
	for (size_t i = 0; i < s->plan->n; i++) {
		part_group(p, "promise", i);
		promise_state(&s->at[i], &s->plan->at[i], p, group, n);
	}
	for (size_t i = 0; i < a->stages.n; i++) {
		part_count(p, "timed", a->stages.at[i].name.text, &s->timed[i]);
		part_count(p, "timeless", a->stages.at[i].name.text, &s->timeless[i]);
	}
	for (size_t i = 0; i < a->stages.n + a->exits.n; i++)
		part_count(p, "undated", agreement_step_name(a, i), &s->undated[i]);
	free(group);
}

const struct counter_kind promises_counter = {
	.name = "promises",
	.new = promises_new,
	.free = promises_free,
	.count = promises_count,
	.groups = promises_held,
	.merge = promises_merge,
	.settle = promises_settle,
	.report = promises_say,
	.state = promises_state,
};
