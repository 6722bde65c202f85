/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Routes bound to the input. What a route asks about people is split: a part of the expression that names no
 * rep has the same value for all of them, and all such parts together are the key under which the answer is
 * cached.
 */
#include "base/mem.h"
#include "route/route_bound.h"

static void note_any(void *ctx, const struct expr *name)
{
	(void)name;
	*(bool *)ctx = true;
}

static bool names_any(const struct expr *e)
{
	bool found = false;

	expr_names(e, note_any, &found);
	return found;
}

static bool add_key(struct bound_route *r, struct program *p, const struct expr *e)
{
	struct route_key key = { 0 };

	key.code = program_bind(p, e, TYPE_NONE, &key.type);
	if (!key.code)
		return false;
	if (r->keys == r->key_cap) {
		struct route_key *more = ARENA_ARRAY(&p->arena, 2 * r->key_cap + 4, struct route_key);
		if (r->keys)
			memcpy(more, r->key, r->keys * sizeof *more);
		r->key = more;
		r->key_cap = 2 * r->key_cap + 4;
	}
	r->key[r->keys++] = key;
	return true;
}

/* Adds the largest parts of the expression that name columns and no rep. */
static bool add_keys(struct bound_route *r, struct program *p, const struct expr *e)
{
	bool good = true;

	if (!names_any(e))
		return true;
	if (!names_rep(e))
		return add_key(r, p, e);
	for (size_t i = 0; i < e->nargs; i++)
		good = add_keys(r, p, e->arg[i]) && good;
	return good;
}

/* *same: it names nothing of a lead. */
static bool add_keys_of(struct bound_route *r, struct program *p, const struct expr *e, bool *same)
{
	size_t before = r->keys;
	bool good = add_keys(r, p, e);

	*same = r->keys == before;
	return good;
}

/* NULL and true where there is nothing to bind. */
static bool bind(struct program *p, const struct expr *e, enum type want, const struct code **out)
{
	*out = e ? program_bind(p, e, want, NULL) : NULL;
	return *out || !e;
}

/* For numbers the highest comes first, for times the latest, for conditions yes; a bare cell is a number. */
static bool bind_prefer(struct bound_route *r, const struct expr *e, struct program *p)
{
	if (!e)
		return true;
	r->prefer = program_bind(p, e, TYPE_NONE, &r->preferred);
	if (r->prefer && r->preferred == TYPE_TEXT) {
		r->preferred = TYPE_NUMBER;
		r->prefer = program_bind(p, e, TYPE_NUMBER, NULL);
	}
	return r->prefer;
}

/* What several routes keep leads together by is bound once, so that a row is asked once. */
static bool bind_together(struct routing_plan *plan, struct bound_route *r, const struct route *said,
			  struct names *n)
{
	const struct expr *e = said->together;
	struct shared_by by = { .by = said->together_by };
	enum type type = TYPE_NONE;
	size_t i = 0;

	if (!e)
		return true;
	by.code = program_bind(names_program(n), e, TYPE_NONE, &type);
	by.is_text = type == TYPE_TEXT && e->op == EXPR_NAME && names_column(n, e) != SIZE_MAX;
	while (i < plan->commons && !(plan->common[i].by == by.by && plan->common[i].code == by.code))
		i++;
	if (i == plan->commons) {
		plan->common[plan->commons++] = by;
		if (e->op == EXPR_NAME && names_columns(n) && names_absent(n, e, false))
			diag_note_at(names_diags(n), e->where, e->span,
				     "no leads are kept together: no column is the field %.*s; name it: "
				     "field %.*s "
				     "\"Your Header\"",
				     STR_ARG(e->text), STR_ARG(e->text));
	}
	r->together = &plan->common[i];
	return by.code;
}

