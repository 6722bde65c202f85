/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bars on their way to a goal: see document.h. The goal is a line across the bar, and where the bar should be
 * by now a dashed one; the color of the bar repeats what its note says.
 */
#include <math.h>

#include "report/document.h"
#include "report/mail.h"
#include "report/picture.h"

static double known(double x)
{
	return picture_known(x) && x > 0 ? x : 0;
}

static double most_of(const struct meters *m)
{
	double most = 0;

	for (const struct meter *r = m->row; r < m->row + m->rows; r++)
		most = fmax(most, fmax(fmax(known(r->value), known(r->most)),
				       fmax(known(r->goal), known(r->pace))));
	return most;
}

static bool any_pace(const struct meters *m)
{
	bool any = false;

	for (const struct meter *r = m->row; r < m->row + m->rows; r++)
		any |= picture_known(r->pace);
	return any;
}

static void line(struct canvas *canvas, double x, double from, double to, bool dashed)
{
	picture_draw(canvas->out, "<line x1=\"@\" y1=\"@\" x2=\"@\" y2=\"@\" stroke=\"currentColor\"", x,
		     from, x, to);
	buf_str(canvas->out, dashed ? STR(" stroke-width=\"1.5\" stroke-dasharray=\"3 2\"/>\n")
				    : STR(" stroke-width=\"2\"/>\n"));
}

/* A mark and its name, from x on; returns where the next one may begin. */
static double key(struct canvas *canvas, double x, bool dashed, struct str name)
{
	double font = canvas->font, y = 0.8 * font;

	line(canvas, x + 0.4 * font, y - 0.6 * font, y + 0.6 * font, dashed);
	picture_text(canvas, x + font, y, ANCHOR_START, ink_dim, name, 40);
	return x + 2.6 * font + picture_width(canvas, name, 40);
}

static double widest(const struct canvas *canvas, const struct meters *m, bool note, int columns)
{
	double most = 0;

	for (const struct meter *r = m->row; r < m->row + m->rows; r++)
		most = fmax(most, picture_width(canvas, note ? r->note : r->label, columns));
	return most;
}

/* Of the way to `most`, which is `room` wide. */
static double along(double value, double most, double room)
{
	return most > 0 ? known(value) / most * room : 0;
}

static void bar(struct canvas *canvas, const struct meter *r, double x, double y, double most, double room)
{
	double thick = 1.3 * canvas->font;

	if (known(r->most) > 0)
		picture_draw(canvas->out,
			     "<rect x=\"@\" y=\"@\" width=\"@\" height=\"@\" fill=\"none\" "
			     "stroke=\"currentColor\" "
			     "stroke-opacity=\"0.35\"/>\n",
			     x, y - thick / 2, along(r->most, most, room), thick);
	if (known(r->value) > 0) {
		picture_draw(canvas->out,
			     "<rect x=\"@\" y=\"@\" width=\"@\" height=\"@\" fill=\"currentColor\" "
			     "fill-opacity=\"0.55\"",
			     x, y - thick / 2, fmax(2, along(r->value, most, room)), thick);
		picture_color(canvas->out, picture_ink(r->tone));
		buf_str(canvas->out, STR("/>\n"));
	}
	if (picture_known(r->pace))
		line(canvas, x + along(r->pace, most, room), y - 0.75 * thick, y + 0.75 * thick, true);
	if (picture_known(r->goal))
		line(canvas, x + along(r->goal, most, room), y - 0.75 * thick, y + 0.75 * thick, false);
}

static void draw(struct canvas *canvas, const void *what)
{
	const struct meters *m = what;
	double font = canvas->font, width = canvas->width, start = 2.2 * font;
	double high = (canvas->slim ? 3.8 : 2.4) * font, most = most_of(m);

	if (!m->goal_name.n)
		start = 0.2 * font;

	int columns = picture_columns(canvas, width * 0.3),
	    note_columns = picture_columns(canvas, width * (canvas->slim ? 0.6 : 0.35));
	double left = canvas->slim ? 0.2 * font : widest(canvas, m, false, columns) + font,
	       right = width - (canvas->slim ? 0.2 * font : widest(canvas, m, true, note_columns) + font);
	double x;

	picture_open(canvas, start + high * fmax(1, (double)m->rows));
	x = m->goal_name.n ? key(canvas, 0, false, m->goal_name) : 0;
	if (any_pace(m))
		key(canvas, x, true, m->pace_name);
	for (size_t i = 0; i < m->rows; i++) {
		const struct meter *r = &m->row[i];
		double y = start + high * ((double)i + 0.5), text = y;
		int shown = columns;
		if (canvas->slim) {
			double beside = picture_width(canvas, r->note, note_columns) + font;
			shown = picture_fit(canvas, r->label, width - beside);
			text = y - font;
			y += 0.6 * font;
		}
		picture_text(canvas, 0, text, ANCHOR_START, ink_plain, r->label, shown);
		bar(canvas, r, left, y, most, fmax(0, right - left));
		picture_text(canvas, width, text, ANCHOR_END, ink_dim, r->note, note_columns);
	}
}

/* "2026-07: 44 of 70, missed; …" */
static void describe(struct buf *out, const struct meters *m)
{
	for (const struct meter *r = m->row; r < m->row + m->rows; r++)
		buf_print(out, "%s%.*s: %.*s", out->n ? "; " : "", STR_ARG(r->label), STR_ARG(r->note));
	if (!out->n)
		buf_str(out, STR("No figures yet"));
}

void document_meters(struct buf *out, const struct meters *m)
{
	struct buf about = { 0 };

	if (mail_is(out)) {
		mail_meters(out, m);
		return;
	}
	describe(&about, m);
	picture_write(out, m->name, buf_view(&about), draw, m);
	buf_release(&about);
}
