/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Side tables joined by key. A table's file is read when it is first named; its row is found once per record,
 * however many of its cells are named.
 */
#include "agreement/lookup.h"

#include <math.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/file.h"
#include "base/mem.h"
#include "expr/run.h"
#include "table/side.h"

struct lookup {
	const struct side_table *said;
	enum { UNREAD, READING, READ, BROKEN } state;
	struct side side;
	const struct code *by;
	size_t row; /* the worked-out row number, NaN for none */
};

struct lookups {
	const struct agreement *agreement;
	struct program *program;
	size_t n;
	struct lookup at[];
};

/* One column of a table. */
struct lookup_cell {
	const struct lookup *table;
	size_t column;
};

struct lookups *lookups_new(const struct agreement *a, struct program *program)
{
	struct lookups *l = mem_new(sizeof *l + a->tables.n * sizeof *l->at);

	l->agreement = a;
	l->program = program;
	l->n = a->tables.n;
	for (size_t i = 0; i < l->n; i++)
		l->at[i].said = &a->tables.at[i];
	return l;
}

void lookups_free(struct lookups *l)
{
	for (size_t i = 0; i < l->n; i++)
		side_release(&l->at[i].side);
	free(l);
}

static union value row_of(const void *ctx, struct frame *f)
{
	const struct lookup *t = ctx;
	struct str key = code_text(t->by, f);
	size_t row = SIZE_MAX;

	if (key.p) {
		buf_clear(&f->scratch);
		fold_append(&f->scratch, key);
		row = side_find(&t->side, buf_view(&f->scratch));
	}
	return (union value){ .number = row == SIZE_MAX ? NAN : (double)row };
}

COMPUTE_ROWS(work_row, number, row_of)

static union value cell_of(const void *ctx, struct frame *f)
{
	const struct lookup_cell *c = ctx;
	double row = frame_computed(f, c->table->row).number;

	if (isnan(row))
		return value_none(TYPE_TEXT);
	struct str cell = side_cell(&c->table->side, (size_t)row, c->column);
	return value_words(cell);
}

COMPUTE_ROWS(work_cell, text, cell_of)

size_t lookup_column(const struct side *side, struct str file, struct word name, struct diags *diags)
{
	size_t column = side_column(side, name.text);

	if (column == SIZE_MAX) {
		struct str near = nearest(diags, name.text, &CANDIDATE_NAMES(side->name, side->columns), 1);
		diag_at(diags, name.where, name.span, "%.*s has no column '%.*s'" DID_YOU_MEAN, STR_ARG(file),
			STR_ARG(name.text), DID_YOU_MEAN_ARG(near));
	}
	return column;
}

/* Reads the file, binds the key. */
static bool read_table(struct program *p, struct lookup *t)
{
	const struct side_table *said = t->said;
	struct buf path = { 0 };

	file_path(&path, said->file.where->folder, said->file.text);
	bool read = side_read(&t->side, path.p, p->diags);
	buf_release(&path);
	if (!read)
		return false;
	size_t key = lookup_column(&t->side, said->file.text, said->key, p->diags);
	t->by = program_bind(p, said->by, TYPE_TEXT, NULL);
	if (key == SIZE_MAX || !t->by)
		return false;
	side_index(&t->side, key);
	if (t->side.repeated)
		diag_note(p->diags,
			  "%.*s: %zu rows have a '%.*s' that stands on a row above; the first row of each is "
			  "meant",
			  STR_ARG(said->file.text), t->side.repeated, STR_ARG(said->key.text));
	t->row = program_compute(p, TYPE_NUMBER, said->name.text, work_row, t);
	return true;
}

bool lookups_resolve(struct lookups *l, const struct expr *name, struct binding *out)
{
	const char *dot = memchr(name->text.p, '.', name->text.n);
	struct program *p = l->program;

	if (!dot)
		return false;
	struct str table = { name->text.p, (size_t)(dot - name->text.p) };
	struct word cell = { str_slice(name->text, table.n + 1, name->text.n), name->where, name->span };
	size_t i = agreement_find(l->agreement, NAMED_TABLE, table);
	if (i == SIZE_MAX)
		return false;
	struct lookup *t = &l->at[i];
	if (t->state == READING)
		diag_at(p->diags, name->where, name->span,
			"the key of table '%.*s' is looked up in the table itself",
			STR_ARG(t->said->name.text));
	if (t->state == UNREAD) {
		t->state = READING;
		t->state = read_table(p, t) ? READ : BROKEN;
	}
	if (t->state != READ)
		return true;
	size_t column = lookup_column(&t->side, t->said->file.text, cell, p->diags);
	if (column == SIZE_MAX)
		return true;
	struct lookup_cell *c = ARENA_NEW(&p->arena, struct lookup_cell);
	*c = (struct lookup_cell){ t, column };
	*out = (struct binding){ .how = BOUND_COMPUTED,
				 .kind = TYPE_TEXT,
				 .label = name->text,
				 .commas = t->side.commas && !l->agreement->decimal_said,
				 .computed = program_compute(p, TYPE_TEXT, name->text, work_cell, c) };
	return true;
}
