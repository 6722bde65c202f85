/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A map of figures: see document.h. The shade leaves out the middle tones that
 * neither dark nor light figures can be read on. What is faint has no shade but a
 * dashed frame. Where not all columns have a place, the others are below, in a
 * block of their own.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "report/document.h"
#include "report/mail.h"
#include "report/picture.h"

static const struct ink ink_shade = { "shade", "#23507f" };
static const struct ink on_pale = { "on1", "#1c2128" }, on_deep = { "on5", "#ffffff" };

enum {
	PLACES = 40,   /* columns of text that a figure has at most */
	HEAD_LINES = 3 /* of a column's head */
};

/* How much color a shade from 0 to 1 has: below deep_from it is pale. */
static const double deep_from = 0.7;

static double opacity(double shade)
{
	return shade < deep_from ? 0.06 + 0.8 * shade : 0.78 + 0.73 * (shade - deep_from);
}

static bool is_faint(const struct heat_row *r, size_t column)
{
	return r->faint || (r->few && r->few[column]);
}

/* All together stand out of the others' range, and have no shade. */
static bool is_total(const struct heat *h, const struct heat_row *r, size_t column)
{
	return h->totals && (r == h->row + h->rows - 1 || column == h->columns - 1);
}

/* The shares of a column, or of all, from the palest to the deepest: that is not above half the largest, for
 * what differs little should look alike. */
struct range {
	double least, most;
};

static struct range range_of(const struct heat *h, size_t column)
{
	struct range x = { NAN, 0 };
	size_t first = h->even ? 0 : column, end = h->even ? h->columns : column + 1;

	for (const struct heat_row *r = h->row; r < h->row + h->rows; r++)
		for (size_t c = first; c < end; c++)
			if (!is_faint(r, c) && !is_total(h, r, c) && picture_known(r->share[c])) {
				x.least = fmin(x.least, r->share[c]);
				x.most = fmax(x.most, r->share[c]);
			}
	x.least = fmin(x.least, x.most / 2);
	return x;
}

/* Where the map is drawn: so many columns side by side, each so wide. */
struct place {
	const struct heat *of;
	const struct range *range;
	size_t columns;
	double left, wide, start, high; /* `start`: of the rows in their block, each `high` */
};

static void cell(struct canvas *canvas, const struct place *p, const struct heat_row *r, size_t c, double x,
		 double y, double high)
{
	const double value = r->share[c], least = p->range[c].least, most = p->range[c].most;
	const double part = most > 0 && most > least ? fmax(0, (value - least) / (most - least)) : 0;
	const bool faint = is_faint(r, c), total = is_total(p->of, r, c);
	struct buf figure = { 0 };

	if (!picture_known(value))
		return;
	if (!total)
		picture_draw(canvas->out, "<rect x=\"@\" y=\"@\" width=\"@\" height=\"@\" rx=\"2\"", x + 1,
			     y + 1, fmax(0, p->wide - 2), high - 2);
	if (!total && faint) {
		picture_color(canvas->out, ink_dim);
		buf_str(canvas->out, STR(" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.6\" "
					 "stroke-dasharray=\"2 4\"/>\n"));
	} else if (!total) {
		picture_color(canvas->out, ink_shade);
		buf_print(canvas->out, " fill=\"currentColor\" fill-opacity=\"%.3f\"/>\n", opacity(part));
	}
	picture_value(&figure, value, !p->of->counts);
	picture_text(canvas, x + p->wide / 2, y + high / 2, ANCHOR_MIDDLE,
		     total		? ink_plain
		     : faint		? ink_dim
		     : part < deep_from ? on_pale
					: on_deep,
		     buf_view(&figure), PLACES);
	buf_release(&figure);
}

static void row_write(struct canvas *canvas, const struct place *p, const struct heat_row *r, size_t from,
		      double y)
{
	double font = canvas->font, high = p->high;
	struct ink ink = r->faint ? ink_dim : ink_plain;
	double middle = y + high / 2;

	if (canvas->slim) {
		int shown = picture_fit(canvas, r->label,
					canvas->width - picture_width(canvas, r->note, PLACES) - font);
		picture_text(canvas, 0, y + 0.6 * font, ANCHOR_START, ink, r->label, shown);
		picture_text(canvas, canvas->width, y + 0.6 * font, ANCHOR_END, ink_dim, r->note, PLACES);
		y += 1.4 * font;
		high -= 2 * font;
	} else {
		double note = picture_width(canvas, r->note, PLACES) + font;
		picture_text(canvas, 0, middle, ANCHOR_START, ink, r->label,
			     picture_fit(canvas, r->label, p->left - note - font));
		picture_text(canvas, p->left - font, middle, ANCHOR_END, ink_dim, r->note, PLACES);
	}
	for (size_t c = from; c < p->of->columns && c < from + p->columns; c++)
		cell(canvas, p, r, c, p->left + p->wide * (double)(c - from), y, high);
}

