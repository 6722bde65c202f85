/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose lead it is. Routes are tried in order; the first takes the lead whose `when` holds and that has
 * somebody: eligible (`among`), active, not away, with room (`at most`). Of several those come first that the
 * route prefers, and they share.
 *
 * Those who share one route's leads at a moment are a pool, and each pool has its turns of its own (see
 * turn.h), `balance by` one for each value. So who was away comes back without debt or surplus, and
 * how many leads of a pool each has got is all there is to remember: the ledger says it.
 *
 * Decisions are made one after the other, by one thread, for each changes what the next one finds.
 */
#ifndef ROUTE_ROUTE_H
#define ROUTE_ROUTE_H

#include "lead/roster.h"
#include "lead/tally.h"

/* Bound once. */
struct routing_plan {
	const struct agreement *agreement;
	const struct program *program;
	struct roster *roster;
	struct bound_route *route; /* as the agreement's */
	bool by_load;		   /* some route shares by load: open leads must be counted before */
};

/* False after mistakes, which are told. The roster's names must have been offered. */
bool routing_bind(struct routing_plan *p, struct names *n, struct roster *roster);

/* Who has had what, and what was found out on the way. */
struct routing *routing_new(const struct routing_plan *p);
void routing_free(struct routing *s);

/* What is known from before, told once for each: a lead that somebody was given, of that pool; `this_run` by
 * a run that this one goes on with. And, at any time, a lead somebody has that is open, for `share by load`,
 * or has no more. */
void routing_past(struct routing *s, struct str owner, uint64_t pool, int64_t at, bool this_run);
void routing_open(struct routing *s, struct str owner);
void routing_taken(struct routing *s, struct str owner);

/* The program's now has changed, and another run has begun: nobody is remembered to be away, and the limits
 * begin with nothing. Then, for each lead from before, what counts towards those per day, week and month, and
 * per run. `onward`: no lead that was counted is from later than the moment before, nor is that later than
 * this one; then limits of periods that are still the same go on. */
void routing_moment(struct routing *s, bool onward);
void routing_had(struct routing *s, struct str owner, int64_t at);
void routing_had_in_run(struct routing *s, struct str owner);

/* People, by their place in the roster, and what counts of each; valid until the next decision. */
struct sharers {
	const uint32_t *rep;
	const int64_t *weight;
	size_t n;
};

struct decision { /* valid until the next */
	enum {
		DECISION_OWNER,	   /* a route took it */
		DECISION_WAITS,	   /* a route wants it and nobody can: `else wait` */
		DECISION_OTHERWISE /* no route took it */
	} how;
	struct str owner, team; /* of DECISION_OWNER */
	struct str route;	/* its name; else the word of `otherwise` */
	size_t which;		/* number of the route; SIZE_MAX: none */
	uint64_t pool;
	struct sharers among; /* of a pool: who could have had it, the owner too */
};

/* Decides about the lead at hand, whose id it is; `except` (or none) is not given it. `why`, if not NULL,
 * gets which routes were passed over and why, and why this one. Counts for those that come after. */
const struct decision *routing_decide(struct routing *s, struct frame *f, struct str id, struct str except,
				      struct buf *why);

/* Who could have got the lead at hand, had nobody been away or full: those whom the first route that it is
 * for finds eligible. Nobody, where that route names the owner. Decides nothing. */
struct sharers routing_eligible(struct routing *s, struct frame *f);

/* How often somebody was eligible for a lead of this run, but away, or without room. */
uint64_t routing_passed_over(struct routing *s, const struct rep *rep);

/* How many more leads somebody may get by the limits that are the same for all leads; UINT64_MAX: any number.
 */
uint64_t routing_room(struct routing *s, const struct rep *rep);

#endif
