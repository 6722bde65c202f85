/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed: see changes.h. How a row of it is written is emit.c's. */
#include "cmd/changes.h"

#include <stdlib.h>

#include "base/cell.h"
#include "base/mem.h"
#include "base/number.h"
#include "cmd/command.h"

/* ---- which header a column loads to ---- */

/* The agreement's own `field NAME "Header", ...`; NULL: it says none. The built-in fields don't count: they
 * know which column a name is read from, and not that it may be overwritten. */
static const struct field *said_field(const struct filter *f, struct str name)
{
	const struct agreement *a = &f->lane[0].agreement;
	size_t i = agreement_find(a, NAMED_FIELD, name);

	return i != SIZE_MAX && a->fields.at[i].nheaders ? &a->fields.at[i] : NULL;
}

/* The input's column that a value is compared with, and under whose header it is written. */
static void find_header(struct filter *f, struct out_column *c)
{
	struct names *n = f->lane[0].names;
	const struct field *said = c->column == SIZE_MAX ? said_field(f, c->name) : NULL;

	if (said) {
		c->column = names_column(n, &(struct expr){ .op = EXPR_NAME, .text = c->name });
		c->name = c->column == SIZE_MAX ? said->headers[0] : names_head(n, c->column);
	} else if (c->column == SIZE_MAX) {
		c->column = names_header(n, c->name);
	}
}

static bool is_tools(const struct out_column *c)
{
	return c->code != NULL;
}

static void bind_column(struct filter *f, struct out_column *c)
{
	struct names *n = f->lane[0].names;
	struct change *x = ARENA_NEW(&f->lane[0].program.arena, struct change);

	x->stays = c->column != SIZE_MAX;
	find_header(f, c);
	x->kind = c->kind != TYPE_NONE ? c->kind : code_type(c->code);
	if (c->column != SIZE_MAX) {
		x->was = names_bind_column(n, c->column, x->kind);
		x->missing = names_missing(n, c->column);
	}
	c->change = x;
}

/* ---- binding ---- */

/* In the tool's order, wherever the input has them. */
static int by_place(const void *a, const void *b)
{
	const struct out_column *x = a, *y = b;

	return (x->added > y->added) - (x->added < y->added);
}

/* All of the tool's columns, unless -c has picked, and the id in front, unless it is among them. */
static void narrow(struct filter *f, size_t id, bool picked)
{
	struct out_column *kept = mem_new((f->ncolumns + 1) * sizeof *kept);
	size_t n = 0;
	bool has_id = false;

	for (size_t i = 0; picked && i < f->ncolumns; i++)
		has_id |= !is_tools(&f->columns[i]) && f->columns[i].column == id;
	if (!has_id)
		kept[n++] = (struct out_column){ .name = f->source.header.name[id], .column = id };
	size_t first = n;
	for (size_t i = 0; i < f->ncolumns; i++)
		if (picked || is_tools(&f->columns[i]))
			kept[n++] = f->columns[i];
	if (!picked)
		qsort(kept + first, n - first, sizeof *kept, by_place);
	free(f->columns);
	f->columns = kept;
	f->ncolumns = n;
	f->columns_cap = n;
}

/* A CRM would take one of two columns with the same header, and nobody knows which. */
static void check_heads(struct filter *f)
{
	for (size_t i = 0; i < f->ncolumns; i++)
		for (size_t j = 0; j < i; j++)
			if (str_eq(f->columns[i].name, f->columns[j].name)) {
				diag_error(
					&f->diags,
					"--changes: two columns would load into '%.*s'; choose one of them "
					"with -c, or name another header in the agreement's field statement",
					STR_ARG(f->columns[i].name));
				return;
			}
}

/* What the export lacks can't be compared. */
static void tell_new(struct filter *f)
{
	struct buf names = { 0 };

	for (size_t i = 0; i < f->ncolumns; i++)
		if (f->columns[i].change && f->columns[i].column == SIZE_MAX && !f->columns[i].besides)
			buf_print(&names, names.n ? ", %.*s" : "%.*s", STR_ARG(f->columns[i].name));
	if (names.n)
		diag_note(&f->diags,
			  "--changes: the input has no column %.*s, so that every value there is a change; "
			  "if the CRM calls it otherwise, add to the agreement: field NAME \"Its Header\"",
			  STR_ARG(buf_view(&names)));
	buf_release(&names);
}

bool changes_bind(struct filter *f, bool picked)
{
	bool email, alone = true;
	size_t id = ids_column(f->lane[0].names, &email), tools = 0;

	if (f->diags.errors || !f->source.header.n)
		return !f->diags.errors;
	if (f->lanes > 1)
		diag_error(&f->diags,
			   "--changes compares with the input, and %s two agreements; leave out one",
			   f->mode->name);
	else if (id == SIZE_MAX)
		diag_error(&f->diags,
			   "--changes: no column is the lead's id or email, by which a CRM knows it; name it "
			   "in the agreement: field id \"Your Header\"");
	if (f->diags.errors)
		return false;
	narrow(f, id, picked);
	for (size_t i = 0; i < f->ncolumns; i++)
		if (is_tools(&f->columns[i])) {
			tools++;
			bind_column(f, &f->columns[i]);
			alone = alone && f->columns[i].besides;
		}
	for (size_t i = 0; alone && i < f->ncolumns; i++)
		f->columns[i].besides = false;
	if (!tools)
		diag_error(&f->diags,
			   "--changes: -c has no column that %s writes, so nothing can differ; add one",
			   f->command->tool.name);
	check_heads(f);
	tell_new(f);
	return !f->diags.errors;
}

