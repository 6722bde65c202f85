/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two ids are one where their system says so, and nowhere else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/id.h"

static void the_long_form_is_the_short_one(void **state)
{
	(void)state;
	assert_true(id_same(STR("00Q5g000003abcDEAQ"), STR("00Q5g000003abcD")));
	assert_true(id_same(STR("00Q5g000003abcdEAA"), STR("00Q5g000003abcd")));
	assert_false(id_same(STR("00Q5g000003abcDEAQ"), STR("00Q5g000003abcd")));
	assert_false(id_same(STR("00Q5g000003abcDEAQ"), STR("00Q5g000003abcdEAA")));
	/* what a program has made of it that knows no case: the checksum still says which letters are
	 * capitals */
	assert_true(id_same(STR("00q5g000003abcdeaq"), STR("00Q5g000003abcD")));
	assert_true(id_same(STR("00Q5G000003ABCDEAQ"), STR("00Q5g000003abcDEAQ")));
	assert_false(id_same(STR("00q5g000003abcd"), STR("00Q5g000003abcD")));
}

static void a_wrong_checksum_is_another_id(void **state)
{
	(void)state;
	assert_false(id_same(STR("00Q5g000003abcDEA6"), STR("00Q5g000003abcD"))); /* 6 is none */
	assert_false(id_same(STR("00Q5g000003abcDFAQ"), STR("00Q5g000003abcD"))); /* a digit is no capital */
	assert_false(id_same(STR("123456789012345AAA"), STR("123456789012345")));
	assert_false(id_same(STR("001234567890123456"), STR("001234567890123")));
	assert_false(id_same(STR("00Q5g-00003abcDEAQ"), STR("00Q5g-00003abcD")));
}

static void case_says_nothing_in_a_uuid(void **state)
{
	(void)state;
	assert_true(id_same(STR("6F9619FF-8B86-D011-B42D-00C04FC964FF"),
			    STR("6f9619ff-8b86-d011-b42d-00c04fc964ff")));
	assert_false(id_same(STR("6F9619FF-8B86-D011-B42D-00C04FC964FF"),
			     STR("6f9619ff-8b86-d011-b42d-00c04fc964fe")));
	assert_false(id_same(STR("6F9619FF-8B86-D011-B42D-00C04FC964FG"),
			     STR("6f9619ff-8b86-d011-b42d-00c04fc964fg")));
	assert_false(id_same(STR("6F9619FF08B86-D011-B42D-00C04FC964FF"),
			     STR("6f9619ff08b86-d011-b42d-00c04fc964ff")));
}

static void every_byte_of_others_counts(void **state)
{
	static const char *const ids[] = { "7",
					   "007",
					   "7.0",
					   "A7",
					   "a7",
					   "é",
					   "e\xCC\x81",
					   "",
					   "00000000000000A",
					   "00000000000000a",
					   "lead_abcdefghijklm",
					   "lead_ABCDEFGHIJKLM" };

	(void)state;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
		for (size_t j = 0; j < sizeof ids / sizeof *ids; j++)
			assert_int_equal(id_same(str_from(ids[i]), str_from(ids[j])), i == j);
}

static void a_key_is_kept_where_it_differs(void **state)
{
	struct arena arena = { 0 };
	struct str plain = STR("51000037"), is_long = STR("00Q5g000003abcDEAQ");

	(void)state;
	assert_ptr_equal(id_key_kept(plain, &arena).p, plain.p);
	struct str kept = id_key_kept(is_long, &arena);
	assert_true(str_eq(kept, STR("00Q5g000003abcD")));
	assert_ptr_not_equal(kept.p, is_long.p);
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_long_form_is_the_short_one),
		cmocka_unit_test(a_wrong_checksum_is_another_id),
		cmocka_unit_test(case_says_nothing_in_a_uuid),
		cmocka_unit_test(every_byte_of_others_counts),
		cmocka_unit_test(a_key_is_kept_where_it_differs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
