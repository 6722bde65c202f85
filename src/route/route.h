/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who gets a lead. Routes are tried in order; the lead goes to the first route whose `when` holds and that
 * has a rep who is eligible (`among`), active, not away, and below the limit (`at most`). Among several such
 * reps, those the route prefers come first, and they share.
 *
 * Those who share one route's leads at a moment are a pool, and each pool keeps its own turns (see turn.h);
 * `balance by` makes one pool for each value. So a rep who was away comes back without debt or surplus, and
 * all there is to remember is how many leads of a pool each rep has received: the ledger holds that.
 *
 * A route that keeps a company's leads `together` prefers the rep who has the others. It is a preference,
 * above that of `prefer`: the rep must be able to take the lead like anybody else, and the lead counts as one
 * of the pool that would share it, in which others then get the turns that this one was given ahead.
 *
 * Decisions are made one after the other by one thread, because each changes the state that the next one
 * starts from.
 */
#ifndef ROUTE_ROUTE_H
#define ROUTE_ROUTE_H

#include "lead/roster.h"
#include "lead/tally.h"
#include "route/together.h"

/* Bound once. */
struct routing_plan {
	const struct agreement *agreement;
	const struct program *program;
	struct roster *roster;
	struct bound_route *route; /* as the agreement's */
	bool by_load;		   /* some route shares by load, so open leads must be counted first */
	bool limited;		   /* some route has a limit */
	struct shared_by *common; /* what some route keeps leads together by, each once; if there are any, who
				   * has which rows must be known first */
	size_t commons;
};

/* Returns false after mistakes, which are reported. The roster's names must have been offered. */
bool routing_bind(struct routing_plan *p, struct names *n, struct roster *roster);

/* Who has received which leads, and what was learned along the way. */
struct routing *routing_new(const struct routing_plan *p);
void routing_free(struct routing *s);

/* Feeds in what is known from earlier, one call each: a lead of a pool that a rep was given (`this_run`: by a
 * run that this one continues); and, at any time, an open lead that a rep has gained or lost, for `share by
 * load`. */
void routing_past(struct routing *s, struct str owner, uint64_t pool, int64_t at, bool this_run);
void routing_open(struct routing *s, struct str owner);
void routing_taken(struct routing *s, struct str owner);

/* The same for what is kept together: a lead of a company that a rep was given, after all those before; and
 * the current row, if its lead is one that a rep has, or (`gone`) was counted and isn't. */
void routing_company(struct routing *s, struct str owner, uint64_t company);
void routing_row(struct routing *s, struct frame *f, struct str owner, bool gone);

/* Call it when the program's now has changed and another run has begun: absences are forgotten, and the
 * limits start from zero. Then, for each earlier lead, call what counts toward the limits per day, week,
 * month and run. `onward` promises that no counted lead is later than the previous moment, and that the
 * previous moment is not later than this one; then limits of periods that have not ended keep their
 * counts. */
void routing_moment(struct routing *s, bool onward);
void routing_had(struct routing *s, struct str owner, int64_t at);
void routing_had_in_run(struct routing *s, struct str owner);

/* People, by their place in the roster, and the weight of each; valid until the next decision. */
struct sharers {
	const uint32_t *rep;
	const int64_t *weight;
	size_t n;
};

struct decision { /* valid until the next */
	enum {
		DECISION_OWNER,	   /* a route took it */
		DECISION_WAITS,	   /* a route matches, but nobody can take it: `else wait` */
		DECISION_OTHERWISE /* no route took it */
	} how;
	struct str owner, team; /* of DECISION_OWNER */
	struct str route;	/* its name; else the word of `otherwise` */
	size_t which;		/* number of the route; SIZE_MAX: none */
	uint64_t pool;
	uint64_t company;     /* if the route keeps leads together; 0: it has none */
	bool together;	      /* the owner has other leads of the company */
	bool full;	      /* somebody would have taken it but for a limit */
	struct sharers among; /* if a pool decided: everyone who could have had it, the owner included */
};

