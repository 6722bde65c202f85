/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Canvases, text and numbers of pictures: see picture.h. */
#include "report/picture.h"

#include <math.h>
#include <stdarg.h>

#include "base/number.h"
#include "report/glyph.h"
#include "report/markup.h"

/* The width of a character relative to the font size: Arial's, rounded up. The first set that has the
 * character counts. */
static const struct {
	const char *set;
	double wide;
} letters[] = {
	{ ".,:;'|! ", 0.34 }, { "@W", 1.02 }, { "%Mm", 0.9 }, { "&+<=>~wABCDEFGHIJKLNOPQRSTUVXYZ", 0.78 },
	{ NULL, 0.58 },
};
static const double letter = 0.58, foreign = 0.66; /* most of ASCII, and what is beyond it */
static const double huge_value = 1e15;		   /* anything larger isn't a count, and not exact here */

const struct ink ink_plain = { NULL, NULL }, ink_dim = { "dim", "#6e7781" }, ink_good = { "good", "#1a7f37" },
		 ink_bad = { "bad", "#b3261e" };

struct ink picture_ink(enum tone tone)
{
	return tone == TONE_GOOD  ? ink_good
	       : tone == TONE_BAD ? ink_bad
	       : tone == TONE_DIM ? ink_dim
				  : ink_plain;
}

void picture_color(struct buf *out, struct ink ink)
{
	if (ink.class)
		buf_print(out, " class=\"%s\" color=\"%s\"", ink.class, ink.light);
}

bool picture_known(double value)
{
	return isfinite(value) && fabs(value) <= huge_value;
}

void picture_draw(struct buf *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	for (; *format; format++)
		if (*format == '@')
			number_write_fixed(out, llround(va_arg(args, double) * 10), 1);
		else
			buf_char(out, *format);
	va_end(args);
}

/* A share that is exactly a half in decimals may be slightly below it in binary; it is rounded up all the
 * same. */
static const double hair = 1e-9;

void picture_value(struct buf *out, double value, bool percent)
{
	double shown = percent ? value * 100 : value;

	if (!percent && value == rint(value)) {
		number_write_grouped(out, (int64_t)value);
		return;
	}
	number_write_fixed(out, (int64_t)copysign(floor(fabs(shown) * 10 + 0.5 + hair), shown), 1);
	if (percent)
		buf_char(out, '%');
}

int picture_columns(const struct canvas *canvas, double width)
{
	return (int)fmax(1, floor(width / (canvas->font * letter)));
}

double picture_width(const struct canvas *canvas, struct str text, int columns)
{
	struct buf cut = { 0 };
	double width = 0;

	text_cut(&cut, text, columns, true);
	for (struct str rest = buf_view(&cut); rest.n;) {
		struct glyph g = glyph_next(&rest);
		size_t i = 0;
		while (letters[i].set && !strchr(letters[i].set, *g.text.p))
			i++;
		width += g.width * ((unsigned char)*g.text.p < 0x80 ? letters[i].wide : foreign);
	}
	buf_release(&cut);
	return width * canvas->font;
}

int picture_fit(const struct canvas *canvas, struct str text, double width)
{
	int all = text_width(text), columns = 2 * picture_columns(canvas, width); /* of narrow letters */

	if (columns > all)
		columns = all;
	while (columns > 1 && picture_width(canvas, text, columns) > width)
		columns--;
	return columns > 1 ? columns : 1;
}

void picture_text(struct canvas *canvas, double x, double y, enum anchor anchor, struct ink ink,
		  struct str text, int columns)
{
	static const char *const name[] = { "", " text-anchor=\"middle\"", " text-anchor=\"end\"" };
	struct buf cut = { 0 };

	if (!text.n)
		return;
	text_cut(&cut, text, columns, true);
	picture_draw(canvas->out, "<text x=\"@\" y=\"@\"", x, y + 0.35 * canvas->font);
	buf_str(canvas->out, str_from(name[anchor]));
	picture_color(canvas->out, ink);
	buf_char(canvas->out, '>');
	markup_line(canvas->out, buf_view(&cut));
	buf_str(canvas->out, STR("</text>\n"));
	buf_release(&cut);
}

void picture_open(struct canvas *canvas, double height)
{
	struct buf *out = canvas->out;

	picture_draw(out,
		     canvas->slim ? "<svg class=\"slim\" display=\"none\" viewBox=\"0 0 @ @\""
				  : "<svg class=\"broad\" viewBox=\"0 0 @ @\"",
		     canvas->width, height);
	picture_draw(out, " width=\"100%\" style=\"max-width:@px\"",
		     canvas->slim ? canvas->width * 1.2 : canvas->width);
	buf_str(out, STR(" role=\"img\" fill=\"currentColor\" font-family=\"-apple-system,'Segoe UI',Roboto,"
			 "'Helvetica Neue',Arial,sans-serif\""));
	picture_draw(out, " font-size=\"@\" aria-label=\"", canvas->font);
	markup_line(out, canvas->about);
	buf_str(out, STR("\">\n"));
}

void picture_write(struct buf *out, struct str name, struct str about,
		   void (*draw)(struct canvas *canvas, const void *what), const void *what)
{
	struct canvas canvas[] = {
		{ out, 840, 14, false, about },
		{ out, 400, 14, true, about },
	};

	buf_str(out, STR("<figure>\n"));
	markup_element(out, "figcaption", name);
	for (size_t i = 0; i < sizeof canvas / sizeof *canvas; i++) {
		draw(&canvas[i], what);
		buf_str(out, STR("</svg>\n"));
	}
	buf_str(out, STR("</figure>\n"));
}
