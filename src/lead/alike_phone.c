/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Telephone numbers: see alike.h. The key of a number whose country is known is a plus, the calling code and
 * what is dialed behind it from abroad; of any other its digits as they are, so that the two never meet.
 *
 * Read is the first number of a cell, up to an extension. Nothing is guessed from digits between words, and
 * what a spreadsheet has rounded (4.93012E+11) is no number. A number may be written as it is dialed at home
 * (030 …), from abroad (+49 30 …, 0049 30 …, of North America 011 49 30 …), with both (+49 (0)30 …), or
 * without anything before it (49 30 …), which is told from a national number by its length alone.
 */
#include "lead/alike_internal.h"

#include "base/bare.h"
#include "base/country.h"
#include "base/utf8.h"
#include "base/word.h"
#include "lead/calling.h"

enum {
	LEAST = 7,	  /* digits that are a number */
	LEAST_ABROAD = 9, /* the same with a calling code */
	MOST = 15,	  /* as E.164 has it */
	ROOM = MOST + 9,  /* with what is dialed before */
	SHORT_TAIL = 4	  /* what is an extension or another last digit, and no number of its own */
};

struct dialed {
	char digit[ROOM];
	size_t n;
	bool abroad; /* what is dialed from abroad, from the calling code on */
};

/* -------------------------------------------------------------------- reading */

/* The digit that the next character is, of any script that telephone numbers are written in; -1: none. The
 * text loses the character. */
static int next_digit(struct str *s)
{
	static const int32_t zero[] = { '0', 0x660, 0x6F0, 0x966, 0x9E6, 0xE50 };
	int32_t c = utf8_next(s);

	for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
		if (c >= zero[i] && c <= zero[i] + 9)
			return c - zero[i];
	return -1;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* How many digits come before the next number? */
static size_t digits_ahead(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && !strchr(",;|/\n", s.p[i]); i++)
		n += is_digit(s.p[i]);
	return n;
}

/* Does a number end at this slash? In Germany it stands behind the area code. */
static bool slash_ends(const struct dialed *d, struct str rest)
{
	bool abroad = d->abroad || (d->n > 1 && d->digit[0] == '0' && d->digit[1] == '0');
	size_t ahead = digits_ahead(rest);
	char first = str_first(rest);

	if (d->n < (abroad ? LEAST_ABROAD : LEAST))
		return false;
	return ahead >= LEAST || ahead <= SHORT_TAIL || first == '+' || first == '0';
}

/* Is it .0 at the end of a number of a spreadsheet? */
static bool is_decimal(struct str s, size_t i)
{
	size_t zeros = i + 1, k = 0;

	while (k < i && !is_digit(s.p[k]))
		k++;
	for (; k < i; k++)
		if (!is_digit(s.p[k]))
			return false;
	while (zeros < s.n && s.p[zeros] == '0')
		zeros++;
	return zeros > i + 1 && zeros == s.n;
}

enum sign { SIGN_SKIP, SIGN_ENDS, SIGN_AGAIN, SIGN_WRONG };

/* What a byte at i that is no digit means for a number. */
static enum sign sign(const struct dialed *d, struct str s, size_t i)
{
	bool enough = d->n >= LEAST;
	char c = s.p[i];

	switch (c) {
	case '+':
		return enough ? SIGN_ENDS : SIGN_AGAIN;
	case ':':
		return enough ? SIGN_ENDS : d->n < SHORT_TAIL ? SIGN_AGAIN : SIGN_WRONG;
	case '/':
		return slash_ends(d, str_slice(s, i + 1, s.n)) ? SIGN_ENDS : SIGN_SKIP;
	case '.':
		return enough && is_decimal(s, i) ? SIGN_ENDS : SIGN_SKIP;
	case ',':
	case '#':
		return enough ? SIGN_ENDS : SIGN_SKIP;
	case ';':
	case '|':
	case '\n':
		return enough ? SIGN_ENDS : d->n ? SIGN_WRONG : SIGN_SKIP;
	default:
		break;
	}
	if (!bare_is_word[(unsigned char)c] || !d->n)
		return SIGN_SKIP;
	bool rounded = (c == 'e' || c == 'E') && is_digit(s.p[i - 1]) && i + 1 < s.n &&
		       (is_digit(s.p[i + 1]) || s.p[i + 1] == '+' || s.p[i + 1] == '-');
	return enough && !rounded ? SIGN_ENDS : SIGN_WRONG;
}

/* The first number of s. false: none that can be read for sure. */
static bool read_number(struct dialed *d, struct str s)
{
	*d = (struct dialed){ .n = 0 };
	for (size_t i = 0; i < s.n;) {
		struct str rest = str_slice(s, i, s.n);
		int digit = is_digit(s.p[i])	      ? s.p[i] - '0'
			    : (signed char)s.p[i] < 0 ? next_digit(&rest)
						      : -1;
		if (digit >= 0) {
			if (d->n == ROOM)
				return false;
			d->digit[d->n++] = (char)('0' + digit);
			i = is_digit(s.p[i]) ? i + 1 : s.n - rest.n;
			continue;
		}
		enum sign is = sign(d, s, i);
		if (is == SIGN_WRONG)
			return false;
		if (is == SIGN_ENDS)
			break;
		if (is == SIGN_AGAIN) {
			d->n = 0;
			d->abroad = s.p[i] == '+';
		}
		i = (signed char)s.p[i] < 0 ? s.n - rest.n : i + 1;
	}
	return d->n >= LEAST;
}

