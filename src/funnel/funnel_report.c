/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel as one table of columns, for programs, and groups sorted by one of them: see funnel_report.h. */
#include "funnel/funnel_report.h"

#include "figures/group_figure.h"
#include "stat/stat.h"

/* A group's stages, then its exits; the next group, all leads last. */
struct row {
	bool begun;
	size_t group, line;
	bool is_exit;
	struct funnel_row stage; /* unless it is an exit */
	struct interval ends;	 /* of a rated stage */
	struct funnel_exit exit;
	struct buf why;
};

static void release(void *row)
{
	buf_release(&((struct row *)row)->why);
}

static const struct funnel_plan *plan_of(const void *view)
{
	return ((const struct funnel_view *)view)->plan;
}

static void fill(const struct funnel_view *v, struct row *r)
{
	size_t stages = v->plan->pipeline.nstages;

	r->is_exit = r->line >= stages;
	if (r->is_exit) {
		r->exit = funnel_exit_at(v->funnel, r->group, r->line - stages);
		return;
	}
	r->stage = funnel_row(v, r->group, r->line);
	if (funnel_rated(&r->stage))
		r->ends = wilson(r->stage.x.reached, r->stage.previous, Z95);
}

static bool next_line(const void *view, void *row)
{
	const struct funnel_view *v = view;
	struct row *r = row;

	if (!r->begun) {
		r->begun = true;
		r->group = funnel_first(v);
	} else if (++r->line == v->plan->pipeline.nstages + v->plan->pipeline.nexits) {
		r->line = 0;
		r->group++;
	}
	if (r->group == funnel_end(v))
		return false;
	fill(v, r);
	return true;
}

static const struct row *at(const struct cell *c)
{
	return c->row;
}

/* ---- figures ---- */

static const struct figure none;

static struct figure group(const struct cell *c)
{
	return grouping_figure(plan_of(c->view)->grouping, c->i, funnel_called(c->view, at(c)->group, c->i));
}

static struct figure name(const struct cell *c)
{
	const struct funnel_plan *p = plan_of(c->view);
	size_t line = at(c)->line;

	return figure_text(at(c)->is_exit ? p->agreement->exits.at[line - p->pipeline.nstages].name.text
					  : p->agreement->stages.at[line].name.text);
}

static struct figure reached(const struct cell *c)
{
	return figure_count(at(c)->is_exit ? at(c)->exit.left : at(c)->stage.x.reached);
}

/* Figures that only a stage with a rate has, beside its share of the first stage. */
static bool is_rated(const struct row *r)
{
	return !r->is_exit && funnel_rated(&r->stage);
}

static struct figure from_previous(const struct cell *c)
{
	const struct funnel_row *s = &at(c)->stage;

	return is_rated(at(c)) ? figure_ratio(s->x.reached, s->previous) : none;
}

static struct figure from_first(const struct cell *c)
{
	const struct funnel_row *s = &at(c)->stage;

	return at(c)->is_exit || !s->recorded ? none : figure_ratio(s->x.reached, s->first);
}

static struct figure low(const struct cell *c)
{
	return is_rated(at(c)) ? figure_share(at(c)->ends.low) : none;
}

static struct figure high(const struct cell *c)
{
	return is_rated(at(c)) ? figure_share(at(c)->ends.high) : none;
}

static struct figure of_decided(const struct cell *c)
{
	const struct funnel_row *s = &at(c)->stage;

	return is_rated(at(c)) && funnel_decided(s) ? figure_ratio(s->x.reached, s->x.reached + s->left)
						    : none;
}

static struct figure waiting(const struct cell *c)
{
	const struct row *r = at(c);

	return r->line + 1 < plan_of(c->view)->pipeline.nstages ? figure_count(r->stage.x.waiting) : none;
}

static struct figure left(const struct cell *c)
{
	return at(c)->is_exit ? none : figure_count(at(c)->stage.x.left);
}

static struct figure left_by(const struct cell *c)
{
	return at(c)->is_exit ? none : figure_count(at(c)->stage.x.left_by[c->i]);
}

