/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See pool.h. */
#include "route/pool.h"

#include <math.h>
#include <stdlib.h>

#include "base/cpu.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "route/pairs.h"

/* Bytes of crews and pools that are kept: at least this many, and more in proportion to the leads that were
 * assigned, so that a pool in which most people have a lead is kept. In addition, there is room for the whole
 * roster in each route. */
enum { KEPT_LEAST = 8 << 20, KEPT_PER_LEAD = 32, KEPT_PER_REP = 128 };

enum { KEPT_OVERHEAD = 128 }; /* of each pool: how it is found */

struct pools {
	const struct roster *roster;
	struct words { /* what a pool's hash says of the roster's people, */
		struct buf text;
		size_t *at; /* from there each; one more than there are people */
	} words[2];	    /* with their weights, and equally */
	struct pairs past;
	uint64_t leads;
	size_t room; /* of the whole roster in each route: bytes */

	/* What can be let go. */
	struct arena arena;
	struct map crews[2]; /* by the bytes of `rep`; with their weights, and equally */
	struct map near;     /* by route, crew and value: the place in `at`; */
	struct map known;    /* likewise, by the bytes of their hash */
	struct crew **crew;
	struct pool **at;
	size_t ncrews, crew_cap, n, cap;
	size_t used; /* bytes, more or less */
	struct buf key;
};

int64_t pool_weight(const struct route *route, const struct rep *rep)
{
	return route->share == SHARE_EQUALLY ? 1 : rep->weight;
}

static void say_people(struct words *words, const struct roster *r, bool equally)
{
	words->at = mem_new((r->n + 1) * sizeof *words->at);
	for (size_t i = 0; i < r->n; i++) {
		int64_t weight = equally ? 1 : r->rep[i].weight;
		hash_item(&words->text, r->rep[i].key);
		buf_add(&words->text, (const char *)&weight, sizeof weight);
		words->at[i + 1] = words->text.n;
	}
}

struct pools *pools_new(const struct roster *r, size_t routes)
{
	struct pools *s = mem_new(sizeof *s);

	s->roster = r;
	s->room = KEPT_PER_REP * r->n * routes;
	for (int equally = 0; equally < 2; equally++)
		say_people(&s->words[equally], r, equally);
	return s;
}

static void release_kept(struct pools *s)
{
	arena_release(&s->arena);
	for (int equally = 0; equally < 2; equally++)
		map_release(&s->crews[equally]);
	map_release(&s->near);
	map_release(&s->known);
	s->ncrews = s->n = s->used = 0;
}

void pools_free(struct pools *s)
{
	release_kept(s);
	for (int equally = 0; equally < 2; equally++) {
		buf_release(&s->words[equally].text);
		free(s->words[equally].at);
	}
	pairs_release(&s->past);
	buf_release(&s->key);
	free(s->crew);
	free(s->at);
	free(s);
}

/* ---- what is kept, and let go ---- */

static struct pool *find(const struct pools *s, uint64_t hash)
{
	const uint32_t *known = map_find(&s->known, (struct str){ (const char *)&hash, sizeof hash });

	return known ? s->at[*known] : NULL;
}

/* The place of one of the roster in a crew; SIZE_MAX: they are not in it. */
static size_t place_of(const struct crew *c, uint32_t rep)
{
	size_t low = 0, high = c->weights.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c->rep[middle] < rep)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->weights.n && c->rep[low] == rep ? low : SIZE_MAX;
}

void pools_past(struct pools *s, uint64_t hash, const struct rep *rep)
{
	uint32_t who = (uint32_t)(rep - s->roster->rep);
	struct pool *p = find(s, hash);
	size_t i = p ? place_of(p->crew, who) : SIZE_MAX;

	s->leads++;
	if (!p)
		++*pairs_number(&s->past, hash, who);
	else if (i != SIZE_MAX)
		turns_give(&p->turns, i);
}

bool pools_crowded(const struct pools *s)
{
	uint64_t paid = s->leads * KEPT_PER_LEAD;

	return s->used > s->room + (paid > KEPT_LEAST ? paid : KEPT_LEAST);
}

bool pools_tidy(struct pools *s)
{
	if (!pools_crowded(s))
		return false;
	for (size_t k = 0; k < s->n; k++) {
		const struct pool *p = s->at[k];
		for (size_t i = 0; i < p->crew->weights.n; i++)
			if (p->turns.own[i])
				*pairs_number(&s->past, p->hash, p->crew->rep[i]) = p->turns.own[i];
	}
	release_kept(s);
	return true;
}

