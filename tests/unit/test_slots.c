/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is remembered of texts by their slots is what each row alone is told, however the texts come about. */
#include "tests/unit/expr_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { ROWS = 300, RUNS = 6 };

static uint64_t state = 20261031;

static size_t draw(size_t n)
{
	state ^= state << 13, state ^= state >> 7, state ^= state << 17;
	return (size_t)(state >> 33) % n;
}

/* ---- a text that is computed under a name: what column `a` says, by words of its own ---- */

static struct str label_prefix;
static char label_room[200];

static union value label_of(const void *ctx, struct frame *f)
{
	struct str s = code_text(*(const struct code *const *)ctx, f);

	if (!s.p || str_eq(s, STR("nothing")))
		return value_none(TYPE_TEXT);
	if (str_eq(s, STR("blank")))
		return (union value){ .text = STR("") };
	memcpy(label_room, label_prefix.p, label_prefix.n);
	memcpy(label_room + label_prefix.n, s.p, s.n);
	return (union value){ .text = { label_room, label_prefix.n + s.n } };
}

COMPUTE_ROWS(work_label, text, label_of)

static size_t label;
static const struct code *label_from;

static void resolve(void *ctx, const struct expr *e, struct binding *out)
{
	if (str_eq(e->text, STR("label")))
		*out = (struct binding){ .how = BOUND_COMPUTED, .computed = label, .label = STR("label") };
	else
		world_resolve(ctx, e, out);
}

static void begin(struct world *w)
{
	world_init(w);
	w->program.schema.resolve = resolve;
	label_prefix = STR("");
	label_from = world_bind(w, "a", TYPE_TEXT);
	label = program_compute(&w->program, TYPE_TEXT, STR("label"), work_label, &label_from);
}

/* ---- rows ---- */

static const char *const texts[] = {
	"",
	"VP",
	"vp",
	"Sales",
	"n/a",
	"nothing",
	"blank",
	"1234567",
	"12345678",
	"123456789012345",
	"1234567890123456",
	"12345678901234567890123",
	"123456789012345678901234",
	"123456789012345678901235",
	"a-text-of-thirty-nine-bytes-is-this-one",
	"a-text-of-thirty-nine-bytes-is-this-onE",
	"a-text-of-thirty-nine-bytes-1s-this-one",
	"and-this-is-a-text-that-is-longer-than-those-are",
	"Gesch\303\244ftsf\303\274hrerin",
	"{\"x\": \"vp\"}",
	"{\"x\": \"vp\"",
};

static const char *const addresses[] = {
	"%zu@acme.example",
	"%zu@Acme.example",
	"%zu@a-company-of-a-long-name.example",
	"%zu@a-company-of-a-long-name-2.example",
	"%zu@a-company-of-a-name-of-very-many-words.example",
	"%zu <%zu@acme.example>",
	"%zu@acme.example; x@other.example",
	"%zu@acme.example x@other.example",
	"%zu/x@acme.example",
	"https://acme.example/%zu",
	"%zu@",
	"%zu@acme.example.",
	"%zu@...",
	"%zu@x.example\" y@acme.example",
	"by \"%zu@x.example\" y@acme.example",
	"%zu",
	"",
	"@acme.example",
	"%zu@b@acme.example",
	"n/a",
	"%zu@M\303\234LLER.example",
};

/* One text in `many` is one that no other row has. */
static char *random_row(size_t many)
{
	struct buf row = { 0 };
	static const char *const names[] = { "title", "a", "b" };

	for (size_t i = 0; i < 3; i++) {
		buf_print(&row, "%s=%s|", names[i], texts[draw(sizeof texts / sizeof *texts)]);
		if (!draw(many)) {
			row.n--;
			buf_print(&row, " %zu|", draw(1000000));
		}
	}
	buf_print(&row, "email=");
	const char *format = addresses[draw(sizeof addresses / sizeof *addresses)];
	if (!draw(many))
		format = "x@%zu.example";
	for (const char *p = format; *p; p++) {
		bool number = strncmp(p, "%zu", 3) == 0;
		if (number)
			buf_print(&row, "%zu", draw(1000));
		else
			buf_char(&row, *p);
		p += number ? 2 : 0;
	}
	buf_print(&row, "|page_views=%zu", draw(4));
	buf_char(&row, '\0');
	return row.p;
}

static const char *const asked[] = {
	"domain(email)",
	"domain(email) = \"acme.example\"",
	"domain(email) != \"acme.example\"",
	"domain(email) in (\"a-company-of-a-long-name.example\", \"m\303\274ller.example\")",
	"domain(email) starts with \"acme\"",
	"domain(email) ends with \"-2.example\"",
	"domain(email) ~ \"^a-.*words\"",
	"domain(email) is missing",
	"domain(lower(email)) contains \"company\"",
	"lower(title) = \"vp\"",
	"lower(title) ~ \"leit|gesch\303\244ft\"",
	"lower(title) in (\"a-text-of-thirty-nine-bytes-is-this-one\", \"sales\")",
	"title = \"a-text-of-thirty-nine-bytes-is-this-one\"",
	"title = \"123456789012345678901235\"",
	"title ~ \"a-text-of-thirty-nine-bytes-1s\"",
	"coalesce(title, label, b)",
	"coalesce(title, label, b) contains \"v\"",
	"label",
	"label = \"vp\"",
	"label != \"vp\"",
	"label ~ \"4$\"",
	"label !~ \"4$\"",
	"label ~ \"^$\"",
	"label in (\"sales\", \"12345678\")",
	"label ends with \"longer-than-those-are\"",
	"label is missing",
	"trim(label) = \"vp\"",
	"page_views > 1 and label = \"vp\"",
	"json(title, \"x\") = \"vp\"",
	"page_views > 1 and json(title, \"x\") = \"vp\"",
};
enum { ASKED = sizeof asked / sizeof *asked };