/* ---- comparing ---- */

static bool same_time(struct frame *f, const struct out_column *c, struct str now)
{
	const struct time_style *style = &f->program->times;
	int64_t was = code_time(c->change->was, f), is = INSTANT_NONE;

	if (code_type(c->code) == TYPE_TIME)
		is = code_time(c->code, f);
	else if (instant_read(now, style, &is) != TIME_READ)
		return false;
	return was != INSTANT_NONE && is != INSTANT_NONE && instant_compare(is, was, style->zone) == 0;
}

static bool same_number(struct frame *f, const struct out_column *c, struct str now)
{
	double is;

	if (code_type(c->code) == TYPE_NUMBER)
		is = code_number(c->code, f);
	else if (!number_read(now, '.', &is))
		return false;
	return is == code_number(c->change->was, f);
}

/* The same value in another spelling? `now` is what the tool writes, and both are there. */
static bool same_value(struct worker *w, const struct out_column *c, struct str now)
{
	struct frame *f = &w->frame[c->lane];

	switch (c->change->kind) {
	case TYPE_TIME:
		return same_time(f, c, now);
	case TYPE_NUMBER:
		return same_number(f, c, now);
	case TYPE_FLAG:
	case TYPE_SPAN:
		buf_clear(&w->text);
		return code_show(c->change->was, f, &w->text) && str_eq(buf_view(&w->text), now);
	default:
		return false;
	}
}

/* Is the value an empty text, which means nothing, where a missing one means that the cell stays? */
static bool is_emptied(struct worker *w, const struct out_column *c)
{
	return code_type(c->code) == TYPE_TEXT && !w->tally[c->lane].no_lead &&
	       code_text(c->code, &w->frame[c->lane]).p;
}

bool change_differs(struct worker *w, const struct out_column *c)
{
	const struct change *x = c->change;
	struct str now = text_value(worker_text(w, c->code, c->lane), &w->cell), was = { 0 };

	if (c->column != SIZE_MAX)
		was = record_value(&w->lane[0].record, c->column, &w->text);
	if (str_eq(now, was))
		return false;
	bool nothing_was = !x->was || missing_is(x->missing, was, &w->spare);
	if (!now.n)
		return w->filter->common.clear && !nothing_was && (!x->stays || is_emptied(w, c));
	return nothing_was || !same_value(w, c, now);
}

bool column_stays(struct worker *w, const struct out_column *c)
{
	if (c->column == SIZE_MAX || !c->code)
		return c->column != SIZE_MAX;
	if (c->change)
		return !change_differs(w, c);
	return w->tally[c->lane].no_lead || !code_text(c->code, &w->frame[c->lane]).p;
}

/* ---- rows ---- */

void changes_count_from_now(struct change_counts *n, struct filter *f)
{
	ids_init(&n->ids, f->lane[0].names, f->source.header.name, true);
}

static bool differs(struct worker *w)
{
	const struct filter *f = w->filter;

	for (size_t i = 0; i < f->ncolumns; i++)
		if (f->columns[i].change && !f->columns[i].besides && change_differs(w, &f->columns[i]))
			return true;
	return false;
}

bool changes_in_row(struct worker *w, struct change_counts *n)
{
	if (w->head_again)
		return false;
	n->rows++;
	if (!differs(w))
		return false;
	const struct record *r = &w->lane[0].record;
	uint64_t before = n->ids.rows;
	if (!number_is_rounded(record_value(r, n->ids.column, &w->spare)))
		ids_count(&n->ids, r);
	bool known = n->ids.rows > before;
	n->changed += known;
	n->unknown += !known;
	return known;
}

void changes_merge(struct change_counts *into, struct change_counts *from)
{
	into->rows += from->rows;
	into->changed += from->changed;
	into->unknown += from->unknown;
	ids_merge(&into->ids, &from->ids);
}

void changes_tell(struct change_counts *n, struct diags *diags)
{
	struct buf rows = { 0 }, changed = { 0 };
	bool exact;
	uint64_t again = n->changed - distinct_count(&n->ids.distinct, &exact);

	number_write_grouped(&rows, (int64_t)n->rows);
	number_write_grouped(&changed, (int64_t)n->changed);
	diag_note(diags, "%.*s of %.*s %s changed", STR_ARG(buf_view(&changed)), STR_ARG(buf_view(&rows)),
		  n->rows == 1 ? "row" : "rows");
	if (n->unknown)
		diag_note(diags,
			  "%llu %s that changed can't be loaded, and %s left out: the %s, in '%.*s', is "
			  "missing%s",
			  (unsigned long long)n->unknown, n->unknown == 1 ? "row" : "rows",
			  n->unknown == 1 ? "is" : "are", n->ids.email ? "email" : "id",
			  STR_ARG(n->ids.header), n->ids.email ? "" : ", or rounded by a spreadsheet");
	if (again)
		diag_note(diags, "%llu of the changed rows %s an %s, in '%.*s': a CRM keeps one of them",
			  (unsigned long long)again, again == 1 ? "repeats" : "repeat",
			  n->ids.email ? "email" : "id", STR_ARG(n->ids.header));
	buf_release(&rows);
	buf_release(&changed);
}
