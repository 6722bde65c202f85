/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ledger: which lead was given to whom. A CSV that only grows, a line a
 * decision, the latest line of a lead being the one that holds:
 *
 *     lead_id,owner,team,route,pool,at,run
 *     00Q1,ana,emea,enterprise,9f86d081884c7d65,2026-03-02T09:00:00Z,4e07408562bedb8b
 *
 * Where routes keep the leads of a company together, there is one more column, which says of which company
 * the lead is: a later run has the leads that are new, and not those that the company's owner had before.
 *
 * A decision is made once, and is on the disk before anybody sees it: add,
 * commit, then show. A run that is killed at any moment leaves all it has
 * committed and, at the worst, a last record without its line end; nobody saw
 * that decision, and the next run cuts it off. Nothing else is ever removed: a
 * bad record that has its line end, or good ones behind it, was spoilt by
 * somebody, and a person has to look at it.
 *
 * A run decides about a lead once, whatever happens: what it has decided is
 * remembered apart from what the file said, also where nobody got the lead.
 *
 * One run writes at a time, under a lock on the file itself, which is replaced
 * only when it gets that column. One thread at a time uses a ledger.
 */
#ifndef ROUTE_LEDGER_H
#define ROUTE_LEDGER_H

#include "base/diag.h"
#include "lead/id_map.h"
#include "route/known.h"

struct ledger;

struct ledger_entry {
	struct str lead_id; /* not empty; as ids are compared, see base/id.h, but for spaces around it */
	struct str owner, team, route;
	uint64_t pool, run; /* written as 16 hex digits */
	int64_t at;	    /* an instant, written in UTC */
	uint64_t company;   /* 0: none, or the ledger has no such column; written as 16 hex digits */
};

/* What it lends is valid until it returns. */
typedef void ledger_fn(void *ctx, const struct ledger_entry *e);

/* A wait for another run is among the notes; this shows them, before it begins. */
typedef void ledger_wait_fn(void *ctx);

/*
 * Opens the file, or makes it, for this run alone, and reads all of it, in order, through `each` (NULL:
 * nobody asks). While another run has it this one waits, if there is a `wait`. NULL: reported; the file is
 * as it was, and what `each` heard is void. A symbolic link is followed. Without a path it is a memory that
 * ends with the run. `path` and `diags` are used until the close. An entry of an id that `map` (NULL: there
 * is none) calls old is one of the lead that it is kept as.
 */
struct ledger *ledger_open(const char *path, const struct id_map *map, ledger_fn *each, ledger_wait_fn *wait,
			   void *ctx, struct diags *diags);

/* Call it before the open: the file gets the column company, which is empty in the records that it has. It is
 * made if it is not there, or replaced as a whole if it has other columns. False: reported, and nothing was
 * changed. */
bool ledger_with_companies(const char *path, ledger_wait_fn *wait, void *ctx, struct diags *diags);

/* The same as an open, of a file that must be there, without the lock: nothing is written to it, then or by a
 * commit. */
struct ledger *ledger_read(const char *path, const struct id_map *map, ledger_fn *each, void *ctx,
			   struct diags *diags);

/* Forgets what was added and not committed. */
void ledger_close(struct ledger *l);

/* What is known of a lead: its owner, team and route, valid until the close. */
enum ledger_says {
	LEDGER_NOTHING,
	LEDGER_GIVEN,	/* by a run before this one */
	LEDGER_DECIDED, /* by this run, which gave it or left it where it was */
	LEDGER_NOBODY	/* this run gave it to nobody; only the route is set */
};
enum ledger_says ledger_find(const struct ledger *l, struct str lead_id, struct ledger_entry *out);
/* The same by a lead's place. */
enum ledger_says ledger_find_at(const struct ledger *l, size_t place, struct ledger_entry *out);

/* Each owner with the team and the route of some entry, once. */
void ledger_each_given(const struct ledger *l, ledger_fn *each, void *ctx);

/* By what a lead is known: its id, without spaces around it, or the id's hash, see base/id.h. Fetches what
 * says whether it is known, which among millions is far away: for leads that will soon be asked for. True: it
 * wasn't asked for yet, and nothing is known of it; now it has a place, where nothing is found until it is
 * decided about. */
struct known_key ledger_key(const struct ledger *l, struct str lead_id);
bool ledger_is_new(struct ledger *l, struct known_key key, size_t *place);

/* The rows of the input, before anything is decided. True where one is the first of its lead's that is to be
 * decided about (`open`), and the lead was given to somebody. Then what the latest entries are of leads that
 * no row had; of those the id is not known any more. */
bool ledger_meet(struct ledger *l, struct str lead_id, bool open, struct ledger_entry *out);
void ledger_unmet(const struct ledger *l, ledger_fn *each, void *ctx);

/* What this run decides about a lead: it gets an owner, which is found at once, but held in memory until the
 * commit; it stays whose it is by the file; or nobody gets it, which is forgotten at the close. */
void ledger_add(struct ledger *l, const struct ledger_entry *e);
/* The same for a lead that is new, with its place. `lasts`: the texts stay where they are as long as the
 * ledger. */
void ledger_add_new(struct ledger *l, const struct ledger_entry *e, size_t place, bool lasts);
/* In two steps: what is given, as a number, which is the same for the same owner, team and route; without a
 * file that is all that the entry is for. */
uint32_t ledger_hold(struct ledger *l, const struct ledger_entry *e, bool lasts);
void ledger_add_held(struct ledger *l, size_t place, uint32_t given);
void ledger_stay(struct ledger *l, struct str lead_id);
void ledger_nobody(struct ledger *l, struct str lead_id, struct str route);

/* How much is held for the commit; and: what was added since it was so much is not to be written. */
size_t ledger_held(const struct ledger *l);

/* Of the leads that it got, those whose id ends in .0. */
uint64_t ledger_pointed(const struct ledger *l);
void ledger_unhold(struct ledger *l, size_t held);

/* What was added is on the disk. False: reported; the file ends where the commit before left it, and the
 * ledger takes no more. (With SIGXFSZ ignored a limit on the size of files is such a failure, and no death.)
 */
bool ledger_commit(struct ledger *l);

#endif
