/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page that can be mailed, archived and printed: its style is in it, it
 * fetches nothing and runs nothing (and says so to the browser, should a cell
 * ever try), and every text is escaped. Colors are written out, not as
 * variables, since mail readers know less than browsers. Pictures bring their
 * colors by light along as attributes; page.css has their dark ones.
 */
#include "report/markup.h"

#include "base/embed.h"
#include "report/fit.h"
#include "report/form.h"
#include "report/glyph.h"

static const char page_head[] = "<!DOCTYPE html>\n"
				"<html lang=\"en\">\n"
				"<head>\n"
				"<meta charset=\"utf-8\">\n"
				"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
				"<meta name=\"color-scheme\" content=\"light dark\">\n"
				"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
				"style-src 'unsafe-inline'\">\n"
				"<title>";

EMBED(page_style, "report/page.css");

static void ascii(struct buf *out, struct str whole, const char *at)
{
	(void)whole;
	switch (*at) {
	case '&':
		buf_str(out, STR("&amp;"));
		break;
	case '<':
		buf_str(out, STR("&lt;"));
		break;
	case '>':
		buf_str(out, STR("&gt;"));
		break;
	case '"':
		buf_str(out, STR("&quot;"));
		break;
	case '\'':
		buf_str(out, STR("&#39;"));
		break;
	default:
		buf_char(out, *at);
	}
}

void markup_text(struct buf *out, struct str s)
{
	glyph_markup(out, s, ascii);
}

void markup_line(struct buf *out, struct str s)
{
	struct buf shown = { 0 };

	text_show(&shown, s, true);
	glyph_markup(out, buf_view(&shown), ascii);
	buf_release(&shown);
}

void markup_element(struct buf *out, const char *open, struct str s)
{
	if (!s.n)
		return;
	buf_print(out, "<%s>", open);
	markup_text(out, s);
	buf_print(out, "</%.*s>\n", (int)strcspn(open, " "), open);
}

/* Lines that are comments stay at home. */
static void style(struct buf *out)
{
	struct str rest = EMBEDDED(page_style);

	while (rest.n) {
		const char *end = memchr(rest.p, '\n', rest.n);
		size_t n = end ? (size_t)(end - rest.p) + 1 : rest.n;
		if (!str_starts(rest, STR("/*")))
			buf_str(out, str_slice(rest, 0, n));
		rest = str_slice(rest, n, rest.n);
	}
}

void markup_open(struct buf *out, struct str title)
{
	buf_str(out, str_from(page_head));
	markup_line(out, title);
	buf_str(out, STR("</title>\n<style>\n"));
	style(out);
	buf_str(out, STR("</style>\n</head>\n<body>\n"));
}

void markup_close(struct buf *out)
{
	buf_str(out, STR("</body>\n</html>\n"));
}

void markup_class(struct buf *out, const char *shape, enum tone tone)
{
	static const char *const name[] = {
		[TONE_PLAIN] = "",  [TONE_GOOD] = "good", [TONE_BAD] = "bad",
		[TONE_DIM] = "dim", [TONE_MORE] = "more", [TONE_FEWER] = "fewer"
	};

	if (*shape || *name[tone])
		buf_print(out, " class=\"%s%s%s\"", shape, *shape && *name[tone] ? " " : "", name[tone]);
}

/* What the style knows a cell by: of what kind it is, and whether paper has no room for it. */
static const char *shape_of(const struct grid_column *column, struct str cell)
{
	static const char *const shape[][2] = {
		{ "", "far" }, { "bar", "bar far" }, { "n", "n far" }, { "long", "long far" }
	};

	return shape[column->picture		    ? 1
		     : column->align == ALIGN_RIGHT ? 2
		     : text_width(cell) > IN_A_LINE ? 3
						    : 0][column->left_out == HAS_NO_PLACE];
}

/* Figures stand right where the style is lost, too. */
static void side(struct buf *out, const struct grid_column *column)
{
	if (column->align == ALIGN_RIGHT)
		buf_str(out, STR(" align=\"right\""));
}

void markup_table_open(struct buf *out, const struct grid *g, struct str caption, const char *heading)
{
	buf_str(out, STR("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\""));
	markup_line(out, caption);
	buf_str(out, STR("\">\n<table cellpadding=\"3\">\n"));
	buf_print(out, heading ? "<caption><%s>" : "<caption class=\"aside\">", heading);
	markup_text(out, caption);
	buf_print(out, heading ? "</%s></caption>\n" : "</caption>\n", heading);
	buf_str(out, STR("<thead>\n<tr>"));
	for (size_t c = 0; c < g->columns; c++) {
		buf_str(out, STR("<th scope=\"col\""));
		bool far = g->column[c].left_out == HAS_NO_PLACE;
		markup_class(out,
			     g->column[c].align == ALIGN_RIGHT ? far ? "n far" : "n"
			     : far			       ? "far"
							       : "",
			     TONE_PLAIN);
		side(out, &g->column[c]);
		buf_char(out, '>');
		markup_text(out, g->column[c].head);
		buf_str(out, STR("</th>"));
	}
	buf_str(out, STR("</tr>\n</thead>\n<tbody>\n"));
}

/* The first cell of a line names it, if it is a text. */
static void cell_write(struct buf *out, const struct grid *g, size_t row, size_t c)
{
	struct str text = grid_at(g, row, c);
	bool names = c == 0 && text.n && g->column[c].align == ALIGN_LEFT && !g->column[c].picture;

	buf_str(out, names ? STR("<th scope=\"row\"") : STR("<td"));
	markup_class(out, shape_of(&g->column[c], text), grid_tone_at(g, row, c));
	side(out, &g->column[c]);
	buf_char(out, '>');
	markup_text(out, text);
	buf_str(out, names ? STR("</th>") : STR("</td>"));
}

void markup_table_rows(struct buf *out, const struct grid *g)
{
	for (size_t row = 0; row < g->rows; row++) {
		buf_str(out, STR("<tr>"));
		for (size_t c = 0; c < g->columns; c++)
			cell_write(out, g, row, c);
		buf_str(out, STR("</tr>\n"));
	}
}

void markup_table_close(struct buf *out, const struct grid *g)
{
	buf_str(out, STR("</tbody>\n</table>\n</div>\n"));
	markup_element(out, "p class=\"note\"", g->note);
}
