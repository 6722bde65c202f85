/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Canvases, text and numbers of pictures: see picture.h. */
#include "report/picture.h"

#include <math.h>
#include <stdarg.h>

#include "base/number.h"
#include "report/glyph.h"
#include "report/markup.h"

/* Widths of the characters from the space on, in hundredths of the font size: of DejaVu Sans, the widest of
 * the fonts that a page is commonly shown in, rounded up. */
static const unsigned char letter_width[] = {
	32,  41, 47, 84, 64, 96, 79, 28, 40, 40, 51, 84, 32, 37, 32, 34, /* to / */
	64,  64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 54, /* digits, to ? */
	101, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79, /* @ to O */
	61,  79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 40, 34, 40, 84, 51, /* P to _ */
	51,  62, 64, 56, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, /* ` to o */
	64,  64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,	 /* p to ~ */
};
static const double letter = 0.64,	     /* of a text whose letters aren't known yet */
	foreign = 0.72, wide_foreign = 0.52; /* beyond ASCII, for each column of it */
static const double huge_value = 1e15;	     /* anything larger isn't a count, and not exact here */

const struct ink ink_plain = { NULL, NULL }, ink_dim = { "dim", "#636c76" };

struct ink picture_ink(enum tone tone)
{
	static const struct ink ink[] = {
		[TONE_PLAIN] = { NULL, NULL },	      [TONE_GOOD] = { "good", "#1a7f37" },
		[TONE_BAD] = { "bad", "#b3261e" },    [TONE_DIM] = { "dim", "#636c76" },
		[TONE_MORE] = { "line2", "#b84d17" }, [TONE_FEWER] = { "line4", "#8a4f9e" }
	};

	return ink[tone];
}

struct ink picture_heat(size_t part, size_t parts, struct ink *figure)
{
	static const struct {
		struct ink part, figure;
	} heat[] = {
		{ { "heat1", "#d3e2ee" }, { "on1", "#1c2128" } },
		{ { "heat2", "#a3c3dd" }, { "on2", "#1c2128" } },
		{ { "heat3", "#e5ab4c" }, { "on3", "#1c2128" } },
		{ { "heat4", "#c4551d" }, { "on4", "#ffffff" } },
		{ { "heat5", "#871c1c" }, { "on5", "#ffffff" } },
	};
	const size_t last = sizeof heat / sizeof *heat - 1,
		     i = parts < 2 ? 0 : (part * last + (parts - 1) / 2) / (parts - 1);

	if (figure)
		*figure = heat[i].figure;
	return heat[i].part;
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
		size_t at = (unsigned char)*g.text.p - (size_t)' ';
		width += at < sizeof letter_width ? letter_width[at] / 100.0
						  : g.width * (g.width > 1 ? wide_foreign : foreign);
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

/* The end of the word behind `from`. */
static size_t word_end(struct str text, size_t from)
{
	while (from < text.n && text.p[from] == ' ')
		from++;
	while (from < text.n && text.p[from] != ' ')
		from++;
	return from;
}

double picture_word(const struct canvas *canvas, struct str text)
{
	double most = 0;

	for (size_t from = 0, end; from < text.n; from = end) {
		end = word_end(text, from);
		most = fmax(most, picture_width(canvas, str_trim(str_slice(text, from, end)), 1000));
	}
	return most;
}

int picture_lines(struct canvas *canvas, double x, double y, struct ink ink, struct str text, double width,
		  int most, bool draw)
{
	int lines = 0;

	for (size_t from = 0; from < text.n && lines < most; lines++) {
		size_t end = word_end(text, from), next;
		while (end < text.n && (next = word_end(text, end)) <= text.n &&
		       picture_width(canvas, str_trim(str_slice(text, from, next)), 1000) <= width)
			end = next;
		if (lines + 1 == most)
			end = text.n;
		struct str line = str_trim(str_slice(text, from, end));
		if (draw)
			picture_text(canvas, x, y + 1.2 * canvas->font * lines, ANCHOR_MIDDLE, ink, line,
				     picture_fit(canvas, line, width));
		from = end;
	}
	return lines;
}

void picture_open(struct canvas *canvas, double height)
{
	struct buf *out = canvas->out;

	picture_draw(out,
		     canvas->slim ? "<svg class=\"slim\" display=\"none\" viewBox=\"0 0 @ @\""
				  : "<svg class=\"broad\" viewBox=\"0 0 @ @\"",
		     canvas->width, height);
	picture_draw(out, " width=\"100%\" style=\"max-width:@px\"",
		     canvas->slim ? canvas->width * 1.2 : canvas->width * 1.1);
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
		{ out, 896, 14, false, about },
		{ out, 400, 14, true, about },
	};

	buf_str(out, STR("<figure>\n"));
	markup_element(out, "figcaption", name);
	buf_str(out, STR("<!-->\n"));
	for (size_t i = 0; i < sizeof canvas / sizeof *canvas; i++) {
		draw(&canvas[i], what);
		buf_str(out, STR("</svg>\n"));
	}
	buf_str(out, STR("<!-->\n<p class=\"aside\" aria-hidden=\"true\">"));
	markup_line(out, about);
	buf_str(out, STR("</p>\n</figure>\n"));
}
