/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of a tree, for the parser: parse_node.c makes them, and parse.c knows the grammar. */
#ifndef EXPR_PARSE_H
#define EXPR_PARSE_H

#include "expr/expr.h"

enum { HEIGHT_MOST = 200 }; /* of a tree */

/* A list that grows while it is read. */
struct items {
	struct expr **item;
	size_t n, cap;
};

void parse_item(struct parser *p, struct items *list, struct expr *e);

/* A node from `from` to the last word consumed; NULL when the expression grew too large, which is
 * reported. */
struct expr *parse_node(struct parser *p, enum expr_op op, uint32_t from, struct expr **arg, size_t nargs);
struct expr *parse_node_of(struct parser *p, enum expr_op op, uint32_t from, struct expr *a, struct expr *b);

/* The next token, a text or a column in backquotes. */
struct expr *parse_quoted(struct parser *p);

/* Consumes the ')' of the '(' at `open`, or reports that it is missing. */
bool parse_close(struct parser *p, struct span open);

struct span parse_span(const struct parser *p, uint32_t from);
bool parse_is_literal(const struct expr *e);

/* For messages: an expression's words, cut when long; in (a, b, …); and the message for a mistake that is
 * reported and mended. */
void parse_say(struct buf *b, const struct parser *p, const struct expr *e);
void parse_say_list(struct buf *b, const struct parser *p, struct expr *const *item, size_t n);
void parse_mistake(struct parser *p, struct span span, struct buf *words);

/* Reports the next word as one of another language, and what to write instead; see habits.h. */
void parse_habit(struct parser *p, const char *write);

/* The end of a quoted part that begins at i. */
size_t expr_quote_end(struct str s, size_t i);

#endif
