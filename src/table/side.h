/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A side table: a whole small CSV (named accounts, a roster, spend) held in
 * memory, read by libcsv, and found by one column's folded, trimmed value.
 */
#ifndef TABLE_SIDE_H
#define TABLE_SIDE_H

#include "base/arena.h"
#include "base/diag.h"

struct side {
	struct str *name; /* of the columns */
	size_t columns, rows;
	struct str *cell; /* row-major, trimmed */
	uint32_t *line;	  /* of each row */
	bool commas;	  /* its delimiter was found and is none, so a number's comma may be a decimal sign */
	size_t repeated;  /* keys that occur on more than one row; the first row counts */
	struct side_state *state;
};

/* A row ends at LF, CRLF or CR; blank lines are none; empty cells beyond the header (spreadsheets leave them)
 * are dropped. A quote inside an unquoted cell is an error here, unlike in the lead stream: that is libcsv's
 * strict mode, and its lax mode swallows the rest of the file after "2"x. The delimiter is found as the lead
 * stream's is, and the file may be compressed. Returns false after a mistake, which is reported with file and
 * line. */
bool side_read(struct side *s, const char *path, struct diags *diags);
bool side_read_text(struct side *s, const char *path, struct str text, struct diags *diags); /* of the file */

/* The same, but a row that ends early has empty cells behind its last, as where a spreadsheet leaves them
 * out.
 */
bool side_read_short(struct side *s, const char *path, struct str text, struct diags *diags);
void side_release(struct side *s);

/* SIZE_MAX: no such column (exactly, or loosely as loose_name says). */
size_t side_column(const struct side *s, struct str name);

/* The cell; and is the whole row empty? Spreadsheets leave such rows. */
struct str side_cell(const struct side *s, size_t row, size_t column);
bool side_blank(const struct side *s, size_t row);

/* Makes `column` the key; a row where it is empty has none. */
void side_index(struct side *s, size_t column);

/* The row whose key is `folded`, by fold_key_append(); SIZE_MAX: none. */
size_t side_find(const struct side *s, struct str folded);

#endif
