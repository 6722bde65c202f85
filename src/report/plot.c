/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes, lines and what stands at their ends: see plot.h. */
#include "report/plot.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"

static const struct ink inks[] = {
	{ "line1", "#3b6ea8" }, { "line2", "#b84d17" }, { "line3", "#1d7f70" },
	{ "line4", "#8a4f9e" }, { "line5", "#7d6608" },
};

struct ink plot_ink(size_t line)
{
	return inks[line % (sizeof inks / sizeof *inks)];
}

/* ---- the axis ---- */

/* A count has no halves. */
struct axis axis_to(double most, bool percent, int ticks)
{
	static const int digit[] = { 1, 2, 5 };
	double shown = most > 0 ? percent ? most * 100 : most : 1;
	double least = shown / ticks * (1 - 1e-9), unit = percent ? 0.1 : 1;
	struct axis axis = { .places = percent ? -1 : 0, .percent = percent };
	size_t i = 0;

	while (digit[i] * unit < least)
		if (++i == 3) {
			i = 0;
			unit *= 10;
			axis.places++;
		}
	axis.digit = digit[i];
	axis.steps = (int)fmax(1, ceil(shown / (axis.digit * unit) - 1e-9));
	axis.top = axis.steps * axis.digit * unit / (percent ? 100 : 1);
	return axis;
}

void axis_write(struct buf *out, struct axis axis, int step)
{
	int64_t n = (int64_t)step * axis.digit;

	for (int i = 0; i < axis.places; i++)
		n *= 10;
	if (axis.places < 0)
		number_write_fixed(out, n, -axis.places);
	else
		number_write_grouped(out, n);
	if (axis.percent)
		buf_char(out, '%');
}

double plot_y(const struct plot *p, double value)
{
	double share = fmin(1, fmax(0, value / p->axis.top));

	return p->bottom - (p->bottom - p->top) * share;
}

/* Lines across at each step, the lowest stronger, and what they stand for. */
static void steps_write(struct canvas *canvas, const struct plot *p)
{
	struct buf label = { 0 };

	for (int step = 0; step <= p->axis.steps; step++) {
		double y = p->bottom - (p->bottom - p->top) * step / p->axis.steps;
		picture_draw(canvas->out, "<line x1=\"@\" y1=\"@\" x2=\"@\" y2=\"@\" stroke=\"currentColor\"",
			     p->left, y, p->right, y);
		buf_str(canvas->out,
			step ? STR(" stroke-opacity=\"0.12\"/>\n") : STR(" stroke-opacity=\"0.6\"/>\n"));
		buf_clear(&label);
		axis_write(&label, p->axis, step);
		picture_text(canvas, p->left - 0.7 * canvas->font, y, ANCHOR_END, ink_dim, buf_view(&label),
			     40);
	}
	buf_release(&label);
}

void plot_label(struct canvas *canvas, const struct plot *p, double x, struct str label, int columns)
{
	double half = picture_width(canvas, label, columns) / 2;

	picture_draw(canvas->out,
		     "<line x1=\"@\" y1=\"@\" x2=\"@\" y2=\"@\" stroke=\"currentColor\" "
		     "stroke-opacity=\"0.6\"/>\n",
		     x, p->bottom, x, p->bottom + 5);
	x = fmin(fmax(x, half), canvas->width - half);
	picture_text(canvas, x, p->bottom + 1.3 * canvas->font, ANCHOR_MIDDLE, ink_dim, label, columns);
}

/* ---- lines ---- */

void plot_stroke(struct buf *out, struct str path)
{
	if (!path.n)
		return;
	buf_str(out, STR("<path fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\" "
			 "stroke-linejoin=\"round\" stroke-linecap=\"round\" d=\""));
	buf_str(out, path);
	buf_str(out, STR("\"/>\n"));
}

void plot_dot(struct buf *out, double x, double y, double radius)
{
	picture_draw(out, "<circle cx=\"@\" cy=\"@\" r=\"@\" fill=\"currentColor\"/>\n", x, y, radius);
}

void plot_mark_write(struct buf *out, double mark, bool percent)
{
	size_t from = out->n;

	picture_value(out, mark, percent);
	if (percent && out->n - from > 3 && memcmp(out->p + out->n - 3, ".0%", 3) == 0) {
		out->n -= 3;
		buf_char(out, '%');
	}
}

/* A benchmark's line, dotted. */
static void mark_draw(struct canvas *canvas, const struct plot *p, double mark)
{
	double y = plot_y(p, mark);

	picture_draw(canvas->out,
		     "<line x1=\"@\" y1=\"@\" x2=\"@\" y2=\"@\" class=\"dim\" color=\"#636c76\" "
		     "stroke=\"currentColor\" stroke-width=\"1.5\" stroke-dasharray=\"2 4\" "
		     "stroke-linecap=\"round\"/>\n",
		     p->left, y, p->right, y);
}

/* ---- tags ---- */

static bool is_mark(const struct tag *t)
{
	return t->ink.class == ink_dim.class;
}

