/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Top to bottom: how many left by each exit and mostly why, then the tables. See reasons_page.h. */
#include "funnel/reasons_page.h"

#include <math.h>
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

/* "239 leads left: 93 lost, 146 recycled." */
static void put_answer(const struct reasons_view *v, struct arena *arena, struct buf *out)
{
	struct buf b = { 0 };
	uint64_t all = 0;
	size_t n = 0;

	for (size_t i = 0; i < v->plan->pipeline.nexits; i++)
		all += funnel_exit_at(v->funnel, funnel_groups(v->funnel), i).left;
	if (!all)
		buf_str(&b, STR("No lead left."));
	else
		buf_print(&b, "%.*s %s left: ", STR_ARG(page_count(arena, all)), all == 1 ? "lead" : "leads");
	for (size_t i = 0; i < v->plan->pipeline.nexits; i++) {
		uint64_t left = funnel_exit_at(v->funnel, funnel_groups(v->funnel), i).left;
		if (left)
			buf_print(&b, "%s%.*s %.*s", n++ ? ", " : "", STR_ARG(page_count(arena, left)),
				  STR_ARG(v->plan->agreement->exits.at[i].name.text));
	}
	buf_str(&b, all ? STR(".") : STR(""));
	document_answer(out, buf_view(&b));
	buf_release(&b);
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

/* Of each exit the leads that left by it, as a bar. */
static void put_exits(const struct reasons_view *v, struct arena *arena, struct buf *out)
{
	const size_t exits = v->plan->pipeline.nexits;
	struct meter *row = ARENA_ARRAY(arena, exits + 1, struct meter);
	uint64_t all = 0;
	size_t n = 0;

	for (size_t i = 0; i < exits; i++)
		all += funnel_exit_at(v->funnel, funnel_groups(v->funnel), i).left;
	for (size_t i = 0; i < exits; i++) {
		uint64_t left = funnel_exit_at(v->funnel, funnel_groups(v->funnel), i).left;
		if (left)
			row[n++] =
				(struct meter){ .label = v->plan->agreement->exits.at[i].name.text,
						.note = arena_print(arena, "%.*s (%.*s)",
								    STR_ARG(page_count(arena, left)),
								    STR_ARG(page_percent(arena, left, all))),
						.value = (double)left,
						.goal = (double)NAN,
						.pace = (double)NAN };
	}
	if (n)
		document_meters(
			out,
			&(struct meters){ .name = STR("Leads that left, by exit"), .row = row, .rows = n });
}

void reasons_page(const struct reasons_view *v, struct buf *out)
{
	struct arena arena = { 0 };
	size_t n;

	put_answer(v, &arena, out);
	put_tiles(v, &arena, out);
	put_exits(v, &arena, out);
	struct grid *grids = reasons_tables(v, &n);
	for (size_t i = 0; i < n; i++) {
		document_grid(out, &grids[i], false);
		grid_release(&grids[i]);
	}
	free(grids);
	arena_release(&arena);
}
