/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows of a batch are records: those as wide as the header, and what --ragged makes of others. See
 * source_internal.h. */
#include "base/cell.h"
#include "table/source_internal.h"

enum {
	REJECTS_HELD = 64 * 1024,
	FOOTER_LOOK = 16384 /* bytes behind a short row that are searched for the end of the file */
};

/* How many rows there are from row i to the end of the file, if all are too short and the end is near. */
static size_t footer_rows(struct source *s, const struct batch *b, size_t i)
{
	struct source_state *st = s->state;
	struct batch *w = &st->work;
	size_t here = b->len - b->marks.start[i], n = 0;
	struct scan scan;

	while (here + st->now.carry.n <= FOOTER_LOOK && input_read_on(&st->now, &st->how))
		;
	if (here + st->now.carry.n > FOOTER_LOOK)
		return 0;
	w->len = here + st->now.carry.n;
	w->dialect = b->dialect;
	memcpy(batch_room(w, 0, w->len), b->buf + b->marks.start[i], here);
	if (st->now.carry.n)
		memcpy(w->buf + here, st->now.carry.p, st->now.carry.n);
	scan_start(&scan, w);
	st->how.scan(&scan, w, w->len);
	scan_finish(&scan, w, w->len);
	for (size_t k = 0; k < w->marks.nrow; k++) {
		if (batch_cells(w, k) >= b->columns)
			return 0;
		n += !batch_blank(w, k);
	}
	return scan.fault ? 0 : n;
}

/* Are all cells beyond the header's empty? */
static bool empty_beyond(const struct batch *b, size_t i)
{
	struct record r = batch_record(b, i);

	for (size_t c = b->columns; c < r.cells; c++) {
		struct str cell = str_trim(record_raw(&r, c));
		if (cell.n && !(str_eq(cell, STR("\"\"")) && !b->dialect.raw_tsv))
			return false;
	}
	return r.cells > b->columns;
}

/* Does a cell begin with a quote that doesn't quote, for a space is before it? */
static bool quote_behind_space(const struct batch *b, size_t i)
{
	struct record r = batch_record(b, i);
	bool found = false;

	for (size_t c = 0; c < r.cells && !b->dialect.raw_tsv; c++)
		found |= cell_quote_behind_space(record_raw(&r, c));
	return found;
}

/* The delimiter that the row rather has, where the header is another file's; 0: none. A row that begins with
 * a quote is one quoted cell. */
static char other_delimiter(const struct source *s, const struct batch *b, size_t i)
{
	static const char possible[] = { ',', ';', '\t', '|' };
	struct record row = batch_record(b, i);
	bool looks = s->options.header_from && row.cells == 1 && *row.p != '"';

	for (size_t k = 0; looks && k < sizeof possible; k++) {
		size_t n = 1;
		for (size_t at = 0; at < row.n; at++)
			n += row.p[at] == possible[k];
		if (n >= b->columns)
			return possible[k];
	}
	return 0;
}

static void width_error(struct source *s, const struct batch *b, size_t i)
{
	struct arena *a = &s->state->arena;
	size_t cells = batch_cells(b, i), footer = cells < b->columns ? footer_rows(s, b, i) : 0;
	struct str remedy = STR("--ragged pad fills short rows, --ragged skip leaves such rows out");

	char other = other_delimiter(s, b, i);
	if (other)
		remedy = arena_print(
			a,
			"the header's cells are separated by %.*s and the row's by %.*s; give both "
			"files the same",
			STR_ARG(delimiter_shown(a, b->dialect.delimiter)),
			STR_ARG(delimiter_shown(a, other)));
	else if (cells > b->columns && b->columns == 1)
		remedy = s->header.hint.n ? s->header.hint
					  : STR("if the header stands further down, use --skip-lines N");
	else if (footer)
		remedy = arena_print(a, "if the file ends in a footer, use --skip-footer %zu", footer);
	else if (cells > b->columns && quote_behind_space(b, i))
		remedy = STR("a quote behind a space doesn't quote: remove the space, for example by "
			     "sed 's/, \"/,\"/g'");
	else if (cells > b->columns && empty_beyond(b, i))
		remedy = STR("--ragged pad drops the empty cells at its end");
	else if (cells > b->columns)
		remedy =
			s->options.ragged == RAGGED_PAD
				? STR("--ragged pad drops only empty cells; use --ragged skip --rejects FILE")
				: STR("--ragged skip --rejects FILE leaves such rows out");
	s->error = arena_print(a, "%s:%llu: %zu cell%s where the header has %zu; %.*s", b->file,
			       (unsigned long long)batch_line(b, i), cells, cells == 1 ? "" : "s", b->columns,
			       STR_ARG(remedy));
}

