/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfunnel: how many of what came in became customers, and where they leak. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/filter.h"
#include "cmd/lookback.h"
#include "funnel/eventual_page.h"
#include "funnel/funnel_page.h"
#include "funnel/funnel_report.h"
#include "funnel/part.h"
#include "stat/stat.h"
#include "funnel/yoy_report.h"

enum {
	OPTION_BY = OPTION_OWN,
	OPTION_EXACT,
	OPTION_SORT,
	OPTION_LIMIT,
	OPTION_COHORT,
	OPTION_FROM,
	OPTION_WINDOW,
	OPTION_SIMULTANEOUS,
	OPTION_SPEND,
	OPTION_GOOD_MONTHS,
	OPTION_TO,
	OPTION_EVENTUAL,
	OPTION_YOY,
	OPTION_LOOKBACK,
	OPTION_PARTIAL,
	OPTION_MERGE
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
	{ OPTION_SPEND, "spend", "FILE", "what each lead cost: a CSV of costs", COMPLETE_FILE, NULL },
	{ OPTION_EVENTUAL, "eventual", NULL, "what share of each step will have converted in the end", 0,
	  NULL },
	{ OPTION_YOY, "yoy", NULL, "the figures of each year, or --cohort, beside the year before", 0, NULL },
	{ OPTION_LOOKBACK, "lookback", NULL, "which columns told who would convert; -c names them", 0, NULL },
	{ OPTION_PARTIAL, "partial", NULL, "the counts, for --merge, which adds them up", 0, NULL },
	{ OPTION_MERGE, "merge", NULL, "read what --partial has counted, not leads", 0, NULL },
	{ OPTION_GOOD_MONTHS, "good-months", NULL, "lookback: what the best months had more of", 0, NULL },
	{ OPTION_TO, "to", "STAGE", "lookback: who converted, if not at the last stage", 0, NULL },
	{ 0 },
};

static const struct tool tool = {
	.name = "leadfunnel",
	.line = "tell where leads convert and where they leak",
	.options = options,
	.examples = "  leadfunnel leads.csv\n"
		    "  leadfunnel --by country leads.csv > funnel.csv\n"
		    "  leadfunnel --cohort quarter --window '90 days' -f table leads.csv\n"
		    "  leadfunnel --lookback -c lead_source,country leads.csv\n",
	.report = "leadfunnel",
};

struct leadfunnel {
	struct filter filter;
	const struct mode *mode;
	unsigned said; /* own options: a bit each, from OPTION_OWN */
	const char *by, *from, *window, *sort, *spend;
	int64_t limit; /* 0: none */
	int cohort;    /* of cohort_words; -1: none */
	size_t sort_column;
	struct grouping grouping;
	struct funnel_plan plan;
	struct parts parts;
	struct eventual_plan eventual;
	struct yoy_plan yoy;
	struct looking_back lookback;
};

#define SAID(option) (1u << (OPTION_##option - OPTION_OWN))

/* One report that the tool can make. */
struct mode {
	unsigned asked; /* own options that ask for it, a bit each */
	const char *name;
	unsigned fits;	    /* own options that go with it */
	const char *remedy; /* for others */
	void (*choose)(struct leadfunnel *t);
	void (*take)(struct worker *w, const struct record *r, struct buf *out);
	void (*drop)(void *own);
	bool (*report)(struct leadfunnel *t);
};

/* ---- the funnel ---- */

static void take_funnel(struct worker *w, const struct record *r, struct buf *out)
{
	(void)r, (void)out;
	if (!w->own)
		w->own = funnel_new(&((struct leadfunnel *)w->filter)->plan);
	funnel_count(w->own, &w->frame[0]);
}

static void drop_funnel(void *own)
{
	funnel_free(own);
}

static void bind_window(struct leadfunnel *t)
{
	if (!span_read(str_trim(str_from(t->window)), '.', &t->plan.window) || t->plan.window <= 0)
		diag_error(&t->filter.diags, "--window: '%s' is no span; write it as '90 days'", t->window);
}

