/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts that a reader takes for the same, in two steps. What can't be seen is taken out when a text is read
 * as a value (text_plain). When values are compared they are folded: each code point goes to its simple
 * lowercase, then final sigma to sigma, and i followed by U+0307 to i, as SQL's lower() may say it; and the
 * apostrophes, quotes and hyphens that programs type become those of a keyboard. Bytes that are no UTF-8 stay
 * themselves. Pure ASCII never leaves this header's fast lane.
 */
#ifndef BASE_CASEFOLD_H
#define BASE_CASEFOLD_H

#include <stdint.h>

#include "base/buf.h"
#include "base/id.h"
#include "base/word.h"

extern const unsigned char fold_ascii[256]; /* A-Z to a-z, every other byte itself */

/* Appends the folded form of s; and s in lower case alone, for the eye. */
void fold_append(struct buf *out, struct str s);
void lower_append(struct buf *out, struct str s);

/* The same of a value that tells things apart: an id of Salesforce of 15 characters, as its reports have
 * them, stays as it is, because case alone tells many of them apart; one of 18, as its API has them, becomes
 * the same one of 15. */
void fold_key_append(struct buf *out, struct str s);

/* Appends a folded text without accents: of each letter what it is made of, and for those that are one piece
 * what a keyboard without them has: i for a dotless i, ss for a sharp s. */
void bare_append(struct buf *out, struct str folded);

/* The same for names of the language, where only ASCII letters have case: names that str_same calls equal
 * become the same text. */
static inline void fold_name(struct buf *out, struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		buf_char(out, (char)fold_ascii[(unsigned char)name.p[i]]);
}

/* Are they alike but for case? For texts of people, now and then: it makes room of its own. */
bool fold_same(struct str a, struct str b);

struct map;
struct arena;

/* The number of a name, by fold_key_append(). A new name gets the next number (the map's n before), and its
 * folded form is kept in the arena. */
uint32_t fold_number(struct map *names, struct arena *arena, struct str name, struct buf *scratch);

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

/*
 * What a folded constant begins with, and ends with, in a word each: they settle nearly every comparison, and
 * all of it up to 16 bytes. Only for pure ASCII (mask 0: it is not).
 */
struct fold_key {
	uint64_t start, end, mask, end_mask;
	size_t n;
};
struct fold_key fold_key(struct str folded);

/* Is the word at p the key's: 1, 0; -1: it is not ASCII. */
static inline int fold_word_is(const char *p, uint64_t valid, uint64_t key, uint64_t mask)
{
	uint64_t w = word_load(p) & valid;

	return !word_is_ascii(w) ? -1 : !((word_fold(w) ^ key) & mask);
}

/* Is s, whose first 8 bytes can be read, the key's constant? 1, 0; -1: only fold_equal can tell. */
static inline int fold_key_equal(const struct fold_key *k, struct str s)
{
	int same = k->mask ? fold_word_is(s.p, word_mask(s.n), k->start, k->mask) : -1;

	if (same < 1 || (s.n == k->n && s.n <= 8))
		return same;
	if (s.n != k->n)
		return s.n <= 8 ? 0 : -1; /* what is behind may fold to nothing, or not be ASCII */
	return s.n <= 16 ? fold_word_is(s.p + s.n - 8, ~UINT64_C(0), k->end, ~UINT64_C(0)) : -1;
}

/* Does s, of 8 bytes or more, end with it? */
static inline int fold_key_ends(const struct fold_key *k, struct str s)
{
	int same = k->mask ? fold_word_is(s.p + s.n - 8, ~UINT64_C(0), k->end, k->end_mask) : -1;

	if (same < 1 || k->n <= 8)
		return same;
	if (s.n < k->n)
		return 0;
	return k->n <= 16 ? fold_word_is(s.p + s.n - k->n, ~UINT64_C(0), k->start, ~UINT64_C(0)) : -1;
}

/*
 * s as a reader sees it: without what str_trim takes away; inside, spaces of every kind and number
 * become one space, what has no shape is dropped, and accents are composed with their letters (NFC). What
 * shapes the characters beside it (U+200D, U+FE0F) stays inside, but is dropped by folding. The result is s
 * itself, or in `scratch`, where s may be already.
 */
struct str text_plain(struct str s, struct buf *scratch);

bool fold_starts(struct str s, struct str folded, struct buf *scratch);
bool fold_ends(struct str s, struct str folded, struct buf *scratch);
bool fold_contains(struct str s, struct str folded, struct buf *scratch);

#endif