/* What a frame that goes from run to run has of some rows, against one that is asked row by row. */
static void assert_as_alone(const struct code *const *c, struct world *w, struct frame *many,
			    struct frame *one, size_t step)
{
	struct rows all = { .batch = &w->batch, .n = ROWS, .frame = many };
	uint16_t list[ROWS];
	struct asked ask = { list, 0 };
	union vector v[ASKED];

	for (size_t i = draw(step); i < ROWS; i += step)
		list[ask.n++] = (uint16_t)i;
	rows_begin(&all);
	for (size_t k = 0; k < ASKED; k++)
		code_run(c[k], &all, ask, v[k] = rows_room(&all));
	for (size_t i = 0; i < ask.n; i++) {
		struct record r = batch_record(&w->batch, list[i]);
		frame_record(one, &r);
		for (size_t k = 0; k < ASKED; k++)
			if (!world_same(c[k], one, v[k], list[i]))
				fail_msg("%s: row %u", asked[k], list[i]);
	}
	for (size_t k = 0; k < ASKED; k++)
		rows_room_back(&all);
}

static void rows_have_what_each_has_alone(void **unused)
{
	(void)unused;
	for (size_t round = 0; round < 12; round++) {
		struct world w;
		struct frame many, one;
		const struct code *c[ASKED];
		begin(&w);
		for (size_t k = 0; k < ASKED; k++)
			if (!(c[k] = world_bind(&w, asked[k], TYPE_NONE)))
				fail_msg("%s: %.*s", asked[k], STR_ARG(buf_view(&w.diags.out)));
		frame_init(&many, &w.program);
		frame_init(&one, &w.program);
		for (size_t run = 0; run < RUNS; run++) {
			const char *row[ROWS];
			for (size_t i = 0; i < ROWS; i++)
				row[i] = random_row(round % 3 == 0 ? 1 : round % 3 == 1 ? 4 : 40);
			world_rows(&w, row, ROWS);
			w.batch.first_row = run * ROWS;
			assert_as_alone(c, &w, &many, &one, round % 4 < 2 ? 1 : round % 4 == 2 ? 3 : 50);
			for (size_t i = 0; i < ROWS; i++)
				free((void *)(uintptr_t)row[i]);
		}
		struct diags of_many = { .tool = "t" }, of_one = { .tool = "t" };
		frame_tell(&many, &of_many);
		frame_tell(&one, &of_one);
		buf_char(&of_many.notes, '\0');
		buf_char(&of_one.notes, '\0');
		assert_string_equal(of_many.notes.p, of_one.notes.p);
		assert_non_null(strstr(of_one.notes.p, "JSON"));
		diags_release(&of_many);
		diags_release(&of_one);
		frame_release(&many);
		frame_release(&one);
		world_release(&w);
	}
}

/* ---- slots ---- */

/* A row of each kind, all rows of a run, and the texts they have; NULL: no slots. */
static const uint16_t *slots(struct world *w, struct frame *f, const struct code *c, const char *format,
			     size_t kinds, struct rows *r, struct str *out)
{
	char room[ROWS][100];
	const char *row[ROWS];

	for (size_t i = 0; i < ROWS; i++) {
		snprintf(room[i], sizeof room[i], format, i, i % kinds);
		row[i] = room[i];
	}
	world_rows(w, row, ROWS);
	*r = (struct rows){ .batch = &w->batch, .n = ROWS, .frame = f };
	rows_begin(r);
	code_run(c, r, rows_all(r), (union vector){ .text = out });
	return code_slots(c, r, rows_all(r));
}

static void a_slot_is_one_text(void **unused)
{
	static const char *const few[][2] = {
		{ "domain(email)", "email=%zu@%zu.a-company-of-a-long-name.example" },
		{ "lower(title)", "page_views=%zu|title=CHIEF OFFICER NUMBER %zu OF OPERATIONS" },
		{ "label", "page_views=%zu|a=%zu" },
		{ "title", "page_views=%zu|title=chief officer number %zu of operations" },
	};

	(void)unused;
	for (size_t k = 0; k < sizeof few / sizeof *few; k++) {
		struct world w;
		struct frame f;
		struct rows r;
		struct str text[ROWS], of[SLOTS] = { { 0 } };
		begin(&w);
		const struct code *c = world_bind(&w, few[k][0], TYPE_TEXT);
		frame_init(&f, &w.program);
		for (size_t kinds = 20; kinds <= 60; kinds += 20) {
			const uint16_t *slot = slots(&w, &f, c, few[k][1], kinds, &r, text);
			assert_non_null(slot);
			for (size_t i = 0; i < ROWS; i++) {
				assert_true(slot[i] < SLOTS);
				if (!of[slot[i]].p)
					of[slot[i]] = arena_copy(&w.arena, text[i]);
				assert_true(str_eq(of[slot[i]], text[i]));
				assert_true(slot[i] == slot[i % kinds]);
			}
		}
		frame_release(&f);
		world_release(&w);
	}
}

