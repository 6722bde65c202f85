/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table for people: two spaces between columns, heads, a thin rule, rows; no space at a line's end, so
 * that a table can be pasted and compared. Widths come from the rows that are there when the head is written.
 * Where it is too wide, columns of zeros are left out, then heads become brief, then the widest texts give
 * way, but never below their least width, and columns are left out by their weight. All that is left out is
 * named under the table. Figures are never cut: a cut number is a wrong number.
 */
#include <limits.h>
#include <stdlib.h>

#include "base/mem.h"
#include "report/form.h"
#include "report/glyph.h"

enum {
	SHORTEST = 8,
	HEAD_MOST = 24,	 /* no column is kept wider for its head */
	APART_MOST = 48, /* no key is kept wider to tell its texts apart */
	NAMED = 24	 /* columns that are left out, at most */
};

static const char *const tone_code[] = {
	[TONE_PLAIN] = "",	[TONE_GOOD] = "\033[32m", [TONE_BAD] = "\033[31m",
	[TONE_DIM] = "\033[2m", [TONE_MORE] = "\033[33m", [TONE_FEWER] = "\033[35m",
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

static struct str head_of(const struct grid_column *column)
{
	return column->is_brief ? str_from(column->brief) : column->head;
}

/* A figure without any digit but 0, and no word: 0, 0.0%, +0.00. */
static enum content content_of(const struct grid_column *column, struct str cell)
{
	if (!cell.n)
		return CONTENT_NONE;
	for (size_t i = 0; i < cell.n; i++)
		if (column->align != ALIGN_RIGHT || !memchr("0.,%+", cell.p[i], 5))
			return CONTENT_SOME;
	return CONTENT_ZEROS;
}

static int compare(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* How wide the texts of a column must be shown so that no two that differ look the same. */
static int apart(const struct grid *g, size_t c, bool utf8)
{
	struct str *text = mem_new((g->rows ? g->rows : 1) * sizeof *text);
	int most = 0;

	for (size_t row = 0; row < g->rows; row++)
		text[row] = grid_at(g, row, c);
	qsort(text, g->rows, sizeof *text, compare);
	for (size_t row = 1; row < g->rows; row++) {
		struct str a = text[row - 1], b = text[row];
		size_t n = 0;
		while (n < a.n && n < b.n && a.p[n] == b.p[n])
			n++;
		if (n == b.n)
			continue;
		struct str rest = str_slice(b, n, b.n);
		glyph_next(&rest);
		int width = text_shown_width(str_slice(b, 0, b.n - rest.n), utf8);
		if (width > most)
			most = width;
	}
	free(text);
	most += most ? text_ellipsis(utf8) : 0;
	return most > APART_MOST ? APART_MOST : most;
}

static bool is_key(const struct grid_column *column)
{
	return column->weight == WEIGHT_KEY && column->align == ALIGN_LEFT && !column->picture;
}

static void measure_cells(struct grid *g, size_t c, bool utf8)
{
	struct grid_column *column = &g->column[c];

	for (size_t row = 0; row < g->rows; row++) {
		struct str cell = grid_at(g, row, c);
		int width = text_shown_width(cell, utf8);
		enum content content = content_of(column, cell);
		if (width > column->cells)
			column->cells = width;
		if (content > column->content)
			column->content = content;
	}
	int width = is_key(column) ? apart(g, c, utf8) : 0;
	if (width > column->apart)
		column->apart = width;
}

/* What the heads and the cells need. */
static int widen(struct grid *g, bool utf8)
{
	for (size_t c = 0; c < g->columns; c++) {
		struct grid_column *column = &g->column[c];
		int head = text_shown_width(head_of(column), utf8);
		column->floor = column->least ? column->least : SHORTEST;
		if (column->floor < head)
			column->floor = head < HEAD_MOST ? head : HEAD_MOST;
		column->width = column->room ? column->room : head > column->cells ? head : column->cells;
	}
	return total(g);
}

int grid_measure(struct grid *g, bool utf8)
{
	for (size_t c = 0; c < g->columns; c++)
		measure_cells(g, c, utf8);
	return widen(g, utf8);
}

/* The width below which a text isn't cut, if it is no wider than `most`. */
static int least(const struct grid_column *column, int most)
{
	int least = column->apart > column->floor ? column->apart : column->floor;

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

static int lighter_first(const void *a, const void *b)
{
	const struct grid_column *x = *(struct grid_column *const *)a, *y = *(struct grid_column *const *)b;

	return x->weight != y->weight ? (x->weight < y->weight) - (x->weight > y->weight) : (x < y) - (x > y);
}

/* The lightest columns, of these the rightmost first. */
static void leave_out(struct grid *g, int limit)
{
	struct grid_column **order = mem_new((g->columns ? g->columns : 1) * sizeof *order);
	int over = total(g) - saved(g, 0) - limit;
	size_t n = 0;

	for (size_t c = 0; c < g->columns; c++)
		if (!g->column[c].left_out && g->column[c].weight != WEIGHT_KEY)
			order[n++] = &g->column[c];
	qsort(order, n, sizeof *order, lighter_first);
	for (size_t i = 0; i < n && over > 0; i++) {
		over -= order[i]->width - saved_in(order[i], 0) + GRID_GAP;
		order[i]->left_out = HAS_NO_PLACE;
	}
	free(order);
}

/* Columns of zeros, or of nothing, the rightmost first; where there are rows at all. */
static void leave_out_zeros(struct grid *g, int limit)
{
	int over = total(g) - limit;
	bool any = false;

	for (size_t c = 0; c < g->columns; c++)
		any |= g->column[c].content == CONTENT_SOME;
	for (size_t c = g->columns; c-- > 0 && any && over > 0;)
		if (g->column[c].weight != WEIGHT_KEY && g->column[c].content != CONTENT_SOME) {
			over -= g->column[c].width + GRID_GAP;
			g->column[c].left_out = IS_ZEROS;
		}
}

/* Keys alone may be too wide: then they are cut as any text, and at last only the first is left. */
static void give_up_keys(struct grid *g, int limit)
{
	if (total(g) - saved(g, 0) <= limit)
		return;
	for (size_t c = 0; c < g->columns; c++)
		g->column[c].apart = 0;
	int over = total(g) - saved(g, 0) - limit;
	for (size_t c = g->columns; c-- > 1 && over > 0;)
		if (!g->column[c].left_out) {
			over -= g->column[c].width - saved_in(&g->column[c], 0) + GRID_GAP;
			g->column[c].left_out = HAS_NO_PLACE;
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

static void make_brief(struct grid *g, bool utf8)
{
	for (size_t c = 0; c < g->columns; c++)
		g->column[c].is_brief = g->column[c].brief;
	widen(g, utf8);
}

/* What room is left goes to whole heads. */
static void lengthen(struct grid *g, int limit, bool utf8)
{
	int room = limit - total(g);

	for (size_t c = 0; c < g->columns; c++) {
		struct grid_column *column = &g->column[c];
		int more = text_shown_width(column->head, utf8) - column->width;
		if (!column->is_brief || column->left_out || column->room || more > room)
			continue;
		column->is_brief = false;
		column->width += more > 0 ? more : 0;
		room -= more > 0 ? more : 0;
	}
}

/* `stream`: rows are still to come, so it isn't known what is 0 everywhere. */
static void fit(struct grid *g, int limit, bool utf8, bool stream)
{
	for (size_t c = 0; c < g->columns; c++) {
		g->column[c].left_out = IS_SHOWN;
		g->column[c].is_brief = false;
	}
	if (grid_measure(g, utf8) <= limit)
		return;
	if (!stream)
		leave_out_zeros(g, limit);
	if (total(g) <= limit)
		return;
	make_brief(g, utf8);
	leave_out(g, limit);
	give_up_keys(g, limit);
	shrink(g, limit);
	lengthen(g, limit, utf8);
}

static void pad(struct buf *out, int n)
{
	for (; n > 0; n--)
		buf_char(out, ' ');
}

/* How much of a text a column shows. A row of a stream that comes later may have a longer one, which then
 * pushes the rest of its line. */
static int longest(const struct grid_column *column)
{
	bool cut = column->width < column->cells;

	return cut || column->floor < column->width ? column->width : column->floor;
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
		if (page->look.width > 0 && !right && !column->picture && width > longest(column))
			width = text_cut(out, text, longest(column), page->look.utf8);
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

/* Names the columns that are left out for this reason. Returns how many. */
static size_t name_left_out(struct buf *out, const struct grid *g, enum omitted why)
{
	size_t n = 0;

	for (const struct grid_column *c = g->column; c < g->column + g->columns; c++)
		if (c->left_out == why && c->head.n && n++ < NAMED)
			buf_print(out, "%s%.*s", n > 1 ? ", " : "", STR_ARG(c->head));
	if (n > NAMED)
		buf_print(out, " and %zu more", n - NAMED);
	return n;
}

/* What is in the columns that say nothing. */
static const char *zeros_word(const struct grid *g)
{
	bool zeros = false, empty = false;

	for (const struct grid_column *c = g->column; c < g->column + g->columns; c++) {
		bool named = c->left_out == IS_ZEROS && c->head.n;
		zeros |= named && c->content == CONTENT_ZEROS;
		empty |= named && c->content == CONTENT_NONE;
	}
	return !empty ? "0" : zeros ? "0 or empty" : "empty";
}

static void say_left_out(const struct page *page, const struct grid *g)
{
	struct buf text = { 0 }, names = { 0 };

	if (name_left_out(&text, g, IS_ZEROS))
		buf_print(&text, ": %s everywhere", zeros_word(g));
	size_t n = name_left_out(&names, g, HAS_NO_PLACE);
	if (n && g->remedy)
		buf_print(&text, "%zu of %zu columns not shown; %s", n, g->columns, g->remedy);
	else if (n)
		buf_print(&text, "%s%zu column%s not shown: %.*s; -f csv has all, or a wider window",
			  text.n ? "; " : "", n, n == 1 ? "" : "s", STR_ARG(buf_view(&names)));
	sentence(page, buf_view(&text), tone_code[TONE_DIM]);
	buf_release(&text);
	buf_release(&names);
}

static void table_head(const struct page *page, struct grid *g)
{
	int owed = 0;

	if (page->at)
		buf_char(page->out, '\n');
	sentence(page, g->title, BOLD);
	fit(g, page->look.width > 0 ? page->look.width : INT_MAX, page->look.utf8, !page->guard);
	for (size_t c = 0; c < g->columns; c++)
		cell(page, &g->column[c], head_of(&g->column[c]), BOLD, &owed);
	end_line(page->out);
	rule(page, g);
}

/* The words that fit into a column, at least one; takes them off the text. */
static struct str words_off(struct str *text, int width, bool utf8)
{
	size_t n = 0;

	for (size_t i = 1; i <= text->n; i++) {
		if (i < text->n && text->p[i] != ' ')
			continue;
		if (n && text_shown_width(str_slice(*text, 0, i), utf8) > width)
			break;
		n = i;
	}
	struct str words = str_slice(*text, 0, n);
	*text = str_trim(str_slice(*text, n, text->n));
	return words;
}

/* The column whose texts go on below; NULL: none does. */
static const struct grid_column *last_prose(const struct page *page, const struct grid *g)
{
	const struct grid_column *last = NULL;

	for (const struct grid_column *c = g->column; c < g->column + g->columns; c++)
		if (!c->left_out)
			last = c;
	return last && last->prose && page->look.width > 0 ? last : NULL;
}

static void put_row(const struct page *page, const struct grid *g, const struct grid_column *prose,
		    size_t row)
{
	struct str rest = STR("");
	int owed = 0;

	for (size_t c = 0; c < g->columns; c++) {
		struct str text = grid_at(g, row, c);
		if (&g->column[c] == prose) {
			rest = text;
			text = words_off(&rest, prose->width, page->look.utf8);
		}
		cell(page, &g->column[c], text, tone_code[grid_tone_at(g, row, c)], &owed);
	}
	end_line(page->out);
	while (rest.n) {
		owed = total(g) - prose->width;
		cell(page, prose, words_off(&rest, prose->width, page->look.utf8),
		     tone_code[grid_tone_at(g, row, (size_t)(prose - g->column))], &owed);
		end_line(page->out);
	}
}

static void table_rows(const struct page *page, struct grid *g)
{
	const struct grid_column *prose = last_prose(page, g);

	for (size_t row = 0; row < g->rows; row++)
		put_row(page, g, prose, row);
	g->written += g->rows;
}

/* Has the next table the same columns, of the same widths? */
static bool goes_on(const struct page *page, const struct grid *g)
{
	const struct grid *next = page->at + 1 < page->n ? page->grid[page->at + 1] : NULL;
	bool same = next && next->columns == g->columns;

	for (size_t c = 0; same && c < g->columns; c++)
		same = g->column[c].cells == next->column[c].cells &&
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
