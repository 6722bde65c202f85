/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many of the texts that were seen differ, by their 64-bit hashes: exactly while they are few, which are
 * kept, and beyond that by HyperLogLog (P. Flajolet et al., 2007), with a standard error of 0.4%. The answer
 * depends neither on the order of the texts nor on how they were spread over several counts that were merged.
 *
 * A table of very many would be far away for each of them. So a hash is only put behind the others of its
 * kind, and which are there twice is asked of one kind at a time, whose table is near: when there is no room
 * for more of it, and at last.
 */
#ifndef STAT_DISTINCT_H
#define STAT_DISTINCT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DISTINCT_BITS = 6, DISTINCT_KINDS = 1 << DISTINCT_BITS };

struct distinct {
	uint64_t most;		    /* kept exactly */
	uint64_t spread;	    /* decides upon kinds and places: no writer of texts knows it */
	uint64_t *hash;		    /* room for `cap` of each kind, */
	uint32_t n[DISTINCT_KINDS]; /* of which there are so many */
	size_t cap;		    /* 0 or a power of two */
	uint32_t *table;	    /* of one kind; see distinct.c */
	uint8_t *rank;		    /* HyperLogLog's registers; NULL: the hashes are all there */
};

void distinct_init(struct distinct *d, uint64_t most);
void distinct_release(struct distinct *d);

/* Makes room for one more of a kind. */
void distinct_room(struct distinct *d, size_t kind);

static inline void distinct_add(struct distinct *d, uint64_t hash)
{
	size_t kind = hash * d->spread >> (64 - DISTINCT_BITS);

	if (d->n[kind] == d->cap)
		distinct_room(d, kind);
	d->hash[kind * d->cap + d->n[kind]++] = hash;
}

/* Adds what another count, of the same `most`, has seen. */
void distinct_merge(struct distinct *into, const struct distinct *from);

/* *exact: it is no estimate. */
uint64_t distinct_count(struct distinct *d, bool *exact);

#endif
