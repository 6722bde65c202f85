/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadsla: is anybody late? Clocks from one stage to another, and the backlog they show. */
#include <stdlib.h>

#include "cmd/across.h"
#include "cmd/again.h"
#include "cmd/command.h"
#include "cmd/periods.h"
#include "cmd/page.h"
#include "figures/fail_when.h"
#include "sla/backlog_page.h"
#include "sla/longest_waiting.h"

enum { REPORT, BY, EXACT, LAST, TREND, SINCE, ACROSS, FIGURE, GROUPS, LIMIT, BACKLOG, CHECK, FAIL_WHEN };

static const char trend_words[] = "month week day quarter";
static const char figure_words[] = "backlog backlog_rate handed_over met late overdue waiting warning paused "
				   "compliance median_hours p90_hours oldest_hours age_15";
static const enum period trend_periods[] = { PERIOD_MONTH, PERIOD_WEEK, PERIOD_DAY, PERIOD_QUARTER };

struct leadsla {
	bool check, exact;
	const char *by, *since, *last, *fail_when;
	int period;    /* of trend_words; -1: no trend */
	int64_t limit; /* 0: none */
	struct across_asked grid;
	struct across_plan across;
	struct across_kind kind;
	const struct clocks *clocks;
	struct grouping grouping;
	struct moments moments;
	struct backlog_plan plan;
	bool past; /* there is more than one moment */
	struct waiting waiting;
	struct overdue_plan overdue;
	struct backlog_view view;
	struct fail_when failing;
};

static const struct option_row own_options[] = {
	[REPORT] = { OPTION_OWN + REPORT, "report", NULL,
		     "report the backlog and response times instead of rows", 0, NULL, TO_NOTHING },
	[BY] = { OPTION_OWN + BY, "by", "EXPR[,EXPR]", "print the report for each group, all leads last",
		 COMPLETE_COLUMN, NULL, TO(leadsla, by) },
	[EXACT] = { OPTION_OWN + EXACT, "exact", NULL, "treat different spellings as different groups", 0,
		    NULL, TO(leadsla, exact) },
	[LAST] = { OPTION_OWN + LAST, "last", "SPAN", "count only clocks started within SPAN: '90 days'", 0,
		   NULL, TO(leadsla, last) },
	[TREND] = { OPTION_OWN + TREND, "trend", "PERIOD", "print the report at the end of each PERIOD",
		    COMPLETE_WORDS, trend_words, TO(leadsla, period) },
	[SINCE] = { OPTION_OWN + SINCE, "since", "TIME", "begin the trend at TIME, not with the first lead",
		    0, NULL, TO(leadsla, since) },
	[ACROSS] = { OPTION_OWN + ACROSS, "across", "EXPR", "print a grid: a column for each group of EXPR",
		     COMPLETE_COLUMN, NULL, TO(leadsla, grid.across) },
	[FIGURE] = { OPTION_OWN + FIGURE, "figure", "LIST",
		     "with --across: what is in it, such as backlog_rate", COMPLETE_SOME, figure_words,
		     TO(leadsla, grid.figure) },
	[GROUPS] = { OPTION_OWN + GROUPS, "groups", "LIST|@FILE",
		     "with --across: the columns, the rest as (other)", 0, NULL, TO(leadsla, grid.groups) },
	[LIMIT] = { OPTION_OWN + LIMIT, "limit", "N", "with --across: N columns, the rest as (other)", 0,
		    NULL, TO_WHOLE(leadsla, limit, 1, INT64_C(1000000000)) },
	[BACKLOG] = { OPTION_OWN + BACKLOG, "backlog", NULL, "print only the backlog, longest overdue first",
		      0, NULL, TO_NOTHING },
	[CHECK] = { OPTION_OWN + CHECK, "check", NULL, "exit 1 if any lead is overdue", 0, NULL,
		    TO(leadsla, check) },
	[FAIL_WHEN] = { OPTION_OWN + FAIL_WHEN, "fail-when", "EXPR",
			"exit 1 if EXPR holds for a row of the report", 0, NULL, TO(leadsla, fail_when) },
	{ 0 },
};

/* ---- binding ---- */

static void bind_last(struct leadsla *t, struct diags *diags)
{
	if (t->last && (!span_read(str_trim(str_from(t->last)), '.', &t->plan.last) || t->plan.last <= 0))
		diag_error(diags, "--last: '%s' is not a span; write it as '90 days' or '12 hours'", t->last);
}

