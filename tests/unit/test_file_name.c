/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as names of files: safe on every system, and no two alike. */
#include "table.h"

#include <stdlib.h>

#include "base/casefold.h"
#include "base/file_name.h"
#include "base/utf8.h"

static bool name_of(struct buf *out, struct str value)
{
	buf_clear(out);
	return file_name_add(out, value);
}

static void expect(const char *value, const char *start)
{
	struct buf b = { 0 };
	struct str name;
	bool itself = name_of(&b, str_from(value));

	name = buf_view(&b);
	if (itself) {
		assert_true(str_eq(name, str_from(value)));
		assert_true(str_eq(name, str_from(start)));
	} else {
		if (!str_starts(name, str_from(start)) || name.n != strlen(start) + 9 ||
		    name.p[strlen(start)] != '~')
			fail_msg("'%s' became '%.*s'", value, STR_ARG(name));
	}
	buf_release(&b);
}

static void test_usual_values_are_their_names(void **state)
{
	static const char *const usual[] = { "Ann Lee", "Mehmet Yılmaz", "O'Brien, Pat", "2026-10",
					     "A1",	"a.b",		 "x@y.example",	 "(other)",
					     "none",	"con man",	 "com",		 "100%" };

	(void)state;
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
		struct buf b = { 0 };
		assert_true(name_of(&b, str_from(usual[i])));
		assert_true(str_eq(buf_view(&b), str_from(usual[i])));
		buf_release(&b);
	}
}

static void test_what_can_be_no_name(void **state)
{
	(void)state;
	expect("a/b", "a_b");
	expect("../../etc/passwd", "_._.._etc_passwd");
	expect(".hidden", "_hidden");
	expect("-rf", "_rf");
	expect("..", "__");
	expect(".", "_");
	expect("a\nb\x01\x7f", "a_b__");
	expect("a\xff", "a_");
	expect("a\xe2\x80\xae"
	       "b",
	       "a_b"); /* turns the direction of what follows */
	expect("C:\\x", "C__x");
	expect("Nul", "Nul");
	expect("com1.txt", "com1.txt");
	expect("end.", "end_");
	expect("a~b", "a_b");
	expect("_None", "_None");
}

/* Cut between characters. */
static void test_long(void **state)
{
	struct buf value = { 0 }, other = { 0 }, a = { 0 }, b = { 0 };

	(void)state;
	buf_char(&value, 'x');
	for (int i = 0; i < 300; i++)
		buf_str(&value, STR("é"));
	buf_str(&other, buf_view(&value));
	buf_char(&other, 'y');
	assert_false(name_of(&a, buf_view(&value)));
	assert_false(name_of(&b, buf_view(&other)));
	assert_true(a.n <= 110 && b.n <= 110);
	assert_true(utf8_valid(buf_view(&a)));
	assert_false(str_eq(buf_view(&a), buf_view(&b)));
	buf_release(&value);
	buf_release(&other);
	buf_release(&a);
	buf_release(&b);
}

/* All short texts of letters that become each other, in both cases: names are alike where the values are but
 * for case, and only there. */
static void test_no_two_alike(void **state)
{
	static const char letters[] = "aA/_.-~ ";
	enum {
		LETTERS = sizeof letters - 1,
		ALL = LETTERS + LETTERS * LETTERS + LETTERS * LETTERS * LETTERS
	};
	static char value[ALL][4];
	static struct buf name[ALL], key[ALL];
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < ALL; i++) {
		size_t length = i < LETTERS ? 1 : i < LETTERS + LETTERS * LETTERS ? 2 : 3, rest = i;
		for (size_t j = 0; j < length; j++, rest /= LETTERS)
			value[n][j] = letters[rest % LETTERS];
		struct buf room = { 0 }, plain = { 0 };
		struct str v = text_plain((struct str){ value[n], length }, &room);
		if (v.n) {
			file_name_add(&plain, v);
			fold_append(&name[n], buf_view(&plain));
			fold_append(&key[n], v);
			n++;
		}
		buf_release(&room);
		buf_release(&plain);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			assert_true(str_eq(buf_view(&name[i]), buf_view(&name[j])) ==
				    str_eq(buf_view(&key[i]), buf_view(&key[j])));
	for (size_t i = 0; i < n; i++) {
		buf_release(&name[i]);
		buf_release(&key[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_usual_values_are_their_names),
		cmocka_unit_test(test_what_can_be_no_name),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_no_two_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
