/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See headers.h. */
#include "agreement/headers.h"

#include "base/casefold.h"
#include "base/number.h"

struct str headers_loosened(struct arena *arena, struct str name)
{
	struct buf b = { 0 };

	fold_append(&b, str_trim(name));
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] == '_' || b.p[i] == '-')
			b.p[i] = ' ';
	struct str s = str_trim(buf_view(&b));
	while (s.n && s.p[s.n - 1] == '*')
		s = str_trim((struct str){ s.p, s.n - 1 });
	s = arena_copy(arena, s);
	buf_release(&b);
	return s;
}

void headers_init(struct headers *h, const struct str *name, size_t n, struct arena *arena)
{
	*h = (struct headers){ .name = name, .n = n, .arena = arena };
	h->repeated = ARENA_ARRAY(arena, n, bool);
	for (size_t i = 0; i < n; i++) {
		uint32_t first = map_put(&h->exact, name[i], (uint32_t)i);
		if (first != i && name[i].n)
			h->repeated[first] = true;
		map_put(&h->loose, headers_loosened(arena, name[i]), (uint32_t)i);
	}
}

void headers_release(struct headers *h)
{
	map_release(&h->exact);
	map_release(&h->loose);
}

size_t headers_exactly(const struct headers *h, struct str name)
{
	const uint32_t *column = map_find(&h->exact, name);
	size_t open = name.n;

	if (column)
		return *column;
	if (name.n < 4 || name.p[name.n - 1] != ']')
		return SIZE_MAX;
	while (open && name.p[open - 1] != '[')
		open--;
	int64_t wanted;
	if (!open || !number_read_whole(str_slice(name, open, name.n - 1), 1, 1 << 20, &wanted))
		return SIZE_MAX;
	for (size_t i = 0; i < h->n; i++)
		if (str_eq(h->name[i], str_slice(name, 0, open - 1)) && --wanted == 0)
			return i;
	return SIZE_MAX;
}

size_t headers_loosely(const struct headers *h, struct str name)
{
	struct str loose = headers_loosened(h->arena, name);
	const uint32_t *column = loose.n ? map_find(&h->loose, loose) : NULL;

	return column ? *column : SIZE_MAX;
}

size_t headers_also(const struct headers *h, size_t column)
{
	struct str loose = headers_loosened(h->arena, h->name[column]);

	for (size_t i = column + 1; i < h->n; i++)
		if (!str_eq(h->name[i], h->name[column]) &&
		    str_eq(headers_loosened(h->arena, h->name[i]), loose))
			return i;
	return SIZE_MAX;
}
