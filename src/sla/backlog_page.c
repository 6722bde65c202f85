/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Top to bottom: the answer; for each clock the headline and the ages; the leads to call first; for each
 * clock what moved and the curves, each picture with its figures behind it; then the figures of the groups.
 * See backlog_page.h.
 */
#include "sla/backlog_page.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "figures/flow.h"
#include "figures/page.h"
#include "stat/quantile.h"
#include "figures/share.h"

struct page {
	const struct backlog_view *view;
	struct buf *out;
	struct arena arena;
	size_t now, all; /* the last moment; all leads' number among the groups */
	size_t clock;
};

static struct backlog_figures at(const struct page *p, size_t group, size_t moment)
{
	return backlog_at(p->view->backlog, group, p->clock, moment);
}

/* ---- words ---- */

static struct str hours(struct page *p, int64_t hundredths)
{
	struct buf b = { 0 };

	figure_print(&b, backlog_hours(hundredths), false, true);
	struct str s = hundredths == INSTANT_NONE
			       ? STR("–")
			       : arena_print(&p->arena, "%.*s" NO_BREAK "h", STR_ARG(buf_view(&b)));
	buf_release(&b);
	return s;
}

static struct str day_of(struct page *p, size_t moment)
{
	return page_day(&p->arena, day_civil(p->view->plan->moments->day[moment]));
}

/* ---- the headline ---- */

static double share(uint64_t k, uint64_t n)
{
	return n ? (double)k / (double)n : (double)NAN;
}

/* The day of the moment before, which a line must not end within. */
static struct str day_before(struct page *p)
{
	return day_of(p, p->now - 1);
}

/* What a figure did since the moment before; empty where there is none. */
static struct str change(struct page *p, double now, double before, const char *unit)
{
	double by = now - before;

	if (!p->view->past || p->now == 0 || isnan(by))
		return STR("");
	if (fabs(by) < 0.05)
		return arena_print(&p->arena, "as on %.*s", STR_ARG(day_before(p)));
	return arena_print(&p->arena, "%s" NO_BREAK "%.*f%s since %.*s", by < 0 ? "▼" : "▲", *unit ? 1 : 0,
			   fabs(by), unit, STR_ARG(day_before(p)));
}

/* Where nothing can be judged a tile is neither good nor bad. */
static enum tone tone_of(struct verdict v, bool bad)
{
	return !*v.word ? TONE_PLAIN : bad ? TONE_BAD : TONE_GOOD;
}

static struct tile backlog_tile(struct page *p, const struct backlog_figures *x,
				const struct backlog_figures *before)
{
	struct verdict v = backlog_judge_rate(p->view, p->clock, x);
	struct str of = STR("no leads handed over");

	if (x->handed_over)
		of = arena_print(&p->arena, "%.*s of all %.*s handed over",
				 STR_ARG(page_percent(&p->arena, x->backlog, x->handed_over)),
				 STR_ARG(page_count(&p->arena, x->handed_over)));

	return (struct tile){
		.label = STR("Backlog"),
		.figure = arena_print(&p->arena, "%.*s %s", STR_ARG(page_count(&p->arena, x->backlog)),
				      x->backlog == 1 ? "lead" : "leads"),
		.detail =
			page_lines(&p->arena, of, change(p, (double)x->backlog, (double)before->backlog, "")),
		.note = page_verdict(&p->arena, v),
		.tone = tone_of(v, v.side > 0)
	};
}

static struct tile compliance_tile(struct page *p, const struct backlog_figures *x,
				   const struct backlog_figures *before)
{
	struct verdict v = backlog_judge_compliance(p->view, p->clock, x);
	uint64_t met = x->status[CLOCK_MET];
	struct str of = STR("nothing to judge yet");
	double by = 100 * share(before->status[CLOCK_MET], backlog_judged(before));

	if (backlog_judged(x))
		of = arena_print(&p->arena, "%.*s of %.*s met", STR_ARG(page_count(&p->arena, met)),
				 STR_ARG(page_count(&p->arena, backlog_judged(x))));
	return (struct tile){ .label = STR("Compliance"),
			      .figure = page_percent(&p->arena, met, backlog_judged(x)),
			      .detail = page_lines(
				      &p->arena, of,
				      change(p, 100 * share(met, backlog_judged(x)), by, " points")),
			      .note = page_verdict(&p->arena, v),
			      .tone = tone_of(v, v.side < 0) };
}