/* Decides about the current lead, which is drawn by `lot`, a hash of its id; `except` (if any) doesn't get
 * it. `why`, if not NULL, receives which routes were passed over and why, and why this one was chosen. The
 * decision counts for the leads that follow. */
const struct decision *routing_decide(struct routing *s, struct frame *f, uint64_t lot, struct str except,
				      struct buf *why);

/* What was seen of a lead before it is decided about, with others. */
struct sight {
	size_t route;	       /* the first that can be for it; the number of routes: none is */
	struct choice *choice; /* who is eligible there, as long as it is */
	uint64_t round;	       /* this round of the choices; 0: it isn't known */
	struct str balance;    /* the value of `balance by` there, or nothing; p NULL: it isn't known */
};

/* The same of a lead of which that was seen. */
const struct decision *routing_decide_seen(struct routing *s, const struct sight *seen, struct frame *f,
					   uint64_t lot, struct str except, struct buf *why);

/* The same of several, in their order, up to the first of which more is left to ask than whose turn it is;
 * returns how many, and what each got. `seen` and `lot`, see pool_next, are by the row. Only for a plan that
 * keeps nothing of a lead but turns and limits. */
struct turn {
	const struct rep *rep;
	struct str route;
	uint64_t pool;
	uint32_t *number; /* of this owner and route, for whoever numbers them: 0 at first */
	size_t held;	  /* for whoever took it: what the ledger holds from then on */
};
static inline bool routing_is_plain(const struct routing_plan *p)
{
	return !p->by_load && !p->commons;
}
size_t routing_take_turns(struct routing *s, struct asked leads, const struct sight *seen,
			  const uint64_t *lot, struct turn *out);

/* Looks at leads that are to get an owner, column by column, each in the place of its row. Later routes are
 * asked of those that get there, and what that route reads of the lead is read. A route for whose lead nobody
 * is eligible is as one that isn't for it; `past` (NULL: nobody asks why) gets a bit for each of these, of
 * the first ones, which routing_tell_past puts in words before the lead is decided about. */
enum { ROUTES_PAST = 64 };
void routing_foresee(struct routing *s, struct rows *r, struct asked leads, struct sight *seen,
		     uint64_t *past);
void routing_tell_past(const struct routing *s, uint64_t past, struct buf *why);

/* Reads ahead, column by column, what routing_row will ask of leads; if not `all`, only that of which nothing
 * is noted, however often it is read. */
void routing_foresee_rows(struct routing *s, struct rows *r, struct asked leads, bool all);

/* The pool in which a person's lead counts that somebody else has given to them: the one that would share the
 * current lead now, if they are of it; else 0. And the company by that route, or 0. Nothing is decided. */
uint64_t routing_pool(struct routing *s, struct frame *f, struct str owner, uint64_t *company);

/* Reads in the current row what routing_decide read to decide so, so that a cell that can't be read is noted
 * in this frame. */
void routing_read(struct routing *s, struct frame *f, const struct decision *x);

/* Does so for leads of a run, column by column; `which`, by the row, is their decisions'. */
void routing_foresee_read(struct routing *s, struct rows *r, struct asked leads, const size_t *which,
			  struct sight *seen);

/* Who could have received the current lead if nobody were away or full: everyone who is eligible by the first
 * route whose condition holds, and whom it prefers. Nobody, if that route names the owner. And the company by
 * that route, or 0; of one, the people whom the route prefers as much as `like`, of the roster, if they are
 * eligible (SIZE_MAX: nobody is asked for). `seen` (NULL: nothing) is of a lead that was foreseen. Decides
 * nothing. */
struct sharers routing_eligible(struct routing *s, const struct sight *seen, struct frame *f, size_t like,
				uint64_t *company);

/* How often a rep was eligible for a lead of this run, but away or at the limit. */
uint64_t routing_passed_over(struct routing *s, const struct rep *rep);

/* How many more leads a rep may receive under the limits that are the same for all leads; UINT64_MAX: no
 * limit.
 */
uint64_t routing_room(struct routing *s, const struct rep *rep);

#endif
