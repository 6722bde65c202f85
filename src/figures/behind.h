/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The leads behind the figures of a page: a condition that holds for them, and the command that lists them,
 * which is this run's own with that condition.
 */
#ifndef FIGURES_BEHIND_H
#define FIGURES_BEHIND_H

#include "figures/group.h"
#include "report/document.h"

/* A command line around its -w, as text for a shell; `before` empty: there is none, so nothing is printed. */
struct behind {
	struct str before, after;
};

/* Appends a clause that begins like `format`, with " and " before it unless it is the first. */
__attribute__((format(printf, 2, 3))) void behind_and(struct buf *condition, const char *format, ...);

/* A text literal of the language, to end a clause with. */
void behind_text(struct buf *condition, struct str text);

/* Appends a condition of the agreement, in parentheses. False: it names a file, which is looked for beside
 * the agreement, so it means something else on a command line. */
bool behind_said(struct buf *condition, const struct expr *said, struct arena *arena);

/* Appends the clause for a group's value of an item, as it is shown. False: no condition says that. */
bool behind_group(struct buf *condition, const struct grouping_item *item, bool exact, struct str value);

/* Prints what the figure is, and the command that lists its leads; no condition: all of them. Releases the
 * condition. */
void behind_line(struct buf *page, struct arena *arena, const struct behind *b, struct str what,
		 struct buf *condition);

/* The same at the end of the note under a table, for reports that are nothing but tables. */
void behind_note(struct grid *g, const struct behind *b, struct str what, struct buf *condition);

#endif
