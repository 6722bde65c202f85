/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole texts that are expressions, and what can be asked of a tree. */
#include "expr/expr.h"

#include <stdlib.h>

#include "base/mem.h"
#include "expr/habits.h"
#include "expr/parse.h"

struct expr *expr_parse_text(const struct text *text, struct arena *arena, struct diags *diags)
{
	struct parser p;

	parser_init(&p, text, arena, diags);
	p.flowing = true;
	struct expr *e = expr_parse(&p);
	if (e && p.token.kind != TOKEN_END) {
		const char *habit = p.token.kind == TOKEN_NAME ? habit_trailing(p.token.text) : NULL;
		if (habit)
			parse_habit(&p, habit);
		else
			parser_error(&p, p.token.kind == TOKEN_MARK && parser_at(&p, ")")
						 ? "this parenthesis was not opened"
					 : parser_at(&p, ",")
						 ? "a condition has no ','; join several by 'and' or 'or'"
					 : parser_two_names(&p)
						 ? "expected an operator (=, >=, ~, in, and …) or the end "
						   "before this; "
						   "names with spaces stand in backquotes, texts in quotes"
						 : "expected an operator (=, >=, ~, in, and …) or the end "
						   "before this");
		return NULL;
	}
	return e;
}

/* From the next token up to a comma: several plain words, and nothing else? Then *out is what they say. */
static bool plain_words(struct parser p, struct str *out)
{
	uint32_t from = p.token.span.at, to = from;
	int words = 0;

	for (; p.token.kind != TOKEN_END && !parser_at(&p, ","); words++) {
		bool joint = parser_at(&p, "-") || parser_at(&p, "/");
		if (p.token.kind != TOKEN_NAME && p.token.kind != TOKEN_NUMBER && !joint)
			return false;
		to = p.token.span.at + p.token.span.n;
		parser_next(&p);
	}
	*out = str_slice(p.text->body, from, to);
	return words > 1 && p.diags->errors == 0;
}

static struct expr *whole_name(struct parser *p, enum expr_op op, struct str words)
{
	struct expr *e = ARENA_NEW(p->arena, struct expr);

	e->op = op;
	e->where = p->text;
	e->text = words;
	e->span = (struct span){ (uint32_t)(words.p - p->text->body.p), (uint32_t)words.n };
	return e;
}

/* One item, tried without reporting mistakes: words that are no expression are a name with spaces. */
static struct expr *list_item(struct parser *p)
{
	struct diags unsaid = { .tool = "" };
	struct parser trial = *p, words = *p;
	struct str said;

	trial.diags = words.diags = &unsaid;
	struct expr *e = expr_parse(&trial);
	bool parsed = e && (trial.token.kind == TOKEN_END || parser_at(&trial, ","));
	unsaid.errors = 0;
	bool plain = !parsed && plain_words(words, &said);
	diags_release(&unsaid);
	if (!plain)
		return expr_parse(p);
	while (p->token.kind != TOKEN_END && !parser_at(p, ","))
		parser_next(p);
	return whole_name(p, EXPR_NAME, said);
}

/* The text from `at` up to a comma outside parentheses and quotes, without the space around it. */
static struct str item_words(struct str s, size_t at)
{
	size_t to = at, open = 0;

	while (to < s.n && (open || s.p[to] != ',')) {
		char c = s.p[to];
		open += c == '(';
		open -= c == ')' && open;
		to = c == '"' || c == '`' ? expr_quote_end(s, to) : to + 1;
	}
	return str_trim(str_slice(s, at, to));
}

size_t expr_parse_list(const struct text *text, struct arena *arena, struct diags *diags,
		       column_fn *is_column, void *ctx, struct expr ***out)
{
	struct parser p = { .text = text, .arena = arena, .diags = diags, .flowing = true };
	struct expr **list = NULL;
	size_t n = 0, cap = 0;
	unsigned before = diags->errors;

	for (;; p.last = p.token.span) {
		uint32_t at = p.last.at + p.last.n;
		struct str words = item_words(text->body, at);
		bool column = is_column && words.n && is_column(ctx, words);
		parser_jump(&p, column ? (uint32_t)(words.p + words.n - text->body.p) : at);
		struct expr *e = column ? whole_name(&p, EXPR_COLUMN, words) : list_item(&p);
		if (!e)
			break;
		MEM_ROOM(list, n, cap);
		list[n++] = e;
		if (!parser_at(&p, ","))
			break;
	}
	if (diags->errors == before && p.token.kind != TOKEN_END)
		parser_error(&p, "expected ',' or the end before this");
	if (diags->errors != before)
		n = 0;
	*out = ARENA_ARRAY(arena, n ? n : 1, struct expr *);
	if (n)
		memcpy(*out, list, n * sizeof *list);
	free(list);
	return n;
}

void expr_names(const struct expr *e, void (*fn)(void *ctx, const struct expr *name), void *ctx)
{
	if (e->op == EXPR_NAME || e->op == EXPR_COLUMN)
		fn(ctx, e);
	for (size_t i = 0; i < e->nargs; i++)
		expr_names(e->arg[i], fn, ctx);
}
