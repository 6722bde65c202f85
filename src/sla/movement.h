/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The movement of the backlog as figures: what was there at the beginning of a period, what came in, how it
 * left, and what is there at the end. For programs each target of the clocks has a column; people see what
 * was accepted, which is answered by stages, and what was given back, which is answered by exits.
 */
#ifndef SLA_MOVEMENT_H
#define SLA_MOVEMENT_H

#include "report/column.h"
#include "sla/backlog.h"

/* How a clock was closed, for people; and how it came to wait again. */
enum movement_kind {
	MOVED_ACCEPTED,	  /* answered by a stage */
	MOVED_GIVEN_BACK, /* answered by an exit */
	MOVED_ANSWERED,	  /* answered by a column's time */
	MOVED_UNANSWERED,
	MOVED_REVERSED,
	MOVED_REOPENED,
	MOVED_KINDS
};
extern const char *const movement_name[MOVED_KINDS]; /* "accepted", "given back", ... */
extern const char *const movement_left[MOVED_KINDS]; /* what was done: "accepted", "left unanswered" */

struct movement {
	const struct agreement *agreement;
	size_t names; /* of targets, each once, as the clocks name them */
	struct str *name;
	size_t *target;	      /* of a clock by name, `names` for each clock; SIZE_MAX: it has none */
	unsigned char **kind; /* per clock: the movement_kind of each target, and of a later stage */
	struct moved_kinds {
		bool is[MOVED_KINDS];
	} * shown; /* per clock: that have a column for people; see movement_look */
};

void movement_bind(struct movement *m, const struct agreement *a, struct arena *arena);

/* Looks which kinds there are, from a moment on, before anything is shown to people: those by which a clock
 * can be answered, and what else happened. */
void movement_look(struct movement *m, const struct backlog *b, const struct backlog_plan *p, size_t first);

static inline bool movement_shown(const struct movement *m, size_t clock, enum movement_kind kind)
{
	return m->shown[clock].is[kind];
}

/* How many clocks moved like this. */
uint64_t movement_of(const struct movement *m, size_t clock, const struct backlog_moves *x,
		     enum movement_kind kind);

/* Has the period that a moment ends come to its end? Before that, nothing is left over of it. */
static inline bool movement_ended(const struct backlog_plan *p, size_t moment)
{
	return moment + 1 < p->moments->n || p->moments->ended;
}

/* "opening + came in - accepted - given back = closing" */
void movement_sum(const struct movement *m, size_t clock, struct buf *out);

/* "accept: from mql to sal or recycled" */
void clock_words(const struct agreement *a, size_t clock, struct buf *out);

/* "2026-10", or the like. */
void movement_period(const struct backlog_plan *p, size_t moment, struct buf *out);

#endif