void pools_give(struct pools *s, struct pool *p, size_t i)
{
	s->leads++;
	turns_give(&p->turns, i);
}

/* ---- a crew, and a pool ---- */

struct crew *pools_crew(struct pools *s, const struct route *route, const uint32_t *rep, size_t n)
{
	bool equally = route->share == SHARE_EQUALLY;
	const uint32_t *known =
		map_find(&s->crews[equally], (struct str){ (const char *)rep, n * sizeof *rep });

	if (known)
		return s->crew[*known];
	struct crew *c = ARENA_NEW(&s->arena, struct crew);
	*c = (struct crew){ .rep = ARENA_ARRAY(&s->arena, n, uint32_t),
			    .seed = ARENA_ARRAY(&s->arena, n, uint64_t),
			    .number = (uint32_t)s->ncrews,
			    .equally = equally };
	memcpy(c->rep, rep, n * sizeof *rep);
	c->weights.n = n;
	c->weights.at = ARENA_ARRAY(&s->arena, n, int64_t);
	for (size_t i = 0; i < n; i++) {
		c->weights.at[i] = pool_weight(route, &s->roster->rep[rep[i]]);
		c->seed[i] = hash_text(s->roster->rep[rep[i]].key, 0);
	}
	weights_begin(&c->weights, &s->arena);
	s->used += sizeof *c + weights_bytes(&c->weights) + n * (sizeof *rep + sizeof *c->seed);
	MEM_ROOM(s->crew, s->ncrews, s->crew_cap);
	s->crew[s->ncrews] = c;
	map_put(&s->crews[equally], (struct str){ (const char *)c->rep, n * sizeof *rep },
		(uint32_t)s->ncrews++);
	return c;
}

/* The number that a pool has in all runs. */
static uint64_t hash_of(struct pools *s, const struct route *route, struct crew *crew, struct str balance)
{
	const struct words *words = &s->words[crew->equally];
	const uint32_t *rep = crew->rep, *end = rep + crew->weights.n;

	buf_clear(&s->key);
	hash_item(&s->key, route->name.text);
	hash_item(&s->key, balance);
	while (rep < end) { /* neighbors at once */
		size_t from = words->at[*rep++];
		while (rep < end && rep[0] == rep[-1] + 1)
			rep++;
		buf_add(&s->key, words->text.p + from, words->at[rep[-1] + 1] - from);
	}
	return hash_text(buf_view(&s->key), 0);
}

static uint32_t new_pool(struct pools *s, uint64_t hash, struct crew *crew)
{
	struct pool *p = ARENA_NEW(&s->arena, struct pool);

	*p = (struct pool){ .hash = hash, .crew = crew };
	p->turns.of = &crew->weights;
	p->turns.own = ARENA_ARRAY(&s->arena, crew->weights.n, uint64_t);
	for (const struct pair *had = pairs_first(&s->past, hash); had; had = pairs_after(&s->past, had)) {
		size_t i = place_of(crew, had->rep);
		if (i != SIZE_MAX)
			p->turns.own[i] = had->number;
	}
	turns_begin(&p->turns, &s->arena);
	s->used += sizeof *p + turns_bytes(&p->turns) + KEPT_OVERHEAD;
	MEM_ROOM(s->at, s->n, s->cap);
	s->at[s->n] = p;
	return map_put(&s->known, (struct str){ (const char *)&p->hash, sizeof hash }, (uint32_t)s->n++);
}

struct pool *pools_of(struct pools *s, const struct route *route, struct crew *crew, struct str balance)
{
	buf_clear(&s->key);
	buf_add(&s->key, (const char *)&route, sizeof route);
	buf_add(&s->key, (const char *)&crew->number, sizeof crew->number);
	buf_str(&s->key, balance);
	const uint32_t *near = map_find(&s->near, buf_view(&s->key));
	if (near)
		return s->at[*near];
	struct str key = arena_copy(&s->arena, buf_view(&s->key));
	uint64_t hash = hash_of(s, route, crew, balance);
	const uint32_t *known = map_find(&s->known, (struct str){ (const char *)&hash, sizeof hash });
	uint32_t number = known ? *known : new_pool(s, hash, crew);
	map_put(&s->near, key, number);
	s->used += key.n;
	return s->at[number];
}

/* ---- who is next ---- */

