/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What nodes do, chosen while binding. No value travels as NaN, INSTANT_NONE or STR_NONE, and a comparison
 * with it is false; what a comparison finds is then turned round where it is negated, so that `!=` is exactly
 * not `=`.
 */
#include <stdlib.h>

#include "base/number.h"
#include "expr/code.h"

/* ---- constants, cells, worked names ---- */

static void constant(const struct code *c, struct rows *r, struct asked ask, union vector out)
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

static void cell(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	copy(c->type, cell_values(c, r, ask), ask, out);
}

static void text_cell(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	const struct str *words = column_read(c->reader, r, ask)->of.text;

	EACH_ROW(row, ask,
		 out.text[row] = cell_says(c->reader, r->frame, words[row]) ? words[row] : STR_NONE);
}

static void flag_cell(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	const signed char *flag = column_tristates(column_read(c->reader, r, ask));

	EACH_ROW(row, ask, out.flag[row] = flag[row] == 1);
}

static union vector values_computed(const struct code *c, struct rows *r, struct asked ask)
{
	return computed_values(c->k.computed, r, ask);
}

static void computed(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	copy(c->type, values_computed(c, r, ask), ask, out);
}

_Static_assert((int)SLOTS == (int)DICT_SLOTS && (int)SLOT_NONE == (int)DICT_NONE, "they are the same");

bool code_has_slots(const struct code *c)
{
	return c->run == text_cell || (c->run == computed && c->type == TYPE_TEXT);
}

const uint16_t *code_slots(const struct code *c, struct rows *r, struct asked ask)
{
	if (c->run == text_cell)
		return column_slots(c->reader, r, ask);
	if (!code_has_slots(c))
		return NULL;
	struct column *m = &r->frame->state->computed[c->k.computed];
	if (!dict_may(m, r))
		return NULL;
	values_computed(c, r, ask);
	return dict_texts(m, r, ask);
}

static const struct {
	run_fn *run;
	const char *name;
} cells[] = {
	[TYPE_TEXT] = { text_cell, "text" }, [TYPE_NUMBER] = { cell, "number" },
	[TYPE_TIME] = { cell, "time" },	     [TYPE_SPAN] = { cell, "span" },
	[TYPE_FLAG] = { flag_cell, "flag" },
};

void code_constant(struct code *c, enum type type)
{
	c->run = constant;
	c->type = type;
	c->name = "constant";
	c->constant = WHOLE_CONSTANT;
}

void code_cell(struct code *c, enum type type)
{
	c->run = cells[type].run;
	c->values = c->run == cell ? cell_values : NULL;
	c->type = type;
	c->name = cells[type].name;
}

void code_computed(struct code *c, enum type type)
{
	c->run = computed;
	c->values = values_computed;
	c->type = type;
	c->name = "worked";
}

/* Of a field the input does not have: neither yes nor no. */
static void none_flag(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	(void)c, (void)r;
	EACH_ROW(row, ask, out.flag[row] = false);
}

void code_none_flag(struct code *c)
{
	code_constant(c, TYPE_FLAG);
	c->run = none_flag;
}

void code_tristates(const struct code *c, struct rows *r, struct asked ask, signed char *out)
{
	if (c->run == flag_cell) {
		const signed char *flag = column_tristates(column_read(c->reader, r, ask));
		EACH_ROW(row, ask, out[row] = flag[row]);
	} else if (c->run == none_flag) {
		EACH_ROW(row, ask, out[row] = -1);
	} else {
		code_run(c, r, ask, (union vector){ .flag = (bool *)out });
	}
}

/* ---- functions of values ---- */

static void apply(const struct code *c, struct rows *r, struct asked ask, union vector out)
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
	c->run = apply;
}

/* ---- money ---- */

/* Below 2^31 the double of a cell, times a million, is off by less than a quarter, so a number that is nearer
 * than that to a whole millionth is that one; any other is read again, or split in two for its decimals.
 */
static __int128 millionths(const struct code *c, struct frame *f, double x)
{
	double whole = trunc(x), scaled = x * 1e6;
	__int128 out = x < 0 ? -MONEY_MOST - 1 : MONEY_MOST + 1;

	if (fabs(x) < 0x1p31 && fabs(scaled - rint(scaled)) < 0.25)
		return (int64_t)rint(scaled);
	if (c->run == cell && !c->reader->start)
		number_read_millionths(cell_source(c->reader, f), f->program->decimal, &out);
	else if (fabs(whole) <= 9.2e18)
		out = (__int128)whole * 1000000 + llround((x - whole) * 1e6);
	return out;
}

bool code_millionths(const struct code *c, struct frame *f, __int128 *out)
{
	double x = code_number(c, f);

	if (!isnan(x))
		*out = millionths(c, f, x);
	return !isnan(x);
}

struct asked code_millionths_run(const struct code *c, struct rows *r, struct asked ask, __int128 *out,
				 uint16_t *list)
{
	const double *x = code_values(c, r, ask, rows_room(r)).number;
	struct asked have = { list, 0 };

	for (size_t i = 0; i < ask.n; i++) { /* no branch: which have one can't be foreseen */
		list[have.n] = ask.row[i];
		have.n += !isnan(x[ask.row[i]]);
	}
	if (have.n == ask.n)
		have = ask;
	EACH_ROW(row, have, {
		if (fabs(x[row]) < 0x1p31 && (double)(int64_t)x[row] == x[row])
			out[row] = (int64_t)x[row] * 1000000; /* the usual one is whole */
		else
			out[row] = millionths(c, rows_at(r, row), x[row]);
	});
	rows_room_back(r);
	return have;
}

/* ---- and, or, not ---- */

static void run_not(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	code_run(c->arg[0], r, ask, out);
	EACH_ROW(row, ask, out.flag[row] = !out.flag[row]);
}

/* Each is asked of the rows that those before left open: where they were true for `and`, false for `or`. */
static void conditions(const struct code *c, struct rows *r, struct asked ask, union vector out, bool open)
{
	uint16_t *list = rows_room(r).row;

	code_run(c->arg[0], r, ask, out);
	for (size_t i = 1; i < c->nargs; i++) {
		ask = asked_where(ask, out.flag, open, list);
		code_run(c->arg[i], r, ask, out);
	}
	rows_room_back(r);
}

static void run_and(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	conditions(c, r, ask, out, true);
}

static void run_or(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	conditions(c, r, ask, out, false);
}

void code_condition(struct code *c, enum expr_op op)
{
	c->run = op == EXPR_NOT ? run_not : op == EXPR_AND ? run_and : run_or;
	c->look = op == EXPR_NOT ? LOOK_NOT : op == EXPR_AND ? LOOK_AND : LOOK_OR;
	c->type = TYPE_FLAG;
	c->name = op == EXPR_NOT ? "not" : op == EXPR_AND ? "and" : "or";
}
