/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a fold on their way out: see fold_rows.h. */
#include "fold/fold_rows.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "report/grid.h"

enum { PIECE = 1 << 16, GRID_ROWS = 1000, MILLION = 1000000 };

struct fold_writer {
	const struct fold_plan *plan;
	struct rows_form form;
	struct rows_piece own; /* of those that come one by one */
	struct grid grid;
	bool begun, over;
};

/* Millionths, without zeros at the end. */
static void put_sum(struct buf *out, __int128 money)
{
	if (money == (int64_t)money && (int64_t)money % MILLION == 0) {
		number_write_whole(out, (int64_t)money / MILLION);
		return;
	}
	number_write_fixed(out, money, 6);
	while (out->p[out->n - 1] == '0')
		out->n--;
	out->n -= out->p[out->n - 1] == '.';
}

/* The cell of a value; false: it is missing. */
static bool show_plain(const struct fold_plan *p, const struct fold_column *c, const struct fold_value *v,
		       enum times_as times, struct buf *out)
{
	if (v->sum) {
		put_sum(out, v->money);
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

static bool put_out(struct fold_writer *w, struct buf *out)
{
	if (!w->over && !w->form.put(w->form.ctx, out))
		w->over = true;
	return !w->over;
}

static bool put(struct fold_writer *w, bool last)
{
	struct buf *out = &w->own.out;

	if (w->form.page && !last)
		return true;
	if (w->form.page) {
		w->form.page(w->form.ctx, &w->grid, out);
	} else if (w->form.grid && (w->grid.rows || last)) {
		grid_write_rows(out, &w->grid, w->form.format, w->form.look, !w->begun, last);
		w->begun = true;
		grid_clear_rows(&w->grid);
	}
	return put_out(w, out);
}

void piece_init(struct rows_piece *r, const struct fold_plan *p)
{
	*r = (struct rows_piece){ 0 };
	fold_values_init(&r->values, p);
}

void piece_release(struct rows_piece *r)
{
	fold_values_release(&r->values);
	buf_release(&r->cell);
	buf_release(&r->out);
}

static void put_heads(struct fold_writer *w)
{
	const struct fold_plan *p = w->plan;
	struct buf *out = &w->own.out, *cell = &w->own.cell;

	if (w->form.no_header)
		return;
	if (w->form.bom)
		buf_str(out, STR(BYTE_ORDER_MARK));
	for (size_t i = 0; i < p->ncolumns; i++) {
		const struct fold_column *c = &p->column[i];
		bool number = c->type == TYPE_NUMBER;
		if (w->form.grid) {
			buf_clear(cell);
			buf_str(cell, c->head);
			buf_char(cell, '\0');
			grid_column(&w->grid, cell->p, number ? ALIGN_RIGHT : ALIGN_LEFT, number);
			continue;
		}
		if (i)
			buf_char(out, w->form.dialect.delimiter);
		if (c->what == FOLD_LINE || w->form.excel_safe)
			cell_write_safe(out, w->form.dialect, c->head);
		else
			cell_write(out, w->form.dialect, c->head);
	}
	grid_of_rows(&w->grid, "-f csv has all, or a wider window");
	if (!w->form.grid)
		buf_str(out, w->form.end);
}

struct fold_writer *rows_new(const struct fold_plan *p, struct rows_form form)
{
	struct fold_writer *w = mem_new(sizeof *w);

	*w = (struct fold_writer){ .plan = p, .form = form };
	piece_init(&w->own, p);
	put_heads(w);
	return w;
}

void rows_free(struct fold_writer *w)
{
	if (!w)
		return;
	piece_release(&w->own);
	grid_release(&w->grid);
	free(w);
}

/* The cell of a value that is no text: that the delimiter is in it is rare, but a comma may be. */
static void put_shown(const struct fold_writer *w, size_t column, struct rows_piece *r)
{
	struct buf *out = &r->out;
	const size_t from = out->n;

	show(w, column, &r->values.at[column], out);
	if (out->n == from || !memchr(out->p + from, w->form.dialect.delimiter, out->n - from))
		return;
	buf_clear(&r->cell);
	buf_str(&r->cell, str_slice(buf_view(out), from, out->n));
	out->n = from;
	cell_write(out, w->form.dialect, buf_view(&r->cell));
}

void piece_add(struct rows_piece *r, const struct fold_writer *w, const struct shard *s,
	       const struct lead_head *lead)
{
	const struct fold_plan *p = w->plan;

	fold_values_of(&r->values, p, s, lead);
	for (size_t i = 0; i < p->ncolumns; i++) {
		const struct fold_column *c = &p->column[i];
		struct str text = r->values.at[i].value.text;
		if (i)
			buf_char(&r->out, w->form.dialect.delimiter);
		/* What stands in the input's cells goes out as it is, as in any tool that writes rows. */
		if (c->type != TYPE_TEXT)
			put_shown(w, i, r);
		else if (c->what == FOLD_LINE || w->form.excel_safe)
			cell_write_safe(&r->out, w->form.dialect, text);
		else
			cell_write(&r->out, w->form.dialect, text);
	}
	buf_str(&r->out, w->form.end);
}

static void add_to_grid(struct fold_writer *w, const struct shard *s, const struct lead_head *lead)
{
	struct rows_piece *r = &w->own;

	fold_values_of(&r->values, w->plan, s, lead);
	for (size_t i = 0; i < w->plan->ncolumns; i++) {
		buf_clear(&r->cell);
		show(w, i, &r->values.at[i], &r->cell);
		grid_cell(&w->grid, buf_view(&r->cell));
	}
}

bool rows_add(struct fold_writer *w, const struct shard *s, const struct lead_head *lead)
{
	if (w->form.grid)
		add_to_grid(w, s, lead);
	else
		piece_add(&w->own, w, s, lead);
	return (w->own.out.n < PIECE && w->grid.rows < GRID_ROWS) || put(w, false);
}

bool rows_laid_out(const struct fold_writer *w)
{
	return w->form.grid;
}

bool rows_put(struct fold_writer *w, struct rows_piece *r)
{
	return (!w->own.out.n || put(w, false)) && put_out(w, &r->out);
}

bool rows_end(struct fold_writer *w)
{
	return put(w, true);
}
