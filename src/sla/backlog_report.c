/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of the backlog as tables of columns: see backlog_report.h. */
#include "sla/backlog_report.h"

#include <math.h>

#include "report/bars.h"
#include "stat/quantile.h"
#include "stat/stat.h"

/* ---- verdicts ---- */

struct verdict backlog_judge_compliance(const struct backlog_view *v, size_t clock,
					const struct backlog_figures *x)
{
	const struct agreement *a = v->agreement;
	const struct benchmark *b = agreement_compliance(a, a->slas.at[clock].name.text);

	return verdict_of(b, x->status[CLOCK_MET], backlog_judged(x), Z95);
}

/* The benchmark of the backlog is of the hand-over: of the clocks that start where it does. */
struct verdict backlog_judge_rate(const struct backlog_view *v, size_t clock, const struct backlog_figures *x)
{
	const struct agreement *a = v->agreement;
	const struct expr *from = a->slas.at[clock].from;
	const struct benchmark *b = agreement_backlog(a);

	if (!b || (a->handovers.n &&
		   !(from->op == EXPR_NAME && str_same(from->text, a->handovers.at[0].from.text))))
		b = NULL;
	return verdict_of(b, x->backlog, x->handed_over, Z95);
}

/* ---- rows: of a moment all groups and clocks, all leads last; of a trend moment after moment ---- */

struct row {
	bool begun;
	size_t group, clock, moment;
	struct backlog_figures x;
	struct buf text; /* a picture, or the like; see report.release */
};

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
	return true;
}

static void release_line(void *row)
{
	buf_release(&((struct row *)row)->text);
}

static const struct row *at(const struct cell *c)
{
	return c->row;
}

static const struct backlog_view *view_of(const struct cell *c)
{
	return c->view;
}

static struct verdict compliance_verdict(const struct cell *c)
{
	return backlog_judge_compliance(c->view, at(c)->clock, &at(c)->x);
}

static struct verdict rate_verdict(const struct cell *c)
{
	return backlog_judge_rate(c->view, at(c)->clock, &at(c)->x);
}

/* Each benchmark has its columns; and there are columns for one of them, compliance's, else the backlog's. */
enum judged { COMPLIANCE, RATE, EITHER };
static struct verdict verdict_by(const struct cell *c, enum judged which)
{
	struct verdict v = which == RATE ? rate_verdict(c) : compliance_verdict(c);

	return which == EITHER && !v.benchmark ? rate_verdict(c) : v;
}

size_t backlog_verdicts(const struct backlog_view *v)
{
	struct row r = { 0 };
	size_t n = 0;

	while (next_line(v, &r))
		for (int which = COMPLIANCE; which <= RATE; which++) {
			struct verdict x =
				verdict_by(&(struct cell){ .view = v, .row = &r }, (enum judged)which);
			n += verdict_given(&x);
		}
	return n;
}

/* ---- figures ---- */

static struct figure day(const struct cell *c)
{
	struct civil day = day_civil(view_of(c)->plan->moments->day[at(c)->moment]);
	struct buf *text = &((struct row *)c->row)->text;

	buf_clear(text);
	buf_print(text, "%04d-%02d-%02d", day.year, day.month, day.day);
	return figure_text(buf_view(text));
}

static struct figure group(const struct cell *c)
{
	const struct backlog *b = view_of(c)->backlog;

	return figure_text(at(c)->group == backlog_groups(b) ? STR("(all)")
							     : backlog_group(b, at(c)->group, c->i));
}

static struct figure clock_name(const struct cell *c)
{
	return figure_text(view_of(c)->agreement->slas.at[at(c)->clock].name.text);
}

static struct figure handed_over(const struct cell *c)
{
	return figure_count(at(c)->x.handed_over);
}

static struct figure status(const struct cell *c)
{
	return figure_count(at(c)->x.status[c->of]);
}

static struct figure overdue(const struct cell *c)
{
	uint64_t n = at(c)->x.status[CLOCK_OVERDUE];

	return figure_toned(figure_count(n), n ? TONE_BAD : TONE_PLAIN);
}

static struct figure compliance(const struct cell *c)
{
	return figure_toned(figure_ratio(at(c)->x.status[CLOCK_MET], backlog_judged(&at(c)->x)),
			    compliance_verdict(c).side < 0 ? TONE_BAD : TONE_PLAIN);
}

static struct figure backlog(const struct cell *c)
{
	return figure_count(at(c)->x.backlog);
}

static struct figure rate(const struct cell *c)
{
	return figure_toned(figure_ratio(at(c)->x.backlog, at(c)->x.handed_over),
			    rate_verdict(c).side > 0 ? TONE_BAD : TONE_PLAIN);
}

static struct figure before(const struct cell *c)
{
	return figure_count(at(c)->x.before);
}

static struct figure age(const struct cell *c)
{
	return figure_count(at(c)->x.age[c->of]);
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
	int64_t h = hundredths_of(at(c), c->of);

