/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of the backlog as tables of columns: see backlog_report.h. */
#include "sla/backlog_report.h"

#include <math.h>

#include "figures/group_figure.h"
#include "base/mem.h"
#include "report/bars.h"
#include "sla/backlog_report_internal.h"
#include "stat/quantile.h"
#include "stat/stat.h"

/* ---- rows ---- */

static bool next_line(const void *view, void *row)
{
	const struct backlog_view *v = view;
	struct row *r = row;
	size_t now = v->plan->moments->n - 1, groups = backlog_groups(v->backlog);
	size_t first = v->across ? groups + 1 : 0,
	       last = groups + (v->across ? across_cells(backlog_across(v->backlog)) : 0);

	if (!r->begun) {
		r->begun = true;
		r->group = first;
		r->moment = v->trend ? v->first : now;
	} else if (++r->clock == v->plan->clocks->n) {
		r->clock = 0;
		if (++r->group > last) {
			r->group = first;
			r->moment++;
		}
	}
	if (r->moment > now)
		return false;
	r->x = backlog_at(v->backlog, r->group, r->clock, r->moment);
	if (v->plan->moves)
		r->moves = backlog_moved(v->backlog, r->group, r->clock, r->moment);
	return true;
}

static void release_line(void *row)
{
	buf_release(&((struct row *)row)->text);
}

static struct verdict compliance_verdict(const struct cell *c)
{
	return backlog_judge_compliance(c->view, row_of(c)->clock, &row_of(c)->x);
}

static struct verdict rate_verdict(const struct cell *c)
{
	return backlog_judge_rate(c->view, row_of(c)->clock, &row_of(c)->x);
}

static struct verdict left_over_verdict(const struct cell *c)
{
	return backlog_judge_left_over(c->view, row_of(c)->clock, row_of(c)->moment, &row_of(c)->moves);
}

/* Each benchmark has its columns; and there are columns for one of them, compliance's, else the backlog's. */
enum judged { COMPLIANCE, RATE, LEFT_OVER, EITHER };
static struct verdict verdict_by(const struct cell *c, enum judged which)
{
	if (which == LEFT_OVER)
		return left_over_verdict(c);
	struct verdict v = which == RATE ? rate_verdict(c) : compliance_verdict(c);
	return which == EITHER && !v.benchmark ? rate_verdict(c) : v;
}

size_t backlog_verdicts(const struct backlog_view *v)
{
	struct row r = { 0 };
	size_t n = 0;

	while (next_line(v, &r))
		for (int which = COMPLIANCE; which <= LEFT_OVER; which++) {
			struct verdict x =
				verdict_by(&(struct cell){ .view = v, .row = &r }, (enum judged)which);
			n += verdict_given(&x);
		}
	return n;
}

/* ---- figures ---- */

static struct figure day(const struct cell *c)
{
	struct civil day = day_civil(view_of(c)->plan->moments->day[row_of(c)->moment]);
	struct buf *text = room_of(c);

	buf_print(text, "%04d-%02d-%02d", day.year, day.month, day.day);
	return figure_text(buf_view(text));
}

static struct figure group(const struct cell *c)
{
	const struct backlog *b = view_of(c)->backlog;

	return grouping_figure(view_of(c)->plan->grouping, c->i,
			       row_of(c)->group == backlog_groups(b)
				       ? STR("(all)")
				       : backlog_group(b, row_of(c)->group, c->i));
}

static struct figure group_shown(const struct cell *c)
{
	return grouping_shown(group(c));
}

static struct figure clock_name(const struct cell *c)
{
	return figure_text(view_of(c)->agreement->slas.at[row_of(c)->clock].name.text);
}

static struct figure handed_over(const struct cell *c)
{
	return figure_count(row_of(c)->x.handed_over);
}

static struct figure status(const struct cell *c)
{
	return figure_count(row_of(c)->x.status[c->of]);
}

static struct figure overdue(const struct cell *c)
{
	uint64_t n = row_of(c)->x.status[CLOCK_OVERDUE];

	return figure_toned(figure_count(n), n ? TONE_BAD : TONE_PLAIN);
}

