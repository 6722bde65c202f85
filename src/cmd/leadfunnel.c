/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfunnel: how many of what came in became customers, and where they leak. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/filter.h"
#include "lead/funnel_report.h"
#include "lead/stat.h"
#include "lead/yoy_report.h"

enum {
	OPTION_BY = OPTION_OWN,
	OPTION_EXACT,
	OPTION_SORT,
	OPTION_LIMIT,
	OPTION_COHORT,
	OPTION_FROM,
	OPTION_WINDOW,
	OPTION_SIMULTANEOUS,
	OPTION_YOY
};

static const char cohort_words[] = "month week quarter year";
static const enum period cohort_periods[] = { PERIOD_MONTH, PERIOD_WEEK, PERIOD_QUARTER, PERIOD_YEAR };

static const struct option_row options[] = {
	{ OPTION_BY, "by", "EXPR[,EXPR]", "a funnel for each group, all leads last", COMPLETE_COLUMN, NULL },
	{ OPTION_EXACT, "exact", NULL, "groups: other spellings are other groups", 0, NULL },
	{ OPTION_SORT, "sort", "COLUMN", "groups by a column, the largest first", 0, NULL },
	{ OPTION_LIMIT, "limit", "N", "only the first N groups, the rest as (other)", 0, NULL },
	{ OPTION_COHORT, "cohort", "PERIOD", "a funnel for each period leads came in", COMPLETE_WORDS,
	  cohort_words },
	{ OPTION_FROM, "from", "STAGE", "where cohorts and windows begin, if not at the first stage", 0,
	  NULL },
	{ OPTION_WINDOW, "window", "SPAN", "only what happened within it: '90 days'", 0, NULL },
	{ OPTION_SIMULTANEOUS, "simultaneous", NULL, "verdicts that hold all at once", 0, NULL },
	{ OPTION_YOY, "yoy", NULL, "the figures of each year, or --cohort, beside the year before", 0, NULL },
	{ 0 },
};

static const struct tool tool = {
	.name = "leadfunnel",
	.line = "tell where leads convert and where they leak",
	.options = options,
	.examples = "  leadfunnel leads.csv\n"
		    "  leadfunnel --by country leads.csv > funnel.csv\n",
	.report = "leadfunnel",
};

struct leadfunnel {
	struct filter filter;
	const char *by, *from, *window, *sort;
	int64_t limit; /* 0: none */
	int cohort;    /* of cohort_words; -1: none */
	bool exact, simultaneous, yoy;
	size_t sort_column;
	struct grouping grouping;
	struct funnel_plan plan;
	struct yoy_plan yoy_plan;
};

static bool own_option(void *ctx, int key, const char *value, struct diags *diags)
{
	struct leadfunnel *t = ctx;

	switch (key) {
	case OPTION_SORT:
		return (t->sort = value);
	case OPTION_LIMIT:
		return option_whole(diags, "--limit", value, 1, INT64_C(1000000000), &t->limit);
	case OPTION_COHORT:
		t->cohort = option_word(diags, "--cohort", value, cohort_words);
		return t->cohort >= 0;
	case OPTION_EXACT:
		return t->exact = true;
	case OPTION_SIMULTANEOUS:
		return t->simultaneous = true;
	case OPTION_YOY:
		return t->yoy = true;
	case OPTION_BY:
		return (t->by = value);
	case OPTION_FROM:
		return (t->from = value);
	default:
		return (t->window = value);
	}
}

static void take(struct worker *w, const struct record *r, struct buf *out)
{
	struct leadfunnel *t = (struct leadfunnel *)w->filter;

	(void)r, (void)out;
	if (!w->own)
		w->own = funnel_new(&t->plan);
	funnel_count(w->own, &w->frame[0]);
}

static void drop(void *own)
{
	funnel_free(own);
}

/* The stage that cohorts and windows begin at. */
static void bind_from(struct leadfunnel *t)
{
	const struct agreement *a = &t->filter.lane[0].agreement;
	struct nearest near = nearest_to(str_from(t->from));
	struct buf say = { 0 };

	t->plan.from = agreement_stage(a, str_from(t->from));
	if (t->plan.from == SIZE_MAX) {
		for (size_t i = 0; i < a->stages.n; i++)
			nearest_offer(&near, a->stages.at[i].name.text);
		nearest_say(&near, &say);
		diag_error(&t->filter.diags, "--from: there is no stage '%s'%.*s", t->from,
			   STR_ARG(buf_view(&say)));
	}
	buf_release(&say);
}

static void bind_window(struct leadfunnel *t)
{
	struct diags *diags = &t->filter.diags;

	if (!span_read(str_trim(str_from(t->window)), '.', &t->plan.window) || t->plan.window <= 0)
		diag_error(diags, "--window: '%s' is no span; write it as '90 days'", t->window);
	road_dated(&t->plan.road, t->plan.agreement, 0, "--window", diags);
}

/* ---- year over year ---- */

static void take_yoy(struct worker *w, const struct record *r, struct buf *out)
{
	struct leadfunnel *t = (struct leadfunnel *)w->filter;

	(void)r, (void)out;
	if (!w->own)
		w->own = yoy_new(&t->yoy_plan);
	yoy_count(w->own, &w->frame[0]);
}

