/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What nodes do: a tree of closures, one small function each, chosen while
 * binding. No value travels as NaN, INSTANT_NONE or STR_NONE, and a
 * comparison with it is false; what a comparison finds is then turned round
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

/* For each type the three ways to get a value. */
static const struct {
	union run constant, cell, computed;
	const char *cell_name;
} sources[] = {
	[TYPE_TEXT] = { { .text = constant_text }, { .text = read_text }, { .text = computed_text }, "text" },
	[TYPE_NUMBER] = { { .number = constant_number },
			  { .number = read_number },
			  { .number = computed_number },
			  "number" },
	[TYPE_TIME] = { { .time = constant_time }, { .time = read_time }, { .time = computed_time }, "time" },
	[TYPE_SPAN] = { { .time = constant_time }, { .time = read_span }, { .time = computed_time }, "span" },
	[TYPE_FLAG] = { { .flag = constant_flag }, { .flag = read_flag }, { .flag = computed_flag }, "flag" },
};

void code_constant(struct code *c, enum type type)
{
	c->run = sources[type].constant;
	c->type = type;
	c->name = "constant";
	c->constant = WHOLE_CONSTANT;
}

void code_cell(struct code *c, enum type type)
{
	c->run = sources[type].cell;
	c->type = type;
	c->name = sources[type].cell_name;
}

