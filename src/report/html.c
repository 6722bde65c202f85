/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grids as one page, each a table with its title: the plain report of every tool. See markup.c. */
#include "report/form.h"
#include "report/markup.h"

static void html_open(const struct page *page)
{
	struct str title = page->n ? page->grid[0]->title : STR_NONE;

	markup_open(page->out, title.n ? title : STR("Leadpipe report"));
	markup_element(page->out, "p class=\"note\"", page->look.mark);
}

static void html_head(const struct page *page, struct grid *g)
{
	buf_str(page->out, STR("<section>\n"));
	markup_table_open(page->out, g, g->title.n ? g->title : STR("Leadpipe report"),
			  page->at ? "h2" : "h1");
}

static void html_rows(const struct page *page, struct grid *g)
{
	markup_table_rows(page->out, g);
	g->written += g->rows;
}

static void html_tail(const struct page *page, struct grid *g)
{
	markup_table_close(page->out, g);
	buf_str(page->out, STR("</section>\n"));
}

static void html_close(const struct page *page)
{
	markup_close(page->out);
}

const struct form form_html = {
	.open = html_open, .head = html_head, .rows = html_rows, .tail = html_tail, .close = html_close
};
