/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers for texts, the same on every machine and in every version, for they are written into files: XXH3.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/buf.h"

uint64_t hash_text(struct str s, uint64_t seed);

/* For what is known by its hash alone: among ten million texts the odds that two share one are below 10^-24.
 */
struct hash_pair {
	uint64_t low, high;
};
struct hash_pair hash_pair(struct str s);

/* Another number in every run, for the places of tables in memory alone: whoever writes a file can't know
 * which of its texts will meet in one place. Nothing that is written may depend on it. */
uint64_t hash_secret(void);

/* Adds one text of a list, so that no two lists read alike: its length, then its bytes. */
static inline void hash_item(struct buf *list, struct str item)
{
	buf_add(list, (const char *)&item.n, sizeof item.n);
	buf_str(list, item);
}

#endif
