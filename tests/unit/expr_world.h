/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small world for expressions: a schema of a few columns, and rows written as "title=VP|employees=200". */
#ifndef EXPR_WORLD_H
#define EXPR_WORLD_H

#include <stdlib.h>

#include "expr/run.h"
#include "table/source.h"

static const struct world_column {
	const char *name;
	enum type kind;
} world_columns[] = {
	{ "title", TYPE_NONE },	     { "company", TYPE_NONE },
	{ "country", TYPE_NONE },    { "email", TYPE_NONE },
	{ "tags", TYPE_NONE },	     { "employees", TYPE_NUMBER },
	{ "revenue", TYPE_NUMBER },  { "page_views", TYPE_NUMBER },
	{ "created_at", TYPE_TIME }, { "won_at", TYPE_TIME },
	{ "need", TYPE_FLAG },	     { "done", TYPE_FLAG },
	{ "timeline", TYPE_SPAN },   { "a", TYPE_NONE },
	{ "b", TYPE_NONE },	     { "size", TYPE_NONE },
	{ "rank", TYPE_NONE },	     { "from", TYPE_NONE },
	{ "in", TYPE_NONE },	     { "is", TYPE_NONE },
	{ "Job Title", TYPE_NONE },  { "and", TYPE_NONE },
};
enum { WORLD_COLUMNS = sizeof world_columns / sizeof *world_columns };

struct world {
	struct program program;
	struct diags diags;
	struct arena arena;
	struct missing *missing;
	struct batch batch;
	struct record record;
	struct buf bytes;
	size_t grade; /* worked: the text "A1" */
	size_t score; /* worked: 60 */
	int computed; /* how often score was worked out */
};

static inline union value grade_of(const void *ctx, struct frame *f)
{
	(void)ctx, (void)f;
	return (union value){ .text = STR("A1") };
}

static inline union value score_of(const void *ctx, struct frame *f)
{
	(void)f;
	++*(int *)(uintptr_t)ctx;
	return (union value){ .number = 60 };
}

COMPUTE_ROWS(world_grade, text, grade_of)
COMPUTE_ROWS(world_score, number, score_of)

static inline void world_resolve(void *ctx, const struct expr *e, struct binding *out)
{
	struct world *w = ctx;

	for (size_t i = 0; i < WORLD_COLUMNS; i++)
		if (str_eq(e->text, str_from(world_columns[i].name))) {
			*out = (struct binding){ .how = BOUND_COLUMN,
						 .kind = world_columns[i].kind,
						 .column = i,
						 .label = str_from(world_columns[i].name),
						 .missing = w->missing };
			return;
		}
	*out = (struct binding){ .how = BOUND_UNKNOWN, .label = e->text };
	if (str_eq(e->text, STR("absent")))
		out->how = BOUND_ABSENT;
	else if (str_eq(e->text, STR("score")) || str_eq(e->text, STR("grade"))) {
		out->how = BOUND_COMPUTED;
		out->computed = *e->text.p == 's' ? w->score : w->grade;
	} else
		diag_at(&w->diags, e->where, e->span, "no column '%.*s'", STR_ARG(e->text));
}

static inline void world_init(struct world *w)
{
	static const struct str words[] = {
		{ "null", 4 }, { "n/a", 3 }, { "Select", 6 }, { "-", 1 }, { "kein", 4 }
	};

	*w = (struct world){ .diags = { .tool = "t" } };
	w->missing = missing_new(&w->arena, words, sizeof words / sizeof *words);
	program_init(&w->program, &w->diags, (struct schema){ w, world_resolve });
	w->program.now =
		instant_after(day_instant(day_number(2026, 11, 22), zone_utc()), 10 * 3600 * SECOND_US);
	w->grade = program_compute(&w->program, TYPE_TEXT, STR("grade"), world_grade, w);
	w->score = program_compute(&w->program, TYPE_NUMBER, STR("score"), world_score, &w->computed);
}

static inline void world_release(struct world *w)
{
	program_release(&w->program);
	diags_release(&w->diags);
	arena_release(&w->arena);
	batch_release(&w->batch);
	buf_release(&w->bytes);
}

/* The text and the tree live as long as the world. */
static inline struct expr *world_parse(struct world *w, const char *words)
{
	struct text *text = ARENA_NEW(&w->arena, struct text);

	*text = (struct text){ .name = "-w", .folder = "", .body = str_from(words) };
	return expr_parse_text(text, &w->arena, &w->diags);
}

