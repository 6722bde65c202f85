/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two rules hold for all statements: a name is defined once, and what is named exists. Other rules are in the
 * statement's row.
 */
#include "agreement/check.h"

#include "agreement/statement.h"

static void check_unique(const struct statement *s, const struct agreement *a, size_t i, struct diags *diags)
{
	const struct word *w = statement_at(s, a, i);
	size_t first = statement_find(s, a, w->text);

	if (first == i)
		return;
	const struct word *earlier = statement_at(s, a, first);
	diag_at(diags, w->where, w->span, "%s '%.*s' stands in line %u already", s->unique, STR_ARG(w->text),
		diag_place(earlier->where, earlier->span.at).line);
}

struct checking {
	const struct agreement *agreement;
	struct diags *diags;
};

static bool check_reference(void *ctx, const struct place *p)
{
	const struct checking *c = ctx;
	const struct statement *of = p->word ? statement_row(p->part->refers) : NULL;

	if (!of || statement_find(of, c->agreement, p->word->text) != SIZE_MAX)
		return true;
	struct candidates names = statement_names(of, c->agreement);
	struct str near = nearest(c->diags, p->word->text, &names, 1);
	diag_at(c->diags, p->word->where, p->word->span, "there is no %s '%.*s'" DID_YOU_MEAN, of->keyword,
		STR_ARG(p->word->text), DID_YOU_MEAN_ARG(near));
	return true;
}

void agreement_check(const struct agreement *a, struct diags *diags)
{
	struct checking c = { a, diags };

	for (const struct statement *s = statements; s->keyword; s++) {
		for (size_t i = 0; s->unique && i < statement_count(s, a); i++)
			check_unique(s, a, i, diags);
		if (s->check)
			s->check(s, a, diags);
		for (size_t i = 0; i < statement_count(s, a); i++)
			statement_walk(s, a, i, check_reference, &c);
	}
}
