/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nodes that ask a text something: equal, begins, ends or holds a constant, a pattern, a list. A column's own
 * bytes are looked at eight at a time; whether they are a missing word is asked only of those that were
 * found.
 */
#include "expr/code.h"

/* ---- what is found in a text ---- */

static __attribute__((noinline)) bool too_many_steps(const struct code *c, struct frame *f)
{
	frame_fail(f, "%.*s: the pattern \"%.*s\" takes too many steps on this cell: write a simpler one",
		   STR_ARG(c->reader ? c->reader->label : STR("~")), STR_ARG(regex_pattern(c->k.regex)));
	return false;
}

static bool words_hold(const struct code *c, struct rows *r, size_t row, struct str s, bool *sure)
{
	int found = s.n || (!c->reader && s.p) ? c->fn.test(c, r->frame, s) : 0;

	if (found < 0) {
		*sure = false;
		found = too_many_steps(c, rows_at(r, row));
	}
	return turned(c, found && (!c->reader || cell_says(c->reader, r->frame, s)));
}

/* A row's text, which is known if it is no cell. */
static struct str text_at(const struct code *c, struct rows *r, size_t row)
{
	struct frame *f = r->frame;
	struct column *m =
		c->reader ? &f->cells[c->reader->index] : &f->state->computed[c->arg[0]->k.computed];

	if (!c->reader || c->reader->source)
		return m->of.text[row];
	struct str raw = batch_raw(r->batch, r->first + row, c->reader->column);
	if (raw.n && !(value_may_stand(raw) && batch_plain(r->batch, raw)))
		raw = record_value_slow(raw, r->batch, &m->scratch);
	return raw;
}

/* A row's text that no row before had, or that has no slot. */
static __attribute__((noinline)) bool ask_text(const struct code *c, struct rows *r, size_t row,
					       unsigned char *found)
{
	bool sure = true, holds = words_hold(c, r, row, text_at(c, r, row), &sure);

	if (sure && found)
		*found = holds;
	return holds;
}

bool code_holds_text(const struct code *c, struct rows *r, size_t row)
{
	return ask_text(c, r, row, NULL);
}

size_t code_text_number(const struct program *p, const struct code *c)
{
	return c->reader ? c->reader->index : p->state->nreaders + c->arg[0]->k.computed;
}

const uint16_t *code_text_slots(const struct code *c, struct rows *r, struct asked ask)
{
	return c->reader ? column_slots(c->reader, r, ask) : code_slots(c->arg[0], r, ask);
}

/* Of a column without a dictionary, most of whose cells can be looked at as they stand. */
static void test_cells(const struct code *c, struct rows *r, struct asked ask, bool *out)
{
	const struct batch b = *r->batch; /* here, where no flag that is stored can change it */
	struct frame *f = r->frame;

	EACH_CELL(row, raw, r, ask, c->reader->column, {
		int found =
			raw.n && value_may_stand(raw) && batch_plain(&b, raw) ? c->fn.test(c, f, raw) : -1;
		if (found > 0)
			found = cell_says(c->reader, f, raw);
		out[row] = found >= 0 ? turned(c, found) : ask_text(c, r, row, NULL);
	});
}

/* Does the text end as its cell does, as far back as that is ASCII without spaces? What else is in the cell
 * doesn't matter. */
static inline bool end_stands(const struct batch *b, struct str raw)
{
	unsigned char last = (unsigned char)raw.p[raw.n - 1];

	return (unsigned char)raw.p[0] > '\'' && last > ' ' && last < 0x7F && !b->dialect.raw_tsv;
}

/* Of such a column, whether cells end with the constant. */
static void test_ends(const struct code *c, struct rows *r, struct asked ask, bool *out)
{
	const struct batch b = *r->batch;
	const struct fold_key key = c->key;
	const bool none = c->negated;

	EACH_CELL(row, raw, r, ask, c->reader->column, {
		int found = raw.n ? -1 : 0;
		if (raw.n >= 8 && end_stands(&b, raw))
			found = fold_key_ends(&key, raw);
		if (found > 0)
			found = batch_plain(&b, raw) ? cell_says(c->reader, r->frame, raw) : -1;
		out[row] = !found ? none : found > 0 ? !none : ask_text(c, r, row, NULL);
	});
}

