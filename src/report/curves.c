/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps that rise with time: see document.h. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "report/document.h"
#include "report/mail.h"
#include "report/plot.h"

enum { PLACES = 40 }; /* columns of text that a label has at most */

static bool has_end(const struct curve *c)
{
	return c->n && picture_known(c->x[c->n - 1]) && picture_known(c->y[c->n - 1]);
}

/* The largest x or y at an end of a curve. */
static double most_of(const struct curves *c, bool across)
{
	double most = 0;

	for (const struct curve *one = c->curve; one < c->curve + c->curves; one++)
		if (has_end(one))
			most = fmax(most, across ? one->x[one->n - 1] : one->y[one->n - 1]);
	return most;
}

static double x_at(const struct plot *p, double x, double most)
{
	return p->left + (p->right - p->left) * (most > 0 ? fmin(1, x / most) : 0);
}

static void day_write(struct buf *label, const struct curves *c, double x, bool unit)
{
	buf_clear(label);
	number_write_grouped(label, (int64_t)x);
	if (unit)
		buf_print(label, " %.*s", STR_ARG(c->unit));
}

/* Numbers below the axis, as many as have room: of days those that people count in. */
static void days_write(struct canvas *canvas, const struct plot *p, const struct curves *c, double most)
{
	static const double nice[] = { 1, 2, 5, 10, 15, 30, 60, 90, 180, 360, 720, 1800, 3600 };
	struct buf label = { 0 };
	size_t i = 0;

	day_write(&label, c, most, true);
	double room = picture_width(canvas, buf_view(&label), PLACES) + canvas->font;
	double every, labels = fmin(7, (p->right - p->left) / room);
	while (i + 1 < sizeof nice / sizeof *nice && most / nice[i] > labels)
		i++;
	for (every = nice[i]; most / every > labels; every *= 2)
		;
	for (int k = 0; k * every <= most; k++) {
		double x = k * every;
		day_write(&label, c, x, x + every > most);
		plot_label(canvas, p, x_at(p, x, most), buf_view(&label), PLACES);
	}
	buf_release(&label);
}

static void curve_write(struct canvas *canvas, const struct plot *p, const struct curves *c, size_t line,
			double most)
{
	const struct curve *one = &c->curve[line];
	struct buf path = { 0 };

	if (!has_end(one))
		return;
	buf_str(canvas->out, STR("<g"));
	picture_color(canvas->out, plot_ink(line));
	buf_str(canvas->out, STR(">\n"));
	picture_draw(&path, "M@ @", x_at(p, 0, most), plot_y(p, 0));
	for (size_t i = 0; i < one->n; i++)
		if (picture_known(one->x[i]) && picture_known(one->y[i]))
			picture_draw(&path, " H@ V@", x_at(p, one->x[i], most), plot_y(p, one->y[i]));
	plot_stroke(canvas->out, buf_view(&path));
	plot_dot(canvas->out, x_at(p, one->x[one->n - 1], most), plot_y(p, one->y[one->n - 1]), 4);
	buf_str(canvas->out, STR("</g>\n"));
	buf_release(&path);
}

static void draw(struct canvas *canvas, const void *what)
{
	const struct curves *c = what;
	struct plot p = { .tag = mem_new((c->curves + 1) * sizeof *p.tag) };
	double most = fmax(1, most_of(c, true));

	for (size_t i = 0; i < c->curves; i++)
		if (has_end(&c->curve[i]))
			p.tag[p.tags++] = (struct tag){ .value = c->curve[i].y[c->curve[i].n - 1],
							.name = c->curve[i].name,
							.ink = plot_ink(i) };
	plot_open(canvas, &p, most_of(c, false), c->percent);
	days_write(canvas, &p, c, most);
	for (size_t i = 0; i < c->curves; i++)
		curve_write(canvas, &p, c, i, most);
	plot_close(canvas, &p);
	free(p.tag);
}

/* "Partner: 30.3% after 210 days; …" */
static void describe(struct buf *out, const struct curves *c)
{
	for (const struct curve *one = c->curve; one < c->curve + c->curves; one++) {
		if (!has_end(one))
			continue;
		buf_print(out, "%s%.*s: ", out->n ? "; " : "", STR_ARG(one->name));
		picture_value(out, one->y[one->n - 1], c->percent);
		buf_str(out, STR(" after "));
		picture_value(out, one->x[one->n - 1], false);
		buf_print(out, " %.*s", STR_ARG(c->unit));
	}
	if (!out->n)
		buf_str(out, STR("No figures yet"));
}

void document_curves(struct buf *out, const struct curves *c)
{
	struct buf about = { 0 };

	if (mail_is(out)) {
		mail_curves(out, c);
		return;
	}
	describe(&about, c);
	picture_write(out, c->name, buf_view(&about), draw, c);
	buf_release(&about);
}
