/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Some leads, and how many of them converted: the cells that reports of shares are made of. */
#ifndef FIGURES_SHARE_H
#define FIGURES_SHARE_H

#include <inttypes.h>

#include "stat/stat.h"
#include "report/grid.h"

struct share {
	uint64_t leads, converted;
};

static inline void share_add(struct share *into, struct share s)
{
	into->leads += s.leads;
	into->converted += s.converted;
}

static inline struct share share_minus(struct share all, struct share s)
{
	return (struct share){ all.leads - s.leads, all.converted - s.converted };
}

/* The heads of a grid, NULL at the end: the first `words` are text, the rest numbers. */
void share_heads(struct grid *g, const char *const *names, size_t words);

/* A count as one cell: 9240, or 9,240 for people. */
void share_count(struct grid *g, uint64_t n, bool plain);

/* k ÷ n as one cell: 0.129340, or 12.9% for people; empty where n is 0. */
void share_ratio(struct grid *g, uint64_t k, uint64_t n, bool plain);

/* The ends of a share's interval as one cell for people: 23.9–27.3%; empty where they are NaN. */
void share_limits(struct grid *g, struct interval i, bool utf8);

/* Three cells: conversion and the ends of its 95% interval (Wilson); empty where there are no leads or
 * `known` is false. */
void share_conversion(struct grid *g, struct share s, bool known, bool plain);

#endif
