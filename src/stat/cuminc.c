/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One walk over the sorted leads gives F, and another, which knows F at its end, the variance: as sums of the
 * squares of what F still rises by, with no large terms that would have to cancel.
 */
#include "stat/cuminc.h"

#include <math.h>

#include "stat/quantile.h"

void cuminc_add(struct cuminc *c, int64_t t, enum cuminc_kind kind)
{
	spans_add(&c->leads, t * CUMINC_KINDS + kind);
}

void cuminc_merge(struct cuminc *into, const struct cuminc *from)
{
	spans_merge(&into->leads, &from->leads);
}

void cuminc_round(struct cuminc *c, int64_t unit)
{
	struct spans *s = &c->leads;

	spans_sort(s);
	for (size_t i = 0; i < s->n; i++) {
		int64_t t = span_hundredths(s->at[i] / CUMINC_KINDS, unit) * (unit / 100);
		s->at[i] = t * CUMINC_KINDS + s->at[i] % CUMINC_KINDS;
	}
	spans_round(s, 100); /* which rounds nothing more, and joins */
}

void cuminc_sort(struct cuminc *c)
{
	spans_sort(&c->leads);
}

void cuminc_release(struct cuminc *c)
{
	spans_release(&c->leads);
}

bool cuminc_next(const struct cuminc *c, size_t *i, struct cuminc_time *out)
{
	const struct spans *s = &c->leads;
	uint64_t of[CUMINC_KINDS] = { 0 };

	if (*i == s->n)
		return false;
	out->t = s->at[*i] / CUMINC_KINDS;
	for (; *i < s->n && s->at[*i] / CUMINC_KINDS == out->t; ++*i)
		of[s->at[*i] % CUMINC_KINDS] += s->count ? s->count[*i] : 1;
	out->converted = of[CUMINC_CONVERTED];
	out->left = of[CUMINC_LEFT];
	out->waiting = of[CUMINC_WAITING];
	return true;
}

/* ---- exact shares ---- */

#define ONE  ((unsigned __int128)CUMINC_ONE)
#define NEAR (ONE >> 60) /* what is nearer to a half or to a tie of decimals than this is taken as one */

/* x·k ÷ n, rounded down, of x up to ONE and k up to n: a product of 184 bits, divided in two steps. */
static unsigned __int128 scaled(unsigned __int128 x, uint64_t k, uint64_t n)
{
	unsigned __int128 low = (unsigned __int128)(uint64_t)x * k;
	unsigned __int128 high = (x >> 64) * k + (low >> 64), rest = high % n << 64 | (uint64_t)low;

	return (high / n << 64) + rest / n;
}

static double real(unsigned __int128 x)
{
	return (double)x / (double)ONE;
}

/* ---- the walk ---- */

struct walk {
	const struct cuminc *c;
	size_t i;
	struct cuminc_time now;
	uint64_t at_risk;	       /* before what happened now, and … */
	uint64_t after;		       /* … after it */
	unsigned __int128 free_before; /* S just before now */
	unsigned __int128 free, share; /* S and F, now */
	uint64_t converted, out;       /* in all; and who left */
};

static struct walk start(const struct cuminc *c)
{
	return (struct walk){ .c = c, .after = spans_count(&c->leads), .free = ONE, .free_before = ONE };
}

static bool step(struct walk *w)
{
	if (!cuminc_next(w->c, &w->i, &w->now))
		return false;
	uint64_t gone = w->now.converted + w->now.left;
	w->at_risk = w->after;
	w->after -= gone + w->now.waiting;
	w->free_before = w->free;
	w->converted += w->now.converted;
	w->out += w->now.left;
	if (w->now.converted)
		w->share += scaled(w->free, w->now.converted, w->at_risk);
	if (gone)
		w->free = scaled(w->free, w->at_risk - gone, w->at_risk);
	if (!w->free && !w->out)
		w->share = ONE;
	return true;
}

/* Through all up to t; whether F is known there. */
static bool walk_to(struct walk *w, int64_t t)
{
	const struct spans *s = &w->c->leads;

	while (w->i < s->n && s->at[w->i] / CUMINC_KINDS <= t)
		step(w);
	return w->i < s->n || (s->n && (w->now.t == t || !w->free));
}

void cuminc_shares(const struct cuminc *c, const int64_t *t, size_t n, __int128 *share)
{
	struct walk w = start(c);

	for (size_t i = 0; i < n; i++) {
		bool known = walk_to(&w, t[i]);
		__int128 up = (__int128)(w.share + NEAR);
		share[i] = !known ? CUMINC_UNKNOWN : up < CUMINC_ONE ? up : CUMINC_ONE;
	}
}

/* What this step adds to the variance of an F that rises to `share`: three terms whose sum is never below
 * 0. */
static double part(const struct walk *w, double share)
{
	double n = (double)w->at_risk, d = (double)(w->now.converted + w->now.left);
	double k = (double)w->now.converted, rise = share - real(w->share), s = real(w->free_before);
	double first = d < n ? rise * rise * d / (n * (n - d)) : 0;

	return first + s * s * k * (n - k) / (n * n * n) - 2 * rise * s * k / (n * n);
}

static struct interval limits(double share, double variance, double z)
{
	double by = z * sqrt(variance) / (share * log(share)); /* below 0, as the logarithm is */

	return (struct interval){ pow(share, exp(-by)), pow(share, exp(by)) };
}

struct cuminc_point cuminc_at(const struct cuminc *c, int64_t t, double z)
{
	struct cuminc_point p = { NAN, NAN, { NAN, NAN } };
	struct walk w = start(c);

	if (!walk_to(&w, t))
		return p;
	p.share = real(w.share);
	p.variance = 0;
	if (!w.converted || (!w.free && !w.out))
		return p;
	struct walk again = start(c);
	while (step(&again) && again.now.t <= t)
		p.variance += part(&again, p.share);
	p.limits = limits(p.share, p.variance, z);
	return p;
}

int64_t cuminc_median(const struct cuminc *c, int64_t horizon)
{
	struct walk w = start(c);

	if (!walk_to(&w, horizon) || !w.converted)
		return INT64_MIN;
	struct walk again = start(c);
	while (step(&again))
		if (2 * (again.share + NEAR) >= w.share)
			break;
	return again.now.t;
}

size_t cuminc_curve(const struct cuminc *c, int64_t *t, double *share, size_t most)
{
	struct walk w = start(c);
	size_t n = 0, rises = 0;
	double apart = 0, next = 0;

	while (step(&w))
		rises += w.now.converted > 0;
	if (!w.i || !most)
		return 0;
	int64_t last = w.now.t;
	if (rises >= most && most > 1)
		apart = real(w.share) / (double)(most - 1);
	for (w = start(c); step(&w);)
		if (w.now.t == last) {
			t[n] = last;
			share[n++] = real(w.share);
		} else if (w.now.converted && real(w.share) >= next && n + 1 < most) {
			t[n] = w.now.t;
			share[n++] = real(w.share);
			next = real(w.share) + apart;
		}
	return n;
}
