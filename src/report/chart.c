/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines over time: see document.h. There is no box that says which line is
 * which: each has its name and last value at its end, in its color, the
 * benchmark too, pushed apart where they would lie on each other. Of the labels
 * below as many are written as have room, always with the last.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "report/document.h"
#include "report/grid.h"
#include "report/picture.h"

/* The upright axis: from 0 in `steps` steps of digit x 10^places, in percent where shares are shown. */
struct axis {
	int digit, places;
	int steps;
	double top; /* as values are: 0.8 for 80% */
};

/* What stands at the end of a line. */
struct tag {
	double y; /* of the line's end, then of the tag */
	double value;
	struct str name;
	struct ink ink;
	size_t order; /* of two at the same height */
};

/* Where the lines are drawn, and the way from figures to places. */
struct plot {
	const struct chart *chart;
	struct axis axis;
	double left, right, top, bottom;
	struct tag *tag;
	size_t tags;
};

static const struct ink inks[] = {
	{ "line1", "#3b6ea8" }, { "line2", "#c4551d" }, { "line3", "#1d7f70" },
	{ "line4", "#8a4f9e" }, { "line5", "#7d6608" },
};

/* The least step of 1, 2 or 5 x 10^places that reaches `most` in at most so many; a count has no halves. */
static struct axis axis_to(double most, bool percent, int ticks)
{
	static const int digit[] = { 1, 2, 5 };
	double shown = most > 0 ? percent ? most * 100 : most : 1;
	double least = shown / ticks * (1 - 1e-9), unit = percent ? 0.1 : 1;
	struct axis axis = { .places = percent ? -1 : 0 };
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

static void tick_write(struct buf *out, struct axis axis, int step, bool percent)
{
	int64_t n = (int64_t)step * axis.digit;

	for (int i = 0; i < axis.places; i++)
		n *= 10;
	if (axis.places < 0)
		number_write_fixed(out, n, -axis.places);
	else
		number_write_grouped(out, n);
	if (percent)
		buf_char(out, '%');
}

static double x_at(const struct plot *p, size_t at)
{
	if (p->chart->n < 2)
		return (p->left + p->right) / 2;
	return p->left + (p->right - p->left) * (double)at / (double)(p->chart->n - 1);
}

static double y_at(const struct plot *p, double value)
{
	double share = fmin(1, fmax(0, value / p->axis.top));

	return p->bottom - (p->bottom - p->top) * share;
}

static bool known(const struct plot *p, size_t line, size_t at)
{
	return at < p->chart->n && picture_known(p->chart->line[line].value[at]);
}

/* The last place where the line is known; false if there is none. */
static bool last_known(const struct chart *c, size_t line, size_t *at)
{
	for (size_t i = c->n; i--;)
		if (picture_known(c->line[line].value[i])) {
			*at = i;
			return true;
		}
	return false;
}

static double most_of(const struct chart *c)
{
	double most = picture_known(c->mark) ? c->mark : 0;

	for (size_t l = 0; l < c->lines; l++)
		for (size_t i = 0; i < c->n; i++)
			if (picture_known(c->line[l].value[i]))
				most = fmax(most, c->line[l].value[i]);
	return most;
}

/* A benchmark is said without needless decimals: 15%. */
static void mark_write(struct buf *out, const struct chart *c)
{
	size_t from = out->n;

	picture_value(out, c->mark, c->percent);
	if (c->percent && out->n - from > 3 && memcmp(out->p + out->n - 3, ".0%", 3) == 0) {
		out->n -= 3;
		buf_char(out, '%');
	}
}

static void tag_value(struct buf *out, const struct plot *p, const struct tag *t)
{
	if (t->ink.class == ink_dim.class)
		mark_write(out, p->chart);
	else
		picture_value(out, t->value, p->chart->percent);
}

static int above(const void *a, const void *b)
{
	const struct tag *one = a, *other = b;

	if (one->y != other->y)
		return one->y < other->y ? -1 : 1;
	return one->order < other->order ? -1 : 1;
}

/* Tags in order from the top, `high` each, moved no further than they must: of those that touch, all move,
 * so that their middle stays (the pooling of adjacent violators of isotonic regression). */
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

static void tags_collect(struct plot *p)
{
	const struct chart *c = p->chart;
	size_t at;

	p->tag = mem_new((c->lines + 1) * sizeof *p->tag);
	for (size_t l = 0; l < c->lines; l++)
		if (last_known(c, l, &at))
			p->tag[p->tags++] = (struct tag){ .value = c->line[l].value[at],
							  .name = c->line[l].name,
							  .ink = inks[l % (sizeof inks / sizeof *inks)] };
	if (picture_known(c->mark))
		p->tag[p->tags++] = (struct tag){ .value = c->mark, .name = c->mark_name, .ink = ink_dim };
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
		double figure = picture_width(canvas, buf_view(&value), 40) * 1.06; /* it is bold */
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
		p->tag[i].y = y_at(p, p->tag[i].value);
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
		double beside = picture_width(canvas, buf_view(&value), 40) * 1.06 + 0.4 * font;
		picture_text(canvas, canvas->slim ? x : x + beside, canvas->slim ? y + 1.2 * font : y,
			     ANCHOR_START, t->ink, t->name, columns);
	}
	buf_release(&value);
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
		tick_write(&label, p->axis, step, p->chart->percent);
		picture_text(canvas, p->left - 0.7 * canvas->font, y, ANCHOR_END, ink_dim, buf_view(&label),
			     40);
	}
	buf_release(&label);
}

