/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See choice.h. */
#include "route/choice.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/word.h"

/* The most candidates that all routes together cache; beyond that all are forgotten. The rest of a cached
 * choice counts as some candidates. */
enum { CANDIDATES_MOST = 1 << 18, CHOICE_OVERHEAD = 4 };

enum { NEAR = 64 /* short keys of a route that are found at once */ };

/* Of a route. */
struct remembered {
	struct arena arena;
	struct map known; /* key to its number */
	struct choice **at;
	size_t n, cap;
	struct {
		uint64_t word; /* a key's only text, 0 behind it; */
		size_t bytes;
		struct choice *choice; /* NULL: none */
	} near[NEAR];
	bool empty;		 /* some have nobody */
	struct choice **of_slot; /* of the key's only column: likewise; NULL: none is known */
};

struct choices *choices_new(const struct routing_plan *p)
{
	struct choices *s = mem_new(sizeof *s);

	s->plan = p;
	s->round = 1;
	s->route = mem_new((p->agreement->routes.n + 1) * sizeof *s->route);
	s->most = CANDIDATES_MOST + p->agreement->routes.n * p->roster->n; /* the latest of each route */
	s->passed = mem_new((p->roster->n + 1) * sizeof *s->passed);
	s->asked = mem_new((p->roster->n + 1) * sizeof *s->asked);
	s->who = mem_new((p->roster->n + 1) * sizeof *s->who);
	s->among = mem_new((p->agreement->routes.n + 1) * sizeof *s->among);
	for (size_t i = 0; i < p->agreement->routes.n; i++)
		if (p->route[i].compared)
			s->among[i] = eligible_new(p->route[i].compared, p->program, p->agreement, p->roster);
	frame_init(&s->asking, p->program);
	tally_init(&s->tally, p->agreement);
	s->asking.user = &s->tally;
	return s;
}

void choices_count(struct choices *s, struct choice *c)
{
	for (const struct candidate *one = c->one; c->uncounted && one < c->one + c->n; one++)
		if (one->passed)
			s->passed[one->rep] += c->uncounted;
	c->uncounted = 0;
}

static void count_all(struct choices *s, struct remembered *all)
{
	for (size_t i = 0; i < all->n; i++)
		choices_count(s, all->at[i]);
}

static void forget(struct choices *s, struct remembered *all)
{
	count_all(s, all);
	arena_release(&all->arena);
	map_release(&all->known);
	free(all->at);
	free(all->of_slot);
	*all = (struct remembered){ 0 };
}

void choices_clear(struct choices *s)
{
	for (size_t i = 0; i < s->plan->agreement->routes.n; i++)
		forget(s, &s->route[i]);
	s->candidates = 0;
	s->round++;
}

void choices_let_go(struct choices *s)
{
	for (size_t i = 0; i < s->plan->agreement->routes.n; i++)
		for (size_t k = 0; k < s->route[i].n; k++) {
			struct choice *c = s->route[i].at[k];
			c->crew = NULL;
			c->until = 0;
			memset(c->near, 0, sizeof c->near);
		}
}

void choices_free(struct choices *s)
{
	choices_clear(s);
	for (size_t i = 0; i < s->plan->agreement->routes.n; i++)
		eligible_free(s->among[i]);
	frame_release(&s->asking);
	tally_release(&s->tally);
	buf_release(&s->key);
	free(s->route);
	free(s->among);
	free(s->who);
	free(s->passed);
	free(s->asked);
	free(s);
}

uint64_t choices_passed(struct choices *s, size_t rep)
{
	for (size_t i = 0; i < s->plan->agreement->routes.n; i++)
		count_all(s, &s->route[i]);
	return s->passed[rep];
}

/* ---- people are asked ---- */

/* Leads, from what a limit says; without a value there is no limit. */
static uint64_t limit_of(double most)
{
	return isnan(most) || most >= 1e18 ? UINT64_MAX : most < 0 ? 0 : (uint64_t)floor(most);
}

uint64_t choices_limit(struct choices *s, const struct bound_route *r, size_t limit, const struct rep *rep,
		       struct frame *lead)
{
	s->plan->roster->asked = rep;
	s->asking.now = s->plan->program->now;
	frame_beside(&s->asking, lead ? lead : &s->asking);
	frame_record(&s->asking, lead ? lead->record : NULL);
	uint64_t most = limit_of(code_number(r->limit[limit], &s->asking));
	s->plan->roster->asked = NULL;
	return most;
}

