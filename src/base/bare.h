/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A text as two people may have typed it: folded and without accents (casefold.h), wide letters and digits as
 * narrow ones, and what is no letter, no digit and no ASCII as a space; so a byte of 0x80 or more belongs to
 * a letter. What has no shape is left out. ASCII stays in a fast lane.
 */
#ifndef BASE_BARE_H
#define BASE_BARE_H

#include "base/buf.h"

/* Appends it. s is not in the buffer. */
void bare_text(struct buf *out, struct str s);

/* Does c, a byte of a bare text, belong to a letter or a digit? */
extern const bool bare_is_word[256];

/* Adds one byte of a bare word that begins at `word`: but no e behind a, o or u, so that Mueller is Muller,
 * as Müller is, and no more than one of such. The buffer has room. */
static inline void bare_put(struct buf *out, size_t word, char c)
{
	char before = out->n > word ? out->p[out->n - 1] : '\0';

	if (c != 'e' || (before != 'a' && before != 'o' && before != 'u'))
		out->p[out->n++] = c;
}

#endif
