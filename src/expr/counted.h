/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many rows nodes are asked of a column at a time, and how many one by one: in a build of its own
 * (-DNODES_COUNTED, for tests/bench/columns.sh), which writes at its end how many of how many were asked so,
 * and which nodes were not. Otherwise nothing.
 */
#ifndef EXPR_COUNTED_H
#define EXPR_COUNTED_H

#include <stdbool.h>
#include <stddef.h>

struct code;
struct rows;

#ifdef NODES_COUNTED
/* Of so many rows of a run, or of points.c all rows by all rules, c being NULL. */
void nodes_asked(const struct code *c, const struct rows *r, size_t rows);
/* From now on of the current row alone, until this is no more so. */
void nodes_alone(bool alone);
#else
static inline void nodes_asked(const struct code *c, const struct rows *r, size_t rows)
{
	(void)c, (void)r, (void)rows;
}

static inline void nodes_alone(bool alone)
{
	(void)alone;
}
#endif

#endif
