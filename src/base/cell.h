/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rules of delimited text that several folders share: how a cell is written, what a spreadsheet would
 * run, which column names are the same, and what a file's first bytes and name say about it.
 */
#ifndef BASE_CELL_H
#define BASE_CELL_H

#include "base/arena.h"
#include "base/buf.h"

/* How cells are written in a stream. */
struct dialect {
	char delimiter;
	bool raw_tsv; /* a quote is data; \t \n \r \\ are escapes */
};

/* ---- writing ---- */

/* One cell as the dialect writes it: quoted (or escaped) when it needs to be. */
void cell_write(struct buf *out, struct dialect dialect, struct str text);

/* The same, but safe from being run as a formula by a spreadsheet: such a text gets a leading '. */
void cell_write_safe(struct buf *out, struct dialect dialect, struct str text);

/* What goes between the quotes of a quoted cell, or into a cell of raw TSV. */
void cell_write_inside(struct buf *out, struct dialect dialect, struct str text);

/* Would a spreadsheet run it? A text that begins with = + - @, whatever space and line ends are before it, or
 * with tab or CR, and is no number; a number may have a decimal point or comma. A telephone number, which is
 * a + and then digits, spaces, brackets and hyphens, is left as it is, too. */
bool cell_is_formula(struct str text);

/* ---- reading ---- */

/* Without what can't be seen around it and a ' before = + - @, where what can't be seen may be between: it is
 * what cell_write_safe puts there. */
static inline struct str text_unguarded(struct str text)
{
	text = str_trim(text);
	if (!text.n || text.p[0] != '\'')
		return text;
	struct str rest = str_trim(str_slice(text, 1, text.n));
	return rest.n && memchr("=+-@", rest.p[0], 4) ? rest : text;
}

/* A cell's text as a value: that, and inside as text_plain says. */
struct str text_value(struct str text, struct buf *scratch);

/* Does a cell, as it came, begin with a quote that doesn't quote, for a space is before it? */
static inline bool cell_quote_behind_space(struct str raw)
{
	return raw.n && raw.p[0] == ' ' && str_starts(str_trim(raw), STR("\""));
}

/* A column's name as a header's cell says it: without what can't be seen around it, and without the quotes
 * of a cell that begins with a space and a quote. `raw` is that cell as it came, `text` what it says. */
struct str header_name(struct str raw, struct str text, struct buf *scratch);

/* A column's name without what does not matter: case, space around it, each * at its end, and whether a
 * space, several, _ or - is inside. Empty: nothing is left, and no other name is the same. */
struct str loose_name(struct arena *arena, struct str name);
struct str loose_text(struct str name, struct buf *scratch); /* valid until that is used again */

/* ---- files ---- */

/* However many: a program may put one before a file that has one. */
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
struct str without_byte_order_mark(struct str text);

/* Does the file's name say that tabs separate its cells? .tsv and .tab do, in upper or lower case, and also
 * where .gz or .zst follows. */
bool is_tab_name(struct str path);

/* Where a line is, as far as quotes go, before its delimiter is known: a quote opens where a cell may begin.
 */
struct quotes {
	bool in, in_cell;
};

/* How far a header was looked for. */
struct header_look {
	size_t n;
	struct quotes quotes;
	bool begun, ended;
};

/* The first line that isn't blank, with the line ends inside its quoted cells and what is before it; it may
 * go on behind the text if the look hasn't ended. That begins as {0}; of a text that has grown since only
 * what is new is looked at. In raw TSV no cell is quoted. */
struct str header_line(struct header_look *look, struct str text, bool raw_tsv);

/* The one of , ; tab and | that divides the cells of a header, if nobody has said: a comma if one stands
 * outside quotes, else the most frequent of the others. NUL: none does. *tie: another is as frequent, and
 * what is said of that. */
char likeliest_delimiter(struct str line, bool *tie);
#define DELIMITER_TIE "two of ; tab and | occur equally often in the header, so the delimiter is not clear"

/* The bytes of a first line like `sep=;`, with its line end: it says the delimiter and is no header. 0: the
 * text begins with no such line. */
size_t separator_line(struct str text, char *delimiter);

#endif
