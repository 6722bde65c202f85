/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers, moments and spans added, subtracted, multiplied and divided. With no value on a side, or ÷ 0, the
 * result is none; so is what no longer fits: there are no infinities.
 */
#include "expr/code.h"

static double kept(double x)
{
	return isfinite(x) ? x : (double)NAN;
}

/* Rounded half away from zero to a microsecond. */
static int64_t whole(double x)
{
	return fabs(x) < 9e18 ? (int64_t)round(x) : INSTANT_NONE;
}

static int64_t span_sum(int64_t a, int64_t b, bool minus)
{
	int64_t sum;

	if (a == INSTANT_NONE || b == INSTANT_NONE)
		return INSTANT_NONE;
	bool lost = minus ? __builtin_sub_overflow(a, b, &sum) : __builtin_add_overflow(a, b, &sum);
	return lost ? INSTANT_NONE : sum;
}

static int64_t time_plus(const struct zone *zone, int64_t t, int64_t span)
{
	return t == INSTANT_NONE || span == INSTANT_NONE ? INSTANT_NONE : instant_plus(t, span, zone);
}

static int64_t between(const struct zone *zone, int64_t a, int64_t b)
{
	return a == INSTANT_NONE || b == INSTANT_NONE ? INSTANT_NONE : instant_minus(a, b, zone);
}

static int64_t scaled(int64_t span, double x)
{
	return span == INSTANT_NONE || isnan(x) ? INSTANT_NONE : whole((double)span * x);
}

static int64_t divided(int64_t span, double x)
{
	return span == INSTANT_NONE || isnan(x) || x == 0 ? INSTANT_NONE : whole((double)span / x);
}

static double ratio(int64_t a, int64_t b)
{
	return a == INSTANT_NONE || b == INSTANT_NONE || b == 0 ? (double)NAN : (double)a / (double)b;
}

/* `value` of a and b, and the zone. */
#define OPERATION(name, result_type, result, left_type, left, right_type, right, value)                   \
	static void name(const struct code *c, struct rows *r, struct asked ask, union vector out)        \
	{                                                                                                 \
		const struct zone *zone = zone_of(r->frame->program);                                     \
		const left_type *x = code_argument(c, 0, r, ask).left;                                    \
		const right_type *y = code_argument(c, 1, r, ask).right;                                  \
		EACH_ROW(row, ask, left_type a = x[row]; right_type b = y[row]; out.result[row] = value); \
		(void)zone;                                                                               \
		rows_room_back(r);                                                                        \
		rows_room_back(r);                                                                        \
	}
#define NUMBERS(name, value)	     OPERATION(name, double, number, double, number, double, number, value)
#define TIMES(name, value)	     OPERATION(name, int64_t, time, int64_t, time, int64_t, time, value)
#define TIME_AND_NUMBER(name, value) OPERATION(name, int64_t, time, int64_t, time, double, number, value)
#define NUMBER_AND_TIME(name, value) OPERATION(name, int64_t, time, double, number, int64_t, time, value)

NUMBERS(number_add, kept(a + b))
NUMBERS(number_subtract, kept(a - b))
NUMBERS(number_multiply, kept(a *b))
NUMBERS(number_divide, kept(a / b))
TIMES(span_add, span_sum(a, b, false))
TIMES(span_subtract, span_sum(a, b, true))
TIMES(time_add, time_plus(zone, a, b))
TIMES(time_add_after, time_plus(zone, b, a))
TIMES(time_subtract, time_plus(zone, a, span_sum(0, b, true)))
TIMES(time_minus, between(zone, a, b))
TIME_AND_NUMBER(span_multiply, scaled(a, b))
TIME_AND_NUMBER(span_divide, divided(a, b))
NUMBER_AND_TIME(span_multiply_after, scaled(b, a))
OPERATION(span_ratio, double, number, int64_t, time, int64_t, time, ratio(a, b))

static void number_negate(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	code_run(c->arg[0], r, ask, out);
	EACH_ROW(row, ask, out.number[row] = -out.number[row]);
}

static void span_negate(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	code_run(c->arg[0], r, ask, out);
	EACH_ROW(row, ask, out.time[row] = span_sum(0, out.time[row], true));
}

static const struct operation {
	enum expr_op op;
	enum type left, right, result;
	run_fn *run;
} operations[] = {
	{ EXPR_ADD, TYPE_NUMBER, TYPE_NUMBER, TYPE_NUMBER, number_add },
	{ EXPR_ADD, TYPE_SPAN, TYPE_SPAN, TYPE_SPAN, span_add },
	{ EXPR_ADD, TYPE_TIME, TYPE_SPAN, TYPE_TIME, time_add },
	{ EXPR_ADD, TYPE_SPAN, TYPE_TIME, TYPE_TIME, time_add_after },
	{ EXPR_SUBTRACT, TYPE_NUMBER, TYPE_NUMBER, TYPE_NUMBER, number_subtract },
	{ EXPR_SUBTRACT, TYPE_SPAN, TYPE_SPAN, TYPE_SPAN, span_subtract },
	{ EXPR_SUBTRACT, TYPE_TIME, TYPE_SPAN, TYPE_TIME, time_subtract },
	{ EXPR_SUBTRACT, TYPE_TIME, TYPE_TIME, TYPE_SPAN, time_minus },
	{ EXPR_MULTIPLY, TYPE_NUMBER, TYPE_NUMBER, TYPE_NUMBER, number_multiply },
	{ EXPR_MULTIPLY, TYPE_SPAN, TYPE_NUMBER, TYPE_SPAN, span_multiply },
	{ EXPR_MULTIPLY, TYPE_NUMBER, TYPE_SPAN, TYPE_SPAN, span_multiply_after },
	{ EXPR_DIVIDE, TYPE_NUMBER, TYPE_NUMBER, TYPE_NUMBER, number_divide },
	{ EXPR_DIVIDE, TYPE_SPAN, TYPE_NUMBER, TYPE_SPAN, span_divide },
	{ EXPR_DIVIDE, TYPE_SPAN, TYPE_SPAN, TYPE_NUMBER, span_ratio },
	{ EXPR_NEGATE, TYPE_NUMBER, TYPE_NONE, TYPE_NUMBER, number_negate },
	{ EXPR_NEGATE, TYPE_SPAN, TYPE_NONE, TYPE_SPAN, span_negate },
};

bool code_arithmetic(struct code *c, enum expr_op op, enum type left, enum type right)
{
	static const char *const marks[] = { "+", "-", "*", "/", "negate" };

	for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
		const struct operation *o = &operations[i];
		if (o->op == op && o->left == left && o->right == right) {
			c->type = o->result;
			c->run = o->run;
			c->name = marks[op - EXPR_ADD];
			return true;
		}
	}
	return false;
}
