/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups: see group.h. A lead's values as they are written, joined, are its
 * spelling; the same folded are its group's key. There are few spellings and
 * many leads, so a lead costs one look-up of its spelling, and folding is
 * paid once for each. Everything else is counted from the spellings at the
 * end, by group_order.c.
 *
 * Values are joined as their lengths and bytes in turn, so that no two lists
 * of values read alike; a single value is itself.
 *
 * Of the leads of a run, most have values that others had lately. Each item
 * numbers its first values, and the numbers of a lead's values together lead
 * to the spelling found last, without a look at a text. Columns of the input
 * have such numbers already: the slots of their texts.
 */
#include <stdlib.h>

#include "base/casefold.h"
#include "base/hash.h"
#include "base/mem.h"
#include "expr/run.h"
#include "figures/group_internal.h"

/* What was found last for the numbers of a lead's values; key 0: nothing yet. */
struct recent {
	uint64_t key;
	uint32_t spelling;
};

/* KEYED_MOST numbers, and 1 before them, fit into a key. An item's own are behind the slots. */
enum { RECENT_BITS = 12, NUMBER_BITS = 11, KEYED_MOST = 5, OWN = SLOT_NONE + 1, NUMBERS = 1 << NUMBER_BITS };

struct numbered {
	struct map number; /* the bytes of a value to its place among them */
	size_t n;
	bool off;		/* most are not among the first that there is a number for */
	const struct str *text; /* of the rows of the run at hand; NULL: not read together */
};

/* ---- a lead ---- */

struct groups *groups_new(const struct grouping *g)
{
	struct groups *s = mem_new(sizeof *s);

	s->g = g;
	s->numbered = mem_new(g->n * sizeof *s->numbered);
	return s;
}

void groups_free(struct groups *s)
{
	for (size_t i = 0; s->numbered && i < s->g->n; i++)
		map_release(&s->numbered[i].number);
	free(s->numbered);
	free(s->recent);
	map_release(&s->spelled);
	map_release(&s->keyed);
	arena_release(&s->arena);
	buf_release(&s->value);
	buf_release(&s->joined);
	buf_release(&s->key);
	free(s->spelling);
	free(s->group);
	free(s->shown);
	free(s->place);
	free(s);
}

size_t groups_count(const struct groups *s)
{
	return s->n;
}

struct str grouping_value(const struct grouping_item *item, struct frame *f, struct buf *room)
{
	if (item->type == TYPE_TEXT)
		return str_trim(code_text(item->code, f));
	buf_clear(room);
	code_show(item->code, f, room);
	return buf_view(room);
}

static struct str value_of(struct groups *s, size_t item, struct frame *f)
{
	const struct str *text = s->numbered[item].text;

	return text ? str_trim(text[f->run->at]) : grouping_value(&s->g->item[item], f, &s->value);
}

static struct str values_of(struct groups *s, struct frame *f)
{
	if (s->g->n == 1)
		return value_of(s, 0, f);
	buf_clear(&s->joined);
	for (size_t i = 0; i < s->g->n; i++)
		hash_item(&s->joined, value_of(s, i, f));
	return buf_view(&s->joined);
}

static uint32_t new_group(struct groups *s, struct str key)
{
	MEM_ROOM(s->group, s->n, s->cap);
	s->group[s->n] = (struct group){ .key = key };
	return (uint32_t)s->n++;
}

/* Joined values, folded; valid until the next. */
static struct str key_of(struct groups *s, struct str values)
{
	buf_clear(&s->key);
	for (size_t i = 0; i < s->g->n; i++) {
		buf_clear(&s->value);
		fold_key_append(&s->value, group_part(&values, s->g->n));
		if (s->g->n == 1)
			buf_str(&s->key, buf_view(&s->value));
		else
			hash_item(&s->key, buf_view(&s->value));
	}
	return buf_view(&s->key);
}

