/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reports of any texts in every format. CSV and TSV are read back by libcsv, and a single grid by our reader;
 * JSON is read by a strict reader and says each cell; a table's lines are as wide as its rule, each cell in
 * its place, and nothing in it is a command; Markdown and HTML say each cell and have no markup but their
 * own. Rows that come in two pieces make the same as rows at once.
 *
 * The input: what separates the texts, then six bytes (grids and columns, which are numbers, stand right, or
 * are pictures, the look, rows of all grids but the last), then the texts: each grid's title, note, heads and
 * cells.
 */
#include <ctype.h>

#include "cells.h"
#include "json.h"

#include "../unit/well_formed.h"
#include "report/glyph.h"
#include "report/grid.h"

enum { GRIDS = 3, COLUMNS = 6, ROWS_MOST = 100 };

struct report {
	struct grid grid[GRIDS];
	const struct grid *list[GRIDS];
	size_t n;
	struct look look;
};

/* ---- the report ---- */

static char *words(struct str *rest, char separator)
{
	static struct buf text;

	buf_clear(&text);
	buf_str(&text, input_text(rest, separator));
	buf_char(&text, '\0');
	return text.p;
}

/* The title of a grid is its tool's own words: UTF-8, no number, and not like a name that repeats. */
static char *title(struct str *rest, char separator)
{
	char *text = words(rest, separator);
	struct buf room = { 0 };
	bool good = str_eq(json_said(str_from(text), &room), str_from(text));

	for (char *c = text; *c; c++)
		if (*c == '[' || isdigit((unsigned char)*c) || (!good && *c & 0x80))
			*c = '_';
	buf_release(&room);
	return text;
}

static void take_cells(struct grid *g, struct str *rest, char separator, size_t rows)
{
	while (g->rows < rows && (rest->n || g->filled % g->columns)) {
		grid_cell(g, input_text(rest, separator));
		grid_tone(g, (enum tone)(g->cell[g->filled - 1].n % 4));
	}
}

static void take_report(struct report *r, struct str rest)
{
	static const char delimiters[] = { '\0', ';', '|', '\t' };
	char separator = (char)input_byte(&rest);
	unsigned shape = input_byte(&rest), numbers = input_byte(&rest), right = input_byte(&rest),
		 pictures = input_byte(&rest), look = input_byte(&rest), rows = input_byte(&rest);

	*r = (struct report){ .n = shape / COLUMNS % GRIDS + 1 };
	r->look = (struct look){ .width = look & 4 ? 1 + (int)(look >> 3) * 2 : 0,
				 .color = look & 1,
				 .utf8 = look & 2,
				 .delimiter = delimiters[look >> 5 & 3] };
	for (size_t i = 0; i < r->n; i++) {
		struct grid *g = &r->grid[i];
		grid_title(g, title(&rest, separator));
		grid_note(g, words(&rest, separator));
		for (size_t c = 0; c < shape % COLUMNS + 1; c++) {
			const char *head = words(&rest, separator);
			if (pictures >> c & 1)
				grid_picture(g, head);
			else
				grid_column(g, head, right >> c & 1 ? ALIGN_RIGHT : ALIGN_LEFT,
					    numbers >> c & 1);
		}
		take_cells(g, &rest, separator, i + 1 < r->n ? rows : ROWS_MOST);
		r->list[i] = g;
	}
}

/* A row's cell, of SIZE_MAX the head. */
static struct str cell_of(const struct grid *g, size_t row, size_t column)
{
	return row == SIZE_MAX ? g->column[column].head : g->cell[row * g->columns + column];
}

/* ---- CSV and TSV ---- */

static size_t flat_row(const struct grid *g, size_t row, struct str *cell)
{
	size_t n = 0;

	for (size_t c = 0; c < g->columns; c++)
		if (!g->column[c].picture)
			cell[n++] = cell_of(g, row, c);
	if (!n) /* a grid of pictures alone: its lines are not empty all the same */
		cell[n++] = STR("");
	return n;
}

static void check_csv(const struct report *r, struct str out, char delimiter, bool safe)
{
	static struct str cell[GRIDS * (ROWS_MOST + 1) * COLUMNS];
	static size_t end[GRIDS * (ROWS_MOST + 1)];
	struct cells cells = { .cell = cell, .end = end, .safe = safe };
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		for (size_t row = 0; row <= r->grid[i].rows; row++) {
			n += flat_row(&r->grid[i], row - 1, cell + n);
			end[cells.rows++] = n;
		}
	cells_by_libcsv(&cells, out, delimiter);
	if (r->n == 1)
		cells_by_us(&cells, out, (struct dialect){ .delimiter = delimiter });
}

