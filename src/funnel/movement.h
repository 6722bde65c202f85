/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What moved at each stage but the last in each of some periods, per group. A lead is there at a stage while
 * that is the furthest it has reached and no exit is in force. Each lead is compared at the two ends of a
 * period:
 *
 *   there at the end = there at the start + came + back - on - left by each exit
 *
 * A lead that comes and goes within one period came, or came back, and counts where it stands at its end. So
 * what is there at the end of a period is what waits as of then, and what the next one starts with.
 *
 * Only times place a lead: a condition that holds without one counts as not reached yet, at any moment.
 */
#ifndef FUNNEL_MOVEMENT_H
#define FUNNEL_MOVEMENT_H

#include "figures/counter.h"
#include "figures/group.h"
#include "lead/stage.h"
#include "report/column.h"
#include "time/moments.h"

struct stage_moves_plan {
	const struct agreement *agreement;
	struct pipeline pipeline;
	const struct grouping *grouping;
	struct moments moments; /* the ends of the periods */
	bool since;		/* the first of them is the end of the period before those that are shown */
};

/* Returns false after mistakes, which are reported: every stage and exit needs a time. */
bool stage_moves_bind(struct stage_moves_plan *p, struct names *n);

/* Its plan is a stage_moves_plan. */
extern const struct counter_kind stage_moves_counter;
struct stage_moves;

/* Ways to come to a stage and to go; left by the exits of the agreement, one after the other. */
enum stage_move { STAGE_CAME, STAGE_BACK, STAGE_ON, STAGE_LEFT };

/* ---- settled ---- */

/* Groups in report order, none without --by; number stage_moves_groups() is all leads. */
size_t stage_moves_groups(const struct stage_moves *s);

/* For a page, and its tables alone: which are the largest, and how many; all before that is asked. */
size_t stage_moves_keep(struct stage_moves *s, size_t most);
bool stage_moves_kept(const struct stage_moves *s, size_t group);
struct str stage_moves_group(const struct stage_moves *s, size_t group, size_t item);

/* The first moment that is shown: before it nothing moved, or --since begins there. */
size_t stage_moves_first(const struct stage_moves *s);

/* Did any lead move so at the stage, in a period that is shown? */
bool stage_moves_seen(const struct stage_moves *s, size_t stage, size_t move);

/* One row after the other, from the first moment that is shown to the last, of each all groups and of them
 * all stages but the last. */
struct stage_movement {
	size_t moment, group, stage;
	uint64_t start, end;
	uint64_t *moves; /* of each stage_move */
	uint64_t *there; /* private: per group and stage, so far */
	size_t next;	 /* private: what is read next */
};
bool stage_moves_next(const struct stage_moves *s, struct stage_movement *m); /* zeroed before the first */
void stage_movement_release(struct stage_movement *m);

/* ---- shown ---- */

struct stage_moves_view {
	const struct stage_moves *moves;
	const struct stage_moves_plan *plan;
	bool utf8;
	size_t stage; /* for people: the one that is shown */
};

/* For programs. */
extern const struct report stage_moves_report;

/* For people: a table for each stage but the last; `grids` has room for them. */
void stage_moves_tables(const struct stage_moves_view *v, struct grid *grids);

/* One that is a page. */
void stage_moves_page(const struct stage_moves_view *v, struct buf *out);

/* "2026-10", or the like. */
void stage_moves_period(const struct stage_moves_plan *p, size_t moment, struct buf *out);

#endif
