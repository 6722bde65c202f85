/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Top to bottom: the answer, a headline for each figure of the last period, and slopes. See yoy_page.h. */
#include "funnel/yoy_page.h"

#include <math.h>

#include "base/number.h"
#include "figures/page.h"
#include "stat/quantile.h"

enum { SLOPES_SHOWN = 4 /* periods, the last ones */, TILES = 4 };

struct page {
	const struct yoy_view *view;
	struct buf *out;
	struct arena arena;
	size_t last; /* the last period that has a year before; SIZE_MAX: none */
};

static const struct words {
	const char *title;
	bool rate, less_is_good;
} words[YOY_FIGURES] = {
	[YOY_CONVERSION] = { "Conversion", true, false },  [YOY_QUALIFICATION] = { "Qualified", true, false },
	[YOY_RESPONSE] = { "Response time", false, true }, [YOY_UNANSWERED] = { "Unanswered", true, true },
	[YOY_REVENUE] = { "Revenue", false, false },
};

static struct str period(struct page *p, size_t i)
{
	struct buf b = { 0 };

	period_write(&b, p->view->plan->period, p->view->plan->first + (int64_t)i);
	return page_words(&p->arena, &b);
}

static bool has(const struct page *p, size_t i, int figure, struct yoy_change *x)
{
	if (!yoy_any(p->view->yoy, i) || !yoy_has(p->view->plan, (enum yoy_figure)figure))
		return false;
	*x = yoy_at(p->view->yoy, i, (enum yoy_figure)figure);
	return x->value.known && x->before.known;
}

static size_t last_period(const struct page *p)
{
	struct yoy_change x;

	for (size_t i = p->view->plan->n; i--;)
		for (int figure = 0; figure < YOY_FIGURES; figure++)
			if (has(p, i, figure, &x))
				return i;
	return SIZE_MAX;
}

/* "12.9%", "3.5 h", "120,400" */
static struct str amount(struct page *p, int figure, const struct yoy_side *x)
{
	struct buf b = { 0 };

	if (words[figure].rate)
		return page_percent(&p->arena, x->k, x->n);
	if (figure == YOY_RESPONSE) {
		number_write_fixed(&b, number_divided(span_hundredths(x->median, 2 * HOUR_US), 10), 1);
		buf_str(&b, STR(" h"));
	} else {
		number_write_grouped(&b, number_divided(x->amount, 1000000));
	}
	return page_words(&p->arena, &b);
}

/* Above 0: it went up. */
static int way(int figure, const struct yoy_change *x)
{
	__int128 by = words[figure].rate
			      ? (__int128)x->value.k * x->before.n - (__int128)x->before.k * x->value.n
		      : figure == YOY_RESPONSE ? x->value.median - x->before.median
					       : x->value.amount - x->before.amount;

	return (by > 0) - (by < 0);
}

static const char *chance_word(const struct yoy_change *x)
{
	return x->chance == OUTSIDE  ? "more than chance"
	       : x->chance == INSIDE ? "may be chance"
				     : "not judged";
}

/* ---- the headline ---- */

static void put_answer(struct page *p)
{
	struct yoy_change x;
	struct buf b = { 0 };
	size_t n = 0;

	if (p->last == SIZE_MAX) {
		document_answer(p->out,
				STR("No period has leads a year before, so there is nothing to compare."));
		return;
	}
	buf_print(&b, "%.*s against the year before:", STR_ARG(period(p, p->last)));
	for (int figure = 0; figure < YOY_FIGURES; figure++)
		if (has(p, p->last, figure, &x) && x.chance == OUTSIDE && way(figure, &x)) {
			struct str title = arena_print(&p->arena, "%s", words[figure].title);
			buf_print(
				&b, "%s %c%.*s %s from %.*s to %.*s", n++ ? "," : "", title.p[0] - 'A' + 'a',
				STR_ARG(str_slice(title, 1, title.n)), way(figure, &x) > 0 ? "rose" : "fell",
				STR_ARG(amount(p, figure, &x.before)), STR_ARG(amount(p, figure, &x.value)));
		}
	buf_str(&b,
		n ? STR(", which is more than chance.") : STR(" no change is more than chance explains."));
	document_answer(p->out, buf_view(&b));
	buf_release(&b);
}

static struct tile tile_of(struct page *p, int figure, const struct yoy_change *x)
{
	static const char *const arrow[] = { "\xE2\x96\xBC from", "as before,", "\xE2\x96\xB2 from" };
	int went = way(figure, x);
	bool good = went > 0 ? !words[figure].less_is_good : words[figure].less_is_good;

	return (struct tile){ .label = arena_print(&p->arena, "%s, %.*s", words[figure].title,
						   STR_ARG(period(p, p->last))),
			      .figure = amount(p, figure, &x->value),
			      .detail = arena_print(&p->arena, "%s %.*s the year before", arrow[went + 1],
						    STR_ARG(amount(p, figure, &x->before))),
			      .note = str_from(went ? chance_word(x) : ""),
			      .tone = x->chance != OUTSIDE || !went ? TONE_DIM
				      : good			    ? TONE_GOOD
								    : TONE_BAD };
}

static void put_tiles(struct page *p)
{
	struct tile tile[TILES];
	struct yoy_change x;
	size_t n = 0;

	for (int figure = 0; figure < YOY_FIGURES && p->last != SIZE_MAX && n < TILES; figure++)
		if (has(p, p->last, figure, &x))
			tile[n++] = tile_of(p, figure, &x);
	document_tiles(p->out, tile, n);
}

/* ---- slopes ---- */

static double rate(const struct yoy_side *x)
{
	return (double)x->k / (double)x->n;
}

/* From the year before to the period, a line for each of the last periods. */
static void put_slopes(struct page *p, int figure)
{
	static const struct str place[] = { { "the year before", 15 }, { "the period", 10 } };
	struct chart_line line[SLOPES_SHOWN];
	double value[SLOPES_SHOWN][2];
	struct yoy_change x;
	size_t n = 0;

	for (size_t i = p->view->plan->n; i-- && n < SLOPES_SHOWN;) {
		if (!has(p, i, figure, &x))
			continue;
		value[n][0] = rate(&x.before);
		value[n][1] = rate(&x.value);
		line[n] = (struct chart_line){ period(p, i), value[n] };
		n++;
	}
	if (n)
		document_chart(p->out, &(struct chart){ .name = str_from(words[figure].title),
							.label = place,
							.n = 2,
							.line = line,
							.lines = n,
							.percent = true,
							.mark = (double)NAN,
							.slopes = true });
}

void yoy_page(const struct yoy_view *v, struct buf *out)
{
	struct page p = { .view = v, .out = out };

	p.last = last_period(&p);
	put_answer(&p);
	put_tiles(&p);
	for (int figure = 0; figure < YOY_FIGURES; figure++)
		if (words[figure].rate)
			put_slopes(&p, figure);
	arena_release(&p.arena);
}
