/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines over time: see document.h. Of the labels below as many are written as have room, always with the
 * last. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "report/document.h"
#include "report/mail.h"
#include "report/plot.h"

static double x_at(const struct plot *p, const struct chart *c, size_t at)
{
	if (c->n < 2)
		return (p->left + p->right) / 2;
	return p->left + (p->right - p->left) * (double)at / (double)(c->n - 1);
}

static bool known(const struct chart *c, size_t line, size_t at)
{
	return at < c->n && picture_known(c->line[line].value[at]);
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

static void tags_collect(struct plot *p, const struct chart *c)
{
	size_t at;

	p->tag = mem_new((c->lines + 1) * sizeof *p->tag);
	for (size_t l = 0; l < c->lines; l++)
		if (last_known(c, l, &at))
			p->tag[p->tags++] = (struct tag){ .value = c->line[l].value[at],
							  .name = c->line[l].name,
							  .ink = plot_ink(l) };
	if (picture_known(c->mark))
		p->tag[p->tags++] = (struct tag){ .value = c->mark, .name = c->mark_name, .ink = ink_dim };
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

static void labels_write(struct canvas *canvas, const struct plot *p, const struct chart *c)
{
	int columns = picture_columns(canvas, canvas->width / 4);
	double between = c->n > 1 ? (p->right - p->left) / (double)(c->n - 1) : canvas->width;
	double widest = 0;

	for (size_t i = 0; i < c->n; i++)
		widest = fmax(widest, picture_width(canvas, c->label[i], columns));
	/* The last one, where it would leave the picture, moves toward the one before it; so does the first.
	 */
	double over = fmax(0, widest / 2 - fmin(p->left, canvas->width - p->right));
	size_t every = stride(between, widest + over + 1.5 * canvas->font);
	for (size_t i = 0; i < c->n; i++)
		if ((c->n - 1 - i) % every == 0)
			plot_label(canvas, p, x_at(p, c, i), c->label[i], columns);
}

/* A stroke through what is known, broken where it is not; what is known alone is a dot, and so is the end. */
static void line_write(struct canvas *canvas, const struct plot *p, const struct chart *c, size_t line)
{
	const double *value = c->line[line].value;
	struct buf *out = canvas->out, path = { 0 };
	size_t end;

	if (!last_known(c, line, &end))
		return;
	buf_str(out, STR("<g"));
	picture_color(out, plot_ink(line));
	buf_str(out, c->bound && line + 1 == c->lines ? STR(" stroke-dasharray=\"2 4\">\n") : STR(">\n"));
	for (size_t at = 0; at <= end; at++) {
		bool before = at && known(c, line, at - 1);
		if (!known(c, line, at))
			continue;
		if (before || known(c, line, at + 1))
			picture_draw(&path,
				     before   ? " L@ @"
				     : path.n ? " M@ @"
					      : "M@ @",
				     x_at(p, c, at), plot_y(p, value[at]));
		else if (at < end)
			plot_dot(out, x_at(p, c, at), plot_y(p, value[at]), 3);
	}
	plot_stroke(out, buf_view(&path));
	plot_dot(out, x_at(p, c, end), plot_y(p, value[end]), 4);
	buf_str(out, STR("</g>\n"));
	buf_release(&path);
}

/* Is there room for a text at this height where slopes begin, with no line but its own? */
static bool free_at(const struct canvas *canvas, const struct plot *p, const struct chart *c, size_t line,
		    double y)
{
	bool is_free = true;

	for (size_t l = 0; l < c->lines && is_free; l++)
		is_free = l == line || !known(c, l, 0) ||
			  fabs(plot_y(p, c->line[l].value[0]) - y) > 0.7 * canvas->font;
	return is_free;
}

/* Where slopes begin, their values, above the line or below; those without room are left out. */
static void begins_write(struct canvas *canvas, const struct plot *p, const struct chart *c)
{
	struct buf value = { 0 };

	for (size_t l = 0; c->slopes && l < c->lines; l++) {
		if (!known(c, l, 0))
			continue;
		double y = plot_y(p, c->line[l].value[0]), off = 0.9 * canvas->font;
		if (!free_at(canvas, p, c, l, y - off))
			off = -off;
		if (!free_at(canvas, p, c, l, y - off) || y - off > p->bottom)
			continue;
		buf_clear(&value);
		picture_value(&value, c->line[l].value[0], c->percent);
		picture_text(canvas, p->left + 0.6 * canvas->font, y - off, ANCHOR_START, plot_ink(l),
			     buf_view(&value), 40);
	}
	buf_release(&value);
}

static void draw(struct canvas *canvas, const void *what)
{
	const struct chart *c = what;
	struct plot p = { .low = c->slopes };

	tags_collect(&p, c);
	plot_open(canvas, &p, most_of(c), c->percent);
	labels_write(canvas, &p, c);
	for (size_t l = 0; l < c->lines; l++)
		line_write(canvas, &p, c, l);
	begins_write(canvas, &p, c);
	plot_close(canvas, &p);
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
		plot_mark_write(out, c->mark, c->percent);
	}
}

void document_chart(struct buf *out, const struct chart *c)
{
	struct buf about = { 0 };

	if (mail_is(out)) {
		mail_chart(out, c);
		return;
	}
	describe(&about, c);
	picture_write(out, c->name, buf_view(&about), draw, c);
	buf_release(&about);
}
