/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks each lead through the moments, and computes the figures: see backlog.h. */
#include "sla/backlog.h"

#include <stdlib.h>

#include "base/mem.h"
#include "figures/part.h"
#include "sla/series.h"
#include "stat/spans.h"

struct backlog {
	const struct backlog_plan *plan;
	size_t moments, clocks;
	struct groups *groups;
	struct series *series; /* per group and clock; after settling all leads' too */
	size_t nseries, series_cap;
	struct arena arena;    /* what is settled */
	size_t first;	       /* the first moment at which a clock had started */
	struct held held;      /* answers, in all series */
	uint64_t undated;      /* leads with evidence that has no time, where there are past moments */
	uint64_t passed;       /* clocks that went from one closed state to another */
	uint32_t *order;       /* after settling: of the groups, and behind them all leads */
	size_t named;	       /* groups with names: none without --by */
	struct across *across; /* the cells behind all leads in the order; NULL: none */
};

/* ---- counting ---- */

bool backlog_recent(const struct backlog_plan *p, int64_t start, int64_t moment)
{
	return !p->last || instant_minus(moment, start, p->clocks->zone) < p->last;
}

static void *backlog_new(const void *plan)
{
	const struct backlog_plan *p = plan;
	struct backlog *b = mem_new(sizeof *b);

	b->plan = p;
	b->moments = p->moments->n;
	b->first = b->moments - 1;
	b->clocks = p->clocks->n;
	b->groups = groups_new(p->grouping);
	return b;
}

static struct series_kind kind(const struct backlog *b, size_t series)
{
	const struct backlog_plan *p = b->plan;
	size_t clock = series % b->clocks;

	return (struct series_kind){ p->moments, (uint32_t)clock_rulers(p->clocks, clock),
				     p->moves ? (uint32_t)backlog_move_kinds(p, clock) : 0 };
}

static void backlog_free(void *self)
{
	struct backlog *b = self;

	for (size_t i = 0; i < b->nseries; i++)
		series_release(&b->series[i], kind(b, i));
	free(b->series);
	arena_release(&b->arena);
	free(b->order);
	across_free(b->across);
	groups_free(b->groups);
	free(b);
}

/* Series for so many groups. */
static void make_series(struct backlog *b, size_t groups)
{
	size_t n = groups * b->clocks;

	if (n > b->series_cap)
		b->series = mem_resize_array(b->series, mem_grown(&b->series_cap, n), sizeof *b->series);
	for (size_t i = b->nseries; i < n; i++)
		series_init(&b->series[i], kind(b, i));
	b->nseries = n > b->nseries ? n : b->nseries;
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
	struct series_kind kind;
	size_t clock;
	int64_t day;   /* of the start */
	size_t beyond; /* the first moment for which the start is too long ago */
	bool started;  /* at the moment before */
	uint16_t out;  /* how it had left the backlog by then; MOVE_NONE: it was in it */
};

static void add(const struct walk *w, struct stretch x, size_t from, size_t to)
{
	x.from = (uint16_t)from;
	x.to = (uint16_t)to;
	series_add(w->s, &x, w->kind);
}

/* All later stages are one. */
static uint16_t move_out(const struct walk *w, const struct reading *r)
{
	size_t later = w->b->plan->clocks->agreement->slas.at[w->clock].to.n;

	if (clock_is_open(r->status))
		return MOVE_NONE;
	if (r->by != CLOCK_BY_NOTHING)
		return (uint16_t)(MOVE_ANSWERED + (r->by < later ? r->by : later));
	return r->status == CLOCK_REVERSED ? MOVE_REVERSED : MOVE_UNANSWERED;
}

/* What moved between the moment before a stretch and its first one. */
static void move(struct walk *w, const struct reading *r, struct stretch *x)
{
	uint16_t out = move_out(w, r);

	if (!w->started)
		x->in = MOVE_CAME_IN;
	else if (w->out && !out)
		x->in = MOVE_REOPENED;
	else if (w->out && out != w->out)
		w->b->passed++;
	if (!w->started || !w->out)
		x->out = out;
	w->started = true;
	w->out = out;
}

