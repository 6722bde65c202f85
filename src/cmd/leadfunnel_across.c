/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfunnel's main report as a grid, --across: see figures/across.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/across.h"
#include "cmd/leadfunnel.h"

/* What the options say of columns, once their item is found. */
static bool bind_columns(struct leadfunnel *t, struct filter *f)
{
	t->across.most = (size_t)t->limit;
	return across_bind_groups(&t->across, t->grid.groups, &f->lane[0].program.arena, &f->diags);
}

bool leadfunnel_across_item(struct leadfunnel *t, struct filter *f)
{
	if (!across_check(&t->grid, t->limit, &f->diags))
		return false;
	return !t->grid.across ||
	       (across_bind_item(&t->across, t->grid.across, &t->grouping, f->lane[0].names) &&
		bind_columns(t, f));
}

bool leadfunnel_across_parts(struct leadfunnel *t, const struct grouping *g, struct filter *f)
{
	if (!across_check(&t->grid, t->limit, &f->diags))
		return false;
	return !t->grid.across ||
	       (across_find_item(&t->across, t->grid.across, g, &f->diags) && bind_columns(t, f));
}

bool leadfunnel_across_figures(struct leadfunnel *t, const struct funnel_plan *p, struct filter *f)
{
	struct arena *arena = &f->lane[0].program.arena;
	const size_t stages = p->pipeline.nstages, exits = p->pipeline.nexits;

	if (!t->grid.across || f->diags.errors)
		return !f->diags.errors;
	t->kind = (struct across_kind){ .report = &funnel_report,
					.keys = FUNNEL_KEYS,
					.whose = "the funnel",
					.what = "stage or exit",
					.part = ARENA_ARRAY(arena, stages + exits, struct str),
					.parts = stages + exits,
					.standard = stages - 1,
					.figure = "reached" };
	for (size_t i = 0; i < stages + exits; i++)
		t->kind.part[i] = i < stages ? p->agreement->stages.at[i].name.text
					     : p->agreement->exits.at[i - stages].name.text;
	return across_bind_figures(&t->across, t->grid.figure, &t->kind, &(struct funnel_view){ .plan = p },
				   arena, &f->diags);
}

static void make_cells(struct funnel *all, const struct across *a, const struct amounts *spend)
{
	funnel_across(all, a);
	if (spend)
		spend_across(spend, all);
}

/* By the figures of all leads in each line and column. */
static void sort(const struct leadfunnel *t, struct funnel *all, struct across *a,
		 const struct funnel_view *v)
{
	size_t columns = across_columns(a), lines = across_lines(a), first = funnel_groups(all) + 1;
	double *line = mem_new(lines * sizeof *line), *column = mem_new(columns * sizeof *column);

	make_cells(all, a, v->plan->spend);
	for (size_t i = 0; i + 1 < lines; i++)
		line[i] = funnel_key_of(v, first + i, t->key);
	for (size_t i = 0; i + 1 < columns; i++)
		column[i] = funnel_key_of(v, first + lines - 1 + i, t->key);
	across_sort(a, line, column);
	free(line);
	free(column);
}

/* Cohorts differ in the time they had: "not all leads of 2026-09, 2026-10 are old enough to count". */
static void say_cohorts(const struct funnel_view *v, struct buf *out)
{
	size_t columns = across_columns(v->across), first = funnel_first(v), end = funnel_end(v);
	struct str last = STR("");

	if (!v->plan->cohorts)
		return;
	if (!v->plan->window)
		buf_str(out, STR("later cohorts had less time; --window compares all after the same"));
	for (size_t g = first; g < end; g++) { /* of each line and column once */
		struct str name = funnel_group(v->funnel, g, 0);
		bool all = (g - first + 1) % columns == 0 || g + columns >= end;
		if (!all || str_eq(name, last) || !funnel_maturing(v->funnel, g, v->now, v->zone))
			continue;
		buf_print(out, "%s%.*s", out->n ? ", " : "not all leads are old enough to count in ",
			  STR_ARG(name));
		last = name;
	}
}

bool leadfunnel_across_write(const struct leadfunnel *t, struct filter *f, struct funnel *all,
			     struct funnel_view *v)
{
	struct across *a = funnel_grid(all, &t->across);
	struct across_view grid = { .plan = &t->across, .across = a, .kind = &t->kind, .flat = v };
	struct buf note = { 0 };
	bool good;

	if (t->sort)
		sort(t, all, a, v);
	across_fold(a);
	good = across_fits(a, &f->diags);
	if (good) {
		across_say(a, &f->diags);
		make_cells(all, a, v->plan->spend);
		v->across = a;
		say_cohorts(v, &note);
		grid.note = buf_view(&note);
		leadfunnel_verdicts(t, v, across_look(&grid, &f->diags), &f->diags);
		good = across_write(f, &grid, "Funnel", v->now);
	}
	across_free(a);
	buf_release(&note);
	return good;
}
