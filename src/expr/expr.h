/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An expression as it was written: a syntax tree in an arena. It knows no
 * columns and no types; program.h binds it.
 */
#ifndef EXPR_EXPR_H
#define EXPR_EXPR_H

#include "expr/token.h"

enum expr_op {
	/* operands */
	EXPR_TEXT,
	EXPR_NUMBER,
	EXPR_DATE,
	EXPR_SPAN,
	EXPR_FLAG,
	EXPR_NAME,   /* a bare name */
	EXPR_COLUMN, /* a backquoted header */
	EXPR_CALL,   /* text is the function's name */
	/* conditions; `negated` makes not in, !=, is present … of them */
	EXPR_NOT,
	EXPR_AND,
	EXPR_OR,
	EXPR_EQUAL,
	EXPR_LESS,
	EXPR_LESS_EQUAL,
	EXPR_GREATER,
	EXPR_GREATER_EQUAL,
	EXPR_MATCH,
	EXPR_IN,
	EXPR_IN_FILE,
	EXPR_CONTAINS,
	EXPR_STARTS,
	EXPR_ENDS,
	EXPR_MISSING,
	/* arithmetic */
	EXPR_ADD,
	EXPR_SUBTRACT,
	EXPR_MULTIPLY,
	EXPR_DIVIDE,
	EXPR_NEGATE,
	EXPR_OPS
};

struct expr {
	enum expr_op op;
	bool negated;
	bool compared; /* stands right of a comparison, or is a value of its own: a name that nothing has may
			* be a text without its quotes */
	bool moment;   /* is of when something happens: a name may be that of a stage or an exit */
	bool mended;   /* of a whole expression: a mistake in it was reported; it can be checked but not bound
			*/
	int height;    /* of the tree; limited, so that walking it may recurse */
	struct span span; /* all of it */
	const struct text *where;
	struct str text; /* of a name, column, text or function */
	double number;	 /* NUMBER; FLAG: 1 is yes */
	int64_t span_us; /* SPAN, in microseconds */
	int32_t year;	 /* DATE; day 0 is the whole month */
	int8_t month, day;
	struct expr **arg;
	size_t nargs;
};

/*
 * Returns NULL after a mistake, which is reported. Stops before the first token that can't continue the
 * expression. After a mistake whose meaning is plain the tree is complete, but `mended`: program_bind reports
 * what else is wrong with it, and returns NULL.
 */
struct expr *expr_parse(struct parser *p);

/* A whole text that is one expression (--where). */
struct expr *expr_parse_text(const struct text *text, struct arena *arena, struct diags *diags);

/*
 * Expressions with commas between (--by); 0 after a mistake. An item for which `is_column` is true is that
 * column, whatever else its words could mean, as if it were in backquotes; otherwise several words that
 * aren't an expression are a name with spaces: `Lead Source`. is_column may be NULL.
 */
typedef bool column_fn(void *ctx, struct str words);
size_t expr_parse_list(const struct text *text, struct arena *arena, struct diags *diags,
		       column_fn *is_column, void *ctx, struct expr ***out);

/* Its words as written, with runs of spaces and line ends as one space. */
struct str expr_source(const struct expr *e, struct arena *arena);

/* Calls fn for every name and column in it. */
void expr_names(const struct expr *e, void (*fn)(void *ctx, const struct expr *name), void *ctx);

#endif
