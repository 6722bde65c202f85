/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The people who take leads, from a CSV of their own: a row each, with columns of any kind, which the
 * agreement names as rep.NAME. Some mean something here, if they are there:
 *
 *   rep                   the name that is written as owner; it must be there, and no two are alike
 *   weight                their share among others, 1 where it is empty; of 0 they are dealt nothing
 *   active                no: they take no leads, and theirs are dealt again
 *   away_from, away_to    both dates included; one alone has no other end
 *   team                  is written beside the owner
 */
#ifndef LEAD_ROSTER_H
#define LEAD_ROSTER_H

#include "agreement/fields.h"

struct rep {
	struct str name, team;
	struct str key; /* the name folded: what tells people apart */
	int64_t weight; /* millionths */
	bool active;
	int64_t from, to; /* away; INSTANT_NONE: no such end, of both: not away */
	size_t row;	  /* of the file, from 0 */
};

struct roster {
	struct rep *rep; /* by the bytes of their keys: the order of the file means nothing */
	size_t n;
	const struct rep *asked; /* whose cells rep.NAME are in what is worked out next */
	struct roster_state *state;
};

/* Reads the agreement's roster, and offers its columns. Without one there is nobody. Returns NULL after a
 * mistake, which is reported. */
struct roster *roster_read(struct names *n);
void roster_free(struct roster *r);

/* By name, folded and trimmed; NULL: nobody. */
const struct rep *roster_find(const struct roster *r, struct str name);

/* Away at that moment? */
bool rep_away(const struct rep *rep, int64_t moment, const struct zone *zone);

/* The file, and the line in it. */
const char *roster_place(const struct roster *r, const struct rep *rep, uint64_t *line);

/* Of all cells: rosters that say the same have the same, whatever the order of their rows. */
uint64_t roster_hash(const struct roster *r);

#endif
