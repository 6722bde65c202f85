/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Figures and verdicts of promises, from settled counts: see promises.h. All that is compared with what was
 * promised is compared as fractions of whole numbers; only limits are not.
 */
#include <math.h>
#include <stdlib.h>

#include "funnel/promises_internal.h"
#include "stat/ahead.h"

struct sums series_of(const struct series *s, int64_t number)
{
	bool there = s->n && number >= s->first && number < s->first + (int64_t)s->n;

	return there ? s->at[number - s->first] : (struct sums){ 0 };
}

int compare_planned(const void *a, const void *b)
{
	const struct planned *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return (x->group > y->group) - (x->group < y->group);
}

const struct planned *find_planned(const struct counts *c, int64_t number, uint32_t group)
{
	struct planned key = { .number = number, .group = group };

	return c->nplanned ? bsearch(&key, c->planned, c->nplanned, sizeof key, compare_planned) : NULL;
}

static struct series series_for(const struct counts *c, const struct promise_row *r)
{
	if (r->all)
		return c->all;
	return r->group < c->ngroups ? c->group[r->group] : (struct series){ 0 };
}

/* A sum in the unit of the promise. `number`: of its period, for what was spent in it; PERIOD_NONE: that is
 * not known. */
static struct amount_of amount_of(const struct counts *c, const struct promised *p, const struct sums *x,
				  int64_t number, enum promise_why *why)
{
	const struct planned *cost;

	switch (p->said->of) {
	case PLEDGE_COUNT:
		return (struct amount_of){ (__int128)x->n * MILLION, 1 };
	case PLEDGE_VALUE:
		*why = currency_mixed(x->currency) ? PROMISE_CURRENCIES : *why;
		return (struct amount_of){ x->amount, !currency_mixed(x->currency) };
	case PLEDGE_COST:
		cost = number == PERIOD_NONE ? NULL : find_planned(c, number, ALL_LEADS);
		*why = !cost ? PROMISE_NO_COSTS : currency_mixed(cost->currency) ? PROMISE_CURRENCIES : *why;
		if (!cost || currency_mixed(cost->currency))
			return (struct amount_of){ 0, 0 };
		*why = x->n ? *why : PROMISE_NO_LEADS;
		return (struct amount_of){ cost->amount, x->n };
	default:
		*why = x->n ? *why : PROMISE_NO_LEADS;
		return (struct amount_of){ (__int128)x->k * MILLION, x->n };
	}
}

/* Does it grow day by day? */
static bool is_paced(const struct promised *p)
{
	return p->said->of == PLEDGE_COUNT || p->said->of == PLEDGE_VALUE;
}

static bool is_over(const struct promised *p, int64_t number)
{
	return !p->running || number < p->last;
}

/* Has the last lead of a rate had its span? */
static bool is_mature(const struct promises_plan *plan, const struct promised *p, int64_t number)
{
	if (p->said->of != PLEDGE_RATE)
		return is_over(p, number);
	int64_t end =
		instant_plus(day_date(promised_next_day(p, number), plan->zone), p->said->within, plan->zone);
	return is_over(p, number) && end != INSTANT_NONE && end <= plan->now;
}

/* The share of a period that has passed. n 0: not known. */
static struct amount_of share_passed(const struct promises *s, const struct promise_row *r)
{
	const struct promised *p = &s->plan->at[r->promise];
	const struct series *all = &s->at[r->promise].all;
	struct amount_of f = { p->part, p->whole };

	if (is_over(p, r->number))
		return (struct amount_of){ 1, 1 };
	if (p->said->as_before) {
		bool count = p->said->of == PLEDGE_COUNT;
		struct sums whole = series_of(all, p->early);
		f = count ? (struct amount_of){ all->early.n, whole.n }
			  : (struct amount_of){ all->early.amount, whole.amount };
		/* The shape of a year is not known from a few leads. */
		if (whole.n < VERDICT_FEWEST || f.n <= 0 || f.k <= 0 || f.k > f.n ||
		    currency_mixed(whole.currency))
			return (struct amount_of){ 0, 0 };
	}
	while (f.n >> 40) { /* as exact as figures are printed, and products stay in range */
		f.n >>= 1;
		f.k >>= 1;
	}
	return f;
}

/* What to expect of a count or a value, of which the share f has passed. */
static void look_ahead(struct promise_figures *x, const struct promised *p, const struct sums *sums,
		       struct amount_of f)
{
	double share = (double)f.k / (double)f.n;

	x->expected = (struct amount_of){ x->reached.k * f.n, x->reached.n * f.k };
	if (p->said->of == PLEDGE_COUNT) {
		struct ahead a = count_ahead(sums->n, share);
		x->low = (double)a.low;
		x->high = (double)a.high;
		return;
	}
	double amount = (double)sums->amount / MILLION,
	       half = Z95 * sqrt(squares_sum(&sums->squares) * (1 - share)) / share / MILLION,
	       least = amount < 0 ? -INFINITY : amount; /* where credits prevail, a sum may fall */
	x->low = fmax(least, amount / share - half);
	x->high = fmax(least, amount / share + half);
}

