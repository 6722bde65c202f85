/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Literals that begin with a digit. Four forms are right: 12.5 and 25%, 2026-01-31 and 2026-01, 08:30. The
 * many other ways to write numbers and dates are reported with what to write instead, and mended: an
 * agreement is read by two companies, so a literal has one spelling, while the cells of an export may have
 * any.
 */
#include <math.h>

#include "base/number.h"
#include "expr/lexer.h"
#include "time/instant.h"

/* Up to three groups of digits with one sign between, tightly: 3/4/2026. */
struct groups {
	int n;
	int digits[3];
	int64_t value[3];
	uint32_t to;
};

static struct groups groups_at(const struct parser *p, uint32_t at, char between)
{
	struct groups g = { .to = at };

	while (g.n < 3 && lexer_digit(p, at)) {
		for (; lexer_digit(p, at); at++, g.digits[g.n]++)
			if (g.digits[g.n] < 9)
				g.value[g.n] = g.value[g.n] * 10 + (lexer_byte(p, at) - '0');
		g.to = at;
		g.n++;
		if (lexer_byte(p, at++) != between)
			break;
	}
	return g;
}

static const char *const currencies[] = { "$", "€", "£", "¥", NULL };

static uint32_t currency_at(const struct parser *p, uint32_t at)
{
	char first = lexer_byte(p, at);

	if (first != '$' && !(first & 0x80)) /* nearly every word */
		return 0;
	for (const char *const *c = currencies; *c; c++)
		if (lexer_sees(p, at, *c))
			return (uint32_t)strlen(*c);
	return 0;
}

static uint32_t spaces(const struct parser *p, uint32_t at)
{
	while (lexer_byte(p, at) == ' ')
		at++;
	return at;
}

bool literal_begins(const struct parser *p, uint32_t at)
{
	uint32_t sign = currency_at(p, at);

	return lexer_digit(p, at) || (lexer_byte(p, at) == '.' && lexer_digit(p, at + 1)) ||
	       (sign && lexer_digit(p, spaces(p, at + sign)));
}

static bool day_exists(const struct groups *g, int y, int m, int d)
{
	return date_valid((int32_t)g->value[y], (int)g->value[m], (int)g->value[d]) && g->value[m] <= 12 &&
	       g->value[d] <= 31;
}

static void set_date(struct token *t, int64_t year, int64_t month, int64_t day)
{
	t->year = (int32_t)year;
	t->month = (int8_t)month;
	t->day = (int8_t)day;
}

/* 2026-01-31 and 2026-01, also where a digit is missing; what is no date at all is left alone. */
static bool iso_date(struct parser *p, uint32_t from, struct token *t)
{
	struct groups g = groups_at(p, from, '-');
	int64_t year = g.value[0], month = g.value[1], day = g.n == 3 ? g.value[2] : 0;
	bool likely = year >= 1800 && year < 2200;

	if (g.n < 2 || g.digits[0] != 4 || g.digits[1] > 2 || (g.n == 3 && g.digits[2] > 2))
		return false;
	if (g.n == 2 && !likely && (month < 1 || month > 12 || g.digits[1] < 2))
		return false; /* 1000-50 */
	*t = lexer_token(p, TOKEN_DATE, from, g.to);
	set_date(t, year, month, day);
	if (month < 1 || month > 12 || (g.n == 3 && !date_valid((int32_t)year, (int)month, (int)day))) {
		lexer_mistake(p, t, "there is no such date: %.*s", STR_ARG(t->text));
		set_date(t, 2000, 1, 1);
	} else if (g.digits[1] < 2 || (g.n == 3 && g.digits[2] < 2)) {
		if (g.n == 3)
			lexer_mistake(p, t, "write %04d-%02d-%02d", (int)year, (int)month, (int)day);
		else
			lexer_mistake(p, t, "write %04d-%02d", (int)year, (int)month);
	}
	if (g.n == 3 && lexer_byte(p, g.to) == 'T' && lexer_digit(p, g.to + 1)) {
		uint32_t to = g.to;
		while (lexer_letter(p, to) || lexer_digit(p, to) || lexer_byte(p, to) == ':' ||
		       (lexer_byte(p, to) == '.' && lexer_digit(p, to + 1)))
			to++;
		struct token whole = lexer_token(p, TOKEN_DATE, from, to);
		set_date(&whole, t->year, t->month, t->day);
		whole.mended = t->mended;
		lexer_mistake(p, &whole, "write a time with a time of day in quotes: \"%.*s\"",
			      STR_ARG(whole.text));
		*t = whole;
	}
	return true;
}

