/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of an input: what fields.c, which finds what they mean, and fields_ask.c share. */
#ifndef AGREEMENT_FIELDS_INTERNAL_H
#define AGREEMENT_FIELDS_INTERNAL_H

#include "agreement/fields.h"
#include "agreement/headers.h"
#include "agreement/lookup.h"
#include "agreement/translations.h"
#include "agreement/units.h"

enum state { UNBOUND, BINDING, BOUND, BROKEN };

struct definition {
	struct str name;
	enum type type;
	bool own;
	define_fn *bind;
	void *ctx;
	size_t which, computed;
	const struct str *word; /* as in struct binding */
	size_t words;
	enum state state;
};

/* A field of the agreement, then every built-in one that the agreement does not have. */
struct entry {
	struct str name;
	const struct field *field;	     /* NULL: built-in only */
	const struct builtin_field *builtin; /* NULL: the agreement's own */
	const struct expr *used;	     /* the first that names it */
	enum found how;
	struct str by;
	const struct column_unit *doubt[2]; /* headers with a unit that might be it, and are not read */
	enum state state;
	struct binding binding;
};

/* A header that says a unit. */
struct column_unit {
	size_t column;
	struct header_unit unit;
	struct str loose; /* without the unit */
};

struct names {
	const struct agreement *agreement;
	struct program *program;
	struct diags *diags;
	struct arena *arena;
	struct headers headers;
	struct name_index offered,
		fields; /* what others define; and fields: the agreement's, and those asked for */
	/* of each column */
	bool *reads;			/* named by its header */
	enum type *hint;		/* where the agreement uses it alone, as a time or a number */
	const struct missing **missing; /* words that mean "nothing" */
	bool *no_ids;			/* among which are those that an id never is */
	struct time_style **times;	/* how times are read; NULL: as everywhere */
	bool circle; /* found below a name that nobody wrote; the nearest name that someone wrote reports it
		      */
	struct definition *definitions;
	size_t ndefinitions, definitions_cap;
	struct entry *entries;
	size_t nentries;
	struct lookups *tables;
	struct translation *translated; /* of each column; NULL: not asked yet */
	struct column_unit *units;	/* NULL: not asked yet */
	size_t nunits;
};

/* The entry of that name, or of its loose form; SIZE_MAX: none. */
size_t field_called(struct names *n, struct str name, bool loosely);

/* ---- fields_headers.c ---- */

/* The column a spelling fits. `expr` NULL: quietly; else two equal fits are reported, and *twice set. */
size_t column_fit(struct names *n, struct str spelling, bool loosely, const struct expr *expr, bool *twice);

void column_bind(struct names *n, size_t column, const struct expr *expr, enum type kind,
		 struct binding *out);

/* Is that its name, loosely? Built-in ones have small letters, and _ for a space. */
bool builtin_is_called(const struct builtin_field *b, struct str loose);

/* Is it a number of things or of money? A score of the CRM may be a likelihood. */
bool field_counts(const struct entry *e);

/* Binds it to the column of its header, if there is one. True also where two are it, which is reported unless
 * `expr` is NULL. */
bool field_seek(struct names *n, struct entry *e, const struct expr *expr);

/* ---- fields_translated.c ---- */

/* The first column that is called what the field is in another language; SIZE_MAX: none is. */
size_t field_translated(struct names *n, const char *field, struct str *language);

/* ---- fields_unit.c ---- */

/* Lists the headers that say a unit: are there any? */
bool field_units(struct names *n);

/* The header that is that spelling of a built-in field, and a unit; of no spelling, what it is called in
 * another language. NULL: none is, or it must not be read, which the entry then keeps as doubt. */
const struct column_unit *field_with_unit(struct names *n, struct entry *e, struct str spelling);

/* ---- fields_id.c ---- */

/* Notes that the field id, bound to one column, might be another. Any other field is passed over. */
void field_doubt_id(struct names *n, const struct entry *e);

/* Words that no id is, whatever the agreement says. */
const struct missing *field_no_ids(struct arena *arena);

#endif
