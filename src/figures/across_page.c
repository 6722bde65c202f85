/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid as a page: a map of each figure that is a share, and the table. See across.h. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "figures/across.h"
#include "figures/page.h"

enum { MAP_COLUMNS = 14, MAP_ROWS = 60 }; /* more can't be read in a picture */

struct map_of {
	const struct across_view *view;
	struct report report;
	struct arena arena;
	struct heat_row row[MAP_ROWS];
	size_t rows, heads; /* columns before the figures */
	bool few;
};

static struct str label(struct map_of *m, const void *row)
{
	struct buf name = { 0 };

	for (size_t i = 0; i < m->heads; i++) {
		struct figure f = report_figure(&m->report.column[i], m->view, row, 0);
		page_item(&name, i, f.text.n ? f.text : STR("(none)"));
	}
	if (!m->heads)
		buf_str(&name, STR("(all)"));
	return page_words(&m->arena, &name);
}

static void add_row(struct map_of *m, const void *row, size_t figure)
{
	size_t columns = across_columns(m->view->across), figures = m->view->plan->figures;
	double *share = ARENA_ARRAY(&m->arena, columns, double);
	bool *few = ARENA_ARRAY(&m->arena, columns, bool);

	for (size_t c = 0; c < columns; c++) {
		struct figure f =
			report_figure(&m->report.column[m->heads + c * figures + figure], m->view, row, 0);
		share[c] = figure_number(f);
		few[c] = f.mark;
		m->few |= few[c] && f.is != FIGURE_NONE;
	}
	m->row[m->rows++] = (struct heat_row){ .label = label(m, row), .share = share, .few = few };
}

/* Nothing, if it would be too large. */
static void put_map(struct map_of *m, size_t figure, struct buf *out)
{
	size_t columns = across_columns(m->view->across);
	struct str *head = ARENA_ARRAY(&m->arena, columns, struct str);
	void *row = mem_new(m->report.row_size);
	bool more;

	m->rows = 0;
	while ((more = m->report.next(m->view, row)) && m->rows < MAP_ROWS)
		add_row(m, row, figure);
	for (size_t c = 0; c < columns; c++) {
		struct str value = across_value(m->view->across, c, m->view->plan->item);
		head[c] = value.n ? value : STR("(none)");
	}
	if (!more)
		document_heat(out, &(struct heat){ .name = m->view->plan->figure[figure].name,
						   .column = head,
						   .columns = columns,
						   .row = m->row,
						   .rows = m->rows,
						   .even = true });
	m->report.release(row);
	free(row);
}

static bool is_share(const struct column *c)
{
	return c->unit && strcmp(c->unit, "share") == 0;
}

static void put_maps(const struct across_view *v, struct buf *out)
{
	struct map_of m = { .view = v };
	size_t maps = 0;

	m.report = across_report(v, &m.arena);
	m.heads = m.report.columns - across_columns(v->across) * v->plan->figures;
	for (size_t i = 0; across_columns(v->across) <= MAP_COLUMNS && i < v->plan->figures; i++)
		if (is_share(v->plan->figure[i].column)) {
			put_map(&m, i, out);
			maps++;
		}
	if (maps)
		document_note(out,
			      m.few ? STR("The stronger the shade, the larger the share. Framed: a share "
					  "of fewer than 20 leads.")
				    : STR("The stronger the shade, the larger the share."));
	arena_release(&m.arena);
}

void across_page(const struct across_view *v, const char *what, const struct agreement *a, int64_t now,
		 const struct zone *zone, struct buf *out)
{
	struct arena arena = { 0 };
	struct buf title = { 0 };
	struct grid g = { 0 };

	across_title(v, &title);
	page_open(out, &arena, what, a, now, zone, "");
	document_heading(out, buf_view(&title));
	put_maps(v, out);
	across_grid(v, true, &g);
	g.title = STR("");
	document_grid(out, &g, false);
	document_close(out);
	grid_release(&g);
	buf_release(&title);
	arena_release(&arena);
}