/* A trend looks into the past; so do the pictures of a report for people, where times allow it. */
static void bind_moments(struct leadsla *t, struct filter *f)
{
	struct program *p = &f->lane[0].program;
	enum period period = t->period >= 0 ? trend_periods[t->period] : PERIOD_MONTH;

	t->plan.trend = t->period >= 0;
	if (t->plan.trend)
		clocks_dated(t->clocks, "--trend", &f->diags);
	bool pictures = (f->parts ? !(f->counted & OPTION(ACROSS)) : !t->grid.across) &&
			(filter_counts_all(f) || !filter_report_plain(f));
	t->past = t->plan.trend || (pictures && clocks_dated(t->clocks, NULL, NULL));
	if (t->past && !periods_bind(&t->moments, period, t->since, f)) {
		t->past = false;
		if (t->plan.trend)
			periods_too_many(&t->moments, "--trend", t->since, f);
	}
	t->plan.moves =
		t->past && (t->plan.trend || filter_counts_all(f) || filter_report_format(f) == FORMAT_HTML);
	if (!t->past)
		moments_now(&t->moments, p->now, p->times.zone, &p->arena);
}

static void add_columns(struct leadsla *t, struct filter *f)
{
	static const enum type kind[CLOCK_COLUMNS] = { [CLOCK_DUE] = TYPE_TIME, [CLOCK_HOURS] = TYPE_NUMBER };

	for (size_t i = 0; i < t->clocks->n; i++)
		for (int c = 0; c < CLOCK_COLUMNS; c++) {
			struct out_column *added =
				filter_add(f, 0, clock_shown(f->lane[0].names, i, (enum clock_column)c),
					   clock_head(f->lane[0].names, i, (enum clock_column)c));
			added->plain = c != CLOCK_ANSWER;
			added->padded = c == CLOCK_DUE || c == CLOCK_HOURS;
			added->kind = kind[c];
		}
}

/* Sets up what all modes need. Returns false after a mistake, which is reported. */
static bool bind_clocks(struct leadsla *t, struct filter *f)
{
	const struct agreement *a = &f->lane[0].agreement;

	if (!a->slas.n) {
		diag_error(&f->diags,
			   "%s: the agreement has no 'sla' statement%s, so there is no clock to read",
			   a->text->name, agreement_lost(a, "sla"));
		return false;
	}
	bind_last(t, &f->diags);
	t->clocks = t->plan.clocks = clocks_bind(f->lane[0].clocks);
	t->overdue = (struct overdue_plan){ t->clocks, t->check || f->common.partial };
	if (t->clocks)
		add_columns(t, f);
	return t->clocks;
}

static void bind_rows(void *ask, struct filter *f, const void **plan)
{
	struct leadsla *t = ask;

	bind_clocks(t, f);
	plan[0] = &t->overdue;
}

/* The leads that wait, in their order, for counters 0 and 1. */
static void bind_waiting(struct leadsla *t, struct filter *f, const void **plan, size_t wanted)
{
	waiting_bind(&t->waiting, f->lane[0].names, t->clocks, &t->plan, wanted);
	t->waiting.best.line_end = f->source.header.end;
	plan[0] = &t->waiting.best;
	plan[1] = &t->overdue;
}

static void bind_backlog(void *ask, struct filter *f, const void **plan)
{
	if (bind_clocks(ask, f))
		bind_waiting(ask, f, plan, SIZE_MAX);
}

/* A figure that names no clock is of the first. */
static void note_clock(const struct leadsla *t, struct diags *diags)
{
	for (size_t i = 0; i < t->across.figures && t->kind.parts > 1; i++) {
		struct str head = t->across.figure[i].head;
		if (str_eq(head, t->across.figure[i].name))
			continue;
		diag_note(diags, "%.*s is of the clock %.*s; for another: --figure %.*s.%.*s", STR_ARG(head),
			  STR_ARG(t->kind.part[0]), STR_ARG(t->kind.part[1]), STR_ARG(head));
		return;
	}
}

/* --across: the item of the groups that makes columns, and the figures in them. */
static void bind_across(struct leadsla *t, struct filter *f)
{
	struct arena *arena = &f->lane[0].program.arena;
	const struct agreement *a = &f->lane[0].agreement;

	if (!across_check(&t->grid, t->limit, &f->diags))
		return;
	if (!t->grid.across && t->limit)
		diag_error(&f->diags,
			   "--limit is for the columns of --across; add --across country, or the like");
	if (!t->grid.across)
		return;
	bool found = f->parts && !(f->counted & OPTION(ACROSS))
			     ? across_find_item(&t->across, t->grid.across, &t->grouping, &f->diags)
			     : across_bind_item(&t->across, t->grid.across, &t->grouping, f->lane[0].names);
	if (!found)
		return;
	t->plan.across = &t->across;
	t->across.most = (size_t)t->limit;
	across_bind_groups(&t->across, t->grid.groups, arena, &f->diags);
	t->kind = (struct across_kind){ .report = &backlog_report,
					.keys = BACKLOG_KEYS,
					.when = backlog_report.column,
					.whose = "the backlog",
					.what = "clock",
					.part = ARENA_ARRAY(arena, a->slas.n, struct str),
					.parts = a->slas.n,
					.figure = "backlog" };
	for (size_t i = 0; i < a->slas.n; i++)
		t->kind.part[i] = a->slas.at[i].name.text;
	if (across_bind_figures(&t->across, t->grid.figure, &t->kind, &t->view, arena, &f->diags))
		note_clock(t, &f->diags);
}

