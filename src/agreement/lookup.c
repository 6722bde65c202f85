/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Side tables joined by key. A table's file is read when it is first named;
 * its row is found once a record, whatever number of its cells are named.
 */
#include "agreement/lookup.h"

#include <math.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/file.h"
#include "base/mem.h"
#include "table/side.h"
#include "expr/run.h"

struct lookup {
	const struct side_table *said;
	enum { UNREAD, READING, READ, BROKEN } state;
	struct side side;
	const struct code *by;
	size_t row; /* the worked-out row number, NaN for none */
};

/* One column of a table. */
struct lookup_cell {
	const struct lookup *table;
	size_t column;
};

struct lookup **lookup_new_all(struct names *n)
{
	const struct agreement *a = names_agreement(n);
	struct lookup **tables = mem_new((a->tables.n + 1) * sizeof *tables);

	for (size_t i = 0; i < a->tables.n; i++) {
		tables[i] = mem_new(sizeof **tables);
		tables[i]->said = &a->tables.at[i];
	}
	return tables;
}

void lookup_free_all(struct lookup **tables, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		side_release(&tables[i]->side);
		free(tables[i]);
	}
	free(tables);
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
	double row = frame_worked(f, c->table->row).number;

	if (isnan(row))
		return value_none(TYPE_TEXT);
	struct str cell = side_cell(&c->table->side, (size_t)row, c->column);
	return value_words(cell);
}

COMPUTE_ROWS(work_cell, text, cell_of)

size_t lookup_column(struct names *n, const struct side *side, struct str file, struct str name,
		     const struct text *where, struct span span)
{
	size_t column = side_column(side, name);
	struct nearest near = nearest_to(name);
	struct buf say = { 0 };

	if (column != SIZE_MAX)
		return column;
	for (size_t i = 0; i < side->columns && !diags_full(names_diags(n)); i++)
		nearest_offer(&near, side->name[i]);
	nearest_say(&near, &say);
	diag_at(names_diags(n), where, span, "%.*s has no column '%.*s'%.*s", STR_ARG(file), STR_ARG(name),
		STR_ARG(buf_view(&say)));
	buf_release(&say);
	return SIZE_MAX;
}

static size_t find_column(struct names *n, struct lookup *t, struct str name, const struct text *where,
			  struct span span)
{
	return lookup_column(n, &t->side, t->said->file.text, name, where, span);
}

/* Reads the file, binds the key. */
static bool read_table(struct names *n, struct lookup *t)
{
	const struct side_table *said = t->said;
	struct program *p = names_program(n);
	struct buf path = { 0 };

	file_path(&path, said->file.where->folder, said->file.text);
	bool read = side_read(&t->side, path.p, names_diags(n));
	buf_release(&path);
	if (!read)
		return false;
	size_t key = find_column(n, t, said->key.text, said->key.where, said->key.span);
	t->by = program_bind(p, said->by, TYPE_TEXT, NULL);
	if (key == SIZE_MAX || !t->by)
		return false;
	side_index(&t->side, key);
	if (t->side.repeated)
		diag_note(names_diags(n),
			  "%.*s: %zu rows have a '%.*s' that stands on a row above; the first row of each is "
			  "meant",
			  STR_ARG(said->file.text), t->side.repeated, STR_ARG(said->key.text));
	t->row = program_work(p, TYPE_NUMBER, said->name.text, work_row, t);
	return true;
}

bool lookup_resolve(struct names *n, struct lookup **tables, const struct expr *name, struct binding *out)
{
	const char *dot = memchr(name->text.p, '.', name->text.n);

	if (!dot)
		return false;
	struct str table = { name->text.p, (size_t)(dot - name->text.p) };
	struct str cell = str_slice(name->text, table.n + 1, name->text.n);
	size_t i = agreement_table(names_agreement(n), table);
	if (i == SIZE_MAX)
		return false;
	struct lookup *t = tables[i];
	if (t->state == READING)
		diag_at(names_diags(n), name->where, name->span,
			"the key of table '%.*s' is looked up in the table itself",
			STR_ARG(t->said->name.text));
	if (t->state == UNREAD) {
		t->state = READING;
		t->state = read_table(n, t) ? READ : BROKEN;
	}
	if (t->state != READ)
		return true;
	size_t column = find_column(n, t, cell, name->where, name->span);
	if (column == SIZE_MAX)
		return true;
	struct lookup_cell *c = ARENA_NEW(&names_program(n)->arena, struct lookup_cell);
	*c = (struct lookup_cell){ t, column };
	*out = (struct binding){ .how = BOUND_WORKED,
				 .kind = TYPE_TEXT,
				 .label = name->text,
				 .worked = program_work(names_program(n), TYPE_TEXT, name->text, work_cell,
							c) };
	return true;
}
