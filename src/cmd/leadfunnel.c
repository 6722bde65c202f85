/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfunnel: how many of what came in became customers, and where they leak. */
#include "cmd/filter.h"
#include "cmd/lookback.h"
#include "lead/funnel_report.h"
#include "lead/stat.h"

enum {
	OPTION_BY = OPTION_OWN,
	OPTION_EXACT,
	OPTION_FROM,
	OPTION_WINDOW,
	OPTION_SIMULTANEOUS,
	OPTION_LOOKBACK,
	OPTION_GOOD_MONTHS,
	OPTION_TO
};

static const struct option_row options[] = {
	{ OPTION_BY, "by", "EXPR[,EXPR]", "a funnel for each group, all leads last", COMPLETE_COLUMN, NULL },
	{ OPTION_EXACT, "exact", NULL, "groups: other spellings are other groups", 0, NULL },
	{ OPTION_FROM, "from", "STAGE", "where a window begins, if not at the first stage", 0, NULL },
	{ OPTION_WINDOW, "window", "SPAN", "only what happened within it: '90 days'", 0, NULL },
	{ OPTION_SIMULTANEOUS, "simultaneous", NULL, "verdicts that hold all at once", 0, NULL },
	{ OPTION_LOOKBACK, "lookback", NULL, "which columns told who would convert; -c names them", 0, NULL },
	{ OPTION_GOOD_MONTHS, "good-months", NULL, "lookback: what the best months had more of", 0, NULL },
	{ OPTION_TO, "to", "STAGE", "lookback: who converted, if not at the last stage", 0, NULL },
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
	const char *by, *from, *window;
	bool exact, simultaneous;
	struct grouping grouping;
	struct funnel_plan plan;
	struct looking_back lookback;
};

static bool own_option(void *ctx, int key, const char *value, struct diags *diags)
{
	struct leadfunnel *t = ctx;

	(void)diags;
	switch (key) {
	case OPTION_EXACT:
		return t->exact = true;
	case OPTION_SIMULTANEOUS:
		return t->simultaneous = true;
	case OPTION_LOOKBACK:
		return t->lookback.wanted = true;
	case OPTION_GOOD_MONTHS:
		return t->lookback.good_months = true;
	case OPTION_TO:
		return (t->lookback.to = value);
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

static void take_back(struct worker *w, const struct record *r, struct buf *out)
{
	struct leadfunnel *t = (struct leadfunnel *)w->filter;

	(void)r, (void)out;
	if (!w->own)
		w->own = lookback_new(&t->lookback.plan);
	lookback_count(w->own, &w->frame[0]);
}

static void drop_back(void *own)
{
	lookback_free(own);
}

static void choose_back(struct leadfunnel *t)
{
	struct filter *f = &t->filter;

	if (t->by)
		diag_error(&f->diags, "--lookback looks at every column by itself: leave out --by, or name "
				      "columns with -c");
	f->take = take_back;
	f->drop = drop_back;
	lookback_choose(&t->lookback, f, t->exact, t->plan.from, t->plan.window);
}

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
	funnel_bind(&t->plan, lane->names);
	grouping_bind(&t->grouping, lane->names, t->by, t->exact);
	t->plan.grouping = &t->grouping;
	if (t->window &&
	    (!span_read(str_trim(str_from(t->window)), '.', &t->plan.window) || t->plan.window <= 0))
		diag_error(&f->diags, "--window: '%s' is no span; write it as '90 days'", t->window);
	if (t->lookback.wanted && !f->diags.errors)
		choose_back(t);
	else if (!t->lookback.wanted && (t->lookback.good_months || t->lookback.to))
		diag_error(&f->diags, "%s is of --lookback: add that",
			   t->lookback.good_months ? "--good-months" : "--to");
}

static bool report(struct leadfunnel *t)
{
	struct filter *f = &t->filter;
	struct grid grid = { 0 };

	if (t->lookback.wanted)
		return lookback_report(&t->lookback, f);
	struct funnel *all = funnel_new(&t->plan);
	for (size_t i = 0; i < f->nworkers; i++)
		if (f->workers[i].own)
			funnel_merge(all, f->workers[i].own);
	funnel_settle(all);
	funnel_tell(all, &f->diags);
	struct funnel_view v = { .funnel = all, .plan = &t->plan, .z = Z95, .utf8 = f->emitter.look.utf8 };
	funnel_grid(&v, &grid);
	bool good = filter_write_report(f, &grid, 1);
	funnel_free(all);
	return good;
}

int main(int argc, char **argv)
{
	struct leadfunnel t = { 0 };
	int code;

	if (!filter_open(&t.filter, &tool, OWNS_NOTHING, argc, argv, own_option, &t, &code))
		return filter_leave(&t.filter, code);
	choose(&t);
	bool good = filter_run(&t.filter);
	return filter_close(&t.filter, good && report(&t));
}
