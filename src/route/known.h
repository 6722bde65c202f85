/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Millions of leads, and a word for each: 16 bytes in the order in which they came, and an index of 8 to 16
 * bytes a lead. In a run nearly all leads are new, which the index alone says: it has some bits of each key
 * beside the lead's place, so a lead that is asked for is hardly ever compared with another. A line of it is
 * what a processor fetches at once: the key says in which the search begins, and only behind a full one it
 * goes on in the next.
 */
#ifndef ROUTE_KNOWN_H
#define ROUTE_KNOWN_H

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

enum { KNOWN_LINE = 12 };
struct known_line {
	char tag[KNOWN_LINE];	    /* bits of their keys; */
	uint32_t n;		    /* so many are here */
	uint32_t place[KNOWN_LINE]; /* above it, the lowest bits of their keys */
};
_Static_assert(sizeof(struct known_line) == 64, "a line of the processor's caches");

struct known {
	struct known_lead *at;
	size_t n, most; /* most: leads that there is room for */
	struct known_line *line;
	unsigned bits;	   /* of a key, its first ones, that say in which line it is */
	uint64_t multiple; /* odd */
};

void known_init(struct known *t);
void known_release(struct known *t);

static inline struct known_key known_key(const struct known *t, uint64_t low, uint64_t high)
{
	return (struct known_key){ low * t->multiple, (uint32_t)high };
}

static inline struct known_line *known_line(const struct known *t, uint64_t key)
{
	return &t->line[key >> (64 - t->bits)];
}

/* Fetches the line of a key that will soon be asked for: among millions it is far away. */
static inline void known_ahead(const struct known *t, struct known_key key)
{
	__builtin_prefetch(known_line(t, key.key), 1);
}

/* NULL: there is none of that key. Valid until one is added. */
struct known_lead *known_find(const struct known *t, struct known_key key);

/* The place of the lead of that key; that of a new one, whose value has nothing but bits of the key so far,
 * is as many as there were. */
size_t known_place(struct known *t, struct known_key key);

#endif
