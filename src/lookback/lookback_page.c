/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Top to bottom: the answer, the headline, and the values of the columns that predict most, as far as they
 * were known before. See lookback_page.h.
 */
#include "lookback/lookback_page.h"

#include <math.h>
#include <stdlib.h>

#include "figures/page.h"

enum { COLUMNS_SHOWN = 4, VALUES_SHOWN = 6 /* of a column, those with most leads */ };

struct page {
	const struct lookback_view *view;
	struct buf *out;
	struct arena arena;
	struct share all;
	struct strength *column; /* strongest first */
	size_t n, after;	 /* after the fact */
};

static struct str head(const struct page *p, size_t column)
{
	return p->view->plan->column[column].head;
}

static struct str target(const struct page *p)
{
	return p->view->plan->agreement->stages.at[p->view->plan->to].name.text;
}

static bool tells(const struct page *p)
{
	return p->all.leads && lookback_tells(p->view->plan);
}

/* ---- the headline ---- */

static const struct strength *strongest(const struct page *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!p->column[i].after_the_fact)
			return &p->column[i];
	return NULL;
}

static void put_answer(struct page *p)
{
	const struct strength *best = strongest(p);
	struct buf b = { 0 };

	if (!tells(p)) {
		document_answer(p->out,
				STR("No lead is looked at, or who converted isn't known, so there is nothing "
				    "to look back at."));
		return;
	}
	buf_print(&b, "%.*s of %.*s leads reached %.*s (%.*s)",
		  STR_ARG(page_count(&p->arena, p->all.converted)),
		  STR_ARG(page_count(&p->arena, p->all.leads)), STR_ARG(target(p)),
		  STR_ARG(page_percent(&p->arena, p->all.converted, p->all.leads)));
	if (best)
		buf_print(&b, "; of what was known before, %.*s tells most", STR_ARG(head(p, best->column)));
	buf_str(&b, STR("."));
	document_answer(p->out, buf_view(&b));
	buf_release(&b);
}

static void put_tiles(struct page *p)
{
	const struct strength *best = strongest(p);
	struct tile tile[3] = {
		{ .label = target(p),
		  .figure =
			  arena_print(&p->arena, "%.*s %s", STR_ARG(page_count(&p->arena, p->all.converted)),
				      p->all.converted == 1 ? "lead" : "leads"),
		  .detail = arena_print(&p->arena, "%.*s of %.*s",
					STR_ARG(page_percent(&p->arena, p->all.converted, p->all.leads)),
					STR_ARG(page_count(&p->arena, p->all.leads))) },
	};
	size_t n = 1;

	if (!tells(p))
		return;
	if (best)
		tile[n++] = (struct tile){ .label = STR("Tells most"),
					   .figure = head(p, best->column),
					   .detail = arena_print(&p->arena, "information value %.2f",
								 best->value) };
	if (p->after)
		tile[n++] = (struct tile){ .label = STR("After the fact?"),
					   .figure = arena_print(&p->arena, "%zu %s", p->after,
								 p->after == 1 ? "column" : "columns"),
					   .detail = STR(
						   "too good a sign to have been known before, so not in the "
						   "picture") };
	document_tiles(p->out, tile, n);
}

/* ---- the values ---- */

static int by_leads(const void *a, const void *b)
{
	const struct bin *const *x = a, *const *y = b;

	if ((*x)->leads != (*y)->leads)
		return (*x)->leads > (*y)->leads ? -1 : 1;
	return (*x > *y) - (*x < *y);
}

static struct dot dot_of(struct page *p, size_t column, const struct bin *bin)
{
	const struct bins *bins = lookback_bins(p->view->lookback, column);
	struct share it = { bin->leads, bin->count[PART_CONVERTED] };
	struct interval ends = wilson(it.converted, it.leads, Z95), lift = lift_limits(it, p->all);
	bool few = it.leads < VERDICT_FEWEST;

	return (struct dot){ .label = arena_print(&p->arena, "%.*s: %.*s", STR_ARG(head(p, column)),
						  STR_ARG(lookback_shown(bins, (size_t)(bin - bins->bin)))),
			     .note = arena_print(&p->arena, "%.*s of %.*s",
						 STR_ARG(page_percent(&p->arena, it.converted, it.leads)),
						 STR_ARG(page_count(&p->arena, it.leads))),
			     .value = (double)it.converted / (double)it.leads,
			     .low = ends.low,
			     .high = ends.high,
			     .side = few	     ? DOT_UNKNOWN
				     : lift.low > 1  ? DOT_OVER
				     : lift.high < 1 ? DOT_UNDER
						     : DOT_AT };
}

/* The values with most leads, at most so many. */
static size_t add_column(struct page *p, size_t column, struct dot *dot)
{
	const struct bins *b = lookback_bins(p->view->lookback, column);
	const struct bin **bin = ARENA_ARRAY(&p->arena, b->n, const struct bin *);
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		if (b->bin[i].leads)
			bin[n++] = &b->bin[i];
	if (n)
		qsort(bin, n, sizeof *bin, by_leads);
	n = n < VALUES_SHOWN ? n : VALUES_SHOWN;
	for (size_t i = 0; i < n; i++)
		dot[i] = dot_of(p, column, bin[i]);
	return n;
}

static void put_values(struct page *p)
{
	struct dot dot[COLUMNS_SHOWN * VALUES_SHOWN];
	size_t n = 0, columns = 0;

	for (size_t i = 0; i < p->n && columns < COLUMNS_SHOWN && tells(p); i++)
		if (!p->column[i].after_the_fact) {
			n += add_column(p, p->column[i].column, dot + n);
			columns++;
		}
	if (!n)
		return;
	document_dots(p->out,
		      &(struct dots){
			      .name = arena_print(&p->arena,
						  "Share that reached %.*s, by the values of what tells most",
						  STR_ARG(target(p))),
			      .row = dot,
			      .rows = n,
			      .mark = (double)p->all.converted / (double)p->all.leads,
			      .mark_name = STR("all leads"),
			      .of = DOTS_WORTH });
}

void lookback_page(const struct lookback_view *v, struct buf *out)
{
	struct page p = { .view = v, .out = out, .all = lookback_all(v->lookback) };

	p.column = lookback_rank(v, &p.n);
	for (size_t i = 0; i < p.n; i++)
		p.after += p.column[i].after_the_fact;
	put_answer(&p);
	put_tiles(&p);
	put_values(&p);
	free(p.column);
	arena_release(&p.arena);
}
