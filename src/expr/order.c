/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nodes that compare numbers, moments, spans, texts and flags, and that ask whether something is missing.
 */
#include "expr/code.h"

/* ---- comparisons of numbers ---- */

#define NUMBER_COMPARISON(name, op)                                                                         \
	static bool cell_##name##_holds(const struct code *c, union value v)                                \
	{                                                                                                   \
		return turned(c, v.number op c->k.value.number);                                            \
	}                                                                                                   \
	static void cell_##name(const struct code *c, struct rows *r, struct asked ask, union vector out)   \
	{                                                                                                   \
		const double *a = column_read(c->reader, r, ask)->of.number, b = c->k.value.number;         \
		bool negated = c->negated;                                                                  \
		EACH_ROW(row, ask, out.flag[row] = (a[row] op b) != negated);                               \
	}                                                                                                   \
	static void number_##name(const struct code *c, struct rows *r, struct asked ask, union vector out) \
	{                                                                                                   \
		const double *a = code_argument(c, 0, r, ask).number;                                       \
		bool negated = c->negated;                                                                  \
		if (c->arg[1]->constant == WHOLE_CONSTANT) {                                                \
			const double b = c->arg[1]->k.value.number;                                         \
			EACH_ROW(row, ask, out.flag[row] = (a[row] op b) != negated);                       \
		} else {                                                                                    \
			const double *b = code_argument(c, 1, r, ask).number;                               \
			EACH_ROW(row, ask, out.flag[row] = (a[row] op b[row]) != negated);                  \
			rows_room_back(r);                                                                  \
		}                                                                                           \
		rows_room_back(r);                                                                          \
	}

NUMBER_COMPARISON(eq, ==)
NUMBER_COMPARISON(lt, <)
NUMBER_COMPARISON(le, <=)
NUMBER_COMPARISON(gt, >)
NUMBER_COMPARISON(ge, >=)

/* ---- of moments, by day where one is a date; of spans; of texts; of flags ---- */

/* Two values compared. */
#define PAIR_COMPARISON(kind, member, x, y, found)                                                 \
	static void kind(const struct code *c, struct rows *r, struct asked ask, union vector out) \
	{                                                                                          \
		__auto_type left = code_argument(c, 0, r, ask).member;                             \
		__auto_type right = code_argument(c, 1, r, ask).member;                            \
		struct frame *f = r->frame;                                                        \
		EACH_ROW(row, ask, __auto_type x = left[row]; __auto_type y = right[row];          \
			 out.flag[row] = turned(c, found));                                        \
		(void)f;                                                                           \
		rows_room_back(r);                                                                 \
		rows_room_back(r);                                                                 \
	}

