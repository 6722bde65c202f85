/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leads counted by the values of their columns: see lookback.h. */
#include "lookback/lookback.h"

#include <stdlib.h>

#include "agreement/origins.h"
#include "base/apart.h"
#include "base/map.h"
#include "base/mem.h"
#include "figures/part.h"
#include "stat/spans.h"
#include "time/period.h"

enum {
	VALUES = 50,	     /* of words that a column may hold */
	VALUES_ASKED = 10000 /* if it was asked for by name */
};

/* Months, two centuries of them: for each there is a count for each value of each column. */
enum { MONTHS_MOST = 2400 };

struct lookback {
	const struct lookback_plan *plan;
	struct factor *factor; /* per column */
	struct bins *bins;     /* likewise, by settling */
	size_t parts, room;
	struct share *share; /* per part */
	int64_t *month;	     /* likewise, where parts are months */
	struct map part_of;  /* likewise: a month's bytes to its part */
	struct arena months; /* of the map's keys */
	size_t last;	     /* part: exports are often sorted */
	bool too_many;	     /* months; what comes after the most is counted in the first */
	bool timed;	     /* some windows begin in the middle of a day */
	struct spans spans;  /* where parts are months and no window is given: from there to converting */
	uint64_t undated, young;
	struct held held; /* numbers, of all columns */
};

/* ---- binding ---- */

struct marking {
	struct names *names;
	struct origins of;   /* the id, and whatever columns the stages and exits are made of */
	struct buf left_out; /* of these columns those that would be shown, with commas */
};

static void mark_steps(struct marking *m, const struct step *step, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		origins_add(&m->of, step[i].when);
		origins_add(&m->of, step[i].at);
		origins_add(&m->of, step[i].value);
		origins_add(&m->of, step[i].reason);
	}
}

/* The column that an item of the list is, or that its name is read from; SIZE_MAX: none. */
static size_t column_of(struct names *n, struct str head)
{
	struct expr e = { .op = names_header(n, head) != SIZE_MAX ? EXPR_COLUMN : EXPR_NAME, .text = head };

	return names_column(n, &e);
}

static void leave_out(struct marking *m, struct str head)
{
	if (m->left_out.n)
		buf_str(&m->left_out, STR(", "));
	buf_str(&m->left_out, head);
}

static void add_column(struct lookback_plan *p, struct names *n, struct grouping_item *item, bool exact)
{
	struct lookback_column *c = &p->column[p->n++];

	c->head = item->head;
	c->factor.grouping = (struct grouping){ item, 1, exact };
	c->factor.most = p->asked ? VALUES_ASKED : VALUES;
	/* what is computed is shown as the tools write it */
	c->factor.decimal = item->type == TYPE_TEXT ? names_program(n)->decimal : '.';
}

static bool bind_every(struct lookback_plan *p, struct marking *m, const struct str *header, bool exact)
{
	struct names *n = m->names;
	struct program *program = names_program(n);
	size_t columns = names_columns(n);
	struct str *heads = names_apart(&program->arena, header, columns);
	bool good = true;

	p->column = ARENA_ARRAY(&program->arena, columns, struct lookback_column);
	for (size_t i = 0; i < columns; i++) {
		if (!header[i].n)
			continue;
		if (m->of.column[i]) {
			leave_out(m, heads[i]);
			continue;
		}
		struct grouping_item *item = ARENA_NEW(&program->arena, struct grouping_item);
		*item = (struct grouping_item){ .head = heads[i],
						.code = names_bind_column(n, i, TYPE_TEXT),
						.type = TYPE_TEXT };
		good = item->code && good;
		add_column(p, n, item, exact);
	}
	return good;
}

