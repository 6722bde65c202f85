/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which groups each cell of a grid adds up: see across.h. Lines and columns are groups themselves, of the
 * same spellings by some of their items alone, so that their order, their shown spellings and what is
 * compared by case follow the rules of all groups.
 */
#include "figures/across.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* The lines, or the columns. */
struct side {
	struct grouping grouping;
	struct groups *groups;
	uint32_t *order; /* in the grid */
	size_t n;	 /* of these groups; none where the grouping has no items */
	uint32_t *at;	 /* of each group: its place in the grid */
	uint32_t *of;	 /* of each group of the report: the group here */
};

#define NOWHERE SIZE_MAX /* in no line or column */

struct across {
	const struct across_plan *plan;
	struct groups *groups; /* the report's */
	struct arena arena;
	struct side line, column;
	size_t kept;	 /* columns with a value */
	bool other;	 /* and then one of the others */
	bool totals;	 /* as yet there are only cells of all leads of a line or column */
	size_t *from;	 /* where each cell's groups begin, and the end */
	uint32_t *group; /* of all cells in turn */
};

/* ---- which line and column a group is in ---- */

/* The values of the side's items among those of all. */
static void pick(const struct across *a, const struct side *s, const struct str *value, struct str *picked)
{
	for (size_t i = 0, n = 0; i < a->plan->grouping->n; i++)
		if ((i == a->plan->item) == (s == &a->column))
			picked[n++] = value[i];
}

static void split(const struct across *a, uint32_t spelling, struct str *value, uint32_t *group)
{
	struct str rest = groups_spelled(a->groups, spelling, group);

	for (size_t i = 0; i < a->plan->grouping->n; i++)
		value[i] = groups_next(a->groups, &rest);
}

/* The value that a name in --groups means. */
static const struct str *named(const struct across *a, size_t i, struct str *value)
{
	*value = a->plan->name[i];
	if (str_eq(*value, STR(GROUP_NONE)))
		*value = STR("");
	return value;
}

static void side_init(struct across *a, struct side *s)
{
	const struct grouping *g = a->plan->grouping;
	struct str *value = ARENA_ARRAY(&a->arena, g->n, struct str);
	struct str *picked = ARENA_ARRAY(&a->arena, g->n, struct str);
	size_t spellings = groups_spellings(a->groups);
	uint32_t group;

	s->grouping.exact = g->exact;
	for (size_t i = 0; i < g->n; i++)
		if ((i == a->plan->item) == (s == &a->column))
			grouping_add(&s->grouping, &a->arena, &g->item[i]);
	s->groups = groups_new(&s->grouping);
	for (uint32_t i = 0; i < spellings; i++) {
		split(a, i, value, &group);
		pick(a, s, value, picked);
		groups_add(s->groups, picked, groups_spelled_leads(a->groups, i));
	}
	for (size_t i = 0; s == &a->column && i < a->plan->names; i++)
		groups_add(s->groups, named(a, i, picked), 0); /* they have a column without leads, too */
	s->of = mem_new(groups_count(a->groups) * sizeof *s->of);
	for (uint32_t i = 0; i < spellings; i++) {
		split(a, i, value, &group);
		pick(a, s, value, picked);
		groups_find(s->groups, picked, &s->of[group]);
	}
	s->order = groups_rows(s->groups, &s->n);
	s->at = mem_new(groups_count(s->groups) * sizeof *s->at);
}

static void side_release(struct side *s)
{
	groups_free(s->groups);
	free(s->order);
	free(s->at);
	free(s->of);
}

/* ---- cells ---- */

size_t across_lines(const struct across *a)
{
	return a->line.n + 1;
}

size_t across_columns(const struct across *a)
{
	return a->kept + a->other + 1;
}

bool *across_largest(const struct across *a, size_t most, size_t *kept)
{
	return groups_largest(a->line.groups, a->line.order, a->line.n, most, kept);
}

size_t across_cells(const struct across *a)
{
	return a->totals ? a->line.n + across_columns(a) : across_lines(a) * across_columns(a);
}

