/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of statistics that reports print. */
#ifndef STAT_STAT_H
#define STAT_STAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define Z95 1.959963984540054

struct interval {
	double low, high;
};

/* Wilson's score interval of k successes among n trials (n > 0), shares in 0..1. E. B. Wilson, JASA 22 (1927)
 * 209. */
struct interval wilson(uint64_t k, uint64_t n, double z);

/* The difference of two shares, k ÷ n − k0 ÷ n0 (n, n0 > 0): Newcombe's interval of score intervals, number
 * 10 of R. G. Newcombe, Statistics in Medicine 17 (1998) 873. Swapping the two gives the same interval with
 * the sign reversed. */
struct interval newcombe(uint64_t k, uint64_t n, uint64_t k0, uint64_t n0, double z);

/* The z of a p in (0, 1): Φ(z) = p, to 1e-15. M. J. Wichura's AS 241, Applied Statistics 37 (1988) 477. */
double normal_quantile(double p);

/* The probability that X² with that many degrees of freedom (above 0) is x or more. M. Abramowitz and I.
 * Stegun, Handbook of Mathematical Functions (1964) 26.4.4 and 26.4.5: as the degrees are whole, a finite
 * sum. */
double chi_square_tail(double x, size_t df);

/* A sample, sorted: n values, and of each how many there are (NULL: one). Borrowed. */
struct sample {
	const int64_t *at;
	const uint64_t *count;
	size_t n;
};

/*
 * Do two samples differ? The z of the Mann–Whitney test with the correction for ties and none for continuity,
 * above 0 where the first has the larger values; NaN where either is empty or all values are equal. H. B.
 * Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947) 50. All arithmetic is on whole numbers
 * until the last step, so the order in which a sample was built has no effect; up to 2^42 values.
 */
double mann_whitney(struct sample a, struct sample b);

#endif
