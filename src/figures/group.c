/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups: see group.h. A lead's values as they are written, joined, are its
 * spelling; the same folded are its group's key. There are few spellings and
 * many leads, so a lead costs one look-up of its spelling, and folding is
 * paid once for each. Everything else is counted from the spellings at the
 * end.
 *
 * Values are joined as their lengths and bytes in turn, so that no two lists
 * of values read alike; a single value is itself.
 *
 * Of the leads of a run, most have values that others had lately. Each item
 * numbers its first values, and the numbers of a lead's values together lead
 * to the spelling found last, without a look at a text. Columns of the input
 * have such numbers already: the slots of their texts.
 */
#include "figures/group.h"

#include <math.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"
#include "expr/builtin.h"
#include "expr/run.h"

struct spelling {
	struct str values; /* joined; in the arena */
	uint64_t leads;
	uint32_t group;
};

struct group {
	struct str key; /* joined; in the arena */
	uint64_t leads; /* by groups_order */
};

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

struct groups {
	const struct grouping *g;
	struct recent *recent;	   /* by a hash of their keys; NULL: not yet */
	struct numbered *numbered; /* of each item */
	struct arena arena;
	struct map spelled, keyed; /* values to spelling, key to group */
	struct spelling *spelling;
	size_t nspellings, spellings_cap;
	struct group *group;
	size_t n, cap;
	uint32_t last; /* spelling: exports are often sorted */
	struct buf value, joined, key;
	struct str *shown; /* by groups_order: g->n for each group */
	double *place;	   /* likewise; of GROUP_BY_SIZE unused; NULL: all are of that */
};

/* ---- binding ---- */

/* A function whose values have their own order, if the item is just that function. */
static const struct ordered {
	const char *function;
	enum group_order order;
	bool periodic;
	enum period period;
} ordered[] = {
	{ "band", GROUP_BY_PLACE, false, 0 },
	{ "hour", GROUP_BY_NUMBER, false, 0 },
	{ "month", GROUP_BY_BYTES, true, PERIOD_MONTH },
	{ "quarter", GROUP_BY_BYTES, true, PERIOD_QUARTER },
	{ "week", GROUP_BY_BYTES, true, PERIOD_WEEK },
	{ "weekday", GROUP_BY_PLACE, false, 0 },
	{ "year", GROUP_BY_NUMBER, true, PERIOD_YEAR },
};

static void set_order(struct grouping_item *item, int year_begins)
{
	for (size_t i = 0; item->said->op == EXPR_CALL && i < sizeof ordered / sizeof *ordered; i++)
		if (str_same(item->said->text, str_from(ordered[i].function))) {
			item->periodic = ordered[i].periodic;
			item->period = period_beginning(ordered[i].period, year_begins);
			/* a year that is no number has a name */
			item->order = item->period > PERIOD_YEAR ? GROUP_BY_BYTES : ordered[i].order;
		}
}

void grouping_item_called(struct grouping_item *item, struct str head, int year_begins)
{
	*item = (struct grouping_item){ .head = head };
	for (size_t i = 0; i < sizeof ordered / sizeof *ordered; i++) {
		struct str name = str_from(ordered[i].function);
		bool call = head.n > name.n && head.p[name.n] == '(' && head.p[head.n - 1] == ')';
		if (call && ordered[i].periodic && str_same(str_slice(head, 0, name.n), name)) {
			item->periodic = true;
			item->period = period_beginning(ordered[i].period, year_begins);
		}
	}
}

static bool is_header(void *ctx, struct str words)
{
	return names_header(ctx, words) != SIZE_MAX;
}

bool grouping_bind(struct grouping *g, struct names *n, const char *by, bool exact)
{
	return grouping_bind_list(g, n, "--by", by, exact);
}

bool grouping_bind_list(struct grouping *g, struct names *n, const char *option, const char *by, bool exact)
{
	struct program *p = names_program(n);
	struct text *text = ARENA_NEW(&p->arena, struct text);
	struct expr **list;
	bool good = true;

	*g = (struct grouping){ .exact = exact };
	if (!by)
		return true;
	*text = (struct text){ .name = option, .folder = "", .body = str_from(by) };
	g->n = expr_parse_list(text, &p->arena, names_diags(n), is_header, n, &list);
	g->item = ARENA_ARRAY(&p->arena, g->n, struct grouping_item);
	for (size_t i = 0; i < g->n; i++) {
		struct grouping_item *item = &g->item[i];
		bool column = list[i]->op == EXPR_COLUMN;
		item->head = column ? list[i]->text : expr_source(list[i], &p->arena);
		item->said = list[i];
		set_order(item, p->year_begins);
		item->code = program_bind(p, list[i], TYPE_NONE, &item->type);
		if (item->code && item->order == GROUP_BY_PLACE)
			item->nplaces = builtin_places(item->code, &item->place);
		good = item->code && good;
	}
	return good && g->n;
}