static void drop_yoy(void *own)
{
	yoy_free(own);
}

static void choose_yoy(struct leadfunnel *t)
{
	struct filter *f = &t->filter;
	const struct {
		const char *name;
		bool said;
	} others[] = {
		{ "--by", t->by },
		{ "--exact", t->exact },
		{ "--sort", t->sort },
		{ "--limit", t->limit },
		{ "--from", t->from },
		{ "--window", t->window },
		{ "--simultaneous", t->simultaneous },
	};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (others[i].said)
			diag_error(&f->diags, "--yoy compares the periods of all leads: leave %s out",
				   others[i].name);
	f->take = take_yoy;
	f->drop = drop_yoy;
	yoy_bind(&t->yoy_plan, f->lane[0].names, t->cohort < 0 ? PERIOD_YEAR : cohort_periods[t->cohort],
		 &f->diags);
}

static bool report_yoy(struct leadfunnel *t)
{
	struct filter *f = &t->filter;
	struct yoy *all = yoy_new(&t->yoy_plan);
	struct grid grid = { 0 };

	for (size_t i = 0; i < f->nworkers; i++)
		if (f->workers[i].own)
			yoy_merge(all, f->workers[i].own);
	yoy_settle(all);
	yoy_tell(all, &f->diags);
	struct yoy_view v = { .yoy = all, .plan = &t->yoy_plan, .utf8 = f->emitter.look.utf8 };
	if (filter_report_plain(f))
		yoy_grid(&v, &grid);
	else
		yoy_table(&v, &grid);
	bool good = filter_write_report(f, &grid, 1);
	yoy_free(all);
	return good;
}

/* ---- what is asked for ---- */

static void choose(struct leadfunnel *t)
{
	struct filter *f = &t->filter;
	struct lane *lane = &f->lane[0];

	f->report = true;
	f->take = take;
	f->drop = drop;
	if (!lane->agreement.stages.n) {
		diag_error(&f->diags, "%s: the agreement has no 'stage' statement, so there is no funnel",
			   lane->agreement.text->name);
		return;
	}
	if (t->yoy) {
		choose_yoy(t);
		return;
	}
	if (!funnel_bind(&t->plan, lane->names) || !grouping_bind(&t->grouping, lane->names, t->by, t->exact))
		return;
	t->plan.grouping = &t->grouping;
	if (t->from)
		bind_from(t);
	if (t->window)
		bind_window(t);
	if (t->cohort >= 0 && !f->diags.errors)
		funnel_cohorts(&t->plan, lane->names, cohort_periods[t->cohort], &t->grouping);
	t->sort_column = t->sort ? funnel_sort_column(&t->plan, str_from(t->sort)) : SIZE_MAX;
	if (t->sort && t->sort_column == SIZE_MAX)
		diag_error(&f->diags, "--sort: the funnel has no column of numbers '%s'", t->sort);
}

static void arrange(struct leadfunnel *t, struct funnel *all, const struct funnel_view *v)
{
	size_t n = funnel_groups(all);
	double *key = mem_new(n * sizeof *key);

	for (size_t i = 0; t->sort && i < n; i++)
		key[i] = funnel_sort_key(v, i, t->sort_column);
	if (t->sort)
		funnel_sort(all, key);
	if (t->limit)
		funnel_limit(all, (size_t)t->limit);
	free(key);
}

static bool report(struct leadfunnel *t)
{
	struct filter *f = &t->filter;
	struct funnel *all = funnel_new(&t->plan);
	struct grid grid = { 0 };

	for (size_t i = 0; i < f->nworkers; i++)
		if (f->workers[i].own)
			funnel_merge(all, f->workers[i].own);
	funnel_settle(all);
	funnel_tell(all, &f->diags);
	struct funnel_view v = { .funnel = all,
				 .plan = &t->plan,
				 .now = f->lane[0].program.now,
				 .zone = f->lane[0].program.times.zone,
				 .z = Z95,
				 .utf8 = f->emitter.look.utf8 };
	arrange(t, all, &v);
	if (t->simultaneous)
		v.z = normal_quantile(1 - 0.05 / (2 * fmax(1, (double)funnel_verdicts(&v))));
	size_t verdicts = funnel_verdicts(&v);
	if (verdicts >= 20 && !t->simultaneous)
		diag_note(&f->diags,
			  "%zu verdicts: about %zu of them would differ by chance alone; --simultaneous "
			  "allows for that",
			  verdicts, (verdicts + 10) / 20);
	if (filter_report_plain(f))
		funnel_grid(&v, &grid);
	else
		funnel_picture(&v, &grid);
	bool good = filter_write_report(f, &grid, 1);
	funnel_free(all);
	return good;
}

int main(int argc, char **argv)
{
	struct leadfunnel t = { .cohort = -1 };
	int code;

	if (!filter_open(&t.filter, &tool, OWNS_NOTHING, argc, argv, own_option, &t, &code))
		return filter_leave(&t.filter, code);
	choose(&t);
	bool good = filter_run(&t.filter);
	return filter_close(&t.filter, good && (t.yoy ? report_yoy(&t) : report(&t)));
}