static struct figure compliance(const struct cell *c)
{
	return figure_toned(figure_ratio(row_of(c)->x.status[CLOCK_MET], backlog_judged(&row_of(c)->x)),
			    compliance_verdict(c).side < 0 ? TONE_BAD : TONE_PLAIN);
}

static struct figure backlog(const struct cell *c)
{
	return figure_count(row_of(c)->x.backlog);
}

static struct figure rate(const struct cell *c)
{
	return figure_toned(figure_ratio(row_of(c)->x.backlog, row_of(c)->x.handed_over),
			    rate_verdict(c).side > 0 ? TONE_BAD : TONE_PLAIN);
}

static struct figure before(const struct cell *c)
{
	return figure_count(row_of(c)->x.before);
}

static struct figure age(const struct cell *c)
{
	return figure_count(row_of(c)->x.age[c->of]);
}

enum { MEDIAN, P90, OLDEST };

/* In hundredths of an hour; one decimal is enough for people. */
static int64_t hundredths_of(const struct row *r, int of)
{
	const struct backlog_figures *x = &r->x;

	if (of == MEDIAN)
		return x->median;
	if (of == P90)
		return x->p90;
	return x->oldest == INSTANT_NONE ? INSTANT_NONE : span_hundredths(x->oldest, HOUR_US);
}

static struct figure hours(const struct cell *c)
{
	int64_t h = hundredths_of(row_of(c), c->of);

	return h == INSTANT_NONE ? (struct figure){ 0 } : figure_fixed(h, 2);
}

struct figure backlog_hours(int64_t hundredths)
{
	if (hundredths == INSTANT_NONE)
		return (struct figure){ 0 };
	return hundredths >= 100 * 100 ? figure_fixed((hundredths + 50) / 100, 0)
				       : figure_fixed((hundredths + 5) / 10, 1);
}

static struct figure short_hours(const struct cell *c)
{
	return backlog_hours(hundredths_of(row_of(c), c->of));
}

/* ---- against benchmarks ---- */

static struct figure benchmark(const struct cell *c)
{
	struct verdict v = verdict_by(c, (enum judged)c->of);

	return figure_share(v.benchmark ? v.benchmark->share : (double)NAN);
}

static struct figure verdict(const struct cell *c)
{
	return figure_text(str_from(verdict_by(c, (enum judged)c->of).word));
}

static struct figure why_not(const struct cell *c)
{
	struct verdict v = verdict_by(c, (enum judged)c->of);
	struct buf *text = room_of(c);

	verdict_why(&v, text);
	return figure_text(buf_view(text));
}

/* The ends of the share that each of them judges, with or without one. */
static struct interval ends(const struct cell *c)
{
	const struct backlog_figures *x = &row_of(c)->x;
	const struct backlog_moves *m = &row_of(c)->moves;
	struct verdict v = { .k = x->status[CLOCK_MET], .n = backlog_judged(x) };

	if (c->of == RATE)
		v = (struct verdict){ .k = x->backlog, .n = x->handed_over };
	else if (c->of == LEFT_OVER)
		v = (struct verdict){ .k = m->closing,
				      .n = movement_ended(view_of(c)->plan, row_of(c)->moment)
						   ? backlog_on_table(m)
						   : 0 };
	return verdict_ends(&v);
}

static struct figure low(const struct cell *c)
{
	return figure_share(ends(c).low);
}

static struct figure high(const struct cell *c)
{
	return figure_share(ends(c).high);
}

static struct figure interval(const struct cell *c)
{
	struct interval i = ends(c);

	return isnan(i.low) ? (struct figure){ 0 } : figure_ends(i.low, i.high);
}

/* A verdict for people; a high backlog is bad, and so is low compliance. */
static struct figure word(const struct cell *c)
{
	struct verdict v = verdict_by(c, (enum judged)c->of);
	int bad = c->of == COMPLIANCE ? -1 : 1;

	return figure_toned(figure_text(str_from(v.word)), v.side == bad ? TONE_BAD : TONE_PLAIN);
}

enum { SPARK = 12 }; /* moments in a sparkline */

static struct figure spark(const struct cell *c)
{
	const struct backlog_view *v = c->view;
	size_t moments = v->plan->moments->n, from = moments > SPARK ? moments - SPARK : 0, n = 0;
	struct buf *text = &((struct row *)c->row)->text;
	double value[SPARK];

