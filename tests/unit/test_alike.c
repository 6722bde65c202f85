/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is alike has one key, what isn't has another or none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "lead/alike.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static struct buf key;

/* The key in words: of values without one why there is none. Behind another, which stays. */
static struct str said(enum alike is)
{
	struct str k = buf_view(&key);

	assert_true(str_starts(k, STR("before ")));
	if (is != ALIKE_GOOD)
		assert_int_equal(k.n, strlen("before "));
	return is == ALIKE_MISSING  ? STR("MISSING")
	       : is == ALIKE_NOBODY ? STR("NOBODY")
				    : str_slice(k, strlen("before "), k.n);
}

static void before(void)
{
	buf_clear(&key);
	buf_str(&key, STR("before "));
}

static void expect(struct str got, const char *wanted, const char *text)
{
	if (!str_eq(got, str_from(wanted)))
		fail_msg("'%s': '%.*s', not '%s'", text, STR_ARG(got), wanted);
}

/* --------------------------------------------------------------- addresses */

static void addresses_without_case_and_surroundings(void **state)
{
	static const char *const pairs[][2] = {
		{ "anna@acme.com", "anna@acme.com" },
		{ "  ANNA@Acme.COM ", "anna@acme.com" },
		{ "Anna <Anna@acme.com>", "anna@acme.com" },
		{ "<anna@acme.com>", "anna@acme.com" },
		{ "\"Lee, Anna\" <anna@acme.com>", "anna@acme.com" },
		{ "mailto:anna@acme.com?subject=x", "anna@acme.com" },
		{ "anna@acme.com; bob@acme.com", "anna@acme.com" },
		{ "anna@acme.com,bob@acme.com", "anna@acme.com" },
		{ "anna@acme.com bob@acme.com", "anna@acme.com" },
		{ "'anna@acme.com", "anna@acme.com" },
		{ "anna@acme.com.", "anna@acme.com" },
		{ "Anna.Lee+x@acme.com", "anna.lee+x@acme.com" },
		{ "o'brien@acme.ie", "o'brien@acme.ie" },
		{ "ÄNNA@Müller.de", "änna@müller.de" },
		{ "anna@googlemail.com", "anna@gmail.com" },
		{ "anna@acme.com.invalid", "anna@acme.com" },
		{ "j@smith.org", "j@smith.org" },
		{ "sales.fernando@acme.com", "sales.fernando@acme.com" },
		{ "contact-lens@acme.com", "contact-lens@acme.com" },
		{ "information.anna@acme.com", "NOBODY" },
		{ "abc1987@hotmail.com", "abc1987@hotmail.com" },
		{ "ab@acme.dk", "ab@acme.dk" },
		{ "4917612345678@acme.com", "4917612345678@acme.com" },
		{ "", "MISSING" },
		{ " \xC2\xA0\t", "MISSING" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(pairs); i++) {
		before();
		expect(said(alike_email(&key, str_from(pairs[i][0]), false, false)), pairs[i][1],
		       pairs[i][0]);
	}
	before();
	expect(said(alike_email(&key, STR_NONE, true, true)), "MISSING", "nothing");
}

static void dots_and_tags_are_options(void **state)
{
	static const struct {
		const char *text;
		bool dots, tags;
		const char *wanted;
	} cases[] = {
		{ "Anna.Lee+a+b@acme.com", true, false, "annalee+a+b@acme.com" },
		{ "Anna.Lee+a.b@acme.com", false, true, "anna.lee@acme.com" },
		{ "Anna.Lee+a.b@acme.com", true, true, "annalee@acme.com" },
		{ "a.n.n.a@googlemail.com", true, true, "anna@gmail.com" },
		{ "+x@acme.com", true, true, "NOBODY" },
		{ "...@acme.com", true, true, "NOBODY" },
		{ "info+x@acme.com", false, false, "NOBODY" },
		{ "in.fo@acme.com", false, false, "NOBODY" },
		{ "p.ost@acme.de", false, false, "p.ost@acme.de" },
		{ "p.ost@acme.de", true, false, "post@acme.de" },
		{ "e-mail@acme.de", false, false, "NOBODY" },
		{ "n.a@acme.de", false, false, "NOBODY" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		before();
		expect(said(alike_email(&key, str_from(cases[i].text), cases[i].dots, cases[i].tags)),
		       cases[i].wanted, cases[i].text);
	}
}

static void an_address_of_nobody(void **state)
{
	static const char *const nobody[] = {
		"anna",
		"@",
		"anna@",
		"@acme.com",
		"anna@acme",
		"anna@acme.c",
		"anna@.com",
		"anna@acme..com",
		"anna@10.0.0.1",
		"http://anna@acme.com/",
		"a#b@acme.com",
		"n/a",
		"info@acme.com",
		"INFO@acme.com",
		"info2@acme.com",
		"info-berlin@acme.com",
		"no-reply@acme.com",
		"do_not_reply@acme.com",
		"Sales.Team@acme.com",
		"customer.service@acme.com",
		"vertrieb@acme.de",
		"büro@acme.de",
		"test@acme.com",
		"asdf@acme.com",
		"x@acme.com",
		"xxxx@acme.com",
		"none@none.com",
		"unknown@acme.com",
		"anna@example.com",
		"anna@example.co",
		"anna@test.com",
		"anna@acme.test",
		"anna@acme.invalid",
		"anna@mail.acme.example",
		"anna@localhost",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(nobody); i++)
		for (int options = 0; options < 4; options++) {
			before();
			expect(said(alike_email(&key, str_from(nobody[i]), options & 1, options & 2)),
			       "NOBODY", nobody[i]);
		}
}

static void domains_of_companies(void **state)
{
	static const char *const pairs[][2] = {
		{ "anna@Acme.com", "acme.com" },
		{ "info@acme.com", "acme.com" },
		{ "https://www.Acme.com/x?y=z@b", "acme.com" },
		{ "WWW.acme.com", "acme.com" },
		{ "acme.com:8080/x", "acme.com" },
		{ "anna@www.acme.com", "acme.com" },
		{ "anna@www.www.acme.com", "acme.com" },
		{ "www.www.acme.com", "acme.com" },
		{ "anna@google.com", "google.com" },
		{ "https://www.linkedin.com/company/acme", "NOBODY" },
		{ "de-de.facebook.com/acme", "NOBODY" },
		{ "anna@mail.acme.com", "mail.acme.com" },
		{ "anna@live.acme.com", "live.acme.com" },
		{ "anna@myyahoo.com", "myyahoo.com" },
		{ "anna@example.acme.com", "example.acme.com" },
		{ "Müller.de", "müller.de" },
		{ "", "MISSING" },
		{ "anna", "NOBODY" },
		{ "anna@acme", "NOBODY" },
		{ "192.168.0.1", "NOBODY" },
		{ "anna@gmail.com", "NOBODY" },
		{ "anna@googlemail.com", "NOBODY" },
		{ "anna@YAHOO.co.uk", "NOBODY" },
		{ "anna@yahoo.com.br", "NOBODY" },
		{ "anna@hotmail.fr", "NOBODY" },
		{ "anna@live.nl", "NOBODY" },
		{ "anna@gmx.at", "NOBODY" },
		{ "anna@web.de", "NOBODY" },
		{ "anna@tampabay.rr.com", "NOBODY" },
		{ "anna@proton.me", "NOBODY" },
		{ "anna@yopmail.com", "NOBODY" },
		{ "anna@example.org", "NOBODY" },
		{ "n/a", "NOBODY" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(pairs); i++) {
		before();
		expect(said(alike_domain(&key, str_from(pairs[i][0]))), pairs[i][1], pairs[i][0]);
	}
}

/* ------------------------------------------------------------------ phones */

static void numbers_with_their_calling_code(void **state)
{
	static const char *const cases[][3] = {
		/* as dialed at home, from abroad, with both, with nothing */
		{ "030 901820", "Germany", "+4930901820" },
		{ "030/901820", "DE", "+4930901820" },
		{ "(030) 90 18-20", "deutschland", "+4930901820" },
		{ "+49 30 901820", "", "+4930901820" },
		{ "+49 (0)30 901820", "USA", "+4930901820" },
		{ "+49 (030) 901820", "", "+4930901820" },
		{ "0049-30-901820", "France", "+4930901820" },
		{ "+0049 30 901820", "", "+4930901820" },
		{ "011 49 30 901820", "US", "+4930901820" },
		{ "0011 49 30 901820", "Australia", "+4930901820" },
		{ "49 176 23450918", "DE", "+4917623450918" },
		{ "176 23450918", "DE", "+4917623450918" },
		{ "+030 901820", "DE", "+4930901820" },
		{ "(212) 555-0199", "US", "+12125550199" },
		{ "1-212-555-0199", "Canada", "+12125550199" },
		{ "+1 (212) 555 0199", "DE", "+12125550199" },
		{ "+1 1 212 555 0199", "", "+12125550199" },
		{ "555-0199", "US", "5550199" },
		{ "112-555-0199", "US", "1125550199" },
		{ "020 7946 0958", "United Kingdom", "+442079460958" },
		{ "02 3456 9811", "Italia", "+390234569811" },
		{ "+39 02 3456 9811", "", "+390234569811" },
		{ "347 3456 981", "IT", "+393473456981" },
		{ "391 3456 981", "IT", "+393913456981" },
		{ "8 (916) 123-58-67", "Russia", "+79161235867" },
		{ "9161235867", "RU", "+79161235867" },
		{ "800 555-35-18", "RU", "+78005553518" },
		{ "06 30 234 5978", "Ungarn", "+36302345978" },
		{ "+36 06 30 234 5978", "", "+36302345978" },
		{ "91 234 58 67", "Spain", "+34912345867" },
		{ "98123 45867", "India", "+919812345867" },
		{ "91 98123 45867", "India", "+919812345867" },
		{ "91234 51867", "India", "+919123451867" },
		{ "+52 1 55 5012 3496", "", "+525550123496" },
		{ "22 33 44 51", "Denmark", "+4522334451" },
		{ "+420 601 234 987", "", "+420601234987" },
		/* no country: the digits */
		{ "030 901820", "", "030901820" },
		{ "030 901820", "Atlantis", "030901820" },
		{ "212-555-0199", "", "2125550199" },
		{ "+999 555 0199", "", "9995550199" },
		{ "011 4951820", "", "0114951820" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		before();
		expect(said(alike_phone(&key, str_from(cases[i][0]), str_from(cases[i][1]))), cases[i][2],
		       cases[i][0]);
	}
}

static void the_first_number_of_a_cell(void **state)
{
	static const char *const pairs[][2] = {
		{ "Tel.: +49 30 901820 (home)", "+4930901820" },
		{ "Phone 2: 030 901820", "030901820" },
		{ "212-555-0199 x123", "2125550199" },
		{ "212-555-0199 ext. 123", "2125550199" },
		{ "212-555-0199 #123", "2125550199" },
		{ "212-555-0199,,123", "2125550199" },
		{ "030 901820; 0171 2345609", "030901820" },
		{ "030 901820 / 0171 2345609", "030901820" },
		{ "+49171/2345609", "+491712345609" },
		{ "+49 30 901820 / +49 171 2345609", "+4930901820" },
		{ "0049221/2345609", "+492212345609" },
		{ "0221/23456", "022123456" },
		{ "2345609/10", "2345609" },
		{ "030 901820 or 0171 2345609", "030901820" },
		{ "030 901820 oder 0171", "030901820" },
		{ "'030901820", "030901820" },
		{ "030-901820-0", "0309018200" },
		{ "4930901820.0", "4930901820" },
		{ "+4930901820.00", "+4930901820" },
		{ "'4930901820.0", "4930901820" },
		{ "030.90.18.20", "030901820" },
		{ "030.901820.0", "0309018200" },
		{ "０３０−９０１８２０", "030901820" },
		{ "٠٣٠٩٠١٨٢٠", "030901820" },
		{ "٠٣٠٩٠١٨٢٠.", "030901820" },
		{ "電話 ０３０・９０１８２０", "030901820" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(pairs); i++) {
		before();
		expect(said(alike_phone(&key, str_from(pairs[i][0]), STR_NONE)), pairs[i][1], pairs[i][0]);
	}
}

static void a_number_of_nobody(void **state)
{
	static const char *const nobody[][2] = {
		{ "n/a", "" },
		{ "-", "" },
		{ "110", "DE" },
		{ "123456", "" },
		{ "349 812", "DE" },
		{ "12345", "DE" },
		{ "+45 1254", "" },
		{ "0000000000", "" },
		{ "999-999-9999", "US" },
		{ "+49 1111 11111", "" },
		{ "5555555", "" },
		{ "1212121212", "" },
		{ "0222 333 222", "DE" },
		{ "1234567", "" },
		{ "7654321", "" },
		{ "12345678 90", "" },
		{ "0123456789", "" },
		{ "9876543210", "" },
		{ "123-456-7890", "US" },
		{ "+49 171 1234567", "" },
		{ "+1 555 0000000", "" },
		{ "12345098765432109", "" },
		{ "+49301234509876501", "" },
		{ "4.93012E+11", "" },
		{ "4,9301E+11", "" },
		{ "4.93012345678E+11", "" },
		{ "4.93012345678e11", "" },
		{ "1-800-FLOWERS", "US" },
		{ "0800 CALL 123 45", "" },
		{ "12; 030 901820", "" },
		{ "anna@acme.com", "" },
		{ "11111111111111111111111111111111111111111111111111111111111111111111111", "" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(nobody); i++) {
		before();
		expect(said(alike_phone(&key, str_from(nobody[i][0]), str_from(nobody[i][1]))), "NOBODY",
		       nobody[i][0]);
	}
	before();
	expect(said(alike_phone(&key, STR(" "), STR("DE"))), "MISSING", "a space");
	expect(said(alike_phone(&key, STR_NONE, STR_NONE)), "MISSING", "nothing");
}

/* --------------------------------------------------------------- companies */

static void companies_without_their_form(void **state)
{
	static const char *const same[] = {
		"Acme",
		" ACME  ",
		"Acme GmbH",
		"ACME GMBH",
		"Acme G.m.b.H.",
		"Acme Ges.m.b.H.",
		"Acme GmbH & Co. KG",
		"Acme GmbH und Co KG",
		"Acme UG (haftungsbeschränkt)",
		"Acme UG (haftungsbeschraenkt)",
		"Acme Gesellschaft mit beschränkter Haftung",
		"Acme e.K.",
		"Acme e.U.",
		"Acme P.A.",
		"Acme AG",
		"Acme SE & Co. KGaA",
		"Acme, Inc.",
		"Acme Corporation",
		"Acme Co., Ltd.",
		"The Acme Company",
		"Acme L.L.C.",
		"Acme L L C",
		"Acme PLC",
		"Acme S.A.",
		"Acme S.à r.l.",
		"SARL Acme",
		"Acme S.A. de C.V.",
		"Acme S. de R.L. de C.V.",
		"Acme S.p.A.",
		"Acme S.r.l.",
		"Acme B.V.",
		"Acme N.V.",
		"Acme A/S",
		"Acme ApS",
		"Acme Oy",
		"Acme AB (publ)",
		"Acme Pty Ltd",
		"Acme Sdn. Bhd.",
		"Acme Pvt. Ltd.",
		"Acme Private Limited",
		"Acme Sp. z o.o.",
		"Acme spol. s r.o.",
		"Acme s.r.o.",
		"Acme Kft.",
		"Acme d.o.o.",
		"Acme Lda.",
		"Acme Ltda",
		"PT Acme Tbk",
		"ООО «Acme»",
		"株式会社Acme",
		"Acme株式会社",
		"Acme 株式会社",
		"Acme有限公司",
		"(株)Acme",
		"㈱Acme",
		"Acme(주)",
		"주식회사 Acme",
		"Ａｃｍｅ",
		"acme\xE2\x84\xA2",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(same); i++) {
		before();
		expect(said(alike_company(&key, str_from(same[i]))), "acme", same[i]);
	}
}

static void names_of_companies(void **state)
{
	static const char *const pairs[][2] = {
		{ "Müller & Söhne", "muller & sohne" },
		{ "Mueller und Soehne KG", "muller & sohne" },
		{ "MULLER AND SOHNE", "muller & sohne" },
		{ "Müller + Söhne", "muller & sohne" },
		{ "Lopez y Hijos", "lopez & hijos" },
		{ "Y Combinator", "y combinator" },
		{ "AT&T Inc.", "at & t" },
		{ "A&B", "a & b" },
		{ "J. P. Morgan", "jp morgan" },
		{ "JP Morgan & Co.", "jp morgan" },
		{ "McDonald’s", "mcdonalds" },
		{ "Coca-Cola", "coca cola" },
		{ "Acme Holding AG", "acme holding" },
		{ "Acme Group", "acme group" },
		{ "Acme EU", "acme eu" },
		{ "Acme Berlin GmbH", "acme berlin" },
		{ "3 M Company", "3m" },
		{ "X Corp", "x" },
		{ "Test Systems Inc", "test systems" },
		{ "Private Equity Partners", "private equity partners" },
		{ "AG", "ag" },
		{ "The Limited", "the limited" },
		{ "Co. KG", "co kg" },
		{ "& Other Stories", "other stories" },
		{ "Société Générale", "societe generale" },
		{ "华为技术有限公司", "华为技术" },
		{ "", "MISSING" },
		{ " ", "MISSING" },
	};
	static const char *const nobody[] = {
		"-",
		"--",
		".",
		"n/a",
		"N.A.",
		"none",
		"-- none --",
		"None.",
		"Self",
		"self-employed",
		"Self Employed",
		"freelance",
		"Privat",
		"Private",
		"private person",
		"Student",
		"unknown",
		"Test",
		"test company",
		"Company",
		"xxx",
		"x",
		"[not provided]",
		"keine Angabe",
		"k. A.",
		"?",
		"&",
		"1",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(pairs); i++) {
		before();
		expect(said(alike_company(&key, str_from(pairs[i][0]))), pairs[i][1], pairs[i][0]);
	}
	for (size_t i = 0; i < LENGTH(nobody); i++) {
		before();
		expect(said(alike_company(&key, str_from(nobody[i]))), "NOBODY", nobody[i]);
	}
}

/* ------------------------------------------------------------------- names */

static void names_by_their_words(void **state)
{
	static const char *const pairs[][2] = {
		{ "Anna Müller", "anna muller" },
		{ "MUELLER, ANNA", "anna muller" },
		{ "Dr. Anna-Lena Müller", "anna lena muller" },
		{ "Pat O'Brien", "obrien pat" },
		{ "O’Brien Pat", "obrien pat" },
		{ "OBRIEN PAT", "obrien pat" },
		{ "J.R. Smith", "j r smith" },
		{ "John Smith Jr., Ph.D.", "john smith" },
		{ "Prof. Dr.-Ing. Max Weber", "max weber" },
		{ "Herr Max Weber", "max weber" },
		{ "M. Dupont", "dupont m" },
		{ "Jack Ma", "jack ma" },
		{ "Neville Neville", "neville neville" },
		{ "anna.schmidt@acme.com", "anna schmidt" },
		{ "Anna Schmidt <as@acme.com>", "anna schmidt" },
		{ "Li Na", "li na" },
		{ "Anna n/a", "anna" },
		{ "Anna [not provided]", "anna" },
		{ "Anna Test", "anna test" },
		{ "王小明", "王小明" },
		{ "Łukasz Żółć", "lukasz zolc" },
		{ "Иван Петров", "иван петров" },
		{ "", "MISSING" },
		{ " - ", "MISSING" },
		{ "...", "MISSING" },
		{ "Mr.", "NOBODY" },
		{ "n/a", "NOBODY" },
		{ "12345", "NOBODY" },
		{ "test", "NOBODY" },
		{ "Mr. Test Test", "NOBODY" },
		{ "First Last", "NOBODY" },
		{ "[not provided]", "NOBODY" },
		{ "Unknown", "NOBODY" },
		{ "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h", "NOBODY" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(pairs); i++) {
		before();
		expect(said(alike_name(&key, str_from(pairs[i][0]))), pairs[i][1], pairs[i][0]);
	}
}

static struct buf second;

static void take(const char *a, const char *b)
{
	buf_clear(&key);
	buf_clear(&second);
	(void)alike_name(&key, str_from(a));
	(void)alike_name(&second, str_from(b));
}

static void names_that_agree(void **state)
{
	static const struct {
		const char *a, *b;
		bool agree, share;
	} cases[] = {
		{ "Anna Schmidt", "Schmidt, Anna", true, true },
		{ "Anna Schmidt", "Dr. Anna Lena Schmidt", true, true },
		{ "Anna-Lena Schmidt", "Annalena Schmidt", false, true },
		{ "A. Schmidt", "Anna Schmidt", true, true },
		{ "A. Schmidt", "Bob Schmidt", false, true },
		{ "A. Schmidt", "Schmidt", true, true },
		{ "A. L. Schmidt", "Anna Lena Schmidt", true, true },
		{ "A. A. Schmidt", "Anna Lena Schmidt", false, true },
		{ "A. A. Schmidt", "Anna Alma Schmidt", true, true },
		{ "A. A. Schmidt", "A. Alma Schmidt", true, true },
		{ "A. Anna", "Anna Schmidt", false, true },
		{ "A. Anna", "Anna Alma", true, true },
		{ "S. Anna", "Anna Schmidt", true, true },
		{ "Anna S.", "Anna Schmidt", true, true },
		{ "Anna T.", "Anna Schmidt", false, true },
		{ "J. Robert Smith", "John R. Smith", false, true },
		{ "Anna", "Anna Schmidt", true, true },
		{ "Anna", "Bob", false, false },
		{ "Anna Schmidt", "Bob Miller", false, false },
		{ "Anna Schmidt", "Anna Miller", false, true },
		{ "A. S.", "Anna Schmidt", false, true },
		{ "A. S.", "A. S.", false, true },
		{ "", "Anna Schmidt", false, true },
		{ "", "", false, true },
		{ "Dr. Anna", "Dr. Bob", false, false },
		{ "Neville Neville", "Neville Smith", false, true },
		{ "И. Петров", "Иван Петров", true, true },
		{ "И. Петров", "Олег Петров", false, true },
		{ "王 小明", "王小明", false, false },
		{ "王", "王 小明", true, true },
		{ "Jan van den Berg", "Piet van den Heuvel", false, false },
		{ "Jan van den Berg", "Berg", true, true },
		{ "Al Gore", "Al", true, true },
		{ "Zoe Adam", "Adam Zoe", true, true },
		{ "Z. Adam", "Adam B Zoe", true, true },
		{ "Ann Schmidt", "Anna Schmidt", false, true },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		for (int turned = 0; turned < 2; turned++) {
			const char *a = turned ? cases[i].b : cases[i].a,
				   *b = turned ? cases[i].a : cases[i].b;
			take(a, b);
			if (names_agree(buf_view(&key), buf_view(&second)) != cases[i].agree)
				fail_msg("'%s' and '%s': agree", a, b);
			if (names_share(buf_view(&key), buf_view(&second)) != cases[i].share)
				fail_msg("'%s' and '%s': share", a, b);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_without_case_and_surroundings),
		cmocka_unit_test(dots_and_tags_are_options),
		cmocka_unit_test(an_address_of_nobody),
		cmocka_unit_test(domains_of_companies),
		cmocka_unit_test(numbers_with_their_calling_code),
		cmocka_unit_test(the_first_number_of_a_cell),
		cmocka_unit_test(a_number_of_nobody),
		cmocka_unit_test(companies_without_their_form),
		cmocka_unit_test(names_of_companies),
		cmocka_unit_test(names_by_their_words),
		cmocka_unit_test(names_that_agree),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buf_release(&key);
	buf_release(&second);
	return failed;
}
