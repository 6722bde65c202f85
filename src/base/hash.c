/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t hash_text(struct str s, uint64_t seed)
{
	return XXH3_64bits_withSeed(s.p, s.n, seed);
}

struct hash_pair hash_pair(struct str s)
{
	XXH128_hash_t hash = XXH3_128bits(s.p, s.n);

	return (struct hash_pair){ hash.low64, hash.high64 };
}
