/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See utf8.h. */
#include "base/utf8.h"

#include "base/word.h"

/* How many bytes a lead byte asks for, and the range of its second byte, which is what keeps out overlong
 * forms, surrogates and all above U+10FFFF (Unicode 15, table 3-7). */
static int sequence(unsigned char lead, unsigned char *low, unsigned char *high)
{
	*low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
	*high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
	return lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
}

int32_t utf8_next(struct str *rest)
{
	const unsigned char *p = (const unsigned char *)rest->p;
	unsigned char low, high;

	if (rest->n >= 2 && p[0] >= 0xC2 && p[0] < 0xE0 && (p[1] & 0xC0) == 0x80) { /* letters of Europe */
		*rest = str_slice(*rest, 2, rest->n);
		return (p[0] & 0x1F) << 6 | (p[1] & 0x3F);
	}
	size_t need = (size_t)sequence(p[0], &low, &high), have = 1;

	if (need > 1)
		while (have < need && have < rest->n && p[have] >= (have == 1 ? low : 0x80) &&
		       p[have] <= (have == 1 ? high : 0xBF))
			have++;
	rest->p += have;
	rest->n -= have;
	if (have != need)
		return UTF8_BROKEN;
	int32_t c = need == 1 ? p[0] : p[0] & (0x7F >> need);
	for (size_t i = 1; i < need; i++)
		c = c << 6 | (p[i] & 0x3F);
	return c;
}

/* The first byte from i on that is not ASCII. */
static size_t past_ascii(struct str s, size_t i)
{
	for (; s.n - i >= 8; i += 8) {
		uint64_t high = word_load(s.p + i) & WORD_EVERY(0x80);
		if (high)
			return i + (size_t)__builtin_ctzll(high) / 8;
	}
	while (i < s.n && (signed char)s.p[i] >= 0)
		i++;
	return i;
}

bool utf8_valid(struct str s)
{
	for (size_t i = past_ascii(s, 0); i < s.n; i = past_ascii(s, i)) {
		struct str rest = str_slice(s, i, s.n);
		if (utf8_next(&rest) == UTF8_BROKEN)
			return false;
		i = s.n - rest.n;
	}
	return true;
}

enum glyph_kind utf8_kind(int32_t c)
{
	if (c == UTF8_BROKEN)
		return GLYPH_BROKEN;
	if (c == '\n' || c == '\r' || c == '\t' || c == 0x85 || c == 0x2028 || c == 0x2029)
		return GLYPH_SPACE;
	if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
	    (c >= 0x2066 && c <= 0x2069))
		return GLYPH_CONTROL;
	return GLYPH_TEXT;
}

struct str utf8_stand_in(enum glyph_kind kind)
{
	return kind == GLYPH_SPACE ? STR(" ") : kind == GLYPH_BROKEN ? STR(REPLACEMENT) : STR("?");
}

/* Of the characters that our own words and figures use. */
char utf8_ascii(int32_t c)
{
	switch (c) {
	case 0x2010: /* hyphens, dashes, minus */
	case 0x2011:
	case 0x2013:
	case 0x2014:
	case 0x2212:
		return '-';
	case 0x00A0: /* at which no line is broken */
		return ' ';
	case 0x00B7:
		return '.';
	case 0x00D7:
		return 'x';
	case 0x00B2:
		return '2';
	case 0x2192:
		return '>';
	default:
		return c < 0x80 && c >= 0 ? (char)c : '?';
	}
}

void utf8_to_ascii(struct buf *text)
{
	struct str rest = buf_view(text);
	size_t n = 0;

	while (rest.n)
		text->p[n++] = utf8_ascii(utf8_next(&rest));
	text->n = n;
}