/* What the funnel and the look back have in common. */
static bool bind_road(struct leadfunnel *t)
{
	struct lane *lane = &t->filter.lane[0];

	if (!funnel_bind(&t->plan, lane->names) ||
	    !grouping_bind(&t->grouping, lane->names, t->by, t->said & SAID(EXACT)))
		return false;
	t->plan.grouping = &t->grouping;
	if (t->from)
		t->plan.from = agreement_stage_asked(t->plan.agreement, "--from", t->from, &t->filter.diags);
	if (t->window)
		bind_window(t);
	return !t->filter.diags.errors;
}

static void bind_sort(struct leadfunnel *t, const struct funnel_plan *p)
{
	if (t->sort)
		t->sort_column = funnel_sort_column(p, str_from(t->sort), &t->filter.diags);
}

static void choose_funnel(struct leadfunnel *t)
{
	struct filter *f = &t->filter;

	if (!bind_road(t))
		return;
	if (t->window)
		road_dated(&t->plan.road, t->plan.agreement, 0, "--window", &f->diags);
	if (t->cohort >= 0)
		funnel_cohorts(&t->plan, f->lane[0].names, cohort_periods[t->cohort], &t->grouping);
	if (t->spend && !f->diags.errors)
		t->plan.spend = spend_read(t->spend, &t->grouping, f->lane[0].names);
	bind_sort(t, &t->plan);
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

/* With many verdicts some are wrong by chance: that is told, or allowed for. */
static void weigh_verdicts(struct leadfunnel *t, struct funnel_view *v)
{
	size_t n = funnel_verdicts(v);

	if (t->said & SAID(SIMULTANEOUS))
		v->z = normal_quantile(1 - 0.05 / (2 * fmax(1, (double)n)));
	else
		verdicts_tell(&t->filter.diags, n, "; --simultaneous allows for that");
}

/* A table that goes nowhere to be looked at is laid out for the narrowest screens there are. */
static int picture_width(const struct filter *f)
{
	int width = f->emitter.look.width;

	return filter_report_format(f) != FORMAT_TABLE ? 0 : width ? width : 80;
}

static struct funnel *gather(struct leadfunnel *t)
{
	struct filter *f = &t->filter;
	struct funnel *all = funnel_new(&t->plan);

	for (size_t i = 0; i < f->nworkers; i++)
		if (f->workers[i].own)
			funnel_merge(all, f->workers[i].own);
	return all;
}

static bool show(struct leadfunnel *t, struct funnel *all, const struct funnel_plan *plan, int64_t now)
{
	struct filter *f = &t->filter;
	size_t n = 1;

	funnel_settle(all);
	funnel_tell(all, &f->diags);
	if (plan->spend)
		spend_share(plan->spend, all, &f->diags);
	struct funnel_view v = {
		all, plan, now, f->lane[0].program.times.zone, Z95, f->emitter.look.utf8, picture_width(f)
	};
	arrange(t, all, &v);
	weigh_verdicts(t, &v);
	struct grid plain = { 0 }, *pictures = NULL;
	struct buf page = { 0 };
	if (filter_report_format(f) == FORMAT_HTML)
		funnel_page(&v, &page);
	else if (filter_report_plain(f))
		funnel_grid(&v, &plain);
	else
		pictures = funnel_grids(&v, &n);
	bool good = page.n ? filter_write(f, &page) : filter_write_report(f, pictures ? pictures : &plain, n);
	buf_release(&page);
	free(pictures);
	return good;
}

static bool report_funnel(struct leadfunnel *t)
{
	struct funnel *all = gather(t);
	bool good = show(t, all, &t->plan, t->filter.lane[0].program.now);

	funnel_free(all);
	return good;
}

/* ---- parts of a funnel ---- */

/* What there is to tell of the counts is told of their sum, by --merge. */
static bool write_part(struct leadfunnel *t, struct funnel *all, int64_t now)
{
	struct buf out = { 0 };

	part_write(&out, all, now);
	bool good = filter_write(&t->filter, &out);
	buf_release(&out);
	return good;
}

/* A part is read by --merge alone, which knows one way of writing it. */
static void plain_part(struct filter *f)
{
	if (f->common.format > FORMAT_CSV)
		diag_error(&f->diags, "a part is CSV; leave out --format, which is for what --merge reports");
	if (f->common.excel_safe)
		diag_error(&f->diags, "a part keeps what groups are called as it is; leave out --excel-safe");
}

static void choose_part(struct leadfunnel *t)
{
	plain_part(&t->filter);
	choose_funnel(t);
}

static bool report_part(struct leadfunnel *t)
{
	struct funnel *all = gather(t);
	bool good = write_part(t, all, t->filter.lane[0].program.now);

	funnel_free(all);
	return good;
}

static void take_merge(struct worker *w, const struct record *r, struct buf *out)
{
	struct parts *p = &((struct leadfunnel *)w->filter)->parts;

	(void)out;
	if (!parts_row(p, r))
		buf_str(&w->frame[0].error, buf_view(&p->error));
}

static void choose_merge(struct leadfunnel *t)
{
	struct filter *f = &t->filter;
	const struct common *c = &f->common;

	f->common.threads = 1;
	if (c->now && strcmp(c->now_from, "--now") == 0)
		diag_error(&f->diags, "--merge has no use for --now; the parts say as of when they are");
	if (!parts_open(&t->parts, &f->lane[0].agreement, f->source.header.name, f->source.header.n, c->files,
			c->nfiles))
		diag_error(&f->diags, "%.*s", STR_ARG(buf_view(&t->parts.error)));
}

static void tell_moments(struct leadfunnel *t)
{
	const struct zone *zone = t->filter.lane[0].program.times.zone;
	struct buf b = { 0 };

	if (t->parts.oldest == t->parts.now)
		return;
	instant_write(&b, t->parts.oldest, zone);
	buf_str(&b, STR(" to "));
	instant_write(&b, t->parts.now, zone);
	diag_note(&t->filter.diags, "the parts are as of different times, from %.*s; the latest counts",
		  STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static bool merged(struct leadfunnel *t)
{
	if (!parts_close(&t->parts))
		diag_error(&t->filter.diags, "%.*s", STR_ARG(buf_view(&t->parts.error)));
	else
		tell_moments(t);
	return !t->filter.diags.errors;
}

static bool report_merge(struct leadfunnel *t)
{
	struct parts *p = &t->parts;

	if (!merged(t))
		return false;
	if (t->spend)
		p->plan.spend = spend_read(t->spend, &p->grouping, t->filter.lane[0].names);
	bind_sort(t, &p->plan);
	return !t->filter.diags.errors && show(t, p->funnel, &p->plan, p->now);
}

static void choose_merged_part(struct leadfunnel *t)
{
	plain_part(&t->filter);
	choose_merge(t);
}

static bool report_merged_part(struct leadfunnel *t)
{
	return merged(t) && write_part(t, t->parts.funnel, t->parts.now);
}

/* ---- in the end ---- */

static void take_eventual(struct worker *w, const struct record *r, struct buf *out)
{
	(void)r, (void)out;
	if (!w->own)
		w->own = eventual_new(&((struct leadfunnel *)w->filter)->eventual);
	eventual_count(w->own, &w->frame[0]);
}

static void drop_eventual(void *own)
{
	eventual_free(own);
}

static void choose_eventual(struct leadfunnel *t)
{
	struct names *names = t->filter.lane[0].names;

	eventual_bind(&t->eventual, names);
	grouping_bind(&t->grouping, names, t->by, t->said & SAID(EXACT));
	t->eventual.grouping = &t->grouping;
}

static bool report_eventual(struct leadfunnel *t)
{
	struct filter *f = &t->filter;
	const struct program *p = &f->lane[0].program;
	struct eventual *all = eventual_new(&t->eventual);
	struct grid grid = { 0 };
	struct buf page = { 0 };

	for (size_t i = 0; i < f->nworkers; i++)
		if (f->workers[i].own)
			eventual_merge(all, f->workers[i].own);
	eventual_settle(all);
	eventual_tell(all, &f->diags);
	if (filter_report_format(f) == FORMAT_HTML)
		eventual_page(all, &t->eventual, p->now, p->times.zone, &page);
	else if (filter_report_plain(f))
		eventual_grid(all, &grid);
	else
		eventual_picture(all, f->emitter.look.utf8, &grid);
	bool good = page.n ? filter_write(f, &page) : filter_write_report(f, &grid, 1);
	buf_release(&page);
	eventual_free(all);
	return good;
}

/* ---- year over year ---- */

static void take_yoy(struct worker *w, const struct record *r, struct buf *out)
{
	(void)r, (void)out;
	if (!w->own)
		w->own = yoy_new(&((struct leadfunnel *)w->filter)->yoy);
	yoy_count(w->own, &w->frame[0]);
}

static void drop_yoy(void *own)
{
	yoy_free(own);
}

static void choose_yoy(struct leadfunnel *t)
{
	struct filter *f = &t->filter;

	yoy_bind(&t->yoy, f->lane[0].names, t->cohort < 0 ? PERIOD_YEAR : cohort_periods[t->cohort],
		 &f->diags);
}

static bool report_yoy(struct leadfunnel *t)
{
	struct filter *f = &t->filter;
	struct yoy *all = yoy_new(&t->yoy);
	struct grid grid = { 0 };

	for (size_t i = 0; i < f->nworkers; i++)
		if (f->workers[i].own)
			yoy_merge(all, f->workers[i].own);
	yoy_settle(all);
	yoy_tell(all, &f->diags);
	struct yoy_view v = { .yoy = all, .plan = &t->yoy, .utf8 = f->emitter.look.utf8 };
	if (filter_report_plain(f))
		yoy_grid(&v, &grid);
	else
		yoy_table(&v, &grid);
	bool good = filter_write_report(f, &grid, 1);
	yoy_free(all);
	return good;
}

/* ---- looking back ---- */

static void take_back(struct worker *w, const struct record *r, struct buf *out)
{
	(void)r, (void)out;
	if (!w->own)
		w->own = lookback_new(&((struct leadfunnel *)w->filter)->lookback.plan);
	lookback_count(w->own, &w->frame[0]);
}

static void drop_back(void *own)
{
	lookback_free(own);
}

static void choose_back(struct leadfunnel *t)
{
	if (bind_road(t))
		lookback_choose(&t->lookback, &t->filter, t->said & SAID(EXACT), t->plan.from,
				t->plan.window);
}

static bool report_back(struct leadfunnel *t)
{
	return lookback_report(&t->lookback, &t->filter);
}

/* ---- what is asked for ---- */

/* The first is made if no other is asked for; one that is asked for by two stands before those of each. */
static const struct mode modes[] = {
	{ 0, "the funnel",
	  SAID(BY) | SAID(EXACT) | SAID(SORT) | SAID(LIMIT) | SAID(COHORT) | SAID(FROM) | SAID(WINDOW) |
		  SAID(SIMULTANEOUS) | SAID(SPEND),
	  "leave one of them out", choose_funnel, take_funnel, drop_funnel, report_funnel },
	{ SAID(EVENTUAL), "--eventual", SAID(BY) | SAID(EXACT), "leave one of them out", choose_eventual,
	  take_eventual, drop_eventual, report_eventual },
	{ SAID(YOY), "--yoy", SAID(COHORT), "leave one of them out", choose_yoy, take_yoy, drop_yoy,
	  report_yoy },
	{ SAID(LOOKBACK), "--lookback",
	  SAID(EXACT) | SAID(FROM) | SAID(WINDOW) | SAID(GOOD_MONTHS) | SAID(TO), "leave one of them out",
	  choose_back, take_back, drop_back, report_back },
	{ SAID(MERGE) | SAID(PARTIAL), "--merge --partial", 0, "a part is counts alone", choose_merged_part,
	  take_merge, NULL, report_merged_part },
	{ SAID(PARTIAL), "--partial", SAID(BY) | SAID(EXACT) | SAID(COHORT) | SAID(FROM) | SAID(WINDOW),
	  "give it to --merge", choose_part, take_funnel, drop_funnel, report_part },
	{ SAID(MERGE), "--merge", SAID(SORT) | SAID(LIMIT) | SAID(SIMULTANEOUS) | SAID(SPEND),
	  "the parts are what --partial made them", choose_merge, take_merge, NULL, report_merge },
};
enum { MODES = sizeof modes / sizeof *modes };

static bool own_option(void *ctx, int key, const char *value, struct diags *diags)
{
	struct leadfunnel *t = ctx;

	t->said |= 1u << (key - OPTION_OWN);
	switch (key) {
	case OPTION_BY:
		t->by = value;
		break;
	case OPTION_SORT:
		t->sort = value;
		break;
	case OPTION_FROM:
		t->from = value;
		break;
	case OPTION_WINDOW:
		t->window = value;
		break;
	case OPTION_SPEND:
		t->spend = value;
		break;
	case OPTION_TO:
		t->lookback.to = value;
		break;
	case OPTION_GOOD_MONTHS:
		t->lookback.good_months = true;
		break;
	case OPTION_MERGE:
		t->filter.no_leads = "--merge";
		break;
	case OPTION_LIMIT:
		return option_whole(diags, "--limit", value, 1, INT64_C(1000000000), &t->limit);
	case OPTION_COHORT:
		t->cohort = option_word(diags, "--cohort", value, cohort_words);
		return t->cohort >= 0;
	}
	return true;
}

/* One mode, and options that go with it. */
static bool choose_mode(struct leadfunnel *t)
{
	struct diags *diags = &t->filter.diags;
	bool two = false;

	t->mode = &modes[0];
	for (size_t i = 1; i < MODES; i++) {
		bool new = modes[i].asked & ~t->mode->asked;
		if (!new || modes[i].asked & ~t->said)
			continue;
		if ((two = t->mode != &modes[0]))
			diag_error(diags, "%s and %s are two reports; ask for one of them", t->mode->name,
				   modes[i].name);
		t->mode = &modes[i];
	}
	for (const struct option_row *row = options; row->name && !two; row++)
		if (t->said & ~t->mode->fits & ~t->mode->asked & 1u << (row->key - OPTION_OWN))
			diag_error(diags, "%s has no use for --%s; %s", t->mode->name, row->name,
				   t->mode->remedy);
	return !diags->errors;
}

static void choose(struct leadfunnel *t)
{
	struct filter *f = &t->filter;
	const struct agreement *a = &f->lane[0].agreement;

	if (!a->stages.n)
		diag_error(&f->diags, "%s: the agreement has no 'stage' statement, so there is no funnel",
			   a->text->name);
	else if (choose_mode(t)) {
		f->report = true;
		f->take = t->mode->take;
		f->drop = t->mode->drop;
		t->mode->choose(t);
	}
}

int main(int argc, char **argv)
{
	struct leadfunnel t = { .cohort = -1 };
	int code;

	if (!filter_open(&t.filter, &tool, OWNS_NOTHING, argc, argv, own_option, &t, &code))
		return filter_leave(&t.filter, code);
	choose(&t);
	bool good = filter_run(&t.filter) && t.mode->report(&t);
	parts_release(&t.parts);
	return filter_close(&t.filter, good);
}