/* ---- JSON ---- */

/* A name as it is, or with [2], [3] behind it. */
static void check_name(struct str read, struct str name)
{
	struct buf room = { 0 };
	struct str said = json_said(name, &room), more;

	check(str_starts(read, said), "a key is its head");
	more = str_slice(read, said.n, read.n);
	if (more.n)
		check(more.n > 2 && str_starts(more, STR("[")) && str_ends(more, STR("]")),
		      "a key that repeats has its number behind it");
	buf_release(&room);
}

static void check_unique(const struct buf *name, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check(!str_eq(buf_view(&name[i]), buf_view(&name[n])), "no two keys are the same");
}

/* Of a very long number only the characters are looked at. */
static void check_value(struct json *j, const struct grid_column *column, struct str cell)
{
	struct buf room = { 0 };
	struct str number = json_number(j);

	if (number.n) {
		check(column->number && str_eq(number, cell), "a number is the cell of a column of numbers");
		check(number.n >= JSON_NUMBER || json_is_number(number), "a number is one of JSON's");
	} else if (json_eat(j, "null")) {
		check(!cell.n, "null is an empty cell");
	} else {
		json_string(j);
		check(cell.n && str_eq(buf_view(&j->text), json_said(cell, &room)), "a string is its cell");
		check(!column->number || !json_is_number(cell), "a number is no string");
	}
	buf_release(&room);
}

static void check_array(struct json *j, const struct grid *g)
{
	struct buf name[COLUMNS] = { 0 };

	json_must(j, "[");
	for (size_t row = 0; row < g->rows; row++) {
		size_t n = 0;
		json_must(j, row ? ",\n{" : "{");
		for (size_t c = 0; c < g->columns; c++) {
			if (g->column[c].picture)
				continue;
			if (n)
				json_must(j, ",");
			json_string(j);
			check_name(buf_view(&j->text), g->column[c].head);
			buf_clear(&name[n]);
			buf_str(&name[n], buf_view(&j->text));
			check_unique(name, n++);
			json_must(j, ":");
			check_value(j, &g->column[c], cell_of(g, row, c));
		}
		json_must(j, "}");
	}
	json_must(j, "]");
	for (size_t c = 0; c < COLUMNS; c++)
		buf_release(&name[c]);
}

static void check_json(const struct report *r, struct str out)
{
	struct json j = { .rest = out };
	struct buf name[GRIDS] = { 0 };

	if (r->n != 1)
		json_must(&j, "{");
	for (size_t i = 0; i < r->n; i++) {
		if (i)
			json_must(&j, ",");
		if (r->n != 1) {
			json_string(&j);
			if (r->grid[i].title.n)
				check_name(buf_view(&j.text), r->grid[i].title);
			buf_str(&name[i], buf_view(&j.text));
			check_unique(name, i);
			json_must(&j, ":");
		}
		check_array(&j, &r->grid[i]);
	}
	if (r->n != 1)
		json_must(&j, "}");
	check(str_eq(j.rest, STR("\n")), "JSON ends with its line");
	for (size_t i = 0; i < GRIDS; i++)
		buf_release(&name[i]);
	buf_release(&j.text);
}

/* ---- tables ---- */

static void pad(struct buf *out, int n)
{
	while (n-- > 0)
		buf_char(out, ' ');
}

static void table_line(struct buf *out, const struct grid *g, size_t row, const int *width, bool utf8)
{
	for (size_t c = 0; c < g->columns; c++) {
		struct str cell = cell_of(g, row, c);
		int room = width[c] - text_shown_width(cell, utf8);
		bool right = g->column[c].align == ALIGN_RIGHT;
		pad(out, c ? GRID_GAP : 0);
		pad(out, right ? room : 0);
		text_show(out, cell, utf8);
		pad(out, right ? 0 : room);
	}
	while (out->n && out->p[out->n - 1] == ' ')
		out->n--;
	buf_char(out, '\n');
}

static int table_widths(const struct grid *g, int *width, bool utf8)
{
	int total = -GRID_GAP;

	for (size_t c = 0; c < g->columns; c++) {
		width[c] = 0;
		for (size_t row = 0; row <= g->rows; row++) {
			int w = text_shown_width(cell_of(g, row - 1, c), utf8);
			width[c] = w > width[c] ? w : width[c];
		}
		total += width[c] + GRID_GAP;
	}
	return total;
}

