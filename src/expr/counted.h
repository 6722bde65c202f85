/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many rows nodes are asked of a column at a time, and how many one by one: in a build of its own
 * (-DNODES_COUNTED, for tests/bench/columns.sh), which writes at its end how many of how many were asked so,
 * and which nodes were not. Otherwise nothing.
 */
#ifndef EXPR_COUNTED_H
#define EXPR_COUNTED_H

#include "expr/program.h"

struct code;

#ifdef NODES_COUNTED
/* Of those rows of a run; or of points.c (c NULL) so many rules. What a frame remembers of a cell or a
 * computed value isn't evaluated again, and a constant never is. */
void nodes_asked(const struct code *c, const struct rows *r, struct asked ask, size_t rules);
/* From now on of the current row alone, until this is no more so. */
void nodes_alone(bool alone);
#else
static inline void nodes_asked(const struct code *c, const struct rows *r, struct asked ask, size_t rules)
{
	(void)c, (void)r, (void)ask, (void)rules;
}

static inline void nodes_alone(bool alone)
{
	(void)alone;
}
#endif

#endif
