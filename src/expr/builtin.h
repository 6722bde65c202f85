/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The functions of the language, for the manual, --help and the tests: in order of name. */
#ifndef EXPR_BUILTIN_H
#define EXPR_BUILTIN_H

#include "expr/program.h"

struct operand;
struct deciding;

/* Binds a call whose type its arguments settle, or that asks something of them. */
typedef struct operand bind_fn(struct program *p, const struct expr *e, struct operand *arg);

struct builtin {
	const char *name, *shape; /* "round(x, places)" */
	unsigned least, most;	  /* arguments */
	enum type arg, result;	  /* TYPE_NONE: settled by the arguments */
	const char *says;	  /* one line, for people */
	const char *words; /* a call in words (words.h): %1 is its first argument, %* are all of them, %+ all
			    * but the first */
	const char *more_words; /* with more arguments than `least`; NULL: the same */
	/* Makes the result of its arguments, all of type `arg`. */
	union value (*apply)(const struct code *c, struct frame *f, const union value *arg);
	bind_fn *bind;		     /* instead of `apply`; NULL: nothing but that is needed */
	bool folded;		     /* the text it gives is in lower case already */
	const struct deciding *part; /* of its argument, if it makes a text of a part of one; NULL: of all */
};

extern const struct builtin builtins[];
extern const size_t nbuiltins;

/* All values of a bound band() or weekday(), in their own order; none for anything else. Valid as long as the
 * program. */
size_t builtin_places(const struct code *c, const struct str **text);

#endif