/* The group of a new spelling, whose values are in the arena already. */
static uint32_t group_for(struct groups *s, struct str values)
{
	if (s->g->exact)
		return new_group(s, values);
	struct str key = key_of(s, values);
	const uint32_t *known = map_find(&s->keyed, key);
	if (known)
		return *known;
	key = str_eq(key, values) ? values : arena_copy(&s->arena, key);
	return map_put(&s->keyed, key, new_group(s, key));
}

/* The number of a spelling, which may be new. */
static uint32_t spelling_of(struct groups *s, struct str values)
{
	const uint32_t *known = map_find(&s->spelled, values);

	if (known)
		return *known;
	values = arena_copy(&s->arena, values);
	MEM_ROOM(s->spelling, s->nspellings, s->spellings_cap);
	s->spelling[s->nspellings] = (struct spelling){ .values = values, .group = group_for(s, values) };
	return map_put(&s->spelled, values, (uint32_t)s->nspellings++);
}

uint32_t groups_of(struct groups *s, struct frame *f)
{
	struct str values = values_of(s, f);

	if (!s->nspellings || !str_eq(values, s->spelling[s->last].values))
		s->last = spelling_of(s, values);
	s->spelling[s->last].leads++;
	return s->spelling[s->last].group;
}

/* ---- the leads of a run ---- */

/* The item's own number of a value; SLOT_NONE: there were too many before it. */
static uint16_t number_of(struct groups *s, struct numbered *item, struct str value)
{
	const uint32_t *known = map_find(&item->number, value);

	if (known)
		return (uint16_t)(OWN + *known);
	if (OWN + item->n == NUMBERS)
		return SLOT_NONE;
	return (uint16_t)(OWN + map_put(&item->number, arena_copy(&s->arena, value), (uint32_t)item->n++));
}

/* The values of an item as bytes, which are as different as the values. */
static void number_values(struct groups *s, struct numbered *item, enum type type, union vector v,
			  struct asked ask, uint16_t *number)
{
	size_t none = 0;

	EACH_ROW(row, ask, {
		struct str value = type == TYPE_TEXT ? str_trim(v.text[row])
						     : (struct str){ (const char *)&v.time[row], 8 };
		number[row] = number_of(s, item, value);
		none += number[row] == SLOT_NONE;
	});
	item->off = none * 2 > ask.n;
}

/* The numbers of an item's values, in `number` or elsewhere; NULL: it has none. Its values are in `room`. */
static const uint16_t *read_item(struct groups *s, size_t i, struct rows *rows, struct asked ask,
				 union vector room, uint16_t *number)
{
	const struct grouping_item *item = &s->g->item[i];
	struct numbered *own = &s->numbered[i];

	if (item->type == TYPE_FLAG) {
		code_tristates(item->code, rows, ask, (signed char *)room.flag);
		EACH_ROW(row, ask, number[row] = (uint16_t)(((signed char *)room.flag)[row] + 1));
		return number;
	}
	const uint16_t *slot = code_slots(item->code, rows, ask);
	if (slot)
		return slot;
	if (item->type != TYPE_TEXT && own->off)
		return NULL;
	union vector v = code_values(item->code, rows, ask, room);
	if (item->type == TYPE_TEXT)
		own->text = v.text;
	if (own->off)
		return NULL;
	number_values(s, own, item->type, v, ask, number);
	return number;
}

/* The current row's; what is found is kept where it is looked for. */
static __attribute__((noinline)) void find(struct groups *s, struct frame *f, struct recent *r, uint64_t key)
{
	*r = (struct recent){ key, spelling_of(s, values_of(s, f)) };
}

/* What the numbers of each row's values come to; 0: one of them has none. */
static void read_keys(struct groups *s, struct rows *rows, struct asked ask, uint64_t *key)
{
	if (!s->g->n)
		EACH_ROW(row, ask, key[row] = 1);
	for (size_t i = 0; i < s->g->n; i++) {
		union vector room = rows_room(rows); /* given back by who is done with the texts */
		const uint16_t *number = read_item(s, i, rows, ask, room, rows_room(rows).row);
		if (!number || s->g->n > KEYED_MOST)
			EACH_ROW(row, ask, key[row] = 0);
		else if (!i)
			EACH_ROW(row, ask,
				 key[row] = number[row] == SLOT_NONE ? 0 : 1 << NUMBER_BITS | number[row]);
		else
			EACH_ROW(row, ask, {
				bool none = !key[row] || number[row] == SLOT_NONE;
				key[row] = none ? 0 : key[row] << NUMBER_BITS | number[row];
			});
	}
}

