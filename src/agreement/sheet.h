/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A side table whose rows are asked by expressions over its own columns, which know no leads: which rows of a
 * file are holidays, what a roster says of a person. A cell that can't be read is an error with its line.
 */
#ifndef AGREEMENT_SHEET_H
#define AGREEMENT_SHEET_H

#include "agreement/fields.h"
#include "table/side.h"

struct sheet {
	struct side side;
	const char *path;  /* where it was read; in the leads' program's arena */
	struct str called; /* as the agreement calls it */
	struct sheet_state *state;
};

/* Reads the file, or has its bytes already (p NULL: it has not). Returns false after a mistake, which is
 * reported; sheet_release is due all the same. */
bool sheet_read(struct sheet *s, struct names *n, const struct word *file, struct str bytes);
void sheet_release(struct sheet *s);

/* Returns NULL after a mistake, which is reported. */
const struct code *sheet_bind(struct sheet *s, const struct expr *e, enum type want);

/* After all is bound: to ask a row, until the next. */
struct frame *sheet_at(struct sheet *s, size_t row);

/* Could everything that was asked of the row be read? False: no, which is reported. */
bool sheet_good(struct sheet *s);

#endif
