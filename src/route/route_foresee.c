/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conditions of routes, asked column by column: see routing_foresee in route.h. What a route then asks is
 * read so, too; it is asked of each of these leads, as no earlier route can take them. */
#include "expr/run.h"
#include "route/route_bound.h"

static void read_ahead(const struct code *c, struct rows *r, struct asked leads)
{
	if (!c)
		return;
	code_values(c, r, leads, rows_room(r));
	rows_room_back(r);
}

static void read_route(const struct bound_route *route, struct rows *r, struct asked leads)
{
	read_ahead(route->to, r, leads);
	for (size_t i = 0; i < route->keys && !route->to; i++)
		read_ahead(route->key[i].code, r, leads);
	read_ahead(route->balance, r, leads);
}

void routing_foresee(const struct routing_plan *p, struct rows *r, struct asked leads, int64_t *route)
{
	uint16_t *rest = rows_room(r).row, *taken = rows_room(r).row;
	size_t routes = p->agreement->routes.n;

	memcpy(rest, leads.row, leads.n * sizeof *rest);
	leads.row = rest;
	for (size_t i = 0; i < routes && leads.n; i++) {
		const struct bound_route *one = &p->route[i];
		struct asked its = leads, others = { 0 };
		if (one->when) {
			const bool *flag = code_values(one->when, r, leads, rows_room(r)).flag;
			its = asked_where(leads, flag, true, taken);
			others = asked_where(leads, flag, false, rest);
			rows_room_back(r);
		}
		for (size_t k = 0; k < its.n; k++)
			route[its.row[k]] = (int64_t)i;
		if (its.n)
			read_route(one, r, its);
		leads = others;
	}
	for (size_t k = 0; k < leads.n; k++)
		route[leads.row[k]] = (int64_t)routes;
	rows_room_back(r);
	rows_room_back(r);
}
