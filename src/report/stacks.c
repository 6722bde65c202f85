/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bars made of parts: see document.h. Their colors go from a pale cool one to a
 * dark hot one, so that those who see no hues, and printers without colors,
 * still see the order: the later, the darker. In the dark the later, the
 * brighter. A part wide enough has its figure in it.
 */
#include <math.h>

#include "report/document.h"
#include "report/mail.h"
#include "report/grid.h"
#include "report/picture.h"

static double part_of(const struct stacks *s, size_t row, size_t part)
{
	double value = s->row[row].part[part];

	return picture_known(value) && value > 0 ? value : 0;
}

static double total_of(const struct stacks *s, size_t row)
{
	double total = 0;

	for (size_t part = 0; part < s->parts; part++)
		total += part_of(s, row, part);
	return total;
}

/* Names of the parts, each with its color, in as many lines as they need; returns their height. With
 * `dry` they are measured only. */
static double legend(struct canvas *canvas, const struct stacks *s, bool dry)
{
	double font = canvas->font, x = 0, y = 0.8 * font;
	int columns = picture_columns(canvas, canvas->width / 3);

	for (size_t part = 0; part < s->parts; part++) {
		struct ink ink = picture_heat(part, s->parts, NULL);
		double wide = 1.35 * font + picture_width(canvas, s->part_name[part], columns);
		if (x && x + wide > canvas->width) {
			x = 0;
			y += 1.6 * font;
		}
		if (!dry) {
			picture_draw(canvas->out, "<rect x=\"@\" y=\"@\" width=\"@\" height=\"@\"", x,
				     y - 0.45 * font, 0.9 * font, 0.9 * font);
			buf_print(canvas->out, " class=\"%s\" fill=\"%s\"/>\n", ink.class, ink.light);
			picture_text(canvas, x + 1.35 * font, y, ANCHOR_START, ink_plain, s->part_name[part],
				     columns);
		}
		x += wide + 1.4 * font;
	}
	return s->parts ? y + 1.3 * font : 0;
}

/* The widest label or note, as they will be cut. */
static double widest(const struct canvas *canvas, const struct stacks *s, bool note, int columns)
{
	double most = 0;

	for (size_t row = 0; row < s->rows; row++)
		most = fmax(most,
			    picture_width(canvas, note ? s->row[row].note : s->row[row].label, columns));
	return most;
}

/* One bar from x on, of which `most` would be `room` wide; returns where it ends. */
static double bar(struct canvas *canvas, const struct stacks *s, size_t row, double x, double y, double high,
		  double most, double room)
{
	struct buf figure = { 0 };

	for (size_t part = 0; part < s->parts; part++) {
		double value = part_of(s, row, part), wide = value / most * room;
		struct ink on, ink = picture_heat(part, s->parts, &on);
		if (value == 0)
			continue;
		wide = fmax(wide, 2);
		picture_draw(canvas->out, "<rect x=\"@\" y=\"@\" width=\"@\" height=\"@\"", x, y - high / 2,
			     wide - 1, high);
		buf_print(canvas->out, " class=\"%s\" fill=\"%s\"/>\n", ink.class, ink.light);
		buf_clear(&figure);
		picture_value(&figure, value, false);
		if (picture_width(canvas, buf_view(&figure), 40) + 0.5 * canvas->font <= wide)
			picture_text(canvas, x + (wide - 1) / 2, y, ANCHOR_MIDDLE, on, buf_view(&figure), 40);
		x += wide;
	}
	buf_release(&figure);
	return x;
}

static void draw(struct canvas *canvas, const void *what)
{
	const struct stacks *s = what;
	double font = canvas->font, width = canvas->width, most = 0, start = legend(canvas, s, true);
	double high = canvas->slim ? 3.6 * font : 2.3 * font, thick = 1.5 * font;
	int columns = picture_columns(canvas, width * 0.3);
	double note_share = s->long_notes ? (canvas->slim ? 0.75 : 0.45) : (canvas->slim ? 0.35 : 0.25);
	int note_columns = picture_columns(canvas, width * note_share);
	double label = canvas->slim ? 0 : widest(canvas, s, false, columns) + font;
	double note = widest(canvas, s, true, note_columns) * (s->long_notes ? 1.15 : 1) + 0.6 * font;

	if (canvas->slim)
		note = 0;

	for (size_t row = 0; row < s->rows; row++)
		most = fmax(most, total_of(s, row));
	/* Slivers are made wider than they are: each may take 2 more than its share. */
	double room = fmax(0, width - label - note - 2 * (double)s->parts);

	picture_open(canvas, start + high * fmax(1, (double)s->rows));
	legend(canvas, s, false);
	for (size_t row = 0; row < s->rows; row++) {
		const struct stack *r = &s->row[row];
		double y = start + high * (double)row + high / 2, text = y;
		int shown = columns;
		if (canvas->slim) {
			double beside = picture_width(canvas, r->note, note_columns) + font;
			shown = picture_fit(canvas, r->label, width - beside);
			text = y - 0.9 * font;
			y += 0.55 * font;
		}
		picture_text(canvas, 0, text, ANCHOR_START, ink_plain, r->label, shown);
		double end = bar(canvas, s, row, label, y, thick, most, room);
		if (canvas->slim)
			picture_text(canvas, width, text, ANCHOR_END, ink_dim, r->note, note_columns);
		else
			picture_text(canvas, end + 0.5 * font, y, ANCHOR_START, ink_dim, r->note,
				     note_columns);
	}
	if (!s->rows)
		picture_text(canvas, 0, start + high / 2, ANCHOR_START, ink_dim, STR("no figures yet"), 40);
}

/* "EMEA: 38 (0–1 days 12, 15+ days 3)", a row after the other. */
static void describe(struct buf *out, const struct stacks *s)
{
	for (size_t row = 0; row < s->rows; row++) {
		const char *before = " (";
		buf_print(out, "%s%.*s: ", row ? "; " : "", STR_ARG(s->row[row].label));
		picture_value(out, total_of(s, row), false);
		for (size_t part = 0; part < s->parts; part++) {
			if (part_of(s, row, part) == 0)
				continue;
			buf_print(out, "%s%.*s ", before, STR_ARG(s->part_name[part]));
			picture_value(out, part_of(s, row, part), false);
			before = ", ";
		}
		if (*before == ',')
			buf_char(out, ')');
	}
	if (!s->rows)
		buf_str(out, STR("No figures yet"));
}

void document_stacks(struct buf *out, const struct stacks *s)
{
	struct buf about = { 0 };

	if (mail_is(out)) {
		mail_stacks(out, s);
		return;
	}
	describe(&about, s);
	picture_write(out, s->name, buf_view(&about), draw, s);
	buf_release(&about);
}
