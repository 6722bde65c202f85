/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a thread notes about leads while it works: counts that are reported at the end, and room for the row
 * at hand. A frame's `user` points to one.
 */
#ifndef LEAD_TALLY_H
#define LEAD_TALLY_H

#include "agreement/fields.h"
#include "lead/note.h"

struct sign;
struct standing;
struct clock_room;

struct tally {
	bool no_lead;	     /* the row at hand is ignored or empty: nothing is worked out for it */
	uint64_t *ignored;   /* rows, per `ignore` of the agreement */
	uint64_t empty;	     /* rows whose cells are all missing */
	uint64_t nowhere;    /* leads that reached no stage, and are in no report */
	uint64_t came_back;  /* leads with an exit that later evidence contradicts */
	uint64_t *not_faded; /* rows, per score, whose `since` is missing */
	uint64_t *both;	     /* rows, per criterion, where yes and no both held */
	int64_t newest;	     /* the latest event seen that is not after now; INSTANT_NONE: none */
	size_t assume;	     /* the criterion taken as yes, whatever it is; SIZE_MAX: none */
	int64_t *points;     /* room for one score's rules, in millionths */
	struct buf text;     /* room for one row's reasons */
	struct journey {     /* what the cells of the row at hand say of its road: see stage.h */
		struct sign *sign;
		struct standing *now;
		uint64_t read, stood; /* the frame's serial when they were worked out */
	} journey;
	struct clock_room *clocks; /* what they say of its clocks: see clock.h */
};

void tally_init(struct tally *t, const struct agreement *a);
void tally_release(struct tally *t);
void tally_merge(struct tally *into, const struct tally *from, const struct agreement *a);

/* Says what was counted, a line each; and if the newest event is over 7 days before now. */
void tally_tell(const struct tally *t, const struct program *p, const struct agreement *a,
		struct diags *diags);

static inline struct tally *tally_of(struct frame *f)
{
	return f->user;
}

/* Notes an event for `newest`. */
static inline void tally_event(struct frame *f, int64_t t)
{
	struct tally *tally = f->user;

	if (t > tally->newest && t <= f->now)
		tally->newest = t;
}

#endif