/* Every how many places a label stands, so that each has `room`: where they are months, at most those that
 * a reader counts in. */
static size_t stride(double between, double room)
{
	static const size_t nice[] = { 1, 2, 3, 4, 6, 12, 24, 36, 60, 120 };
	size_t i = 0, every;

	while (i + 1 < sizeof nice / sizeof *nice && (double)nice[i] * between < room)
		i++;
	for (every = nice[i]; (double)every * between < room; every *= 2)
		;
	return every;
}

static void labels_write(struct canvas *canvas, const struct plot *p)
{
	const struct chart *c = p->chart;
	int columns = picture_columns(canvas, canvas->width / 4);
	double between = c->n > 1 ? (p->right - p->left) / (double)(c->n - 1) : canvas->width;
	double widest = 0;

	for (size_t i = 0; i < c->n; i++)
		widest = fmax(widest, picture_width(canvas, c->label[i], columns));
	/* The last one, where it would leave the picture, moves towards the one before it; so does the first.
	 */
	double over = fmax(0, widest / 2 - fmin(p->left, canvas->width - p->right));
	size_t every = stride(between, widest + over + 1.5 * canvas->font);
	for (size_t i = 0; i < c->n; i++) {
		if ((c->n - 1 - i) % every)
			continue;
		double half = picture_width(canvas, c->label[i], columns) / 2, x = x_at(p, i);
		picture_draw(canvas->out,
			     "<line x1=\"@\" y1=\"@\" x2=\"@\" y2=\"@\" stroke=\"currentColor\" "
			     "stroke-opacity=\"0.6\"/>\n",
			     x, p->bottom, x, p->bottom + 5);
		x = fmin(fmax(x, half), canvas->width - half);
		picture_text(canvas, x, p->bottom + 1.3 * canvas->font, ANCHOR_MIDDLE, ink_dim, c->label[i],
			     columns);
	}
}

static void dot(struct buf *out, const struct plot *p, size_t line, size_t at, double radius)
{
	picture_draw(out, "<circle cx=\"@\" cy=\"@\" r=\"@\" fill=\"currentColor\"/>\n", x_at(p, at),
		     y_at(p, p->chart->line[line].value[at]), radius);
}

