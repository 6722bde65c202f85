/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers as people and CRMs write them. A cell is a number when the whole of
 * it matches one pattern; the value is then its digits times a power of ten,
 * correctly rounded once. With D the decimal sign, G the other one of `.` and
 * `,`, and S a space, a no-break space (U+00A0) or a narrow one (U+202F):
 *
 *   number   = SIGN? (BEFORE S?)? SIGN? mantissa tail? `)`?
 *   SIGN     = `-` | `+` | U+2212 | `(`              at most one; `(` means minus and wants the `)`
 *   BEFORE   = [A-Z]{0,2} [$£¥ U+20A0-U+20BF] | [A-Z]{3} | WORD      $ € £ US$ R$ EUR CHF kr
 *   mantissa = [0-9]+ (D [0-9]+)? | D [0-9]+ | [1-9][0-9]{0,2} (g [0-9]{3})+ (D [0-9]+)?
 *            | any of these without decimals, D and `-`, `--` or a dash                    1200.- 1200,--
 *   g        = G | S | `'` | U+2019                  the same one throughout
 *   tail     = ([eE] [+-]? [0-9]+ | S? [KkMmBb])? (S? AFTER)? | S? `%`    (% not beside a currency)
 *   AFTER    = [$£¥ U+20A0-U+20BF] | [A-Z]{3} | WORD
 *   WORD     = what people write for a currency of theirs: zł kr Kč Rs. TL euro; see currency_word[]
 *
 * So `5.`, `1,2`, `12,00`, `0,500` (a group never begins with 0), `1,200,50`,
 * inf, nan and hex are no numbers, nor is what no double holds (1e400). K, M,
 * B and % move the exponent before the one rounding: 1.1K is exactly 1100.
 *
 * What none of this reads is tried again as ASCII: wide letters and digits (U+FF01-U+FF5E), the digits of
 * Arabic, Persian and Devanagari with their own signs, thin spaces, and a dash for a minus.
 *
 * Nearly every cell has at most 15 digits and a small exponent: then digits and
 * power of ten are both exact doubles and one multiplication or division rounds
 * correctly (Clinger, 1990). The others go to strtod in the C locale.
 */
#include "base/number_internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/number_script.h"
#include "base/word.h"

enum {
	MOST_DIGITS = 800,   /* more than any boundary between doubles has; further digits only break ties */
	FAR_EXPONENT = 9999, /* beyond every double, whatever its digits */
};

struct cursor {
	const unsigned char *p, *end;
};

struct figure {
	bool minus, paren, money;
	uint64_t digits; /* the first 19 significant ones */
	int count;	 /* how many of them there are */
	bool more;	 /* there were others behind them */
	int64_t scale;	 /* the value is all digits × 10^scale */
	const unsigned char *from, *to;
	const unsigned char *mark, *mark_end; /* of the currency; alike: none */
};

static inline bool is_digit(unsigned c)
{
	return c - '0' <= 9;
}

static bool is_letter(unsigned c)
{
	return (c | 0x20) - 'a' < 26;
}

/* Of a word: what isn't ASCII is a letter, but for U+0080-U+00BF and signs such as dashes and the euro's. */
static bool goes_on(unsigned c)
{
	return is_letter(c) || (c >= 0xC3 && c != 0xE2);
}

static unsigned peek(const struct cursor *c, size_t ahead)
{
	return (size_t)(c->end - c->p) > ahead ? c->p[ahead] : 0;
}

/* The length of the space at p (a space, U+00A0, U+202F); 0: none. */
static size_t space_at(const struct cursor *c)
{
	unsigned a = peek(c, 0);

	if (a == ' ')
		return 1;
	if (a == 0xC2 && peek(c, 1) == 0xA0)
		return 2;
	return a == 0xE2 && peek(c, 1) == 0x80 && peek(c, 2) == 0xAF ? 3 : 0;
}

