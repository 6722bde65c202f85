/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of a period beside those of a year before, and whether the change is more than chance: see
 * yoy.h. */
#include <math.h>

#include "funnel/yoy_internal.h"

#define Z_BEYOND 1.96

enum { YOY_FEWEST = 20 }; /* leads on either side */

bool yoy_any(const struct yoy *s, size_t period)
{
	return s->at[period] != NULL;
}

static struct yoy_side rate(uint64_t k, uint64_t n)
{
	return (struct yoy_side){ .known = n > 0, .k = k, .n = n };
}

/* Hundredths of 50 µs are half microseconds, which represent the median of two whole numbers exactly. */
static struct yoy_side side(const struct yoy_counts *c, enum yoy_figure f)
{
	if (!c)
		return (struct yoy_side){ .known = false };
	switch (f) {
	case YOY_CONVERSION:
		return rate(c->won, c->leads);
	case YOY_QUALIFICATION:
		return rate(c->qualified, c->leads);
	case YOY_UNANSWERED:
		return rate(c->unanswered, c->handed_over);
	case YOY_RESPONSE:
		return (struct yoy_side){ .known = c->answers.n > 0,
					  .median = spans_quantile(&c->answers, 1, 2, 50) };
	default:
		return (struct yoy_side){ .known = !currency_mixed(c->currency), .amount = c->amount };
	}
}

/* The z of a change that has no interval; NaN where nothing can be said. */
static double z_of(const struct yoy_counts *c, const struct yoy_counts *c0, enum yoy_figure f)
{
	if (f == YOY_RESPONSE)
		return mann_whitney(spans_sample(&c->answers), spans_sample(&c0->answers));
	struct squares both = c->squares;
	squares_merge(&both, &c0->squares);
	double squares = squares_sum(&both);
	return squares > 0 ? (double)(c->amount - c0->amount) / sqrt(squares) : (double)NAN;
}

/* The leads that a figure is of. */
static uint64_t leads_of(const struct yoy_counts *c, enum yoy_figure f)
{
	switch (f) {
	case YOY_UNANSWERED:
		return c->handed_over;
	case YOY_RESPONSE:
		return c->answers.n;
	default:
		return c->leads;
	}
}

static enum yoy_why why_not(const struct yoy_counts *c, const struct yoy_counts *c0, enum yoy_figure f)
{
	if (!c0)
		return YOY_NO_YEAR;
	if (leads_of(c, f) < YOY_FEWEST || leads_of(c0, f) < YOY_FEWEST)
		return YOY_FEW;
	return c0->early * 50 < c0->leads ? YOY_LATE_START : YOY_JUDGED;
}

static void judge(struct yoy_change *x, const struct yoy_counts *c, const struct yoy_counts *c0,
		  enum yoy_figure f)
{
	if (f == YOY_RESPONSE || f == YOY_REVENUE) {
		double z = z_of(c, c0, f);
		x->why = isnan(z) ? YOY_ALIKE : YOY_JUDGED;
		x->chance = isnan(z) ? CHANCE_UNKNOWN : fabs(z) > Z_BEYOND ? OUTSIDE : INSIDE;
		return;
	}
	x->chance = x->ends.low > 0 || x->ends.high < 0 ? OUTSIDE : INSIDE;
}

struct yoy_change yoy_at(const struct yoy *s, size_t period, enum yoy_figure f)
{
	const struct yoy_plan *p = s->plan;
	size_t before = yoy_place_before(p, period);
	const struct yoy_counts *c = s->at[period], *c0 = before == SIZE_MAX   ? NULL
							  : period >= p->whole ? s->earlier[before]
									       : s->at[before];
	struct yoy_change x = { .value = side(c, f), .before = side(c0, f), .ends = { NAN, NAN } };

	if (f == YOY_REVENUE && c && c0 && currency_mixed(currency_of_both(c->currency, c0->currency)))
		x.value.known = x.before.known = false; /* two currencies don't compare */
	x.why = why_not(c, c0, f);
	if (x.value.n && x.before.n)
		x.ends = newcombe(x.value.k, x.value.n, x.before.k, x.before.n, Z95);
	if (x.why == YOY_LATE_START) {
		x.early = c0->early;
		x.leads = c0->leads;
	}
	if (x.why == YOY_JUDGED)
		judge(&x, c, c0, f);
	return x;
}
