/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files whose rows are joined, and what their rows are known by. */
#include "cmd/archive_input.h"
#include "cmd/leadfold.h"
#include "cmd/outputs.h"

bool feed_same(void *ask, struct filter *f)
{
	struct leadfold *t = ask;
	const struct agreement *a = &f->lane[0].agreement;
	const struct same_lead *by = a->sames.n && !t->clusters_file ? &a->sames.at[0] : NULL;

	return archive_inputs(f, false) && systems_input(f, &t->systems, by);
}

const char *const *leadfold_files(struct filter *f, size_t *n)
{
	const struct common *c = &f->common;
	const char **name = ARENA_ARRAY(&f->lane[0].agreement.arena, c->nfiles + 1, const char *);

	name[0] = "standard input";
	for (size_t i = 0; i < c->nfiles; i++)
		name[i] = strcmp(c->files[i], "-") == 0 ? "standard input" : c->files[i];
	*n = c->nfiles ? c->nfiles : 1;
	return name;
}

const size_t *leadfold_ids(struct leadfold *t, struct filter *f, size_t *n)
{
	size_t *column = ARENA_NEW(&f->lane[0].agreement.arena, size_t);
	struct expr id = { .op = EXPR_NAME, .text = STR("id") };

	*n = t->systems.ids;
	if (*n)
		return t->systems.id;
	*column = names_column(f->lane[0].names, &id);
	*n = *column != SIZE_MAX;
	return column;
}
