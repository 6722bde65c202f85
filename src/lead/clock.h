/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The clocks of an agreement. A clock starts when a lead gets to one point and is answered when it gets to
 * another; in between it counts its own time: the open time of a calendar, or all time, less pauses.
 *
 * A reading says how a lead's clock stands at a moment. Events after the moment are not known yet, so a past
 * moment reads as it would have read then. Readings change at only a handful of moments, and each says until
 * when it holds; code that follows a clock through time jumps from one to the next.
 */
#ifndef LEAD_CLOCK_H
#define LEAD_CLOCK_H

#include "agreement/office.h"
#include "lead/stage.h"

enum clock_status {
	CLOCK_NONE, /* not for this lead, or not started */
	CLOCK_MET,
	CLOCK_LATE, /* answered, or left unanswered, after it was due */
	CLOCK_WAITING,
	CLOCK_WARNING,
	CLOCK_OVERDUE,
	CLOCK_PAUSED,
	CLOCK_WITHDRAWN, /* left unanswered in time */
	CLOCK_REVERSED,	 /* answered before it started */
	CLOCK_STATUSES
};
extern const struct str clock_status_name[]; /* "" for CLOCK_NONE */

/* Is the lead in the backlog? */
static inline bool clock_is_open(enum clock_status s)
{
	return s >= CLOCK_WAITING && s <= CLOCK_PAUSED;
}

enum { CLOCK_BY_NOTHING = UINT16_MAX };

struct reading {
	enum clock_status status;
	uint16_t by; /* what answered it, then or at an unknown time: a place in the sla's `to`, or as many as
			these are and the place of a later stage; CLOCK_BY_NOTHING: it isn't answered */
	uint16_t ruler;	     /* the ruler that measures own time: see clock_ruler */
	bool answered;	     /* at a known time, so that `spent` is a response time */
	int64_t answered_at; /* where it is `answered` */
	int64_t start;
	int64_t due;   /* INSTANT_NONE: it has none */
	int64_t spent; /* own time so far, or until the lead was answered or left; INSTANT_NONE: not known */
	int64_t until; /* the last moment up to which the status holds and own time goes on like this */
	const struct zone *zone; /* of the lead's calendar */
};

struct clocks {
	const struct agreement *agreement;
	struct pipeline pipeline;
	struct clock *at;
	size_t n; /* as the agreement's slas */
	const struct zone *zone;
};

/* Binds every clock once, when first asked for; returns NULL after mistakes, which are reported. */
const struct clocks *clocks_bind(struct clocks *c);

/*
 * Offers NAME_due, NAME_hours, NAME_status, NAME_answer and NAME_answered_at of every clock. `own`: this tool
 * adds all but the last as columns. The clocks are not bound yet.
 */
struct clocks *clocks_define(struct names *n, const struct offices *offices, bool own);

/* "accept_due", and the name of the value to print under that head; in the program's arena. */
enum clock_column { CLOCK_DUE, CLOCK_HOURS, CLOCK_STATUS, CLOCK_ANSWER, CLOCK_COLUMNS };
struct str clock_head(struct names *n, size_t i, enum clock_column column);
struct str clock_shown(struct names *n, size_t i, enum clock_column column);

/* The readings of the current lead, now; computed once per record. */
const struct reading *clock_now(const struct clocks *c, size_t i, struct frame *f);

/* The same at an earlier moment; only after clock_now. */
struct reading clock_then(const struct clocks *c, size_t i, struct frame *f, int64_t moment);

/* How the clock of a row of a run stands. */
struct clock_row {
	uint64_t serial; /* of the frame, when it was read */
	int64_t settled; /* from this moment on, up to now, clock_then equals clock_now; INT64_MAX: ask at
			    each moment */
	struct reading now;
};

/* Those of the rows asked, by their places in the run, whose columns are read together; valid until the next
 * run. */
const struct clock_row *clock_read_rows(const struct clocks *c, size_t i, struct rows *rows,
					struct asked ask);

/*
 * The own time of running clocks grows in step if the same ruler measures it: while one reading holds, the
 * time spent at a moment t is clock_ruler(…, t) less a constant. So the longest of many is found without
 * asking each again. Ruler 0 is for stopped clocks: its length is always 0.
 */
size_t clock_rulers(const struct clocks *c, size_t i);
int64_t clock_ruler(const struct clocks *c, size_t i, size_t ruler, int64_t moment);

/* Returns false if a look into the past, which `option` asks for, needs a stage or an exit that has no `at`.
 * Each of them is reported if `diags` is given. */
bool clocks_dated(const struct clocks *c, const char *option, struct diags *diags);

/* One thread's scratch for what a record says, and the counts about clocks that are reported at the end. */
struct clock_room *clock_room_new(const struct agreement *a);
void clock_room_free(struct clock_room *r);
void clock_room_merge(struct clock_room *into, const struct clock_room *from);
void clock_room_tell(const struct clock_room *r, const struct agreement *a, struct diags *diags);

#endif
