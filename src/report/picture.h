/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pictures share. A picture is inline SVG and drawn twice: wide, for a desktop, for mail and for print,
 * and narrow, for a phone, where the wide one would be too small to read after shrinking. The style shows one
 * of them, and without the style the narrow one stays hidden. All coordinates have one decimal. The width of
 * text isn't known here, so it is estimated generously.
 *
 * A browser for text, such as w3m and lynx, would print all words of both in one line. It takes `<!-->` for
 * the beginning of a comment that the next one ends, where others see two comments without a text
 * (HTML, 13.2.5.43); it shows the sentence behind the picture instead, which others don't. Private to
 * report/.
 */
#ifndef REPORT_PICTURE_H
#define REPORT_PICTURE_H

#include <stdint.h>

#include "base/buf.h"
#include "report/grid.h"

struct canvas {
	struct buf *out;
	double width, font;
	bool slim;
	struct str about;
};

/* Draws `what` on both canvases with `draw`; `name` stands over it, `about` is for
 * those who can't see it. */
void picture_write(struct buf *out, struct str name, struct str about,
		   void (*draw)(struct canvas *canvas, const void *what), const void *what);

/* `draw` calls it before it draws, to set the picture's height. */
void picture_open(struct canvas *canvas, double height);

/* `format` with each @ replaced by the next number (a double) to one decimal. */
void picture_draw(struct buf *out, const char *format, ...);

/* A color by its class in the style, and as its value in light mode. */
struct ink {
	const char *class, *light;
};
extern const struct ink ink_plain, ink_dim;
struct ink picture_ink(enum tone tone);

/* Of a part among parts that mean more and more, from cool to hot: of two the coolest and the hottest, of
 * five each its own. *figure is that of a figure on it, if it is asked for. */
struct ink picture_heat(size_t part, size_t parts, struct ink *figure);

/* ` class="dim" color="#636c76"`, on what is drawn in currentColor. */
void picture_color(struct buf *out, struct ink ink);

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

/* Columns of text (as text_width counts them) that fit into that width, and the width of so many. */
int picture_columns(const struct canvas *canvas, double width);
double picture_width(const struct canvas *canvas, struct str text, int columns);

/* Columns of this very text that fit; at least 1. */
int picture_fit(const struct canvas *canvas, struct str text, double width);

/* One line of text, centered on y, cut to that many columns; nothing if it is empty. */
void picture_text(struct canvas *canvas, double x, double y, enum anchor anchor, struct ink ink,
		  struct str text, int columns);

/* The width of a text's widest word. */
double picture_word(const struct canvas *canvas, struct str text);

/* A text in the middle, broken between words into lines no wider than that, the first at y; the last is cut,
 * if it must be. Returns how many lines these are; not `draw`: no more than that. */
int picture_lines(struct canvas *canvas, double x, double y, struct ink ink, struct str text, double width,
		  int most, bool draw);

/* A value's label: 13.0%, 1,240, 2.5. */
void picture_value(struct buf *out, double value, bool percent);

/* A number that can be drawn: no NaN, no infinity. */
bool picture_known(double value);

#endif
