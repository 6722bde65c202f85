/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What groups hold: for group.c, which puts leads into them, and group_order.c, which says how a report shows
 * them. */
#ifndef FIGURES_GROUP_INTERNAL_H
#define FIGURES_GROUP_INTERNAL_H

#include "base/map.h"
#include "figures/group.h"

struct spelling {
	struct str values; /* joined; in the arena */
	uint64_t leads;
	uint32_t group;
};

struct group {
	struct str key; /* joined; in the arena */
	uint64_t leads; /* by groups_order */
};

struct groups {
	const struct grouping *g;
	struct recent *recent;	   /* by a hash of their keys; NULL: not yet */
	struct numbered *numbered; /* of each item */
	struct arena arena;
	struct map spelled, keyed; /* values to spelling, key to group */
	struct spelling *spelling;
	size_t nspellings, spellings_cap;
	struct group *group;
	size_t n, cap;
	uint32_t last; /* spelling: exports are often sorted */
	struct buf value, joined, key;
	struct str *shown; /* by groups_order: g->n for each group */
	double *place;	   /* likewise; of GROUP_BY_SIZE unused; NULL: all are of that */
};

/* The first of n joined values, and *joined is the rest. */
static inline struct str group_part(struct str *joined, size_t n)
{
	struct str value = *joined;

	if (n > 1) {
		memcpy(&value.n, joined->p, sizeof value.n);
		value.p += sizeof value.n;
		*joined = str_slice(*joined, value.n + sizeof value.n, joined->n);
	}
	return value;
}

#endif
