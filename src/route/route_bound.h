/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A route bound to the input, as route_bind.c makes it and route.c asks it. Private to these and choice.c. */
#ifndef ROUTE_ROUTE_BOUND_H
#define ROUTE_ROUTE_BOUND_H

#include "route/eligible.h"
#include "route/route.h"

enum { LIMITS_MOST = 4 }; /* a period each */
_Static_assert((int)PER_MONTH < LIMITS_MOST, "a route has a limit for each period");

struct bound_route {
	const struct route *said;
	const struct code *when, *to;	       /* NULL: always; someone on the roster */
	const struct code *among, *prefer;     /* NULL: everyone; no preference */
	const struct comparisons *compared;    /* of `among`; NULL: everyone has to be asked */
	enum type preferred;		       /* a number, a time or a flag */
	const struct code *limit[LIMITS_MOST]; /* of said->limits */
	bool same_for_all[LIMITS_MOST];	       /* the limit reads no field of the lead */
	bool same_among, same_prefer;	       /* likewise */
	const struct code *balance;	       /* NULL: none */
	const struct shared_by *together;      /* of the plan's; NULL: none */
	/* The fields of the lead that decide who is eligible, whom the route prefers, and where the limit is:
	 * the parts of those expressions that name no rep. */
	struct route_key {
		const struct code *code;
		enum type type;
	} * key;
	size_t keys, key_cap;
};

#endif
