/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See nights.h. */
#include "fold/nights.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "figures/page.h"
#include "fold/state_read.h"

/* ---- the report ---- */

struct row {
	size_t n; /* of the night, from 1 */
	struct buf at;
};

static bool next_night(const void *view, void *row)
{
	const struct nights_view *v = view;
	struct row *r = row;

	if (r->n == v->archive->nights)
		return false;
	buf_clear(&r->at);
	instant_write_as(&r->at, v->archive->night[r->n++].at, v->zone, v->times);
	return true;
}

static void release(void *row)
{
	buf_release(&((struct row *)row)->at);
}

static const struct night *night_of(const struct cell *c)
{
	return &((const struct nights_view *)c->view)->archive->night[((const struct row *)c->row)->n - 1];
}

static struct figure moment(const struct cell *c)
{
	return figure_text(buf_view(&((const struct row *)c->row)->at));
}

enum { NIGHT, LEADS, COLUMNS, CAME, WENT, CELLS };

static struct figure numbers(const struct cell *c)
{
	const struct night *n = night_of(c);
	size_t number_of = ((const struct row *)c->row)->n;
	const uint64_t number[] = {
		[NIGHT] = number_of,
		[LEADS] = n->rows,
		[COLUMNS] = n->header->n,
		[CAME] = number_of == 1 ? n->rows : n->came, /* the first is kept whole */
		[WENT] = n->went,
		[CELLS] = n->cells,
	};

	return figure_count(number[c->of]);
}

static struct figure is_void(const struct cell *c)
{
	return figure_text(night_of(c)->is_void ? STR("void") : STR(""));
}

static struct figure file(const struct cell *c)
{
	return figure_text(night_of(c)->file);
}

static const char *const void_words[] = { "", "void", NULL };

#define COUNT(name, what) COLUMN(name, numbers), .of = (what), .kind = COLUMN_NUMBER

static const struct column columns[] = {
	{ COUNT("night", NIGHT), .definition = "its number" },
	{ COLUMN("at", moment), .kind = COLUMN_DATE, .least = 25, .definition = "when it was exported" },
	{ COUNT("leads", LEADS), .unit = "leads", .definition = "leads in the export" },
	{ COUNT("columns", COLUMNS), .weight = WEIGHT_DIAGNOSES, .definition = "columns that are kept" },
	{ COUNT("came", CAME), .unit = "leads",
	  .definition = "leads that were not there before, or came back" },
	{ COUNT("went", WENT), .unit = "leads", .definition = "leads that are not there any more" },
	{ COUNT("cells", CELLS), .definition = "cells that say something else, those of new leads too" },
	{ COLUMN("void", is_void), .weight = WEIGHT_ANSWERS, .words = void_words,
	  .definition = "void: it doesn't count" },
	{ COLUMN("file", file), .least = 24, .weight = WEIGHT_EXPLAINS, .definition = "the export's name" },
};

static void about(const void *view, struct grid *g)
{
	const struct archive *a = ((const struct nights_view *)view)->archive;
	struct buf title = { 0 };

	buf_print(&title, "The nights of %s%c", a->folder, '\0');
	grid_title(g, title.p);
	buf_release(&title);
}

const struct report nights_report = REPORT_ABOUT(columns, struct row, next_night, release, about);

/* ---- the page ---- */

enum { NIGHTS_SHOWN = 400 };

static struct str day_of(const struct nights_view *v, const struct night *n, struct arena *arena)
{
	return page_day(arena, instant_civil(n->at, v->zone));
}

/* How many leads the nights have that count, as a line: the latest of them. */
static void put_leads(const struct nights_view *v, size_t counted, struct arena *arena, struct buf *out)
{
	const struct archive *a = v->archive;
	const size_t most = counted < NIGHTS_SHOWN ? counted : NIGHTS_SHOWN;
	struct str *label = ARENA_ARRAY(arena, most, struct str);
	double *leads = ARENA_ARRAY(arena, most, double);
	size_t n = 0, before = counted - most;

	for (size_t i = 0; i < a->nights; i++) {
		if (a->night[i].is_void)
			continue;
		if (before) {
			before--;
			continue;
		}
		label[n] = day_of(v, &a->night[i], arena);
		leads[n++] = (double)a->night[i].rows;
	}
	if (n > 1)
		document_chart(out, &(struct chart){ .name = STR("Leads in each night's export"),
						     .label = label,
						     .n = n,
						     .line = &(struct chart_line){ STR("leads"), leads },
						     .lines = 1,
						     .mark = NAN });
}

