/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfunnel: how many leads became customers, and where the others were lost. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/command.h"
#include "funnel/eventual_page.h"
#include "funnel/funnel_page.h"
#include "funnel/funnel_report.h"
#include "funnel/part.h"
#include "funnel/yoy_report.h"
#include "lookback/good_months.h"
#include "lookback/lookback_report.h"

enum {
	BY,
	EXACT,
	SORT,
	LIMIT,
	COHORT,
	FROM,
	WINDOW,
	SIMULTANEOUS,
	SPEND,
	EVENTUAL,
	YOY,
	LOOKBACK,
	PARTIAL,
	MERGE,
	GOOD_MONTHS,
	TO
};

static const char cohort_words[] = "month week quarter year";
static const enum period cohort_periods[] = { PERIOD_MONTH, PERIOD_WEEK, PERIOD_QUARTER, PERIOD_YEAR };

struct leadfunnel {
	bool exact, simultaneous, good_months;
	const char *by, *from, *window, *sort, *spend, *to;
	int64_t limit; /* 0: none */
	int cohort;    /* of cohort_words; -1: none */
	struct funnel_key key;
	struct grouping grouping;
	struct funnel_plan plan;
	struct parts parts, *reading;
	struct eventual_plan eventual;
	struct yoy_plan yoy;
	struct lookback_plan lookback;
};

static const struct option_row own_options[] = {
	[BY] = { OPTION_OWN + BY, "by", "EXPR[,EXPR]", "print a funnel for each group, all leads last",
		 COMPLETE_COLUMN, NULL, TO(leadfunnel, by) },
	[EXACT] = { OPTION_OWN + EXACT, "exact", NULL, "treat different spellings as different groups", 0,
		    NULL, TO(leadfunnel, exact) },
	[SORT] = { OPTION_OWN + SORT, "sort", "COLUMN", "order groups by a column, largest first", 0, NULL,
		   TO(leadfunnel, sort) },
	[LIMIT] = { OPTION_OWN + LIMIT, "limit", "N", "print only N groups, the rest as (other)", 0, NULL,
		    TO_WHOLE(leadfunnel, limit, 1, INT64_C(1000000000)) },
	[COHORT] = { OPTION_OWN + COHORT, "cohort", "PERIOD", "print a funnel for each period of arrival",
		     COMPLETE_WORDS, cohort_words, TO(leadfunnel, cohort) },
	[FROM] = { OPTION_OWN + FROM, "from", "STAGE",
		   "begin cohorts and windows at STAGE, not the first stage", 0, NULL, TO(leadfunnel, from) },
	[WINDOW] = { OPTION_OWN + WINDOW, "window", "SPAN", "count only events within SPAN: '90 days'", 0,
		     NULL, TO(leadfunnel, window) },
	[SIMULTANEOUS] = { OPTION_OWN + SIMULTANEOUS, "simultaneous", NULL, "make verdicts hold jointly", 0,
			   NULL, TO(leadfunnel, simultaneous) },
	[SPEND] = { OPTION_OWN + SPEND, "spend", "FILE", "add the cost per lead, from a CSV of costs",
		    COMPLETE_FILE, NULL, TO(leadfunnel, spend) },
	[EVENTUAL] = { OPTION_OWN + EVENTUAL, "eventual", NULL,
		       "report the share of each step that will eventually convert", 0, NULL, TO_NOTHING },
	[YOY] = { OPTION_OWN + YOY, "yoy", NULL,
		  "compare each year, or --cohort period, with the year before", 0, NULL, TO_NOTHING },
	[LOOKBACK] = { OPTION_OWN + LOOKBACK, "lookback", NULL,
		       "report which columns, or those of -c, predicted conversion", 0, NULL, TO_NOTHING },
	[PARTIAL] = { OPTION_OWN + PARTIAL, "partial", NULL, "write counts for --merge to add up", 0, NULL,
		      TO_NOTHING },
	[MERGE] = { OPTION_OWN + MERGE, "merge", NULL, "read output of --partial instead of leads", 0, NULL,
		    TO_NOTHING },
	[GOOD_MONTHS] = { OPTION_OWN + GOOD_MONTHS, "good-months", NULL,
			  "with --lookback and --window: what was more common in the best months", 0, NULL,
			  TO(leadfunnel, good_months) },
	[TO] = { OPTION_OWN + TO, "to", "STAGE", "with --lookback: the stage that means converted", 0, NULL,
		 TO(leadfunnel, to) },
	{ 0 },
};

