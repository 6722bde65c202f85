/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A grid of text cells with column heads, and the formats it can be written
 * in. It has never heard of a lead: whoever fills it has rounded its figures.
 */
#ifndef REPORT_GRID_H
#define REPORT_GRID_H

#include "base/arena.h"
#include "base/look.h"

enum align { ALIGN_LEFT, ALIGN_RIGHT };

struct grid {
	struct str title; /* shown over tables, markdown and html; a key in json */
	struct grid_column *column;
	size_t columns;
	struct str *cell; /* row-major */
	size_t rows, cap, filled;
	struct arena arena;
};

struct grid_column {
	struct str head;
	enum align align;
	bool number; /* unquoted in json when it reads as a JSON number; empty is null */
};

void grid_release(struct grid *g);
void grid_title(struct grid *g, const char *title);
void grid_column(struct grid *g, const char *head, enum align align, bool number);
void grid_cell(struct grid *g, struct str text); /* copied; fills rows left to right */
__attribute__((format(printf, 2, 3))) void grid_print(struct grid *g, const char *format, ...);

/* Several grids make one report: csv and tsv separate them by an empty line, json is one object keyed by
 * title (a single grid: an array), html one page. */
void grids_write(struct buf *out, const struct grid *const *grid, size_t n, enum format format,
		 struct look look);

/* Rows as they come, for tables and other formats of row tools: columns as wide as the first rows need. */
void grid_write_rows(struct buf *out, const struct grid *g, enum format format, struct look look, bool first,
		     bool last);

/* Terminal columns that UTF-8 text takes: East Asian wide is 2, combining marks 0, controls are shown as '?'.
 */
int text_width(struct str s);

#endif