static void bind_report(void *ask, struct filter *f, const void **plan)
{
	struct leadsla *t = ask;

	if (!bind_clocks(t, f))
		return;
	grouping_bind(&t->grouping, f->lane[0].names, t->by, t->exact);
	bind_moments(t, f);
	t->plan.grouping = &t->grouping;
	t->plan.moments = &t->moments;
	t->view = (struct backlog_view){ .plan = &t->plan,
					 .agreement = &f->lane[0].agreement,
					 .trend = t->plan.trend,
					 .past = t->past && (t->plan.trend ||
							     (!t->grid.across && !filter_report_plain(f))) };
	movement_bind(&t->view.movement, t->view.agreement, &f->lane[0].program.arena);
	bind_across(t, f);
	if (t->fail_when && !f->diags.errors)
		fail_when_bind(&t->failing, t->fail_when, &backlog_report, &t->view, &f->lane[0].program,
			       &f->diags);
	bool page = f->common.partial || filter_report_format(f) == FORMAT_HTML;
	bind_waiting(t, f, plan, !t->grid.across && page ? WAITING_SHOWN : 0);
	t->waiting.best.by_bytes = true;
	plan[2] = &t->plan;
}

/* ---- what comes out ---- */

static bool check(const struct leadsla *t, struct filter *f, const void *overdue)
{
	uint64_t n = overdue_leads(overdue);

	if (!t->check || !n)
		return true;
	f->no = true;
	diag_note(&f->diags, "%llu %s overdue", (unsigned long long)n, n == 1 ? "lead is" : "leads are");
	return true;
}

static bool check_rows(void *ask, struct filter *f, void *const *counter)
{
	return check(ask, f, counter[0]);
}

static bool check_backlog(void *ask, struct filter *f, void *const *counter)
{
	return check(ask, f, counter[1]);
}

struct laying {
	const struct waiting *waiting;
	struct grid *grid;
};

static void put_waiting(void *ctx, struct rows *lane, struct asked leads)
{
	const struct laying *l = ctx;

	waiting_put(l->waiting, lane, leads, l->grid);
}

static bool write_page(const struct leadsla *t, struct filter *f, struct backlog *backlog,
		       struct best *longest)
{
	struct backlog_view listed = t->view;
	struct buf rows = { 0 }, out = { 0 };
	struct grid waiting = { 0 };

	best_rows(longest, &rows);
	waiting_heads(&t->waiting, &waiting);
	filter_each_row(f, buf_view(&rows), put_waiting, &(struct laying){ &t->waiting, &waiting });
	if (!waiting.rows)
		grid_note(&waiting, "No lead waits.");
	listed.behind = filter_again(f, (const char *[]){ "leadsla", NULL });
	listed.waiting = filter_again(
		f, (const char *[]){ "leadsla", "--backlog", t->last ? "--last" : NULL, t->last, NULL });
	const size_t groups = backlog_groups(backlog);
	backlog_keep(backlog, filter_page_room(f));
	filter_page_begin(f, "Backlog", f->lane[0].program.now, "", &out);
	filter_page_groups(f, backlog_groups(backlog), groups, &out);
	backlog_page(&listed, &waiting, &out);
	filter_page_end(f, &out);
	bool good = filter_write(f, &out);
	grid_release(&waiting);
	buf_release(&rows);
	return good;
}

/* The flat report's view stays what --fail-when speaks of. */
static bool write_across(const struct leadsla *t, struct filter *f)
{
	const struct across *a = backlog_across(t->view.backlog);
	struct backlog_view flat = t->view;
	struct across_view grid = { .plan = &t->across,
				    .across = a,
				    .kind = &t->kind,
				    .flat = &flat,
				    .when_word =
					    t->plan.trend ? period_word(trend_periods[t->period]) : NULL };

	flat.across = true;
	if (!across_fits(a, &f->diags))
		return false;
	across_say(a, &f->diags);
	verdicts_tell(&f->diags, across_look(&grid, &f->diags), "");
	return across_write(f, &grid, "Backlog", f->lane[0].program.now);
}

