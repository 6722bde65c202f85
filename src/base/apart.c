/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes names distinct: see apart.h. */
#include "base/apart.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"

/* The nth of a name; if that is taken, the second or third of it and so on, until it is free. Each try but
 * the last meets a name that no other search tries, so all searches together are linear. */
static struct str nth_of(struct map *taken, struct arena *arena, struct str name, size_t nth)
{
	struct str called = arena_print(arena, "%.*s[%zu]", STR_ARG(name), nth);

	name = called;
	for (nth = 2; map_find(taken, called); nth++)
		called = arena_print(arena, "%.*s[%zu]", STR_ARG(name), nth);
	return called;
}

struct str *names_apart(struct arena *arena, const struct str *name, size_t n)
{
	struct str *apart = ARENA_ARRAY(arena, n, struct str);
	uint32_t *first = mem_new(n * sizeof *first), *seen = mem_new(n * sizeof *seen);
	struct map taken = { 0 };

	for (size_t i = 0; i < n; i++)
		first[i] = map_put(&taken, name[i], (uint32_t)i);
	for (size_t i = 0; i < n; i++) {
		apart[i] = name[i];
		if (++seen[first[i]] == 1)
			continue;
		apart[i] = nth_of(&taken, arena, name[i], seen[first[i]]);
		map_put(&taken, apart[i], (uint32_t)i);
	}
	map_release(&taken);
	free(first);
	free(seen);
	return apart;
}
