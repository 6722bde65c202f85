/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Owners whom a meeting has accepted leads for. Such an owner wins over the ledger, which then records it, by
 * the route `review`, so that it counts in the shares and stays when the meeting is forgotten. What the
 * ledger gave to another person after it knew the accepted owner (somebody has left, say) wins over the
 * meeting in turn.
 */
#ifndef ROUTE_ACCEPTED_H
#define ROUTE_ACCEPTED_H

#include "expr/program.h"
#include "route/ledger.h"

struct acceptance_of {
	struct str owner;
	int64_t at;
	bool waits; /* the input doesn't show an answer yet, and so not the accepted owner either */
};

/* Who knows what was decided. `any`: is there an accepted owner of any hand-over of the lead? `of`: of the
 * current row's own hand-over; valid until the next record. */
struct accepted_by {
	bool (*any)(void *ctx, struct str lead_id);
	bool (*of)(void *ctx, struct frame *f, struct acceptance_of *out);
	void *ctx;
};

/* What the ledger says in place of a route. No route of the agreement may be called so. */
extern const struct str accepted_route;

struct accepted;
struct accepted *accepted_new(struct accepted_by by);
void accepted_free(struct accepted *a);

/* An entry of the ledger, in their order; `fresh`: this run has added it. */
void accepted_entry(struct accepted *a, const struct ledger_entry *e, bool fresh);

/* What the current row's lead has. */
enum accepted_state {
	ACCEPTED_NOT,
	ACCEPTED_NEW,	   /* the ledger doesn't have that owner since, */
	ACCEPTED_FRESH,	   /* has it by this run, */
	ACCEPTED_RECORDED, /* has it from before, */
	ACCEPTED_OVERRULED /* or has another one after it */
};
enum accepted_state accepted_find(struct accepted *a, struct frame *f, struct str lead_id,
				  struct acceptance_of *out);

#endif