static void reject(struct source *s, const struct batch *b, size_t i)
{
	struct record r = batch_record(b, i);

	s->skipped++;
	if (!s->options.keep_rejects)
		return;
	buf_add(&s->rejects, r.p, r.n + r.end);
	if (!r.end)
		buf_str(&s->rejects, s->header.end.n ? s->header.end : STR("\n"));
	if (s->options.rejects && s->rejects.n >= REJECTS_HELD) {
		writer_write(s->options.rejects, buf_view(&s->rejects)); /* which remembers a failure */
		buf_clear(&s->rejects);
	}
}

/* Keeps row i without the cells beyond the header's: its line end moves up to the header's last cell. */
static void keep_cut(struct batch_filter *f, size_t i)
{
	struct batch *b = f->batch;
	struct record r = batch_record(b, i);
	uint32_t end = r.sep[b->columns - 1], next = b->marks.start[i + 1];

	memmove(b->buf + end, r.p + r.n, r.end);
	memset(b->buf + end + r.end, b->dialect.delimiter, next - end - r.end); /* no line end may be left */
	if (!r.end)
		b->len = end;
	batch_keep(f, i);
	f->nsep -= r.cells - b->columns;
}

enum fate { KEPT, KEPT_CUT, BLANK, REJECTED, WRONG };

static enum fate fate_of(const struct source *s, const struct batch *b, size_t i)
{
	size_t cells = batch_cells(b, i);

	if (cells == b->columns)
		return KEPT;
	if (batch_blank(b, i))
		return BLANK;
	if (s->options.ragged == RAGGED_PAD)
		return cells < b->columns ? KEPT : empty_beyond(b, i) ? KEPT_CUT : WRONG;
	return s->options.ragged == RAGGED_SKIP ? REJECTED : WRONG;
}

/* Leaves out rows that aren't records; stops before the first row that is an error. */
static void check_widths(struct source *s, struct batch *b)
{
	struct batch_filter f = { .batch = b };
	enum fate fate = KEPT;

	if (batch_regular(b, 0, b->marks.nrow))
		return;
	for (size_t i = 0; i < b->marks.nrow && fate != WRONG; i++) {
		fate = fate_of(s, b, i);
		if (fate == KEPT)
			batch_keep(&f, i);
		else if (fate == KEPT_CUT)
			keep_cut(&f, i);
		else if (fate == BLANK)
			s->blank++;
		else if (fate == REJECTED)
			reject(s, b, i);
		else
			width_error(s, b, i);
	}
	batch_filtered(&f);
}

size_t source_rows_before_error(const struct source *s, const struct batch *b)
{
	size_t rows = 0;

	if (batch_regular(b, 0, b->marks.nrow))
		return b->marks.nrow;
	while (rows < b->marks.nrow && fate_of(s, b, rows) != WRONG)
		rows++;
	return rows;
}

void source_check_rows(struct source *s, struct batch *b)
{
	for (size_t i = 0; b->marks.crs && i < b->marks.nrow; i++)
		s->crs += batch_record(b, i).end > 2;
	check_widths(s, b);
}
