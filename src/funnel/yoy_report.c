/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures beside those of a year before as tables of columns: see yoy_report.h. */
#include "funnel/yoy_report.h"

#include <math.h>

#include "base/number.h"
#include "stat/quantile.h"

enum kind { RATE, HOURS, MONEY };

static const struct words {
	const char *name, *title;
	enum kind kind;
	bool less_is_good;
} words[YOY_FIGURES] = {
	[YOY_CONVERSION] = { "lead_to_sales_conversion", "conversion", RATE, false },
	[YOY_QUALIFICATION] = { "lead_qualification_rate", "qualified", RATE, false },
	[YOY_RESPONSE] = { "lead_response_time", "response time", HOURS, true },
	[YOY_UNANSWERED] = { "lead_unanswered_share", "unanswered", RATE, true },
	[YOY_REVENUE] = { "lead_to_sales_revenue", "revenue", MONEY, false },
};

/* ---- rows: each figure of each period that has leads ---- */

struct row {
	bool begun;
	size_t period;
	int figure;
	const struct words *words;
	struct yoy_change x;
	struct buf text;
};

static bool next_figure(const void *view, void *row)
{
	const struct yoy_view *v = view;
	struct row *r = row;

	if (r->begun)
		r->figure++;
	r->begun = true;
	for (; r->period < v->plan->n; r->period++, r->figure = 0)
		for (; r->figure < YOY_FIGURES && yoy_any(v->yoy, r->period); r->figure++)
			if (yoy_has(v->plan, (enum yoy_figure)r->figure)) {
				r->words = &words[r->figure];
				r->x = yoy_at(v->yoy, r->period, (enum yoy_figure)r->figure);
				return true;
			}
	return false;
}

static void release(void *row)
{
	buf_release(&((struct row *)row)->text);
}

static const struct row *at(const struct cell *c)
{
	return c->row;
}

/* Room for a text of the row, empty. */
static struct buf *room(const struct cell *c)
{
	struct buf *b = &((struct row *)c->row)->text;

	buf_clear(b);
	return b;
}

/* ---- figures as whole numbers ---- */

/* What is printed of a figure, in units of its last decimal: of shares 10^-places, of hours and money a
 * hundredth. */
static __int128 whole(const struct yoy_side *x, enum kind kind, __int128 scale)
{
	if (kind == RATE)
		return number_divided((__int128)x->k * scale, x->n);
	return kind == HOURS ? span_hundredths(x->median, 2 * HOUR_US) : number_divided(x->amount, 10000);
}

/* The same of the change: it is exact, and may differ from the difference of the rounded figures. */
static __int128 whole_change(const struct yoy_change *x, enum kind kind, __int128 scale)
{
	const struct yoy_side *a = &x->value, *b = &x->before;

	if (kind == RATE)
		return number_divided(((__int128)a->k * b->n - (__int128)b->k * a->n) * scale,
				      (__int128)a->n * b->n);
	return kind == HOURS ? span_hundredths(a->median - b->median, 2 * HOUR_US)
			     : number_divided(a->amount - b->amount, 10000);
}

/* ---- figures ---- */

static struct figure period(const struct cell *c)
{
	const struct yoy_view *v = c->view;
	struct buf *b = room(c);

	period_write(b, v->plan->period, v->plan->first + (int64_t)at(c)->period);
	return figure_text(buf_view(b));
}

static struct figure name(const struct cell *c)
{
	return figure_text(str_from(at(c)->words->name));
}

static struct figure title(const struct cell *c)
{
	return figure_text(str_from(at(c)->words->title));
}

enum { VALUE, BEFORE };
static const struct yoy_side *side(const struct cell *c)
{
	return c->of == VALUE ? &at(c)->x.value : &at(c)->x.before;
}

static struct figure value(const struct cell *c)
{
	enum kind kind = at(c)->words->kind;

	return side(c)->known ? figure_fixed(whole(side(c), kind, 1000000), kind == RATE ? 6 : 2)
			      : (struct figure){ 0 };
}

static bool known(const struct cell *c)
{
	return at(c)->x.value.known && at(c)->x.before.known;
}

static struct figure change(const struct cell *c)
{
	enum kind kind = at(c)->words->kind;

	return known(c) ? figure_fixed(whole_change(&at(c)->x, kind, 1000000), kind == RATE ? 6 : 2)
			: (struct figure){ 0 };
}

static struct figure low(const struct cell *c)
{
	return figure_real(at(c)->x.ends.low, 6);
}

static struct figure high(const struct cell *c)
{
	return figure_real(at(c)->x.ends.high, 6);
}

static struct figure why_not(const struct cell *c)
{
	static const char *const why[] = { [YOY_JUDGED] = "",
					   [YOY_NO_YEAR] = "no leads a year before",
					   [YOY_FEW] = "fewer than 20 leads",
					   [YOY_LATE_START] = "",
					   [YOY_ALIKE] = "all are alike" };
	const struct yoy_change *x = &at(c)->x;
	struct buf *b = room(c);

	buf_str(b, str_from(why[x->why]));
	if (x->why == YOY_LATE_START) {
		buf_str(b, STR("it began late the year before: "));
		number_write_grouped(b, (int64_t)x->early);
		buf_str(b, STR(" of "));
		number_write_grouped(b, (int64_t)x->leads);
		buf_str(b, STR(" leads in the first tenth"));
	}
	return figure_text(buf_view(b));
}

