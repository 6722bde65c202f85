/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See distinct.h. */
#include "stat/distinct.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

enum { REGISTER_BITS = 16, REGISTERS = 1 << REGISTER_BITS };
enum { CAP_LEAST = 64, CAP_SMALL = 1 << 14 }; /* of each kind */

void distinct_init(struct distinct *d, uint64_t most)
{
	*d = (struct distinct){ .most = most, .spread = hash_secret() | 1 };
}

void distinct_release(struct distinct *d)
{
	free(d->hash);
	free(d->table);
	free(d->rank);
	*d = (struct distinct){ 0 };
}

/* ---- the hashes ---- */

/* Leaves each hash of a kind once. The table, a quarter full at most, says which of them stand at a place:
 * the one of that number, from 1 on; 0: none. */
static void join(struct distinct *d, size_t kind)
{
	const size_t n = d->n[kind], places = 4 * d->cap;
	const int shift = 64 - __builtin_ctzll(places);
	const uint64_t spread = d->spread << DISTINCT_BITS; /* what is above says the kind */
	uint64_t *hash = d->hash + kind * d->cap;
	uint32_t *table = d->table, once = 0;

	memset(table, 0, places * sizeof *table);
	for (size_t i = 0; i < n; i++) {
		const uint64_t h = hash[i];
		size_t at = h * spread >> shift;
		while (table[at] && hash[table[at] - 1] != h)
			at = (at + 1) & (places - 1);
		if (table[at])
			continue;
		hash[once++] = h;
		table[at] = once;
	}
	d->n[kind] = once;
}

/* Large ones by two, as half of them may be most that there are; small ones in few steps. */
static void grow(struct distinct *d)
{
	const size_t cap = !d->cap ? CAP_LEAST : d->cap < CAP_SMALL ? 4 * d->cap : 2 * d->cap;
	uint64_t *hash;

	if (cap > UINT32_MAX / 4)
		mem_fail();
	hash = mem_new(DISTINCT_KINDS * cap * sizeof *hash);
	for (size_t k = 0; k < DISTINCT_KINDS && d->cap; k++)
		memcpy(hash + k * cap, d->hash + k * d->cap, d->n[k] * sizeof *hash);
	free(d->hash);
	d->hash = hash;
	d->cap = cap;
	d->table = mem_resize_array(d->table, 4 * cap, sizeof *d->table);
}

static uint64_t kept_all(const struct distinct *d)
{
	uint64_t n = 0;

	for (size_t k = 0; k < DISTINCT_KINDS; k++)
		n += d->n[k];
	return n;
}

/* Of all kinds, each once. */
static uint64_t join_all(struct distinct *d)
{
	for (size_t k = 0; k < DISTINCT_KINDS && d->cap; k++)
		join(d, k);
	return kept_all(d);
}

/* ---- the registers ---- */

static void observe(struct distinct *d, uint64_t hash)
{
	uint8_t *rank = &d->rank[hash >> (64 - REGISTER_BITS)];
	uint8_t zeros = (uint8_t)__builtin_clzll(hash << REGISTER_BITS | UINT64_C(1) << (REGISTER_BITS - 1));

	if (*rank < zeros + 1)
		*rank = (uint8_t)(zeros + 1);
}

static void observe_kind(struct distinct *d, size_t kind)
{
	for (size_t i = 0; i < d->n[kind]; i++)
		observe(d, d->hash[kind * d->cap + i]);
	d->n[kind] = 0;
}

static void observe_all(struct distinct *d)
{
	for (size_t k = 0; k < DISTINCT_KINDS; k++)
		observe_kind(d, k);
}

/* From now on it is an estimate, and what is kept only waits for its memory. */
static void estimate(struct distinct *d)
{
	d->rank = mem_new(REGISTERS);
	observe_all(d);
	free(d->hash);
	d->hash = NULL;
	d->cap = 0;
}

/* ---- both ---- */

void distinct_room(struct distinct *d, size_t kind)
{
	if (d->cap && d->rank) {
		observe_kind(d, kind);
		return;
	}
	if (d->cap) {
		join(d, kind);
		if (d->n[kind] <= d->cap / 2)
			return;
		if (kept_all(d) > d->most && join_all(d) > d->most)
			estimate(d);
	}
	grow(d);
}

void distinct_merge(struct distinct *into, const struct distinct *from)
{
	if (from->rank && !into->rank)
		estimate(into);
	for (size_t i = 0; from->rank && i < REGISTERS; i++)
		if (into->rank[i] < from->rank[i])
			into->rank[i] = from->rank[i];
	for (size_t k = 0; k < DISTINCT_KINDS; k++)
		for (size_t i = 0; i < from->n[k]; i++)
			distinct_add(into, from->hash[k * from->cap + i]);
}

uint64_t distinct_count(struct distinct *d, bool *exact)
{
	double m = REGISTERS, sum = 0, empty = 0;
	uint64_t all = d->rank ? 0 : join_all(d);

	if (all > d->most)
		estimate(d);
	*exact = !d->rank;
	if (*exact)
		return all;
	observe_all(d);
	for (size_t i = 0; i < REGISTERS; i++) {
		sum += ldexp(1, -d->rank[i]);
		empty += !d->rank[i];
	}
	double n = 0.7213 / (1 + 1.079 / m) * m * m / sum;
	if (n <= 2.5 * m && empty > 0) /* few for so many registers: by how many are empty */
		n = m * log(m / empty);
	return (uint64_t)llround(n);
}
