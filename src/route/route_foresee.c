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

/* Those of a route for whom nobody is eligible there, and who go on to the next; in the place of all. */
static size_t passed_on(struct routing *s, size_t route, size_t n, uint16_t *its, struct sight *seen)
{
	const struct bound_route *of = &s->plan->route[route];
	size_t passed = 0;

	for (size_t i = 0; i < n && !of->to && !of->said->wait; i++) {
		struct sight *x = &seen[its[i]];
		const struct choice *c = choices_seen(s->choices, x);
		if (!c || c->n)
			continue;
		its[passed++] = its[i];
		*x = (struct sight){ .route = s->routes };
	}
	return passed;
}

/* Puts rows among others, all in order. */
static void merge(uint16_t *others, size_t n, const uint16_t *rows, size_t more)
{
	while (more)
		if (n && others[n - 1] > rows[more - 1]) {
			others[n + more - 1] = others[n - 1];
			n--;
		} else {
			others[n + more - 1] = rows[more - 1];
			more--;
		}
}

void routing_foresee(struct routing *s, struct rows *r, struct asked leads, bool far, struct sight *seen)
{
	uint16_t *rest = rows_room(r).row, *taken = rows_room(r).row;

	for (size_t i = 0; i < leads.n; i++)
		seen[leads.row[i]] = (struct sight){ .route = s->routes };
	memcpy(rest, leads.row, leads.n * sizeof *rest);
	leads.row = rest;
	for (size_t i = 0; i < s->routes && leads.n; i++) {
		const struct code *when = s->plan->route[i].when;
		struct asked its = leads, others = { rest, 0 };
		uint16_t *list = when ? taken : rest;
		if (when) {
			const bool *flag = code_values(when, r, leads, rows_room(r)).flag;
			its = asked_where(leads, flag, true, taken);
			others = asked_where(leads, flag, false, rest);
			rows_room_back(r);
		}
		if (its.n)
			read_route(s, i, r, its, seen);
		size_t passed = far ? passed_on(s, i, its.n, list, seen) : 0;
		merge(rest, others.n, list, passed);
		leads = (struct asked){ rest, others.n + passed };
	}
	rows_room_back(r);
	rows_room_back(r);
}
