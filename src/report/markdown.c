/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table of GitHub Flavored Markdown. A cell is text: whatever would be markup
 * is escaped, so that a lead's company can't become a heading, a link or a
 * script in a report. Cells aren't padded: a changed cell changes one line.
 */
#include <ctype.h>

#include "report/form.h"
#include "report/glyph.h"

/* `&` is markup only when it begins an entity: "AT&T" is left alone. */
static bool begins_entity(struct str s)
{
	size_t i = 1;

	while (i < s.n && (isalnum((unsigned char)s.p[i]) || (i == 1 && s.p[i] == '#')))
		i++;
	return i > 1 && i < s.n && s.p[i] == ';';
}

/* `_` inside a word is no emphasis: lead_source is left alone. */
static bool inside_word(struct str whole, const char *at)
{
	return at > whole.p && at + 1 < whole.p + whole.n && isalnum((unsigned char)at[-1]) &&
	       isalnum((unsigned char)at[1]);
}

static void ascii(struct buf *out, struct str whole, const char *at)
{
	struct str rest = { at, (size_t)(whole.p + whole.n - at) };

	if (*at == '<')
		buf_str(out, STR("&lt;"));
	else if (*at == '&' && begins_entity(rest))
		buf_str(out, STR("&amp;"));
	else if (memchr("\\`*[]|~", *at, 7) || (*at == '_' && !inside_word(whole, at)))
		buf_add(out, (char[]){ '\\', *at }, 2);
	else
		buf_char(out, *at);
}

void markdown_text(struct buf *out, struct str s)
{
	glyph_markup(out, s, ascii);
}

static void line(const struct page *page, const struct grid *g, size_t row)
{
	for (size_t c = 0; c < g->columns; c++) {
		buf_str(page->out, c ? STR(" | ") : STR("| "));
		markdown_text(page->out, row == SIZE_MAX ? g->column[c].head : grid_at(g, row, c));
	}
	buf_str(page->out, STR(" |\n"));
}

static void markdown_open(const struct page *page)
{
	if (!page->look.mark.n)
		return;
	markdown_text(page->out, page->look.mark);
	buf_str(page->out, STR("\n\n"));
}

static void markdown_head(const struct page *page, struct grid *g)
{
	if (page->at)
		buf_char(page->out, '\n');
	if (g->title.n) {
		buf_str(page->out, STR("### "));
		markdown_text(page->out, g->title);
		buf_str(page->out, STR("\n\n"));
	}
	line(page, g, SIZE_MAX);
	for (size_t c = 0; c < g->columns; c++)
		buf_str(page->out, g->column[c].align == ALIGN_RIGHT ? STR("| ---: ") : STR("| --- "));
	buf_str(page->out, STR("|\n"));
}

static void markdown_rows(const struct page *page, struct grid *g)
{
	for (size_t row = 0; row < g->rows; row++)
		line(page, g, row);
	g->written += g->rows;
}

static void markdown_tail(const struct page *page, struct grid *g)
{
	if (!g->note.n)
		return;
	buf_char(page->out, '\n');
	markdown_text(page->out, g->note);
	buf_char(page->out, '\n');
}

const struct form form_markdown = {
	.open = markdown_open, .head = markdown_head, .rows = markdown_rows, .tail = markdown_tail
};
