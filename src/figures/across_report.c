/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The grid as a report: see across.h. Its row is a line of cells, and making one is running over the flat
 * report's rows of these cells; what a figure points to is gone with the flat row, so texts are copied.
 */
#include "figures/across.h"

#include <stdlib.h>

#include "base/apart.h"
#include "base/mem.h"
#include "figures/group_figure.h"
#include "figures/verdict.h"

struct line {
	bool begun;
	size_t line;
	const struct report *of; /* the flat report … */
	void *flat;		 /* … and its row */
	struct figure when;
	struct figure *cell; /* column by column, each with all figures */
	struct arena texts;
};

static void release_line(void *row)
{
	struct line *l = row;

	if (!l->begun)
		return;
	if (l->of->release)
		l->of->release(l->flat);
	arena_release(&l->texts);
	free(l->flat);
	free(l->cell);
}

static struct figure kept(struct line *l, struct figure f)
{
	if (f.is == FIGURE_TEXT)
		f.text = arena_copy(&l->texts, f.text);
	f.tone = TONE_PLAIN; /* its reason is in another column */
	if (f.is == FIGURE_RATIO && f.n < ACROSS_FEW) {
		f.mark = '~';
		f.tone = TONE_DIM;
	}
	return f;
}

/* The figures of a flat row, which is of a part of a cell. */
static void take(const struct across_view *v, struct line *l, size_t column, size_t part)
{
	const struct across_plan *p = v->plan;

	if (!column && !part && v->when_word)
		l->when = kept(l, report_figure(v->kind->when, v->flat, l->flat, 0));
	for (size_t i = 0; i < p->figures; i++)
		if (p->figure[i].part == part)
			l->cell[column * p->figures + i] = kept(
				l, report_figure(p->figure[i].column, v->flat, l->flat, p->figure[i].repeat));
}

static bool pass_line(const struct across_view *v, struct line *l)
{
	const struct report *flat = v->kind->report;
	size_t columns = across_columns(v->across);

	if (!l->begun) {
		*l = (struct line){ .begun = true,
				    .of = flat,
				    .flat = mem_new(flat->row_size),
				    .cell = mem_new(columns * v->plan->figures * sizeof *l->cell) };
	} else if (++l->line == across_lines(v->across)) {
		l->line = 0; /* of the next moment */
	}
	arena_release(&l->texts);
	for (size_t c = 0; c < columns; c++)
		for (size_t part = 0; part < v->kind->parts; part++) {
			if (!flat->next(v->flat, l->flat))
				return false;
			take(v, l, c, part);
		}
	return true;
}

static bool next_line(const void *view, void *row)
{
	const struct across_view *v = view;
	const struct line *l = row;

	do
		if (!pass_line(v, row))
			return false;
	while (v->kept && !v->kept[l->line]);
	return true;
}

/* ---- columns ---- */

static struct figure when(const struct cell *c)
{
	return ((const struct line *)c->row)->when;
}

static struct figure item(const struct cell *c)
{
	const struct across_view *v = c->view;
	const struct line *l = c->row;
	struct str value = across_value(v->across, l->line * across_columns(v->across), (size_t)c->of);

	return grouping_figure(v->plan->grouping, (size_t)c->of,
			       v->people && !value.n ? STR(GROUP_NONE) : value);
}

static struct figure figure_at(const struct cell *c)
{
	return ((const struct line *)c->row)->cell[c->of];
}

/* What is missing has a name here, and of figures beside each other each has one: DE.won.reached. */
static struct str head_of(const struct across_view *v, size_t column, size_t figure, struct arena *arena)
{
	struct str value = across_value(v->across, column, v->plan->item);

	value = value.n ? value : STR(GROUP_NONE);
	if (v->plan->figures == 1)
		return value;
	return arena_print(arena, "%.*s.%.*s", STR_ARG(value), STR_ARG(v->plan->figure[figure].head));
}

/* No two heads are alike; a value that is itself `(all)` is the one that gets another. */
static void set_heads(struct column *column, const struct str *head, const bool *own, size_t n,
		      struct arena *arena)
{
	struct str *order = ARENA_ARRAY(arena, n, struct str);
	size_t at = 0;

	for (int values = 0; values < 2; values++)
		for (size_t i = 0; i < n; i++)
			if (own[i] == values)
				order[at++] = head[i];
	order = names_apart(arena, order, n);
	at = 0;
	for (int values = 0; values < 2; values++)
		for (size_t i = 0; i < n; i++)
			if (own[i] == values)
				column[i].head = arena_copy(arena, order[at++]).p;
}

