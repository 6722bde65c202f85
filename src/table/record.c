/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells that can't be handed out as they stand, and the lines of records: see record.h. */
#include "table/record.h"

uint64_t batch_line(const struct batch *b, size_t i)
{
	uint64_t line = b->first_line;
	uint32_t start = b->marks.start[i];

	for (uint32_t at = 0; at < start; at++)
		line += b->buf[at] == '\n';
	return line;
}

bool batch_regular(const struct batch *b, size_t first, size_t rows)
{
	const uint32_t *row = b->marks.row + first;
	uint32_t columns = (uint32_t)b->columns, odd = 0;

	for (size_t i = 0; i < rows; i++)
		odd |= (row[i + 1] - row[i]) ^ columns;
	return odd == 0;
}

size_t crs_end(const char *p)
{
	size_t n = 1;

	while (p[n - 1] == '\r')
		n++;
	return n;
}

/* \t \n \r \\ become what they stand for; any other backslash is itself. */
static struct str unescape(struct str raw, struct buf *scratch)
{
	const char *slash = memchr(raw.p, '\\', raw.n);

	if (!slash)
		return raw;
	size_t head = (size_t)(slash - raw.p);
	buf_clear(scratch);
	char *out = buf_room(scratch, raw.n);
	memcpy(out, raw.p, head);
	out += head;
	for (size_t i = head; i < raw.n; i++) {
		char c = raw.p[i], next = c == '\\' && i + 1 < raw.n ? raw.p[i + 1] : '\0';
		char plain = next == 't'    ? '\t'
			     : next == 'n'  ? '\n'
			     : next == 'r'  ? '\r'
			     : next == '\\' ? '\\'
					    : '\0';
		if (plain)
			c = plain, i++;
		*out++ = c;
	}
	scratch->n = (size_t)(out - scratch->p);
	return buf_view(scratch);
}

/* What is between the quotes, doubled ones halved. The scan has made sure that the last byte is the closing
 * quote. */
static struct str unquote(struct str raw, struct buf *scratch)
{
	struct str inner = raw.n >= 2 ? str_slice(raw, 1, raw.n - 1) : STR("");
	const char *quote = inner.n ? memchr(inner.p, '"', inner.n) : NULL;

	if (!quote)
		return inner;
	buf_clear(scratch);
	while (quote) {
		size_t n = (size_t)(quote - inner.p) + 1;
		buf_add(scratch, inner.p, n);
		size_t skip = n < inner.n ? n + 1 : n;
		inner = str_slice(inner, skip, inner.n);
		quote = inner.n ? memchr(inner.p, '"', inner.n) : NULL;
	}
	buf_str(scratch, inner);
	return buf_view(scratch);
}

struct str record_text_slow(struct str raw, bool raw_tsv, struct buf *scratch)
{
	if (!raw.n)
		return raw;
	if (raw_tsv)
		return unescape(raw, scratch);
	return raw.p[0] == '"' ? unquote(raw, scratch) : raw;
}

/* The second look: at the cell itself, of which 8 bytes from its last can be read. */
static bool plain(struct str raw)
{
	size_t i = 0;

	for (; raw.n - i > 8; i += 7)
		if (!word_is_plain(word_load(raw.p + i)))
			return false;
	return word_is_plain(word_load(raw.p + i) & word_mask(raw.n - i));
}

static __attribute__((noinline)) struct str read_value(struct str raw, const struct batch *b,
						       struct buf *scratch)
{
	bool raw_tsv = b->dialect.raw_tsv;

	if (raw_tsv && str_eq(raw, STR("\\N"))) /* what databases write for NULL */
		return STR("");
	struct str text = record_text_slow(raw, raw_tsv, scratch);

	return batch_plain(b, raw) ? text_unguarded(text) : text_value(text, scratch);
}

struct str record_value_slow(struct str raw, const struct batch *b, struct buf *scratch)
{
	bool stands = !b->dialect.raw_tsv && value_may_stand(raw) && plain(raw);

	return stands ? raw : read_value(raw, b, scratch);
}
