/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See bare.h. */
#include "base/bare.h"

#include <pthread.h>

#include "base/casefold.h"
#include "base/utf8.h"

#define BYTES4(is, c)  is(c), is((c) + 1), is((c) + 2), is((c) + 3)
#define BYTES16(is, c) BYTES4(is, c), BYTES4(is, (c) + 4), BYTES4(is, (c) + 8), BYTES4(is, (c) + 12)
#define BYTES64(is, c) BYTES16(is, c), BYTES16(is, (c) + 16), BYTES16(is, (c) + 32), BYTES16(is, (c) + 48)
#define BYTES(is)      BYTES64(is, 0), BYTES64(is, 64), BYTES64(is, 128), BYTES64(is, 192)

#define IS_WORD(c)                                                                                 \
	(((c) >= '0' && (c) <= '9') || ((c) >= 'a' && (c) <= 'z') || ((c) >= 'A' && (c) <= 'Z') || \
	 (c) >= 0x80)
const bool bare_is_word[256] = { BYTES(IS_WORD) };

/* What is no more than white space to a reader. */
#define SHOWN(c) (char)((c) < ' ' || (c) == 0x7F ? ' ' : (c) >= 'A' && (c) <= 'Z' ? (c) + 32 : (c))
static const char shown[256] = { BYTES(SHOWN) };

/* Blocks of Unicode, by their first and last character. */
struct block {
	int32_t from, to;
};

static bool in(int32_t c, const struct block *block, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= block[i].from && c <= block[i].to)
			return true;
	return false;
}
#define IN(c, blocks) in((c), (blocks), sizeof(blocks) / sizeof *(blocks))

/* Signs between words. Of the numbers in their blocks none is in a name; the marks of repetition and the zero
 * of Chinese are. */
static const struct block signs[] = {
	{ 0x80, 0xA9 },	    { 0xAB, 0xB9 },	{ 0xBB, 0xBF },	      { 0xD7, 0xD7 },	  { 0xF7, 0xF7 },
	{ 0x2BD, 0x2BF },   { 0x37E, 0x37E },	{ 0x387, 0x387 },     { 0x589, 0x58A },	  { 0x5BE, 0x5BE },
	{ 0x5F3, 0x5F4 },   { 0x60C, 0x60D },	{ 0x61B, 0x61F },     { 0x66A, 0x66D },	  { 0x6D4, 0x6D4 },
	{ 0x964, 0x965 },   { 0x1680, 0x1680 }, { 0x2000, 0x2BFF },   { 0x2E00, 0x2E7F }, { 0x3000, 0x3004 },
	{ 0x3008, 0x3020 }, { 0x3030, 0x3030 }, { 0x303D, 0x303F },   { 0x30FB, 0x30FB }, { 0xE000, 0xF8FF },
	{ 0xFE10, 0xFE1F }, { 0xFE30, 0xFE6F }, { 0xFF01, 0xFF0F },   { 0xFF1A, 0xFF20 }, { 0xFF3B, 0xFF40 },
	{ 0xFF5B, 0xFF65 }, { 0xFFE0, 0xFFFD }, { 0x1F000, 0x1FAFF },
};

static const struct block unseen[] = {
	{ 0xAD, 0xAD },	    { 0x34F, 0x34F },	{ 0x61C, 0x61C },   { 0x180B, 0x180E }, { 0x200B, 0x200F },
	{ 0x202A, 0x202E }, { 0x2060, 0x206F }, { 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF }, { 0xE0000, 0xE0FFF },
};

/* Writes the characters of s, which begins at `to` or behind it, as a bare text has them. Returns the end. */
static char *tidy(char *to, struct str s)
{
	enum { WIDE = 0xFF01, WIDE_END = 0xFF5E, NARROW = WIDE - '!' };

	while (s.n) {
		const char *from = s.p;
		int32_t c = utf8_next(&s);
		if (c >= WIDE && c <= WIDE_END)
			c -= NARROW;
		if (c >= 0 && c < 0x80) {
			*to++ = shown[c];
		} else if (c < 0 || (!IN(c, unseen) && !IN(c, signs))) {
			memmove(to, from, (size_t)(s.p - from));
			to += s.p - from;
		} else if (!IN(c, unseen)) {
			*to++ = ' ';
		}
	}
	return to;
}

static void bare_slowly(struct buf *out, struct str s)
{
	enum { LONGER = 4 }; /* a letter and its accents are at most three times as long as the two in one */
	size_t from = out->n;

	fold_append(out, s);
	size_t folded = out->n - from;
	buf_room(out, LONGER * folded); /* what is read must stay where it is */
	bare_append(out, str_slice(buf_view(out), from, from + folded));
	out->n = (size_t)(tidy(out->p + from, str_slice(buf_view(out), from + folded, out->n)) - out->p);
}

/* Letters of Western and Central Europe, which most names that are no ASCII are written with: what the slow
 * way makes of each. They take two bytes, and no more in a bare text. */
enum { LATIN_LEAD = 0xC2, LATIN_LEADS = 4, LATIN_EACH = 64 };
static struct {
	unsigned char n;
	char as[3];
} latin[LATIN_LEADS * LATIN_EACH];

static void read_latin(void)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < LATIN_LEADS * LATIN_EACH; i++) {
		char c[2] = { (char)(LATIN_LEAD + i / LATIN_EACH), (char)(0x80 + i % LATIN_EACH) };
		buf_clear(&b);
		bare_slowly(&b, (struct str){ c, sizeof c });
		latin[i].n = (unsigned char)b.n;
		if (b.n)
			memcpy(latin[i].as, b.p, b.n);
	}
	buf_release(&b);
}

/* The place of the letter at i among these; -1: it is another. */
static int latin_at(struct str s, size_t i)
{
	unsigned lead = (unsigned char)s.p[i] - (unsigned)LATIN_LEAD;
	unsigned next = i + 1 < s.n ? (unsigned char)s.p[i + 1] - 0x80U : LATIN_EACH;

	return lead < LATIN_LEADS && next < LATIN_EACH ? (int)(lead * LATIN_EACH + next) : -1;
}

/* The same as bare_slowly; an accent behind its letter is left to it. */
static void bare_latin(struct buf *out, struct str s)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	char *const start = buf_room(out, s.n), *to = start;

	pthread_once(&once, read_latin);
	for (size_t i = 0; i < s.n;) {
		if ((signed char)s.p[i] >= 0) {
			*to++ = shown[(unsigned char)s.p[i++]];
			continue;
		}
		int at = latin_at(s, i);
		if (at < 0) {
			bare_slowly(out, s);
			return;
		}
		memcpy(to, latin[at].as, latin[at].n);
		to += latin[at].n;
		i += 2;
	}
	out->n += (size_t)(to - start);
}

void bare_text(struct buf *out, struct str s)
{
	char *to = buf_room(out, s.n);
	size_t i = 0;

	while (i < s.n && (signed char)s.p[i] >= 0) {
		to[i] = shown[(unsigned char)s.p[i]];
		i++;
	}
	if (i < s.n)
		bare_latin(out, s);
	else
		out->n += i;
}
