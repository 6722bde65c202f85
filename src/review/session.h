/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The meeting as a talk: a line of text is a command, and what it answers is text. One lead is current, whose
 * card was shown last; a decision is of it, is on the disk when the command returns, and brings the next.
 *
 * Nothing is read or shown here. Rows are looked at through the world, so that a test can make one up.
 */
#ifndef REVIEW_SESSION_H
#define REVIEW_SESSION_H

#include "base/look.h"
#include "review/card.h"
#include "review/decisions.h"
#include "review/meeting.h"
#include "review/question.h"
#include "review/terms.h"

/* A kept row as it is with its answers filled in. */
struct looked {
	const struct card *card;
	enum { SQL_UNSAID, SQL_NO, SQL_YES } sql;
	const char
		*unread; /* what the cell of `column` was to be and is not: "a number"; NULL: it was read */
};
typedef void looked_fn(void *ctx, size_t seat, const struct looked *l);

struct session_world {
	const struct meeting *meeting;
	struct decisions *decisions;
	const char *file; /* theirs */
	const struct terms *terms;
	const struct time_style *times;
	char decimal;
	int64_t as_of;	       /* the moment at which the table is seen … */
	int64_t today;	       /* … and its day, since 1970-01-01 */
	struct str by;	       /* who decides */
	const struct str *ask; /* the columns to answer */
	size_t nasks;
	const struct question *question; /* of each BANT criterion */
	const struct str *head;		 /* of the input, to complete `find` */
	size_t nheads;
	bool from_file; /* the commands are from a file: there are no cards, and no places in a list */

	void *ctx;
	int64_t (*now)(void *ctx);
	/* Passes a seat to fn, or (SIZE_MAX) all of them; `answers` besides those that were given, and a
	 * column whose cell must be readable (n 0: none). */
	void (*look)(void *ctx, size_t seat, struct str answers, struct str column, looked_fn *fn,
		     void *fn_ctx);
	/* Which seats an expression holds for. False: a mistake, whose words go to `wrong`. */
	bool (*find)(void *ctx, struct str words, bool *found, struct buf *wrong);
};

enum session_does {
	SESSION_GOES_ON,
	SESSION_MISTAKE, /* nothing was written; the text says why */
	SESSION_ENDS,	 /* quit */
	SESSION_FAILED	 /* the decisions can't be written or read, which is reported */
};

struct session;

/* The world is used until the free. */
struct session *session_new(const struct session_world *world);
void session_free(struct session *s);

/* How many leads are left to decide, and how many are decided or put off already; and how many of the
 * reviewer's own, who is an owner then (n 0: they aren't told apart). */
size_t session_left(const struct session *s, size_t *gone);
size_t session_own(const struct session *s, struct str *owner);

/* The card of the first lead, or that there is none; and of the current one again. For a screen as it is. */
void session_begin(struct session *s, struct look look, int height, struct buf *out);

/* A command. What it says goes to `out`, whole lines. */
enum session_does session_line(struct session *s, struct str line, struct look look, int height,
			       struct buf *out);

/* What was done in this session, and what is left. */
void session_sum(const struct session *s, struct buf *out);

/* The current lead's ref as it is typed; n 0: none is current. Valid until the next line. */
struct str session_ref(const struct session *s);

/* What may stand at the end of a line: words, each ended by a newline. Returns where they begin. */
size_t session_complete(struct session *s, struct str before, struct buf *words);

#endif
