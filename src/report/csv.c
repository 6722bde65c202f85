/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grids as CSV and TSV, RFC 4180 with LF line ends. A row that is one empty cell is written as "", because an
 * empty line isn't a row: it separates two grids, and readers skip it.
 */
#include <stdint.h>

#include "base/cell.h"
#include "base/number.h"
#include "report/form.h"

/* One line: the heads, where row is SIZE_MAX, or a row. */
static void line(const struct page *page, const struct grid *g, size_t row, char delimiter)
{
	void (*write)(struct buf *, struct dialect, struct str) = page->guard ? cell_write_safe : cell_write;
	const bool respell = row != SIZE_MAX && page->look.decimal && page->look.decimal != '.';
	size_t cells = 0, before = page->out->n;
	struct buf number = { 0 };

	for (size_t c = 0; c < g->columns; c++) {
		if (g->column[c].picture)
			continue;
		if (cells++)
			buf_char(page->out, delimiter);
		struct str text = row == SIZE_MAX ? g->column[c].head : grid_at(g, row, c);
		if (respell && g->column[c].number) {
			buf_clear(&number);
			buf_str(&number, text);
			number_respell(&number, 0, page->look.decimal);
			text = buf_view(&number);
		}
		write(page->out, (struct dialect){ .delimiter = delimiter }, text);
	}
	buf_release(&number);
	if (page->out->n == before)
		buf_str(page->out, STR("\"\""));
	buf_char(page->out, '\n');
}

static void head(const struct page *page, struct grid *g, char delimiter)
{
	if (page->at)
		buf_char(page->out, '\n');
	line(page, g, SIZE_MAX, delimiter);
}

static void rows(const struct page *page, struct grid *g, char delimiter)
{
	for (size_t row = 0; row < g->rows; row++)
		line(page, g, row, delimiter);
	g->written += g->rows;
}

static char delimiter_of(const struct page *page)
{
	return page->look.delimiter ? page->look.delimiter : ',';
}

static void csv_head(const struct page *page, struct grid *g)
{
	head(page, g, delimiter_of(page));
}

static void csv_rows(const struct page *page, struct grid *g)
{
	rows(page, g, delimiter_of(page));
}

static void tsv_head(const struct page *page, struct grid *g)
{
	head(page, g, '\t');
}

static void tsv_rows(const struct page *page, struct grid *g)
{
	rows(page, g, '\t');
}

const struct form form_csv = { .head = csv_head, .rows = csv_rows };
const struct form form_tsv = { .head = tsv_head, .rows = tsv_rows };
