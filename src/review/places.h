/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a decision stands in an export: the columns that the agreement reads from what was decided. The time
 * of a stage or an exit is written where its `at` reads it: a column, or the first of `coalesce(...)`, which
 * is the one that counts. A field for which the input has no column gets one at the end, under its name.
 */
#ifndef REVIEW_PLACES_H
#define REVIEW_PLACES_H

#include "review/decisions.h"
#include "review/handed.h"
#include "review/terms.h"
#include "time/form.h"

enum { NO_PLACE = UINT16_MAX };

struct place {
	struct str head; /* the column's; of one that the input lacks the field's name */
	size_t column;	 /* SIZE_MAX: it is added at the end */
	enum type kind;	 /* what its cells are read as; TYPE_NONE: it doesn't matter */
	bool is_time;
	bool formed; /* `form` is that of the column's first filled cell */
	struct time_form form;
	struct str sample;  /* of that form; n 0: no cell says how its times are written */
	uint64_t otherwise; /* times that the form can't say, written as ISO 8601 */
	struct str first;   /* the first that is written without a form, or otherwise */
};

/* What stands in the export once a lead is accepted, or returned by one exit. */
struct outcome {
	const struct step *step;
	bool wanted;  /* some decision that counts is that */
	bool past;    /* what is there of it may have to be emptied; else, unless wanted, it has no places */
	bool checked; /* whatever the decisions are */
	uint16_t time, reason;
	const struct setting *sets;
	uint16_t *set; /* their places */
	size_t nsets;
};

struct places {
	struct names *names; /* these are given, */
	const struct handing *handing;
	const struct terms *terms;
	struct arena *arena; /* and the rest is found: the program's */
	struct place *at;
	size_t n, cap;
	struct outcome accepted, *returned; /* the second: of each exit */
	bool owned;			    /* somebody who accepts is named */
	uint16_t owner;
	struct map answers; /* by the name in the decisions, its place */
};

/* Finds the places of all that the decisions say; `all`: also of what would have to be emptied where it says
 * something else. Returns false after mistakes, which are reported: a stage or exit has no time that could be
 * written, and the agreement doesn't say what else to set. */
bool places_bind(struct places *p, const struct decisions *d, bool all);
void places_release(struct places *p);

/* Of what an answer is called; NO_PLACE: there is no such column, nor a field. */
uint16_t places_answer(const struct places *p, struct str name);

/* Takes the forms of times from the cells of a row, where they are not known yet. */
void places_learn(struct places *p, const struct record *r, struct buf *scratch);

#endif
