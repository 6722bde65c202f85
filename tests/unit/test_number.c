/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every form of number, each refusal, and strtod as the judge of rounding. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/number.h"

/* strtod() of the test program runs in the C locale: no one calls setlocale(). */
static const struct reading {
	const char *text;
	double value; /* NAN: not a number */
} dots[] = {
	{ "0", 0 },
	{ "1200", 1200 },
	{ "-5", -5 },
	{ "+5", 5 },
	{ "\xE2\x88\x92" "5", -5 },
	{ "007", 7 },
	{ "1.25", 1.25 },
	{ ".5", .5 },
	{ "-.5", -.5 },
	{ "1,200", 1200 },
	{ "1,200.50", 1200.5 },
	{ "12,345,678", 12345678 },
	{ "$1,200", 1200 },
	{ "$ 1,200", 1200 },
	{ "-$5", -5 },
	{ "$-5", -5 },
	{ "US$5", 5 },
	{ "R$5", 5 },
	{ "\xE2\x82\xAC" "99", 99 },
	{ "99 \xE2\x82\xAC", 99 },
	{ "\xC2\xA3" "99", 99 },
	{ "\xC2\xA5" "99", 99 },
	{ "EUR 99", 99 },
	{ "EUR99", 99 },
	{ "99EUR", 99 },
	{ "$1,200.00 USD", 1200 },
	{ "1 200 EUR", 1200 },
	{ "1\xC2\xA0" "200", 1200 },
	{ "1\xE2\x80\xAF" "200\xE2\x80\xAF" "000", 1200000 },
	{ "1'200", 1200 },
	{ "1\xE2\x80\x99" "200.5", 1200.5 },
	{ "(1,200)", -1200 },
	{ "($1,200)", -1200 },
	{ "$(1,200)", -1200 },
	{ "$1,117.10K", 1117100 },
	{ "1.1K", 1100 },
	{ "1.1k", 1100 },
	{ "2.5M", 2.5e6 },
	{ "2.5 m", 2.5e6 },
	{ "3B", 3e9 },
	{ "5 MXN", 5 },
	{ "5BRL", 5 },
	{ "5KUSD", 5000 },
	{ "5K USD", 5000 },
	{ "1.5e6", 1.5e6 },
	{ "1.5E+6", 1.5e6 },
	{ "15e-1", 1.5 },
	{ "12%", .12 },
	{ "12 %", .12 },
	{ "0.07%", .0007 },
	{ "-12.5%", -.125 },
	{ "1e-400", 0 },
	{ "1.7976931348623157e308", 1.7976931348623157e308 },
	{ "4.9406564584124654e-324", 4.9406564584124654e-324 },
	{ "123456789012345678901234567890", 123456789012345678901234567890.0 },
	{ "0e999999999999", 0 },
	{ "5 eur", 5 },
	{ "5 EURO", 5 },
	{ "usd 1,200", 1200 },
	{ "kr 1 200", 1200 },
	{ "1 200 kr.", 1200 },
	{ "5kr", 5 },
	{ "1 234.56 zł", 1234.56 },
	{ "1 234 Kč", 1234 },
	{ "5K Kč", 5000 },
	{ "1234 Ft", 1234 },
	{ "Rs. 1,500", 1500 },
	{ "1 234 руб.", 1234 },
	{ "1234円", 1234 },
	{ "-TL 5", -5 },
	{ "1200.-", 1200 },
	{ "CHF 1'200.--", 1200 },
	{ "1,200.—", 1200 },
	{ "１２３４", 1234 },
	{ "１,２３４．５", 1234.5 },
	{ "￥１，２００", 1200 },
	{ "١٢٣٤", 1234 },
	{ "١٬٢٣٤٫٥", 1234.5 },
	{ "۱۲۳۴", 1234 },
	{ "१,२००", 1200 },
	{ "١٢٪", .12 },
	{ "1\xE2\x80\x89" "200", 1200 },
	{ "\xE2\x80\x93" "1200", -1200 },

	{ "", NAN },
	{ "-", NAN },
	{ ".", NAN },
	{ "$", NAN },
	{ "EUR", NAN },
	{ "K", NAN },
	{ "5.", NAN },
	{ "1,2", NAN },
	{ "12,00", NAN },
	{ "1,2000", NAN },
	{ "1200,300", NAN },
	{ "1,200,50", NAN },
	{ "1,200 300", NAN },
	{ "1\xE2\x80\xAF" "200\xE2\x80\x99" "300", NAN },
	{ "0,500", NAN },
	{ "1.200,50", NAN },
	{ "1.2.3", NAN },
	{ "10 000 000,5", NAN },
	{ "1  200", NAN },
	{ "--5", NAN },
	{ "-(5)", NAN },
	{ "(5", NAN },
	{ "5)", NAN },
	{ "()", NAN },
	{ "5-", NAN },
	{ "$12%", NAN },
	{ "12%%", NAN },
	{ "12% K", NAN },
	{ "5KK", NAN },
	{ "5 Kg", NAN },
	{ "5 krs", NAN },
	{ "5 Fté", NAN },
	{ "12 sek", NAN },
	{ "5 min", NAN },
	{ "200 EUR/month", NAN },
	{ "kr", NAN },
	{ "1200,-", NAN },
	{ "1200.---", NAN },
	{ ".-", NAN },
	{ "5.5.-", NAN },
	{ "0,50,000", NAN },
	{ "100,50,000", NAN },
	{ "1,50,00", NAN },
	{ "١٬٢٣٤٬٥", NAN },
	{ "½", NAN },
	{ "1.5e6K", NAN },
	{ "1e", NAN },
	{ "1e+", NAN },
	{ "1e400", NAN },
	{ "1e99999999999999999999", NAN },
	{ "inf", NAN },
	{ "nan", NAN },
	{ "0x10", NAN },
	{ "201-500", NAN },
	{ "1000+", NAN },
	{ "tbd", NAN },
	{ " 5", NAN },
	{ "5 ", NAN },
	{ "1234567890123456x", NAN },
}, commas[] = {
	{ "1.200,50", 1200.5 },
	{ "\xE2\x82\xAC" "1.200,50", 1200.5 },
	{ "1,5", 1.5 },
	{ ",5", .5 },
	{ "1.200", 1200 },
	{ "1 200,5", 1200.5 },
	{ "1,1K", 1100 },
	{ "1,5e3", 1500 },
	{ "1.234,50 TL", 1234.5 },
	{ "1 234,56 zł", 1234.56 },
	{ "1.200,-", 1200 },
	{ "١٬٢٣٤٫٥", 1234.5 },
	{ "1.50.000", NAN },
	{ "1.5", NAN },
	{ "1,200.50", NAN },
	{ "1,200,300", NAN },
}, starts[] = {
	{ "201-500", 201 },
	{ "201\xE2\x80\x93" "500", 201 },
	{ "1000+", 1000 },
	{ "10,000 to 50,000", 10000 },
	{ "$10k - $20k", 10000 },
	{ "50 people", 50 },
	{ "12%-15%", .12 },
	{ "１００～２００", 100 },
	{ "1200.- to 1300.-", 1200 },
	{ "1K\xE2\x80\x93" "2K", 1000 },
	{ "500 kr per month", 500 },
	{ "7", 7 },
	{ "-5 to 5", -5 },
	{ "over 100", NAN },
	{ "10kg", NAN },
	{ "5Mio", NAN },
	{ "10,50", NAN },
	{ "1.2.3", NAN },
	{ "", NAN },
};

