/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an archive gives back, as rows that other tools read like any export: the leads as of a night, or what
 * changed. Bytes are handed on as they are made, in the dialect that is asked for.
 */
#ifndef FOLD_ROWS_H
#define FOLD_ROWS_H

#include "fold/archive.h"

/* False: they could not be taken, which is reported by the owner. */
typedef bool rows_put_fn(void *ctx, struct str bytes);

/* The leads as of the night with that index, with its columns, in the order of their first appearance. What
 * is written is proved to be the export that was filed. `since`: only leads with a change later than the
 * night of that index; SIZE_MAX: all. *told: how many there are, and how many more changed and are not there
 * any more. False: a mistake, which is reported. */
struct rows_told {
	uint64_t leads, gone;
};
bool rows_of_night(struct archive *a, size_t night, size_t since, struct rows_told *told,
		   struct dialect dialect, rows_put_fn *put, void *ctx);

/* What changed up to that night: lead_id,column,old,new,after,at, the last two as dates of the zone. */
bool rows_of_history(struct archive *a, size_t night, const struct zone *zone, struct dialect dialect,
		     rows_put_fn *put, void *ctx);

#endif
