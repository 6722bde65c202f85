/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The headers of an input, found exactly or loosely: case, outer space, a trailing *, and space, _ and - do
 * not matter. */
#ifndef AGREEMENT_HEADERS_H
#define AGREEMENT_HEADERS_H

#include "base/arena.h"
#include "base/map.h"

struct headers {
	const struct str *name; /* of each column; must outlive this */
	size_t n;
	bool *repeated; /* the same header stands again further right */
	struct arena *arena;
	struct map exact, loose; /* header to its first column */
};

void headers_init(struct headers *h, const struct str *name, size_t n, struct arena *arena);
void headers_release(struct headers *h);

/* The column of exactly that header (the first of several), or of `Header[2]`; SIZE_MAX: none. */
size_t headers_exactly(const struct headers *h, struct str name);
size_t headers_loosely(const struct headers *h, struct str name);

/* Another column whose header fits loosely as well, though spelled otherwise; SIZE_MAX: none. */
size_t headers_also(const struct headers *h, size_t column);

/* A name without what does not matter: folded, trimmed, no trailing *, _ and - as spaces. */
struct str headers_loosened(struct arena *arena, struct str name);

#endif
