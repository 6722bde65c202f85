/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See team.h. Threads share it, so each looks an owner up in its own room. */
#include "review/team.h"

#include "expr/run.h"

struct teams {
	const struct roster *roster;
	const struct code *owner;
};

static union value team_of(const void *ctx, struct frame *f)
{
	const struct teams *t = ctx;
	const struct rep *rep = roster_find_in(t->roster, code_text(t->owner, f), &f->scratch);

	return value_words(rep ? rep->team : STR(""));
}

COMPUTE_ROWS(work_team, text, team_of)

static size_t bind_team(void *ctx, size_t which, struct names *n)
{
	struct teams *t = ctx;

	(void)which;
	t->owner = names_code(n, "owner", TYPE_TEXT);
	return t->owner ? program_compute(names_program(n), TYPE_TEXT, STR("team"), work_team, t) : SIZE_MAX;
}

void team_define(struct names *n, const struct roster *r)
{
	const struct expr team = { .op = EXPR_NAME, .text = STR("team") };
	size_t worked_out = agreement_find(names_agreement(n), NAMED_FIELD, team.text);
	bool any = false;

	for (size_t i = 0; i < r->n; i++)
		any |= r->rep[i].team.n > 0;
	if (!any || worked_out != SIZE_MAX || names_column(n, &team) != SIZE_MAX)
		return;
	struct teams *t = ARENA_NEW(&names_program(n)->arena, struct teams);
	t->roster = r;
	names_define(n, team.text, TYPE_TEXT, false, bind_team, t, 0);
}
