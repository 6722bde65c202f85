/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bars that get narrower: see document.h. Each lies in the middle under the one
 * before, and between the two, where it narrows, stands what goes on; what does not is
 * led out to the right. On a slim canvas names and figures stand over the bars.
 */
#include <math.h>

#include "report/document.h"
#include "report/mail.h"
#include "report/picture.h"

static const struct ink ink_bar = { "line1", "#3b6ea8" }, ink_most = { "line2", "#c4551d" };

enum { LOSSES = sizeof((struct funnel_bar *)0)->loss / sizeof(struct str), PLACES = 60 };

/* Where everything lies: `high` is a bar's, `step` from one to the next. */
struct lay {
	double middle, half; /* of the widest bar */
	double high, step, over;
	double out; /* where what is lost stands */
	double most;
};

/* Nothing has no bar; little has one that is seen. */
static double half_of(const struct lay *l, const struct funnel_bar *b)
{
	return picture_known(b->value) && b->value > 0 ? fmax(1, l->half * b->value / l->most) : 0;
}

/* A bar's value and its note beside each other; where the note begins. */
static double beside(const struct canvas *canvas, const struct funnel_bar *b, struct buf *value)
{
	buf_clear(value);
	if (picture_known(b->value))
		picture_value(value, b->value, false);
	return (picture_width(canvas, buf_view(value), PLACES) * 1.06 + 0.6 * canvas->font);
}

static double widest_loss(const struct canvas *canvas, const struct funnel_bar *b)
{
	double most = 0, room = canvas->width * (canvas->slim ? 0.6 : 0.36);

	for (size_t i = 0; i < LOSSES; i++)
		most = fmax(most, picture_width(canvas, b->loss[i], PLACES) * 1.06);
	return fmin(most + 1, room);
}

/* The widest of what stands left of the bars. */
static double widest_name(const struct canvas *canvas, const struct funnel_bars *f)
{
	struct buf value = { 0 };
	double most = 0;

	for (const struct funnel_bar *b = f->bar; b < f->bar + f->bars; b++) {
		most = fmax(most, picture_width(canvas, b->name, PLACES));
		most = fmax(most, beside(canvas, b, &value) + picture_width(canvas, b->note, PLACES));
	}
	buf_release(&value);
	return fmin(most + 1, canvas->width * 0.25);
}

static struct lay lay_of(const struct canvas *canvas, const struct funnel_bars *f)
{
	double font = canvas->font;
	struct lay l = { .high = 2.5 * font, .step = 6.6 * font };

	for (const struct funnel_bar *b = f->bar; b < f->bar + f->bars; b++)
		if (picture_known(b->value))
			l.most = fmax(l.most, b->value);
	double left = 0, right = canvas->width, lost = 0;
	if (canvas->slim) {
		l.high = 1.4 * font;
		l.over = 1.6 * font;
		l.step = 8.2 * font;
	} else {
		left = widest_name(canvas, f) + font;
		for (const struct funnel_bar *b = f->bar; b < f->bar + f->bars; b++)
			lost = fmax(lost, widest_loss(canvas, b));
		right -= lost + 2.4 * font;
	}
	l.middle = (left + right) / 2;
	l.half = (right - left) / 2;
	l.out = right + 2.4 * font;
	return l;
}

static void bold(struct canvas *canvas, double x, double y, enum anchor anchor, struct ink ink,
		 struct str text, int columns)
{
	buf_str(canvas->out, STR("<g font-weight=\"600\">\n"));
	picture_text(canvas, x, y, anchor, ink, text, columns);
	buf_str(canvas->out, STR("</g>\n"));
}

/* The bar with its name and value: left of it, or over it. */
static void bar_write(struct canvas *canvas, const struct lay *l, const struct funnel_bar *b, double y)
{
	double font = canvas->font, half = half_of(l, b), wide = canvas->width;
	struct buf value = { 0 };
	double figure = beside(canvas, b, &value);

	if (canvas->slim) {
		double note = picture_width(canvas, b->note, PLACES), name = wide - note - figure - 2 * font;
		picture_text(canvas, wide, y + 0.7 * font, ANCHOR_END, ink_dim, b->note, PLACES);
		bold(canvas, wide - note - (note > 0 ? 0.6 * font : 0), y + 0.7 * font, ANCHOR_END, ink_plain,
		     buf_view(&value), PLACES);
		picture_text(canvas, 0, y + 0.7 * font, ANCHOR_START, ink_plain, b->name,
			     picture_fit(canvas, b->name, name));
	} else {
		double room = l->middle - l->half - font;
		picture_text(canvas, 0, y + 0.55 * font, ANCHOR_START, ink_plain, b->name,
			     picture_fit(canvas, b->name, room));
		bold(canvas, 0, y + 1.9 * font, ANCHOR_START, ink_plain, buf_view(&value), PLACES);
		picture_text(canvas, figure, y + 1.9 * font, ANCHOR_START, ink_dim, b->note,
			     picture_fit(canvas, b->note, room - figure));
	}
	if (half > 0) {
		picture_draw(canvas->out, "<rect x=\"@\" y=\"@\" width=\"@\" height=\"@\" rx=\"2\"",
			     l->middle - half, y + l->over, 2 * half, l->high);
		picture_color(canvas->out, ink_bar);
		buf_str(canvas->out, STR(" fill=\"currentColor\"/>\n"));
	}
	buf_release(&value);
}

