/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose turn it is among those who are eligible by a route: the most preferred who have room are its crew,
 * and share in its pool. Of many leads it is often all that is left to ask. */
#include "route/route_internal.h"

#include "base/word.h"

struct choice *turn_look(struct routing *s, const struct bound_route *r, struct frame *f,
			 const struct sight *seen)
{
	struct choice *c = seen ? choices_seen(s->choices, seen) : NULL;

	if (!c)
		c = choices_of(s->choices, (size_t)(r - s->plan->route), f);
	if (!r->balance)
		return c;
	buf_clear(&s->balance);
	if (seen && seen->balance.p)
		buf_str(&s->balance, seen->balance);
	else
		code_show(r->balance, f, &s->balance);
	return c;
}

/* The most preferred of the people who can take a lead now, or (`like`) those who are preferred as much as
 * this one. If they are the same people as last time, it is the same crew. It stays that of all who can take
 * one until enough leads have been given for one of them to have reached a limit. */
static void muster(struct routing *s, const struct route *said, struct choice *c, size_t except,
		   const struct candidate *like)
{
	const bool all = except == SIZE_MAX && !like;
	uint64_t room = UINT64_MAX - s->given;
	double level = 0;
	size_t n = 0;

	choices_count(s->choices, c);
	for (struct candidate *one = c->one; one < c->one + c->n; one++) {
		bool wanted = like ? one->prefer == like->prefer : !n || one->prefer == level;
		uint64_t left = wanted ? room_of(s, said, one) : 0;
		one->passed = wanted && !left;
		if (!left || one->rep == except)
			continue;
		room = left < room ? left : room;
		level = one->prefer;
		s->members[n++] = one->rep;
	}
	const struct crew *last = c->crew;
	if (!last || last->weights.n != n || memcmp(last->rep, s->members, n * sizeof *s->members) != 0)
		c->crew = n ? pools_crew(s->pools, said, s->members, n) : NULL;
	c->until = all ? s->given + room : 0;
}

struct crew *turn_crew(struct routing *s, const struct route *said, struct choice *c, size_t except,
		       const struct candidate *like)
{
	if (s->given >= c->until || except != SIZE_MAX || like)
		muster(s, said, c, except, like);
	c->uncounted++;
	return c->crew;
}

/* Where a crew's pool for a value is, or will be; NULL: the value is too long for that. */
static inline struct near_pool *near_pool(struct choice *c, const struct crew *crew, struct str value)
{
	struct near_pool *near = c->near;

	if (value.n > sizeof(uint64_t))
		return NULL;
	const uint64_t word = value.n ? word_short(value) : 0;
	if (value.n)
		near += word * UINT64_C(0x9E3779B97F4A7C15) >> 32 & (NEAR_POOLS - 1);
	if (!near->pool || near->pool->crew != crew || near->word != word || near->bytes != value.n)
		*near = (struct near_pool){ word, value.n, NULL };
	return near;
}

static inline struct pool *pool_at(struct routing *s, const struct route *said, struct crew *crew,
				   struct str value, struct near_pool *near)
{
	if (!near)
		return pools_of(s->pools, said, crew, value);
	if (!near->pool)
		near->pool = pools_of(s->pools, said, crew, value);
	return near->pool;
}

struct pool *turn_pool(struct routing *s, const struct bound_route *r, struct choice *c, struct crew *crew)
{
	const struct str value = r->balance ? buf_view(&s->balance) : STR("");

	return crew ? pool_at(s, r->said, crew, value, near_pool(c, crew, value)) : NULL;
}

static inline bool take_turn(struct routing *s, const struct sight *seen, uint64_t lot, struct turn *out)
{
	struct choice *c = choices_seen(s->choices, seen);

	if (!c || !seen->balance.p)
		return false;
	const struct route *said = c->said;
	if (s->given >= c->until)
		muster(s, said, c, SIZE_MAX, NULL);
	if (!c->crew)
		return false;
	struct near_pool *near = near_pool(c, c->crew, seen->balance);
	if (!(near && near->pool) && pools_crowded(s->pools))
		return false; /* so that they are tidied first */
	c->uncounted++;
	struct pool *pool = pool_at(s, said, c->crew, seen->balance, near);
	size_t i = pool_next(pool, said->share, s->open, lot), rep = c->crew->rep[i];
	pools_give(s->pools, pool, i);
	count_lead(s, rep);
	out->rep = &s->plan->roster->rep[rep];
	out->route = said->name.text;
	out->pool = pool->hash;
	out->number = &s->numbers[seen->route * s->plan->roster->n + rep];
	return true;
}

size_t routing_take_turns(struct routing *s, struct asked leads, const struct sight *seen,
			  const uint64_t *lot, struct turn *out)
{
	size_t n = 0;

	while (n < leads.n && take_turn(s, &seen[leads.row[n]], lot[leads.row[n]], &out[n]))
		n++;
	return n;
}
