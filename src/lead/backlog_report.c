/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of the backlog as grids: see backlog_report.h. */
#include "lead/backlog_report.h"

#include "base/number.h"
#include "lead/quantile.h"
#include "lead/share.h"
#include "lead/stat.h"
#include "report/bars.h"

/* One line of a report. */
struct line {
	const struct backlog_view *view;
	size_t group, clock, moment;
	struct backlog_figures x;
};

typedef void line_fn(struct grid *g, const struct line *l);

/* Of one moment: all groups and clocks, all leads last. */
static size_t lines_each(const struct backlog_view *v)
{
	return (backlog_groups(v->backlog) + 1) * v->plan->clocks->n;
}

/* Of all moments of a trend, or of now alone. */
static size_t count_lines(const struct backlog_view *v)
{
	return (v->trend ? v->plan->moments->n - v->first : 1) * lines_each(v);
}

static struct line line_at(const struct backlog_view *v, size_t number)
{
	size_t each = lines_each(v), clocks = v->plan->clocks->n;
	size_t moment = (v->trend ? v->first : v->plan->moments->n - 1) + number / each;
	size_t group = number % each / clocks, clock = number % clocks;

	return (struct line){ v, group, clock, moment, backlog_at(v->backlog, group, clock, moment) };
}

static void put_lines(const struct backlog_view *v, size_t from, size_t to, struct grid *g, line_fn *put)
{
	for (size_t i = from; i < to; i++) {
		struct line l = line_at(v, i);
		put(g, &l);
	}
}

/* ---- verdicts ---- */

struct verdict backlog_judge_compliance(const struct backlog_view *v, size_t clock,
					const struct backlog_figures *x)
{
	const struct agreement *a = v->agreement;
	const struct benchmark *b = agreement_compliance(a, a->slas.at[clock].name.text);

	return b ? verdict_of(b, x->status[CLOCK_MET], backlog_judged(x), Z95)
		 : (struct verdict){ NULL, "", 0 };
}

/* The benchmark of the backlog is of the hand-over: of the clocks that start where it does. */
struct verdict backlog_judge_rate(const struct backlog_view *v, size_t clock, const struct backlog_figures *x)
{
	const struct agreement *a = v->agreement;
	const struct expr *from = a->slas.at[clock].from;
	const struct benchmark *b = agreement_backlog(a);

	if (!b || (a->handover_from.text.p &&
		   !(from->op == EXPR_NAME && str_same(from->text, a->handover_from.text))))
		return (struct verdict){ NULL, "", 0 };
	return verdict_of(b, x->backlog, x->handed_over, Z95);
}

/* The one benchmark of a line for programs: compliance's, else the backlog's. */
static struct verdict judge_line(const struct line *l)
{
	struct verdict v = backlog_judge_compliance(l->view, l->clock, &l->x);

	return v.benchmark ? v : backlog_judge_rate(l->view, l->clock, &l->x);
}

size_t backlog_verdicts(const struct backlog_view *v)
{
	size_t n = 0;

	for (size_t i = 0; i < count_lines(v); i++) {
		struct line l = line_at(v, i);
		n += *judge_line(&l).word != 0;
	}
	return n;
}

/* ---- for programs ---- */

static const char *const plain_heads[] = {
	"handed_over",	"met",	    "late",	  "waiting",	  "warning",   "overdue", "paused",
	"withdrawn",	"reversed", "compliance", "median_hours", "p90_hours", "backlog", "backlog_rate",
	"oldest_hours", "age_0_1",  "age_2_3",	  "age_4_7",	  "age_8_14",  "age_15",  "benchmark",
};
enum { PLAIN_HEADS = sizeof plain_heads / sizeof *plain_heads };

void backlog_heads(const struct backlog_plan *p, bool trend, struct grid *g)
{
	if (trend)
		grid_column(g, "at", ALIGN_LEFT, false);
	grouping_heads(p->grouping, g);
	grid_column(g, "sla", ALIGN_LEFT, false);
	for (size_t i = 0; i < PLAIN_HEADS; i++)
		grid_column(g, plain_heads[i], ALIGN_RIGHT, true);
	grid_column(g, "verdict", ALIGN_LEFT, false);
	if (p->last)
		grid_column(g, "backlog_before", ALIGN_RIGHT, true);
}

static void put_groups(struct grid *g, const struct line *l)
{
	for (size_t i = 0; i < l->view->plan->grouping->n; i++)
		grid_cell(g, l->group == backlog_groups(l->view->backlog)
				     ? STR("(all)")
				     : backlog_group(l->view->backlog, l->group, i));
}

static void put_clock(struct grid *g, const struct line *l)
{
	grid_cell(g, l->view->agreement->slas.at[l->clock].name.text);
}

