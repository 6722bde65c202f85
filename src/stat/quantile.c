/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles of spans in whole numbers: see quantile.h. */
#include "stat/quantile.h"

struct quantile quantile_place(uint64_t n, unsigned num, unsigned den)
{
	unsigned __int128 place = (unsigned __int128)(n - 1) * num;

	return (struct quantile){ .low = (uint64_t)(place / den),
				  .part = (unsigned)(place % den),
				  .of = den };
}

/* a ÷ b, rounded half away from zero; b > 0. */
static int64_t divided(__int128 a, __int128 b)
{
	return (int64_t)((2 * a + (a < 0 ? -b : b)) / (2 * b));
}

int64_t quantile_hundredths(struct quantile q, int64_t low, int64_t high, int64_t unit)
{
	__int128 between = (__int128)low * q.of + ((__int128)high - low) * q.part;

	return divided(between * 100, (__int128)unit * q.of);
}

int64_t span_hundredths(int64_t span, int64_t unit)
{
	return divided((__int128)span * 100, unit);
}
