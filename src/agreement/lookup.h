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

/* What `dates … in` says, added to how a column's times are read (NULL: as everywhere). */
void column_dates_apply(const struct column_dates *d, struct time_style **times, struct program *p);

/* False: the name is no `table.column`. */
bool lookups_resolve(struct lookups *l, const struct expr *name, struct binding *out);

/* The column of a side table read from `file`; SIZE_MAX: there is none, which is reported. */
size_t lookup_column(const struct side *side, struct str file, struct word name, struct diags *diags);

#endif
