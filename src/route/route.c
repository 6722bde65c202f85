/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decisions, one lead after the other: see route.h. */
#include "route/route.h"

#include <stdlib.h>

#include "base/casefold.h"
#include "base/hash.h"
#include "base/mem.h"
#include "route/route_internal.h"
#include "time/period.h"

static const enum period period_of_limit[] = {
	[PER_DAY] = PERIOD_DAY, [PER_WEEK] = PERIOD_WEEK, [PER_MONTH] = PERIOD_MONTH
};

/* ---- from before ---- */

/* A limit begins with nothing. */
static void begin(struct routing *s, enum route_period per)
{
	for (size_t i = 0; i < s->plan->roster->n; i++)
		s->load[i].had[per] = 0;
}

void routing_moment(struct routing *s, bool onward)
{
	const struct program *p = s->plan->program;
	int64_t today = instant_day(p->now, p->times.zone);

	choices_clear(s->choices);
	begin(s, PER_RUN);
	for (int i = PER_DAY; i <= PER_MONTH; i++) {
		int64_t period = period_of(period_of_limit[i], today);
		if (!onward || period != s->period[i])
			begin(s, (enum route_period)i);
		s->period[i] = period;
	}
}

struct routing *routing_new(const struct routing_plan *p)
{
	struct routing *s = mem_new(sizeof *s);

	s->plan = p;
	s->routes = p->agreement->routes.n;
	s->numbers = mem_new((s->routes * p->roster->n + 1) * sizeof *s->numbers);
	s->load = mem_new((p->roster->n + 1) * sizeof *s->load);
	s->open = mem_new((p->roster->n + 1) * sizeof *s->open);
	s->members = mem_new((p->roster->n + 1) * sizeof *s->members);
	s->weight = mem_new((p->roster->n + 1) * sizeof *s->weight);
	s->pools = pools_new(p->roster, s->routes);
	s->choices = choices_new(p);
	routing_moment(s, false);
	return s;
}

void routing_free(struct routing *s)
{
	choices_free(s->choices);
	pools_free(s->pools);
	together_release(&s->together);
	buf_release(&s->key);
	buf_release(&s->text);
	buf_release(&s->balance);
	free(s->numbers);
	free(s->members);
	free(s->weight);
	free(s->open);
	free(s->load);
	free(s);
}

static struct load *load_of(struct routing *s, const struct rep *rep)
{
	return &s->load[rep - s->plan->roster->rep];
}

static void had(struct routing *s, const struct rep *rep, int64_t at)
{
	int64_t day = instant_day(at, s->plan->program->times.zone);

	s->given++;
	for (int i = PER_DAY; i <= PER_MONTH; i++)
		load_of(s, rep)->had[i] += period_of(period_of_limit[i], day) == s->period[i];
}

void routing_had(struct routing *s, struct str owner, int64_t at)
{
	const struct rep *rep = roster_find(s->plan->roster, owner);

	if (rep)
		had(s, rep, at);
}

void routing_had_in_run(struct routing *s, struct str owner)
{
	const struct rep *rep = roster_find(s->plan->roster, owner);

	if (!rep)
		return;
	s->given++;
	load_of(s, rep)->had[PER_RUN]++;
}

void routing_past(struct routing *s, struct str owner, uint64_t pool, int64_t at, bool this_run)
{
	const struct rep *rep = roster_find(s->plan->roster, owner);

	if (!rep)
		return;
	pools_past(s->pools, pool, rep);
	had(s, rep, at);
	load_of(s, rep)->had[PER_RUN] += this_run;
}

void routing_open(struct routing *s, struct str owner)
{
	const struct rep *rep = roster_find(s->plan->roster, owner);

	if (rep)
		s->open[rep - s->plan->roster->rep]++;
}

void routing_taken(struct routing *s, struct str owner)
{
	const struct rep *rep = roster_find(s->plan->roster, owner);

	if (rep && s->open[rep - s->plan->roster->rep])
		s->open[rep - s->plan->roster->rep]--;
}

void routing_company(struct routing *s, struct str owner, uint64_t company)
{
	const struct rep *rep = company ? roster_find(s->plan->roster, owner) : NULL;

	if (rep)
		together_give(&s->together, company, (uint32_t)(rep - s->plan->roster->rep));
}

/* Of each thing that some route keeps leads together by, unless it is the one that a route decided by. */
static void count_row(struct routing *s, struct frame *f, uint32_t rep, bool gone,
		      const struct shared_by *decided_by)
{
	for (const struct shared_by *by = s->plan->common; by < s->plan->common + s->plan->commons; by++) {
		uint64_t company = by == decided_by ? 0 : together_company(&s->together, by, f);
		if (company)
			together_row(&s->together, company, rep, gone);
	}
}

