/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes of a text, for the lexer. Bytes from 0x80 are letters, so that a name may be written in any
 * script, except for the typographic signs that word processors insert: those are reported.
 */
#include "expr/lexer.h"

#include "base/cell.h"

const unsigned char lexer_class[256] = {
	['\t'] = BYTE_SPACE,	     ['\r'] = BYTE_SPACE,	  [' '] = BYTE_SPACE,
	['0' ... '9'] = BYTE_DIGIT,  ['A' ... 'Z'] = BYTE_LETTER, ['_'] = BYTE_LETTER,
	['a' ... 'z'] = BYTE_LETTER, [0x80 ... 0xFF] = BYTE_MORE,
};

/* Marks, and the spellings other languages have for ours. Of those that begin alike, longer ones first; those
 * that most words stand between before all. */
static const struct sign signs[] = {
	{ ",", ",", TOKEN_MARK, false },   { "(", "(", TOKEN_MARK, false },
	{ ")", ")", TOKEN_MARK, false },   { "+", "+", TOKEN_MARK, false },
	{ "===", "=", TOKEN_MARK, true },  { "!==", "!=", TOKEN_MARK, true },
	{ "≥", ">=", TOKEN_MARK, true },   { "≤", "<=", TOKEN_MARK, true },
	{ "≠", "!=", TOKEN_MARK, true },   { "–", "-", TOKEN_MARK, true },
	{ "—", "-", TOKEN_MARK, true },	   { "−", "-", TOKEN_MARK, true },
	{ "…", "..", TOKEN_MARK, true },   { "×", "*", TOKEN_MARK, true },
	{ "÷", "/", TOKEN_MARK, true },	   { "&&", "and", TOKEN_NAME, true },
	{ "||", "or", TOKEN_NAME, true },  { "<>", "!=", TOKEN_MARK, true },
	{ "=>", ">=", TOKEN_MARK, true },  { "=<", "<=", TOKEN_MARK, true },
	{ "=~", "~", TOKEN_MARK, true },   { "==", "=", TOKEN_MARK, false },
	{ "!=", "!=", TOKEN_MARK, false }, { "!~", "!~", TOKEN_MARK, false },
	{ "<=", "<=", TOKEN_MARK, false }, { ">=", ">=", TOKEN_MARK, false },
	{ "..", "..", TOKEN_MARK, false }, { "-", "-", TOKEN_MARK, false },
	{ "*", "*", TOKEN_MARK, false },   { "/", "/", TOKEN_MARK, false },
	{ "=", "=", TOKEN_MARK, false },   { "<", "<", TOKEN_MARK, false },
	{ ">", ">", TOKEN_MARK, false },   { "~", "~", TOKEN_MARK, false },
	{ ":", ":", TOKEN_MARK, false },   { "&", "and", TOKEN_NAME, true },
	{ "|", "or", TOKEN_NAME, true },   { "!", "not", TOKEN_NAME, true },
	{ NULL, NULL, TOKEN_END, false },
};

const struct sign *lexer_sign(const struct parser *p, uint32_t at)
{
	const struct sign *s = signs;
	char first = lexer_byte(p, at);

	while (s->bytes && (*s->bytes != first || !lexer_sees(p, at, s->bytes)))
		s++;
	return s->bytes ? s : NULL;
}

int lexer_curly(const struct parser *p, uint32_t at)
{
	if (!(lexer_byte(p, at) & 0x80) || !lexer_sees(p, at, "\xE2\x80"))
		return 0;
	unsigned char c = (unsigned char)lexer_byte(p, at + 2);
	return c >= 0x98 && c <= 0x9B ? 1 : c >= 0x9C && c <= 0x9F ? 2 : 0;
}

uint32_t lexer_far_space(const struct parser *p, uint32_t at)
{
	if (lexer_sees(p, at, "\xC2\xA0"))
		return 2;
	return lexer_sees(p, at, BYTE_ORDER_MARK) || lexer_sees(p, at, "\xE2\x80\xAF") ? 3 : 0;
}

bool lexer_sees(const struct parser *p, uint32_t at, const char *bytes)
{
	if (at >= p->text->body.n || p->text->body.p[at] != *bytes)
		return false;
	size_t n = strlen(bytes);
	return p->text->body.n - at >= n && memcmp(p->text->body.p + at, bytes, n) == 0;
}

bool lexer_far_letter(const struct parser *p, uint32_t at)
{
	return (lexer_byte(p, at) & 0xC0) == 0x80 ||
	       !(lexer_far_space(p, at) || lexer_curly(p, at) || lexer_sign(p, at));
}

static bool continues(const struct parser *p, uint32_t at)
{
	return lexer_letter(p, at) || lexer_digit(p, at);
}

uint32_t lexer_word_end(const struct parser *p, uint32_t at)
{
	do
		while (lexer_is(p, at) & (BYTE_LETTER | BYTE_DIGIT))
			at++; /* most are these */
	while ((continues(p, at) || (lexer_byte(p, at) == '.' && continues(p, at + 1))) && ++at);
	return at;
}

struct token lexer_token(struct parser *p, enum token_kind kind, uint32_t from, uint32_t to)
{
	p->at = to;
	return (struct token){ .kind = kind,
			       .span = { from, to - from },
			       .text = str_slice(p->text->body, from, to) };
}

void lexer_mistake(struct parser *p, struct token *t, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	diag_vat(p->diags, p->text, t->span, format, args);
	va_end(args);
	t->mended = true;
}