static void table_sentence(struct buf *out, struct str text, bool utf8)
{
	text_show(out, text, utf8);
	if (text.n)
		buf_char(out, '\n');
}

/* The table as it has to be where it is not cut. */
static void table_expected(struct buf *out, const struct report *r)
{
	bool utf8 = r->look.utf8;
	int width[COLUMNS];

	for (size_t i = 0; i < r->n; i++) {
		const struct grid *g = &r->grid[i];
		if (i)
			buf_char(out, '\n');
		table_sentence(out, g->title, utf8);
		int total = table_widths(g, width, utf8);
		table_line(out, g, SIZE_MAX, width, utf8);
		for (int k = 0; k < total; k++)
			buf_str(out, utf8 ? STR("─") : STR("-"));
		buf_char(out, '\n');
		for (size_t row = 0; row < g->rows; row++)
			table_line(out, g, row, width, utf8);
		table_sentence(out, g->note, utf8);
	}
}

/* Without its colors, which are the only commands in it, and spaces that a color hid at a line's end. */
static void uncolored(struct buf *out, struct str table)
{
	while (table.n) {
		char c = (char)input_byte(&table);
		while (c == '\n' && out->n && out->p[out->n - 1] == ' ')
			out->n--;
		if (c != '\033')
			buf_char(out, c);
		else
			check(input_text(&table, 'm').n <= 3, "a color is a short command");
	}
}

static void check_table(const struct report *r, struct str out)
{
	struct buf plain = { 0 }, expected = { 0 }, lines = { 0 };

	table_expected(&lines, r);
	if (r->look.color) {
		uncolored(&plain, out);
		uncolored(&expected, buf_view(&lines));
	} else {
		buf_str(&plain, out);
		buf_str(&expected, buf_view(&lines));
	}
	check(str_eq(buf_view(&plain), buf_view(&expected)), "a table is in columns");
	for (struct str rest = buf_view(&plain); rest.n;) {
		const char *from = rest.p;
		int32_t c = utf8_next(&rest);
		check(c != UTF8_BROKEN && (c == '\n' || c >= 0x20) && (c < 0x7F || c > 0x9F) &&
			      (c < 0x202A || c > 0x202E) && (c < 0x2066 || c > 0x2069),
		      "nothing in a table is a command");
		check(r->look.utf8 || (unsigned char)*from < 0x80, "a screen without UTF-8 gets ASCII");
	}
	buf_release(&plain);
	buf_release(&expected);
	buf_release(&lines);
}

/* On a screen that is too narrow no line of the table is wider than the rule. Below it is a note, which is
 * not broken within a word. */
static void check_narrow(const struct grid *whole, struct look look, struct str out)
{
	int width[COLUMNS], total = table_widths(whole, width, look.utf8), rule;
	struct str rest = out;

	input_text(&rest, '\n');
	rule = text_shown_width(input_text(&rest, '\n'), look.utf8);
	check(rule <= total, "a table is cut to the screen"); /* columns that go may leave it narrower */
	for (size_t i = 0; i < whole->rows; i++)
		check(text_shown_width(input_text(&rest, '\n'), look.utf8) <= rule,
		      "no line is wider than the rule");
}

/* ---- Markdown and HTML ---- */

/* A cell as it is to be read there: line ends are '\n', controls '?'. */
static struct str shown(struct str s, struct buf *room)
{
	buf_clear(room);
	while (s.n) {
		int32_t c = utf8_next(&s);
		if (c == '\r' && s.n && *s.p == '\n')
			continue;
		if (c == '\t')
			c = ' ';
		else if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029)
			c = '\n';
		else if (c == UTF8_BROKEN)
			c = 0xFFFD;
		else if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
			 (c >= 0x2066 && c <= 0x2069))
			c = '?';
		json_put(room, c);
	}
	return buf_view(room);
}

/* What a reader of markup reads next: a character, an entity, a <br>, or, with escapes, what follows a
 * backslash. */
static void read_markup(struct str *rest, bool escapes, struct buf *out)
{
	static const struct {
		struct str said;
		char means;
	} known[] = { { STR("&amp;"), '&' },  { STR("&lt;"), '<' },   { STR("&gt;"), '>' },
		      { STR("&quot;"), '"' }, { STR("&#39;"), '\'' }, { STR("<br>"), '\n' } };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_starts(*rest, known[i].said)) {
			buf_char(out, known[i].means);
			*rest = str_slice(*rest, known[i].said.n, rest->n);
			return;
		}
	if (escapes && rest->n > 1 && *rest->p == '\\')
		input_byte(rest);
	buf_char(out, (char)input_byte(rest));
}

