/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that the columns of backlog_report.c and movement.c are of. */
#ifndef SLA_BACKLOG_REPORT_INTERNAL_H
#define SLA_BACKLOG_REPORT_INTERNAL_H

#include "sla/backlog_report.h"

/* Of a moment all groups and clocks, all leads last; of a trend moment after moment. */
struct row {
	bool begun;
	size_t group, clock, moment;
	struct backlog_figures x;
	struct backlog_moves moves;
	struct buf text; /* a picture, or the like; see report.release */
};

static inline const struct row *row_of(const struct cell *c)
{
	return c->row;
}

static inline const struct backlog_view *view_of(const struct cell *c)
{
	return c->view;
}

/* Room for the text of a cell, empty. */
static inline struct buf *room_of(const struct cell *c)
{
	struct buf *text = &((struct row *)c->row)->text;

	buf_clear(text);
	return text;
}

/* ---- columns of the movement, in movement.c ---- */

struct figure column_period(const struct cell *c);
struct figure column_opening(const struct cell *c);
struct figure column_came_in(const struct cell *c);
struct figure column_moved(const struct cell *c); /* `of` a movement_kind */
struct figure column_closing(const struct cell *c);
struct figure column_answered_by(const struct cell *c); /* a target; see movement_targets */
struct figure column_answered_later(const struct cell *c);
struct figure column_left_over(const struct cell *c);
struct figure column_left_over_bar(const struct cell *c);

size_t movement_targets(const void *view);
void movement_target(const void *view, size_t i, struct buf *head);
size_t movement_once(const void *view);
void movement_period_word(const void *view, size_t i, struct buf *head);

bool movement_has_accepted(const void *view);
bool movement_has_given_back(const void *view);
bool movement_has_answered(const void *view);
bool movement_has_unanswered(const void *view);
bool movement_has_reversed(const void *view);
bool movement_has_reopened(const void *view);

/* The title and the note of the table for people. */
void movement_about(const void *view, struct grid *g);

#endif
