/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See team.h. Threads share it, so each folds an owner's name in its own room. */
#include "review/team.h"

#include "base/casefold.h"
#include "expr/run.h"

struct teams {
	const struct roster *roster;
	const struct code *owner;
};

/* Reps are by the bytes of their keys. */
static const struct rep *find(const struct roster *r, struct str key)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_compare(key, r->rep[middle].key);
		if (!order)
			return &r->rep[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static union value team_of(const void *ctx, struct frame *f)
{
	const struct teams *t = ctx;
	struct str owner = code_text(t->owner, f);

	buf_clear(&f->scratch);
	fold_append(&f->scratch, str_trim(owner));
	const struct rep *rep = find(t->roster, buf_view(&f->scratch));
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
