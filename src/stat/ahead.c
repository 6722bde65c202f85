/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binomial tails, and the limits that follow from them: see ahead.h. */
#include "stat/ahead.h"

#include <math.h>
#include <stdbool.h>

/* Of the likeliest number's probability: less than this adds nothing. */
static const double negligible = 1e-20;

/* A tail with this probability or less is a surprise. */
static const double surprise = 0.025;

struct tails binomial_tails(uint64_t n, double p, uint64_t k)
{
	double odds = p / (1 - p), all = 0, at_most = 0, at_least = 0, weight = 1;
	uint64_t likeliest = (uint64_t)floor((double)(n + 1) * p);

	likeliest = likeliest > n ? n : likeliest;
	for (uint64_t i = likeliest; weight > negligible; i++) {
		all += weight;
		at_most += i <= k ? weight : 0;
		at_least += i >= k ? weight : 0;
		weight *= (double)(n - i) / (double)(i + 1) * odds;
	}
	weight = 1;
	for (uint64_t i = likeliest; i > 0 && weight > negligible;) {
		weight *= (double)i / (double)(n - i + 1) / odds;
		i--;
		all += weight;
		at_most += i <= k ? weight : 0;
		at_least += i >= k ? weight : 0;
	}
	return (struct tails){ at_most / all, at_least / all };
}

/* The more come in all, the likelier it is that so many have come, and the less that so few have. */
static bool too_few(uint64_t n, double f, uint64_t reached)
{
	return binomial_tails(n, f, reached).at_least <= surprise;
}

static bool too_many(uint64_t n, double f, uint64_t reached)
{
	return binomial_tails(n, f, reached).at_most <= surprise;
}

struct ahead count_ahead(uint64_t reached, double f)
{
	if (!(f < 1))
		return (struct ahead){ reached, reached };
	/* with these in all it is as likely as not that so many have come */
	uint64_t middle = (uint64_t)((double)reached / f) + 1;
	uint64_t low = reached, high = middle, step = 16;

	for (uint64_t to = middle; low < to;) {
		uint64_t n = low + (to - low) / 2;
		if (too_few(n, f, reached))
			low = n + 1;
		else
			to = n;
	}
	while (!too_many(high + step, f, reached)) {
		high += step;
		step *= 2;
	}
	for (uint64_t to = high + step; to - high > 1;) {
		uint64_t n = high + (to - high) / 2;
		*(too_many(n, f, reached) ? &to : &high) = n;
	}
	/* the middle itself may be too many where nearly all have come */
	while (high > low && too_many(high, f, reached))
		high--;
	return (struct ahead){ low, high };
}