/* The cells of a line and a column, each of which may be NOWHERE. */
static size_t cells_of(const struct across *a, size_t line, size_t column, size_t *cell)
{
	const size_t columns = across_columns(a), last = across_cells(a) - 1;
	const size_t all = last + 1 - columns; /* where the line of all leads begins */
	size_t n = 0;

	cell[n++] = last;
	if (column != NOWHERE)
		cell[n++] = all + column;
	if (line != NOWHERE)
		cell[n++] = a->totals ? line : line * columns + columns - 1;
	if (line != NOWHERE && column != NOWHERE && !a->totals)
		cell[n++] = line * columns + column;
	return n;
}

static size_t cells_with(const struct across *a, uint32_t group, size_t *cell)
{
	return cells_of(a, a->line.n ? a->line.at[a->line.of[group]] : NOWHERE,
			a->column.at[a->column.of[group]], cell);
}

/* Once it is known where each line and column is. */
static void fill_cells(struct across *a)
{
	size_t cells = across_cells(a), cell[4];
	size_t groups = groups_count(a->groups);

	free(a->from);
	free(a->group);
	a->from = mem_resize_array(NULL, cells + 2, sizeof *a->from);
	memset(a->from, 0, (cells + 2) * sizeof *a->from);
	a->group = mem_resize_array(NULL, 4 * groups, sizeof *a->group);
	for (uint32_t g = 0; g < groups; g++)
		for (size_t i = cells_with(a, g, cell); i-- > 0;)
			a->from[cell[i] + 2]++;
	for (size_t i = 2; i < cells + 2; i++)
		a->from[i] += a->from[i - 1];
	for (uint32_t g = 0; g < groups; g++) /* afterwards from[i + 1] is where cell i ends */
		for (size_t i = cells_with(a, g, cell); i-- > 0;)
			a->group[a->from[cell[i] + 1]++] = g;
}

static void place(struct side *s)
{
	for (size_t i = 0; i < s->n; i++)
		s->at[s->order[i]] = (uint32_t)i;
}

struct across *across_new(const struct across_plan *p, struct groups *of)
{
	struct across *a = mem_new(sizeof *a);

	a->plan = p;
	a->groups = of;
	side_init(a, &a->line);
	side_init(a, &a->column);
	place(&a->line);
	place(&a->column);
	a->kept = a->column.n;
	a->totals = true;
	fill_cells(a);
	return a;
}

void across_free(struct across *a)
{
	if (!a)
		return;
	side_release(&a->line);
	side_release(&a->column);
	free(a->from);
	free(a->group);
	arena_release(&a->arena);
	free(a);
}

size_t across_sum(const struct across *a, size_t cell, const uint32_t **group)
{
	*group = a->group + a->from[cell];
	return a->from[cell + 1] - a->from[cell];
}

/* ---- folding ---- */

/* The group of a name in --groups. */
static uint32_t group_named(const struct across *a, size_t i)
{
	struct str value;
	uint32_t group = 0;

	groups_find(a->column.groups, named(a, i, &value), &group);
	return group;
}

static void fold_unnamed(struct across *a)
{
	size_t names = a->plan->names;

	for (size_t i = 0; i < a->column.n; i++)
		a->column.at[i] = (uint32_t)names;
	for (size_t i = 0; i < names; i++)
		a->column.at[group_named(a, i)] = (uint32_t)i;
	a->kept = names;
	a->other = true;
}

void across_fold(struct across *a)
{
	size_t most = a->plan->most;

	if (a->plan->fixed) {
		fold_unnamed(a);
	} else if (most && most < a->column.n) {
		for (size_t i = most; i < a->column.n; i++)
			a->column.at[a->column.order[i]] = (uint32_t)most;
		a->kept = most;
		a->other = true;
	}
	a->totals = false;
	if (across_fits(a, NULL))
		fill_cells(a);
}

size_t across_find(const struct across *a, const struct str *value, size_t *cell)
{
	struct str *picked = mem_new(a->plan->grouping->n * sizeof *picked);
	size_t line = NOWHERE, column = a->other ? a->kept : NOWHERE;
	uint32_t group;

	pick(a, &a->line, value, picked);
	if (a->line.n && groups_find(a->line.groups, picked, &group))
		line = a->line.at[group];
	pick(a, &a->column, value, picked);
	if (groups_find(a->column.groups, picked, &group))
		column = a->column.at[group];
	free(picked);
	return cells_of(a, line, column, cell);
}