/* The length of the currency sign at p: $, £ ¥ or wide ones, or U+20A0–U+20BF; 0: none. */
static size_t symbol_at(const struct cursor *c, size_t ahead)
{
	unsigned a = peek(c, ahead), b = peek(c, ahead + 1);

	if (a == '$')
		return 1;
	if (a == 0xC2 && (b == 0xA3 || b == 0xA5))
		return 2;
	unsigned last = peek(c, ahead + 2);
	if (a == 0xEF && b == 0xBF && (last == 0xA1 || last == 0xA5 || last == 0xA6))
		return 3;
	return a == 0xE2 && b == 0x82 && last >= 0xA0 ? 3 : 0;
}

static size_t capitals_at(const struct cursor *c)
{
	size_t n = 0;

	while (peek(c, n) - 'A' < 26)
		n++;
	return n;
}

/* No unit of anything else, in whatever case; a longer one stands before what it begins with. */
static const struct str currency_word[] = {
	STR("euros"), STR("euro"), STR("eur"), STR("usd"),  STR("gbp"), STR("chf"), STR("jpy"), STR("inr"),
	STR("brl"),   STR("aud"),  STR("nzd"), STR("cad"),  STR("nok"), STR("dkk"), STR("pln"), STR("czk"),
	STR("huf"),   STR("sgd"),  STR("hkd"), STR("zł"),   STR("Kč"),	STR("kr."), STR("kr"),	STR("Ft"),
	STR("TL"),    STR("lei"),  STR("Rs."), STR("Rs"),   STR("Rp."), STR("Rp"),  STR("RM"),	STR("S/."),
	STR("S/"),    STR("SFr."), STR("Fr."), STR("руб."), STR("руб"), STR("р."),  STR("лв."), STR("лв"),
	STR("грн."),  STR("грн"),  STR("฿"),   STR("円"),   STR("元"),	STR("원"),
};

/* The length of such a word at p, behind which no letter goes on; 0: none. */
static size_t word_at(const struct cursor *c)
{
	unsigned first = peek(c, 0);

	for (size_t i = 0;
	     (is_letter(first) || first >= 0x80) && i < sizeof currency_word / sizeof *currency_word; i++) {
		struct str w = currency_word[i];
		if (w.n > (size_t)(c->end - c->p) || !str_same((struct str){ (const char *)c->p, w.n }, w))
			continue;
		if (!goes_on((unsigned char)w.p[w.n - 1]) || !goes_on(peek(c, w.n)))
			return w.n;
	}
	return 0;
}

/* A currency; letters before the sign (US$) only where it stands in front. */
static bool money(struct cursor *c, bool before)
{
	size_t letters = capitals_at(c), symbol = symbol_at(c, before ? letters : 0), word;

	if (symbol && (before ? letters <= 2 : true)) {
		c->p += symbol + (before ? letters : 0);
		return true;
	}
	if (letters == 3 && !is_letter(peek(c, 3))) {
		c->p += 3;
		return true;
	}
	word = word_at(c);
	c->p += word;
	return word;
}

static bool sign(struct cursor *c, struct figure *f)
{
	unsigned a = peek(c, 0);

	if (a == '-' || a == '+' || a == '(') {
		f->minus = a != '+';
		f->paren = a == '(';
		c->p++;
		return true;
	}
	if (a == 0xE2 && peek(c, 1) == 0x88 && peek(c, 2) == 0x92) {
		f->minus = true;
		c->p += 3;
		return true;
	}
	return false;
}

static inline void add_digit(struct figure *f, unsigned digit)
{
	if (f->count == 19) {
		f->more = true;
		return;
	}
	f->digits = f->digits * 10 + digit;
	f->count += f->digits != 0;
}

static int64_t digits(struct cursor *c, struct figure *f)
{
	const unsigned char *from = c->p;

	for (; c->p < c->end && is_digit(*c->p); c->p++)
		add_digit(f, *c->p - '0');
	return c->p - from;
}

