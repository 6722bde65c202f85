/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See asks.h. */
#include "agreement/asks.h"

#include "agreement/clauses.h"
#include "agreement/statement.h"
#include "base/cell.h"

struct gathering {
	const struct agreement *agreement;
	struct arena *arena;
	const struct expr **at;
	size_t n, cap;
};

static bool same(const struct expr *a, const struct expr *b, struct arena *arena)
{
	return str_eq(a->text, b->text) || str_eq(loose_name(arena, a->text), loose_name(arena, b->text));
}

static void gather(void *ctx, const struct expr *name)
{
	struct gathering *g = ctx;

	if (agreement_works_out(g->agreement, name))
		return;
	for (size_t i = 0; i < g->n; i++)
		if (same(g->at[i], name, g->arena))
			return;
	if (g->n == g->cap)
		g->at = take_grown(g->arena, g->at, &g->cap, g->n, sizeof *g->at);
	g->at[g->n++] = name;
}

static void gather_from(struct gathering *g, const struct criterion *c)
{
	if (c->yes)
		expr_names(c->yes, gather, g);
	if (c->no)
		expr_names(c->no, gather, g);
}

size_t asks_read(const struct agreement *a, const struct criterion *c, struct arena *arena,
		 const struct expr ***out)
{
	struct gathering g = { .agreement = a, .arena = arena };
	const struct criterion *from = c ? c : a->criteria.at;
	size_t n = c ? 1 : a->criteria.n;

	for (size_t i = 0; i < n; i++)
		gather_from(&g, &from[i]);
	*out = g.at;
	return g.n;
}

static bool is_among(const struct expr *const *read, size_t n, const struct expr *name, struct arena *arena)
{
	size_t i = 0;

	while (i < n && !same(read[i], name, arena))
		i++;
	return i < n;
}

bool asks_fit(const struct agreement *a, const struct expr *name)
{
	struct arena arena = { 0 };
	const struct expr **read;
	size_t n = asks_read(a, NULL, &arena, &read);
	bool fits = is_among(read, n, name, &arena);

	arena_release(&arena);
	return fits;
}

/* ---- mistakes ---- */

/* "budget, need" */
static struct str listed(const struct expr *const *name, size_t n, struct arena *arena)
{
	struct str s = STR("");

	for (size_t i = 0; i < n; i++)
		s = arena_print(arena, "%.*s%s%.*s", STR_ARG(s), i ? ", " : "", STR_ARG(name[i]->text));
	return s;
}

/* Why it can't be asked for, and what can: the n that are read. */
static void report(const struct agreement *a, const struct expr *name, const struct expr *const *read,
		   size_t n, struct arena *arena, struct diags *diags)
{
	size_t place = agreement_find(a, NAMED_CRITERION, name->text);
	const struct criterion *c = place != SIZE_MAX ? &a->criteria.at[place] : NULL;
	const struct expr **own = NULL;
	size_t nown = c ? asks_read(a, c, arena, &own) : 0;
	struct str why = c || agreement_works_out(a, name)
				 ? arena_print(arena, "'%.*s' is worked out%s%.*s", STR_ARG(name->text),
					       nown ? " from " : "", STR_ARG(listed(own, nown, arena)))
				 : arena_print(arena, "no bant statement reads '%.*s'", STR_ARG(name->text));

	diag_at(diags, name->where, name->span, "%.*s; %s%.*s", STR_ARG(why),
		n ? "what a person can be asked for is " : "bant statements read no column",
		STR_ARG(listed(read, n, arena)));
}

void check_ask(const struct statement *s, const struct agreement *a, struct diags *diags)
{
	struct arena arena = { 0 };
	const struct expr **read = NULL;
	size_t n = a->asks.n ? asks_read(a, NULL, &arena, &read) : 0;

	(void)s;
	for (size_t i = 0; i < a->asks.n; i++)
		if (!is_among(read, n, a->asks.at[i], &arena))
			report(a, a->asks.at[i], read, n, &arena, diags);
	arena_release(&arena);
}
