/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
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

#include "base/id.h"
#include "figures/counter.h"
#include "lead/stage.h"
#include "route/accepted.h"
#include "route/ledger.h"
#include "route/newest.h"
#include "route/order.h"
#include "route/route.h"

struct assignment { /* valid until the next row */
	enum outcome {
		ASSIGNED_NOT,	   /* the row is no lead */
		ASSIGNED_KEPT,	   /* it has an owner */
		ASSIGNED_KNOWN,	   /* the ledger says whose it is */
		ASSIGNED_ACCEPTED, /* a meeting has decided whose it is */
		ASSIGNED_REPEAT,   /* an earlier row of the same lead was decided */
		ASSIGNED_OWNER,	   /* a route took it */
		ASSIGNED_WAITS,	   /* a route matches, but nobody can take it */
		ASSIGNED_OTHERWISE /* no route took it */
	} how;
	struct str owner, team, route;	 /* p NULL: the row keeps its value */
	struct str why;			 /* if it is explained */
	const struct decision *decision; /* of the last three */
};

/* What was found out of a run's leads; each in the place of its row. */
struct foresight {
	uint64_t begun;	  /* the frame's run; … */
	uint64_t decided; /* … or one whose leads were decided about first, and have been read again */
	struct foreseen {
		bool keeps;    /* it has an owner, and keeps them */
		bool is_new;   /* it is to get one, and nothing is known of it; of such a lead: */
		struct str id; /* n 0: it has none */
		size_t place;  /* in the ledger */
	} lead[RUN_MOST];
	struct sight sight[RUN_MOST]; /* of those that aren't new nothing */
	uint64_t past[RUN_MOST];      /* … and routes, if it is explained */
	size_t which[RUN_MOST];
	uint64_t lot[RUN_MOST];
	uint16_t open[RUN_MOST]; /* rows that are to get an owner */
};

struct assigner {
	struct names *names;
	size_t lane;
	void (*waits)(void *ctx); /* prints the notes before waiting for another run */
	void *ctx;
	bool explains;
	bool keeps;	       /* decisions are kept in a ledger, which knows leads by their ids */
	bool draws_as_written; /* a lead is drawn by its id as it stands in a ledger, which can be replayed */
	const struct id_map *map; /* old ids of leads; set before the ledger is opened; NULL: there is none */
	struct roster *roster;
	struct routing_plan plan;
	struct pipeline pipeline;
	struct routing *routing;
	struct ledger *ledger;
	struct accepted *accepted; /* set before the ledger is opened; NULL: no meeting was held */
	uint64_t reviewed;	   /* leads that the ledger got an accepted owner of, … */
	uint64_t left;		   /* … and rows whose accepted owner isn't there any more */
	uint64_t rules;		   /* a fingerprint of the statements that decide; 0: not asked for */
	const struct code *id, *owner, *reassign;
	struct order *order;	    /* of the decisions; NULL: the input's */
	bool decides_first;	    /* in that order, before any row is written; a replay has the ledger's */
	struct assignment *decided; /* in that order, of each row it keeps */
	size_t place;		    /* of the row among them that is being decided about */
	struct arena arena;	    /* what they point to */
	struct map crews;	    /* who shared them, by their bytes, */
	struct sharers *crew;	    /* and what these are */
	size_t crew_cap;
	struct newest *newest;	     /* is the input newest first? NULL: nobody asks */
	size_t id_column;	     /* SIZE_MAX: the input has none */
	uint64_t repeats;	     /* rows */
	uint64_t together;	     /* leads that went to who had others of the company */
	struct assignment now;	     /* the current row */
	struct foresight *foresight; /* of some run; NULL: of none */
	struct buf why, ahead, key;
};

/* Binds routes and roster of a lane to its input. `reassign` is the condition of --reassign; NULL: there is
 * none. Returns false after a mistake, which is reported. */
bool assigner_bind(struct assigner *d, struct names *n, size_t lane, const struct code *reassign);

/* For a ledger: runs under the same rules, and the same words of --reassign (NULL: none), may continue each
 * other, and can be replayed. Reads the whole agreement again. */