/* A stroke through what is known, broken where it is not; what is known alone is a dot, and so is the end. */
static void line_write(struct canvas *canvas, const struct plot *p, size_t line)
{
	const struct ink ink = inks[line % (sizeof inks / sizeof *inks)];
	struct buf *out = canvas->out, path = { 0 };
	size_t end;

	if (!last_known(p->chart, line, &end))
		return;
	buf_print(out, "<g class=\"%s\" color=\"%s\">\n", ink.class, ink.light);
	for (size_t at = 0; at <= end; at++) {
		bool before = at && known(p, line, at - 1);
		if (!known(p, line, at))
			continue;
		if (before || known(p, line, at + 1))
			picture_draw(&path,
				     before   ? " L@ @"
				     : path.n ? " M@ @"
					      : "M@ @",
				     x_at(p, at), y_at(p, p->chart->line[line].value[at]));
		else if (at < end)
			dot(out, p, line, at, 3);
	}
	if (path.n) {
		buf_str(out, STR("<path fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\" "
				 "stroke-linejoin=\"round\" stroke-linecap=\"round\" d=\""));
		buf_str(out, buf_view(&path));
		buf_str(out, STR("\"/>\n"));
	}
	dot(out, p, line, end, 4);
	buf_str(out, STR("</g>\n"));
	buf_release(&path);
}

static void mark_draw(struct canvas *canvas, const struct plot *p)
{
	double y = y_at(p, p->chart->mark);

	picture_draw(canvas->out,
		     "<line x1=\"@\" y1=\"@\" x2=\"@\" y2=\"@\" class=\"dim\" color=\"#6e7781\" "
		     "stroke=\"currentColor\" stroke-width=\"1.5\" stroke-dasharray=\"2 4\" "
		     "stroke-linecap=\"round\"/>\n",
		     p->left, y, p->right, y);
}

static void draw(struct canvas *canvas, const void *what)
{
	struct plot p = { .chart = what };
	double font = canvas->font, height = canvas->slim ? 270 : 330, ticks = 0;
	int columns = picture_columns(canvas, canvas->width * (canvas->slim ? 0.25 : 0.27));
	struct buf label = { 0 };

	p.axis = axis_to(most_of(p.chart), p.chart->percent, canvas->slim ? 4 : 5);
	tick_write(&label, p.axis, p.axis.steps, p.chart->percent);
	ticks = picture_width(canvas, buf_view(&label), 40);
	tags_collect(&p);
	p.left = ticks + 0.7 * font;
	p.right = canvas->width - tags_width(canvas, &p, columns) - 0.8 * font;
	p.top = 0.8 * font;
	p.bottom = height - 2.1 * font;

	picture_open(canvas, height);
	steps_write(canvas, &p);
	labels_write(canvas, &p);
	if (picture_known(p.chart->mark))
		mark_draw(canvas, &p);
	for (size_t l = 0; l < p.chart->lines; l++)
		line_write(canvas, &p, l);
	tags_write(canvas, &p, columns);
	if (p.tags == picture_known(p.chart->mark))
		picture_text(canvas, (p.left + p.right) / 2, (p.top + p.bottom) / 2, ANCHOR_MIDDLE, ink_dim,
			     STR("no figures yet"), 40);
	buf_release(&label);
	free(p.tag);
}

/* "Backlog: 68.0% (2024-10) to 13.0% (2026-09); benchmark: 15%". */
static void describe(struct buf *out, const struct chart *c)
{
	for (size_t l = 0; l < c->lines; l++) {
		size_t first = 0, last;
		if (!last_known(c, l, &last))
			continue;
		while (!picture_known(c->line[l].value[first]))
			first++;
		buf_print(out, "%s%.*s: ", out->n ? "; " : "", STR_ARG(c->line[l].name));
		if (first < last) {
			picture_value(out, c->line[l].value[first], c->percent);
			buf_print(out, " (%.*s) to ", STR_ARG(c->label[first]));
		}
		picture_value(out, c->line[l].value[last], c->percent);
		buf_print(out, " (%.*s)", STR_ARG(c->label[last]));
	}
	if (!out->n)
		buf_str(out, STR("No figures yet"));
	if (picture_known(c->mark)) {
		buf_print(out, "; %.*s: ", STR_ARG(c->mark_name));
		mark_write(out, c);
	}
}

void document_chart(struct buf *out, const struct chart *c)
{
	struct buf about = { 0 };

	describe(&about, c);
	picture_write(out, c->name, buf_view(&about), draw, c);
	buf_release(&about);
}
