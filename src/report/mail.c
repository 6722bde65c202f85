/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of a mail that are text: see mail.h. */
#include "report/mail.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/mem.h"
#include "report/fit.h"
#include "report/form.h"
#include "report/markup.h"

enum {
	MOST = 84 * 1024,    /* bytes before the last line */
	COMMAND = 2048,	     /* bytes of one in the last line */
	ROWS = 20,	     /* of a table */
	TABLE_COLUMNS = 96,  /* of a screen, which is what 608 pixels have room for */
	CELLS_IN_A_LINE = 4, /* tiles */
};

#define FONT  "font-family:Arial,sans-serif;"
#define NOTE  FONT "font-size:12px;line-height:17px;color:"
#define SMALL NOTE "#57606a"
#define RULE  "border-bottom:1px solid #ddd"

/* Up to the title. A page begins otherwise. */
static const char mail_head[] = "<!DOCTYPE html>\n"
				"<html lang=\"en\">\n"
				"<head>\n"
				"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n"
				"<title>";
static const char mail_top[] =
	"</title>\n</head>\n<body bgcolor=\"#ffffff\" style=\"margin:0;padding:0\">\n"
	"<table role=\"presentation\" width=\"640\" align=\"center\" cellpadding=\"0\" cellspacing=\"0\" "
	"border=\"0\" bgcolor=\"#ffffff\" style=\"width:100%;max-width:640px\">\n";

bool mail_is(const struct buf *out)
{
	return str_starts(buf_view(out), str_from(mail_head));
}

struct mail_piece mail_open(struct buf *out)
{
	struct mail_piece piece = { out, out->n };

	buf_str(out, STR("<tr><td style=\"padding:0 16px 14px 16px\">\n"));
	return piece;
}

/* Stands where the rest would be. */
static const char cut[] =
	"<tr><td style=\"padding:0 16px 14px 16px;" SMALL "\">The rest is left out, since mail programs "
	"cut what is longer; the report as a page has all.</td></tr>\n";

static bool is_cut(const struct buf *out, size_t n)
{
	const size_t long_is = sizeof cut - 1;

	return n >= long_is && memcmp(out->p + n - long_is, cut, long_is) == 0;
}

void mail_close(struct mail_piece piece)
{
	struct buf *out = piece.out;
	const bool over = is_cut(out, piece.from);

	buf_str(out, STR("</td></tr>\n"));
	if (!over && out->n <= MOST)
		return;
	out->n = piece.from;
	if (!over)
		buf_str(out, str_from(cut));
}

/* A table that is a line of text: a paragraph has other distances in every program. */
static void line(struct buf *out, const char *style, struct str text, int below)
{
	if (!text.n)
		return;
	buf_print(out,
		  "<table role=\"presentation\" width=\"100%%\" cellpadding=\"0\" cellspacing=\"0\" "
		  "border=\"0\"><tr><td style=\"%s;padding:0 0 %dpx 0\">",
		  style, below);
	markup_text(out, text);
	buf_str(out, STR("</td></tr></table>\n"));
}

void mail_line(struct buf *out, struct str text, int below)
{
	line(out, SMALL, text, below);
}

static void piece_of_line(struct buf *out, const char *style, struct str text)
{
	if (!text.n)
		return;
	struct mail_piece piece = mail_open(out);
	line(out, style, text, 0);
	mail_close(piece);
}

static void command_lines(struct buf *out, struct str what, struct str command)
{
	line(out, SMALL, what, 2);
	line(out,
	     "font-family:Courier New,monospace;font-size:12px;line-height:17px;color:#1c2128;"
	     "word-break:break-word",
	     command, 6);
}

/* ---- the frame ---- */

void mail_begin(struct buf *out, const struct document_head *head)
{
	buf_str(out, str_from(mail_head));
	markup_line(out, head->name);
	buf_str(out, str_from(mail_top));
	struct mail_piece piece = mail_open(out);
	line(out, FONT "font-size:16px;line-height:22px;font-weight:bold;color:#1c2128;padding-top:16px",
	     head->name, 2);
	line(out, SMALL, head->mark, 2);
	line(out, SMALL, head->as_of, 2);
	line(out, SMALL, head->counted, 2);
	mail_close(piece);
}

