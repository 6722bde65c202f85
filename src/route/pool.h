/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Those who share one route's leads at a moment, and whose turn it is among them. A pool is known by a hash
 * of the route, the value that shares are kept within, and the people with their weights: the same again is
 * the same pool, in another run too, and goes on where it stopped.
 */
#ifndef ROUTE_POOL_H
#define ROUTE_POOL_H

#include "lead/roster.h"
#include "stat/turn.h"

struct pool {
	uint64_t hash;
	struct turns turns;
	uint32_t *rep;	/* of the roster, as in turns */
	uint64_t *seed; /* of their draws */
};

/* What counts of somebody where a route's leads are shared. */
int64_t pool_weight(const struct route *route, const struct rep *rep);

struct pools;
struct pools *pools_new(const struct roster *r);
void pools_free(struct pools *s);

/* A lead of that pool that somebody had, before or of another's choosing. */
void pools_past(struct pools *s, uint64_t hash, struct str owner);

/* The pool of n people of the roster, in its order; valid as long as the pools. */
struct pool *pools_of(struct pools *s, const struct route *route, struct str balance, const uint32_t *rep,
		      size_t n);

/* Whose lead it is next, by the route's way of sharing: a place in the pool. `open`: leads that each of the
 * roster has open, for `share by load`. */
size_t pool_next(const struct pool *p, enum route_share share, const uint64_t *open, struct str id);

#endif
