/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See export.h. */
#include "fold/export.h"

#include <stdlib.h>

#include "base/cell.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/number.h"
#include "expr/run.h"

enum { NAMED = 5 }; /* mistakes */

static void *new_export(const void *plan)
{
	struct export *x = mem_new(sizeof *x);

	x->plan = plan;
	x->modified = INSTANT_NONE;
	return x;
}

static void free_export(void *self)
{
	struct export *x = self;

	free(x->row);
	map_release(&x->ids);
	buf_release(&x->text);
	buf_release(&x->value);
	buf_release(&x->folded);
	arena_release(&x->arena);
	free(x);
}

/* ---- mistakes ---- */

static const struct {
	const char *why, *remedy;
} mistakes[] = {
	[EXPORT_NO_ID] = { "the lead has no id, so the archive can't know it again",
			   "; export every lead with its id" },
	[EXPORT_ROUNDED] = { "a spreadsheet has rounded this id, so several leads may have it: '",
			     "; file the CRM's own export, which no spreadsheet has saved" },
	[EXPORT_TWICE] = { "a row above has this id, too: '",
			   "; of rows with the same id --repeats first, or last, takes one" },
};

static void refuse(struct export *x, const struct record *r, enum export_mistake m, struct str id)
{
	x->made[m] = true;
	if (x->wrong++ < NAMED)
		diag_error(x->plan->diags, "%s:%llu: %s%.*s%s", r->batch->file,
			   (unsigned long long)batch_line(r->batch, r->index), mistakes[m].why, STR_ARG(id),
			   id.n ? "'" : "");
}

/* Is it a lead that can be known again? */
static bool identifies(struct export *x, const struct record *r, struct str id)
{
	if (!id.n || (x->plan->missing && missing_is(x->plan->missing, id, &x->folded)))
		refuse(x, r, EXPORT_NO_ID, STR(""));
	else if (number_is_rounded(id))
		refuse(x, r, EXPORT_ROUNDED, id);
	else
		return true;
	return false;
}

/* ---- rows ---- */

/* What a cell says; \N, as databases write it in raw TSV, says nothing. */
static struct str cell_of(const struct record *r, size_t column, struct buf *scratch)
{
	bool nothing = r->batch->dialect.raw_tsv && str_eq(record_raw(r, column), STR("\\N"));

	return nothing ? STR("") : record_text(r, column, scratch);
}

static const char *copy_cells(struct export *x, const struct record *r)
{
	const struct export_plan *p = x->plan;

	buf_clear(&x->value);
	for (size_t i = 0; i < p->n; i++) {
		struct str cell = cell_of(r, p->column[i], &x->text);
		uint32_t n = (uint32_t)cell.n;
		buf_add(&x->value, (const char *)&n, sizeof n);
		buf_str(&x->value, cell);
	}
	return arena_copy(&x->arena, buf_view(&x->value)).p;
}

static void look_at_time(struct export *x, const struct record *r)
{
	struct str cell = record_value(r, x->plan->modified, &x->text);
	int64_t t;

	if (cell.n && instant_read(cell, x->plan->times, &t) == TIME_READ && t > x->modified)
		x->modified = t;
}

static void add_row(struct export *x, const struct record *r)
{
	struct str id = text_value(cell_of(r, x->plan->id, &x->text), &x->value);

	if (!identifies(x, r, id))
		return;
	struct id_room room;
	const uint32_t *place = map_find(&x->ids, id_key(id, &room));
	if (place && x->plan->repeats == REPEATS_ERROR) {
		refuse(x, r, EXPORT_TWICE, id);
		return;
	}
	x->repeated += place != NULL;
	if (place && x->plan->repeats == REPEATS_LAST)
		x->row[*place].cells = copy_cells(x, r);
	if (place)
		return;
	MEM_ROOM(x->row, x->n, x->cap);
	id = arena_copy(&x->arena, id);
	map_put(&x->ids, id_key_kept(id, &x->arena), (uint32_t)x->n);
	x->row[x->n++] = (struct export_row){ id, copy_cells(x, r) };
}

void export_take(struct export *x, const struct record *r)
{
	add_row(x, r);
	if (x->plan->modified != SIZE_MAX)
		look_at_time(x, r);
}

static void count(void *self, struct rows *lane, struct asked leads)
{
	struct export *x = self;

	for (size_t i = 0; i < leads.n; i++) {
		rows_at(lane, leads.row[i]);
		export_take(x, &lane->record);
	}
}

/* One thread counts, so there is nothing to merge. */
static void merge(void *into, void *from)
{
	(void)into, (void)from;
}

static const char *remedy(const struct export *x, enum export_mistake m)
{
	return x->made[m] ? mistakes[m].remedy : "";
}

static void report(const void *self, struct diags *diags)
{
	const struct export *x = self;

	if (x->wrong > NAMED)
		diag_more(diags, "and %llu more rows", (unsigned long long)(x->wrong - NAMED));
	if (x->wrong)
		diag_more(diags, "nothing is filed%s%s%s", remedy(x, EXPORT_NO_ID), remedy(x, EXPORT_ROUNDED),
			  remedy(x, EXPORT_TWICE));
	if (x->repeated)
		diag_note(diags, "%llu row%s an id; the %s row of each was taken",
			  (unsigned long long)x->repeated, x->repeated == 1 ? " repeats" : "s repeat",
			  x->plan->repeats == REPEATS_FIRST ? "first" : "last");
}

const struct counter_kind export_counter = {
	.name = "the export",
	.in_order = true,
	.once = true,
	.new = new_export,
	.free = free_export,
	.count = count,
	.merge = merge,
	.report = report,
};

void export_cells(const struct export *x, size_t row, struct str *cell)
{
	const char *p = x->row[row].cells;

	for (size_t i = 0; i < x->plan->n; i++) {
		uint32_t n;
		memcpy(&n, p, sizeof n);
		cell[i] = (struct str){ p + sizeof n, n };
		p += sizeof n + n;
	}
}