	for (size_t k = v->first > from ? v->first : from; k < moments; k++)
		value[n++] = (double)backlog_at(v->backlog, row_of(c)->group, row_of(c)->clock, k).backlog;
	buf_clear(text);
	spark_write(text, value, n, v->utf8);
	return figure_text(buf_view(text));
}

/* ---- columns ---- */

static bool is_trend(const void *view)
{
	return ((const struct backlog_view *)view)->trend;
}

static bool has_past(const void *view)
{
	return ((const struct backlog_view *)view)->past;
}

static bool has_benchmark(const void *view)
{
	const struct backlog_view *v = view;

	return backlog_judge_rate(v, v->clock, &(struct backlog_figures){ 0 }).benchmark;
}

static bool has_promise(const void *view)
{
	const struct backlog_view *v = view;

	return backlog_judge_compliance(v, v->clock, &(struct backlog_figures){ 0 }).benchmark;
}

static bool is_of_last(const void *view)
{
	return ((const struct backlog_view *)view)->plan->last;
}

static bool has_left_over(const void *view)
{
	const struct backlog_view *v = view;

	return agreement_left_over(v->agreement, v->plan->moments->period);
}

static size_t items(const void *view)
{
	return ((const struct backlog_view *)view)->plan->grouping->n;
}

static void item_head(const void *view, size_t i, struct buf *head)
{
	buf_str(head, ((const struct backlog_view *)view)->plan->grouping->item[i].head);
}

#define GROUPS .figure = group, .repeats = items, .heads = item_head
#define PEOPLE .figure = group_shown, .repeats = items, .heads = item_head, .least = 16
#define LEADS  .kind = COLUMN_NUMBER, .unit = "leads"
#define SHARE  .kind = COLUMN_NUMBER, .unit = "share"
#define HOURS  .kind = COLUMN_NUMBER, .unit = "hours"
#define TREND  .there = is_trend, .with = "--trend"
#define MOVES  .kind = COLUMN_NUMBER, .unit = "leads", TREND

