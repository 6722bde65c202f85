/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many rows nodes are asked of a column at a time, and how many one by one: in a build of its own
 * (-DNODES_COUNTED, for tests/bench/columns.sh), which writes at its end how many of how many were asked so,
 * and which nodes were not. Otherwise nothing.
 */
#ifndef EXPR_COUNTED_H
#define EXPR_COUNTED_H

#include <stddef.h>

struct code;

#ifdef NODES_COUNTED
void nodes_by_column(size_t rows);
void node_by_row(const struct code *c);
#else
static inline void nodes_by_column(size_t rows)
{
	(void)rows;
}

static inline void node_by_row(const struct code *c)
{
	(void)c;
}
#endif

#endif
