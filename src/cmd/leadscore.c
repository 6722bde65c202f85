/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadscore: how good is a lead? Points, a grade and the MQL verdict, by the agreement. */
#include "cmd/diff.h"
#include "cmd/top.h"
#include "score/summary.h"

enum { OPTION_TOP = OPTION_OWN, OPTION_SUMMARY, OPTION_DIFF };

static const struct option_row options[] = {
	{ 'x', "explain", NULL, "add 'reasons': what gave the points", 0, NULL },
	{ OPTION_TOP, "top", "N", "only the N best leads by the agreement's priority, best first", 0, NULL },
	{ OPTION_SUMMARY, "summary", NULL, "instead of rows: grades, MQLs and rules against conversion", 0,
	  NULL },
	{ OPTION_DIFF, "diff", "AGREEMENT",
	  "only leads that AGREEMENT, or the -e that follow, grades otherwise", COMPLETE_AGREEMENT, NULL },
	{ 0 },
};

static const struct tool tool = {
	.name = "leadscore",
	.line = "score leads, grade them and name the marketing qualified ones",
	.options = options,
	.examples = "  leadscore leads.csv > scored.csv\n"
		    "  leadscore --top 20 -x -c email,score,grade,reasons -f table leads.csv\n"
		    "  leadscore --summary leads.csv\n"
		    "  leadscore --diff -e 'mql when score >= 55' leads.csv\n",
	.report = "--summary",
};

struct leadscore {
	struct filter filter;
	bool explain, summary, diff;
	int64_t top;
	const char *other; /* --diff's agreement; NULL: the same one with other statements */
	struct buf other_statements;
	struct summary_plan plan;
	struct top best;
	struct diff changes;
};

static bool own_option(void *ctx, int key, const char *value, struct diags *diags)
{
	struct leadscore *t = ctx;

	switch (key) {
	case 'x':
		return t->explain = true;
	case OPTION_SUMMARY:
		return t->summary = true;
	case OPTION_DIFF:
		option_other(&t->filter.common, value, &t->other, &t->other_statements);
		return t->diff = true;
	default:
		return option_whole(diags, "--top", value, 1, INT64_C(100000000), &t->top);
	}
}

/* Every score, then their sum and what follows from it. */
static void add_columns(struct leadscore *t)
{
	struct filter *f = &t->filter;
	const struct agreement *a = &f->lane[0].agreement;

	for (size_t i = 0; i < a->scores.n; i++)
		filter_add_str(f, 0, a->scores.at[i].name.text, a->scores.at[i].name.text);
	filter_add(f, 0, "score", "score");
	if (a->grades.n)
		filter_add(f, 0, "grade", "grade");
	if (a->mql.n)
		filter_add(f, 0, "mql", "mql");
	if (t->explain)
		filter_add(f, 0, "reasons", "reasons");
}

/* ---- --summary ---- */

static void count(struct worker *w, const struct record *r, struct buf *out)
{
	struct leadscore *t = (struct leadscore *)w->filter;

	(void)r, (void)out;
	if (!w->own)
		w->own = summary_new(&t->plan);
	summary_count(w->own, &t->plan, &w->frame[0]);
}

static void drop(void *own)
{
	summary_free(own);
}

static bool report(struct leadscore *t)
{
	struct filter *f = &t->filter;
	struct grid grids[SUMMARY_GRIDS] = { 0 };
	struct summary *all = summary_new(&t->plan);

	for (size_t i = 0; i < f->nworkers; i++)
		if (f->workers[i].own)
			summary_merge(all, f->workers[i].own, &t->plan);
	size_t n = summary_report(all, &t->plan, filter_report_plain(f), grids);
	bool good = filter_write_report(f, grids, n);
	if (t->plan.mql_stage != SIZE_MAX && !summary_records_mql(all))
		diag_note(&f->diags, "stage mql: no lead of this input shows it, so there is nothing of the "
				     "CRM to compare the rule with");
	summary_free(all);
	return good;
}

/* ---- --top and --diff ---- */

static void consider(struct worker *w, const struct record *r, struct buf *out)
{
	(void)out;
	if (!w->own)
		w->own = best_new(&((struct leadscore *)w->filter)->best);
	best_take(w->own, w, r);
}

static void drop_best(void *own)
{
	best_free(own);
}

static bool write_top(struct leadscore *t)
{
	struct filter *f = &t->filter;
	struct best *all = best_new(&t->best);
	struct buf rows = { 0 };

	for (size_t i = 0; i < f->nworkers; i++)
		if (f->workers[i].own)
			best_merge(all, f->workers[i].own);
	best_rows(all, &rows);
	bool good = filter_write_rows(f, buf_view(&rows));
	buf_release(&rows);
	best_free(all);
	return good;
}

static bool changes(struct worker *w)
{
	return diff_keep(&((struct leadscore *)w->filter)->changes, w);
}

/* Only one of them makes sense at a time. */
static void choose(struct leadscore *t)
{
	struct filter *f = &t->filter;

	if (t->summary + t->diff + (t->top > 0) > 1) {
		diag_error(&f->diags,
			   "--summary, --diff and --top are three different outputs; ask for one of them");
		return;
	}
	if (t->diff) {
		filter_compare(f, t->other, buf_view(&t->other_statements), OWNS_SCORES);
		if (!f->diags.errors)
			diff_bind(&t->changes, f);
		f->keep = changes;
		f->drop = diff_drop;
		return;
	}
	add_columns(t);
	f->report = t->summary;
	if (t->summary && summary_bind(&t->plan, f->lane[0].names, f->lane[0].scoring))
		f->take = count, f->drop = drop;
	if (t->top) {
		top_bind(&t->best, f, (size_t)t->top);
		f->take = consider;
		f->drop = drop_best;
	}
}

int main(int argc, char **argv)
{
	struct leadscore t = { 0 };
	int code;

	if (filter_open(&t.filter, &tool, OWNS_SCORES, argc, argv, own_option, &t, &code)) {
		choose(&t);
		bool good = filter_run(&t.filter);
		if (good && t.summary)
			good = report(&t);
		if (good && t.top)
			good = write_top(&t);
		if (good && t.diff)
			diff_tell(&t.filter);
		code = filter_close(&t.filter, good);
	} else {
		code = filter_leave(&t.filter, code);
	}
	buf_release(&t.other_statements);
	return code;
}
