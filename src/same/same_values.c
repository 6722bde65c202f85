/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which rows have each value of a key, by the hashes of values, in a table that is made anew for every key.
 * Slips are far apart in memory: those that will be needed are fetched ahead.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "same/same_internal.h"

enum { BLOCK = 32 };

struct value_slot {
	uint32_t row;  /* the first that has the value, and 1 more; 0: free */
	uint32_t mark; /* of its hash */
};

void values_init(struct values *v, size_t rows)
{
	*v = (struct values){ .slots = 64 };
	while (v->slots < rows + rows / 2)
		v->slots *= 2;
	v->slot = mem_resize_array(NULL, v->slots, sizeof *v->slot);
	v->first = mem_resize_array(NULL, rows + 1, sizeof *v->first);
	v->place = mem_resize_array(NULL, rows + 1, sizeof *v->place);
	v->listed = mem_resize_array(NULL, rows + 1, sizeof *v->listed);
}

void values_release(struct values *v)
{
	free(v->slot);
	free(v->first);
	free(v->place);
	free(v->listed);
}

static struct hash_pair *hash_at(const struct same_count *c, size_t row, size_t key)
{
	return &slip_hash(c->plan, c->slip[row])[key];
}

/* The first row that has the value of a row. */
static uint32_t find_first(struct values *v, const struct same_count *c, size_t key, size_t slot,
			   uint32_t row)
{
	struct hash_pair h = *hash_at(c, row, key);
	uint32_t mark = (uint32_t)(h.high >> 32);

	for (;; slot = (slot + 1) & (v->slots - 1)) {
		struct value_slot *s = &v->slot[slot];
		if (!s->row) {
			*s = (struct value_slot){ row + 1, mark };
			return row;
		}
		if (s->mark == mark && memcmp(hash_at(c, s->row - 1, key), &h, sizeof h) == 0)
			return s->row - 1;
	}
}

static void look_up(struct values *v, const struct same_count *c, size_t key)
{
	size_t slot[BLOCK];

	memset(v->slot, 0, v->slots * sizeof *v->slot);
	memset(v->place, 0, c->n * sizeof *v->place);
	for (size_t from = 0; from < c->n; from += BLOCK) {
		size_t rows = c->n - from < BLOCK ? c->n - from : BLOCK;
		for (size_t i = 0; i < rows; i++) {
			if (from + i + BLOCK < c->n)
				__builtin_prefetch(hash_at(c, from + i + BLOCK, key));
			slot[i] = (size_t)(hash_at(c, from + i, key)->low >> 1) & (v->slots - 1);
			__builtin_prefetch(&v->slot[slot[i]]);
		}
		for (size_t i = 0; i < rows; i++)
			if (v->slot[slot[i]].row)
				__builtin_prefetch(hash_at(c, v->slot[slot[i]].row - 1, key));
		for (size_t i = 0; i < rows; i++) {
			uint32_t row = (uint32_t)(from + i);
			v->first[row] = NO_ROW;
			if (hash_missing(*hash_at(c, row, key)))
				continue;
			v->first[row] = find_first(v, c, key, slot[i], row);
			v->place[v->first[row]]++;
		}
	}
}

void values_find(struct values *v, const struct same_count *c, size_t key)
{
	look_up(v, c, key);
	v->nlisted = 0;
	for (size_t i = 0; i < c->n; i++) {
		uint32_t rows = v->first[i] == i ? v->place[i] : 0;
		if (rows == 1)
			v->first[i] = NO_ROW;
		if (rows > 1) {
			v->place[i] = (uint32_t)v->nlisted;
			v->nlisted += rows;
		}
	}
	for (uint32_t i = 0; i < c->n; i++)
		if (v->first[i] != NO_ROW)
			v->listed[v->place[v->first[i]]++] = i;
}
