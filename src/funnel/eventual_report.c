/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What will have converted in the end, as tables of columns: see eventual.h. */
#include "base/units.h"
#include "figures/group_figure.h"
#include "funnel/eventual.h"
#include "report/bars.h"
#include "stat/quantile.h"

/* A step of a group, all leads last. */
struct row {
	bool begun;
	size_t group, step;
	struct eventual_figures x;
	struct buf text;
};

static const struct eventual_plan *plan_of(const void *view)
{
	return ((const struct eventual_view *)view)->plan;
}

static bool next_step(const void *view, void *row)
{
	const struct eventual_view *v = view;
	struct row *r = row;

	if (!r->begun) {
		r->begun = true;
	} else if (++r->step == v->plan->pipeline.nstages - 1) {
		r->step = 0;
		r->group++;
	}
	if (r->group > eventual_groups(v->eventual))
		return false;
	r->x = eventual_at(v->eventual, r->group, r->step);
	return true;
}

static void release(void *row)
{
	buf_release(&((struct row *)row)->text);
}

/* ---- figures ---- */

static const struct row *at(const struct cell *c)
{
	return c->row;
}

/* Room for a text of the row, empty. */
static struct buf *room(const struct cell *c)
{
	struct buf *b = &((struct row *)c->row)->text;

	buf_clear(b);
	return b;
}

static struct figure group(const struct cell *c)
{
	return grouping_figure(
		plan_of(c->view)->grouping, c->i,
		eventual_group(((const struct eventual_view *)c->view)->eventual, at(c)->group, c->i));
}

static struct figure group_shown(const struct cell *c)
{
	return grouping_shown(group(c));
}

static struct figure step(const struct cell *c)
{
	const struct step *stage = &plan_of(c->view)->agreement->stages.at[at(c)->step];
	struct buf *b = room(c);

	buf_print(b, "%.*s to %.*s", STR_ARG(stage[0].name.text), STR_ARG(stage[1].name.text));
	return figure_text(buf_view(b));
}

enum { ALL, CONVERTED, LEFT, WAITING };
static struct figure leads(const struct cell *c)
{
	const struct eventual_figures *x = &at(c)->x;

	return figure_count((const uint64_t[]){ x->n, x->converted, x->left, x->waiting }[c->of]);
}

static struct figure by(const struct cell *c)
{
	return eventual_share(&at(c)->x, c->i);
}

static struct figure low(const struct cell *c)
{
	return figure_share(at(c)->x.limits.low);
}

static struct figure high(const struct cell *c)
{
	return figure_share(at(c)->x.limits.high);
}

static struct figure limits(const struct cell *c)
{
	return figure_ends(at(c)->x.limits.low, at(c)->x.limits.high);
}

static struct figure median(const struct cell *c)
{
	int64_t t = at(c)->x.median;

	return t == INT64_MIN ? (struct figure){ 0 } : figure_fixed(span_hundredths(t, DAY_US), 2);
}

/* One decimal is enough for people. */
static struct figure short_median(const struct cell *c)
{
	struct figure f = median(c);

	return f.is == FIGURE_NONE ? f : figure_fixed((f.k + 5) / 10, 1);
}

static struct figure horizon(const struct cell *c)
{
	size_t known = at(c)->x.known;

	return known ? figure_count((uint64_t)eventual_days[known - 1]) : (struct figure){ 0 };
}

static struct figure bar(const struct cell *c)
{
	const struct eventual_figures *x = &at(c)->x;
	struct buf *b = room(c);

	if (x->known)
		bar_write(b, figure_number(eventual_share(x, x->known - 1)), 12,
			  ((const struct eventual_view *)c->view)->utf8);
	return figure_text(buf_view(b));
}

/* ---- columns ---- */

static size_t items(const void *view)
{
	return plan_of(view)->grouping->n;
}

static void item_head(const void *view, size_t i, struct buf *head)
{
	buf_str(head, plan_of(view)->grouping->item[i].head);
}

static size_t times(const void *view)
{
	(void)view;
	return EVENTUAL_TIMES;
}

static void time_head(const void *view, size_t i, struct buf *head)
{
	(void)view;
	buf_print(head, "by_%dd", eventual_days[i]);
}

static void short_time_head(const void *view, size_t i, struct buf *head)
{
	(void)view;
	buf_print(head, "%d d", eventual_days[i]);
}

#define LEADS .kind = COLUMN_NUMBER, .unit = "leads"
#define SHARE .kind = COLUMN_NUMBER, .unit = "share"
#define DAYS  .kind = COLUMN_NUMBER, .unit = "days"

static const struct column columns[] = {
	{ .figure = group,
	  .repeats = items,
	  .heads = item_head,
	  .definition = "the group, by what --by names; (all) is all leads" },
	{ COLUMN("step", step), .definition = "from a stage to the next" },
	{ COLUMN("n", leads), .of = ALL, LEADS, .definition = "leads with a time for the first of the two" },
	{ COLUMN("converted", leads), .of = CONVERTED, LEADS,
	  .definition = "of them, those that got further" },
	{ COLUMN("left", leads), .of = LEFT, LEADS, .definition = "of them, those that left before" },
	{ COLUMN("waiting", leads), .of = WAITING, LEADS, .definition = "of them, those that still may" },
	{ .figure = by,
	  .repeats = times,
	  .heads = time_head,
	  SHARE,
	  .definition = "the share that will have converted so many days after the first of the two" },
	{ COLUMN("low95", low), SHARE,
	  .definition = "the low end of the 95% interval of the last share known" },
	{ COLUMN("high95", high), SHARE, .definition = "the high end" },
	{ COLUMN("median_days", median), DAYS,
	  .definition = "by then half of those have converted that will by the horizon" },
	{ COLUMN("horizon_days", horizon), DAYS, .definition = "the days of the last share known" },
};
static const struct column table_columns[] = {
	{ .figure = group_shown, .repeats = items, .heads = item_head },
	{ COLUMN("step", step), .least = 16 },
	{ COLUMN("leads", leads), .of = ALL, LEADS },
	{ COLUMN("converted", leads), .of = CONVERTED, LEADS, .weight = WEIGHT_EXPLAINS, .brief = "conv." },
	{ COLUMN("left", leads), .of = LEFT, LEADS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("waiting", leads), .of = WAITING, LEADS, .weight = WEIGHT_DIAGNOSES },
	{ .figure = by, .repeats = times, .heads = short_time_head, SHARE, .weight = WEIGHT_ANSWERS },
	{ COLUMN("", bar), .kind = COLUMN_PICTURE, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("95%", limits), SHARE, .weight = WEIGHT_ANSWERS },
	{ COLUMN("median d", short_median), DAYS, .weight = WEIGHT_EXPLAINS },
};

const struct report eventual_report = REPORT(columns, struct row, next_step, release);
static const struct report table = REPORT(table_columns, struct row, next_step, release);

void eventual_table(const struct eventual_view *v, struct grid *g)
{
	grid_title(g, "Converted in the end");
	grid_note(g, "Empty: nobody was followed so long. Bar, 95% interval and median are of the last share "
		     "known, the median of those who convert.");
	report_fill(&table, v, v->utf8, g);
}