#define ORDER_COMPARISON(name, op)                                                                          \
	PAIR_COMPARISON(time_##name, time, a, b,                                                            \
			a != INSTANT_NONE && b != INSTANT_NONE &&                                           \
				instant_compare(a, b, zone_of(f->program)) op 0)                            \
	PAIR_COMPARISON(span_##name, time, a, b, a != INSTANT_NONE && b != INSTANT_NONE && a op b)          \
	PAIR_COMPARISON(text_##name, text, a, b, a.p &&b.p &&fold_compare(f, a, b) op 0)                    \
	static void moment_##name(const struct code *c, struct rows *r, struct asked ask, union vector out) \
	{                                                                                                   \
		const int64_t *a = code_argument(c, 0, r, ask).time, b = c->k.value.time;                   \
		const struct zone *zone = zone_of(r->frame->program);                                       \
		EACH_ROW(row, ask,                                                                          \
			 out.flag[row] = turned(c, a[row] != INSTANT_NONE &&                                \
							   instant_compare(a[row], b, zone) op 0));         \
		rows_room_back(r);                                                                          \
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

static void flag_eq(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	signed char *a = (signed char *)rows_room(r).flag, *b = (signed char *)rows_room(r).flag;

	code_tristates(c->arg[0], r, ask, a);
	code_tristates(c->arg[1], r, ask, b);
	EACH_ROW(row, ask, out.flag[row] = turned(c, a[row] >= 0 && a[row] == b[row]));
	rows_room_back(r);
	rows_room_back(r);
}

static const struct {
	const char *fused, *mark;
	run_fn *cell, *number, *time, *span, *moment, *text;
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

static void compare_by(struct code *c, run_fn *run)
{
	c->type = TYPE_FLAG;
	c->run = run;
}

void code_cell_against_number(struct code *c, enum expr_op op)
{
	static holds_fn *const holds[] = {
		[EXPR_EQUAL] = cell_eq_holds,	      [EXPR_LESS] = cell_lt_holds,
		[EXPR_LESS_EQUAL] = cell_le_holds,    [EXPR_GREATER] = cell_gt_holds,
		[EXPR_GREATER_EQUAL] = cell_ge_holds,
	};

	compare_by(c, comparisons[op].cell);
	c->look = LOOK_VALUE;
	c->fn.holds = holds[op];
	c->name = comparisons[op].fused;
	c->constant = WHOLE_CONSTANT;
}

void code_moment(struct code *c, enum expr_op op)
{
	compare_by(c, comparisons[op].moment);
	c->name = comparisons[op].fused;
	c->constant = WHOLE_CONSTANT;
}

void code_compare(struct code *c, enum expr_op op, enum type type)
{
	run_fn *const run[] = {
		[TYPE_TEXT] = comparisons[op].text,
		[TYPE_NUMBER] = comparisons[op].number,
		[TYPE_TIME] = comparisons[op].time,
		[TYPE_SPAN] = comparisons[op].span,
		[TYPE_FLAG] = flag_eq,
	};

	compare_by(c, run[type]);
	c->name = comparisons[op].mark;
}

/* ---- moments and spans in ranges ---- */

static inline bool in_range(const struct code *c, int64_t t)
{
	return turned(c, t >= c->k.range.low && t < c->k.range.high);
}

static bool range_holds(const struct code *c, union value v)
{
	return in_range(c, v.time);
}

static void run_range(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	const int64_t *t =
		c->reader ? column_read(c->reader, r, ask)->of.time : code_argument(c, 0, r, ask).time;
	int64_t low = c->k.range.low, high = c->k.range.high;
	bool negated = c->negated;

	EACH_ROW(row, ask, out.flag[row] = ((t[row] >= low) & (t[row] < high)) != negated);
	if (!c->reader)
		rows_room_back(r);
}

void code_range(struct code *c)
{
	c->type = TYPE_FLAG;
	c->name = c->reader ? "within" : "<<";
	c->constant = CONSTANT_RANGE;
	c->look = c->reader ? LOOK_VALUE : LOOK_OTHER;
	c->fn.holds = range_holds;
	c->run = run_range;
}

/* ---- missing ---- */

static void missing_cell(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	const struct str *words = column_read(c->reader, r, ask)->of.text;

	EACH_ROW(row, ask, out.flag[row] = turned(c, cell_missing_of(c->reader, r->frame, words[row])));
}

#define MISSING(type, member, x, is)                                                                         \
	static void missing_##type(const struct code *c, struct rows *r, struct asked ask, union vector out) \
	{                                                                                                    \
		__auto_type all = code_argument(c, 0, r, ask).member;                                        \
		EACH_ROW(row, ask, __auto_type x = all[row]; out.flag[row] = turned(c, is));                 \
		rows_room_back(r);                                                                           \
	}

MISSING(text, text, s, !s.p)
MISSING(number, number, n, isnan(n))
MISSING(time, time, t, t == INSTANT_NONE)

static void missing_flag(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	signed char *flag = (signed char *)rows_room(r).flag;

	code_tristates(c->arg[0], r, ask, flag);
	EACH_ROW(row, ask, out.flag[row] = turned(c, flag[row] < 0));
	rows_room_back(r);
}

void code_is_missing(struct code *c, enum type type)
{
	static run_fn *const run[] = {
		[TYPE_TEXT] = missing_text, [TYPE_NUMBER] = missing_number, [TYPE_TIME] = missing_time,
		[TYPE_SPAN] = missing_time, [TYPE_FLAG] = missing_flag,
	};

	compare_by(c, c->reader ? missing_cell : run[type]);
	c->name = c->reader ? "missing" : "=missing";
}
