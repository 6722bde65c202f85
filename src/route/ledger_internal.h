/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the ledger share: its memory. Others see ledger.h. */
#ifndef ROUTE_LEDGER_INTERNAL_H
#define ROUTE_LEDGER_INTERNAL_H

#include "base/arena.h"
#include "base/map.h"
#include "route/ledger.h"
#include "table/journal.h"

/* A lead is known by the hash of its id. In its value stands, behind bits of that, what was given by the
 * latest entry: its number in the ledger's `given` and 1; and in the last bits … If all these are 0, nothing
 * has been decided about it yet. */
enum { GIVEN_AT = 32, GIVEN_BITS = 28 };
#define LEDGER_MET     (UINT64_C(1) << 60) /* … by ledger_meet, … */
#define LEDGER_OPENED  (UINT64_C(1) << 61) /* … at a row that is to be decided about; … */
#define LEDGER_BY_RUN  (UINT64_C(1) << 62) /* … decided by this run, … */
#define LEDGER_TO_NONE (UINT64_C(1) << 63) /* … for nobody */

struct ledger_given {
	struct str owner, team, route;
};

/* What was given lately, and its line behind the lead's id, up to `run`. */
struct ledger_recent {
	struct ledger_given from; /* where the texts stand that last; owner.p NULL: they don't */
	uint32_t given;		  /* as in a slot */
	uint64_t pool, run;
	int64_t at;
	struct buf rest;
};
enum { LEDGER_RECENT = 4096 };

struct ledger {
	struct journal file;
	struct buf text; /* owner, team and route of the line at hand */
	struct known leads;
	uint64_t pointed;   /* leads that it got by an id such as 12345.0 */
	struct map numbers; /* of `given`, by its text in the file */
	struct ledger_given *given;
	size_t givens, given_cap;
	struct ledger_recent recent[LEDGER_RECENT];
	struct arena arena;
};

/* Of a file that says companies, and of one that doesn't, which has a column less. */
enum { LEDGER_COLUMNS = 8 };
extern const struct journal_kind ledger_kind, ledger_kind_plain;

/* What is remembered of an entry; `text` says owner, team and route, as the file does or otherwise. The
 * memory that it will need is fetched meanwhile: among millions of leads it is far away. */
struct ledger_item {
	struct known_key key;
	uint64_t value; /* but for the key's bits; 0: there is no item */
};
struct ledger_item ledger_item(struct ledger *l, struct str lead_id, struct str text,
			       struct ledger_given says);
void ledger_remember(struct ledger *l, struct ledger_item item);

#endif