/* How much the route prefers the person; missing comes last. */
static double preference(const struct bound_route *r, struct frame *f)
{
	double x = 0;

	if (r->preferred == TYPE_NUMBER)
		x = code_number(r->prefer, f);
	else if (r->preferred == TYPE_FLAG)
		x = code_flag(r->prefer, f);
	else if (r->prefer && code_time(r->prefer, f) != INSTANT_NONE)
		x = (double)code_time(r->prefer, f);
	else if (r->prefer)
		x = NAN;
	return isnan(x) ? -INFINITY : x;
}

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->prefer != y->prefer)
		return x->prefer > y->prefer ? -1 : 1;
	return x->rep < y->rep ? -1 : 1;
}

/* Whom the route's `among` may hold of: places in the roster, in s->who. True: it holds of all of them. */
static bool list(struct choices *s, size_t route, size_t *n)
{
	const struct roster *roster = s->plan->roster;

	if (s->among[route] && eligible_list(s->among[route], &s->asking, s->who, n))
		return true;
	*n = 0;
	for (size_t i = 0; i < roster->n; i++)
		if (roster->rep[i].active && roster->rep[i].weight)
			s->who[(*n)++] = (uint32_t)i;
	return !s->plan->route[route].among;
}

/* Lists the people on the roster who are eligible for the lead in s->asked; returns how many. */
static size_t ask(struct choices *s, size_t route, struct frame *lead)
{
	const struct bound_route *r = &s->plan->route[route];
	struct roster *roster = s->plan->roster;
	const struct program *p = s->plan->program;
	struct frame *f = &s->asking;
	size_t n = 0, listed;
	bool in_order = true;

	frame_beside(f, lead);
	frame_record(f, lead->record);
	const bool all = list(s, route, &listed);
	for (size_t i = 0; i < listed; i++) {
		const struct rep *rep = &roster->rep[s->who[i]];
		roster->asked = rep;
		frame_record(f, lead->record);
		if (!all && !code_flag(r->among, f))
			continue;
		struct candidate *one = &s->asked[n++];
		*one = (struct candidate){ .rep = s->who[i],
					   .away = rep_away(rep, p->now, p->times.zone),
					   .prefer = preference(r, f) };
		for (size_t k = 0; k < r->said->limits.n; k++)
			one->most[k] = limit_of(code_number(r->limit[k], f));
		in_order &= n < 2 || one[-1].prefer >= one->prefer;
	}
	roster->asked = NULL;
	if (!in_order)
		qsort(s->asked, n, sizeof *s->asked, compare_candidates);
	return n;
}

/* ---- what they said is remembered ---- */

static void key_add(struct buf *out, const struct route_key *key, struct frame *f)
{
	union value v;

	switch (key->type) {
	case TYPE_NUMBER:
		v.number = code_number(key->code, f);
		buf_add(out, (const char *)&v.number, sizeof v.number);
		break;
	case TYPE_TIME:
	case TYPE_SPAN:
		v.time = code_time(key->code, f);
		buf_add(out, (const char *)&v.time, sizeof v.time);
		break;
	case TYPE_FLAG:
		buf_char(out, code_flag(key->code, f));
		break;
	default:
		v.text = code_text(key->code, f);
		hash_item(out, v.text);
	}
}

static struct choice *new_choice(struct choices *s, size_t route, struct str key, struct frame *f)
{
	struct remembered *all = &s->route[route];

	if (s->candidates > s->most)
		choices_clear(s);
	MEM_ROOM(all->at, all->n, all->cap);
	struct choice *c = ARENA_NEW(&all->arena, struct choice);
	c->n = ask(s, route, f);
	c->said = s->plan->route[route].said;
	all->at[all->n] = c;
	map_put(&all->known, arena_copy(&all->arena, key), (uint32_t)all->n++);
	all->empty |= !c->n;
	c->one = ARENA_ARRAY(&all->arena, c->n, struct candidate);
	if (c->n)
		memcpy(c->one, s->asked, c->n * sizeof *c->one);
	s->candidates += c->n + CHOICE_OVERHEAD;
	return c;
}

static struct choice *find_choice(struct choices *s, size_t route, struct frame *f)
{
	const struct bound_route *r = &s->plan->route[route];
	struct remembered *all = &s->route[route];

	buf_clear(&s->key);
	for (size_t i = 0; i < r->keys; i++)
		key_add(&s->key, &r->key[i], f);
	const uint32_t *known = map_find(&all->known, buf_view(&s->key));
	return known ? all->at[*known] : new_choice(s, route, buf_view(&s->key), f);
}

struct choice *choices_of(struct choices *s, size_t route, struct frame *f)
{
	const struct bound_route *r = &s->plan->route[route];
	struct remembered *all = &s->route[route];

	if (!r->keys && all->n)
		return all->at[0];
	struct str text = r->keys == 1 && r->key->type == TYPE_TEXT ? code_text(r->key->code, f) : STR_NONE;
	if (!text.n || text.n > sizeof(uint64_t))
		return find_choice(s, route, f);
	const uint64_t word = word_short(text);
	size_t near = word * UINT64_C(0x9E3779B97F4A7C15) >> 32 & (NEAR - 1);
	if (!all->near[near].choice || all->near[near].word != word || all->near[near].bytes != text.n) {
		struct choice *c = find_choice(s, route, f);
		all->near[near].word = word;
		all->near[near].bytes = text.n;
		all->near[near].choice = c;
	}
	return all->near[near].choice;
}

