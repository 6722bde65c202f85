/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bars made of parts: see document.h. Their colors go from a pale cool one to a
 * dark hot one, so that those who see no hues, and printers without colors,
 * still see the order: the later, the darker. In the dark the later, the
 * brighter. A part wide enough has its figure in it.
 */
#include <math.h>

#include "report/document.h"
#include "report/picture.h"

/* The color of a part, and that of a figure on it. */
static const struct {
	struct ink part, figure;
} heat[] = {
	{ { "heat1", "#d3e2ee" }, { "on1", "#1c2128" } }, { { "heat2", "#a3c3dd" }, { "on2", "#1c2128" } },
	{ { "heat3", "#e5ab4c" }, { "on3", "#1c2128" } }, { { "heat4", "#c4551d" }, { "on4", "#ffffff" } },
	{ { "heat5", "#871c1c" }, { "on5", "#ffffff" } },
};
enum { HEATS = sizeof heat / sizeof *heat };

static const double sliver = 2.5; /* wide is what is hardly there, with the 1 that stays free behind it */

/* Of two parts the coolest and the hottest, of five each its own. */
static size_t heat_of(size_t part, size_t parts)
{
	return parts < 2 ? 0 : (part * (HEATS - 1) + (parts - 1) / 2) / (parts - 1);
}

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

static void block(struct canvas *canvas, double x, double y, double wide, double high, struct ink ink)
{
	picture_draw(canvas->out, "<rect x=\"@\" y=\"@\" width=\"@\" height=\"@\"", x, y - high / 2, wide,
		     high);
	picture_ink(canvas->out, ink);
	buf_str(canvas->out, STR("/>\n"));
}

/* Names of the parts, each with its color, in as many lines as they need; returns their height. With
 * `dry` they are measured only. */
static double legend(struct canvas *canvas, const struct stacks *s, bool dry)
{
	double font = canvas->font, x = 0, y = 0.8 * font, room = canvas->width / 3;

	for (size_t part = 0; part < s->parts; part++) {
		double wide = 1.35 * font + fmin(room, picture_width(canvas, s->part_name[part]));
		if (x > 0 && x + wide > canvas->width) {
			x = 0;
			y += 1.6 * font;
		}
		if (!dry) {
			block(canvas, x, y, 0.9 * font, 0.9 * font, heat[heat_of(part, s->parts)].part);
			picture_label(canvas, (struct label){ .text = s->part_name[part],
							      .x = x + 1.35 * font,
							      .y = y,
							      .room = room });
		}
		x += wide + 1.3 * font;
	}
	return s->parts ? y + 1.3 * font : 0;
}

/* One bar from x on, `scale` wide for each 1; returns where it ends. */
static double bar(struct canvas *canvas, const struct stacks *s, size_t row, double x, double y, double scale)
{
	double high = 1.5 * canvas->font;
	struct buf figure = { 0 };

	for (size_t part = 0; part < s->parts; part++) {
		double value = part_of(s, row, part), wide = fmax(sliver, value * scale);
		size_t h = heat_of(part, s->parts);
		if (value <= 0)
			continue;
		block(canvas, x, y, wide - 1, high, heat[h].part);
		buf_clear(&figure);
		picture_value(&figure, value, false);
		if (picture_width(canvas, buf_view(&figure)) + 0.4 * canvas->font <= wide)
			picture_label(canvas, (struct label){ .text = buf_view(&figure),
							      .x = x + (wide - 1) / 2,
							      .y = y,
							      .anchor = ANCHOR_MIDDLE,
							      .ink = heat[h].figure });
		x += wide;
	}
	buf_release(&figure);
	return x;
}

/* Label, bar and note side by side; the bars begin at x. */
static void row_broad(struct canvas *canvas, const struct stacks *s, size_t row, double x, double y,
		      double scale)
{
	const struct stack *r = &s->row[row];
	double font = canvas->font, end = bar(canvas, s, row, x, y, scale);

	picture_label(canvas, (struct label){ .text = r->label, .y = y, .room = x - font });
	picture_label(canvas, (struct label){ .text = r->note,
					      .x = end + 0.4 * font,
					      .y = y,
					      .ink = ink_dim,
					      .room = canvas->width / 4 });
}

/* Label and note over the bar. */
static void row_slim(struct canvas *canvas, const struct stacks *s, size_t row, double y, double scale)
{
	const struct stack *r = &s->row[row];
	double font = canvas->font, width = canvas->width, room = 0.5 * width;
	double label = width - fmin(room, picture_width(canvas, r->note)) - font;

	picture_label(canvas, (struct label){ .text = r->label, .y = y - 0.9 * font, .room = label });
	picture_label(canvas, (struct label){ .text = r->note,
					      .x = width,
					      .y = y - 0.9 * font,
					      .anchor = ANCHOR_END,
					      .ink = ink_dim,
					      .room = room });
	bar(canvas, s, row, 0, y + 0.55 * font, scale);
}

static void draw(struct canvas *canvas, const void *what)
{
	const struct stacks *s = what;
	double font = canvas->font, width = canvas->width, high = canvas->slim ? 3.6 * font : 2.3 * font;
	double label = 0, note = 0, most = 0, start = legend(canvas, s, true);

	for (size_t row = 0; row < s->rows; row++) {
		most = fmax(most, total_of(s, row));
		label = fmax(label, fmin(0.38 * width, picture_width(canvas, s->row[row].label)));
		note = fmax(note, fmin(0.25 * width, picture_width(canvas, s->row[row].note)));
	}
	double room = canvas->slim ? width : width - label - note - 1.8 * font;
	double scale = most > 0 ? (room - sliver * (double)s->parts) / most : 0;

	picture_open(canvas, start + high * fmax(1, (double)s->rows));
	legend(canvas, s, false);
	for (size_t row = 0; row < s->rows; row++) {
		double y = start + high * ((double)row + 0.5);
		if (canvas->slim)
			row_slim(canvas, s, row, y, scale);
		else
			row_broad(canvas, s, row, label + 1.2 * font, y, scale);
	}
	if (!s->rows)
		picture_label(canvas, (struct label){ .text = STR("no figures yet"),
						      .y = start + high / 2,
						      .ink = ink_dim });
}

/* "EMEA: 38; AMER: 12": of what, the table behind the picture says. */
static void describe(struct buf *out, const struct stacks *s)
{
	for (size_t row = 0; row < s->rows; row++) {
		buf_print(out, "%s%.*s: ", row ? "; " : "", STR_ARG(s->row[row].label));
		picture_value(out, total_of(s, row), false);
	}
	if (!s->rows)
		buf_str(out, STR("No figures yet"));
}

void document_stacks(struct buf *out, const struct stacks *s)
{
	struct buf about = { 0 };

	describe(&about, s);
	picture_write(out, s->name, buf_view(&about), draw, s);
	buf_release(&about);
}
