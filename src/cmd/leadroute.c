/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadroute: whose lead is it? Every lead an owner, fairly, once, and so that the run can be replayed. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/number.h"
#include "cmd/filter.h"
#include "lead/ledger.h"
#include "lead/route.h"
#include "lead/stage.h"

enum { OPTION_REASSIGN = OPTION_OWN, OPTION_NO_WAIT };

static const struct option_row options[] = {
	{ 's', "ledger", "FILE", "remember there who got which lead, and go on from it", COMPLETE_FILE,
	  NULL },
	{ 'x', "explain", NULL, "add 'route_reason': why this owner", 0, NULL },
	{ OPTION_REASSIGN, "reassign", "EXPR", "leads with an owner that shall get another", COMPLETE_COLUMN,
	  NULL },
	{ OPTION_NO_WAIT, "no-wait", NULL, "end if another run has the ledger, rather than wait", 0, NULL },
	{ 0 },
};

static const struct tool tool = {
	.name = "leadroute",
	.line = "give every lead an owner, by rules, fairly and once",
	.options = options,
	.examples =
		"  leadroute -s owners.ledger leads.csv > routed.csv\n"
		"  leadscore leads.csv | leadroute -s owners.ledger -x -o routed.csv\n"
		"  leadsla leads.csv | leadroute -s owners.ledger --reassign 'accept_status = \"overdue\"'\n",
};

/* What the columns that the tool adds say of the row at hand; p NULL: what the input says there. */
enum { GIVEN_OWNER, GIVEN_TEAM, GIVEN_ROUTE, GIVEN_REASON, GIVEN };

struct leadroute {
	struct filter filter;
	const char *ledger_path, *reassign;
	bool explain, no_wait;
	struct roster *roster;
	struct routing_plan plan;
	struct road road;
	struct routing *routing;
	struct ledger *ledger;
	uint64_t rules;			      /* by which is decided: a fingerprint of agreement and roster */
	const struct code *id, *owner, *when; /* when: --reassign; NULL: never */
	bool has_id;
	struct str given[GIVEN];
	struct buf why;
	uint64_t dealt, known, kept, taken_again, *waiting, otherwise; /* rows */
};

static bool own_option(void *ctx, int key, const char *value, struct diags *diags)
{
	struct leadroute *t = ctx;

	(void)diags;
	switch (key) {
	case 's':
		t->ledger_path = value;
		break;
	case 'x':
		t->explain = true;
		break;
	case OPTION_REASSIGN:
		t->reassign = value;
		break;
	case OPTION_NO_WAIT:
		t->no_wait = true;
		break;
	}
	return true;
}

/* ---- before row one ---- */

static union value work_given(const void *ctx, struct frame *f)
{
	(void)f;
	return (union value){ .text = *(const struct str *)ctx };
}

static size_t bind_given(void *ctx, size_t which, struct names *n)
{
	struct leadroute *t = ctx;

	return program_work(names_program(n), TYPE_TEXT, STR(""), work_given, &t->given[which]);
}

/* The column that a field is read from, or else one of that name at the end: filled where there is something
 * to say, and as it was elsewhere. */
static void add_column(struct leadroute *t, size_t which, const char *name, const char *offered)
{
	struct filter *f = &t->filter;
	struct names *n = f->lane[0].names;
	struct expr field = { .op = EXPR_NAME, .text = str_from(name) };
	size_t column = names_column(n, &field);

	names_offer(n, str_from(offered), TYPE_TEXT, true, bind_given, t, which);
	filter_add_str(f, 0, str_from(offered),
		       column == SIZE_MAX ? str_from(name) : f->source.header.name[column])
		->column = column;
}

static const struct code *bind_field(struct leadroute *t, const char *name)
{
	struct program *p = &t->filter.lane[0].program;
	struct expr *e = ARENA_NEW(&p->arena, struct expr);

	*e = (struct expr){ .op = EXPR_NAME,
			    .text = str_from(name),
			    .where = t->filter.lane[0].agreement.text };
	return program_bind(p, e, TYPE_TEXT, NULL);
}

static void bind_reassign(struct leadroute *t)
{
	struct program *p = &t->filter.lane[0].program;
	struct text *text = ARENA_NEW(&p->arena, struct text);

	*text = (struct text){ "--reassign", "", str_from(t->reassign) };
	const struct expr *e = expr_parse_text(text, &p->arena, &t->filter.diags);
	if (e)
		t->when = program_bind(p, e, TYPE_FLAG, NULL);
}