/* 3/4/2026, 04.03.2026, 31-12-2026, 2026/01/31: the date, or the two, that it may be. */
static bool other_date(struct parser *p, uint32_t from, struct token *t)
{
	static const char between[] = "/.-";

	for (const char *b = between; *b; b++) {
		struct groups g = groups_at(p, from, *b);
		bool short_year = g.digits[2] == 2 && *b != '-';
		if (g.n < 3 || g.digits[1] > 2)
			continue;
		bool year_first = g.digits[0] == 4 && g.digits[2] <= 2;
		if (!year_first && (g.digits[0] > 2 || (g.digits[2] != 4 && !short_year)))
			continue;
		if (!year_first && short_year)
			g.value[2] += 2000;
		int y = year_first ? 0 : 2, d = year_first ? 2 : 0;
		bool day_first = day_exists(&g, y, 1, d), month_first = !year_first && *b != '.' &&
									g.value[0] != g.value[1] &&
									day_exists(&g, 2, 0, 1);
		int64_t year = g.value[y], first = g.value[d], second = g.value[1];
		*t = lexer_token(p, TOKEN_DATE, from, g.to);
		if (day_first && month_first)
			lexer_mistake(p, t, "write %04d-%02d-%02d or %04d-%02d-%02d", (int)year, (int)second,
				      (int)first, (int)year, (int)first, (int)second);
		else if (day_first || month_first)
			lexer_mistake(p, t, "write %04d-%02d-%02d", (int)year,
				      (int)(day_first ? second : first), (int)(day_first ? first : second));
		else
			lexer_mistake(p, t, "write dates as 2026-01-31");
		if (day_first)
			set_date(t, year, second, first);
		else if (month_first)
			set_date(t, year, first, second);
		else
			set_date(t, 2000, 1, 1);
		return true;
	}
	return false;
}

static bool clock(struct parser *p, uint32_t from, struct token *t)
{
	struct groups g = groups_at(p, from, ':');

	if (g.n < 2 || g.digits[0] > 2 || g.digits[1] != 2)
		return false;
	*t = lexer_token(p, TOKEN_CLOCK, from, g.to);
	t->number = (double)(g.value[0] * 60 + g.value[1]);
	if (g.n == 3)
		lexer_mistake(p, t, "a time of day is written 08:30");
	else if (g.value[1] > 59 || t->number > 24 * 60)
		lexer_mistake(p, t, "there is no such time of day: the last is 24:00");
	if (t->number > 24 * 60)
		t->number = 0;
	return true;
}

/* What people put directly behind a number. */
static const struct suffix {
	const char *word, *unit;
	double factor;
} suffixes[] = {
	{ "k", NULL, 1e3 },	  { "K", NULL, 1e3 },	 { "tsd", NULL, 1e3 },	  { "m", NULL, 1e6 },
	{ "M", NULL, 1e6 },	  { "mn", NULL, 1e6 },	 { "mio", NULL, 1e6 },	  { "Mio", NULL, 1e6 },
	{ "b", NULL, 1e9 },	  { "B", NULL, 1e9 },	 { "bn", NULL, 1e9 },	  { "€", NULL, 1 },
	{ "EUR", NULL, 1 },	  { "USD", NULL, 1 },	 { "GBP", NULL, 1 },	  { "£", NULL, 1 },
	{ "d", "days", 0 },	  { "h", "hours", 0 },	 { "hrs", "hours", 0 },	  { "min", "minutes", 0 },
	{ "mins", "minutes", 0 }, { "s", "seconds", 0 }, { "sec", "seconds", 0 }, { "w", "weeks", 0 },
	{ "wk", "weeks", 0 },	  { "mo", "months", 0 }, { "y", "years", 0 },	  { "yr", "years", 0 },
	{ "yrs", "years", 0 },	  { NULL, NULL, 0 },
};

