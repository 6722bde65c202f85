/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See replay.h. */
#include "cmd/replay.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "lead/share.h"

/*
 * Of several rows with one id one was decided about: the first that did not keep its owner. In what a run
 * wrote it has the owner that it got, and the route. So rows are told apart by how well they fit, and of
 * those that fit best the first is taken.
 */
enum likeness {
	LIKE_NONE,     /* it kept its owner, or is no lead */
	LIKE_OWNER,    /* its owner is one that was decided for, */
	LIKE_OWNER_TO, /* and it shall have another */
	LIKE_ROUTE,    /* its route is that decision's, too, */
	LIKE_ROUTE_TO, /* and it shall have another */
	LIKE_UNDECIDED /* it has no owner, or one from before and shall have another */
};

struct replay {
	struct dealer *dealer;
	const char *path;
	struct arena arena;
	struct decided {
		struct ledger_entry entry;
		struct str row; /* n 0: the input does not have it */
		bool open;	/* as far as anybody knows */
		/* Of a lead's first decision: */
		enum likeness like; /* of the row */
		struct written {    /* rows that a run wrote, as it seems, with an owner it decided for */
			struct str owner;
			bool by_route;
			uint64_t rows; /* open ones */
		} written;
	} * at;
	size_t n, cap;
	struct map first; /* by lead_id, the first decision about it */
	size_t route;	  /* the input's column; SIZE_MAX: it has none */
	struct buf text;
	size_t *again;	  /* of each decision the next about the same lead; SIZE_MAX: none */
	size_t next;	  /* the first that is not looked at yet */
	int64_t moment;	  /* of the latest run so far; */
	int64_t latest;	  /* the latest moment so far, */
	size_t latest_at; /* and its first decision */
	struct proof {
		uint64_t run;
		int64_t at;
		uint64_t decisions, proved, by_other_rules, not_in_input;
		struct proof *next;
	} * run, *last; /* of the runs, in their order */
	bool differs;
};

/* ---- the ledger ---- */

static void add(void *ctx, const struct ledger_entry *e)
{
	struct replay *s = ctx;
	struct arena *a = &s->arena;

	MEM_ROOM(s->at, s->n, s->cap);
	struct decided *d = &s->at[s->n];
	*d = (struct decided){ .entry = *e, .open = true };
	d->entry.lead_id = arena_copy(a, e->lead_id);
	d->entry.owner = arena_copy(a, e->owner);
	d->entry.team = arena_copy(a, e->team);
	d->entry.route = arena_copy(a, e->route);
	map_put(&s->first, d->entry.lead_id, (uint32_t)s->n++);
}

/* Chains of decisions about one lead. */
static void link_leads(struct replay *s)
{
	size_t *last = mem_new((s->n + 1) * sizeof *last);

	s->again = mem_new((s->n + 1) * sizeof *s->again);
	for (size_t i = 0; i < s->n; i++) {
		size_t first = *map_find(&s->first, s->at[i].entry.lead_id);
		s->again[i] = SIZE_MAX;
		if (first != i)
			s->again[last[first]] = i;
		last[first] = i;
	}
	free(last);
}

struct replay *replay_new(struct dealer *d, const char *ledger)
{
	struct replay *s = mem_new(sizeof *s);

	struct expr route = { .op = EXPR_NAME, .text = STR("route") };

	s->dealer = d;
	s->path = ledger;
	s->route = names_column(d->filter->lane[d->lane].names, &route);
	s->moment = s->latest = INSTANT_NONE;
	struct ledger *l = ledger_read(ledger, add, s, &d->filter->diags);
	if (!l) {
		replay_free(s);
		return NULL;
	}
	ledger_close(l);
	link_leads(s);
	return s;
}

void replay_free(struct replay *s)
{
	if (!s)
		return;
	map_release(&s->first);
	arena_release(&s->arena);
	buf_release(&s->text);
	free(s->again);
	free(s->at);
	free(s);
}

/* ---- rows ---- */

/* The decision by which somebody got the lead, best by that route; NULL: there is none. */
static const struct ledger_entry *decision_for(const struct replay *s, size_t first, struct str owner,
					       struct str route)
{
	const struct ledger_entry *found = NULL;

