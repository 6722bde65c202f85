/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a lead got, and whether it left, now or at a moment in the past. A lead has reached every stage up
 * to the last one that it has evidence of, whatever its present status. An exit that later evidence
 * contradicts was temporary, and everything before it belongs to an earlier lap.
 *
 * Cells are read once per record, of many records of a run together where they are asked so. What they mean
 * depends on the moment, because events after the moment are not known yet. Evidence without a time counts
 * now, and at no earlier moment.
 */
#ifndef LEAD_STAGE_H
#define LEAD_STAGE_H

#include "lead/tally.h"
#include "lead/vocabulary.h"

struct pipeline {
	struct waypoint {
		const struct code *when, *at; /* NULL: not said */
		const struct code *absent;    /* where both are given: the cell of `at` is empty */
	} * stages, *exits;
	size_t nstages, nexits;
	struct watches watches; /* columns whose words stages or exits name */
	struct str assumed;	/* the first stage, if nothing on this input tells who reached it; else n 0 */
	struct str lacking;	/* and the field it would be read from */
	struct str unseen;	/* the last stage, if nothing on this input tells; else n 0 */
};

/* Can this input tell who reached the last stage? */
static inline bool pipeline_ends(const struct pipeline *r)
{
	return r->nstages && !r->unseen.n;
}

/* What a lead's cells say about a stage or an exit: nothing, its time, or that there is evidence without one,
 * which stands behind all times, so that what is up to a moment has a time or is nothing. */
struct sign {
	int64_t at;
};
#define SIGN_NONE    INSTANT_NONE
#define SIGN_UNDATED (INT64_MAX - 1)
#define SIGN_ALWAYS  INT64_MAX

static inline bool sign_dated(struct sign s)
{
	return s.at != SIGN_NONE && s.at < SIGN_UNDATED;
}

struct standing {
	size_t depth;		       /* stages reached; 0: none, so it is in no report */
	size_t exit;		       /* the exit in force; SIZE_MAX: none */
	bool left;		       /* by an exit that had happened by then, in force or not */
	uint32_t in_force, superseded; /* of the first exits, those that had happened and are so */
	bool came_back;		       /* back from an exit that was superseded: see pipeline_lap */
	int64_t next; /* the first event after the moment; until then all this holds; INT64_MAX: none */
	int64_t moment;
	bool done; /* the last stage is reached */
	int64_t done_at;
	int64_t latest; /* time of a stage by then; INSTANT_NONE: no stage has one */
};

/* Returns false after mistakes, which are reported. The first stage is reached by every lead, at an unknown
 * time, if all that it depends on are built-in fields for which the input has no column. */
bool pipeline_bind(struct pipeline *r, struct names *n);

/* Reports what must be known about stages and exits when they are trusted. */
void pipeline_tell(const struct pipeline *r, struct diags *diags);

/* Returns false if a look into the past, which `option` asks for, needs a stage from `first` on or an exit
 * that has no `at`. Each of them is reported if `diags` is given. */
bool pipeline_dated(const struct pipeline *r, const struct agreement *a, size_t first, const char *option,
		    struct diags *diags);

/* The same of one of them, `what` it is called. */
bool step_dated(const struct step *s, const char *what, const char *option, struct diags *diags);

/* The signs of the stages, then of the exits; valid until the next record. */
const struct sign *pipeline_read(const struct pipeline *r, struct frame *f);

/* Reads the signs of those rows at once, a column at a time, for whoever is about to ask for each of them: as
 * many of them as pipeline_read would be asked for, so that cells that can't be read are counted once. */
void pipeline_read_rows(const struct pipeline *r, struct rows *rows, struct asked ask);

/* As of the program's now; computed, and counted in the tally, once per record, and valid until the next. */
const struct standing *pipeline_stand(const struct pipeline *r, struct frame *f);

/* The same of those rows: the thread's journeys, in which each of them has where it stands and what its cells
 * say; valid until the next run. */
const struct journey *pipeline_stand_rows(const struct pipeline *r, struct rows *rows, struct asked ask);

/* Where a row of these stands now by what has a time alone: in `room`, or where the journeys have it. */
const struct standing *pipeline_stand_dated(const struct pipeline *r, struct rows *rows, size_t row,
					    struct standing *room);