void routing_row(struct routing *s, struct frame *f, struct str owner, bool gone)
{
	const struct rep *rep = s->plan->commons ? roster_find(s->plan->roster, owner) : NULL;

	if (rep)
		count_row(s, f, (uint32_t)(rep - s->plan->roster->rep), gone, NULL);
}

/* ---- who has the company ---- */

/* Who can take the current lead of a company. */
struct search {
	const struct routing *s;
	const struct route *said;
	const struct choice *c;
	size_t except;
};

static const struct candidate *candidate(const struct choice *c, size_t rep)
{
	for (const struct candidate *one = c->one; one < c->one + c->n; one++)
		if (one->rep == rep)
			return one;
	return NULL;
}

static bool may_take(void *ctx, size_t rep)
{
	const struct search *x = ctx;
	const struct candidate *one = candidate(x->c, rep);

	return one && rep != x->except && room_of(x->s, x->said, one);
}

/* Of those who can take the lead the one who has the company's others; NULL: nobody has. */
static const struct candidate *whose(const struct routing *s, const struct route *said,
				     const struct choice *c, uint64_t company, size_t except)
{
	struct search x = { s, said, c, except };
	size_t rep = company ? together_owner(&s->together, company, may_take, &x) : SIZE_MAX;

	return rep == SIZE_MAX ? NULL : candidate(c, rep);
}

static uint64_t company_of(struct routing *s, const struct bound_route *r, struct frame *f)
{
	return r->together ? together_company(&s->together, r->together, f) : 0;
}

/* ---- a lead ---- */

/* The current lead, on its way through the routes. */
struct trial {
	struct frame *frame;
	uint64_t lot;
	struct str except; /* folded; p NULL: nobody is left out */
	size_t except_rep; /* SIZE_MAX: nobody of the roster */
	size_t rep;	   /* who got it; SIZE_MAX: nobody of the roster */
	struct buf *why;   /* NULL: nobody asks */
	struct decision *decision;
	const struct sight *seen; /* NULL: nothing */
};

static const char nobody_is_eligible[] = "nobody is eligible";

/* Why a route was passed over. */
static bool pass(struct trial *t, struct str who, const char *words)
{
	if (t->why && who.n)
		buf_print(t->why, "%.*s ", STR_ARG(who));
	if (t->why)
		buf_str(t->why, str_from(words));
	return false;
}

static void give(struct routing *s, struct trial *t, size_t rep)
{
	t->decision->owner = s->plan->roster->rep[rep].name;
	t->decision->team = s->plan->roster->rep[rep].team;
	t->rep = rep;
	count_lead(s, rep);
}

/* Is there somebody who is not away, and so has reached a limit? Nobody can take the lead. */
static bool is_full(const struct choice *c, size_t except)
{
	for (const struct candidate *one = c->one; one < c->one + c->n; one++)
		if (!one->away && one->rep != except)
			return true;
	return false;
}

/* Whose lead it is in the pool. A company's hash stands for those of its leads. */
static size_t pick(const struct routing *s, const struct bound_route *r, struct pool *pool,
		   const struct trial *t, const struct candidate *has)
{
	const uint64_t *company = &t->decision->company;
	bool drawn = *company && r->said->share == SHARE_HASH;
	size_t i = 0;

	if (!has)
		return pool_next(pool, r->said->share, s->open,
				 drawn ? hash_text((struct str){ (const char *)company, sizeof *company }, 0)
				       : t->lot);
	while (pool->crew->rep[i] != has->rep)
		i++;
	return i;
}

static bool try_pool(struct routing *s, const struct bound_route *r, struct trial *t)
{
	bool seen = t->seen && r == &s->plan->route[t->seen->route];
	struct choice *c = turn_look(s, r, t->frame, seen ? t->seen : NULL);

	if (!c->n)
		return pass(t, STR(""), nobody_is_eligible);
	if (pools_tidy(s->pools))
		choices_let_go(s->choices);
	uint64_t company = t->decision->company = company_of(s, r, t->frame);
	const struct candidate *has = whose(s, r->said, c, company, t->except_rep);
	t->decision->together = has;
	struct crew *mustered = turn_crew(s, r->said, c, t->except_rep, r->prefer ? has : NULL);
	struct pool *pool = turn_pool(s, r, c, mustered);
	const struct crew *crew = pool ? pool->crew : NULL;
	size_t i = pool ? pick(s, r, pool, t, has) : 0;
	if (t->why)
		route_reason(s, r, c, crew, i, t->except_rep, t->why);
	if (!pool) {
		t->decision->full |= is_full(c, t->except_rep);
		return false;
	}
	t->decision->pool = pool->hash;
	t->decision->among = (struct sharers){ crew->rep, crew->weights.at, crew->weights.n };
	pools_give(s->pools, pool, i);
	give(s, t, crew->rep[i]);
	return true;
}

