/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See reason.h. */
#include "figures/reason.h"

bool exit_reasons_said(const struct agreement *a)
{
	for (size_t i = 0; i < a->exits.n; i++)
		if (a->exits.at[i].reason)
			return true;
	return false;
}

bool exit_reasons_bind(struct exit_reasons *r, struct names *n, bool exact)
{
	const struct agreement *a = names_agreement(n);
	struct program *p = names_program(n);
	bool good = true;

	*r = (struct exit_reasons){ .agreement = a,
				    .of = ARENA_ARRAY(&p->arena, a->exits.n, const struct code *) };
	r->spelling = (struct grouping){ ARENA_NEW(&p->arena, struct grouping_item), 1, exact };
	grouping_item_called(r->spelling.item, STR("reason"), a->year_begins);
	r->lacking = ARENA_ARRAY(&p->arena, a->exits.n, bool);
	for (size_t i = 0; i < a->exits.n; i++) {
		const struct expr *reason = a->exits.at[i].reason;
		if (!reason)
			continue;
		good = (r->of[i] = program_bind(p, reason, TYPE_TEXT, NULL)) && good;
		r->lacking[i] = reason->op == EXPR_NAME && names_absent(n, reason, true);
	}
	return good;
}

uint32_t exit_reason_of(const struct exit_reasons *r, size_t exit, struct groups *s, struct frame *f)
{
	struct str reason = r->of[exit] ? str_trim(code_text(r->of[exit], f)) : STR("");

	return groups_add(s, &reason, 1);
}

bool exit_reason_given(const struct groups *s, uint32_t reason)
{
	return groups_shown(s, reason, 0).n;
}

struct str exit_reason_shown(const struct groups *s, uint32_t reason)
{
	return exit_reason_given(s, reason) ? groups_shown(s, reason, 0) : STR(REASON_NONE_GIVEN);
}
