/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What becomes of each row: it keeps the owner it has, has one already by the ledger, or the routes decide. A
 * lead is decided about once; only `--reassign` takes one away again, and never without another owner.
 *
 * Where several rows have one id, the first that does not keep its owner decides for all of these, also when
 * nobody gets the lead. So a second run, in which the ledger knows the lead at its first row, says the same.
 */
#ifndef CMD_ASSIGNER_H
#define CMD_ASSIGNER_H

#include "cmd/filter.h"
#include "route/ledger.h"
#include "route/route.h"
#include "lead/stage.h"

struct dealt { /* valid until the next row */
	enum outcome {
		DEALT_NOT,	/* the row is no lead */
		DEALT_KEPT,	/* it has an owner */
		DEALT_KNOWN,	/* the ledger says whose it is */
		DEALT_REPEAT,	/* an earlier row of the lead has decided */
		DEALT_OWNER,	/* a route took it */
		DEALT_WAITS,	/* a route wants it, and nobody can */
		DEALT_OTHERWISE /* no route took it */
	} how;
	struct str owner, team, route;	 /* p NULL: what the row says stays */
	struct str why;			 /* if it is explained */
	const struct decision *decision; /* of the last three */
};

struct dealer {
	struct filter *filter;
	size_t lane;
	bool explains;
	struct roster *roster;
	struct routing_plan plan;
	struct road road;
	struct routing *routing;
	struct ledger *ledger;
	uint64_t rules; /* by which is decided: a fingerprint */
	const struct code *id, *owner, *reassign;
	size_t id_column;   /* SIZE_MAX: the input has none */
	uint64_t repeats;   /* rows */
	struct dealt dealt; /* the row at hand */
	struct buf why, ahead;
};

/* Binds routes and roster of a lane; `reassign` may be NULL. False: told. */
bool dealer_bind(struct dealer *d, struct filter *f, size_t lane, const char *reassign);

/* Opens the ledger, which goes with the run (path NULL: a memory that ends with it), and counts what is
 * there. `wait` for another run. LEDGER_LOOK writes nothing; the file need not be there. False: told. */
enum ledger_use { LEDGER_WAIT, LEDGER_NO_WAIT, LEDGER_LOOK };
bool dealer_open(struct dealer *d, const char *path, enum ledger_use use);

/* Decides about the row at hand. */
const struct dealt *dealer_take(struct dealer *d, struct worker *w);

/* The routes decide about the row at hand: see routing_decide. Its open lead is counted. */
const struct decision *dealer_decide(struct dealer *d, struct worker *w, struct str id, struct str except,
				     struct buf *why);

/* Reports how many rows repeat an id. */
void dealer_tell(const struct dealer *d);

/* What is decided so far is on the disk. False: told. */
bool dealer_commit(struct dealer *d);

void dealer_release(struct dealer *d);

/* What the row says, trimmed; empty: nothing. */
struct str dealer_id(const struct dealer *d, struct worker *w);
struct str dealer_owner(const struct dealer *d, struct worker *w);

/* Is the lead open: neither at the road's end nor off it? A road of one stage has only a beginning. */
bool dealer_has_open(const struct dealer *d, struct worker *w);

/* Shall the owner that the row says be another? */
bool dealer_reassigns(const struct dealer *d, struct worker *w);

#endif
