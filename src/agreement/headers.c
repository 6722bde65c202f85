/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See headers.h. */
#include "agreement/headers.h"

#include "base/cell.h"
#include "base/number.h"

void name_index_release(struct name_index *index)
{
	map_release(&index->exact);
	map_release(&index->loose);
}

void name_index_add(struct name_index *index, struct str name, struct str loose, size_t number)
{
	map_put(&index->exact, name, (uint32_t)number);
	map_put(&index->loose, loose, (uint32_t)number);
}

size_t name_index_find(const struct name_index *index, struct str name, bool loosely)
{
	const uint32_t *number = map_find(loosely ? &index->loose : &index->exact, name);

	return number ? *number : SIZE_MAX;
}

/* ---- headers ---- */

/* Of a name's first letter; in ASCII it stays the first, but for its case, when a name is taken loosely.
 * Otherwise all. */
static uint32_t begin_bits(struct str name)
{
	unsigned char c = name.n ? (unsigned char)(*name.p | ('a' ^ 'A')) : 0;

	return c >= 'a' && c <= 'z' ? UINT32_C(1) << (c - 'a') : UINT32_MAX;
}

static struct header_alike *alike_of(struct headers *h, size_t column)
{
	return &h->of[name_index_find(&h->index, h->name[column], false)];
}

void headers_init(struct headers *h, const struct str *name, size_t n, struct arena *arena)
{
	size_t at = 0;

	*h = (struct headers){ .name = name, .n = n };
	h->repeated = ARENA_ARRAY(arena, n, bool);
	h->of = ARENA_ARRAY(arena, n, struct header_alike);
	h->alike = ARENA_ARRAY(arena, n, size_t);
	for (size_t i = 0; i < n; i++) {
		struct str loose = loose_name(arena, name[i]);
		h->begin |= begin_bits(loose);
		name_index_add(&h->index, name[i], loose, i);
		alike_of(h, i)->n++;
		h->of[i].other = SIZE_MAX;
		size_t fits = name_index_find(&h->index, loose, true);
		if (h->of[fits].other == SIZE_MAX && !str_eq(name[fits], name[i]))
			h->of[fits].other = i;
	}
	for (size_t i = 0; i < n; i++) {
		h->repeated[i] = h->of[i].n > 1 && name[i].n;
		h->of[i].at = at;
		at += h->of[i].n;
		h->of[i].n = 0;
	}
	for (size_t i = 0; i < n; i++) {
		struct header_alike *all = alike_of(h, i);
		h->alike[all->at + all->n++] = i;
	}
}

void headers_release(struct headers *h)
{
	name_index_release(&h->index);
	buf_release(&h->loose);
}

size_t headers_exactly(const struct headers *h, struct str name)
{
	size_t column = name_index_find(&h->index, name, false), open = name.n;

	if (column != SIZE_MAX)
		return column;
	if (name.n < 4 || name.p[name.n - 1] != ']')
		return SIZE_MAX;
	while (open && name.p[open - 1] != '[')
		open--;
	int64_t wanted;
	if (!open || !number_read_whole(str_slice(name, open, name.n - 1), 1, 1 << 20, &wanted))
		return SIZE_MAX;
	column = name_index_find(&h->index, str_slice(name, 0, open - 1), false);
	if (column == SIZE_MAX || (size_t)wanted > h->of[column].n)
		return SIZE_MAX;
	return h->alike[h->of[column].at + (size_t)wanted - 1];
}

size_t headers_loosely(struct headers *h, struct str name)
{
	if (!(h->begin & begin_bits(name)))
		return SIZE_MAX;
	struct str loose = loose_text(name, &h->loose);
	return loose.n ? name_index_find(&h->index, loose, true) : SIZE_MAX;
}

size_t headers_also(const struct headers *h, size_t column)
{
	return h->of[column].other;
}
