/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What nodes do, of the current row and of many rows, chosen while binding. No value travels as NaN,
 * INSTANT_NONE or STR_NONE, and a comparison with it is false; what a comparison finds is then turned round
 * where it is negated, so that `!=` is exactly not `=`.
 */
#include <stdlib.h>

#include "base/number.h"
#include "expr/code.h"

/* ---- constants, cells, worked names ---- */

static bool constant_flag(const struct code *c, struct frame *f)
{
	(void)f;
	return c->k.value.flag;
}

static double constant_number(const struct code *c, struct frame *f)
{
	(void)f;
	return c->k.value.number;
}

static int64_t constant_time(const struct code *c, struct frame *f)
{
	(void)f;
	return c->k.value.time;
}

static struct str constant_text(const struct code *c, struct frame *f)
{
	(void)f;
	return c->k.value.text;
}

static bool read_flag(const struct code *c, struct frame *f)
{
	return cell_flag(c->reader, f) == 1;
}

static double read_number(const struct code *c, struct frame *f)
{
	return cell_number(c->reader, f);
}

static int64_t read_time(const struct code *c, struct frame *f)
{
	return cell_time(c->reader, f);
}

static int64_t read_span(const struct code *c, struct frame *f)
{
	return cell_span(c->reader, f);
}

static struct str read_text(const struct code *c, struct frame *f)
{
	return cell_text(c->reader, f);
}

static bool computed_flag(const struct code *c, struct frame *f)
{
	return computed_row(f, c->k.computed)->of.flag[f->run->at];
}

static double computed_number(const struct code *c, struct frame *f)
{
	return computed_row(f, c->k.computed)->of.number[f->run->at];
}

static int64_t computed_time(const struct code *c, struct frame *f)
{
	return computed_row(f, c->k.computed)->of.time[f->run->at];
}

static struct str computed_text(const struct code *c, struct frame *f)
{
	return computed_row(f, c->k.computed)->of.text[f->run->at];
}

/* ---- the same of many rows ---- */

static void constant_many(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	(void)r;
	EACH_ROW(row, ask, vector_put(c->type, out, row, c->k.value));
}

static void copy(enum type type, union vector from, struct asked ask, union vector out)
{
	EACH_ROW(row, ask, vector_put(type, out, row, vector_get(type, from, row)));
}

static union vector cell_values(const struct code *c, struct rows *r, struct asked ask)
{
	return column_read(c->reader, r, ask)->of;
}

static void cell_many(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	copy(c->type, cell_values(c, r, ask), ask, out);
}

static void text_cell_many(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	const struct str *words = column_read(c->reader, r, ask)->of.text;

	EACH_ROW(row, ask,
		 out.text[row] = cell_says(c->reader, r->frame, words[row]) ? words[row] : STR_NONE);
}

_Static_assert((int)SLOTS == (int)DICT_SLOTS && (int)SLOT_NONE == (int)DICT_NONE, "they are the same");

const uint16_t *code_slots(const struct code *c, struct rows *r, struct asked ask)
{
	return c->many == text_cell_many ? dict_rows(c->reader, r, ask) : NULL;
}

static void flag_cell_many(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	const signed char *flag = column_tristates(column_read(c->reader, r, ask));

	EACH_ROW(row, ask, out.flag[row] = flag[row] == 1);
}

static union vector values_computed(const struct code *c, struct rows *r, struct asked ask)
{
	return computed_values(c->k.computed, r, ask);
}

static void computed_many(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	copy(c->type, values_computed(c, r, ask), ask, out);
}

/* For each type the three ways to get a value. */
static const struct {
	union run constant, cell, computed;
	many_fn *many; /* cells */
	const char *cell_name;
} sources[] = {
	[TYPE_TEXT] = { { .text = constant_text },
			{ .text = read_text },
			{ .text = computed_text },
			text_cell_many,
			"text" },
	[TYPE_NUMBER] = { { .number = constant_number },
			  { .number = read_number },
			  { .number = computed_number },
			  cell_many,
			  "number" },
	[TYPE_TIME] = { { .time = constant_time },
			{ .time = read_time },
			{ .time = computed_time },
			cell_many,
			"time" },
	[TYPE_SPAN] = { { .time = constant_time },
			{ .time = read_span },
			{ .time = computed_time },
			cell_many,
			"span" },
	[TYPE_FLAG] = { { .flag = constant_flag },
			{ .flag = read_flag },
			{ .flag = computed_flag },
			flag_cell_many,
			"flag" },
};