/* At least or at most what is promised? */
static bool keeps(const struct promised *p, const struct promise_figures *x, struct amount_of y)
{
	__int128 has = y.k, needs = x->promised * y.n;

	return p->said->most ? has <= needs : has >= needs;
}

static enum promise_verdict judge(const struct promised *p, struct promise_figures *x, bool over, bool mature)
{
	double promised = (double)x->promised / MILLION;
	bool paced = is_paced(p);

	if (!x->planned) {
		x->why = PROMISE_NO_PLAN;
		return PROMISE_UNJUDGED;
	}
	if (!x->reached.n)
		return over && mature ? PROMISE_UNJUDGED : PROMISE_OPEN;
	if (mature || (paced && !p->said->most && keeps(p, x, x->reached)))
		return keeps(p, x, x->reached) ? PROMISE_MET : PROMISE_MISSED;
	if (!paced || x->why != PROMISE_SAID) {
		x->why = x->why != PROMISE_SAID ? x->why : over ? PROMISE_MATURING : PROMISE_RUNNING;
		return PROMISE_OPEN;
	}
	if (p->said->most ? x->low > promised : x->high < promised)
		return PROMISE_BEHIND;
	if (keeps(p, x, x->expected))
		return PROMISE_ON_PACE;
	x->why = PROMISE_BETWEEN;
	return PROMISE_OPEN;
}

/* The verdict of a rate whose leads have all had their time. */
static struct verdict judge_rate(const struct promise_figures *x, const struct sums *sums)
{
	const struct benchmark b = { .share = (double)x->promised / MILLION };
	struct verdict v = verdict_of(&b, sums->k, sums->n, Z95);

	v.benchmark = NULL;
	return v;
}

/* Nobody has a time of the stage, though it was reached: how many in which period is not known. */
static bool has_no_times(const struct promises *s, const struct promised *p)
{
	return !s->timed[p->stage] && (s->timeless[p->stage] || (p->stage + 1 == s->plan->pipeline.nstages &&
								 !pipeline_ends(&s->plan->pipeline)));
}

static struct amount_of before(const struct counts *c, const struct promised *p, const struct promise_row *r,
			       const struct series *series)
{
	enum promise_why unsaid = PROMISE_SAID;
	int64_t number = promised_before(p, r->number);

	if (number == PERIOD_NONE || c->earliest >= promised_next_day(p, number))
		return (struct amount_of){ 0, 0 };
	if (is_over(p, r->number)) {
		struct sums whole = series_of(series, number);
		return amount_of(c, p, &whole, number, &unsaid);
	}
	return p->early == PERIOD_NONE ? (struct amount_of){ 0, 0 }
				       : amount_of(c, p, &series->early, PERIOD_NONE, &unsaid);
}

static void plan_for(const struct counts *c, const struct promised *p, const struct promise_row *r,
		     struct promise_figures *x)
{
	const struct planned *planned;

	x->planned = true;
	x->promised = p->said->promised;
	if (!p->plan)
		return;
	planned = find_planned(c, r->number, r->all ? ALL_LEADS : r->group);
	x->planned = planned;
	x->promised = planned ? planned->amount : 0;
}

struct promise_figures promise_at(const struct promises *s, const struct promise_row *r)
{
	const struct promised *p = &s->plan->at[r->promise];
	const struct counts *c = &s->at[r->promise];
	struct promise_figures x = { .low = NAN, .high = NAN, .chance.word = "" };
	struct series series = series_for(c, r);
	struct sums sums = series_of(&series, r->number);
	bool over = is_over(p, r->number), mature = is_mature(s->plan, p, r->number);
	bool paced = is_paced(p);

	plan_for(c, p, r, &x);
	if (has_no_times(s, p)) {
		x.why = x.planned ? PROMISE_NO_TIMES : PROMISE_NO_PLAN;
		return x;
	}
	x.reached = amount_of(c, p, &sums, r->number, &x.why);
	x.before = before(c, p, r, &series);
	x.leads = sums.n;
	struct amount_of f = paced ? share_passed(s, r) : (struct amount_of){ 0, 0 };
	if (x.planned && f.n)
		x.due = (struct amount_of){ x.promised * f.k, f.n };
	if (paced && x.why == PROMISE_SAID) {
		if (!f.n)
			x.why = p->said->as_before ? PROMISE_NO_YEAR : PROMISE_CLOSED;
		else if (f.k * 10 < f.n)
			x.why = PROMISE_EARLY;
		else if (p->said->of == PLEDGE_VALUE && squares_sum(&sums.squares) == 0 && !over)
			x.why = PROMISE_NO_VALUES; /* so that nobody knows how they vary */
		else
			look_ahead(&x, p, &sums, f);
	}
	x.verdict = judge(p, &x, over, mature);
	if (p->said->of == PLEDGE_RATE && mature && x.reached.n)
		x.chance = judge_rate(&x, &sums);
	if (x.verdict != PROMISE_OPEN && x.verdict != PROMISE_UNJUDGED)
		x.why = PROMISE_SAID;
	return x;
}

size_t promises_verdicts(const struct promises *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nrows; i++) {
		struct promise_figures x = promise_at(s, &s->row[i]);
		n += *x.chance.word != '\0';
	}
	return n;
}