/* Has a rep room for a lead that a route gives to nobody else? */
static bool named_has_room(struct routing *s, const struct bound_route *r, const struct rep *rep,
			   struct frame *lead)
{
	struct candidate one = { .rep = (uint32_t)(rep - s->plan->roster->rep) };

	for (size_t i = 0; i < r->said->limits.n; i++)
		one.most[i] = choices_limit(s->choices, r, i, rep, lead);
	return room_of(s, r->said, &one);
}

/* Of an owner whom a route names. */
static uint64_t named_pool(struct routing *s, const struct bound_route *r, struct str name)
{
	buf_clear(&s->key);
	hash_item(&s->key, r->said->name.text);
	fold_key_append(&s->key, name);
	return hash_text(buf_view(&s->key), 0);
}

/* `to EXPR`: the owner it names, who need not be on the roster. */
static bool try_named(struct routing *s, const struct bound_route *r, struct trial *t)
{
	const struct program *p = s->plan->program;
	struct str name = str_trim(code_text(r->to, t->frame));
	const struct rep *rep = name.n ? roster_find(s->plan->roster, name) : NULL;

	if (!name.n)
		return pass(t, STR(""), "it says no owner");
	buf_clear(&s->key);
	fold_key_append(&s->key, name);
	if (t->except.p && str_eq(buf_view(&s->key), t->except))
		return pass(t, name, "has it now");
	if (rep && !rep->active)
		return pass(t, name, "is not active");
	if (rep && rep_away(rep, p->now, p->times.zone))
		return pass(t, name, "is away");
	if (rep && !named_has_room(s, r, rep, t->frame)) {
		t->decision->full = true;
		return pass(t, name, "has no room");
	}
	t->decision->pool = named_pool(s, r, name);
	t->decision->owner = name;
	if (rep)
		give(s, t, (size_t)(rep - s->plan->roster->rep));
	if (t->why)
		buf_print(t->why, "%.*s, by name", STR_ARG(name));
	return true;
}

static void tell_route(struct buf *why, const struct bound_route *r)
{
	if (why->n)
		buf_str(why, STR("; "));
	buf_str(why, r->said->name.text);
	buf_str(why, STR(": "));
}

void routing_tell_past(const struct routing *s, uint64_t past, struct buf *why)
{
	for (; past; past &= past - 1) {
		tell_route(why, &s->plan->route[__builtin_ctzll(past)]);
		buf_str(why, str_from(nobody_is_eligible));
	}
}

/* True: this is the route's lead, whoever gets it. */
static bool try_route(struct routing *s, size_t which, struct trial *t)
{
	const struct bound_route *r = &s->plan->route[which];

	if (r->when && !(t->seen && which == t->seen->route) && !code_flag(r->when, t->frame))
		return false;
	if (t->why)
		tell_route(t->why, r);
	t->decision->which = which;
	t->decision->company = 0;
	t->decision->together = false;
	t->decision->route = r->said->name.text;
	t->decision->how = DECISION_OWNER;
	if (r->to ? try_named(s, r, t) : try_pool(s, r, t))
		return true;
	t->decision->how = DECISION_WAITS;
	if (r->said->wait)
		pass(t, STR(""), ", so it waits");
	return r->said->wait;
}

/* From now on they have this lead, too, among those of its company. */
static void keep_together(struct routing *s, const struct trial *t, uint32_t rep)
{
	const struct decision *x = t->decision;

	count_row(s, t->frame, rep, false, s->plan->route[x->which].together);
	if (x->company)
		together_give(&s->together, x->company, rep);
}

const struct decision *routing_decide_seen(struct routing *s, const struct sight *seen, struct frame *f,
					   uint64_t lot, struct str except, struct buf *why)
{
	const struct agreement *a = s->plan->agreement;
	const struct rep *rep = except.p ? roster_find(s->plan->roster, except) : NULL;
	struct trial t = { .frame = f,
			   .lot = lot,
			   .why = why,
			   .except_rep = SIZE_MAX,
			   .rep = SIZE_MAX,
			   .decision = &s->decision,
			   .seen = seen };

	if (except.p) {
		buf_clear(&s->text);
		fold_key_append(&s->text, str_trim(except));
		t.except = buf_view(&s->text);
	}
	if (rep)
		t.except_rep = (size_t)(rep - s->plan->roster->rep);
	s->decision = (struct decision){ 0 };
	for (size_t i = seen ? seen->route : 0; i < a->routes.n; i++)
		if (try_route(s, i, &t)) {
			if (t.rep != SIZE_MAX)
				keep_together(s, &t, (uint32_t)t.rep);
			return &s->decision;
		}
	if (why && !why->n)
		buf_str(why, STR("no route is for it"));
	s->decision = (struct decision){ .how = DECISION_OTHERWISE,
					 .full = s->decision.full,
					 .route = a->otherwise.text.p ? a->otherwise.text : STR(""),
					 .which = SIZE_MAX };
	return &s->decision;
}

