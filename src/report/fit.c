/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See fit.h. */
#include "report/fit.h"

#include <ctype.h>

#include "report/form.h"

static bool behind_bars(const struct grid *g, size_t c)
{
	return c && g->column[c - 1].picture;
}

struct str fit_head(const struct grid *g, size_t c)
{
	const struct grid_column *column = &g->column[c];
	struct str head = g->narrow && column->brief ? str_from(column->brief) : column->head;

	return !head.n && behind_bars(g, c) ? column[-1].head : head;
}

bool fit_in_a_line(struct str text)
{
	bool digit = false;

	for (size_t i = 0; i < text.n; i++)
		digit |= isdigit((unsigned char)text.p[i]);
	return digit && text_width(text) <= IN_A_LINE;
}

/* The widest piece of a text, which is broken behind blanks and hyphens. */
static int widest_piece(struct str text)
{
	int most = 0;

	for (size_t i = 0, from = 0; i < text.n; i++) {
		if (text.p[i] != ' ' && text.p[i] != '-' && i + 1 < text.n)
			continue;
		int wide = text_width(str_slice(text, from, i + 1));
		most = wide > most ? wide : most;
		from = i + 1;
	}
	return most;
}

/* A page breaks each text that is long, and no other. */
static int width_on_paper(struct str text)
{
	int wide = text_width(text), piece = wide > IN_A_LINE ? widest_piece(text) : 0;

	return wide <= IN_A_LINE ? wide : piece > LONG_TEXT ? piece : LONG_TEXT;
}

/* The least that a column takes of a window, with `rows` rows. */
static int room_of(const struct grid *g, size_t c, size_t rows, bool paper)
{
	int most = widest_piece(fit_head(g, c));

	for (size_t row = 0; row < rows; row++) {
		struct str text = grid_at(g, row, c);
		int wide = paper		 ? width_on_paper(text)
			   : fit_in_a_line(text) ? text_width(text)
						 : widest_piece(text);
		most = wide > most ? wide : most;
	}
	return most + 1;
}

/* The column to be left out next: the lightest, of these the rightmost; never the first. */
static struct grid_column *lightest(struct grid *g)
{
	struct grid_column *found = NULL, *first = NULL;

	for (size_t c = 0; c < g->columns && !first; c++)
		first = g->column[c].left_out ? NULL : &g->column[c];
	for (size_t c = g->columns; c-- > 0;)
		if (!g->column[c].left_out && &g->column[c] != first &&
		    (!found || g->column[c].weight > found->weight))
			found = &g->column[c];
	return found;
}

size_t fit_columns(struct grid *g, size_t rows, int room, bool paper)
{
	struct grid_column *next;
	size_t n = 0;
	int wide = 0;

	for (size_t c = 0; c < g->columns; c++)
		wide += g->column[c].left_out ? 0 : room_of(g, c, rows, paper);
	for (; wide > room && (next = lightest(g)); n++) {
		next->left_out = HAS_NO_PLACE;
		wide -= room_of(g, (size_t)(next - g->column), rows, paper);
	}
	return n;
}
