/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See replay.h. */
#include "route/replay.h"

#include <stdlib.h>

#include "base/id.h"
#include "base/map.h"
#include "base/mem.h"
#include "figures/page.h"
#include "lead/tally.h"

/*
 * Of several rows with one id, only one was decided: the first that did not keep its owner. In a run's output
 * that row has its assigned owner and the route. So rows are ranked by how well they fit the decision, and
 * the first of the best is used, in the order in which leads are assigned.
 */
enum likeness {
	LIKE_NONE,     /* it kept its owner, or is no lead */
	LIKE_OWNER,    /* its owner is one that was decided for, */
	LIKE_OWNER_TO, /* and it shall have another */
	LIKE_ROUTE,    /* its route is that decision's, too, */
	LIKE_ROUTE_TO, /* and it shall have another */
	LIKE_UNDECIDED /* it has no owner, or has an earlier one and must get another */
};

struct replay {
	struct assigner *assigner;
	const char *path;
	struct arena arena;
	struct decided {
		struct ledger_entry entry;
		struct str row; /* n 0: the input does not have it */
		bool open;	/* as far as anybody knows */
		/* Of a lead's first decision: */
		enum likeness like; /* of the row */
		size_t place;	    /* its place in the order in which leads are assigned */
		struct written { /* rows that appear to be a run's output, with an owner that it assigned */
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
	enum times_as times;
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
	map_put(&s->first, id_key_kept(d->entry.lead_id, a), (uint32_t)s->n++);
}

/* Chains of decisions about one lead. */
static void link_leads(struct replay *s)
{
	size_t *last = mem_new((s->n + 1) * sizeof *last);

	s->again = mem_new((s->n + 1) * sizeof *s->again);
	for (size_t i = 0; i < s->n; i++) {
		struct id_room room;
		size_t first = *map_find(&s->first, id_key(s->at[i].entry.lead_id, &room));
		s->again[i] = SIZE_MAX;
		if (first != i)
			s->again[last[first]] = i;
		last[first] = i;
	}
	free(last);
}

struct replay *replay_new(struct assigner *d, const char *ledger, enum times_as times)
{
	struct replay *s = mem_new(sizeof *s);
	struct expr route = { .op = EXPR_NAME, .text = STR("route") };

	s->assigner = d;
	d->draws_as_written = true;
	s->path = ledger;
	s->times = times;
	s->route = names_column(d->names, &route);
	s->moment = s->latest = INSTANT_NONE;
	struct ledger *l = ledger_read(ledger, NULL, add, s, names_diags(d->names));
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

/* The decision that gave a person the lead, preferably by that route; NULL: none. */
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

static enum likeness likeness(const struct replay *s, struct frame *f, const struct ledger_entry *e,
			      struct str owner, struct str route)
{
	bool to = assigner_reassigns(s->assigner, f);

