/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See assigner.h. */
#include "route/assigner.h"

#include <stdlib.h>
#include <unistd.h>

#include "agreement/read.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/number.h"

/* ---- what a row says ---- */

static struct str text_of(const struct code *c, struct frame *f)
{
	struct str s = code_text(c, f);

	return s.p ? str_trim(s) : STR("");
}

struct str assigner_id(const struct assigner *d, struct frame *f)
{
	return id_map_kept(d->map, text_of(d->id, f));
}

struct str assigner_owner(const struct assigner *d, struct frame *f)
{
	return text_of(d->owner, f);
}

bool assigner_reassigns(const struct assigner *d, struct frame *f)
{
	return d->reassign && assigner_owner(d, f).n && code_flag(d->reassign, f);
}

bool assigner_has_open(const struct assigner *d, struct frame *f)
{
	const struct standing *at = pipeline_stand(&d->pipeline, f);

	return at->exit == SIZE_MAX && !(at->done && d->pipeline.nstages > 1);
}

/* What was found out of the current row before; NULL: nothing. */
static const struct foreseen *foreseen_of(const struct assigner *d, const struct frame *f)
{
	const struct foresight *s = d->foresight;

	return s && s->begun == f->begun ? &s->lead[f->run->at] : NULL;
}

bool assigner_is_id(struct str id)
{
	return id.n && !number_is_rounded(id);
}

bool assigner_has_id(const struct assigner *d, struct frame *f)
{
	const struct foreseen *x = foreseen_of(d, f);
	struct str id = !d->keeps ? STR("kept nowhere") : x ? x->id : assigner_id(d, f);

	if (!id.n)
		frame_fail(f, "the lead has no id, so the ledger can't know it again");
	else if (!assigner_is_id(id))
		frame_fail(
			f,
			"the id '%.*s' has been rounded by a spreadsheet, so several leads may have it, and "
			"the ledger would take them for one; export the ids anew, and keep them text",
			STR_ARG(id));
	return !f->error.n;
}

/* ---- before row one ---- */

void assigner_mark_rules(struct assigner *d, const char *reassign)
{
	uint64_t parts[] = { agreement_fingerprint(d->plan.agreement, true), roster_hash(d->roster),
			     reassign ? hash_text(str_from(reassign), 0) : 0 };

	d->rules = hash_text((struct str){ (const char *)parts, sizeof parts }, 0);
}

bool assigner_bind(struct assigner *d, struct names *n, size_t lane, const struct code *reassign)
{
	struct expr id = { .op = EXPR_NAME, .text = STR("id") };

	d->names = n;
	d->lane = lane;
	d->reassign = reassign;
	d->id = names_code(n, "id", TYPE_TEXT);
	d->owner = names_code(n, "owner", TYPE_TEXT);
	d->id_column = names_column(n, &id);
	d->roster = roster_read(n);
	if (!d->roster || !routing_bind(&d->plan, n, d->roster) || !pipeline_bind(&d->pipeline, n))
		return false;
	const struct agreement *a = d->plan.agreement;
	if (a->orders.n)
		d->order = order_new(n, &a->orders.at[0]);
	else if (d->plan.limited)
		d->newest = newest_new(n, &d->pipeline);
	d->decides_first = d->order;
	if (reassign && assigner_reads_first(d))
		d->reassign = program_keep(names_program(n), reassign);
	return !names_diags(n)->errors;
}

/* ---- what is there already ---- */

static void remember(void *ctx, const struct ledger_entry *e)
{
	struct assigner *d = ctx;

	routing_past(d->routing, e->owner, e->pool, e->at,
		     e->run == d->rules && e->at == d->plan.program->now);
	routing_company(d->routing, e->owner, e->company);
	if (d->accepted)
		accepted_entry(d->accepted, e, false);
}

/* Does the ledger's owner still count: on the roster and active, or named by a route? */
static bool still_holds(const struct assigner *d, const struct ledger_entry *e)
{
	const struct rep *rep = roster_find(d->roster, e->owner);
	const struct agreement *a = d->plan.agreement;

	if (rep)
		return rep->active;
	for (size_t i = 0; i < a->routes.n; i++)
		if (a->routes.at[i].to && str_eq(a->routes.at[i].name.text, e->route))
			return true;
	return false;
}

/* For a lead that --reassign applies to: does its row name the ledger's owner? If it names somebody else, the
 * lead was reassigned already, and the row is out of date. */
