/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the lexer share; private to them. Places are byte offsets in the text's body. */
#ifndef EXPR_LEXER_H
#define EXPR_LEXER_H

#include "expr/token.h"

/* '\0' past the end. */
static inline char lexer_byte(const struct parser *p, uint32_t at)
{
	return at < p->text->body.n ? p->text->body.p[at] : '\0';
}

bool lexer_sees(const struct parser *p, uint32_t at, const char *bytes);

/* What most bytes are is told by themselves. */
enum { BYTE_LETTER = 1, BYTE_DIGIT = 2, BYTE_SPACE = 4, BYTE_MORE = 8 /* those behind it tell */ };
extern const unsigned char lexer_class[256];

static inline unsigned char lexer_is(const struct parser *p, uint32_t at)
{
	return lexer_class[(unsigned char)lexer_byte(p, at)];
}

/* A byte from 0x80. */
bool lexer_far_letter(const struct parser *p, uint32_t at);
uint32_t lexer_far_space(const struct parser *p, uint32_t at);

static inline bool lexer_letter(const struct parser *p, uint32_t at)
{
	unsigned char is = lexer_is(p, at);
	return is & BYTE_MORE ? lexer_far_letter(p, at) : is & BYTE_LETTER;
}

static inline bool lexer_digit(const struct parser *p, uint32_t at)
{
	return lexer_is(p, at) & BYTE_DIGIT;
}

/* A mark, or another language's spelling of one of ours. */
struct sign {
	const char *bytes, *says;
	enum token_kind kind;
	bool wrong;
};

/* The longest there; NULL: none. */
const struct sign *lexer_sign(const struct parser *p, uint32_t at);

/* ‘ ’ ‚ ‛ are 1, “ ” „ ‟ are 2. */
int lexer_curly(const struct parser *p, uint32_t at);

/* Bytes of space here: space, tab, CR, no-break space, a byte order mark. */
static inline uint32_t lexer_space(const struct parser *p, uint32_t at)
{
	unsigned char is = lexer_is(p, at);
	return is & BYTE_MORE ? lexer_far_space(p, at) : (is & BYTE_SPACE) != 0;
}

/* The end of a word that continues at `at`: letters, digits, and dots before one of these. */
uint32_t lexer_word_end(const struct parser *p, uint32_t at);

/* A token of these bytes; reading continues after it. */
struct token lexer_token(struct parser *p, enum token_kind kind, uint32_t from, uint32_t to);

/* Reports a mistake, and marks the token as mended. */
__attribute__((format(printf, 3, 4))) void lexer_mistake(struct parser *p, struct token *t,
							 const char *format, ...);

/* A number, a date, a time of day: what begins with a digit, or with a currency's sign or a point before one.
 */
bool literal_begins(const struct parser *p, uint32_t at);
struct token literal(struct parser *p, uint32_t at);

#endif
