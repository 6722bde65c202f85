/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What `in` looks in: a list of texts, numbers, moments or spans, or a file
 * of texts. Few texts are compared one by one, more are found by their folded
 * form in a map; numbers and ranges are sorted.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/cell.h"
#include "base/file.h"
#include "base/foreign.h"
#include "base/mem.h"
#include "base/number.h"
#include "expr/bind.h"
#include "table/unpack.h"

enum { FEW = 8 };

static struct set *set_new(struct program *p, size_t room, enum type type)
{
	struct set *s = ARENA_NEW(&p->arena, struct set);

	if (type == TYPE_TEXT)
		s->text = ARENA_ARRAY(&p->arena, room, struct str);
	else if (type == TYPE_NUMBER)
		s->number = ARENA_ARRAY(&p->arena, room, double);
	else
		s->range = ARENA_ARRAY(&p->arena, 2 * room, struct range); /* a moment, and its date */
	MEM_ROOM(p->state->set, p->state->nsets, p->state->sets_cap);
	p->state->set[p->state->nsets++] = s;
	return s;
}

static void add_text(struct program *p, struct set *s, struct str text)
{
	struct str key = bind_key(p, text);

	s->ids |= id_is_salesforces(key);
	s->text[s->n++] = key;
}

static void index_ids(struct program *p, struct set *s)
{
	for (size_t i = 0; i < s->n; i++) {
		map_put(&s->map, s->text[i], (uint32_t)i);
		map_put(&s->low, bind_folded(p, s->text[i]), (uint32_t)i);
	}
}

static void index_texts(struct program *p, struct set *s)
{
	if (s->ids) {
		index_ids(p, s);
		return;
	}
	if (s->n <= FEW)
		s->key = ARENA_ARRAY(&p->arena, s->n, struct fold_key);
	for (size_t i = 0; i < s->n; i++) {
		if (s->n > FEW)
			map_put(&s->map, s->text[i], (uint32_t)i);
		else
			s->key[i] = fold_key(s->text[i]);
		if (!i || s->text[i].n < s->shortest)
			s->shortest = s->text[i].n;
		if (s->text[i].n > s->longest)
			s->longest = s->text[i].n;
		if (!s->text[i].n)
			continue;
		unsigned char c = (unsigned char)s->text[i].p[0];
		s->first[c] = true;
		if (c >= 'a' && c <= 'z')
			s->first[c ^ 'a' ^ 'A'] = true;
	}
	if (s->longest)
		memset(s->first + 0x80, true, 0x80); /* which may fold to any */
}

static int number_order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static int range_order(const void *a, const void *b)
{
	int64_t x = ((const struct range *)a)->low, y = ((const struct range *)b)->low;
	return (x > y) - (x < y);
}

/* Sorted, and those that touch made one. */
static void index_ranges(struct set *s)
{
	size_t n = 0;

	qsort(s->range, s->n, sizeof *s->range, range_order);
	for (size_t i = 0; i < s->n; i++)
		if (n && s->range[i].low <= s->range[n - 1].high) {
			if (s->range[i].high > s->range[n - 1].high)
				s->range[n - 1].high = s->range[i].high;
		} else
			s->range[n++] = s->range[i];
	s->n = n;
}

/* ---- the type of a list ---- */

static enum type list_type(struct program *p, const struct operand *left, const struct operand *item,
			   size_t n)
{
	enum type type = TYPE_NONE;

	for (size_t i = 0; i < n; i++) {
		enum type t = item[i].type;
		if (t == TYPE_FLAG) {
			bind_mistake(p, item[i].e,
				     "yes and no stand in no list: compare with =, or say 'is present'");
			return TYPE_NONE;
		}
		bool spans =
			(type == TYPE_NUMBER || type == TYPE_SPAN) && (t == TYPE_NUMBER || t == TYPE_SPAN);
		bool quoted = (type == TYPE_TIME && t == TYPE_TEXT) || (type == TYPE_TEXT && t == TYPE_TIME);
		if (quoted) { /* a time with a time of day, beside dates */
			type = TYPE_TIME;
			continue;
		}
		if (type != TYPE_NONE && t != type && !spans) {
			bind_mistake(p, item[i].e, "%s in a list of %s: a list is of one kind", type_words(t),
				     type == TYPE_TEXT	   ? "texts"
				     : type == TYPE_NUMBER ? "numbers"
				     : type == TYPE_TIME   ? "times"
							   : "spans");
			return TYPE_NONE;
		}
		type = type != TYPE_NONE && t != type ? TYPE_SPAN : t;
	}
	if (type == TYPE_TEXT && (left->type == TYPE_TIME || left->type == TYPE_SPAN))
		return left->type;
	return type == TYPE_NUMBER && left->type == TYPE_SPAN ? TYPE_SPAN : type;
}

