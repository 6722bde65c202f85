/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts taken for the same: see casefold.h. Eight bytes at a time while both
 * texts are ASCII. A difference met there is one for good, since an ASCII byte
 * folds by itself alone; but the first other byte in either sends the whole
 * question to the slow way: it may change its length (the Kelvin sign folds to
 * k), or take back what stood before it (U+0307 after i).
 */
#include "base/casefold.h"

#include "base/arena.h"
#include "base/icu.h"
#include "base/map.h"
#include "base/mem.h"

const unsigned char fold_ascii[256] = {
#define BYTE(c)	   ((c) + 32 * ((c) >= 'A' && (c) <= 'Z'))
#define BYTES4(c)  BYTE(c), BYTE((c) + 1), BYTE((c) + 2), BYTE((c) + 3)
#define BYTES16(c) BYTES4(c), BYTES4((c) + 4), BYTES4((c) + 8), BYTES4((c) + 12)
#define BYTES64(c) BYTES16(c), BYTES16((c) + 16), BYTES16((c) + 32), BYTES16((c) + 48)
	BYTES64(0), BYTES64(64), BYTES64(128), BYTES64(192)
};

/* ---------------------------------------------------------- eight at a time */

enum answer { NO, YES, ASK };

/* Do the first n bytes of s fold to those of `folded`? */
static inline enum answer same(const char *s, const char *folded, size_t n)
{
	size_t i = 0;

	for (; n - i >= 8; i += 8) {
		uint64_t a = word_load(s + i), b = word_load(folded + i);
		if (!word_is_ascii(a | b))
			break;
		if (word_fold(a) != b)
			return NO;
	}
	for (; i < n; i++) {
		unsigned char a = (unsigned char)s[i], b = (unsigned char)folded[i];
		if ((a | b) & 0x80)
			return ASK;
		if (fold_ascii[a] != b)
			return NO;
	}
	return YES;
}

/* ------------------------------------------------------------------ folding */

static size_t append_ascii(struct buf *out, struct str s)
{
	size_t i = 0;

	if (!s.n)
		return 0;
	char *to = buf_room(out, s.n);

	for (; s.n - i >= 8; i += 8) {
		uint64_t w = word_load(s.p + i);
		if (!word_is_ascii(w))
			break;
		word_store(to + i, word_fold(w));
	}
	if (s.n >= 8 && i < s.n && s.n - i < 8 &&
	    word_is_ascii(word_load(s.p + s.n - 8))) { /* some of it once more */
		word_store(to + s.n - 8, word_fold(word_load(s.p + s.n - 8)));
		i = s.n;
	}
	for (; i < s.n && (unsigned char)s.p[i] < 0x80; i++)
		to[i] = (char)fold_ascii[(unsigned char)s.p[i]];
	out->n += i;
	return i;
}