static void check(const struct reading *r, size_t n, char decimal, bool read(struct str, char, double *))
{
	for (size_t i = 0; i < n; i++) {
		double x = 4711;
		bool ok = read(str_from(r[i].text), decimal, &x);
		if (isnan(r[i].value) ? ok || x != 4711 : !ok || x != r[i].value)
			fail_msg("'%s': %s %.17g, not %.17g", r[i].text, ok ? "read as" : "refused", x,
				 r[i].value);
	}
}

static void forms(void **state)
{
	(void)state;
	check(dots, sizeof dots / sizeof *dots, '.', number_read);
	check(commas, sizeof commas / sizeof *commas, ',', number_read);
	check(starts, sizeof starts / sizeof *starts, '.', number_read_start);
}

static uint64_t seed = 88172645463325252;

static uint64_t roll(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	return seed ^= seed << 17;
}

static void spoilt_ids(void **state)
{
	static const char *const pointed[] = { "7.0", "12345.0", "12.0" }, *const rounded[] = {
		"1E+11", "1.2E+5", "1,23457E+111"
	};
	static const char *const fine[] = { "",	    "0",     ".0",     "7.00", "7.1",
					    "a7.0", "12345", "1.2E11", "E+11", "a-b.c" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct str p = str_from(pointed[i]), r = str_from(rounded[i]);
		assert_true(number_may_spoil(p) && number_is_pointed(p) && !number_is_rounded(p));
		assert_true(number_may_spoil(r) && number_is_rounded(r) && !number_is_pointed(r));
	}
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
		assert_false(number_is_pointed(str_from(fine[i])) || number_is_rounded(str_from(fine[i])));
	assert_false(number_may_spoil(STR("12345")) || number_may_spoil(STR("7")) ||
		     number_may_spoil(STR("abc-defg")));
}

