/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of a report's row as values: numbers exact, dates as times, else texts; see fail_when.h. */
#include "figures/fail_when.h"

#include <stdlib.h>

#include "base/mem.h"
#include "expr/run.h"

struct operand {
	const struct fail_when *of;
	const struct column *column;
	size_t repeat;
};

static struct figure figure_of(const void *ctx)
{
	const struct operand *o = ctx;

	return report_figure(o->column, o->of->view, o->of->row, o->repeat);
}

static union value text_of(const void *ctx, struct frame *f)
{
	(void)f;
	return value_words(figure_of(ctx).text);
}

static union value number_of(const void *ctx, struct frame *f)
{
	(void)f;
	return (union value){ .number = figure_number(figure_of(ctx)) };
}

static union value time_of(const void *ctx, struct frame *f)
{
	int64_t t;

	return instant_read(figure_of(ctx).text, &f->program->times, &t) == TIME_READ
		       ? (union value){ .time = t }
		       : value_none(TYPE_TIME);
}

COMPUTE_ROWS(work_text, text, text_of)
COMPUTE_ROWS(work_number, number, number_of)
COMPUTE_ROWS(work_time, time, time_of)

/* What its text can be, for the binding. */
static void take_words(struct arena *arena, const struct column *c, struct binding *out)
{
	size_t n = 0;

	while (c->words && c->words[n])
		n++;
	struct str *word = ARENA_ARRAY(arena, n, struct str);
	for (size_t i = 0; i < n; i++)
		word[i] = str_from(c->words[i]);
	out->word = word;
	out->words = n;
}

static void resolve(void *ctx, const struct expr *name, struct binding *out)
{
	struct fail_when *w = ctx;
	struct operand *o = ARENA_NEW(&w->program.arena, struct operand);
	struct buf say = { 0 };

	*out = (struct binding){ .how = BOUND_UNKNOWN };
	*o = (struct operand){ .of = w };
	o->column = report_find(w->report, w->view, name->text, false, &o->repeat, &say);
	if (!o->column) {
		diag_at(w->program.diags, name->where, name->span, "the report has no column '%.*s'%.*s",
			STR_ARG(name->text), STR_ARG(buf_view(&say)));
		buf_release(&say);
		return;
	}
	enum type type = o->column->kind == COLUMN_NUMBER ? TYPE_NUMBER
			 : o->column->kind == COLUMN_DATE ? TYPE_TIME
							  : TYPE_TEXT;
	*out = (struct binding){ .how = BOUND_COMPUTED,
				 .kind = type,
				 .label = name->text,
				 .computed = program_compute(&w->program, type, name->text,
							     type == TYPE_NUMBER ? work_number
							     : type == TYPE_TIME ? work_time
										 : work_text,
							     o) };
	take_words(&w->program.arena, o->column, out);
}

bool fail_when_bind(struct fail_when *w, const char *when, const struct report *report, const void *view,
		    const struct program *like, struct diags *diags)
{
	*w = (struct fail_when){ .text = { .name = "--fail-when", .folder = "", .body = str_from(when) },
				 .report = report,
				 .view = view };
	program_init(&w->program, diags, (struct schema){ w, resolve });
	w->program.times = like->times;
	w->program.decimal = like->decimal;
	w->program.year_begins = like->year_begins;
	w->program.now = like->now;
	const struct expr *e = expr_parse_text(&w->text, &w->program.arena, diags);
	if (e)
		w->when = program_bind(&w->program, e, TYPE_FLAG, NULL);
	return w->when;
}

void fail_when_release(struct fail_when *w)
{
	if (w->text.name)
		program_release(&w->program);
}

size_t fail_when_count(struct fail_when *w, const void *view, size_t *first)
{
	uint32_t start = 0;
	struct batch report = { .file = "the report", .marks = { .start = &start } };
	struct record record = { .batch = &report }; /* only for messages: values come from the row */
	void *row = mem_new(w->report->row_size);
	struct frame f;
	size_t n = 0;

	w->view = view;
	w->row = row;
	frame_init(&f, &w->program);
	for (size_t i = 0; w->report->next(view, row); i++) {
		report.first_row = i;
		report.first_line = i + 2;
		frame_record(&f, &record);
		if (code_flag(w->when, &f) && !n++)
			*first = i;
	}
	if (f.error.n)
		diag_error(w->program.diags, "--fail-when: %.*s", STR_ARG(buf_view(&f.error)));
	frame_tell(&f, w->program.diags);
	frame_release(&f);
	if (w->report->release)
		w->report->release(row);
	free(row);
	return n;
}
