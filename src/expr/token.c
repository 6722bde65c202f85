/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lexer: bytes to words, one ahead of the parser. It knows lines, texts,
 * names and marks; literal.c knows what begins with a digit.
 */
#include "expr/token.h"

#include "base/cell.h"
#include "expr/habits.h"
#include "expr/lexer.h"

/* The text between two quotes, each doubled one inside read as one. */
static struct str unquoted(struct parser *p, struct str raw, char quote)
{
	char *out = arena_alloc(p->arena, raw.n);
	size_t n = 0;
	for (size_t i = 0; i < raw.n; i++) {
		out[n++] = raw.p[i];
		i += raw.p[i] == quote;
	}
	return (struct str){ out, n };
}

static bool line_ends(const struct parser *p, uint32_t at)
{
	return at >= p->text->body.n || lexer_byte(p, at) == '\n';
}

/* "text" and `column`. */
static struct token quoted(struct parser *p, uint32_t from, enum token_kind kind)
{
	char quote = lexer_byte(p, from);
	uint32_t at = from + 1;
	bool doubled = false;

	for (;; at += 2) {
		for (char c; (c = lexer_byte(p, at)) && c != quote && c != '\n';)
			at++;
		if (lexer_byte(p, at) != quote || lexer_byte(p, at + 1) != quote)
			break;
		doubled = true;
	}
	if (lexer_byte(p, at) == quote) {
		struct token t = lexer_token(p, kind, from, at + 1);
		t.text = str_slice(p->text->body, from + 1, at);
		if (doubled)
			t.text = unquoted(p, t.text, quote);
		return t;
	}
	if (at > from + 1 && lexer_byte(p, at - 1) == '\r')
		at--;
	struct token t = lexer_token(p, kind, from, at);
	t.text = str_slice(p->text->body, from + 1, at);
	t.span.n = 1;
	lexer_mistake(p, &t,
		      kind == TOKEN_TEXT ? "this text is not closed: a \" is missing on this line"
					 : "this column's name is not closed: a ` is missing on this line");
	return t;
}

/* 'text' and “text”, taken for "text". */
static struct token misquoted(struct parser *p, uint32_t from)
{
	int curl = lexer_curly(p, from);
	uint32_t open = curl ? 3 : 1, at = from + open;

	while (!line_ends(p, at) && lexer_byte(p, at) != (curl == 2 ? '"' : '\'') &&
	       (!curl || lexer_curly(p, at) != curl))
		at++;
	if (line_ends(p, at)) {
		struct token t = lexer_token(p, TOKEN_BAD, from, from + open);
		lexer_mistake(p, &t, curl ? "write straight quotes: \"" : "write texts in double quotes: \"");
		return t;
	}
	struct token t = lexer_token(p, TOKEN_TEXT, from, at + (lexer_curly(p, at) ? 3 : 1));
	t.text = str_slice(p->text->body, from + open, at);
	if (curl)
		lexer_mistake(p, &t, "write straight quotes: \"");
	else
		lexer_mistake(p, &t, "write texts in double quotes: \"%.*s\"", STR_ARG(t.text));
	return t;
}

static struct token name(struct parser *p, uint32_t from)
{
	uint32_t to = lexer_word_end(p, from);

	if (lexer_byte(p, to) == '[') { /* name[2]: the second of that name */
		uint32_t at = to + 1;
		while (lexer_digit(p, at))
			at++;
		if (at > to + 1 && lexer_byte(p, at) == ']')
			to = at + 1;
	}
	return lexer_token(p, TOKEN_NAME, from, to);
}

static struct token sign(struct parser *p, uint32_t from)
{
	const struct sign *s = lexer_sign(p, from);

	if (!s) {
		unsigned char c = (unsigned char)lexer_byte(p, from);
		struct token t = lexer_token(p, TOKEN_BAD, from, from + 1);
		if (c <= ' ' || c == 0x7F)
			lexer_mistake(p, &t, "a byte 0x%02x has no place here", c);
		else if (c == '%')
			lexer_mistake(p, &t, "'%%' stands behind a number: 25%%");
		else if (habit_byte((char)c))
			lexer_mistake(p, &t, "'%c' has no meaning here; %s", c, habit_byte((char)c));
		else
			lexer_mistake(p, &t, "'%c' has no meaning here", c);
		return t;
	}
	struct token t = lexer_token(p, s->kind, from, from + (uint32_t)strlen(s->bytes));
	t.text = str_from(s->says);
	if (s->wrong)
		lexer_mistake(p, &t, "write '%s'", s->says);
	if (*s->says == '(')
		p->parens++;
	else if (*s->says == ')' && p->parens)
		p->parens--;
	return t;
}

