/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A route bound to the input, as route_bind.c makes it and route.c asks it. Private to these and choice.c. */
#ifndef ROUTE_ROUTE_BOUND_H
#define ROUTE_ROUTE_BOUND_H

#include "route/route.h"

enum { LIMITS_MOST = 4 }; /* a period each */
_Static_assert((int)PER_MONTH < LIMITS_MOST, "a route has a limit for each period");

struct bound_route {
	const struct route *said;
	const struct code *when, *to;	       /* NULL: always; one of the roster */
	const struct code *among, *prefer;     /* NULL: everyone; nobody before another */
	enum type preferred;		       /* a number, a time or a flag */
	const struct code *limit[LIMITS_MOST]; /* of said->limits */
	bool same_for_all[LIMITS_MOST];	       /* the limit names nothing of a lead */
	bool same_among, same_prefer;	       /* likewise */
	const struct code *balance;	       /* NULL: none */
	/* What of the lead decides who is eligible, whom the route prefers, and how many are too many: the
	 * parts of those expressions that name no rep. */
	struct route_key {
		const struct code *code;
		enum type type;
	} * key;
	size_t keys, key_cap;
};

#endif
