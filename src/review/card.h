/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the meeting needs to know about one lead: who it is, how to reach it, why it was handed over, what is
 * unknown, how long it has waited. Sheets, cards on the terminal and the checks of a filled sheet show or
 * compare these; what an input has no column for is not there.
 */
#ifndef REVIEW_CARD_H
#define REVIEW_CARD_H

#include "lead/score.h"
#include "review/handed.h"

/* A named text. */
struct fact {
	struct str name, value;
};

enum answer_state { ANSWER_UNKNOWN, ANSWER_YES, ANSWER_NO };

struct card {
	struct hand_over hand_over;
	struct str name, title, company, size, industry, country, source, owner, team; /* n 0: unknown */
	const struct fact *contact; /* of `contact`, those that are filled; name is the column's head */
	size_t ncontact;
	struct str grade;	   /* n 0: the agreement has none */
	struct str score;	   /* a whole number; n 0: the agreement has none */
	const struct fact *reason; /* of the score, the largest first, what its range holds
				      back last: label, and "+20" */
	size_t nreasons;
	const struct criterion_card {
		struct str name;
		enum answer_state state;
		struct str shown; /* the cell that it is read from, if it is read from one and the card
				     doesn't show it anyway (a title); else n 0 */
	} * criterion;
	size_t ncriteria, nyes;
	struct str ask_next;	/* a criterion; n 0: nothing to ask, or no BANT */
	const struct fact *ask; /* of `ask`: the column's head and its cell */
	size_t nasks;
	bool mql_denies;	     /* the agreement's own mql says no */
	const struct reading *clock; /* NULL: no clock runs */
	int64_t due;		     /* INSTANT_NONE: none */
	int64_t waited; /* microseconds since the hand-over, by calendar day where it is a date; INSTANT_NONE:
			   unknown */
	int64_t late;	/* microseconds since it was due, 0 where it isn't late */
};

struct cards;

/* Binds what the input has; what it lacks is noted where the agreement names it. */
struct cards *cards_bind(struct names *n, const struct handing *h, struct scoring *s);
void cards_free(struct cards *c);

/* The current lead, which is handed over. Valid until the next call, or the next record. */
const struct card *cards_read(struct cards *c, struct frame *f);

/* Asks rows of a run together, without a gap and at most TALLY_ROWS of them, what cards_read will ask of
 * each, and maybe more. */
void cards_foresee(struct cards *c, struct rows *r, struct asked ask);

/* Which facts the input can have at all: a sheet has no column for the others. */
bool cards_have(const struct cards *c, size_t member_offset);

/* The columns that a person may fill in, as the input heads them, or where it has none, as the agreement
 * names them: those of `ask`; without it those that the bant statements read, but for what says who the lead
 * is. */
size_t cards_asks(const struct cards *c, const struct str **head);

/* Those of them that this input has no column for; in the arena. */
size_t cards_lacking(struct names *n, struct arena *arena, struct str **head);

#endif