static int column_ends(const struct code *c, struct frame *f, struct str s);

/* Of texts that are computed. */
static void test_texts(const struct code *c, struct rows *r, struct asked ask, bool *out)
{
	union vector room = rows_room(r);
	const struct str *text = c->reader ? column_read(c->reader, r, ask)->of.text
					   : code_values(c->arg[0], r, ask, room).text;
	bool sure;

	EACH_ROW(row, ask, out[row] = words_hold(c, r, row, text[row], &sure));
	rows_room_back(r);
}

static void text_test(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	const uint16_t *slot = code_text_slots(c, r, ask);

	if (!slot) {
		bool cells = c->reader && !c->reader->source;
		(!cells			     ? test_texts
		 : c->fn.test == column_ends ? test_ends
					     : test_cells)(c, r, ask, out.flag);
		return;
	}
	unsigned char *found = dict_found(c, r->frame);
	EACH_ROW(row, ask, {
		unsigned char is = found[slot[row]];
		if (__builtin_expect(is == DICT_UNASKED, 0))
			is = ask_text(c, r, row, slot[row] == DICT_NONE ? NULL : &found[slot[row]]);
		out.flag[row] = is;
	});
}

static void test_by(struct code *c, test_fn *test)
{
	c->type = TYPE_FLAG;
	c->look = c->reader || code_has_slots(c->arg[0]) ? LOOK_TEXT : LOOK_OTHER;
	c->fn.test = test;
	c->run = text_test;
}

/* ---- texts against constants ---- */

#define CONSTANT_TEST(name, test)                                                       \
	static int name##_constant(const struct code *c, struct frame *f, struct str s) \
	{                                                                               \
		return test(s, c->k.value.text, &f->state->fold);                       \
	}

CONSTANT_TEST(is, fold_equal)
CONSTANT_TEST(starts, fold_starts)
CONSTANT_TEST(ends, fold_ends)
CONSTANT_TEST(contains, fold_contains)

/* A column's own bytes can be looked at eight at a time; what that does not settle, the general way does. */
static int column_is(const struct code *c, struct frame *f, struct str s)
{
	int equal = fold_key_equal(&c->key, s);

	return equal < 0 ? is_constant(c, f, s) : equal;
}

/* The constant has no spaces. */
static int column_ends(const struct code *c, struct frame *f, struct str s)
{
	int found = s.n < 8 ? -1 : fold_key_ends(&c->key, s);

	return found < 0 ? ends_constant(c, f, s) : found;
}

/* The constant is the key of an id. */
static int id_is(const struct code *c, struct frame *f, struct str s)
{
	if (!id_is_salesforces(s))
		return false;
	buf_clear(&f->state->fold);
	fold_key_append(&f->state->fold, s);
	return str_eq(buf_view(&f->state->fold), c->k.value.text);
}

static bool equal_texts(struct str s, struct str folded, struct buf *scratch)
{
	return fold_equal(s, folded, scratch);
}

static const struct {
	const char *fused, *mark;
	test_fn *test, *column; /* of a column's own bytes */
	bool (*pair)(struct str s, struct str folded, struct buf *scratch);
} text_tests[] = {
	[EXPR_EQUAL] = { "is", "=is", is_constant, column_is, equal_texts },
	[EXPR_STARTS] = { "starts", "=starts", starts_constant, starts_constant, fold_starts },
	[EXPR_ENDS] = { "ends", "=ends", ends_constant, column_ends, fold_ends },
	[EXPR_CONTAINS] = { "contains", "=contains", contains_constant, contains_constant, fold_contains },
};

