/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table for people: two spaces between columns, heads, a thin rule, rows; no space at a line's end, so
 * that a table can be pasted and compared. Widths come from the rows that are there when the head is written.
 * In a window that is too narrow heads become brief, then the widest texts give way, but never below their
 * least width, then columns are left out by their weight, and named under the table. Figures are never cut: a
 * cut number is a wrong number.
 */
#include <limits.h>

#include "report/form.h"
#include "report/glyph.h"

enum {
	SHORTEST = 8,
	NAMED = 24 /* columns that are left out, at most */
};

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
	int sum = -GRID_GAP;

	for (size_t c = 0; c < g->columns; c++)
		if (!g->column[c].left_out)
			sum += g->column[c].width + GRID_GAP;
	return sum > 0 ? sum : 0;
}

static struct str head_of(const struct grid *g, const struct grid_column *column)
{
	return g->narrow && column->brief ? str_from(column->brief) : column->head;
}

int grid_measure(struct grid *g, bool utf8)
{
	for (size_t c = 0; c < g->columns; c++) {
		struct grid_column *column = &g->column[c];
		int most = column->room ? column->room : text_shown_width(head_of(g, column), utf8);
		for (size_t row = 0; row < g->rows && !column->room; row++) {
			int width = text_shown_width(grid_at(g, row, c), utf8);
			if (width > most)
				most = width;
		}
		column->width = most;
	}
	return total(g);
}

static int least(const struct grid_column *column, int most)
{
	int least = column->least ? column->least : SHORTEST;

	return most > least ? most : least;
}

/* How much is saved in a column if it is no wider than `most`, where it may be cut so far. */
static int saved_in(const struct grid_column *column, int most)
{
	if (column->left_out || column->align == ALIGN_RIGHT || column->picture)
		return 0;
	int saved = column->width - least(column, most);
	return saved > 0 ? saved : 0;
}

static int saved(const struct grid *g, int most)
{
	int sum = 0;

	for (size_t c = 0; c < g->columns; c++)
		sum += saved_in(&g->column[c], most);
	return sum;
}

/* The lightest column, of these the rightmost; NULL: only keys are left. */
static struct grid_column *lightest(struct grid *g)
{
	struct grid_column *found = NULL;

	for (size_t c = g->columns; c-- > 0;)
		if (!g->column[c].left_out && g->column[c].weight > (found ? found->weight : WEIGHT_KEY))
			found = &g->column[c];
	return found;
}

static void leave_out(struct grid *g, int limit)
{
	struct grid_column *next;

	for (int over = total(g) - saved(g, 0) - limit; over > 0 && (next = lightest(g));) {
		over -= next->width - saved_in(next, 0) + GRID_GAP;
		next->left_out = true;
	}
}

/* The widest columns are cut, so that in the end all that could be cut so far have the same width `most`,
 * except that as many of the last as possible have one more. */
static void shrink(struct grid *g, int limit)
{
	int over = total(g) - limit, most = 0, high = 0;

	for (size_t c = 0; c < g->columns; c++)
		if (g->column[c].width > high)
			high = g->column[c].width;
	while (high - most > 1) { /* `most` is the largest that saves enough, if any does */
		int middle = most + (high - most) / 2;
		*(saved(g, middle) >= over ? &most : &high) = middle;
	}
	int more = saved(g, most) - over; /* columns that can have one more */
	for (size_t c = g->columns; c-- > 0 && over > 0;) {
		struct grid_column *column = &g->column[c];
		if (saved_in(column, most)) {
			column->width = least(column, most);
			if (column->width == most && more-- > 0)
				column->width++;
		}
	}
}

static void fit(struct grid *g, int limit, bool utf8)
{
	for (size_t c = 0; c < g->columns; c++)
		g->column[c].left_out = false;
	g->narrow = false;
	if (grid_measure(g, utf8) <= limit)
		return;
	g->narrow = true;
	grid_measure(g, utf8);
	leave_out(g, limit);
	shrink(g, limit);
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

	if (column->left_out)
		return;
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

/* A title or a note, on lines of its own, which break at spaces where the window ends. */
static void sentence(const struct page *page, struct str text, const char *code)
{
	int limit = page->look.width, used = 0;

	if (!text.n)
		return;
	if (page->look.color)
		buf_str(page->out, str_from(code));
	while (text.n) {
		const char *space = memchr(text.p + 1, ' ', text.n - 1);
		struct str word = str_slice(text, 0, space ? (size_t)(space - text.p) : text.n);
		int width = text_shown_width(word, page->look.utf8);
		text = str_slice(text, word.n, text.n);
		if (limit > 0 && used && used + width > limit) {
			buf_char(page->out, '\n');
			word = str_slice(word, 1, word.n);
			used = -1;
		}
		text_show(page->out, word, page->look.utf8);
		used += width;
	}
	buf_str(page->out, page->look.color ? STR(RESET "\n") : STR("\n"));
}

/* Which columns have no place in this window. */
static void say_left_out(const struct page *page, const struct grid *g)
{
	struct buf text = { 0 };
	size_t n = 0;

	for (const struct grid_column *c = g->column; c < g->column + g->columns; c++)
		if (c->left_out && c->head.n && n++ < NAMED)
			buf_print(&text, "%s%.*s", text.n ? ", " : "not shown: ", STR_ARG(c->head));
	if (n > NAMED)
		buf_print(&text, " and %zu more", n - NAMED);
	if (text.n)
		buf_str(&text, STR("; -f csv has all, or a wider window"));
	sentence(page, buf_view(&text), tone_code[TONE_DIM]);
	buf_release(&text);
}

static void table_head(const struct page *page, struct grid *g)
{
	int owed = 0;

	if (page->at)
		buf_char(page->out, '\n');
	sentence(page, g->title, BOLD);
	fit(g, page->look.width > 0 ? page->look.width : INT_MAX, page->look.utf8);
	for (size_t c = 0; c < g->columns; c++)
		cell(page, &g->column[c], head_of(g, &g->column[c]), BOLD, &owed);
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

/* Has the next table the same columns, of the same widths? */
static bool goes_on(const struct page *page, const struct grid *g)
{
	const struct grid *next = page->at + 1 < page->n ? page->grid[page->at + 1] : NULL;
	bool same = next && next->columns == g->columns;

	for (size_t c = 0; same && c < g->columns; c++)
		same = g->column[c].room && g->column[c].room == next->column[c].room &&
		       str_eq(g->column[c].head, next->column[c].head);
	return same;
}

static void table_tail(const struct page *page, struct grid *g)
{
	sentence(page, g->note, tone_code[TONE_DIM]);
	if (!goes_on(page, g))
		say_left_out(page, g);
}

const struct form form_table = { .head = table_head, .rows = table_rows, .tail = table_tail };
