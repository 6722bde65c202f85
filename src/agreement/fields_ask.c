/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What others ask of the names of an input once they are set up: see fields.h. */
#include "agreement/fields_internal.h"

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