void assigner_mark_rules(struct assigner *d, const char *reassign);

/* Opens the ledger, which goes with the run (path NULL: a memory that ends with it), and counts what is
 * there. `waits` is called before it waits for another run. LEDGER_LOOK writes nothing; the file need not be
 * there. Returns false after a mistake, which is reported. */
enum ledger_use { LEDGER_WAIT, LEDGER_NO_WAIT, LEDGER_LOOK };
bool assigner_open(struct assigner *d, const char *path, enum ledger_use use);

/*
 * Some agreements have all rows read before the first decision. Where reps share by load, their open leads
 * are counted: those of the input, then those that are only in the ledger. Where the leads of a company are
 * kept together, it is counted whose they are. Where leads are assigned in an
 * order of their own, the rows to decide about are kept. After the last row assigner_next gives them in that
 * order, and NULL at the end; assigner_take_kept decides about it when it is the current row.
 */
bool assigner_reads_first(const struct assigner *d);
void assigner_meet(struct assigner *d, struct frame *f);
void assigner_meet_left_out(struct assigner *d, struct frame *f); /* a row that will not be taken */
/* Reads ahead whatever may be asked of them: what can't be read ends the run before anything is counted, and
 * the rows are met one after the other. */
void assigner_foresee_meeting(struct assigner *d, struct rows *r, struct asked leads);
void assigner_met(struct assigner *d);
const struct kept_row *assigner_next(void *assigner);
void assigner_take_kept(struct assigner *d, struct frame *f);

/* Decides about the current row, or finds what was decided. */
const struct assignment *assigner_take(struct assigner *d, struct frame *f);

/* What of that can be found out of all leads of a run before, column by column: whose each is now, which no
 * earlier row and no ledger knows, and the first route whose condition holds for these. Then they are decided
 * about one after the other, and what was found isn't asked again. False: nothing is; what a meeting has said
 * is seen row by row, and so are rows that were decided about before, in an order of their own. */
bool assigner_foresee(struct assigner *d, struct rows *r, struct asked leads);

/* Leads that have an owner and aren't to get another; `list` has room for all. */
struct asked assigner_kept(const struct assigner *d, struct rows *r, struct asked leads, uint16_t *list);

/* Decides about several, up to the first of which more is left to ask than whose turn it is: see
 * routing_take_turns. They must be foreseen. */
size_t assigner_take_turns(struct assigner *d, struct asked leads, struct turn *out);

/* Can a ledger recognize the current lead, or the one of that id? Not one that has no id, or one that other
 * leads have, too, which ends the run. */
bool assigner_has_id(const struct assigner *d, struct frame *f);
bool assigner_is_id(struct str id);

/* Has the routes decide about the current row (see routing_decide), and counts it as an open lead. */
const struct decision *assigner_decide(struct assigner *d, struct frame *f, struct str id, struct str except,
				       struct buf *why);

/* Reports how many rows repeat an id. */
void assigner_tell(const struct assigner *d);

/* Syncs all decisions so far to the disk. Returns false after a mistake, which is reported. */
bool assigner_commit(struct assigner *d);

void assigner_release(struct assigner *d);

/* What the row says, trimmed; empty if nothing. An old id is the one that it is kept as. */
struct str assigner_id(const struct assigner *d, struct frame *f);
struct str assigner_owner(const struct assigner *d, struct frame *f);

/* Is the lead open: has it neither reached the last stage nor left? With a single stage, reaching it doesn't
 * close the lead. */
bool assigner_has_open(const struct assigner *d, struct frame *f);

/* What a lead is drawn by among several: its id, or where it has none its row. Without a ledger it has the
 * same draw however its id is written. */
static inline uint64_t assigner_lot(const struct assigner *d, struct str id, struct rows *r, size_t row)
{
	const struct record *record = id.n ? NULL : rows_at(r, row)->record;

	if (record)
		return hash_text((struct str){ record->p, record->n }, 0);
	return d->draws_as_written ? hash_text(id, 0) : id_hash(id, 0);
}

/* Does --reassign ask for a new owner for this row? */
bool assigner_reassigns(const struct assigner *d, struct frame *f);

#endif
