/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces that the parser builds trees from, and what it says of them: see parse.h. */
#include "expr/parse.h"

enum { NODES_MOST = 100000 };

struct span parse_span(const struct parser *p, uint32_t from)
{
	return (struct span){ from, p->last.at + p->last.n - from };
}

struct expr *parse_node(struct parser *p, enum expr_op op, uint32_t from, struct expr **arg, size_t nargs)
{
	struct expr *e = ARENA_NEW(p->arena, struct expr);

	e->op = op;
	e->where = p->text;
	e->span = parse_span(p, from);
	e->arg = arg;
	e->nargs = nargs;
	for (size_t i = 0; i < nargs; i++)
		if (arg[i]->height >= e->height)
			e->height = arg[i]->height + 1;
	if (e->height > HEIGHT_MOST) {
		diag_at(p->diags, p->text, p->last, "this expression is nested more than %d deep",
			HEIGHT_MOST);
		return NULL;
	}
	if (++p->nodes > NODES_MOST) {
		diag_at(p->diags, p->text, p->last,
			"this expression has more than %d parts: put the texts in a file, "
			"and write: in file \"…\"",
			NODES_MOST);
		return NULL;
	}
	return e;
}

struct expr *parse_node_of(struct parser *p, enum expr_op op, uint32_t from, struct expr *a, struct expr *b)
{
	struct expr **arg = ARENA_ARRAY(p->arena, 2, struct expr *);

	arg[0] = a;
	arg[1] = b;
	return parse_node(p, op, from, arg, b ? 2 : 1);
}

void parse_item(struct parser *p, struct items *list, struct expr *e)
{
	if (list->n == list->cap) {
		size_t cap = list->cap ? list->cap * 2 : 4;
		struct expr **more = ARENA_ARRAY(p->arena, cap, struct expr *);
		if (list->n)
			memcpy(more, list->item, list->n * sizeof *more);
		list->item = more;
		list->cap = cap;
	}
	list->item[list->n++] = e;
}

bool parse_is_literal(const struct expr *e)
{
	return e->op <= EXPR_FLAG;
}

void parse_say(struct buf *b, const struct parser *p, const struct expr *e)
{
	struct str s = expr_source(e, p->arena);

	if (s.n > 60)
		buf_str(b, STR("…"));
	else
		buf_str(b, s);
}

void parse_say_list(struct buf *b, const struct parser *p, struct expr *const *item, size_t n)
{
	buf_str(b, STR("in ("));
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_str(b, STR(", "));
		if (i == 3 && n > 4) {
			buf_str(b, STR("…"));
			break;
		}
		parse_say(b, p, item[i]);
	}
	buf_str(b, STR(")"));
}

void parse_mistake(struct parser *p, struct span span, struct buf *words)
{
	diag_at(p->diags, p->text, span, "%.*s", STR_ARG(buf_view(words)));
	buf_release(words);
	p->mended = true;
}

void parse_habit(struct parser *p, const char *write)
{
	if (str_starts(str_from(write), STR("write")))
		parser_error(p, "%s for '%.*s'", write, STR_ARG(p->token.text));
	else
		parser_error(p, "'%.*s' has no meaning here; %s", STR_ARG(p->token.text), write);
}

bool parse_close(struct parser *p, struct span open)
{
	if (parser_take(p, ")"))
		return true;
	if (p->token.kind == TOKEN_END || p->token.kind == TOKEN_LINE)
		diag_at(p->diags, p->text, open, "this parenthesis is not closed");
	else if (p->token.kind == TOKEN_TEXT || p->token.kind == TOKEN_NUMBER)
		parser_error(p, "expected ',' or ')' before this");
	else
		parser_error(p, "expected ')' here");
	return false;
}

struct expr *parse_quoted(struct parser *p)
{
	struct token t = parser_next(p);
	struct expr *e = parse_node(p, t.kind == TOKEN_TEXT ? EXPR_TEXT : EXPR_COLUMN, t.span.at, NULL, 0);

	if (e)
		e->text = t.text;
	return e;
}

/* ---- as written ---- */

size_t expr_quote_end(struct str s, size_t i)
{
	char quote = s.p[i++];

	while (i < s.n && s.p[i] != quote)
		i++;
	return i < s.n ? i + 1 : i;
}

struct str expr_source(const struct expr *e, struct arena *arena)
{
	struct str raw = str_slice(e->where->body, e->span.at, e->span.at + e->span.n);
	char *out = arena_alloc(arena, raw.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < raw.n;) {
		char c = raw.p[i];
		if (c == '"' || c == '`') {
			size_t to = expr_quote_end(raw, i);
			memcpy(out + n, raw.p + i, to - i);
			n += to - i;
			i = to;
		} else if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '#') {
			while (c == '#' && i < raw.n && raw.p[i] != '\n')
				i++;
			i += c != '#';
			if (n && out[n - 1] != ' ')
				out[n++] = ' ';
		} else {
			out[n++] = c;
			i++;
		}
	}
	return (struct str){ out, n };
}