const struct decision *routing_decide(struct routing *s, struct frame *f, uint64_t lot, struct str except,
				      struct buf *why)
{
	return routing_decide_seen(s, NULL, f, lot, except, why);
}

/* ---- what may be asked besides ---- */

/* Does the route name an owner, who has not left? */
static bool names_somebody(const struct routing *s, const struct bound_route *r, struct frame *f)
{
	struct str name = str_trim(code_text(r->to, f));
	const struct rep *rep = name.n ? roster_find(s->plan->roster, name) : NULL;

	return name.n && (!rep || rep->active);
}

void routing_read(struct routing *s, struct frame *f, const struct decision *x)
{
	for (size_t i = 0; i < s->routes && (i <= x->which || x->which == SIZE_MAX); i++) {
		const struct bound_route *r = &s->plan->route[i];
		if (r->when && !code_flag(r->when, f))
			continue;
		if (r->to)
			code_text(r->to, f);
		else
			turn_look(s, r, f, NULL);
		company_of(s, r, f);
	}
}

/* The pool that would share the current lead by a route; NULL: nobody can. */
static struct pool *pool_now(struct routing *s, const struct bound_route *r, struct frame *f)
{
	struct choice *c = turn_look(s, r, f, NULL);

	if (pools_tidy(s->pools))
		choices_let_go(s->choices);
	return c->n ? turn_pool(s, r, c, turn_crew(s, r->said, c, SIZE_MAX, NULL)) : NULL;
}

uint64_t routing_pool(struct routing *s, struct frame *f, struct str owner, uint64_t *company)
{
	const struct rep *rep = roster_find(s->plan->roster, owner);

	*company = 0;

	for (size_t i = 0; i < s->routes; i++) {
		const struct bound_route *r = &s->plan->route[i];
		if (r->when && !code_flag(r->when, f))
			continue;
		if (r->to && names_somebody(s, r, f)) {
			struct str name = str_trim(code_text(r->to, f));
			return roster_find(s->plan->roster, name) == rep && rep ? named_pool(s, r, name) : 0;
		}
		const struct pool *pool = r->to ? NULL : pool_now(s, r, f);
		*company = pool || r->said->wait ? company_of(s, r, f) : 0;
		for (size_t k = 0; pool && rep && k < pool->crew->weights.n; k++)
			if (&s->plan->roster->rep[pool->crew->rep[k]] == rep)
				return pool->hash;
		if (pool || r->said->wait)
			return 0;
	}
	return 0;
}

struct sharers routing_eligible(struct routing *s, const struct sight *seen, struct frame *f, size_t like,
				uint64_t *company)
{
	*company = 0;
	for (size_t i = seen ? seen->route : 0; i < s->routes; i++) {
		const struct bound_route *r = &s->plan->route[i];
		const struct sight *here = seen && i == seen->route ? seen : NULL;
		if (r->when && !here && !code_flag(r->when, f))
			continue;
		if (r->to && names_somebody(s, r, f))
			break;
		const struct choice *c = r->to ? NULL : turn_look(s, r, f, here);
		if (!c || !c->n)
			continue;
		*company = company_of(s, r, f);
		const struct candidate *as = candidate(c, like);
		double level = as && *company ? as->prefer : c->one[0].prefer;
		size_t n = 0;
		for (const struct candidate *one = c->one; one < c->one + c->n; one++) {
			if (one->prefer != level)
				continue;
			s->members[n] = one->rep;
			s->weight[n++] = pool_weight(r->said, &s->plan->roster->rep[one->rep]);
		}
		return (struct sharers){ s->members, s->weight, n };
	}
	return (struct sharers){ 0 };
}

uint64_t routing_passed_over(struct routing *s, const struct rep *rep)
{
	return choices_passed(s->choices, (size_t)(rep - s->plan->roster->rep));
}

uint64_t routing_room(struct routing *s, const struct rep *rep)
{
	const struct load *load = &s->load[rep - s->plan->roster->rep];
	uint64_t room = UINT64_MAX;

	for (size_t i = 0; i < s->routes; i++) {
		const struct bound_route *r = &s->plan->route[i];
		for (size_t k = 0; k < r->said->limits.n; k++) {
			if (!r->same_for_all[k])
				continue;
			uint64_t most = choices_limit(s->choices, r, k, rep, NULL),
				 had = load->had[r->said->limits.at[k].per];
			uint64_t left = most == UINT64_MAX ? most : most > had ? most - had : 0;
			room = left < room ? left : room;
		}
	}
	return room;
}