static struct tile overdue_tile(struct page *p, const struct backlog_figures *x,
				const struct backlog_figures *before)
{
	int64_t oldest = x->oldest == INSTANT_NONE ? INSTANT_NONE : span_hundredths(x->oldest, HOUR_US);
	uint64_t overdue = x->status[CLOCK_OVERDUE];
	struct str longest = STR("");

	if (oldest != INSTANT_NONE)
		longest = arena_print(&p->arena, "the longest waits %.*s", STR_ARG(hours(p, oldest)));
	return (struct tile){
		.label = STR("Overdue"),
		.figure = page_count(&p->arena, overdue),
		.detail = page_lines(&p->arena, longest,
				     change(p, (double)overdue, (double)before->status[CLOCK_OVERDUE], "")),
	};
}

static struct tile response_tile(struct page *p, const struct backlog_figures *x)
{
	struct str detail = STR("nothing is answered yet");

	if (x->p90 != INSTANT_NONE)
		detail = arena_print(&p->arena, "the median; 9 of 10 within %.*s", STR_ARG(hours(p, x->p90)));
	return (struct tile){ .label = STR("Response time"),
			      .figure = hours(p, x->median),
			      .detail = detail };
}

static void put_tiles(struct page *p)
{
	struct backlog_figures x = at(p, p->all, p->now), before = p->now ? at(p, p->all, p->now - 1) : x;

	document_tiles(p->out,
		       (struct tile[]){ backlog_tile(p, &x, &before), compliance_tile(p, &x, &before),
					overdue_tile(p, &x, &before), response_tile(p, &x) },
		       4);
}

/* "115 of 623 leads that were handed over wait; 100 for 15 days or more." */
static void put_answer(struct page *p)
{
	struct backlog_figures x = at(p, p->all, p->now);
	struct buf b = { 0 };

	if (!x.handed_over)
		buf_str(&b, STR("No lead was handed over, so none waits."));
	else if (!x.backlog)
		buf_print(&b, "None of the %.*s %s handed over waits.",
			  STR_ARG(page_count(&p->arena, x.handed_over)),
			  x.handed_over == 1 ? "lead that was" : "leads that were");
	else
		buf_print(&b, "%.*s of %.*s leads that were handed over %s; %.*s for 15 days or more.",
			  STR_ARG(page_count(&p->arena, x.backlog)),
			  STR_ARG(page_count(&p->arena, x.handed_over)), x.backlog == 1 ? "waits" : "wait",
			  STR_ARG(x.age[BACKLOG_AGES - 1] ? page_count(&p->arena, x.age[BACKLOG_AGES - 1])
							  : STR("none")));
	document_answer(p->out, buf_view(&b));
	buf_release(&b);
}

/* ---- the curve ---- */

/* All leads' line for each moment, for the figures behind the curve. */
static void curve_grid(struct page *p, struct grid *g)
{
	static const char *const heads[] = { "handed over", "backlog", "rate",	     "overdue",
					     "met",	    "late",    "compliance", NULL };

	grid_column(g, "at", ALIGN_LEFT, false);
	share_heads(g, heads);
	grid_column(g, "median h", ALIGN_RIGHT, true);
	for (size_t k = p->view->first; k <= p->now; k++) {
		struct backlog_figures x = at(p, p->all, k);
		grid_cell(g, day_of(p, k));
		share_count(g, x.handed_over);
		share_count(g, x.backlog);
		share_ratio(g, x.backlog, x.handed_over);
		share_count(g, x.status[CLOCK_OVERDUE]);
		share_count(g, x.status[CLOCK_MET]);
		share_count(g, x.status[CLOCK_LATE]);
		share_ratio(g, x.status[CLOCK_MET], backlog_judged(&x));
		struct buf b = { 0 };
		figure_print(&b, backlog_hours(x.median), false, true);
		grid_cell(g, buf_view(&b));
		buf_release(&b);
	}
}

/* Each line ends in what a tile shows. The backlog is in leads: all leads ever handed over get more and more,
 * so its share of them falls where as many wait as ever. What the benchmark allows gets more with them. */
static void put_backlog(struct page *p, const struct str *label, size_t n)
{
	double *wait = ARENA_ARRAY(&p->arena, n, double), *allowed = ARENA_ARRAY(&p->arena, n, double);
	struct backlog_figures x = at(p, p->all, p->now);
	struct verdict v = backlog_judge_rate(p->view, p->clock, &x);
	struct str name = STR("Backlog: leads that wait");

	for (size_t i = 0; i < n; i++) {
		struct backlog_figures then = at(p, p->all, p->view->first + i);
		wait[i] = (double)then.backlog;
		allowed[i] = v.benchmark ? floor(v.benchmark->share * (double)then.handed_over + 1e-9) : 0;
	}
	if (v.benchmark)
		name = arena_print(&p->arena, "%.*s; the benchmark is %.4g%% of all handed over",
				   STR_ARG(name), v.benchmark->share * 100);
	document_chart(p->out,
		       &(struct chart){ .name = name,
					.label = label,
					.n = n,
					.line = (struct chart_line[]){ { STR("all leads"), wait },
								       { STR("benchmark"), allowed } },
					.lines = v.benchmark ? 2 : 1,
					.bound = v.benchmark,
					.mark = (double)NAN });
}

