/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of routing share: its state. Others see route.h. */
#ifndef ROUTE_ROUTE_INTERNAL_H
#define ROUTE_ROUTE_INTERNAL_H

#include "route/choice.h"

/* Leads of a rep, over all routes: what limits look at. */
struct load {
	uint64_t had[PER_MONTH + 1]; /* by route_period */
};

struct routing {
	const struct routing_plan *plan;
	size_t routes;
	uint32_t *numbers; /* per route and rep, see struct turn */
	struct load *load; /* per rep; */
	uint64_t given;	   /* how often one of them grew */
	struct choices *choices;
	uint64_t *open; /* per rep: leads */
	struct pools *pools;
	struct together together;
	uint32_t *members; /* room for all of the roster */
	int64_t *weight;   /* of them */
	struct buf key, text;
	struct buf balance; /* the value that shares are kept within */
	struct decision decision;
	int64_t period[PER_MONTH + 1]; /* now's */
};

/* How many leads somebody eligible can take; UINT64_MAX: no limit. */
static inline uint64_t room_of(const struct routing *s, const struct route *said, const struct candidate *one)
{
	const struct load *load = &s->load[one->rep];
	uint64_t room = one->away ? 0 : UINT64_MAX;

	for (size_t i = 0; i < said->limits.n && room; i++) {
		uint64_t most = one->most[i], had = load->had[said->limits.at[i].per];
		uint64_t left = most == UINT64_MAX ? most : most > had ? most - had : 0;
		room = left < room ? left : room;
	}
	return room;
}

/* A lead more for one of the roster. */
static inline void count_lead(struct routing *s, size_t rep)
{
	s->given++;
	for (int per = PER_RUN; per <= PER_MONTH; per++)
		s->load[rep].had[per]++;
}

/* ---- route_turn.c ---- */

/* Who is eligible for the current lead, and the value that its shares are kept within. `seen` (NULL: nothing)
 * is of this route. */
struct choice *turn_look(struct routing *s, const struct bound_route *r, struct frame *f,
			 const struct sight *seen);

/* Those of them who share the lead: the most preferred of the people who can take it now, without the one of
 * the roster left out, or (`like`) those who are preferred as much as this one. NULL: nobody can. */
struct crew *turn_crew(struct routing *s, const struct route *said, struct choice *c, size_t except,
		       const struct candidate *like);

/* The crew's pool for that value; NULL: of nobody. */
struct pool *turn_pool(struct routing *s, const struct bound_route *r, struct choice *c, struct crew *crew);

/* ---- route_reason.c ---- */

/* Appends why a route's pool decided as it did: "Ann, whose turn it is among Ann and Bob (1 away)". `picked`
 * of the crew gets the lead (NULL: nobody can), of the choice's people but the one of the roster left out. */
void route_reason(const struct routing *s, const struct bound_route *r, const struct choice *c,
		  const struct crew *crew, size_t picked, size_t except, struct buf *why);

#endif
