/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See pairs.h. A group's first pair is found by the group alone, the others by it and whom they are of; all
 * of a group are a list.
 */
#include "route/pairs.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

void pairs_release(struct pairs *p)
{
	free(p->pair);
	free(p->index);
	*p = (struct pairs){ 0 };
}

/* Where the search begins. */
static size_t home(const struct pairs *p, uint64_t group, uint32_t rep, bool first)
{
	const uint64_t key[] = { group, first ? UINT64_MAX : rep };

	return (size_t)hash_text((struct str){ (const char *)key, sizeof key }, p->seed) & (p->slots - 1);
}

/* The slot that has the pair, or the free one where it would go. */
static uint32_t *seek(const struct pairs *p, uint64_t group, uint32_t rep, bool first)
{
	size_t i = home(p, group, rep, first);

	for (; p->index[i]; i = (i + 1) & (p->slots - 1)) {
		const struct pair *x = &p->pair[p->index[i] - 1];
		if (x->group == group && x->first == first && (first || x->rep == rep))
			break;
	}
	return &p->index[i];
}

/* Room for one more, in at most three quarters of the slots. */
static void reserve(struct pairs *p)
{
	if (4 * (p->n + 1) <= 3 * p->slots)
		return;
	if (!p->slots)
		p->seed = hash_secret();
	p->slots = p->slots ? 2 * p->slots : 16;
	free(p->index);
	p->index = mem_new(p->slots * sizeof *p->index);
	for (size_t i = 0; i < p->n; i++)
		*seek(p, p->pair[i].group, p->pair[i].rep, p->pair[i].first) = (uint32_t)i + 1;
}

static struct pair *add(struct pairs *p, struct pair pair)
{
	MEM_ROOM(p->pair, p->n, p->cap);
	*seek(p, pair.group, pair.rep, pair.first) = (uint32_t)p->n + 1;
	p->pair[p->n] = pair;
	return &p->pair[p->n++];
}

uint64_t *pairs_number(struct pairs *p, uint64_t group, uint32_t rep)
{
	reserve(p);
	uint32_t first = *seek(p, group, rep, true);
	if (!first)
		return &add(p, (struct pair){ .group = group, .rep = rep, .first = true })->number;
	if (p->pair[first - 1].rep == rep)
		return &p->pair[first - 1].number;
	uint32_t known = *seek(p, group, rep, false);
	if (known)
		return &p->pair[known - 1].number;
	uint32_t after = p->pair[first - 1].after;
	p->pair[first - 1].after = (uint32_t)p->n + 1;
	return &add(p, (struct pair){ .group = group, .rep = rep, .after = after })->number;
}

const struct pair *pairs_first(const struct pairs *p, uint64_t group)
{
	uint32_t first = p->slots ? *seek(p, group, 0, true) : 0;

	return first ? &p->pair[first - 1] : NULL;
}

const struct pair *pairs_after(const struct pairs *p, const struct pair *pair)
{
	return pair->after ? &p->pair[pair->after - 1] : NULL;
}
