/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of what moved: for each stage a picture of all leads, period by period, and the figures behind it.
 */
#include "figures/flow.h"
#include "figures/page.h"
#include "funnel/movement.h"

struct page {
	const struct stage_moves_view *view;
	struct buf *out;
	struct arena arena;
	size_t stages, rows;
	struct flow_row **row; /* of all leads, per stage */
};

/* All leads' rows, by stage. */
static void gather(struct page *p)
{
	const struct stage_moves_view *v = p->view;
	const size_t ways = STAGE_LEFT + v->plan->agreement->exits.n, first = stage_moves_first(v->moves);
	struct stage_movement m = { 0 };

	p->stages = v->plan->agreement->stages.n - 1;
	p->rows = v->plan->moments.n - first;
	p->row = ARENA_ARRAY(&p->arena, p->stages, struct flow_row *);
	for (size_t i = 0; i < p->stages; i++)
		p->row[i] = ARENA_ARRAY(&p->arena, p->rows, struct flow_row);
	while (stage_moves_next(v->moves, &m)) {
		if (m.group != stage_moves_groups(v->moves))
			continue;
		uint64_t *in = ARENA_ARRAY(&p->arena, 2, uint64_t),
			 *out = ARENA_ARRAY(&p->arena, ways, uint64_t);
		size_t n = 1;
		struct buf name = { 0 };
		in[0] = m.moves[STAGE_CAME];
		in[1] = m.moves[STAGE_BACK];
		out[0] = m.moves[STAGE_ON];
		for (size_t way = STAGE_LEFT; way < ways; way++)
			if (stage_moves_seen(v->moves, m.stage, way))
				out[n++] = m.moves[way];
		stage_moves_period(v->plan, m.moment, &name);
		p->row[m.stage][m.moment - first] =
			(struct flow_row){ page_words(&p->arena, &name), m.start, m.end, in, out };
	}
	stage_movement_release(&m);
}

/* "From 2025-09 to 2026-06: 0 were there, 58 came and 2 came back; 42 went on (70.0%), 18 are still there
 * (30.0%)." */
static void put_sentence(struct page *p, size_t stage, const struct str *out, size_t outs)
{
	const struct flow_row *row = p->row[stage], *last = &row[p->rows - 1];
	uint64_t came = 0, back = 0;
	struct buf b = { 0 };

	for (size_t i = 0; i < p->rows; i++) {
		came += row[i].in[0];
		back += row[i].in[1];
	}
	const uint64_t all = row->opening + came + back;
	buf_print(&b, "From %.*s to %.*s: %.*s %s there%s %.*s came", STR_ARG(row->period),
		  STR_ARG(last->period), STR_ARG(page_count(&p->arena, row->opening)),
		  row->opening == 1 ? "was" : "were", back ? "," : " and",
		  STR_ARG(page_count(&p->arena, came)));
	if (back)
		buf_print(&b, " and %.*s came back", STR_ARG(page_count(&p->arena, back)));
	buf_str(&b, STR("; "));
	for (size_t k = 0; k < outs; k++) {
		uint64_t went = 0;
		for (size_t i = 0; i < p->rows; i++)
			went += row[i].out[k];
		buf_print(&b, "%.*s %s%.*s (%.*s), ", STR_ARG(page_count(&p->arena, went)),
			  k ? "left by " : "", STR_ARG(out[k]), STR_ARG(page_percent(&p->arena, went, all)));
	}
	buf_print(&b, "%.*s %s still there (%.*s).", STR_ARG(page_count(&p->arena, last->closing)),
		  last->closing == 1 ? "is" : "are", STR_ARG(page_percent(&p->arena, last->closing, all)));
	document_note(p->out, buf_view(&b));
	buf_release(&b);
}

static void put_stage(struct page *p, size_t stage)
{
	const struct stage_moves_view *v = p->view;
	const struct agreement *a = v->plan->agreement;
	const struct str in[] = { STR("came"), STR("came back") };
	struct str *out = ARENA_ARRAY(&p->arena, a->exits.n + 1, struct str);
	size_t n = 1;

	out[0] = STR("went on");
	for (size_t i = 0; i < a->exits.n; i++)
		if (stage_moves_seen(v->moves, stage, STAGE_LEFT + i))
			out[n++] = a->exits.at[i].name.text;
	document_heading(p->out, a->stages.at[stage].name.text);
	flow_put(p->out, &p->arena,
		 &(struct flow){
			 arena_print(&p->arena, "Leads at %.*s", STR_ARG(a->stages.at[stage].name.text)).p,
			 period_word(v->plan->moments.period), in, out,
			 stage_moves_seen(v->moves, stage, STAGE_BACK) ? 2 : 1, n, p->row[stage], p->rows });
	put_sentence(p, stage, out, n);
}

/* "In 2026-10, 89 leads came to mql and 55 went on; 115 are still there." of the stage after the first. */
static void put_answer(struct page *p)
{
	const struct agreement *a = p->view->plan->agreement;
	size_t stage = p->stages > 1 ? 1 : 0;

	if (!p->stages || !p->rows || !p->row[stage][p->rows - 1].out) {
		document_answer(p->out, STR("No lead has moved yet."));
		return;
	}
	const struct flow_row *row = &p->row[stage][p->rows - 1];
	document_answer(p->out, arena_print(&p->arena,
					    "In %.*s, %.*s %s to %.*s and %.*s went on; %.*s %s still there.",
					    STR_ARG(row->period), STR_ARG(page_count(&p->arena, row->in[0])),
					    row->in[0] == 1 ? "lead came" : "leads came",
					    STR_ARG(a->stages.at[stage].name.text),
					    STR_ARG(page_count(&p->arena, row->out[0])),
					    STR_ARG(page_count(&p->arena, row->closing)),
					    row->closing == 1 ? "is" : "are"));
}

/* Who is still at a stage, and what the latest period did to that. */
static struct tile tile_of(struct page *p, size_t stage)
{
	const struct flow_row *last = &p->row[stage][p->rows - 1];

	return (struct tile){
		.label = p->view->plan->agreement->stages.at[stage].name.text,
		.figure = arena_print(&p->arena, "%.*s %s", STR_ARG(page_count(&p->arena, last->closing)),
				      last->closing == 1 ? "lead" : "leads"),
		.detail = arena_print(&p->arena, "still there; in %.*s %.*s came and %.*s went on",
				      STR_ARG(last->period), STR_ARG(page_count(&p->arena, last->in[0])),
				      STR_ARG(page_count(&p->arena, last->out[0])))
	};
}

static void put_tiles(struct page *p)
{
	struct tile *tile = ARENA_ARRAY(&p->arena, p->stages, struct tile);
	size_t n = 0;

	for (size_t stage = 0; stage < p->stages && p->rows; stage++)
		if (p->row[stage][p->rows - 1].out)
			tile[n++] = tile_of(p, stage);
	document_tiles(p->out, tile, n);
}

void stage_moves_page(const struct stage_moves_view *v, struct buf *out)
{
	struct page p = { .view = v, .out = out };
	struct grid *grids;

	gather(&p);
	put_answer(&p);
	put_tiles(&p);
	grids = ARENA_ARRAY(&p.arena, p.stages, struct grid);
	stage_moves_tables(v, grids);
	for (size_t stage = 0; stage < p.stages; stage++) {
		put_stage(&p, stage);
		document_grid(out, &grids[stage], true);
		grid_release(&grids[stage]);
	}
	arena_release(&p.arena);
}