static bool bind_asked(struct lookback_plan *p, struct marking *m, const char *columns, bool exact)
{
	struct names *n = m->names;
	struct arena *arena = &names_program(n)->arena;
	struct grouping list;

	p->asked = true;
	if (!grouping_bind_list(&list, n, "--columns", columns, exact))
		return false;
	p->column = ARENA_ARRAY(arena, list.n, struct lookback_column);
	for (size_t i = 0; i < list.n; i++) {
		size_t column = column_of(n, list.item[i].head);
		if (column != SIZE_MAX && m->of.column[column])
			leave_out(m, list.item[i].head);
		else
			add_column(p, n, &list.item[i], exact);
	}
	return true;
}

bool lookback_bind(struct lookback_plan *p, struct names *n, const struct str *header, const char *columns,
		   bool exact)
{
	const struct agreement *a = names_agreement(n);
	struct marking m = { .names = n };
	bool good;

	*p = (struct lookback_plan){ .agreement = a, .to = a->stages.n - 1 };
	good = pipeline_bind(&p->pipeline, n);
	origins_init(&m.of, n);
	origins_add(&m.of, &(struct expr){ .op = EXPR_NAME, .text = STR("id") });
	mark_steps(&m, a->stages.at, a->stages.n);
	mark_steps(&m, a->exits.at, a->exits.n);
	if (columns)
		good = bind_asked(p, &m, columns, exact) && good;
	else
		good = bind_every(p, &m, header, exact) && good;
	p->named = arena_copy(&names_program(n)->arena, buf_view(&m.left_out));
	origins_release(&m.of);
	buf_release(&m.left_out);
	return good;
}

/* As of the past only what has a time is known. */
bool lookback_dated(const struct lookback_plan *p, struct diags *diags)
{
	const char *option = p->months ? "--good-months" : "--window";
	bool good = true;

	for (size_t i = 0; i < p->pipeline.nstages && (p->months || p->window); i++) {
		const struct step *s = &p->agreement->stages.at[i];
		bool asked = i == p->from || i >= p->to; /* whoever reached a later one has converted */
		if (s->at || !(asked || (p->months && i == 0)))
			continue;
		diag_error(diags, "%s: stage '%.*s' has no time; add 'at' and its column to the agreement",
			   option, STR_ARG(s->name.text));
		good = false;
	}
	return good;
}

/* ---- counts ---- */

static void *lookback_new(const void *plan)
{
	const struct lookback_plan *p = plan;
	struct lookback *s = mem_new(sizeof *s);

	s->plan = p;
	s->parts = s->room = OUTCOMES;
	if (p->months)
		s->parts = 0;
	s->share = mem_new(s->room * sizeof *s->share);
	s->month = mem_new(s->room * sizeof *s->month);
	s->factor = mem_new(p->n * sizeof *s->factor);
	for (size_t i = 0; i < p->n; i++)
		factor_init(&s->factor[i], &p->column[i].factor, s->room);
	return s;
}

static void lookback_free(void *self)
{
	struct lookback *s = self;

	for (size_t i = 0; i < s->plan->n; i++) {
		factor_release(&s->factor[i]);
		if (s->bins)
			arena_release(&s->bins[i].arena);
	}
	free(s->factor);
	free(s->bins);
	map_release(&s->part_of);
	arena_release(&s->months);
	spans_release(&s->spans);
	free(s->share);
	free(s->month);
	free(s);
}

static void make_room(struct lookback *s)
{
	size_t before = s->room;

	if (s->parts < before)
		return;
	s->room = before * 2;
	s->share = mem_resize_array(s->share, s->room, sizeof *s->share);
	s->month = mem_resize_array(s->month, s->room, sizeof *s->month);
	memset(s->share + before, 0, before * sizeof *s->share);
	for (size_t i = 0; i < s->plan->n; i++)
		factor_parts(&s->factor[i], s->room);
}

