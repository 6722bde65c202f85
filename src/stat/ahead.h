/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a count comes to at the end of a period of which a known share has passed. Each of the N things that
 * come in all has come by now with the same probability f, so that what has come is binomial, of N and f; the
 * limits are the least and the greatest N under which what has come is no surprise: neither so many nor so
 * few have a probability of 0.025 or less.
 */
#ifndef STAT_AHEAD_H
#define STAT_AHEAD_H

#include <stdint.h>

/* P(X <= k) and P(X >= k) of a binomial X of n trials with probability p, 0 < p < 1, k <= n: sums of terms
 * that each follow from their neighbor by a ratio, from the likeliest on until the rest can't be seen in a
 * double. */
struct tails {
	double at_most, at_least;
};
struct tails binomial_tails(uint64_t n, double p, uint64_t k);

/* The limits of all that come, where `reached` have come by a share f of the period, 0 < f <= 1. */
struct ahead {
	uint64_t low, high;
};
struct ahead count_ahead(uint64_t reached, double f);

#endif
