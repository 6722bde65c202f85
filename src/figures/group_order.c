/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a report shows groups: which spelling of each, in which order, and how many. See group.h. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "figures/group_internal.h"

static int compare_joined(struct str a, struct str b, size_t n)
{
	int order = 0;

	for (size_t i = 0; i < n && !order; i++)
		order = str_compare(group_part(&a, n), group_part(&b, n));
	return order;
}

/* ---- spellings, for partials ---- */

static int compare_spellings(const void *a, const void *b, void *ctx)
{
	const struct groups *s = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return compare_joined(s->spelling[x].values, s->spelling[y].values, s->g->n);
}

void groups_sort_spellings(struct groups *s, uint32_t *order)
{
	for (size_t i = 0; i < s->nspellings; i++)
		order[i] = (uint32_t)i;
	if (s->nspellings)
		qsort_r(order, s->nspellings, sizeof *order, compare_spellings, s);
}

/* ---- the shown spellings ---- */

struct candidate {
	struct str value;
	uint64_t leads;
	uint32_t group;
};

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return str_compare(x->value, y->value);
}

/* A value may occur in several spellings of a list: its leads are the sum of theirs. */
static void show_item(struct groups *s, struct candidate *c, size_t item)
{
	uint64_t most = 0;

	qsort(c, s->nspellings, sizeof *c, compare_candidates);
	for (size_t i = 0; i < s->nspellings;) {
		const struct candidate *first = &c[i];
		uint64_t leads = 0;
		for (; i < s->nspellings && compare_candidates(first, &c[i]) == 0; i++)
			leads += c[i].leads;
		bool another = first == c || first[-1].group != first->group;
		if (another || leads > most) {
			most = leads;
			s->shown[first->group * s->g->n + item] = first->value;
		}
	}
}

/* Of groups that have one spelling each. */
static void show_only(struct groups *s)
{
	for (size_t i = 0; i < s->nspellings; i++) {
		struct str rest = s->spelling[i].values;
		for (size_t item = 0; item < s->g->n; item++)
			s->shown[s->spelling[i].group * s->g->n + item] = group_part(&rest, s->g->n);
	}
}

static void show_all(struct groups *s)
{
	if (s->nspellings == s->n) {
		show_only(s);
		return;
	}
	struct candidate *c = mem_new(s->nspellings * sizeof *c);
	struct str *rest = mem_new(s->nspellings * sizeof *rest);

	for (size_t i = 0; i < s->nspellings; i++)
		rest[i] = s->spelling[i].values;
	for (size_t item = 0; item < s->g->n; item++) {
		for (size_t i = 0; i < s->nspellings; i++)
			c[i] = (struct candidate){ group_part(&rest[i], s->g->n), s->spelling[i].leads,
						   s->spelling[i].group };
		show_item(s, c, item);
	}
	free(c);
	free(rest);
}

/* ---- their order ---- */

/* What is missing is behind all else. */
static double place_of(const struct grouping_item *item, struct str shown)
{
	double x = 0;
	size_t i = 0;

	if (!shown.n)
		return (double)INFINITY;
	if (item->order == GROUP_BY_NUMBER)
		number_read(shown, '.', &x);
	while (i < item->nplaces && !str_eq(item->place[i], shown))
		i++;
	return item->order == GROUP_BY_PLACE ? (double)i : x;
}

static int compare_groups(const void *a, const void *b, void *ctx)
{
	const struct groups *s = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	size_t n = s->g->n, at_x = x * n, at_y = y * n;

	for (size_t i = 0; s->place && i < n; i++) {
		double p = s->place[at_x + i], q = s->place[at_y + i];
		int order = 0;
		if (s->g->item[i].order != GROUP_BY_SIZE)
			order = (p > q) - (p < q);
		if (!order && s->g->item[i].order == GROUP_BY_BYTES)
			order = str_compare(s->shown[at_x + i], s->shown[at_y + i]);
		if (order)
			return order;
	}
	if (s->group[x].leads != s->group[y].leads)
		return s->group[x].leads > s->group[y].leads ? -1 : 1;
	return compare_joined(s->group[x].key, s->group[y].key, n);
}

/* Does any item have an order of its own? */
static bool is_ordered(const struct grouping *g)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->item[i].order != GROUP_BY_SIZE)
			return true;
	return false;
}

void groups_order(struct groups *s, uint32_t *order)
{
	s->shown = mem_resize(s->shown, s->n * s->g->n * sizeof *s->shown);
	if (is_ordered(s->g))
		s->place = mem_resize(s->place, s->n * s->g->n * sizeof *s->place);
	for (size_t i = 0; i < s->n; i++)
		s->group[i].leads = 0;
	for (size_t i = 0; i < s->nspellings; i++)
		s->group[s->spelling[i].group].leads += s->spelling[i].leads;
	show_all(s);
	for (size_t i = 0; s->place && i < s->n * s->g->n; i++)
		s->place[i] = place_of(&s->g->item[i % s->g->n], s->shown[i]);
	for (size_t i = 0; i < s->n; i++)
		order[i] = (uint32_t)i;
	qsort_r(order, s->n, sizeof *order, compare_groups, s);
}

struct str groups_shown(const struct groups *s, uint32_t group, size_t i)
{
	return s->shown[group * s->g->n + i];
}

uint64_t groups_leads(const struct groups *s, uint32_t group)
{
	return s->group[group].leads;
}

uint32_t *groups_rows(struct groups *s, size_t *named)
{
	uint32_t *order = mem_new((s->n + 1) * sizeof *order);

	groups_order(s, order);
	*named = s->g->n ? s->n : 0;
	order[*named] = (uint32_t)*named;
	return order;
}

static int larger(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x < y) - (x > y);
}

bool *groups_largest(const struct groups *s, const uint32_t *order, size_t named, size_t most, size_t *n)
{
	uint64_t *leads = mem_new((named + 1) * sizeof *leads);
	bool *kept = mem_new((named + 1) * sizeof *kept);
	size_t equal = 0; /* of the groups as large as the smallest that is kept, so many are */
	bool limited = false;

	for (size_t i = 0; i < s->g->n && most < named; i++)
		limited |= s->g->item[i].order == GROUP_BY_SIZE;
	for (size_t i = 0; i < named; i++)
		leads[i] = groups_leads(s, order[i]);
	qsort(leads, named, sizeof *leads, larger);
	const uint64_t least = limited ? leads[most - 1] : 0;
	for (size_t i = 0; limited && i < most; i++)
		equal += leads[i] == least;
	for (size_t i = 0; i < named; i++) {
		const uint64_t has = groups_leads(s, order[i]);
		kept[i] = !limited || has > least || (has == least && equal);
		equal -= limited && has == least && kept[i];
	}
	*n = limited ? most : named;
	kept[named] = true;
	free(leads);
	return kept;
}

void groups_keep(const struct groups *s, uint32_t *order, size_t *named, size_t most)
{
	size_t kept, n = 0;
	bool *is = groups_largest(s, order, *named, most, &kept);

	for (size_t i = 0; i <= *named; i++)
		if (is[i])
			order[n++] = order[i];
	*named = kept;
	free(is);
}