static const struct column columns[] = {
	{ COLUMN("at", day), .kind = COLUMN_DATE, TREND,
	  .definition = "the last date of the period; in an unfinished one, the day of now" },
	{ GROUPS, .definition = "the group, by what --by names; (all) is all leads" },
	{ COLUMN("sla", clock_name), .definition = "the clock" },
	{ COLUMN("handed_over", handed_over), LEADS, .definition = "clocks that started" },
	{ COLUMN("met", status), .of = CLOCK_MET, LEADS, .definition = "answered in time" },
	{ COLUMN("late", status), .of = CLOCK_LATE, LEADS,
	  .definition = "answered late, or left unanswered when overdue" },
	{ COLUMN("waiting", status), .of = CLOCK_WAITING, LEADS,
	  .definition = "unanswered, and there is time" },
	{ COLUMN("warning", status), .of = CLOCK_WARNING, LEADS,
	  .definition = "unanswered, and most of the time is gone: the share that warn names" },
	{ COLUMN("overdue", status), .of = CLOCK_OVERDUE, LEADS,
	  .definition = "unanswered after the due time" },
	{ COLUMN("paused", status), .of = CLOCK_PAUSED, LEADS,
	  .definition = "unanswered, and the clock stands still" },
	{ COLUMN("withdrawn", status), .of = CLOCK_WITHDRAWN, LEADS,
	  .definition = "the lead left before the due time, by an exit that is no answer" },
	{ COLUMN("reversed", status), .of = CLOCK_REVERSED, LEADS,
	  .definition = "answered before it started" },
	{ COLUMN("compliance", compliance), SHARE, .definition = "met, of met, late and overdue" },
	{ COLUMN("median_hours", hours), .of = MEDIAN, HOURS,
	  .definition = "half of the answers took no longer" },
	{ COLUMN("p90_hours", hours), .of = P90, HOURS, .definition = "nine of ten answers took no longer" },
	{ COLUMN("backlog", backlog), LEADS, .definition = "waiting, warning, overdue and paused together" },
	{ COLUMN("backlog_rate", rate), SHARE, .definition = "the backlog, of those handed over" },
	{ COLUMN("oldest_hours", hours), .of = OLDEST, HOURS,
	  .definition = "the longest time on the clock in the backlog" },
	{ COLUMN("age_0_1", age), .of = 0, LEADS,
	  .definition = "of the backlog, those handed over today or yesterday" },
	{ COLUMN("age_2_3", age), .of = 1, LEADS, .definition = "two or three days ago" },
	{ COLUMN("age_4_7", age), .of = 2, LEADS, .definition = "four to seven days ago" },
	{ COLUMN("age_8_14", age), .of = 3, LEADS, .definition = "eight to fourteen days ago" },
	{ COLUMN("age_15", age), .of = 4, LEADS, .definition = "fifteen days ago or more" },
	{ COLUMN("benchmark", benchmark), .of = EITHER, SHARE,
	  .definition = "what compliance, or else the backlog, is held against" },
	{ COLUMN("verdict", verdict), .of = EITHER, .words = verdict_words,
	  .definition = "over, at or under that benchmark; empty where it can't be said" },
	{ COLUMN("backlog_before", before), LEADS, .there = is_of_last, .with = "--last",
	  .definition = "the backlog of clocks that started earlier" },
	{ COLUMN("compliance_low95", low), .of = COMPLIANCE, SHARE,
	  .definition = "the low end of the 95% interval of compliance" },
	{ COLUMN("compliance_high95", high), .of = COMPLIANCE, SHARE, .definition = "the high end" },
	{ COLUMN("compliance_benchmark", benchmark), .of = COMPLIANCE, SHARE,
	  .definition = "what compliance is held against" },
	{ COLUMN("compliance_verdict", verdict), .of = COMPLIANCE, .words = verdict_words,
	  .definition = "how it compares" },
	{ COLUMN("compliance_why_not", why_not), .of = COMPLIANCE, .definition = "why there is no verdict" },
	{ COLUMN("backlog_low95", low), .of = RATE, SHARE,
	  .definition = "the low end of the 95% interval of backlog_rate" },
	{ COLUMN("backlog_high95", high), .of = RATE, SHARE, .definition = "the high end" },
	{ COLUMN("backlog_benchmark", benchmark), .of = RATE, SHARE,
	  .definition = "what backlog_rate is held against" },
	{ COLUMN("backlog_verdict", verdict), .of = RATE, .words = verdict_words,
	  .definition = "how it compares" },
	{ COLUMN("backlog_why_not", why_not), .of = RATE, .definition = "why there is no verdict" },
	{ COLUMN("opening", column_opening), MOVES, .definition = "in the backlog when the period began" },
	{ COLUMN("came_in", column_came_in), MOVES, .definition = "clocks that started in the period" },
	{ .figure = column_answered_by,
	  MOVES,
	  .repeats = movement_targets,
	  .heads = movement_target,
	  .definition = "answered in the period by that target of the clock" },
	{ COLUMN("answered_later", column_answered_later), MOVES,
	  .definition = "answered by a stage behind the targets" },
	{ COLUMN("left_unanswered", column_moved), .of = MOVED_UNANSWERED, MOVES,
	  .definition = "left by an exit that is no answer, in time or overdue" },
	{ COLUMN("left_reversed", column_moved), .of = MOVED_REVERSED, MOVES,
	  .definition = "turned out to be answered before it started" },
	{ COLUMN("reopened", column_moved), .of = MOVED_REOPENED, MOVES,
	  .definition = "was closed when the period began, and waits at its end" },
	{ COLUMN("closing", column_closing), MOVES,
	  .definition = "in the backlog at its end: the same as backlog" },
	{ COLUMN("left_over", column_left_over), SHARE, TREND,
	  .definition = "closing, of opening, came_in and reopened together; empty until the period ends" },
	{ COLUMN("left_over_low95", low), .of = LEFT_OVER, SHARE, TREND,
	  .definition = "the low end of the 95% interval of left_over" },
	{ COLUMN("left_over_high95", high), .of = LEFT_OVER, SHARE, TREND, .definition = "the high end" },
	{ COLUMN("left_over_benchmark", benchmark), .of = LEFT_OVER, SHARE, TREND,
	  .definition = "what left_over is held against: the benchmark per such a period" },
	{ COLUMN("left_over_verdict", verdict), .of = LEFT_OVER, .words = verdict_words, TREND,
	  .definition = "how it compares" },
	{ COLUMN("left_over_why_not", why_not), .of = LEFT_OVER, TREND,
	  .definition = "why there is no verdict" },
};
static const struct column backlog_columns[] = {
	{ PEOPLE },
	{ COLUMN("handed over", handed_over), LEADS, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("backlog", backlog), LEADS },
	{ COLUMN("rate", rate), SHARE, .weight = WEIGHT_ANSWERS },
	{ COLUMN("verdict", word), .of = RATE, .there = has_benchmark, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("overdue", overdue), LEADS, .weight = WEIGHT_ANSWERS },
	{ COLUMN("0–1", age), .of = 0, LEADS, .weight = WEIGHT_ANSWERS },
	{ COLUMN("2–3", age), .of = 1, LEADS, .weight = WEIGHT_ANSWERS },
	{ COLUMN("4–7", age), .of = 2, LEADS, .weight = WEIGHT_ANSWERS },
	{ COLUMN("8–14", age), .of = 3, LEADS, .weight = WEIGHT_ANSWERS },
	{ COLUMN("15+ days", age), .of = 4, LEADS, .brief = "15+ d" },
	{ COLUMN("before", before), LEADS, .there = is_of_last, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("by month", spark), .kind = COLUMN_PICTURE, .there = has_past, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("oldest h", short_hours), .of = OLDEST, HOURS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("waiting", status), .of = CLOCK_WAITING, LEADS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("warning", status), .of = CLOCK_WARNING, LEADS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("paused", status), .of = CLOCK_PAUSED, LEADS, .weight = WEIGHT_DIAGNOSES },
};
static const struct column answer_columns[] = {
	{ PEOPLE },
	{ COLUMN("met", status), .of = CLOCK_MET, LEADS },
	{ COLUMN("late", status), .of = CLOCK_LATE, LEADS, .weight = WEIGHT_ANSWERS },
	{ COLUMN("overdue", overdue), LEADS, .weight = WEIGHT_ANSWERS },
	{ COLUMN("compliance", compliance), SHARE },
	{ COLUMN("95% interval", interval), .of = COMPLIANCE, SHARE, .weight = WEIGHT_EXPLAINS,
	  .brief = "95%" },
	{ COLUMN("verdict", word), .of = COMPLIANCE, .there = has_promise, .weight = WEIGHT_ANSWERS },
	{ COLUMN("median h", short_hours), .of = MEDIAN, HOURS, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("p90 h", short_hours), .of = P90, HOURS, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("withdrawn", status), .of = CLOCK_WITHDRAWN, LEADS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("reversed", status), .of = CLOCK_REVERSED, LEADS, .weight = WEIGHT_DIAGNOSES },
};
#define MOVED(head, kind) COLUMN(head, column_moved), .of = MOVED_##kind, LEADS, .weight = WEIGHT_ANSWERS
static const struct column trend_columns[] = {
	{ .figure = column_period, .repeats = movement_once, .heads = movement_period_word },
	{ PEOPLE },
	{ COLUMN("opening", column_opening), LEADS, .weight = WEIGHT_ANSWERS },
	{ COLUMN("came in", column_came_in), LEADS, .weight = WEIGHT_ANSWERS },
	{ MOVED("reopened", REOPENED), .there = movement_has_reopened },
	{ MOVED("accepted", ACCEPTED), .there = movement_has_accepted },
	{ MOVED("given back", GIVEN_BACK), .there = movement_has_given_back },
	{ MOVED("answered", ANSWERED), .there = movement_has_answered },
	{ MOVED("unanswered", UNANSWERED), .there = movement_has_unanswered },
	{ MOVED("reversed", REVERSED), .there = movement_has_reversed },
	{ COLUMN("closing", column_closing), LEADS },
	{ COLUMN("left over", column_left_over), SHARE, .weight = WEIGHT_ANSWERS },
	{ COLUMN("", column_left_over_bar), .kind = COLUMN_PICTURE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("verdict", word), .of = LEFT_OVER, .there = has_left_over, .weight = WEIGHT_ANSWERS },
	{ COLUMN("overdue", overdue), LEADS, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("compliance", compliance), SHARE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("median h", short_hours), .of = MEDIAN, HOURS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("p90 h", short_hours), .of = P90, HOURS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("oldest h", short_hours), .of = OLDEST, HOURS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("handed over", handed_over), LEADS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("rate", rate), SHARE, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("before", before), LEADS, .there = is_of_last, .weight = WEIGHT_EXPLAINS },
};

