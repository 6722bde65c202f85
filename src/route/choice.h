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
		double prefer;
		uint64_t most[LIMITS_MOST]; /* UINT64_MAX: no limit */
	} * one;
	size_t n;
	struct crew *crew;  /* of the latest decision; NULL: none yet, or it was freed */
	struct crew *whole; /* where nobody has reached a limit: everyone who may have the lead */
	struct {
		uint64_t word; /* a short value of `balance by`, or none; */
		size_t bytes;
		struct pool *pool; /* its pool, of some crew; NULL: likewise */
	} near[NEAR_POOLS];
	uint64_t uncounted; /* leads of `whole` whose passed-over people are not counted yet */
};

struct choices;
struct choices *choices_new(const struct routing_plan *p);
void choices_free(struct choices *s);

/* Forgets everything, because the moment has changed. */
void choices_clear(struct choices *s);

/* Tells it that crews and pools were freed. */
void choices_let_go(struct choices *s);

/* For the current lead; valid until the next. */
struct choice *choices_of(struct choices *s, size_t route, struct frame *f);

/* For the rows of a run, asked column by column: their numbers, by which the choices are found as long as the
 * round is the same. */
void choices_foresee(struct choices *s, size_t route, struct rows *r, struct asked leads, struct sight *seen);
struct choice *choices_seen(struct choices *s, const struct sight *seen);

/* A route's limit for a rep and a lead, or (NULL) for all leads if it reads none of their fields: a whole
 * number; UINT64_MAX: no limit. */
uint64_t choices_limit(struct choices *s, const struct bound_route *r, size_t limit, const struct rep *rep,
		       struct frame *lead);

/* Counts a rep who was eligible for a lead but away or full; and says how often that happened. */
void choices_pass(struct choices *s, size_t rep);
uint64_t choices_passed(struct choices *s, size_t rep);

#endif
