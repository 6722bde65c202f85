/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Top to bottom: a headline for each step, its curves, and the table with all figures. See eventual_page.h.
 */
#include "funnel/eventual_page.h"
#include "funnel/funnel_behind.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "figures/page.h"
#include "stat/quantile.h"

enum { MOST_LINES = 5, MOST_POINTS = 300 };

struct page {
	const struct eventual *eventual;
	const struct eventual_plan *plan;
	size_t steps, all;		/* all leads' number among the groups */
	size_t line[MOST_LINES], lines; /* the groups that have curves, in the groups' order */
	struct buf *out;
	struct arena arena;
};

static struct str step_name(struct page *p, size_t step)
{
	const struct step *stage = &p->plan->agreement->stages.at[step];

	return arena_print(&p->arena, "From %.*s to %.*s", STR_ARG(stage[0].name.text),
			   STR_ARG(stage[1].name.text));
}

static struct str group_name(struct page *p, size_t group)
{
	struct buf name = { 0 };

	if (group == p->all)
		return STR("all leads");
	for (size_t i = 0; i < p->plan->grouping->n; i++)
		page_item(&name, i, eventual_group(p->eventual, group, i));
	return page_words(&p->arena, &name);
}

/* ---- the headline ---- */

static struct tile tile_of(struct page *p, size_t step)
{
	struct eventual_figures x = eventual_at(p->eventual, p->all, step);
	struct buf half = { 0 }, share = { 0 };

	if (!x.known)
		return (struct tile){ .label = step_name(p, step),
				      .figure = STR("–"),
				      .detail = x.n && !x.recorded
							? STR("not recorded")
							: STR("nobody was followed for 30 days yet") };
	struct str within = arena_print(&p->arena, "within %d days", eventual_days[x.known - 1]);
	struct str limits = isnan(x.limits.low) ? STR("")
						: arena_print(&p->arena, "95%% interval %.1f–%.1f%%",
							      x.limits.low * 100, x.limits.high * 100);
	struct str median = STR("");
	if (x.median != INT64_MIN) {
		bool hours = x.median < DAY_US;
		number_write_fixed(&half, (span_hundredths(x.median, hours ? HOUR_US : DAY_US) + 5) / 10, 1);
		median = x.median <= 0 ? STR("half of these at once")
				       : arena_print(&p->arena, "half of these within %.*s %s",
						     STR_ARG(buf_view(&half)), hours ? "hours" : "days");
	}
	buf_release(&half);
	figure_print(&share, eventual_share(&x, x.known - 1), false, true);
	return (struct tile){ .label = step_name(p, step),
			      .figure = page_words(&p->arena, &share),
			      .detail =
				      page_lines(&p->arena, page_lines(&p->arena, within, limits), median) };
}

static void put_tiles(struct page *p)
{
	struct tile *tile = ARENA_ARRAY(&p->arena, p->steps, struct tile);

	for (size_t step = 0; step < p->steps; step++)
		tile[step] = tile_of(p, step);
	document_tiles(p->out, tile, p->steps);
}

/* "From sql to won: 41.0% within 180 days" of each step that is known. */
static void put_answer(struct page *p)
{
	struct buf b = { 0 }, share = { 0 };

	for (size_t step = 0; step < p->steps; step++) {
		struct eventual_figures x = eventual_at(p->eventual, p->all, step);
		if (!x.known)
			continue;
		buf_clear(&share);
		figure_print(&share, eventual_share(&x, x.known - 1), false, true);
		buf_print(&b, "%s%.*s of %.*s reach %.*s within %d days", b.n ? ", " : "",
			  STR_ARG(buf_view(&share)), STR_ARG(p->plan->agreement->stages.at[step].name.text),
			  STR_ARG(p->plan->agreement->stages.at[step + 1].name.text),
			  eventual_days[x.known - 1]);
	}
	buf_str(&b, b.n ? STR(".") : STR("Nobody was followed for long enough to say what will convert."));
	document_answer(p->out, buf_view(&b));
	buf_release(&b);
	buf_release(&share);
}

