/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of leads on their way out: see same_rows.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/sort.h"
#include "report/grid.h"
#include "same/same_keep.h"

enum { PIECE = 1 << 16, GRID_ROWS = 1000, COLUMNS_TOLD = 4 };

struct rows_writer {
	struct same_output *output;
	const struct sameness *found;
	const struct source *source;
	struct rows_form form;
	struct same_ids kept;
	bool recode;  /* every cell is looked at */
	bool dialect; /* cells may go out as they came */
	struct grid grid;
	struct buf out, text;
	bool begun, over;
};

static bool put(struct rows_writer *w, bool last)
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

/* A cell as it came, and what it says. */
static void put_cell(struct rows_writer *w, struct str raw, struct str text)
{
	bool unsafe = w->form.excel_safe && cell_is_formula(text);

	if (w->form.grid)
		grid_cell(&w->grid, text);
	else if (unsafe)
		cell_write_safe(&w->out, w->form.dialect, text);
	else if (w->dialect && raw.p)
		buf_str(&w->out, raw);
	else
		cell_write(&w->out, w->form.dialect, text);
}

static void put_heads(struct rows_writer *w)
{
	const struct header *h = &w->source->header;

	if (w->form.no_header)
		return;
	if (w->form.bom && !w->form.grid)
		buf_str(&w->out, STR(BYTE_ORDER_MARK));
	for (size_t i = 0; i < h->n; i++) {
		if (w->form.grid) {
			buf_clear(&w->text);
			buf_str(&w->text, h->name[i]);
			buf_char(&w->text, '\0');
			grid_column(&w->grid, w->text.p, ALIGN_LEFT, false);
			continue;
		}
		if (i)
			buf_char(&w->out, w->form.dialect.delimiter);
		put_cell(w, h->raw_cell[i], h->name[i]);
	}
	grid_of_rows(&w->grid, "-f csv has all, or a wider window");
	if (!w->form.grid)
		buf_str(&w->out, w->form.end);
}

/* The id that is known from elsewhere, where it is another than the cell says. */
static bool put_kept_id(struct rows_writer *w, uint32_t lead, size_t column, const struct record *r)
{
	struct str id = STR_NONE;

	for (size_t i = 0; i < w->kept.columns; i++)
		if (w->kept.column[i] == column)
			id = w->kept.of[lead * w->kept.columns + i];
	if (!id.p || (r && str_eq(id, record_value(r, column, &w->text))))
		return false;
	put_cell(w, STR_NONE, id);
	return true;
}

static void put_chosen(struct rows_writer *w, uint32_t lead)
{
	struct same_output *o = w->output;
	bool says;

	for (size_t c = 0; c < o->columns; c++) {
		if (c && !w->form.grid)
			buf_char(&w->out, w->form.dialect.delimiter);
		size_t k = keep_choose(o, c, &says);
		const struct record *r = k == SIZE_MAX ? NULL : &o->rows.record[k];
		if (!put_kept_id(w, lead, c, r))
			put_cell(w, r ? record_raw(r, c) : STR_NONE,
				 r ? record_text(r, c, &w->text) : buf_view(&o->list));
	}
	if (!w->form.grid)
		buf_str(&w->out, w->form.end);
}

/* Has a lead of one row another id than the row? */
static bool is_renamed(const struct rows_writer *w, uint32_t lead)
{
	for (size_t i = 0; i < w->kept.columns; i++)
		if (w->kept.of[lead * w->kept.columns + i].p)
			return true;
	return false;
}

static bool failed(struct same_output *o)
{
	if (!o->begun || !o->frame.error.n)
		return false;
	diag_error(names_diags(o->names), "%.*s", STR_ARG(buf_view(&o->frame.error)));
	return true;
}

static bool put_leads(struct rows_writer *w)
{
	const struct sameness *s = w->found;

	for (uint32_t i = 0; i < s->leads; i++) {
		if (s->size[i] == 1 && !w->recode && !is_renamed(w, i)) {
			buf_str(&w->out, same_kept(s, s->first[i]).bytes);
			buf_str(&w->out, w->form.end);
		} else {
			keep_load(w->output, s, w->source, i);
			put_chosen(w, i);
			if (failed(w->output))
				return false;
		}
		if ((w->out.n >= PIECE || w->grid.rows >= GRID_ROWS) && !put(w, false))
			return false;
	}
	return true;
}

/* What was looked at before was not for writing. */
static void forget_counts(struct same_output *o)
{
	o->several = 0;
	for (size_t i = 0; i < o->keeps; i++)
		o->keep[i].untimed = 0;
	for (size_t c = 0; c < o->columns; c++)
		o->column[c].differ = o->column[c].unread = 0;
}