static bool write_report(void *ask, struct filter *f, void *const *counter)
{
	struct leadsla *t = ask;

	t->view.backlog = counter[2];
	t->view.first = t->since ? 1 : backlog_first(counter[2]);
	movement_look(&t->view.movement, counter[2], &t->plan, t->view.first);
	t->view.utf8 = f->emitter.look.utf8;
	check(t, f, counter[1]);
	if (t->fail_when)
		filter_check_report(f, &t->failing, &t->view);
	if (t->grid.across)
		return !f->diags.errors && write_across(t, f);
	verdicts_tell(&f->diags, backlog_verdicts(&t->view), "");
	if (f->diags.errors)
		return false;
	if (filter_report_format(f) == FORMAT_HTML)
		return write_page(t, f, counter[2], counter[0]);
	if (filter_report_plain(f) || (t->plan.trend && t->plan.clocks->n == 1))
		return filter_write_table(f, filter_report_plain(f) ? &backlog_report : &backlog_trend,
					  &t->view);
	size_t n;
	struct grid *grids = (t->plan.trend ? backlog_trends : backlog_tables)(&t->view, &n);
	bool good = filter_write_report(f, grids, n);
	free(grids);
	return good;
}

#define GRID (OPTION(ACROSS) | OPTION(FIGURE) | OPTION(GROUPS) | OPTION(LIMIT))
#define REPORTS                                                                                           \
	(OPTION(REPORT) | OPTION(BY) | OPTION(EXACT) | OPTION(LAST) | OPTION(CHECK) | OPTION(FAIL_WHEN) | \
	 GRID)

#define COUNTS                                                                                        \
	(OPTION(REPORT) | OPTION(BY) | OPTION(EXACT) | OPTION(LAST) | OPTION(TREND) | OPTION(SINCE) | \
	 OPTION(ACROSS))

/* What pages say of how it is counted. */
#define HOW_CLOCK                                                                           \
	"A clock runs from the time of its stage to the answer: a later stage, or an exit " \
	"that counts as one.\n"
#define HOW_HOURS "Hours are those that the calendar of the clock is open; a pause stops it."
#define HOW_REPORTS                                                                                     \
	HOW_CLOCK "Backlog: handed over and not answered; its ages are calendar days. Hours are those " \
		  "that the calendar is open.\n"                                                        \
		  "Compliance: answered in time, of all that were answered, left too late or are overdue."

static const struct mode modes[] = {
	{ .name = "a run without --trend",
	  .fits = OPTION(CHECK) | OPTION(EXACT),
	  .remedy = "add --trend month",
	  .page = { .name = "Leads and their clocks", .how = HOW_CLOCK HOW_HOURS },
	  .bind = bind_rows,
	  .counter = { &overdue_counter },
	  .write = check_rows },
	{ .name = "--backlog",
	  .all = OPTION(BACKLOG),
	  .fits = OPTION(LAST) | OPTION(CHECK) | OPTION(EXACT),
	  .remedy = "leave one of them out",
	  .makes = MAKES_LIST,
	  .page = { "Leads that wait", "longest overdue first",
		    .how = "Waiting is who was handed over and has no answer yet; who would be overdue "
			   "longest is first.\n" HOW_HOURS },
	  .bind = bind_backlog,
	  .counter = { &best_counter, &overdue_counter },
	  .write = check_backlog },
	{ .name = "--trend",
	  .page = { .how = HOW_REPORTS },
	  .all = OPTION(TREND),
	  .fits = REPORTS | OPTION(SINCE),
	  .makes = MAKES_REPORT,
	  .bind = bind_report,
	  .counter = { &best_counter, &overdue_counter, &backlog_counter },
	  .write = write_report },
	{ .name = "a run without --trend",
	  .page = { .how = HOW_REPORTS },
	  .any = OPTION(REPORT) | OPTION(BY) | OPTION(FAIL_WHEN) | OPTION(LAST) | GRID,
	  .fits = REPORTS,
	  .remedy = "add --trend month",
	  .makes = MAKES_REPORT,
	  .bind = bind_report,
	  .counter = { &best_counter, &overdue_counter, &backlog_counter },
	  .write = write_report },
};

static void release(void *ask)
{
	fail_when_release(&((struct leadsla *)ask)->failing);
}

static const struct command command = {
	.tool = { .name = "leadsla",
		  .line = "report overdue leads and the size of the backlog",
		  .options = own_options,
		  .examples = "  leadsla leads.csv > tonight.csv\n"
			      "  leadsla --backlog -c email,owner,accept_due leads.csv\n"
			      "  leadsla --report --by owner leads.csv\n"
			      "  leadsla --trend month -f table leads.csv\n"
			      "  leadsla --trend month --across country leads.csv\n"
			      "  leadsla --report --fail-when 'compliance < 90%' leads.csv\n" },
	.owns = OWNS_CLOCKS,
	.modes = modes,
	.counts = COUNTS,
	.finds = OPTION(ACROSS),
	.nmodes = sizeof modes / sizeof *modes,
	.release = release,
};

int main(int argc, char **argv)
{
	return command_run(&command, &(struct leadsla){ .period = -1 }, argc, argv);
}
