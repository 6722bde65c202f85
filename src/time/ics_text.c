/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See ics_text.h. */
#include "time/ics_text.h"

#include "base/number.h"

/* ---- lines ---- */

/* Up to the next line end, which is taken, too. */
static struct str physical_line(struct str *rest)
{
	const char *newline = memchr(rest->p, '\n', rest->n);
	struct str line = str_slice(*rest, 0, newline ? (size_t)(newline - rest->p) : rest->n);

	*rest = str_slice(*rest, line.n + !!newline, rest->n);
	while (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static bool goes_on(struct str rest)
{
	return rest.n && (rest.p[0] == ' ' || rest.p[0] == '\t');
}

/* A long line goes on in the next, behind one space. */
static struct str unfolded(struct str line, struct str *rest, struct arena *arena)
{
	struct buf whole = { 0 };

	if (!goes_on(*rest))
		return line;
	buf_str(&whole, line);
	while (goes_on(*rest)) {
		line = physical_line(rest);
		buf_str(&whole, str_slice(line, line.n > 0, line.n));
	}
	line = arena_copy(arena, buf_view(&whole));
	buf_release(&whole);
	return line;
}

static bool may_name(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '_' ||
	       c == '.';
}

static struct ics_line take_apart(struct str s)
{
	struct ics_line line = { 0 };
	size_t name = 0, colon;
	bool quoted = false;

	while (name < s.n && may_name(s.p[name]))
		name++;
	for (colon = name; colon < s.n && (quoted || s.p[colon] != ':'); colon++)
		quoted ^= s.p[colon] == '"';
	if (!name || colon == s.n || (colon > name && s.p[name] != ';'))
		return line;
	line.name = str_slice(s, 0, name);
	line.parameters = str_slice(s, name, colon);
	line.value = str_slice(s, colon + 1, s.n);
	return line;
}

bool ics_line_next(struct str *rest, struct arena *arena, struct ics_line *line)
{
	struct str s = { "", 0 };

	while (rest->n && !str_trim(s).n)
		s = unfolded(physical_line(rest), rest, arena);
	*line = take_apart(s);
	return str_trim(s).n > 0;
}

bool ics_line_is(const struct ics_line *line, const char *name)
{
	return str_same(line->name, str_from(name));
}

struct str ics_parameter(const struct ics_line *line, const char *name)
{
	struct str rest = line->parameters;

	while (rest.n) { /* at a semicolon */
		bool quoted = false;
		size_t end = 1, equals;
		for (; end < rest.n && (quoted || rest.p[end] != ';'); end++)
			quoted ^= rest.p[end] == '"';
		struct str one = str_slice(rest, 1, end);
		for (equals = 0; equals < one.n && one.p[equals] != '=';)
			equals++;
		if (equals < one.n && str_same(str_slice(one, 0, equals), str_from(name))) {
			struct str value = str_slice(one, equals + 1, one.n);
			bool quotes = value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"';
			return str_slice(value, quotes, value.n - quotes);
		}
		rest = str_slice(rest, end, rest.n);
	}
	return STR_NONE;
}

/* ---- values ---- */

bool ics_item_next(struct str *rest, char separator, struct str *item)
{
	if (!rest->p)
		return false;
	const char *end = rest->n ? memchr(rest->p, separator, rest->n) : NULL;
	size_t n = end ? (size_t)(end - rest->p) : rest->n;
	*item = str_trim(str_slice(*rest, 0, n));
	*rest = end ? str_slice(*rest, n + 1, rest->n) : STR_NONE;
	return true;
}

bool ics_number_read(struct str s, bool sign, int *out)
{
	bool minus = sign && s.n && s.p[0] == '-';
	int64_t n;

	if (minus || (sign && s.n && s.p[0] == '+'))
		s = str_slice(s, 1, s.n);
	if (!number_read_whole(s, 0, 9999999, &n))
		return false;
	*out = (int)(minus ? -n : n);
	return true;
}

bool ics_time_read(struct str s, struct ics_time *t)
{
	int clock = 0;

	t->timed = s.n > 8;
	t->utc = s.n == 16 && (s.p[15] | 0x20) == 'z';
	if (s.n < 8 || !ics_number_read(str_slice(s, 0, 4), false, &t->year) ||
	    !ics_number_read(str_slice(s, 4, 6), false, &t->month) ||
	    !ics_number_read(str_slice(s, 6, 8), false, &t->day))
		return false;
	if (t->timed && ((s.n != 15 && !t->utc) || (s.p[8] | 0x20) != 't' ||
			 !ics_number_read(str_slice(s, 9, 15), false, &clock)))
		return false;
	t->second = (clock / 10000 * 60 + clock / 100 % 100) * 60 + clock % 100;
	return clock / 10000 < 24 && clock / 100 % 100 < 60 && clock % 100 <= 60;
}

/* Seconds in a week, a day, an hour, a minute, a second; 0: no unit of this part. */
static int64_t unit_of(char c, bool clock)
{
	switch (c | 0x20) {
	case 'w':
		return clock ? 0 : INT64_C(7) * 86400;
	case 'd':
		return clock ? 0 : 86400;
	case 'h':
		return clock ? 3600 : 0;
	case 'm':
		return clock ? 60 : 0;
	default:
		return clock && (c | 0x20) == 's';
	}
}

bool ics_duration_read(struct str s, int64_t *seconds)
{
	bool back = s.n && s.p[0] == '-', clock = false;
	int64_t sum = 0;

	if (back || (s.n && s.p[0] == '+'))
		s = str_slice(s, 1, s.n);
	if (s.n < 3 || (s.p[0] | 0x20) != 'p')
		return false;
	for (size_t i = 1, from; i < s.n; i++) {
		int n;
		if (!clock && (s.p[i] | 0x20) == 't') {
			clock = true;
			i++;
		}
		for (from = i; i < s.n && s.p[i] >= '0' && s.p[i] <= '9';)
			i++;
		if (i == s.n || !ics_number_read(str_slice(s, from, i), false, &n) || !unit_of(s.p[i], clock))
			return false;
		sum += n * unit_of(s.p[i], clock);
	}
	*seconds = back ? -sum : sum;
	return true;
}

struct str ics_plain(struct str s, struct arena *arena)
{
	char *out = arena_alloc(arena, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool escaped = s.p[i] == '\\' && i + 1 < s.n;
		i += escaped;
		out[n++] = escaped && (s.p[i] | 0x20) == 'n' ? '\n' : s.p[i];
	}
	return (struct str){ out, n };
}
