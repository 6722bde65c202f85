/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is eligible for a lead. That hangs on the values of the lead that a
 * route's expressions name beside the people's own, and is remembered by them:
 * a million leads of nine regions ask each person nine times. Private to
 * route.c.
 */
#ifndef ROUTE_CHOICE_H
#define ROUTE_CHOICE_H

#include "route/pool.h"
#include "route/route_bound.h"

/* For leads that are alike in what a route asks: the preferred first, then by name. */
struct choice {
	struct candidate {
		uint32_t rep;
		bool away;
		double prefer;
		uint64_t most[LIMITS_MOST]; /* UINT64_MAX: no limit */
	} * one;
	size_t n;
	struct crew *crew;  /* of the latest decision; NULL: there was none, or it was let go */
	struct crew *whole; /* where no limit makes anybody full: of a lead that nobody is kept from */
	struct pool *pool;  /* of some crew, where shares are kept within nothing; NULL: likewise */
	uint64_t uncounted; /* leads of `whole` for which nobody has been counted as passed over yet */
};

struct choices;
struct choices *choices_new(const struct routing_plan *p);
void choices_free(struct choices *s);

/* Forgets all, for another moment. */
void choices_clear(struct choices *s);

/* Crews and pools were let go. */
void choices_let_go(struct choices *s);

/* Of the lead at hand; valid until the next. */
struct choice *choices_of(struct choices *s, size_t route, struct frame *f);

/* What a route's limit says of a rep for a lead, or (NULL) for all leads, if it names nothing of them: a
 * whole number, UINT64_MAX without a limit. */
uint64_t choices_limit(struct choices *s, const struct bound_route *r, size_t limit, const struct rep *rep,
		       const struct record *lead);

/* Somebody was eligible for a lead, but away or full; and how often that was. */
void choices_pass(struct choices *s, size_t rep);
uint64_t choices_passed(struct choices *s, size_t rep);

#endif
