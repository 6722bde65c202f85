/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a lead got, and whether it left, now or at a moment in the past. A
 * lead has reached every stage up to the last one it shows evidence of,
 * whatever its present status; an exit that later evidence contradicts was
 * only a visit, and what came before it belongs to an earlier lap.
 *
 * Cells are read once a record; what they mean depends on the moment, for
 * what had not happened by then is not known. Only times travel: evidence
 * without one stands now and at no moment before.
 */
#ifndef LEAD_STAGE_H
#define LEAD_STAGE_H

#include "lead/tally.h"

struct road {
	struct waypoint {
		const struct code *when, *at; /* NULL: not said */
		const struct code *absent;    /* where both are said: nothing stands in `at` */
	} * stages, *exits;
	size_t nstages, nexits;
};

/* What a lead's cells say of a stage or an exit. */
struct sign {
	enum { SIGN_NONE, SIGN_DATED, SIGN_UNDATED, SIGN_ALWAYS } how;
	int64_t at; /* of SIGN_DATED */
};

struct standing {
	size_t depth;	/* stages reached; 0: none, and in no report */
	size_t exit;	/* the one in force; SIZE_MAX: none */
	bool came_back; /* from an exit that later evidence contradicts */
	int64_t lap;	/* the latest such exit: times before it are of an earlier lap; INSTANT_NONE: there is
			   none */
	int64_t next;	/* the first event after the moment, until which all this holds; INT64_MAX: none */
	int64_t moment;
	bool done; /* the last stage is reached */
	int64_t done_at;
};

/* Returns false after mistakes, which are reported. */
bool road_bind(struct road *r, struct names *n);

/* False if a look into the past, as `option` wants it, needs a stage from `first` on or an exit without `at`;
 * each is told, if `diags` is given. */
bool road_dated(const struct road *r, const struct agreement *a, size_t first, const char *option,
		struct diags *diags);

/* The stages' signs, then the exits'; valid until the next record. */
const struct sign *road_read(const struct road *r, struct frame *f);

/* As of the program's now; worked out, and counted in the tally, once a record, and valid until the next. */
const struct standing *road_stand(const struct road *r, struct frame *f);

/* As of an earlier moment. */
struct standing road_at(const struct road *r, struct frame *f, int64_t moment);

/* What the lead is worth at a stage, in millionths. False: nothing is said; or it is beyond what is summed,
 * which ends the run. */
bool stage_value(const struct code *value, const struct step *stage, struct frame *f, __int128 *out);

/* Had it happened by then? `today`: the moment is now, when evidence without a time stands. */
static inline bool sign_stands(struct sign s, int64_t moment, bool today)
{
	return s.how == SIGN_ALWAYS || (s.how == SIGN_UNDATED && today) ||
	       (s.how == SIGN_DATED && s.at <= moment);
}

/* The time of a dated sign that had happened by then; INSTANT_NONE: there is none. */
static inline int64_t sign_time(struct sign s, int64_t moment)
{
	return s.how == SIGN_DATED && s.at <= moment ? s.at : INSTANT_NONE;
}

/* Did the lead leave, as was known at the moment, between a time and a later one? */
bool road_left_between(const struct road *r, const struct sign *sign, int64_t moment, int64_t from,
		       int64_t to, const struct zone *zone);

/*
 * Is an exit that had happened by then (its time; INSTANT_NONE without one) in force? A dated one is, unless
 * some dated evidence is strictly later; one of a lead that is done, only if it is strictly later than a
 * dated end.
 */
bool exit_in_force(const struct road *r, const struct sign *sign, const struct standing *s, int64_t left,
		   const struct zone *zone);

#endif
