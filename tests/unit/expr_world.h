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

/* A batch of one record, on line 17 of x.csv. */
static inline const struct record *world_record(struct world *w, const char *row)
{
	buf_clear(&w->bytes);
	for (size_t i = 0; i < WORLD_COLUMNS; i++) {
		struct str s = world_cell(row, world_columns[i].name);
		if (i)
			buf_char(&w->bytes, ',');
		if (s.n && (memchr(s.p, ',', s.n) || memchr(s.p, '\n', s.n) || *s.p == ' '))
			world_quote(&w->bytes, s);
		else
			buf_str(&w->bytes, s);
	}
	buf_char(&w->bytes, '\n');
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
	if (w->batch.marks.nrow != 1)
		abort(); /* a row of the test itself that is none */
	w->record = batch_record(&w->batch, 0);
	return &w->record;
}

#endif