void grouping_lead(struct grouping *g, struct arena *arena, struct str head, const struct code *code,
		   enum period period)
{
	struct grouping_item *item = ARENA_ARRAY(arena, g->n + 1, struct grouping_item);

	item[0] = (struct grouping_item){ .head = head,
					  .code = code,
					  .type = code_type(code),
					  .order = GROUP_BY_BYTES,
					  .periodic = true,
					  .period = period };
	if (g->n)
		memcpy(item + 1, g->item, g->n * sizeof *item);
	g->item = item;
	g->n++;
}

size_t grouping_add(struct grouping *g, struct arena *arena, const struct grouping_item *one)
{
	struct grouping_item *item = ARENA_ARRAY(arena, g->n + 1, struct grouping_item);

	if (g->n)
		memcpy(item, g->item, g->n * sizeof *item);
	item[g->n] = *one;
	g->item = item;
	return g->n++;
}

/* ---- a list of values as one text ---- */

/* The first of n joined values, and *joined is the rest. */
static struct str part(struct str *joined, size_t n)
{
	struct str value = *joined;

	if (n > 1) {
		memcpy(&value.n, joined->p, sizeof value.n);
		value.p += sizeof value.n;
		*joined = str_slice(*joined, value.n + sizeof value.n, joined->n);
	}
	return value;
}

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
		fold_key_append(&s->value, part(&values, s->g->n));
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
		s->recent = mem_new(((size_t)1 << RECENT_BITS) * sizeof *s->recent);
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
	return part(spelled, s->g->n);
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

static int compare_joined(struct str a, struct str b, size_t n)
{
	int order = 0;

	for (size_t i = 0; i < n && !order; i++)
		order = str_compare(part(&a, n), part(&b, n));
	return order;
}

static int compare_spellings(const void *a, const void *b, void *ctx)
{
	const struct groups *s = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return compare_joined(s->spelling[x].values, s->spelling[y].values, s->g->n);
}

void groups_sort_spellings(struct groups *s, uint32_t *order)
{
	for (size_t i = 0; i < s->nspellings; i++)
		order[i] = (uint32_t)i;
	if (s->nspellings)
		qsort_r(order, s->nspellings, sizeof *order, compare_spellings, s);
}

/* ---- the shown spellings ---- */

struct candidate {
	struct str value;
	uint64_t leads;
	uint32_t group;
};

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return str_compare(x->value, y->value);
}

/* A value may occur in several spellings of a list: its leads are the sum of theirs. */
static void show_item(struct groups *s, struct candidate *c, size_t item)
{
	uint64_t most = 0;

	qsort(c, s->nspellings, sizeof *c, compare_candidates);
	for (size_t i = 0; i < s->nspellings;) {
		const struct candidate *first = &c[i];
		uint64_t leads = 0;
		for (; i < s->nspellings && compare_candidates(first, &c[i]) == 0; i++)
			leads += c[i].leads;
		bool another = first == c || first[-1].group != first->group;
		if (another || leads > most) {
			most = leads;
			s->shown[first->group * s->g->n + item] = first->value;
		}
	}
}

/* Of groups that have one spelling each. */
static void show_only(struct groups *s)
{
	for (size_t i = 0; i < s->nspellings; i++) {
		struct str rest = s->spelling[i].values;
		for (size_t item = 0; item < s->g->n; item++)
			s->shown[s->spelling[i].group * s->g->n + item] = part(&rest, s->g->n);
	}
}

static void show_all(struct groups *s)
{
	if (s->nspellings == s->n) {
		show_only(s);
		return;
	}
	struct candidate *c = mem_new(s->nspellings * sizeof *c);
	struct str *rest = mem_new(s->nspellings * sizeof *rest);

	for (size_t i = 0; i < s->nspellings; i++)
		rest[i] = s->spelling[i].values;
	for (size_t item = 0; item < s->g->n; item++) {
		for (size_t i = 0; i < s->nspellings; i++)
			c[i] = (struct candidate){ part(&rest[i], s->g->n), s->spelling[i].leads,
						   s->spelling[i].group };
		show_item(s, c, item);
	}
	free(c);
	free(rest);
}

/* ---- their order ---- */