/* Below 0 if a has fewer open leads for the weight than b. */
static int compare_open(const uint64_t *open, const struct pool *p, size_t a, size_t b)
{
	__int128 x = (__int128)open[p->crew->rep[a]] * p->crew->weights.at[b];
	__int128 y = (__int128)open[p->crew->rep[b]] * p->crew->weights.at[a];

	return (x > y) - (x < y);
}

/* Not inlined, nor highest_draw: each turn by weight would save registers for them, 14 instructions a lead.
 */
static __attribute__((noinline)) size_t least_open(const uint64_t *open, const struct pool *p, uint64_t lot)
{
	size_t best = 0, ties = 1;

	for (size_t i = 1; i < p->crew->weights.n; i++) {
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

/* Mixes the lead's number and the rep's into one that is as uniform as a random draw: the last step of
 * SplitMix64 (G. Steele, D. Lea and C. Flood, Fast splittable pseudorandom number generators, 2014). */
static inline uint64_t draw(uint64_t lead, uint64_t rep)
{
	uint64_t x = lead ^ rep;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

/* The draws of up to so many people, of 53 bits, and the highest of them. */
enum { DRAWS = 32 };
typedef int64_t draw_fn(uint64_t lead, const uint64_t *restrict rep, size_t n, int64_t *restrict drawn);
#define DRAW_ALL                                                \
	int64_t most = 0;                                       \
	for (size_t i = 0; i < n; i++) {                        \
		drawn[i] = (int64_t)(draw(lead, rep[i]) >> 11); \
		most = drawn[i] > most ? drawn[i] : most;       \
	}                                                       \
	return most;

static int64_t draw_all(uint64_t lead, const uint64_t *restrict rep, size_t n, int64_t *restrict drawn)
{
	DRAW_ALL
}

#if defined __x86_64__
__attribute__((target("avx2"))) static int64_t draw_all_by_4(uint64_t lead, const uint64_t *restrict rep,
							     size_t n, int64_t *restrict drawn)
{
	DRAW_ALL
}
#define DRAW_BEST (cpu_has_avx2() ? draw_all_by_4 : draw_all)
#else
#define DRAW_BEST draw_all
#endif

static double uniform(int64_t drawn)
{
	return ((double)drawn + 0.5) * 0x1p-53;
}

/* The draw of 1 - below, rounded down by more than whatever was rounded. */
static int64_t least_draw(double below)
{
	double drawn = (1 - below * (1 + 1e-9)) * 0x1p53 - 4;

	return drawn > 0 ? (int64_t)drawn : 0;
}

/* Weighted rendezvous: every rep draws a number for the lead, and the highest -weight ÷ ln(u) wins; a rep who
 * joins or leaves moves no lead between the others. (D. Thaler and C. Ravishankar, 1998.) Since -ln(u) is at
 * least 1 - u, and at most that over u, nearly all of them can be ruled out as whole numbers: they are below
 * what the largest weight would need to be before the best, or before the highest draw, whose weight may be
 * the smallest. */
static __attribute__((noinline)) size_t highest_draw(const struct pool *p, uint64_t lead)
{
	const struct weights *all = &p->crew->weights;
	const double smallest = (double)all->class[0].weight;
	const double largest = (double)all->class[all->classes - 1].weight;
	draw_fn *draw_some = DRAW_BEST;
	int64_t drawn[DRAWS], least = 0;
	double most = -1;
	size_t best = 0;

	for (size_t from = 0; from < all->n; from += DRAWS) {
		size_t n = all->n - from < DRAWS ? all->n - from : DRAWS;
		int64_t top = draw_some(lead, p->crew->seed + from, n, drawn);
		if (top < least)
			continue;
		double u = uniform(top);
		int64_t needed = least_draw(largest / smallest * (1 - u) / u);
		least = needed > least ? needed : least;
		for (size_t i = 0; i < n; i++) {
			if (drawn[i] < least)
				continue;
			double length = -(double)all->at[from + i] / log(uniform(drawn[i]));
			if (length <= most)
				continue;
			most = length, best = from + i;
			needed = least_draw(largest / most);
			least = needed > least ? needed : least;
		}
	}
	return best;
}

size_t pool_next(struct pool *p, enum route_share share, const uint64_t *open, uint64_t lot)
{
	switch (share) {
	case SHARE_LOAD:
		return least_open(open, p, lot);
	case SHARE_HASH:
		return highest_draw(p, lot);
	default:
		return turns_next(&p->turns, lot);
	}
}
