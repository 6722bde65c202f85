/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines of an archive's files: records of any width, with commas. A line of a month begins with its kind:
 * see archive.h.
 */
#ifndef FOLD_LINES_H
#define FOLD_LINES_H

#include "base/diag.h"
#include "base/hash.h"
#include "table/record.h"

static const struct dialect archive_dialect = { .delimiter = ',' };

/* A checksum goes on with each line, whatever ends it. */
static inline uint64_t line_sum(uint64_t sum, const struct record *line)
{
	return hash_text((struct str){ line->p, line->n }, sum);
}

/* What a cell says, byte for byte; valid until the next, unless it is copied. */
static inline struct str line_cell(const struct record *line, size_t cell, struct buf *scratch)
{
	return record_text(line, cell, scratch);
}

/* Adds a cell to lines, with a comma in front unless it begins one. */
void line_add(struct buf *lines, struct str cell);
void line_add_number(struct buf *lines, uint64_t n);
void line_add_hex(struct buf *lines, uint64_t n); /* 16 digits */
bool hex_read(struct str s, uint64_t *out);	  /* exactly such */

/* Passes the lines of a file to `fn`, from byte `from` on, until it says no more. False: it can't be read, or
 * `fn` reported an error, in which case it says no more, too. */
typedef bool line_fn(void *ctx, const struct record *line);
bool lines_each(const char *path, uint64_t from, line_fn *fn, void *ctx, struct diags *diags);

/* An error that names the line's file. */
void line_error(struct diags *diags, const struct record *line, const char *what);

#endif