/* ---- order ---- */

struct ranked {
	size_t run; /* of groups that nothing but their size has put in order */
	double key;
	uint32_t group;
	size_t place;
};

static int by_key(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->run != y->run)
		return x->run < y->run ? -1 : 1;
	if (isnan(x->key) != isnan(y->key))
		return isnan(x->key) ? 1 : -1;
	if (x->key != y->key && !isnan(x->key))
		return x->key > y->key ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

/* Are two neighbors the same in all that has an order of its own? */
static bool same_place(const struct side *s, uint32_t a, uint32_t b)
{
	for (size_t i = 0; i < s->grouping.n; i++)
		if (s->grouping.item[i].order != GROUP_BY_SIZE &&
		    !str_eq(groups_shown(s->groups, a, i), groups_shown(s->groups, b, i)))
			return false;
	return true;
}

static void side_sort(struct side *s, const double *key)
{
	struct ranked *r = mem_new(s->n * sizeof *r);
	size_t run = 0;

	for (size_t i = 0; i < s->n; i++) {
		run += i && !same_place(s, s->order[i - 1], s->order[i]);
		r[i] = (struct ranked){ run, key[i], s->order[i], i };
	}
	if (s->n)
		qsort(r, s->n, sizeof *r, by_key);
	for (size_t i = 0; i < s->n; i++)
		s->order[i] = r[i].group;
	free(r);
	place(s);
}

void across_sort(struct across *a, const double *line, const double *column)
{
	side_sort(&a->line, line);
	side_sort(&a->column, column);
}

/* ---- names ---- */

struct str across_value(const struct across *a, size_t cell, size_t item)
{
	const size_t columns = across_columns(a), line = cell / columns, column = cell % columns;

	if (item != a->plan->item)
		return line == a->line.n ? STR("(all)")
					 : groups_shown(a->line.groups, a->line.order[line],
							item - (item > a->plan->item));
	if (column + 1 == columns)
		return STR("(all)");
	if (column == a->kept)
		return STR("(other)");
	if (!a->plan->fixed)
		return groups_shown(a->column.groups, a->column.order[column], 0);
	return *named(a, column, &(struct str){ 0 });
}

bool across_is_value(const struct across *a, size_t column)
{
	return column < a->kept && across_value(a, column, a->plan->item).n;
}

static uint64_t leads_of(const struct across *a, size_t column)
{
	return groups_leads(a->column.groups,
			    a->plan->fixed ? group_named(a, column) : a->column.order[column]);
}

size_t across_rank(const struct across *a, size_t column)
{
	size_t rank = 1;

	if (column >= a->kept)
		return column == a->kept && a->other ? a->kept + 1 : 0;
	for (size_t i = 0; i < a->kept; i++)
		rank += leads_of(a, i) > leads_of(a, column) ||
			(i < column && leads_of(a, i) == leads_of(a, column));
	return rank;
}

bool across_fits(const struct across *a, struct diags *diags)
{
	struct str head = a->plan->grouping->item[a->plan->item].head;

	if (diags && a->kept > ACROSS_MOST)
		diag_error(
			diags,
			"--across: %.*s has %u values, and a grid has %d columns at most; --limit 20 keeps "
			"the first of them, --groups those that it names",
			STR_ARG(head), (unsigned)a->column.n, ACROSS_MOST);
	return a->kept <= ACROSS_MOST;
}

void across_say(const struct across *a, struct diags *diags)
{
	struct str *other = mem_new(a->column.n * sizeof *other);
	size_t n = 0;

	for (uint32_t i = 0; i < a->column.n; i++)
		if (a->column.at[i] == a->kept)
			other[n++] = groups_shown(a->column.groups, i, 0);
	for (size_t i = 0; i < a->plan->names; i++) {
		if (groups_leads(a->column.groups, group_named(a, i)))
			continue;
		struct str near = nearest(diags, a->plan->name[i], &CANDIDATE_NAMES(other, n), 1);
		if (near.n)
			diag_note(diags, "--groups: no lead has '%.*s'" DID_YOU_MEAN,
				  STR_ARG(a->plan->name[i]), DID_YOU_MEAN_ARG(near));
	}
	free(other);
}
