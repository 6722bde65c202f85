/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dots with their intervals against a benchmark: see document.h. A dot's shape also shows which side it is
 * on, for people who don't see hues and for printers without colors: a triangle points up if it is over, down
 * if it is under, and a dot without a verdict is hollow.
 */
#include <math.h>

#include "report/document.h"
#include "report/mail.h"
#include "report/plot.h"

struct side {
	struct str name;
	struct ink ink;
};
#define SIDE(name, ...)                                 \
	{                                               \
		{ name, sizeof(name) - 1 }, __VA_ARGS__ \
	}
#define NEITHER "dim", "#636c76"
#define GOOD	"good", "#1a7f37"
#define BAD	"bad", "#b3261e"
#define MIDDLE	"line1", "#3b6ea8"
#define MORE	"line2", "#b84d17"
#define FEWER	"line4", "#8a4f9e"
static const struct side sides[][DOT_SIDES] = {
	[DOTS_JUDGED] = { [DOT_UNKNOWN] = SIDE("too few to say", { NEITHER }),
			  [DOT_UNDER] = SIDE("under", { BAD }),
			  [DOT_AT] = SIDE("at", { MIDDLE }),
			  [DOT_OVER] = SIDE("over", { GOOD }) },
	[DOTS_WORTH] = { [DOT_UNKNOWN] = SIDE("not known", { NEITHER }),
			 [DOT_UNDER] = SIDE("worse", { BAD }),
			 [DOT_AT] = SIDE("within chance", { MIDDLE }),
			 [DOT_OVER] = SIDE("better", { GOOD }) },
	[DOTS_FREQUENCY] = { [DOT_UNKNOWN] = SIDE("not known", { NEITHER }),
			     [DOT_UNDER] = SIDE("less", { FEWER }),
			     [DOT_AT] = SIDE("within chance", { MIDDLE }),
			     [DOT_OVER] = SIDE("more", { MORE }) },
	[DOTS_AWAY] = { [DOT_UNKNOWN] = SIDE("not known", { NEITHER }),
			[DOT_UNDER] = SIDE("fewer", { FEWER }),
			[DOT_AT] = SIDE("within chance", { MIDDLE }),
			[DOT_OVER] = SIDE("more", { MORE }) },
};

/* The scale: from step `first` of the axis to step `last`. */
struct scale {
	struct axis axis;
	int first, last;
	double left, right;
};

static bool marked(const struct dots *d)
{
	return picture_known(d->mark);
}

static bool percent(const struct dots *d)
{
	return d->of != DOTS_AWAY;
}

static struct scale scale_of(const struct canvas *canvas, const struct dots *d)
{
	double least = marked(d) ? d->mark : 1, most = marked(d) ? d->mark : 0;
	int ticks = canvas->slim ? 4 : 6;
	struct scale s = { 0 };

	for (const struct dot *r = d->row; r < d->row + d->rows; r++) {
		if (!picture_known(r->value))
			continue;
		least = fmin(least, picture_known(r->low) ? fmin(r->low, r->value) : r->value);
		most = fmax(most, picture_known(r->high) ? fmax(r->high, r->value) : r->value);
	}
	if (least > most)
		least = most = 0;
	if (least > 0 && least < most / 3)
		least = 0;
	s.axis = axis_to(fmax(most - least, percent(d) ? 0.01 : 1), percent(d), ticks);
	double step = s.axis.top / s.axis.steps;
	s.first = (int)floor(least / step + 1e-9);
	s.last = (int)fmax(s.first + 1, ceil(most / step - 1e-9));
	return s;
}

static double x_at(const struct scale *s, double share)
{
	double step = s->axis.top / s->axis.steps, from = s->first * step, to = s->last * step;

	return s->left + (s->right - s->left) * fmin(1, fmax(0, (share - from) / (to - from)));
}

static const double SLIM_ROW = 2.9; /* its height, in font sizes */