/* ---- column by column ---- */

static void key_add_value(struct buf *out, enum type type, union vector of, size_t row)
{
	switch (type) {
	case TYPE_NUMBER:
		buf_add(out, (const char *)&of.number[row], sizeof *of.number);
		break;
	case TYPE_TIME:
	case TYPE_SPAN:
		buf_add(out, (const char *)&of.time[row], sizeof *of.time);
		break;
	case TYPE_FLAG:
		buf_char(out, of.flag[row]);
		break;
	default:
		hash_item(out, of.text[row]);
	}
}

static inline struct sight sight_of(const struct choices *s, size_t route, struct choice *c)
{
	return (struct sight){ .route = route, .choice = c, .round = s->round, .balance = STR("") };
}

/* The same for all leads. */
static void foresee_one(struct choices *s, size_t route, struct rows *r, struct asked leads,
			struct sight *seen)
{
	struct remembered *all = &s->route[route];
	struct choice *c = all->n ? all->at[0] : new_choice(s, route, STR(""), rows_at(r, leads.row[0]));

	for (size_t i = 0; i < leads.n; i++)
		seen[leads.row[i]] = sight_of(s, route, c);
}

/* By the values of all keys. */
static void foresee_by_values(struct choices *s, size_t route, struct rows *r, struct asked leads,
			      struct sight *seen)
{
	const struct bound_route *of = &s->plan->route[route];
	struct remembered *all = &s->route[route];
	union vector *value = mem_resize_array(NULL, of->keys, sizeof *value);

	for (size_t k = 0; k < of->keys; k++)
		value[k] = code_values(of->key[k].code, r, leads, rows_room(r));

	for (size_t i = 0; i < leads.n; i++) {
		size_t row = leads.row[i];
		buf_clear(&s->key);
		for (size_t k = 0; k < of->keys; k++)
			key_add_value(&s->key, of->key[k].type, value[k], row);
		const uint32_t *known = map_find(&all->known, buf_view(&s->key));
		struct choice *c =
			known ? all->at[*known] : new_choice(s, route, buf_view(&s->key), rows_at(r, row));
		seen[row] = sight_of(s, route, c);
	}
	for (size_t k = 0; k < of->keys; k++)
		rows_room_back(r);
	free(value);
}

/* Of a text that has no slot, or a new one. */
static struct choice *choice_of_slot(struct choices *s, size_t route, struct frame *f, uint16_t slot)
{
	struct remembered *all = &s->route[route];
	struct choice *c = find_choice(s, route, f); /* which may forget all others */

	if (!all->of_slot)
		all->of_slot = mem_new((SLOT_NONE + 1) * sizeof(struct choice *));
	if (slot != SLOT_NONE)
		all->of_slot[slot] = c;
	return c;
}

/* The choices of a column's texts, by their slots. */
static void foresee_by_slots(struct choices *s, size_t route, struct rows *r, struct asked leads,
			     const uint16_t *slot, struct sight *seen)
{
	const struct remembered *all = &s->route[route];

	for (size_t i = 0; i < leads.n; i++) {
		size_t row = leads.row[i];
		struct choice *c = all->of_slot ? all->of_slot[slot[row]] : NULL;
		if (!c)
			c = choice_of_slot(s, route, rows_at(r, row), slot[row]);
		seen[row] = sight_of(s, route, c);
	}
}

static void forget_slots(struct choices *s)
{
	for (size_t i = 0; i < s->plan->agreement->routes.n; i++) {
		free(s->route[i].of_slot);
		s->route[i].of_slot = NULL;
	}
}

void choices_foresee(struct choices *s, size_t route, struct rows *r, struct asked leads, struct sight *seen)
{
	const struct bound_route *of = &s->plan->route[route];
	const struct code *only = of->keys == 1 ? of->key->code : NULL;

	if (s->slots != r->frame)
		forget_slots(s);
	s->slots = r->frame;
	const uint16_t *slot = only && of->key->type == TYPE_TEXT ? code_slots(only, r, leads) : NULL;
	if (!of->keys)
		foresee_one(s, route, r, leads, seen);
	else if (slot)
		foresee_by_slots(s, route, r, leads, slot, seen);
	else
		foresee_by_values(s, route, r, leads, seen);
	if (r->frame->error.n) /* the rows are asked again, and who failed must fail then, too */
		choices_clear(s);
}

bool choices_empty(const struct choices *s, size_t route)
{
	return s->route[route].empty;
}
