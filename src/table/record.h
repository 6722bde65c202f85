/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A batch is the unit of work: whole records as they were read, and the marks
 * a scan left on them. A record is a view of one row of a batch: nothing is
 * copied and nothing decoded until somebody asks for a cell. Every view is
 * valid while its batch is, or while the buffer it was decoded into is.
 */
#ifndef TABLE_RECORD_H
#define TABLE_RECORD_H

#include <stdint.h>

#include "base/buf.h"

/* How cells are written in a stream. */
struct dialect {
	char delimiter;
	bool raw_tsv; /* a quote is data; \t \n \r \\ are escapes */
};

/* Offsets into the batch's bytes of the delimiters and row ends outside quotes. */
struct marks {
	uint32_t *sep, *row; /* row[i]: index in sep of the row's first mark; row[nrow] closes the last */
	size_t nsep, nrow, sep_cap, row_cap;
};

struct batch {
	char *buf; /* readable for 64 bytes past len */
	size_t len, cap;
	struct marks marks;
	struct dialect dialect;
	const char *file;    /* for messages */
	uint64_t first_line; /* of the file, 1-based, where buf begins */
	uint64_t first_row;  /* rows before this batch, over all files */
	uint64_t ticket;     /* 0, 1, 2 … in the order of the input */
	size_t columns;	     /* every record's width; with --ragged pad some rows are shorter */
};

struct record {
	const struct batch *batch;
	size_t index;	     /* in the batch */
	const char *p;	     /* first byte of the row */
	size_t n;	     /* without the line end */
	size_t end;	     /* bytes of the line end: 0, 1 or 2 */
	const uint32_t *sep; /* cell c ends at sep[c]; offsets into batch->buf */
	size_t cells;	     /* cells there are; fewer than batch->columns only under --ragged pad */
};

struct record batch_record(const struct batch *b, size_t i);

/* The 1-based line of the file where record i begins. Counts newlines: for messages only. */
uint64_t batch_line(const struct batch *b, size_t i);

/* The bytes as they came, quotes and spaces too. Past record.cells: empty. */
struct str record_raw(const struct record *r, size_t column);

/*
 * What the cell says: unquoted, without space, tab and no-break space around
 * it, without a ' before = + - @. `scratch` is cleared and used only when the
 * bytes can't be borrowed.
 */
struct str record_value(const struct record *r, size_t column, struct buf *scratch);

/* The cell's text with every byte that counts: unquoted or unescaped, nothing trimmed. For writing it in
 * another format. */
struct str record_text(const struct record *r, size_t column, struct buf *scratch);

#endif