static void say_write(struct parser *p, struct token *t, double number, const char *unit)
{
	struct buf b = { 0 };

	number_write(&b, number);
	lexer_mistake(p, t, "write %.*s%s%s", STR_ARG(buf_view(&b)), unit ? " " : "", unit ? unit : "");
	buf_release(&b);
}

static void too_large(struct parser *p, struct token *t)
{
	lexer_mistake(p, t, "this number is too large");
	t->number = 0;
}

/* Digits in threes with a mark between, where a comma makes them into a list: the end of them, or `at`. */
static uint32_t threes(const struct parser *p, uint32_t from, uint32_t at, char mark)
{
	uint32_t to = at;

	if (at - from > 3)
		return at;
	while (lexer_byte(p, to) == mark && lexer_digit(p, to + 1) && lexer_digit(p, to + 2) &&
	       lexer_digit(p, to + 3) && !lexer_digit(p, to + 4))
		to += 4;
	return to;
}

static uint32_t digits(const struct parser *p, uint32_t at)
{
	while (lexer_digit(p, at))
		at++;
	return at;
}

/* Where the digits, threes, fraction and exponent end. */
static uint32_t number_end(const struct parser *p, uint32_t from, bool grouped, bool *groups)
{
	uint32_t whole = digits(p, from), at = grouped ? threes(p, from, whole, ',') : whole,
		 dots = threes(p, from, whole, '.');

	*groups = at > whole || dots > whole + 4; /* a single dot is a point: 1.000 */
	if (dots > whole + 4)
		return dots;
	if (lexer_byte(p, at) == '.' && lexer_digit(p, at + 1))
		at = digits(p, at + 1);
	if (lexer_byte(p, at) == 'e' || lexer_byte(p, at) == 'E') {
		char sign = lexer_byte(p, at + 1);
		uint32_t e = at + (sign == '+' || sign == '-' ? 2 : 1);
		if (lexer_digit(p, e) && !lexer_letter(p, digits(p, e)))
			at = digits(p, e);
	}
	return at;
}

/* 1_000_000, as program texts have it. */
static bool underscored(struct parser *p, struct token *t, struct str word)
{
	bool digits = true;

	for (size_t i = 0; i < word.n && digits; i++) {
		digits = i % 4 ? word.p[i] >= '0' && word.p[i] <= '9' : word.p[i] == '_';
		t->number = i % 4 && digits ? t->number * 10 + (word.p[i] - '0') : t->number;
	}
	digits = digits && word.n && word.n % 4 == 0;
	if (digits)
		say_write(p, t, t->number, NULL);
	return digits;
}

/* 10k, 30d, 3rd_party: *t is widened over the word, which is reported. */
static void suffixed(struct parser *p, struct token *t)
{
	uint32_t from = t->span.at, end = from + t->span.n, to = lexer_word_end(p, end);
	struct str word = str_slice(p->text->body, end, to);
	double number = t->number;

	if (span_unit(word))
		return; /* 30days: a number and a word */
	*t = lexer_token(p, TOKEN_NUMBER, from, to);
	for (const struct suffix *s = suffixes; s->word; s++)
		if (str_eq(word, str_from(s->word))) {
			t->number = number * (s->factor != 0 ? s->factor : 1);
			if (isfinite(t->number))
				say_write(p, t, t->number, s->unit);
			else
				too_large(p, t);
			return;
		}
	t->number = number;
	if (underscored(p, t, word))
		return;
	t->kind = TOKEN_COLUMN;
	bool pm = str_same(word, STR("pm"));
	if ((pm || str_same(word, STR("am"))) && number >= 1 && number <= 12 && number == (int)number) {
		lexer_mistake(p, t, "a time of day is written 09:00 or 17:30; write %02d:00",
			      (int)number % 12 + 12 * pm);
		return;
	}
	lexer_mistake(p, t, "a name that begins with a digit is written in backquotes: `%.*s`",
		      STR_ARG(t->text));
}

