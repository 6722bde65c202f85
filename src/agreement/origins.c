/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See origins.h. */
#include "agreement/origins.h"

#include <stdlib.h>

#include "base/mem.h"

void origins_init(struct origins *o, struct names *n)
{
	const struct agreement *a = names_agreement(n);

	*o = (struct origins){ .names = n,
			       .column = mem_new(names_columns(n) * sizeof *o->column),
			       .met = mem_new(a->fields.n * sizeof *o->met),
			       .ask = mem_new(a->fields.n * sizeof *o->ask) };
}

void origins_release(struct origins *o)
{
	free(o->column);
	free(o->met);
	free(o->ask);
}

static bool of_table(const struct agreement *a, struct str name)
{
	const char *dot = name.n ? memchr(name.p, '.', name.n) : NULL;

	return dot && agreement_find(a, NAMED_TABLE, str_slice(name, 0, (size_t)(dot - name.p))) != SIZE_MAX;
}

/* A column; or a field, whose origins are added later. */
static void meet(void *ctx, const struct expr *name)
{
	struct origins *o = ctx;
	const struct agreement *a = names_agreement(o->names);
	size_t column = names_column(o->names, name), field = agreement_find(a, NAMED_FIELD, name->text);

	if (column != SIZE_MAX)
		o->column[column] = true;
	else if (name->op == EXPR_NAME && of_table(a, name->text))
		o->table = true;
	if (column != SIZE_MAX || field == SIZE_MAX || o->met[field])
		return;
	o->met[field] = true;
	o->ask[o->n++] = field;
}

void origins_add(struct origins *o, const struct expr *e)
{
	if (e)
		expr_names(e, meet, o);
	while (o->n) {
		const struct field *f = &names_agreement(o->names)->fields.at[o->ask[--o->n]];
		for (size_t i = 0; i < f->ncases; i++) {
			expr_names(f->cases[i].value, meet, o);
			if (f->cases[i].when)
				expr_names(f->cases[i].when, meet, o);
		}
	}
}