static void bind(struct leadroute *t)
{
	struct filter *f = &t->filter;
	struct names *n = f->lane[0].names;
	const struct agreement *a = &f->lane[0].agreement;
	struct expr id = { .op = EXPR_NAME, .text = STR("id") };

	if (!a->routes.n)
		diag_error(&f->diags, "%s: the agreement has no 'route' statement, so nobody gets a lead",
			   a->text->name);
	t->id = bind_field(t, "id");
	t->owner = bind_field(t, "owner");
	t->has_id = names_column(n, &id) != SIZE_MAX;
	if (!t->has_id && t->ledger_path && f->source.header.n)
		diag_error(
			&f->diags,
			"no column is the lead's id, by which a ledger knows it; name it in the agreement: "
			"field id \"Your Header\"");
	if (t->reassign)
		bind_reassign(t);
	t->roster = roster_read(n);
	if (!t->roster || !routing_bind(&t->plan, n, t->roster) || !road_bind(&t->road, n))
		return;
	add_column(t, GIVEN_OWNER, "owner", "owner, of a route");
	add_column(t, GIVEN_TEAM, "team", "team, of a route");
	add_column(t, GIVEN_ROUTE, "route", "route, of a lead");
	if (t->explain)
		add_column(t, GIVEN_REASON, "route_reason", "reason, of a route");
	t->waiting = ARENA_ARRAY(&f->lane[0].program.arena, a->routes.n, uint64_t);
	t->rules = roster_hash(t->roster);
}

/* ---- what a row says ---- */

static struct str id_of(struct leadroute *t, struct worker *w)
{
	struct str id = code_text(t->id, &w->frame[0]);

	return id.p ? str_trim(id) : STR("");
}

/* The owner it has in its row; empty: none. */
static struct str owner_of(struct leadroute *t, struct worker *w)
{
	struct str owner = code_text(t->owner, &w->frame[0]);

	return owner.p ? str_trim(owner) : STR("");
}

/* ---- the ledger ---- */

static void remember(void *ctx, const struct ledger_entry *e)
{
	struct leadroute *t = ctx;

	routing_past(t->routing, e->owner, e->pool, e->at,
		     e->run == t->rules && e->at == t->filter.lane[0].program.now);
}

static void say_waiting(void *ctx)
{
	filter_say(&((struct leadroute *)ctx)->filter);
}

/* Decisions are on the disk before anybody sees them. */
static bool commit(void *ctx)
{
	return ledger_commit(((struct leadroute *)ctx)->ledger);
}

/* Who has open leads, of the input's rows and of those that the ledger knows. */
static void count_open(void *ctx, struct worker *w, const struct record *r)
{
	struct leadroute *t = ctx;
	const struct standing *at;
	struct ledger_entry known;

	(void)r;
	if (w->tally[0].no_lead)
		return;
	struct str owner = owner_of(t, w), id = id_of(t, w);
	if (!owner.n && id.n && ledger_find(t->ledger, id, &known))
		owner = known.owner;
	at = road_stand(&t->road, &w->frame[0]);
	if (owner.n && at->exit == SIZE_MAX && !at->done)
		routing_open(t->routing, owner);
}

static bool open_ledger(struct leadroute *t)
{
	struct filter *f = &t->filter;

	if (f->diags.errors)
		return false;
	t->routing = routing_new(&t->plan);
	t->ledger = ledger_open(t->ledger_path, remember, t->no_wait ? NULL : say_waiting, t, &f->diags);
	return t->ledger && (!t->plan.by_load || filter_read_before(f, count_open, t));
}

/* ---- rows ---- */

/* Is what the ledger says still so: is the owner in the roster and active, or named by a route? */
static bool still_holds(const struct leadroute *t, const struct ledger_entry *e)
{
	const struct rep *rep = roster_find(t->roster, e->owner);
	const struct agreement *a = t->plan.agreement;

	if (rep)
		return rep->active;
	for (size_t i = 0; i < a->routes.n; i++)
		if (a->routes.at[i].to && str_eq(a->routes.at[i].name.text, e->route))
			return true;
	return false;
}

static void give(struct leadroute *t, struct str owner, struct str team, struct str route, struct str why)
{
	t->given[GIVEN_OWNER] = owner.p ? owner : STR("");
	t->given[GIVEN_TEAM] = team.p ? team : STR("");
	t->given[GIVEN_ROUTE] = route.p ? route : STR("");
	t->given[GIVEN_REASON] = why;
}

