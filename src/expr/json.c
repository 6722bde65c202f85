/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value of a JSON object: see json.h. The text is checked to its end, so that what is cut off has no
 * value. */
#include "expr/json.h"

#include <stdint.h>

enum { DEPTH_MOST = 100 };

struct json {
	const char *p, *end;
};

static void space(struct json *j)
{
	while (j->p < j->end && (*j->p == ' ' || *j->p == '\t' || *j->p == '\n' || *j->p == '\r'))
		j->p++;
}

static bool mark(struct json *j, char c)
{
	space(j);
	if (j->p == j->end || *j->p != c)
		return false;
	j->p++;
	return true;
}

static bool digit_at(const struct json *j)
{
	return j->p < j->end && *j->p >= '0' && *j->p <= '9';
}

static bool digits(struct json *j)
{
	const char *from = j->p;

	while (digit_at(j))
		j->p++;
	return j->p > from;
}

static bool number(struct json *j)
{
	j->p += *j->p == '-';
	if (j->p < j->end && *j->p == '0')
		j->p++;
	else if (!digits(j))
		return false;
	if (j->p < j->end && *j->p == '.') {
		j->p++;
		if (!digits(j))
			return false;
	}
	if (j->p < j->end && (*j->p == 'e' || *j->p == 'E')) {
		j->p++;
		j->p += j->p < j->end && (*j->p == '+' || *j->p == '-');
		if (!digits(j))
			return false;
	}
	return true;
}

static int hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

/* The four digits behind \u; -1: there are none. */
static int unit(struct json *j)
{
	int x = 0;

	if (j->end - j->p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int h = hex(j->p[i]);
		if (h < 0)
			return -1;
		x = 16 * x + h;
	}
	j->p += 4;
	return x;
}

/* A code point behind \u; half a pair is U+FFFD. */
static bool code_point(struct json *j, uint32_t *out)
{
	int high = unit(j), low;

	if (high < 0)
		return false;
	*out = (uint32_t)high;
	if (high < 0xD800 || high > 0xDFFF)
		return true;
	struct json ahead = *j;
	*out = 0xFFFD;
	if (high > 0xDBFF || ahead.end - ahead.p < 6 || ahead.p[0] != '\\' || ahead.p[1] != 'u')
		return true;
	ahead.p += 2;
	low = unit(&ahead);
	if (low < 0xDC00 || low > 0xDFFF)
		return low >= 0;
	*out = 0x10000 + ((uint32_t)(high - 0xD800) << 10) + (uint32_t)(low - 0xDC00);
	*j = ahead;
	return true;
}

static void put_code_point(struct buf *out, uint32_t c)
{
	if (c < 0x80) {
		buf_char(out, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_char(out, (char)(0xC0 | c >> 6));
	} else {
		if (c < 0x10000) {
			buf_char(out, (char)(0xE0 | c >> 12));
		} else {
			buf_char(out, (char)(0xF0 | c >> 18));
			buf_char(out, (char)(0x80 | (c >> 12 & 0x3F)));
		}
		buf_char(out, (char)(0x80 | (c >> 6 & 0x3F)));
	}
	buf_char(out, (char)(0x80 | (c & 0x3F)));
}

/* What stands behind a \; out NULL: it is passed over. */
static bool escape(struct json *j, struct buf *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *known;
	uint32_t c;

	if (j->p == j->end)
		return false;
	char letter = *j->p++;
	if (letter == 'u') {
		if (!code_point(j, &c))
			return false;
		if (out)
			put_code_point(out, c);
		return true;
	}
	known = letter ? strchr(from, letter) : NULL;
	if (known && out)
		buf_char(out, to[known - from]);
	return known;
}

/* The text behind a quote, as it is written; *plain: without escapes. */
static bool text(struct json *j, struct str *out, bool *plain)
{
	const char *from = j->p;

	*plain = true;
	while (j->p < j->end && *j->p != '"') {
		if ((unsigned char)*j->p < 0x20)
			return false;
		if (*j->p++ != '\\')
			continue;
		*plain = false;
		if (!escape(j, NULL))
			return false;
	}
	*out = (struct str){ from, (size_t)(j->p - from) };
	return mark(j, '"');
}

static void unescape(struct str written, struct buf *out)
{
	struct json j = { written.p, written.p + written.n };

	buf_clear(out);
	while (j.p < j.end) {
		char c = *j.p++;
		if (c == '\\')
			escape(&j, out);
		else
			buf_char(out, c);
	}
}

static bool word(struct json *j, struct str what)
{
	if ((size_t)(j->end - j->p) < what.n || memcmp(j->p, what.p, what.n) != 0)
		return false;
	j->p += what.n;
	return true;
}

static bool pass(struct json *j, int depth);

/* What is between [ and ], or { and }. */
static bool pass_items(struct json *j, bool object, int depth)
{
	char close = object ? '}' : ']';
	struct str name;
	bool plain;

	if (mark(j, close))
		return true;
	do {
		if (object && !(mark(j, '"') && text(j, &name, &plain) && mark(j, ':')))
			return false;
		if (!pass(j, depth + 1))
			return false;
	} while (mark(j, ','));
	return mark(j, close);
}

/* Passes over a value. */
static bool pass(struct json *j, int depth)
{
	struct str written;
	bool plain;

	space(j);
	if (j->p == j->end || depth > DEPTH_MOST)
		return false;
	switch (*j->p) {
	case '{':
	case '[':
		j->p++;
		return pass_items(j, j->p[-1] == '{', depth);
	case '"':
		j->p++;
		return text(j, &written, &plain);
	case 't':
		return word(j, STR("true"));
	case 'f':
		return word(j, STR("false"));
	case 'n':
		return word(j, STR("null"));
	default:
		return (*j->p == '-' || digit_at(j)) && number(j);
	}
}

/* The value of a member as it is written, with its quotes; false: this is no object. */
static bool find(struct json *j, struct str name, struct str *found, struct buf *scratch)
{
	if (!mark(j, '{'))
		return false;
	if (mark(j, '}'))
		return true;
	do {
		struct str key;
		bool plain;
		if (!(mark(j, '"') && text(j, &key, &plain)))
			return false;
		if (!plain) {
			unescape(key, scratch);
			key = buf_view(scratch);
		}
		bool wanted = str_eq(key, name);
		if (!mark(j, ':'))
			return false;
		space(j);
		const char *from = j->p;
		if (!pass(j, 1))
			return false;
		if (wanted)
			*found = (struct str){ from, (size_t)(j->p - from) };
	} while (mark(j, ','));
	return mark(j, '}');
}

struct str json_member(struct str json, struct str name, struct buf *scratch, bool *object)
{
	struct json j = { json.p, json.p + json.n };
	struct str found = STR_NONE;

	*object = find(&j, name, &found, scratch);
	space(&j);
	*object &= j.p == j.end;
	if (!*object || !found.p || str_eq(found, STR("null")))
		return STR_NONE;
	if (found.p[0] != '"')
		return found;
	found = str_slice(found, 1, found.n - 1);
	if (!memchr(found.p, '\\', found.n))
		return found;
	unescape(found, scratch);
	return buf_view(scratch);
}
