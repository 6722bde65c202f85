/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
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
	size_t row;   /* the worked-out row number, NaN for none */
	size_t count; /* from program_lookup */
	/* of each column, NULL: none */
	const struct expr **used; /* the first place that names it */
	const struct missing **missing;
	struct time_style **times;
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

static double find_row(const struct lookup *t, struct str key, struct buf *folded)
{
	buf_clear(folded);
	if (key.p)
		fold_key_append(folded, key);
	size_t found = key.p ? side_find(&t->side, buf_view(folded)) : SIZE_MAX;
	return found == SIZE_MAX ? (double)NAN : (double)found;
}

/* A row whose key no row before had, or that has no slot. */
static __attribute__((noinline)) double find_row_of(const struct lookup *t, struct rows *r, uint16_t row)
{
	const struct str *key = code_values(t->by, r, (struct asked){ &row, 1 }, rows_room(r)).text;
	double found = find_row(t, key[row], &r->frame->scratch);

	rows_room_back(r);
	return found;
}

static void work_row(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct lookup *t = ctx;
	const uint16_t *slot = code_slots(t->by, r, ask);

	if (slot) {
		double *next = computed_slots(t->row, r->frame); /* the row behind the one that was found */
		EACH_ROW(row, ask, {
			double found = next[slot[row]] - 1;
			if (__builtin_expect(found < 0, 0)) {
				found = find_row_of(t, r, (uint16_t)row);
				next[slot[row]] = slot[row] == SLOT_NONE ? 0 : found + 1;
			}
			out.number[row] = found;
		});
	} else {
		const struct str *key = code_values(t->by, r, ask, rows_room(r)).text;
		EACH_ROW(row, ask, out.number[row] = find_row(t, key[row], &r->frame->scratch));
		rows_room_back(r);
	}
	rows_looked_up(r, t->count, ask, out.number);
}

static void work_cell(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct lookup_cell *c = ctx;
	const struct lookup *t = c->table;
	const struct missing *missing = t->missing[c->column];
	const double *found = computed_values(t->row, r, ask).number;

	EACH_ROW(row, ask, {
		struct str cell = STR_NONE;
		if (!isnan(found[row])) {
			cell = side_cell(&t->side, (size_t)found[row], c->column);
			if (!cell.n || (missing && missing_is(missing, cell, &r->frame->scratch)))
				cell = STR_NONE;
		}
		out.text[row] = cell;
	});
}

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

/* The table of a name such as `accounts.industry`, and the word behind the dot; SIZE_MAX: none. */
static size_t find_table(const struct lookups *l, const struct expr *name, struct word *cell)
{
	const char *dot = name->op == EXPR_NAME ? memchr(name->text.p, '.', name->text.n) : NULL;

	if (!dot)
		return SIZE_MAX;
	struct str table = { name->text.p, (size_t)(dot - name->text.p) };
	*cell = (struct word){ str_slice(name->text, table.n + 1, name->text.n), name->where, name->span };
	return agreement_find(l->agreement, NAMED_TABLE, table);
}

bool lookups_has(const struct lookups *l, const struct expr *name)
{
	struct word cell;

	return find_table(l, name, &cell) != SIZE_MAX;
}

static void add_dates(struct program *p, const struct column_dates *d, struct time_style **times)
{
	if (!*times) {
		*times = ARENA_NEW(&p->arena, struct time_style);
		**times = p->times;
	}
	(*times)->dates = d->dates ? d->dates : (*times)->dates;
	(*times)->whole_day |= d->whole_day;
}

void columns_apply(const struct agreement *a, struct program *p, find_column_fn *find, void *ctx,
		   const struct missing **missing, struct time_style **times)
{
	size_t c;

	for (size_t i = 0; i < a->column_dates.n; i++)
		for (size_t j = 0; j < a->column_dates.at[i].nin; j++)
			if ((c = find(ctx, a->column_dates.at[i].in[j])) != SIZE_MAX)
				add_dates(p, &a->column_dates.at[i], &times[c]);
	for (size_t i = 0; i < a->missing.n; i++) {
		const struct missing_words *m = &a->missing.at[i];
		const struct missing *words = m->nin ? missing_new(&p->arena, m->words, m->nwords) : NULL;
		for (size_t j = 0; j < m->nin; j++)
			if ((c = find(ctx, m->in[j])) != SIZE_MAX)
				missing[c] = missing_and(&p->arena, missing[c], words);
	}
}