static void check_said(const struct buf *read, struct str cell, const char *claim)
{
	struct buf room = { 0 };

	check(str_eq(buf_view(read), shown(cell, &room)), claim);
	buf_release(&room);
}

/* One cell, up to the bar behind it. */
static void markdown_cell(struct str *line, struct str cell)
{
	struct buf read = { 0 };

	while (!str_starts(*line, STR(" |"))) {
		char c = line->n ? *line->p : '|';
		bool word = read.n && line->n > 1 && isalnum((unsigned char)read.p[read.n - 1]) &&
			    isalnum((unsigned char)line->p[1]);
		check(!memchr("|`*[]~", c, 6) && (c != '_' || word) &&
			      (c != '<' || str_starts(*line, STR("<br>"))),
		      "nothing in a cell is markup");
		read_markup(line, true, &read);
	}
	*line = str_slice(*line, 2, line->n);
	check_said(&read, cell, "Markdown says the cell");
	buf_release(&read);
}

static void check_markdown(const struct report *r, struct str out)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct grid *g = &r->grid[i];
		if (i)
			check(!input_text(&out, '\n').n, "grids are apart");
		if (g->title.n) {
			check(str_starts(input_text(&out, '\n'), STR("### ")), "a title is a heading");
			check(!input_text(&out, '\n').n, "a title stands alone");
		}
		for (size_t row = 0; row <= g->rows; row++) {
			struct str line = input_text(&out, '\n');
			for (size_t c = 0; c < g->columns; c++) {
				check(str_starts(line, c ? STR(" ") : STR("| ")), "a cell has its bar");
				line = str_slice(line, c ? 1 : 2, line.n);
				markdown_cell(&line, cell_of(g, row - 1, c));
			}
			check(!line.n, "a row ends with its last cell");
			if (!row)
				check(str_starts(input_text(&out, '\n'), STR("| ---")), "a rule is there");
		}
		if (g->note.n)
			check(!input_text(&out, '\n').n && input_text(&out, '\n').n, "a note is a paragraph");
	}
	check(!out.n, "nothing follows");
}

/* Where the next cell begins, of heads or of rows, whose first text is a head of its row; NULL: none. */
static const char *next_cell(struct str page, bool heads)
{
	static const char column[] = "<th scope=\"col\"", row[] = "<th scope=\"row\"";
	const char *cell = memmem(page.p, page.n, heads ? column : "<td", heads ? strlen(column) : 3),
		   *first = heads ? NULL : memmem(page.p, page.n, row, strlen(row));

	return first && (!cell || first < cell) ? first : cell;
}

/* The cells, one after another. */
static void html_cells(struct str page, const struct report *r, bool heads)
{
	struct buf read = { 0 };

	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < (heads ? 1 : r->grid[i].rows) * r->grid[i].columns; k++) {
			const char *at = next_cell(page, heads);
			check(at, "a cell is there");
			page = str_slice(page, (size_t)(at - page.p), page.n);
			input_text(&page, '>');
			buf_clear(&read);
			while (page.n && !str_starts(page, STR("</t")))
				read_markup(&page, false, &read);
			check_said(&read, cell_of(&r->grid[i], heads ? SIZE_MAX : 0, k),
				   "HTML says the cell");
		}
	check(!next_cell(page, heads), "there are no more cells");
	buf_release(&read);
}

static void check_html(const struct report *r, struct buf *out)
{
	html_cells(buf_view(out), r, true);
	html_cells(buf_view(out), r, false);
	check(!memchr(out->p, '\0', out->n), "a page has no NUL");
	buf_char(out, '\0');
	check(!ill_formed(out->p), "a page is well formed");
}

/* ---- all of it ---- */

