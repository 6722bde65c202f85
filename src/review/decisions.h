/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The decisions of meetings: a CSV that only grows, a line a decision, whatever the agreement:
 *
 *     at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note
 *     2026-10-31T14:02:40Z,sofie,1009799,2026-10-10T21:52:00Z,accept,,,Sofie Lindqvist,,,
 *
 * A decision is of one hand-over, which is the lead's id and the time of the hand-over, both as stored. The
 * last one that isn't undone counts; `undo` takes back the last decision of the same person about that
 * hand-over that isn't undone yet.
 *
 * The file is opened in spreadsheets, too: a text that one of them would run as a formula is written with a '
 * before it, which is dropped when it is read. What a spreadsheet does to the header and the line ends is
 * read; what it does to times is a mistake.
 *
 * Several people may write at the same time. A file is read without its lock; who writes takes the lock,
 * reads what others have added since, looks whether the decision still stands, and appends. It is on the disk
 * when the commit returns. See table/journal.h for what happens to a run that is killed.
 */
#ifndef REVIEW_DECISIONS_H
#define REVIEW_DECISIONS_H

#include "base/diag.h"
#include "lead/id_map.h"
#include "table/journal.h"
#include "time/zone.h"

enum decision_word {
	DECISION_ACCEPT, /* by `owner`, where one is named */
	DECISION_RETURN, /* through `exit`, for `reason`, back on the table on `until` where that is given */
	DECISION_LATER,	 /* off the table until `until`; nothing is decided */
	DECISION_ANSWER, /* `answers` alone */
	DECISION_UNDO,
	DECISIONS
};
extern const struct str decision_name[DECISIONS];

struct entry {
	int64_t at; /* a moment */
	struct str by, lead_id;
	int64_t handed_over; /* a date or a moment; INSTANT_NONE: not known */
	enum decision_word decision;
	struct str exit, reason, owner;
	int64_t until;		  /* a date; INSTANT_NONE: none */
	struct str answers, note; /* answers: "budget=20000; need=yes"; see answer_next */
	bool undone;		  /* by a later entry; nobody sets it */
};

/* What was decided about one hand-over. Entries are in the order of the file, and live until the close. */
struct ruling {
	const struct entry *const *entry; /* all of them */
	size_t n;
	const struct entry *last; /* of accept, return and later, the last that isn't undone; NULL: none */
	struct str answers;	  /* of all that aren't undone; of one column the latest */
	struct str note;	  /* of those, too, the latest that isn't empty */
};

/* Is a lead that waits on the table now, after what was ruled about its hand-over (NULL: nothing)? */
enum table_state {
	TABLE_WAITS,	/* it is: nothing is decided, or it was put off until a day that has come */
	TABLE_PUT_OFF,	/* not before the day that `last` says */
	TABLE_ACCEPTED, /* it isn't: it is decided */
	TABLE_RETURNED, /* nor now; where `last` says until when, it comes back on that day */
	TABLE_BACK	/* it is again: that day has come */
};
enum table_state decisions_table(const struct ruling *r, int64_t now, const struct zone *zone);
static inline bool table_has(enum table_state state)
{
	return state == TABLE_WAITS || state == TABLE_BACK;
}

struct decisions;

/*
 * Reads a file. It need not be there where `makes` says so, and is then made by the first commit. NULL: a
 * mistake, which is reported with its line. `path`, `wait` and `diags` are used until the close. `wait` shows
 * the notes before a wait for another run; without one it is a mistake where another run has the lock.
 * `zone` is the agreement's: dates are days of it. What the file says of an id that `map` (NULL: there is
 * none) calls old is of the lead that it is kept as, in all that follows; the file stays as it is.
 */
struct decisions *decisions_open(const char *path, bool makes, const struct zone *zone,
				 const struct id_map *map, journal_wait_fn *wait, void *ctx,
				 struct diags *diags);
void decisions_close(struct decisions *d);

/* About a hand-over; NULL: nothing. And how many other hand-overs of this lead have a decision that counts.
 * Valid until the next change; several threads may ask. */
const struct ruling *decisions_find(const struct decisions *d, struct str lead_id, int64_t handed_over);
size_t decisions_of_other(const struct decisions *d, struct str lead_id, int64_t handed_over);

/* Every ruling, in the order of their first entries. */
typedef void ruling_fn(void *ctx, struct str lead_id, int64_t handed_over, const struct ruling *r);
void decisions_each(const struct decisions *d, ruling_fn *fn, void *ctx);

/* The last entry by a person that is itself not undone and no undo, whatever it is about; NULL: none. */
const struct entry *decisions_last_by(const struct decisions *d, struct str by);

/* Takes the lock and reads what others have added since, which then is in all of the above. False: a mistake,
 * which is reported, and there is no lock. */
bool decisions_begin(struct decisions *d);

/* Adds an entry, which is found at once; under the lock. A return needs an exit, a later its day. What its
 * decision has no use for, such as the owner of a return, is left out. Texts are copied; controls in them,
 * but for the id, are blanks. */
void decisions_add(struct decisions *d, const struct entry *e);

/* What was added is on the disk, and the lock is released. False: reported, and the file ends where it did.
 */
bool decisions_commit(struct decisions *d);

/* Releases the lock instead: nothing is written; what was added is forgotten. */
void decisions_drop(struct decisions *d);

/* Blanks notes, reasons and answers of a lead, in a file of its own that then takes the place of the old
 * one; takes the lock and releases it. Returns how many lines changed, and in *lines how many there are of
 * the lead; SIZE_MAX: a mistake, which is reported. What is known in memory changes with the next
 * decisions_begin. */
size_t decisions_forget(struct decisions *d, struct str lead_id, size_t *lines);

/* The next of some answers, from *rest on: "budget=20000; need=yes" gives budget and 20000. What has a ; or a
 * quote in it is quoted, as a cell is. Views into `rest` or scratch, until the next call. False: there is
 * none. Writing goes on behind those that the buffer has. */
bool answer_next(struct str *rest, struct str *column, struct str *value, struct buf *scratch);
void answer_write(struct buf *b, struct str column, struct str value);

/* The value that they give a column, of several the last; STR_NONE: none. A view into scratch. */
struct str answer_find(struct str answers, struct str column, struct buf *scratch);

/* Can all of them be read? */
bool answers_good(struct str answers);

#endif