static bool has_it(const struct ledger_entry *known, struct str present)
{
	return present.n && str_eq(known->owner, present);
}

/* Whose lead the current row is before the first decision. `accepted`: by a meeting; n 0: it isn't said. A
 * row that is to be decided about is nobody's among the leads of its company. */
static void count_owner(struct assigner *d, struct frame *f, struct str accepted)
{
	struct ledger_entry known;
	struct str owner = assigner_owner(d, f), id = assigner_id(d, f);
	bool open = !owner.n || assigner_reassigns(d, f);
	bool first = id.n && ledger_meet(d->ledger, id, open, &known);

	bool given = first && still_holds(d, &known) && !has_it(&known, owner);

	if (accepted.n)
		owner = accepted;
	else if (given)
		owner = known.owner;
	if (d->plan.by_load && owner.n && assigner_has_open(d, f))
		routing_open(d->routing, owner);
	if (owner.n && (!open || given || accepted.n))
		routing_row(d->routing, f, owner, false);
}

/* Leads of the ledger that the input doesn't have count as open, as far as is known. */
static void count_unmet(void *ctx, const struct ledger_entry *e)
{
	routing_open(((struct assigner *)ctx)->routing, e->owner);
}

/* ---- whom a meeting has accepted it for ---- */

/* Is the accepted owner still there? */
static bool is_there(const struct assigner *d, struct str owner)
{
	const struct rep *rep = roster_find(d->roster, owner);

	return rep ? rep->active : !d->roster->n;
}

/* Does a meeting say whose the current lead is, and nobody since? The ledger learns it. */
static bool is_accepted(struct assigner *d, struct frame *f, struct acceptance_of *by)
{
	struct str id = d->accepted ? assigner_id(d, f) : STR("");
	enum accepted_state state = id.n ? accepted_find(d->accepted, f, id, by) : ACCEPTED_NOT;

	if (state == ACCEPTED_NOT || state == ACCEPTED_OVERRULED ||
	    (state == ACCEPTED_RECORDED && assigner_reassigns(d, f)))
		return false;
	if (!is_there(d, by->owner)) {
		d->left++;
		return false;
	}
	if (state != ACCEPTED_NEW)
		return true;
	const struct rep *rep = roster_find(d->roster, by->owner);
	uint64_t company;
	struct ledger_entry e = { .lead_id = id,
				  .owner = rep ? rep->name : by->owner,
				  .team = rep && rep->team.p ? rep->team : STR(""),
				  .route = accepted_route,
				  .pool = routing_pool(d->routing, f, by->owner, &company),
				  .run = d->rules,
				  .at = d->plan.program->now };
	e.company = company;
	ledger_add(d->ledger, &e);
	routing_past(d->routing, e.owner, e.pool, e.at, true);
	routing_company(d->routing, e.owner, e.company);
	accepted_entry(d->accepted, &e, true);
	d->reviewed++;
	return true;
}

/* Once the input shows the answer, its owner is the one whom the lead has now. */
static struct str accepted_owner(const struct acceptance_of *by, struct str present)
{
	return by->waits || !present.n ? by->owner : present;
}

bool assigner_reads_first(const struct assigner *d)
{
	return d->plan.by_load || d->plan.commons || d->decides_first;
}

void assigner_meet(struct assigner *d, struct frame *f)
{
	struct acceptance_of by;
	struct str owner = assigner_owner(d, f);
	bool accepted = is_accepted(d, f, &by);

	if (d->plan.by_load || d->plan.commons)
		count_owner(d, f, accepted ? accepted_owner(&by, owner) : STR(""));
	if (d->decides_first && !accepted && (!owner.n || assigner_reassigns(d, f)) && assigner_has_id(d, f))
		order_keep(d->order, f);
}

void assigner_meet_left_out(struct assigner *d, struct frame *f)
{
	struct ledger_entry known;
	struct str owner = assigner_owner(d, f), id = assigner_id(d, f);

	if (!owner.n && id.n && ledger_find(d->ledger, id, &known) == LEDGER_GIVEN && still_holds(d, &known))
		owner = known.owner;
	if (owner.n)
		routing_row(d->routing, f, owner, false);
}

void assigner_met(struct assigner *d)
{
	d->left = 0; /* they are counted when the rows are written */
	if (d->plan.by_load)
		ledger_unmet(d->ledger, count_unmet, d);
	if (d->decides_first)
		d->decided = mem_new((order_size(d->order) + 1) * sizeof *d->decided);
}

