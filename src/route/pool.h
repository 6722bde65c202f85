/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Those who share one route's leads at a moment, and whose turn it is among them. A pool is known by a hash
 * of the route, the value that shares are kept within, and the people with their weights: the same again is
 * the same pool, in another run too, and goes on where it stopped.
 *
 * How many leads each of them has got is kept to the end (see past.h). Everything else can be made again from
 * that: crews and pools, of which there may be as many as leads, are let go when there are many.
 */
#ifndef ROUTE_POOL_H
#define ROUTE_POOL_H

#include "lead/roster.h"
#include "stat/turn.h"

/* People with what counts of each. A crew may share in several pools. */
struct crew {
	struct weights weights;
	uint32_t *rep;	/* of the roster, ascending, as in the weights */
	uint64_t *seed; /* of their draws */
	uint32_t number;
	bool equally; /* all weights are 1 */
};

struct pool {
	uint64_t hash;
	struct crew *crew;
	struct turns turns;
};

/* What counts of somebody where a route's leads are shared. */
int64_t pool_weight(const struct route *route, const struct rep *rep);

struct pools;
struct pools *pools_new(const struct roster *r, size_t routes);
void pools_free(struct pools *s);

/* A lead of that pool that somebody had, before or of another's choosing. */
void pools_past(struct pools *s, uint64_t hash, const struct rep *rep);

/* Lets all crews and pools go if there are many; true: those from before are void. */
bool pools_tidy(struct pools *s);

/* The crew of n people of the roster, in its order, and the pool that it is for a value: valid until they are
 * let go. */
struct crew *pools_crew(struct pools *s, const struct route *route, const uint32_t *rep, size_t n);
struct pool *pools_of(struct pools *s, const struct route *route, struct crew *crew, struct str balance);

/* Whose lead it is next, by the route's way of sharing: a place in the pool. `open`: leads that each of the
 * roster has open, for `share by load`. */
size_t pool_next(const struct pool *p, enum route_share share, const uint64_t *open, struct str id);

/* The one at that place got it. */
void pools_give(struct pools *s, struct pool *p, size_t i);

#endif
