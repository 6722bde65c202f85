/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an archive gives back, as rows that other tools read like any export: the leads as of a night, or what
 * changed. Bytes are handed on as they are made, in the dialect that is asked for.
 *
 * Where a map of ids is named, a lead is called what it is kept as by now, whenever that was found out: rows
 * of several ids may then be one lead's. Their order, and all other cells, are as they were.
 */
#ifndef FOLD_ROWS_H
#define FOLD_ROWS_H

#include "fold/archive.h"
#include "lead/id_map.h"

/* False: they could not be taken, which is reported by the owner. */
typedef bool rows_put_fn(void *ctx, struct str bytes);

struct rows_sink {
	struct dialect dialect;
	const struct id_map *map; /* NULL: none is named */
	rows_put_fn *put;
	void *ctx;
};

/* The leads as of the night with that index, with its columns, in the order of their first appearance. What
 * is written is proved to be the export that was filed. `since`: only leads with a change later than the
 * night of that index, of a lead of several rows all; SIZE_MAX: all leads. *told: how many there are, how
 * many more changed and are not there any more, and how many rows had an old id. False: a mistake, which is
 * reported. */
struct rows_told {
	uint64_t leads, gone, old_ids;
};
bool rows_of_night(struct archive *a, size_t night, size_t since, const struct rows_sink *sink,
		   struct rows_told *told);

/* What changed up to that night: lead_id,column,old,new,after,at, the last two as dates of the zone. */
bool rows_of_history(struct archive *a, size_t night, const struct zone *zone, const struct rows_sink *sink,
		     struct rows_told *told);

#endif