/* As of an earlier moment. */
struct standing pipeline_at(const struct pipeline *r, struct frame *f, int64_t moment);

/* As of the end of a window of that span (0 or more) which begins at a time; as of now, if that is earlier.
 */
struct standing pipeline_within(const struct pipeline *r, struct frame *f, int64_t from, int64_t window);

/* A window gives each lead the same time from the moment it got to a stage. */
struct window {
	size_t from;  /* the stage */
	int64_t span; /* 0: there is none, and leads are looked at now */
};

/* Where a lead stands at the end of its window, or now if there is none; computed once per record, as a run
 * has one window. NULL: the window excludes the lead, and *why is the reason. */
enum excluded { EXCLUDED_NOT, EXCLUDED_UNDATED, EXCLUDED_YOUNG };
const struct standing *pipeline_look(const struct pipeline *r, struct window w, struct frame *f,
				     enum excluded *why);

/* The current row is in no count after all: takes back what the tally has counted of where it stands. */
void pipeline_leave_out(struct frame *f);

/* Reports for each stage, then for each exit, at how many leads it holds without a time, and what that means
 * for them. */
void timeless_tell(struct diags *diags, const struct agreement *a, const uint64_t *leads,
		   const char *of_stage, const char *of_exit);

/* Reports how many leads a window excludes, or a cohort for want of a time. */
void window_tell(struct diags *diags, struct str from, uint64_t undated, uint64_t young);

/* The lead's value at a stage, in millionths. Returns false if there is none, or if it is too large to be
 * summed, which ends the run. */
bool stage_value(const struct code *value, const struct step *stage, struct frame *f, __int128 *out);

/* Had it happened by then? `today`: the moment is now, when evidence without a time counts. */
static inline bool sign_stands(struct sign s, int64_t moment, bool today)
{
	if (s.at <= moment)
		return s.at != SIGN_NONE;
	return s.at == SIGN_ALWAYS || (s.at == SIGN_UNDATED && today);
}

/* The time of a sign if it has one and had happened by then; else INSTANT_NONE. */
static inline int64_t sign_time(struct sign s, int64_t moment)
{
	return s.at <= moment ? s.at : INSTANT_NONE;
}

/* The same, whenever it is. */
static inline int64_t sign_any_time(struct sign s)
{
	return s.at < SIGN_UNDATED ? s.at : INSTANT_NONE;
}

/* Did the lead, as known at the moment, leave between a time and a later one? */
bool pipeline_left_between(const struct pipeline *r, const struct sign *sign, int64_t moment, int64_t from,
			   int64_t to, const struct zone *zone);

/*
 * Does an exit that had happened by then hold? One with a condition does, for the CRM says today that the
 * lead is out. One that has just a time is superseded by strictly later evidence of any stage. Once the last
 * stage is reached, only an exit strictly later than its time holds, and one strictly earlier is superseded.
 */
enum exit_state { EXIT_IN_FORCE, EXIT_SUPERSEDED, EXIT_IGNORED };
enum exit_state exit_state(const struct pipeline *r, const struct sign *sign, const struct standing *s,
			   size_t exit, const struct zone *zone);

/* The same of an exit that had happened by then, mostly without asking again. */
static inline enum exit_state standing_exit(const struct pipeline *r, const struct sign *sign,
					    const struct standing *s, size_t exit, const struct zone *zone)
{
	if (exit >= 32)
		return exit_state(r, sign, s, exit, zone);
	return s->in_force >> exit & 1	   ? EXIT_IN_FORCE
	       : s->superseded >> exit & 1 ? EXIT_SUPERSEDED
					   : EXIT_IGNORED;
}

/* The lap that a time is in: laps end with exits that were superseded. */
struct lap {
	int64_t from; /* the exit that ended the lap before; INSTANT_NONE: there was none */
	int64_t to;   /* the exit that ended it; INSTANT_NONE: it has not ended */
};
struct lap pipeline_lap(const struct pipeline *r, const struct sign *sign, const struct standing *s,
			int64_t t, const struct zone *zone);

#endif
