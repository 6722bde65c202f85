/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See distinct.h. */
#include "stat/distinct.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

enum { REGISTER_BITS = 16, REGISTERS = 1 << REGISTER_BITS, SET_LEAST = 1024 };

void distinct_init(struct distinct *d, uint64_t most)
{
	*d = (struct distinct){ .most = most, .spread = hash_secret() | 1 };
}

void distinct_release(struct distinct *d)
{
	free(d->set);
	free(d->rank);
	*d = (struct distinct){ 0 };
}

/* ---- the set ---- */

/* A hash times `spread` says by its highest bits where the search for it begins. */
static inline int home_shift(const struct distinct *d)
{
	return 64 - __builtin_ctzll(d->cap);
}

/* Adds hashes for which there is room; how many were new. A large set is far away: their places are fetched
 * all at once. */
static size_t insert(const struct distinct *d, const uint64_t *hash, size_t n)
{
	const uint64_t spread = d->spread;
	const size_t last = d->cap - 1;
	const int shift = home_shift(d);
	uint64_t *set = d->set;
	size_t added = 0;

	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(&set[hash[i] * spread >> shift], 1);
	for (size_t i = 0; i < n; i++) {
		size_t at = hash[i] * spread >> shift;
		while (set[at] && set[at] != hash[i])
			at = (at + 1) & last;
		added += !set[at];
		set[at] = hash[i];
	}
	return added;
}

/* Into twice as many places: what stands in order here stands in order there, and nothing is there twice. */
static void grow(struct distinct *d)
{
	const size_t old_cap = d->cap, cap = old_cap ? 2 * old_cap : SET_LEAST;
	const uint64_t *old = d->set, spread = d->spread;
	uint64_t *set = mem_new(cap * sizeof *set);

	d->cap = cap;
	const int shift = home_shift(d);
	for (size_t i = 0; i < old_cap; i++) {
		if (!old[i])
			continue;
		size_t at = old[i] * spread >> shift;
		while (set[at])
			at = (at + 1) & (cap - 1);
		set[at] = old[i];
	}
	free(d->set);
	d->set = set;
}

/* ---- the registers ---- */

static void observe(struct distinct *d, uint64_t hash)
{
	uint8_t *rank = &d->rank[hash >> (64 - REGISTER_BITS)];
	uint8_t zeros = (uint8_t)__builtin_clzll(hash << REGISTER_BITS | UINT64_C(1) << (REGISTER_BITS - 1));

	if (*rank < zeros + 1)
		*rank = (uint8_t)(zeros + 1);
}

/* From now on it is an estimate. */
static void estimate(struct distinct *d)
{
	d->rank = mem_new(REGISTERS);
	for (size_t i = 0; i < d->cap; i++)
		if (d->set[i])
			observe(d, d->set[i]);
	free(d->set);
	d->set = NULL;
	d->n = d->cap = 0;
}

/* ---- both ---- */

void distinct_put(struct distinct *d)
{
	for (size_t i = 0; i < d->nwaiting && d->rank; i++)
		observe(d, d->waiting[i]);
	if (!d->rank && d->nwaiting) {
		while (d->n + d->nwaiting > d->cap / 2)
			grow(d);
		d->n += insert(d, d->waiting, d->nwaiting);
		if (d->n > d->most)
			estimate(d);
	}
	d->nwaiting = 0;
}

void distinct_merge(struct distinct *into, struct distinct *from)
{
	distinct_put(into);
	distinct_put(from);
	if (from->rank && !into->rank)
		estimate(into);
	for (size_t i = 0; from->rank && i < REGISTERS; i++)
		if (into->rank[i] < from->rank[i])
			into->rank[i] = from->rank[i];
	for (size_t i = 0; i < from->cap; i++)
		if (from->set[i])
			distinct_add(into, from->set[i]);
}

uint64_t distinct_count(struct distinct *d, bool *exact)
{
	double m = REGISTERS, sum = 0, empty = 0;

	distinct_put(d);
	*exact = !d->rank;
	if (*exact)
		return d->n;
	for (size_t i = 0; i < REGISTERS; i++) {
		sum += ldexp(1, -d->rank[i]);
		empty += !d->rank[i];
	}
	double n = 0.7213 / (1 + 1.079 / m) * m * m / sum;
	if (n <= 2.5 * m && empty > 0) /* few for so many registers: by how many are empty */
		n = m * log(m / empty);
	return (uint64_t)llround(n);
}
