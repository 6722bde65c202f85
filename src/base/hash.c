/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hash.h"

#include <pthread.h>
#include <sys/random.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t hash_text(struct str s, uint64_t seed)
{
	return seed ? XXH3_64bits_withSeed(s.p, s.n, seed) : XXH3_64bits(s.p, s.n); /* which is shorter */
}

struct hash_pair hash_pair(struct str s)
{
	XXH128_hash_t hash = XXH3_128bits(s.p, s.n);

	return (struct hash_pair){ hash.low64, hash.high64 };
}

static uint64_t secret;

/* If the system can't provide a random number yet, an address will do, because the loader randomizes it. */
static void draw(void)
{
	if (getrandom(&secret, sizeof secret, GRND_NONBLOCK) != sizeof secret)
		secret = (uintptr_t)&secret;
}

uint64_t hash_secret(void)
{
	static pthread_once_t drawn = PTHREAD_ONCE_INIT;

	pthread_once(&drawn, draw);
	return secret;
}