/* Whatever came before it, it goes to the top. */
void mail_answer(struct buf *out, struct str text)
{
	const char *top = memmem(out->p, out->n, mail_top, sizeof mail_top - 1);
	struct buf answer = { 0 };

	if (!top || !text.n)
		return;
	size_t at = (size_t)(top - out->p) + sizeof mail_top - 1, rest = out->n - at;
	buf_str(&answer, STR("<tr><td style=\"padding:16px 16px 0 16px\">\n"));
	line(&answer, FONT "font-size:19px;line-height:26px;color:#1c2128", text, 0);
	buf_str(&answer, STR("</td></tr>\n"));
	buf_room(out, answer.n);
	memmove(out->p + at + answer.n, out->p + at, rest);
	memcpy(out->p + at, answer.p, answer.n);
	out->n += answer.n;
	buf_release(&answer);
}

void mail_end(struct buf *out, const struct document_foot *foot)
{
	buf_str(out, STR("<tr><td style=\"padding:0 16px 16px 16px\">\n"));
	line(out, SMALL, foot->how, 6);
	if (foot->command.n && foot->command.n <= COMMAND)
		command_lines(out, STR("This report as a page"), foot->command);
	line(out, SMALL, foot->made, 0);
	buf_str(out, STR("</td></tr>\n</table>\n</body>\n</html>\n"));
}

/* ---- text ---- */

void mail_heading(struct buf *out, struct str text)
{
	piece_of_line(out, FONT "font-size:16px;line-height:22px;font-weight:bold;color:#1c2128", text);
}

void mail_note(struct buf *out, struct str text)
{
	piece_of_line(out, SMALL, text);
}

void mail_command(struct buf *out, struct str what, struct str command)
{
	struct mail_piece piece = mail_open(out);

	command_lines(out, what, command);
	mail_close(piece);
}

/* ---- tiles ---- */

static void tile_cell(struct buf *out, const struct tile *t, int percent)
{
	static const char *const note[] = {
		[TONE_PLAIN] = NOTE "#1c2128", [TONE_GOOD] = NOTE "#1a7f37", [TONE_BAD] = NOTE "#b3261e",
		[TONE_DIM] = NOTE "#636c76",   [TONE_MORE] = NOTE "#b84d17", [TONE_FEWER] = NOTE "#8a4f9e"
	};

	buf_print(out, "<td width=\"%d%%\" valign=\"top\" style=\"padding:0 8px 8px 0\">\n", percent);
	line(out, SMALL ";font-weight:bold", t->label, 0);
	line(out, FONT "font-size:22px;line-height:28px;color:#1c2128", t->figure, 0);
	line(out, SMALL, t->detail, 0);
	line(out, note[t->tone], t->note, 0);
	buf_str(out, STR("</td>\n"));
}

void mail_tiles(struct buf *out, const struct tile *tile, size_t n)
{
	if (!n)
		return;
	struct mail_piece piece = mail_open(out);
	const size_t most = n < CELLS_IN_A_LINE ? n : CELLS_IN_A_LINE;
	buf_str(out, STR("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" "
			 "border=\"0\">\n"));
	for (size_t i = 0; i < n; i += most) {
		buf_str(out, STR("<tr>\n"));
		for (size_t k = i; k < i + most && k < n; k++)
			tile_cell(out, &tile[k], (int)(100 / most));
		buf_str(out, STR("</tr>\n"));
	}
	buf_str(out, STR("</table>\n"));
	mail_close(piece);
}

/* ---- tables ---- */

/* Does a text of a column of bars say something? Then it may lie over the cells behind it, which are empty.
 */
static bool says(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (isalnum((unsigned char)text.p[i]))
			return true;
	return false;
}

/* Leaves out bars, of which a mail has its own, and what has no room; returns how many columns are left. */
static size_t choose_columns(struct grid *g, size_t rows)
{
	size_t shown = 0;

	g->narrow = true;
	for (size_t c = 0; c < g->columns; c++) {
		g->column[c].left_out = g->column[c].picture ? HAS_NO_PLACE : IS_SHOWN;
		shown += !g->column[c].picture;
	}
	return shown - fit_columns(g, rows, TABLE_COLUMNS, false);
}

