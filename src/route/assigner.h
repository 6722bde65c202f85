/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What becomes of each row: it keeps the owner it has, has one already by the ledger, or the routes decide. A
 * lead is decided about once; only `--reassign` takes one away again, and never without another owner.
 *
 * Where several rows have one id, the first that does not keep its owner decides for all of these, also when
 * nobody gets the lead. So a second run, in which the ledger knows the lead at its first row, says the same.
 */
#ifndef ROUTE_ASSIGNER_H
#define ROUTE_ASSIGNER_H

#include "figures/counter.h"
#include "lead/stage.h"
#include "route/ledger.h"
#include "route/route.h"
#include "table/source.h"

struct assignment { /* valid until the next row */
	enum outcome {
		ASSIGNED_NOT,	   /* the row is no lead */
		ASSIGNED_KEPT,	   /* it has an owner */
		ASSIGNED_KNOWN,	   /* the ledger says whose it is */
		ASSIGNED_REPEAT,   /* an earlier row of the lead has decided */
		ASSIGNED_OWNER,	   /* a route took it */
		ASSIGNED_WAITS,	   /* a route wants it, and nobody can */
		ASSIGNED_OTHERWISE /* no route took it */
	} how;
	struct str owner, team, route;	 /* p NULL: what the row says stays */
	struct str why;			 /* if it is explained */
	const struct decision *decision; /* of the last three */
};

struct assigner {
	struct names *names;
	size_t lane;
	const struct source *source; /* the rows: how many there may be */
	void (*waits)(void *ctx);    /* says what there is to say, before another run is waited for */
	void *ctx;
	bool explains;
	bool keeps; /* decisions are kept in a ledger, which knows leads by their ids */
	struct roster *roster;
	struct routing_plan plan;
	struct road road;
	struct routing *routing;
	struct ledger *ledger;
	uint64_t rules; /* by which is decided: a fingerprint */
	const struct code *id, *owner, *reassign;
	size_t id_column;      /* SIZE_MAX: the input has none */
	uint64_t repeats;      /* rows */
	struct assignment now; /* the row at hand */
	struct buf why, ahead;
};

/* Binds routes and roster of a lane to its input. `reassign` is the condition of --reassign and its words;
 * NULL: there is none. False: a mistake, which is reported. */
bool assigner_bind(struct assigner *d, struct names *n, size_t lane, const struct code *reassign,
		   const char *words, const struct source *source);

/* Opens the ledger, which goes with the run (path NULL: a memory that ends with it), and counts what is
 * there. `waits` is called before it waits for another run. LEDGER_LOOK writes nothing; the file need not be
 * there. False: reported. */
enum ledger_use { LEDGER_WAIT, LEDGER_NO_WAIT, LEDGER_LOOK };
bool assigner_open(struct assigner *d, const char *path, enum ledger_use use);

/* Where the plan shares by load, all leads are counted before the first is decided about: who has open ones;
 * and then those that the input does not have. */
void assigner_count_open(struct assigner *d, struct frame *f);
void assigner_counted(struct assigner *d);

/* Decides about the row at hand. */
const struct assignment *assigner_take(struct assigner *d, struct frame *f);

/* The routes decide about the row at hand: see routing_decide. Its open lead is counted. */
const struct decision *assigner_decide(struct assigner *d, struct frame *f, struct str id, struct str except,
				       struct buf *why);

/* Reports how many rows repeat an id. */
void assigner_tell(const struct assigner *d);

/* What is decided so far is on the disk. False: told. */
bool assigner_commit(struct assigner *d);

/* Decides about leads in their order, and reports what became of them; its plan is a pointer to an assigner.
 */
extern const struct counter_kind assigner_counter;

void assigner_release(struct assigner *d);

/* What the row says, trimmed; empty: nothing. */
struct str assigner_id(const struct assigner *d, struct frame *f);
struct str assigner_owner(const struct assigner *d, struct frame *f);

/* Is the lead open: neither at the road's end nor off it? A road of one stage has only a beginning. */
bool assigner_has_open(const struct assigner *d, struct frame *f);

/* Shall the owner that the row says be another? */
bool assigner_reassigns(const struct assigner *d, struct frame *f);

#endif
