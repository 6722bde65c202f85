/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A map of shares: see document.h. The shade leaves out the middle tones that
 * neither dark nor light figures can be read on. What is faint has no shade but a
 * dashed frame.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "report/document.h"
#include "report/mail.h"
#include "report/picture.h"

static const struct ink ink_shade = { "shade", "#23507f" };
static const struct ink on_pale = { "on1", "#1c2128" }, on_deep = { "on5", "#ffffff" };

enum { PLACES = 40 }; /* columns of text that a figure has at most */

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
			if (!is_faint(r, c) && picture_known(r->share[c])) {
				x.least = fmin(x.least, r->share[c]);
				x.most = fmax(x.most, r->share[c]);
			}
	x.least = fmin(x.least, x.most / 2);
	return x;
}

static void cell(struct canvas *canvas, bool faint, double share, struct range x_of, double x, double y,
		 double wide, double high)
{
	double part = x_of.most > 0 ? (share - x_of.least) / (x_of.most - x_of.least) : 0;
	struct buf figure = { 0 };

	if (!picture_known(share))
		return;
	picture_draw(canvas->out, "<rect x=\"@\" y=\"@\" width=\"@\" height=\"@\" rx=\"2\"", x + 1, y + 1,
		     fmax(0, wide - 2), high - 2);
	if (faint) {
		picture_color(canvas->out, ink_dim);
		buf_str(canvas->out, STR(" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.6\" "
					 "stroke-dasharray=\"2 4\"/>\n"));
	} else {
		picture_color(canvas->out, ink_shade);
		buf_print(canvas->out, " fill=\"currentColor\" fill-opacity=\"%.3f\"/>\n", opacity(part));
	}
	picture_value(&figure, share, true);
	picture_text(canvas, x + wide / 2, y + high / 2, ANCHOR_MIDDLE,
		     faint		? ink_dim
		     : part < deep_from ? on_pale
					: on_deep,
		     buf_view(&figure), PLACES);
	buf_release(&figure);
}

static void row_write(struct canvas *canvas, const struct heat *h, const struct heat_row *r,
		      const struct range *range, double left, double y, double high)
{
	double font = canvas->font, wide = h->columns ? (canvas->width - left) / (double)h->columns : 0;
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
			     picture_fit(canvas, r->label, left - note - font));
		picture_text(canvas, left - font, middle, ANCHOR_END, ink_dim, r->note, PLACES);
	}
	for (size_t c = 0; c < h->columns; c++)
		cell(canvas, is_faint(r, c), r->share[c], range[c], left + wide * (double)c, y, wide, high);
}

static void draw(struct canvas *canvas, const void *what)
{
	const struct heat *h = what;
	double font = canvas->font, left = 0, start = (canvas->slim ? 2.2 : 1.7) * font,
	       high = canvas->slim ? 4.4 * font : 2.2 * font;
	int columns = picture_columns(canvas, canvas->width * 0.25);
	struct range *range = mem_new(h->columns * sizeof *range);

	for (size_t c = 0; c < h->columns; c++)
		range[c] = range_of(h, c);
	for (const struct heat_row *r = h->row; !canvas->slim && r < h->row + h->rows; r++)
		left = fmax(left, picture_width(canvas, r->label, columns) +
					  picture_width(canvas, r->note, PLACES) + 2.5 * font);
	picture_open(canvas, start + high * fmax(1, (double)h->rows));
	double wide = h->columns ? (canvas->width - left) / (double)h->columns : 0;
	for (size_t c = 0; c < h->columns; c++)
		picture_text(canvas, left + wide * ((double)c + 0.5), 0.7 * font, ANCHOR_MIDDLE, ink_dim,
			     h->column[c], picture_fit(canvas, h->column[c], wide - 0.6 * font));
	for (size_t i = 0; i < h->rows; i++)
		row_write(canvas, h, &h->row[i], range, left, start + high * (double)i, high);
	if (!h->rows)
		picture_text(canvas, 0, start + high / 2, ANCHOR_START, ink_dim, STR("no figures yet"), 40);
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
				picture_value(out, r->share[c], true);
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
