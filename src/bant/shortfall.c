/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A lead is one short of SQL if it is none, and would be one were a single
 * criterion yes that is not. It counts under each criterion that alone would
 * make the difference, and says whether that one is unknown (ask) or no.
 */
#include "bant/shortfall.h"

#include <stdlib.h>

#include "base/mem.h"
#include "figures/share.h"

struct answers {
	uint64_t yes, no, unknown;
	uint64_t short_unknown, short_no; /* leads that this one alone keeps from SQL */
};

struct shortfall {
	const struct shortfall_plan *plan;
	uint64_t leads, sql, one_short;
	struct answers *criterion;
	uint64_t *by_count; /* leads per number of yes */
	struct frame what_if;
	struct tally tally;
};

bool shortfall_bind(struct shortfall_plan *p, struct names *n)
{
	const struct agreement *a = names_agreement(n);
	bool good = true;

	*p = (struct shortfall_plan){ .agreement = a, .program = names_program(n), .sql = SIZE_MAX };
	p->criterion = ARENA_ARRAY(&names_program(n)->arena, a->criteria.n, size_t);
	for (size_t i = 0; i < a->criteria.n; i++)
		good = (p->criterion[i] = names_worked(n, bant_column(n, i))) != SIZE_MAX && good;
	if (a->sql.n)
		good = (p->sql = names_worked(n, STR("sql"))) != SIZE_MAX && good;
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
	free(s);
}

static bool would_be_sql(struct shortfall *s, const struct record *r, size_t criterion)
{
	s->tally.assume = criterion;
	frame_record(&s->what_if, r);
	return frame_worked(&s->what_if, s->plan->sql).flag;
}

static void count_lead(struct shortfall *s, struct frame *f)
{
	const struct shortfall_plan *p = s->plan;
	size_t yes = 0;
	bool one_short = false;

	s->leads++;
	bool sql = p->sql != SIZE_MAX && frame_worked(f, p->sql).flag;
	s->sql += sql;
	for (size_t i = 0; i < p->agreement->criteria.n; i++) {
		struct answers *c = &s->criterion[i];
		struct str answer = frame_worked(f, p->criterion[i]).text;
		bool is_yes = str_eq(answer, STR("yes")), is_no = str_eq(answer, STR("no"));
		yes += is_yes;
		c->yes += is_yes;
		c->no += is_no;
		c->unknown += !is_yes && !is_no;
		if (is_yes || sql || p->sql == SIZE_MAX || !would_be_sql(s, f->record, i))
			continue;
		one_short = true;
		c->short_no += is_no;
		c->short_unknown += !is_no;
	}
	s->one_short += one_short;
	s->by_count[yes]++;
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

const struct counter_kind shortfall_counter = {
	.name = "shortfall",
	.new = shortfall_new,
	.free = shortfall_free,
	.count = shortfall_count,
	.merge = shortfall_merge,
};

/* ---- the report ---- */

static void put_line(struct grid *g, const char *part, struct str name, uint64_t leads, uint64_t of,
		     bool plain)
{
	if (plain)
		grid_cell(g, str_from(part));
	grid_cell(g, name);
	share_count(g, leads, plain);
	share_ratio(g, leads, of, plain);
}

static void put_answers(struct grid *g, const struct shortfall *s, const struct shortfall_plan *p, bool plain)
{
	for (size_t i = 0; i < p->agreement->criteria.n; i++) {
		const struct answers *c = &s->criterion[i];
		struct str name = p->agreement->criteria.at[i].name.text;
		if (plain) {
			put_line(g, "yes", name, c->yes, s->leads, true);
			put_line(g, "no", name, c->no, s->leads, true);
			put_line(g, "unknown", name, c->unknown, s->leads, true);
			continue;
		}
		const uint64_t counts[] = { c->yes, c->no, c->unknown };
		grid_cell(g, name);
		for (int k = 0; k < 3; k++) {
			share_count(g, counts[k], false);
			share_ratio(g, counts[k], s->leads, false);
		}
	}
}

static void put_counts(struct grid *g, const struct shortfall *s, const struct shortfall_plan *p, bool plain)
{
	for (size_t i = p->agreement->criteria.n + 1; i-- > 0;) {
		struct buf b = { 0 };
		buf_print(&b, "%zu of %zu", i, p->agreement->criteria.n);
		put_line(g, "criteria", buf_view(&b), s->by_count[i], s->leads, plain);
		buf_release(&b);
	}
	if (p->sql != SIZE_MAX) {
		put_line(g, "verdict", STR("SQL"), s->sql, s->leads, plain);
		put_line(g, "verdict", STR("one short of SQL"), s->one_short, s->leads, plain);
	}
}

/* The criteria by how many leads each alone keeps from SQL, most first, ties in the agreement's order. */
static void put_short(struct grid *g, const struct shortfall *s, const struct shortfall_plan *p, bool plain)
{
	size_t n = p->agreement->criteria.n;
	bool *done = mem_new(n * sizeof *done);

	for (size_t k = 0; k < n; k++) {
		size_t best = n;
		uint64_t most = 0;
		for (size_t i = 0; i < n; i++) {
			uint64_t leads = s->criterion[i].short_unknown + s->criterion[i].short_no;
			if (!done[i] && (best == n || leads > most))
				best = i, most = leads;
		}
		const struct answers *c = &s->criterion[best];
		struct str name = p->agreement->criteria.at[best].name.text;
		done[best] = true;
		put_line(g, "one short", name, most, s->one_short, plain);
		if (plain) {
			put_line(g, "one short, unknown", name, c->short_unknown, s->one_short, true);
			put_line(g, "one short, no", name, c->short_no, s->one_short, true);
		} else {
			share_count(g, c->short_unknown, false);
			share_count(g, c->short_no, false);
		}
	}
	free(done);
}

static const char *const plain_heads[] = { "part", "name", "leads", "share", NULL };
static const char *const answer_heads[] = { "criterion", "yes", "", "no", "", "unknown", "", NULL };
static const char *const count_heads[] = { "", "leads", "share", NULL };
static const char *const short_heads[] = { "missing", "leads", "share", "to ask", "said no", NULL };

size_t shortfall_report(const struct shortfall *s, bool plain, struct grid *grids)
{
	const struct shortfall_plan *p = s->plan;

	if (plain) {
		share_heads(&grids[0], plain_heads, 2);
		put_answers(&grids[0], s, p, true);
		put_counts(&grids[0], s, p, true);
		if (p->sql != SIZE_MAX)
			put_short(&grids[0], s, p, true);
		return 1;
	}
	grid_title(&grids[0], "Criteria");
	share_heads(&grids[0], answer_heads, 1);
	put_answers(&grids[0], s, p, false);
	grid_title(&grids[1], "Leads");
	share_heads(&grids[1], count_heads, 1);
	put_counts(&grids[1], s, p, false);
	if (p->sql == SIZE_MAX)
		return 2;
	grid_title(&grids[2], "What keeps leads one short of SQL");
	share_heads(&grids[2], short_heads, 1);
	put_short(&grids[2], s, p, false);
	return 3;
}
