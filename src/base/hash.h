/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hashes of texts, the same on every machine and in every version because they are written into files: XXH3.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/buf.h"

uint64_t hash_text(struct str s, uint64_t seed);

/* For what is identified by its hash alone: among ten million texts the probability that two share one is
 * below 10^-24.
 */
struct hash_pair {
	uint64_t low, high;
};
struct hash_pair hash_pair(struct str s);

/* A seed that differs in every run, only for hash tables in memory: the author of a file can't know which of
 * its texts will collide. No output may depend on it. */
uint64_t hash_secret(void);

/* Adds one text of a list, so that no two lists read alike: its length, then its bytes. */
static inline void hash_item(struct buf *list, struct str item)
{
	buf_add(list, (const char *)&item.n, sizeof item.n);
	buf_str(list, item);
}

#endif