static void tag_value(struct buf *out, const struct plot *p, const struct tag *t)
{
	if (is_mark(t))
		plot_mark_write(out, t->value, p->axis.percent);
	else
		picture_value(out, t->value, p->axis.percent);
}

static int above(const void *a, const void *b)
{
	const struct tag *one = a, *other = b;

	if (one->y != other->y)
		return one->y < other->y ? -1 : 1;
	return one->order < other->order ? -1 : 1;
}

/* Tags in order from the top, `high` each, moved no further than needed: tags that touch all move, so that
 * their middle stays (the pooling of adjacent violators of isotonic regression). */
static void push_apart(struct tag *tag, size_t n, double high, double top, double bottom)
{
	if (n > 1)
		high = fmin(high, (bottom - top) / (double)(n - 1));
	for (size_t i = 0; i < n; i++)
		tag[i].y -= (double)i * high;
	for (size_t i = 1; i < n; i++) {
		double sum = tag[i].y;
		size_t from = i;
		while (from && tag[from - 1].y > sum / (double)(i - from + 1))
			sum += tag[--from].y;
		for (size_t k = from; k <= i; k++)
			tag[k].y = sum / (double)(i - from + 1);
	}
	for (size_t i = 0; i < n; i++) {
		double room = bottom - (double)(n - 1) * high;
		tag[i].y = fmax(top, fmin(room, tag[i].y)) + (double)i * high;
	}
}

/* How many columns a name may take, and how wide tags become: value and name beside each other, on a slim
 * canvas below each other. */
static double tags_width(const struct canvas *canvas, const struct plot *p, int columns)
{
	struct buf value = { 0 };
	double widest = 0;

	for (const struct tag *t = p->tag; t < p->tag + p->tags; t++) {
		buf_clear(&value);
		tag_value(&value, p, t);
		double figure = picture_width(canvas, buf_view(&value), 40) * 1.1; /* it is bold */
		double name = picture_width(canvas, t->name, columns);
		widest = fmax(widest, canvas->slim ? fmax(figure, name) : figure + 0.4 * canvas->font + name);
	}
	buf_release(&value);
	return widest;
}

static void tags_write(struct canvas *canvas, struct plot *p, int columns)
{
	double font = canvas->font, x = p->right + 0.8 * font;
	double high = canvas->slim ? 2.5 * font : 1.35 * font;
	struct buf value = { 0 };

	for (size_t i = 0; i < p->tags; i++) {
		p->tag[i].y = plot_y(p, p->tag[i].value);
		p->tag[i].order = i;
	}
	qsort(p->tag, p->tags, sizeof *p->tag, above);
	push_apart(p->tag, p->tags, high, p->top + (canvas->slim ? 0.6 * font : 0),
		   p->bottom - (canvas->slim ? 0.6 * font : 0));
	for (const struct tag *t = p->tag; t < p->tag + p->tags; t++) {
		double y = canvas->slim ? t->y - 0.6 * font : t->y;
		buf_clear(&value);
		tag_value(&value, p, t);
		buf_str(canvas->out, STR("<g font-weight=\"600\">\n"));
		picture_text(canvas, x, y, ANCHOR_START, t->ink, buf_view(&value), 40);
		buf_str(canvas->out, STR("</g>\n"));
		double beside = picture_width(canvas, buf_view(&value), 40) * 1.1 + 0.4 * font;
		picture_text(canvas, canvas->slim ? x : x + beside, canvas->slim ? y + 1.2 * font : y,
			     ANCHOR_START, t->ink, t->name, columns);
	}
	buf_release(&value);
}

/* ---- the whole ---- */

/* How many columns the name at a line's end may take. */
static int tag_columns(const struct canvas *canvas)
{
	return picture_columns(canvas, canvas->width * (canvas->slim ? 0.25 : 0.27));
}

void plot_open(struct canvas *canvas, struct plot *p, double most, bool percent)
{
	double font = canvas->font, height = canvas->slim || p->low ? 220 : 260;
	struct buf label = { 0 };

	p->axis = axis_to(most, percent, canvas->slim ? 4 : 5);
	axis_write(&label, p->axis, p->axis.steps);
	p->left = picture_width(canvas, buf_view(&label), 40) + 0.7 * font;
	/* However wide what stands beside it is, there is room for a line. */
	p->right = fmax(canvas->width - tags_width(canvas, p, tag_columns(canvas)) - 0.8 * font,
			p->left + 4 * font);
	p->top = 0.8 * font;
	p->bottom = height - 2.1 * font;
	buf_release(&label);

	picture_open(canvas, height);
	steps_write(canvas, p);
	for (const struct tag *t = p->tag; t < p->tag + p->tags; t++)
		if (is_mark(t))
			mark_draw(canvas, p, t->value);
}

void plot_close(struct canvas *canvas, struct plot *p)
{
	bool lines = false;

	for (const struct tag *t = p->tag; t < p->tag + p->tags; t++)
		lines |= !is_mark(t);
	tags_write(canvas, p, tag_columns(canvas));
	if (!lines)
		picture_text(canvas, (p->left + p->right) / 2, (p->top + p->bottom) / 2, ANCHOR_MIDDLE,
			     ink_dim, STR("no figures yet"), 40);
}
