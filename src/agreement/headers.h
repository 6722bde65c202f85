/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The headers of an input, found exactly or loosely: case, outer space, a trailing *, and space, _ and - do
 * not matter. */
#ifndef AGREEMENT_HEADERS_H
#define AGREEMENT_HEADERS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"

/* Names of one kind, each mapped to the number of the first with that name. */
struct name_index {
	struct map exact, loose;
};
void name_index_release(struct name_index *index);

/* `loose` is the loose form of the name. */
void name_index_add(struct name_index *index, struct str name, struct str loose, size_t number);

/* The number of a name, or of its loose form; SIZE_MAX: none. */
size_t name_index_find(const struct name_index *index, struct str name, bool loosely);

/* For a header's first column: where all columns of that header are in headers.alike, and a column with a
 * different header of the same loose form; SIZE_MAX: none. */
struct header_alike {
	size_t at, n, other;
};

struct headers {
	const struct str *name; /* of each column; must outlive this */
	size_t n;
	bool *repeated; /* the same header stands again further right */
	struct name_index index;
	struct header_alike *of; /* of each column that is the first of its header */
	size_t *alike;		 /* columns, those of one header together */
	uint32_t begin;		 /* bits of the letters that the headers begin with, loosely */
	struct buf loose;	 /* a name that is looked for */
};

void headers_init(struct headers *h, const struct str *name, size_t n, struct arena *arena);
void headers_release(struct headers *h);

/* The column of exactly that header (the first of several), or of `Header[2]`; SIZE_MAX: none. */
size_t headers_exactly(const struct headers *h, struct str name);
size_t headers_loosely(struct headers *h, struct str name);

/* Another column whose header also fits loosely, though it is spelled differently; SIZE_MAX: none. */
size_t headers_also(const struct headers *h, size_t column);

#endif
