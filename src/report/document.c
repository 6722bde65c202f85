/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page's pieces that are text: see document.h. The pictures are in chart.c and stacks.c. */
#include "report/document.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>

#include "base/mem.h"
#include "report/fit.h"
#include "report/form.h"
#include "report/mail.h"
#include "report/markup.h"

void document_open(struct buf *out, struct str title, struct str subtitle)
{
	markup_open(out, title);
	buf_str(out, STR("<main>\n<header>\n"));
	markup_element(out, "h1", title);
	markup_element(out, "p", subtitle);
	buf_str(out, STR("</header>\n"));
}

void document_close(struct buf *out)
{
	buf_str(out, STR("</main>\n"));
	markup_close(out);
}

void document_begin(struct buf *out, const struct document_head *head)
{
	struct buf title = { 0 };

	if (head->mail) {
		mail_begin(out, head);
		return;
	}
	buf_print(&title, "%.*s%s%.*s", STR_ARG(head->name), head->mark.n ? ". " : "", STR_ARG(head->mark));
	markup_open(out, buf_view(&title));
	buf_release(&title);
	buf_str(out, STR("<main>\n<header>\n"));
	markup_element(out, "h1", head->name);
	markup_element(out, "p class=\"mark\"", head->mark);
	markup_element(out, "p", head->as_of);
	markup_element(out, "p", head->counted);
	buf_str(out, STR("</header>\n"));
}

void document_end(struct buf *out, const struct document_foot *foot)
{
	if (mail_is(out)) {
		mail_end(out, foot);
		return;
	}
	buf_str(out, STR("<footer>\n"));
	if (foot->how.n)
		markup_element(out, "h2", STR("How it is counted"));
	document_note(out, foot->how);
	if (foot->command.n)
		document_command(out, STR("This page again"), foot->command);
	document_note(out, foot->made);
	buf_str(out, STR("</footer>\n"));
	document_close(out);
}

void document_answer(struct buf *out, struct str text)
{
	if (mail_is(out)) {
		mail_answer(out, text);
		return;
	}
	markup_element(out, "p class=\"answer\"", text);
}

void document_heading(struct buf *out, struct str text)
{
	if (mail_is(out)) {
		mail_heading(out, text);
		return;
	}
	markup_element(out, "h2", text);
}

void document_note(struct buf *out, struct str text)
{
	if (mail_is(out)) {
		mail_note(out, text);
		return;
	}
	markup_element(out, "p class=\"note\"", text);
}

/* A browser would end a line within "--now" or a date. */
static void put_words(struct buf *out, struct str command)
{
	while (command.n) {
		const char *blank = memchr(command.p, ' ', command.n);
		struct str word = str_slice(command, 0, blank ? (size_t)(blank - command.p) : command.n);
		bool whole = word.n && memchr(word.p, '-', word.n) && word.n <= IN_A_LINE;
		buf_str(out, whole ? STR("<span>") : STR(""));
		markup_line(out, word);
		buf_str(out, whole ? STR("</span>") : STR(""));
		buf_str(out, blank ? STR(" ") : STR(""));
		command = str_slice(command, word.n + !!blank, command.n);
	}
}

void document_command(struct buf *out, struct str what, struct str command)
{
	if (mail_is(out)) {
		mail_command(out, what, command);
		return;
	}
	buf_str(out, STR("<p class=\"note\">"));
	markup_text(out, what);
	buf_str(out, STR(": <code>"));
	put_words(out, command);
	buf_str(out, STR("</code></p>\n"));
}

/* The figure large, and small what it counts: "84 leads", "5.9 h", but "61.3%". What begins with no digit
 * is large. */
static void figure(struct buf *out, struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] && strchr("0123456789.,%", s.p[n]))
		n++;
	if (!n || !isdigit((unsigned char)*s.p))
		n = s.n;
	buf_str(out, STR("<dd class=\"figure\">"));
	markup_text(out, str_slice(s, 0, n));
	if (n < s.n) {
		buf_str(out, STR("<small>"));
		markup_text(out, str_slice(s, n, s.n));
		buf_str(out, STR("</small>"));
	}
	buf_str(out, STR("</dd>\n"));
}

void document_tiles(struct buf *out, const struct tile *tile, size_t n)
{
	if (mail_is(out)) {
		mail_tiles(out, tile, n);
		return;
	}
	if (!n)
		return;
	buf_str(out, STR("<dl class=\"tiles\">\n"));
	for (const struct tile *t = tile; t < tile + n; t++) {
		buf_str(out, STR("<div>\n"));
		markup_element(out, "dt", t->label);
		figure(out, t->figure);
		markup_element(out, "dd", t->detail);
		if (t->note.n) {
			buf_str(out, STR("<dd"));
			markup_class(out, "", t->tone);
			buf_char(out, '>');
			markup_text(out, t->note);
			buf_str(out, STR("</dd>\n"));
		}
		buf_str(out, STR("</div>\n"));
	}
	buf_str(out, STR("</dl>\n"));
}

enum { ROWS_MEASURED = 200 };

static bool is_empty(const struct grid *g, size_t c)
{
	size_t row = 0;

	while (row < g->rows && !grid_at(g, row, c).n)
		row++;
	return row == g->rows;
}

/* The columns as they are on paper, which has no room to waste on empty ones; to be freed. */
static struct grid_column *on_paper(const struct grid *of, size_t *left_out)
{
	struct grid g = *of;

	g.column = mem_new(g.columns * sizeof *g.column + 1);
	for (size_t c = 0; c < g.columns; c++) {
		g.column[c] = of->column[c];
		g.column[c].left_out = IS_SHOWN;
		g.column[c].weight = is_empty(of, c) ? UINT_MAX : of->column[c].weight;
	}
	*left_out = fit_columns(&g, g.rows < ROWS_MEASURED ? g.rows : ROWS_MEASURED, PAPER_ROOM, true);
	return g.column;
}

static void say_on_paper(struct buf *out, size_t left_out, size_t columns)
{
	if (left_out)
		buf_print(out,
			  "<p class=\"note paper\">%zu of %zu columns are not on paper; the page on a screen "
			  "has "
			  "them all.</p>\n",
			  left_out, columns);
}

void document_grid(struct buf *out, const struct grid *grid, bool folded)
{
	struct grid paper = *grid;
	const struct grid *g = &paper;
	struct str title = g->title.n ? g->title : STR("The figures");
	size_t left_out;

	if (!g->rows) {
		document_note(out, g->note);
		return;
	}
	if (mail_is(out)) {
		mail_grid(out, g);
		return;
	}
	paper.column = on_paper(grid, &left_out);
	if (folded) {
		buf_str(out, STR("<details>\n"));
		markup_element(out, "summary", title);
	} else {
		buf_str(out, STR("<section>\n"));
	}
	markup_table_open(out, g, title, !folded && g->title.n ? "h2" : NULL);
	markup_table_rows(out, g);
	markup_table_close(out, g);
	say_on_paper(out, left_out, g->columns);
	free(paper.column);
	buf_str(out, folded ? STR("</details>\n") : STR("</section>\n"));
}
