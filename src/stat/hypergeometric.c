/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expectations under the hypergeometric distribution: see hypergeometric.h. */
#include "stat/hypergeometric.h"

/* Of the likeliest number's probability: less than this adds nothing. */
static const double negligible = 1e-20;

/* P(k + 1) ÷ P(k). */
static double ratio(struct draw d, uint64_t k)
{
	return (double)(d.n - k) * (double)(d.marked - k) /
	       ((double)(k + 1) * (double)(d.all - d.marked - d.n + k + 1));
}

double draw_expected(struct draw d, double (*f)(uint64_t k, const void *ctx), const void *ctx)
{
	uint64_t unmarked = d.all - d.marked;
	uint64_t least = d.n > unmarked ? d.n - unmarked : 0, most = d.n < d.marked ? d.n : d.marked;
	uint64_t likeliest =
		(uint64_t)((unsigned __int128)(d.n + 1) * (d.marked + 1) / ((unsigned __int128)d.all + 2));
	double weight = 1, weights = 1, sum;

	likeliest = likeliest < least ? least : likeliest > most ? most : likeliest;
	sum = f(likeliest, ctx);
	for (uint64_t k = likeliest; k < most && weight > negligible; k++) {
		weight *= ratio(d, k);
		weights += weight;
		sum += weight * f(k + 1, ctx);
	}
	weight = 1;
	for (uint64_t k = likeliest; k > least && weight > negligible; k--) {
		weight /= ratio(d, k - 1);
		weights += weight;
		sum += weight * f(k - 1, ctx);
	}
	return sum / weights;
}
