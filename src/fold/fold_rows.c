/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a fold on their way out: see fold_rows.h. */
#include "fold/fold_rows.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "report/grid.h"

enum { PIECE = 1 << 16, GRID_ROWS = 1000 };

struct fold_writer {
	const struct fold_plan *plan;
	struct rows_form form;
	struct fold_values values;
	struct grid grid;
	struct buf out, cell;
	bool begun, over;
};

/* The cell of a value; false: it is missing. */
static bool show_plain(const struct fold_plan *p, const struct fold_column *c, const struct fold_value *v,
		       enum times_as times, struct buf *out)
{
	if (v->sum) {
		struct buf digits = { 0 };
		number_write_fixed(&digits, v->money, 6);
		while (digits.p[digits.n - 1] == '0')
			digits.n--;
		digits.n -= digits.p[digits.n - 1] == '.';
		buf_str(out, buf_view(&digits));
		buf_release(&digits);
		return true;
	}
	if (c->line && c->line->of == FOLD_SUM)
		return false;
	switch (c->type) {
	case TYPE_NUMBER:
		if (!isnan(v->value.number))
			number_write(out, v->value.number);
		return !isnan(v->value.number);
	case TYPE_TIME:
	case TYPE_SPAN:
		if (v->value.time == INSTANT_NONE)
			return false;
		if (c->type == TYPE_TIME)
			instant_write_as(out, v->value.time, p->program->times.zone, times);
		else
			span_write(out, v->value.time);
		return true;
	default:
		buf_str(out, v->value.text);
		return v->value.text.p;
	}
}

static void show(const struct fold_writer *w, size_t column, const struct fold_value *v, struct buf *out)
{
	const struct fold_column *c = &w->plan->column[column];
	const size_t from = out->n;

	show_plain(w->plan, c, v, (enum times_as)w->form.times, out);
	if (w->form.decimal != '.' && (v->sum || c->type == TYPE_NUMBER))
		number_respell(out, from, w->form.decimal);
}

static bool put(struct fold_writer *w, bool last)
{
	if (w->form.page && !last)
		return true;
	if (w->form.page) {
		w->form.page(w->form.ctx, &w->grid, &w->out);
	} else if (w->form.grid && (w->grid.rows || last)) {
		grid_write_rows(&w->out, &w->grid, w->form.format, w->form.look, !w->begun, last);
		w->begun = true;
		grid_clear_rows(&w->grid);
	}
	if (!w->over && !w->form.put(w->form.ctx, &w->out))
		w->over = true;
	return !w->over;
}

static void put_heads(struct fold_writer *w)
{
	const struct fold_plan *p = w->plan;

	if (w->form.no_header)
		return;
	if (w->form.bom)
		buf_str(&w->out, STR(BYTE_ORDER_MARK));
	for (size_t i = 0; i < p->ncolumns; i++) {
		const struct fold_column *c = &p->column[i];
		bool number = c->type == TYPE_NUMBER;
		if (w->form.grid) {
			buf_clear(&w->cell);
			buf_str(&w->cell, c->head);
			buf_char(&w->cell, '\0');
			grid_column(&w->grid, w->cell.p, number ? ALIGN_RIGHT : ALIGN_LEFT, number);
			continue;
		}
		if (i)
			buf_char(&w->out, w->form.dialect.delimiter);
		if (c->what == FOLD_LINE || w->form.excel_safe)
			cell_write_safe(&w->out, w->form.dialect, c->head);
		else
			cell_write(&w->out, w->form.dialect, c->head);
	}
	grid_of_rows(&w->grid, "-f csv has all, or a wider window");
	if (!w->form.grid)
		buf_str(&w->out, w->form.end);
}

struct fold_writer *rows_new(const struct fold_plan *p, struct rows_form form)
{
	struct fold_writer *w = mem_new(sizeof *w);

	*w = (struct fold_writer){ .plan = p, .form = form };
	fold_values_init(&w->values, p);
	put_heads(w);
	return w;
}

void rows_free(struct fold_writer *w)
{
	if (!w)
		return;
	fold_values_release(&w->values);
	grid_release(&w->grid);
	buf_release(&w->out);
	buf_release(&w->cell);
	free(w);
}

static void put_cells(const struct fold_writer *w, struct fold_values *v, struct buf *cell, struct buf *out)
{
	const struct fold_plan *p = w->plan;

	for (size_t i = 0; i < p->ncolumns; i++) {
		const struct fold_column *c = &p->column[i];
		buf_clear(cell);
		show(w, i, &v->at[i], cell);
		if (i)
			buf_char(out, w->form.dialect.delimiter);
		/* What stands in the input's cells goes out as it is, as in any tool that writes rows. */
		if (c->type == TYPE_TEXT && (c->what == FOLD_LINE || w->form.excel_safe))
			cell_write_safe(out, w->form.dialect, buf_view(cell));
		else
			cell_write(out, w->form.dialect, buf_view(cell));
	}
	buf_str(out, w->form.end);
}

bool rows_add(struct fold_writer *w, const struct shard *s, const struct lead_head *lead)
{
	const struct fold_plan *p = w->plan;

	fold_values_of(&w->values, p, s, lead);
	if (!w->form.grid)
		put_cells(w, &w->values, &w->cell, &w->out);
	for (size_t i = 0; w->form.grid && i < p->ncolumns; i++) {
		buf_clear(&w->cell);
		show(w, i, &w->values.at[i], &w->cell);
		grid_cell(&w->grid, buf_view(&w->cell));
	}
	return (w->out.n < PIECE && w->grid.rows < GRID_ROWS) || put(w, false);
}

bool rows_laid_out(const struct fold_writer *w)
{
	return w->form.grid;
}

bool rows_add_written(struct fold_writer *w, struct str row)
{
	buf_str(&w->out, row);
	return w->out.n < PIECE || put(w, false);
}

size_t *rows_write(const struct fold_writer *w, struct shard *s)
{
	const struct fold_plan *p = w->plan;
	size_t *end = mem_resize_array(NULL, s->n + 1, sizeof *end);
	struct fold_values values;
	struct buf cell = { 0 };

	fold_values_init(&values, p);
	for (size_t i = 0; i < s->n; i++) {
		fold_values_of(&values, p, s, lead_at(p->folding, s, i));
		put_cells(w, &values, &cell, &s->rows);
		end[i] = s->rows.n;
	}
	fold_values_release(&values);
	buf_release(&cell);
	return end;
}

bool rows_end(struct fold_writer *w)
{
	return put(w, true);
}
