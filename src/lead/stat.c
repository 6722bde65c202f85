/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of statistics that reports print: see stat.h. */
#include "lead/stat.h"

#include <math.h>

struct interval wilson(uint64_t k, uint64_t n, double z)
{
	double trials = (double)n, p = (double)k / trials, zz = z * z / trials;
	double middle = p + zz / 2, half = z * sqrt((p * (1 - p) + zz / 4) / trials);

	return (struct interval){ k == 0 ? 0 : (middle - half) / (1 + zz),
				  k == n ? 1 : (middle + half) / (1 + zz) };
}
