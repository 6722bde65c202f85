/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the ledger share: its memory. Others see ledger.h. */
#ifndef ROUTE_LEDGER_INTERNAL_H
#define ROUTE_LEDGER_INTERNAL_H

#include "base/arena.h"
#include "base/map.h"
#include "route/ledger.h"
#include "table/journal.h"

/* A lead's latest entry. */
struct ledger_slot {
	uint64_t low; /* of the id's hash, and 32 bits more of it */
	uint32_t high;
	uint32_t given : 28;  /* its number in the ledger's `given` and 1; 0: free */
	uint32_t met : 1;     /* by ledger_meet, */
	uint32_t opened : 1;  /* at a row that is to be decided about */
	uint32_t decided : 1; /* by this run, */
	uint32_t nobody : 1;  /* for nobody */
};

struct ledger_given {
	struct str owner, team, route;
};

/* What was given lately, and its line behind the lead's id, up to `run`. */
struct ledger_recent {
	uint32_t given; /* as in a slot */
	uint64_t pool, run;
	int64_t at;
	struct buf rest;
};
enum { LEDGER_RECENT = 4096 };

struct ledger {
	struct journal file;
	struct buf text;	  /* owner, team and route of the line at hand */
	struct ledger_slot *slot; /* open addressing with linear probing */
	size_t leads, cap;
	uint64_t spread;	 /* odd: see home() */
	size_t before, expected; /* leads of the file, and when all is done; 0: who knows */
	struct map numbers;	 /* of `given`, by its text in the file */
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
struct ledger_slot ledger_slot(struct ledger *l, struct str lead_id, struct str text,
			       struct ledger_given says);
void ledger_remember(struct ledger *l, struct ledger_slot slot);

#endif