enum { MEDIAN, P90 };
static struct figure days(const struct cell *c)
{
	const struct row *r = at(c);
	int64_t stage = c->of == MEDIAN ? r->stage.x.median : r->stage.x.p90;
	int64_t exit = c->of == MEDIAN ? r->exit.median : r->exit.p90;
	int64_t hundredths = r->is_exit ? exit : r->stage.recorded ? stage : INT64_MIN;

	return hundredths == INT64_MIN ? none : figure_fixed(hundredths, 2);
}

static struct figure value(const struct cell *c)
{
	const struct row *r = at(c);

	return !r->is_exit && funnel_valued(&r->stage) ? figure_quotient(r->stage.x.value, 1000000, 2) : none;
}

/* What is said of a benchmark: of the first that ends at the stage, and, further to the right, of the others.
 */
static const char *const verdicts[] = { "over", "at", "under", "maturing", NULL };

enum said { BENCHMARK, VERDICT, JUDGED, JUDGED_LOW, JUDGED_HIGH, WHY_NOT, SAID };
static const char *const said_head[] = {
	[BENCHMARK] = "benchmark",     [VERDICT] = "verdict",		[JUDGED] = "judged",
	[JUDGED_LOW] = "judged_low95", [JUDGED_HIGH] = "judged_high95", [WHY_NOT] = "why_not"
};

static struct figure say(struct row *r, enum said what, size_t which)
{
	struct verdict v = r->is_exit ? (struct verdict){ 0 } : funnel_judge(&r->stage, which);

	if (what == VERDICT)
		return figure_text(str_from(v.benchmark || v.why ? v.word : ""));
	if (!v.benchmark)
		return none;
	switch (what) {
	case BENCHMARK:
		return figure_share(v.benchmark->share);
	case JUDGED:
		return figure_ratio(v.k, v.n);
	case JUDGED_LOW:
		return figure_share(verdict_ends(&v).low);
	case JUDGED_HIGH:
		return figure_share(verdict_ends(&v).high);
	default:
		buf_clear(&r->why);
		verdict_why(&v, &r->why);
		return figure_text(buf_view(&r->why));
	}
}

static struct figure first_said(const struct cell *c)
{
	return say((struct row *)c->row, (enum said)c->of, 0);
}

static struct figure further_said(const struct cell *c)
{
	return say((struct row *)c->row, (enum said)(c->i % SAID), 1 + c->i / SAID);
}