/* The part of a month, which may be new. */
static uint32_t part_of(struct lookback *s, int64_t month)
{
	if (s->last < s->parts && s->month[s->last] == month)
		return (uint32_t)s->last;
	struct str key = { (const char *)&month, sizeof month };
	const uint32_t *known = map_find(&s->part_of, key);
	s->last = known ? *known : s->parts;
	if (!known && s->parts == MONTHS_MOST) {
		s->too_many = true;
		s->last = 0;
	} else if (!known) {
		make_room(s);
		map_put(&s->part_of, arena_copy(&s->months, key), (uint32_t)s->parts);
		s->month[s->parts++] = month;
	}
	return (uint32_t)s->last;
}

/* How many numbers are left. */
static uint64_t join_all(struct lookback *s, bool rounded)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s->plan->n; i++) {
		factor_join(&s->factor[i], rounded);
		n += s->factor[i].joined;
	}
	return n;
}

/* When it is certain that the whole run will. */
static void round_all(struct lookback *s)
{
	held_round(&s->held, join_all(s, true));
}

/* ---- a lead ---- */

/* Without a window: how long it took to convert, to propose one. */
static void note_span(struct lookback *s, const struct sign *sign, struct frame *f)
{
	const struct lookback_plan *p = s->plan;
	int64_t from = sign_time(sign[p->from], f->program->now), first = INSTANT_NONE;

	for (size_t i = p->to; i < p->pipeline.nstages; i++) {
		int64_t at = sign_time(sign[i], f->program->now);
		if (at != INSTANT_NONE && (first == INSTANT_NONE || at < first))
			first = at;
	}
	if (from == INSTANT_NONE || first == INSTANT_NONE)
		return;
	int64_t span = instant_minus(first, from, f->program->times.zone);
	if (span >= 0)
		spans_add(&s->spans, span);
}

/* How far the lead got; 0: it is in no count. */
static size_t depth_of(struct lookback *s, const struct sign *sign, struct frame *f)
{
	const struct lookback_plan *p = s->plan;
	size_t depth = pipeline_stand(&p->pipeline, f)->depth;
	enum excluded why;

	if (p->months && !p->window)
		note_span(s, sign, f);
	if (!p->window || !depth)
		return depth;
	const struct standing *then =
		pipeline_look(&p->pipeline, (struct window){ p->from, p->window }, f, &why);
	s->undated += why == EXCLUDED_UNDATED;
	s->young += why == EXCLUDED_YOUNG;
	s->timed |= why != EXCLUDED_UNDATED && !instant_is_date(sign[p->from].at);
	return then ? then->depth : 0;
}

/* The part that the lead is in; false: it is in no count. */
static bool find_part(struct lookback *s, struct frame *f, const struct sign *sign, uint32_t *part)
{
	const struct lookback_plan *p = s->plan;
	size_t depth = depth_of(s, sign, f);

	if (!depth)
		return false;
	*part = depth > p->to ? PART_CONVERTED : PART_LEFT;
	if (p->months) {
		int64_t first = sign_time(sign[0], f->program->now);
		if (first == INSTANT_NONE) {
			s->undated++;
			return false;
		}
		*part = part_of(s, period_of(PERIOD_MONTH, instant_day(first, f->program->times.zone)));
	}
	share_add(&s->share[*part], (struct share){ 1, depth > p->to });
	return true;
}

static void lookback_count(void *self, struct rows *lane, struct asked leads)
{
	struct lookback *s = self;
	const struct lookback_plan *p = s->plan;
	const struct journey *j = pipeline_stand_rows(&p->pipeline, lane, leads);
	uint32_t *part = (uint32_t *)rows_room(lane).flag;
	uint16_t *list = rows_room(lane).row;
	size_t n = 0;

	for (size_t i = 0; i < leads.n; i++) {
		uint16_t row = list[n] = leads.row[i];
		n += find_part(s, rows_at(lane, row), &j->sign[row * j->steps], &part[row]);
	}
	s->held.n = 0;
	for (size_t i = 0; i < p->n; i++) {
		factor_count(&s->factor[i], &p->column[i].factor, lane, (struct asked){ list, n }, part);
		s->held.n += s->factor[i].joined;
	}
	rows_room_back(lane);
	rows_room_back(lane);
	if (held_too_many(&s->held))
		round_all(s);
}