	for (size_t i = first; i != SIZE_MAX; i = s->again[i]) {
		const struct ledger_entry *e = &s->at[i].entry;
		if (str_eq(owner, e->owner) && (!found || str_eq(route, e->route)))
			found = e;
	}
	return found;
}

static struct str route_of(struct replay *s, const struct record *r)
{
	return s->route == SIZE_MAX ? STR("") : str_trim(record_value(r, s->route, &s->text));
}

static enum likeness likeness(const struct replay *s, struct worker *w, const struct ledger_entry *e,
			      struct str owner, struct str route)
{
	bool to = dealer_reassigns(s->dealer, w);

	if (w->tally[s->dealer->lane].no_lead)
		return LIKE_NONE;
	if (e && str_eq(e->route, route))
		return to ? LIKE_ROUTE_TO : LIKE_ROUTE;
	if (e)
		return to ? LIKE_OWNER_TO : LIKE_OWNER;
	return to || !owner.n ? LIKE_UNDECIDED : LIKE_NONE;
}

static void count_written(struct written *x, enum likeness like, struct str owner, bool open)
{
	bool by_route = like >= LIKE_ROUTE;

	if (like == LIKE_NONE || like == LIKE_UNDECIDED || by_route < x->by_route)
		return;
	if (by_route > x->by_route)
		x->rows = 0;
	*x = (struct written){ owner, by_route, x->rows + open };
}

void replay_take(struct replay *s, struct worker *w, const struct record *r)
{
	const uint32_t *known = map_find(&s->first, dealer_id(s->dealer, w));
	struct buf row = { 0 };

	if (!known)
		return;
	struct decided *first = &s->at[*known];
	struct str owner = dealer_owner(s->dealer, w);
	struct str route = route_of(s, r);
	const struct ledger_entry *decision = decision_for(s, *known, owner, route);
	enum likeness like = likeness(s, w, decision, owner, route);
	bool open = dealer_has_open(s->dealer, w);
	if (decision)
		count_written(&first->written, like, decision->owner, open);
	if (first->row.n && first->like >= like)
		return;
	buf_add(&row, r->p, r->n);
	buf_char(&row, '\n');
	struct str kept = arena_copy(&s->arena, buf_view(&row));
	first->like = like;
	for (size_t i = *known; i != SIZE_MAX; i = s->again[i]) {
		s->at[i].row = kept;
		s->at[i].open = open;
	}
	buf_release(&row);
}

/* ---- proving ---- */

/* Rows that a run wrote are counted for owners that are yet to be decided for; rows that it read are not. */
static void take_back(struct replay *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (uint64_t k = 0; s->at[i].like != LIKE_UNDECIDED && k < s->at[i].written.rows; k++)
			routing_taken(s->dealer->routing, s->at[i].written.owner);
}

static struct proof *run_of(struct replay *s, const struct ledger_entry *e)
{
	struct proof *run = s->last;

	if (run && run->run == e->run && run->at == e->at)
		return run;
	run = ARENA_NEW(&s->arena, struct proof);
	*run = (struct proof){ .run = e->run, .at = e->at };
	if (s->last)
		s->last->next = run;
	else
		s->run = run;
	return s->last = run;
}

/* Counts again what counts towards the limits of the run that a decision is the first of. Runs mostly follow
 * one another in time: then no more is counted than what is of the same moment. */
static void count_again(struct replay *s, const struct ledger_entry *e)
{
	bool onward = s->moment == s->latest && e->at >= s->latest;
	size_t from = !onward ? 0 : e->at == s->latest ? s->latest_at : s->next;

	routing_moment(s->dealer->routing, onward);
	for (size_t i = from; i < s->next; i++) {
		const struct ledger_entry *had = &s->at[i].entry;
		if (!onward)
			routing_had(s->dealer->routing, had->owner, had->at);
		if (had->at == e->at && had->run == e->run)
			routing_had_in_run(s->dealer->routing, had->owner);
	}
	if (e->at > s->latest) {
		s->latest = e->at;
		s->latest_at = s->next;
	}
	s->moment = e->at;
}