/* Where most rows have a text of their own, there are no slots after a while; nor are there any for one row.
 */
static void many_texts_have_no_slots(void **unused)
{
	static const char *const many[][2] = {
		{ "domain(email)", "email=%zu@%zu-%1$zu.a-company-of-a-longer-name-than-a-slot-has.example" },
		{ "label", "a=a-label-that-is-longer-than-forty-bytes-as-most-are-not-%zu%zu" },
	};

	(void)unused;
	for (size_t k = 0; k < sizeof many / sizeof *many; k++) {
		struct world w;
		struct frame f;
		struct rows r;
		struct str text[ROWS];
		begin(&w);
		const struct code *c = world_bind(&w, many[k][0], TYPE_TEXT);
		frame_init(&f, &w.program);
		slots(&w, &f, c, many[k][1], ROWS, &r, text);
		assert_null(slots(&w, &f, c, many[k][1], ROWS, &r, text));
		frame_record(&f, &(struct record){ 0 });
		assert_null(code_slots(c, f.run, (struct asked){ f.every, 1 }));
		frame_release(&f);
		world_release(&w);
	}
}

/* ---- what must not be remembered ---- */

static void ask_label(struct rows *r, const struct code *c, bool expected)
{
	bool is[ROWS] = { false };

	code_run(c, r, rows_all(r), (union vector){ .flag = is });
	for (size_t i = 0; i < ROWS; i++)
		assert_int_equal(is[i], expected);
}

static void a_text_computed_again_has_another_slot(void **unused)
{
	struct world w;
	struct frame f;
	const char *row[ROWS];
	bool is[ROWS] = { false };

	(void)unused;
	begin(&w);
	const struct code *c = world_bind(&w, "label = \"vp\"", TYPE_FLAG);
	const struct code *lower = world_bind(&w, "lower(label) = \"vp\"", TYPE_FLAG);
	for (size_t i = 0; i < ROWS; i++)
		row[i] = "a=vp";
	world_rows(&w, row, ROWS);
	frame_init(&f, &w.program);
	struct rows r = { .batch = &w.batch, .n = ROWS, .frame = &f };
	rows_begin(&r);
	r.leads = rows_all(&r);
	r.set = 1;
	ask_label(&r, c, true);
	ask_label(&r, lower, true);
	label_prefix = STR("x");
	rows_forget(&r, 7);
	code_run(c, &r, rows_all(&r), (union vector){ .flag = is });
	for (size_t i = 0; i < ROWS; i++)
		assert_int_equal(is[i], i != 7);
	rows_compute_again(&r);
	ask_label(&r, c, false);
	ask_label(&r, lower, false);
	label_prefix = STR("");
	frame_undo(&f);
	rows_begin(&r);
	r.set++;
	ask_label(&r, c, true);
	frame_release(&f);
	world_release(&w);
}

/* A pattern that takes too many steps ends the run again when the rows are asked again, of each kind of text.
 */
static void what_fails_is_not_remembered(void **unused)
{
	static const char *const fails[] = { "lower(title) ~ \"(a+)+$\"", "label ~ \"(a+)+$\"",
					     "domain(email) ~ \"(a+)+$\"", "title ~ \"(a+)+$\"" };
	static const char long_row[] =
		"title=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-|a=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-|"
		"email=x@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-";

	(void)unused;
	for (size_t k = 0; k < sizeof fails / sizeof *fails; k++) {
		struct world w;
		struct frame f;
		const char *row[ROWS];
		bool is[ROWS] = { false };
		begin(&w);
		const struct code *c = world_bind(&w, fails[k], TYPE_FLAG);
		for (size_t i = 0; i < ROWS; i++)
			row[i] = i < 200 ? "title=b|a=b|email=x@b" : long_row;
		world_rows(&w, row, ROWS);
		frame_init(&f, &w.program);
		struct rows r = { .batch = &w.batch, .n = ROWS, .frame = &f };
		for (int again = 0; again < 2; again++) {
			rows_begin(&r);
			code_run(c, &r, rows_all(&r), (union vector){ .flag = is });
			assert_true(f.error.n);
			assert_memory_equal(f.error.p, "x.csv:217: ", 11);
			frame_undo(&f);
		}
		frame_release(&f);
		world_release(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_have_what_each_has_alone),
		cmocka_unit_test(a_slot_is_one_text),
		cmocka_unit_test(many_texts_have_no_slots),
		cmocka_unit_test(a_text_computed_again_has_another_slot),
		cmocka_unit_test(what_fails_is_not_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
