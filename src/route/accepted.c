/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See accepted.h. Of the ledger only what is about such leads is kept. */
#include "route/accepted.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/casefold.h"
#include "base/map.h"
#include "base/mem.h"

const struct str accepted_route = STR("review");

struct given {
	struct str owner;
	int64_t at;
	bool fresh;
	const struct given *before; /* of the same lead */
};

struct accepted {
	struct accepted_by by;
	struct arena arena;
	struct map leads; /* by id, the place in `last` */
	const struct given **last;
	size_t n, cap;
	struct buf folded, scratch;
};

struct accepted *accepted_new(struct accepted_by by)
{
	struct accepted *a = mem_new(sizeof *a);

	a->by = by;
	return a;
}

void accepted_free(struct accepted *a)
{
	if (!a)
		return;
	arena_release(&a->arena);
	map_release(&a->leads);
	buf_release(&a->folded);
	buf_release(&a->scratch);
	free(a->last);
	free(a);
}

void accepted_entry(struct accepted *a, const struct ledger_entry *e, bool fresh)
{
	if (!a->by.any(a->by.ctx, e->lead_id))
		return;
	struct id_room room;
	struct str id = id_key(e->lead_id, &room);
	const uint32_t *known = map_find(&a->leads, id);
	size_t lead = known ? *known : a->n;
	if (!known) {
		map_put(&a->leads, arena_copy(&a->arena, id), (uint32_t)lead);
		MEM_ROOM(a->last, a->n, a->cap);
		a->last[a->n++] = NULL;
	}
	struct given *g = ARENA_NEW(&a->arena, struct given);
	*g = (struct given){ arena_copy(&a->arena, e->owner), e->at, fresh, a->last[lead] };
	a->last[lead] = g;
}

static bool is_owner(struct accepted *a, struct str x, struct str y)
{
	buf_clear(&a->folded);
	buf_clear(&a->scratch);
	fold_key_append(&a->folded, y);
	fold_key_append(&a->scratch, x);
	return str_eq(buf_view(&a->scratch), buf_view(&a->folded));
}

/* From the latest back to the one that held when the lead was accepted: did any give it to that owner? */
enum accepted_state accepted_find(struct accepted *a, struct frame *f, struct str lead_id,
				  struct acceptance_of *out)
{
	if (!a->by.any(a->by.ctx, lead_id) || !a->by.of(a->by.ctx, f, out))
		return ACCEPTED_NOT;
	struct id_room room;
	const uint32_t *known = map_find(&a->leads, id_key(lead_id, &room));
	const struct given *last = known ? a->last[*known] : NULL;
	for (const struct given *g = last; g; g = g->before) {
		if (is_owner(a, g->owner, out->owner))
			return g != last ? ACCEPTED_OVERRULED : g->fresh ? ACCEPTED_FRESH : ACCEPTED_RECORDED;
		if (g->at <= out->at)
			break;
	}
	return ACCEPTED_NEW;
}
