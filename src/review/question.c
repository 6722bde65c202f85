/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See question.h. */
#include "review/question.h"

struct search {
	struct names *names;
	const struct str *ask;
	size_t nasks, found;
};

static void look_at_name(void *ctx, const struct expr *name)
{
	struct search *s = ctx;
	size_t column = names_column(s->names, name);
	struct str head = column == SIZE_MAX ? name->text : names_head(s->names, column);

	for (size_t i = 0; i < s->nasks && s->found == SIZE_MAX; i++)
		if (str_eq(s->ask[i], head))
			s->found = i;
}

/* need = yes, or need alone */
static bool is_flag(const struct expr *e)
{
	return e && (e->op == EXPR_NAME || e->op == EXPR_COLUMN ||
		     (e->op == EXPR_EQUAL && e->nargs == 2 && e->arg[1]->op == EXPR_FLAG));
}

const struct question *questions_bind(struct names *n, const struct str *ask, size_t nasks)
{
	const struct agreement *a = names_agreement(n);
	struct question *all = ARENA_ARRAY(&names_program(n)->arena, a->criteria.n, struct question);

	for (size_t i = 0; i < a->criteria.n; i++) {
		const struct criterion *c = &a->criteria.at[i];
		struct search s = { n, ask, nasks, SIZE_MAX };
		if (c->yes)
			expr_names(c->yes, look_at_name, &s);
		if (c->no)
			expr_names(c->no, look_at_name, &s);
		all[i] = (struct question){ s.found, is_flag(c->yes) || (!c->yes && is_flag(c->no)) };
	}
	return all;
}
