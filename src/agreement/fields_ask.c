/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What others add to the names of an input once they are set up, and ask of them: see fields.h. */
#include "agreement/fields_internal.h"

#include "base/cell.h"
#include "base/mem.h"

void names_define(struct names *n, struct str name, enum type type, bool own, define_fn *bind, void *ctx,
		  size_t which)
{
	MEM_ROOM(n->definitions, n->ndefinitions, n->definitions_cap);
	name_index_add(&n->offered, name, loose_name(n->arena, name), n->ndefinitions);
	n->definitions[n->ndefinitions++] = (struct definition){
		.name = name, .type = type, .own = own, .bind = bind, .ctx = ctx, .which = which
	};
}

void names_words(struct names *n, const struct str *word, size_t words)
{
	n->definitions[n->ndefinitions - 1].word = word;
	n->definitions[n->ndefinitions - 1].words = words;
}

struct str names_head(const struct names *n, size_t column)
{
	return n->headers.name[column];
}

size_t names_header(const struct names *n, struct str header)
{
	return headers_exactly(&n->headers, header);
}

const struct missing *names_missing(const struct names *n, size_t column)
{
	return n->missing[column];
}

const struct time_style *names_times(const struct names *n, size_t column)
{
	return n->times[column] ? n->times[column] : &n->program->times;
}

struct program *names_program(struct names *n)
{
	return n->program;
}

size_t names_columns(const struct names *n)
{
	return n->headers.n;
}

const struct agreement *names_agreement(const struct names *n)
{
	return n->agreement;
}

struct diags *names_diags(struct names *n)
{
	return n->diags;
}

struct lookups *names_tables(const struct names *n)
{
	return n->tables;
}

bool names_reads(const struct names *n, size_t column)
{
	return n->reads[column];
}

const struct code *names_code(struct names *n, const char *name, enum type want)
{
	struct expr *e = ARENA_NEW(n->arena, struct expr);

	*e = (struct expr){ .op = EXPR_NAME, .text = str_from(name), .where = n->agreement->text };
	return program_bind(n->program, e, want, NULL);
}

/* ---- what can be bound ---- */

struct known {
	struct names *names;
	int depth; /* of fields that are worked out from others */
	bool all;
};

enum { DEEPEST = 64 };

static void know(struct known *k, const struct expr *e);

/* Circles are for the binding to report. */
static void know_field(struct known *k, const struct field *f)
{
	if (++k->depth <= DEEPEST)
		for (size_t i = 0; i < f->ncases && k->all; i++) {
			know(k, f->cases[i].value);
			if (f->cases[i].when)
				know(k, f->cases[i].when);
		}
	k->depth--;
}

static void know_name(void *ctx, const struct expr *name)
{
	struct known *k = ctx;
	struct names *n = k->names;

	if (!k->all || (name->op == EXPR_COLUMN && headers_exactly(&n->headers, name->text) != SIZE_MAX))
		return;
	for (int loosely = 0; loosely < 2 && name->op == EXPR_NAME; loosely++) {
		struct str wanted = loosely ? loose_name(n->arena, name->text) : name->text;
		if (name_index_find(&n->offered, wanted, loosely) != SIZE_MAX)
			return;
		size_t i = field_called(n, wanted, loosely);
		if (i != SIZE_MAX && n->entries[i].field)
			know_field(k, n->entries[i].field);
		if (i != SIZE_MAX)
			return;
		if ((loosely ? headers_loosely(&n->headers, name->text)
			     : headers_exactly(&n->headers, name->text)) != SIZE_MAX)
			return;
	}
	k->all &= lookups_has(n->tables, name);
}

static void know(struct known *k, const struct expr *e)
{
	expr_names(e, know_name, k);
}

bool names_know(struct names *n, const struct expr *e)
{
	struct known k = { .names = n, .all = true };

	know(&k, e);
	return k.all;
}