static void put_compliance(struct page *p, const struct str *label, size_t n)
{
	double *kept = ARENA_ARRAY(&p->arena, n, double);
	struct backlog_figures x = at(p, p->all, p->now);
	struct verdict v = backlog_judge_compliance(p->view, p->clock, &x);

	for (size_t i = 0; i < n; i++) {
		struct backlog_figures then = at(p, p->all, p->view->first + i);
		kept[i] = share(then.status[CLOCK_MET], backlog_judged(&then));
	}
	document_chart(p->out, &(struct chart){ .name = STR("Compliance"),
						.label = label,
						.n = n,
						.line = &(struct chart_line){ STR("all leads"), kept },
						.lines = 1,
						.percent = true,
						.mark = v.benchmark ? v.benchmark->share : (double)NAN,
						.mark_name = v.benchmark ? STR("benchmark") : STR("") });
}

static void put_curves(struct page *p)
{
	size_t n = p->now + 1 - p->view->first;
	struct grid g = { 0 };

	if (!p->view->past || n < 2)
		return;
	struct str *label = ARENA_ARRAY(&p->arena, n, struct str);
	for (size_t i = 0; i < n; i++)
		label[i] = day_of(p, p->view->first + i);
	put_backlog(p, label, n);
	put_compliance(p, label, n);
	curve_grid(p, &g);
	document_grid(p->out, &g, true);
	grid_release(&g);
}

/* ---- the movement ---- */

/* The kinds that are shown: how clocks were closed, and then how they came in. */
struct kinds {
	enum movement_kind closed[MOVED_REOPENED];
	size_t n;
	bool reopened;
};

static struct kinds kinds_shown(const struct page *p)
{
	const bool *shown = p->view->movement.shown[p->clock].is;
	struct kinds k = { .reopened = shown[MOVED_REOPENED] };

	for (int kind = 0; kind < MOVED_REOPENED; kind++)
		if (shown[kind])
			k.closed[k.n++] = (enum movement_kind)kind;
	return k;
}

static struct backlog_moves moves_at(const struct page *p, size_t moment)
{
	return backlog_moved(p->view->backlog, p->all, p->clock, moment);
}

static struct str period_of_moment(struct page *p, size_t moment)
{
	struct buf b = { 0 };

	movement_period(p->view->plan, moment, &b);
	return page_words(&p->arena, &b);
}

static void put_flow(struct page *p, const struct kinds *kinds)
{
	const struct movement *m = &p->view->movement;
	size_t n = p->now + 1 - p->view->first;
	struct flow_row *row = ARENA_ARRAY(&p->arena, n, struct flow_row);
	const struct str in[] = { STR("came in"), STR("reopened") };
	struct str out[MOVED_REOPENED];

	for (size_t i = 0; i < kinds->n; i++)
		out[i] = str_from(movement_name[kinds->closed[i]]);
	for (size_t i = 0; i < n; i++) {
		struct backlog_moves x = moves_at(p, p->view->first + i);
		uint64_t *came = ARENA_ARRAY(&p->arena, 2, uint64_t);
		uint64_t *went = ARENA_ARRAY(&p->arena, kinds->n, uint64_t);
		came[0] = x.came_in;
		came[1] = x.reopened;
		for (size_t k = 0; k < kinds->n; k++)
			went[k] = movement_of(m, p->clock, &x, kinds->closed[k]);
		row[i] = (struct flow_row){ period_of_moment(p, p->view->first + i), x.opening, x.closing,
					    came, went };
	}
	flow_put(p->out, &p->arena,
		 &(struct flow){ "Leads that wait", period_word(p->view->plan->moments->period), in, out,
				 kinds->reopened ? 2 : 1, kinds->n, row, n });
}

