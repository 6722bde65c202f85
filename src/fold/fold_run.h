/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the slots of a fold take of a run of rows, asked for column by column: first the key, of all rows;
 * then the time, of those that have one; then of each slot its conditions, and its values only of the rows
 * for which they hold. Private to fold/.
 */
#ifndef FOLD_FOLD_RUN_H
#define FOLD_FOLD_RUN_H

#include "fold/fold_leads.h"

/* A value for each row, in its place in the run, by its form. */
union slot_values {
	const struct str *text;
	const bool *flag;
	const void *word; /* 8 bytes each: a number or a time */
	const double *number;
	const int64_t *time;
	const __int128 *money;
};

/* What one slot takes. */
struct slot_rows {
	struct asked rows;
	union slot_values value, other;
	size_t at; /* so many of the rows were taken already */
};

struct fold_run {
	const struct fold_plan *plan;
	struct slot_rows *slot; /* of each */
	struct rows *lane;
	struct asked rows, timed; /* with a key; those of them with a time */
	const struct str *key;
	const int64_t *time;
	uint64_t *hash;		 /* of each key */
	struct lead_head **lead; /* whose row each is, once that is known */
	size_t rooms;		 /* of the lane that are in use */
	struct buf text;
	uint64_t too_large; /* numbers that are no money, over all runs; … */
	uint64_t *counted;  /* … for each row of the run a bit by what is added up: this one is counted */
};

void run_init(struct fold_run *run, const struct fold_plan *p);
void run_release(struct fold_run *run);

/* Asks for all of these rows; what is known of them is valid until run_end. False: something ends the run of
 * the tool. */
bool run_begin(struct fold_run *run, struct rows *lane, struct asked leads);
void run_end(struct fold_run *run);

/* Where the row stands in the input, from 0 on. */
static inline int64_t run_place(const struct fold_run *run, size_t row)
{
	return (int64_t)(run->lane->batch->first_row + run->lane->first + row);
}

#endif