void code_text_constant(struct code *c, enum expr_op op)
{
	bool column = c->reader && !c->reader->source;

	for (size_t i = 0; i < c->k.value.text.n && op == EXPR_ENDS; i++)
		column &= (unsigned char)c->k.value.text.p[i] > ' ';
	bool id = op == EXPR_EQUAL && id_is_salesforces(c->k.value.text) && !c->folded;
	test_by(c, id ? id_is : column ? text_tests[op].column : text_tests[op].test);
	c->key = fold_key(c->k.value.text);
	c->name = c->reader ? text_tests[op].fused : text_tests[op].mark;
	c->constant = WHOLE_CONSTANT;
}

static bool same_id(struct frame *f, struct str a, struct str b)
{
	struct buf *x = &f->state->fold, *y = &f->state->fold2;

	buf_clear(x);
	buf_clear(y);
	fold_key_append(x, a);
	fold_key_append(y, b);
	return str_eq(buf_view(x), buf_view(y));
}

static inline bool pair_holds(const struct code *c, struct frame *f, struct str a, struct str b)
{
	if (!a.p || !b.p)
		return turned(c, false);
	if (c->fn.pair == equal_texts && id_is_salesforces(a) && id_is_salesforces(b))
		return turned(c, same_id(f, a, b));
	fold_into(&f->state->fold2, b);
	return turned(c, c->fn.pair(a, buf_view(&f->state->fold2), &f->state->fold));
}

static void text_pair(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	const struct str *a = code_argument(c, 0, r, ask).text;
	const struct str *b = code_argument(c, 1, r, ask).text;

	EACH_ROW(row, ask, out.flag[row] = pair_holds(c, r->frame, a[row], b[row]));
	rows_room_back(r);
	rows_room_back(r);
}

void code_text_pair(struct code *c, enum expr_op op)
{
	c->type = TYPE_FLAG;
	c->fn.pair = text_tests[op].pair;
	c->run = text_pair;
	c->name = text_tests[op].mark;
}

/* ---- regular expressions ---- */

static int match(const struct code *c, struct frame *f, struct str s)
{
	int found = regex_match(c->k.regex, f->state->regex, s);

	return found < 0 ? -1 : found > 0;
}

void code_match(struct code *c)
{
	test_by(c, match);
	c->name = c->reader ? "match" : "~";
	c->constant = CONSTANT_REGEX;
}

/* ---- in ---- */

/* A text that is in lower case already is no id any more: its case tells nothing apart. */
static bool ids_hold(const struct set *s, struct str text, bool folded, struct buf *scratch)
{
	buf_clear(scratch);
	(folded ? fold_append : fold_key_append)(scratch, text);
	return map_find(folded ? &s->low : &s->map, buf_view(scratch));
}

bool set_holds(const struct set *s, struct str text, bool folded, struct buf *scratch)
{
	if (!text.n)
		return false;
	if (s->ids)
		return ids_hold(s, text, folded, scratch);
	if (!s->first[(unsigned char)*text.p])
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

static int column_in(const struct code *c, struct frame *f, struct str s)
{
	int found = keys_hold(c->k.set, s);

	return found < 0 ? set_holds(c->k.set, s, c->folded, &f->state->fold) : found;
}

static int text_in(const struct code *c, struct frame *f, struct str s)
{
	return set_holds(c->k.set, s, c->folded, &f->state->fold);
}

static void value_in(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	union vector v = code_argument(c, 0, r, ask);
	const struct set *s = c->k.set;

	if (c->arg[0]->type == TYPE_NUMBER)
		EACH_ROW(row, ask, out.flag[row] = turned(c, numbers_hold(s, v.number[row])));
	else
		EACH_ROW(row, ask, out.flag[row] = turned(c, ranges_hold(s, v.time[row])));
	rows_room_back(r);
}

void code_in(struct code *c, enum type type)
{
	bool column = c->reader && !c->reader->source && c->k.set->key;

	c->constant = CONSTANT_SET;
	c->name = c->reader ? "in" : "=in";
	if (type == TYPE_TEXT) {
		test_by(c, column ? column_in : text_in);
		return;
	}
	c->type = TYPE_FLAG;
	c->run = value_in;
}
