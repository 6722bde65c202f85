/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel as a counter, and its counts as a part of a whole: see figures/part.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "figures/part.h"
#include "funnel/funnel_internal.h"

/* Could leads be counted so: do no more reach a stage than were left to go on? */
static bool adds_up(const struct funnel *s, const struct counts *c, uint64_t leads)
{
	uint64_t most = leads;

	for (size_t i = 0; i < s->stages; i++) {
		if (c->reached[i] > most || (i == 0 && c->reached[i] != leads))
			return false;
		most = c->reached[i];
		for (size_t k = 0; k < s->exits; k++) {
			if (c->left[i * s->exits + k] > most)
				return false;
			most -= c->left[i * s->exits + k];
		}
	}
	return true;
}

static bool all_add_up(const struct funnel *s)
{
	size_t n = groups_count(s->groups);
	uint64_t *leads = mem_new((n + 1) * sizeof *leads);
	uint32_t group;
	bool good = true;

	for (size_t i = 0; i < groups_spellings(s->groups); i++) {
		groups_spelled(s->groups, (uint32_t)i, &group);
		leads[group] += groups_spelled_leads(s->groups, (uint32_t)i);
	}
	for (size_t i = 0; i < n && good; i++)
		good = adds_up(s, &s->counts[i], leads[i]);
	free(leads);
	return good;
}

/* Of a group. An exit stands behind the stage that was left. */
static void counts_state(struct funnel *s, struct counts *c, struct partial *p)
{
	const struct agreement *a = s->plan->agreement;

	for (size_t i = 0; i < s->stages; i++) {
		struct str name = a->stages.at[i].name.text;
		part_count(p, "reached", name, &c->reached[i]);
		for (size_t k = 0; k < s->exits; k++)
			part_count(p, "left", a->exits.at[k].name.text, &c->left[i * s->exits + k]);
		part_sum(p, "value", name, &c->value[i]);
		part_currency(p, "currency", name, &s->met[i], &c->currency[i]);
		part_spans(p, "days", name, &c->days[i], &s->held);
	}
	for (size_t i = 0; i < s->exits; i++)
		part_spans(p, "exit_days", a->exits.at[i].name.text, &c->exit_days[i], &s->held);
}

void funnel_state(void *self, struct partial *p)
{
	struct funnel *s = self;
	const struct agreement *a = s->plan->agreement;
	size_t n;

	if (!p->reads && held_rounded(&s->held))
		funnel_round(s);
	part_held(p, &s->held);
	uint32_t *group = part_groups(p, "group", s->groups, &n);
	funnel_room(s, groups_count(s->groups));
	for (size_t i = 0; i < n; i++) {
		part_group(p, "group", i);
		counts_state(s, &s->counts[group[i]], p);
	}
	for (size_t i = 0; i < s->stages; i++) {
		struct str name = a->stages.at[i].name.text;
		part_count(p, "skipped", name, &s->odd[i].skipped);
		part_count(p, "reversed", name, &s->odd[i].reversed);
		part_count(p, "came_back", name, &s->odd[i].came_back);
		part_currencies(p, "in", name, &s->met[i]);
		part_flag(p, "recorded", name, &s->recorded[i]);
	}
	for (size_t i = 0; i < s->stages + s->exits; i++)
		part_count(p, "timeless", agreement_step_name(a, i), &s->timeless[i]);
	part_count(p, "undated", STR(""), &s->undated);
	part_count(p, "young", STR(""), &s->young);
	if (s->reasons)
		reasons_state(s->reasons, p, group, n);
	if (p->reads)
		part_check(p, all_add_up(s));
	free(group);
}

const struct counter_kind funnel_counter = {
	.name = "funnel",
	.new = funnel_new,
	.free = funnel_free,
	.count = funnel_count,
	.groups = funnel_held,
	.merge = funnel_merge,
	.settle = funnel_settle,
	.report = funnel_say,
	.state = funnel_state,
};