/* As many as there are, but for bars; of which a mail has its own. */
static size_t columns_of(const struct grid *g)
{
	size_t n = 0;

	for (size_t c = 0; c < g->columns; c++)
		n += !g->column[c].picture;
	return n;
}

static void table_head(struct buf *out, const struct grid *g)
{
	buf_str(out, STR("<tr valign=\"bottom\">"));
	for (size_t c = 0; c < g->columns; c++) {
		if (g->column[c].left_out)
			continue;
		buf_print(out,
			  "<th align=\"%s\" style=\""
			  "font:bold 12px Arial,sans-serif;color:#57606a;" RULE "\">",
			  g->column[c].align == ALIGN_RIGHT ? "right" : "left");
		markup_text(out, fit_head(g, c));
		buf_str(out, STR("</th>"));
	}
	buf_str(out, STR("</tr>\n"));
}

static void table_cell(struct buf *out, const struct grid *g, size_t row, size_t c)
{
	static const char *const color[] = { [TONE_PLAIN] = "",
					     [TONE_GOOD] = "color:#1a7f37;font-weight:bold;",
					     [TONE_BAD] = "color:#b3261e;font-weight:bold;",
					     [TONE_DIM] = "color:#636c76;",
					     [TONE_MORE] = "color:#b84d17;font-weight:bold;",
					     [TONE_FEWER] = "color:#8a4f9e;font-weight:bold;" };
	struct str text = grid_at(g, row, c);

	if (!text.n && c && g->column[c - 1].picture && says(grid_at(g, row, c - 1)))
		text = grid_at(g, row, c - 1);
	buf_print(out, "<td%s%s style=\"font:13px Arial,sans-serif;%s" RULE "\">",
		  g->column[c].align == ALIGN_RIGHT ? " align=\"right\"" : "",
		  fit_in_a_line(text) ? " nowrap" : "", color[grid_tone_at(g, row, c)]);
	markup_text(out, text);
	buf_str(out, STR("</td>"));
}

static void table_row(struct buf *out, const struct grid *g, size_t row)
{
	buf_str(out, STR("<tr valign=\"top\">"));
	for (size_t c = 0; c < g->columns; c++)
		if (!g->column[c].left_out)
			table_cell(out, g, row, c);
	buf_str(out, STR("</tr>\n"));
}

/* "20 of 115 rows, 8 of 43 columns" */
static void say_left_out(struct buf *out, size_t rows, size_t of_rows, size_t columns, size_t of_columns)
{
	struct buf b = { 0 };

	if (rows < of_rows)
		buf_print(&b, "%zu of %zu rows", rows, of_rows);
	if (columns < of_columns)
		buf_print(&b, "%s%zu of %zu columns", b.n ? ", " : "", columns, of_columns);
	mail_line(out, buf_view(&b), 0);
	buf_release(&b);
}

/* Is the last row that of all together? */
static bool ends_in_all(const struct grid *g)
{
	for (size_t c = 0; g->rows && c < g->columns; c++)
		if (str_same(grid_at(g, g->rows - 1, c), STR("(all)")))
			return true;
	return false;
}

void mail_grid(struct buf *out, const struct grid *grid)
{
	struct grid g = *grid;
	const size_t shown = g.rows < ROWS ? g.rows : ROWS, columns = columns_of(&g);
	struct mail_piece piece = mail_open(out);

	g.column = mem_new(g.columns * sizeof *g.column + 1);
	if (g.columns)
		memcpy(g.column, grid->column, g.columns * sizeof *g.column);
	const size_t fitting = choose_columns(&g, shown);
	line(out, FONT "font-size:14px;line-height:20px;font-weight:bold;color:#1c2128", g.title, 2);
	buf_str(out, STR("<table width=\"100%\" cellpadding=\"4\" cellspacing=\"0\" border=\"0\">\n"));
	table_head(out, &g);
	for (size_t row = 0; row < shown; row++)
		table_row(out, &g, row + 1 == shown && ends_in_all(&g) ? g.rows - 1 : row);
	buf_str(out, STR("</table>\n"));
	say_left_out(out, shown, g.rows, fitting, columns);
	mail_line(out, g.note, 0);
	mail_close(piece);
	free(g.column);
}