static void say_waiting(void *ctx)
{
	struct assigner *d = ctx;

	d->waits(d->ctx);
}

bool assigner_open(struct assigner *d, const char *path, enum ledger_use use)
{
	struct diags *diags = names_diags(d->names);

	ledger_wait_fn *wait = use == LEDGER_WAIT ? say_waiting : NULL;

	d->routing = routing_new(&d->plan);
	d->draws_as_written |= path != NULL;
	if (use != LEDGER_LOOK && path && d->plan.commons && !ledger_with_companies(path, wait, d, diags))
		return false;
	if (use != LEDGER_LOOK)
		d->ledger = ledger_open(path, d->map, remember, wait, d, diags);
	else if (path && access(path, F_OK) == 0)
		d->ledger = ledger_read(path, d->map, remember, d, diags);
	else
		d->ledger = ledger_open(NULL, NULL, NULL, NULL, NULL, diags);
	return d->ledger;
}

void assigner_release(struct assigner *d)
{
	if (d->ledger)
		ledger_close(d->ledger);
	if (d->routing)
		routing_free(d->routing);
	roster_free(d->roster);
	order_free(d->order);
	accepted_free(d->accepted);
	newest_free(d->newest);
	free(d->decided);
	free(d->foresight);
	free(d->crew);
	map_release(&d->crews);
	arena_release(&d->arena);
	buf_release(&d->key);
	buf_release(&d->why);
	buf_release(&d->ahead);
}

void assigner_tell(const struct assigner *d)
{
	if (d->newest)
		newest_tell(d->newest, names_diags(d->names));
	tally_say(names_diags(d->names), d->reviewed, "whose accepted owner is recorded by route",
		  accepted_route);
	tally_say(names_diags(d->names), d->left,
		  "accepted for somebody who is not in the roster, or not active, which is passed over",
		  STR(""));
	tally_say(names_diags(d->names), d->together,
		  "got the owner of the leads that they are kept together with", STR(""));
	tally_say(
		names_diags(d->names), d->ledger ? ledger_pointed(d->ledger) : 0,
		"new in the ledger by an id that ends in .0: 12345.0 is not 12345, as another file may call "
		"the lead",
		STR(""));
	tally_say(names_diags(d->names), d->repeats, "whose lead an earlier row has decided about", STR(""));
}

bool assigner_commit(struct assigner *d)
{
	return ledger_commit(d->ledger);
}

/* ---- rows ---- */

static const struct decision *decide_seen(struct assigner *d, const struct sight *seen, struct frame *f,
					  struct str id, struct str except, struct buf *why)
{
	uint64_t lot = assigner_lot(d, id, f->run, f->run->at);
	const struct decision *x = routing_decide_seen(d->routing, seen, f, lot, except, why);

	if (x->how == DECISION_OWNER && d->plan.by_load && assigner_has_open(d, f)) {
		routing_open(d->routing, x->owner);
		if (except.p)
			routing_taken(d->routing, except);
	}
	return x;
}

const struct decision *assigner_decide(struct assigner *d, struct frame *f, struct str id, struct str except,
				       struct buf *why)
{
	return decide_seen(d, NULL, f, id, except, why);
}

static void decide(struct assigner *d, const struct sight *seen, struct frame *f, struct str id,
		   struct str except)
{
	static const enum outcome outcomes[] = { [DECISION_OWNER] = ASSIGNED_OWNER,
						 [DECISION_WAITS] = ASSIGNED_WAITS,
						 [DECISION_OTHERWISE] = ASSIGNED_OTHERWISE };
	struct assignment *now = &d->now;

	buf_clear(&d->why);
	if (seen && d->explains)
		routing_tell_past(d->routing, d->foresight->past[f->run->at], &d->why);
	const struct decision *x = decide_seen(d, seen, f, id, except, d->explains ? &d->why : NULL);
	now->how = outcomes[x->how];
	d->together += x->together;
	now->decision = x;
	if (d->newest && x->full && x->how != DECISION_OWNER)
		newest_turned_away(d->newest, f->record);
	if (now->how == ASSIGNED_OWNER || !except.p) {
		now->owner = x->owner;
		now->team = x->team;
		now->route = x->route;
	} else {
		now->how = ASSIGNED_KEPT; /* nobody else can take it */
		if (d->explains)
			buf_str(&d->why, STR("; it keeps its owner"));
	}
	now->why = buf_view(&d->why);
}

