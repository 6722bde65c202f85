/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text as a screen shows it: one glyph at a time, with its width, and without anything that a terminal would
 * obey instead of show.
 */
#ifndef REPORT_GLYPH_H
#define REPORT_GLYPH_H

#include "base/buf.h"
#include "base/utf8.h"

/* A character and what combines with it: marks, joined emoji, variation selectors, skin tones. */
struct glyph {
	struct str text; /* a view of the source */
	int width;	 /* 0, 1 or 2 */
	enum glyph_kind kind;
};

/* The next glyph; `rest` holds at least one byte and loses at least one. */
struct glyph glyph_next(struct str *rest);

/* As a screen shows it; a screen without UTF-8 gets a letter of ASCII for each glyph: see utf8_ascii. */
void text_show(struct buf *out, struct str s, bool utf8);
int text_shown_width(struct str s, bool utf8);

/* The same, at most `width` columns of it, the last an ellipsis if it had to be cut; returns the columns. */
int text_ellipsis(bool utf8); /* its columns */
int text_cut(struct buf *out, struct str s, int width, bool utf8);

/* A text in `width` columns, cut or filled up with blanks. */
void cell_show(struct buf *b, struct str text, int width, bool utf8);

/* Lines that are wider are broken at blanks, and go on indented. 0: no limit. */
void lines_fill(struct buf *text, int width);

/* A text in markup: a line end in it is a line end on the page, a control is '?'; `ascii` writes ASCII
 * characters, and escapes them where needed. */
void glyph_markup(struct buf *out, struct str s,
		  void (*ascii)(struct buf *out, struct str whole, const char *at));

#endif