/* "50" in a list for a column of numbers, and the like. */
static bool texts_fit(struct program *p, const struct operand *left, const struct operand *item, size_t n)
{
	double x;

	for (size_t i = 0; i < n && left->type == TYPE_NUMBER; i++)
		if (number_read(str_trim(item[i].e->text), '.', &x)) {
			bind_mistake(p, item[i].e, "write %.*s without quotes",
				     STR_ARG(str_trim(item[i].e->text)));
			return false;
		}
	if (left->how != FIXED)
		return true;
	bind_mistake(p, left->e, "this is %s, and the list is of texts", type_words(left->type));
	return false;
}

static bool add_item(struct program *p, struct set *s, const struct operand *item, enum type type)
{
	const struct code *c;
	struct range range;
	bool exact;

	switch (type) {
	case TYPE_TEXT:
		if (!str_trim(item->e->text).n) {
			bind_mistake(p, item->e, "an empty cell is found by: or … is missing");
			return false;
		}
		add_text(p, s, item->e->text);
		return true;
	case TYPE_NUMBER:
		s->number[s->n++] = item->code->k.value.number;
		return true;
	case TYPE_TIME:
		if (!bind_moments(p, item, &range, &exact))
			return false;
		range.high += exact;
		s->range[s->n++] = range;
		if (exact) { /* which the date of its day equals, too */
			range.low = day_date(instant_day(range.low, zone_of(p)), zone_of(p));
			s->range[s->n++] = (struct range){ range.low, range.low + 1 };
		}
		return true;
	default:
		c = bind_as(p, item, TYPE_SPAN);
		if (!c || c->k.value.time == INSTANT_NONE)
			return false;
		s->range[s->n++] = (struct range){ c->k.value.time, c->k.value.time + 1 };
		return true;
	}
}

/* The node over a finished set. */
static struct operand in_set(struct program *p, const struct expr *e, const struct operand *left,
			     const struct set *s, enum type type)
{
	const struct code *code = bind_as(p, left, type);
	struct code *c = bind_node(p, 1);

	if (!code)
		return POISONED(e);
	if (type == TYPE_TEXT && code->reader && !code->nargs && code->type == TYPE_TEXT) {
		c->reader = code->reader;
		c->nargs = 0;
		c->folded = c->reader->source && c->reader->source->folded;
	} else
		c->arg[0] = code;
	c->k.set = s;
	code_in(c, type);
	c->negated = e->negated;
	return bind_fixed(e, c);
}

struct operand bind_in(struct program *p, const struct expr *e, const struct operand *o)
{
	const struct operand *left = o, *item = o + 1;
	size_t n = e->nargs - 1;
	enum type type = list_type(p, left, item, n);
	bool good = true;

	if (type == TYPE_NONE || (type == TYPE_TEXT && !texts_fit(p, left, item, n)))
		return POISONED(e);
	struct set *s = set_new(p, n, type);
	for (size_t i = 0; i < n; i++)
		good &= add_item(p, s, &item[i], type) &&
			(type != TYPE_TEXT || bind_possible(p, left, &item[i]));
	if (!good)
		return POISONED(e);
	if (type == TYPE_TEXT)
		index_texts(p, s);
	else if (type == TYPE_NUMBER)
		qsort(s->number, s->n, sizeof *s->number, number_order);
	else
		index_ranges(s);
	return in_set(p, e, left, s, type);
}

/* ---- files ---- */

static struct set *set_of_lines(struct program *p, struct str body)
{
	size_t n = 0;

	body = without_byte_order_mark(body);
	for (struct str rest = body; file_entry(&rest).p;)
		n++;
	struct set *s = set_new(p, n, TYPE_TEXT);
	for (struct str text; (text = file_entry(&body)).p;)
		add_text(p, s, text);
	index_texts(p, s);
	return s;
}

static const struct set *set_of_file(struct program *p, const struct expr *name)
{
	struct buf path = { 0 }, body = { 0 };
	struct set *s = NULL;
	const char *foreign;

	file_path(&path, name->where->folder ? name->where->folder : "", name->text);
	const uint32_t *known = map_find(&p->state->files, buf_view(&path));
	if (known)
		s = p->state->set[*known];
	else if (!unpack_file(path.p, &body))
		bind_mistake(p, name, "can't read %s: %s", path.p, file_why(errno));
	else if ((foreign = foreign_file(buf_view(&body))))
		bind_mistake(p, name, "%s: %s", path.p, foreign);
	else {
		diag_not_utf8(p->diags, path.p, buf_view(&body));
		s = set_of_lines(p, buf_view(&body));
		map_put(&p->state->files, arena_copy(&p->arena, buf_view(&path)),
			(uint32_t)p->state->nsets - 1);
	}
	buf_release(&path);
	buf_release(&body);
	return s;
}

struct operand bind_in_file(struct program *p, const struct expr *e, const struct operand *left)
{
	const struct set *s = set_of_file(p, e->arg[1]);

	return s ? in_set(p, e, left, s, TYPE_TEXT) : POISONED(e);
}