/* The team of an owner in the ledger. An empty team there can mean that the owner has none, that the roster
 * has no teams, or that the owner isn't on it; in the last two cases the row keeps its value. */
static struct str team_of(const struct assigner *d, const struct ledger_entry *known)
{
	const struct rep *rep = known->team.n ? NULL : roster_find(d->roster, known->owner);

	return known->team.n || (rep && rep->team.p) ? known->team : STR_NONE;
}

static void take_known(struct assigner *d, enum outcome how, const struct ledger_entry *known, struct str why)
{
	d->now = (struct assignment){ .how = how,
				      .owner = known->owner,
				      .team = team_of(d, known),
				      .route = known->route,
				      .why = why };
}

static void take_accepted(struct assigner *d, const struct acceptance_of *by, struct str present)
{
	const struct rep *rep = roster_find(d->roster, by->owner);
	struct str owner = rep ? rep->name : by->owner;

	if (str_eq(accepted_owner(by, present), present) || str_eq(owner, present))
		d->now = (struct assignment){ .how = ASSIGNED_KEPT, .why = STR("it has an owner") };
	else
		d->now = (struct assignment){ .how = ASSIGNED_ACCEPTED,
					      .owner = owner,
					      .team = rep && rep->team.p ? rep->team : STR_NONE,
					      .route = accepted_route,
					      .why = STR("accepted at a meeting") };
}

/* What the lead's first row got; if that was nothing, this row may name the owner. */
static void repeat(struct assigner *d, bool nobody, const struct ledger_entry *known, struct str present)
{
	const struct str why = STR("decided with an earlier row of this lead");

	d->repeats++;
	if (nobody)
		d->now = (struct assignment){ .how = ASSIGNED_REPEAT,
					      .route = present.n ? STR_NONE : known->route,
					      .why = why };
	else
		take_known(d, ASSIGNED_REPEAT, known, why);
}

/* Applies to all rows of the lead in this run. `place`: of a lead of which nothing was known; NULL: it isn't
 * one. `stays`: the ledger has a valid owner for it. */
static void settle(struct assigner *d, struct str id, const size_t *place, const struct decision *x,
		   bool stays)
{
	struct ledger_entry e = {
		id, x->owner, x->team, x->route, x->pool, d->rules, d->plan.program->now, x->company
	};

	if (x->how == DECISION_OWNER && place)
		ledger_add_new(d->ledger, &e, *place, x->among.n);
	else if (x->how == DECISION_OWNER)
		ledger_add(d->ledger, &e);
	else if (stays)
		ledger_stay(d->ledger, id);
	else
		ledger_nobody(d->ledger, id, x->route);
}

/* A lead without an owner, or one that must get an owner other than its present one. */
static void route(struct assigner *d, struct frame *f, struct str id, struct str present,
		  const struct foreseen *x)
{
	struct ledger_entry known;
	bool is_new = !id.n || (x && x->is_new);
	enum ledger_says says = is_new ? LEDGER_NOTHING
				: x    ? ledger_find_at(d->ledger, x->place, &known)
				       : ledger_find(d->ledger, id, &known);
	bool stays = says == LEDGER_GIVEN && still_holds(d, &known);

	if (says == LEDGER_DECIDED || says == LEDGER_NOBODY) {
		repeat(d, says == LEDGER_NOBODY, &known, present);
	} else if (stays && !has_it(&known, present)) {
		ledger_stay(d->ledger, id);
		take_known(d, ASSIGNED_KNOWN, &known, STR("it has this owner already, in the ledger"));
	} else {
		const struct sight *seen = x && x->is_new ? &d->foresight->sight[f->run->at] : NULL;
		decide(d, seen, f, id, present.n ? present : STR_NONE);
		if (id.n)
			settle(d, id, seen ? &x->place : NULL, d->now.decision, stays);
	}
}

/* The lead of the next row is looked for in memory while this one is decided about. */
static void look_ahead(struct assigner *d, const struct record *r)
{
	if (d->id_column == SIZE_MAX || r->index + 1 >= r->batch->marks.nrow)
		return;
	struct record next = batch_record(r->batch, r->index + 1);
	ledger_key(d->ledger, str_trim(id_map_kept(d->map, record_value(&next, d->id_column, &d->ahead))));
}

/* ---- in an order of their own ---- */

const struct kept_row *assigner_next(void *assigner)
{
	struct assigner *d = assigner;

	return d->decides_first ? order_next(d->order, &d->place) : NULL;
}

