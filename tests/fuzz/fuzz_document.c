/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page of all its pieces, of any texts and any figures, those that are no numbers too: it is well formed,
 * draws numbers alone, and no rectangle is less than nothing.
 *
 * The input: what separates the texts, a byte of switches, four texts, then figures: each is a byte, of which
 * the largest stand for what is no number and for eight bytes that are one.
 */
#include <math.h>

#include "input.h"

#include "../unit/well_formed.h"
#include "report/document.h"

enum { PLACES = 12, ROWS = 4, LINES = 3 };

struct given {
	struct str text[4];
	bool percent, folded, faint;
	double figure[ROWS][PLACES];
	double rising[ROWS][PLACES]; /* the same, none below the one before */
	double mark;
};

static double take_figure(struct str *rest)
{
	static const double odd[] = { NAN, INFINITY, -INFINITY, 1e300, -1e300, 1e15, 1.5e-300, 0.13 };
	unsigned char c = input_byte(rest);
	double x;

	if (c == 0xFF && rest->n >= sizeof x) {
		memcpy(&x, rest->p, sizeof x);
		*rest = str_slice(*rest, sizeof x, rest->n);
		return x;
	}
	return c >= 0xF0 ? odd[c % 8] : c / 64.0 - 0.5;
}

static void take(struct given *g, struct str rest)
{
	char separator = (char)input_byte(&rest);
	unsigned switches = input_byte(&rest);

	g->percent = switches & 1;
	g->folded = switches & 2;
	g->faint = switches & 4;
	for (size_t i = 0; i < 4; i++)
		g->text[i] = input_text(&rest, separator);
	g->mark = take_figure(&rest);
	for (size_t row = 0; row < ROWS; row++)
		for (size_t i = 0; i < PLACES; i++) {
			double x = take_figure(&rest), before = i ? g->rising[row][i - 1] : 0;
			g->figure[row][i] = x;
			g->rising[row][i] = fmax(before, x);
		}
}

/* ---- the pieces ---- */

static void put_lines(struct buf *out, const struct given *g, size_t places)
{
	struct str label[PLACES];
	struct chart_line line[LINES];
	struct curve curve[LINES];

	for (size_t i = 0; i < PLACES; i++)
		label[i] = g->text[i % 4];
	for (size_t i = 0; i < LINES; i++) {
		line[i] = (struct chart_line){ g->text[i], g->figure[i] };
		curve[i] = (struct curve){ g->text[i], g->rising[i], g->rising[i + 1], places };
	}
	document_chart(out, &(struct chart){ .name = g->text[0],
					     .label = label,
					     .n = places,
					     .line = line,
					     .lines = LINES,
					     .percent = g->percent,
					     .mark = g->mark,
					     .mark_name = g->text[3] });
	document_curves(out, &(struct curves){ g->text[1], g->text[2], curve, LINES, g->percent });
}

static void put_bars(struct buf *out, const struct given *g, size_t parts)
{
	const struct str *t = g->text;
	struct stack stack[ROWS];
	struct funnel_bar bar[ROWS];

	for (size_t i = 0; i < ROWS; i++) {
		stack[i] = (struct stack){ t[i], t[(i + 1) % 4], g->figure[i] };
		bar[i] = (struct funnel_bar){ .name = t[i],
					      .value = g->figure[i][0],
					      .note = t[1],
					      .rate = t[2],
					      .judged = t[3],
					      .tone = (enum tone)i,
					      .loss = { t[0], t[1], t[i] },
					      .most = i == 1 };
	}
	document_stacks(out, &(struct stacks){ t[0], t, parts < 4 ? parts : 4, stack, ROWS, parts % 2 });
	document_funnel_bars(out, &(struct funnel_bars){ t[1], bar, ROWS });
}

static void put_shares(struct buf *out, const struct given *g, size_t columns)
{
	const struct str *t = g->text;
	struct dot dot[ROWS];
	struct heat_row heat[ROWS];

	for (size_t i = 0; i < ROWS; i++) {
		const double *x = g->figure[i];
		dot[i] = (struct dot){ t[i], t[0], x[0], x[1], x[2], (enum dot_side)(i % DOT_SIDES) };
		heat[i] = (struct heat_row){ t[i], t[1], x, g->faint && i % 2, NULL };
	}
	document_dots(out, &(struct dots){ t[0], dot, ROWS, g->mark, t[1],
					   (enum dots_of)(columns % (DOTS_AWAY + 1)) });
	document_heat(out, &(struct heat){ t[1], t, columns < 4 ? columns : 4, heat, ROWS, g->faint,
					   columns % 2, g->faint });
}

static void put_words(struct buf *out, const struct given *g)
{
	const struct str *t = g->text;
	struct tile tile[] = { { t[0], t[1], t[2], t[3], TONE_GOOD }, { t[3], t[2], t[1], t[0], TONE_BAD } };
	struct grid grid = { 0 };

	document_heading(out, t[0]);
	document_note(out, t[1]);
	document_tiles(out, tile, 2);
	grid.title = t[2];
	grid.note = t[3];
	grid_column(&grid, "text", ALIGN_LEFT, false);
	grid_picture(&grid, "share");
	for (size_t i = 0; i < 4; i++)
		grid_cell(&grid, t[i]);
	document_grid(out, &grid, g->folded);
	grid_release(&grid);
}

static void put_page(struct buf *out, const struct given *g)
{
	size_t n = g->text[0].n % (PLACES + 1);

	document_open(out, g->text[0], g->text[1]);
	put_words(out, g);
	put_lines(out, g, n);
	put_bars(out, g, n);
	put_shares(out, g, n);
	document_close(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf page = { 0 };
	struct given given;

	take(&given, input_whole(data, size));
	put_page(&page, &given);
	check(!memchr(page.p, '\0', page.n), "a page has no NUL");
	buf_char(&page, '\0');
	const char *wrong = ill_formed(page.p);
	if (wrong)
		fprintf(stderr, "%.200s\n", wrong);
	check(!wrong, "a page is well formed");
	buf_release(&page);
	return 0;
}
