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

/* What the cells of the ids say of those rows, in `room` or elsewhere; NULL: there are none. And the id under
 * which a lead is known whose cell says that, trimmed; n 0: it has none. Valid as in hand_over. */
const struct str *handing_ids(const struct handing *h, struct rows *r, struct asked ask, union vector room);
struct str handing_id(const struct handing *h, struct str said);

/* Of those rows, the ones that are handed over, a list that there is room for; and the hand-over of each, in
 * its row's place. *nameless more have no id. */
struct asked handing_rows(const struct handing *h, struct rows *r, struct asked ask, struct hand_over *out,
			  uint16_t *list, uint64_t *nameless);

/* The current row's alone. False: the lead is not handed over, or (*nameless) has no id. */
bool handing_of(const struct handing *h, struct frame *f, struct hand_over *out, bool *nameless);

/* Asks those rows together what handing_of and handing_clock will ask of each. */
void handing_foresee(const struct handing *h, struct rows *r, struct asked ask);

/* The reading of its clock; NULL: no clock starts with the hand-over, or it didn't for this lead. */
const struct reading *handing_clock(const struct handing *h, struct frame *f);

#endif
