/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How what people type fits the words there are, and which words an agreement gives. */
#include "tests/unit/agreement.h"

#include "lead/roster.h"
#include "review/terms.h"

static const struct str reasons[] = { STR("No answer"), STR("Not now"), STR("Wrong contact"),
				      STR("No budget this year"), STR("Left (no successor)") };
static const struct str people[] = { STR("Mehmet Y\u0131lmaz"), STR("Jürgen Groß"), STR("Søren Łukasz"),
				     STR("Jorgen Gros"),	STR("Ann Lee"),	    STR("ann-marie Lee"),
				     STR("Zoë Müller"),		STR("Zoe Muller") };
enum { REASONS = sizeof reasons / sizeof *reasons, PEOPLE = sizeof people / sizeof *people };

static void check(const struct str *list, size_t n, const char *typed, bool shortened, enum fit want,
		  size_t where, const char *many)
{
	struct buf them = { 0 };
	size_t place = 99;
	enum fit got = term_find(list, n, str_from(typed), shortened, &place, &them);

	if (got != want)
		fail_msg("'%s' fits by %d, not %d: %.*s", typed, got, want, STR_ARG(buf_view(&them)));
	if (want != FIT_NONE)
		assert_int_equal(place, where);
	if (want == FIT_MANY)
		assert_text(buf_view(&them), many);
	buf_release(&them);
}

static void test_fits(void **unused)
{
	(void)unused;
	static const struct {
		const char *typed;
		enum fit want;
		size_t place;
		const char *many;
	} cases[] = {
		{ "Ann Lee", FIT_EXACT, 4, NULL },
		{ "  ann  LEE\t", FIT_EXACT, 4, NULL },
		{ "JÜRGEN GROß", FIT_EXACT, 1, NULL },
		{ "Ju\u0308rgen Groß", FIT_EXACT, 1, NULL }, /* as a Mac writes it */
		{ "Jurgen Gross", FIT_ACCENTS, 1, NULL },
		{ "JÜRGEN GROSS", FIT_ACCENTS, 1, NULL },
		{ "Mehmet Yilmaz", FIT_ACCENTS, 0, NULL },
		{ "soren lukasz", FIT_ACCENTS, 2, NULL },
		{ "Zoë Müller", FIT_EXACT, 6, NULL }, /* although another resembles it */
		{ "Zoë Muller", FIT_MANY, 6, "Zoë Müller, Zoe Muller" },
		{ "Mehmet Y?lmaz", FIT_HOLES, 0, NULL },
		{ "Mehmet Y\uFFFDlmaz", FIT_HOLES, 0, NULL },
		{ "Mehmet Y\xFDlmaz", FIT_HOLES, 0, NULL },
		{ "J?rgen Gro?", FIT_MANY, 1, "Jürgen Groß, Jorgen Gros" },
		{ "J?rgen Gross", FIT_HOLES, 1, NULL },
		{ "J?rgen Gros", FIT_HOLES, 3, NULL },
		{ "Zo? M?ller", FIT_MANY, 6, "Zoë Müller, Zoe Muller" },
		{ "Mehmet Y??lmaz", FIT_NONE, 0, NULL },
		{ "Mehmet Y?lmaz?", FIT_NONE, 0, NULL },
		{ "Ann", FIT_NONE, 0, NULL },
		{ "", FIT_NONE, 0, NULL },
		{ " ", FIT_NONE, 0, NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(people, PEOPLE, cases[i].typed, false, cases[i].want, cases[i].place, cases[i].many);
}

static void test_shortened(void **unused)
{
	(void)unused;
	static const struct {
		const char *typed;
		enum fit want;
		size_t place;
		const char *many;
	} cases[] = {
		{ "not now", FIT_EXACT, 1, NULL },
		{ "no b", FIT_SHORT, 3, NULL },
		{ "BUDG", FIT_SHORT, 3, NULL },
		{ "w", FIT_SHORT, 2, NULL },
		{ "succ", FIT_SHORT, 4, NULL },
		{ "a", FIT_SHORT, 0, NULL },
		{ "no", FIT_MANY, 0, "No answer, Not now, No budget this year, Left (no successor)" },
		{ "no a", FIT_SHORT, 0, NULL },
		{ "udget", FIT_NONE, 0, NULL },
		{ "no budget this year and next", FIT_NONE, 0, NULL },
		{ "", FIT_NONE, 0, NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(reasons, REASONS, cases[i].typed, true, cases[i].want, cases[i].place, cases[i].many);
	check(people, PEOPLE, "grö", true, FIT_MANY, 1, "Jürgen Groß, Jorgen Gros");
	check(people, PEOPLE, "mari", true, FIT_SHORT, 5, NULL);
	check(people, 0, "Ann", true, FIT_NONE, 0, NULL);
}

/* ---- what an agreement gives ---- */

#define ROAD                                                                                   \
	"stage mql at a\nstage sal at b\nexit gone at c\nexit recycled at d\nexit lost at e\n" \
	"handover mql to sal\n"
#define CLOCK "sla accept from mql to sal or lost or answered_at or recycled\n    within 2 days\n"

static void bind(struct terms *t, struct leads *l, const char *text, size_t sla, const struct roster *r)
{
	leads_init(l, text, "a,b,c,d,e,answered_at\n,,,,,\n", "2026-10-31");
	terms_bind(t, l->names, sla, r);
}

static void test_ways_back(void **unused)
{
	(void)unused;
	static const struct {
		const char *text;
		size_t sla;
		const char *exits;
	} cases[] = {
		{ ROAD CLOCK "return recycled \"not now\"\nreturn gone\n", 0, "recycled gone " },
		{ ROAD CLOCK, 0, "lost recycled " },
		{ ROAD CLOCK, SIZE_MAX, "gone recycled lost " },
		{ ROAD "sla accept from mql to sal\n    within 2 days\n", 0, "gone recycled lost " },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf exits = { 0 };
		struct terms t;
		struct leads l;
		bind(&t, &l, cases[i].text, cases[i].sla, NULL);
		for (size_t k = 0; k < t.nback; k++)
			buf_print(&exits, "%.*s ", STR_ARG(t.agreement->exits.at[t.back[k].exit].name.text));
		assert_text(buf_view(&exits), cases[i].exits);
		assert_true(t.any_reason);
		assert_int_equal(t.nreasons, i == 0);
		assert_int_equal(t.nowners, 0);
		buf_release(&exits);
		leads_release(&l);
	}
}

static void test_reasons(void **unused)
{
	(void)unused;
	struct terms t;
	struct leads l;

	bind(&t, &l, ROAD "return lost \"x\" \"y\"\nreturn gone \"z\"\n", SIZE_MAX, NULL);
	assert_int_equal(t.nreasons, 3);
	assert_text(t.reason[1], "y");
	assert_text(t.reason[2], "z");
	assert_int_equal(t.reason_back[1], 0);
	assert_int_equal(t.reason_back[2], 1);
	assert_ptr_equal(t.back[1].way, &t.agreement->returns.at[1]);
	assert_false(t.any_reason);
	leads_release(&l);
}

static void test_owners(void **unused)
{
	(void)unused;
	struct rep reps[] = { { .name = STR("Ann") }, { .name = STR("Tom") } };
	struct roster r = { .rep = reps, .n = 2 };
	struct terms t;
	struct leads l;

	bind(&t, &l, ROAD, SIZE_MAX, &r);
	assert_int_equal(t.nowners, 2);
	assert_text(t.owner[1], "Tom");
	leads_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fits),	  cmocka_unit_test(test_shortened),
		cmocka_unit_test(test_ways_back), cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_owners),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