/* A dot of that side's shape and color. */
static void shape(struct buf *out, struct ink ink, enum dot_side side, double x, double y)
{
	static const char *const form[DOT_SIDES] = {
		[DOT_UNKNOWN] = "<circle cx=\"@\" cy=\"@\" r=\"4.5\" stroke=\"currentColor\" fill=\"none\"",
		[DOT_UNDER] = "<path d=\"M@ @ m-6.5 -5 h13 l-6.5 11 z\" fill=\"currentColor\"",
		[DOT_AT] = "<circle cx=\"@\" cy=\"@\" r=\"5.5\" fill=\"currentColor\"",
		[DOT_OVER] = "<path d=\"M@ @ m-6.5 5 h13 l-6.5 -11 z\" fill=\"currentColor\"",
	};

	picture_draw(out, form[side], x, y);
	picture_color(out, ink);
	buf_str(out, STR("/>\n"));
}

/* What the shapes mean, those that there are. */
static void legend(struct canvas *canvas, const struct dots *d, double y)
{
	double x = 0.5 * canvas->font;

	for (int side = DOT_OVER; side >= DOT_UNKNOWN; side--) {
		bool there = false;
		for (size_t i = 0; i < d->rows; i++)
			there |= (int)d->row[i].side == side && picture_known(d->row[i].value);
		if (!there)
			continue;
		shape(canvas->out, sides[d->of][side].ink, (enum dot_side)side, x, y);
		picture_text(canvas, x + canvas->font, y, ANCHOR_START, ink_dim, sides[d->of][side].name, 40);
		x += 2.7 * canvas->font + picture_width(canvas, sides[d->of][side].name, 40);
	}
}

/* "benchmark 15%"; that no difference is one of 0 needs no words. */
static void put_mark(struct buf *b, const struct dots *d)
{
	buf_str(b, d->mark_name);
	if (d->of != DOTS_JUDGED && d->mark == 0)
		return;
	buf_char(b, ' ');
	plot_mark_write(b, d->mark, percent(d));
}

/* Lines down through all rows at each step, what they stand for below, and the mark, its name above. */
static void scale_write(struct canvas *canvas, const struct scale *s, const struct dots *d, double top,
			double bottom)
{
	double font = canvas->font;
	struct buf label = { 0 };

	for (int step = s->first; step <= s->last; step++) {
		double x = s->left + (s->right - s->left) * (step - s->first) / (s->last - s->first);
		picture_draw(canvas->out,
			     "<line x1=\"@\" y1=\"@\" x2=\"@\" y2=\"@\" stroke=\"currentColor\" "
			     "stroke-opacity=\"0.12\"/>\n",
			     x, top, x, bottom);
		buf_clear(&label);
		axis_write(&label, s->axis, step);
		double half = picture_width(canvas, buf_view(&label), 40) / 2;
		x = fmin(fmax(x, half), canvas->width - half);
		picture_text(canvas, x, bottom + 0.9 * font, ANCHOR_MIDDLE, ink_dim, buf_view(&label), 40);
	}
	if (marked(d)) {
		double x = x_at(s, d->mark);
		buf_clear(&label);
		put_mark(&label, d);
		int columns = picture_columns(canvas, canvas->width / 2);
		double wide = picture_width(canvas, buf_view(&label), columns);
		/* Where labels are above their rows, the mark has gaps for them. */
		double from = canvas->slim ? top + (SLIM_ROW / 2 + 0.12) * font : top - 0.2 * font;
		picture_draw(canvas->out,
			     "<line x1=\"@\" y1=\"@\" x2=\"@\" y2=\"@\" stroke=\"currentColor\" "
			     "stroke-width=\"1.5\" stroke-dasharray=\"@ @\"/>\n",
			     x, from, x, bottom, canvas->slim ? 1.2 * font : 5.0,
			     canvas->slim ? (SLIM_ROW - 1.2) * font : 3.0);
		picture_text(canvas, fmin(fmax(x, wide / 2), canvas->width - wide / 2), top - 0.8 * font,
			     ANCHOR_MIDDLE, ink_plain, buf_view(&label), columns);
	}
	buf_release(&label);
}

