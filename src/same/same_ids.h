/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which id a lead of several rows is known by, so that it is the same from night to night. Of each column of
 * ids a lead's kept id is the one that the map has for its rows; of two kept ids that meet the one that was
 * kept earlier. Where the map knows none of them it is the one that the rows make theirs (the survivor). A
 * kept id that no row has passes on to that one, too. A row without an id gets none.
 *
 * What this comes to is put into the map, which then is as the next night needs it: the same rows again
 * change nothing.
 */
#ifndef SAME_SAME_IDS_H
#define SAME_SAME_IDS_H

#include "same/same.h"

/* The id that a lead's rows make theirs in one of the columns of same_follow, whose number among all columns
 * is `column`. Valid until the next call. */
typedef struct str survivor_fn(void *ctx, uint32_t lead, size_t column);

struct kept_ids {
	const struct sameness *found; /* of a plan that follows `map` */
	struct id_map *map;
	struct str since; /* the date of new lines, in words */
	survivor_fn *survivor;
	void *ctx;
	struct diags *diags;

	/* What comes of it: of lead i in the nth column of same_follow of[i * ids + n]; p NULL: what its one
	 * row says. */
	struct str *of;
	const size_t *column; /* those of same_follow */
	size_t ids;
};

/* The caller has set the first six. False: an id of two columns is two leads, of which the map can't know
 * which is meant; it was reported. Release it whatever this returned. */
bool kept_ids_find(struct kept_ids *k);
void kept_ids_release(struct kept_ids *k);

#endif
