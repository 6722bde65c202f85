/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of delimited text: see cell.h. */
#include "base/cell.h"

#include "base/casefold.h"
#include "base/number.h"

/* ---- writing ---- */

static void escape(struct buf *out, struct str text)
{
	static const char from[] = "\t\n\r\\", to[] = "tnr\\";

	for (size_t i = 0; i < text.n; i++) {
		const char *special = text.p[i] ? strchr(from, text.p[i]) : NULL;
		if (special)
			buf_char(out, '\\');
		buf_char(out, special ? to[special - from] : text.p[i]);
	}
}

static void double_quotes(struct buf *out, struct str text)
{
	char *p = buf_room(out, 2 * text.n), *start = p;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			*p++ = '"';
		*p++ = text.p[i];
	}
	out->n += (size_t)(p - start);
}

void cell_write_inside(struct buf *out, struct dialect dialect, struct str text)
{
	if (dialect.raw_tsv)
		escape(out, text);
	else
		double_quotes(out, text);
}

/* `guard` is a ' or nothing, and stands before the text. */
static void write_guarded(struct buf *out, struct dialect dialect, struct str guard, struct str text)
{
	bool special = guard.n && *guard.p == dialect.delimiter;

	if (dialect.raw_tsv) {
		buf_str(out, guard);
		escape(out, text);
		return;
	}
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		special |= (c == '"') | (c == '\n') | (c == '\r') | (c == dialect.delimiter);
	}
	if (!special) {
		buf_str(out, guard);
		buf_str(out, text);
		return;
	}
	buf_char(out, '"');
	buf_str(out, guard);
	double_quotes(out, text);
	buf_char(out, '"');
}

void cell_write(struct buf *out, struct dialect dialect, struct str text)
{
	write_guarded(out, dialect, STR(""), text);
}

bool cell_is_formula(struct str text)
{
	struct str number = str_trim(text);
	double x;

	if (!text.n || !(memchr("=+-@", str_first(text), 4) || text.p[0] == '\t' || text.p[0] == '\r'))
		return false;
	return !number_read(number, '.', &x) && !number_read(number, ',', &x);
}

void cell_write_safe(struct buf *out, struct dialect dialect, struct str text)
{
	write_guarded(out, dialect, cell_is_formula(text) ? STR("'") : STR(""), text);
}

/* ---- names ---- */

struct str loose_name(struct arena *arena, struct str name)
{
	struct buf b = { 0 };

	fold_append(&b, str_trim(name));
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] == '_' || b.p[i] == '-')
			b.p[i] = ' ';
	struct str s = str_trim(buf_view(&b));
	while (s.n && s.p[s.n - 1] == '*')
		s = str_trim((struct str){ s.p, s.n - 1 });
	s = arena_copy(arena, s);
	buf_release(&b);
	return s;
}

/* ---- files ---- */

struct str without_byte_order_mark(struct str text)
{
	struct str mark = STR(BYTE_ORDER_MARK);

	return str_starts(text, mark) ? str_slice(text, mark.n, text.n) : text;
}

bool is_utf16(struct str text)
{
	return str_starts(text, STR("\xFF\xFE")) || str_starts(text, STR("\xFE\xFF"));
}

bool is_tab_name(struct str path)
{
	return path.n >= 4 && (str_same(str_slice(path, path.n - 4, path.n), STR(".tsv")) ||
			       str_same(str_slice(path, path.n - 4, path.n), STR(".tab")));
}

char likeliest_delimiter(struct str text, const char *offered)
{
	size_t count[256] = { 0 }, most = 0;
	bool quoted = false, begun = false;
	char best = '\0';

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		quoted ^= c == '"';
		if (!quoted && begun && (c == '\n' || c == '\r'))
			break;
		begun |= c != '\n' && c != '\r';
		count[(unsigned char)c] += !quoted;
	}
	for (; *offered; offered++)
		if (count[(unsigned char)*offered] > most) {
			most = count[(unsigned char)*offered];
			best = *offered;
		}
	return best;
}