static void lookback_merge(void *self, void *other)
{
	struct lookback *into = self;
	const struct lookback *from = other;
	uint32_t *part = mem_new(from->parts * sizeof *part);

	for (size_t i = 0; i < from->parts; i++) {
		part[i] = into->plan->months ? part_of(into, from->month[i]) : (uint32_t)i;
		share_add(&into->share[part[i]], from->share[i]);
	}
	for (size_t i = 0; i < into->plan->n; i++)
		factor_merge(&into->factor[i], &from->factor[i], &into->plan->column[i].factor, part,
			     from->parts);
	spans_merge(&into->spans, &from->spans);
	into->timed |= from->timed;
	into->too_many |= from->too_many;
	into->undated += from->undated;
	into->young += from->young;
	into->held.rounded |= from->held.rounded;
	free(part);
}

static void lookback_settle(void *self)
{
	struct lookback *s = self;
	s->held.n = join_all(s, false);
	if (held_rounded(&s->held))
		round_all(s);
	spans_sort(&s->spans);
	s->bins = mem_new(s->plan->n * sizeof *s->bins);
	for (size_t i = 0; i < s->plan->n; i++)
		factor_settle(&s->factor[i], &s->plan->column[i].factor, &s->bins[i]);
}

/* ---- what it comes to ---- */

const struct bins *lookback_bins(const struct lookback *s, size_t column)
{
	return &s->bins[column];
}

bool lookback_tells(const struct lookback_plan *p)
{
	return p->to + 1 < p->pipeline.nstages || pipeline_ends(&p->pipeline);
}

bool lookback_shows(const struct lookback *s, size_t column)
{
	const struct bins *b = &s->bins[column];

	return b->how != BINS_TOO_MANY && b->repeats && (s->plan->asked || b->n > 1);
}

int64_t lookback_p90(const struct lookback *s)
{
	int64_t hundredths = spans_quantile(&s->spans, 9, 10, DAY_US);

	return hundredths == INT64_MIN ? INT64_MIN : hundredths * (DAY_US / 100);
}

int64_t lookback_last(const struct lookback *s, int64_t month, const struct zone *zone)
{
	int64_t after = period_first_day(PERIOD_MONTH, month + 1);

	return s->timed ? day_last(after - 1, zone) : day_date(after - 1, zone);
}

size_t lookback_parts(const struct lookback *s)
{
	return s->parts;
}

struct share lookback_share(const struct lookback *s, size_t part)
{
	return s->share[part];
}

struct share lookback_all(const struct lookback *s)
{
	struct share all = { 0 };

	for (size_t i = 0; i < s->parts; i++)
		share_add(&all, s->share[i]);
	return all;
}

int64_t lookback_month(const struct lookback *s, size_t part)
{
	return s->month[part];
}

static void lookback_say(const void *self, struct diags *diags)
{
	const struct lookback *s = self;
	const struct lookback_plan *p = s->plan;
	size_t stage = p->window ? p->from : 0;
	struct share all = lookback_all(s);

	if (all.leads && lookback_tells(p) && (!all.converted || all.converted == all.leads))
		diag_note(diags, "all leads went the same way, so no column can tell them apart");
	if (p->asked && p->named.n)
		diag_note(diags,
			  "--columns: left out, as they are the id or stages and exits are made of them: "
			  "%.*s",
			  STR_ARG(p->named));
	for (size_t i = 0; i < p->n && p->asked; i++)
		if (s->bins[i].how != BINS_TOO_MANY && !s->bins[i].repeats && all.leads)
			diag_note(diags, "--columns: left out, as none of its values repeats: %.*s",
				  STR_ARG(p->column[i].head));
		else if (s->bins[i].how == BINS_TOO_MANY)
			diag_error(diags, "--columns: '%.*s' has over %d different values; leave it out",
				   STR_ARG(p->column[i].head), VALUES_ASKED);
	if (s->too_many)
		diag_error(
			diags,
			"--good-months: leads reached '%.*s' in more than %d months; most of these times are "
			"wrong, so leave their leads out with -w",
			STR_ARG(p->agreement->stages.at[0].name.text), MONTHS_MOST);
	if (s->held.rounded)
		diag_note(diags, "so many different numbers that each was rounded to four digits");
	window_tell(diags, p->agreement->stages.at[stage].name.text, s->undated, s->young);
}