/* The column of a table that stands behind `in`; SIZE_MAX: it is another's. A mistake is reported. */
struct finding {
	const struct lookups *lookups;
	const struct lookup *table;
};

static size_t said_column(void *ctx, const struct expr *name)
{
	const struct finding *f = ctx;
	struct word cell;

	return find_table(f->lookups, name, &cell) == (size_t)(f->table - f->lookups->at)
		       ? lookup_column(&f->table->side, f->table->said->file.text, cell,
				       f->lookups->program->diags)
		       : SIZE_MAX;
}

/* Reads the file, binds the key. */
static bool read_table(const struct lookups *l, struct lookup *t)
{
	struct program *p = l->program;
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
	t->missing = ARENA_ARRAY(&p->arena, t->side.columns, const struct missing *);
	t->times = ARENA_ARRAY(&p->arena, t->side.columns, struct time_style *);
	columns_apply(l->agreement, p, said_column, &(struct finding){ l, t }, t->missing, t->times);
	side_index(&t->side, key);
	if (t->side.repeated)
		diag_note(p->diags,
			  "%.*s: %zu %s a '%.*s' that stands on a row above; the first row of each is meant",
			  STR_ARG(said->file.text), t->side.repeated,
			  t->side.repeated == 1 ? "row has" : "rows have", STR_ARG(said->key.text));
	t->used = ARENA_ARRAY(&p->arena, t->side.columns, const struct expr *);
	t->count = program_lookup(p, said->name.text, said->file.text);
	t->row = program_compute(p, TYPE_NUMBER, said->name.text, work_row, t);
	return true;
}

/* The table, read; NULL after a mistake, which is reported. */
static struct lookup *table_at(struct lookups *l, size_t i)
{
	struct lookup *t = &l->at[i];

	if (t->state == UNREAD) {
		t->state = READING;
		t->state = read_table(l, t) ? READ : BROKEN;
	}
	return t->state == READ ? t : NULL;
}

size_t lookups_columns(struct lookups *l, struct table_column **out)
{
	struct arena *a = &l->program->arena;
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += table_at(l, i) ? l->at[i].side.columns : 0;
	*out = ARENA_ARRAY(a, n, struct table_column);
	n = 0;
	for (const struct lookup *t = l->at; t < l->at + l->n; t++)
		for (size_t c = 0; t->state == READ && c < t->side.columns; c++) {
			bool key = c == side_column(&t->side, t->said->key.text);
			(*out)[n++] = (struct table_column){ arena_print(a, "%.*s.%.*s",
									 STR_ARG(t->said->name.text),
									 STR_ARG(t->side.name[c])),
							     t->said->file.text, key ? t->said->by : NULL,
							     t->used[c] };
		}
	return n;
}

bool lookups_resolve(struct lookups *l, const struct expr *name, struct binding *out)
{
	struct program *p = l->program;
	struct word cell;
	size_t i = find_table(l, name, &cell);

	if (i == SIZE_MAX)
		return false;
	if (l->at[i].state == READING)
		diag_at(p->diags, name->where, name->span,
			"the key of table '%.*s' is looked up in the table itself",
			STR_ARG(l->at[i].said->name.text));
	struct lookup *t = table_at(l, i);
	if (!t)
		return true;
	size_t column = lookup_column(&t->side, t->said->file.text, cell, p->diags);
	if (column == SIZE_MAX)
		return true;
	if (!t->used[column])
		t->used[column] = name;
	struct lookup_cell *c = ARENA_NEW(&p->arena, struct lookup_cell);
	*c = (struct lookup_cell){ t, column };
	*out = (struct binding){ .how = BOUND_COMPUTED,
				 .kind = TYPE_TEXT,
				 .label = name->text,
				 .commas = t->side.commas && !l->agreement->decimal_said,
				 .times = t->times[column] ? t->times[column] : &p->times,
				 .computed = program_compute(p, TYPE_TEXT, name->text, work_cell, c) };
	return true;
}
