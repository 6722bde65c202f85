/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is eligible for a lead. The answer depends only on the lead's values that the route's expressions read,
 * and is cached by them: with a million leads from nine regions, each person is asked nine times. Private to
 * route.c.
 */
#ifndef ROUTE_CHOICE_H
#define ROUTE_CHOICE_H

#include "expr/run.h"
#include "route/pool.h"
#include "route/route_bound.h"

enum { NEAR_POOLS = 4 /* a power of 2 */ };

/* The answer for leads that are alike in what a route reads: preferred people first, then by name. */
struct choice {
	struct candidate {
		uint32_t rep;
		bool away;
		bool passed; /* not of the crew: away, or at a limit; else the route would prefer them */
		double prefer;
		uint64_t most[LIMITS_MOST]; /* UINT64_MAX: no limit */
	} * one;
	size_t n;
	const struct route *said; /* whose it is */
	struct crew *crew;	  /* of the latest decision; NULL: nobody, or none yet, or it was freed */
	uint64_t until;		  /* it is of all who may have a lead, while fewer leads have been given */
	uint64_t uncounted;	  /* leads whose passed-over people are not counted yet */
	struct near_pool {
		uint64_t word; /* a short value of `balance by`, or none; */
		size_t bytes;
		struct pool *pool; /* its pool, of some crew; NULL: likewise */
	} near[NEAR_POOLS];
};

struct choices {
	const struct routing_plan *plan;
	struct remembered *route;  /* as in the plan */
	struct eligible **among;   /* likewise; NULL: everyone is asked */
	uint32_t *who;		   /* room for all of the roster */
	size_t candidates, most;   /* in all of them */
	uint64_t round;		   /* how often all have been forgotten, and 1 */
	const struct frame *slots; /* whose slots are known */
	uint64_t *passed;	   /* per rep: leads */
	struct candidate *asked;   /* room for all of the roster */
	struct frame asking;	   /* a frame apart, in which people are asked */
	struct tally tally;
	struct buf key;
};

struct choices *choices_new(const struct routing_plan *p);
void choices_free(struct choices *s);

/* Forgets everything, because the moment has changed. */
void choices_clear(struct choices *s);

/* Tells it that crews and pools were freed. */
void choices_let_go(struct choices *s);

/* For the current lead; valid until the next. */
struct choice *choices_of(struct choices *s, size_t route, struct frame *f);

/* For the rows of a run, asked column by column. */
void choices_foresee(struct choices *s, size_t route, struct rows *r, struct asked leads, struct sight *seen);
/* Is there nobody in some of the route's choices? */
bool choices_empty(const struct choices *s, size_t route);

/* What was foreseen, as long as nothing has been forgotten since; else NULL. */
static inline struct choice *choices_seen(const struct choices *s, const struct sight *seen)
{
	return seen->round == s->round ? seen->choice : NULL;
}

/* A route's limit for a rep and a lead, or (NULL) for all leads if it reads none of their fields: a whole
 * number; UINT64_MAX: no limit. */
uint64_t choices_limit(struct choices *s, const struct bound_route *r, size_t limit, const struct rep *rep,
		       struct frame *lead);

/* How often a rep was eligible for a lead but away or full. Call choices_count before it is found anew who of
 * a choice is passed over. */
void choices_count(struct choices *s, struct choice *c);
uint64_t choices_passed(struct choices *s, size_t rep);

#endif
