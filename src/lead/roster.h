/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The people who take leads, from a CSV of their own: a row each, with columns of any kind, which the
 * agreement names as rep.NAME. Some mean something here, if they are there:
 *
 *   rep                   the name that is written as owner; it must be there, and no two are alike
 *   weight                their share among others, 1 where it is empty; with 0 they are assigned nothing
 *   active                no: they take no leads, and theirs are assigned again
 *   away_from, away_to    both dates included; one alone has no other end
 *   team                  is written beside the owner
 */
#ifndef LEAD_ROSTER_H
#define LEAD_ROSTER_H

#include "agreement/fields.h"

struct rep {
	struct str name, team;
	struct str key; /* the name folded: which identifies a person */
	int64_t weight; /* millionths */
	bool active;
	int64_t from, to; /* away; INSTANT_NONE: open at that end, or if both are: not away */
	size_t row;	  /* of the file, from 0 */
};

struct roster {
	struct rep *rep; /* by the bytes of their keys: the order of the file means nothing */
	size_t n;
	const struct rep *asked; /* whose cells rep.NAME reads in what is computed next; NULL: the owner's */
	/* The owner of the current row; NULL: somebody else, or nobody. */
	const struct rep *(*owner)(void *ctx, struct frame *f);
	void *ctx;
	struct roster_state *state;
};

/* Reads the agreement's roster, and defines its columns as names. Without a roster there are no people.
 * Returns NULL after a mistake, which is reported. */
struct roster *roster_read(struct names *n);
void roster_free(struct roster *r);

/* By name, folded and trimmed; NULL: nobody. */
const struct rep *roster_find(const struct roster *r, struct str name);
/* The same for threads that share it, each with a scratch of its own. */
const struct rep *roster_find_in(const struct roster *r, struct str name, struct buf *scratch);

/* Away at that moment? */
bool rep_away(const struct rep *rep, int64_t moment, const struct zone *zone);

/* The file, and the line in it. */
const char *roster_place(const struct roster *r, const struct rep *rep, uint64_t *line);

/* A hash of all cells: rosters that say the same have the same hash, whatever the order of their rows. */
uint64_t roster_hash(const struct roster *r);

#endif