static void decide(struct leadroute *t, struct worker *w, struct str id, struct str except)
{
	struct frame *f = &w->frame[0];

	buf_clear(&t->why);
	struct decision d =
		routing_decide(t->routing, f, id.n ? id : (struct str){ f->record->p, f->record->n }, except,
			       t->explain ? &t->why : NULL);
	if (d.how == DECISION_OWNER && id.n)
		ledger_add(t->ledger, &(struct ledger_entry){ id, d.owner, d.team, d.route, d.pool, t->rules,
							      f->program->now });
	t->dealt += d.how == DECISION_OWNER;
	t->otherwise += d.how == DECISION_OTHERWISE;
	if (d.how == DECISION_WAITS)
		t->waiting[d.which]++;
	if (d.how == DECISION_OWNER || !except.p)
		give(t, d.owner, d.team, d.route, buf_view(&t->why));
	else
		t->given[GIVEN_REASON] = buf_view(&t->why); /* nobody else can take it */
}

/* A lead without an owner, or that shall have another one; never decided twice. */
static void route(struct leadroute *t, struct worker *w, struct str present)
{
	struct str id = id_of(t, w);
	struct ledger_entry known;

	if (!id.n && t->ledger_path) {
		buf_print(
			&w->frame[0].error, "%s:%llu: the lead has no id, so the ledger can't know it again",
			w->frame[0].record->batch->file,
			(unsigned long long)batch_line(w->frame[0].record->batch, w->frame[0].record->index));
		return;
	}
	/* Where its row says another owner than the ledger it was given to somebody else already, and the row
	 * has not heard of it. */
	if (id.n && ledger_find(t->ledger, id, &known) && still_holds(t, &known) &&
	    !(present.n && str_eq(known.owner, present))) {
		t->known++;
		give(t, known.owner, known.team, known.route,
		     STR("it has this owner already, in the ledger"));
		return;
	}
	decide(t, w, id, present.n ? present : STR_NONE);
}

static bool take_row(struct worker *w)
{
	struct leadroute *t = (struct leadroute *)w->filter;

	for (size_t i = 0; i < GIVEN; i++)
		t->given[i] = STR_NONE;
	if (w->tally[0].no_lead)
		return true;
	struct str present = owner_of(t, w);
	if (!present.n) {
		route(t, w, present);
	} else if (t->when && code_flag(t->when, &w->frame[0])) {
		t->taken_again++;
		route(t, w, present);
	} else {
		t->kept++;
		t->given[GIVEN_REASON] = STR("it has an owner");
	}
	return true;
}

static bool shares_by_load(const struct agreement *a)
{
	for (size_t i = 0; i < a->routes.n; i++)
		if (a->routes.at[i].share == SHARE_LOAD)
			return true;
	return false;
}

static void tell(struct leadroute *t)
{
	struct diags *d = &t->filter.diags;
	const struct agreement *a = t->plan.agreement;

	tally_say(d, t->dealt, "got an owner", STR(""));
	tally_say(d, t->known, "have had one by the ledger", STR(""));
	tally_say(d, t->kept, "kept theirs", STR(""));
	for (size_t i = 0; i < a->routes.n; i++)
		tally_say(d, t->waiting[i], "wait for somebody of route", a->routes.at[i].name.text);
	tally_say(d, t->otherwise, "that no route takes", a->otherwise.text);
}

static void end(struct filter *f)
{
	struct leadroute *t = (struct leadroute *)f;

	if (t->ledger)
		ledger_close(t->ledger);
	if (t->routing)
		routing_free(t->routing);
	roster_free(t->roster);
	buf_release(&t->why);
}

int main(int argc, char **argv)
{
	struct leadroute t = { .filter.twice = shares_by_load };
	int code;

	if (!filter_open(&t.filter, &tool, OWNS_NOTHING, argc, argv, own_option, &t, &code))
		return filter_leave(&t.filter, code);
	t.filter.end = end;
	bind(&t);
	t.filter.common.threads = 1; /* a decision changes what the next one finds */
	t.filter.keep = take_row;
	t.filter.before = commit;
	bool good = open_ledger(&t) && filter_run(&t.filter);
	if (good)
		tell(&t);
	return filter_close(&t.filter, good);
}
