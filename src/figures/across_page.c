/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid as a page: of each figure the table, and before it a map, if it is a share. See across.h. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "figures/across.h"
#include "figures/page.h"

enum { MAP_COLUMNS = 14, MAP_ROWS = 60 }; /* more can't be read in a picture */

/* A map of one figure while it is made. */
struct map_of {
	const struct across_view *view;
	struct report report;
	struct arena *arena;
	struct heat_row row[MAP_ROWS];
	size_t columns, heads; /* columns before the first */
	bool few;
};

/* The heads of a line, as one. */
static struct str label(const struct map_of *m, const void *row)
{
	struct buf name = { 0 };

	for (size_t i = 0; i < m->heads; i++)
		page_item(&name, i, report_figure(&m->report.column[i], m->view, row, 0).text);
	if (!m->heads)
		buf_str(&name, STR("(all)"));
	return page_words(m->arena, &name);
}

static struct heat_row row_of(struct map_of *m, const void *row)
{
	double *share = ARENA_ARRAY(m->arena, m->columns, double);
	bool *few = ARENA_ARRAY(m->arena, m->columns, bool);

	for (size_t c = 0; c < m->columns; c++) {
		struct figure f = report_figure(&m->report.column[m->heads + c], m->view, row, 0);
		share[c] = figure_number(f);
		few[c] = f.mark;
		m->few |= few[c];
	}
	return (struct heat_row){ .label = label(m, row), .share = share, .few = few };
}

/* Nothing, if it is no share or would be too large. */
static void put_map(struct map_of *m, struct buf *out)
{
	const struct across_figure *figure = m->view->plan->figure;
	struct str *head = ARENA_ARRAY(m->arena, m->columns, struct str);
	void *row = mem_new(m->report.row_size);
	size_t n = 0;
	bool more;

	while ((more = m->report.next(m->view, row)) && n < MAP_ROWS)
		m->row[n++] = row_of(m, row);
	m->report.release(row);
	free(row);
	for (size_t c = 0; c < m->columns; c++)
		head[c] = str_from(m->report.column[m->heads + c].head);
	if (more || m->columns > MAP_COLUMNS)
		return;
	document_heat(out, &(struct heat){ .name = figure->name,
					   .column = head,
					   .columns = m->columns,
					   .row = m->row,
					   .rows = n,
					   .even = true });
	document_note(out, m->few ? STR("The stronger the shade, the larger the share. Framed: of fewer "
					"than 20 leads.")
				  : STR("The stronger the shade, the larger the share."));
}

static bool is_share(const struct column *c)
{
	return c->unit && strcmp(c->unit, "share") == 0;
}

static void put_figure(const struct across_view *v, size_t figure, struct arena *arena, struct buf *out)
{
	struct across_plan one;
	const struct across_view only = across_only(v, figure, &one);
	struct map_of m = { .view = &only,
			    .report = across_report(&only, arena),
			    .arena = arena,
			    .columns = across_columns(v->across) };
	struct grid g = { 0 };

	m.heads = m.report.columns - m.columns;
	across_grid(v, figure, true, &g);
	document_heading(out, g.title);
	if (is_share(one.figure->column))
		put_map(&m, out);
	g.title = STR("");
	document_grid(out, &g, false);
	grid_release(&g);
}

/* "won.from_first of 5 columns: DE, US, ..." */
static void put_answer(const struct across_view *v, struct arena *arena, struct buf *out)
{
	size_t n = across_columns(v->across);

	if (!n) {
		document_answer(out, STR("No lead is counted, so the grid is empty."));
		return;
	}
	document_answer(out, arena_print(arena, "%zu %s beside each other, in %zu %s.", v->plan->figures,
					 v->plan->figures == 1 ? "figure" : "figures", n,
					 n == 1 ? "column" : "columns"));
}

void across_page(const struct across_view *v, struct buf *out)
{
	struct arena arena = { 0 };

	put_answer(v, &arena, out);
	for (size_t i = 0; i < v->plan->figures; i++)
		put_figure(v, i, &arena, out);
	arena_release(&arena);
}
