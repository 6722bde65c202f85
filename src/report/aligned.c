/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table for people: two spaces between columns, heads, a thin rule, rows; no space at a line's end, so
 * that a table can be pasted and compared. Widths come from the rows that are there when the head is written.
 * On a screen that is too narrow the widest texts give way first, but never below SHORTEST, and figures
 * never: a cut number is a wrong number.
 */
#include "report/form.h"
#include "report/glyph.h"

enum { SHORTEST = 8 };

static const char *const tone_code[] = {
	[TONE_PLAIN] = "",
	[TONE_GOOD] = "\033[32m",
	[TONE_BAD] = "\033[31m",
	[TONE_DIM] = "\033[2m",
};
#define BOLD  "\033[1m"
#define RESET "\033[0m"

static int total(const struct grid *g)
{
	int sum = 0;

	for (size_t c = 0; c < g->columns; c++)
		sum += g->column[c].width + (c ? GRID_GAP : 0);
	return sum;
}

int grid_measure(struct grid *g, bool utf8)
{
	for (size_t c = 0; c < g->columns; c++) {
		int most = g->column[c].room ? g->column[c].room : text_shown_width(g->column[c].head, utf8);
		for (size_t row = 0; row < g->rows && !g->column[c].room; row++) {
			int width = text_shown_width(grid_at(g, row, c), utf8);
			if (width > most)
				most = width;
		}
		g->column[c].width = most;
	}
	return total(g);
}

static bool may_shrink(const struct grid_column *column)
{
	return column->align == ALIGN_LEFT && !column->picture;
}

/* How much is saved if no column that may be cut is wider than `most`. */
static int saved(const struct grid *g, int most)
{
	int sum = 0;

	for (size_t c = 0; c < g->columns; c++)
		if (may_shrink(&g->column[c]) && g->column[c].width > most)
			sum += g->column[c].width - most;
	return sum;
}

/* The widest columns are cut, so that in the end all cut ones have the same width `most`, except that as many
 * of the last as possible have one more. */
static void shrink(struct grid *g, int limit)
{
	int over = total(g) - limit, most = SHORTEST, high = 0;

	for (size_t c = 0; c < g->columns; c++)
		if (g->column[c].width > high)
			high = g->column[c].width;
	while (high - most > 1) { /* `most` is the largest that saves enough, if any does */
		int middle = most + (high - most) / 2;
		*(saved(g, middle) >= over ? &most : &high) = middle;
	}
	int more = saved(g, most) - over; /* columns that can have one more */
	for (size_t c = g->columns; c-- > 0 && over > 0;)
		if (may_shrink(&g->column[c]) && g->column[c].width > most)
			g->column[c].width = most + (more-- > 0);
}

static void pad(struct buf *out, int n)
{
	for (; n > 0; n--)
		buf_char(out, ' ');
}

/* One cell in its column. `owed` counts the spaces that are due before the next visible thing. Only a
 * terminal's table is cut. */
static void cell(const struct page *page, const struct grid_column *column, struct str text, const char *code,
		 int *owed)
{
	struct buf *out = page->out;
	bool right = column->align == ALIGN_RIGHT, color = page->look.color && *code;
	int width = text_shown_width(text, page->look.utf8);

	if (right && column->width > width)
		*owed += column->width - width;
	if (text.n) {
		pad(out, *owed);
		*owed = 0;
		if (color)
			buf_str(out, str_from(code));
		if (page->look.width > 0 && !right && !column->picture && width > column->width)
			width = text_cut(out, text, column->width, page->look.utf8);
		else
			text_show(out, text, page->look.utf8);
		if (color)
			buf_str(out, STR(RESET));
	}
	if (!right && (column->width > width || column->room))
		*owed += column->width - width; /* below 0: it lies over empty cells */
	*owed += GRID_GAP;
}

static void end_line(struct buf *out)
{
	while (out->n && out->p[out->n - 1] == ' ')
		out->n--;
	buf_char(out, '\n');
}

static void rule(const struct page *page, const struct grid *g)
{
	for (int i = total(g); i > 0; i--)
		buf_str(page->out, page->look.utf8 ? STR("─") : STR("-"));
	buf_char(page->out, '\n');
}

/* A title or a note, on a line of its own. */
static void sentence(const struct page *page, struct str text, const char *code)
{
	if (!text.n)
		return;
	if (page->look.color)
		buf_str(page->out, str_from(code));
	text_show(page->out, text, page->look.utf8);
	buf_str(page->out, page->look.color ? STR(RESET "\n") : STR("\n"));
}

static void table_head(const struct page *page, struct grid *g)
{
	int owed = 0;

	if (page->at)
		buf_char(page->out, '\n');
	sentence(page, g->title, BOLD);
	grid_measure(g, page->look.utf8);
	if (page->look.width > 0)
		shrink(g, page->look.width);
	for (size_t c = 0; c < g->columns; c++)
		cell(page, &g->column[c], g->column[c].head, BOLD, &owed);
	end_line(page->out);
	rule(page, g);
}

static void table_rows(const struct page *page, struct grid *g)
{
	for (size_t row = 0; row < g->rows; row++) {
		int owed = 0;
		for (size_t c = 0; c < g->columns; c++)
			cell(page, &g->column[c], grid_at(g, row, c), tone_code[grid_tone_at(g, row, c)],
			     &owed);
		end_line(page->out);
	}
	g->written += g->rows;
}

static void table_tail(const struct page *page, struct grid *g)
{
	sentence(page, g->note, tone_code[TONE_DIM]);
}

const struct form form_table = { .head = table_head, .rows = table_rows, .tail = table_tail };
