/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadsla: is anybody late? Clocks from one point of the road to another, and the backlog they show. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/alarm.h"
#include "cmd/top.h"
#include "cmd/waiting.h"
#include "lead/answers.h"
#include "lead/backlog_page.h"

enum {
	OPTION_REPORT = OPTION_OWN,
	OPTION_BY,
	OPTION_EXACT,
	OPTION_LAST,
	OPTION_TREND,
	OPTION_SINCE,
	OPTION_BACKLOG,
	OPTION_CHECK,
	OPTION_FAIL_WHEN
};

static const char trend_words[] = "month week day quarter";
static const enum period trend_periods[] = { PERIOD_MONTH, PERIOD_WEEK, PERIOD_DAY, PERIOD_QUARTER };

static const struct option_row options[] = {
	{ OPTION_REPORT, "report", NULL, "instead of rows: the backlog and how fast leads were answered", 0,
	  NULL },
	{ OPTION_BY, "by", "EXPR[,EXPR]", "the report for each group, all leads last", COMPLETE_COLUMN,
	  NULL },
	{ OPTION_EXACT, "exact", NULL, "groups: other spellings are other groups", 0, NULL },
	{ OPTION_LAST, "last", "SPAN", "only clocks started within it: '90 days'", 0, NULL },
	{ OPTION_TREND, "trend", "PERIOD", "the report at the end of each", COMPLETE_WORDS, trend_words },
	{ OPTION_SINCE, "since", "TIME", "the trend begins there, not with the first lead", 0, NULL },
	{ OPTION_BACKLOG, "backlog", NULL, "only leads in the backlog, longest overdue first", 0, NULL },
	{ OPTION_CHECK, "check", NULL, "exit 1 if any lead is overdue", 0, NULL },
	{ OPTION_FAIL_WHEN, "fail-when", "EXPR", "exit 1 if it holds for a row of the report", 0, NULL },
	{ 0 },
};

static const struct tool tool = {
	.name = "leadsla",
	.line = "tell which leads wait too long, and how large the backlog is",
	.options = options,
	.examples = "  leadsla leads.csv > tonight.csv\n"
		    "  leadsla --backlog -c email,owner,accept_due leads.csv\n"
		    "  leadsla --report --by owner leads.csv\n"
		    "  leadsla --trend month -f table leads.csv\n"
		    "  leadsla --report --fail-when 'compliance < 90%' leads.csv\n",
	.report = "--report",
};

/* One thread's. */
struct desk {
	struct backlog *backlog; /* NULL: no report */
	struct best *waiting;	 /* NULL: none are wanted */
	uint64_t overdue;	 /* leads */
};

struct leadsla {
	struct filter filter;
	bool report, backlog, check, exact;
	const char *by, *since, *last, *fail_when;
	int period; /* of trend_words; -1: no trend */
	const struct clocks *clocks;
	struct grouping grouping;
	struct moments moments;
	struct backlog_plan plan;
	bool past; /* there is more than one moment */
	struct top order;
	struct waiting waiting;
	struct alarm alarm;
};

static bool own_option(void *ctx, int key, const char *value, struct diags *diags)
{
	struct leadsla *t = ctx;

	switch (key) {
	case OPTION_REPORT:
		return t->report = true;
	case OPTION_EXACT:
		return t->exact = true;
	case OPTION_BACKLOG:
		return t->backlog = true;
	case OPTION_CHECK:
		return t->check = true;
	case OPTION_BY:
		return (t->by = value);
	case OPTION_LAST:
		return (t->last = value);
	case OPTION_SINCE:
		return (t->since = value);
	case OPTION_FAIL_WHEN:
		return (t->fail_when = value);
	default:
		t->period = option_word(diags, "--trend", value, trend_words);
		return t->period >= 0;
	}
}

/* ---- binding ---- */

static bool report_wanted(const struct leadsla *t)
{
	return t->report || t->by || t->period >= 0 || t->fail_when || (t->last && !t->backlog);
}

static void bind_last(struct leadsla *t)
{
	if (t->last && (!span_read(str_trim(str_from(t->last)), '.', &t->plan.last) || t->plan.last <= 0))
		diag_error(&t->filter.diags, "--last: '%s' is no span; write it as '90 days' or '12 hours'",
			   t->last);
}

/* The first period's moment: what --since says, else as far back as calendars go. */
static int64_t bind_since(struct leadsla *t)
{
	const struct time_style *style = &t->filter.lane[0].program.times;
	int64_t earliest = day_instant(day_number(CALENDAR_FIRST_YEAR, 1, 1), style->zone), since;

	if (!t->since || t->period < 0)
		return earliest;
	if (instant_read(str_trim(str_from(t->since)), style, &since) != TIME_READ)
		diag_error(&t->filter.diags, "--since: '%s' is no time; write it as 2026-01-31", t->since);
	else if (since < earliest)
		diag_error(&t->filter.diags, "--since: trends begin in %d at the earliest",
			   CALENDAR_FIRST_YEAR);
	else
		return since;
	return earliest;
}

