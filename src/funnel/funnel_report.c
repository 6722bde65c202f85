/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel as one flat grid, for programs: see funnel_report.h. */
#include "funnel/funnel_report.h"

#include "base/number.h"
#include "figures/share.h"
#include "stat/stat.h"

void funnel_put_group(struct grid *g, const struct funnel_view *v, size_t group)
{
	for (size_t i = 0; i < v->plan->grouping->n; i++)
		grid_cell(g, funnel_called(v, group, i));
}

static void put_empty(struct grid *g, int n)
{
	while (n-- > 0)
		grid_cell(g, STR(""));
}

static void put_days(struct grid *g, int64_t hundredths)
{
	struct buf b = { 0 };

	if (hundredths != INT64_MIN)
		number_write_fixed(&b, hundredths, 2);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

static void put_money(struct grid *g, bool known, struct quotient x)
{
	struct buf b = { 0 };

	if (known)
		number_write_quotient(&b, x, false);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

static void put_costs(struct grid *g, const struct funnel_row *r)
{
	struct quotient x = { 0 };

	for (enum cost c = 0; c < COSTS; c++) {
		bool known = funnel_cost_of(r, c, c == VALUE_PER_COST ? 6 : 2, &x);
		put_money(g, known, x);
	}
}

static void put_rates(struct grid *g, const struct funnel_row *r)
{
	if (!funnel_rated(r)) {
		grid_cell(g, STR(""));
		share_ratio(g, r->x.reached, r->recorded ? r->first : 0, true);
		put_empty(g, 3);
		return;
	}
	struct interval i = wilson(r->x.reached, r->previous, Z95);
	share_ratio(g, r->x.reached, r->previous, true);
	share_ratio(g, r->x.reached, r->first, true);
	grid_print(g, "%.6f", i.low);
	grid_print(g, "%.6f", i.high);
	share_ratio(g, r->x.reached, r->x.reached + r->left, true);
}

static void put_stage(struct grid *g, const struct funnel_view *v, size_t group, size_t stage)
{
	const struct road *road = &v->plan->road;
	struct funnel_row r = funnel_row(v, group, stage);
	struct verdict verdict = funnel_judge(&r);

	funnel_put_group(g, v, group);
	grid_cell(g, v->plan->agreement->stages.at[stage].name.text);
	share_count(g, r.x.reached, true);
	put_rates(g, &r);
	if (stage + 1 < road->nstages)
		share_count(g, r.x.waiting, true);
	else
		grid_cell(g, STR(""));
	share_count(g, r.x.left, true);
	for (size_t i = 0; i < road->nexits; i++)
		share_count(g, r.x.left_by[i], true);
	put_days(g, r.recorded ? r.x.median : INT64_MIN);
	put_days(g, r.recorded ? r.x.p90 : INT64_MIN);
	put_money(g, v->plan->agreement->stages.at[stage].value, number_quotient(r.x.value, 1000000, 2));
	if (verdict.benchmark)
		grid_print(g, "%.6f", verdict.benchmark->share);
	else
		grid_cell(g, STR(""));
	grid_cell(g, str_from(verdict.word));
	if (v->plan->spend)
		put_costs(g, &r);
}

static void put_exit(struct grid *g, const struct funnel_view *v, size_t group, size_t exit)
{
	struct funnel_exit x = funnel_exit_at(v->funnel, group, exit);

	funnel_put_group(g, v, group);
	grid_cell(g, v->plan->agreement->exits.at[exit].name.text);
	share_count(g, x.left, true);
	put_empty(g, 7 + (int)v->plan->road.nexits);
	put_days(g, x.median);
	put_days(g, x.p90);
	put_empty(g, 3 + (v->plan->spend ? COSTS : 0));
}

void funnel_grid(const struct funnel_view *v, struct grid *g)
{
	static const char *const before[] = { "reached",    "from_previous", "from_first", "low95", "high95",
					      "of_decided", "waiting",	     "left",	   NULL };
	static const char *const after[] = { "median_days", "p90_days", "value", "benchmark", NULL };
	const struct agreement *a = v->plan->agreement;

	grouping_heads(v->plan->grouping, g);
	grid_column(g, "stage", ALIGN_LEFT, false);
	share_heads(g, before, 0);
	for (size_t i = 0; i < a->exits.n; i++)
		grid_column(g, arena_copy(&g->arena, a->exits.at[i].name.text).p, ALIGN_RIGHT, true);
	share_heads(g, after, 0);
	grid_column(g, "verdict", ALIGN_LEFT, false);
	if (v->plan->spend)
		share_heads(g, cost_heads, 0);
	for (size_t group = 0; group <= funnel_groups(v->funnel); group++) {
		for (size_t i = 0; i < v->plan->road.nstages; i++)
			put_stage(g, v, group, i);
		for (size_t i = 0; i < v->plan->road.nexits; i++)
			put_exit(g, v, group, i);
	}
}
