/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A batch is the unit of work: whole records as they were read, and the marks a scan left on them. A record
 * is a view of one row of a batch: nothing is copied or decoded until a cell is asked for. Every view is
 * valid while its batch is, or while the buffer it was decoded into is.
 */
#ifndef TABLE_RECORD_H
#define TABLE_RECORD_H

#include <stdint.h>

#include "base/cell.h"
#include "base/word.h"

/* Offsets into the batch's bytes of the delimiters and row ends outside quotes. */
struct marks {
	uint32_t *sep, *row; /* row[i]: index in sep of the row's first mark; row[nrow] closes the last */
	uint32_t *start;     /* start[i]: where row i begins; a CRLF's mark is its first CR, so it ends at its
				last sep */
	size_t nsep, nrow, sep_cap, row_cap;
	bool crs; /* some row's LF has several CRs before it: text that was written as text twice */
};

/* What is known of a batch's bytes, a bit each, the first byte's the lowest of the first byte: it is not
 * ASCII, or it and the one behind it are spaces. Of so many neighbors a word that begins with the first one's
 * byte tells. */
enum { ODD_LONGEST = 57 };

enum { BATCH_PAD = 64 }; /* bytes readable behind len: a scan loads that many */

struct batch {
	char *buf;
	size_t len, cap;
	size_t head; /* bytes of its memory before buf, so that reads land on a page */
	struct marks marks;
	struct dialect dialect;
	const char *file;    /* for messages */
	uint64_t first_line; /* of the file, 1-based, where buf begins */
	uint64_t first_row;  /* rows before this batch, over all files */
	uint64_t ticket;     /* 0, 1, 2 … in the order of the input */
	size_t columns;	     /* every record's width; with --ragged pad some rows are shorter */
	bool bare;	     /* a cell that isn't quoted may hold a quote */
	bool inner;	     /* cut ahead: a newline may stand inside quotes */
	size_t looked;	     /* `odd` tells of cells up to so long, by look_at_batch; 0 in raw TSV */
	char *odd;	     /* the bits; 8 bytes can be read from that of the last */
	size_t odd_cap;
};

struct record {
	const struct batch *batch;
	size_t index;	     /* in the batch */
	const char *p;	     /* first byte of the row */
	size_t n;	     /* without the line end */
	size_t end;	     /* bytes of the line end: 0, 1, 2, or more where a CR is doubled */
	const uint32_t *sep; /* cell c ends at sep[c]; offsets into batch->buf */
	size_t cells;	     /* cells there are; fewer than batch->columns only under --ragged pad */
};

/* A row that outlives its batch, and its place. */
struct kept_row {
	struct str bytes; /* without the line end */
	const char *file;
	uint64_t line, row; /* of the file; rows before it, over all files */
};

/* The 1-based line of the file where record i begins. Counts newlines: for messages only. */
uint64_t batch_line(const struct batch *b, size_t i);

/* Has each of the rows b->columns cells, so that none of them is a blank line, either? */
bool batch_regular(const struct batch *b, size_t first, size_t rows);

/* Bytes of a line end that begins with a CR. */
size_t crs_end(const char *p);

/* Cells that can't be handed out as they are: quotes, escapes, spaces, a leading '. */
struct str record_value_slow(struct str raw, const struct batch *b, struct buf *scratch);
struct str record_text_slow(struct str raw, bool raw_tsv, struct buf *scratch);

/* Is nothing up to ' in ASCII at its beginning (a quote, a space, a tab), and no space at its end? */
static inline bool value_may_stand(struct str raw)
{
	return (unsigned char)raw.p[0] > '\'' && (unsigned char)raw.p[raw.n - 1] > ' ';
}

/* Is this cell of the batch known to have only ASCII, and no two spaces side by side? Of a long one it isn't
 * known, unless nothing is odd anywhere. */
static inline bool batch_plain(const struct batch *b, struct str raw)
{
	const size_t at = (size_t)(raw.p - b->buf);

	return raw.n <= b->looked && !(word_load(b->odd + at / 8) >> at % 8 << (-raw.n & 63));
}

/* Bytes of the line end that a row's last mark stands for. */
static inline size_t row_end(const struct batch *b, uint32_t last)
{
	if (last >= b->len)
		return 0;
	return b->buf[last] != '\r' ? 1 : b->marks.crs ? crs_end(b->buf + last) : 2;
}

static inline struct record batch_record(const struct batch *b, size_t i)
{
	const struct marks *m = &b->marks;
	uint32_t first = m->row[i], after = m->row[i + 1], start = m->start[i], last = m->sep[after - 1];

	return (struct record){
		.batch = b,
		.index = i,
		.p = b->buf + start,
		.n = last - start,
		.end = row_end(b, last),
		.sep = m->sep + first,
		.cells = after - first,
	};
}

/* A cell that isn't there. Behind it as many bytes can be read as behind those of a batch. */
static inline struct str record_no_cell(void)
{
	static const char nothing[BATCH_PAD];

	return (struct str){ nothing, 0 };
}

/* The bytes as they came, quotes and spaces too. Past record.cells: empty. */
static inline struct str record_raw(const struct record *r, size_t column)
{
	if (column >= r->cells)
		return record_no_cell();
	const char *from = column ? r->batch->buf + r->sep[column - 1] + 1 : r->p;
	return (struct str){ from, (size_t)(r->batch->buf + r->sep[column] - from) };
}

/* The same of row i of a batch, for whoever goes down a column. */
static inline struct str batch_raw(const struct batch *b, size_t i, size_t column)
{
	const struct marks *m = &b->marks;
	const uint32_t *sep = m->sep + m->row[i];

	if (column >= m->row[i + 1] - m->row[i])
		return record_no_cell();
	const char *from = b->buf + (column ? sep[column - 1] + 1 : m->start[i]);
	return (struct str){ from, (size_t)(b->buf + sep[column] - from) };
}

/*
 * What the cell says: unquoted, and as text_value reads it; in raw TSV, \N is nothing. `scratch` is cleared
 * and used only when the bytes can't be borrowed. 8 bytes from its first can be read, however short it is (if
 * it is not empty).
 */
static inline struct str record_value(const struct record *r, size_t column, struct buf *scratch)
{
	struct str raw = record_raw(r, column);

	if (!raw.n)
		return raw;
	if (value_may_stand(raw) && batch_plain(r->batch, raw))
		return raw;
	return record_value_slow(raw, r->batch, scratch);
}

/* The cell's text with every byte that counts: unquoted or unescaped, nothing trimmed. For writing it in
 * another format. */
static inline struct str record_text(const struct record *r, size_t column, struct buf *scratch)
{
	struct str raw = record_raw(r, column);

	if (!raw.n || (raw.p[0] != '"' && !r->batch->dialect.raw_tsv))
		return raw;
	return record_text_slow(raw, r->batch->dialect.raw_tsv, scratch);
}

#endif
