/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Top to bottom: the headline, the funnel of all leads, then either cohorts beside each other or groups
 * against their benchmarks; behind them the table with all figures. See funnel_page.h.
 */
#include "funnel/funnel_page.h"

#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/number.h"
#include "funnel/funnel_behind.h"
#include "funnel/funnel_report.h"
#include "funnel/reasons_report.h"
#include "figures/page.h"
#include "stat/quantile.h"
#include "stat/stat.h"

struct page {
	const struct funnel_view *view;
	const struct step *stages;
	size_t n, all; /* stages; all leads' number among the groups */
	struct buf *out;
	struct arena arena;
	size_t leak; /* the stage that most leads left at; SIZE_MAX: none left */
};

static struct str name_of(const struct page *p, size_t stage)
{
	return p->stages[stage].name.text;
}

static struct funnel_row of_all(const struct page *p, size_t stage)
{
	return funnel_row(p->view, p->all, stage);
}

static struct str group_name(struct page *p, size_t group)
{
	struct buf name = { 0 };

	if (group == p->all)
		return STR("all leads");
	for (size_t i = 0; i < p->view->plan->grouping->n; i++)
		page_item(&name, i, funnel_called(p->view, group, i));
	return page_words(&p->arena, &name);
}

static struct str days(struct page *p, int64_t hundredths)
{
	struct buf b = { 0 };

	number_write_fixed(&b, (hundredths + 5) / 10, 1);
	struct str s = arena_copy(&p->arena, buf_view(&b));
	buf_release(&b);
	return s;
}

/* Only leads that were not won leave the stage before the last for good, so those that left the last stage
 * aren't counted here. */
static size_t largest_leak(const struct page *p)
{
	size_t leak = SIZE_MAX;
	uint64_t most = 0;

	for (size_t i = 0; i + 1 < p->n; i++) {
		uint64_t left = of_all(p, i).x.left;
		if (left > most) {
			most = left;
			leak = i;
		}
	}
	return leak;
}

/* "58 recycled, 30 disqualified"; *n is how many exits that are. */
static struct str exits_of(struct page *p, const struct funnel_row *r, size_t *n)
{
	const struct agreement *a = p->view->plan->agreement;
	struct buf words = { 0 };

	*n = 0;
	for (size_t i = 0; i < a->exits.n; i++)
		if (r->x.left_by[i])
			buf_print(&words, "%s%.*s" NO_BREAK "%.*s", (*n)++ ? ", " : "",
				  STR_ARG(page_count(&p->arena, r->x.left_by[i])),
				  STR_ARG(a->exits.at[i].name.text));
	return page_words(&p->arena, &words);
}

/* ---- the headline ---- */

static struct tile first_tile(struct page *p)
{
	struct funnel_row r = of_all(p, 0);
	struct str waiting = STR("");

	if (p->n > 1 && r.x.reached)
		waiting = arena_print(&p->arena, "%.*s of them still wait there",
				      STR_ARG(page_percent(&p->arena, r.x.waiting, r.x.reached)));
	return (struct tile){ .label = name_of(p, 0),
			      .figure = arena_print(&p->arena, "%.*s %s",
						    STR_ARG(page_count(&p->arena, r.x.reached)),
						    r.x.reached == 1 ? "lead" : "leads"),
			      .detail = waiting };
}

static struct tile last_tile(struct page *p)
{
	struct funnel_row r = of_all(p, p->n - 1);
	uint64_t decided = r.x.reached + r.left;
	struct str rate = STR(""), all = STR("");

	if (funnel_decided(&r) && r.left)
		rate = arena_print(&p->arena, "win rate %.*s of %.*s decided",
				   STR_ARG(page_percent(&p->arena, r.x.reached, decided)),
				   STR_ARG(page_count(&p->arena, decided)));
	if (!r.recorded)
		all = STR("none is recorded");
	else if (r.first)
		all = arena_print(&p->arena, "%.*s of all",
				  STR_ARG(page_percent(&p->arena, r.x.reached, r.first)));
	return (struct tile){ .label = name_of(p, p->n - 1),
			      .figure = page_count(&p->arena, r.x.reached),
			      .detail = page_lines(&p->arena, all, rate) };
}

static struct tile leak_tile(struct page *p)
{
	struct funnel_row r = of_all(p, p->leak);
	size_t exits;
	struct str by = exits_of(p, &r, &exits);

