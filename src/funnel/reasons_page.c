/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Top to bottom: how many left by each exit and mostly why, then the tables. See reasons_page.h. */
#include "funnel/reasons_page.h"

#include <stdlib.h>

#include "figures/page.h"

enum { TILES = 4 }; /* as many as are read */

static struct tile tile_of(const struct reasons_view *v, size_t exit, struct arena *arena)
{
	struct commonest c = reasons_commonest(funnel_reasons(v->funnel), exit);
	struct buf words = { 0 };

	commonest_write(&words, &c);
	return (struct tile){ .label = v->plan->agreement->exits.at[exit].name.text,
			      .figure = arena_print(arena, "%.*s %s", STR_ARG(page_count(arena, c.left)),
						    c.left == 1 ? "lead" : "leads"),
			      .detail = page_words(arena, &words) };
}

static void put_tiles(const struct reasons_view *v, struct arena *arena, struct buf *out)
{
	struct tile tile[TILES];
	size_t n = 0;

	for (size_t i = 0; i < v->plan->pipeline.nexits && n < TILES; i++)
		if (funnel_exit_at(v->funnel, funnel_groups(v->funnel), i).left)
			tile[n++] = tile_of(v, i, arena);
	if (n)
		document_tiles(out, tile, n);
}

void reasons_page(const struct reasons_view *v, struct buf *out)
{
	struct arena arena = { 0 };
	size_t n;

	put_tiles(v, &arena, out);
	struct grid *grids = reasons_tables(v, &n);
	for (size_t i = 0; i < n; i++) {
		document_grid(out, &grids[i], false);
		grid_release(&grids[i]);
	}
	free(grids);
	arena_release(&arena);
}