static int by_month(const void *a, const void *b, void *ctx)
{
	const struct lookback *s = ctx;
	int64_t x = s->month[*(const uint32_t *)a], y = s->month[*(const uint32_t *)b];

	return (x > y) - (x < y);
}

static bool is_month(int64_t month)
{
	return month >= period_of(PERIOD_MONTH, instant_day(INSTANT_FIRST, zone_utc())) - 1 &&
	       month <= period_of(PERIOD_MONTH, instant_day(INSTANT_LAST, zone_utc())) + 1;
}

/* The numbers of the parts in the order of months. */
static uint32_t *months_state(struct lookback *s, struct partial *p, size_t *n)
{
	uint32_t *order = mem_new((s->parts + 1) * sizeof *order);

	for (uint32_t i = 0; i < s->parts; i++)
		order[i] = i;
	if (s->parts)
		qsort_r(order, s->parts, sizeof *order, by_month, s);
	for (size_t i = 0, all = s->parts; part_more(p, "month", STR(""), i < all); i++) {
		int64_t x[2] = { 0 };
		uint64_t leads = 0;
		if (!p->reads) {
			x[0] = s->month[order[i]];
			x[1] = (int64_t)s->share[order[i]].converted;
			leads = s->share[order[i]].leads;
		}
		part_numbers(p, "month", STR(""), x, 2, &leads);
		if (!p->reads)
			continue;
		if (!part_check(p, !p->error.n && x[1] >= 0 && (uint64_t)x[1] <= leads && is_month(x[0])))
			break;
		uint32_t part = part_of(s, x[0]);
		if (!part_check(p, part == i))
			break;
		s->share[part] = (struct share){ leads, (uint64_t)x[1] };
	}
	*n = s->parts;
	if (p->reads) { /* they came in this order */
		order = mem_resize_array(order, *n + 1, sizeof *order);
		for (uint32_t i = 0; i < *n; i++)
			order[i] = i;
	}
	return order;
}

static uint32_t *outcomes_state(struct lookback *s, struct partial *p, size_t *n)
{
	uint32_t *order = mem_new(OUTCOMES * sizeof *order);

	*n = OUTCOMES;
	for (uint32_t i = 0; i < OUTCOMES; i++) {
		order[i] = i;
		part_group(p, "outcome", i);
		part_share(p, "leads", STR(""), &s->share[i]);
	}
	return order;
}

static void lookback_state(void *self, struct partial *p)
{
	struct lookback *s = self;
	size_t n;

	if (!p->reads) {
		s->held.n = join_all(s, false);
		if (held_rounded(&s->held))
			round_all(s);
	}
	part_held(p, &s->held);
	part_flag(p, "months", STR(""), &s->too_many);
	uint32_t *part = (s->plan->months ? months_state : outcomes_state)(s, p, &n);
	for (size_t i = 0; i < s->plan->n; i++) {
		part_group(p, "column", i);
		factor_state(&s->factor[i], p, part, n);
	}
	part_spans(p, "days", STR(""), &s->spans, NULL);
	part_flag(p, "timed", STR(""), &s->timed);
	part_count(p, "undated", STR(""), &s->undated);
	part_count(p, "young", STR(""), &s->young);
	free(part);
}

const struct counter_kind lookback_counter = {
	.name = "lookback",
	.new = lookback_new,
	.free = lookback_free,
	.count = lookback_count,
	.merge = lookback_merge,
	.settle = lookback_settle,
	.report = lookback_say,
	.state = lookback_state,
};