/* How the clock goes on from moment k to q. */
static void add_stretch(struct walk *w, const struct reading *r, size_t k, size_t q)
{
	struct stretch x = { .what = (uint8_t)r->status,
			     .least = INT64_MAX,
			     .day = (int32_t)w->day,
			     .ruler = (uint16_t)r->ruler };

	if (r->status == CLOCK_NONE)
		return;
	w->b->first = k < w->b->first ? k : w->b->first;
	if (clock_is_open(r->status) && q >= w->beyond)
		add(w, (struct stretch){ .what = COUNT_BEFORE }, k > w->beyond ? k : w->beyond, q);
	if (k >= w->beyond)
		return;
	if (w->kind.moves)
		move(w, r, &x);
	q = q < w->beyond ? q : w->beyond - 1;
	if (clock_is_open(r->status) && r->spent != INSTANT_NONE)
		x.least = clock_ruler(w->b->plan->clocks, w->clock, r->ruler, w->b->plan->moments->at[k]) -
			  r->spent;
	add(w, x, k, q);
	if (!r->answered || clock_is_open(r->status) || r->spent == INSTANT_NONE)
		return;
	answers_add(&w->s->answers, r->spent, k, q);
	w->b->held.n++;
}

/* The first moment at which a clock that started then is not among the last ones any more. */
static size_t too_long_ago(const struct backlog_plan *p, int64_t start)
{
	if (!p->last)
		return p->moments->n;
	return moments_from(p->moments, instant_reach(start, p->last - 1, p->moments->zone) + 1);
}

/* Goes from the clock's start to now. */
static void walk_on(struct walk *w, const struct clock_row *row, struct frame *f)
{
	const struct clocks *clocks = w->b->plan->clocks;
	const struct moments *m = w->b->plan->moments;
	const struct reading *now = &row->now;

	w->day = instant_day(now->start, m->zone);
	size_t last = m->n - 1, k = moments_from_day(m, w->day);
	w->beyond = too_long_ago(w->b->plan, now->start);
	w->started = false;
	w->out = MOVE_NONE;
	size_t steady = row->settled < m->at[last] ? moments_from(m, row->settled) : last;
	while (k < steady) {
		struct reading r = clock_then(clocks, w->clock, f, m->at[k]);
		size_t next = r.until < m->at[last] ? moments_from(m, r.until + 1) : steady;
		next = next < steady ? next : steady;
		next = next > k ? next : k + 1;
		add_stretch(w, &r, k, next - 1);
		k = next;
	}
	add_stretch(w, now, steady, last);
}

/* Where now is the only moment; whatever the status is, as long as it has one. */
static void count_now(struct walk *w, const struct reading *now)
{
	const struct backlog_plan *p = w->b->plan;
	const bool open = clock_is_open(now->status);

	if (open || p->last) {
		w->day = instant_day(now->start, p->moments->zone);
		w->beyond = too_long_ago(p, now->start);
		add_stretch(w, now, 0, 0);
		return;
	}
	w->b->first = 0;
	series_add_now(w->s, now->status, w->kind);
	if (now->answered && now->spent != INSTANT_NONE) {
		answers_add(&w->s->answers, now->spent, 0, 0);
		w->b->held.n++;
	}
}

static void count_clock(struct backlog *b, size_t clock, struct rows *lane, struct asked leads,
			const uint32_t *group)
{
	const struct moments *m = b->plan->moments;
	const struct clock_row *all = clock_read_rows(b->plan->clocks, clock, lane, leads);
	struct walk w = { .b = b, .kind = kind(b, clock), .clock = clock };

	for (size_t i = 0; i < leads.n; i++) {
		const struct clock_row *row = &all[leads.row[i]];
		if (row->now.start == INSTANT_NONE || row->now.start > m->at[m->n - 1])
			continue;
		w.s = &b->series[group[leads.row[i]] * b->clocks + clock];
		if (m->n > 1)
			walk_on(&w, row, rows_at(lane, leads.row[i]));
		else if (row->now.status != CLOCK_NONE)
			count_now(&w, &row->now);
	}
}

static bool has_undated(const struct pipeline *pipeline, const struct sign *sign)
{
	for (size_t i = 0; i < pipeline->nstages + pipeline->nexits; i++)
		if (sign[i].at == SIGN_UNDATED)
			return true;
	return false;
}

/* Those that are at a stage, if there are any, and the group of each. */
static struct asked find_groups(struct backlog *b, struct rows *lane, struct asked leads, uint16_t *list,
				uint32_t *group)
{
	const struct pipeline *pipeline = &b->plan->clocks->pipeline;
	const struct journey *j = pipeline_stand_rows(pipeline, lane, leads);
	size_t n = 0;

	for (size_t i = 0; i < leads.n; i++) {
		list[n] = leads.row[i];
		n += !pipeline->nstages || j->now[leads.row[i]].depth;
	}
	groups_of_rows(b->groups, lane, (struct asked){ list, n }, group);
	for (size_t i = 0; i < n && b->moments > 1; i++)
		b->undated += has_undated(pipeline, j->sign + list[i] * j->steps);
	make_series(b, groups_count(b->groups));
	return n < leads.n ? (struct asked){ list, n } : leads;
}