/* The moment of the decision that is next, for what is asked of its row. */
static void set_moment(struct replay *s)
{
	if (s->next == s->n)
		return;
	const struct ledger_entry *e = &s->at[s->next].entry;
	struct proof *run = run_of(s, e);
	if (run->decisions)
		return;
	s->dealer->filter->lane[s->dealer->lane].program.now = e->at;
	count_again(s, e);
}

static bool can_be_proved(const struct replay *s, const struct decided *d)
{
	return d->row.n && d->entry.run == s->dealer->rules;
}

/* Takes decisions as they are, up to one that can be proved. */
static void skip(struct replay *s)
{
	for (set_moment(s); s->next < s->n && !can_be_proved(s, &s->at[s->next]); set_moment(s)) {
		const struct decided *d = &s->at[s->next++];
		struct proof *run = run_of(s, &d->entry);
		run->decisions++;
		run->by_other_rules += d->row.n > 0;
		run->not_in_input += !d->row.n;
		routing_past(s->dealer->routing, d->entry.owner, d->entry.pool, d->entry.at,
			     d->entry.run == run->run);
		if (d->open)
			routing_open(s->dealer->routing, d->entry.owner);
	}
}

static void tell(struct replay *s, const struct ledger_entry *e, const struct decision *now, struct str why)
{
	struct diags *diags = &s->dealer->filter->diags;
	struct str owner = now->how == DECISION_OWNER ? now->owner : STR("");

	diag_note(diags,
		  "%s: lead '%.*s': decided for '%.*s' by route '%.*s'; again it is '%.*s' by '%.*s'%s",
		  s->path, STR_ARG(e->lead_id), STR_ARG(e->owner), STR_ARG(e->route), STR_ARG(owner),
		  STR_ARG(now->route), str_eq(e->owner, owner) ? ", among others than then" : "");
	diag_note(diags, "%.*s", STR_ARG(why));
}

static void prove(void *ctx, struct worker *w, const struct record *r)
{
	struct replay *s = ctx;
	struct dealer *d = s->dealer;
	struct buf why = { 0 };

	(void)r;
	if (s->differs)
		return;
	const struct ledger_entry *e = &s->at[s->next++].entry;
	struct proof *run = run_of(s, e);
	struct str present = dealer_owner(d, w);
	/* An owner in the row is whom it was taken from, or else has been written there since. */
	bool taken = dealer_reassigns(d, w) && !str_eq(present, e->owner);
	const struct decision *x = dealer_decide(d, w, e->lead_id, taken ? present : STR_NONE, &why);
	run->decisions++;
	s->differs = x->how != DECISION_OWNER || !str_eq(x->owner, e->owner) || !str_eq(x->team, e->team) ||
		     !str_eq(x->route, e->route) || x->pool != e->pool;
	run->proved += !s->differs;
	if (s->differs)
		tell(s, e, x, buf_view(&why));
	else
		skip(s);
	buf_release(&why);
}

void replay_report(struct replay *s, struct grid *g)
{
	static const char *const heads[] = { "decisions", "proved", "by_other_rules", "not_in_input", NULL };
	struct buf rows = { 0 }, at = { 0 };

	for (size_t i = 0; i < s->n; i++)
		if (can_be_proved(s, &s->at[i]))
			buf_str(&rows, s->at[i].row);
	take_back(s);
	skip(s);
	filter_each_row(s->dealer->filter, buf_view(&rows), prove, s);
	buf_release(&rows);
	s->dealer->filter->no = s->differs;
	grid_column(g, "at", ALIGN_LEFT, false);
	grid_column(g, "run", ALIGN_LEFT, false);
	share_heads(g, heads, 0);
	for (const struct proof *run = s->run; run; run = run->next) {
		buf_clear(&at);
		instant_write(&at, run->at, s->dealer->plan.program->times.zone);
		grid_cell(g, buf_view(&at));
		grid_print(g, "%016llx", (unsigned long long)run->run);
		share_count(g, run->decisions, true);
		share_count(g, run->proved, true);
		share_count(g, run->by_other_rules, true);
		share_count(g, run->not_in_input, true);
	}
	buf_release(&at);
}
