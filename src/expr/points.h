/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Points for conditions: each adds its points to the rows for which it holds. What they cost follows the
 * columns they look at, not how many they are.
 */
#ifndef EXPR_POINTS_H
#define EXPR_POINTS_H

#include "expr/program.h"

struct points_rule {
	const struct code *when; /* a flag, bound; NULL: it always holds */
	int64_t points;
	int64_t mark; /* a bit of its own, where anybody wants to know for which rows it holds */
};

struct points;

/* The sum of the rules' points must not overflow, whichever of them hold. It lives as long as the program;
 * frames that are made from then on know it. */
const struct points *points_new(struct program *p, const struct points_rule *rules, size_t n);

/* Adds to the sums of the rows asked, and to their marks; NULL: nobody wants these. */
void points_add(const struct points *s, struct rows *r, struct asked ask, int64_t *sum, int64_t *marks);

#endif
