/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --split: a file for each value of an expression, such as for each sales rep. Values are the same as in
 * reports: case and outer space don't matter, and of several spellings the file has the one of most rows. A
 * file is named after its value alone (base/file_name.h), so it has the same name in every run.
 *
 * Rows are laid out as usual, on any number of threads. Each goes into the stream with its value in front,
 * and where the stream is written, one thread sorts the rows by file. All files are written whole, under
 * names of their own, before the first takes its place; so there are all of them or none.
 *
 * If the value is the lead's owner and the agreement has a roster, everyone in it gets a file, so that nobody
 * is left with that of an earlier run.
 */
#ifndef CMD_SPLIT_H
#define CMD_SPLIT_H

#include "cmd/filter.h"

/* While all columns of the output are still there: what the rows are split by, in f->split. Then opens the
 * writer. Both return false after a mistake, which is reported. */
bool split_bind(struct filter *f);
bool split_open(struct filter *f);
void split_free(struct split *s);

/* Where the header goes, with which each file begins. */
struct buf *split_head(struct split *s);

/* Puts the current row's value in front of the row, which follows; the end of the row. */
size_t split_row(struct split *s, struct worker *w, struct buf *out);
void split_row_end(struct buf *out, size_t row);

/* How many files there are, and which of them are called otherwise than their value. */
void split_tell(struct split *s, struct diags *diags);

#endif