void code_constant(struct code *c, enum type type)
{
	c->run = sources[type].constant;
	c->many = constant_many;
	c->type = type;
	c->name = "constant";
	c->constant = WHOLE_CONSTANT;
}

void code_cell(struct code *c, enum type type)
{
	c->run = sources[type].cell;
	c->many = sources[type].many;
	c->values = c->many == cell_many ? cell_values : NULL;
	c->type = type;
	c->name = sources[type].cell_name;
}

void code_computed(struct code *c, enum type type)
{
	c->run = sources[type].computed;
	c->many = computed_many;
	c->values = values_computed;
	c->type = type;
	c->name = "worked";
}

/* Of a field the input does not have: neither yes nor no. */
static bool none_flag(const struct code *c, struct frame *f)
{
	(void)c, (void)f;
	return false;
}

void code_none_flag(struct code *c)
{
	code_constant(c, TYPE_FLAG);
	c->run.flag = none_flag;
}

int code_tristate(const struct code *c, struct frame *f)
{
	if (c->run.flag == none_flag)
		return -1;
	return c->run.flag == read_flag ? cell_flag(c->reader, f) : c->run.flag(c, f);
}

void code_tristates(const struct code *c, struct rows *r, struct asked ask, signed char *out)
{
	if (c->run.flag == read_flag) {
		const signed char *flag = column_tristates(column_read(c->reader, r, ask));
		EACH_ROW(row, ask, out[row] = flag[row]);
	} else if (c->run.flag == none_flag) {
		EACH_ROW(row, ask, out[row] = -1);
	} else {
		code_run(c, r, ask, (union vector){ .flag = (bool *)out });
	}
}

/* ---- functions of values ---- */

static inline union value value_of(const struct code *c, struct frame *f)
{
	switch (c->type) {
	case TYPE_TEXT:
		return (union value){ .text = text_of(c, f) };
	case TYPE_NUMBER:
		return (union value){ .number = number_of(c, f) };
	case TYPE_FLAG:
		return (union value){ .flag = flag_of(c, f) };
	default:
		return (union value){ .time = time_of(c, f) };
	}
}

static inline union value applied(const struct code *c, struct frame *f)
{
	union value arg[APPLY_MOST];

	for (size_t i = 0; i < c->nargs; i++)
		arg[i] = value_of(c->arg[i], f);
	return c->fn.apply(c, f, arg);
}

static bool apply_flag(const struct code *c, struct frame *f)
{
	return applied(c, f).flag;
}

static double apply_number(const struct code *c, struct frame *f)
{
	return applied(c, f).number;
}

static int64_t apply_time(const struct code *c, struct frame *f)
{
	return applied(c, f).time;
}

static struct str apply_text(const struct code *c, struct frame *f)
{
	return applied(c, f).text;
}

static void apply_many(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	union vector of[APPLY_MOST];

	for (size_t i = 0; i < c->nargs; i++)
		of[i] = code_argument(c, i, r, ask);
	for (size_t k = 0; k < ask.n; k++) {
		union value arg[APPLY_MOST];
		size_t row = ask.row[k];
		for (size_t i = 0; i < c->nargs; i++)
			arg[i] = vector_get(c->arg[i]->type, of[i], row);
		struct frame *f = rows_at(r, row);
		vector_put(c->type, out, row, rows_keep(f, c->type, c->fn.apply(c, f, arg)));
	}
	for (size_t i = 0; i < c->nargs; i++)
		rows_room_back(r);
}

void code_apply(struct code *c, enum type type, apply_fn *fn)
{
	c->type = type;
	c->fn.apply = fn;
	c->many = apply_many;
	if (type == TYPE_TEXT)
		c->run.text = apply_text;
	else if (type == TYPE_NUMBER)
		c->run.number = apply_number;
	else if (type == TYPE_FLAG)
		c->run.flag = apply_flag;
	else
		c->run.time = apply_time;
}

