/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a thread notes about leads while it works: counts that are reported at the end, and scratch for the
 * rows of a run. A frame's `user` points to one.
 */
#ifndef LEAD_TALLY_H
#define LEAD_TALLY_H

#include "agreement/fields.h"
#include "expr/run.h"
#include "lead/note.h"

struct rule_gave;
struct sign;
struct standing;
struct clock_room;
struct pipeline;
struct vocabulary;

enum {
	TALLY_ROWS = 128,
	FADED_BITS = 10,
	RULE_BITS = 62 /* rules whose conditions are asked together, so that a bit says of each whether it
			  holds */
};

/* What was left of a point, as of `now`. */
struct faded {
	int64_t since, now;
	double left; /* 0: nothing is remembered here */
};

struct tally {
	bool no_lead;		 /* the current row is ignored or empty, so nothing is computed for it */
	uint64_t *ignored;	 /* rows, per `ignore` of the agreement */
	uint64_t empty;		 /* rows whose cells are all missing */
	uint64_t nowhere;	 /* leads that reached no stage, so they are in no report */
	uint64_t came_back;	 /* leads with an exit that later evidence contradicts: as of now, and … */
	uint64_t back_within;	 /* … at the end of their window, which alone counts if … */
	bool windowed;		 /* … there is one */
	uint64_t *not_faded;	 /* rows, per score, whose `since` is missing */
	uint64_t *ahead;	 /* leads, per stage and then per exit, whose time of it is after now */
	struct faded *faded;	 /* of each score 2^FADED_BITS, by `since`; NULL: none yet */
	uint64_t *both;		 /* rows, per criterion, where yes and no both held */
	int64_t newest;		 /* the latest event seen that is not after now; INSTANT_NONE: none */
	size_t assume;		 /* the criterion that is assumed to be yes; SIZE_MAX: none */
	int64_t *points;	 /* room for one score's rules, in millionths; … */
	int64_t *each;		 /* … and for those of all scores, of TALLY_ROWS leads; … */
	int64_t *bits;		 /* … for which of them hold; … */
	int64_t *marks;		 /* … for that of all rows of a run, by score; … */
	struct rule_gave *given; /* … and for those that gave one lead something */
	struct buf text;	 /* room for one row's reasons */
	struct journey { /* what the cells of each row of a run say about stages and exits: see stage.h */
		struct sign *sign;	     /* `steps` of a row, then those of the next */
		struct standing *now, *then; /* of each row; the second at the end of its window */
		struct journey_row {
			uint64_t read, stood, looked; /* the frame's serial when they were computed */
			int excluded;		      /* by the window; enum excluded */
		} * row;
		size_t rows, steps;  /* that there is room for; stages and exits */
		uint64_t reading;    /* the frame's `begun` of the run of which rows were read last */
		uint64_t begun, set; /* of the frame and its run's list of rows, when `now` was of them all */
	} journey;
	const struct pipeline *pipeline; /* by which the first row's stages were read; NULL: none were */
	struct vocabulary *words;	 /* that stand in columns which stages or exits compare with words */
	struct clock_room *clocks;	 /* what they say about its clocks: see clock.h */
};

void tally_init(struct tally *t, const struct agreement *a);
void tally_release(struct tally *t);

/* Makes the room for what rules give, `each`, `bits` and `marks`, unless it is there: few tools need it. */
void tally_rule_room(struct tally *t, const struct agreement *a);

void tally_merge(struct tally *into, const struct tally *from, const struct agreement *a);

/* Makes room for the journeys of so many rows, of which nothing is known then, if there is less. */
void tally_journeys(struct tally *t, size_t rows);
void tally_journeys_free(struct tally *t);

/* Reports what was counted, a line each, and whether the newest event is over 7 days before now. */
void tally_tell(const struct tally *t, const struct program *p, const struct agreement *a,
		struct diags *diags);

static inline struct tally *tally_of(struct frame *f)
{
	return f->user;
}

/* Is the current row, which is asked alone then, no lead, so that it has nothing that is computed? */
static inline bool tally_no_lead(struct rows *r, enum type type, struct asked ask, union vector out)
{
	bool none = tally_of(r->frame)->no_lead;

	if (none)
		vector_none(type, ask, out);
	return none;
}

/* Makes a row of a run the current one of a lane, and notes whether it is a lead there; *at, from 0 on, goes
 * along with the lane's leads. */
static inline struct frame *lane_at(struct rows *r, size_t row, size_t *at)
{
	struct frame *f = rows_at(r, row);
	bool lead = *at < r->leads.n && r->leads.row[*at] == row;

	*at += lead;
	tally_of(f)->no_lead = !lead;
	return f;
}

/* Notes an event for `newest`. */
static inline void tally_event(struct frame *f, int64_t t)
{
	struct tally *tally = f->user;

	if (t > tally->newest && t <= f->now)
		tally->newest = t;
}

#endif
