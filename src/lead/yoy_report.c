/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures beside those of a year before as grids: see yoy_report.h. */
#include "lead/yoy_report.h"

#include <math.h>

#include "base/number.h"
#include "lead/quantile.h"
#include "lead/share.h"

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

/* One row of either grid. */
struct line {
	const struct yoy_view *view;
	size_t period;
	const struct words *words;
	struct yoy_change x;
};

static void each_line(const struct yoy_view *v, struct grid *g,
		      void (*put)(struct grid *, const struct line *))
{
	for (size_t i = 0; i < v->plan->n; i++)
		for (int f = 0; f < YOY_FIGURES && yoy_any(v->yoy, i); f++)
			if (yoy_has(v->plan, (enum yoy_figure)f))
				put(g,
				    &(struct line){ v, i, &words[f], yoy_at(v->yoy, i, (enum yoy_figure)f) });
}

static void put_period(struct grid *g, const struct line *l)
{
	struct buf b = { 0 };

	period_write(&b, l->view->plan->period, l->view->plan->first + (int64_t)l->period);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
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

/* The same of the change: it is exact, and need not be what the rounded figures differ by. */
static __int128 whole_change(const struct yoy_change *x, enum kind kind, __int128 scale)
{
	const struct yoy_side *a = &x->value, *b = &x->before;

	if (kind == RATE)
		return number_divided(((__int128)a->k * b->n - (__int128)b->k * a->n) * scale,
				      (__int128)a->n * b->n);
	return kind == HOURS ? span_hundredths(a->median - b->median, 2 * HOUR_US)
			     : number_divided(a->amount - b->amount, 10000);
}

/* ---- for programs ---- */

static void put_fixed(struct grid *g, bool known, __int128 x, enum kind kind)
{
	struct buf b = { 0 };

	if (known)
		number_write_fixed(&b, x, kind == RATE ? 6 : 2);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

static void put_end(struct grid *g, double x)
{
	if (isnan(x))
		grid_cell(g, STR(""));
	else
		grid_print(g, "%.6f", fabs(x) < 5e-7 ? 0 : x);
}

static void put_plain(struct grid *g, const struct line *l)
{
	static const char *const chance[] = { [CHANCE_UNKNOWN] = "", [INSIDE] = "no", [OUTSIDE] = "yes" };
	const struct yoy_change *x = &l->x;
	enum kind kind = l->words->kind;
	bool both = x->value.known && x->before.known;

	put_period(g, l);
	grid_cell(g, str_from(l->words->name));
	put_fixed(g, x->value.known, x->value.known ? whole(&x->value, kind, 1000000) : 0, kind);
	put_fixed(g, x->before.known, x->before.known ? whole(&x->before, kind, 1000000) : 0, kind);
	put_fixed(g, both, both ? whole_change(x, kind, 1000000) : 0, kind);
	put_end(g, x->ends.low);
	put_end(g, x->ends.high);
	grid_cell(g, str_from(chance[x->chance]));
}

void yoy_grid(const struct yoy_view *v, struct grid *g)
{
	static const char *const numbers[] = { "value", "before", "change", "low95", "high95", NULL };

	grid_column(g, "period", ALIGN_LEFT, false);
	grid_column(g, "figure", ALIGN_LEFT, false);
	share_heads(g, numbers, 0);
	grid_column(g, "outside_chance", ALIGN_LEFT, false);
	each_line(v, g, put_plain);
}

/* ---- for people ---- */

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

static void put_figure(struct grid *g, const struct yoy_side *x, enum kind kind)
{
	struct buf b = { 0 };

	if (x->known) {
		__int128 figure = whole(x, kind, 1000);
		if (figure < 0)
			buf_char(&b, '-');
		write_figure(&b, figure, kind, "%");
	}
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

/* Which way it went: above 0 up, below 0 down, however little. */
static int way_of(const struct line *l)
{
	const struct yoy_side *a = &l->x.value, *b = &l->x.before;

	if (!a->known || !b->known)
		return 0;
	__int128 by = l->words->kind == RATE	? (__int128)a->k * b->n - (__int128)b->k * a->n
		      : l->words->kind == HOURS ? a->median - b->median
						: a->amount - b->amount;
	return (by > 0) - (by < 0);
}

static void put_change(struct grid *g, const struct line *l)
{
	static const char *const arrow[2][3] = { { "down ", "", "up " }, { "↓ ", "", "↑ " } };
	enum kind kind = l->words->kind;
	int way = way_of(l);
	bool good = way > 0 ? !l->words->less_is_good : l->words->less_is_good;
	struct buf b = { 0 };

	if (l->x.value.known && l->x.before.known) {
		buf_str(&b, str_from(arrow[l->view->utf8][way + 1]));
		write_figure(&b, whole_change(&l->x, kind, 1000), kind, " points");
	}
	grid_cell(g, buf_view(&b));
	if (l->x.chance != OUTSIDE)
		grid_tone(g, TONE_DIM);
	else
		grid_tone(g, good ? TONE_GOOD : TONE_BAD);
	buf_release(&b);
}

static void put_interval(struct grid *g, const struct interval *ends)
{
	if (isnan(ends->low))
		grid_cell(g, STR(""));
	else
		grid_print(g, "%+.1f to %+.1f", ends->low * 100, ends->high * 100);
	grid_tone(g, TONE_DIM);
}

static void put_for_people(struct grid *g, const struct line *l)
{
	static const char *const chance[] = {
		[CHANCE_UNKNOWN] = "", [INSIDE] = "may be chance", [OUTSIDE] = "more than chance"
	};

	put_period(g, l);
	grid_cell(g, str_from(l->words->title));
	put_figure(g, &l->x.value, l->words->kind);
	put_figure(g, &l->x.before, l->words->kind);
	put_change(g, l);
	put_interval(g, &l->x.ends);
	grid_cell(g, way_of(l) ? str_from(chance[l->x.chance]) : STR(""));
	grid_tone(g, l->x.chance == OUTSIDE ? TONE_PLAIN : TONE_DIM);
}

void yoy_table(const struct yoy_view *v, struct grid *g)
{
	struct buf note = { 0 };

	grid_title(g, "Year over year");
	grid_column(g, "period", ALIGN_LEFT, false);
	grid_column(g, "figure", ALIGN_LEFT, false);
	grid_column(g, "value", ALIGN_RIGHT, true);
	grid_column(g, "year before", ALIGN_RIGHT, true);
	grid_column(g, "change", ALIGN_RIGHT, true);
	grid_column(g, "95% interval", ALIGN_RIGHT, false);
	grid_column(g, "verdict", ALIGN_LEFT, false);
	each_line(v, g, put_for_people);
	if (yoy_unfinished(v->yoy, &note)) {
		buf_char(&note, '\0');
		grid_note(g, note.p);
	}
	buf_release(&note);
}