/* ---- money ---- */

/* Below 2^31 the double of a cell, times a million, is off by less than a quarter, so a number that is nearer
 * than that to a whole millionth is that one; any other is read again, or split in two for its decimals.
 */
bool code_millionths(const struct code *c, struct frame *f, __int128 *out)
{
	double x = number_of(c, f), whole = trunc(x), scaled = x * 1e6;
	const struct reader *r = c->run.number == read_number && !c->reader->start ? c->reader : NULL;

	if (isnan(x))
		return false;
	if (fabs(x) < 0x1p31 && fabs(scaled - rint(scaled)) < 0.25) {
		*out = (int64_t)rint(scaled);
		return true;
	}
	*out = x < 0 ? -MONEY_MOST - 1 : MONEY_MOST + 1;
	if (r)
		number_read_millionths(cell_source(r, f, &f->cells[r->index]), f->program->decimal, out);
	else if (fabs(whole) <= 9.2e18)
		*out = (__int128)whole * 1000000 + llround((x - whole) * 1e6);
	return true;
}

void code_millionths_run(const struct code *c, struct rows *r, struct asked ask, __int128 none, __int128 *out)
{
	const double *x = code_values(c, r, ask, rows_room(r)).number;

	EACH_ROW(row, ask, {
		if (fabs(x[row]) < 0x1p31 && (double)(int64_t)x[row] == x[row])
			out[row] = (int64_t)x[row] * 1000000; /* the usual one is whole */
		else if (isnan(x[row]) || !code_millionths(c, rows_at(r, row), &out[row]))
			out[row] = none;
	});
	rows_room_back(r);
}

/* ---- and, or, not ---- */

static bool not_flag(const struct code *c, struct frame *f)
{
	return !flag_of(c->arg[0], f);
}

static bool and2(const struct code *c, struct frame *f)
{
	return flag_of(c->arg[0], f) && flag_of(c->arg[1], f);
}

static bool or2(const struct code *c, struct frame *f)
{
	return flag_of(c->arg[0], f) || flag_of(c->arg[1], f);
}

static bool and_all(const struct code *c, struct frame *f)
{
	for (size_t i = 0; i < c->nargs; i++)
		if (!flag_of(c->arg[i], f))
			return false;
	return true;
}

static bool or_any(const struct code *c, struct frame *f)
{
	for (size_t i = 0; i < c->nargs; i++)
		if (flag_of(c->arg[i], f))
			return true;
	return false;
}

static void not_many(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	code_run(c->arg[0], r, ask, out);
	EACH_ROW(row, ask, out.flag[row] = !out.flag[row]);
}

/* Each is asked of the rows that those before left open: where they were true for `and`, false for `or`. */
static void conditions_many(const struct code *c, struct rows *r, struct asked ask, union vector out,
			    bool open)
{
	uint16_t *list = rows_room(r).row;

	code_run(c->arg[0], r, ask, out);
	for (size_t i = 1; i < c->nargs; i++) {
		ask = asked_where(ask, out.flag, open, list);
		code_run(c->arg[i], r, ask, out);
	}
	rows_room_back(r);
}

static void and_many(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	conditions_many(c, r, ask, out, true);
}

static void or_many(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	conditions_many(c, r, ask, out, false);
}

void code_condition(struct code *c, enum expr_op op)
{
	bool two = c->nargs == 2;

	c->many = op == EXPR_NOT ? not_many : op == EXPR_AND ? and_many : or_many;

	c->look = op == EXPR_NOT ? LOOK_NOT : op == EXPR_AND ? LOOK_AND : LOOK_OR;
	c->type = TYPE_FLAG;
	c->name = op == EXPR_NOT ? "not" : op == EXPR_AND ? "and" : "or";
	c->run.flag = op == EXPR_NOT   ? not_flag
		      : op == EXPR_AND ? (two ? and2 : and_all)
				       : (two ? or2 : or_any);
}