static uint32_t skip_space(const struct parser *p, uint32_t at)
{
	uint32_t n;

	do {
		while (lexer_is(p, at) & BYTE_SPACE)
			at++; /* nearly all of it */
		n = lexer_space(p, at);
		at += n;
	} while (n);
	if (lexer_byte(p, at) != '#')
		return at;
	const struct str rest = str_slice(p->text->body, at, p->text->body.n);
	const char *end = memchr(rest.p, '\n', rest.n);
	return at + (uint32_t)(end ? (size_t)(end - rest.p) : rest.n);
}

static bool joins(const struct parser *p, uint32_t at)
{
	struct str word = str_slice(p->text->body, at, lexer_letter(p, at) ? lexer_word_end(p, at) : at);

	return str_same(word, STR("and")) || str_same(word, STR("or"));
}

/*
 * From a line's end over blank and comment lines to the next word. Does the statement go on there? Then it is
 * the place to read on; if not, *line is the token between.
 */
static bool goes_on(struct parser *p, uint32_t *at, struct token *line)
{
	uint32_t from = *at, start = from, next = from;

	while (next < p->text->body.n && lexer_byte(p, next) == '\n') {
		start = next + 1;
		next = skip_space(p, start);
	}
	bool indented = next > start && !lexer_sees(p, start, BYTE_ORDER_MARK);
	*at = next;
	if (next >= p->text->body.n || p->flowing)
		return true;
	bool margin = !indented && lexer_letter(p, next);
	if (joins(p, next) ? indented || p->parens : p->parens && !margin)
		return true;
	*line = lexer_token(p, TOKEN_LINE, from, from + 1);
	line->indented = indented;
	p->parens = 0;
	p->at = next;
	return false;
}

static struct token lex(struct parser *p)
{
	uint32_t from = p->at, at = skip_space(p, from);
	struct token line;

	if (at < p->text->body.n && lexer_byte(p, at) == '\n') {
		bool first = p->last.n == 0; /* blank lines before the first word */
		bool on = goes_on(p, &at, &line);
		if (!on && !first)
			return line;
	}
	struct token t;
	char c = lexer_byte(p, at);
	if (at >= p->text->body.n)
		t = lexer_token(p, TOKEN_END, at, at);
	else if (lexer_is(p, at) & BYTE_LETTER)
		t = name(p, at);
	else if (c == '"')
		t = quoted(p, at, TOKEN_TEXT);
	else if (c == '`')
		t = quoted(p, at, TOKEN_COLUMN);
	else if (c == '\'' || lexer_curly(p, at))
		t = misquoted(p, at);
	else if (literal_begins(p, at))
		t = literal(p, at);
	else if (lexer_letter(p, at))
		t = name(p, at);
	else
		t = sign(p, at);
	t.tight = at == from && at > 0 && (unsigned char)lexer_byte(p, at - 1) > ' ';
	return t;
}

void parser_init(struct parser *p, const struct text *text, struct arena *arena, struct diags *diags)
{
	*p = (struct parser){ .text = text, .arena = arena, .diags = diags };
	p->token = lex(p);
}

void parser_jump(struct parser *p, uint32_t at)
{
	p->at = at;
	p->parens = 0;
	p->token = lex(p);
}

static void advance(struct parser *p)
{
	p->mended |= p->token.mended;
	if (p->token.kind != TOKEN_END) {
		p->last = p->token.span;
		p->token = lex(p);
	}
}

struct token parser_next(struct parser *p)
{
	struct token taken = p->token;

	advance(p);
	return taken;
}

bool parser_says(const struct parser *p, const char *word)
{
	return str_same(p->token.text, str_from(word));
}

bool parser_two_names(const struct parser *p)
{
	return p->token.kind == TOKEN_NAME && p->last.n && (unsigned char)p->text->body.p[p->last.at] >= 'A';
}

bool parser_take(struct parser *p, const char *word)
{
	if (!parser_at(p, word))
		return false;
	advance(p);
	return true;
}

void parser_error(struct parser *p, const char *format, ...)
{
	struct span span = p->token.span;
	va_list args;

	if (p->token.kind == TOKEN_BAD) /* already reported */
		return;
	if (p->token.kind == TOKEN_LINE || p->token.kind == TOKEN_END)
		span = (struct span){ p->last.at + p->last.n, 0 };
	va_start(args, format);
	diag_vat(p->diags, p->text, span, format, args);
	va_end(args);
}

void parser_resync(struct parser *p)
{
	p->parens = 0;
	while (p->token.kind != TOKEN_END && (p->token.kind != TOKEN_LINE || p->token.indented))
		parser_next(p);
}

void parser_skip_line(struct parser *p)
{
	p->parens = 0;
	while (p->token.kind != TOKEN_END && p->token.kind != TOKEN_LINE)
		parser_next(p);
}
