/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts by numbers: see fold_texts.h. */
#include "fold/fold_texts.h"

#include <stdlib.h>

#include "base/mem.h"

void texts_release(struct kept_texts *t)
{
	map_release(&t->map);
	arena_release(&t->arena);
	free(t->text);
	*t = (struct kept_texts){ 0 };
}

static bool is_it(const struct kept_texts *t, uint32_t number, struct str text)
{
	return number && str_eq(t->text[number], text);
}

uint32_t texts_number(struct kept_texts *t, struct str text, uint32_t likely)
{
	if (!text.p)
		return 0;
	if (is_it(t, likely, text))
		return likely;
	if (is_it(t, t->last, text))
		return t->last;
	const uint32_t *found = map_find(&t->map, text);
	if (found)
		return t->last = *found;
	while (t->cap < (size_t)t->n + 2)
		MEM_ROOM(t->text, t->cap, t->cap);
	t->n++;
	t->text[t->n] = arena_copy(&t->arena, text);
	t->bytes += text.n + 64;
	return t->last = map_put(&t->map, t->text[t->n], t->n);
}
