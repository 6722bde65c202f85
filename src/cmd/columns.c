/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What columns the output has: see columns.h; how they are written is emit.c's. */
#include "cmd/columns.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "cmd/ids.h"

void columns_start(struct filter *f)
{
	const struct header *h = &f->source.header;

	f->columns = mem_new(h->n * sizeof *f->columns);
	f->ncolumns = f->columns_cap = h->n;
	for (size_t i = 0; i < h->n; i++)
		f->columns[i] = (struct out_column){ .name = h->name[i], .column = i };
}

/* Returns the code of what a name stands for; NULL after a mistake, which is reported. */
static const struct code *bind_name(struct filter *f, size_t lane, enum expr_op op, struct str name,
				    const struct text *where, struct span span)
{
	struct program *p = &f->lane[lane].program;
	struct expr *e = ARENA_NEW(&p->arena, struct expr);

	*e = (struct expr){ .op = op, .text = arena_copy(&p->arena, name), .where = where, .span = span };
	return program_bind(p, e, TYPE_NONE, NULL);
}

struct out_column *filter_add(struct filter *f, size_t lane, struct str name, struct str head)
{
	size_t at = names_header(f->lane[lane].names, head);
	struct out_column added = { .name = head, .column = SIZE_MAX, .lane = lane, .added = ++f->added };

	added.code = bind_name(f, lane, EXPR_NAME, name, f->lane[lane].agreement.text, (struct span){ 0 });
	if (at == SIZE_MAX) {
		MEM_ROOM(f->columns, f->ncolumns, f->columns_cap);
		at = f->ncolumns++;
	}
	f->columns[at] = added;
	return &f->columns[at];
}

/* What is no head of the output. */
static struct out_column other_column(struct filter *f, const char *option, const struct expr *named)
{
	struct names *n = f->lane[0].names;
	/* a field of the same name only says which header it loads to */
	bool rep = is_rep_column(named) && names_computed(n, named->text) != SIZE_MAX;
	size_t column = rep ? SIZE_MAX : names_column(n, named);

	if (column != SIZE_MAX)
		return f->columns[column];
	const struct code *code = bind_name(f, 0, named->op, named->text, named->where, named->span);
	if (names_absent(n, named, false))
		diag_note(&f->diags,
			  "%s: the input has no column for the field '%.*s', so it is empty in every row; "
			  "--fields "
			  "shows what it can be read from",
			  option, STR_ARG(named->text));
	return (struct out_column){ .name = named->text, .column = SIZE_MAX, .code = code, .besides = rep };
}

struct out_column columns_named(struct filter *f, const char *option, const struct expr *named)
{
	for (size_t i = 0; i < f->ncolumns; i++)
		if (str_eq(f->columns[i].name, named->text))
			return f->columns[i];
	return other_column(f, option, named);
}

/* One item of -c: a column of the output by its exact head, else whatever the name stands for. */
static struct out_column pick(struct filter *f, const struct map *heads, const struct text *text,
			      struct span item)
{
	struct str name = str_slice(text->body, item.at, item.at + item.n);
	bool exact = name.n > 2 && name.p[0] == '`' && name.p[name.n - 1] == '`';

	if (exact)
		name = str_slice(name, 1, name.n - 1);
	const uint32_t *head = map_find(heads, name);
	if (head)
		return f->columns[*head];
	return other_column(
		f, "--columns",
		&(struct expr){
			.op = exact ? EXPR_COLUMN : EXPR_NAME, .text = name, .where = text, .span = item });
}

/* Commas separate, but not in backquotes; space around an item is dropped. */
void columns_pick(struct filter *f)
{
	struct text *text = ARENA_NEW(&f->lane[0].program.arena, struct text);
	struct out_column *picked = NULL;
	size_t n = 0, cap = 0, from = 0;
	struct map heads = { 0 };
	bool quoted = false;

	for (size_t i = 0; i < f->ncolumns; i++)
		map_put(&heads, f->columns[i].name, (uint32_t)i);
	*text = (struct text){ .name = "--columns", .folder = "", .body = str_from(f->common.columns) };
	for (size_t i = 0; i <= text->body.n; i++) {
		if (i < text->body.n && text->body.p[i] == '`')
			quoted = !quoted;
		if (i < text->body.n && (text->body.p[i] != ',' || quoted))
			continue;
		struct str item = str_trim(str_slice(text->body, from, i));
		from = i + 1;
		if (!item.n) {
			diag_error(&f->diags, "--columns: a name is missing in '%s'", f->common.columns);
			break;
		}
		MEM_ROOM(picked, n, cap);
		picked[n++] = pick(f, &heads, text,
				   (struct span){ (uint32_t)(item.p - text->body.p), (uint32_t)item.n });
	}
	map_release(&heads);
	free(f->columns);
	f->columns = picked;
	f->ncolumns = n;
	f->columns_cap = cap;
}

void columns_weigh(struct filter *f)
{
	struct names *n = f->lane[0].names;
	struct field_found *field;
	bool email;
	size_t key = ids_column(n, &email), fields = names_fields(n, &field);

	for (size_t i = 0; i < f->ncolumns; i++) {
		struct out_column *c = &f->columns[i];
		bool read = c->column != SIZE_MAX && names_reads(n, c->column);
		for (size_t k = 0; k < fields && !read; k++)
			read = field[k].used && field[k].column == c->column && c->column != SIZE_MAX;
		c->weight = c->added ? WEIGHT_ANSWERS : read ? WEIGHT_EXPLAINS : WEIGHT_DIAGNOSES;
		if (f->common.columns ? !i : c->column == key && key != SIZE_MAX)
			c->weight = WEIGHT_KEY;
		else if (f->common.columns)
			c->weight = WEIGHT_ANSWERS;
	}
}
