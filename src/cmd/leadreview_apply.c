/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * leadreview --apply: decisions merged into the export. The rows are read twice: which of them have a
 * decision, and how each column writes its times, is known before the first is written. What stands in a cell
 * then depends on the row's number alone, so that any number of threads writes the same.
 */
#include "cmd/leadreview.h"
#include "expr/run.h"
#include "review/merge.h"

struct applying {
	struct merge *merge;
	struct lane after; /* the agreement on the output's columns */
	struct handing handing;
	struct diags unsaid;
	struct written {
		const struct merge *merge;
		size_t place;
	} * cell;
};

enum { PREFER_CRM, PREFER_DECISIONS };

bool apply_reads_twice(const void *ask, const struct agreement *a)
{
	(void)ask, (void)a;
	return true;
}

void apply_free(struct applying *a)
{
	if (!a)
		return;
	merge_free(a->merge);
	filter_unbind(&a->after);
	diags_release(&a->unsaid);
}

/* ---- the rows, before any is written ---- */

static void meet(void *ctx, struct rows *lane, struct asked leads)
{
	merge_meet(ctx, lane, leads);
}

/* All rows, whatever -w keeps: a decision isn't of a lead that the input doesn't have because of it, and what
 * a column looks like doesn't depend on it. */
static bool meet_all(struct filter *f, struct merge *m)
{
	const struct code *where = f->where;

	f->where = NULL;
	bool good = filter_read_before(f, NULL, meet, NULL, m);
	f->where = where;
	return good;
}

/* Reads the rows as the agreement will, with the columns that are added. */
static bool settle(struct applying *a, struct filter *f)
{
	const struct header *h = &f->source.header;
	size_t n, columns = h->n;
	const struct place *place = merge_places(a->merge, &n);
	struct str *head = ARENA_ARRAY(&f->lane[0].program.arena, h->n + n, struct str);

	for (size_t i = 0; i < h->n; i++)
		head[i] = h->name[i];
	for (size_t i = 0; i < n; i++)
		if (place[i].column == SIZE_MAX)
			head[columns++] = place[i].head;
	a->unsaid.tool = f->command->tool.name;
	filter_bind_again(f, &a->after, head, columns, &a->unsaid);
	return handing_bind(&a->handing, a->after.names, a->after.clocks, f->map) &&
	       merge_settle(a->merge, &a->handing, a->after.names);
}

/* ---- the columns ---- */

static union value cell_of(const void *ctx, struct frame *f)
{
	const struct written *w = ctx;
	const struct record *r = f->record;

	return (union value){ .text = merge_cell(w->merge, r->batch->first_row + r->index, w->place) };
}

COMPUTE_ROWS(work_cell, text, cell_of)

static size_t bind_cell(void *cells, size_t which, struct names *n)
{
	struct written *w = cells;

	return program_compute(names_program(n), TYPE_TEXT, STR(""), work_cell, &w[which]);
}

/* Of several columns with one header, `Header[2]`. */
static struct str exact_head(struct filter *f, const struct place *p)
{
	size_t same = 1;

	for (size_t i = 0; p->column != SIZE_MAX && i < p->column && i < f->source.header.n; i++)
		same += str_eq(f->source.header.name[i], p->head);
	return same == 1 ? p->head
			 : arena_print(&f->lane[0].program.arena, "%.*s[%zu]", STR_ARG(p->head), same);
}

static void add_column(struct applying *a, struct filter *f, const struct place *p, size_t which)
{
	struct lane *lane = &f->lane[0];
	struct str name = arena_print(&lane->program.arena, "what is decided, %zu", which);

	a->cell[which] = (struct written){ a->merge, which };
	names_define(lane->names, name, TYPE_TEXT, true, bind_cell, a->cell, which);
	struct out_column *added = filter_add(f, 0, name, exact_head(f, p));
	added->name = p->head;
	if (p->column < f->source.header.n)
		added->column = p->column;
	if (f->common.changes && p->kind != TYPE_TEXT)
		added->kind = p->kind; /* as which it is compared */
}

void bind_apply(void *ask, struct filter *f, const void **plan)
{
	struct leadreview *t = ask;
	struct lane *lane = &f->lane[0];
	struct applying *a = t->applying = ARENA_NEW(&lane->program.arena, struct applying);

	(void)plan;
	if (!t->file)
		diag_error(&f->diags, "--apply merges decisions; name their file with -s");
	if (f->diags.errors || !handing_bind(&t->handing, lane->names, lane->clocks, f->map) ||
	    !leadreview_decisions(t, f, false) || !f->source.header.n)
		return;
	terms_bind(&t->terms, lane->names, t->handing.sla, NULL);
	a->merge = merge_new(&(struct merge_plan){ .file = t->file,
						   .decisions = t->decisions,
						   .handing = &t->handing,
						   .terms = &t->terms,
						   .names = lane->names,
						   .dialect = f->source.dialect,
						   .prefer = t->prefer == PREFER_DECISIONS,
						   .strict = f->common.strict });
	if (!a->merge || !meet_all(f, a->merge) || !settle(a, f))
		return;
	if (f->common.changes && !f->common.clear && merge_emptied(a->merge))
		diag_note(&f->diags, "--changes writes cells that are emptied with --clear alone");
	size_t n;
	const struct place *place = merge_places(a->merge, &n);
	a->cell = ARENA_ARRAY(&lane->program.arena, n, struct written);
	for (size_t i = 0; i < n; i++)
		add_column(a, f, &place[i], i);
}