/* A trend looks into the past; so do the pictures of a report for people, where times allow it. */
static void bind_moments(struct leadsla *t)
{
	struct program *p = &t->filter.lane[0].program;
	int64_t since = bind_since(t);
	bool trend = t->period >= 0;

	if (trend)
		clocks_dated(t->clocks, "--trend", &t->filter.diags);
	t->past = trend || (!filter_report_plain(&t->filter) && clocks_dated(t->clocks, NULL, NULL));
	if (t->past)
		moments_new(&t->moments, trend ? trend_periods[t->period] : PERIOD_MONTH, since, p->now,
			    p->times.zone, &p->arena);
	else
		moments_now(&t->moments, p->now, p->times.zone, &p->arena);
	if (t->moments.n > ANSWERS_MOMENTS)
		diag_error(
			&t->filter.diags,
			"--trend: %zu periods to now, and a trend is of %d at most; let it begin later with "
			"--since",
			t->moments.n, ANSWERS_MOMENTS);
}

static void bind_report(struct leadsla *t)
{
	struct filter *f = &t->filter;
	struct grid heads = { 0 };

	grouping_bind(&t->grouping, f->lane[0].names, t->by, t->exact);
	bind_moments(t);
	t->plan.clocks = t->clocks;
	t->plan.grouping = &t->grouping;
	t->plan.moments = &t->moments;
	if (t->fail_when && !f->diags.errors) {
		backlog_heads(&t->plan, t->period >= 0, &heads);
		alarm_bind(&t->alarm, t->fail_when, heads, &f->lane[0].program, &f->diags);
	}
}

/* Among those that wait the one due first is first: it is overdue the longest. Paused leads have no due time
 * and come last, those who wait longest first. */
static bool rank(const struct top *top, struct worker *w, double *key)
{
	const struct leadsla *t = (const struct leadsla *)w->filter;
	bool waits = false;

	(void)top;
	for (size_t i = 0; i < t->clocks->n; i++) {
		const struct reading *r = clock_now(t->clocks, i, &w->frame[0]);
		if (!clock_is_open(r->status) ||
		    !backlog_recent(&t->plan, r->start, w->frame[0].program->now))
			continue;
		double due = r->due == INSTANT_NONE ? -INFINITY : -(double)r->due, start = -(double)r->start;
		if (!waits || due > key[0] || (due == key[0] && start > key[1])) {
			key[0] = due;
			key[1] = start;
		}
		waits = true;
	}
	return waits;
}

static void add_columns(struct leadsla *t)
{
	struct filter *f = &t->filter;

	for (size_t i = 0; i < t->clocks->n; i++)
		for (int c = 0; c < CLOCK_COLUMNS; c++) {
			struct out_column *added =
				filter_add_str(f, 0, clock_shown(f->lane[0].names, i, (enum clock_column)c),
					       clock_head(f->lane[0].names, i, (enum clock_column)c));
			added->plain = true;
			added->number = c == CLOCK_HOURS;
		}
}

/* ---- rows ---- */

static struct desk *desk_of(struct worker *w)
{
	struct leadsla *t = (struct leadsla *)w->filter;
	struct desk *d = w->own;

	if (d)
		return d;
	d = w->own = mem_new(sizeof *d);
	if (t->filter.report)
		d->backlog = backlog_new(&t->plan);
	if (t->order.wanted)
		d->waiting = best_new(&t->order);
	return d;
}

static void drop(void *own)
{
	struct desk *d = own;

	if (d->backlog)
		backlog_free(d->backlog);
	if (d->waiting)
		best_free(d->waiting);
	free(d);
}

/* A row that goes out, or that a report counts. */
static bool note_overdue(struct worker *w)
{
	const struct leadsla *t = (const struct leadsla *)w->filter;

	for (size_t i = 0; i < t->clocks->n; i++)
		if (clock_now(t->clocks, i, &w->frame[0])->status == CLOCK_OVERDUE) {
			desk_of(w)->overdue++;
			break;
		}
	return true;
}

static void take(struct worker *w, const struct record *r, struct buf *out)
{
	struct desk *d = desk_of(w);

	(void)out;
	if (d->backlog)
		backlog_count(d->backlog, &w->frame[0]);
	if (d->waiting)
		best_take(d->waiting, w, r);
}

static void choose(struct leadsla *t)
{
	struct filter *f = &t->filter;

	f->report = report_wanted(t);
	if (f->report && t->backlog)
		diag_error(&f->diags, "--backlog prints leads and %s a report; ask for one of them",
			   t->report	  ? "--report"
			   : t->by	  ? "--by"
			   : t->fail_when ? "--fail-when"
					  : "--trend");
	if (t->since && t->period < 0)
		diag_error(&f->diags, "--since says where a trend begins: add --trend month");
	if (!f->lane[0].agreement.slas.n) {
		diag_error(&f->diags,
			   "%s: the agreement has no 'sla' statement, so there is no clock to read",
			   f->lane[0].agreement.text->name);
		return;
	}
	bind_last(t);
	if (!(t->clocks = clocks_bind(f->lane[0].clocks)))
		return;
	add_columns(t);
	if (f->report)
		bind_report(t);
	t->plan.clocks = t->clocks;
	t->order = (struct top){ .nkeys = 2, .rank = rank };
	if (t->backlog)
		t->order.wanted = SIZE_MAX;
	else if (f->report && filter_report_format(f) == FORMAT_HTML)
		t->order.wanted = WAITING_SHOWN;
	if (t->order.wanted && !t->backlog)
		waiting_bind(&t->waiting, f, t->clocks, &t->plan);
	f->drop = drop;
	if (t->check)
		f->keep = note_overdue;
	if (f->report || t->backlog)
		f->take = take;
}

