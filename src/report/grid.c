/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid itself, and the way from a grid to a format: see grid.h and form.h. */
#include "report/grid.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/apart.h"
#include "base/mem.h"
#include "report/form.h"

void grid_release(struct grid *g)
{
	free(g->column);
	free(g->cell);
	free(g->tone);
	arena_release(&g->arena);
	arena_release(&g->words);
	*g = (struct grid){ 0 };
}

void grid_title(struct grid *g, const char *title)
{
	g->title = arena_copy(&g->arena, str_from(title));
}

void grid_note(struct grid *g, const char *note)
{
	g->note = arena_copy(&g->arena, str_from(note));
}

void grid_column(struct grid *g, const char *head, enum align align, bool number)
{
	assert(!g->filled);
	MEM_ROOM(g->column, g->columns, g->columns_cap);
	g->column[g->columns++] = (struct grid_column){
		.head = arena_copy(&g->arena, str_from(head)),
		.align = align,
		.number = number,
	};
}

void grid_picture(struct grid *g, const char *head)
{
	grid_column(g, head, ALIGN_LEFT, false);
	g->column[g->columns - 1].picture = true;
}

void grid_room(struct grid *g, int room)
{
	g->column[g->columns - 1].room = room;
}

void grid_of_rows(struct grid *g, const char *remedy)
{
	enum { LEAST = 16 }; /* a column in which less would fit has no place */

	g->remedy = remedy;
	for (size_t i = 0; i < g->columns; i++) {
		g->column[i].weight = i ? WEIGHT_ANSWERS : WEIGHT_KEY;
		g->column[i].least = LEAST;
	}
}

/* The columns in that order, with their cells. */
static void arrange(const struct grid *g, const size_t *order, struct grid_column *column, struct str *cell,
		    unsigned char *tone)
{
	for (size_t c = 0; c < g->columns; c++)
		column[c] = g->column[order[c]];
	for (size_t i = 0; g->columns && i < g->filled; i++) {
		size_t from = i - i % g->columns + order[i % g->columns];
		cell[i] = g->cell[from];
		tone[i] = g->tone[from];
	}
}

void grid_by_weight(struct grid *g)
{
	const size_t n = g->columns;
	size_t *order = mem_new(n * sizeof *order + 1);
	struct grid_column *column = mem_new(n * sizeof *column + 1);
	struct str *cell = mem_new(g->filled * sizeof *cell + 1);
	unsigned char *tone = mem_new(g->filled + 1);

	for (size_t c = 0; c < n; c++) {
		size_t at = c;
		for (; at && g->column[order[at - 1]].weight > g->column[c].weight; at--)
			order[at] = order[at - 1];
		order[at] = c;
	}
	arrange(g, order, column, cell, tone);
	for (size_t c = 0; c < n; c++)
		g->column[c] = column[c];
	for (size_t i = 0; i < g->filled; i++) {
		g->cell[i] = cell[i];
		g->tone[i] = tone[i];
	}
	free(order);
	free(column);
	free(cell);
	free(tone);
}

static void make_room(struct grid *g, size_t cells)
{
	if (g->cap - g->filled >= cells)
		return;
	mem_grown(&g->cap, g->filled + cells);
	g->cell = mem_resize_array(g->cell, g->cap, sizeof *g->cell);
	g->tone = mem_resize_array(g->tone, g->cap, sizeof *g->tone);
}

static void add(struct grid *g, struct str owned)
{
	assert(g->columns);
	make_room(g, 1);
	g->cell[g->filled] = owned;
	g->tone[g->filled++] = TONE_PLAIN;
	g->rows = g->filled / g->columns;
}

struct str grid_keep(struct grid *g, struct str text)
{
	return arena_copy(&g->words, text);
}

void grid_cell(struct grid *g, struct str text)
{
	add(g, grid_keep(g, text));
}

struct str *grid_row(struct grid *g)
{
	size_t from = g->filled;

	assert(from == g->rows * g->columns);
	make_room(g, g->columns);
	memset(g->tone + from, TONE_PLAIN, g->columns);
	g->filled += g->columns;
	g->rows++;
	return g->cell + from;
}

void grid_print(struct grid *g, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(g, arena_vprint(&g->words, format, args));
	va_end(args);
}