/* Every mode needs stages. Returns false if there are none, which is reported. */
static bool has_stages(struct filter *f)
{
	const struct agreement *a = &f->lane[0].agreement;

	if (!a->stages.n)
		diag_error(&f->diags, "%s: the agreement has no 'stage' statement, so there is no funnel",
			   a->text->name);
	return a->stages.n;
}

/* ---- the funnel ---- */

static void bind_window(struct leadfunnel *t, struct diags *diags)
{
	if (!span_read(str_trim(str_from(t->window)), '.', &t->plan.window) || t->plan.window <= 0)
		diag_error(diags, "--window: '%s' is not a span; write it as '90 days'", t->window);
}

/* What the funnel and the lookback share. */
static bool bind_pipeline(struct leadfunnel *t, struct filter *f)
{
	struct lane *lane = &f->lane[0];

	if (!has_stages(f) || !funnel_bind(&t->plan, lane->names) ||
	    !grouping_bind(&t->grouping, lane->names, t->by, t->exact))
		return false;
	t->plan.grouping = &t->grouping;
	if (t->from)
		t->plan.from = agreement_stage_asked(t->plan.agreement, "--from", t->from, &f->diags);
	if (t->window)
		bind_window(t, &f->diags);
	return !f->diags.errors;
}

static void bind_sort(struct leadfunnel *t, const struct funnel_plan *p, struct diags *diags)
{
	if (t->sort)
		t->key = funnel_key_bind(p, str_from(t->sort), diags);
}

static void bind_funnel(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;

	if (!bind_pipeline(t, f))
		return;
	if (t->window)
		pipeline_dated(&t->plan.pipeline, t->plan.agreement, 0, "--window", &f->diags);
	if (t->cohort >= 0)
		funnel_cohorts(&t->plan, f->lane[0].names, cohort_periods[t->cohort], &t->grouping);
	if (t->spend && !f->diags.errors)
		t->plan.spend = spend_read(t->spend, &t->grouping, f->lane[0].names);
	bind_sort(t, &t->plan, &f->diags);
	plan[0] = &t->plan;
}

static void arrange(const struct leadfunnel *t, struct funnel *all, const struct funnel_view *v)
{
	size_t n = funnel_groups(all);
	double *key = mem_new(n * sizeof *key);

	for (size_t i = 0; t->sort && i < n; i++)
		key[i] = funnel_key_of(v, i, t->key);
	if (t->sort)
		funnel_sort(all, key);
	if (t->limit)
		funnel_limit(all, (size_t)t->limit);
	free(key);
}

/* Among many verdicts some are wrong by chance: this is noted, or corrected for. */
static void weigh_verdicts(const struct leadfunnel *t, struct funnel_view *v, struct diags *diags)
{
	size_t n = funnel_verdicts(v);

	if (t->simultaneous)
		v->z = normal_quantile(1 - 0.05 / (2 * fmax(1, (double)n)));
	else
		verdicts_tell(diags, n, "; --simultaneous allows for that");
}

/* A table that isn't written to a screen is laid out for the narrowest common screen. */
static int picture_width(const struct filter *f)
{
	int width = f->emitter.look.width;

	return filter_report_format(f) != FORMAT_TABLE ? 0 : width ? width : 80;
}

