/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See keyed.h: open addressing with linear probing, in which each run of items is sorted. The places don't
 * wrap around: behind those that keys point to there are some for the last ones that were pushed on.
 */
#include "route/keyed.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

enum {
	FEW = 1 << 8,	 /* places of the first table, and some behind it; */
	LEAST = 1 << 15, /* of the second */
	BEHIND = 32
};

void keyed_release(struct keyed *t)
{
	mem_table_free(t->at, t->all * sizeof *t->at);
	*t = (struct keyed){ 0 };
}

/* More free places behind the others. */
static void lengthen(struct keyed *t, size_t more)
{
	size_t all = t->all + more;

	if (all > SIZE_MAX / sizeof *t->at)
		mem_fail();
	t->at = mem_table(t->at, t->all * sizeof *t->at, all * sizeof *t->at);
	t->all = all;
}

/* The items go to the end of the new table, and from there, in their order, each to its place. When homes
 * move apart, what is pushed beyond the last one moves on by a place at most, so no item is overwritten. */
static void grow(struct keyed *t, size_t cap)
{
	size_t before = t->all, behind = before - t->cap + 1, last = 0;
	struct keyed_item *from, *to;

	lengthen(t, cap + (behind > BEHIND ? behind : BEHIND) - before);
	from = to = t->at + t->all;
	for (struct keyed_item *p = t->at + before; p-- > t->at;)
		if (p->value)
			*--from = *p;
	t->cap = cap;
	memset(t->at, 0, ((size_t)(from - t->at) < before ? (size_t)(from - t->at) : before) * sizeof *from);
	for (; from < to; from++) {
		struct keyed_item item = *from;
		size_t home = keyed_home(t, item.key);
		from->value = 0;
		last = home > last ? home : last;
		t->at[last++] = item;
	}
	if (t->at[t->all - 1].value)
		lengthen(t, BEHIND);
}

void keyed_grow(struct keyed *t)
{
	if (t->cap) {
		size_t cap = t->cap + t->cap / 2;
		grow(t, cap < LEAST ? LEAST : cap);
	} else {
		t->spread = hash_secret() | 1;
		t->cap = FEW;
		lengthen(t, FEW + BEHIND);
	}
	t->most = t->cap * 4 / 5;
}

struct keyed_item *keyed_push(struct keyed *t, struct keyed_item *place, struct keyed_item item)
{
	struct keyed_item *free_one = place;

	while (free_one->value)
		free_one++;
	for (struct keyed_item *p = free_one; p > place; p--) /* mostly few */
		*p = p[-1];
	*place = item;
	t->n++;
	if (free_one == &t->at[t->all - 1]) { /* there is always a free place behind */
		size_t at = (size_t)(place - t->at);
		lengthen(t, t->all / 16 + BEHIND);
		place = &t->at[at];
	}
	return place;
}
