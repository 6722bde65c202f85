/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nodes that compare numbers, moments, spans, texts and flags, and that ask whether something is missing.
 * What a comparison finds is written once, and made into what it does for the current row and for many.
 */
#include "expr/code.h"

/* ---- comparisons of numbers ---- */

#define NUMBER_COMPARISON(name, op)                                                                 \
	static bool cell_##name##_holds(const struct code *c, union value v)                        \
	{                                                                                           \
		return turned(c, v.number op c->k.value.number);                                    \
	}                                                                                           \
	static bool cell_##name(const struct code *c, struct frame *f)                              \
	{                                                                                           \
		return turned(c, cell_number(c->reader, f) op c->k.value.number);                   \
	}                                                                                           \
	static void cell_##name##_many(const struct code *c, struct rows *r, struct asked ask,      \
				       union vector out)                                            \
	{                                                                                           \
		const double *a = column_read(c->reader, r, ask)->of.number, b = c->k.value.number; \
		bool negated = c->negated;                                                          \
		EACH_ROW(row, ask, out.flag[row] = (a[row] op b) != negated);                       \
	}                                                                                           \
	static bool number_##name(const struct code *c, struct frame *f)                            \
	{                                                                                           \
		double a = number_of(c->arg[0], f), b = number_of(c->arg[1], f);                    \
		return turned(c, a op b);                                                           \
	}                                                                                           \
	static void number_##name##_many(const struct code *c, struct rows *r, struct asked ask,    \
					 union vector out)                                          \
	{                                                                                           \
		const double *a = code_argument(c, 0, r, ask).number,                               \
			     *b = code_argument(c, 1, r, ask).number;                               \
		bool negated = c->negated;                                                          \
		EACH_ROW(row, ask, out.flag[row] = (a[row] op b[row]) != negated);                  \
		rows_room_back(r);                                                                  \
		rows_room_back(r);                                                                  \
	}

NUMBER_COMPARISON(eq, ==)
NUMBER_COMPARISON(lt, <)
NUMBER_COMPARISON(le, <=)
NUMBER_COMPARISON(gt, >)
NUMBER_COMPARISON(ge, >=)

/* ---- of moments, by day where one is a date; of spans; of texts; of flags ---- */

/* Two values compared: so for the current row, and so for many. */
#define PAIR_COMPARISON(kind, member, of, x, y, found)                                                    \
	static bool kind(const struct code *c, struct frame *f)                                           \
	{                                                                                                 \
		__auto_type x = of(c->arg[0], f);                                                         \
		__auto_type y = of(c->arg[1], f);                                                         \
		return turned(c, found);                                                                  \
	}                                                                                                 \
	static void kind##_many(const struct code *c, struct rows *r, struct asked ask, union vector out) \
	{                                                                                                 \
		__auto_type left = code_argument(c, 0, r, ask).member;                                    \
		__auto_type right = code_argument(c, 1, r, ask).member;                                   \
		struct frame *f = r->frame;                                                               \
		EACH_ROW(row, ask, __auto_type x = left[row]; __auto_type y = right[row];                 \
			 out.flag[row] = turned(c, found));                                               \
		(void)f;                                                                                  \
		rows_room_back(r);                                                                        \
		rows_room_back(r);                                                                        \
	}

