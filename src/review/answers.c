/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers in one cell, "budget=20000; need=yes": see decisions.h. */
#include "base/cell.h"
#include "review/decisions.h"

static void skip_blanks(struct str *rest)
{
	while (rest->n && (*rest->p == ' ' || *rest->p == '\t'))
		rest->p++, rest->n--;
}

/* A quoted text, without its quotes, appended to scratch. False: the quote is never closed. */
static bool read_quoted(struct str *rest, struct buf *scratch)
{
	for (size_t i = 1; i < rest->n; i++) {
		bool quote = rest->p[i] == '"', twice = quote && i + 1 < rest->n && rest->p[i + 1] == '"';
		if (quote && !twice) {
			*rest = str_slice(*rest, i + 1, rest->n);
			return true;
		}
		buf_char(scratch, rest->p[i]);
		i += twice;
	}
	return false;
}

/* Up to `end`, which *rest then begins with, or up to the end of everything. */
static bool read_part(struct str *rest, char end, struct buf *scratch)
{
	skip_blanks(rest);
	if (rest->n && *rest->p == '"') {
		bool closed = read_quoted(rest, scratch);
		skip_blanks(rest);
		return closed && (!rest->n || *rest->p == end);
	}
	const char *p = rest->n ? memchr(rest->p, end, rest->n) : NULL;
	size_t n = p ? (size_t)(p - rest->p) : rest->n;
	buf_str(scratch, str_trim(str_slice(*rest, 0, n)));
	*rest = str_slice(*rest, n, rest->n);
	return true;
}

/* False: there is none, or (*wrong) it can't be read. */
static bool read_answer(struct str *rest, struct str *column, struct str *value, struct buf *scratch,
			bool *wrong)
{
	*wrong = false;
	buf_clear(scratch);
	while (rest->n && (*rest->p == ';' || *rest->p == ' ' || *rest->p == '\t'))
		rest->p++, rest->n--;
	if (!rest->n)
		return false;
	bool good = read_part(rest, '=', scratch) && rest->n;
	size_t n = scratch->n;
	if (good) {
		*rest = str_slice(*rest, 1, rest->n);
		good = n && read_part(rest, ';', scratch);
	}
	*column = str_slice(buf_view(scratch), 0, n);
	*value = str_slice(buf_view(scratch), n, scratch->n);
	*wrong = !good;
	return good;
}

bool answer_next(struct str *rest, struct str *column, struct str *value, struct buf *scratch)
{
	bool wrong;

	return read_answer(rest, column, value, scratch, &wrong);
}

struct str answer_find(struct str answers, struct str column, struct buf *scratch)
{
	struct str rest = answers, found = STR_NONE, last = STR_NONE, head, value;

	for (struct str here = rest; answer_next(&rest, &head, &value, scratch); here = rest)
		if (str_same(head, column))
			last = here;
	if (last.p)
		answer_next(&last, &head, &found, scratch);
	return found;
}

bool answers_good(struct str answers)
{
	struct str column, value;
	struct buf scratch = { 0 };
	bool wrong;

	while (read_answer(&answers, &column, &value, &scratch, &wrong))
		;
	buf_release(&scratch);
	return !wrong;
}

void answer_write(struct buf *b, struct str column, struct str value)
{
	const struct dialect until_equals = { .delimiter = '=' }, until_semicolon = { .delimiter = ';' };

	column = str_trim(column);
	if (b->n)
		buf_str(b, STR("; "));
	cell_write(b, column.n && memchr(column.p, ';', column.n) ? until_semicolon : until_equals, column);
	buf_char(b, '=');
	cell_write(b, until_semicolon, str_trim(value));
}
