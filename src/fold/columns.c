/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See columns.h. */
#include "fold/columns.h"

#include <stdlib.h>

#include "base/apart.h"
#include "base/cell.h"
#include "base/map.h"
#include "base/mem.h"

enum { NOT_KNOWN = UINT32_MAX };

void columns_release(struct columns *c)
{
	free(c->at);
}

const struct str *columns_apart(struct arena *arena, const struct str *head, size_t n)
{
	struct str *named = ARENA_ARRAY(arena, n, struct str);

	for (size_t i = 0; i < n; i++)
		named[i] = head[i].n ? head[i] : arena_print(arena, "[%zu]", i + 1);
	return names_apart(arena, named, n);
}

/* Where a name is that of a known column, its number; those are met. */
static void find_exactly(const struct columns *c, const struct header_then *h, uint32_t *of, bool *met)
{
	struct map known = { 0 };

	for (size_t i = 0; i < c->n; i++)
		map_put(&known, c->at[i].name, (uint32_t)i);
	for (size_t i = 0; i < h->n; i++) {
		const uint32_t *number = map_find(&known, h->name[i]);
		of[i] = number ? *number : NOT_KNOWN;
		if (number)
			met[*number] = true;
	}
	map_release(&known);
}

/* A known column that is not met and has this loose name; NOT_KNOWN: there is none. */
static uint32_t find_loosely(const struct columns *c, struct str loose, const bool *met)
{
	for (size_t i = 0; loose.n && i < c->n; i++)
		if (!met[i] && str_eq(c->at[i].loose, loose))
			return (uint32_t)i;
	return NOT_KNOWN;
}

struct header_then *columns_meet(struct columns *c, const struct str *head, size_t n)
{
	struct header_then *h = ARENA_NEW(c->arena, struct header_then);
	struct str *copy = ARENA_ARRAY(c->arena, n, struct str);
	uint32_t *of = ARENA_ARRAY(c->arena, n, uint32_t);
	bool *met = mem_new(c->n + n);

	for (size_t i = 0; i < n; i++)
		copy[i] = arena_copy(c->arena, head[i]);
	*h = (struct header_then){ n, copy, columns_apart(c->arena, copy, n), of, 0 };
	find_exactly(c, h, of, met);
	for (size_t i = 0; i < n; i++) {
		if (of[i] != NOT_KNOWN)
			continue;
		struct str loose = loose_name(c->arena, h->name[i]);
		of[i] = find_loosely(c, loose, met);
		if (of[i] == NOT_KNOWN) {
			MEM_ROOM(c->at, c->n, c->cap);
			of[i] = (uint32_t)c->n++;
		}
		met[of[i]] = true;
		c->at[of[i]] = (struct column_known){ h->name[i], loose };
	}
	h->known = c->n;
	free(met);
	return h;
}

size_t header_find(const struct header_then *h, struct str name, struct arena *arena)
{
	for (size_t i = 0; i < h->n; i++)
		if (str_eq(h->name[i], name))
			return i;
	struct str loose = loose_name(arena, name);
	for (size_t i = 0; loose.n && i < h->n; i++)
		if (str_eq(loose_name(arena, h->name[i]), loose))
			return i;
	return SIZE_MAX;
}

size_t header_all(const struct header_then *h, uint32_t *of)
{
	bool *there = mem_new(h->known + 1);
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++) {
		of[n++] = h->of[i];
		there[h->of[i]] = true;
	}
	for (size_t i = 0; i < h->known; i++)
		if (!there[i])
			of[n++] = (uint32_t)i;
	free(there);
	return n;
}
