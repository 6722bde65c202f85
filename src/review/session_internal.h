/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of a session share: session.c has the commands and calls session_decide.c and
 * session_look.c, which both call session_table.c.
 */
#ifndef REVIEW_SESSION_INTERNAL_H
#define REVIEW_SESSION_INTERNAL_H

#include "base/arena.h"
#include "review/session.h"
#include "review/show.h"
#include "review/when.h"

/* What is known of a seat. */
struct seat_facts {
	struct str name, company, owner, grade, score; /* as the input has them */
	int64_t late, waited;
	const struct entry *seen; /* what counted when its card was shown */
	size_t in_list;		  /* SIZE_MAX: it was not left when the session began */
	bool found;		  /* by `find`; without one all are */
	bool skipped, touched;	  /* in this session */
};

/* Of so many columns to answer so many values are completed. */
enum { VALUES_KNOWN = 8, VALUES_MOST = 50 };

struct session {
	const struct session_world *w;
	struct arena arena;
	const struct seat *seat;
	size_t nseats;
	struct seat_facts *place;
	struct refs refs; /* of the seats */
	size_t *list;	  /* seats that were left when the session began: the reviewer's own first */
	size_t nlist, nown;
	struct str mine;   /* the owner that the reviewer is; n 0: nobody, or it isn't plain */
	struct str *owner; /* that the terms name, or else those of the input */
	size_t nowners;
	struct str *value[VALUES_KNOWN]; /* that the input has, of each of the first columns to answer */
	size_t nvalues[VALUES_KNOWN];
	size_t current; /* SIZE_MAX: none */
	size_t last;	/* in the list: where the next is looked for */
	bool finding;
	bool moved; /* another lead is current: its card is due */
	char ref[REF_LETTERS + 2];
	struct look look; /* while a line is done */
	int height;
	struct buf line; /* that is done */
	struct buf *out;
};

/* The rest of a line, behind the command. */
typedef enum session_does command_fn(struct session *s, struct str rest);

/* ---- session_table.c: the leads on the table ---- */

enum stand { STANDS_LEFT, STANDS_ACCEPTED, STANDS_RETURNED, STANDS_LATER };

void table_open(struct session *s);
void table_close(struct session *s);
const struct ruling *table_ruling(const struct session *s, size_t seat);
enum stand table_stand(const struct session *s, size_t seat);
struct str table_ref(const struct session *s, size_t seat, char *room); /* as it is typed */

/* The next lead that is left, found and not skipped becomes the current one, or none does. */
void table_next(struct session *s);
void table_go(struct session *s, size_t seat);

/* The seat of a ref, an id or a place in the list; SIZE_MAX: a mistake, whose words are in s->out. */
size_t table_find(struct session *s, struct str typed);

/* What was done about the seats in this session, and what is left of the list, of the first `n`. */
struct sum {
	size_t accepted, returned, later, left;
};
struct sum table_sum(const struct session *s, size_t from, size_t to);

/* "1009799 Göran Sjögren" */
void table_name(const struct session *s, size_t seat, struct buf *b);

/* The card of the current lead, in so much of the screen's height as what was said before leaves; or that
 * there is none. */
void table_show(struct session *s);

/* Words with what is wrong; always SESSION_MISTAKE. */
__attribute__((format(printf, 2, 3))) enum session_does table_wrong(struct session *s, const char *format,
								    ...);
/* A place among names that one of them fits, shortened or not; SIZE_MAX: none or many, which is said as
 * `what`. */
size_t table_pick(struct session *s, const struct str *list, size_t n, struct str typed, const char *what,
		  const char *many);

/* Without quotes around it. */
struct str table_unquoted(struct str s);

/* Is there a current lead? If not, that is said. */
bool table_has_current(struct session *s);

/* ---- session_decide.c ---- */

command_fn decide_accept, decide_return, decide_later, decide_answer, decide_note, decide_undo;

/* The column that a line begins with, and the rest; SIZE_MAX: none. `whole`: it isn't shortened. */
size_t decide_column(const struct session *s, struct str line, bool whole, struct str *rest);
enum session_does decide_value(struct session *s, size_t column, struct str value);

/* ---- session_look.c ---- */

command_fn look_list, look_show, look_find, look_why, look_progress, look_skip;

#endif