void grid_tone(struct grid *g, enum tone tone)
{
	assert(g->filled);
	g->tone[g->filled - 1] = (unsigned char)tone;
}

void grid_drop_row(struct grid *g)
{
	g->filled = --g->rows * g->columns;
}

void grid_clear_rows(struct grid *g)
{
	arena_release(&g->words);
	g->rows = g->filled = 0;
}

#define FORM(name, word, ...) [FORMAT_##name] = &form_##word,
static const struct form *const forms[] = { FOR_FORMATS(FORM, ) };

/* What the grids of a report are called in it. */
static struct str *titles(const struct grid *const *grid, size_t n, struct arena *arena)
{
	struct str *title = ARENA_ARRAY(arena, n, struct str);

	for (size_t i = 0; i < n; i++)
		title[i] = grid[i]->title.n ? grid[i]->title : arena_print(arena, "%zu", i + 1);
	return names_apart(arena, title, n);
}

void grids_write(struct buf *out, const struct grid *const *grid, size_t n, enum format format,
		 struct look look)
{
	const struct form *form = forms[format];
	struct arena arena = { 0 };
	struct page page = { out, grid, n, 0, look, true, titles(grid, n, &arena), &arena };

	if (form->open)
		form->open(&page);
	for (; page.at < n; page.at++) {
		struct grid g = *grid[page.at]; /* its stream starts anew */
		g.written = 0;
		if (form->head)
			form->head(&page, &g);
		form->rows(&page, &g);
		if (form->tail)
			form->tail(&page, &g);
	}
	if (form->close)
		form->close(&page);
	arena_release(&arena);
}

/* ---- a long report ---- */

enum { PIECE = 1024 }; /* rows */

typedef bool piece_fn(void *ctx, struct grid *g);

/* Puts one piece of the rows after the other into a grid that has its heads. False: fn returned false, and no
 * more are made. */
static bool each_piece(const struct grid_rows *rows, struct grid *g, piece_fn *fn, void *ctx)
{
	bool more = true, good = true;

	for (rows->begin(rows->ctx); good && more;) {
		more = rows->more(rows->ctx, PIECE, g);
		good = fn(ctx, g);
		grid_clear_rows(g);
	}
	return good;
}

/* On its way out. */
struct outlet {
	const struct form *form;
	struct page page;
	grid_write_fn *write;
	void *ctx;
};

static bool measure_piece(void *ctx, struct grid *g)
{
	grid_measure(g, ((const struct outlet *)ctx)->page.look.utf8);
	return true;
}

static bool write_piece(void *ctx, struct grid *g)
{
	const struct outlet *o = ctx;

	o->form->rows(&o->page, g);
	return o->write(o->ctx, o->page.out);
}

bool grid_write_long(const struct grid_rows *rows, struct grid *g, enum format format, struct look look,
		     grid_write_fn *write, void *ctx)
{
	const struct grid *const one[] = { g };
	struct buf out = { 0 };
	struct outlet o = { forms[format], { &out, one, 1, 0, look, true, NULL, &g->arena }, write, ctx };

	if (format == FORMAT_TABLE) /* whose widths are those that all rows need */
		each_piece(rows, g, measure_piece, &o);
	if (o.form->open)
		o.form->open(&o.page);
	if (o.form->head)
		o.form->head(&o.page, g);
	bool good = each_piece(rows, g, write_piece, &o);
	if (o.form->tail)
		o.form->tail(&o.page, g);
	if (o.form->close)
		o.form->close(&o.page);
	good = good && write(ctx, &out);
	buf_release(&out);
	return good;
}

/* ---- a stream of rows ---- */

void grid_write_rows(struct buf *out, struct grid *g, enum format format, struct look look, bool first,
		     bool last)
{
	const struct form *form = forms[format];
	const struct grid *const one[] = { g };
	struct page page = { out, one, 1, 0, look, false, NULL, &g->arena };

	if (first)
		g->written = 0;
	if (first && form->open)
		form->open(&page);
	if (first && form->head)
		form->head(&page, g);
	form->rows(&page, g);
	if (last && form->tail)
		form->tail(&page, g);
	if (last && form->close)
		form->close(&page);
}
