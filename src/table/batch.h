/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch's memory, and removing rows from its marks. Tools see record.h. */
#ifndef TABLE_BATCH_H
#define TABLE_BATCH_H

#include "table/scan.h"

enum {
	BATCH_LARGE = 1 << 22, /* a buffer grown beyond this for one giant record is given back */
	COLUMNS_MOST = 1 << 20,
	RECORD_MOST = 1 << 28 /* bytes */
};

/* Makes room for `more` bytes after the `used` there are, and for the pad; returns where they go. */
char *batch_room(struct batch *b, size_t used, size_t more);

/* The same for an empty batch, which then begins where its byte `used` stands on a page: processors copy up
 * to three times slower to the first bytes behind a page's start. */
char *batch_room_on_page(struct batch *b, size_t used, size_t more);

/* b keeps its first `rows` rows. */
void batch_cut(struct batch *b, size_t rows);

/* Frees a buffer that a giant record made too large; the batch must be empty. */
void batch_shrink(struct batch *b);

/* Cells of row i, and whether it is a blank line (as bytes: nothing before the line end). */
static inline size_t batch_cells(const struct batch *b, size_t i)
{
	return b->marks.row[i + 1] - b->marks.row[i];
}

static inline bool batch_blank(const struct batch *b, size_t i)
{
	return batch_cells(b, i) == 1 && b->marks.sep[b->marks.row[i]] == b->marks.start[i];
}

/*
 * Leaving rows out, in place: keep each row that stays, in order, then finish.
 *     struct batch_filter f = { b };
 *     for (i = 0; i < nrow; i++) if (…) batch_keep(&f, i);
 *     batch_filtered(&f);
 */
struct batch_filter {
	struct batch *batch;
	size_t nrow, nsep;
};
void batch_keep(struct batch_filter *f, size_t i);
void batch_filtered(struct batch_filter *f);

/* Newlines in the n bytes at p. */
uint64_t count_newlines(const char *p, size_t n);

#endif
