/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A lead is one criterion short of SQL (sales qualified) if it isn't an SQL, but would be with a yes on a
 * single other criterion. It counts under each criterion that alone would make the difference, by whether
 * that one is unknown (ask) or no.
 */
#include "bant/shortfall_internal.h"

#include <stdlib.h>

#include "base/mem.h"
#include "expr/run.h"

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

/* The rows of the run beside them, of which one answer will be assumed. */
static struct rows *begin_what_if(struct shortfall *s, const struct rows *lane)
{
	frame_beside(&s->what_if, lane->frame);
	if (lane->n == 1) {
		frame_record(&s->what_if, lane->frame->record);
		return s->what_if.run;
	}
	s->rows = (struct rows){
		.batch = lane->batch, .first = lane->first, .n = lane->n, .frame = &s->what_if
	};
	rows_begin(&s->rows);
	return &s->rows;
}

/* Which of the leads would be SQLs with a yes on this criterion? */
static const bool *would_be_sql(struct shortfall *s, size_t criterion, struct rows *what_if,
				struct asked leads)
{
	s->tally.assume = criterion;
	rows_compute_again(what_if);
	return computed_values(s->plan->sql, what_if, leads).flag;
}

/* Adds to the number of yes of each lead; `sql`: which are SQLs already, NULL: nobody ever is. */
static void count_criterion(struct shortfall *s, size_t criterion, struct rows *lane, struct asked leads,
			    struct rows *what_if, const bool *sql, uint16_t *yes, bool *one_short)
{
	const struct str *answer = computed_values(s->plan->criterion[criterion], lane, leads).text;
	struct answers *c = &s->criterion[criterion];
	uint16_t *list = rows_room(lane).row;
	size_t n = 0;

	EACH_ROW(row, leads, {
		bool is_yes = str_eq(answer[row], STR("yes")), is_no = str_eq(answer[row], STR("no"));
		yes[row] += is_yes;
		c->yes += is_yes;
		c->no += is_no;
		c->unknown += !is_yes && !is_no;
		list[n] = (uint16_t)row;
		n += sql && !sql[row] && !is_yes;
	});
	const bool *would = n ? would_be_sql(s, criterion, what_if, (struct asked){ list, n }) : NULL;
	for (size_t i = 0; i < n; i++) {
		size_t row = list[i];
		bool is_no = str_eq(answer[row], STR("no"));
		one_short[row] |= would[row];
		c->short_no += would[row] && is_no;
		c->short_unknown += would[row] && !is_no;
	}
	rows_room_back(lane);
}

static void shortfall_count(void *self, struct rows *lane, struct asked leads)
{
	struct shortfall *s = self;
	const struct shortfall_plan *p = s->plan;
	const bool *sql = p->sql == SIZE_MAX ? NULL : computed_values(p->sql, lane, leads).flag;
	struct rows *what_if = begin_what_if(s, lane);
	bool *one_short = rows_room(lane).flag;
	uint16_t *yes = rows_room(lane).row;

	EACH_ROW(row, leads, {
		yes[row] = 0;
		one_short[row] = false;
		s->sql += sql && sql[row];
	});
	for (size_t i = 0; i < p->agreement->criteria.n; i++)
		count_criterion(s, i, lane, leads, what_if, sql, yes, one_short);
	EACH_ROW(row, leads, {
		s->by_count[yes[row]]++;
		s->one_short += one_short[row];
	});
	s->leads += leads.n;
	rows_room_back(lane);
	rows_room_back(lane);
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
	.count = shortfall_count,
	.merge = shortfall_merge,
	.settle = shortfall_settle,
};