static void currencies(void **state)
{
	static const struct {
		const char *text, *mark; /* NULL: none */
	} cells[] = {
		{ "$1,200", "$" },
		{ "-$5", "$" },
		{ "($1.5K)", "$" },
		{ "US$ 5", "US$" },
		{ "EUR 1 200", "EUR" },
		{ "5 EUR", "EUR" },
		{ "5 \xE2\x82\xAC", "\xE2\x82\xAC" },
		{ "5K USD", "USD" },
		{ "5KUSD", "USD" },
		{ "$5 CAD", "CAD" },
		{ "CHF 5 $", "CHF" },
		{ "1,200", NULL },
		{ "1.5e6", NULL },
		{ "2.5M", NULL },
		{ "12%", NULL },
		{ "(5)", NULL },
		{ "", NULL },
		{ "$", NULL },
		{ "$ five", NULL },
		{ "5 MXN", "MXN" },
		{ "usd 5", "usd" },
		{ "1 200 kr.", "kr." },
		{ "5K Kč", "Kč" },
		{ "￥１，２００", "￥" },
		{ "１２００ ＥＵＲ", "ＥＵＲ" },
		{ "１２００", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		struct str mark = number_currency(str_from(cells[i].text), '.'),
			   wanted = cells[i].mark ? str_from(cells[i].mark) : STR_NONE;
		if (!mark.p != !wanted.p || !str_eq(mark, wanted))
			fail_msg("'%s' is in '%.*s'", cells[i].text, STR_ARG(mark));
	}
	assert_null(number_currency(STR("$1,5"), '.').p);
	assert_true(str_eq(number_currency(STR("$1,5"), ','), STR("$")));
}

static void judged_by_strtod(struct str s)
{
	double x = NAN, want = strtod(s.p, NULL);
	bool ok = number_read(s, '.', &x);

	if (ok != !isinf(want) || (ok && x != want))
		fail_msg("'%s' is %.17g, not %.17g", s.p, x, want);
}

static void rounding_is_correct(void **state)
{
	char z[1200];

	(void)state;
	for (int i = 0; i < 500000; i++) {
		int n = 0, most = i % 100 ? 25 : 900, count = 1 + (int)(roll() % (unsigned)most);
		int point = 1 + (int)(roll() % (unsigned)most);
		for (int k = 0; k < count; k++) {
			if (k == point)
				z[n++] = '.';
			z[n++] = (char)('0' + roll() % 10);
		}
		if (roll() % 2)
			n += sprintf(z + n, "e%d", (int)(roll() % 640) - 320);
		z[n] = 0;
		judged_by_strtod((struct str){ z, (size_t)n });
	}
	/* Half way between two doubles, and just beside. */
	for (int i = 0; i < 20000; i++) {
		uint64_t m = (roll() >> 11 | UINT64_C(1) << 52) * 2 + 1;
		int n = sprintf(z, "%llu", (unsigned long long)m);
		judged_by_strtod((struct str){ z, (size_t)n });
		n = sprintf(z, "%llu.%0*d", (unsigned long long)m, 1 + (int)(roll() % 1000),
			    (int)(roll() % 2));
		judged_by_strtod((struct str){ z, (size_t)n });
	}
}

static void reads_as(const char *want, const struct buf *b)
{
	if (!str_eq(buf_view(b), str_from(want)))
		fail_msg("'%.*s', not '%s'", STR_ARG(buf_view(b)), want);
}

static void writes_the_shortest(void **state)
{
	static const struct {
		double x;
		const char *text;
	} written[] = {
		{ 12, "12" },
		{ -3, "-3" },
		{ -0.0, "0" },
		{ 0.25, "0.25" },
		{ -0.1, "-0.1" },
		{ 1e30, "1e+30" },
		{ 1e15, "1000000000000000" },
		{ 9007199254740991, "9007199254740991" },
		{ 0.1 + 0.2, "0.30000000000000004" },
		{ 0.29, "0.29" },
		{ 1.0 / 3, "0.3333333333333333" },
		{ 1e-5, "1e-05" },
		{ 123456.789, "123456.789" },
		{ INFINITY, "" },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
		buf_clear(&b);
		number_write(&b, written[i].x);
		reads_as(written[i].text, &b);
	}
	for (int i = 0; i < 200000; i++) {
		double x, y;
		uint64_t bits = roll();
		memcpy(&x, &bits, sizeof x);
		if (i % 2)
			x = (double)(int64_t)(roll() >> 20) / pow(10, (double)(roll() % 12));
		if (!isfinite(x))
			continue;
		buf_clear(&b);
		number_write(&b, x);
		if (!number_read(buf_view(&b), '.', &y) || x != y)
			fail_msg("%.17g is written %.*s", x, STR_ARG(buf_view(&b)));
		char z[40];
		for (int p = 15; p <= 17; p++) {
			sprintf(z, "%.*g", p, x);
			if (strtod(z, NULL) == x)
				break;
		}
		if (!strchr(z, 'e'))
			reads_as(z, &b);
	}
	buf_release(&b);
}

static void fixed_and_ratio(void **state)
{
	static const struct {
		uint64_t k, n;
		int places;
		const char *text;
	} ratios[] = {
		{ 1, 3, 6, "0.333333" },
		{ 2, 3, 6, "0.666667" },
		{ 1, 2, 0, "1" },
		{ 1, 8, 2, "0.13" },
		{ 5, 1000000, 5, "0.00001" },
		{ 4, 1000000, 5, "0.00000" },
		{ 0, 7, 2, "0.00" },
		{ 7, 7, 6, "1.000000" },
		{ UINT64_MAX, 1, 18, "18446744073709551615.000000000000000000" },
	};
	static const struct {
		__int128 x;
		int places;
		const char *text;
	} fixed[] = {
		{ 1234, 2, "12.34" }, { -1234, 2, "-12.34" }, { 5, 2, "0.05" },
		{ -5, 3, "-0.005" },  { 0, 2, "0.00" },	      { 1234, 0, "1234" },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++) {
		buf_clear(&b);
		number_write_ratio(&b, ratios[i].k, ratios[i].n, ratios[i].places);
		reads_as(ratios[i].text, &b);
	}
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
		buf_clear(&b);
		number_write_fixed(&b, fixed[i].x, fixed[i].places);
		reads_as(fixed[i].text, &b);
	}
	buf_clear(&b);
	number_write_fixed(&b, (__int128)((unsigned __int128)1 << 127), 38);
	reads_as("-1.70141183460469231731687303715884105728", &b);
	buf_release(&b);
}