struct report across_report(const struct across_view *v, struct arena *arena)
{
	const struct grouping *g = v->plan->grouping;
	const struct across_figure *f = v->plan->figure;
	size_t columns = across_columns(v->across), most = g->n + columns * v->plan->figures, n = 0;
	struct column *column = ARENA_ARRAY(arena, most, struct column);
	struct str *head = ARENA_ARRAY(arena, most, struct str);
	bool *own = ARENA_ARRAY(arena, most, bool);

	if (v->when_word) {
		head[n] = str_from(v->kind->when->head);
		column[n++] = (struct column){ .figure = when, .kind = COLUMN_DATE };
	}
	for (size_t i = 0; i < g->n; i++)
		if (i != v->plan->item) {
			head[n] = g->item[i].head;
			column[n++] = (struct column){ .figure = item, .of = (int)i };
		}
	for (size_t c = 0; c < columns; c++)
		for (size_t i = 0; i < v->plan->figures; i++) {
			head[n] = head_of(v, c, i, arena);
			own[n] = across_is_value(v->across, c);
			column[n++] = (struct column){ .figure = figure_at,
						       .of = (int)(c * v->plan->figures + i),
						       .kind = f[i].column->kind,
						       .unit = f[i].column->unit,
						       .weight = WEIGHT_ANSWERS +
								 (unsigned)across_rank(v->across, c) };
		}
	set_heads(column, head, own, n, arena);
	return (struct report){ column, n, sizeof(struct line), next_line, release_line, NULL };
}

static bool is_verdict(struct figure f)
{
	bool is = false;

	for (const char *const *word = verdict_words; *word; word++)
		is |= f.is == FIGURE_TEXT && str_eq(f.text, str_from(*word));
	return is;
}

static bool is_empty(struct figure f)
{
	return f.is == FIGURE_NONE || (f.is == FIGURE_TEXT && !f.text.n);
}

size_t across_look(const struct across_view *v, struct diags *diags)
{
	const struct across_plan *p = v->plan;
	size_t cells = across_columns(v->across) * p->figures, verdicts = 0;
	bool *filled = mem_new(p->figures * sizeof *filled);
	struct line l = { 0 };

	while (next_line(v, &l))
		for (size_t i = 0; i < cells; i++) {
			filled[i % p->figures] |= !is_empty(l.cell[i]);
			verdicts += is_verdict(l.cell[i]);
		}
	release_line(&l);
	for (size_t i = 0; i < p->figures && across_cells(v->across) > 1; i++)
		if (!filled[i])
			diag_note(diags, "--figure: %.*s is empty in all of the grid",
				  STR_ARG(p->figure[i].name));
	free(filled);
	return verdicts;
}

/* ---- for people ---- */

struct across_view across_only(const struct across_view *v, size_t figure, struct across_plan *one)
{
	struct across_view only = *v;

	*one = *v->plan;
	one->figure += figure;
	one->figures = 1;
	only.plan = one;
	only.people = true;
	if (figure + 1 < v->plan->figures)
		only.note = STR(""); /* it stands under the last */
	return only;
}

/* "won.reached by cohort and owner, across country" */
static void set_title(const struct across_view *v, struct grid *g)
{
	const struct grouping *by = v->plan->grouping;
	struct buf title = { 0 };
	size_t n = 0;

	buf_str(&title, v->plan->figure->name);
	if (v->when_word)
		buf_print(&title, "%s%s", n++ ? " and " : " by ", v->when_word);
	for (size_t i = 0; i < by->n; i++)
		if (i != v->plan->item)
			buf_print(&title, "%s%.*s", n++ ? " and " : " by ", STR_ARG(by->item[i].head));
	buf_print(&title, "%s across %.*s", n ? "," : "", STR_ARG(by->item[v->plan->item].head));
	buf_char(&title, '\0');
	grid_title(g, title.p);
	buf_release(&title);
}

static bool has_marks(const struct grid *g)
{
	for (size_t i = 0; i < g->filled; i++)
		if (g->column[i % g->columns].number && g->cell[i].n && g->cell[i].p[0] == '~')
			return true;
	return false;
}

void across_grid(const struct across_view *v, size_t figure, bool utf8, struct grid *g)
{
	struct arena arena = { 0 };
	struct across_plan one;
	const struct across_view only = across_only(v, figure, &one);
	struct report r = across_report(&only, &arena);
	struct str few = STR("");

	set_title(&only, g);
	report_fill(&r, &only, utf8, g);
	if (has_marks(g))
		few = arena_print(&arena, "~ a share of fewer than %d leads%s", ACROSS_FEW,
				  only.note.n ? "; " : "");
	if (few.n || only.note.n)
		grid_note(g, arena_print(&arena, "%.*s%.*s", STR_ARG(few), STR_ARG(only.note)).p);
	arena_release(&arena);
}