static inline const struct code *world_bind(struct world *w, const char *words, enum type want)
{
	struct expr *e = world_parse(w, words);

	return e ? program_bind(&w->program, e, want, NULL) : NULL;
}

static inline struct str world_cell(const char *row, const char *name)
{
	size_t n = strlen(name);

	while (*row) {
		const char *end = strchr(row, '|');
		size_t length = end ? (size_t)(end - row) : strlen(row);
		if (length > n && strncmp(row, name, n) == 0 && row[n] == '=')
			return (struct str){ row + n + 1, length - n - 1 };
		row += end ? length + 1 : length;
	}
	return STR("");
}

static inline void world_quote(struct buf *out, struct str s)
{
	buf_char(out, '"');
	cell_write_inside(out, (struct dialect){ .delimiter = ',' }, s);
	buf_char(out, '"');
}

/* A batch of records, from line 17 of x.csv on. */
static inline void world_rows(struct world *w, const char *const *row, size_t n)
{
	buf_clear(&w->bytes);
	for (size_t i = 0; i < n * WORLD_COLUMNS; i++) {
		size_t column = i % WORLD_COLUMNS;
		struct str s = world_cell(row[i / WORLD_COLUMNS], world_columns[column].name);
		if (s.n && (memchr(s.p, ',', s.n) || memchr(s.p, '\n', s.n) || *s.p == ' '))
			world_quote(&w->bytes, s);
		else
			buf_str(&w->bytes, s);
		buf_char(&w->bytes, column + 1 < WORLD_COLUMNS ? ',' : '\n');
	}
	free(w->batch.buf);
	w->batch.buf = calloc(1, w->bytes.n + 64);
	if (!w->batch.buf)
		abort();
	memcpy(w->batch.buf, w->bytes.p, w->bytes.n);
	w->batch.len = w->bytes.n;
	w->batch.cap = w->bytes.n + 64;
	w->batch.file = "x.csv";
	w->batch.first_line = 17;
	batch_scan(&w->batch, (struct dialect){ .delimiter = ',' }, WORLD_COLUMNS);
	if (w->batch.marks.nrow != n)
		abort(); /* a row of the test itself that is none */
}

/* A batch of one record, on line 17 of x.csv. */
static inline const struct record *world_record(struct world *w, const char *row)
{
	world_rows(w, &row, 1);
	w->record = batch_record(&w->batch, 0);
	return &w->record;
}

static inline bool world_same(const struct code *c, struct frame *f, union vector v, size_t row)
{
	double x;
	struct str s;

	switch (code_type(c)) {
	case TYPE_FLAG:
		return code_flag(c, f) == v.flag[row];
	case TYPE_NUMBER:
		x = code_number(c, f);
		return x == v.number[row] || (x != x && v.number[row] != v.number[row]);
	case TYPE_TEXT:
		s = code_text(c, f);
		return str_eq(s, v.text[row]) && !s.p == !v.text[row].p;
	default:
		return code_time(c, f) == v.time[row];
	}
}

/* Is what a run of the batch's rows has, of which those asked are each `step` apart, what each row has alone,
 * and is the same noted of both? */
static inline bool world_runs_alike(struct world *w, const struct code *c, size_t step)
{
	struct frame many, one;
	struct rows all = { .batch = &w->batch, .n = w->batch.marks.nrow, .frame = &many };
	struct diags of_many = { .tool = "t" }, of_one = { .tool = "t" };
	uint16_t list[RUN_MOST];
	struct asked ask = { list, 0 };
	bool same = true;

	frame_init(&many, &w->program);
	frame_init(&one, &w->program);
	for (size_t i = 0; i < all.n; i += step)
		list[ask.n++] = (uint16_t)i;
	rows_begin(&all);
	union vector v = rows_room(&all);
	for (int again = 0; again < 2; again++) /* the second time all is known */
		code_run(c, &all, ask, v);
	for (size_t i = 0; i < ask.n; i++) {
		struct record r = batch_record(&w->batch, list[i]);
		frame_record(&one, &r);
		same &= world_same(c, &one, v, list[i]) && world_same(c, rows_at(&all, list[i]), v, list[i]);
	}
	rows_room_back(&all);
	frame_tell(&many, &of_many);
	frame_tell(&one, &of_one);
	same &= str_eq(buf_view(&of_many.out), buf_view(&of_one.out)) && !many.error.n == !one.error.n;
	diags_release(&of_many);
	diags_release(&of_one);
	frame_release(&many);
	frame_release(&one);
	return same;
}

#endif
