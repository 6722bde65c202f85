/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of statistics that reports print: see stat.h. */
#include "stat/stat.h"

#include <math.h>

struct interval wilson(uint64_t k, uint64_t n, double z)
{
	double trials = (double)n, p = (double)k / trials, zz = z * z / trials;
	double middle = p + zz / 2, half = z * sqrt((p * (1 - p) + zz / 4) / trials);

	return (struct interval){ k == 0 ? 0 : (middle - half) / (1 + zz),
				  k == n ? 1 : (middle + half) / (1 + zz) };
}

struct interval newcombe(uint64_t k, uint64_t n, uint64_t k0, uint64_t n0, double z)
{
	double p = (double)k / (double)n, p0 = (double)k0 / (double)n0;
	struct interval i = wilson(k, n, z), i0 = wilson(k0, n0, z);
	double down = p - i.low, up = i.high - p, down0 = p0 - i0.low, up0 = i0.high - p0;

	return (struct interval){ p - p0 - sqrt(down * down + up0 * up0),
				  p - p0 + sqrt(up * up + down0 * down0) };
}

/* ---- the normal distribution ---- */

/* A polynomial over another, each of eight terms from the constant up. */
struct ratio {
	double above[8], below[8];
};

static double ratio(const struct ratio *f, double x)
{
	double above = 0, below = 0;

	for (int i = 7; i >= 0; i--) {
		above = above * x + f->above[i];
		below = below * x + f->below[i];
	}
	return above / below;
}

/* The three of PPND16: about the middle, for |p − 1/2| up to 0.425; outside it; and in the far tails. */
static const struct ratio middle = {
	{ 3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
	  4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4,
	  2.5090809287301226727e3 },
	{ 1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
	  2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3 }
};
static const struct ratio outside = {
	{ 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
	  3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
	  2.27238449892691845833e-2, 7.74545014278341407640e-4 },
	{ 1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
	  1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
	  1.05075007164441684324e-9 }
};
static const struct ratio far = {
	{ 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
	  2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
	  2.71155556874348757815e-5, 2.01033439929228813265e-7 },
	{ 1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
	  7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
	  2.04426310338993978564e-15 }
};

double normal_quantile(double p)
{
	double off = p - 0.5;

	if (fabs(off) <= 0.425)
		return off * ratio(&middle, 0.180625 - off * off);
	double r = sqrt(-log(off < 0 ? p : 1 - p));
	double z = r <= 5 ? ratio(&outside, r - 1.6) : ratio(&far, r - 5);
	return off < 0 ? -z : z;
}

double chi_square_tail(double x, size_t df)
{
	double half = x / 2, sum = df % 2 ? erfc(sqrt(half)) : 0;

	if (!(x > 0))
		return 1;
	for (size_t twice = df % 2; twice < df; twice += 2) {
		double a = (double)twice / 2;
		sum += exp(a * log(half) - half - lgamma(a + 1));
	}
	return fmin(sum, 1);
}

/* ---- ranks ---- */

/* Counts the smallest value left, and moves on to the next. */
static uint64_t take(const struct sample *s, size_t *i, int64_t value)
{
	uint64_t n = 0;

	for (; *i < s->n && s->at[*i] == value; ++*i)
		n += s->count ? s->count[*i] : 1;
	return n;
}

/*
 * U counts the pairs in which the first is larger, equal ones half. Of N = n + m values its variance is
 * n·m ÷ 12 · (N³ − N − Σ(t³ − t)) ÷ (N (N − 1)), a tie of t values each.
 */
double mann_whitney(struct sample a, struct sample b)
{
	__int128 twice_u = 0, ties = 0, n = 0, m = 0;

	for (size_t i = 0, j = 0; i < a.n || j < b.n;) {
		int64_t value = j == b.n || (i < a.n && a.at[i] < b.at[j]) ? a.at[i] : b.at[j];
		__int128 in_a = take(&a, &i, value), in_b = take(&b, &j, value), t = in_a + in_b;
		twice_u += in_a * (2 * m + in_b);
		ties += t * t * t - t;
		n += in_a;
		m += in_b;
	}
	__int128 all = n + m, apart = all * all * all - all - ties;
	if (!n || !m || !apart)
		return NAN;
	double variance = (double)n * (double)m / 12 * ((double)apart / ((double)all * (double)(all - 1)));
	return (double)(twice_u - n * m) / 2 / sqrt(variance);
}