/* The same for each period, and what is left over. */
static void flow_grid(struct page *p, const struct kinds *kinds, struct grid *g)
{
	const struct movement *m = &p->view->movement;

	grid_column(g, period_word(p->view->plan->moments->period), ALIGN_LEFT, false);
	share_heads(g, (const char *const[]){ "opening", "came in", NULL });
	if (kinds->reopened)
		grid_column(g, movement_name[MOVED_REOPENED], ALIGN_RIGHT, true);
	for (size_t i = 0; i < kinds->n; i++)
		grid_column(g, movement_name[kinds->closed[i]], ALIGN_RIGHT, true);
	share_heads(g, (const char *const[]){ "closing", "left over", NULL });
	for (size_t k = p->view->first; k <= p->now; k++) {
		struct backlog_moves x = moves_at(p, k);
		grid_cell(g, period_of_moment(p, k));
		share_count(g, x.opening);
		share_count(g, x.came_in);
		if (kinds->reopened)
			share_count(g, x.reopened);
		for (size_t i = 0; i < kinds->n; i++)
			share_count(g, movement_of(m, p->clock, &x, kinds->closed[i]));
		share_count(g, x.closing);
		share_ratio(g, x.closing, movement_ended(p->view->plan, k) ? backlog_on_table(&x) : 0);
	}
}

/* "Of 298 leads on the table in 2026-06, 127 were accepted (42.6%) and 38 given back (12.8%); 133 are left
 * over (44.6%)." */
static void put_sentence(struct page *p, const struct kinds *kinds)
{
	struct backlog_moves x = moves_at(p, p->now);
	uint64_t all = backlog_on_table(&x);
	bool ended = movement_ended(p->view->plan, p->now);
	struct verdict v = backlog_judge_left_over(p->view, p->clock, p->now, &x);
	struct buf b = { 0 };

	if (!all)
		return;
	buf_print(&b, "Of %.*s %s on the table in %.*s%s", STR_ARG(page_count(&p->arena, all)),
		  all == 1 ? "lead" : "leads", STR_ARG(period_of_moment(p, p->now)),
		  ended ? "" : ", which has not ended");
	for (size_t i = 0; i < kinds->n; i++) {
		uint64_t n = movement_of(&p->view->movement, p->clock, &x, kinds->closed[i]);
		if (!n)
			continue;
		buf_print(&b, ", %.*s %s %s (%.*s)", STR_ARG(page_count(&p->arena, n)),
			  n == 1 ? "was" : "were", movement_left[kinds->closed[i]],
			  STR_ARG(page_percent(&p->arena, n, all)));
	}
	buf_print(&b, "; %.*s %s (%.*s)", STR_ARG(page_count(&p->arena, x.closing)),
		  ended		   ? x.closing == 1 ? "is left over" : "are left over"
		  : x.closing == 1 ? "waits"
				   : "wait",
		  STR_ARG(page_percent(&p->arena, x.closing, all)));
	if (verdict_given(&v)) {
		buf_print(&b, ", %.*s", STR_ARG(page_verdict(&p->arena, v)));
	} else if (v.benchmark && ended) {
		buf_print(&b, "; benchmark %.4g%%, no verdict: ", v.benchmark->share * 100);
		verdict_why(&v, &b);
	}
	buf_str(&b, STR("."));
	document_note(p->out, buf_view(&b));
	buf_release(&b);
}

static void put_movement(struct page *p)
{
	struct kinds kinds = kinds_shown(p);
	struct grid g = { 0 };

	if (!p->view->plan->moves)
		return;
	put_flow(p, &kinds);
	put_sentence(p, &kinds);
	flow_grid(p, &kinds, &g);
	document_grid(p->out, &g, true);
	grid_release(&g);
}

/* ---- the ages ---- */

static struct str group_name(struct page *p, size_t group)
{
	struct buf name = { 0 };

	if (group == p->all)
		return STR("all leads");
	for (size_t i = 0; i < p->view->plan->grouping->n; i++)
		page_item(&name, i, backlog_group(p->view->backlog, group, i));
	return page_words(&p->arena, &name);
}

static void put_ages(struct page *p)
{
	static const struct str names[BACKLOG_AGES] = {
		{ "0–1 days", 10 }, { "2–3", 5 }, { "4–7", 5 }, { "8–14", 6 }, { "15 or more", 10 }
	};
	struct stack row[PAGE_GROUPS];
	size_t n = 0, groups = 0;

	for (size_t group = 0; group <= p->all; group++) {
		struct backlog_figures x = at(p, group, p->now);
		if (!x.backlog || (group == p->all && p->all) || ++groups > PAGE_GROUPS)
			continue;
		double *part = ARENA_ARRAY(&p->arena, BACKLOG_AGES, double);
		for (int i = 0; i < BACKLOG_AGES; i++)
			part[i] = (double)x.age[i];
		row[n++] = (struct stack){ group_name(p, group), page_count(&p->arena, x.backlog), part };
	}
	if (n)
		document_stacks(p->out, &(struct stacks){ STR("Days in the backlog"), names, BACKLOG_AGES,
							  row, n, false });
	page_groups(p->out, &p->arena, n, groups);
}

