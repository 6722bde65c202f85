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

#include "base/apart.h"
#include "base/block.h"
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

/* What is no ASCII that is printed, and what ends a string or escapes. */
static inline block special(block b)
{
	return (block)(b - (unsigned char)' ' > block_every('~' - ' ')) | (block)(b == block_every('"')) |
	       (block)(b == block_every('\\'));
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
		more = block_before(special(b)); /* the NUL behind the last byte is special, too */
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

/* What is before each column's value: `, "head": `, and in place of the comma a brace before the first. A
 * block can be read from each of its bytes. They are made distinct as they are written, because two heads
 * that aren't UTF-8 may become equal. */
static struct str *keys(const struct page *page, const struct grid *g)
{
	struct str *key = ARENA_ARRAY(page->arena, g->columns, struct str);
	struct buf written = { 0 };
	size_t shown = 0;

	for (size_t c = 0; c < g->columns; c++) {
		buf_clear(&written);
		text(&written, g->column[c].head);
		key[c] = arena_copy(page->arena, buf_view(&written));
	}
	buf_release(&written);
	key = names_apart(page->arena, key, g->columns);
	for (size_t c = 0; c < g->columns; c++) {
		const char *before = shown ? ", " : "{";
		shown += !g->column[c].picture;
		key[c] = arena_print(page->arena, "%s\"%.*s\": %*s", before, STR_ARG(key[c]), (int)BLOCK, "");
		key[c].n -= BLOCK;
	}
	return key;
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

/* Most cells are short texts that nothing has to be done to: one that has at most two blocks is written as it
 * is. False: it needs more than that. There is room for a block more than it takes. */
enum { SHORT = 2 * BLOCK };
static inline bool short_string(char *to, struct str cell)
{
	bool good;

	*to++ = '"';
	if (cell.n < BLOCK) {
		block b = block_load_some(cell.p, cell.n);
		block_store(to, b);
		good = block_before(special(b)) == cell.n;
	} else {
		block start = block_load(cell.p), end = block_load(cell.p + cell.n - BLOCK);
		block_store(to, start);
		block_store(to + cell.n - BLOCK, end);
		good = !block_bits(special(start) | special(end));
	}
	to[cell.n] = '"';
	return good;
}

static void object(const struct page *page, const struct grid *g, size_t row)
{
	const struct str *cell = &g->cell[row * g->columns];
	struct buf *out = page->out;
	size_t before = out->n;

	for (size_t c = 0; c < g->columns; c++) {
		const struct grid_column *column = &g->column[c];
		struct str key = g->key[c], text = cell[c];
		if (column->picture)
			continue;
		char *to = blocks_copy(buf_room(out, key.n + SHORT + BLOCK), key.p, key.n);
		out->n += key.n;
		if (text.n - 1 < SHORT && !column->number && short_string(to, text))
			out->n += text.n + 2;
		else
			value(out, column, text);
	}
	buf_str(out, out->n == before ? STR("{}") : STR("}"));
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
