/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See assigner.h. */
#include "cmd/assigner.h"

#include <unistd.h>

#include "base/hash.h"

/* ---- what a row says ---- */

static struct str text_of(const struct code *c, size_t lane, struct worker *w)
{
	struct str s = code_text(c, &w->frame[lane]);

	return s.p ? str_trim(s) : STR("");
}

struct str dealer_id(const struct dealer *d, struct worker *w)
{
	return text_of(d->id, d->lane, w);
}

struct str dealer_owner(const struct dealer *d, struct worker *w)
{
	return text_of(d->owner, d->lane, w);
}

bool dealer_reassigns(const struct dealer *d, struct worker *w)
{
	return d->reassign && dealer_owner(d, w).n && code_flag(d->reassign, &w->frame[d->lane]);
}

bool dealer_has_open(const struct dealer *d, struct worker *w)
{
	const struct standing *at = road_stand(&d->road, &w->frame[d->lane]);

	return at->exit == SIZE_MAX && !(at->done && d->road.nstages > 1);
}

/* ---- before row one ---- */

/* Runs by the same rules may go on with each other, and can be decided again. */
static uint64_t fingerprint(const struct dealer *d, const char *reassign)
{
	uint64_t parts[] = { agreement_fingerprint(d->plan.agreement, true), roster_hash(d->roster),
			     reassign ? hash_text(str_from(reassign), 0) : 0 };

	return hash_text((struct str){ (const char *)parts, sizeof parts }, 0);
}

bool dealer_bind(struct dealer *d, struct filter *f, size_t lane, const char *reassign)
{
	struct names *n = f->lane[lane].names;
	struct expr id = { .op = EXPR_NAME, .text = STR("id") };

	d->filter = f;
	d->lane = lane;
	d->id = filter_name(f, lane, "id", TYPE_TEXT);
	d->owner = filter_name(f, lane, "owner", TYPE_TEXT);
	d->id_column = names_column(n, &id);
	if (reassign)
		d->reassign = filter_option(f, lane, "--reassign", reassign, TYPE_FLAG);
	d->roster = roster_read(n);
	if (!d->roster || !routing_bind(&d->plan, n, d->roster) || !road_bind(&d->road, n))
		return false;
	d->rules = fingerprint(d, reassign);
	return !f->diags.errors;
}

/* ---- what is there already ---- */

static void remember(void *ctx, const struct ledger_entry *e)
{
	struct dealer *d = ctx;

	routing_past(d->routing, e->owner, e->pool, e->at,
		     e->run == d->rules && e->at == d->plan.program->now);
}

static void say_waiting(void *ctx)
{
	filter_say(((struct dealer *)ctx)->filter);
}

/* Is what the ledger says still so: is the owner in the roster and active, or one that a route names? */
static bool still_holds(const struct dealer *d, const struct ledger_entry *e)
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

/* Does the row of a lead that shall have another owner say the one of the ledger? Where it says somebody
 * else, the lead was given away already, and the row has not heard of it. */
static bool has_it(const struct ledger_entry *known, struct str present)
{
	return present.n && str_eq(known->owner, present);
}

/* Who has open leads, by the input's rows. */
static void count_open(void *ctx, struct worker *w, const struct record *r)
{
	struct dealer *d = ctx;
	struct ledger_entry known;

	(void)r;
	if (w->tally[d->lane].no_lead)
		return;
	struct str owner = dealer_owner(d, w), id = dealer_id(d, w);
	bool open = !owner.n || dealer_reassigns(d, w);
	bool first = id.n && ledger_meet(d->ledger, id, open, &known);
	if (first && still_holds(d, &known) && !has_it(&known, owner))
		owner = known.owner;
	if (owner.n && dealer_has_open(d, w))
		routing_open(d->routing, owner);
}

/* Those of the ledger that the input does not have are open, as far as anybody knows. */
static void count_unmet(void *ctx, const struct ledger_entry *e)
{
	routing_open(((struct dealer *)ctx)->routing, e->owner);
}

bool dealer_open(struct dealer *d, const char *path, enum ledger_use use)
{
	struct filter *f = d->filter;

	d->routing = routing_new(&d->plan);
	if (use != LEDGER_LOOK)
		d->ledger =
			ledger_open(path, remember, use == LEDGER_WAIT ? say_waiting : NULL, d, &f->diags);
	else if (path && access(path, F_OK) == 0)
		d->ledger = ledger_read(path, remember, d, &f->diags);
	else
		d->ledger = ledger_open(NULL, NULL, NULL, d, &f->diags);
	if (!d->ledger || !d->plan.by_load)
		return d->ledger;
	if (!filter_read_before(f, count_open, d))
		return false;
	ledger_unmet(d->ledger, count_unmet, d);
	return true;
}

void dealer_release(struct dealer *d)
{
	if (d->ledger)
		ledger_close(d->ledger);
	if (d->routing)
		routing_free(d->routing);
	roster_free(d->roster);
	buf_release(&d->why);
	buf_release(&d->ahead);
}

void dealer_tell(const struct dealer *d)
{
	tally_say(&d->filter->diags, d->repeats, "whose lead an earlier row has decided about", STR(""));
}

bool dealer_commit(struct dealer *d)
{
	return ledger_commit(d->ledger);
}

/* ---- rows ---- */

const struct decision *dealer_decide(struct dealer *d, struct worker *w, struct str id, struct str except,
				     struct buf *why)
{
	const struct decision *x = routing_decide(d->routing, &w->frame[d->lane], id, except, why);

