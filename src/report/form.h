/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The interface of a format for grid.c: how a page opens and closes, what separates two grids, and how one
 * grid's head, rows and tail are written. Private to report/. A piece a format has no use for is NULL.
 */
#ifndef REPORT_FORM_H
#define REPORT_FORM_H

#include "report/grid.h"

/* A report (or a stream: one grid, guard off) on its way out. */
struct page {
	struct buf *out;
	const struct grid *const *grid;
	size_t n, at; /* grids, and the one being written */
	struct look look;
	bool guard;		 /* disarm texts that a spreadsheet would run */
	const struct str *title; /* of each grid, or its number; no two are alike */
	struct arena *arena;	 /* lasts as long as the stream */
};

struct form {
	void (*open)(const struct page *page);
	void (*head)(const struct page *page, struct grid *g);
	void (*rows)(const struct page *page, struct grid *g); /* adds to g->written */
	void (*tail)(const struct page *page, struct grid *g);
	void (*close)(const struct page *page);
};

#define FORM(name, word, ...) extern const struct form form_##word;
FOR_FORMATS(FORM, )
#undef FORM

/* A text that is no markup. */
void markdown_text(struct buf *out, struct str s);

static inline struct str grid_at(const struct grid *g, size_t row, size_t column)
{
	return g->cell[row * g->columns + column];
}

static inline enum tone grid_tone_at(const struct grid *g, size_t row, size_t column)
{
	return (enum tone)g->tone[row * g->columns + column];
}

#endif
