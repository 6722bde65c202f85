/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a text to a number: an index into the caller's own array. Keys are borrowed and compared bytewise;
 * they must outlive the map. Nothing is removed. Callers that need the order of insertion number the keys
 * consecutively.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdint.h>

#include "base/str.h"

struct map {
	struct map_slot *slot;
	size_t n, cap; /* cap is 0 or a power of two */
	uint64_t seed; /* of the hashes; the same in all maps of a run */
};

void map_release(struct map *m);

/* NULL when there is no such key; valid until the next map_put. */
uint32_t *map_find(const struct map *m, struct str key);

/* The key's number, which is `value` if the key is new. */
uint32_t map_put(struct map *m, struct str key, uint32_t value);

#endif
