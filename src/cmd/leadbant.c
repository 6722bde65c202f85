/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadbant: is a lead qualified? Budget, authority, need, timing, by the agreement. */
#include "cmd/filter.h"
#include "lead/bant.h"
#include "bant/shortfall.h"

enum { OPTION_SUMMARY = OPTION_OWN };

static const struct option_row options[] = {
	{ OPTION_SUMMARY, "summary", NULL, "instead of rows: answers per criterion, and what is missing", 0,
	  NULL },
	{ 0 },
};

static const struct tool tool = {
	.name = "leadbant",
	.line = "qualify leads by budget, authority, need and timing",
	.options = options,
	.examples = "  leadscore leads.csv | leadbant > qualified.csv\n"
		    "  leadbant --summary leads.csv\n"
		    "  leadbant -w 'bant = 2' -c email,ask_next leads.csv\n",
	.report = "--summary",
};

struct leadbant {
	struct filter filter;
	struct shortfall_plan plan;
	bool summary;
};

static bool own_option(void *ctx, int key, const char *value, struct diags *diags)
{
	struct leadbant *t = ctx;

	(void)value, (void)diags;
	t->summary = t->summary || key == OPTION_SUMMARY;
	return true;
}

static void add_columns(struct filter *f)
{
	const struct agreement *a = &f->lane[0].agreement;

	for (size_t i = 0; i < a->criteria.n; i++) {
		struct str name = bant_column(f->lane[0].names, i);
		filter_add_str(f, 0, name, name)->plain = true;
	}
	if (a->criteria.n)
		filter_add(f, 0, "bant", "bant");
	if (a->sql.n)
		filter_add(f, 0, "sql", "sql");
	if (a->criteria.n)
		filter_add(f, 0, "ask_next", "ask_next");
	else
		diag_error(&f->diags,
			   "%s: the agreement has no 'bant' statement, so there is nothing to qualify by",
			   a->text->name);
}

static void count(struct worker *w, const struct record *r, struct buf *out)
{
	struct leadbant *t = (struct leadbant *)w->filter;

	(void)r, (void)out;
	if (!w->own)
		w->own = shortfall_new(&t->plan, w->frame[0].program);
	shortfall_count(w->own, &t->plan, &w->frame[0]);
}

static void drop(void *own)
{
	shortfall_free(own);
}

static bool report(struct leadbant *t)
{
	struct filter *f = &t->filter;
	struct grid grids[SHORTFALL_GRIDS] = { 0 };
	struct shortfall *all = shortfall_new(&t->plan, &f->lane[0].program);

	for (size_t i = 0; i < f->nworkers; i++)
		if (f->workers[i].own)
			shortfall_merge(all, f->workers[i].own, &t->plan);
	size_t n = shortfall_report(all, &t->plan, filter_report_plain(f), grids);
	bool good = filter_write_report(f, grids, n);
	shortfall_free(all);
	return good;
}

int main(int argc, char **argv)
{
	struct leadbant t = { 0 };
	int code;

	if (!filter_open(&t.filter, &tool, OWNS_BANT, argc, argv, own_option, &t, &code))
		return filter_leave(&t.filter, code);
	add_columns(&t.filter);
	t.filter.report = t.summary;
	if (t.summary && shortfall_bind(&t.plan, t.filter.lane[0].names))
		t.filter.take = count, t.filter.drop = drop;
	bool good = filter_run(&t.filter);
	if (good && t.summary)
		good = report(&t);
	return filter_close(&t.filter, good);
}