bool same_write(struct same_output *o, const struct sameness *s, const struct source *source, bool pad,
		struct rows_form form, struct same_ids kept)
{
	struct dialect in = source->dialect;
	struct rows_writer w = { .output = o, .found = s, .source = source, .form = form, .kept = kept };

	forget_counts(o);
	w.dialect = in.delimiter == form.dialect.delimiter && in.raw_tsv == form.dialect.raw_tsv;
	w.recode = form.grid || form.excel_safe || pad || !w.dialect;
	put_heads(&w);
	bool good = put_leads(&w) && put(&w, true);
	grid_release(&w.grid);
	buf_release(&w.out);
	buf_release(&w.text);
	return good;
}

struct str same_chosen(struct same_output *o, const struct sameness *s, const struct source *source,
		       uint32_t lead, size_t column)
{
	bool says;

	keep_load(o, s, source, lead);
	size_t k = keep_choose(o, column, &says);
	if (!says)
		return STR_NONE;
	return k == SIZE_MAX ? buf_view(&o->list) : record_value(&o->rows.record[k], column, &o->value);
}

/* ---- what is reported ---- */

/* Columns by how many leads differ in them, the most first. */
struct told_column {
	int64_t order; /* for sorting */
	size_t column;
};

/* Of a wide export the first in lines of their own, and the others in one. */
static void tell_differing(const struct same_output *o, struct diags *diags)
{
	struct told_column *list = mem_resize_array(NULL, o->columns + 1, sizeof *list);
	struct buf rest = { 0 }, k = { 0 }, n = { 0 };
	size_t told = 0;

	for (size_t c = 0; c < o->columns; c++)
		if (o->column[c].differ && !o->column[c].keep->id)
			list[told++] = (struct told_column){ -(int64_t)o->column[c].differ, c };
	sort_by_first(list, told, sizeof *list);
	number_write_grouped(&n, (__int128)o->several);
	for (size_t i = 0; i < told; i++) {
		struct str head = names_head(o->names, list[i].column);
		buf_clear(&k);
		number_write_grouped(&k, -list[i].order);
		if (i < COLUMNS_TOLD)
			diag_note(diags, "in %.*s of %.*s leads of several rows '%.*s' differs",
				  STR_ARG(buf_view(&k)), STR_ARG(buf_view(&n)), STR_ARG(head));
		else
			buf_print(&rest, "%s'%.*s' in %.*s", rest.n ? ", " : "", STR_ARG(head),
				  STR_ARG(buf_view(&k)));
	}
	if (told > COLUMNS_TOLD)
		diag_note(diags, "and %zu more column%s: %.*s", told - COLUMNS_TOLD,
			  told - COLUMNS_TOLD == 1 ? "" : "s", STR_ARG(buf_view(&rest)));
	buf_release(&rest);
	buf_release(&k);
	buf_release(&n);
	free(list);
}

static void tell_unjudged(const struct same_output *o, struct diags *diags)
{
	struct buf n = { 0 };

	for (size_t c = 0; c < o->columns; c++) {
		const struct keep_column *column = &o->column[c];
		if (!column->unread)
			continue;
		buf_clear(&n);
		number_write_grouped(&n, (__int128)column->unread);
		diag_note(diags, "in '%.*s' %.*s cell%s of leads of several rows %s, and %s left out",
			  STR_ARG(names_head(o->names, c)), STR_ARG(buf_view(&n)),
			  column->unread == 1 ? "" : "s",
			  column->keep->rule == KEEP_ANY_YES ? "say neither yes nor no"
			  : column->kind == TYPE_NUMBER	     ? "can't be read as a number"
							     : "can't be read as a time",
			  column->unread == 1 ? "is" : "are");
	}
	buf_release(&n);
}

static void tell_untimed(const struct same_output *o, struct diags *diags)
{
	struct arena arena = { 0 };
	struct buf n = { 0 };

	for (size_t i = 0; i < o->keeps; i++) {
		const struct keep *rule = &o->keep[i];
		if (!rule->said || !rule->untimed)
			continue;
		buf_clear(&n);
		number_write_grouped(&n, (__int128)rule->untimed);
		diag_note(
			diags,
			"%.*s row%s of leads of several rows %s no time in '%.*s', and %s behind the others",
			STR_ARG(buf_view(&n)), rule->untimed == 1 ? "" : "s",
			rule->untimed == 1 ? "has" : "have", STR_ARG(expr_source(rule->said, &arena)),
			rule->untimed == 1 ? "is" : "are");
	}
	buf_release(&n);
	arena_release(&arena);
}

void same_output_tell(const struct same_output *o, struct diags *diags)
{
	tell_differing(o, diags);
	tell_unjudged(o, diags);
	tell_untimed(o, diags);
}