/* A settled funnel. */
static bool show(const struct leadfunnel *t, struct filter *f, struct funnel *all,
		 const struct funnel_plan *plan, int64_t now)
{
	struct funnel_view v = {
		all, plan, now, f->lane[0].program.times.zone, Z95, f->emitter.look.utf8, picture_width(f)
	};
	struct grid *pictures;
	struct buf page = { 0 };
	size_t n;

	if (plan->spend)
		spend_share(plan->spend, all, &f->diags);
	arrange(t, all, &v);
	weigh_verdicts(t, &v, &f->diags);
	if (filter_report_plain(f))
		return filter_write_table(f, &funnel_report, &v);
	if (filter_report_format(f) != FORMAT_HTML) {
		pictures = funnel_grids(&v, &n);
		bool good = filter_write_report(f, pictures, n);
		free(pictures);
		return good;
	}
	funnel_page(&v, &page);
	bool good = filter_write(f, &page);
	buf_release(&page);
	return good;
}

static bool write_funnel(void *ask, struct filter *f, void *const *counter)
{
	const struct leadfunnel *t = ask;

	return show(t, f, counter[0], &t->plan, f->lane[0].program.now);
}

/* ---- partials of a funnel ---- */

static bool write_counts(struct filter *f, struct funnel *all, int64_t now)
{
	struct buf out = { 0 };

	funnel_counter.write(all, now, &out);
	bool good = filter_write(f, &out);
	buf_release(&out);
	return good;
}

/* A partial is read only by --merge, which accepts one format. */
static void check_part(struct filter *f)
{
	if (f->common.format >= 0 && f->common.format != FORMAT_CSV)
		diag_error(&f->diags,
			   "a partial is CSV; leave out --format, which is for what --merge reports");
	if (f->common.excel_safe)
		diag_error(&f->diags,
			   "a partial keeps the names of groups as they are; leave out --excel-safe");
}

static void bind_part(void *ask, struct filter *f, const void **plan)
{
	check_part(f);
	bind_funnel(ask, f, plan);
}

/* Notes about the counts are left to --merge, which makes them about the sum. */
static bool write_part(void *ask, struct filter *f, void *const *counter)
{
	(void)ask;
	return write_counts(f, counter[0], f->lane[0].program.now);
}

static void bind_merge(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;
	const struct common *c = &f->common;

	if (!has_stages(f))
		return;
	if (c->now && strcmp(c->now_from, "--now") == 0)
		diag_error(&f->diags, "--merge has no use for --now; the partials say as of when they are");
	if (!parts_open(&t->parts, &f->lane[0].agreement, f->source.header.name, f->source.header.n, c->files,
			c->nfiles))
		diag_error(&f->diags, "%.*s", STR_ARG(buf_view(&t->parts.in.error)));
	t->reading = &t->parts;
	plan[0] = &t->reading;
}

static void note_moments(const struct parts *p, struct filter *f)
{
	const struct zone *zone = f->lane[0].program.times.zone;
	struct buf b = { 0 };

	if (p->in.oldest == p->in.now)
		return;
	instant_write(&b, p->in.oldest, zone);
	buf_str(&b, STR(" to "));
	instant_write(&b, p->in.now, zone);
	diag_note(&f->diags, "the partials are as of different times, from %.*s; the latest counts",
		  STR_ARG(buf_view(&b)));
	buf_release(&b);
}

/* All parts have come, whole. */
static bool merged(struct parts *p, struct filter *f)
{
	if (!parts_close(p))
		diag_error(&f->diags, "%.*s", STR_ARG(buf_view(&p->in.error)));
	else
		note_moments(p, f);
	return !f->diags.errors;
}

static bool write_merged(void *ask, struct filter *f, void *const *counter)
{
	struct leadfunnel *t = ask;
	struct parts *p = counter[0];

	if (!merged(p, f))
		return false;
	if (t->spend)
		p->plan.spend = spend_read(t->spend, &p->in.grouping, f->lane[0].names);
	bind_sort(t, &p->plan, &f->diags);
	if (f->diags.errors)
		return false;
	funnel_counter.settle(p->funnel);
	funnel_counter.report(p->funnel, &f->diags);
	return show(t, f, p->funnel, &p->plan, p->in.now);
}

static void bind_merged_part(void *ask, struct filter *f, const void **plan)
{
	check_part(f);
	bind_merge(ask, f, plan);
}

static bool write_merged_part(void *ask, struct filter *f, void *const *counter)
{
	struct parts *p = counter[0];

	(void)ask;
	return merged(p, f) && write_counts(f, p->funnel, p->in.now);
}