/* For people each clock is a block of its own. */
static bool next_of_clock(const void *view, void *row)
{
	const struct row *r = row;

	while (next_line(view, row))
		if (r->clock == ((const struct backlog_view *)view)->clock)
			return true;
	return false;
}

const struct report backlog_report = REPORT(columns, struct row, next_line, release_line),
		    backlog_trend = REPORT_ABOUT(trend_columns, struct row, next_of_clock, release_line,
						 movement_about);
static const struct report backlog_table = REPORT(backlog_columns, struct row, next_of_clock, release_line),
			   answer_table = REPORT(answer_columns, struct row, next_of_clock, release_line);

/* ---- for people ---- */

static void note_benchmark(struct grid *g, const char *of, struct verdict v, const char *words)
{
	const struct benchmark *b = v.benchmark;

	if (b)
		grid_note(g, arena_print(&g->arena, "benchmark of %s: %.4g%%%s%.*s%s", of, b->share * 100,
					 b->label.n ? ", " : "", STR_ARG(b->label), words)
				     .p);
}

/* "Backlog on 2026-10-31; accept: from mql to sal or recycled" */
static void title_backlog(const struct backlog_view *v, struct grid *g)
{
	const struct moments *m = v->plan->moments;
	struct civil day = day_civil(m->day[m->n - 1]);
	struct buf words = { 0 };

	clock_words(v->agreement, v->clock, &words);
	grid_title(g, arena_print(&g->arena, "Backlog on %04d-%02d-%02d; %.*s", day.year, day.month, day.day,
				  STR_ARG(buf_view(&words)))
			      .p);
	buf_release(&words);
}

