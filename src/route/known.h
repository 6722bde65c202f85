/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Millions of leads, and a word for each: 16 bytes in the order in which they came, and an index of 6 to 13
 * bytes a lead. In a run nearly all leads are new, which the index alone says: a slot has the lead's place
 * and, in the bits that are left, some of its key, so a lead that is asked for is rarely compared with
 * another. Slots are taken line by line: the key says in which line the search begins, a line is filled from
 * its first slot on, and only behind a full one the search goes on in the next.
 */
#ifndef ROUTE_KNOWN_H
#define ROUTE_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* By what a lead is known: 96 bits of a hash, of which the first 64 are multiplied, so that no writer of what
 * is hashed can foresee them. */
struct known_key {
	uint64_t key;
	uint32_t more;
};

struct known_lead {
	uint64_t key;
	uint64_t value; /* the last 32 bits are the key's, too */
};

enum { KNOWN_LINE = 16 /* slots: 64 bytes, which a processor fetches at once */ };
struct known {
	struct known_lead *at;
	size_t n, most;	   /* most: leads that there is room for */
	uint32_t *index;   /* a place and 1, above it bits of the key; 0: free */
	unsigned bits;	   /* of a place: there are as many slots */
	uint64_t multiple; /* odd */
};

void known_init(struct known *t);
void known_release(struct known *t);

static inline struct known_key known_key(const struct known *t, uint64_t low, uint64_t high)
{
	return (struct known_key){ low * t->multiple, (uint32_t)high };
}

/* The first slot of a key's line; the bits below those that say which stand in the slots. */
static inline uint32_t *known_line(const struct known *t, uint64_t key)
{
	return &t->index[(key >> 36 << t->bits >> 32) * KNOWN_LINE];
}

/* Fetches the line of a key that will soon be asked for: among millions it is far away. */
static inline void known_ahead(const struct known *t, struct known_key key)
{
	__builtin_prefetch(known_line(t, key.key), 1);
}

/* NULL: there is none of that key. Valid until one is added. */
struct known_lead *known_find(const struct known *t, struct known_key key);

/* The place of the lead of that key; of a new one, whose value has nothing but bits of the key so far,
 * *is_new is true. */
size_t known_place(struct known *t, struct known_key key, bool *is_new);

#endif
