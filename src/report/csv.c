/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grids as CSV and TSV, RFC 4180 with LF line ends. A row that is one empty
 * cell is written as "", because an empty line means nothing here: it stands
 * between two grids, and readers skip it.
 */
#include "base/number.h"
#include "report/form.h"

static bool needs_quotes(struct str s, char delimiter)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == delimiter || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r')
			return true;
	return false;
}

/* Would a spreadsheet take it for a formula? Some do whatever space is before it. */
static bool runs(struct str s)
{
	double ignored;

	if (!s.n || !(memchr("=+-@", str_first(s), 4) || s.p[0] == '\t' || s.p[0] == '\r'))
		return false;
	return !number_read(str_trim(s), '.', &ignored);
}

static void cell(const struct page *page, struct str s, char delimiter, bool guard)
{
	struct buf *out = page->out;
	bool quote = needs_quotes(s, delimiter);

	if (quote)
		buf_char(out, '"');
	if (guard && runs(s))
		buf_char(out, '\'');
	for (const char *q; quote && (q = memchr(s.p, '"', s.n));) {
		size_t n = (size_t)(q - s.p) + 1;
		buf_add(out, s.p, n);
		buf_char(out, '"');
		s = str_slice(s, n, s.n);
	}
	buf_str(out, s);
	if (quote)
		buf_char(out, '"');
}

/* One line: the heads, where row is SIZE_MAX, or a row. */
static void line(const struct page *page, const struct grid *g, size_t row, char delimiter)
{
	size_t cells = 0, before = page->out->n;

	for (size_t c = 0; c < g->columns; c++) {
		if (g->column[c].picture)
			continue;
		if (cells++)
			buf_char(page->out, delimiter);
		cell(page, row == SIZE_MAX ? g->column[c].head : grid_at(g, row, c), delimiter, page->guard);
	}
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