/* The width that the widest figure needs, or a word of a head that isn't all too long. */
static double needed(const struct canvas *canvas, const struct heat *h)
{
	const double font = canvas->font;
	struct buf figure = { 0 };
	double most = 0;

	for (const struct heat_row *r = h->row; r < h->row + h->rows; r++)
		for (size_t c = 0; c < h->columns; c++) {
			buf_clear(&figure);
			if (picture_known(r->share[c]))
				picture_value(&figure, r->share[c], !h->counts);
			most = fmax(most, picture_width(canvas, buf_view(&figure), PLACES));
		}
	for (size_t c = 0; c < h->columns; c++)
		most = fmax(most, fmin(8 * font, picture_word(canvas, h->column[c])));
	buf_release(&figure);
	return most + 0.7 * font;
}

static struct place place_of(struct canvas *canvas, const struct heat *h, const struct range *range)
{
	const double font = canvas->font;
	const int columns = picture_columns(canvas, canvas->width * 0.25);
	struct place p = { h, range, .high = canvas->slim ? 4.4 * font : 2.2 * font };
	int lines = 1;

	for (const struct heat_row *r = h->row; !canvas->slim && r < h->row + h->rows; r++)
		p.left = fmax(p.left, picture_width(canvas, r->label, columns) +
					      picture_width(canvas, r->note, PLACES) + 2.5 * font);
	const size_t room = (size_t)fmax(1, floor((canvas->width - p.left) / needed(canvas, h))),
		     blocks = h->columns ? (h->columns + room - 1) / room : 1;
	p.columns = h->columns ? (h->columns + blocks - 1) / blocks : 1;
	p.wide = (canvas->width - p.left) / (double)p.columns;
	for (size_t c = 0; c < h->columns; c++) {
		int n = picture_lines(canvas, 0, 0, ink_dim, h->column[c], p.wide - 0.4 * font, HEAD_LINES,
				      false);
		lines = n > lines ? n : lines;
	}
	p.start = ((canvas->slim ? 1.1 : 0.6) + 1.2 * lines) * font;
	return p;
}

static void draw(struct canvas *canvas, const void *what)
{
	const struct heat *h = what;
	struct range *range = mem_new(h->columns * sizeof *range);

	for (size_t c = 0; c < h->columns; c++)
		range[c] = range_of(h, c);
	const struct place p = place_of(canvas, h, range);
	const size_t blocks = h->columns ? (h->columns + p.columns - 1) / p.columns : 1;
	const double font = canvas->font, block = p.start + p.high * fmax(1, (double)h->rows) + font;
	picture_open(canvas, block * (double)blocks - font);
	for (size_t b = 0; b < blocks; b++) {
		const size_t from = b * p.columns;
		const double top = block * (double)b;
		for (size_t c = from; c < h->columns && c < from + p.columns; c++)
			picture_lines(canvas, p.left + p.wide * ((double)(c - from) + 0.5), top + 0.7 * font,
				      ink_dim, h->column[c], p.wide - 0.4 * font, HEAD_LINES, true);
		for (size_t i = 0; i < h->rows; i++)
			row_write(canvas, &p, &h->row[i], from, top + p.start + p.high * (double)i);
	}
	if (!h->rows)
		picture_text(canvas, 0, p.start + p.high / 2, ANCHOR_START, ink_dim, STR("no figures yet"),
			     40);
	free(range);
}

/* "2026-01: mql 27.1%, won 3.0%; …" */
static void describe(struct buf *out, const struct heat *h)
{
	for (const struct heat_row *r = h->row; r < h->row + h->rows; r++) {
		buf_print(out, "%s%.*s: ", out->n ? "; " : "", STR_ARG(r->label));
		for (size_t c = 0; c < h->columns; c++) {
			buf_print(out, "%s%.*s ", c ? ", " : "", STR_ARG(h->column[c]));
			if (picture_known(r->share[c]))
				picture_value(out, r->share[c], !h->counts);
			else
				buf_str(out, STR("–"));
		}
	}
	if (!out->n)
		buf_str(out, STR("No figures yet"));
}

void document_heat(struct buf *out, const struct heat *h)
{
	struct buf about = { 0 };

	if (mail_is(out)) {
		mail_heat(out, h);
		return;
	}
	describe(&about, h);
	picture_write(out, h->name, buf_view(&about), draw, h);
	buf_release(&about);
}
