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
	const bool shown = code_type(c) == TYPE_TEXT;
	const struct str *text = code_values(c, r, leads, rows_room(r)).text;

	for (size_t i = 0; i < leads.n; i++)
		if (!shown || text[leads.row[i]].p)
			seen[leads.row[i]].balance = shown ? text[leads.row[i]] : STR_NONE;
	rows_room_back(r);
}

/* Of these nothing but the route is known. */
static void see_route(size_t route, struct asked leads, struct sight *seen)
{
	for (size_t i = 0; i < leads.n; i++)
		seen[leads.row[i]] = (struct sight){ .route = route };
}

/* They are asked for where somebody is eligible. */
static void read_companies(struct routing *s, const struct bound_route *of, struct rows *r,
			   struct asked leads, const struct sight *seen)
{
	uint16_t *list = rows_room(r).row;
	size_t n = 0;

	for (size_t i = 0; i < leads.n; i++) {
		const struct choice *c = of->to ? NULL : choices_seen(s->choices, &seen[leads.row[i]]);
		list[n] = leads.row[i];
		n += c && c->n;
	}
	together_foresee(of->together, r, (struct asked){ list, n });
	rows_room_back(r);
}

static void read_route(struct routing *s, size_t route, struct rows *r, struct asked leads,
		       struct sight *seen)
{
	const struct bound_route *of = &s->plan->route[route];

	if (of->to)
		see_route(route, leads, seen);
	if (of->to)
		read_ahead(of->to, r, leads);
	else
		choices_foresee(s->choices, route, r, leads, seen);
	if (of->balance)
		read_balance(of->balance, r, leads, seen);
	if (of->together)
		read_companies(s, of, r, leads, seen);
}

/* Those of a route for whom nobody is eligible there, and who go on to the next; in the place of all. */
static size_t passed_on(struct routing *s, size_t route, size_t n, uint16_t *its, const struct sight *seen)
{
	const struct bound_route *of = &s->plan->route[route];
	size_t passed = 0;

	if (of->to || of->said->wait || !choices_empty(s->choices, route))
		return 0;
	for (size_t i = 0; i < n; i++) { /* no branch: who they are can't be foreseen */
		const struct choice *c = choices_seen(s->choices, &seen[its[i]]);
		its[passed] = its[i];
		passed += c && !c->n;
	}
	return passed;
}

/* Those whose flag is so, and, in the place of all, the others. */
static size_t split(const bool *flag, uint16_t *all, size_t *n, uint16_t *its)
{
	size_t yes = 0;

	for (size_t i = 0; i < *n; i++) { /* no branch: which it is can't be foreseen */
		uint16_t row = all[i];
		its[yes] = all[i - yes] = row;
		yes += flag[row];
	}
	*n -= yes;
	return yes;
}

/* Puts rows among others, all in the order of the leads; returns how many these are. */
static size_t put_among(struct rows *r, struct asked leads, struct asked rows, uint16_t *others, size_t n)
{
	bool *is = rows_room(r).flag;

	EACH_ROW(row, leads, is[row] = false);
	EACH_ROW(row, rows, is[row] = true);
	for (size_t i = 0; i < n; i++)
		is[others[i]] = true;
	n = asked_where(leads, is, true, others).n;
	rows_room_back(r);
	return n;
}

void routing_foresee_rows(struct routing *s, struct rows *r, struct asked leads, bool all)
{
	for (size_t i = 0; i < s->plan->commons; i++)
		if (all || s->plan->common[i].is_text)
			together_foresee(&s->plan->common[i], r, leads);
}

void routing_foresee(struct routing *s, struct rows *r, struct asked leads, struct sight *seen,
		     uint64_t *past)
{
	uint16_t *rest = rows_room(r).row, *room = rows_room(r).row;
	size_t n = leads.n;

	routing_foresee_rows(s, r, leads, false);
	memcpy(rest, leads.row, n * sizeof *rest);
	for (size_t i = 0; i < n && past; i++)
		past[rest[i]] = 0;
	for (size_t i = 0; i < s->routes && n; i++) {
		const struct code *when = s->plan->route[i].when;
		uint16_t *its = when ? room : rest;
		size_t many = n;
		if (when) {
			struct asked asked = { rest, n };
			many = split(code_values(when, r, asked, rows_room(r)).flag, rest, &n, its);
			rows_room_back(r);
		} else {
			n = 0;
		}
		if (many)
			read_route(s, i, r, (struct asked){ its, many }, seen);
		size_t passed = past && i >= ROUTES_PAST ? 0 : passed_on(s, i, many, its, seen);
		for (size_t k = 0; k < passed && past; k++)
			past[its[k]] |= UINT64_C(1) << i;
		if (passed)
			n = put_among(r, leads, (struct asked){ its, passed }, rest, n);
	}
	see_route(s->routes, (struct asked){ rest, n }, seen);
	rows_room_back(r);
	rows_room_back(r);
}

void routing_foresee_read(struct routing *s, struct rows *r, struct asked leads, const size_t *which,
			  struct sight *seen)
{
	uint16_t *rest = rows_room(r).row, *its = rows_room(r).row;
	size_t n = leads.n;

	memcpy(rest, leads.row, n * sizeof *rest);
	for (size_t i = 0; i < s->routes; i++) {
		const struct bound_route *of = &s->plan->route[i];
		size_t left = 0;
		for (size_t k = 0; k < n; k++) {
			rest[left] = rest[k];
			left += which[rest[k]] >= i;
		}
		n = left;
		struct asked asked = { rest, n };
		if (of->when && n) {
			asked = asked_where(asked, code_values(of->when, r, asked, rows_room(r)).flag, true,
					    its);
			rows_room_back(r);
		}
		if (!asked.n)
			continue;
		read_route(s, i, r, asked, seen);
		if (of->together)
			together_foresee(of->together, r, asked);
	}
	rows_room_back(r);
	rows_room_back(r);
}
