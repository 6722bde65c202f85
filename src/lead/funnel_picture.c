/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel for people, as a picture of bars: see funnel_report.h. */
#include "base/number.h"
#include "lead/funnel_report.h"
#include "lead/share.h"
#include "report/bars.h"

static void put_percent(struct grid *g, uint64_t k, uint64_t n)
{
	share_ratio(g, k, n, false);
}

/* "→ 24 lost, 12 recycled" */
static void put_leaks(struct grid *g, const struct funnel_row *r)
{
	const struct agreement *a = r->view->plan->agreement;
	struct buf b = { 0 };

	for (size_t i = 0; i < a->exits.n; i++) {
		if (!r->x.left_by[i])
			continue;
		buf_str(&b, b.n ? STR(", ") : r->view->utf8 ? STR("→ ") : STR("-> "));
		number_write_grouped(&b, (int64_t)r->x.left_by[i]);
		buf_print(&b, " %.*s", STR_ARG(a->exits.at[i].name.text));
	}
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

/* "94.17", and what came back of it: "3.21" */
static void put_costs(struct grid *g, const struct funnel_row *r)
{
	static const enum cost shown[] = { COST_PER_REACHED, VALUE_PER_COST };
	__int128 x;

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		struct buf b = { 0 };
		if (funnel_cost_of(r, shown[i], 2, &x))
			number_write_fixed(&b, x, 2);
		grid_cell(g, buf_view(&b));
		buf_release(&b);
	}
}

static void put_picture(struct grid *g, const struct funnel_view *v, size_t group, size_t stage,
			uint64_t most)
{
	struct funnel_row r = funnel_row(v, group, stage);
	struct verdict verdict = funnel_judge(&r);
	struct buf b = { 0 };

	funnel_put_group(g, v, group);
	grid_cell(g, v->plan->agreement->stages.at[stage].name.text);
	share_count(g, r.x.reached, false);
	bar_write(&b, most ? (double)r.x.reached / (double)most : 0, 24, v->utf8);
	grid_cell(g, buf_view(&b));
	put_percent(g, r.x.reached, stage && r.recorded ? r.previous : 0);
	put_percent(g, r.x.reached, r.recorded ? r.first : 0);
	buf_clear(&b);
	if (r.recorded && r.x.median != INT64_MIN)
		number_write_fixed(&b, (r.x.median + 5) / 10, 1);
	grid_cell(g, buf_view(&b));
	if (stage + 1 < v->plan->road.nstages)
		share_count(g, r.x.waiting, false);
	else
		grid_cell(g, STR(""));
	put_leaks(g, &r);
	if (verdict.benchmark)
		grid_print(g, "%s%s%.4g%%", verdict.word, *verdict.word ? " " : "",
			   verdict.benchmark->share * 100);
	else
		grid_cell(g, STR(""));
	grid_tone(g, verdict.side < 0 ? TONE_BAD : verdict.side > 0 ? TONE_GOOD : TONE_PLAIN);
	if (v->plan->spend)
		put_costs(g, &r);
	buf_release(&b);
}

void funnel_picture(const struct funnel_view *v, struct grid *g)
{
	uint64_t most = 0;

	grouping_heads(v->plan->grouping, g);
	grid_column(g, "stage", ALIGN_LEFT, false);
	grid_column(g, "reached", ALIGN_RIGHT, true);
	grid_picture(g, "");
	grid_column(g, "step", ALIGN_RIGHT, true);
	grid_column(g, "in all", ALIGN_RIGHT, true);
	grid_column(g, "median days", ALIGN_RIGHT, true);
	grid_column(g, "waiting", ALIGN_RIGHT, true);
	grid_column(g, "left", ALIGN_LEFT, false);
	grid_column(g, "benchmark", ALIGN_LEFT, false);
	if (v->plan->spend) {
		grid_column(g, "cost per lead", ALIGN_RIGHT, true);
		grid_column(g, "return", ALIGN_RIGHT, true);
	}
	/* groups beside each other on one scale; all leads on theirs, which would make the others small */
	for (size_t group = 0; group < funnel_groups(v->funnel); group++) {
		uint64_t first = funnel_at(v->funnel, group, 0).reached;
		most = first > most ? first : most;
	}
	for (size_t group = 0; group <= funnel_groups(v->funnel); group++) {
		bool all = group == funnel_groups(v->funnel);
		for (size_t i = 0; i < v->plan->road.nstages; i++)
			put_picture(g, v, group, i, all ? funnel_at(v->funnel, group, 0).reached : most);
	}
}