	return (struct tile){
		.label = STR("Largest leak"),
		.figure = arena_print(&p->arena, "%.*s %s", STR_ARG(page_count(&p->arena, r.x.left)),
				      r.x.left == 1 ? "lead" : "leads"),
		.detail = page_lines(&p->arena,
				     arena_print(&p->arena, "%.*s of the %.*s at %.*s left before %.*s",
						 STR_ARG(page_percent(&p->arena, r.x.left, r.x.reached)),
						 STR_ARG(page_count(&p->arena, r.x.reached)),
						 STR_ARG(name_of(p, p->leak)),
						 STR_ARG(name_of(p, p->leak + 1))),
				     by),
	};
}

/* "2,300.49" */
static struct str money(struct page *p, struct quotient q)
{
	struct buf b = { 0 };

	number_write_quotient(&b, q, true);
	struct str s = arena_copy(&p->arena, buf_view(&b));
	buf_release(&b);
	return s;
}

static struct str money_of(struct page *p, struct figure x)
{
	return money(p, number_quotient(x.k, x.n, x.places));
}

/* Of the last stage that has one. */
static bool value_tile(struct page *p, struct tile *tile)
{
	size_t stage = p->n;

	while (stage && !p->stages[stage - 1].value)
		stage--;
	if (!stage--)
		return false;
	struct funnel_row r = of_all(p, stage);
	struct quotient whole = number_quotient(r.x.value, 1000000, 0);
	if (r.x.mixed || whole.minus || !whole.whole || !r.x.reached)
		return false;
	struct str each = arena_print(
		&p->arena, "%.*s each on average",
		STR_ARG(money(p, number_quotient(r.x.value, (__int128)r.x.reached * 1000000, 0))));
	struct str full = money(p, whole), figure = full;
	if (whole.whole < 1000000)
		full = STR("");
	else /* 10,005,534 is 10.0 million, said in full below */
		figure =
			arena_print(&p->arena, "%.*s million",
				    STR_ARG(money(p, number_quotient(r.x.value, INT64_C(1000000000000), 1))));
	*tile = (struct tile){ .label = arena_print(&p->arena, "Value of %.*s", STR_ARG(name_of(p, stage))),
			       .figure = figure,
			       .detail = page_lines(&p->arena, full, each) };
	return true;
}

static bool days_tile(struct page *p, struct tile *tile)
{
	struct funnel_row r = of_all(p, p->n - 1);
	size_t before = funnel_before(p->view->plan->agreement, p->n - 1);

	if (r.x.median == INT64_MIN || before == SIZE_MAX)
		return false;
	*tile = (struct tile){
		.label = arena_print(&p->arena, "From %.*s to %.*s", STR_ARG(name_of(p, before)),
				     STR_ARG(name_of(p, p->n - 1))),
		.figure = arena_print(&p->arena, "%.*s days", STR_ARG(days(p, r.x.median))),
		.detail = arena_print(&p->arena, "the median; 9 of 10 within %.*s", STR_ARG(days(p, r.x.p90)))
	};
	return true;
}

static bool cost_tile(struct page *p, struct tile *tile)
{
	struct funnel_row r = of_all(p, p->n - 1);
	struct figure each = funnel_cost_of(&r, COST_PER_REACHED, 2), all = funnel_cost_of(&r, COST, 2);
	struct figure back = funnel_cost_of(&r, VALUE_PER_COST, 2);
	struct str returned = STR("");

	if (each.is == FIGURE_NONE || all.is == FIGURE_NONE)
		return false;
	if (back.is != FIGURE_NONE)
		returned = arena_print(&p->arena, "%.*s came back for each 1", STR_ARG(money_of(p, back)));
	*tile = (struct tile){
		.label = arena_print(&p->arena, "Cost per %.*s", STR_ARG(name_of(p, p->n - 1))),
		.figure = money_of(p, each),
		.detail = page_lines(
			&p->arena, arena_print(&p->arena, "%.*s in all", STR_ARG(money_of(p, all))), returned)
	};
	return true;
}

static void put_tiles(struct page *p)
{
	struct tile tile[4] = { first_tile(p) };
	size_t n = 1;

	if (p->n > 1)
		tile[n++] = last_tile(p);
	if (p->leak != SIZE_MAX)
		tile[n++] = leak_tile(p);
	/* four are as many as are read */
	n += cost_tile(p, &tile[n]) || value_tile(p, &tile[n]) || days_tile(p, &tile[n]);
	document_tiles(p->out, tile, n);
}

