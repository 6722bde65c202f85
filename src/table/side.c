/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Side tables by libcsv: see side.h. libcsv gives no places, so it is fed line
 * by line and the line in hand is known when a row comes out. It is run
 * strictly, with spaces kept (its own trimming knows no quotes), and never
 * asked to finish after an error: it would hand out the half row and forget.
 */
#include "table/side.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include <csv.h>

#include "base/casefold.h"
#include "base/cell.h"
#include "base/file.h"
#include "base/foreign.h"
#include "base/library.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "table/unpack.h"

struct side_state {
	struct arena arena;
	struct map exact, loose; /* a column's name to its first column */
	struct map keys;
};

/* One reading of a file. */
struct reader {
	struct side *side;
	const char *path;
	struct diags *diags;
	struct buf text; /* of the row in hand, its cells one behind the other */
	size_t *end;	 /* where each cell ends in text */
	size_t cells, end_cap;
	size_t cell_cap, row_cap;
	struct buf plain;	       /* a cell as it is read, where that isn't as it stands */
	struct str *folded;	       /* names of the columns */
	struct sighting broken, again; /* cells that are no UTF-8; rows that are the header again */
	uint32_t row_line;
	bool header, ended_row, good;
	bool fills; /* a row that is too short, with empty cells */
};

static int no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void on_cell(void *p, size_t n, void *data)
{
	struct reader *r = data;

	MEM_ROOM(r->end, r->cells, r->end_cap);
	buf_add(&r->text, p, n);
	r->end[r->cells++] = r->text.n;
}

/* Cells of the row in hand, without the empty ones beyond the header. */
static size_t width(const struct reader *r)
{
	size_t n = r->cells;

	while (r->header && n > r->side->columns && r->end[n - 1] == r->end[n - 2])
		n--;
	return n;
}

static void met(struct sighting *s, const struct reader *r)
{
	if (!s->count++)
		s->first_line = r->row_line;
	s->file = r->path;
}

static void take_row(struct reader *r, struct str *cell)
{
	struct arena *arena = &r->side->state->arena;
	struct str text = arena_copy(arena, buf_view(&r->text));

	for (size_t c = 0; c < r->side->columns; c++) {
		if (c >= r->cells) { /* it ends early */
			cell[c] = STR("");
			continue;
		}
		struct str raw = str_slice(text, c ? r->end[c - 1] : 0, r->end[c]);
		if (!utf8_valid(raw))
			met(&r->broken, r);
		cell[c] = text_value(raw, &r->plain);
		if (buf_holds(&r->plain, cell[c].p))
			cell[c] = arena_copy(arena, cell[c]);
	}
}

/* Does the row say what the header says, as where one file was put behind another? */
static bool is_header(struct reader *r, const struct str *cell)
{
	size_t c = 0;

	while (c < r->side->columns && fold_equal(cell[c], r->folded[c], &r->plain))
		c++;
	return c == r->side->columns;
}

static void index_columns(struct reader *r)
{
	struct side *s = r->side;
	struct side_state *state = s->state;

	r->folded = ARENA_ARRAY(&state->arena, s->columns, struct str);
	for (size_t c = 0; c < s->columns; c++) {
		buf_clear(&r->plain);
		fold_append(&r->plain, s->name[c]);
		r->folded[c] = arena_copy(&state->arena, buf_view(&r->plain));
		map_put(&state->exact, s->name[c], (uint32_t)c);
		map_put(&state->loose, loose_name(&state->arena, s->name[c]), (uint32_t)c);
	}
}

