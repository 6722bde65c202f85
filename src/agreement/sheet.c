/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program of its own over the columns of a side table: see sheet.h. */
#include "agreement/sheet.h"

#include <stdlib.h>

#include "agreement/lookup.h"
#include "base/file.h"
#include "base/mem.h"
#include "expr/run.h"

struct sheet_state {
	struct sheet *sheet;
	struct names *names; /* of the leads: their agreement, and where mistakes are reported */
	struct program program;
	struct frame frame;
	bool begun;
	size_t row; /* the one that is asked */
	/* Only for messages: a record belongs to a batch, which has a place. */
	struct batch place;
	struct record here;
	uint32_t start;
};

struct cell {
	const struct sheet *sheet;
	size_t column;
};

static union value cell_of(const void *ctx, struct frame *f)
{
	const struct cell *c = ctx;
	struct str cell = side_cell(&c->sheet->side, c->sheet->state->row, c->column);

	(void)f;
	return value_words(cell);
}

COMPUTE_ROWS(work_cell, text, cell_of)

static void resolve(void *ctx, const struct expr *name, struct binding *out)
{
	struct sheet_state *state = ctx;
	struct sheet *s = state->sheet;
	size_t column =
		lookup_column(&s->side, s->called, (struct word){ name->text, name->where, name->span },
			      names_diags(state->names));

	*out = (struct binding){ .how = BOUND_UNKNOWN };
	if (column == SIZE_MAX)
		return;
	struct cell *c = ARENA_NEW(&state->program.arena, struct cell);
	*c = (struct cell){ s, column };
	*out = (struct binding){ .how = BOUND_COMPUTED,
				 .kind = TYPE_TEXT,
				 .label = s->side.name[column],
				 .computed = program_compute(&state->program, TYPE_TEXT, s->side.name[column],
							     work_cell, c) };
}

bool sheet_read(struct sheet *s, struct names *n, const struct word *file, struct str bytes)
{
	const struct program *leads = names_program(n);
	struct buf path = { 0 };
	struct sheet_state *state = mem_new(sizeof *state);

	*s = (struct sheet){ .called = file->text, .state = state };
	state->sheet = s;
	state->names = n;
	program_init(&state->program, names_diags(n), (struct schema){ state, resolve });
	state->program.times = leads->times;
	state->program.decimal = leads->decimal;
	state->program.year_begins = leads->year_begins;
	state->program.now = INSTANT_NONE;
	state->program.strict = true;
	file_path(&path, file->where->folder, file->text);
	s->path = arena_copy(&names_program(n)->arena, buf_view(&path)).p;
	buf_release(&path);
	return bytes.p ? side_read_text(&s->side, s->path, bytes, names_diags(n))
		       : side_read(&s->side, s->path, names_diags(n));
}

void sheet_release(struct sheet *s)
{
	if (!s->state)
		return;
	if (s->state->begun)
		frame_release(&s->state->frame);
	program_release(&s->state->program);
	free(s->state);
	s->state = NULL;
	side_release(&s->side);
}

const struct code *sheet_bind(struct sheet *s, const struct expr *e, enum type want)
{
	return program_bind(&s->state->program, e, want, NULL);
}

struct frame *sheet_at(struct sheet *s, size_t row)
{
	struct sheet_state *state = s->state;

	if (!state->begun) {
		state->begun = true;
		frame_init(&state->frame, &state->program);
		state->place = (struct batch){ .file = s->path, .marks = { .start = &state->start } };
		state->here = (struct record){ .batch = &state->place };
	}
	state->row = row;
	state->place.first_line = s->side.line[row];
	state->place.first_row = row;
	frame_record(&state->frame, &state->here);
	return &state->frame;
}

bool sheet_good(struct sheet *s)
{
	struct buf *error = &s->state->frame.error;

	if (!s->state->begun || !error->n)
		return true;
	diag_error(names_diags(s->state->names), "%.*s", STR_ARG(buf_view(error)));
	buf_clear(error);
	return false;
}