/* "65 of 2,555 leads reached won (2.5%); most were lost at sql: 93 of 266 (35.0%) left there." */
static void put_answer(struct page *p)
{
	struct funnel_row first = of_all(p, 0), last = of_all(p, p->n - 1);
	size_t stage = p->n - 1; /* the last one that anything is known of */
	struct buf b = { 0 };

	if (!first.x.reached) {
		document_answer(p->out,
				arena_print(&p->arena, "No lead reached %.*s, so there is no funnel to show.",
					    STR_ARG(name_of(p, 0))));
		return;
	}
	for (; stage && !last.recorded; last = of_all(p, stage))
		stage--;
	buf_print(&b, "%.*s of %.*s leads reached %.*s (%.*s)",
		  STR_ARG(page_count(&p->arena, last.x.reached)),
		  STR_ARG(page_count(&p->arena, first.x.reached)), STR_ARG(name_of(p, stage)),
		  STR_ARG(page_percent(&p->arena, last.x.reached, first.x.reached)));
	if (stage + 1 < p->n)
		buf_print(&b, ", and none is known to have reached %.*s", STR_ARG(name_of(p, p->n - 1)));
	if (p->leak != SIZE_MAX) {
		struct funnel_row r = of_all(p, p->leak);
		buf_print(&b, "; most left at %.*s, %.*s of %.*s (%.*s)", STR_ARG(name_of(p, p->leak)),
			  STR_ARG(page_count(&p->arena, r.x.left)),
			  STR_ARG(page_count(&p->arena, r.x.reached)),
			  STR_ARG(page_percent(&p->arena, r.x.left, r.x.reached)));
	}
	buf_str(&b, STR("."));
	document_answer(p->out, buf_view(&b));
	buf_release(&b);
}

/* ---- the funnel ---- */

/* The stage that a benchmark to this one begins at; without one the stage its rate is of. */
static size_t judged_from(const struct page *p, size_t stage, const struct benchmark *b)
{
	return b ? agreement_stage(p->view->plan->agreement, b->from.text)
		 : funnel_previous(p->view->funnel, stage);
}

/* What is said of the benchmarks that end at a stage: "over 60%"; if one begins earlier than the previous
 * bar, its share is a different one: "over 35%: 41.2% of mql". */
static struct str judged_by(struct page *p, const struct funnel_row *r, struct verdict v)
{
	size_t from = judged_from(p, r->stage, v.benchmark);
	struct str said =
		arena_print(&p->arena, "%s %.4g%%", *v.word ? v.word : "benchmark", v.benchmark->share * 100);
	if (from == judged_from(p, r->stage, NULL))
		return said;
	return arena_print(&p->arena, "%.*s: %.*s of %.*s", STR_ARG(said),
			   STR_ARG(page_percent(&p->arena, r->x.reached, of_all(p, from).x.reached)),
			   STR_ARG(name_of(p, from)));
}

static struct str judged(struct page *p, const struct funnel_row *r)
{
	struct buf words = { 0 };
	struct verdict v;

	for (size_t i = 0; (v = funnel_judge(r, i)).benchmark; i++)
		buf_print(&words, "%s%.*s", i ? "; " : "", STR_ARG(judged_by(p, r, v)));
	return page_words(&p->arena, &words);
}

/* How many left, by which exits, and how many wait; the first line is the most important. */
static void put_losses(struct page *p, const struct funnel_row *r, struct funnel_bar *bar)
{
	size_t n = 0, exits;
	struct str by = exits_of(p, r, &exits), left = by;

	bar->most = r->stage == p->leak;
	if (exits > 1)
		left = arena_print(&p->arena, "%.*s left", STR_ARG(page_count(&p->arena, r->x.left)));
	if (exits)
		bar->loss[n++] =
			bar->most ? arena_print(&p->arena, "largest leak: %.*s", STR_ARG(left)) : left;
	if (exits > 1)
		bar->loss[n++] = by;
	if (r->x.waiting)
		bar->loss[n] = arena_print(&p->arena, "%.*s %s", STR_ARG(page_count(&p->arena, r->x.waiting)),
					   r->x.waiting == 1 ? "waits" : "wait");
}

