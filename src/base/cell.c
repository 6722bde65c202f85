/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of delimited text: see cell.h. */
#include "base/cell.h"

#include "base/casefold.h"
#include "base/number.h"
#include "base/word.h"

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

/* Bits as word_has gives them, of all that only a quoted cell can hold. */
static inline uint64_t special_bytes(uint64_t w, char delimiter)
{
	return word_has(w, '"') | word_has(w, '\n') | word_has(w, '\r') | word_has(w, delimiter);
}

static bool must_be_quoted(struct str text, char delimiter)
{
	uint64_t special = 0;

	if (text.n <= 8)
		return special_bytes(word_short(text), delimiter) & word_mask(text.n);
	for (size_t i = 0; i < text.n - 8; i += 8)
		special |= special_bytes(word_load(text.p + i), delimiter);
	return special | special_bytes(word_load(text.p + text.n - 8), delimiter);
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
	if (!special && !must_be_quoted(text, dialect.delimiter)) {
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

enum { PHONE_LEAST = 5 }; /* digits: fewer are a sum, as +1-1 */

/* +49 (30) 1234-56 */
static bool is_phone(struct str s)
{
	size_t digits = 0;

	if (!s.n || s.p[0] != '+')
		return false;
	for (size_t i = 1; i < s.n; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';
		if (!digit && (!s.p[i] || !strchr(" ()-", s.p[i])))
			return false;
		digits += digit;
	}
	return digits >= PHONE_LEAST;
}

bool cell_is_formula(struct str text)
{
	struct str number = str_trim(text);
	double x;

	if (!text.n || !(memchr("=+-@", str_first(text), 4) || text.p[0] == '\t' || text.p[0] == '\r'))
		return false;
	return !is_phone(number) && !number_read(number, '.', &x) && !number_read(number, ',', &x);
}

void cell_write_safe(struct buf *out, struct dialect dialect, struct str text)
{
	write_guarded(out, dialect, cell_is_formula(text) ? STR("'") : STR(""), text);
}

/* ---- reading ---- */

struct str text_value(struct str text, struct buf *scratch)
{
	return text_plain(text_unguarded(text), scratch);
}

struct str header_name(struct str raw, struct str text, struct buf *scratch)
{
	struct str name = str_trim(text);

	if (name.n < 2 || raw.p[0] == '"' || name.p[0] != '"' || name.p[name.n - 1] != '"')
		return name;
	buf_clear(scratch);
	for (size_t i = 1; i < name.n - 1; i++) {
		buf_char(scratch, name.p[i]);
		i += name.p[i] == '"' && name.p[i + 1] == '"';
	}
	return str_trim(buf_view(scratch));
}

/* Without what stands around a name, of which each _ and - is a space by now. */
static struct str loose_trim(struct str s)
{
	s = str_trim(s);
	while (s.n && s.p[s.n - 1] == '*')
		s = str_trim((struct str){ s.p, s.n - 1 });
	return s;
}

/* A word in ASCII, with a space for each such byte. */
static inline uint64_t word_spaced(uint64_t w, char byte)
{
	uint64_t differ = w ^ WORD_EVERY((uint64_t)byte),
		 same = ~(differ + WORD_EVERY(0x7F)) & WORD_EVERY(0x80);

	return w ^ (same >> 7) * (uint64_t)(byte ^ ' ');
}

/* Of a name in ASCII that is seen as it is, which most are; no text: it is another. Up to 7 bytes behind are
 * written to `out`, too. */
static struct str loose_ascii(struct str name, char *out)
{
	bool plain = true;

	for (size_t i = 0; i < name.n; i += 8) {
		size_t n = name.n - i;
		uint64_t w =
			n >= 8 ? word_load(name.p + i)
			       : word_short(str_slice(name, i, name.n)) | (WORD_EVERY('.') & ~word_mask(n));
		bool pair = i && name.p[i - 1] == ' ' && name.p[i] == ' ';
		uint64_t control = ((w - WORD_EVERY(' ')) & ~w & WORD_EVERY(0x80)) | word_has(w, 0x7F);
		plain &= word_is_plain(w) && !control && !pair;
		word_store(out + i, word_spaced(word_spaced(word_fold(w), '_'), '-'));
	}
	return plain ? loose_trim((struct str){ out, name.n }) : STR_NONE;
}

static struct str loose_any(struct str name, struct buf *out)
{
	struct buf plain = { 0 };

	buf_clear(out);
	fold_append(out, text_plain(name, &plain));
	buf_release(&plain);
	for (size_t i = 0; i < out->n; i++)
		if (out->p[i] == '_' || out->p[i] == '-')
			out->p[i] = ' ';
	return loose_trim(buf_view(out));
}

struct str loose_text(struct str name, struct buf *scratch)
{
	struct str s = loose_ascii(name, buf_room(scratch, name.n));

	return s.p ? s : loose_any(name, scratch);
}

struct str loose_name(struct arena *arena, struct str name)
{
	char small[64];
	struct str s = name.n <= sizeof small ? loose_ascii(name, small) : STR_NONE;

	if (s.p)
		return arena_copy(arena, s);
	struct buf b = { 0 };
	s = arena_copy(arena, loose_any(name, &b));
	buf_release(&b);
	return s;
}

/* ---- files ---- */

struct str without_byte_order_mark(struct str text)
{
	struct str mark = STR(BYTE_ORDER_MARK);

	while (str_starts(text, mark))
		text = str_slice(text, mark.n, text.n);
	return text;
}

static bool has_suffix(struct str path, const char *suffix)
{
	struct str s = str_from(suffix);

	return path.n >= s.n && str_same(str_slice(path, path.n - s.n, path.n), s);
}

bool is_tab_name(struct str path)
{
	size_t packed = has_suffix(path, ".gz") ? 3 : has_suffix(path, ".zst") ? 4 : 0;

	path.n -= packed;
	return has_suffix(path, ".tsv") || has_suffix(path, ".tab");
}

static const char delimiters[] = ",;\t|";

static void quotes_step(struct quotes *q, char c)
{
	bool turns = c == '"' && (q->in || !q->in_cell);

	q->in ^= turns;
	q->in_cell = !turns && c != '\n' && c != '\r' && !(c && strchr(delimiters, c));
}

struct str header_line(struct header_look *look, struct str text, bool raw_tsv)
{
	for (; look->n < text.n; look->n++) {
		char c = text.p[look->n];
		bool end = c == '\n' || c == '\r';
		if (!look->quotes.in && look->begun && end)
			break;
		look->begun |= !end;
		if (!raw_tsv)
			quotes_step(&look->quotes, c);
	}
	look->ended = look->n < text.n;
	return str_slice(text, 0, look->n);
}

char likeliest_delimiter(struct str line, bool *tie)
{
	struct quotes q = { .in = false };
	size_t count[256] = { 0 }, most = 0;
	char best = '\0';

	for (size_t i = 0; i < line.n; i++) {
		count[(unsigned char)line.p[i]] += !q.in;
		quotes_step(&q, line.p[i]);
	}
	*tie = false;
	for (const char *d = delimiters; *d && best != ','; d++) {
		size_t n = count[(unsigned char)*d];
		if (n && n >= most) {
			*tie = n == most;
			most = n;
			best = *d;
		}
	}
	return best;
}

size_t separator_line(struct str text, char *delimiter)
{
	bool quoted = text.n && text.p[0] == '"';
	size_t at = quoted ? 5 : 4;

	if (text.n < at + 2 || !str_same(str_slice(text, at - 4, at), STR("sep=")))
		return 0;
	char c = text.p[at++];
	bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z', digit = c >= '0' && c <= '9';
	if (letter || digit || c == '"' || (c < ' ' && c != '\t'))
		return 0;
	if (quoted && text.p[at++] != '"')
		return 0;
	while (at < text.n && text.p[at] == '\r')
		at++;
	if (at == text.n || text.p[at] != '\n')
		return 0;
	*delimiter = c;
	return at + 1;
}
