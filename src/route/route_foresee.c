/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conditions of routes, asked column by column: see routing_foresee in route.h. What a route then asks is
 * read so, too; it is asked of each of these leads, as no earlier route can take them. */
#include "expr/run.h"
#include "route/route_internal.h"

static void read_ahead(const struct code *c, struct rows *r, struct asked leads)
{
	code_values(c, r, leads, rows_room(r));
	rows_room_back(r);
}

/* A text is shown as it is; other values are asked for again, one after the other. */
static void read_balance(const struct code *c, struct rows *r, struct asked leads, struct sight *seen)
{
	const struct str *text = code_values(c, r, leads, rows_room(r)).text;

	for (size_t i = 0; i < leads.n && code_type(c) == TYPE_TEXT; i++)
		seen[leads.row[i]].balance = text[leads.row[i]].p ? text[leads.row[i]] : STR("");
	rows_room_back(r);
}

static void read_route(struct routing *s, size_t route, struct rows *r, struct asked leads, struct sight *seen)
{
	const struct bound_route *of = &s->plan->route[route];

	for (size_t i = 0; i < leads.n; i++)
		seen[leads.row[i]].route = route;
	if (of->to)
		read_ahead(of->to, r, leads);
	else
		choices_foresee(s->choices, route, r, leads, seen);
	if (of->balance)
		read_balance(of->balance, r, leads, seen);
}

void routing_foresee(struct routing *s, struct rows *r, struct asked leads, struct sight *seen)
{
	uint16_t *rest = rows_room(r).row, *taken = rows_room(r).row;

	for (size_t i = 0; i < leads.n; i++)
		seen[leads.row[i]] = (struct sight){ .route = s->routes };
	memcpy(rest, leads.row, leads.n * sizeof *rest);
	leads.row = rest;
	for (size_t i = 0; i < s->routes && leads.n; i++) {
		const struct code *when = s->plan->route[i].when;
		struct asked its = leads, others = { 0 };
		if (when) {
			const bool *flag = code_values(when, r, leads, rows_room(r)).flag;
			its = asked_where(leads, flag, true, taken);
			others = asked_where(leads, flag, false, rest);
			rows_room_back(r);
		}
		if (its.n)
			read_route(s, i, r, its, seen);
		leads = others;
	}
	rows_room_back(r);
	rows_room_back(r);
}