static void backlog_count(void *self, struct rows *lane, struct asked leads)
{
	struct backlog *b = self;
	uint16_t *list = rows_room(lane).row;
	uint32_t *group = (uint32_t *)rows_room(lane).time;

	leads = find_groups(b, lane, leads, list, group);
	for (size_t clock = 0; clock < b->clocks; clock++)
		count_clock(b, clock, lane, leads, group);
	if (held_too_many(&b->held))
		round_answers(b);
	rows_room_back(lane);
	rows_room_back(lane);
}

static size_t backlog_held(const void *self)
{
	return groups_count(((const struct backlog *)self)->groups);
}

static void backlog_merge(void *self, void *other)
{
	struct backlog *into = self, *from = other;
	uint32_t *number = mem_new(groups_count(from->groups) * sizeof *number);

	groups_merge(into->groups, from->groups, number);
	make_series(into, groups_count(into->groups));
	for (size_t i = 0; i < from->nseries; i++)
		series_merge(&into->series[number[i / into->clocks] * into->clocks + i % into->clocks],
			     &from->series[i], kind(from, i));
	held_merge(&into->held, &from->held);
	if (held_too_many(&into->held))
		round_answers(into);
	into->undated += from->undated;
	into->passed += from->passed;
	into->first = from->first < into->first ? from->first : into->first;
	free(number);
}

/* ---- figures ---- */

/* Adds the series of groups up behind all others. */
static uint32_t sum(struct backlog *b, const uint32_t *group, size_t n)
{
	size_t to = b->nseries / b->clocks;

	make_series(b, to + 1);
	for (size_t i = 0; i < n; i++)
		for (size_t c = 0; c < b->clocks; c++)
			series_merge(&b->series[to * b->clocks + c], &b->series[group[i] * b->clocks + c],
				     kind(b, c));
	return (uint32_t)to;
}

/* A cell of one group is that group, and the last is all leads. */
static void sum_cells(struct backlog *b)
{
	struct across *a = b->across = across_new(b->plan->across, b->groups);
	const uint32_t *group;
	uint32_t none;

	across_fold(a);
	if (!across_fits(a, NULL)) /* it won't be printed */
		return;
	none = sum(b, NULL, 0);
	size_t cells = across_cells(a);
	b->order = mem_resize_array(b->order, b->named + 1 + cells, sizeof *b->order);
	for (size_t i = 0; i < cells; i++) {
		size_t n = across_sum(a, i, &group);
		b->order[b->named + 1 + i] = i + 1 == cells ? b->order[b->named]
					     : n > 1	    ? sum(b, group, n)
					     : n	    ? *group
							    : none;
	}
}

static void backlog_settle(void *self)
{
	struct backlog *b = self;
	size_t groups = groups_count(b->groups);

	if (held_rounded(&b->held))
		round_answers(b);
	make_series(b, groups + 1);
	b->order = groups_rows(b->groups, &b->named);
	for (size_t i = 0; i < b->named * b->clocks; i++)
		series_merge(&b->series[groups * b->clocks + i % b->clocks], &b->series[i], kind(b, i));
	if (b->plan->across)
		sum_cells(b);
	for (size_t i = 0; i < b->nseries; i++)
		series_settle(&b->series[i], kind(b, i), &b->arena);
}

size_t backlog_groups(const struct backlog *b)
{
	return b->named;
}

void backlog_keep(struct backlog *b, size_t most)
{
	groups_keep(b->groups, b->order, &b->named, most);
}

struct str backlog_group(const struct backlog *b, size_t group, size_t item)
{
	return group > b->named ? across_value(b->across, group - b->named - 1, item)
				: groups_shown(b->groups, b->order[group], item);
}

const struct across *backlog_across(const struct backlog *b)
{
	return b->across;
}

struct backlog_figures backlog_at(const struct backlog *b, size_t group, size_t clock, size_t moment)
{
	const struct series *s = &b->series[b->order[group] * b->clocks + clock];
	struct backlog_figures x = { .oldest = INSTANT_NONE, .median = INSTANT_NONE, .p90 = INSTANT_NONE };

