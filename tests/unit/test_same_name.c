/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns a person's name is read from, where an export has several that could be it. */
#include "tests/unit/lead.h"

#include "same/same.h"
#include "table/looks.h"

/* How many leads the rows are. */
static size_t leads_of(const char *agreement, const char *csv)
{
	static const char *const files[] = { "in.csv" };
	static const uint16_t first[1];
	struct leads l;
	struct record r;

	leads_init(&l, agreement, csv, "2026-01-01");
	l.batch.file = files[0];
	struct same_plan *plan = same_bind(l.agreement.sames.at, l.names, files, 1);
	assert_non_null(plan);
	leads_begin(&l);
	look_at_batch(NULL, &l.batch);
	void *counter = same_counter.new(plan);
	for (size_t i = 0; i < l.batch.marks.nrow; i++)
		same_counter.count(counter, &leads_at(&l, i, &r)->rows, (struct asked){ first, 1 });
	same_counter.settle(counter);
	size_t n = same_found(counter)->leads;
	same_counter.free(counter);
	same_free(plan);
	leads_release(&l);
	return n;
}

static const char by_email[] = "same lead by email\n";
static const char own_field[] = "field name \"Person\"\nsame lead by email\n";

/* Name is the company here: two people of it are two. */
static void test_parts_come_first(void **unused)
{
	static const char csv[] = "email,FirstName,LastName,Name\n"
				  "front@acme.com,Ann,Smith,Acme\nfront@acme.com,Bob,Jones,Acme\n";

	(void)unused;
	assert_int_equal(leads_of(by_email, csv), 2);
}

/* As where two systems are read together, one of which has the full name. */
static void test_a_row_without_parts_has_its_full_name(void **unused)
{
	static const char csv[] = "email,First_Name,Last_Name,Full Name\n"
				  "f@acme.com,Ann,Smith,\nf@acme.com,,,Ann Smith\nf@acme.com,,,Bob Jones\n";

	(void)unused;
	assert_int_equal(leads_of(by_email, csv), 2);
}

static void test_a_field_of_the_agreement_comes_first(void **unused)
{
	static const char csv[] = "email,Person,FirstName\n"
				  "f@acme.com,Ann Smith,Kim\nf@acme.com,Bob Jones,Kim\nf@acme.com,,Bob\n";

	(void)unused;
	assert_int_equal(leads_of(by_email, csv), 2);  /* Kim is one, Bob another */
	assert_int_equal(leads_of(own_field, csv), 2); /* Ann, and Bob with Bob Jones */
	assert_int_equal(leads_of(own_field, "email,Person,FirstName\nf@acme.com,Ann Smith,Kim\n"
					     "f@acme.com,Bob Jones,Kim\n"),
			 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts_come_first),
		cmocka_unit_test(test_a_row_without_parts_has_its_full_name),
		cmocka_unit_test(test_a_field_of_the_agreement_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