	return h == INSTANT_NONE ? (struct figure){ 0 } : figure_fixed(h, 2);
}

struct figure backlog_hours(int64_t hundredths)
{
	return hundredths == INSTANT_NONE ? (struct figure){ 0 } : figure_fixed((hundredths + 5) / 10, 1);
}

static struct figure short_hours(const struct cell *c)
{
	return backlog_hours(hundredths_of(at(c), c->of));
}

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
	struct buf *text = &((struct row *)c->row)->text;

	buf_clear(text);
	verdict_why(&v, text);
	return figure_text(buf_view(text));
}

/* The ends of the share that each of them judges, with or without one. */
static struct interval ends(const struct cell *c)
{
	const struct backlog_figures *x = &at(c)->x;
	struct verdict v = { .k = x->status[CLOCK_MET], .n = backlog_judged(x) };

	return verdict_ends(c->of == RATE ? &(struct verdict){ .k = x->backlog, .n = x->handed_over } : &v);
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

static struct figure compliance_benchmark(const struct cell *c)
{
	struct verdict v = compliance_verdict(c);
	struct buf *text = &((struct row *)c->row)->text;

	buf_clear(text);
	if (v.benchmark)
		buf_print(text, "%.4g%%", v.benchmark->share * 100);
	return figure_text(buf_view(text));
}

/* A verdict for people; a high backlog is bad, and so is low compliance. */
static struct figure word(const struct cell *c)
{
	struct verdict v = verdict_by(c, (enum judged)c->of);
	int bad = c->of == RATE ? 1 : -1;

	return figure_toned(figure_text(str_from(v.word)), v.side == bad ? TONE_BAD : TONE_PLAIN);
}

static struct figure bar(const struct cell *c, uint64_t k, uint64_t n, int width)
{
	struct buf *text = &((struct row *)c->row)->text;

	buf_clear(text);
	if (n)
		bar_write(text, (double)k / (double)n, width, view_of(c)->utf8);
	return figure_text(buf_view(text));
}

static struct figure age_bar(const struct cell *c)
{
	return bar(c, at(c)->x.age[c->of], at(c)->x.backlog, 8);
}

static struct figure rate_bar(const struct cell *c)
{
	return bar(c, at(c)->x.backlog, at(c)->x.handed_over, 20);
}

enum { SPARK = 12 }; /* moments in a sparkline */

static struct figure spark(const struct cell *c)
{
	const struct backlog_view *v = c->view;
	size_t moments = v->plan->moments->n, from = moments > SPARK ? moments - SPARK : 0, n = 0;
	struct buf *text = &((struct row *)c->row)->text;
	double value[SPARK];