/* The same people, as long as the assigner lives. */
static struct sharers keep_crew(struct assigner *d, struct sharers x)
{
	size_t n = d->crews.n;

	buf_clear(&d->key);
	buf_add(&d->key, (const char *)x.weight, x.n * sizeof *x.weight);
	buf_add(&d->key, (const char *)x.rep, x.n * sizeof *x.rep);
	const uint32_t *known = map_find(&d->crews, buf_view(&d->key));
	if (known)
		return d->crew[*known];
	int64_t *weight = arena_alloc(&d->arena, d->key.n);
	memcpy(weight, d->key.p, d->key.n);
	map_put(&d->crews, (struct str){ (const char *)weight, d->key.n }, (uint32_t)n);
	MEM_ROOM(d->crew, n, d->crew_cap);
	return d->crew[n] = (struct sharers){ (const uint32_t *)(weight + x.n), weight, x.n };
}

void assigner_take_kept(struct assigner *d, struct frame *f)
{
	struct assignment *x = &d->decided[d->place];

	d->now = (struct assignment){ .how = ASSIGNED_NOT };
	route(d, f, assigner_id(d, f), assigner_owner(d, f), NULL);
	*x = d->now;
	x->why = arena_copy(&d->arena, x->why);
	if (!x->decision)
		return;
	struct decision *kept = ARENA_NEW(&d->arena, struct decision);
	*kept = *x->decision;
	x->decision = kept;
	if (kept->among.n)
		kept->among = keep_crew(d, kept->among);
	else if (x->how == ASSIGNED_OWNER)
		x->owner = kept->owner = arena_copy(&d->arena, kept->owner); /* the row names it */
}

/* What was decided about the current row, which is read again so that what can't be read is noted. */
static void recall(struct assigner *d, struct frame *f)
{
	const struct record *r = f->record;

	d->now = d->decided[order_place(d->order, r->batch->first_row + r->index)];
	if (d->foresight && d->foresight->decided == f->begun)
		return;
	order_read(d->order, f);
	if (d->now.decision)
		routing_read(d->routing, f, d->now.decision);
}

/* In the ledger, as a number. */
static uint32_t hold_turn(struct assigner *d, struct str id, const struct turn *x)
{
	struct ledger_entry e = { .lead_id = id,
				  .owner = x->rep->name,
				  .team = x->rep->team,
				  .route = x->route,
				  .pool = x->pool,
				  .run = d->rules,
				  .at = d->plan.program->now };

	return ledger_hold(d->ledger, &e, true);
}

size_t assigner_take_turns(struct assigner *d, struct asked leads, struct turn *out)
{
	const struct foresight *s = d->foresight;
	size_t n = routing_take_turns(d->routing, leads, s->sight, s->lot, out),
	       held = ledger_held(d->ledger);

	for (size_t i = 0; i < n; i++) {
		const struct foreseen *x = &s->lead[leads.row[i]];
		uint32_t given = d->keeps ? 0 : *out[i].number;
		if (!given) {
			given = *out[i].number = hold_turn(d, x->id, &out[i]);
			held = ledger_held(d->ledger);
		}
		if (x->id.n)
			ledger_add_held(d->ledger, x->place, given);
		out[i].held = held;
	}
	return n;
}

static const struct assignment keeps = { .how = ASSIGNED_KEPT, .why = STR("it has an owner") };

/* A lead of which nothing was found out before. */
static void take(struct assigner *d, struct frame *f)
{
	struct str present = assigner_owner(d, f);
	struct acceptance_of by;

	if (is_accepted(d, f, &by))
		take_accepted(d, &by, present);
	else if (present.n && !assigner_reassigns(d, f))
		d->now = keeps;
	else if (d->decides_first)
		recall(d, f);
	else
		route(d, f, assigner_id(d, f), present, NULL);
}

const struct assignment *assigner_take(struct assigner *d, struct frame *f)
{
	const struct record *r = f->record;
	const struct foreseen *x = foreseen_of(d, f);

	if (!d->decides_first && !x)
		look_ahead(d, r);
	d->now = (struct assignment){ .how = ASSIGNED_NOT };
	if (tally_of(f)->no_lead)
		return &d->now;
	if (!x)
		take(d, f);
	else if (x->keeps)
		d->now = keeps;
	else
		route(d, f, x->id, assigner_owner(d, f), x);
	return &d->now;
}
