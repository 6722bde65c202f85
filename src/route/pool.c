/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See pool.h. */
#include "route/pool.h"

#include <math.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

struct pools {
	const struct roster *roster;
	struct arena arena;
	struct map known; /* by the bytes of their hash */
	struct pool **at;
	size_t n, cap;
	struct map past; /* pool and owner to the place in `leads` */
	uint64_t *leads;
	size_t npast, past_cap;
	struct buf key;
};

struct pools *pools_new(const struct roster *r)
{
	struct pools *s = mem_new(sizeof *s);

	s->roster = r;
	return s;
}

void pools_free(struct pools *s)
{
	arena_release(&s->arena);
	map_release(&s->known);
	map_release(&s->past);
	buf_release(&s->key);
	free(s->at);
	free(s->leads);
	free(s);
}

/* ---- from before ---- */

/* The leads of a pool that somebody had, from none on. */
static uint64_t *past_leads(struct pools *s, uint64_t hash, struct str owner)
{
	buf_clear(&s->key);
	buf_add(&s->key, (const char *)&hash, sizeof hash);
	fold_append(&s->key, str_trim(owner));
	const uint32_t *known = map_find(&s->past, buf_view(&s->key));
	if (known)
		return &s->leads[*known];
	MEM_ROOM(s->leads, s->npast, s->past_cap);
	s->leads[s->npast] = 0;
	map_put(&s->past, arena_copy(&s->arena, buf_view(&s->key)), (uint32_t)s->npast);
	return &s->leads[s->npast++];
}

static struct pool *find(const struct pools *s, uint64_t hash)
{
	const uint32_t *known = map_find(&s->known, (struct str){ (const char *)&hash, sizeof hash });

	return known ? s->at[*known] : NULL;
}

void pools_past(struct pools *s, uint64_t hash, struct str owner)
{
	struct pool *p = find(s, hash);
	const struct rep *rep = p ? roster_find(s->roster, owner) : NULL;

	if (!p)
		++*past_leads(s, hash, owner);
	for (size_t i = 0; rep && i < p->turns.n; i++)
		if (p->rep[i] == (size_t)(rep - s->roster->rep))
			turns_give(&p->turns, i);
}

/* ---- a pool ---- */

int64_t pool_weight(const struct route *route, const struct rep *rep)
{
	return route->share == SHARE_EQUALLY ? 1 : rep->weight;
}

static struct pool *new_pool(struct pools *s, uint64_t hash, const struct route *route, const uint32_t *rep,
			     size_t n)
{
	struct pool *p = ARENA_NEW(&s->arena, struct pool);
	struct turns *t = &p->turns;

	p->hash = hash;
	p->rep = ARENA_ARRAY(&s->arena, n, uint32_t);
	t->weight = ARENA_ARRAY(&s->arena, n, int64_t);
	t->own = ARENA_ARRAY(&s->arena, n, uint64_t);
	p->seed = ARENA_ARRAY(&s->arena, n, uint64_t);
	t->n = n;
	for (size_t i = 0; i < n; i++) {
		const struct rep *one = &s->roster->rep[rep[i]];
		p->rep[i] = rep[i];
		p->seed[i] = hash_text(one->key, 0);
		t->weight[i] = pool_weight(route, one);
		t->own[i] = *past_leads(s, hash, one->name);
	}
	turns_begin(t, &s->arena);
	return p;
}

struct pool *pools_of(struct pools *s, const struct route *route, struct str balance, const uint32_t *rep,
		      size_t n)
{
	buf_clear(&s->key);
	hash_item(&s->key, route->name.text);
	hash_item(&s->key, balance);
	for (size_t i = 0; i < n; i++) {
		int64_t weight = pool_weight(route, &s->roster->rep[rep[i]]);
		hash_item(&s->key, s->roster->rep[rep[i]].key);
		buf_add(&s->key, (const char *)&weight, sizeof weight);
	}
	uint64_t hash = hash_text(buf_view(&s->key), 0);
	struct pool *p = find(s, hash);
	if (p)
		return p;
	MEM_ROOM(s->at, s->n, s->cap);
	p = s->at[s->n] = new_pool(s, hash, route, rep, n);
	map_put(&s->known, (struct str){ (const char *)&p->hash, sizeof hash }, (uint32_t)s->n++);
	return p;
}

/* ---- who is next ---- */

/* Below 0 if a has fewer open leads for the weight than b. */
static int compare_open(const uint64_t *open, const struct pool *p, size_t a, size_t b)
{
	__int128 x = (__int128)open[p->rep[a]] * p->turns.weight[b];
	__int128 y = (__int128)open[p->rep[b]] * p->turns.weight[a];

	return (x > y) - (x < y);
}

static size_t least_open(const uint64_t *open, const struct pool *p, uint64_t lot)
{
	size_t best = 0, ties = 1;

	for (size_t i = 1; i < p->turns.n; i++) {
		int order = compare_open(open, p, i, best);
		if (order < 0)
			best = i, ties = 0;
		ties += order <= 0;
	}
	for (size_t i = best, drawn = lot % ties; drawn; drawn--) {
		do
			i++;
		while (compare_open(open, p, i, best) != 0);
		best = i;
	}
	return best;
}

/* The lead's number and the rep's made one, as even as if drawn: the last step of SplitMix64 (G. Steele, D.
 * Lea and C. Flood, Fast splittable pseudorandom number generators, 2014). */
static uint64_t draw(uint64_t lead, uint64_t rep)
{
	uint64_t x = lead ^ rep;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

/* Weighted rendezvous: every rep draws a number for the lead, and the highest -weight ÷ ln(u) wins; who
 * leaves or comes moves no lead among the others. (D. Thaler and C. Ravishankar, 1998.) Since -ln(u) is at
 * least 1 - u, nearly all of them are seen to be lower without a logarithm. */
static size_t highest_draw(const struct pool *p, uint64_t lead)
{
	double most = -1;
	size_t best = 0;

	for (size_t i = 0; i < p->turns.n; i++) {
		double u = ((double)(draw(lead, p->seed[i]) >> 11) + 0.5) * 0x1p-53;
		double weight = (double)p->turns.weight[i];
		if (weight <= most * (1 - u))
			continue;
		double length = -weight / log(u);
		if (length > most)
			most = length, best = i;
	}
	return best;
}

size_t pool_next(const struct pool *p, enum route_share share, const uint64_t *open, struct str id)
{
	uint64_t lot = hash_text(id, 0);

	switch (share) {
	case SHARE_LOAD:
		return least_open(open, p, lot);
	case SHARE_HASH:
		return highest_draw(p, lot);
	default:
		return turns_next(&p->turns, lot);
	}
}
