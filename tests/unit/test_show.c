/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of a lead on screens of every size, and lines that are broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/glyph.h"
#include "review/show.h"

static const struct fact contacts[] = { { STR("email"), STR("ming.li@example.example") },
					{ STR("phone"), STR("+49 40 123456") } };

static struct fact reasons[30];

static const struct criterion_card criteria[] = {
	{ STR("budget"), ANSWER_YES, STR("$14,000") },
	{ STR("authority"), ANSWER_NO, STR("") },
	{ STR("need"), ANSWER_UNKNOWN, STR("maybe") },
	{ STR("timing"), ANSWER_UNKNOWN, STR("") },
};

static struct entry entries[20];
static const struct entry *entry_list[20];

static struct card full(void)
{
	struct card c = {
		.name = STR(
			"李明 von und zu Größenwahn-Überlingen auf der Höhe 👩‍🔬 e\xCC\x81tc."),
		.title = STR("Head of Everything"),
		.company = STR("Mälaren Ventilation AB und noch sehr viel mehr Wörter"),
		.size = STR("544"),
		.industry = STR("HVAC\033[31m"),
		.country = STR("SE"),
		.source = STR("Webinar, and where it was held"),
		.owner = STR("Sofie Lindqvist"),
		.contact = contacts,
		.ncontact = 2,
		.grade = STR("A1"),
		.score = STR("99"),
		.reason = reasons,
		.nreasons = 30,
		.criterion = criteria,
		.ncriteria = 4,
		.nyes = 1,
		.ask_next = STR("need"),
		.due = INSTANT_NONE,
		.waited = 21 * DAY_US,
	};

	for (size_t i = 0; i < 30; i++)
		reasons[i] = (struct fact){ STR("what people did here"), STR("+20") };
	return c;
}

static struct ruling long_past(void)
{
	for (size_t i = 0; i < 20; i++) {
		entries[i] = (struct entry){ .at = instant_of(20740 * DAY_US),
					     .by = STR("sofie"),
					     .decision = DECISION_RETURN,
					     .reason = STR("No budget this year"),
					     .until = INSTANT_NONE };
		entry_list[i] = &entries[i];
	}
	return (struct ruling){ .entry = entry_list, .n = 20, .last = &entries[19], .note = STR("") };
}

static struct sight sight_of(const struct card *c, int width, int height)
{
	return (struct sight){ .card = c,
			       .ref = STR("dkv"),
			       .id = STR("1009799"),
			       .at = instant_of(20736 * DAY_US),
			       .place = STR("4 of 23"),
			       .whose = STR("Sofie Lindqvist"),
			       .done = STR("2 accepted, 1 returned"),
			       .ask = STR("need: type  need yes | need no"),
			       .zone = zone_utc(),
			       .today = 20757,
			       .look = { .width = width, .utf8 = true },
			       .height = height };
}

/* Lines; each of them fits, and none holds anything that a terminal obeys. */
static int lines_of(struct str text, int width)
{
	int n = 0;

	assert_null(memchr(text.p, '\033', text.n));
	assert_true(str_ends(text, STR("\n")));
	for (; text.n; n++) {
		size_t end = (size_t)((const char *)memchr(text.p, '\n', text.n) - text.p);
		assert_true(text_shown_width(str_slice(text, 0, end), true) <= width);
		text = str_slice(text, end + 1, text.n);
	}
	return n;
}

static int height_of(const struct card *c, const struct ruling *r, int width, int height)
{
	struct sight s = sight_of(c, width, height);
	struct buf b = { 0 };

	s.ruling = r;
	s.earlier = r ? 2 : 0;
	card_show(&b, &s);
	int n = lines_of(buf_view(&b), width);
	buf_release(&b);
	return n;
}

static void a_card_of_22_lines_is_22_lines_whatever_is_on_it(void **state)
{
	struct card everything = full(), nothing = { .waited = INSTANT_NONE, .due = INSTANT_NONE };
	struct ruling past = long_past();

	(void)state;
	for (int width = CARD_NARROW; width < 200; width++) {
		assert_int_equal(height_of(&everything, &past, width, CARD_HEIGHT), CARD_HEIGHT);
		assert_int_equal(height_of(&everything, NULL, width, CARD_HEIGHT), CARD_HEIGHT);
		assert_int_equal(height_of(&nothing, NULL, width, CARD_HEIGHT), CARD_HEIGHT);
	}
}

static void no_card_is_higher_than_its_screen_or_wider(void **state)
{
	struct card everything = full();
	struct ruling past = long_past();

	(void)state;
	for (int width = CARD_NARROW; width < 140; width += 3)
		for (int height = 14; height < 60; height++)
			assert_true(height_of(&everything, &past, width, height) <= height);
	for (int width = 12; width < CARD_NARROW; width++)
		assert_true(height_of(&everything, NULL, width, CARD_HEIGHT) > 6);
}

static void reasons_that_have_no_room_are_counted(void **state)
{
	struct card c = full();
	struct sight s = sight_of(&c, 80, CARD_HEIGHT);
	struct buf b = { 0 };
	size_t shown = 0;
	unsigned long more = 0;

	(void)state;
	card_show(&b, &s);
	buf_char(&b, '\0');
	for (const char *p = b.p; (p = strstr(p, "here +20")); p++)
		shown++;
	const char *rest = strstr(b.p, "+ ");
	assert_non_null(rest);
	more = strtoul(rest + 2, NULL, 10);
	assert_int_equal(shown + more, 30);
	buf_release(&b);
}

static void lines_are_broken_at_blanks(void **state)
{
	static const struct {
		const char *text;
		int width;
		const char *filled;
	} known[] = {
		{ "one two three\n", 20, "one two three\n" },
		{ "one two three\n", 7, "one two\n  three\n" },
		{ "one two three\n", 8, "one two\n  three\n" },
		{ "onetwothree\n", 6, "onetwo\n  thre\n  e\n" },
		{ "größe größe\n", 6, "größe\n  größ\n  e\n" },
		{ "a\n\nb\n", 5, "a\n\nb\n" },
		{ "one two three\n", 0, "one two three\n" },
		{ "", 10, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct buf b = { 0 };
		buf_str(&b, str_from(known[i].text));
		lines_fill(&b, known[i].width);
		buf_char(&b, '\0');
		assert_string_equal(b.p, known[i].filled);
		buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_card_of_22_lines_is_22_lines_whatever_is_on_it),
		cmocka_unit_test(no_card_is_higher_than_its_screen_or_wider),
		cmocka_unit_test(reasons_that_have_no_room_are_counted),
		cmocka_unit_test(lines_are_broken_at_blanks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