/* The length of what groups threes at p; 0: nothing that does. */
static size_t group_at(const struct cursor *c, char group)
{
	unsigned a = peek(c, 0);

	if (a == (unsigned char)group || a == '\'')
		return 1;
	if (a == 0xE2 && peek(c, 1) == 0x80 && peek(c, 2) == 0x99)
		return 3;
	return space_at(c);
}

static bool three_follow(const struct cursor *c, size_t ahead)
{
	return is_digit(peek(c, ahead)) && is_digit(peek(c, ahead + 1)) && is_digit(peek(c, ahead + 2)) &&
	       !is_digit(peek(c, ahead + 3));
}

static void groups(struct cursor *c, char group, struct figure *f)
{
	const unsigned char *first = c->p;
	size_t n = group_at(c, group);

	while (n && group_at(c, group) == n && memcmp(c->p, first, n) == 0 && three_follow(c, n)) {
		c->p += n;
		digits(c, f);
	}
}

/* The length of what says that there are no decimals: `.-`, `,--`, `.—`; 0: nothing that does. */
static size_t dash_at(const struct cursor *c, char decimal)
{
	if (peek(c, 0) != (unsigned char)decimal)
		return 0;
	bool dash = peek(c, 1) == 0xE2 && peek(c, 2) == 0x80 && (peek(c, 3) == 0x93 || peek(c, 3) == 0x94);
	size_t n = dash ? 4 : peek(c, 1) != '-' ? 0 : peek(c, 2) == '-' ? 3 : 2;

	return is_digit(peek(c, n)) ? 0 : n;
}

static bool mantissa(struct cursor *c, char decimal, struct figure *f)
{
	unsigned first = peek(c, 0);

	f->from = c->p;
	int64_t whole = digits(c, f);
	if (whole >= 1 && whole <= 3 && first != '0')
		groups(c, decimal == '.' ? ',' : '.', f);
	f->to = c->p;
	if (whole)
		c->p += dash_at(c, decimal);
	if (c->p > f->to || peek(c, 0) != (unsigned char)decimal || !is_digit(peek(c, 1)))
		return whole > 0;
	c->p++;
	f->scale -= digits(c, f);
	f->to = c->p;
	return true;
}

static bool exponent(struct cursor *c, struct figure *f)
{
	size_t n = 1;
	int64_t x = 0;
	bool minus = peek(c, 1) == '-';

	if ((peek(c, 0) | 0x20) != 'e')
		return false;
	n += minus || peek(c, 1) == '+';
	if (!is_digit(peek(c, n)))
		return false;
	for (; is_digit(peek(c, n)); n++)
		if (x < FAR_EXPONENT * 1000)
			x = x * 10 + (peek(c, n) - '0');
	f->scale += minus ? -x : x;
	c->p += n;
	return true;
}

/* K, M, B: three more zeros each. A code such as MXN is a currency, not millions. */
static bool suffix(struct cursor *c, struct figure *f)
{
	static const char letter[] = "kmb";
	struct cursor at = *c;

	at.p += space_at(&at);
	struct cursor code = at;
	const char *hit = is_letter(peek(&at, 0)) ? strchr(letter, (int)(peek(&at, 0) | 0x20)) : NULL;
	if (!hit || money(&code, false))
		return false;
	at.p++;
	code = at;
	if (goes_on(peek(&at, 0)) && (!capitals_at(&at) || !money(&code, false)))
		return false;
	f->scale += 3 * (hit - letter + 1);
	*c = at;
	return true;
}

static void tail(struct cursor *c, struct figure *f)
{
	struct cursor at = *c;

	at.p += space_at(&at);
	if (peek(&at, 0) == '%' && !f->money) {
		f->scale -= 2;
		c->p = at.p + 1;
		return;
	}
	if (!exponent(c, f))
		suffix(c, f);
	at = *c;
	at.p += space_at(&at);
	const unsigned char *mark = at.p;
	if (!money(&at, false))
		return;
	*c = at;
	if (f->mark_end - f->mark < 3 || capitals_at(&(struct cursor){ f->mark, f->mark_end }) != 3) {
		f->mark = mark;
		f->mark_end = at.p;
	}
}

