/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report's cells as values: numbers of number columns, the time of `at`, else text; see alarm.h. */
#include "cmd/alarm.h"

#include "base/number.h"

struct alarm_cell {
	const struct alarm *alarm;
	size_t column;
};

static struct str cell_of(const void *ctx)
{
	const struct alarm_cell *c = ctx;
	const struct grid *g = &c->alarm->heads;

	return g->cell[c->alarm->row * g->columns + c->column];
}

static union value work_text(const void *ctx, struct frame *f)
{
	struct str s = cell_of(ctx);

	(void)f;
	return value_words(s);
}

static union value work_number(const void *ctx, struct frame *f)
{
	double x;

	(void)f;
	return number_read(cell_of(ctx), '.', &x) ? (union value){ .number = x } : value_none(TYPE_NUMBER);
}

static union value work_time(const void *ctx, struct frame *f)
{
	int64_t t;

	return instant_read(cell_of(ctx), &f->program->times, &t) == TIME_READ ? (union value){ .time = t }
									       : value_none(TYPE_TIME);
}

static size_t find(const struct grid *heads, struct str name)
{
	for (size_t c = 0; c < heads->columns; c++)
		if (str_same(heads->column[c].head, name))
			return c;
	return SIZE_MAX;
}

static void resolve(void *ctx, const struct expr *name, struct binding *out)
{
	struct alarm *a = ctx;
	size_t column = find(&a->heads, name->text);
	struct nearest near = nearest_to(name->text);
	struct buf say = { 0 };

	*out = (struct binding){ .how = BOUND_UNKNOWN };
	if (column == SIZE_MAX) {
		for (size_t c = 0; c < a->heads.columns; c++)
			nearest_offer(&near, a->heads.column[c].head);
		nearest_say(&near, &say);
		diag_at(a->program.diags, name->where, name->span, "the report has no column '%.*s'%.*s",
			STR_ARG(name->text), STR_ARG(buf_view(&say)));
		buf_release(&say);
		return;
	}
	const struct grid_column *c = &a->heads.column[column];
	bool at = str_eq(c->head, STR("at"));
	enum type type = c->number ? TYPE_NUMBER : at ? TYPE_TIME : TYPE_TEXT;
	struct alarm_cell *cell = ARENA_NEW(&a->program.arena, struct alarm_cell);
	*cell = (struct alarm_cell){ a, column };
	*out = (struct binding){ .how = BOUND_WORKED,
				 .kind = type,
				 .label = c->head,
				 .worked = program_work(&a->program, type, c->head,
							c->number ? work_number
							: at	  ? work_time
								  : work_text,
							cell) };
}

bool alarm_bind(struct alarm *a, const char *when, struct grid heads, const struct program *like,
		struct diags *diags)
{
	*a = (struct alarm){ .text = { "--fail-when", "", str_from(when) }, .heads = heads };
	program_init(&a->program, diags, (struct schema){ a, resolve });
	a->program.times = like->times;
	a->program.decimal = like->decimal;
	a->program.now = like->now;
	const struct expr *e = expr_parse_text(&a->text, &a->program.arena, diags);
	if (e)
		a->when = program_bind(&a->program, e, TYPE_FLAG, NULL);
	return a->when;
}

void alarm_release(struct alarm *a)
{
	if (a->text.name)
		program_release(&a->program);
	grid_release(&a->heads);
}

struct counting {
	struct alarm *alarm;
	struct frame frame;
	struct batch report;
	struct record row; /* for messages: cells come from the grid */
	size_t n, first;
};

static bool count_piece(void *ctx, struct grid *g, size_t first)
{
	struct counting *c = ctx;
	struct alarm *a = c->alarm;

	for (a->row = 0; a->row < g->rows; a->row++) {
		c->report.first_row = first + a->row;
		c->report.first_line = c->report.first_row + 2;
		frame_record(&c->frame, &c->row);
		if (code_flag(a->when, &c->frame) && !c->n++)
			c->first = first + a->row;
	}
	return true;
}

size_t alarm_count(struct alarm *a, const struct grid_rows *rows, size_t *first)
{
	uint32_t start = 0;
	struct counting c = { .alarm = a, .report = { .file = "the report", .marks = { .start = &start } } };

	c.row.batch = &c.report;
	frame_init(&c.frame, &a->program);
	grid_each_piece(rows, &a->heads, count_piece, &c);
	*first = c.first;
	if (c.frame.error.n)
		diag_error(a->program.diags, "--fail-when: %.*s", STR_ARG(buf_view(&c.frame.error)));
	frame_tell(&c.frame, a->program.diags);
	frame_release(&c.frame);
	return c.n;
}