#define ORDER_COMPARISON(name, op)                                                                          \
	PAIR_COMPARISON(time_##name, time, time_of, a, b,                                                   \
			a != INSTANT_NONE && b != INSTANT_NONE &&                                           \
				instant_compare(a, b, zone_of(f->program)) op 0)                            \
	PAIR_COMPARISON(span_##name, time, time_of, a, b, a != INSTANT_NONE && b != INSTANT_NONE && a op b) \
	PAIR_COMPARISON(text_##name, text, text_of, a, b, a.p &&b.p &&fold_compare(f, a, b) op 0)           \
	static bool moment_##name(const struct code *c, struct frame *f)                                    \
	{                                                                                                   \
		int64_t a = time_of(c->arg[0], f);                                                          \
		return turned(c, a != INSTANT_NONE &&                                                       \
					 instant_compare(a, c->k.value.time, zone_of(f->program)) op 0);    \
	}                                                                                                   \
	static void moment_##name##_many(const struct code *c, struct rows *r, struct asked ask,            \
					 union vector out)                                                  \
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

static bool flag_eq(const struct code *c, struct frame *f)
{
	int a = code_tristate(c->arg[0], f), b = code_tristate(c->arg[1], f);

	return turned(c, a >= 0 && a == b);
}

static void flag_eq_many(const struct code *c, struct rows *r, struct asked ask, union vector out)
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
	struct comparison {
		flag_fn *one;
		many_fn *many;
	} cell, number, time, span, moment, text;
} comparisons[] = {
#define BOTH(fn)              \
	{                     \
		fn, fn##_many \
	}
#define ROW(name, mark)                                                                                    \
	{                                                                                                  \
#name, mark, BOTH(cell_##name), BOTH(number_##name), BOTH(time_##name), BOTH(span_##name), \
			BOTH(moment_##name), BOTH(text_##name)                                             \
	}
	[EXPR_EQUAL] = ROW(eq, "="),	      [EXPR_LESS] = ROW(lt, "<"),
	[EXPR_LESS_EQUAL] = ROW(le, "<="),    [EXPR_GREATER] = ROW(gt, ">"),
	[EXPR_GREATER_EQUAL] = ROW(ge, ">="),
#undef ROW
};

static void compare_by(struct code *c, struct comparison fn)
{
	c->type = TYPE_FLAG;
	c->run.flag = fn.one;
	c->many = fn.many;
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
	const struct comparison fn[] = {
		[TYPE_TEXT] = comparisons[op].text, [TYPE_NUMBER] = comparisons[op].number,
		[TYPE_TIME] = comparisons[op].time, [TYPE_SPAN] = comparisons[op].span,
		[TYPE_FLAG] = BOTH(flag_eq),
	};

	compare_by(c, fn[type]);
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

static void range_many(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	const int64_t *t =
		c->reader ? column_read(c->reader, r, ask)->of.time : code_argument(c, 0, r, ask).time;
	int64_t low = c->k.range.low, high = c->k.range.high;
	bool negated = c->negated;

	EACH_ROW(row, ask, out.flag[row] = ((t[row] >= low) & (t[row] < high)) != negated);
	if (!c->reader)
		rows_room_back(r);
}

void code_range(struct code *c, enum type type)
{
	c->type = TYPE_FLAG;
	c->name = c->reader ? "within" : "<<";
	c->constant = CONSTANT_RANGE;
	c->look = c->reader ? LOOK_VALUE : LOOK_OTHER;
	c->fn.holds = range_holds;
	c->many = range_many;
	c->run.flag = !c->reader	  ? time_in_range
		      : type == TYPE_TIME ? cell_time_in_range
					  : cell_span_in_range;
}

/* ---- missing ---- */

static bool missing_cell(const struct code *c, struct frame *f)
{
	return turned(c, cell_missing_of(c->reader, f, cell_words(c->reader, f)));
}

static void missing_cell_many(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	const struct str *words = column_read(c->reader, r, ask)->of.text;

	EACH_ROW(row, ask, out.flag[row] = turned(c, cell_missing_of(c->reader, r->frame, words[row])));
}

#define MISSING(type, member, of, x, is)                                                          \
	static bool missing_##type(const struct code *c, struct frame *f)                         \
	{                                                                                         \
		__auto_type x = of(c->arg[0], f);                                                 \
		return turned(c, is);                                                             \
	}                                                                                         \
	static void missing_##type##_many(const struct code *c, struct rows *r, struct asked ask, \
					  union vector out)                                       \
	{                                                                                         \
		__auto_type all = code_argument(c, 0, r, ask).member;                             \
		EACH_ROW(row, ask, __auto_type x = all[row]; out.flag[row] = turned(c, is));      \
		rows_room_back(r);                                                                \
	}

MISSING(text, text, text_of, s, !s.p)
MISSING(number, number, number_of, n, isnan(n))
MISSING(time, time, time_of, t, t == INSTANT_NONE)

static bool missing_flag(const struct code *c, struct frame *f)
{
	return turned(c, code_tristate(c->arg[0], f) < 0);
}

static void missing_flag_many(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	signed char *flag = (signed char *)rows_room(r).flag;

	code_tristates(c->arg[0], r, ask, flag);
	EACH_ROW(row, ask, out.flag[row] = turned(c, flag[row] < 0));
	rows_room_back(r);
}

void code_is_missing(struct code *c, enum type type)
{
	static const struct comparison fn[] = {
		[TYPE_TEXT] = BOTH(missing_text), [TYPE_NUMBER] = BOTH(missing_number),
		[TYPE_TIME] = BOTH(missing_time), [TYPE_SPAN] = BOTH(missing_time),
		[TYPE_FLAG] = BOTH(missing_flag),
	};

	compare_by(c, c->reader ? (struct comparison)BOTH(missing_cell) : fn[type]);
	c->name = c->reader ? "missing" : "=missing";
}