	if (tally_of(f)->no_lead)
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

/* Is it the row of a decision that will be proved? Its lead counts for its company when that is, not before.
 */
static bool is_to_come(const struct replay *s, const struct ledger_entry *decision, enum likeness like)
{
	return decision && decision->run == s->assigner->rules && (like == LIKE_OWNER || like == LIKE_ROUTE);
}

static void keep(struct replay *s, struct frame *f)
{
	const struct record *r = f->record;
	struct id_room room;
	const uint32_t *known = map_find(&s->first, id_key(assigner_id(s->assigner, f), &room));
	struct buf row = { 0 };

	if (!known)
		return;
	struct decided *first = &s->at[*known];
	struct str owner = assigner_owner(s->assigner, f);
	struct str route = route_of(s, r);
	const struct ledger_entry *decision = decision_for(s, *known, owner, route);
	enum likeness like = likeness(s, f, decision, owner, route);
	bool open = assigner_has_open(s->assigner, f);
	if (decision)
		count_written(&first->written, like, decision->owner, open);
	if (is_to_come(s, decision, like))
		routing_row(s->assigner->routing, f, owner, true);
	struct order *order = s->assigner->order;
	size_t place = order ? order_keep(order, f) : 0;
	bool earlier = order && first->row.n && order_before(order, place, first->place);
	if (first->row.n && (first->like > like || (first->like == like && !earlier)))
		return;
	first->place = place;
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

static void *replay_begin(const void *plan)
{
	return *(struct replay *const *)plan;
}

static void replay_keep(void *self)
{
	(void)self;
}

static void replay_count(void *self, struct rows *lane, struct asked leads)
{
	for (size_t i = 0; i < leads.n && !lane->frame->error.n; i++)
		keep(self, rows_at(lane, leads.row[i]));
}

const struct counter_kind replay_counter = {
	.name = "replay",
	.in_order = true,
	.once = true,
	.new = replay_begin,
	.free = replay_keep,
	.count = replay_count,
	.whole = "a ledger is replayed decision after decision, in their order",
};

/* ---- proving ---- */

/* Rows that a run wrote count for owners whose decision is still to come; rows that it read don't. */
static void take_back(struct replay *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (uint64_t k = 0; s->at[i].like != LIKE_UNDECIDED && k < s->at[i].written.rows; k++)
			routing_taken(s->assigner->routing, s->at[i].written.owner);
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

/* Recounts what counts toward the limits of the run that begins with a decision. Runs usually follow one
 * another in time, and then only what is of the same moment is counted. */
static void count_again(struct replay *s, const struct ledger_entry *e)
{
	bool onward = s->moment == s->latest && e->at >= s->latest;
	size_t from = !onward ? 0 : e->at == s->latest ? s->latest_at : s->next;

	routing_moment(s->assigner->routing, onward);
	for (size_t i = from; i < s->next; i++) {
		const struct ledger_entry *had = &s->at[i].entry;
		if (!onward)
			routing_had(s->assigner->routing, had->owner, had->at);
		if (had->at == e->at && had->run == e->run)
			routing_had_in_run(s->assigner->routing, had->owner);
	}
	if (e->at > s->latest) {
		s->latest = e->at;
		s->latest_at = s->next;
	}
	s->moment = e->at;
}

/* Sets the moment of the next decision, for the expressions over its row. */
static void set_moment(struct replay *s)
{
	if (s->next == s->n)
		return;
	const struct ledger_entry *e = &s->at[s->next].entry;
	struct proof *run = run_of(s, e);
	if (run->decisions)
		return;
	names_program(s->assigner->names)->now = e->at;
	count_again(s, e);
}

/* Did the routes decide, and not a meeting? */
static bool is_routed(const struct replay *s, const struct ledger_entry *e)
{
	const struct agreement *a = s->assigner->plan.agreement;

	return !str_eq(e->route, accepted_route) ||
	       agreement_find(a, NAMED_ROUTE, accepted_route) != SIZE_MAX;
}

static bool can_be_proved(const struct replay *s, const struct decided *d)
{
	return d->row.n && d->entry.run == s->assigner->rules && is_routed(s, &d->entry);
}

/* Accepts decisions as they are, up to the first that can be checked. */
static void skip(struct replay *s)
{
	for (set_moment(s); s->next < s->n && !can_be_proved(s, &s->at[s->next]); set_moment(s)) {
		const struct decided *d = &s->at[s->next++];
		struct proof *run = run_of(s, &d->entry);
		run->decisions++;
		run->by_other_rules += d->row.n > 0;
		run->not_in_input += !d->row.n;
		routing_past(s->assigner->routing, d->entry.owner, d->entry.pool, d->entry.at,
			     d->entry.run == run->run);
		routing_company(s->assigner->routing, d->entry.owner, d->entry.company);
		if (d->open)
			routing_open(s->assigner->routing, d->entry.owner);
	}
}

static void tell(struct replay *s, const struct ledger_entry *e, const struct decision *now, struct str why)
{
	struct diags *diags = names_diags(s->assigner->names);
	struct str owner = now->how == DECISION_OWNER ? now->owner : STR("");

	diag_note(diags,
		  "%s: lead '%.*s': decided for '%.*s' by route '%.*s'; again it is '%.*s' by '%.*s'%s",
		  s->path, STR_ARG(e->lead_id), STR_ARG(e->owner), STR_ARG(e->route), STR_ARG(owner),
		  STR_ARG(now->route), str_eq(e->owner, owner) ? ", among others than then" : "");
	diag_note(diags, "%.*s", STR_ARG(why));
}

/* One row at a time: each decision has a moment of its own, as of which its row is read, and hangs on all
 * before.
 */
static void prove(struct replay *s, struct frame *f)
{
	const struct ledger_entry *e = &s->at[s->next++].entry;
	struct assigner *d = s->assigner;
	struct buf why = { 0 };

	frame_moment(f, e->at);
	struct proof *run = run_of(s, e);
	struct str present = assigner_owner(d, f);
	/* An owner in the row is the one it was taken from, or was written there later. */
	bool taken = assigner_reassigns(d, f) && !str_eq(present, e->owner);
	const struct decision *x = assigner_decide(d, f, e->lead_id, taken ? present : STR_NONE, &why);
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

void replay_rows(struct replay *s, struct buf *rows)
{
	for (size_t i = 0; i < s->n; i++)
		if (can_be_proved(s, &s->at[i]))
			buf_str(rows, s->at[i].row);
	take_back(s);
	skip(s);
}

void replay_prove(void *replay, struct rows *lane, struct asked leads)
{
	struct replay *s = replay;

	for (size_t i = 0; i < leads.n && !s->differs; i++)
		prove(s, rows_at(lane, leads.row[i]));
}

bool replay_proved(const struct replay *s)
{
	return !s->differs;
}

/* ---- the report: runs, in their order ---- */

struct row {
	bool begun;
	const struct proof *run;
	struct buf text;
};

static bool next_run(const void *view, void *row)
{
	const struct replay *s = view;
	struct row *r = row;

	r->run = r->begun ? r->run->next : s->run;
	r->begun = true;
	return r->run;
}

static void release(void *row)
{
	buf_release(&((struct row *)row)->text);
}

static const struct proof *run_at(const struct cell *c)
{
	return ((const struct row *)c->row)->run;
}

static struct figure moment(const struct cell *c)
{
	const struct replay *s = c->view;
	struct buf *b = &((struct row *)c->row)->text;

	buf_clear(b);
	instant_write_as(b, run_at(c)->at, s->assigner->plan.program->times.zone, s->times);
	return figure_text(buf_view(b));
}

static struct figure print(const struct cell *c)
{
	struct buf *b = &((struct row *)c->row)->text;

	buf_clear(b);
	buf_print(b, "%016llx", (unsigned long long)run_at(c)->run);
	return figure_text(buf_view(b));
}

enum { DECISIONS, PROVED, BY_OTHER_RULES, NOT_IN_INPUT };
static struct figure decisions(const struct cell *c)
{
	const struct proof *p = run_at(c);

	return figure_count(
		(const uint64_t[]){ p->decisions, p->proved, p->by_other_rules, p->not_in_input }[c->of]);
}

#define LEADS .kind = COLUMN_NUMBER, .unit = "leads"

static const struct column columns[] = {
	{ COLUMN("at", moment), .kind = COLUMN_DATE, .definition = "when the run decided" },
	{ COLUMN("run", print), .definition = "the fingerprint of its rules" },
	{ COLUMN("decisions", decisions), .of = DECISIONS, LEADS, .definition = "what it decided" },
	{ COLUMN("proved", decisions), .of = PROVED, LEADS, .definition = "came out the same again" },
	{ COLUMN("by_other_rules", decisions), .of = BY_OTHER_RULES, LEADS,
	  .definition = "can't be proved, as the rules are others now" },
	{ COLUMN("not_in_input", decisions), .of = NOT_IN_INPUT, LEADS,
	  .definition = "can't be proved, as the input does not have the lead" },
};

const struct report replay_report = REPORT(columns, struct row, next_run, release);

/* ---- the page ---- */

enum { RUNS_SHOWN = 24, WAYS = 3 };

static struct stack stack_of(const struct replay *s, const struct proof *p, struct arena *arena)
{
	double *part = ARENA_ARRAY(arena, WAYS, double);
	struct buf at = { 0 };

	part[0] = (double)p->proved;
	part[1] = (double)p->by_other_rules;
	part[2] = (double)p->not_in_input;
	instant_write_as(&at, p->at, s->assigner->plan.program->times.zone, s->times);
	return (struct stack){ page_words(arena, &at), page_count(arena, p->decisions), part };
}

/* The latest runs, a bar each. */
static void put_runs(const struct replay *s, size_t runs, struct arena *arena, struct buf *out)
{
	static const struct str names[WAYS] = { STR("proved"), STR("by other rules"), STR("not in input") };
	struct stack row[RUNS_SHOWN];
	size_t n = 0, before = runs > RUNS_SHOWN ? runs - RUNS_SHOWN : 0;

	for (const struct proof *p = s->run; p; p = p->next)
		if (before)
			before--;
		else
			row[n++] = stack_of(s, p, arena);
	if (n)
		document_stacks(out, &(struct stacks){ .name = STR("Decisions of each run"),
						       .part_name = names,
						       .parts = WAYS,
						       .row = row,
						       .rows = n });
	if (n < runs)
		document_note(out, arena_print(arena, "The latest %zu of %zu runs; the table below has all.",
					       n, runs));
}

void replay_page(const struct replay *s, struct buf *out)
{
	static const char *const label[] = { "Decisions", "Proved", "By other rules", "Not in input" };
	struct tile tile[sizeof label / sizeof *label];
	struct arena arena = { 0 };
	uint64_t n[sizeof label / sizeof *label] = { 0 };
	size_t runs = 0;

	for (const struct proof *p = s->run; p; p = p->next, runs++) {
		n[0] += p->decisions;
		n[1] += p->proved;
		n[2] += p->by_other_rules;
		n[3] += p->not_in_input;
	}
	document_answer(out,
			s->differs ? STR("A decision comes out otherwise than the ledger has it; the message "
					 "of the run says which.")
			: n[0] ? STR("Every decision that can be made again comes out as the ledger has it.")
			       : STR("The ledger has no decision."));
	for (size_t i = 0; i < sizeof label / sizeof *label; i++)
		tile[i] = (struct tile){ .label = str_from(label[i]), .figure = page_count(&arena, n[i]) };
	tile[0].detail = arena_print(&arena, "in %zu %s", runs, runs == 1 ? "run" : "runs");
	for (size_t i = 1; i < sizeof label / sizeof *label; i++)
		tile[i].detail =
			arena_print(&arena, "%.*s of all", STR_ARG(page_percent(&arena, n[i], n[0])));
	document_tiles(out, tile, sizeof tile / sizeof *tile);
	put_runs(s, runs, &arena, out);
	arena_release(&arena);
}
