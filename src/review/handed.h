/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hand-over of a lead: marketing hands it over when it reaches the first stage of `handover`, and sales
 * answers by taking it on to the second or by letting it out through an exit. A decision is of one hand-over:
 * of the lead's id and its own time of the first stage. A lead that is handed over again is undecided again.
 */
#ifndef REVIEW_HANDED_H
#define REVIEW_HANDED_H

#include "lead/clock.h"
#include "lead/id_map.h"

struct handing {
	const struct agreement *agreement;
	const struct zone *zone;
	struct pipeline pipeline;
	size_t from, to;	     /* stages */
	const struct clocks *clocks; /* NULL: none */
	size_t sla;		     /* that starts with the hand-over; SIZE_MAX: none */
	size_t id_column;
	const struct code *id; /* the text */
	const struct id_map *map;
};

struct hand_over {
	struct str id; /* as it is kept; trimmed, not empty; valid until the next record */
	int64_t at;    /* a date or a moment; INSTANT_NONE: at an unknown time */
	uint64_t ref;  /* see ref.h */
	bool waits;    /* neither answered nor left */
	size_t answer; /* where it was answered by a stage: the stage it got to, at least `to`; else SIZE_MAX
			*/
	size_t exit;   /* the exit in force; SIZE_MAX: none */
};

/* Needs `handover` and a column for the id. `clocks` are the lane's. A lead whose id `map` (NULL: there is
 * none) calls old goes by the one that it is kept as. Returns false after mistakes, which are reported. */
bool handing_bind(struct handing *h, struct names *n, struct clocks *clocks, const struct id_map *map);

/* The id under which the row's lead is known, trimmed; STR_NONE or empty: it has none. Valid as in hand_over.
 */
struct str handing_id(const struct handing *h, struct frame *f);

/* False: the lead is not handed over, or (*nameless) has no id. */
bool handing_of(const struct handing *h, struct frame *f, struct hand_over *out, bool *nameless);

/* The reading of its clock; NULL: no clock starts with the hand-over, or it didn't for this lead. */
const struct reading *handing_clock(const struct handing *h, struct frame *f);

#endif
