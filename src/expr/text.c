/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nodes that ask a text something: equal, begins, ends or holds a constant, a
 * pattern, a list. A column's own bytes are looked at eight at a time; whether
 * they are a missing word is asked only of those that were found.
 */
#include "expr/code.h"

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
	if (!folded || !str_is_ascii(text)) { /* lower case leaves more as it is than folding does */
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

/* Few texts, all looked at: one of them, none, or (-1) the general way must decide. */
static int keys_hold(const struct set *s, struct str text)
{
	uint64_t w = word_load(text.p) & word_mask(text.n), folded = word_fold(w);
	int found = 0;

	if (!word_is_ascii(w))
		return -1;
	for (size_t i = 0; i < s->n; i++) { /* nearly all differ in how they begin */
		int equal =
			(folded ^ s->key[i].start) & s->key[i].mask ? 0 : fold_key_equal(&s->key[i], text);
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
