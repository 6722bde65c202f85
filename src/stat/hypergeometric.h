/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hypergeometric distribution: how many of n things drawn at random from `all` are marked, if `marked` of
 * all are. So are the leads of one value that converted, if the value has nothing to do with it.
 */
#ifndef STAT_HYPERGEOMETRIC_H
#define STAT_HYPERGEOMETRIC_H

#include <stdint.h>

struct draw {
	uint64_t n, marked, all; /* n and marked are at most all */
};

/*
 * The expected value of f(k) over the number k of marked things drawn. Each probability follows from its
 * neighbor's by a ratio, so it begins at the likeliest k and goes both ways until what is left of the tail
 * can't be seen any more in a double: about 18 standard deviations, however many leads there are.
 */
double draw_expected(struct draw d, double (*f)(uint64_t k, const void *ctx), const void *ctx);

#endif