/* The number at the cursor, which is left behind it. */
static bool number(struct cursor *c, char decimal, struct figure *f)
{
	bool signed_ = sign(c, f);

	f->mark = c->p;
	f->money = money(c, true);
	f->mark_end = c->p;
	if (f->money)
		c->p += space_at(c);
	if (!signed_)
		sign(c, f);
	if (!mantissa(c, decimal, f))
		return false;
	tail(c, f);
	if (f->paren && peek(c, 0) != ')')
		return false;
	c->p += f->paren;
	return true;
}

/* The whole of s, or how it begins, read into f, which may point into `ascii`. The cursor is left behind it.
 */
static bool read_figure(struct str s, char decimal, bool whole, struct number_ascii *ascii, struct cursor *c,
			struct figure *f)
{
	*f = (struct figure){ 0 };
	*c = (struct cursor){ (const unsigned char *)s.p, (const unsigned char *)s.p + s.n };
	ascii->n = 0;
	if (!s.n)
		return false;
	bool read = number(c, decimal, f);
	if (read && c->p == c->end)
		return true;
	if (str_is_ascii(s) || !number_to_ascii(s, decimal, ascii)) {
		ascii->n = 0;
		return read && !whole;
	}
	*f = (struct figure){ 0 };
	*c = (struct cursor){ (const unsigned char *)ascii->p, (const unsigned char *)ascii->p + ascii->n };
	return number(c, decimal, f) && (!whole || c->p == c->end);
}

/* Any digits and any exponent: strtod on a cleaned copy, digits past MOST_DIGITS as one that breaks ties. */
static double convert_slowly(const struct figure *f)
{
	char z[MOST_DIGITS + 32];
	size_t n = 0;
	int64_t scale = f->scale;
	bool rest = false;

	for (const unsigned char *p = f->from; p < f->to; p++) {
		if (!is_digit(*p) || (n == 0 && *p == '0'))
			continue;
		if (n < MOST_DIGITS)
			z[n++] = (char)*p;
		else
			scale++, rest |= *p != '0';
	}
	if (rest)
		z[n++] = '1', scale--;
	snprintf(z + n, sizeof z - n, "e%" PRId64, scale);
	return strtod_l(z, NULL, number_locale());
}

static bool convert(const struct figure *f, double *out)
{
	double x;

	if (f->digits == 0)
		x = 0;
	else if (!f->more && f->digits <= EXACT_WHOLE && f->scale >= -EXACT_POWER && f->scale <= EXACT_POWER)
		x = f->scale < 0 ? (double)f->digits / number_power[-f->scale]
				 : (double)f->digits * number_power[f->scale];
	else
		x = convert_slowly(f);
	*out = f->minus ? 0.0 - x : x;
	return !isinf(x);
}

/* -?[0-9]*(D[0-9]+)? of at most 15 digits: what nearly every cell is. */
static inline bool plain(struct str s, char decimal, double *out)
{
	const char *p = s.p, *end = s.p + s.n;
	uint64_t m = 0;
	unsigned digit;

	if (s.n - 1 > 15) /* a sign or a decimal sign, and 15 digits; or none */
		return false;
	bool minus = *p == '-';
	p += minus;
	const char *from = p;
	for (; p < end && (digit = (unsigned)(unsigned char)*p - '0') <= 9; p++)
		m = m * 10 + digit;
	double x = (double)m;
	if (p < end) {
		if (*p != decimal || p + 1 == end)
			return false;
		const char *point = ++p;
		for (; p < end && (digit = (unsigned)(unsigned char)*p - '0') <= 9; p++)
			m = m * 10 + digit;
		if (p < end)
			return false;
		x = (double)m / number_power[p - point];
	} else if (p == from) {
		return false;
	}
	*out = minus ? 0.0 - x : x;
	return true;
}