static void on_row(int c, void *data)
{
	struct reader *r = data;
	struct side *s = r->side;
	size_t n = width(r);

	(void)c;
	r->ended_row = true;
	if (!r->header) {
		r->header = true;
		s->columns = n;
		s->name = ARENA_ARRAY(&s->state->arena, n, struct str);
		take_row(r, s->name);
		index_columns(r);
	} else if (n > s->columns || (n < s->columns && !r->fills)) {
		diag_error(r->diags, "%s:%u: %zu cell%s where the header has %zu", r->path, r->row_line, n,
			   n == 1 ? "" : "s", s->columns);
		r->good = false;
	} else {
		size_t used = s->rows * s->columns, need = used + s->columns;
		if (need > r->cell_cap)
			s->cell = mem_resize_array(s->cell, mem_grown(&r->cell_cap, need), sizeof *s->cell);
		MEM_ROOM(s->line, s->rows, r->row_cap);
		take_row(r, s->cell + used);
		if (is_header(r, s->cell + used))
			met(&r->again, r);
		else
			s->line[s->rows++] = r->row_line;
	}
	buf_clear(&r->text);
	r->cells = 0;
}

static void fail(struct reader *r, uint32_t line, const char *words)
{
	diag_error(r->diags, "%s:%u: %s", r->path, line, words);
	r->good = false;
}

/* ---- libcsv, which is loaded at the first side table ---- */

#define CSV_FUNCTIONS(X)      \
	X(csv_init)           \
	X(csv_set_delim)      \
	X(csv_set_space_func) \
	X(csv_set_blk_size) X(csv_parse) X(csv_error) X(csv_strerror) X(csv_fini) X(csv_free)
static struct libcsv {
	CSV_FUNCTIONS(LIBRARY_MEMBER)
} libcsv;

static void load_libcsv(void)
{
	LIBRARY_LOAD(libcsv, CSV_FUNCTIONS, .file = "libcsv.so.3",
		     .need = "a file is a table beside the input", .knows = "which reads it",
		     .package = "libcsv3");
}

/* Why libcsv refuses a quote. */
static const char *about_quote(struct str line)
{
	const char *quote = memmem(line.p, line.n, " \"", 2);
	bool begins = quote && (quote == line.p || strchr(",;\t", quote[-1]));

	return begins ? "a quote behind a space doesn't quote; remove the space before it"
		      : "a quote inside a cell; quote the whole cell and write the quote twice";
}

static void feed(struct reader *r, struct csv_parser *csv, struct str text, uint32_t line)
{
	bool in_row = false;

	for (size_t from = 0; from < text.n; line++) {
		const char *newline = memchr(text.p + from, '\n', text.n - from);
		size_t to = newline ? (size_t)(newline + 1 - text.p) : text.n;
		struct str piece = str_slice(text, from, to);
		if (!in_row)
			r->row_line = line;
		r->ended_row = false;
		if (libcsv.csv_parse(csv, piece.p, piece.n, on_cell, on_row, r) != piece.n) {
			if (libcsv.csv_error(csv) == CSV_ENOMEM)
				mem_fail();
			fail(r, line,
			     libcsv.csv_error(csv) == CSV_EPARSE
				     ? about_quote(piece)
				     : libcsv.csv_strerror(libcsv.csv_error(csv)));
			return;
		}
		bool blank = piece.p[0] == '\n' || (piece.p[0] == '\r' && piece.n == 2);
		in_row = !r->ended_row && (in_row || !blank);
		from = to;
	}
	if (libcsv.csv_fini(csv, on_cell, on_row, r) != 0)
		fail(r, r->row_line, "a quote opens in this row and is never closed");
}

/* The delimiter, and the line of the header: behind one like `sep=;`, if there is one. False: reported. */
static bool find_delimiter(struct reader *r, struct str *text, char *delimiter, uint32_t *line)
{
	struct header_look look = { .n = 0 };
	bool tie = false;
	size_t said = separator_line(*text, delimiter);

	*text = without_byte_order_mark(str_slice(*text, said, text->n));
	*line = said ? 2 : 1;
	if (!said)
		*delimiter = is_tab_name(str_from(r->path))
				     ? '\t'
				     : likeliest_delimiter(header_line(&look, *text, false), &tie);
	if (tie)
		diag_error(r->diags, "%s: " DELIMITER_TIE "; say it in a first line like sep=;", r->path);
	if (!*delimiter)
		*delimiter = ',';
	r->side->commas = *delimiter != ',' && !is_tab_name(str_from(r->path));
	return !tie;
}