	size_t step = series_step(s, moment);
	if (step == SIZE_MAX)
		return x;
	const int64_t *count = s->count + step * series_counts(kind(b, clock));
	const int64_t *spent = s->steps.spent + step * (2 + s->steps.rulers);
	for (size_t i = CLOCK_MET; i < CLOCK_STATUSES; i++) {
		x.status[i] = (uint64_t)count[i];
		x.handed_over += x.status[i];
		x.backlog += clock_is_open((enum clock_status)i) ? x.status[i] : 0;
	}
	x.before = (uint64_t)count[COUNT_BEFORE];
	for (size_t a = 0; a < BACKLOG_AGES; a++)
		x.age[a] = (uint64_t)count[COUNT_AGES + a];
	for (size_t r = 0; r < s->steps.rulers; r++) {
		if (spent[2 + r] == INT64_MAX)
			continue;
		int64_t ruler =
			clock_ruler(b->plan->clocks, clock, s->steps.ruler[r], b->plan->moments->at[moment]);
		if (ruler != INSTANT_NONE &&
		    ruler - spent[2 + r] > x.oldest) /* else the calendar has ended */
			x.oldest = ruler - spent[2 + r];
	}
	x.median = spent[0];
	x.p90 = spent[1];
	return x;
}

/* The counts of moves up to a moment, as backlog_moves has them. */
static const int64_t *moves_until(const struct backlog *b, const struct series *s, size_t clock,
				  size_t moment)
{
	size_t step = series_step(s, moment);

	if (step == SIZE_MAX)
		return NULL;
	return s->count + step * series_counts(kind(b, clock)) + count_of_move(MOVE_NONE);
}

struct backlog_moves backlog_moved(const struct backlog *b, size_t group, size_t clock, size_t moment)
{
	const struct series *s = &b->series[b->order[group] * b->clocks + clock];
	struct backlog_moves m = { .now = moves_until(b, s, clock, moment) };

	if (!b->plan->moves)
		return (struct backlog_moves){ 0 };
	if (moment)
		m.before = moves_until(b, s, clock, moment - 1);
	m.came_in = backlog_moves_of(&m, MOVE_CAME_IN);
	m.reopened = backlog_moves_of(&m, MOVE_REOPENED);
	m.unanswered = backlog_moves_of(&m, MOVE_UNANSWERED);
	m.reversed = backlog_moves_of(&m, MOVE_REVERSED);
	for (size_t i = MOVE_ANSWERED; i <= backlog_move_kinds(b->plan, clock); i++)
		m.answered += backlog_moves_of(&m, i);
	m.closing = backlog_at(b, group, clock, moment).backlog;
	m.opening = m.closing + m.answered + m.unanswered + m.reversed - m.came_in - m.reopened;
	return m;
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
	if (b->plan->moves && b->passed)
		diag_note(d,
			  "%llu %s from one closed state to another in a period, in no column of the "
			  "movement",
			  (unsigned long long)b->passed, b->passed == 1 ? "clock went" : "clocks went");
	if (b->held.rounded)
		diag_note(d, "so many answers that each was rounded to 0.01 hours before the quantiles");
}

/* What is written is not needed any more: as a table it may be large. */
static void all_series_state(struct backlog *b, struct partial *p, const uint32_t *group, size_t n)
{
	const struct agreement *a = b->plan->clocks->agreement;

	for (size_t i = 0; i < n; i++) {
		part_group(p, "group", i);
		for (size_t c = 0; c < b->clocks; c++) {
			struct series *s = &b->series[group[i] * b->clocks + c];
			series_state(s, kind(b, c), a->slas.at[c].name.text, p, &b->held);
			if (!p->reads)
				series_release(s, kind(b, c));
		}
	}
}

static void backlog_state(void *self, struct partial *p)
{
	struct backlog *b = self;
	int64_t first = p->reads ? 0 : (int64_t)b->first; /* a number of 0 has no row */
	size_t n;

	if (!p->reads && held_rounded(&b->held))
		round_answers(b);
	part_held(p, &b->held);
	part_numbers(p, "first", STR(""), &first, 1, NULL);
	if (p->reads && part_check(p, first >= 0 && first < (int64_t)b->moments))
		b->first = (size_t)first;
	part_count(p, "undated", STR(""), &b->undated);
	part_count(p, "passed", STR(""), &b->passed);
	uint32_t *group = part_groups(p, "group", b->groups, &n);
	make_series(b, groups_count(b->groups));
	all_series_state(b, p, group, n);
	free(group);
}

const struct counter_kind backlog_counter = {
	.name = "backlog",
	.new = backlog_new,
	.free = backlog_free,
	.count = backlog_count,
	.groups = backlog_held,
	.merge = backlog_merge,
	.settle = backlog_settle,
	.report = backlog_say,
	.state = backlog_state,
};