/* The texts are of Python's fractions. */
static void quotients(void **state)
{
	const __int128 most = (__int128)(((unsigned __int128)1 << 127) - 1), power18 = 1000000000000000000,
		       power36 = power18 * power18;
	const struct {
		__int128 a, b;
		int places;
		const char *plain, *grouped;
	} cases[] = {
		{ 1, 8, 2, "0.13", "0.13" },
		{ -1, 8, 2, "-0.13", "-0.13" },
		{ -1, 2, 0, "-1", "-1" },
		{ -1, 3, 0, "0", "0" },
		{ 999999, 1000000, 2, "1.00", "1.00" },
		{ -5, -1000, 2, "0.01", "0.01" },
		{ 5, -1000, 2, "-0.01", "-0.01" },
		{ 0, -7, 3, "0.000", "0.000" },
		{ 9995, 10, 0, "1000", "1,000" },
		{ 1234567891, 1000, 2, "1234567.89", "1,234,567.89" },
		{ power18 - 1, power18, 17, "1.00000000000000000", "1.00000000000000000" },
		{ power36, 1, 6, "1000000000000000000000000000000000000.000000",
		  "1,000,000,000,000,000,000,000,000,000,000,000,000.000000" },
		{ most, power36 * 10, 6, "17.014118", "17.014118" },
		{ most, 1, 18, "170141183460469231731687303715884105727.000000000000000000",
		  "170,141,183,460,469,231,731,687,303,715,884,105,727.000000000000000000" },
		{ -most, 3, 2, "-56713727820156410577229101238628035242.33",
		  "-56,713,727,820,156,410,577,229,101,238,628,035,242.33" },
		{ -most - 1, 7, 0, "-24305883351495604533098186245126300818",
		  "-24,305,883,351,495,604,533,098,186,245,126,300,818" },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct quotient q = number_quotient(cases[i].a, cases[i].b, cases[i].places);
		buf_clear(&b);
		number_write_quotient(&b, q, false);
		reads_as(cases[i].plain, &b);
		buf_clear(&b);
		number_write_quotient(&b, q, true);
		reads_as(cases[i].grouped, &b);
	}
	buf_clear(&b);
	number_write_grouped(&b, -most - 1);
	reads_as("-170,141,183,460,469,231,731,687,303,715,884,105,728", &b);
	buf_release(&b);
}

