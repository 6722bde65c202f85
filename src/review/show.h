/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The card of a lead as a screen shows it: on 80 columns and 24 lines 22 lines, so that what the last command
 * did is above it and the prompt below; on less than 60 columns a few short ones.
 */
#ifndef REVIEW_SHOW_H
#define REVIEW_SHOW_H

#include "base/look.h"
#include "review/card.h"
#include "review/decisions.h"

enum { CARD_HEIGHT = 22, CARD_NARROW = 60, CARD_WIDTH = 80 };

struct sight {
	const struct card *card;
	struct str ref; /* as it is typed */
	struct str id;
	int64_t at;		     /* of the hand-over */
	struct str place;	     /* "4 of 23" */
	struct str whose;	     /* the reviewer's, as an owner; n 0: everybody's leads are one list */
	struct str done;	     /* "2 accepted, 1 returned"; n 0: nothing yet */
	struct str ask;		     /* what to type: "need: type  need yes | need no"; n 0: nothing to ask */
	const struct ruling *ruling; /* NULL: nothing was decided */
	size_t earlier;		     /* decisions of its earlier hand-overs */
	const struct zone *zone;
	int64_t today;
	struct look look;
	int height; /* of the screen that the card may take */
};

void card_show(struct buf *b, const struct sight *s);

/* "OVERDUE 19 days", "waits 3 days"; brief: "OVERDUE 19 d". Nothing where no time is known. */
void waiting_show(struct buf *b, int64_t late, int64_t waited, bool brief);

/* "returned by Mehmet, 31 Oct 14:08, 'Wrong contact'": an entry in words. */
void entry_show(struct buf *b, const struct entry *e, int64_t today, const struct zone *zone);

#endif
