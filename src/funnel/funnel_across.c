/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of a grid, each the sum of some groups of a settled funnel: see figures/across.h. */
#include "base/mem.h"
#include "funnel/funnel_internal.h"

struct across *funnel_grid(const struct funnel *s, const struct across_plan *p)
{
	return across_new(p, s->groups);
}

/* Counts of the cell's own. */
static struct counts *sum(struct funnel *s, size_t cell)
{
	size_t own = s->ncounts;
	const uint32_t *group;
	size_t n = across_sum(s->across, cell, &group);

	funnel_room(s, own + 1);
	funnel_add_up(s, &s->counts[own], group, n);
	s->order[s->named + 1 + cell] = (uint32_t)own;
	return &s->counts[own];
}

/* A cell of one group is that group, the last is all leads, and those without leads are one. */
void funnel_across(struct funnel *s, const struct across *a)
{
	size_t cells = across_cells(a), none = s->ncounts;
	const uint32_t *group;

	s->order = mem_resize_array(s->order, s->named + 1 + cells, sizeof *s->order);
	s->across = a;
	s->sums = none + 1;
	funnel_room(s, none + 1);
	funnel_add_up(s, &s->counts[none], NULL, 0);
	for (size_t i = 0; i < cells; i++) {
		size_t n = across_sum(a, i, &group);
		uint32_t *at = &s->order[s->named + 1 + i];
		if (i + 1 == cells)
			*at = s->order[s->named];
		else if (n > 1)
			sum(s, i);
		else
			*at = n ? *group : (uint32_t)none;
	}
}

void funnel_spend_across(struct funnel *s, const struct str *value, const struct expense *e)
{
	size_t cell[4], n = across_find(s->across, value, cell);
	uint32_t group;

	if (groups_find(s->groups, value, &group)) /* its costs are in the sums */
		return;
	for (size_t i = 0; i < n; i++) {
		uint32_t at = s->order[s->named + 1 + cell[i]];
		if (at != s->order[s->named]) /* which has all costs already */
			funnel_pay(s, at < s->sums ? sum(s, cell[i]) : &s->counts[at], e, true);
	}
}
