/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a name means on this input. Looked up, first with its exact spelling, then loosely (case, outer space,
 * a trailing *, and space, _ and - do not matter), each time in this order: computed values of the agreement
 * (defined by higher floors), its fields, the built-in fields, the headers; and `table.column` for side
 * tables. Computed values are bound when first named, so a tool pays only for what it uses.
 */
#ifndef AGREEMENT_FIELDS_H
#define AGREEMENT_FIELDS_H

#include "agreement/builtin.h"
#include "agreement/model.h"

struct names;

/* Binds one defined name. Returns what program_work gave; SIZE_MAX after a mistake, which is reported. */
typedef size_t define_fn(void *ctx, size_t which, struct names *n);

/* `header` must outlive the names. Fills program's schema, times and decimal from the agreement. */
struct names *names_new(const struct agreement *a, const struct str *header, size_t columns,
			struct program *program, struct diags *diags);
void names_free(struct names *n);

/*
 * Defines a value that the agreement computes. `own`: this tool adds the column, so it is always computed;
 * otherwise, if an earlier tool has added a column of exactly that name, it is read. `type` is the value's
 * type.
 */
void names_define(struct names *n, struct str name, enum type type, bool own, define_fn *bind, void *ctx,
		  size_t which);

/* All that the value defined last can be, a text: to compare it with another is a mistake, unless it is read
 * from a column. */
void names_words(struct names *n, const struct str *word, size_t words);

struct program *names_program(struct names *n);
const struct agreement *names_agreement(const struct names *n);
size_t names_columns(const struct names *n); /* of the input; 0 when it had no bytes */
struct str names_head(const struct names *n, size_t column);
struct diags *names_diags(struct names *n);

/* The computed value of a defined name, bound now if it wasn't; SIZE_MAX after a mistake, or if there is
 * none. */
size_t names_computed(struct names *n, struct str name);

/* What a name stands for on this input, as `want`; returns NULL after a mistake, which is reported. */
const struct code *names_code(struct names *n, const char *name, enum type want);

/* The column a name is read from; SIZE_MAX: none (nothing is reported). */
size_t names_column(struct names *n, const struct expr *name);

/* Is it a field for which this input has no column? `builtin`: one of the built-in fields. */
bool names_absent(struct names *n, const struct expr *name, bool builtin);

/* Does all that an expression names mean something here, so that it can be bound? Nothing is reported. */
bool names_know(struct names *n, const struct expr *e);

/* The column of exactly that header (the first of several), or of `Header[2]`; SIZE_MAX: none. */
size_t names_header(const struct names *n, struct str header);

/* A column by its index, whatever other columns are called, read as `type`. */
const struct code *names_bind_column(struct names *n, size_t column, enum type type);

/* The words that mean "nothing here" in a column. */
const struct missing *names_missing(const struct names *n, size_t column);

/* How the times in a column are read. */
const struct time_style *names_times(const struct names *n, size_t column);

/* For --fields: how every field of the agreement and every built-in one is read, agreement's first. */
enum found { FOUND_NOT, FOUND_EXACTLY, FOUND_LOOSELY, FOUND_TRANSLATED, FOUND_WITH_UNIT, FOUND_WORKED_OUT };
struct field_found {
	struct str name;
	size_t column; /* SIZE_MAX: none */
	enum found how;
	struct str by; /* the spelling that fit, or the language that it is called so in */
	bool builtin;
	const struct expr *used; /* the first place bound so far that names it; NULL: none */
};
size_t names_fields(struct names *n, struct field_found **out); /* in the program's arena */

/* Notes the headers that the built-in agreement's fields were found by in another language. */
void names_tell_translated(const struct names *n);

/* Notes the headers with a unit that fields were found by, or might have been. */
void names_tell_units(const struct names *n);

/* The side tables, for --fields. */
struct lookups *names_tables(const struct names *n);

/* Has anything bound so far read the column by its own header rather than as a field? */
bool names_reads(const struct names *n, size_t column);

#endif