/* ---- the page ---- */

static struct str words_of_clock(struct page *p)
{
	struct buf words = { 0 };

	clock_words(p->view->agreement, p->clock, &words);
	return page_words(&p->arena, &words);
}

static void put_figures(struct page *p)
{
	struct backlog_view now = *p->view;
	size_t n;

	now.trend = false;
	now.past = false;
	now.utf8 = true;
	struct grid *grids = backlog_tables(&now, &n);
	for (size_t i = 0; i < n; i++) {
		document_grid(p->out, &grids[i], p->all == 0);
		grid_release(&grids[i]);
	}
	free(grids);
}

/* ---- the leads behind the figures ---- */

/* Of clocks that started within --last. */
static void put_last(struct page *p, struct buf *condition)
{
	const struct sla *s = &p->view->agreement->slas.at[p->clock];
	const struct step *step = agreement_step(p->view->agreement, s->from);
	int64_t last = p->view->plan->last;

	if (!last)
		return;
	bool days = last % DAY_US == 0;
	behind_and(condition, "age(%.*s) < %lld %s",
		   STR_ARG(expr_source(step && step->at ? step->at : s->from, &p->arena)),
		   (long long)(last / (days ? DAY_US : SECOND_US)), days ? "days" : "seconds");
}

/* The group with the largest backlog, of those of which every item is known. */
static size_t example(const struct page *p)
{
	size_t items = p->view->plan->grouping->n, best = 0;
	uint64_t most = 0;

	for (size_t group = 0; group < p->all; group++) {
		uint64_t backlog = at(p, group, p->now).backlog;
		size_t i = 0;
		while (i < items && backlog_group(p->view->backlog, group, i).n)
			i++;
		if (i == items && backlog > most)
			most = backlog, best = group;
	}
	return best;
}

/* False: no condition says that. */
static bool put_group(struct page *p, size_t group, struct buf *condition)
{
	const struct grouping *g = p->view->plan->grouping;
	bool good = true;

	for (size_t i = 0; i < g->n && p->all && good; i++)
		good = behind_group(condition, &g->item[i], g->exact,
				    backlog_group(p->view->backlog, group, i));
	return good;
}

static void put_line(struct page *p, const char *what, const char *status)
{
	struct str clock = p->view->agreement->slas.at[p->clock].name.text, of = STR("");
	size_t group = example(p);
	struct buf condition = { 0 };

	if (p->all)
		of = arena_print(&p->arena, "%.*s: ", STR_ARG(group_name(p, group)));
	behind_and(&condition, "%.*s_status %s", STR_ARG(clock), status);
	put_last(p, &condition);
	if (put_group(p, group, &condition))
		behind_line(p->out, &p->arena, &p->view->behind,
			    arena_print(&p->arena, "%.*s%.*s, %s", STR_ARG(of), STR_ARG(clock), what),
			    &condition);
	buf_release(&condition);
}

static void put_behind(struct page *p)
{
	document_note(p->out,
		      p->all ? STR("The leads behind these figures; for another status or group put "
				   "its name:")
			     : STR("The leads behind these figures; for another status put its name:"));
	for (p->clock = 0; p->clock < p->view->plan->clocks->n; p->clock++) {
		put_line(p, "backlog", "in (\"waiting\", \"warning\", \"overdue\", \"paused\")");
		put_line(p, "late", "= \"late\"");
	}
}

void backlog_page(const struct backlog_view *v, const struct grid *waiting, struct buf *out)
{
	struct page p = {
		.view = v, .out = out, .now = v->plan->moments->n - 1, .all = backlog_groups(v->backlog)
	};
	put_answer(&p);
	for (p.clock = 0; p.clock < v->plan->clocks->n; p.clock++) {
		document_heading(out, words_of_clock(&p));
		put_tiles(&p);
		put_ages(&p);
	}
	document_grid(out, waiting, false);
	behind_line(out, &p.arena, &v->waiting, STR("All that wait"), &(struct buf){ 0 });
	for (p.clock = 0; p.clock < v->plan->clocks->n && v->past; p.clock++) {
		document_heading(out, arena_print(&p.arena, "How it came to this: %.*s",
						  STR_ARG(v->agreement->slas.at[p.clock].name.text)));
		put_movement(&p);
		put_curves(&p);
	}
	put_figures(&p);
	put_behind(&p);
	arena_release(&p.arena);
}