void nights_page(const struct nights_view *v, struct buf *out)
{
	const struct archive *a = v->archive;
	const struct night *last = NULL;
	struct arena arena = { 0 };
	size_t counted = 0;

	for (size_t i = 0; i < a->nights; i++)
		if (!a->night[i].is_void) {
			last = &a->night[i];
			counted++;
		}
	document_answer(out, arena_print(&arena, "%zu %s filed%s%.*s.", a->nights,
					 a->nights == 1 ? "night is" : "nights are",
					 last ? "; the last one that counts is of " : "",
					 STR_ARG(last ? day_of(v, last, &arena) : STR(""))));
	if (last) {
		const struct tile tile[] = {
			{ .label = STR("Nights"),
			  .figure = page_count(&arena, a->nights),
			  .detail = arena_print(&arena, "%zu of them void", a->nights - counted) },
			{ .label = STR("Leads"),
			  .figure = page_count(&arena, last->rows),
			  .detail = STR("in the last one") },
			{ .label = STR("Changed"),
			  .figure =
				  arena_print(&arena, "%.*s cells", STR_ARG(page_count(&arena, last->cells))),
			  .detail = STR("in the last one") },
		};
		document_tiles(out, tile, sizeof tile / sizeof *tile);
	}
	put_leads(v, counted, &arena, out);
	arena_release(&arena);
}

/* ---- the proof ---- */

/* The hash of the night at hand goes on with what changes: a row is taken out before its first change, and
 * added again at the end. */
struct proof {
	struct state state;
	size_t night; /* at hand, and not proved yet */
	struct hash_pair sum;
	uint64_t rows;
	bool *out; /* leads whose rows are taken out, */
	size_t out_cap;
	size_t *lead; /* and which these are */
	size_t n, cap;
	struct buf room;
};

static const struct header_then *header_of(const struct proof *p)
{
	return p->state.archive->night[p->night].header;
}

static struct hash_pair hash_row(struct proof *p, size_t lead)
{
	const struct header_then *h = header_of(p);
	struct hash_pair sum = { 0 };

	night_hash_row(&sum, &p->room, state_row(&p->state, lead), h->of, h->n);
	return sum;
}

static void put_row(struct proof *p, size_t lead)
{
	struct hash_pair h;

	if (!p->state.lead[lead].present)
		return;
	h = hash_row(p, lead);
	p->sum.low += h.low;
	p->sum.high += h.high;
	p->rows++;
}

static void take_out(struct proof *p, size_t lead, bool was_there)
{
	size_t had = p->out_cap;

	if (lead >= had) {
		p->out = mem_resize_array(p->out, mem_grown(&p->out_cap, lead + 1), sizeof *p->out);
		memset(p->out + had, 0, (p->out_cap - had) * sizeof *p->out);
	}
	if (p->out[lead])
		return;
	p->out[lead] = true;
	MEM_ROOM(p->lead, p->n, p->cap);
	p->lead[p->n++] = lead;
	if (!was_there)
		return;
	struct hash_pair h = hash_row(p, lead);
	p->sum.low -= h.low;
	p->sum.high -= h.high;
	p->rows--;
}

/* The whole night at hand. */
static void sum_up(struct proof *p)
{
	const struct header_then *h = header_of(p);

	p->sum = night_hash(h->head, h->n);
	p->rows = 0;
	for (size_t i = 0; i < p->state.n; i++)
		put_row(p, i);
}

/* The night at hand has ended. */
static bool prove(struct proof *p)
{
	for (size_t i = 0; i < p->n; i++) {
		put_row(p, p->lead[i]);
		p->out[p->lead[i]] = false;
	}
	p->n = 0;
	return state_proves_sum(&p->state, p->night, p->sum, p->rows);
}

static bool next_proof(void *ctx, size_t night)
{
	struct proof *p = ctx;
	const struct header_then *before = header_of(p);
	bool good = prove(p);

	p->night = night;
	if (header_of(p) != before)
		sum_up(p);
	return good;
}

static bool take_lead(void *ctx, size_t lead, bool present)
{
	struct proof *p = ctx;

	take_out(p, lead, !present);
	p->state.lead[lead].present = present;
	return true;
}

static bool take_cell(void *ctx, size_t lead, size_t column, struct str was, struct str is)
{
	struct proof *p = ctx;
	struct state *s = &p->state;

	(void)was;
	take_out(p, lead, s->lead[lead].present);
	state_row(s, lead)[column] = state_keep(s, is);
	return true;
}

/* The nights from a base on up to the next, both included. */
static bool prove_from(struct archive *a, size_t base, size_t to)
{
	static const struct state_sink sink = { next_proof, take_lead, take_cell };
	struct proof p = { .night = base };

	bool good = state_load(&p.state, a, base, 0);
	if (good) {
		sum_up(&p);
		good = (base == to || state_read(&p.state, base + 1, to, &sink, &p)) && prove(&p);
	}
	state_release(&p.state);
	free(p.out);
	free(p.lead);
	buf_release(&p.room);
	return good;
}

bool nights_prove(struct archive *a)
{
	size_t base = 0;
	bool good = true;

	for (size_t i = 1; i < a->nights && good; i++)
		if (a->night[i].base.file.p) {
			good = prove_from(a, base, i);
			base = i;
		}
	return good && prove_from(a, base, a->nights - 1);
}
