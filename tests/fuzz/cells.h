/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of texts that were written as CSV, read again by our reader and by strict libcsv. Where they were made
 * safe for spreadsheets a text may have got a ' in front, and nothing is read that a spreadsheet would run.
 */
#ifndef TESTS_FUZZ_CELLS_H
#define TESTS_FUZZ_CELLS_H

#include <csv.h>

#include "input.h"

#include "base/number.h"
#include "table/batch.h"
#include "table/source.h"
#include "table/writer.h"

struct cells {
	const struct str *cell;
	const size_t *end; /* of each row, in cells */
	size_t rows;
	bool safe;
};

/* A telephone number, which is left as it is: +, and five digits or more among spaces, brackets, hyphens. */
static inline bool cell_rings(struct str s)
{
	size_t digits = 0, others = 0;

	for (size_t i = 1; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else
			others += !memchr("( )-", s.p[i], 4);
	return s.n && *s.p == '+' && digits >= 5 && !others;
}

/* Would a spreadsheet run it? It skips a tab and a CR before the sign, and leaves numbers as they are. */
static inline bool cell_runs(struct str s)
{
	struct str number = str_trim(s);
	size_t skip = 0;
	double x;

	if (cell_rings(number))
		return false;
	while (skip < s.n && (s.p[skip] == '\t' || s.p[skip] == '\r'))
		skip++;
	if (skip == s.n || !memchr("=+-@", s.p[skip], 4))
		return false;
	return !number_read(number, '.', &x) && !number_read(number, ',', &x);
}

static inline void cell_check(const struct cells *cells, size_t at, struct str read)
{
	struct str text = cells->cell[at];
	bool guarded = cells->safe && read.n == text.n + 1 && *read.p == '\'';

	check(str_eq(guarded ? str_slice(read, 1, read.n) : read, text), "a cell is read as it was written");
	check(!cells->safe || !cell_runs(read), "no spreadsheet runs what is safe");
	check(!guarded || memchr("=+-@\t\n\v\f\r ", *text.p, 10), "a text that nothing runs stays as it is");
}

/* ---- libcsv ---- */

struct cells_reading {
	const struct cells *cells;
	size_t cell, row;
};

static inline int cells_no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static inline void cells_on_cell(void *p, size_t n, void *data)
{
	struct cells_reading *r = data;

	check(r->row < r->cells->rows && r->cell < r->cells->end[r->row], "libcsv reads no more cells");
	cell_check(r->cells, r->cell++, (struct str){ n ? p : "", n });
}

static inline void cells_on_row(int c, void *data)
{
	struct cells_reading *r = data;

	(void)c;
	check(r->cell == r->cells->end[r->row++], "libcsv ends a row where it was ended");
}

static inline void cells_by_libcsv(const struct cells *cells, struct str bytes, char delimiter)
{
	struct cells_reading r = { .cells = cells };
	struct csv_parser csv;

	check(csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI) == 0, "libcsv starts");
	csv_set_delim(&csv, (unsigned char)delimiter);
	csv_set_space_func(&csv, cells_no_space);
	check(csv_parse(&csv, bytes.p, bytes.n, cells_on_cell, cells_on_row, &r) == bytes.n &&
		      csv_fini(&csv, cells_on_cell, cells_on_row, &r) == 0,
	      "strict libcsv accepts what is written");
	check(r.row == cells->rows, "libcsv reads every row");
	csv_free(&csv);
}

/* ---- our reader ---- */

/* Once safe is safe enough, and means the same to a tool. */
static inline void cell_check_safe(struct dialect dialect, struct str text, struct str read, struct str value)
{
	struct buf once = { 0 }, again = { 0 };

	cell_write(&once, dialect, read);
	cell_write_safe(&again, dialect, read);
	check(str_eq(buf_view(&once), buf_view(&again)), "what is safe is not made safer");
	if (text.n && memchr("=+-@", *text.p, 4))
		check(str_eq(value, text_value(text, &again)), "what is safe means the same");
	buf_release(&once);
	buf_release(&again);
}

/* Where all rows have as many cells. */
static inline void cells_by_us(const struct cells *cells, struct str bytes, struct dialect dialect)
{
	size_t columns = cells->rows ? cells->end[0] : 0;
	struct batch b = { .len = bytes.n };
	struct buf text = { 0 }, value = { 0 };

	if (bytes.n)
		memcpy(batch_room(&b, 0, bytes.n), bytes.p, bytes.n);
	batch_scan(&b, dialect, columns);
	check(b.marks.nrow == cells->rows, "as many rows are read as were written");
	for (size_t i = 0; i < b.marks.nrow; i++) {
		struct record r = batch_record(&b, i);
		check(r.cells == columns, "a row has as many cells as were written");
		for (size_t c = 0; c < columns; c++) {
			struct str read = record_text(&r, c, &text);
			cell_check(cells, i * columns + c, read);
			if (cells->safe)
				cell_check_safe(dialect, cells->cell[i * columns + c], read,
						record_value(&r, c, &value));
		}
	}
	batch_release(&b);
	buf_release(&text);
	buf_release(&value);
}

#endif
