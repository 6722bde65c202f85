/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `named.owner`: a cell of a side table, found by the row's own key. */
#ifndef AGREEMENT_LOOKUP_H
#define AGREEMENT_LOOKUP_H

#include "agreement/fields.h"
#include "table/side.h"

struct lookup;

/* One for each `table` of the agreement, unread until it is named. */
struct lookup **lookup_new_all(struct names *n);
void lookup_free_all(struct lookup **tables, size_t count);

/* False: the name is no `table.column`. */
bool lookup_resolve(struct names *n, struct lookup **tables, const struct expr *name, struct binding *out);

/* The column of a side table read from `file`; SIZE_MAX: there is none, which is told. */
size_t lookup_column(struct names *n, const struct side *side, struct str file, struct str name,
		     const struct text *where, struct span span);

#endif
