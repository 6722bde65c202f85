/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Top to bottom: the answer, the headline, and how far each is from what was due. See fairness_page.h. */
#include "route/fairness_page.h"

#include <math.h>

#include "figures/page.h"

enum { PEOPLE_SHOWN = 24 };

struct page {
	const struct fairness_view *view;
	struct buf *out;
	struct arena arena;
};

static const struct due *due_of(const struct page *p, size_t person)
{
	return person < p->view->judged ? &p->view->due[person] : NULL;
}

/* How many got more than chance explains (side 1), or fewer. */
static size_t favoured(const struct page *p, int side)
{
	size_t n = 0;

	for (size_t i = 0; i < p->view->judged && i < p->view->n; i++)
		n += p->view->due[i].favoured == side;
	return n;
}

static const char *verdict(const struct fairness_test *t)
{
	return !t->df	     ? "nobody shared leads with anybody, so there is nothing to compare"
	       : t->p < 0.05 ? "they are shared less evenly than chance would"
	       : t->p > 0.95 ? "they are shared more evenly than chance would, as turns do"
			     : "they are shared as evenly as chance would";
}

static void put_answer(struct page *p)
{
	const struct fairness_view *v = p->view;

	if (!v->all.leads) {
		document_answer(p->out, STR("Nobody has a lead, so there is nothing to compare."));
		return;
	}
	document_answer(p->out, arena_print(&p->arena, "%zu %s %.*s leads; %s.", v->n,
					    v->n == 1 ? "person has" : "people have",
					    STR_ARG(page_count(&p->arena, v->all.leads)), verdict(&v->test)));
}

static struct tile farthest_tile(struct page *p)
{
	const struct fairness_view *v = p->view;
	const struct due *d = &v->due[v->test.farthest];

	return (struct tile){ .label = STR("Farthest from what was due"),
			      .figure = arena_print(&p->arena, "%.1f leads", fabs(d->worst)),
			      .detail = arena_print(&p->arena, "%.*s, %s, at row %.*s",
						    STR_ARG(v->person[v->test.farthest].name),
						    d->worst > 0 ? "more" : "fewer",
						    STR_ARG(page_count(&p->arena, d->worst_at))) };
}

static void put_tiles(struct page *p)
{
	const struct fairness_view *v = p->view;
	size_t more = favoured(p, 1), fewer = favoured(p, -1), n = 2;
	struct tile tile[4] = {
		{ .label = STR("Leads"),
		  .figure = arena_print(&p->arena, "%.*s %s", STR_ARG(page_count(&p->arena, v->all.leads)),
					v->all.leads == 1 ? "lead" : "leads"),
		  .detail =
			  arena_print(&p->arena, "%.*s open", STR_ARG(page_count(&p->arena, v->all.open))) },
		{ .label = STR("Dealt"),
		  .figure = arena_print(&p->arena, "%.*s %s", STR_ARG(page_count(&p->arena, v->test.leads)),
					v->test.leads == 1 ? "lead" : "leads"),
		  .detail = STR("whose owner could get them, by the routes") },
	};

	if (v->test.df) {
		tile[n++] = (struct tile){ .label = STR("Beyond chance"),
					   .figure = arena_print(&p->arena, "%zu %s", more + fewer,
								 more + fewer == 1 ? "person" : "people"),
					   .detail = arena_print(&p->arena, "%zu got more, %zu fewer", more,
								 fewer) };
		tile[n++] = farthest_tile(p);
	}
	document_tiles(p->out, tile, n);
}

/* How many leads more than due, and what chance explains: 1.96 standard deviations around 0. */
static struct dot dot_of(struct page *p, size_t person, const struct due *d)
{
	double by = (double)d->got - d->due, sd = fabs(d->z) > 0 ? fabs(by / d->z) : (double)NAN;

	return (struct dot){ .label = p->view->person[person].name,
			     .note = arena_print(&p->arena, "%.*s dealt, %.1f due",
						 STR_ARG(page_count(&p->arena, d->got)), d->due),
			     .value = by,
			     .low = -Z95 * sd,
			     .high = Z95 * sd,
			     .side = d->favoured > 0   ? DOT_OVER
				     : d->favoured < 0 ? DOT_UNDER
						       : DOT_AT };
}

static void put_people(struct page *p)
{
	const struct fairness_view *v = p->view;
	struct dot dot[PEOPLE_SHOWN];
	size_t n = 0, people = 0;

	for (size_t i = 0; i < v->n; i++) {
		const struct due *d = due_of(p, v->order[i]);
		if (!d || isnan(d->z) || ++people > PEOPLE_SHOWN)
			continue;
		dot[n++] = dot_of(p, v->order[i], d);
	}
	if (!n)
		return;
	document_dots(p->out,
		      &(struct dots){ .name = STR("Leads more or fewer than were due; the lines are what "
						  "chance explains (95%)"),
				      .row = dot,
				      .rows = n,
				      .mark = 0,
				      .mark_name = STR("as due"),
				      .of = DOTS_AWAY });
	if (people > n)
		document_note(p->out, arena_print(&p->arena, "%zu of %zu people; the table below has all.", n,
						  people));
}

void fairness_page(const struct fairness_view *v, struct buf *out)
{
	struct page p = { .view = v, .out = out };

	put_answer(&p);
	put_tiles(&p);
	put_people(&p);
	arena_release(&p.arena);
}