static struct figure cost(const struct cell *c)
{
	return at(c)->is_exit
		       ? none
		       : funnel_cost_of(&at(c)->stage, (enum cost)c->of, c->of == VALUE_PER_COST ? 6 : 2);
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

static size_t exits(const void *view)
{
	return plan_of(view)->agreement->exits.n;
}

static void exit_head(const void *view, size_t i, struct buf *head)
{
	buf_str(head, plan_of(view)->agreement->exits.at[i].name.text);
}

static size_t further(const void *view)
{
	size_t n = funnel_benchmarks(plan_of(view)->agreement);

	return n > 1 ? (n - 1) * SAID : 0;
}

static void further_head(const void *view, size_t i, struct buf *head)
{
	(void)view;
	buf_print(head, "%s_%zu", said_head[i % SAID], 2 + i / SAID);
}

static bool has_costs(const void *view)
{
	return plan_of(view)->spend;
}

#define LEADS .kind = COLUMN_NUMBER, .unit = "leads"
#define SHARE .kind = COLUMN_NUMBER, .unit = "share"
#define DAYS  .kind = COLUMN_NUMBER, .unit = "days"
#define MONEY .kind = COLUMN_NUMBER, .unit = "money"

static const struct column columns[] = {
	{ .figure = group,
	  .repeats = items,
	  .heads = item_head,
	  .definition = "the group, by what --by names; (all) is all leads" },
	{ COLUMN("stage", name), .definition = "the stage, or the exit" },
	{ COLUMN("reached", reached), LEADS, .key = KEY_LAST,
	  .definition = "leads that reached it; of an exit, those that left that way" },
	{ COLUMN("from_previous", from_previous), SHARE, .key = KEY_LAST,
	  .definition = "reached, of those that reached the stage before" },
	{ COLUMN("from_first", from_first), SHARE, .key = KEY_LAST,
	  .definition = "reached, of those that reached the first stage" },
	{ COLUMN("low95", low), SHARE, .key = KEY_LAST,
	  .definition = "the low end of the 95% interval of from_previous" },
	{ COLUMN("high95", high), SHARE, .key = KEY_LAST, .definition = "the high end" },
	{ COLUMN("of_decided", of_decided), SHARE, .key = KEY_LAST,
	  .definition = "reached, of those that went on or left; empty where that is not known" },
	{ COLUMN("waiting", waiting), LEADS, .key = KEY_SUM,
	  .definition = "leads that stand at the stage and have not left" },
	{ COLUMN("left", left), LEADS, .key = KEY_SUM,
	  .definition =
		  "leads that left from the stage; of the last one, those that were won and left later" },
	{ .figure = left_by,
	  .repeats = exits,
	  .heads = exit_head,
	  LEADS,
	  .key = KEY_SUM,
	  .definition = "of those that left, how many did by this exit" },
	{ COLUMN("median_days", days), .of = MEDIAN, DAYS, .key = KEY_LAST,
	  .definition = "half of the leads took no longer from the nearest earlier stage that has times" },
	{ COLUMN("p90_days", days), .of = P90, DAYS, .key = KEY_LAST,
	  .definition = "nine of ten leads took no longer" },
	{ COLUMN("value", value), MONEY, .key = KEY_LAST,
	  .definition = "the sum of the stage's value over the leads that reached it" },
	{ COLUMN("benchmark", first_said), .of = BENCHMARK, SHARE,
	  .definition = "the share that a benchmark to this stage sets" },
	{ COLUMN("verdict", first_said), .of = VERDICT, .words = verdicts,
	  .definition = "over, at or under the benchmark, or maturing; empty where it can't be said" },
	{ COLUMN("cost", cost), .of = COST, MONEY, .key = KEY_LAST, .there = has_costs, .with = "--spend",
	  .definition = "what the whole group cost" },
	{ COLUMN("cost_per_reached", cost), .of = COST_PER_REACHED, MONEY, .key = KEY_LAST,
	  .there = has_costs, .with = "--spend", .definition = "cost, by reached" },
	{ COLUMN("value_per_cost", cost), .of = VALUE_PER_COST, .kind = COLUMN_NUMBER, .key = KEY_LAST,
	  .there = has_costs, .with = "--spend", .definition = "value, by cost" },
	{ COLUMN("judged", first_said), .of = JUDGED, SHARE,
	  .definition = "reached, of those that reached the stage where the benchmark begins" },
	{ COLUMN("judged_low95", first_said), .of = JUDGED_LOW, SHARE,
	  .definition = "the low end of its 95% interval" },
	{ COLUMN("judged_high95", first_said), .of = JUDGED_HIGH, SHARE, .definition = "the high end" },
	{ COLUMN("why_not", first_said), .of = WHY_NOT, .definition = "why there is no verdict" },
	{ .figure = further_said,
	  .repeats = further,
	  .heads = further_head,
	  .definition = "the same of a second benchmark that ends at the stage, and so on: benchmark_2" },
};

const struct report funnel_report = REPORT(columns, struct row, next_line, release);

/* ---- sorting ---- */

struct funnel_key funnel_key_bind(const struct funnel_plan *p, struct str head, struct diags *diags)
{
	const struct funnel_view heads = { .plan = p };
	struct funnel_key key = { 0 };
	struct buf say = { 0 };

	key.column = report_find(&funnel_report, &heads, head, true, &key.repeat, &say);
	if (!key.column)
		diag_error(diags, "--sort: the funnel has no column of numbers '%.*s'%.*s", STR_ARG(head),
			   STR_ARG(buf_view(&say)));
	buf_release(&say);
	return key;
}

double funnel_key_of(const struct funnel_view *v, size_t group, struct funnel_key key)
{
	size_t stages = v->plan->pipeline.nstages;
	bool sum = key.column->key == KEY_SUM;
	double x = sum ? 0 : (double)NAN;

	for (size_t i = sum ? 0 : stages - 1; i < stages; i++) {
		struct row r = { .group = group, .line = i };
		fill(v, &r);
		struct figure f =
			report_figure(key.column, v, &r, key.repeat); /* a number, so nothing to release */
		if (!sum)
			x = figure_number(f);
		else if (f.is != FIGURE_NONE)
			x += figure_number(f);
	}
	return x;
}
