/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Costs of groups beside their leads: see spend.h. */
#include "funnel/spend.h"

#include "base/number.h"

static const struct amounts_kind costs = {
	.column = "cost",
	.call = "call the one with the money so",
	.undivided = "a cost can't be divided among groups it doesn't know",
	.none = "no amount of money",
	.remedy = "write what was spent, or 0",
};

struct amounts *spend_read(const char *path, const struct grouping *g, struct names *n)
{
	return amounts_read(&costs, path, g, n);
}

/* Rows whose groups have no lead. */
struct unmet {
	size_t rows;
	__int128 cost;
	const struct amount *first;
};

static void tell_unmet(const struct amounts *s, const struct unmet *u, bool grid, struct diags *diags)
{
	struct buf b = { 0 };

	if (!u->rows)
		return;
	number_write_quotient(&b, number_quotient(u->cost, 1000000, 2), false);
	buf_print(&b, " counts %s; first '", grid ? "in their cells and the totals" : "in (all) alone");
	for (size_t i = 0; i < s->grouping->n; i++)
		buf_print(&b, "%s%.*s", i ? ", " : "", STR_ARG(u->first->value[i]));
	diag_note(diags, "%s: %zu row%s of groups without leads: %.*s', line %u", s->path, u->rows,
		  u->rows == 1 ? "" : "s", STR_ARG(buf_view(&b)), u->first->line);
	buf_release(&b);
}

void spend_share(const struct amounts *s, struct funnel *f, bool grid, struct diags *diags)
{
	struct unmet unmet = { 0 };
	size_t unknown = 0;
	__int128 cost;

	for (size_t i = 0; i < s->n; i++) {
		const struct amount *row = &s->at[i];
		if (funnel_spend(f, row->value, &row->is) || !s->grouping->n)
			continue;
		unmet.first = unmet.rows++ ? unmet.first : row;
		unmet.cost += row->is.amount;
	}
	tell_unmet(s, &unmet, grid, diags);
	funnel_say_costs(f, s->path, diags);
	for (size_t group = 0; group < funnel_groups(f); group++)
		unknown += !funnel_cost(f, group, &cost) && !cost;
	if (!s->n)
		diag_note(diags, "%s: no costs in it", s->path);
	else if (unknown)
		diag_note(diags, "%s: no row of %zu group%s of leads: their cost is not known", s->path,
			  unknown, unknown == 1 ? "" : "s");
}

void spend_across(const struct amounts *s, struct funnel *f)
{
	for (size_t i = 0; i < s->n; i++)
		funnel_spend_across(f, s->at[i].value, &s->at[i].is);
}
