/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number of leads, and how many of them converted; and cells that show shares to people. */
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

/* The heads of columns of numbers, ended by NULL. */
void share_heads(struct grid *g, const char *const *names);

/* A count as one cell for people: 9,240. */
void share_count(struct grid *g, uint64_t n);

/* k ÷ n as one cell for people: 12.9%; empty where n is 0. */
void share_ratio(struct grid *g, uint64_t k, uint64_t n);

#endif
