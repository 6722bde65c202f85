/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The places of a statement: each of its expressions, and each word that names another statement. A
 * statement's row lists them as parts (statement.c), so code that looks at a whole agreement walks it without
 * knowing any statement.
 */
#ifndef AGREEMENT_WALK_H
#define AGREEMENT_WALK_H

#include "agreement/model.h"

struct statement;

enum role {
	ROLE_END,	/* of the parts */
	ROLE_LIST,	/* several things that have parts of their own */
	ROLE_CONDITION, /* an expression, which is bound as a condition, a time, a number or a text … */
	ROLE_TIME,
	ROLE_NUMBER,
	ROLE_TEXT,
	ROLE_VALUE,  /* … or as what it is */
	ROLE_COLUMN, /* the name of a column or a field */
	ROLE_MOMENT, /* the name of a stage or an exit, else of a column of times */
	ROLE_REFERS, /* a word, the name of another statement */
};

struct part {
	enum role role;
	enum {
		OF_LEAD,
		OF_REP,
		OF_FILE,
		OF_EVENT,
		OF_TWIN	    /* a lead's row that may not be its only one: a tool of leads has no use for it */
	} whose;	    /* cells an expression reads; OF_REP: the lead's too */
	bool hints;	    /* a column that stands alone here is read by this role everywhere else, too */
	const char *clause; /* the word before an expression: "when" */
	const char *refers; /* REFERS: the keyword of what is named */
	bool asked;	    /* the name is one that a bant statement reads: see asks.h */
	size_t at;	    /* offset of the struct expr *, the struct word, or the LIST's array */
	size_t n, each;	    /* LIST: offset of how many, size of one */
	const struct part *parts; /* LIST: of each */
};

/* One place. It has an expression or a word. */
struct place {
	const struct statement *in;
	const void *said; /* the statement itself, as the agreement lists it */
	const struct part *part;
	const struct expr *expr;
	const struct word *word;
};

/* False: the rest of the statement is not visited. */
typedef bool visit_fn(void *ctx, const struct place *place);

/* The statements there are of one keyword: how many, one of them, and the first of a name (SIZE_MAX: none).
 */
size_t statement_count(const struct statement *s, const struct agreement *a);
const void *statement_at(const struct statement *s, const struct agreement *a, size_t i);
size_t statement_find(const struct statement *s, const struct agreement *a, struct str name);
struct candidates statement_names(const struct statement *s, const struct agreement *a);

/* Leaves some out: those that stay move up, and then n are left. */
void statement_move(const struct statement *s, struct agreement *a, size_t from, size_t to);
void statement_cut(const struct statement *s, struct agreement *a, size_t n);

/* Visits all places of the statement that aren't empty, in order; stops with false when a visit returns
 * false. */
bool statement_walk(const struct statement *s, const struct agreement *a, size_t i, visit_fn *visit,
		    void *ctx);

#endif