/* To the right, from where nothing is in its way. */
static void arrow(struct canvas *canvas, double from, double to, double y, struct ink ink)
{
	picture_draw(canvas->out,
		     "<path d=\"M@ @ H@ m-5 -4 l5 4 l-5 4\" fill=\"none\" stroke=\"currentColor\"",
		     fmin(from, to - 0.8 * canvas->font), y, to);
	picture_color(canvas->out, ink);
	buf_str(canvas->out, STR(" stroke-width=\"1.5\"/>\n"));
}

/* The lines of what is lost, around y. */
static void losses_write(struct canvas *canvas, const struct lay *l, const struct funnel_bar *b, double y,
			 double from)
{
	double font = canvas->font, line = 1.3 * font, wide = widest_loss(canvas, b);
	double x = canvas->slim ? canvas->width : l->out;
	struct ink ink = b->most ? ink_most : ink_dim;
	bool first = true;
	size_t n = 0;

	for (size_t i = 0; i < LOSSES; i++)
		n += b->loss[i].n > 0;
	if (!n)
		return;
	if (canvas->slim)
		arrow(canvas, x - wide, x - wide - 0.6 * font, y, ink);
	else
		arrow(canvas, from, x - 0.6 * font, y, ink);
	y -= line * (double)(n - 1) / 2;
	for (size_t i = 0; i < LOSSES; i++) {
		if (!b->loss[i].n)
			continue;
		(b->most && first ? bold : picture_text)(canvas, x, y,
							 canvas->slim ? ANCHOR_END : ANCHOR_START,
							 b->most && first ? ink_most : ink_dim, b->loss[i],
							 picture_fit(canvas, b->loss[i], wide / 1.06));
		first = false;
		y += line;
	}
}

/* From one bar to the next, that is from y on to the height `high` below. */
static void narrow(struct canvas *canvas, const struct lay *l, const struct funnel_bar *b, double y,
		   double high)
{
	const struct funnel_bar *next = b + 1;
	double font = canvas->font, above = half_of(l, b), below = half_of(l, next), middle = y + high / 2;
	double apart = next->judged.n ? 0.65 * font : 0, x = canvas->slim ? 0 : l->middle;
	double room = canvas->slim ? canvas->width - widest_loss(canvas, b) - 1.9 * font : 2 * l->half;
	enum anchor anchor = canvas->slim ? ANCHOR_START : ANCHOR_MIDDLE;

	if (above > 0) {
		picture_draw(canvas->out, "<path d=\"M@ @ L@ @ L@ @ L@ @ z\"", l->middle - above, y,
			     l->middle + above, y, l->middle + below, y + high, l->middle - below, y + high);
		picture_color(canvas->out, b->most ? ink_most : ink_bar);
		buf_str(canvas->out, STR(" fill=\"currentColor\" fill-opacity=\"0.08\"/>\n"));
	}
	bold(canvas, x, middle - apart, anchor, ink_plain, next->rate, PLACES);
	picture_text(canvas, x, middle + apart, anchor, picture_ink(next->tone), next->judged,
		     picture_fit(canvas, next->judged, room));
	double text = fmax(picture_width(canvas, next->rate, PLACES),
			   fmin(room, picture_width(canvas, next->judged, PLACES)));
	losses_write(canvas, l, b, middle, l->middle + fmax((above + below) / 2, text / 2) + 0.4 * font);
}

static void draw(struct canvas *canvas, const void *what)
{
	const struct funnel_bars *f = what;
	struct lay l = lay_of(canvas, f);
	double last = f->bars ? l.step * (double)(f->bars - 1) : 0;

	picture_open(canvas, last + l.over + l.high + 1);
	for (size_t i = 0; i < f->bars; i++) {
		double y = l.step * (double)i;
		bar_write(canvas, &l, &f->bar[i], y);
		if (i + 1 < f->bars)
			narrow(canvas, &l, &f->bar[i], y + l.over + l.high, l.step - l.over - l.high);
	}
	if (l.most <= 0)
		picture_text(canvas, l.middle, (last + l.over + l.high) / 2, ANCHOR_MIDDLE, ink_dim,
			     STR("no figures yet"), PLACES);
}

/* "inquiry: 2,555, 1,822 wait here, 87 left; mql: 646, 25.3% …" */
static void describe(struct buf *out, const struct funnel_bars *f)
{
	for (const struct funnel_bar *b = f->bar; b < f->bar + f->bars; b++) {
		buf_print(out, "%s%.*s: ", out->n ? "; " : "", STR_ARG(b->name));
		if (picture_known(b->value))
			picture_value(out, b->value, false);
		if (b->rate.n)
			buf_print(out, ", %.*s of the one before", STR_ARG(b->rate));
		for (size_t i = 0; i < LOSSES; i++)
			if (b->loss[i].n)
				buf_print(out, ", %.*s", STR_ARG(b->loss[i]));
	}
	if (!out->n)
		buf_str(out, STR("No figures yet"));
}

void document_funnel_bars(struct buf *out, const struct funnel_bars *f)
{
	struct buf about = { 0 };

	if (mail_is(out)) {
		mail_funnel_bars(out, f);
		return;
	}
	describe(&about, f);
	picture_write(out, f->name, buf_view(&about), draw, f);
	buf_release(&about);
}
