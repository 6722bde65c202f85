/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A strict reader of JSON (RFC 8259), piece by piece: whoever knows what has to come asks for it, and
 * anything else ends the program. Code points are told apart by ICU, since the writer has its own way.
 */
#ifndef TESTS_FUZZ_JSON_H
#define TESTS_FUZZ_JSON_H

#include <regex.h>

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "input.h"

#include "base/buf.h"

struct json {
	struct str rest;
	struct buf text; /* of the string that was read last */
};

static inline void json_space(struct json *j)
{
	while (j->rest.n && memchr(" \t\n\r", *j->rest.p, 4))
		input_byte(&j->rest);
}

/* Is this what comes? Then it is taken. */
static inline bool json_eat(struct json *j, const char *what)
{
	json_space(j);
	if (!str_starts(j->rest, str_from(what)))
		return false;
	j->rest = str_slice(j->rest, strlen(what), j->rest.n);
	return true;
}

static inline void json_must(struct json *j, const char *what)
{
	check(json_eat(j, what), "JSON has its punctuation");
}

static inline void json_put(struct buf *out, UChar32 c)
{
	char unit[4];
	int n = 0;

	U8_APPEND_UNSAFE(unit, n, c);
	buf_add(out, unit, (size_t)n);
}

static inline UChar32 json_hex(struct json *j)
{
	char digits[5] = { 0 }, *end;

	for (int i = 0; i < 4; i++)
		digits[i] = (char)input_byte(&j->rest);
	UChar32 c = (UChar32)strtol(digits, &end, 16);
	check(end == digits + 4 && memchr("0123456789abcdefABCDEF", *digits, 22),
	      "an escape has four digits");
	return c;
}

static inline UChar32 json_escape(struct json *j)
{
	static const char name[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	char c = (char)input_byte(&j->rest);
	const char *at = c ? strchr(name, c) : NULL;

	if (at)
		return means[at - name];
	check(c == 'u', "an escape is one of JSON's");
	UChar32 unit = json_hex(j);
	if (!U16_IS_SURROGATE(unit))
		return unit;
	check(input_byte(&j->rest) == '\\' && input_byte(&j->rest) == 'u', "a surrogate has its other half");
	UChar32 trail = json_hex(j);
	check(U16_IS_SURROGATE_LEAD(unit) && U16_IS_TRAIL(trail), "a surrogate is the half of a pair");
	return U16_GET_SUPPLEMENTARY(unit, trail);
}

/* Into j->text. What a terminal would obey must be escaped. */
static inline void json_string(struct json *j)
{
	json_must(j, "\"");
	buf_clear(&j->text);
	for (;;) {
		UChar32 c;
		size_t n = 0;
		check(j->rest.n > 0, "a string ends");
		U8_NEXT((const uint8_t *)j->rest.p, n, j->rest.n, c);
		j->rest = str_slice(j->rest, n, j->rest.n);
		check(c >= 0, "a string is UTF-8");
		check(c >= 0x20 && (c < 0x7F || c > 0x9F) && c != 0x2028 && c != 0x2029,
		      "what is a command is escaped");
		if (c == '"')
			return;
		json_put(&j->text, c == '\\' ? json_escape(j) : c);
	}
}

/* Of fewer characters than that. */
enum { JSON_NUMBER = 200 };
static inline bool json_is_number(struct str s)
{
	static regex_t number;
	static bool made;
	char text[JSON_NUMBER];

	if (!made)
		made = regcomp(&number, "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?$",
			       REG_EXTENDED | REG_NOSUB) == 0;
	if (!s.n || s.n >= sizeof text)
		return false;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	return strlen(text) == s.n && regexec(&number, text, 0, NULL, 0) == 0;
}

/* What stands where a number may, as it is written; empty: nothing does. */
static inline struct str json_number(struct json *j)
{
	size_t n = 0;

	json_space(j);
	while (n < j->rest.n && memchr("0123456789+-.eE", j->rest.p[n], 15))
		n++;
	struct str number = str_slice(j->rest, 0, n);
	j->rest = str_slice(j->rest, n, j->rest.n);
	return number;
}

/* A text as JSON has to say it: what is no UTF-8 is U+FFFD. */
static inline struct str json_said(struct str s, struct buf *room)
{
	buf_clear(room);
	for (size_t i = 0; i < s.n;) {
		UChar32 c;
		U8_NEXT_OR_FFFD((const uint8_t *)s.p, i, s.n, c);
		json_put(room, c);
	}
	return buf_view(room);
}

#endif
