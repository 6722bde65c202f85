/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Expressions and cells over many rows of a run. What most cells are is read here; the rest, one after the
 * other as the current row's, in cell.c.
 */
#include "base/mem.h"
#include "expr/code.h"
#include "time/known_days.h"

/* ---- what nodes are ---- */

void code_run(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	if (!ask.n)
		return;
	nodes_asked(c, r, ask, 1);
	c->run(c, r, ask, out);
}

union vector code_values(const struct code *c, struct rows *r, struct asked ask, union vector room)
{
	if (c->values) {
		nodes_asked(c, r, ask, 1);
		return c->values(c, r, ask);
	}
	code_run(c, r, ask, room);
	return room;
}

union value code_value(const struct code *c, struct frame *f)
{
	struct rows *r = f->run;
	const uint16_t row = r->at;

	nodes_alone(true);
	union value v = vector_get(c->type, code_values(c, r, (struct asked){ &row, 1 }, rows_room(r)), row);
	nodes_alone(false);
	rows_room_back(r);
	return v;
}

/* ---- columns read ---- */

/* Where a missing word may begin with a digit, whether it does with each byte; NULL: none does. */
static const bool *missing_digits(const struct missing *m)
{
	return m && m->digits ? m->first : NULL;
}

static __attribute__((noinline)) double odd_number(const struct reader *r, struct rows *rows, size_t row,
						   struct column *m)
{
	struct frame *f = rows_at(rows, row);

	return cell_number_of(r, f, record_value(f->record, r->column, &m->scratch));
}

/* Up to 8 digits, as they stand in the column, are the usual cell, and no more than a word to look at. Not
 * inlined, nor the next, so that the constants stay in registers. */
static __attribute__((noinline)) void read_numbers(const struct reader *r, struct rows *rows,
						   struct asked ask, struct column *m)
{
	const bool *missing = missing_digits(r->missing);
	double *x = m->of.number;

	EACH_CELL(row, raw, rows, ask, r->column, {
		uint64_t value;
		if (raw.n - 1 < 8 && word_digits(word_load(raw.p), raw.n, &value) &&
		    !(missing && missing[(unsigned char)*raw.p]))
			x[row] = (double)(int64_t)value;
		else
			x[row] = raw.n ? odd_number(r, rows, row, m) : NAN;
	});
}

static void read_texts(const struct reader *r, struct rows *rows, struct asked ask, struct column *m)
{
	const struct batch *b = rows->batch;
	struct str *x = m->of.text;

	EACH_CELL(row, raw, rows, ask, r->column, {
		if (raw.n && !(value_may_stand(raw) && batch_plain(b, raw)))
			raw = rows_keep_text(rows->frame, record_value_slow(raw, b, &m->scratch));
		x[row] = raw;
	});
}

/* A time in quotes, where they are no part of it: what stands in them. No time has one in it. */
static inline struct str between_quotes(struct str raw, bool literal)
{
	bool quoted = *raw.p == '"' && raw.n > 2 && raw.p[raw.n - 1] == '"' && !literal;

	return quoted ? str_slice(raw, 1, raw.n - 1) : raw;
}

static __attribute__((noinline)) int64_t odd_time(const struct reader *r, struct rows *rows, size_t row,
						  struct column *m)
{
	struct frame *f = rows_at(rows, row);

	return cell_time_of(r, f, record_value(f->record, r->column, &m->scratch));
}

/* A moment or a date of a known day is the usual cell. */
static __attribute__((noinline)) void read_times(const struct reader *r, struct rows *rows, struct asked ask,
						 struct column *m)
{
	const bool *missing = missing_digits(r->missing), literal = rows->batch->dialect.raw_tsv;
	uint64_t *daytimes = rows->frame->notes->readings[r->index].daytime;
	int64_t *t = m->of.time;

	const struct known_days *days = column_days(r, rows->frame);
	EACH_CELL(row, raw, rows, ask, r->column, {
		enum daytime daytime;
		if (!raw.n) {
			t[row] = INSTANT_NONE;
			continue;
		}
		struct str said = between_quotes(raw, literal);
		if (!(missing && missing[(unsigned char)*said.p]) &&
		    known_days_read(days, said, &t[row], &daytime))
			daytimes[daytime]++;
		else
			t[row] = odd_time(r, rows, row, m);
	});
}

/* Of any kind, by what the column or its source says. */
static void read_said(const struct reader *r, struct rows *rows, struct asked ask, struct column *m)
{
	const struct str *said = NULL;
	bool parts = r->kind == TYPE_TEXT && r->source && r->source->part;

	if (parts && dict_may(m, rows)) {
		nodes_asked(r->source, rows, ask, 1);
		dict_read_parts(r, rows, ask, code_argument(r->source, 0, rows, ask).text);
		rows_room_back(rows);
		return;
	}
	if (r->source)
		said = code_values(r->source, rows, ask, rows_room(rows)).text;
	EACH_ROW(row, ask, {
		struct frame *f = rows_at(rows, row);
		struct str value = said ? said[row] : record_value(f->record, r->column, &m->scratch);
		if (r->kind == TYPE_TEXT)
			m->of.text[row] = value;
		else if (r->kind == TYPE_NUMBER)
			m->of.number[row] = cell_number_of(r, f, value);
		else if (r->kind == TYPE_FLAG)
			column_tristates(m)[row] = (signed char)cell_flag_of(r, f, value);
		else if (r->kind == TYPE_TIME)
			m->of.time[row] = cell_time_of(r, f, value);
		else
			m->of.time[row] = cell_span_of(r, f, value);
	});
	if (r->source)
		rows_room_back(rows);
}

struct column *column_read(const struct reader *r, struct rows *rows, struct asked ask)
{
	static const size_t widths[] = {
		[TYPE_TEXT] = sizeof(struct str), [TYPE_NUMBER] = sizeof(double),
		[TYPE_TIME] = sizeof(int64_t),	  [TYPE_SPAN] = sizeof(int64_t),
		[TYPE_FLAG] = sizeof(bool),
	};
	struct column *m = &rows->frame->cells[r->index];

	column_begin(m, rows->frame, widths[r->kind]);
	struct asked rest = column_rest(m, rows, ask, rows_room(rows).row);
	if (rest.n) {
		if (!r->source && r->kind == TYPE_NUMBER && !r->percentage.n)
			read_numbers(r, rows, rest, m);
		else if (!r->source && r->kind == TYPE_TIME)
			read_times(r, rows, rest, m);
		else if (!r->source && r->kind == TYPE_TEXT)
			read_texts(r, rows, rest, m);
		else
			read_said(r, rows, rest, m);
		column_add_all(m, rows, ask);
	}
	rows_room_back(rows);
	return m;
}

const uint16_t *column_slots(const struct reader *r, struct rows *rows, struct asked ask)
{
	if (!r->source)
		return dict_rows(r, rows, ask);
	if (!dict_may(&rows->frame->cells[r->index], rows))
		return NULL;
	return dict_texts(column_read(r, rows, ask), rows, ask);
}
