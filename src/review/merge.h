/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Decisions merged into the export. All rows are looked at before the first is written; those with a decision
 * about their hand-over are kept, and then each is settled:
 *
 *   The export knows it, or what comes to the same: its words stand, and only what is empty is filled.
 *   It says something else, not before the hand-over: that stands, too, and the lead is listed; unless it is
 *   an earlier decision of this hand-over, or the decisions are preferred.
 *   Else the decision is written. The agreement then has to see it in the new row as it was made; what the
 *   export said before is emptied where that stands in the way.
 *
 * So whatever the agreement reads a stage from, a row never says less than was decided without anyone being
 * told; and a row that was written is one that the export knows when it comes back.
 */
#ifndef REVIEW_MERGE_H
#define REVIEW_MERGE_H

#include "review/places.h"

struct merge_plan {
	const char *file; /* of the decisions, for messages */
	const struct decisions *decisions;
	const struct handing *handing;
	const struct terms *terms;
	struct names *names;
	struct dialect dialect; /* of the input */
	bool prefer;		/* the decisions, where the export says something else */
	bool strict;		/* a decision about a lead that the input doesn't have is a mistake */
};

struct merge;

/* NULL: a mistake, which is reported. */
struct merge *merge_new(const struct merge_plan *plan);
void merge_free(struct merge *m);

/* The columns that it writes. */
const struct place *merge_places(const struct merge *m, size_t *n);

/* Leads of the input, all of which come in their order before any is written. */
void merge_meet(struct merge *m, struct rows *r, struct asked leads);

/* What becomes of them all. `after` and `names` are of the header that the output will have: the input's,
 * then the columns that are added. What was done is noted. Returns false after mistakes, which are reported.
 */
bool merge_settle(struct merge *m, const struct handing *after, struct names *names);

/* What is written in a place of a row (its number over all files): p NULL: the cell stays. */
struct str merge_cell(const struct merge *m, uint64_t row, size_t place);

/* How many rows lose what the input said against the decision. */
uint64_t merge_emptied(const struct merge *m);

#endif