/* ---- the curves ---- */

/* Up to the last of the days that are known, so that its end is the figure of the table. */
static struct curve curve_of(struct page *p, size_t group, size_t step)
{
	struct eventual_figures x = eventual_at(p->eventual, group, step);
	struct curve c = { .name = group_name(p, group) };
	double *days = ARENA_ARRAY(&p->arena, MOST_POINTS + 1, double);
	double *share = ARENA_ARRAY(&p->arena, MOST_POINTS + 1, double);
	int64_t t[MOST_POINTS];

	c.x = days;
	c.y = share;
	if (!x.known)
		return c;
	size_t n = eventual_curve(p->eventual, group, step, t, share, MOST_POINTS);
	while (c.n < n && t[c.n] <= eventual_days[x.known - 1] * DAY_US) {
		days[c.n] = (double)t[c.n] / (double)DAY_US;
		c.n++;
	}
	days[c.n] = eventual_days[x.known - 1];
	share[c.n++] = figure_number(eventual_share(&x, x.known - 1));
	return c;
}

static int by_number(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

/* The largest groups get curves; largest by the first step, so that all pictures show the same groups in the
 * same colors.
 */
static void choose_lines(struct page *p)
{
	uint64_t leads[MOST_LINES] = { 0 };
	size_t lines = 0;

	for (size_t group = 0; group < p->all; group++) {
		uint64_t n = eventual_at(p->eventual, group, 0).n;
		size_t at = lines;
		while (at && leads[at - 1] < n)
			at--;
		if (at == MOST_LINES)
			continue;
		lines += lines < MOST_LINES;
		for (size_t i = lines - 1; i > at; i--) {
			leads[i] = leads[i - 1];
			p->line[i] = p->line[i - 1];
		}
		leads[at] = n;
		p->line[at] = group;
	}
	if (!p->all)
		p->line[lines++] = p->all;
	p->lines = lines;
	qsort(p->line, p->lines, sizeof *p->line, by_number);
}

static void put_step(struct page *p, size_t step)
{
	struct curve curve[MOST_LINES];

	for (size_t i = 0; i < p->lines; i++)
		curve[i] = curve_of(p, p->line[i], step);
	document_curves(p->out, &(struct curves){ step_name(p, step), STR("days"), curve, p->lines, true });
	page_groups(p->out, &p->arena, p->lines, p->all);
}

/* At the step where most of them are; one without a time is in no figure. */
static void put_waiting(struct page *p, const struct behind *behind)
{
	const struct step *stages = p->plan->agreement->stages.at;
	struct buf condition = { 0 };
	size_t most = 0;

	if (!p->steps)
		return;
	for (size_t step = 1; step < p->steps; step++)
		if (eventual_at(p->eventual, p->all, step).waiting >
		    eventual_at(p->eventual, p->all, most).waiting)
			most = step;
	funnel_waiting_at(&condition, stages[most].name.text);
	behind_and(&condition, "funnel_at is present");
	behind_line(p->out, &p->arena, behind,
		    arena_print(&p->arena, "The leads that wait at %.*s", STR_ARG(stages[most].name.text)),
		    &condition);
}

void eventual_page(const struct eventual *s, const struct eventual_plan *plan, const struct behind *behind,
		   struct buf *out)
{
	struct page p = { .eventual = s,
			  .plan = plan,
			  .steps = plan->pipeline.nstages - 1,
			  .all = eventual_groups(s),
			  .out = out };
	struct grid g = { 0 };

	put_answer(&p);
	put_tiles(&p);
	choose_lines(&p);
	for (size_t step = 0; step < p.steps; step++)
		put_step(&p, step);
	eventual_table(&(struct eventual_view){ s, plan, true }, &g);
	document_grid(out, &g, p.all == 0);
	put_waiting(&p, behind);
	grid_release(&g);
	arena_release(&p.arena);
}
