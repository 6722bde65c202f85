/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of statistics that reports print. */
#ifndef LEAD_STAT_H
#define LEAD_STAT_H

#include <stdint.h>

#define Z95 1.959963984540054

/* Wilson's score interval of k successes among n trials (n > 0), shares in 0..1. E. B. Wilson, JASA 22 (1927)
 * 209. */
struct interval {
	double low, high;
};
struct interval wilson(uint64_t k, uint64_t n, double z);

#endif