static bool read_text(struct reader *r, struct str text)
{
	const char *foreign = foreign_file(text);
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct csv_parser csv;
	char delimiter;
	uint32_t line;

	if (foreign) {
		diag_error(r->diags, "%s: %s", r->path, foreign);
		return false;
	}
	text = without_byte_order_mark(text);
	if (!find_delimiter(r, &text, &delimiter, &line))
		return false;
	pthread_once(&once, load_libcsv);
	if (libcsv.csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI) != 0)
		mem_fail();
	libcsv.csv_set_delim(&csv, (unsigned char)delimiter);
	libcsv.csv_set_space_func(&csv, no_space);
	libcsv.csv_set_blk_size(&csv, 65536);
	feed(r, &csv, text, line);
	libcsv.csv_free(&csv);
	if (r->good && !r->header) {
		diag_error(r->diags, "%s: no header: the file is empty", r->path);
		r->good = false;
	}
	return r->good;
}

static bool read_as(struct side *s, const char *path, struct str text, bool fills, struct diags *diags)
{
	struct reader r = { .side = s, .path = path, .diags = diags, .good = true, .fills = fills };

	*s = (struct side){ .state = mem_new(sizeof *s->state) };
	bool good = read_text(&r, text);
	diag_sighting(diags, &r.broken, "cell is not UTF-8", "cells are not UTF-8", CP1252_REMEDY);
	diag_sighting(diags, &r.again, "row is the header again", "rows are the header again", "left out");
	buf_release(&r.text);
	buf_release(&r.plain);
	free(r.end);
	return good;
}

bool side_read_text(struct side *s, const char *path, struct str text, struct diags *diags)
{
	return read_as(s, path, text, false, diags);
}

bool side_read_short(struct side *s, const char *path, struct str text, struct diags *diags)
{
	return read_as(s, path, text, true, diags);
}

bool side_read(struct side *s, const char *path, struct diags *diags)
{
	struct buf file = { 0 };
	bool good;

	*s = (struct side){ 0 };
	good = unpack_file(path, &file);
	if (good)
		good = side_read_text(s, path, buf_view(&file), diags);
	else
		diag_error(diags, "%s: %s%s", path, file_why(errno),
			   errno == EISDIR
				   ? "; a table is a file, which leadfold --archive makes of an archive"
				   : "");
	buf_release(&file);
	return good;
}

void side_release(struct side *s)
{
	if (!s->state)
		return;
	arena_release(&s->state->arena);
	map_release(&s->state->exact);
	map_release(&s->state->loose);
	map_release(&s->state->keys);
	free(s->state);
	free(s->cell);
	free(s->line);
	*s = (struct side){ 0 };
}

size_t side_column(const struct side *s, struct str name)
{
	const uint32_t *column = map_find(&s->state->exact, name);

	if (!column) {
		struct str loose = loose_name(&s->state->arena, name);
		column = loose.n ? map_find(&s->state->loose, loose) : NULL;
	}
	return column ? *column : SIZE_MAX;
}

struct str side_cell(const struct side *s, size_t row, size_t column)
{
	return s->cell[row * s->columns + column];
}

bool side_blank(const struct side *s, size_t row)
{
	for (size_t c = 0; c < s->columns; c++)
		if (side_cell(s, row, c).n)
			return false;
	return true;
}

void side_index(struct side *s, size_t column)
{
	struct buf folded = { 0 };

	map_release(&s->state->keys);
	s->repeated = 0;
	for (size_t i = 0; i < s->rows; i++) {
		buf_clear(&folded);
		fold_key_append(&folded, side_cell(s, i, column));
		if (!folded.n)
			continue;
		if (map_find(&s->state->keys, buf_view(&folded)))
			s->repeated++;
		else
			map_put(&s->state->keys, arena_copy(&s->state->arena, buf_view(&folded)),
				(uint32_t)i);
	}
	buf_release(&folded);
}

size_t side_find(const struct side *s, struct str folded)
{
	uint32_t *row = map_find(&s->state->keys, folded);

	return row ? *row : SIZE_MAX;
}