/* ---- in the end ---- */

static void bind_eventual(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;

	if (!has_stages(f))
		return;
	eventual_bind(&t->eventual, f->lane[0].names);
	grouping_bind(&t->grouping, f->lane[0].names, t->by, t->exact);
	t->eventual.grouping = &t->grouping;
	plan[0] = &t->eventual;
}

static bool write_eventual(void *ask, struct filter *f, void *const *counter)
{
	const struct leadfunnel *t = ask;
	const struct program *p = &f->lane[0].program;
	struct eventual_view v = { counter[0], &t->eventual, f->emitter.look.utf8 };
	struct grid grid = { 0 };
	struct buf page = { 0 };

	if (filter_report_plain(f))
		return filter_write_table(f, &eventual_report, &v);
	if (filter_report_format(f) != FORMAT_HTML) {
		eventual_table(&v, &grid);
		return filter_write_report(f, &grid, 1);
	}
	eventual_page(counter[0], &t->eventual, p->now, p->times.zone, &page);
	bool good = filter_write(f, &page);
	buf_release(&page);
	return good;
}

/* ---- year over year ---- */

static void bind_yoy(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;

	if (t->window)
		bind_window(t, &f->diags);
	if (has_stages(f))
		yoy_bind(&t->yoy, f->lane[0].names, t->cohort < 0 ? PERIOD_YEAR : cohort_periods[t->cohort],
			 t->plan.window, &f->diags);
	plan[0] = &t->yoy;
}

static bool write_yoy(void *ask, struct filter *f, void *const *counter)
{
	const struct leadfunnel *t = ask;
	struct yoy_view v = { .yoy = counter[0], .plan = &t->yoy, .utf8 = f->emitter.look.utf8 };
	struct grid grid = { 0 };

	if (filter_report_plain(f))
		return filter_write_table(f, &yoy_report, &v);
	yoy_table(&v, &grid);
	return filter_write_report(f, &grid, 1);
}

/* ---- looking back ---- */

static void bind_lookback(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;
	struct lane *lane = &f->lane[0];
	struct lookback_plan *p = &t->lookback;

	plan[0] = p;
	if (!bind_pipeline(t, f) ||
	    !lookback_bind(p, lane->names, f->source.header.name, f->common.columns, t->exact))
		return;
	p->from = t->plan.from;
	p->window = t->plan.window;
	p->months = t->good_months;
	if (t->to)
		p->to = agreement_stage_asked(&lane->agreement, "--to", t->to, &f->diags);
	if (p->to == 0 && t->to)
		diag_error(&f->diags, "--to: every lead has reached the first stage; name a later one");
	else if (p->to != SIZE_MAX)
		lookback_dated(p, &f->diags);
}

/* What a table says over its columns; for a program's figures. */
static void note_text(struct filter *f, struct buf *text)
{
	if (text->n)
		diag_note(&f->diags, "%.*s", STR_ARG(buf_view(text)));
	buf_release(text);
}

static bool write_months(const struct leadfunnel *t, struct filter *f, const struct lookback *all)
{
	struct good_months m;
	struct grid grid = { 0 };
	struct buf named = { 0 };

	if (!good_months_pick(&m, all, &t->lookback, &f->lane[0].program, &f->diags))
		return false;
	size_t n = good_months_compared(&m);
	if (n >= 20)
		diag_note(&f->diags,
			  "%zu values compared: about %zu of them would be outside chance by chance alone", n,
			  (n + 10) / 20);
	bool good;
	if (filter_report_plain(f)) {
		good_months_named(&m, &named);
		note_text(f, &named);
		good = filter_write_table(f, &good_months_report, &m);
	} else {
		good_months_table(&m, &grid);
		good = filter_write_report(f, &grid, 1);
	}
	good_months_release(&m);
	return good;
}