void code_computed(struct code *c, enum type type)
{
	c->run = sources[type].computed;
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

/* ---- comparisons of numbers ---- */

#define NUMBER_COMPARISON(name, op)                                               \
	static bool cell_##name(const struct code *c, struct frame *f)            \
	{                                                                         \
		return turned(c, cell_number(c->reader, f) op c->k.value.number); \
	}                                                                         \
	static bool number_##name(const struct code *c, struct frame *f)          \
	{                                                                         \
		double a = number_of(c->arg[0], f), b = number_of(c->arg[1], f);  \
		return turned(c, a op b);                                         \
	}

NUMBER_COMPARISON(eq, ==)
NUMBER_COMPARISON(lt, <)
NUMBER_COMPARISON(le, <=)
NUMBER_COMPARISON(gt, >)
NUMBER_COMPARISON(ge, >=)

/* ---- of moments, by day where one is a date; of spans; of texts; of flags ---- */

#define ORDER_COMPARISON(name, op)                                                                       \
	static bool time_##name(const struct code *c, struct frame *f)                                   \
	{                                                                                                \
		int64_t a = time_of(c->arg[0], f), b = time_of(c->arg[1], f);                            \
		return turned(c, a != INSTANT_NONE && b != INSTANT_NONE &&                               \
					 instant_compare(a, b, zone_of(f->program)) op 0);               \
	}                                                                                                \
	static bool span_##name(const struct code *c, struct frame *f)                                   \
	{                                                                                                \
		int64_t a = time_of(c->arg[0], f), b = time_of(c->arg[1], f);                            \
		return turned(c, a != INSTANT_NONE && b != INSTANT_NONE && a op b);                      \
	}                                                                                                \
	static bool moment_##name(const struct code *c, struct frame *f)                                 \
	{                                                                                                \
		int64_t a = time_of(c->arg[0], f);                                                       \
		return turned(c, a != INSTANT_NONE &&                                                    \
					 instant_compare(a, c->k.value.time, zone_of(f->program)) op 0); \
	}                                                                                                \
	static bool text_##name(const struct code *c, struct frame *f)                                   \
	{                                                                                                \
		struct str a = text_of(c->arg[0], f), b = text_of(c->arg[1], f);                         \
		return turned(c, a.p && b.p && fold_compare(f, a, b) op 0);                              \
	}

/* By the code points of the folded texts; UTF-8 keeps their order bytewise. */
static int fold_compare(struct frame *f, struct str a, struct str b)
{
	fold_into(&f->state->fold, a);
	fold_into(&f->state->fold2, b);
	return str_compare(buf_view(&f->state->fold), buf_view(&f->state->fold2));
}

ORDER_COMPARISON(eq, ==)
ORDER_COMPARISON(lt, <)
ORDER_COMPARISON(le, <=)
ORDER_COMPARISON(gt, >)
ORDER_COMPARISON(ge, >=)

static bool flag_eq(const struct code *c, struct frame *f)
{
	int a = code_tristate(c->arg[0], f), b = code_tristate(c->arg[1], f);

	return turned(c, a >= 0 && a == b);
}

static const struct {
	const char *fused, *mark;
	flag_fn *cell, *number, *time, *span, *moment, *text;
} comparisons[] = {
#define ROW(name, mark)                                                                           \
	{                                                                                         \
#name, mark, cell_##name, number_##name, time_##name, span_##name, moment_##name, \
			text_##name                                                               \
	}
	[EXPR_EQUAL] = ROW(eq, "="),	      [EXPR_LESS] = ROW(lt, "<"),
	[EXPR_LESS_EQUAL] = ROW(le, "<="),    [EXPR_GREATER] = ROW(gt, ">"),
	[EXPR_GREATER_EQUAL] = ROW(ge, ">="),
#undef ROW
};

void code_cell_against_number(struct code *c, enum expr_op op)
{
	c->type = TYPE_FLAG;
	c->run.flag = comparisons[op].cell;
	c->name = comparisons[op].fused;
	c->constant = WHOLE_CONSTANT;
}

void code_moment(struct code *c, enum expr_op op)
{
	c->type = TYPE_FLAG;
	c->run.flag = comparisons[op].moment;
	c->name = comparisons[op].fused;
	c->constant = WHOLE_CONSTANT;
}

void code_compare(struct code *c, enum expr_op op, enum type type)
{
	flag_fn *const fn[] = {
		[TYPE_TEXT] = comparisons[op].text,
		[TYPE_NUMBER] = comparisons[op].number,
		[TYPE_TIME] = comparisons[op].time,
		[TYPE_SPAN] = comparisons[op].span,
		[TYPE_FLAG] = flag_eq,
	};

	c->type = TYPE_FLAG;
	c->run.flag = fn[type];
	c->name = comparisons[op].mark;
}

/* ---- moments and spans in ranges ---- */

static inline bool in_range(const struct code *c, int64_t t)
{
	return turned(c, t >= c->k.range.low && t < c->k.range.high);
}

static bool cell_time_in_range(const struct code *c, struct frame *f)
{
	return in_range(c, cell_time(c->reader, f));
}

static bool cell_span_in_range(const struct code *c, struct frame *f)
{
	return in_range(c, cell_span(c->reader, f));
}

static bool time_in_range(const struct code *c, struct frame *f)
{
	return in_range(c, time_of(c->arg[0], f));
}

void code_range(struct code *c, enum type type)
{
	c->type = TYPE_FLAG;
	c->name = c->reader ? "within" : "<<";
	c->constant = CONSTANT_RANGE;
	c->run.flag = !c->reader	  ? time_in_range
		      : type == TYPE_TIME ? cell_time_in_range
					  : cell_span_in_range;
}

/* ---- missing ---- */

static bool missing_cell(const struct code *c, struct frame *f)
{
	return turned(c, cell_missing(c->reader, f));
}

static bool missing_text(const struct code *c, struct frame *f)
{
	return turned(c, !text_of(c->arg[0], f).p);
}

static bool missing_number(const struct code *c, struct frame *f)
{
	return turned(c, isnan(number_of(c->arg[0], f)));
}

static bool missing_time(const struct code *c, struct frame *f)
{
	return turned(c, time_of(c->arg[0], f) == INSTANT_NONE);
}

static bool missing_flag(const struct code *c, struct frame *f)
{
	return turned(c, code_tristate(c->arg[0], f) < 0);
}

void code_is_missing(struct code *c, enum type type)
{
	static flag_fn *const fn[] = {
		[TYPE_TEXT] = missing_text, [TYPE_NUMBER] = missing_number, [TYPE_TIME] = missing_time,
		[TYPE_SPAN] = missing_time, [TYPE_FLAG] = missing_flag,
	};

	c->type = TYPE_FLAG;
	c->run.flag = c->reader ? missing_cell : fn[type];
	c->name = c->reader ? "missing" : "=missing";
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

void code_condition(struct code *c, enum expr_op op)
{
	bool two = c->nargs == 2;

	c->type = TYPE_FLAG;
	c->name = op == EXPR_NOT ? "not" : op == EXPR_AND ? "and" : "or";
	c->run.flag = op == EXPR_NOT   ? not_flag
		      : op == EXPR_AND ? (two ? and2 : and_all)
				       : (two ? or2 : or_any);
}
