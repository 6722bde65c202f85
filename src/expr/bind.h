/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the binding files share. An operand is an expression before the other side has decided how it is read:
 * a cell can still become anything, a text literal only a text or a time.
 */
#ifndef EXPR_BIND_H
#define EXPR_BIND_H

#include "expr/code.h"

enum how {
	POISON,	 /* a mistake in it was reported; its parents report nothing */
	LITERAL, /* a text in quotes */
	OPEN,	 /* a cell, or a text that is computed: read as the other side says */
	FIXED,	 /* of one type, whatever stands opposite */
};

struct operand {
	enum how how;
	enum type type; /* FIXED: of the code. OPEN: its own kind, or TYPE_NONE */
	const struct expr *e;
	const struct code *code; /* NULL: the column, a literal, or POISON */
	struct binding binding;	 /* of the column */
	bool constant;		 /* a literal */
	bool interval;		 /* a date literal: any moment in range */
	struct range range;
};

#define POISONED(expr) ((struct operand){ .how = POISON, .e = (expr) })

/* ---- operand.c ---- */

/* The operand as a type; NULL: impossible, which is reported. */
const struct code *bind_as(struct program *p, const struct operand *o, enum type type);

/* The shared reader of an OPEN operand; NULL if it isn't one, or is a column that the input lacks. */
struct reader *bind_reader(struct program *p, const struct operand *o, enum type type, bool start);

/* The one type that several operands are read as; TYPE_NONE: a mistake, which is reported at `e`. `what` says
 * what they are for. */
enum type bind_common(struct program *p, const struct operand *o, size_t n, const char *what);

struct operand bind_fixed(const struct expr *e, const struct code *c);
struct code *bind_node(struct program *p, size_t nargs);
const struct code *bind_none(struct program *p, enum type type);
struct str bind_folded(struct program *p, struct str s);
struct str bind_key(struct program *p, struct str s); /* by fold_key_append() */

/* A column of some kind can't be read as a kind that has nothing in common with it. */
bool bind_kinds_clash(enum type kind, enum type wanted);

/* Is it a text in quotes that names a column, and would better stand in backquotes? It is reported. */
bool bind_is_header(struct program *p, const struct operand *o);

/* Can the operand be that text, as far as its words are known? If not, that is reported. */
bool bind_possible(struct program *p, const struct operand *o, const struct operand *literal);

/* Reports what to write instead of a text in quotes that can't be what is wanted. */
void bind_tell_literal(struct program *p, const struct operand *o, enum type type);

/* A text literal as moments; false: impossible, which is reported. exact: only range.low is meant. */
bool bind_moments(struct program *p, const struct operand *o, struct range *range, bool *exact);
struct range bind_day(struct program *p, int32_t year, int month, int day);

__attribute__((format(printf, 3, 4))) void bind_mistake(struct program *p, const struct expr *e,
							const char *format, ...);
const char *type_words(enum type type);

/* ---- the others, each of operands that check.c has bound ---- */

/* offered.c: a function of a higher floor by name, NULL: none; all their names; and a call of one. */
const struct function *bind_find_offered(const struct program *p, struct str name);
struct candidates bind_offered_names(const struct program *p);
struct operand bind_offered(struct program *p, const struct expr *e, const struct function *fn,
			    const struct operand *arg);

/* lists.c: the left side, and for bind_in the items of the list behind it */
struct operand bind_in(struct program *p, const struct expr *e, const struct operand *o);
struct operand bind_in_file(struct program *p, const struct expr *e, const struct operand *left);

/* compare.c */
struct operand bind_comparison(struct program *p, const struct expr *e, struct operand *o);

/* choose.c */
struct operand bind_coalesce(struct program *p, const struct expr *e, struct operand *arg);
struct operand bind_min(struct program *p, const struct expr *e, struct operand *arg);
struct operand bind_max(struct program *p, const struct expr *e, struct operand *arg);

/* builtin.c: the function that a call names, defined or built in; false: neither, which is reported. And the
 * call of it. */
struct called {
	const struct function *offered;
	size_t builtin;
};
bool bind_find_called(struct program *p, const struct expr *e, struct called *out);
struct operand bind_call(struct program *p, const struct expr *e, struct called fn, struct operand *arg);

#endif