	for (size_t k = v->first > from ? v->first : from; k < moments; k++)
		value[n++] = (double)backlog_at(v->backlog, at(c)->group, at(c)->clock, k).backlog;
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
	return agreement_backlog(((const struct backlog_view *)view)->agreement);
}

static bool is_of_last(const void *view)
{
	return ((const struct backlog_view *)view)->plan->last;
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
#define LEADS  .kind = COLUMN_NUMBER, .unit = "leads"
#define SHARE  .kind = COLUMN_NUMBER, .unit = "share"
#define HOURS  .kind = COLUMN_NUMBER, .unit = "hours"

static const struct column columns[] = {
	{ COLUMN("at", day), .kind = COLUMN_DATE, .there = is_trend,
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
	{ COLUMN("verdict", verdict), .of = EITHER,
	  .definition = "over, at or under that benchmark; empty where it can't be said" },
	{ COLUMN("backlog_before", before), LEADS, .there = is_of_last,
	  .definition = "with --last: the backlog of clocks that started earlier" },
	{ COLUMN("compliance_low95", low), .of = COMPLIANCE, SHARE,
	  .definition = "the low end of the 95% interval of compliance" },
	{ COLUMN("compliance_high95", high), .of = COMPLIANCE, SHARE, .definition = "the high end" },
	{ COLUMN("compliance_benchmark", benchmark), .of = COMPLIANCE, SHARE,
	  .definition = "what compliance is held against" },
	{ COLUMN("compliance_verdict", verdict), .of = COMPLIANCE, .definition = "how it compares" },
	{ COLUMN("compliance_why_not", why_not), .of = COMPLIANCE, .definition = "why there is no verdict" },
	{ COLUMN("backlog_low95", low), .of = RATE, SHARE,
	  .definition = "the low end of the 95% interval of backlog_rate" },
	{ COLUMN("backlog_high95", high), .of = RATE, SHARE, .definition = "the high end" },
	{ COLUMN("backlog_benchmark", benchmark), .of = RATE, SHARE,
	  .definition = "what backlog_rate is held against" },
	{ COLUMN("backlog_verdict", verdict), .of = RATE, .definition = "how it compares" },
	{ COLUMN("backlog_why_not", why_not), .of = RATE, .definition = "why there is no verdict" },
};
static const struct column backlog_columns[] = {
	{ GROUPS },
	{ COLUMN("clock", clock_name) },
	{ COLUMN("handed over", handed_over), LEADS, .weight = WEIGHT_ANSWERS, .brief = "given" },
	{ COLUMN("backlog", backlog), LEADS },
	{ COLUMN("rate", rate), SHARE, .weight = WEIGHT_ANSWERS },
	{ COLUMN("verdict", word), .of = RATE, .there = has_benchmark, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("overdue", overdue), LEADS, .weight = WEIGHT_ANSWERS },
	{ COLUMN("warning", status), .of = CLOCK_WARNING, LEADS, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("waiting", status), .of = CLOCK_WAITING, LEADS, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("paused", status), .of = CLOCK_PAUSED, LEADS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("oldest h", short_hours), .of = OLDEST, HOURS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("by month", spark), .kind = COLUMN_PICTURE, .there = has_past, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("before", before), LEADS, .there = is_of_last, .weight = WEIGHT_EXPLAINS },
};
static const struct column age_columns[] = {
	{ GROUPS },
	{ COLUMN("clock", clock_name) },
	{ COLUMN("0–1 days", age), .of = 0, LEADS, .weight = WEIGHT_KEY, .brief = "0–1" },
	{ COLUMN("", age_bar), .of = 0, .kind = COLUMN_PICTURE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("2–3", age), .of = 1, LEADS },
	{ COLUMN("", age_bar), .of = 1, .kind = COLUMN_PICTURE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("4–7", age), .of = 2, LEADS },
	{ COLUMN("", age_bar), .of = 2, .kind = COLUMN_PICTURE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("8–14", age), .of = 3, LEADS },
	{ COLUMN("", age_bar), .of = 3, .kind = COLUMN_PICTURE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("15+", age), .of = 4, LEADS },
	{ COLUMN("", age_bar), .of = 4, .kind = COLUMN_PICTURE, .weight = WEIGHT_EXPLAINS },
};
static const struct column answer_columns[] = {
	{ GROUPS },
	{ COLUMN("clock", clock_name) },
	{ COLUMN("met", status), .of = CLOCK_MET, LEADS },
	{ COLUMN("late", status), .of = CLOCK_LATE, LEADS, .weight = WEIGHT_ANSWERS },
	{ COLUMN("overdue", overdue), LEADS, .weight = WEIGHT_ANSWERS },
	{ COLUMN("compliance", compliance), SHARE },
	{ COLUMN("95% interval", interval), .of = COMPLIANCE, SHARE, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("benchmark", compliance_benchmark), SHARE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("verdict", word), .of = COMPLIANCE, .weight = WEIGHT_ANSWERS },
	{ COLUMN("median h", short_hours), .of = MEDIAN, HOURS, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("p90 h", short_hours), .of = P90, HOURS, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("withdrawn", status), .of = CLOCK_WITHDRAWN, LEADS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("reversed", status), .of = CLOCK_REVERSED, LEADS, .weight = WEIGHT_DIAGNOSES },
};
static const struct column trend_columns[] = {
	{ COLUMN("at", day) },
	{ GROUPS },
	{ COLUMN("clock", clock_name) },
	{ COLUMN("handed over", handed_over), LEADS, .weight = WEIGHT_ANSWERS, .brief = "given" },
	{ COLUMN("backlog", backlog), LEADS },
	{ COLUMN("rate", rate), SHARE, .weight = WEIGHT_ANSWERS },
	{ COLUMN("", rate_bar), .kind = COLUMN_PICTURE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("overdue", overdue), LEADS, .weight = WEIGHT_ANSWERS },
	{ COLUMN("oldest h", short_hours), .of = OLDEST, HOURS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("compliance", compliance), SHARE, .weight = WEIGHT_ANSWERS },
	{ COLUMN("median h", short_hours), .of = MEDIAN, HOURS, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("p90 h", short_hours), .of = P90, HOURS, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("before", before), LEADS, .there = is_of_last, .weight = WEIGHT_EXPLAINS },
};

#define LINES(table) REPORT(table, struct row, next_line, release_line)
const struct report backlog_report = LINES(columns), backlog_trend = LINES(trend_columns);
static const struct report backlog_table = LINES(backlog_columns), age_table = LINES(age_columns),
			   answer_table = LINES(answer_columns);

/* ---- for people ---- */

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

void backlog_tables(const struct backlog_view *v, struct grid *grids)
{
	title_backlog(v, &grids[0]);
	report_fill(&backlog_table, v, v->utf8, &grids[0]);
	grid_title(&grids[1], "Waiting for");
	report_fill(&age_table, v, v->utf8, &grids[1]);
	grid_title(&grids[2], "Answers");
	report_fill(&answer_table, v, v->utf8, &grids[2]);
}
