/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The leads of an archive and their hashes: see state.h. */
#include "fold/state.h"

#include <stdlib.h>

#include "base/mem.h"

enum { PIECE = 256 * 1024 };

/* ---- leads ---- */

void state_init(struct state *s, struct archive *a, size_t more)
{
	*s = (struct state){ .archive = a, .width = a->columns.n + more };
}

void state_release(struct state *s)
{
	free(s->lead);
	free(s->cell);
	map_release(&s->leads);
	arena_release(&s->arena);
}

struct str state_keep(struct state *s, struct str text)
{
	char *copy;

	if (!text.n)
		return STR("");
	if (text.n > s->left) {
		s->left = text.n > PIECE ? text.n : PIECE;
		s->room = arena_alloc(&s->arena, s->left);
	}
	copy = memcpy(s->room, text.p, text.n);
	s->room += text.n;
	s->left -= text.n;
	return (struct str){ copy, text.n };
}

size_t state_find(const struct state *s, struct str id)
{
	const uint32_t *lead = map_find(&s->leads, id);

	return lead ? *lead : SIZE_MAX;
}

size_t state_add(struct state *s, struct str id)
{
	if (s->n == s->cap) {
		s->lead = mem_resize_array(s->lead, mem_grown(&s->cap, s->n + 1), sizeof *s->lead);
		s->cell = mem_resize_array(s->cell, s->cap, s->width * sizeof *s->cell);
	}
	for (size_t i = 0; i < s->width; i++)
		s->cell[s->n * s->width + i] = STR("");
	s->lead[s->n] = (struct lead_known){ state_keep(s, id), true };
	map_put(&s->leads, s->lead[s->n].id, (uint32_t)s->n);
	return s->n++;
}

/* ---- hashes ---- */

static void add(struct hash_pair *sum, struct str bytes)
{
	struct hash_pair h = hash_pair(bytes);

	sum->low += h.low;
	sum->high += h.high;
}

struct hash_pair night_hash(const struct str *head, size_t n)
{
	struct hash_pair sum = { 0 };
	struct buf names = { 0 };

	for (size_t i = 0; i < n; i++)
		hash_item(&names, head[i]);
	add(&sum, buf_view(&names));
	buf_release(&names);
	return sum;
}

void night_hash_row(struct hash_pair *sum, struct buf *room, const struct str *cell, const uint32_t *of,
		    size_t n)
{
	buf_clear(room);
	for (size_t i = 0; i < n; i++)
		hash_item(room, cell[of ? of[i] : i]);
	add(sum, buf_view(room));
}

bool state_proves_sum(const struct state *s, size_t night, struct hash_pair sum, uint64_t rows)
{
	const struct night *n = &s->archive->night[night];

	if (rows == n->rows && sum.low == n->hash.low && sum.high == n->hash.high)
		return true;
	diag_error(s->archive->diags,
		   "%s: what it says of night %zu is not the export that was filed; take back a copy of it",
		   s->archive->folder, night + 1);
	return false;
}

bool state_proves(const struct state *s, size_t night)
{
	const struct header_then *h = s->archive->night[night].header;
	struct hash_pair sum = night_hash(h->head, h->n);
	struct buf room = { 0 };
	uint64_t rows = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (!s->lead[i].present)
			continue;
		night_hash_row(&sum, &room, state_row(s, i), h->of, h->n);
		rows++;
	}
	buf_release(&room);
	return state_proves_sum(s, night, sum, rows);
}