/* The first grid as a stream, cut in front of a row. */
static void put_pieces(struct buf *out, const struct grid *whole, enum format format, struct look look,
		       size_t cut)
{
	struct grid g = { .title = whole->title, .note = whole->note };

	buf_clear(out);
	for (size_t c = 0; c < whole->columns; c++) {
		grid_column(&g, whole->column[c].head.p, whole->column[c].align, whole->column[c].number);
		g.column[c].picture = whole->column[c].picture;
	}
	for (int piece = 0; piece < 2; piece++) {
		grid_clear_rows(&g);
		for (size_t i = piece ? cut * g.columns : 0; i < (piece ? whole->rows : cut) * g.columns;
		     i++) {
			grid_cell(&g, whole->cell[i]);
			grid_tone(&g, (enum tone)whole->tone[i]);
		}
		grid_write_rows(out, &g, format, look, !piece, piece);
	}
	grid_release(&g);
}

static void check_pieces(struct report *r, enum format format)
{
	struct buf whole = { 0 }, pieces = { 0 };
	struct grid *g = &r->grid[0];

	for (size_t c = 0; c < g->columns; c++)
		g->column[c].left_out = IS_SHOWN; /* a table before has left some out */
	/* A table takes its widths from the first piece. */
	put_pieces(&whole, g, format, r->look, g->rows);
	put_pieces(&pieces, g, format, r->look, format == FORMAT_TABLE ? g->rows : g->rows / 2);
	check(str_eq(buf_view(&whole), buf_view(&pieces)), "rows in pieces are rows at once");
	if (format == FORMAT_CSV || format == FORMAT_TSV) {
		struct report one = { .grid = { *g }, .n = 1 };
		char delimiter = r->look.delimiter ? r->look.delimiter : ',';
		check_csv(&one, buf_view(&pieces), format == FORMAT_TSV ? '\t' : delimiter, false);
	} else {
		buf_clear(&whole);
		grids_write(&whole, r->list, 1, format, r->look);
		check(str_eq(buf_view(&whole), buf_view(&pieces)), "a stream is a report of one grid");
	}
	buf_release(&whole);
	buf_release(&pieces);
}

/* The lines of one grid are the rows of its array. */
static void check_jsonl(struct report *r, struct str out)
{
	struct buf array = { 0 }, json = { 0 };

	if (r->n != 1)
		return;
	buf_char(&array, '[');
	for (const char *end; (end = memchr(out.p, '\n', out.n));
	     out = str_slice(out, (size_t)(end + 1 - out.p), out.n)) {
		buf_str(&array, array.n > 1 ? STR(",\n") : STR("\n"));
		buf_add(&array, out.p, (size_t)(end - out.p));
	}
	buf_str(&array, array.n > 1 ? STR("\n]\n") : STR("]\n"));
	check(!out.n, "the last line has its end");
	grids_write(&json, r->list, 1, FORMAT_JSON, r->look);
	check(str_eq(buf_view(&array), buf_view(&json)), "lines are the rows of an array");
	buf_release(&array);
	buf_release(&json);
}

static void check_format(struct report *r, enum format format, struct buf *out)
{
	char delimiter = r->look.delimiter ? r->look.delimiter : ',';
	struct look look = r->look;

	buf_clear(out);
	if (format == FORMAT_TABLE)
		look.width = 0;
	grids_write(out, r->list, r->n, format, look);
	switch (format) {
	case FORMAT_CSV:
	case FORMAT_TSV:
		check_csv(r, buf_view(out), format == FORMAT_TSV ? '\t' : delimiter, true);
		break;
	case FORMAT_JSON:
		check_json(r, buf_view(out));
		break;
	case FORMAT_JSONL:
		check_jsonl(r, buf_view(out));
		break;
	case FORMAT_TABLE:
		check_table(r, buf_view(out));
		break;
	case FORMAT_MARKDOWN:
		check_markdown(r, buf_view(out));
		break;
	case FORMAT_HTML:
		check_html(r, out);
		break;
	case FORMATS:
		break;
	}
}

static void check_screen(const struct report *r, struct buf *out)
{
	struct grid alone = r->grid[0];
	const struct grid *list[] = { &alone };
	struct look look = r->look;

	alone.title = alone.note = STR_NONE;
	look.color = false;
	buf_clear(out);
	grids_write(out, list, 1, FORMAT_TABLE, look);
	if (look.width)
		check_narrow(&alone, look, buf_view(out));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf out = { 0 };
	struct report r;

	take_report(&r, input_whole(data, size));
	for (int format = FORMAT_CSV; format < FORMATS; format++) {
		check_format(&r, (enum format)format, &out);
		check_pieces(&r, (enum format)format);
	}
	check_screen(&r, &out);
	for (size_t i = 0; i < r.n; i++)
		grid_release(&r.grid[i]);
	buf_release(&out);
	return 0;
}