static bool write_lookback(void *ask, struct filter *f, void *const *counter)
{
	const struct leadfunnel *t = ask;
	struct lookback_view v = { counter[0], &t->lookback, f->emitter.look.utf8 };
	struct grid grid = { 0 };
	struct buf out = { 0 };

	if (t->good_months)
		return write_months(t, f, counter[0]);
	if (filter_report_plain(f)) {
		if (!f->common.columns)
			lookback_left_out(v.lookback, v.plan, &out);
		note_text(f, &out);
		return filter_write_table(f, &lookback_report, &v);
	}
	lookback_table(&v, &grid);
	return filter_write_report(f, &grid, 1);
}

/* ---- what it makes ---- */

static const struct mode modes[] = {
	{ .name = "the funnel",
	  .fits = OPTION(BY) | OPTION(EXACT) | OPTION(SORT) | OPTION(LIMIT) | OPTION(COHORT) | OPTION(FROM) |
		  OPTION(WINDOW) | OPTION(SIMULTANEOUS) | OPTION(SPEND),
	  .remedy = "leave one of them out",
	  .makes = MAKES_REPORT,
	  .bind = bind_funnel,
	  .counter = { &funnel_counter },
	  .write = write_funnel },
	{ .name = "--eventual",
	  .all = OPTION(EVENTUAL),
	  .fits = OPTION(BY) | OPTION(EXACT),
	  .remedy = "leave one of them out",
	  .makes = MAKES_REPORT,
	  .bind = bind_eventual,
	  .counter = { &eventual_counter },
	  .write = write_eventual },
	{ .name = "--yoy",
	  .all = OPTION(YOY),
	  .fits = OPTION(COHORT) | OPTION(WINDOW),
	  .remedy = "leave one of them out",
	  .makes = MAKES_REPORT,
	  .bind = bind_yoy,
	  .counter = { &yoy_counter },
	  .write = write_yoy },
	{ .name = "--lookback",
	  .all = OPTION(LOOKBACK),
	  .fits = OPTION(EXACT) | OPTION(FROM) | OPTION(WINDOW) | OPTION(GOOD_MONTHS) | OPTION(TO),
	  .remedy = "leave one of them out",
	  .makes = MAKES_REPORT,
	  .own_columns = true,
	  .bind = bind_lookback,
	  .counter = { &lookback_counter },
	  .write = write_lookback },
	{ .name = "--merge --partial",
	  .all = OPTION(MERGE) | OPTION(PARTIAL),
	  .remedy = "a partial is only counts",
	  .makes = MAKES_COUNTS,
	  .reads = READS_PARTS,
	  .bind = bind_merged_part,
	  .counter = { &parts_counter },
	  .write = write_merged_part },
	{ .name = "--partial",
	  .all = OPTION(PARTIAL),
	  .fits = OPTION(BY) | OPTION(EXACT) | OPTION(COHORT) | OPTION(FROM) | OPTION(WINDOW),
	  .remedy = "give it to --merge",
	  .makes = MAKES_COUNTS,
	  .bind = bind_part,
	  .counter = { &funnel_counter },
	  .write = write_part },
	{ .name = "--merge",
	  .all = OPTION(MERGE),
	  .fits = OPTION(SORT) | OPTION(LIMIT) | OPTION(SIMULTANEOUS) | OPTION(SPEND),
	  .remedy = "the partials are what --partial made them",
	  .makes = MAKES_REPORT,
	  .reads = READS_PARTS,
	  .bind = bind_merge,
	  .counter = { &parts_counter },
	  .write = write_merged },
};

static void release(void *ask)
{
	parts_release(&((struct leadfunnel *)ask)->parts);
}

static const struct command command = {
	.tool = { .name = "leadfunnel",
		  .line = "report where leads convert and where they leak",
		  .options = own_options,
		  .examples = "  leadfunnel leads.csv\n"
			      "  leadfunnel --by country leads.csv > funnel.csv\n"
			      "  leadfunnel --cohort quarter --window '90 days' -f table leads.csv\n"
			      "  leadfunnel --lookback -c lead_source,country leads.csv\n",
		  .report = "leadfunnel" },
	.owns = OWNS_NOTHING,
	.modes = modes,
	.nmodes = sizeof modes / sizeof *modes,
	.release = release,
};

int main(int argc, char **argv)
{
	return command_run(&command, &(struct leadfunnel){ .cohort = -1 }, argc, argv);
}
