/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See recode.h. */
#include "base/recode.h"

#include "base/cell.h"
#include "base/utf8.h"

enum { NO_CHARACTER = 0xFFFD };

/* Windows-1252 from 0x80 on, where it isn't Latin-1. */
static const uint16_t ansi_marks[32] = {
	0x20AC,	      NO_CHARACTER, 0x201A, 0x0192, 0x201E, 0x2026,	  0x2020, 0x2021,
	0x02C6,	      0x2030,	    0x0160, 0x2039, 0x0152, NO_CHARACTER, 0x017D, NO_CHARACTER,
	NO_CHARACTER, 0x2018,	    0x2019, 0x201C, 0x201D, 0x2022,	  0x2013, 0x2014,
	0x02DC,	      0x2122,	    0x0161, 0x203A, 0x0153, NO_CHARACTER, 0x017E, 0x0178
};

static void put(struct buf *out, uint32_t c)
{
	if (c < 0x80) {
		buf_char(out, (char)c);
		return;
	}
	int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	buf_char(out, (char)((0xFF00 >> (more + 1) & 0xFF) | c >> 6 * more));
	while (more-- > 0)
		buf_char(out, (char)(0x80 | (c >> 6 * more & 0x3F)));
}

static void append_ansi(struct buf *out, struct str line)
{
	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];
		put(out, c >= 0x80 && c < 0xA0 ? ansi_marks[c - 0x80] : c);
	}
}

static uint32_t unit(struct str s, size_t i, bool big)
{
	unsigned a = (unsigned char)s.p[i], b = (unsigned char)s.p[i + 1];

	return big ? a << 8 | b : b << 8 | a;
}

static void append_wide(struct buf *out, struct str s, bool big)
{
	for (size_t i = 0; i + 1 < s.n; i += 2) {
		uint32_t c = unit(s, i, big), low = i + 3 < s.n ? unit(s, i + 2, big) : 0;
		if (c >> 10 == 0x36 && low >> 10 == 0x37) { /* two halves of one character */
			c = 0x10000 + ((c & 0x3FF) << 10 | (low & 0x3FF));
			i += 2;
		}
		put(out, c >> 11 == 0x1B ? NO_CHARACTER : c);
	}
	if (s.n % 2)
		put(out, NO_CHARACTER);
}

static bool is_big(struct str bytes)
{
	return str_starts(bytes, STR("\xFE\xFF"));
}

bool recode_is_wide(struct str bytes)
{
	bool little = str_starts(bytes, STR("\xFF\xFE")) && !str_starts(bytes, STR("\xFF\xFE\0\0"));

	return little || is_big(bytes);
}

void recode_append(struct buf *out, struct str bytes, struct sighting *ansi)
{
	if (recode_is_wide(bytes)) {
		append_wide(out, str_slice(bytes, 2, bytes.n), is_big(bytes));
		return;
	}
	bytes = without_byte_order_mark(bytes);
	for (uint64_t line = 1; bytes.n; line++) {
		const char *newline = memchr(bytes.p, '\n', bytes.n);
		size_t n = newline ? (size_t)(newline + 1 - bytes.p) : bytes.n;
		struct str piece = str_slice(bytes, 0, n);
		bytes = str_slice(bytes, n, bytes.n);
		if (utf8_valid(piece)) {
			buf_str(out, piece);
			continue;
		}
		append_ansi(out, piece);
		if (!ansi->count++)
			ansi->first_line = line;
	}
}
