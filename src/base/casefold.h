/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text equal but for case. Each code point goes to its simple lowercase, then
 * final sigma to sigma, and i followed by U+0307 to i, so that SQL's lower()
 * can say the same. Bytes that are no UTF-8 stay themselves. Pure ASCII never
 * leaves this header's fast lane.
 */
#ifndef BASE_CASEFOLD_H
#define BASE_CASEFOLD_H

#include <stdint.h>

#include "base/buf.h"

extern const unsigned char fold_ascii[256]; /* A-Z to a-z, every other byte itself */

/* Appends the folded form of s. */
void fold_append(struct buf *out, struct str s);

/* Is s, folded, equal to / begun by / ended by / holding `folded`, which is folded already? Scratch is used
 * off the fast lane only. */
bool fold_equal_on(struct str s, struct str folded, struct buf *scratch);
static inline bool fold_equal(struct str s, struct str folded, struct buf *scratch)
{
	if (s.n && folded.n) { /* most cells differ in the first byte already */
		unsigned char a = (unsigned char)s.p[0], b = (unsigned char)folded.p[0];
		if (!((a | b) & 0x80) && fold_ascii[a] != b)
			return false;
	}
	return fold_equal_on(s, folded, scratch);
}
bool fold_starts(struct str s, struct str folded, struct buf *scratch);
bool fold_ends(struct str s, struct str folded, struct buf *scratch);
bool fold_contains(struct str s, struct str folded, struct buf *scratch);

#endif