static struct figure outside(const struct cell *c)
{
	static const char *const chance[] = { [CHANCE_UNKNOWN] = "", [INSIDE] = "no", [OUTSIDE] = "yes" };

	return figure_text(str_from(chance[at(c)->x.chance]));
}

/* ---- figures for people ---- */

/* "12.9%", "3.5 h", "120,400" without a sign; rates and hours in tenths. */
static void write_figure(struct buf *b, __int128 x, enum kind kind, const char *points)
{
	x = x < 0 ? -x : x;
	if (kind == HOURS)
		x = number_divided(x, 10);
	if (kind == MONEY) {
		number_write_grouped(b, number_divided(x, 100));
		return;
	}
	number_write_grouped(b, x / 10);
	buf_print(b, ".%d%s", (int)(x % 10), kind == HOURS ? " h" : points);
}

static struct figure shown(const struct cell *c)
{
	struct buf *b = room(c);

	if (side(c)->known) {
		__int128 figure = whole(side(c), at(c)->words->kind, 1000);
		if (figure < 0)
			buf_char(b, '-');
		write_figure(b, figure, at(c)->words->kind, "%");
	}
	return figure_text(buf_view(b));
}

/* Which way it went: above 0 up, below 0 down, however little. */
static int way_of(const struct cell *c)
{
	const struct yoy_side *a = &at(c)->x.value, *b = &at(c)->x.before;

	if (!known(c))
		return 0;
	__int128 by = at(c)->words->kind == RATE    ? (__int128)a->k * b->n - (__int128)b->k * a->n
		      : at(c)->words->kind == HOURS ? a->median - b->median
						    : a->amount - b->amount;
	return (by > 0) - (by < 0);
}

static struct figure change_shown(const struct cell *c)
{
	static const char *const arrow[2][3] = { { "down ", "", "up " }, { "↓ ", "", "↑ " } };
	bool utf8 = ((const struct yoy_view *)c->view)->utf8;
	enum kind kind = at(c)->words->kind;
	int way = way_of(c);
	bool good = way > 0 ? !at(c)->words->less_is_good : at(c)->words->less_is_good;
	struct buf *b = room(c);

	if (known(c)) {
		buf_str(b, str_from(arrow[utf8][way + 1]));
		write_figure(b, whole_change(&at(c)->x, kind, 1000), kind, " points");
	}
	return figure_toned(figure_text(buf_view(b)), at(c)->x.chance != OUTSIDE ? TONE_DIM
						      : good			 ? TONE_GOOD
										 : TONE_BAD);
}

static struct figure interval(const struct cell *c)
{
	struct interval i = at(c)->x.ends;
	struct buf *b = room(c);

	if (!isnan(i.low))
		buf_print(b, "%+.1f to %+.1f", i.low * 100, i.high * 100);
	return figure_toned(figure_text(buf_view(b)), TONE_DIM);
}

static struct figure verdict(const struct cell *c)
{
	static const char *const chance[] = {
		[CHANCE_UNKNOWN] = "", [INSIDE] = "may be chance", [OUTSIDE] = "more than chance"
	};

	if (known(c) && at(c)->x.why != YOY_JUDGED && at(c)->x.why != YOY_ALIKE)
		return figure_toned(why_not(c), TONE_DIM);
	return figure_toned(figure_text(way_of(c) ? str_from(chance[at(c)->x.chance]) : STR("")),
			    at(c)->x.chance == OUTSIDE ? TONE_PLAIN : TONE_DIM);
}

/* ---- columns ---- */

#define NUMBER .kind = COLUMN_NUMBER

static const struct column columns[] = {
	{ COLUMN("period", period), .definition = "the period in which the leads came in" },
	{ COLUMN("figure", name), .definition = "a rate, a response time in hours, or revenue" },
	{ COLUMN("value", value), .of = VALUE, NUMBER, .definition = "the figure of the period" },
	{ COLUMN("before", value), .of = BEFORE, NUMBER, .definition = "of the period a year before" },
	{ COLUMN("change", change), NUMBER, .definition = "the first less the second" },
	{ COLUMN("low95", low), NUMBER, .definition = "the low end of the change's 95% interval" },
	{ COLUMN("high95", high), NUMBER, .definition = "the high end" },
	{ COLUMN("outside_chance", outside),
	  .definition = "yes where the change is more than chance explains, no where it isn't" },
	{ COLUMN("why_not", why_not), .definition = "why nothing is said about chance" },
};
static const struct column table_columns[] = {
	{ COLUMN("period", period) },
	{ COLUMN("figure", title) },
	{ COLUMN("value", shown), .of = VALUE, NUMBER },
	{ COLUMN("year before", shown), .of = BEFORE, NUMBER, .weight = WEIGHT_EXPLAINS, .brief = "before" },
	{ COLUMN("change", change_shown), NUMBER },
	{ COLUMN("95% interval", interval), NUMBER, .weight = WEIGHT_EXPLAINS, .brief = "95%" },
	{ COLUMN("verdict", verdict), .weight = WEIGHT_ANSWERS },
};

const struct report yoy_report = REPORT(columns, struct row, next_figure, release);
static const struct report table = REPORT(table_columns, struct row, next_figure, release);

void yoy_table(const struct yoy_view *v, struct grid *g)
{
	struct buf note = { 0 };

	grid_title(g, "Year over year");
	report_fill(&table, v, v->utf8, g);
	if (yoy_unfinished(v->yoy, &note)) {
		buf_char(&note, '\0');
		grid_note(g, note.p);
	}
	buf_release(&note);
}
