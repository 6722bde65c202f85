/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words of the language, for expressions and for agreements alike. A line end is a token of its own, except
 * inside parentheses, on blank and comment lines, and before an indented line that begins with `and` or `or`.
 * A line that begins with a letter at the margin starts the next statement even inside parentheses: the
 * closing one was forgotten, and only its own statement is affected.
 *
 * A mistake whose meaning is plain (`10k`, `&&`, 'text', 2026-1-5) is reported and mended: the token becomes
 * what should have been written, and reading continues, so that one run reports every mistake.
 */
#ifndef EXPR_TOKEN_H
#define EXPR_TOKEN_H

#include "base/arena.h"
#include "base/diag.h"

enum token_kind {
	TOKEN_END,
	TOKEN_LINE,   /* a line ends; .indented is about the line that follows */
	TOKEN_NAME,   /* a word: letters, digits, _ . and every byte from 0x80; begins with no digit;
			   `name[2]` is one word */
	TOKEN_COLUMN, /* `Job Title`: text is the header */
	TOKEN_TEXT,   /* "text", "" read as one quote */
	TOKEN_NUMBER, /* 12 0.5 25% (number is 0.25, percent set) */
	TOKEN_DATE,   /* 2026-01-31, or 2026-01 (day 0) */
	TOKEN_CLOCK,  /* 08:30, 24:00: minutes in number */
	TOKEN_MARK,   /* an operator or punctuation: ( ) , + - * / = != < <= > >= ~ !~ .. : (`==` says =) */
	TOKEN_BAD,    /* already reported */
};

struct token {
	enum token_kind kind;
	struct span span;
	struct str text; /* what it says: a name, the unquoted text, the mark */
	double number;
	bool percent, indented;
	bool tight;  /* no space before it */
	bool mended; /* a mistake was reported: this is what should have been written */
	int32_t year;
	int8_t month, day;
};

/* One reader of one text, with a token of look-ahead. What it makes lives in the arena. */
struct parser {
	const struct text *text;
	struct arena *arena;
	struct diags *diags;
	struct token token; /* the next one, not yet taken */
	struct span last;   /* the one taken last */
	uint32_t at;	    /* where reading goes on */
	int parens;
	int depth;    /* of nesting, limited */
	size_t nodes; /* of the expression being read, limited */
	bool mended;  /* a mended token was taken */
	bool flowing; /* line ends are space: the text is one expression */
};

void parser_init(struct parser *p, const struct text *text, struct arena *arena, struct diags *diags);

/* Continues at that byte of the text, whatever was read before. */
void parser_jump(struct parser *p, uint32_t at);

/* Takes the next token and returns it. */
struct token parser_next(struct parser *p);

bool parser_says(const struct parser *p, const char *word);

/* Is the next token this word (case ignored, no backquotes) or mark? Asked again and again: mostly its first
 * letter tells. */
static inline bool parser_at(const struct parser *p, const char *word)
{
	return (p->token.kind == TOKEN_NAME || p->token.kind == TOKEN_MARK) &&
	       !((*p->token.text.p ^ *word) & ~('a' ^ 'A')) && parser_says(p, word);
}

/* The same, and takes it when it is. */
bool parser_take(struct parser *p, const char *word);

/* Do two words stand where one name is expected, as in `at Created Time`? */
bool parser_two_names(const struct parser *p);

/* Reports at the next token that something else was expected: "expected 'to' after the stage's name". */
__attribute__((format(printf, 2, 3))) void parser_error(struct parser *p, const char *format, ...);

/* Skips to the next TOKEN_LINE whose following line is not indented (or the end): after a mistake. */
void parser_resync(struct parser *p);

/* To the end of this line only. */
void parser_skip_line(struct parser *p);

#endif