void groups_spellings_of_rows(struct groups *s, struct rows *rows, struct asked ask, uint32_t *spelling)
{
	struct recent once;

	if (ask.n == 1) {
		groups_of(s, rows_at(rows, *ask.row));
		spelling[*ask.row] = s->last;
	}
	if (ask.n < 2)
		return;
	if (!s->recent)
		s->recent = mem_new_sparse(((size_t)1 << RECENT_BITS) * sizeof *s->recent);
	uint64_t *key = (uint64_t *)rows_room(rows).time;
	read_keys(s, rows, ask, key);
	EACH_ROW(row, ask, {
		uint64_t k = key[row];
		struct recent *r = &s->recent[k * UINT64_C(0x9E3779B97F4A7C15) >> (64 - RECENT_BITS)];
		if (!k)
			r = &once;
		if (!k || r->key != k)
			find(s, rows_at(rows, row), r, k);
		s->spelling[r->spelling].leads++;
		spelling[row] = r->spelling;
	});
	for (size_t i = 0; i < s->g->n; i++) {
		s->numbered[i].text = NULL;
		rows_room_back(rows);
		rows_room_back(rows);
	}
	rows_room_back(rows);
}

void groups_of_rows(struct groups *s, struct rows *rows, struct asked ask, uint32_t *group)
{
	groups_spellings_of_rows(s, rows, ask, group);
	EACH_ROW(row, ask, group[row] = s->spelling[group[row]].group);
}

/* The number here of another's spelling, whose leads are added. */
static uint32_t take_over(struct groups *into, const struct spelling *theirs)
{
	uint32_t ours = spelling_of(into, theirs->values);

	into->spelling[ours].leads += theirs->leads;
	return ours;
}

void groups_merge(struct groups *into, const struct groups *from, uint32_t *number)
{
	for (size_t i = 0; i < from->nspellings; i++) {
		uint32_t ours = take_over(into, &from->spelling[i]);
		number[from->spelling[i].group] = into->spelling[ours].group;
	}
}

void groups_merge_spellings(struct groups *into, const struct groups *from, uint32_t *number)
{
	for (size_t i = 0; i < from->nspellings; i++)
		number[i] = take_over(into, &from->spelling[i]);
}

size_t groups_spellings(const struct groups *s)
{
	return s->nspellings;
}

struct str groups_spelled(const struct groups *s, uint32_t spelling, uint32_t *group)
{
	*group = s->spelling[spelling].group;
	return s->spelling[spelling].values;
}

struct str groups_next(const struct groups *s, struct str *spelled)
{
	return group_part(spelled, s->g->n);
}

size_t groups_items(const struct groups *s)
{
	return s->g->n;
}

uint64_t groups_spelled_leads(const struct groups *s, uint32_t spelling)
{
	return s->spelling[spelling].leads;
}

/* ---- parts ---- */

static struct str join_all(struct groups *s, const struct str *values)
{
	if (s->g->n == 1)
		return values[0];
	buf_clear(&s->joined);
	for (size_t i = 0; i < s->g->n; i++)
		hash_item(&s->joined, values[i]);
	return buf_view(&s->joined);
}

uint32_t groups_add(struct groups *s, const struct str *values, uint64_t leads)
{
	uint32_t ours = spelling_of(s, join_all(s, values));

	s->spelling[ours].leads += leads;
	return s->spelling[ours].group;
}

bool groups_find(struct groups *s, const struct str *values, uint32_t *group)
{
	struct str joined = join_all(s, values);
	/* of spellings apart each is a group */
	const uint32_t *known =
		s->g->exact ? map_find(&s->spelled, joined) : map_find(&s->keyed, key_of(s, joined));

	if (known)
		*group = *known;
	return known;
}
