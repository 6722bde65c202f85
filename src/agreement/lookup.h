/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `named.owner`: a cell of a side table, found by the row's own key. */
#ifndef AGREEMENT_LOOKUP_H
#define AGREEMENT_LOOKUP_H

#include "agreement/model.h"
#include "expr/program.h"
#include "table/side.h"

struct lookups;

/* The side tables of the agreement, each read only when first named. */
struct lookups *lookups_new(const struct agreement *a, struct program *program);
void lookups_free(struct lookups *l);

/* Is the name a `table.column` of a table there is? */
bool lookups_has(const struct lookups *l, const struct expr *name);

/* What `missing … in` and `dates … in` say, added to the words and the style of each column (NULL: nothing
 * more than is said of all). `find` gives the column of a name; SIZE_MAX: it is none of these. */
typedef size_t find_column_fn(void *ctx, const struct expr *name);
void columns_apply(const struct agreement *a, struct program *p, find_column_fn *find, void *ctx,
		   const struct missing **missing, struct time_style **times);

/* False: the name is no `table.column`. */
bool lookups_resolve(struct lookups *l, const struct expr *name, struct binding *out);

/* Every column of every side table, for --fields; a table that can't be read is reported and has none.
 * Returns how many; they are in the program's arena. */
struct table_column {
	struct str name, file;
	const struct expr *by;	 /* the key's: what it is looked up by; NULL: it isn't the key */
	const struct expr *used; /* the first place bound so far that names it; NULL: none */
};
size_t lookups_columns(struct lookups *l, struct table_column **out);

/* The column of a side table read from `file`; SIZE_MAX: there is none, which is reported. */
size_t lookup_column(const struct side *side, struct str file, struct word name, struct diags *diags);

#endif
