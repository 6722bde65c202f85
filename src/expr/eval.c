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

static inline bool turned(const struct code *c, bool found)
{
	return found != c->negated;
}

static inline double number_of(const struct code *c, struct frame *f)
{
	return c->run.number(c, f);
}

static inline int64_t time_of(const struct code *c, struct frame *f)
{
	return c->run.time(c, f);
}

static inline struct str text_of(const struct code *c, struct frame *f)
{
	return c->run.text(c, f);
}

static inline bool flag_of(const struct code *c, struct frame *f)
{
	return c->run.flag(c, f);
}

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

static bool worked_flag(const struct code *c, struct frame *f)
{
	return worked_value(f, c->k.worked).flag;
}

static double worked_number(const struct code *c, struct frame *f)
{
	return worked_value(f, c->k.worked).number;
}

static int64_t worked_time(const struct code *c, struct frame *f)
{
	return worked_value(f, c->k.worked).time;
}

static struct str worked_text(const struct code *c, struct frame *f)
{
	return worked_value(f, c->k.worked).text;
}

/* For each type the three ways to get a value. */
static const struct {
	union run constant, cell, worked;
	const char *cell_name;
} sources[] = {
	[TYPE_TEXT] = { { .text = constant_text }, { .text = read_text }, { .text = worked_text }, "text" },
	[TYPE_NUMBER] = { { .number = constant_number },
			  { .number = read_number },
			  { .number = worked_number },
			  "number" },
	[TYPE_TIME] = { { .time = constant_time }, { .time = read_time }, { .time = worked_time }, "time" },
	[TYPE_SPAN] = { { .time = constant_time }, { .time = read_span }, { .time = worked_time }, "span" },
	[TYPE_FLAG] = { { .flag = constant_flag }, { .flag = read_flag }, { .flag = worked_flag }, "flag" },
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

void code_worked(struct code *c, enum type type)
{
	c->run = sources[type].worked;
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

/* ---- texts against constants ---- */

#define TEXT_CONSTANT(name, test)                                                       \
	static bool cell_##name(const struct code *c, struct frame *f)                  \
	{                                                                               \
		struct str s = cell_words(c->reader, f);                                \
		bool found = s.n && test(s, c->k.value.text, &f->state->fold);          \
		return turned(c, found && cell_says(c->reader, f, s));                  \
	}                                                                               \
	static bool constant_##name(const struct code *c, struct frame *f)              \
	{                                                                               \
		struct str s = text_of(c->arg[0], f);                                   \
		return turned(c, s.p && test(s, c->k.value.text, &f->state->fold));     \
	}                                                                               \
	static bool pair_##name(const struct code *c, struct frame *f)                  \
	{                                                                               \
		struct str a = text_of(c->arg[0], f), b = text_of(c->arg[1], f);        \
		if (!a.p || !b.p)                                                       \
			return turned(c, false);                                        \
		fold_into(&f->state->fold2, b);                                         \
		return turned(c, test(a, buf_view(&f->state->fold2), &f->state->fold)); \
	}

/* A column's own bytes can be looked at eight at a time; what that does not settle, the general way does. */
static bool column_is(const struct code *c, struct frame *f)
{
	struct str s = cell_words(c->reader, f);

	if (!s.n)
		return c->negated;
	int equal = fold_key_equal(&c->key, s);
	if (equal < 0)
		equal = fold_equal(s, c->k.value.text, &f->state->fold);
	return turned(c, equal && cell_says(c->reader, f, s));
}

static bool column_ends(const struct code *c, struct frame *f)
{
	struct str s = cell_words(c->reader, f);

	if (!s.n)
		return c->negated;
	int found = s.n < 8 ? -1 : fold_key_ends(&c->key, s);
	if (found < 0)
		found = fold_ends(s, c->k.value.text, &f->state->fold);
	return turned(c, found && cell_says(c->reader, f, s));
}

TEXT_CONSTANT(is, fold_equal)
TEXT_CONSTANT(starts, fold_starts)
TEXT_CONSTANT(ends, fold_ends)
TEXT_CONSTANT(contains, fold_contains)

static const struct {
	const char *fused, *mark;
	flag_fn *cell, *constant, *pair;
} text_tests[] = {
	[EXPR_EQUAL] = { "is", "=is", cell_is, constant_is, pair_is },
	[EXPR_STARTS] = { "starts", "=starts", cell_starts, constant_starts, pair_starts },
	[EXPR_ENDS] = { "ends", "=ends", cell_ends, constant_ends, pair_ends },
	[EXPR_CONTAINS] = { "contains", "=contains", cell_contains, constant_contains, pair_contains },
};

void code_text_constant(struct code *c, enum expr_op op)
{
	bool column = c->reader && !c->reader->source;

	c->type = TYPE_FLAG;
	c->run.flag = column && op == EXPR_EQUAL  ? column_is
		      : column && op == EXPR_ENDS ? column_ends
		      : c->reader		  ? text_tests[op].cell
						  : text_tests[op].constant;
	c->key = fold_key(c->k.value.text);
	c->name = c->reader ? text_tests[op].fused : text_tests[op].mark;
	c->constant = WHOLE_CONSTANT;
}

void code_text_pair(struct code *c, enum expr_op op)
{
	c->type = TYPE_FLAG;
	c->run.flag = text_tests[op].pair;
	c->name = text_tests[op].mark;
}

/* ---- regular expressions ---- */

static bool match(const struct code *c, struct frame *f, struct str s, struct str label)
{
	if (!s.p)
		return turned(c, false);
	int found = regex_match(c->k.regex, f->state->regex, s);
	if (found < 0)
		frame_fail(
			f,
			"%.*s: the pattern \"%.*s\" takes too many steps on this cell: write a simpler one",
			STR_ARG(label), STR_ARG(regex_pattern(c->k.regex)));
	return turned(c, found > 0);
}

static bool cell_match(const struct code *c, struct frame *f)
{
	struct str s = cell_words(c->reader, f);

	if (!s.n)
		return c->negated;
	bool found = turned(c, match(c, f, s, c->reader->label));
	return turned(c, found && cell_says(c->reader, f, s));
}

static bool text_match(const struct code *c, struct frame *f)
{
	return match(c, f, text_of(c->arg[0], f), STR("~"));
}

void code_match(struct code *c)
{
	c->type = TYPE_FLAG;
	c->run.flag = c->reader ? cell_match : text_match;
	c->name = c->reader ? "match" : "~";
	c->constant = CONSTANT_REGEX;
}

/* ---- in ---- */

bool set_holds(const struct set *s, struct str text, bool folded, struct buf *scratch)
{
	if (!text.n || !s->n)
		return false;
	if (!s->map.n) {
		for (size_t i = 0; i < s->n; i++)
			if (fold_equal(text, s->text[i], scratch))
				return true;
		return false;
	}
	if (!folded) {
		fold_into(scratch, text);
		text = buf_view(scratch);
	}
	return text.n >= s->shortest && text.n <= s->longest && map_find(&s->map, text);
}

static bool numbers_hold(const struct set *s, double x)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->number[middle] < x)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->n && s->number[low] == x;
}