static bool bind_route(struct bound_route *r, const struct route *said, struct program *p)
{
	bool good = bind(p, said->when, TYPE_FLAG, &r->when);

	r->said = said;
	good = bind(p, said->to, TYPE_TEXT, &r->to) && good; /* reports what is wrong with each of them */
	good = bind(p, said->among, TYPE_FLAG, &r->among) && good;
	good = bind_prefer(r, said->prefer, p) && good;
	good = bind(p, said->balance, TYPE_NONE, &r->balance) && good;
	for (size_t i = 0; i < said->limits.n; i++)
		good &= bind(p, said->limits.at[i].most, TYPE_NUMBER, &r->limit[i]);
	if (!good)
		return false;
	if (said->among) {
		good &= add_keys_of(r, p, said->among, &r->same_among);
		r->compared = comparisons_bind(p, said->among);
	}
	if (said->prefer)
		good &= add_keys_of(r, p, said->prefer, &r->same_prefer);
	for (size_t i = 0; i < said->limits.n; i++)
		good &= add_keys_of(r, p, said->limits.at[i].most, &r->same_for_all[i]);
	return good;
}

/* What the route requires of a person, whatever the lead is. */
static void read_cells(const struct bound_route *r, struct frame *f)
{
	if (r->same_among)
		code_flag(r->among, f);
	if (r->same_prefer && r->preferred == TYPE_NUMBER)
		code_number(r->prefer, f);
	else if (r->same_prefer && r->preferred == TYPE_FLAG)
		code_flag(r->prefer, f);
	else if (r->same_prefer)
		code_time(r->prefer, f);
	for (size_t k = 0; k < r->said->limits.n; k++)
		if (r->same_for_all[k])
			code_number(r->limit[k], f);
}

/* A roster cell that can't be read as required is an error with its place in the roster, not one that is
 * counted for each lead. This covers only expressions that name no field of a lead. */
static bool check_cells(const struct routing_plan *p, struct names *n)
{
	struct program *program = names_program(n);
	bool strict = program->strict, good = true;
	uint32_t start = 0;
	struct batch place = { .marks = { .start = &start } };
	struct record here = { .batch = &place };
	struct tally tally;
	struct frame f;

	program->strict = true;
	tally_init(&tally, p->agreement);
	frame_init(&f, program);
	f.user = &tally;
	for (size_t i = 0; i < p->agreement->routes.n; i++)
		for (size_t rep = 0; rep < p->roster->n && !f.error.n; rep++) {
			p->roster->asked = &p->roster->rep[rep];
			place.file = roster_place(p->roster, p->roster->asked, &place.first_line);
			frame_record(&f, &here);
			read_cells(&p->route[i], &f);
		}
	p->roster->asked = NULL;
	good = !f.error.n;
	if (!good)
		diag_error(names_diags(n), "%.*s", STR_ARG(buf_view(&f.error)));
	program->strict = strict;
	frame_release(&f);
	tally_release(&tally);
	return good;
}

bool routing_bind(struct routing_plan *p, struct names *n, struct roster *roster)
{
	const struct agreement *a = names_agreement(n);
	struct program *program = names_program(n);
	bool good = true;

	*p = (struct routing_plan){ .agreement = a, .program = program, .roster = roster };
	p->route = ARENA_ARRAY(&program->arena, a->routes.n, struct bound_route);
	p->common = ARENA_ARRAY(&program->arena, a->routes.n, struct shared_by);
	for (size_t i = 0; i < a->routes.n; i++) {
		good = bind_route(&p->route[i], &a->routes.at[i], program) && good;
		good = bind_together(p, &p->route[i], &a->routes.at[i], n) && good;
		p->by_load |= a->routes.at[i].share == SHARE_LOAD;
		p->limited |= a->routes.at[i].limits.n;
	}
	for (size_t i = 0; good && i < p->commons; i++)
		if (code_type(p->common[i].code) != TYPE_FLAG)
			p->common[i].code = program_keep(program, p->common[i].code);
	return good && check_cells(p, n);
}