	if (x->how == DECISION_OWNER && d->plan.by_load && dealer_has_open(d, w)) {
		routing_open(d->routing, x->owner);
		if (except.p)
			routing_taken(d->routing, except);
	}
	return x;
}

static void decide(struct dealer *d, struct worker *w, struct str id, struct str except)
{
	static const enum outcome outcomes[] = { [DECISION_OWNER] = DEALT_OWNER,
						 [DECISION_WAITS] = DEALT_WAITS,
						 [DECISION_OTHERWISE] = DEALT_OTHERWISE };
	const struct frame *f = &w->frame[d->lane];
	struct str lot = id.n ? id : (struct str){ f->record->p, f->record->n };
	struct dealt *dealt = &d->dealt;

	buf_clear(&d->why);
	const struct decision *x = dealer_decide(d, w, lot, except, d->explains ? &d->why : NULL);
	dealt->how = outcomes[x->how];
	dealt->decision = x;
	if (dealt->how == DEALT_OWNER || !except.p) {
		dealt->owner = x->owner;
		dealt->team = x->team;
		dealt->route = x->route;
	} else {
		dealt->how = DEALT_KEPT; /* nobody else can take it */
		if (d->explains)
			buf_str(&d->why, STR("; it keeps its owner"));
	}
	dealt->why = buf_view(&d->why);
}

/* The team of an owner by the ledger, which says none alike where the roster has none for them, and where it
 * has no teams at all, or not that owner: then the row keeps what it says. */
static struct str team_of(const struct dealer *d, const struct ledger_entry *known)
{
	const struct rep *rep = known->team.n ? NULL : roster_find(d->roster, known->owner);

	return known->team.n || (rep && rep->team.p) ? known->team : STR_NONE;
}

static void deal_known(struct dealer *d, enum outcome how, const struct ledger_entry *known, struct str why)
{
	d->dealt = (struct dealt){ .how = how,
				   .owner = known->owner,
				   .team = team_of(d, known),
				   .route = known->route,
				   .why = why };
}

/* What the lead's first row got; where that was nothing, this one may say whose it is. */
static void repeat(struct dealer *d, bool nobody, const struct ledger_entry *known, struct str present)
{
	const struct str why = STR("decided with an earlier row of this lead");

	d->repeats++;
	if (nobody)
		d->dealt = (struct dealt){ .how = DEALT_REPEAT,
					   .route = present.n ? STR_NONE : known->route,
					   .why = why };
	else
		deal_known(d, DEALT_REPEAT, known, why);
}

/* For all rows of the lead in this run. `stays`: by the ledger it has a sound owner. */
static void settle(struct dealer *d, struct str id, const struct decision *x, bool stays)
{
	if (x->how == DECISION_OWNER)
		ledger_add(d->ledger, &(struct ledger_entry){ id, x->owner, x->team, x->route, x->pool,
							      d->rules, d->plan.program->now });
	else if (stays)
		ledger_stay(d->ledger, id);
	else
		ledger_nobody(d->ledger, id, x->route);
}

/* A lead without an owner, or that shall have another than it has at present. */
static void route(struct dealer *d, struct worker *w, struct str id, struct str present)
{
	struct ledger_entry known;
	enum ledger_says says = id.n ? ledger_find(d->ledger, id, &known) : LEDGER_NOTHING;
	bool stays = says == LEDGER_GIVEN && still_holds(d, &known);

	if (says == LEDGER_DECIDED || says == LEDGER_NOBODY) {
		repeat(d, says == LEDGER_NOBODY, &known, present);
	} else if (stays && !has_it(&known, present)) {
		ledger_stay(d->ledger, id);
		deal_known(d, DEALT_KNOWN, &known, STR("it has this owner already, in the ledger"));
	} else {
		decide(d, w, id, present.n ? present : STR_NONE);
		if (id.n)
			settle(d, id, d->dealt.decision, stays);
	}
}

/* The lead of the next row is looked for in memory while this one is decided about. */
static void look_ahead(struct dealer *d, const struct record *r)
{
	if (d->id_column == SIZE_MAX || r->index + 1 >= r->batch->marks.nrow)
		return;
	struct record next = batch_record(r->batch, r->index + 1);
	ledger_ahead(d->ledger, record_value(&next, d->id_column, &d->ahead));
}

/* How many leads the ledger will have, once a batch: by how many there are so far, and how much of the files
 * that was. */
static void look_far(struct dealer *d, const struct batch *b)
{
	struct source *s = &d->filter->source;
	double rows = (double)s->rows * (double)s->size / (double)s->done;

	if (b->first_row && s->size)
		ledger_expect(d->ledger, rows / (double)b->first_row);
}

const struct dealt *dealer_take(struct dealer *d, struct worker *w)
{
	const struct record *r = w->frame[d->lane].record;

	if (!r->index)
		look_far(d, r->batch);
	look_ahead(d, r);
	d->dealt = (struct dealt){ .how = DEALT_NOT };
	if (w->tally[d->lane].no_lead)
		return &d->dealt;
	struct str present = dealer_owner(d, w);
	if (present.n && !dealer_reassigns(d, w))
		d->dealt = (struct dealt){ .how = DEALT_KEPT, .why = STR("it has an owner") };
	else
		route(d, w, dealer_id(d, w), present);
	return &d->dealt;
}
