/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A lead is one criterion short of SQL (sales qualified) if it isn't an SQL, but would be with a yes on a
 * single other criterion. It counts under each criterion that alone would make the difference, by whether
 * that one is unknown (ask) or no.
 */
#include "bant/shortfall_internal.h"

#include <stdlib.h>

#include "base/mem.h"

bool shortfall_bind(struct shortfall_plan *p, struct names *n)
{
	const struct agreement *a = names_agreement(n);
	bool good = true;

	*p = (struct shortfall_plan){ .agreement = a, .program = names_program(n), .sql = SIZE_MAX };
	p->criterion = ARENA_ARRAY(&names_program(n)->arena, a->criteria.n, size_t);
	for (size_t i = 0; i < a->criteria.n; i++)
		good = (p->criterion[i] = names_computed(n, bant_column(n, i))) != SIZE_MAX && good;
	if (a->sql.n)
		good = (p->sql = names_computed(n, STR("sql"))) != SIZE_MAX && good;
	p->count_name = ARENA_ARRAY(&names_program(n)->arena, a->criteria.n + 1, struct str);
	for (size_t i = 0; i <= a->criteria.n; i++)
		p->count_name[i] = arena_print(&names_program(n)->arena, "%zu of %zu", i, a->criteria.n);
	return good;
}

static void *shortfall_new(const void *plan)
{
	const struct shortfall_plan *p = plan;
	struct shortfall *s = mem_new(sizeof *s);

	s->plan = p;
	s->criterion = mem_new(p->agreement->criteria.n * sizeof *s->criterion);
	s->by_count = mem_new((p->agreement->criteria.n + 1) * sizeof *s->by_count);
	frame_init(&s->what_if, p->program);
	tally_init(&s->tally, p->agreement);
	s->what_if.user = &s->tally;
	return s;
}

static void shortfall_free(void *self)
{
	struct shortfall *s = self;

	frame_release(&s->what_if);
	tally_release(&s->tally);
	free(s->criterion);
	free(s->by_count);
	free(s->order);
	free(s);
}

static bool would_be_sql(struct shortfall *s, struct frame *f, size_t criterion)
{
	s->tally.assume = criterion;
	frame_beside(&s->what_if, f);
	frame_record(&s->what_if, f->record);
	return frame_computed(&s->what_if, s->plan->sql).flag;
}

static void count_lead(struct shortfall *s, struct frame *f)
{
	const struct shortfall_plan *p = s->plan;
	size_t yes = 0;
	bool one_short = false;

	s->leads++;
	bool sql = p->sql != SIZE_MAX && frame_computed(f, p->sql).flag;
	s->sql += sql;
	for (size_t i = 0; i < p->agreement->criteria.n; i++) {
		struct answers *c = &s->criterion[i];
		struct str answer = frame_computed(f, p->criterion[i]).text;
		bool is_yes = str_eq(answer, STR("yes")), is_no = str_eq(answer, STR("no"));
		yes += is_yes;
		c->yes += is_yes;
		c->no += is_no;
		c->unknown += !is_yes && !is_no;
		if (is_yes || sql || p->sql == SIZE_MAX || !would_be_sql(s, f, i))
			continue;
		one_short = true;
		c->short_no += is_no;
		c->short_unknown += !is_no;
	}
	s->one_short += one_short;
	s->by_count[yes]++;
}

static void shortfall_ask(const void *self, size_t lane, struct rows *r, struct asked leads)
{
	const struct shortfall_plan *p = ((const struct shortfall *)self)->plan;

	if (lane)
		return;
	if (p->sql != SIZE_MAX)
		computed_values(p->sql, r, leads);
	for (size_t i = 0; i < p->agreement->criteria.n; i++)
		computed_values(p->criterion[i], r, leads);
}

static void shortfall_count(void *self, struct rows *lane, struct asked leads)
{
	for (size_t i = 0; i < leads.n; i++)
		count_lead(self, rows_at(lane, leads.row[i]));
}

static void shortfall_merge(void *into, void *from)
{
	struct shortfall *a = into, *b = from;

	a->leads += b->leads;
	a->sql += b->sql;
	a->one_short += b->one_short;
	for (size_t i = 0; i < a->plan->agreement->criteria.n; i++) {
		struct answers *x = &a->criterion[i], *y = &b->criterion[i];
		x->yes += y->yes;
		x->no += y->no;
		x->unknown += y->unknown;
		x->short_unknown += y->short_unknown;
		x->short_no += y->short_no;
	}
	for (size_t i = 0; i <= a->plan->agreement->criteria.n; i++)
		a->by_count[i] += b->by_count[i];
}

/* Ties stay in the agreement's order. */
static void shortfall_settle(void *self)
{
	struct shortfall *s = self;
	size_t n = s->plan->agreement->criteria.n;

	s->order = mem_new(n * sizeof *s->order);
	for (size_t i = 0; i < n; i++) {
		const struct answers *c = &s->criterion[i];
		size_t at = i;
		for (; at; at--) {
			const struct answers *before = &s->criterion[s->order[at - 1]];
			if (before->short_unknown + before->short_no >= c->short_unknown + c->short_no)
				break;
			s->order[at] = s->order[at - 1];
		}
		s->order[at] = i;
	}
}

const struct counter_kind shortfall_counter = {
	.name = "shortfall",
	.new = shortfall_new,
	.free = shortfall_free,
	.ask = shortfall_ask,
	.count = shortfall_count,
	.merge = shortfall_merge,
	.settle = shortfall_settle,
};