/* ---- what comes out ---- */

static bool write_backlog(struct leadsla *t, struct desk *all)
{
	struct buf rows = { 0 };

	best_rows(all->waiting, &rows);
	bool good = filter_write_rows(&t->filter, buf_view(&rows));
	buf_release(&rows);
	return good;
}

static bool write_page(struct leadsla *t, const struct backlog_view *v, struct desk *all)
{
	struct buf rows = { 0 }, out = { 0 };
	struct grid waiting = { 0 };

	best_rows(all->waiting, &rows);
	waiting_grid(&t->waiting, &t->filter, buf_view(&rows), &waiting);
	backlog_page(v, &waiting, &out);
	bool good = filter_write(&t->filter, &out);
	grid_release(&waiting);
	buf_release(&rows);
	buf_release(&out);
	return good;
}

static void sound_alarm(struct leadsla *t, const struct backlog_view *v)
{
	struct grid_rows rows = backlog_rows(v);
	size_t first = 0, n = alarm_count(&t->alarm, &rows, &first);

	t->filter.no |= n > 0;
	if (n)
		diag_note(&t->filter.diags, "--fail-when holds for %zu %s of the report, first in row %zu", n,
			  n == 1 ? "row" : "rows", first + 1);
}

static void tell(struct leadsla *t, const struct backlog_view *v)
{
	verdicts_tell(&t->filter.diags, backlog_verdicts(v), "");
	if (v->trend)
		backlog_tell_undated(v->backlog, &t->filter.diags);
	if (backlog_rounded(v->backlog))
		diag_note(&t->filter.diags,
			  "so many answers that each was rounded to 0.01 hours before the quantiles");
}

static bool write_lines(struct leadsla *t, const struct backlog_view *v)
{
	bool plain = filter_report_plain(&t->filter);
	struct grid_rows rows = plain ? backlog_rows(v) : backlog_trend_rows(v);
	struct grid g = { 0 };

	if (plain)
		backlog_heads(v->plan, v->trend, &g);
	else
		backlog_trend_heads(v, &g);
	return filter_write_long(&t->filter, &rows, &g);
}

static bool write_report(struct leadsla *t, struct desk *all)
{
	struct filter *f = &t->filter;
	struct grid grids[BACKLOG_GRIDS] = { 0 };

	backlog_settle(all->backlog);
	struct backlog_view v = { .backlog = all->backlog,
				  .plan = &t->plan,
				  .agreement = &f->lane[0].agreement,
				  .trend = t->period >= 0,
				  .past = t->past,
				  .first = t->since ? 0 : backlog_first(all->backlog),
				  .utf8 = f->emitter.look.utf8 };
	if (t->fail_when)
		sound_alarm(t, &v);
	if (f->diags.errors)
		return false;
	tell(t, &v);
	if (filter_report_format(f) == FORMAT_HTML)
		return write_page(t, &v, all);
	if (filter_report_plain(f) || v.trend)
		return write_lines(t, &v);
	backlog_grids(&v, grids);
	return filter_write_report(f, grids, BACKLOG_GRIDS);
}

/* What all threads had on their desks, on one. */
static struct desk *gather(struct leadsla *t)
{
	struct filter *f = &t->filter;
	struct desk *all = desk_of(&f->workers[0]);

	for (size_t i = 1; i < f->nworkers; i++) {
		struct desk *d = f->workers[i].own;
		if (!d)
			continue;
		all->overdue += d->overdue;
		if (d->backlog)
			backlog_merge(all->backlog, d->backlog);
		if (d->waiting)
			best_merge(all->waiting, d->waiting);
	}
	return all;
}

static bool finish(struct leadsla *t)
{
	struct filter *f = &t->filter;
	struct desk *all = gather(t);

	if (t->check && all->overdue) {
		f->no = true;
		diag_note(&f->diags, "%llu %s overdue", (unsigned long long)all->overdue,
			  all->overdue == 1 ? "lead is" : "leads are");
	}
	if (f->report)
		return write_report(t, all);
	return !t->backlog || write_backlog(t, all);
}

int main(int argc, char **argv)
{
	struct leadsla t = { .period = -1 };
	int code;

	if (filter_open(&t.filter, &tool, OWNS_CLOCKS, argc, argv, own_option, &t, &code)) {
		choose(&t);
		bool good = filter_run(&t.filter);
		good = good && finish(&t);
		code = filter_close(&t.filter, good);
	} else {
		code = filter_leave(&t.filter, code);
	}
	alarm_release(&t.alarm);
	return code;
}
