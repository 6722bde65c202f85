/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid as a page: of each figure the table, and before it a map. See across.h. */
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

static bool is_share(const struct column *c)
{
	return c->unit && strcmp(c->unit, "share") == 0;
}

/* What a map's shades say. */
static struct str legend(const struct map_of *m, bool share)
{
	return m->few  ? STR("The stronger the shade, the larger the share. Framed: of fewer than 20 leads.")
	       : share ? STR("The stronger the shade, the larger the share.")
		       : STR("The stronger the shade, the larger the figure.");
}

/* Reads all lines, of which the last is kept, too, or nothing if they are too many for a map. */
static size_t read_lines(struct map_of *m)
{
	void *row = mem_new(m->report.row_size);
	size_t n = 0;
	bool more;

	while ((more = m->report.next(m->view, row)) && n < MAP_ROWS)
		m->row[n++] = row_of(m, row);
	m->report.release(row);
	free(row);
	return more ? 0 : n;
}

static struct str *heads_of(const struct map_of *m)
{
	struct str *head = ARENA_ARRAY(m->arena, m->columns, struct str);

	for (size_t c = 0; c < m->columns; c++)
		head[c] = str_from(m->report.column[m->heads + c].head);
	return head;
}

/* Nothing, if it would be too large. */
static void put_map(struct map_of *m, struct buf *out)
{
	const struct across_figure *figure = m->view->plan->figure;
	const bool share = is_share(figure->column);
	const size_t n = m->columns > MAP_COLUMNS ? 0 : read_lines(m);

	if (!n)
		return;
	document_heat(out, &(struct heat){ .name = figure->name,
					   .column = heads_of(m),
					   .columns = m->columns,
					   .row = m->row,
					   .rows = n,
					   .even = true,
					   .counts = !share,
					   .totals = !share && !m->view->when_word });
	document_note(out, legend(m, share));
}

static struct map_of map_of(const struct across_view *only, struct arena *arena)
{
	struct map_of m = { .view = only,
			    .report = across_report(only, arena),
			    .arena = arena,
			    .columns = across_columns(only->across) };

	m.heads = m.report.columns - m.columns;
	return m;
}

static void put_figure(const struct across_view *v, size_t figure, struct arena *arena, struct buf *out)
{
	struct across_plan one;
	const struct across_view only = across_only(v, figure, &one);
	struct map_of m = map_of(&only, arena);
	struct grid g = { 0 };

	across_grid(v, figure, true, &g);
	document_heading(out, g.title);
	put_map(&m, out);
	g.title = STR("");
	document_grid(out, &g, false);
	grid_release(&g);
}

/* ---- the answer ---- */

/* The last line, which is of all leads, or of the last period: its name, and of its columns that of all leads
 * and those with the largest and the smallest figure, as words. */
struct ends {
	struct str line, all, most, least, most_name, least_name;
	size_t compared;
};

static struct str words_of(struct arena *arena, struct figure f)
{
	struct buf b = { 0 };

	f.mark = 0;
	figure_print(&b, f, false, true);
	return page_words(arena, &b);
}

/* Columns of a few leads, and `(other)`, are not compared. */
static void look_at(const struct map_of *m, const void *row, struct ends *e)
{
	double most = -INFINITY, least = INFINITY;

	e->line = label(m, row);
	e->compared = 0;
	for (size_t c = 0; c < m->columns; c++) {
		const struct column *column = &m->report.column[m->heads + c];
		const struct figure f = report_figure(column, m->view, row, 0);
		const double x = figure_number(f);
		if (c + 1 == m->columns)
			e->all = words_of(m->arena, f);
		if (isnan(x) || f.mark || !across_is_value(m->view->across, c))
			continue;
		e->compared++;
		if (x > most) {
			most = x;
			e->most = words_of(m->arena, f);
			e->most_name = str_from(column->head);
		}
		if (x < least) {
			least = x;
			e->least = words_of(m->arena, f);
			e->least_name = str_from(column->head);
		}
	}
}

static struct ends ends_of(const struct map_of *m)
{
	void *row = mem_new(m->report.row_size);
	struct ends e = { 0 };

	while (m->report.next(m->view, row))
		look_at(m, row, &e);
	m->report.release(row);
	free(row);
	return e;
}

/* The first figure, of all leads, and which columns it is largest and smallest in. */
static void put_answer(const struct across_view *v, struct arena *arena, struct buf *out)
{
	struct across_plan one;
	struct buf b = { 0 };

	if (!across_columns(v->across)) {
		document_answer(out, STR("No lead is counted, so the grid is empty."));
		return;
	}
	const struct across_view only = across_only(v, 0, &one);
	const struct map_of m = map_of(&only, arena);
	const struct ends e = ends_of(&m);
	buf_print(&b, "%.*s", STR_ARG(one.figure->name));
	if (v->when_word && e.line.n)
		buf_print(&b, " on %.*s", STR_ARG(e.line));
	if (e.all.n)
		buf_print(&b, ": %.*s in all", STR_ARG(e.all));
	else
		buf_str(&b, STR(": not known in all"));
	if (e.compared > 1)
		buf_print(&b, "; from %.*s (%.*s) to %.*s (%.*s)", STR_ARG(e.least), STR_ARG(e.least_name),
			  STR_ARG(e.most), STR_ARG(e.most_name));
	buf_char(&b, '.');
	document_answer(out, page_words(arena, &b));
	struct tile tile[] = { { .label = STR("All"), .figure = e.all, .detail = one.figure->name },
			       { .label = STR("Largest"), .figure = e.most, .detail = e.most_name },
			       { .label = STR("Smallest"), .figure = e.least, .detail = e.least_name } };
	if (e.all.n)
		document_tiles(out, tile, e.compared > 1 ? 3 : 1);
}

void across_page(const struct across_view *v, struct buf *out)
{
	struct arena arena = { 0 };

	put_answer(v, &arena, out);
	for (size_t i = 0; i < v->plan->figures; i++)
		put_figure(v, i, &arena, out);
	arena_release(&arena);
}
