/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Millions of hashes and a word for each: 16 bytes an item, of which at least half of the places are taken,
 * and at most four in five: where more are, a free one is far. Items stand in the order of their keys, each
 * as near as it can be to the place that its key points to, so that a search ends at the first higher key. A
 * table grows where it is, without a second one beside it.
 */
#ifndef ROUTE_KEYED_H
#define ROUTE_KEYED_H

#include <stddef.h>
#include <stdint.h>

struct keyed_item {
	uint64_t key;	/* keyed_key's */
	uint64_t value; /* 0: the place is free */
};

struct keyed {
	struct keyed_item *at;
	size_t n, cap;	 /* cap: places that keys point to */
	size_t all;	 /* and those behind them */
	size_t most;	 /* items that there is room for */
	uint64_t spread; /* odd; 0: there is no table yet */
};

void keyed_release(struct keyed *t);

/* A hash as a key, which no writer of what is hashed can foresee: two hashes have two keys. */
static inline uint64_t keyed_key(const struct keyed *t, uint64_t hash)
{
	return hash * t->spread;
}

static inline size_t keyed_home(const struct keyed *t, uint64_t key)
{
	return (size_t)((unsigned __int128)key * t->cap >> 64);
}

/* Where an item of that key, the first of several, is or would be; valid until one is added. There is always
 * a free place behind the last item. Call it for a table that has room. */
static inline struct keyed_item *keyed_seek(const struct keyed *t, uint64_t key)
{
	struct keyed_item *p = &t->at[keyed_home(t, key)];

	while (p->value && p->key < key)
		p++;
	return p;
}

/* Room for one more. */
void keyed_grow(struct keyed *t);
static inline void keyed_room(struct keyed *t)
{
	if (t->n >= t->most)
		keyed_grow(t);
}

/* Adds an item, for which there is room, behind others of its key, where keyed_seek or a step from it has
 * come to: at the first place that is free or of a higher key. */
struct keyed_item *keyed_push(struct keyed *t, struct keyed_item *place, struct keyed_item item);
static inline struct keyed_item *keyed_add(struct keyed *t, struct keyed_item *place, struct keyed_item item)
{
	if (place->value || place == &t->at[t->all - 1])
		return keyed_push(t, place, item);
	*place = item;
	t->n++;
	return place;
}

#endif
