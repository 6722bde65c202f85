/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * UTF-8, a code point at a time, and what may reach a screen: text that came
 * from outside may hold bytes that a terminal would obey instead of show.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdint.h>

#include "base/buf.h"

enum glyph_kind {
	GLYPH_TEXT,
	GLYPH_SPACE,   /* a newline, CR, a tab, U+2028: shown as a space */
	GLYPH_CONTROL, /* C0, C1, DEL, bidirectional overrides: shown as '?' */
	GLYPH_BROKEN   /* bytes that are no UTF-8: shown as U+FFFD */
};

/* The next code point, or UTF8_BROKEN after as many bytes as Unicode replaces by one U+FFFD; `rest` holds at
 * least one byte and loses at least one. */
enum { UTF8_BROKEN = -1 };
int32_t utf8_next(struct str *rest);

/* Is every byte part of a character? */
bool utf8_valid(struct str s);

enum glyph_kind utf8_kind(int32_t c);

#define REPLACEMENT "\xEF\xBF\xBD"

/* What a screen gets in place of a glyph that isn't text. */
struct str utf8_stand_in(enum glyph_kind kind);

/* The letter that a screen without UTF-8 gets for a character that is no ASCII: '-' for the dashes, '?' for
 * most. */
char utf8_ascii(int32_t c);

/* For such a screen, which may obey a byte in the middle of a letter: valid text gets utf8_ascii's letter for
 * each character. */
void utf8_to_ascii(struct buf *text);

#endif
