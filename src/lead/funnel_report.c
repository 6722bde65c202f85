/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of the funnel as grids: see funnel_report.h. */
#include "lead/funnel_report.h"

#include <math.h>

#include "base/number.h"
#include "lead/share.h"
#include "lead/stat.h"
#include "report/bars.h"

/* One stage of one group, and what its rates are of. */
struct row {
	const struct funnel_view *view;
	size_t group, stage;
	struct funnel_stage x;
	bool recorded;
	uint64_t first;	   /* reached of the first stage */
	uint64_t previous; /* of the nearest earlier recorded one; 0 of the first */
	uint64_t left;	   /* between that one and this one */
};

static struct row row_of(const struct funnel_view *v, size_t group, size_t stage)
{
	struct row r = {
		v, group, stage, funnel_at(v->funnel, group, stage), funnel_recorded(v->funnel, stage),
		0, 0,	  0
	};

	r.first = funnel_at(v->funnel, group, 0).reached;
	for (size_t i = stage; i-- > 0;) {
		struct funnel_stage before = funnel_at(v->funnel, group, i);
		r.left += before.left;
		if (funnel_recorded(v->funnel, i)) {
			r.previous = before.reached;
			break;
		}
	}
	return r;
}

/* ---- verdicts ---- */

static struct verdict judge(const struct row *r)
{
	const struct funnel_view *view = r->view;
	const struct agreement *a = view->plan->agreement;
	const struct benchmark *b = NULL;
	uint64_t of = 0;

	for (size_t i = 0; i < a->benchmarks.n && !b; i++)
		if (a->benchmarks.at[i].what == BENCHMARK_STEP &&
		    agreement_stage(a, a->benchmarks.at[i].to.text) == r->stage)
			b = &a->benchmarks.at[i];
	if (funnel_maturing(view->funnel, r->group, view->now, view->zone))
		return (struct verdict){ b, "maturing", 0 };
	if (b && r->recorded)
		of = funnel_at(view->funnel, r->group, agreement_stage(a, b->from.text)).reached;
	return verdict_of(b, r->x.reached, of, view->z);
}

size_t funnel_verdicts(const struct funnel_view *v)
{
	size_t n = 0;

	for (size_t group = 0; group <= funnel_groups(v->funnel); group++)
		for (size_t i = 0; i < v->plan->road.nstages; i++) {
			struct row r = row_of(v, group, i);
			struct verdict verdict = judge(&r);
			n += verdict.benchmark && *verdict.word;
		}
	return n;
}

/* ---- for programs ---- */

