/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a key come back? See fold_keys.h. */
#include "fold/fold_keys.h"

#include <stdlib.h>

#include "base/mem.h"

enum { ORDERS = 4, ALL_BROKEN = (1 << ORDERS) - 1, ENOUGH = 1 << 16, FIRST_CAP = 1 << 10 };

void keys_release(struct key_order *o)
{
	buf_release(&o->last);
	free(o->hash);
	*o = (struct key_order){ 0 };
}

/* The orders that the step from the last key to this one breaks: bytes up, down, numbers up, down. */
static unsigned broken_by(struct str last, struct str key)
{
	int bytes = str_compare(last, key);
	int numbers = last.n != key.n ? (last.n < key.n ? -1 : 1) : bytes;

	return (bytes < 0 ? 0u : 1u) | (bytes > 0 ? 0u : 2u) | (numbers < 0 ? 0u : 4u) |
	       (numbers > 0 ? 0u : 8u);
}

/* False: it is there already. */
static bool put(struct key_order *o, uint64_t hash)
{
	size_t at = hash & (o->cap - 1);

	for (; o->hash[at]; at = (at + 1) & (o->cap - 1))
		if (o->hash[at] == hash)
			return false;
	o->hash[at] = hash;
	o->hashes++;
	return true;
}

static void grow(struct key_order *o)
{
	uint64_t *old = o->hash;
	size_t n = o->cap;

	o->cap = n ? 2 * n : FIRST_CAP;
	o->hash = mem_new(o->cap * sizeof *o->hash);
	o->hashes = 0;
	for (size_t i = 0; i < n; i++)
		if (old[i])
			put(o, old[i]);
	free(old);
}

enum keys_find keys_next(struct key_order *o, struct str key, uint64_t hash)
{
	if (o->n++)
		o->broken |= broken_by(buf_view(&o->last), key);
	buf_clear(&o->last);
	buf_str(&o->last, key);
	if (o->ordered)
		return o->broken == ALL_BROKEN ? KEY_UNORDERED : KEY_NEW;
	if (o->n == ENOUGH && o->broken != ALL_BROKEN) {
		o->ordered = true;
		free(o->hash);
		o->hash = NULL;
		return KEY_NEW;
	}
	if (4 * (o->hashes + 1) > 3 * o->cap)
		grow(o);
	return put(o, hash | 1) ? KEY_NEW : KEY_BACK;
}
