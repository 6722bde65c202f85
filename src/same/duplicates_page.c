/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Top to bottom: the headline, how many rows each key joined, then the tables. See duplicates_page.h. */
#include "same/duplicates_page.h"

#include "figures/page.h"
#include "figures/share.h"

enum { TILES = 4, OPEN = 25 /* rows of a table that isn't folded */ };

struct page {
	const struct duplicates_view *view;
	const struct duplicates *of;
	struct buf *out;
	struct arena arena;
};

static struct str counted(struct page *p, uint64_t n, const char *one, const char *many)
{
	return arena_print(&p->arena, "%.*s %s", STR_ARG(page_count(&p->arena, n)), n == 1 ? one : many);
}

/* ---- the headline ---- */

static struct tile input_tile(struct page *p)
{
	const struct sameness *s = p->of->same;

	return (struct tile){ .label = STR("Input"),
			      .figure = counted(p, s->rows, "row", "rows"),
			      .detail = arena_print(&p->arena, "of %.*s",
						    STR_ARG(counted(p, s->leads, "lead", "leads"))) };
}

static struct tile duplicates_tile(struct page *p)
{
	uint64_t beyond = duplicates_beyond(p->of);

	return (struct tile){ .label = STR("Duplicates"),
			      .figure = counted(p, beyond, "row", "rows"),
			      .detail = arena_print(
				      &p->arena, "%.*s of all rows",
				      STR_ARG(page_percent(&p->arena, beyond, p->of->same->rows))) };
}

static struct tile groups_tile(struct page *p)
{
	bool large = p->of->largest > DUPLICATES_MANY;

	return (struct tile){
		.label = STR("Groups"),
		.figure = counted(p, p->of->groups, "group", "groups"),
		.detail = p->of->groups ? arena_print(&p->arena, "the largest has %.*s",
						      STR_ARG(counted(p, p->of->largest, "row", "rows")))
					: STR(""),
		.note = large ? arena_print(&p->arena, "over %d: see what joined them", DUPLICATES_MANY)
			      : STR(""),
		.tone = TONE_BAD
	};
}

static struct tile left_tile(struct page *p)
{
	return (struct tile){
		.label = STR("Not joined"),
		.figure = counted(p, p->of->nobody, "value", "values"),
		.detail = p->of->left_out ? arena_print(&p->arena, "join nobody; and %.*s left out",
							STR_ARG(counted(p, p->of->left_out, "join", "joins")))
					  : STR("join nobody")
	};
}

static void put_answer(struct page *p)
{
	uint64_t beyond = duplicates_beyond(p->of);

	if (!beyond) {
		document_answer(p->out, arena_print(&p->arena, "No two of %.*s are the same lead.",
						    STR_ARG(counted(p, p->of->same->rows, "row", "rows"))));
		return;
	}
	document_answer(p->out, arena_print(&p->arena,
					    "%.*s of %.*s %s the same lead as another row (%.*s), in %.*s.",
					    STR_ARG(page_count(&p->arena, beyond)),
					    STR_ARG(counted(p, p->of->same->rows, "row", "rows")),
					    beyond == 1 ? "is" : "are",
					    STR_ARG(page_percent(&p->arena, beyond, p->of->same->rows)),
					    STR_ARG(counted(p, p->of->groups, "group", "groups"))));
}

/* ---- the keys ---- */

static void put_key(struct page *p, uint16_t key, struct grid *g)
{
	uint64_t joined = duplicates_by(p->of, key);

	grid_cell(g, duplicates_key(p->of, key));
	share_count(g, joined);
	share_ratio(g, joined, duplicates_beyond(p->of));
}

static void put_keys(struct page *p)
{
	const struct same_lead *by = p->of->by;
	struct grid g = { 0 };
	uint64_t by_map = p->of->groups ? duplicates_by(p->of, KEY_MAP) : 0;

	if (!p->of->groups || by->keys.n + (by_map > 0) < 2)
		return;
	grid_title(&g, "What joined them");
	grid_column(&g, "key", ALIGN_LEFT, false);
	share_heads(&g, (const char *const[]){ "rows", "share", NULL });
	for (size_t k = 0; k < by->keys.n; k++)
		put_key(p, (uint16_t)k, &g);
	if (by_map)
		put_key(p, KEY_MAP, &g);
	document_grid(p->out, &g, false);
	grid_release(&g);
}

/* ---- the whole ---- */

static void put_tables(struct page *p)
{
	struct duplicates_view v = *p->view;
	struct grid grids[DUPLICATES_GRIDS] = { 0 };

	v.utf8 = true;
	v.most = DUPLICATES_PAGE;
	size_t n = duplicates_tables(&v, grids);
	for (size_t i = 0; i < n; i++) {
		document_grid(p->out, &grids[i], i && grids[i].rows > OPEN);
		grid_release(&grids[i]);
	}
}

void duplicates_page(const struct duplicates_view *v, struct buf *out)
{
	struct page p = { .view = v, .of = v->duplicates, .out = out };

	put_answer(&p);
	document_tiles(
		out,
		(struct tile[TILES]){ input_tile(&p), duplicates_tile(&p), groups_tile(&p), left_tile(&p) },
		TILES);
	put_keys(&p);
	put_tables(&p);
	arena_release(&p.arena);
}