static void row_write(struct canvas *canvas, const struct scale *s, struct ink ink, const struct dot *r,
		      double y)
{
	if (!picture_known(r->value))
		return;
	if (picture_known(r->low) && picture_known(r->high)) {
		picture_draw(canvas->out,
			     "<line x1=\"@\" y1=\"@\" x2=\"@\" y2=\"@\" stroke=\"currentColor\" "
			     "stroke-width=\"2\" stroke-opacity=\"0.55\"",
			     x_at(s, r->low), y, x_at(s, r->high), y);
		picture_color(canvas->out, ink);
		buf_str(canvas->out, STR("/>\n"));
	}
	shape(canvas->out, ink, r->side, x_at(s, r->value), y);
}

static double widest(const struct canvas *canvas, const struct dots *d, bool note, int columns)
{
	double most = 0;

	for (const struct dot *r = d->row; r < d->row + d->rows; r++)
		most = fmax(most, picture_width(canvas, note ? r->note : r->label, columns));
	return most;
}

static void draw(struct canvas *canvas, const void *what)
{
	const struct dots *d = what;
	double font = canvas->font, width = canvas->width, high = (canvas->slim ? SLIM_ROW : 1.9) * font;
	double start = marked(d) ? 3.7 * font : 0.5 * font, end = start + high * (double)d->rows;
	int columns = picture_columns(canvas, width * 0.34);
	int note_columns = picture_columns(canvas, width * (canvas->slim ? 0.45 : 0.25));
	struct scale s = scale_of(canvas, d);

	s.left = canvas->slim ? 1.5 * font : widest(canvas, d, false, columns) + 2 * font;
	s.right = width - (canvas->slim ? 1.5 * font : widest(canvas, d, true, note_columns) + 2 * font);
	picture_open(canvas, end + 1.8 * font);
	if (marked(d))
		legend(canvas, d, 0.8 * font);
	scale_write(canvas, &s, d, start, end);
	for (size_t i = 0; i < d->rows; i++) {
		const struct dot *r = &d->row[i];
		double y = start + high * ((double)i + 0.5), text = y;
		int shown = columns;
		if (canvas->slim) {
			double beside = picture_width(canvas, r->note, note_columns) + font;
			shown = picture_fit(canvas, r->label, width - beside);
			text = y - 0.55 * font;
			y += 0.65 * font;
		}
		picture_text(canvas, 0, text, ANCHOR_START, ink_plain, r->label, shown);
		row_write(canvas, &s, sides[d->of][r->side].ink, r, y);
		picture_text(canvas, width, text, ANCHOR_END, ink_dim, r->note, note_columns);
	}
}

/* "DACH: 68.6% (412), over; …" */
static void describe(struct buf *out, const struct dots *d)
{
	for (const struct dot *r = d->row; r < d->row + d->rows; r++) {
		buf_print(out, "%s%.*s: %.*s", out->n ? "; " : "", STR_ARG(r->label), STR_ARG(r->note));
		if (marked(d) && r->side != DOT_UNKNOWN)
			buf_print(out, ", %.*s", STR_ARG(sides[d->of][r->side].name));
	}
	if (!out->n)
		buf_str(out, STR("No figures yet"));
	if (marked(d)) {
		buf_str(out, STR("; "));
		put_mark(out, d);
	}
}

void document_dots(struct buf *out, const struct dots *d)
{
	struct buf about = { 0 };

	if (mail_is(out)) {
		mail_dots(out, d);
		return;
	}
	describe(&about, d);
	picture_write(out, d->name, buf_view(&about), draw, d);
	buf_release(&about);
}