/* What is missing is behind all else. */
static double place_of(const struct grouping_item *item, struct str shown)
{
	double x = 0;
	size_t i = 0;

	if (!shown.n)
		return (double)INFINITY;
	if (item->order == GROUP_BY_NUMBER)
		number_read(shown, '.', &x);
	while (i < item->nplaces && !str_eq(item->place[i], shown))
		i++;
	return item->order == GROUP_BY_PLACE ? (double)i : x;
}

static int compare_groups(const void *a, const void *b, void *ctx)
{
	const struct groups *s = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	size_t n = s->g->n, at_x = x * n, at_y = y * n;

	for (size_t i = 0; s->place && i < n; i++) {
		double p = s->place[at_x + i], q = s->place[at_y + i];
		int order = 0;
		if (s->g->item[i].order != GROUP_BY_SIZE)
			order = (p > q) - (p < q);
		if (!order && s->g->item[i].order == GROUP_BY_BYTES)
			order = str_compare(s->shown[at_x + i], s->shown[at_y + i]);
		if (order)
			return order;
	}
	if (s->group[x].leads != s->group[y].leads)
		return s->group[x].leads > s->group[y].leads ? -1 : 1;
	return compare_joined(s->group[x].key, s->group[y].key, n);
}

/* Does any item have an order of its own? */
static bool is_ordered(const struct grouping *g)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->item[i].order != GROUP_BY_SIZE)
			return true;
	return false;
}

void groups_order(struct groups *s, uint32_t *order)
{
	s->shown = mem_resize(s->shown, s->n * s->g->n * sizeof *s->shown);
	if (is_ordered(s->g))
		s->place = mem_resize(s->place, s->n * s->g->n * sizeof *s->place);
	for (size_t i = 0; i < s->n; i++)
		s->group[i].leads = 0;
	for (size_t i = 0; i < s->nspellings; i++)
		s->group[s->spelling[i].group].leads += s->spelling[i].leads;
	show_all(s);
	for (size_t i = 0; s->place && i < s->n * s->g->n; i++)
		s->place[i] = place_of(&s->g->item[i % s->g->n], s->shown[i]);
	for (size_t i = 0; i < s->n; i++)
		order[i] = (uint32_t)i;
	qsort_r(order, s->n, sizeof *order, compare_groups, s);
}

struct str groups_shown(const struct groups *s, uint32_t group, size_t i)
{
	return s->shown[group * s->g->n + i];
}

uint64_t groups_leads(const struct groups *s, uint32_t group)
{
	return s->group[group].leads;
}

uint32_t *groups_rows(struct groups *s, size_t *named)
{
	uint32_t *order = mem_new((s->n + 1) * sizeof *order);

	groups_order(s, order);
	*named = s->g->n ? s->n : 0;
	order[*named] = (uint32_t)*named;
	return order;
}

static int larger(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x < y) - (x > y);
}

bool *groups_largest(const struct groups *s, const uint32_t *order, size_t named, size_t most, size_t *n)
{
	uint64_t *leads = mem_new((named + 1) * sizeof *leads);
	bool *kept = mem_new((named + 1) * sizeof *kept);
	size_t equal = 0; /* of the groups as large as the smallest that is kept, so many are */
	bool limited = false;

	for (size_t i = 0; i < s->g->n && most < named; i++)
		limited |= s->g->item[i].order == GROUP_BY_SIZE;
	for (size_t i = 0; i < named; i++)
		leads[i] = groups_leads(s, order[i]);
	qsort(leads, named, sizeof *leads, larger);
	const uint64_t least = limited ? leads[most - 1] : 0;
	for (size_t i = 0; limited && i < most; i++)
		equal += leads[i] == least;
	for (size_t i = 0; i < named; i++) {
		const uint64_t has = groups_leads(s, order[i]);
		kept[i] = !limited || has > least || (has == least && equal);
		equal -= limited && has == least && kept[i];
	}
	*n = limited ? most : named;
	kept[named] = true;
	free(leads);
	return kept;
}

void groups_keep(const struct groups *s, uint32_t *order, size_t *named, size_t most)
{
	size_t kept, n = 0;
	bool *is = groups_largest(s, order, *named, most, &kept);

	for (size_t i = 0; i <= *named; i++)
		if (is[i])
			order[n++] = order[i];
	*named = kept;
	free(is);
}

void grouping_heads(const struct grouping *g, struct grid *grid)
{
	for (size_t i = 0; i < g->n; i++)
		grid_column(grid, arena_copy(&grid->arena, g->item[i].head).p, ALIGN_LEFT, false);
}
