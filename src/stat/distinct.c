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

/* Where the search for a hash begins. */
static size_t home(const struct distinct *d, uint64_t hash)
{
	return (size_t)(hash * d->spread >> (64 - __builtin_ctzll(d->cap)));
}

/* The place that has the hash, or the free one where it would go. */
static uint64_t *seek(const struct distinct *d, uint64_t hash)
{
	size_t i = home(d, hash);

	while (d->set[i] && d->set[i] != hash)
		i = (i + 1) & (d->cap - 1);
	return &d->set[i];
}

static void grow(struct distinct *d)
{
	uint64_t *old = d->set;
	size_t old_cap = d->cap;

	d->cap = old_cap ? 2 * old_cap : SET_LEAST;
	d->set = mem_new(d->cap * sizeof *d->set);
	for (size_t i = 0; i < old_cap; i++)
		if (old[i])
			*seek(d, old[i]) = old[i];
	free(old);
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

static void put(struct distinct *d, uint64_t hash)
{
	if (d->rank) {
		observe(d, hash);
		return;
	}
	if (d->n >= d->cap / 2)
		grow(d);
	uint64_t *place = seek(d, hash);
	d->n += !*place;
	*place = hash;
	if (d->n > d->most)
		estimate(d);
}

/* A large set is far away: all that wait are fetched at once. */
static void put_waiting(struct distinct *d)
{
	for (size_t i = 0; i < d->nwaiting && d->cap; i++)
		__builtin_prefetch(&d->set[home(d, d->waiting[i])], 1);
	for (size_t i = 0; i < d->nwaiting; i++)
		put(d, d->waiting[i]);
	d->nwaiting = 0;
}

void distinct_add(struct distinct *d, uint64_t hash)
{
	d->waiting[d->nwaiting++] = hash ? hash : 1;
	if (d->nwaiting == DISTINCT_WAITING)
		put_waiting(d);
}

void distinct_merge(struct distinct *into, struct distinct *from)
{
	put_waiting(into);
	put_waiting(from);
	if (from->rank && !into->rank)
		estimate(into);
	for (size_t i = 0; from->rank && i < REGISTERS; i++)
		if (into->rank[i] < from->rank[i])
			into->rank[i] = from->rank[i];
	for (size_t i = 0; i < from->cap; i++)
		if (from->set[i])
			put(into, from->set[i]);
}

uint64_t distinct_count(struct distinct *d, bool *exact)
{
	double m = REGISTERS, sum = 0, empty = 0;

	put_waiting(d);
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
