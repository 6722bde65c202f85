/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many of the texts that were seen differ, by their 64-bit hashes: exactly while they are few, which is
 * kept as a set, and beyond that by HyperLogLog (P. Flajolet et al., 2007), with a standard error of 0.4%.
 * The answer depends neither on the order of the texts nor on how they were spread over several counts that
 * were merged.
 */
#ifndef STAT_DISTINCT_H
#define STAT_DISTINCT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DISTINCT_WAITING = 64 };

struct distinct {
	uint64_t most;			    /* kept exactly */
	uint64_t *set;			    /* of hashes; 0: free */
	uint64_t spread;		    /* where a hash stands in the set: no writer of texts knows it */
	size_t n, cap;			    /* cap is 0 or a power of two */
	uint8_t *rank;			    /* HyperLogLog's registers; NULL: the set has them all */
	uint64_t waiting[DISTINCT_WAITING]; /* for their memory */
	size_t nwaiting;
};

void distinct_init(struct distinct *d, uint64_t most);
void distinct_release(struct distinct *d);

/* Adds those that wait. */
void distinct_put(struct distinct *d);

static inline void distinct_add(struct distinct *d, uint64_t hash)
{
	d->waiting[d->nwaiting++] = hash ? hash : 1;
	if (d->nwaiting == DISTINCT_WAITING)
		distinct_put(d);
}

/* Adds what another count, of the same `most`, has seen. */
void distinct_merge(struct distinct *into, struct distinct *from);

/* *exact: it is no estimate. */
uint64_t distinct_count(struct distinct *d, bool *exact);

#endif