/* ------------------------------------------------------------------- dialing */

static struct str digits_of(const struct dialed *d, size_t from)
{
	return (struct str){ d->digit + from, d->n - from };
}

static void drop(struct dialed *d, size_t n)
{
	memmove(d->digit, d->digit + n, d->n -= n);
}

/* Takes away what is dialed before a calling code. Of a country without a code of its own for it, 00. */
static void drop_prefix(struct dialed *d, const struct calling *home)
{
	struct str abroad = home ? str_from(home->abroad) : STR_NONE;

	size_t n = abroad.n && str_starts(digits_of(d, 0), abroad) ? abroad.n
		   : str_starts(digits_of(d, 0), STR("00"))	   ? 2
								   : 0;
	if (n && d->n - n >= LEAST && calling_code(digits_of(d, n))) {
		drop(d, n);
		d->abroad = true;
	}
}

/* A national number gets its calling code, if it is whole. */
static void call_home(struct dialed *d, const struct calling *home)
{
	size_t code = strlen(home->code), drops = 0;
	bool longer = d->n == home->digits + 1;

	if (str_starts(digits_of(d, 0), (struct str){ home->code, code }) && d->n >= code + home->digits) {
		d->abroad = true;
		return;
	}
	if (home->trunk == TRUNK_06 && str_starts(digits_of(d, 0), STR("06")))
		drops = 2;
	else if (home->trunk == TRUNK_8 && d->n == home->digits + 2 && str_starts(digits_of(d, 0), STR("80")))
		drops = 2; /* as Belarus has it */
	else if ((home->trunk == TRUNK_8 && longer && d->digit[0] == '8') ||
		 (home->trunk == TRUNK_1 && longer && d->digit[0] == '1'))
		drops = 1;
	else if (d->digit[0] == '0' && !calling_keeps_0((struct str){ home->code, code }))
		drops = 1;
	if (home->trunk == TRUNK_1 && (d->n - drops != home->digits || d->digit[drops] < '2'))
		return; /* without its area code it is in any town */
	drop(d, drops);
	if (d->n + code > ROOM)
		return;
	memmove(d->digit + code, d->digit, d->n);
	memcpy(d->digit, home->code, code);
	d->n += code;
	d->abroad = true;
}

/* How many of the national digits are dialed at home only: +49 (0)30, of Hungary +36 06, of Mexico +52 1 55.
 */
static size_t trunk_digits(struct str code, struct str national)
{
	if (str_eq(code, STR("36")) && str_starts(national, STR("06")))
		return 2;
	if (str_starts(national, STR("0")) && !calling_keeps_0(code))
		return 1;
	return national.n == 11 && national.p[0] == '1' &&
	       (str_eq(code, STR("1")) || str_eq(code, STR("52")));
}

static void drop_trunk(struct dialed *d, size_t code)
{
	size_t n;

	while ((n = trunk_digits(str_slice(digits_of(d, 0), 0, code), digits_of(d, code)))) {
		memmove(d->digit + code, d->digit + code + n, d->n - code - n);
		d->n -= n;
	}
}

/* ------------------------------------------------------------------- judging */

/* How many of the last digits are each the one before and `step`, round 9 and 0? */
static size_t run_at_end(struct str s, int step)
{
	size_t n = 1;

	while (n < s.n && (s.p[s.n - n] - s.p[s.n - n - 1] - step) % 10 == 0)
		n++;
	return n;
}

/* Typed because something had to be: of two digits, or counted up or down. `national` is without its calling
 * code. By chance one of a million numbers ends like that. */
static bool is_placeholder(struct str national)
{
	enum { RUN = 7 };
	unsigned seen = 0;

	while (national.n && national.p[0] == '0')
		national = str_slice(national, 1, national.n);
	for (size_t i = 0; i < national.n; i++)
		seen |= 1U << (national.p[i] - '0');
	if (__builtin_popcount(seen) <= 2)
		return true;
	for (int step = -1; step <= 1; step++)
		if (run_at_end(national, step) >= RUN)
			return true;
	return false;
}

enum alike alike_phone(struct buf *key, struct str phone, struct str country)
{
	struct dialed d;
	size_t from = key->n, code = 0;

	phone = str_trim(phone);
	if (!phone.n)
		return ALIKE_MISSING;
	if (!str_is_ascii(phone)) {
		bare_text(key, phone);
		phone = str_slice(buf_view(key), from, key->n);
	}
	bool read = read_number(&d, phone);
	key->n = from;
	if (!read)
		return ALIKE_NOBODY;
	d.abroad = d.abroad && calling_code(digits_of(&d, 0)); /* +0049, or +030: the plus says nothing */
	const struct calling *home = d.abroad ? NULL : calling_of(country_of(country, key));
	if (!d.abroad)
		drop_prefix(&d, home);
	if (!d.abroad && home)
		call_home(&d, home);
	if (d.abroad)
		drop_trunk(&d, code = calling_code(digits_of(&d, 0)));
	if (d.n < LEAST || d.n > MOST || is_placeholder(digits_of(&d, code)))
		return ALIKE_NOBODY;
	if (d.abroad)
		buf_char(key, '+');
	buf_add(key, d.digit, d.n);
	return ALIKE_GOOD;
}
