/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers, moments and spans added, subtracted, multiplied and divided. With
 * no value on a side, or ÷ 0, the result is none; so is what no longer fits:
 * there are no infinities.
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

static double number_add(const struct code *c, struct frame *f)
{
	return kept(number_of(c->arg[0], f) + number_of(c->arg[1], f));
}

static double number_subtract(const struct code *c, struct frame *f)
{
	return kept(number_of(c->arg[0], f) - number_of(c->arg[1], f));
}

static double number_multiply(const struct code *c, struct frame *f)
{
	return kept(number_of(c->arg[0], f) * number_of(c->arg[1], f));
}

static double number_divide(const struct code *c, struct frame *f)
{
	return kept(number_of(c->arg[0], f) / number_of(c->arg[1], f));
}

static double number_negate(const struct code *c, struct frame *f)
{
	return -number_of(c->arg[0], f);
}

static int64_t span_sum(int64_t a, int64_t b, bool minus)
{
	int64_t sum;

	if (a == INSTANT_NONE || b == INSTANT_NONE)
		return INSTANT_NONE;
	bool lost = minus ? __builtin_sub_overflow(a, b, &sum) : __builtin_add_overflow(a, b, &sum);
	return lost ? INSTANT_NONE : sum;
}

static int64_t span_add(const struct code *c, struct frame *f)
{
	return span_sum(time_of(c->arg[0], f), time_of(c->arg[1], f), false);
}

static int64_t span_subtract(const struct code *c, struct frame *f)
{
	return span_sum(time_of(c->arg[0], f), time_of(c->arg[1], f), true);
}

static int64_t span_negate(const struct code *c, struct frame *f)
{
	return span_sum(0, time_of(c->arg[0], f), true);
}

static int64_t time_plus(struct frame *f, int64_t t, int64_t span)
{
	if (t == INSTANT_NONE || span == INSTANT_NONE)
		return INSTANT_NONE;
	return instant_plus(t, span, zone_of(f->program));
}

static int64_t time_add(const struct code *c, struct frame *f)
{
	return time_plus(f, time_of(c->arg[0], f), time_of(c->arg[1], f));
}

static int64_t time_add_after(const struct code *c, struct frame *f)
{
	return time_plus(f, time_of(c->arg[1], f), time_of(c->arg[0], f));
}

static int64_t time_subtract(const struct code *c, struct frame *f)
{
	return time_plus(f, time_of(c->arg[0], f), span_negate(&(struct code){ .arg = c->arg + 1 }, f));
}

static int64_t time_minus(const struct code *c, struct frame *f)
{
	int64_t a = time_of(c->arg[0], f), b = time_of(c->arg[1], f);

	return a == INSTANT_NONE || b == INSTANT_NONE ? INSTANT_NONE
						      : instant_minus(a, b, zone_of(f->program));
}

static int64_t scaled(int64_t span, double x)
{
	return span == INSTANT_NONE || isnan(x) ? INSTANT_NONE : whole((double)span * x);
}

static int64_t span_multiply(const struct code *c, struct frame *f)
{
	return scaled(time_of(c->arg[0], f), number_of(c->arg[1], f));
}

static int64_t span_multiply_after(const struct code *c, struct frame *f)
{
	return scaled(time_of(c->arg[1], f), number_of(c->arg[0], f));
}

static int64_t span_divide(const struct code *c, struct frame *f)
{
	int64_t span = time_of(c->arg[0], f);
	double x = number_of(c->arg[1], f);

	return span == INSTANT_NONE || isnan(x) || x == 0 ? INSTANT_NONE : whole((double)span / x);
}

static double span_ratio(const struct code *c, struct frame *f)
{
	int64_t a = time_of(c->arg[0], f), b = time_of(c->arg[1], f);

	return a == INSTANT_NONE || b == INSTANT_NONE || b == 0 ? (double)NAN : (double)a / (double)b;
}

static const struct operation {
	enum expr_op op;
	enum type left, right, result;
	union run run;
} operations[] = {
	{ EXPR_ADD, TYPE_NUMBER, TYPE_NUMBER, TYPE_NUMBER, { .number = number_add } },
	{ EXPR_ADD, TYPE_SPAN, TYPE_SPAN, TYPE_SPAN, { .time = span_add } },
	{ EXPR_ADD, TYPE_TIME, TYPE_SPAN, TYPE_TIME, { .time = time_add } },
	{ EXPR_ADD, TYPE_SPAN, TYPE_TIME, TYPE_TIME, { .time = time_add_after } },
	{ EXPR_SUBTRACT, TYPE_NUMBER, TYPE_NUMBER, TYPE_NUMBER, { .number = number_subtract } },
	{ EXPR_SUBTRACT, TYPE_SPAN, TYPE_SPAN, TYPE_SPAN, { .time = span_subtract } },
	{ EXPR_SUBTRACT, TYPE_TIME, TYPE_SPAN, TYPE_TIME, { .time = time_subtract } },
	{ EXPR_SUBTRACT, TYPE_TIME, TYPE_TIME, TYPE_SPAN, { .time = time_minus } },
	{ EXPR_MULTIPLY, TYPE_NUMBER, TYPE_NUMBER, TYPE_NUMBER, { .number = number_multiply } },
	{ EXPR_MULTIPLY, TYPE_SPAN, TYPE_NUMBER, TYPE_SPAN, { .time = span_multiply } },
	{ EXPR_MULTIPLY, TYPE_NUMBER, TYPE_SPAN, TYPE_SPAN, { .time = span_multiply_after } },
	{ EXPR_DIVIDE, TYPE_NUMBER, TYPE_NUMBER, TYPE_NUMBER, { .number = number_divide } },
	{ EXPR_DIVIDE, TYPE_SPAN, TYPE_NUMBER, TYPE_SPAN, { .time = span_divide } },
	{ EXPR_DIVIDE, TYPE_SPAN, TYPE_SPAN, TYPE_NUMBER, { .number = span_ratio } },
	{ EXPR_NEGATE, TYPE_NUMBER, TYPE_NONE, TYPE_NUMBER, { .number = number_negate } },
	{ EXPR_NEGATE, TYPE_SPAN, TYPE_NONE, TYPE_SPAN, { .time = span_negate } },
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
