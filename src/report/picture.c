/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Canvases, text and numbers of pictures: see picture.h. */
#include "report/picture.h"

#include <math.h>
#include <stdarg.h>

#include "base/number.h"
#include "report/glyph.h"
#include "report/grid.h"
#include "report/markup.h"

static const double huge_value = 1e15; /* more is no count of anything, and no whole number here */

const struct ink ink_plain = { NULL, NULL }, ink_dim = { "dim", "#6e7781" };

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

/* A share that is a half in decimals may stand a hair below it in binary; it is rounded up all the same. */
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

void picture_ink(struct buf *out, struct ink ink)
{
	if (ink.class)
		buf_print(out, " class=\"%s\" color=\"%s\" fill=\"currentColor\"", ink.class, ink.light);
}

/* How wide a letter is, in parts of the font's size: as in Arial, or a little more. */
static double letter(struct glyph g)
{
	static const struct {
		const char *of;
		double wide;
	} known[] = {
		{ "ijlI.,:;!|'", 0.29 }, { " -()[]/frt", 0.36 }, { "mwMW@", 0.88 },
		{ "%", 0.92 },		 { "–·", 0.58 },	 { "ABCDEFGHJKLNOPQRSTUVXYZ&+=<>", 0.7 },
	};

	if (g.width != 1)
		return g.width;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (memmem(known[i].of, strlen(known[i].of), g.text.p, g.text.n))
			return known[i].wide;
	return (unsigned char)*g.text.p < 0x80 ? 0.58 : 0.68;
}

double picture_width(const struct canvas *canvas, struct str text)
{
	double wide = 0;

	while (text.n)
		wide += letter(glyph_next(&text));
	return wide * canvas->font;
}

/* Writes as much of it as has room. */
static void cut(const struct canvas *canvas, struct str text, double room)
{
	static const struct str ellipsis = { "…", 3 };
	double used = picture_width(canvas, ellipsis);
	struct str rest = text;

	if (room == 0 || picture_width(canvas, text) <= room) {
		markup_line(canvas->out, text);
		return;
	}
	while (rest.n) {
		const char *before = rest.p;
		used += letter(glyph_next(&rest)) * canvas->font;
		if (used > room) {
			markup_line(canvas->out, str_slice(text, 0, (size_t)(before - text.p)));
			break;
		}
	}
	markup_line(canvas->out, ellipsis);
}

void picture_label(struct canvas *canvas, struct label label)
{
	static const char *const anchor[] = { "", " text-anchor=\"middle\"", " text-anchor=\"end\"" };
	struct buf *out = canvas->out;

	picture_draw(out, "<text x=\"@\" y=\"@\"", label.x, label.y + 0.35 * canvas->font);
	buf_str(out, str_from(anchor[label.anchor]));
	picture_ink(out, label.ink);
	buf_char(out, '>');
	if (label.strong.n) {
		buf_str(out, STR("<tspan font-weight=\"600\">"));
		markup_line(out, label.strong);
		buf_str(out, label.text.n ? STR("</tspan> ") : STR("</tspan>"));
	}
	cut(canvas, label.text, label.room);
	buf_str(out, STR("</text>\n"));
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
	picture_draw(out, " font-size=\"@\"", canvas->font);
	if (canvas->slim) { /* as an attribute: text browsers would write the same again */
		buf_str(out, STR(" aria-label=\""));
		markup_line(out, canvas->name);
		buf_str(out, STR(". "));
		markup_line(out, canvas->about);
		buf_str(out, STR("\">\n"));
		return;
	}
	buf_str(out, STR(">\n<title>"));
	markup_line(out, canvas->name);
	buf_str(out, STR("</title>\n<desc>"));
	markup_line(out, canvas->about);
	buf_str(out, STR("</desc>\n"));
}

void picture_write(struct buf *out, struct str name, struct str about,
		   void (*draw)(struct canvas *canvas, const void *what), const void *what)
{
	struct canvas canvas[] = {
		{ out, 840, 14, false, name, about },
		{ out, 400, 14, true, name, about },
	};

	buf_str(out, STR("<figure>\n"));
	for (size_t i = 0; i < sizeof canvas / sizeof *canvas; i++) {
		draw(&canvas[i], what);
		buf_str(out, STR("</svg>\n"));
	}
	buf_str(out, STR("</figure>\n"));
}
