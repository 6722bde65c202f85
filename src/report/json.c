/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
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
#include "report/json.h"

#include <ctype.h>

#include "base/apart.h"
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

/* Copies the text up to the first byte that is special, and takes it off. */
static inline void plain(struct buf *out, struct str *s)
{
	char *to = buf_room(out, s->n + BLOCK);
	size_t n = 0, more;

	do {
		const char *from = s->p + n;
		block b = s->n - n >= BLOCK ? block_load(from) : block_load_some(from, s->n - n);
		block_store(to + n, b);
		more = block_before(json_special(b)); /* the NUL behind the last byte is special, too */
		n += more;
	} while (more == BLOCK);
	out->n += n;
	s->p += n;
	s->n -= n;
}

/* The inside of a string. */
static void text(struct buf *out, struct str s)
{
	for (plain(out, &s); s.n; plain(out, &s)) {
		do {
			const char *from = s.p;
			int32_t c = utf8_next(&s);
			if (c == UTF8_BROKEN)
				buf_str(out, STR(REPLACEMENT));
			else if (utf8_kind(c) != GLYPH_TEXT || c == '"' || c == '\\')
				escaped(out, c);
			else
				buf_add(out, from, (size_t)(s.p - from));
		} while (s.n && (signed char)s.p[0] < 0); /* letters of one script stand together */
	}
}

static void string(struct buf *out, struct str s)
{
	buf_char(out, '"');
	text(out, s);
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

struct str *json_keys(struct arena *arena, const struct str *head, size_t n, const char *first)
{
	struct str *key = ARENA_ARRAY(arena, n, struct str);
	struct buf written = { 0 };

	for (size_t c = 0; c < n; c++) {
		buf_clear(&written);
		text(&written, head[c]);
		key[c] = arena_copy(arena, buf_view(&written));
	}
	buf_release(&written);
	key = names_apart(arena, key, n);
	for (size_t c = 0; c < n; c++) {
		const char *before = c ? ", " : first;
		key[c] = arena_print(arena, "%s\"%.*s\": %*s", before, STR_ARG(key[c]), (int)JSON_SPAN, "");
		key[c].n -= JSON_SPAN;
	}
	return key;
}

/* Of a grid's columns that aren't pictures. */
static struct str *keys(const struct page *page, const struct grid *g)
{
	struct str *head = ARENA_ARRAY(page->arena, g->columns, struct str);
	size_t n = 0;

	for (size_t c = 0; c < g->columns; c++)
		if (!g->column[c].picture)
			head[n++] = g->column[c].head;
	return json_keys(page->arena, head, n, "{");
}

void json_value(struct buf *out, bool number, struct str cell)
{
	if (!cell.n)
		buf_str(out, STR("null"));
	else if (number && is_number(cell))
		buf_str(out, cell);
	else
		string(out, cell);
}

static void object(const struct page *page, const struct grid *g, size_t row)
{
	const struct str *cell = &g->cell[row * g->columns];
	struct buf *out = page->out;
	size_t shown = 0;

	for (size_t c = 0; c < g->columns; c++) {
		if (g->column[c].picture)
			continue;
		buf_str(out, g->key[shown++]);
		json_value(out, g->column[c].number, cell[c]);
	}
	buf_str(out, shown ? STR("}") : STR("{}"));
}

static void json_rows(const struct page *page, struct grid *g)
{
	for (size_t row = 0; row < g->rows; row++) {
		buf_str(page->out, g->written++ ? STR(",\n") : STR("\n"));
		object(page, g, row);
	}
}

/* One object per line and nothing around them, so that files can be split at any line, concatenated, and read
 * while they grow. */
static void jsonl_head(const struct page *page, struct grid *g)
{
	g->key = keys(page, g);
}

static void jsonl_rows(const struct page *page, struct grid *g)
{
	for (size_t row = 0; row < g->rows; row++) {
		object(page, g, row);
		buf_char(page->out, '\n');
	}
	g->written += g->rows;
}

static void json_open(const struct page *page)
{
	if (page->n != 1)
		buf_str(page->out, STR("{"));
}

static void json_head(const struct page *page, struct grid *g)
{
	g->key = keys(page, g);
	if (page->n != 1) {
		buf_str(page->out, page->at ? STR(",\n") : STR("\n"));
		string(page->out, page->title[page->at]);
		buf_str(page->out, STR(": "));
	}
	buf_char(page->out, '[');
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
const struct form form_jsonl = { .head = jsonl_head, .rows = jsonl_rows };