/* Characters that shape those beside them: joiners, and selectors of a variant. */
static bool shapes(UChar32 c)
{
	return c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

/* What a keyboard has in place of c; -1: nothing. */
static UChar32 typed(UChar32 c)
{
	if (c == 0x2018 || c == 0x2019 || c == 0x2BC)
		return '\'';
	if (c == 0x201C || c == 0x201D)
		return '"';
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return '-';
	return shapes(c) ? -1 : c;
}

static UChar32 lower_one(UChar32 c)
{
	c = icu()->u_tolower(c);
	return c == 0x3C2 ? 0x3C3 : c;
}

static void append_one(struct buf *out, UChar32 c)
{
	uint8_t z[U8_MAX_LENGTH];
	int32_t n = 0;

	U8_APPEND_UNSAFE(z, n, c);
	buf_add(out, (const char *)z, (size_t)n);
}

static bool dot_above(struct str s, size_t i)
{
	return s.n - i >= 2 && (unsigned char)s.p[i] == 0xCC && (unsigned char)s.p[i + 1] == 0x87;
}

/* ICU's macros count in int32_t; a longer text is taken in pieces that end where a character may begin. */
static void append_piece(struct buf *out, struct str s, bool fold)
{
	const uint8_t *p = (const uint8_t *)s.p;
	int32_t n = (int32_t)s.n, i = 0;

	while (i < n) {
		int32_t from = i;
		UChar32 c;
		U8_NEXT(p, i, n, c);
		if (c < 0) {
			buf_add(out, s.p + from, (size_t)(i - from));
			continue;
		}
		c = lower_one(c);
		if (fold && c >= 0x2BC)
			c = typed(c);
		if (c >= 0)
			append_one(out, c);
		if (c == 'i' && dot_above(s, (size_t)i))
			i += 2;
	}
}

static void append(struct buf *out, struct str s, bool fold)
{
	enum { PIECE = 1 << 30 };
	size_t i = append_ascii(out, s);

	if (i == s.n)
		return;
	if (i && dot_above(s, i) && fold_ascii[(unsigned char)s.p[i - 1]] == 'i')
		i += 2;
	while (s.n - i > PIECE) {
		size_t to = i + PIECE;
		while ((unsigned char)s.p[to] >= 0x80 && to > i + 1)
			to--;
		append_piece(out, str_slice(s, i, to), fold);
		i = to;
	}
	append_piece(out, str_slice(s, i, s.n), fold);
}

void fold_append(struct buf *out, struct str s)
{
	append(out, s, true);
}

void lower_append(struct buf *out, struct str s)
{
	append(out, s, false);
}

void fold_key_append(struct buf *out, struct str s)
{
	char id[ID_SHORT];
	bool is = id_is_salesforces(s);

	if (is && s.n == ID_SHORT)
		buf_str(out, s);
	else if (is && id_shorten(s, id))
		buf_add(out, id, sizeof id);
	else
		fold_append(out, s);
}

uint32_t fold_number(struct map *names, struct arena *arena, struct str name, struct buf *scratch)
{
	buf_clear(scratch);
	fold_key_append(scratch, name);
	const uint32_t *known = map_find(names, buf_view(scratch));
	return known ? *known : map_put(names, arena_copy(arena, buf_view(scratch)), (uint32_t)names->n);
}

bool fold_same(struct str a, struct str b)
{
	struct buf folded = { 0 }, scratch = { 0 };

	fold_append(&folded, b);
	bool same = fold_equal(a, buf_view(&folded), &scratch);
	buf_release(&folded);
	buf_release(&scratch);
	return same;
}

/* Letters that have no accent to take away. */
static const struct {
	UChar32 letter;
	const char *bare;
} one_piece[] = {
	{ 0xDF, "ss" },	 { 0xE6, "ae" },  { 0xF0, "d" },  { 0xF8, "o" },  { 0xFE, "th" },
	{ 0x111, "d" },	 { 0x127, "h" },  { 0x131, "i" }, { 0x138, "k" }, { 0x142, "l" },
	{ 0x14B, "ng" }, { 0x153, "oe" }, { 0x167, "t" }, { 0x259, "e" },
};

static void append_piece_bare(struct buf *out, UChar32 c)
{
	for (size_t i = 0; i < sizeof one_piece / sizeof *one_piece; i++)
		if (one_piece[i].letter == c) {
			buf_str(out, str_from(one_piece[i].bare));
			return;
		}
	append_one(out, c);
}

static void append_bare(struct buf *out, UChar32 c, const UNormalizer2 *nfd)
{
	enum { LETTERS = 32 }; /* four are the most that Unicode has */
	UErrorCode error = U_ZERO_ERROR;
	UChar letters[LETTERS];
	int32_t n = icu()->unorm2_getDecomposition(nfd, c, letters, LETTERS, &error);

	if (n < 0) /* it is one piece */
		append_piece_bare(out, c);
	for (int32_t i = 0; i < n;) {
		U16_NEXT(letters, i, n, c);
		if (!icu()->u_getCombiningClass(c))
			append_piece_bare(out, c);
	}
}

void bare_append(struct buf *out, struct str folded)
{
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *nfd = icu()->unorm2_getNFDInstance(&error);
	const uint8_t *p = (const uint8_t *)folded.p;

	if (U_FAILURE(error))
		mem_fail();
	for (size_t i = 0; i < folded.n;) {
		size_t from = i;
		UChar32 c;
		U8_NEXT(p, i, folded.n, c);
		if (c < 0)
			buf_add(out, folded.p + from, i - from);
		else if (!icu()->u_getCombiningClass(c))
			append_bare(out, c, nfd);
	}
}

static struct str fold_slowly(struct str s, struct buf *scratch)
{
	buf_clear(scratch);
	fold_append(scratch, s);
	return buf_view(scratch);
}

/* ---------------------------------------------------------------- questions */

bool fold_equal_on(struct str s, struct str folded, struct buf *scratch)
{
	size_t n = s.n < folded.n ? s.n : folded.n;
	enum answer head = same(s.p, folded.p, n);

	if (head == NO)
		return false;
	if (head == YES && (s.n <= folded.n || (unsigned char)s.p[n] < 0x80))
		return s.n == folded.n;
	return str_eq(fold_slowly(s, scratch), folded);
}

bool fold_starts(struct str s, struct str folded, struct buf *scratch)
{
	size_t n = s.n < folded.n ? s.n : folded.n;
	enum answer head = same(s.p, folded.p, n);

	if (head != ASK)
		return head == YES && n == folded.n;
	s = fold_slowly(s, scratch);
	return folded.n == 0 || str_starts(s, folded);
}

bool fold_ends(struct str s, struct str folded, struct buf *scratch)
{
	size_t n = s.n < folded.n ? s.n : folded.n;

	for (size_t i = 1; i <= n; i++) {
		unsigned char a = (unsigned char)s.p[s.n - i], b = (unsigned char)folded.p[folded.n - i];
		if ((a | b) & 0x80)
			return str_ends(fold_slowly(s, scratch), folded);
		if (fold_ascii[a] != b)
			return false;
	}
	return n == folded.n;
}

/* Searches for the needle's first byte with memchr; a long needle by a method that is not slowed down by
 * texts that nearly match in many places. */
static bool holds(struct str s, struct str needle)
{
	enum { LONG = 16 };

	if (needle.n == 0)
		return true;
	if (needle.n > LONG)
		return memmem(s.p, s.n, needle.p, needle.n);
	while (s.n >= needle.n) {
		const char *hit = memchr(s.p, needle.p[0], s.n - needle.n + 1);
		if (!hit)
			return false;
		if (memcmp(hit, needle.p, needle.n) == 0)
			return true;
		s.n -= (size_t)(hit + 1 - s.p);
		s.p = hit + 1;
	}
	return false;
}

bool fold_contains(struct str s, struct str folded, struct buf *scratch)
{
	if (s.n < folded.n && str_is_ascii(s))
		return false;
	return holds(fold_slowly(s, scratch), folded);
}

struct fold_key fold_key(struct str folded)
{
	struct fold_key k = { .n = folded.n };
	char start[8] = { 0 }, end[8] = { 0 };
	size_t n = folded.n < 8 ? folded.n : 8;

	if (!n || !str_is_ascii(folded))
		return k;
	memcpy(start, folded.p, n);
	memcpy(end + 8 - n, folded.p + folded.n - n, n);
	k.start = word_load(start);
	k.end = word_load(end);
	k.mask = word_mask(n);
	k.end_mask = ~(n < 8 ? word_mask(8 - n) : 0);
	return k;
}

/* ------------------------------------------------------- what a reader sees */

enum seen { SEEN, SEEN_AS_SPACE, UNSEEN, ACCENT };

static enum seen seen(UChar32 c)
{
	if (c < 0x300)
		return c == ' ' || c == 0xA0 ? SEEN_AS_SPACE : c == 0xAD ? UNSEEN : SEEN;
	if (icu()->u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
		return shapes(c) ? SEEN : UNSEEN;
	if (icu()->u_charType(c) == U_SPACE_SEPARATOR)
		return SEEN_AS_SPACE;
	bool composed = icu()->u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) == UNORM_YES &&
			!icu()->u_getCombiningClass(c);
	return composed ? SEEN : ACCENT;
}

/* May c be left out at an end? */
static bool blank(UChar32 c)
{
	if (c < 0x300)
		return (c >= 0 && c <= ' ') || (c >= 0x7F && c <= 0xA0) || c == 0xAD;
	return icu()->u_isUWhiteSpace(c) || icu()->u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

struct str str_trim_on(struct str s)
{
	const uint8_t *p = (const uint8_t *)s.p;
	size_t from = 0, to = s.n, at = 0;
	UChar32 c = 0;

	while (from < to && (p[from] <= ' ' || p[from] >= 0x7F)) {
		U8_NEXT(p, at, to, c);
		if (!blank(c))
			break;
		from = at;
	}
	while (from < to && (p[to - 1] <= ' ' || p[to - 1] >= 0x7F)) {
		size_t most = to - from < U8_MAX_LENGTH ? to - from : U8_MAX_LENGTH;
		int32_t before = (int32_t)most - 1;
		c = p[to - 1];
		if (!U8_IS_SINGLE(c))
			c = icu()->utf8_prevCharSafeBody(p + to - most, 0, &before, c, -1);
		if (!blank(c))
			break;
		to -= most - (size_t)before;
	}
	return str_slice(s, from, to);
}

/* Is s ASCII, without two spaces side by side? Seven pairs of bytes at a time. */
static bool seen_as_it_is(struct str s)
{
	size_t i = 0;

	for (; s.n - i >= 8; i += 7)
		if (!word_is_plain(word_load(s.p + i)))
			return false;
	for (bool spaced = false; i < s.n; i++) {
		if ((signed char)s.p[i] < 0 || (spaced && s.p[i] == ' '))
			return false;
		spaced = s.p[i] == ' ';
	}
	return true;
}

/* Writes s without what is not seen to `to`, which may be s.p (NULL: nowhere). Returns the bytes; *accents:
 * some are to be composed. Behind bytes that are no UTF-8 nothing is left out: what stands apart must not
 * become a character. */
static size_t write_seen(struct str s, char *to, bool *accents)
{
	const uint8_t *p = (const uint8_t *)s.p;
	bool spaced = false, broken = false;
	size_t n = 0;

	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		UChar32 c;
		U8_NEXT(p, i, s.n, c);
		enum seen as = seen(c);
		if ((as == UNSEEN && !broken) || (as == SEEN_AS_SPACE && spaced))
			continue;
		broken = c < 0;
		spaced = as == SEEN_AS_SPACE;
		*accents |= as == ACCENT;
		if (to && spaced)
			to[n] = ' ';
		else if (to)
			memmove(to + n, s.p + from, i - from);
		n += spaced ? 1 : i - from;
	}
	return n;
}

enum { ACCENTED = 32 }; /* code points that are composed at once; a letter has a few accents at the most */

static void append_composed(struct buf *out, const UChar *letter, int32_t n, const UNormalizer2 *nfc)
{
	UChar composed[8 * ACCENTED];
	char utf8[24 * ACCENTED];
	UErrorCode error = U_ZERO_ERROR;
	int32_t bytes = 0;

	if (!n)
		return;
	n = icu()->unorm2_normalize(nfc, letter, n, composed, 8 * ACCENTED, &error);
	icu()->u_strToUTF8(utf8, sizeof utf8, &bytes, composed, n, &error);
	if (U_FAILURE(error)) /* there is room, and what is read is well formed */
		mem_fail();
	buf_add(out, utf8, (size_t)bytes);
}

/* A letter and its accents at a time. */
static void compose(struct buf *out, struct str s)
{
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *nfc = icu()->unorm2_getNFCInstance(&error);
	const uint8_t *p = (const uint8_t *)s.p;
	UChar letter[2 * ACCENTED];
	int32_t n = 0;

	if (U_FAILURE(error))
		mem_fail();
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		UChar32 c;
		U8_NEXT(p, i, s.n, c);
		if (c < 0 || n >= 2 * ACCENTED - 1 || icu()->unorm2_hasBoundaryBefore(nfc, c)) {
			append_composed(out, letter, n, nfc);
			n = 0;
		}
		if (c < 0)
			buf_add(out, s.p + from, i - from);
		else
			U16_APPEND_UNSAFE(letter, n, c);
	}
	append_composed(out, letter, n, nfc);
}

struct str text_plain(struct str s, struct buf *scratch)
{
	bool accents = false;

	s = str_trim(s);
	if (seen_as_it_is(s) || (write_seen(s, NULL, &accents) == s.n && !accents))
		return s;
	bool inside = buf_holds(scratch, s.p);
	size_t from = inside ? (size_t)(s.p - scratch->p) : 0;
	if (!inside)
		buf_clear(scratch);
	scratch->n = from;
	buf_room(scratch, accents ? 4 * s.n : s.n); /* composed behind it, at most three times as long */
	char *to = scratch->p + from;
	s.n = write_seen(inside ? (struct str){ to, s.n } : s, to, &accents);
	s.p = to;
	scratch->n = from += s.n;
	if (!accents)
		return s;
	compose(scratch, s);
	return str_slice(buf_view(scratch), from, scratch->n);
}