/* 1.000,50 and 1,5 where no list can be: a decimal comma, as cells may have. Where it ends, or 0. */
static uint32_t decimal_comma(const struct parser *p, uint32_t from)
{
	uint32_t whole = digits(p, from), comma = threes(p, from, whole, '.'), end;
	struct str before = str_slice(p->text->body, p->last.at, p->last.at + p->last.n);

	if (str_same(before, STR("in")) || str_eq(before, STR(",")))
		return 0; /* a list, whose parentheses are missing */
	if (lexer_byte(p, comma) != ',' || (end = digits(p, comma + 1)) == comma + 1 ||
	    lexer_letter(p, end) || lexer_byte(p, end) == ',')
		return 0;
	return comma == whole && threes(p, from, whole, ',') > whole ? 0 : end; /* 1,000 is a thousand */
}

/* The zeros of 1,000 in a list, where they are an item: in (1,000, 5,000). */
static bool thousand_in_list(const struct parser *p, uint32_t at, uint32_t to)
{
	return at >= 2 && lexer_byte(p, at - 1) == ',' && lexer_digit(p, at - 2) && to - at == 3 &&
	       lexer_byte(p, at) == '0' && digits(p, at) == to;
}

static struct token number(struct parser *p, uint32_t from)
{
	uint32_t sign = currency_at(p, from), at = sign ? spaces(p, from + sign) : from;
	uint32_t comma = p->parens ? 0 : decimal_comma(p, at);

	if (comma) {
		struct token t = lexer_token(p, TOKEN_NUMBER, from, comma);
		if (number_read(str_slice(p->text->body, at, comma), ',', &t.number))
			say_write(p, &t, t.number, NULL);
		else
			too_large(p, &t);
		return t;
	}
	bool groups, point = lexer_byte(p, at) == '.';
	uint32_t to = number_end(p, at, sign || !p->parens, &groups);
	struct token t = lexer_token(p, TOKEN_NUMBER, from, to);
	struct str said = str_slice(p->text->body, at, to);

	if (point)
		said = arena_print(p->arena, "0%.*s", STR_ARG(said));
	bool dots = groups && lexer_byte(p, digits(p, at)) == '.';
	if (!number_read(said, dots ? ',' : '.', &t.number) || !isfinite(t.number)) {
		too_large(p, &t);
	} else if (sign || groups || point) {
		say_write(p, &t, t.number, NULL);
	} else if (lexer_byte(p, spaces(p, to)) == '%') {
		t = lexer_token(p, TOKEN_NUMBER, from, spaces(p, to) + 1);
		number_read(said, '.', &t.number);
		t.number /= 100;
		t.percent = true;
		return t;
	}
	if (p->parens && !t.mended && thousand_in_list(p, at, to))
		lexer_mistake(p, &t, "here a ',' parts the items of a list: write 1000 for 1,000");
	if (lexer_letter(p, to) && !t.mended)
		suffixed(p, &t);
	return t;
}

struct token literal(struct parser *p, uint32_t at)
{
	bool number_alone = !strchr("-/.:", lexer_byte(p, digits(p, at)));
	struct token t;

	if (!number_alone && (iso_date(p, at, &t) || other_date(p, at, &t) || clock(p, at, &t)))
		return t;
	return number(p, at);
}