static void put_at(struct grid *g, const struct line *l)
{
	struct civil day = day_civil(l->view->plan->moments->day[l->moment]);

	grid_print(g, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static void put_plain_hours(struct grid *g, int64_t hundredths)
{
	struct buf b = { 0 };

	if (hundredths != INSTANT_NONE)
		number_write_fixed(&b, hundredths, 2);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

static int64_t oldest_hours(const struct backlog_figures *x)
{
	return x->oldest == INSTANT_NONE ? INSTANT_NONE : span_hundredths(x->oldest, HOUR_US);
}

static void put_plain(struct grid *g, const struct line *l)
{
	const struct backlog_figures *x = &l->x;
	struct verdict v = judge_line(l);

	if (l->view->trend)
		put_at(g, l);
	put_groups(g, l);
	put_clock(g, l);
	share_count(g, x->handed_over, true);
	for (int i = CLOCK_MET; i < CLOCK_STATUSES; i++)
		share_count(g, x->status[i], true);
	share_ratio(g, x->status[CLOCK_MET], backlog_judged(x), true);
	put_plain_hours(g, x->median);
	put_plain_hours(g, x->p90);
	share_count(g, x->backlog, true);
	share_ratio(g, x->backlog, x->handed_over, true);
	put_plain_hours(g, oldest_hours(x));
	for (int i = 0; i < BACKLOG_AGES; i++)
		share_count(g, x->age[i], true);
	if (v.benchmark)
		grid_print(g, "%.6f", v.benchmark->share);
	else
		grid_cell(g, STR(""));
	grid_cell(g, str_from(v.word));
	if (l->view->plan->last)
		share_count(g, x->before, true);
}

static void put_plain_lines(const void *view, size_t from, size_t to, struct grid *g)
{
	put_lines(view, from, to, g, put_plain);
}

struct grid_rows backlog_rows(const struct backlog_view *v)
{
	return (struct grid_rows){ count_lines(v), put_plain_lines, v };
}

/* ---- for people ---- */

void backlog_hours(struct buf *out, int64_t hundredths)
{
	if (hundredths == INSTANT_NONE)
		return;
	int64_t tenths = (hundredths + 5) / 10;
	number_write_grouped(out, tenths / 10);
	buf_print(out, ".%d", (int)(tenths % 10));
}

static void put_hours(struct grid *g, int64_t hundredths)
{
	struct buf b = { 0 };

	backlog_hours(&b, hundredths);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

static void put_bar(struct grid *g, uint64_t k, uint64_t n, int width, bool utf8)
{
	struct buf b = { 0 };

	if (n)
		bar_write(&b, (double)k / (double)n, width, utf8);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

static void put_count(struct grid *g, uint64_t n, enum tone tone)
{
	share_count(g, n, false);
	if (n)
		grid_tone(g, tone);
}

static void put_verdict(struct grid *g, struct verdict v)
{
	grid_cell(g, str_from(v.word));
	grid_tone(g, v.side < 0 ? TONE_BAD : TONE_PLAIN);
}

enum { SPARK = 12 }; /* moments in a sparkline */

static size_t spark_from(const struct backlog_view *v)
{
	size_t n = v->plan->moments->n, from = n > SPARK ? n - SPARK : 0;

	return v->first > from ? v->first : from;
}

static void put_spark(struct grid *g, const struct line *l)
{
	const struct backlog_view *v = l->view;
	double value[SPARK];
	size_t n = 0;
	struct buf b = { 0 };

	for (size_t k = spark_from(v); k < v->plan->moments->n; k++)
		value[n++] = (double)backlog_at(v->backlog, l->group, l->clock, k).backlog;
	spark_write(&b, value, n, v->utf8);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

static void put_backlog(struct grid *g, const struct line *l)
{
	const struct backlog_figures *x = &l->x;
	struct verdict v = backlog_judge_rate(l->view, l->clock, x);

	put_groups(g, l);
	put_clock(g, l);
	share_count(g, x->handed_over, false);
	share_count(g, x->backlog, false);
	share_ratio(g, x->backlog, x->handed_over, false);
	grid_tone(g, v.side > 0 ? TONE_BAD : TONE_PLAIN);
	put_count(g, x->status[CLOCK_OVERDUE], TONE_BAD);
	for (int i = CLOCK_WARNING; i >= CLOCK_WAITING; i--)
		share_count(g, x->status[i], false);
	share_count(g, x->status[CLOCK_PAUSED], false);
	put_hours(g, oldest_hours(x));
	if (l->view->past)
		put_spark(g, l);
	if (l->view->plan->last)
		share_count(g, x->before, false);
}

static void put_ages(struct grid *g, const struct line *l)
{
	put_groups(g, l);
	put_clock(g, l);
	for (int i = 0; i < BACKLOG_AGES; i++) {
		share_count(g, l->x.age[i], false);
		put_bar(g, l->x.age[i], l->x.backlog, 8, l->view->utf8);
	}
}

static void put_answers(struct grid *g, const struct line *l)
{
	const struct backlog_figures *x = &l->x;
	struct verdict v = backlog_judge_compliance(l->view, l->clock, x);

	put_groups(g, l);
	put_clock(g, l);
	share_count(g, x->status[CLOCK_MET], false);
	share_count(g, x->status[CLOCK_LATE], false);
	put_count(g, x->status[CLOCK_OVERDUE], TONE_BAD);
	share_ratio(g, x->status[CLOCK_MET], backlog_judged(x), false);
	grid_tone(g, v.side < 0 ? TONE_BAD : TONE_PLAIN);
	if (v.benchmark)
		grid_print(g, "%.4g%%", v.benchmark->share * 100);
	else
		grid_cell(g, STR(""));
	put_verdict(g, v);
	put_hours(g, x->median);
	put_hours(g, x->p90);
	share_count(g, x->status[CLOCK_WITHDRAWN], false);
	share_count(g, x->status[CLOCK_REVERSED], false);
}

static void put_trend(struct grid *g, const struct line *l)
{
	const struct backlog_figures *x = &l->x;
	struct verdict rate = backlog_judge_rate(l->view, l->clock, x);
	struct verdict compliance = backlog_judge_compliance(l->view, l->clock, x);

	put_at(g, l);
	put_groups(g, l);
	put_clock(g, l);
	share_count(g, x->handed_over, false);
	share_count(g, x->backlog, false);
	share_ratio(g, x->backlog, x->handed_over, false);
	grid_tone(g, rate.side > 0 ? TONE_BAD : TONE_PLAIN);
	put_bar(g, x->backlog, x->handed_over, 20, l->view->utf8);
	put_count(g, x->status[CLOCK_OVERDUE], TONE_BAD);
	put_hours(g, oldest_hours(x));
	share_ratio(g, x->status[CLOCK_MET], backlog_judged(x), false);
	grid_tone(g, compliance.side < 0 ? TONE_BAD : TONE_PLAIN);
	put_hours(g, x->median);
	put_hours(g, x->p90);
	if (l->view->plan->last)
		share_count(g, x->before, false);
}

/* Heads by name; one that begins with '|' is of bars. */
static void heads(const struct backlog_view *v, struct grid *g, const char *const *name)
{
	grouping_heads(v->plan->grouping, g);
	grid_column(g, "clock", ALIGN_LEFT, false);
	for (; *name; name++)
		if (**name == '|')
			grid_picture(g, *name + 1);
		else
			grid_column(g, *name, ALIGN_RIGHT, true);
}

static const char *const backlog_names[] = { "handed over", "backlog", "rate",	   "overdue", "warning",
					     "waiting",	    "paused",  "oldest h", NULL };
static const char *const age_names[] = { "0–1 days", "|", "2–3", "|", "4–7", "|",
					 "8–14",     "|", "15+", "|", NULL };
static const char *const answer_names[] = { "met",	 "late",     "overdue",	 "compliance",
					    "benchmark", "verdict",  "median h", "p90 h",
					    "withdrawn", "reversed", NULL };
static const char *const trend_names[] = { "handed over", "backlog",	"rate",	    "|",     "overdue",
					   "oldest h",	  "compliance", "median h", "p90 h", NULL };

static void title_backlog(const struct backlog_view *v, struct grid *g)
{
	const struct moments *m = v->plan->moments;
	struct civil day = day_civil(m->day[m->n - 1]);
	const struct benchmark *b = NULL;

	for (size_t i = 0; i < v->plan->clocks->n && !b; i++)
		b = backlog_judge_rate(v, i, &(struct backlog_figures){ 0 }).benchmark;

	grid_title(g, arena_print(&g->arena, "Backlog on %04d-%02d-%02d", day.year, day.month, day.day).p);
	if (b)
		grid_note(g, arena_print(&g->arena, "benchmark of the backlog: %.4g%%%s%.*s", b->share * 100,
					 b->label.n ? ", " : "", STR_ARG(b->label))
				     .p);
}

void backlog_trend_heads(const struct backlog_view *v, struct grid *g)
{
	grid_column(g, "at", ALIGN_LEFT, false);
	heads(v, g, trend_names);
	if (v->plan->last)
		grid_column(g, "before", ALIGN_RIGHT, true);
}

static void put_trend_lines(const void *view, size_t from, size_t to, struct grid *g)
{
	put_lines(view, from, to, g, put_trend);
}

struct grid_rows backlog_trend_rows(const struct backlog_view *v)
{
	return (struct grid_rows){ count_lines(v), put_trend_lines, v };
}

void backlog_grids(const struct backlog_view *v, struct grid *grids)
{
	size_t lines = count_lines(v);

	title_backlog(v, &grids[0]);
	heads(v, &grids[0], backlog_names);
	if (v->past)
		grid_picture(&grids[0], "by month");
	if (v->plan->last)
		grid_column(&grids[0], "before", ALIGN_RIGHT, true);
	put_lines(v, 0, lines, &grids[0], put_backlog);
	grid_title(&grids[1], "Waiting for");
	heads(v, &grids[1], age_names);
	put_lines(v, 0, lines, &grids[1], put_ages);
	grid_title(&grids[2], "Answers");
	heads(v, &grids[2], answer_names);
	put_lines(v, 0, lines, &grids[2], put_answers);
}
