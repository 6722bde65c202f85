/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Open addressing with linear probing, at most three quarters full, over XXH3
 * with a seed that no writer of keys knows: of known hashes it is easy to make
 * keys that all meet in one slot. What the seed changes is never seen, for
 * nothing walks through the slots.
 */
#include "base/map.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/hash.h"
#include "base/mem.h"

struct map_slot {
	struct str key; /* p == NULL: free */
	uint32_t hash, value;
};

static uint32_t hash_of(const struct map *m, struct str key)
{
	return (uint32_t)XXH3_64bits_withSeed(key.p, key.n, m->seed);
}

void map_release(struct map *m)
{
	free(m->slot);
	*m = (struct map){ 0 };
}

/* The slot that has the key, or the free one where it would go. */
static struct map_slot *seek(const struct map *m, struct str key, uint32_t hash)
{
	size_t i = hash & (m->cap - 1);

	while (m->slot[i].key.p && !(m->slot[i].hash == hash && str_eq(m->slot[i].key, key)))
		i = (i + 1) & (m->cap - 1);
	return &m->slot[i];
}

uint32_t *map_find(const struct map *m, struct str key)
{
	if (!m->n)
		return NULL;
	struct map_slot *s = seek(m, key, hash_of(m, key));
	return s->key.p ? &s->value : NULL;
}

static void grow(struct map *m)
{
	struct map old = *m;

	m->cap = old.cap ? old.cap * 2 : 16;
	m->seed = hash_secret();
	m->slot = mem_new(m->cap * sizeof *m->slot);
	for (size_t i = 0; i < old.cap; i++)
		if (old.slot[i].key.p)
			*seek(m, old.slot[i].key, old.slot[i].hash) = old.slot[i];
	free(old.slot);
}

uint32_t map_put(struct map *m, struct str key, uint32_t value)
{
	if (4 * (m->n + 1) > 3 * m->cap)
		grow(m);
	uint32_t hash = hash_of(m, key);
	struct map_slot *s = seek(m, key, hash);
	if (!s->key.p) {
		*s = (struct map_slot){ { key.p ? key.p : "", key.n }, hash, value };
		m->n++;
	}
	return s->value;
}
