/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns that an archive has had, each with a number for good. A header that differs from the last one
 * only in loose spelling is the same column, under the new spelling; any other one is a new column. One that
 * is gone may come back.
 *
 * Columns are known by names that are all different: a repeated header is `name[2]`, and a nameless one its
 * place, `[38]`.
 */
#ifndef FOLD_COLUMNS_H
#define FOLD_COLUMNS_H

#include <stdint.h>

#include "base/arena.h"

struct column_known {
	struct str name; /* as it was spelled last */
	struct str loose;
};

struct columns {
	struct arena *arena;
	struct column_known *at;
	size_t n, cap;
};
void columns_release(struct columns *c);

/* A night's header. */
struct header_then {
	size_t n;
	const struct str *head; /* as they were exported */
	const struct str *name; /* made apart */
	const uint32_t *of;	/* the number of each column */
	size_t known;		/* so many columns had been seen by then */
};

/* The names that tell the columns of a header apart. */
const struct str *columns_apart(struct arena *arena, const struct str *head, size_t n);

/* The next header that is met, whose names are copied. Columns that were not known get a number. */
struct header_then *columns_meet(struct columns *c, const struct str *head, size_t n);

/* The numbers of a header's columns, then those of all others that were known by then, into `of`, which has
 * room for them. Returns how many. */
size_t header_all(const struct header_then *h, uint32_t *of);

/* The place in a header of a column's name, exactly or else loosely; SIZE_MAX: there is none. */
size_t header_find(const struct header_then *h, struct str name, struct arena *arena);

#endif
