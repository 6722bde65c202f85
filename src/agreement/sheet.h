/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A side table whose rows are evaluated by expressions over its own columns, which can't use leads: which
 * rows of a file are holidays, what a roster says about a person. A cell that can't be read is an error with
 * its line.
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

/* Reads the file, unless its bytes are given (p NULL: they aren't). Returns false after a mistake, which is
 * reported; call sheet_release in any case. */
bool sheet_read(struct sheet *s, struct names *n, const struct word *file, struct str bytes);
void sheet_release(struct sheet *s);

/* Returns NULL after a mistake, which is reported. */
const struct code *sheet_bind(struct sheet *s, const struct expr *e, enum type want);

/* Selects the row to evaluate, until the next call. Call it after everything is bound. */
struct frame *sheet_at(struct sheet *s, size_t row);

/* Could every cell that was used be read? If not, this is reported. */
bool sheet_good(struct sheet *s);

#endif
