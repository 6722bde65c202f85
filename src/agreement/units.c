/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See units.h. */
#include "agreement/units.h"

/* Signs, and the codes of currencies that deals are made in: any three letters would make one of (MRR). Most
 * words of headers are longer. */
static bool is_currency(struct str word)
{
	if (word.n < 3)
		return str_among(word, " $ £ ¥ kr Ft C$ A$ S$ R$ ");
	if (word.n > 3)
		return str_among(word, " euro euros dollar dollars ");
	return str_among(word, " € ₹ ₩ ₺ ₽ ₴ ฿ zł Kč kr. Fr. US$ CA$ AU$ NZ$ HK$ "
			       "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS "
			       "INR ISK JPY KES KRW KZT MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD "
			       "RUB SAR SEK SGD THB TRY TWD UAH USD UYU VND ZAR ");
}

static bool is_about(struct str words)
{
	return str_among(words, " approx. approx approximate approximately about est. est estimated ca. ca "
				"circa env. environ aprox. aprox ungefähr geschätzt # fte ftes ");
}

static bool separates(char c)
{
	return c == ' ' || c == '_' || c == ',' || c == '-' || c == ':' || c == '/';
}

static struct str without_end(struct str s)
{
	while (s.n && separates(s.p[s.n - 1]))
		s.n--;
	return s;
}

/* The last word; all of it, if it is the only one. */
static struct str last_word(struct str s)
{
	size_t from = s.n;

	while (from && !separates(s.p[from - 1]))
		from--;
	return str_slice(s, from, s.n);
}

static struct header_unit in_brackets(struct str s)
{
	const char open = s.p[s.n - 1] == ')' ? '(' : '[';
	size_t at = s.n - 1;

	while (at && s.p[at] != open)
		at--;
	struct header_unit u = { UNIT_OTHER, without_end(str_slice(s, 0, at)),
				 str_trim(str_slice(s, at + !!at, s.n - 1)) };
	struct str word = u.said.n > 3 && str_same(str_slice(u.said, 0, 3), STR("in "))
				  ? str_trim(str_slice(u.said, 3, u.said.n))
				  : u.said;
	if (is_about(word))
		u.kind = UNIT_ABOUT;
	else if (is_currency(word))
		u = (struct header_unit){ UNIT_CURRENCY, u.bare, word };
	return u;
}

struct header_unit header_unit(struct str header)
{
	struct str s = str_trim(header);
	struct header_unit u = { 0 };

	while (s.n && s.p[s.n - 1] == '*') /* it must be filled in */
		s = str_trim(str_slice(s, 0, s.n - 1));
	if (s.n && (s.p[s.n - 1] == ')' || s.p[s.n - 1] == ']')) {
		u = in_brackets(s);
	} else {
		struct str word = last_word(s);
		if (word.n < s.n && is_currency(word))
			u = (struct header_unit){ UNIT_CURRENCY, without_end(str_slice(s, 0, s.n - word.n)),
						  word };
		word = last_word(u.bare);
		if (u.kind && str_same(word, STR("in")))
			u.bare = without_end(str_slice(u.bare, 0, u.bare.n - word.n));
	}
	return u.bare.n ? u : (struct header_unit){ 0 };
}
