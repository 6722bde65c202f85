/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See file_name.h. What can't be in a name anywhere: separators and controls; on Windows and in the file
 * systems of cameras and sticks: some punctuation, the names of devices, and a dot or a space at the end. */
#include "base/file_name.h"

#include "base/casefold.h"
#include "base/hash.h"
#include "base/utf8.h"

enum { LONGEST = 100 }; /* bytes of a value that are kept */

static bool is_unsafe(int32_t c, bool first)
{
	return c == UTF8_BROKEN || (utf8_kind(c) != GLYPH_TEXT && c != ' ') ||
	       (c < 0x80 && memchr("/\\:*?\"<>|~", c, 10)) || (first && (c == '.' || c == '-'));
}

/* NUL, com1, Aux.csv: what Windows takes for a device, whatever follows a dot. */
static bool is_device(struct str name)
{
	static const struct {
		const char *name;
		bool numbered;
	} devices[] = { { "con", false }, { "prn", false }, { "aux", false },
			{ "nul", false }, { "com", true },  { "lpt", true } };
	const char *dot = memchr(name.p, '.', name.n);
	struct str stem = str_trim(str_slice(name, 0, dot ? (size_t)(dot - name.p) : name.n));
	bool number = stem.n == 4 && stem.p[3] >= '0' && stem.p[3] <= '9', found = false;

	if (stem.n != 3 && !number)
		return false;
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		found |= devices[i].numbered == number &&
			 str_same(str_slice(stem, 0, 3), str_from(devices[i].name));
	return found;
}

static void add_mark(struct buf *out, struct str value)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	struct buf folded = { 0 };

	fold_append(&folded, value);
	uint64_t hash = hash_text(buf_view(&folded), 0);
	buf_release(&folded);
	buf_char(out, '~');
	for (int i = 0; i < 8; i++)
		buf_char(out, letters[hash >> 5 * i & 31]);
}

bool file_name_add(struct buf *out, struct str value)
{
	size_t from = out->n;
	struct str rest = value;

	while (rest.n) {
		const char *p = rest.p;
		int32_t c = utf8_next(&rest);
		size_t n = (size_t)(rest.p - p);
		if (out->n - from + n > LONGEST)
			break;
		if (is_unsafe(c, p == value.p))
			buf_char(out, '_');
		else
			buf_add(out, p, n);
	}
	char *last = out->p + out->n - 1;
	if (*last == '.' || *last == ' ')
		*last = '_';
	struct str name = str_slice(buf_view(out), from, out->n);
	if (str_eq(name, value) && !is_device(name) && !str_same(name, STR(FILE_NAME_NONE)))
		return true;
	add_mark(out, value);
	return false;
}