/* Ranges are sorted and apart. */
static bool ranges_hold(const struct set *s, int64_t t)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->range[middle].high <= t)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->n && t >= s->range[low].low;
}

/* Few texts, all looked at: one of them, none, or (-1) the general way must tell. */
static int keys_hold(const struct set *s, struct str text)
{
	int found = 0;

	for (size_t i = 0; i < s->n; i++) {
		int equal = fold_key_equal(&s->key[i], text);
		if (equal < 0)
			return -1;
		found |= equal;
	}
	return found;
}

static bool column_in(const struct code *c, struct frame *f)
{
	struct str s = cell_words(c->reader, f);

	if (!s.n)
		return c->negated;
	int found = keys_hold(c->k.set, s);
	if (found < 0)
		found = set_holds(c->k.set, s, c->folded, &f->state->fold);
	return turned(c, found && cell_says(c->reader, f, s));
}

static bool cell_in(const struct code *c, struct frame *f)
{
	struct str s = cell_words(c->reader, f);
	bool found = set_holds(c->k.set, s, c->folded, &f->state->fold);

	return turned(c, found && cell_says(c->reader, f, s));
}

static bool text_in(const struct code *c, struct frame *f)
{
	return turned(c, set_holds(c->k.set, text_of(c->arg[0], f), false, &f->state->fold));
}

static bool number_in(const struct code *c, struct frame *f)
{
	return turned(c, numbers_hold(c->k.set, number_of(c->arg[0], f)));
}

static bool time_in(const struct code *c, struct frame *f)
{
	return turned(c, ranges_hold(c->k.set, time_of(c->arg[0], f)));
}

void code_in(struct code *c, enum type type)
{
	bool moment = type == TYPE_TIME || type == TYPE_SPAN;

	c->type = TYPE_FLAG;
	c->constant = CONSTANT_SET;
	c->name = c->reader ? "in" : "=in";
	bool column = c->reader && !c->reader->source && c->k.set->key;
	c->run.flag = moment		    ? time_in
		      : type == TYPE_NUMBER ? number_in
		      : column		    ? column_in
		      : c->reader	    ? cell_in
					    : text_in;
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
