/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What card.c, which reads cards, and card_bind.c, which finds what this input has for them, share. */
#ifndef REVIEW_CARD_INTERNAL_H
#define REVIEW_CARD_INTERNAL_H

#include "review/card.h"

/* Where a text comes from. */
struct origin {
	size_t column;		 /* SIZE_MAX: none, it is worked out */
	const struct code *code; /* NULL: the input can't have it */
	struct buf text;
};

struct named_origin {
	struct str head;
	struct origin origin;
};

struct reason {
	struct str label;
	int64_t points;
	bool bound; /* what a score's range holds back, which comes last */
	size_t order;
	char words[24]; /* "+20" */
};

/* Worked out from the cells, which may have been answered since an earlier tool looked at them; only where
 * that can't be is it that tool's answer. */
struct bound_criterion_card {
	size_t yes, no;		   /* computed, so that a run's are remembered; SIZE_MAX: never */
	const struct code *answer; /* NULL: never */
	struct origin shown;
};

/* What is one field on a card: its name, and where it stands in the struct. */
struct card_field {
	const char *name;
	size_t at;
};

enum { FACTS = 8, NAMES = 5 };

/* The first of the others is read where neither of these two says anything. */
enum { FIRST_NAME, LAST_NAME, ONE_NAME };

struct cards {
	const struct handing *handing;
	const struct scoring *scoring; /* NULL: its rules can't be bound here */
	struct card card;
	struct origin fact[FACTS], name[NAMES];
	struct named_origin *contact, *ask;
	size_t ncontact, nasks;
	struct fact *contact_fact, *ask_fact;
	struct str *ask_head;
	struct origin score, grade;
	bool foreign_score;	    /* an earlier tool's, perhaps of another day */
	const struct code *reasons; /* an earlier tool's; NULL: none has written them */
	struct reason *reason;
	struct fact *reason_fact;
	size_t nreasons, nreason_facts, reasons_cap, label_room;
	struct buf labels; /* of caps and floors */
	const struct code *mql;
	struct bound_criterion_card *criterion;
	struct criterion_card *criterion_card;
	struct buf full_name;
	uint64_t foreseen; /* what the frame has begun of which the scores were looked at, from its first row
			      on */
};

extern const struct card_field card_fields[];

#endif