static void put_group(struct grid *g, const struct funnel_view *v, size_t group)
{
	for (size_t i = 0; i < v->plan->grouping->n; i++)
		grid_cell(g, group == funnel_groups(v->funnel) ? STR("(all)")
							       : funnel_group(v->funnel, group, i));
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

static void put_value(struct grid *g, __int128 millionths)
{
	struct buf b = { 0 };
	__int128 half = millionths < 0 ? -5000 : 5000;

	number_write_fixed(&b, (millionths + half) / 10000, 2);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

static void put_rates(struct grid *g, const struct row *r)
{
	if (r->stage == 0 || !r->recorded || !r->previous) {
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
	struct row r = row_of(v, group, stage);
	struct verdict verdict = judge(&r);

	put_group(g, v, group);
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
	if (v->plan->value[stage])
		put_value(g, r.x.value);
	else
		grid_cell(g, STR(""));
	if (verdict.benchmark)
		grid_print(g, "%.6f", verdict.benchmark->share);
	else
		grid_cell(g, STR(""));
	grid_cell(g, str_from(verdict.word));
}

static void put_exit(struct grid *g, const struct funnel_view *v, size_t group, size_t exit)
{
	struct funnel_exit x = funnel_exit_at(v->funnel, group, exit);

	put_group(g, v, group);
	grid_cell(g, v->plan->agreement->exits.at[exit].name.text);
	share_count(g, x.left, true);
	put_empty(g, 7 + (int)v->plan->road.nexits);
	put_days(g, x.median);
	put_days(g, x.p90);
	put_empty(g, 3);
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
	for (size_t group = 0; group <= funnel_groups(v->funnel); group++) {
		for (size_t i = 0; i < v->plan->road.nstages; i++)
			put_stage(g, v, group, i);
		for (size_t i = 0; i < v->plan->road.nexits; i++)
			put_exit(g, v, group, i);
	}
}

/* ---- sorting ---- */

/* The number columns that groups may be sorted by, in the order of their heads; exits' columns stand before
 * the days. */
enum {
	SORT_REACHED,
	SORT_PREVIOUS,
	SORT_FIRST,
	SORT_LOW,
	SORT_HIGH,
	SORT_DECIDED,
	SORT_WAITING,
	SORT_LEFT,
	SORT_EXITS
};
static const char *const sort_heads[] = { "reached", "from_previous", "from_first", "low95",
					  "high95",  "of_decided",    "waiting",    "left" };

size_t funnel_sort_column(const struct funnel_plan *p, struct str head)
{
	static const char *const after[] = { "median_days", "p90_days", "value" };
	const struct agreement *a = p->agreement;

	for (size_t i = 0; i < SORT_EXITS; i++)
		if (str_same(head, str_from(sort_heads[i])))
			return i;
	for (size_t i = 0; i < a->exits.n; i++)
		if (str_same(head, a->exits.at[i].name.text))
			return SORT_EXITS + i;
	for (size_t i = 0; i < sizeof after / sizeof *after; i++)
		if (str_same(head, str_from(after[i])))
			return SORT_EXITS + a->exits.n + i;
	return SIZE_MAX;
}

static double ratio(uint64_t k, uint64_t n)
{
	return n ? (double)k / (double)n : (double)NAN;
}

/* The figure of one stage, by which groups are sorted. */
static double figure(const struct row *r, size_t column)
{
	size_t exits = r->view->plan->road.nexits;
	bool rates = r->stage && r->recorded && r->previous;
	struct interval i = rates ? wilson(r->x.reached, r->previous, Z95) : (struct interval){ NAN, NAN };

	switch (column) {
	case SORT_REACHED:
		return (double)r->x.reached;
	case SORT_PREVIOUS:
		return rates ? ratio(r->x.reached, r->previous) : (double)NAN;
	case SORT_FIRST:
		return ratio(r->x.reached, r->first);
	case SORT_LOW:
		return i.low;
	case SORT_HIGH:
		return i.high;
	case SORT_DECIDED:
		return ratio(r->x.reached, r->x.reached + r->left);
	case SORT_WAITING:
		return (double)r->x.waiting;
	case SORT_LEFT:
		return (double)r->x.left;
	default:
		if (column < SORT_EXITS + exits)
			return (double)r->x.left_by[column - SORT_EXITS];
		column -= SORT_EXITS + exits;
		return column == 2 ? (double)r->x.value
		       : (column ? r->x.p90 : r->x.median) == INT64_MIN
			       ? (double)NAN
			       : (double)(column ? r->x.p90 : r->x.median);
	}
}

double funnel_sort_key(const struct funnel_view *v, size_t group, size_t column)
{
	size_t stages = v->plan->road.nstages, exits = v->plan->road.nexits;
	bool sum = column >= SORT_WAITING && column < SORT_EXITS + exits;
	double key = 0;

	for (size_t i = sum ? 0 : stages - 1; i < stages; i++) {
		struct row r = row_of(v, group, i);
		key += figure(&r, column);
	}
	return key;
}

/* ---- for people ---- */

static void put_percent(struct grid *g, uint64_t k, uint64_t n)
{
	share_ratio(g, k, n, false);
}

/* "→ 24 lost, 12 recycled" */
static void put_leaks(struct grid *g, const struct row *r)
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

static void put_picture(struct grid *g, const struct funnel_view *v, size_t group, size_t stage,
			uint64_t most)
{
	struct row r = row_of(v, group, stage);
	struct verdict verdict = judge(&r);
	struct buf b = { 0 };

	put_group(g, v, group);
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
