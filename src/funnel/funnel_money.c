/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of money in a funnel: the currencies of values, and what groups cost. */
#include <stdlib.h>

#include "base/mem.h"
#include "funnel/funnel_internal.h"

void funnel_merge_currencies(struct funnel *into, struct funnel *from)
{
	for (size_t k = 0; k < into->stages; k++) {
		uint32_t *number = mem_new((from->met[k].n + 1) * sizeof *number);
		currencies_merge(&into->met[k], &from->met[k], number);
		for (size_t i = 0; i < from->ncounts; i++)
			from->counts[i].currency[k] =
				currency_renumbered(from->counts[i].currency[k], number);
		free(number);
	}
}

/* ---- costs ---- */

static struct currency *cost_currency(const struct funnel *s, struct counts *c)
{
	return &c->currency[s->stages];
}

void funnel_pay(struct funnel *s, struct counts *c, const struct expense *e, bool again)
{
	struct currency currency = { { 0 } };

	for (enum currency_said by = 0; by < SAID_MOST && e->amount; by++)
		currency_meet(&s->met[s->stages], &currency, by, e->said[by], again);
	c->value[s->stages] += e->amount;
	c->spent = true;
	*cost_currency(s, c) = currency_of_both(*cost_currency(s, c), currency);
}

bool funnel_spend(struct funnel *s, const struct str *value, const struct expense *e)
{
	uint32_t group;
	bool known = s->named && groups_find(s->groups, value, &group);

	funnel_pay(s, &s->counts[s->order[s->named]], e, false);
	if (known)
		funnel_pay(s, &s->counts[group], e, true);
	return known;
}

bool funnel_cost(const struct funnel *s, size_t group, __int128 *cost)
{
	struct counts *c = &s->counts[s->order[group]];

	*cost = c->value[s->stages];
	return c->spent && !currency_mixed(*cost_currency(s, c));
}

/* What one sum is in; STR_NONE: nothing says, or it is several. */
static struct str currency_of(const struct funnel *s, size_t group, size_t at)
{
	struct currency c = s->counts[s->order[group]].currency[at];
	uint32_t number = c.said[SAID_BY_MARK] ? c.said[SAID_BY_MARK] : c.said[SAID_BY_WORD];

	return number && !currency_mixed(c) ? s->met[at].at[number - 1].name : STR_NONE;
}

bool funnel_pays_back(const struct funnel *s, size_t group, size_t stage)
{
	struct str value = currency_of(s, group, stage), cost = currency_of(s, group, s->stages);

	return !value.n || !cost.n || str_eq(value, cost);
}

/* ---- what is said of them ---- */

void funnel_say_currencies(const struct funnel *s, struct diags *diags)
{
	for (size_t i = 0; i < s->stages; i++)
		currencies_say(&s->met[i], s->plan->agreement->stages.at[i].name.text, diags);
}

void funnel_say_costs(const struct funnel *s, const char *path, struct diags *diags)
{
	currencies_say(&s->met[s->stages], str_from(path), diags);
	for (size_t i = 0; i < s->stages; i++)
		if (!funnel_pays_back(s, s->named, i))
			diag_warning(diags,
				     "%.*s: its values are in %.*s and the costs of %s in %.*s, so "
				     "value_per_cost is empty",
				     STR_ARG(s->plan->agreement->stages.at[i].name.text),
				     STR_ARG(currency_of(s, s->named, i)), path,
				     STR_ARG(currency_of(s, s->named, s->stages)));
}