static void wholes(void **state)
{
	static const struct {
		int64_t x;
		const char *plain, *grouped;
	} written[] = {
		{ 0, "0", "0" },
		{ -7, "-7", "-7" },
		{ 999, "999", "999" },
		{ 9240, "9240", "9,240" },
		{ -1234567, "-1234567", "-1,234,567" },
		{ INT64_MIN, "-9223372036854775808", "-9,223,372,036,854,775,808" },
	};
	struct buf b = { 0 };
	int64_t x = 5;

	(void)state;
	for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
		buf_clear(&b);
		number_write_whole(&b, written[i].x);
		reads_as(written[i].plain, &b);
		assert_true(number_read_whole(buf_view(&b), INT64_MIN, INT64_MAX, &x));
		assert_true(x == written[i].x);
		buf_clear(&b);
		number_write_grouped(&b, written[i].x);
		reads_as(written[i].grouped, &b);
	}
	x = 5;
	static const char *const refused[] = {
		"",    "-",  "+1", "1.0", "1e3",
		"0x1", " 1", "11", "-1",  "99999999999999999999999999999999999999999"
	};
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		assert_false(number_read_whole(str_from(refused[i]), 0, 10, &x));
	assert_true(x == 5);
	assert_true(number_read_whole(STR("10"), 0, 10, &x) && x == 10);
	buf_release(&b);
}

static void money_is_exact(void **state)
{
	static const struct {
		const char *text;
		char decimal;
		const char *millionths;
	} read[] = {
		{ "1,200.50", '.', "1200500000" },
		{ "$1,200", '.', "1200000000" },
		{ "1.200,50 \xE2\x82\xAC", ',', "1200500000" },
		{ "(3.1)", '.', "-3100000" },
		{ "-0.0000005", '.', "-1" },
		{ "0.00000049999999999999999999999", '.', "0" },
		{ "0.0000005000000000000000000000", '.', "1" },
		{ "1e-400", '.', "0" },
		{ "0e99999", '.', "0" },
		{ "1.5K", '.', "1500000000" },
		{ "100000000000.000000000000000", '.', "100000000000000000" },
		{ "90071992547409.93", '.', "90071992547409930000" },
		{ "999999999999999.999999", '.', "999999999999999999999" },
		{ "1000000000000000", '.', "1000000000000000000000" },
		{ "1000000000000000.1", '.', "1000000000000000100000" },
		{ "9007199254740993.07", '.', "9007199254740993070000" },
		{ "9.2e18", '.', "9200000000000000000000000" },
		{ "(9,200,000,000,000,000,000)", '.', "-9200000000000000000000000" },
		{ "9199999999999999999.99999949999999999999999", '.', "9199999999999999999999999" },
		{ "9199999999999999999.9999995", '.', "9200000000000000000000000" },
	};
	static const char *const refused[] = { "",
					       "x",
					       "1,2",
					       "9200000000000000000.0000005",
					       "-9200000000000000001",
					       "1e99",
					       "1e999999999",
					       "99999999999999999999999999",
					       "inf",
					       "12 345,6" };
	struct buf b = { 0 };
	__int128 x = 5;

	(void)state;
	for (size_t i = 0; i < sizeof read / sizeof *read; i++) {
		assert_true(number_read_millionths(str_from(read[i].text), read[i].decimal, &x));
		buf_clear(&b);
		number_write_fixed(&b, x, 0);
		reads_as(read[i].millionths, &b);
	}
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		assert_false(number_read_millionths(str_from(refused[i]), '.', &x));
	buf_release(&b);
	assert_true(number_divided(5, 2) == 3 && number_divided(-5, 2) == -3 && number_divided(5, -2) == -3);
	assert_true(number_divided(-5, -2) == 3 && number_divided(4, 3) == 1 && number_divided(0, -7) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms),
		cmocka_unit_test(spoilt_ids),
		cmocka_unit_test(currencies),
		cmocka_unit_test(rounding_is_correct),
		cmocka_unit_test(writes_the_shortest),
		cmocka_unit_test(fixed_and_ratio),
		cmocka_unit_test(quotients),
		cmocka_unit_test(wholes),
		cmocka_unit_test(money_is_exact),
	};

	return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