static struct funnel_bar bar_of(struct page *p, size_t stage)
{
	struct funnel_row r = of_all(p, stage);
	struct verdict v = funnel_judge(&r, 0);
	struct funnel_bar bar = { .name = name_of(p, stage), .value = (double)r.x.reached };

	bar.tone = v.side > 0 ? TONE_GOOD : v.side < 0 ? TONE_BAD : TONE_DIM;
	bar.judged = judged(p, &r);
	if (!r.recorded)
		bar.note = STR("not recorded");
	else if (stage && r.first)
		bar.note = arena_print(&p->arena, "%.*s of all",
				       STR_ARG(page_percent(&p->arena, r.x.reached, r.first)));
	if (funnel_rated(&r))
		bar.rate = page_percent(&p->arena, r.x.reached, r.previous);
	if (stage + 1 < p->n)
		put_losses(p, &r, &bar);
	return bar;
}

static void put_funnel(struct page *p)
{
	struct funnel_bar *bar = ARENA_ARRAY(&p->arena, p->n, struct funnel_bar);
	bool benchmarks = false;

	for (size_t i = 0; i < p->n; i++) {
		bar[i] = bar_of(p, i);
		benchmarks |= bar[i].judged.n > 0;
	}
	document_funnel_bars(p->out, &(struct funnel_bars){ STR("All leads"), bar, p->n });
	if (benchmarks)
		document_note(p->out, STR("Over, at or under: held to the agreement's benchmark."));
}

static void put_reasons(struct page *p)
{
	struct grid g = { 0 };

	if (reasons_brief(p->view->funnel, p->view->plan, &g))
		document_grid(p->out, &g, false);
	grid_release(&g);
}

/* ---- groups ---- */

static struct dot dot_of(struct page *p, const struct funnel_row *r, uint64_t of, struct verdict v)
{
	struct interval i = wilson(r->x.reached, of, p->view->z);
	enum dot_side side = v.side > 0			      ? DOT_OVER
			     : v.side < 0		      ? DOT_UNDER
			     : *v.word == 'a' || !v.benchmark ? DOT_AT
							      : DOT_UNKNOWN;

	return (struct dot){ group_name(p, r->group),
			     arena_print(&p->arena, "%.*s of %.*s",
					 STR_ARG(page_percent(&p->arena, r->x.reached, of)),
					 STR_ARG(page_count(&p->arena, of))),
			     (double)r->x.reached / (double)of,
			     i.low,
			     i.high,
			     side };
}

/* The groups' shares of one step, beside one of the benchmarks that end there; all leads last. */
static void put_step(struct page *p, size_t stage, size_t which)
{
	const struct benchmark *b = funnel_benchmark(p->view->funnel, stage, which);
	size_t from = judged_from(p, stage, b), n = 0, groups = 0;
	struct dot row[PAGE_GROUPS + 1];

	for (size_t group = 0; group <= p->all; group++) {
		struct funnel_row r = funnel_row(p->view, group, stage);
		uint64_t of = funnel_at(p->view->funnel, group, from).reached;
		if (!of || (group < p->all && ++groups > PAGE_GROUPS))
			continue;
		row[n++] = dot_of(p, &r, of, funnel_judge(&r, which));
	}
	if (!groups)
		return;
	document_dots(p->out,
		      &(struct dots){ arena_print(&p->arena, "From %.*s to %.*s", STR_ARG(name_of(p, from)),
						  STR_ARG(name_of(p, stage))),
				      row, n, b ? b->share : (double)NAN, b ? STR("benchmark") : STR(""),
				      DOTS_JUDGED });
	page_groups(p->out, &p->arena, n - 1, groups);
}

/* The steps that have a benchmark; all of them if none has. */
static void put_groups(struct page *p)
{
	bool benchmarks = false;

	for (size_t i = 1; i < p->n; i++) {
		struct funnel_row r = of_all(p, i);
		benchmarks |= r.recorded && funnel_benchmark(p->view->funnel, i, 0);
	}
	document_heading(p->out, STR("The groups"));
	for (size_t i = 1; i < p->n; i++) {
		struct funnel_row r = of_all(p, i);
		if (r.recorded && !benchmarks)
			put_step(p, i, 0);
		for (size_t k = 0; r.recorded && funnel_benchmark(p->view->funnel, i, k); k++)
			put_step(p, i, k);
	}
	document_note(
		p->out,
		benchmarks ? STR("The lines are 95% intervals. Over or under the benchmark is a group whose "
				 "whole interval is, of 20 leads or more; under it only if pending leads "
				 "can't be why.")
			   : STR("The lines are 95% intervals."));
}

