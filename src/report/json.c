/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grids as JSON (RFC 8259), one row a line, so that a stream can be read while
 * it comes and two reports be compared by line:
 *
 *   [                                    {
 *   {"stage": "mql", "leads": 120},      "Leads": [
 *   {"stage": "sql", "leads": null}      {"stage": "mql", "leads": 120}
 *   ]                                    ],
 *                                        "Reasons": []
 *                                        }
 *
 * Every byte out is valid UTF-8. Controls, DEL, C1, the two line separators and
 * bidirectional overrides are escaped, so that printing it to a terminal is harmless.
 */
#include <ctype.h>

#include "report/form.h"
#include "report/glyph.h"

static void escaped(struct buf *out, int32_t c)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *at = c ? memchr(from, c, sizeof from - 1) : NULL;

	if (at && c < 0x80)
		buf_add(out, (char[]){ '\\', to[at - from] }, 2);
	else
		buf_print(out, "\\u%04x", (unsigned)c);
}

static void string(struct buf *out, struct str s)
{
	buf_char(out, '"');
	while (s.n) {
		const char *from = s.p;
		int32_t c = utf8_next(&s);
		if (c == UTF8_BROKEN)
			buf_str(out, STR(REPLACEMENT));
		else if (utf8_kind(c) != GLYPH_TEXT || c == '"' || c == '\\')
			escaped(out, c);
		else
			buf_add(out, from, (size_t)(s.p - from));
	}
	buf_char(out, '"');
}

static size_t digits(struct str s, size_t i)
{
	size_t from = i;

	while (i < s.n && isdigit((unsigned char)s.p[i]))
		i++;
	return i - from;
}

/* RFC 8259's number: no leading plus or zeros, nothing bare on either side of the point. */
static bool is_number(struct str s)
{
	size_t i = s.n && s.p[0] == '-', n = digits(s, i);

	if (!n || (n > 1 && s.p[i] == '0'))
		return false;
	i += n;
	if (i < s.n && s.p[i] == '.') {
		n = digits(s, i + 1);
		if (!n)
			return false;
		i += 1 + n;
	}
	if (i < s.n && (s.p[i] | 32) == 'e') {
		i += 1 + (i + 1 < s.n && (s.p[i + 1] == '+' || s.p[i + 1] == '-'));
		n = digits(s, i);
		if (!n)
			return false;
		i += n;
	}
	return i == s.n;
}

/* The keys, each `"head": ` already, one after another; end[c] is where the column's key ends. */
static void keys(const struct grid *g, struct buf *out, struct buf *ends)
{
	struct buf name = { 0 };

	for (size_t c = 0; c < g->columns; c++) {
		size_t same = 1;
		for (size_t i = 0; i < c; i++)
			same += str_eq(g->column[i].head, g->column[c].head);
		buf_clear(&name);
		buf_str(&name, g->column[c].head);
		if (same > 1)
			buf_print(&name, "[%zu]", same);
		string(out, buf_view(&name));
		buf_str(out, STR(": "));
		buf_add(ends, (const char *)&out->n, sizeof out->n);
	}
	buf_release(&name);
}

static void value(struct buf *out, const struct grid_column *column, struct str cell)
{
	if (!cell.n)
		buf_str(out, STR("null"));
	else if (column->number && is_number(cell))
		buf_str(out, cell);
	else
		string(out, cell);
}

static void json_rows(const struct page *page, struct grid *g)
{
	struct buf key = { 0 }, ends = { 0 };

	keys(g, &key, &ends);
	const size_t *end = (const size_t *)(const void *)ends.p;
	for (size_t row = 0; row < g->rows; row++) {
		size_t cells = 0;
		buf_str(page->out, g->written++ ? STR(",\n{") : STR("\n{"));
		for (size_t c = 0; c < g->columns; c++) {
			if (g->column[c].picture)
				continue;
			if (cells++)
				buf_str(page->out, STR(", "));
			size_t from = c ? end[c - 1] : 0;
			buf_add(page->out, key.p + from, end[c] - from);
			value(page->out, &g->column[c], grid_at(g, row, c));
		}
		buf_char(page->out, '}');
	}
	buf_release(&key);
	buf_release(&ends);
}

static void json_open(const struct page *page)
{
	if (page->n != 1)
		buf_str(page->out, STR("{"));
}

static void json_head(const struct page *page, struct grid *g)
{
	struct buf title = { 0 };

	(void)g;
	if (page->n != 1) {
		buf_str(page->out, page->at ? STR(",\n") : STR("\n"));
		string(page->out, page_title(page, page->at, &title));
		buf_str(page->out, STR(": "));
	}
	buf_char(page->out, '[');
	buf_release(&title);
}

static void json_tail(const struct page *page, struct grid *g)
{
	buf_str(page->out, g->written ? STR("\n]") : STR("]"));
}

static void json_close(const struct page *page)
{
	if (page->n != 1)
		buf_str(page->out, page->n ? STR("\n}") : STR("}"));
	buf_char(page->out, '\n');
}

const struct form form_json = {
	.open = json_open, .head = json_head, .rows = json_rows, .tail = json_tail, .close = json_close
};
