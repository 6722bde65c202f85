/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The people who share one route's leads at a moment, and whose turn it is. A pool is known by a hash of the
 * route, the value of `balance by`, and the people with their weights: when these are the same again, in
 * another run too, it is the same pool and continues where it stopped.
 *
 * How many leads each person has received is kept to the end (see pairs.h). Everything else can be rebuilt
 * from that, so crews and pools, of which there may be as many as leads, are freed when there are many.
 */
#ifndef ROUTE_POOL_H
#define ROUTE_POOL_H

#include "lead/roster.h"
#include "stat/turn.h"

/* People with their weights. A crew may share in several pools. */
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

/* A rep's weight where a route's leads are shared. */
int64_t pool_weight(const struct route *route, const struct rep *rep);

struct pools;
struct pools *pools_new(const struct roster *r, size_t routes);
void pools_free(struct pools *s);

/* Counts a lead of that pool that a rep received earlier, or by someone else's choice. */
void pools_past(struct pools *s, uint64_t hash, const struct rep *rep);

/* Frees all crews and pools if there are many (`crowded`); true: earlier pointers are no longer valid. */
bool pools_tidy(struct pools *s);
bool pools_crowded(const struct pools *s);

/* The crew of n people in roster order, and its pool for a value; valid until they are freed. */
struct crew *pools_crew(struct pools *s, const struct route *route, const uint32_t *rep, size_t n);
struct pool *pools_of(struct pools *s, const struct route *route, struct crew *crew, struct str balance);

/* Who gets the next lead, by the route's way of sharing: an index in the pool. `open`: how many open leads
 * each person on the roster has, for `share by load`. `lot`: hash_text of the lead's id,
 * its row or its company. */
size_t pool_next(struct pool *p, enum route_share share, const uint64_t *open, uint64_t lot);

/* The person at that index received it. */
void pools_give(struct pools *s, struct pool *p, size_t i);

#endif