/* ---- cohorts ---- */

/* A cohort's leads, over all other items of the grouping. */
struct cohort {
	struct str name;
	bool maturing;
	uint64_t *reached;
};

static size_t collect(struct page *p, struct cohort *cohort)
{
	struct map place = { 0 };
	size_t n = 0;

	for (size_t group = 0; group < p->all; group++) {
		struct str name = funnel_group(p->view->funnel, group, 0);
		size_t at = map_put(&place, name, (uint32_t)n);
		if (at == n)
			cohort[n++] = (struct cohort){
				name, funnel_maturing(p->view->funnel, group, p->view->now, p->view->zone),
				ARENA_ARRAY(&p->arena, p->n, uint64_t)
			};
		for (size_t i = 0; i < p->n; i++)
			cohort[at].reached[i] += funnel_at(p->view->funnel, group, i).reached;
	}
	map_release(&place);
	return n;
}

static struct heat_row heat_of(struct page *p, const struct cohort *c)
{
	double *share = ARENA_ARRAY(&p->arena, p->n, double);

	for (size_t i = 1; i < p->n; i++)
		share[i - 1] = c->reached[0] && funnel_recorded(p->view->funnel, i)
				       ? (double)c->reached[i] / (double)c->reached[0]
				       : (double)NAN;
	return (struct heat_row){ c->maturing ? arena_print(&p->arena, "%.*s maturing", STR_ARG(c->name))
					      : c->name,
				  page_count(&p->arena, c->reached[0]), share, c->maturing, NULL };
}

static void put_cohorts(struct page *p)
{
	struct cohort *cohort = ARENA_ARRAY(&p->arena, p->all + 1, struct cohort);
	size_t n = collect(p, cohort);
	struct heat_row *row = ARENA_ARRAY(&p->arena, n + 1, struct heat_row);
	struct str *column = ARENA_ARRAY(&p->arena, p->n, struct str);
	struct str first = name_of(p, 0);

	if (p->n < 2)
		return;
	for (size_t i = 1; i < p->n; i++)
		column[i - 1] = name_of(p, i);
	for (size_t i = 0; i < n; i++)
		row[i] = heat_of(p, &cohort[i]);
	document_heading(p->out, STR("The cohorts"));
	document_heat(p->out,
		      &(struct heat){ .name = arena_print(&p->arena, "Share of %.*s that reached each stage",
							  STR_ARG(first)),
				      .column = column,
				      .columns = p->n - 1,
				      .row = row,
				      .rows = n });
	document_note(p->out,
		      p->view->plan->window
			      ? STR("The stronger the shade, the larger the share among those of its stage. "
				    "Framed: not all leads of the "
				    "cohort have had their time yet; only those that had are counted.")
			      : STR("The stronger the shade, the larger the share among those of its stage. "
				    "Later cohorts had less time; "
				    "--window compares all after the same."));
}

/* ---- the page ---- */

static void put_figures(struct page *p)
{
	struct funnel_view view = *p->view;
	size_t n;

	view.utf8 = true;
	view.width = 0;
	struct grid *grids = funnel_pictures(&view, &n);
	for (size_t i = 0; i < n; i++) {
		document_grid(p->out, &grids[i], p->all == 0);
		grid_release(&grids[i]);
	}
	free(grids);
	funnel_behind(p->view, p->leak != SIZE_MAX ? p->leak : 0, &p->arena, p->out);
}

void funnel_page(const struct funnel_view *v, struct buf *out)
{
	struct page p = { .view = v,
			  .stages = v->plan->agreement->stages.at,
			  .n = v->plan->pipeline.nstages,
			  .all = funnel_groups(v->funnel),
			  .out = out };

	p.leak = largest_leak(&p);
	put_answer(&p);
	put_tiles(&p);
	put_funnel(&p);
	put_reasons(&p);
	if (v->plan->cohorts)
		put_cohorts(&p);
	else if (p.all)
		put_groups(&p);
	put_figures(&p);
	arena_release(&p.arena);
}
