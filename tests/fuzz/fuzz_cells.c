/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any texts as rows of cells, written in any dialect, once as they are and once made safe for spreadsheets:
 * our reader, and strict libcsv where the dialect is one of quotes, read what was written.
 *
 * The first byte separates the texts, the second is the delimiter (a backslash: raw TSV), the third says how
 * many cells a row has.
 */
#include "cells.h"

enum { CELLS = 600, COLUMNS = 5 };

struct rows {
	struct dialect dialect;
	size_t columns;
	struct str cell[CELLS];
	size_t end[CELLS];
	size_t rows;
};

typedef void write_fn(struct buf *out, struct dialect dialect, struct str text);

static bool take_rows(struct rows *r, struct str rest)
{
	char separator = (char)input_byte(&rest), delimiter = (char)input_byte(&rest);
	size_t cells = 0;

	r->dialect.raw_tsv = delimiter == '\\';
	r->dialect.delimiter = r->dialect.raw_tsv ? '\t' : delimiter;
	r->columns = input_byte(&rest) % COLUMNS + 1;
	for (r->rows = 0; cells + r->columns <= CELLS && (rest.n || !r->rows); r->rows++) {
		for (size_t c = 0; c < r->columns; c++)
			r->cell[cells++] = input_text(&rest, separator);
		r->end[r->rows] = cells;
	}
	return delimiter && delimiter != '"' && delimiter != '\n' && delimiter != '\r';
}

static void put_rows(struct buf *out, const struct rows *r, write_fn *write)
{
	buf_clear(out);
	for (size_t i = 0; i < r->end[r->rows - 1]; i++) {
		bool last = i % r->columns == r->columns - 1;
		size_t from = out->n;
		write(out, r->dialect, r->cell[i]);
		/* A line of nothing is a row of one cell to us, and none to libcsv. */
		if (r->columns == 1 && out->n == from && !r->dialect.raw_tsv)
			buf_str(out, STR("\"\""));
		buf_char(out, last ? '\n' : r->dialect.delimiter);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct rows rows;
	struct buf bytes = { 0 };

	if (!take_rows(&rows, input_whole(data, size)))
		return 0;
	struct cells cells = { .cell = rows.cell, .end = rows.end, .rows = rows.rows };
	for (int safe = 0; safe < 2; safe++) {
		cells.safe = safe;
		put_rows(&bytes, &rows, safe ? cell_write_safe : cell_write);
		cells_by_us(&cells, buf_view(&bytes), rows.dialect);
		if (!rows.dialect.raw_tsv)
			cells_by_libcsv(&cells, buf_view(&bytes), rows.dialect.delimiter);
	}
	buf_release(&bytes);
	return 0;
}