static void title_answers(const struct backlog_view *v, struct grid *g)
{
	struct str name = v->agreement->slas.at[v->clock].name.text;

	grid_title(g, v->plan->clocks->n == 1 ? "Answers"
					      : arena_print(&g->arena, "Answers: %.*s", STR_ARG(name)).p);
}

struct grid *backlog_tables(const struct backlog_view *v, size_t *n)
{
	struct grid *grids = mem_new(2 * v->plan->clocks->n * sizeof *grids), *g = grids;
	struct backlog_view one = *v;

	for (one.clock = 0; one.clock < v->plan->clocks->n; one.clock++, g += 2) {
		title_backlog(&one, g);
		struct backlog_figures all = backlog_at(v->backlog, backlog_groups(v->backlog), one.clock,
							v->plan->moments->n - 1);
		struct verdict rate = backlog_judge_rate(v, one.clock, &all);
		note_benchmark(g, "the backlog", rate,
			       *rate.word ? arena_print(&g->arena, "; (all) is %s it", rate.word).p : "");
		report_fill(&backlog_table, &one, v->utf8, g);
		title_answers(&one, g + 1);
		note_benchmark(g + 1, "compliance", backlog_judge_compliance(v, one.clock, &all),
			       "; over, under: so is its whole 95% interval");
		report_fill(&answer_table, &one, v->utf8, g + 1);
	}
	*n = 2 * v->plan->clocks->n;
	return grids;
}

struct grid *backlog_trends(const struct backlog_view *v, size_t *n)
{
	struct grid *grids = mem_new(v->plan->clocks->n * sizeof *grids);
	struct backlog_view one = *v;

	*n = v->plan->clocks->n;
	for (one.clock = 0; one.clock < *n; one.clock++) {
		movement_about(&one, &grids[one.clock]);
		report_fill(&backlog_trend, &one, v->utf8, &grids[one.clock]);
	}
	return grids;
}