bool number_read(struct str s, char decimal, double *out)
{
	if (plain(s, decimal, out))
		return true;
	struct number_ascii ascii;
	struct cursor c;
	struct figure f;
	double x;
	if (!read_figure(s, decimal, true, &ascii, &c, &f) || !convert(&f, &x))
		return false;
	*out = x;
	return true;
}

bool number_read_millionths(struct str s, char decimal, __int128 *out)
{
	struct number_ascii ascii;
	struct cursor c;
	struct figure f;

	if (!read_figure(s, decimal, true, &ascii, &c, &f))
		return false;
	__int128 x = 0, unit = 1;
	int64_t scale = f.scale + 6;
	/* as many digits as can be asked for, and one more that decides of a half */
	for (const unsigned char *p = f.from; p < f.to; p++)
		if (is_digit(*p) && x <= MONEY_MOST)
			x = x * 10 + (*p - '0');
		else
			scale += is_digit(*p);
	for (; scale > 0 && x && x <= MONEY_MOST; scale--)
		x *= 10;
	for (; scale < 0 && unit <= x * 2; scale++)
		unit *= 10;
	x = number_divided(x, unit);
	*out = f.minus ? -x : x;
	return x <= MONEY_MOST;
}

bool number_comma_doubtful(struct str s)
{
	double grouped, decimal;

	return s.n && memchr(s.p, ',', s.n) && number_read(s, '.', &grouped) &&
	       number_read(s, ',', &decimal) && grouped != decimal;
}

struct str number_currency(struct str s, char decimal)
{
	struct number_ascii ascii;
	struct cursor c;
	struct figure f;

	if (!s.n || (is_digit((unsigned char)s.p[0]) && is_digit((unsigned char)s.p[s.n - 1])) ||
	    !read_figure(s, decimal, true, &ascii, &c, &f) || f.mark == f.mark_end)
		return STR_NONE;
	const char *mark = (const char *)f.mark, *end = (const char *)f.mark_end;
	if (ascii.n)
		return str_slice(s, ascii.from[mark - ascii.p], ascii.from[end - ascii.p]);
	return (struct str){ mark, (size_t)(end - mark) };
}

bool number_read_start(struct str s, char decimal, double *out)
{
	struct number_ascii ascii;
	struct cursor c;
	struct figure f;
	double x;

	if (!read_figure(s, decimal, false, &ascii, &c, &f) || !convert(&f, &x))
		return false;
	unsigned next = peek(&c, 0);
	if (is_letter(next) || is_digit(next) || ((next == '.' || next == ',') && is_digit(peek(&c, 1))))
		return false;
	*out = x;
	return true;
}

bool number_read_whole(struct str s, int64_t low, int64_t high, int64_t *out)
{
	bool minus = s.n > 1 && s.p[0] == '-' && low < 0;
	__int128 x = 0;

	if (!s.n)
		return false;
	for (size_t i = minus; i < s.n; i++) {
		if (!is_digit((unsigned char)s.p[i]))
			return false;
		x = x * 10 + (s.p[i] - '0');
		if (x > (__int128)INT64_MAX + 1)
			return false;
	}
	x = minus ? -x : x;
	if (x < low || x > high)
		return false;
	*out = (int64_t)x;
	return true;
}

/* ---- ids ---- */

/* Behind the digits from there on. */
static size_t past_digits(struct str s, size_t from)
{
	while (from < s.n && s.p[from] >= '0' && s.p[from] <= '9')
		from++;
	return from;
}

bool number_is_digits(struct str s)
{
	return s.n && past_digits(s, 0) == s.n;
}

bool number_is_rounded(struct str id)
{
	size_t n = past_digits(id, 0);

	if (n && n < id.n && (id.p[n] == '.' || id.p[n] == ','))
		n = past_digits(id, n + 1);
	return n && n + 2 < id.n && (id.p[n] | 0x20) == 'e' && id.p[n + 1] == '+' &&
	       past_digits(id, n + 2) == id.n;
}
