/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is on the table: the handed-over leads of an input that wait for an answer, or those that are asked
 * for, best first by the agreement's priority, as rows that were kept while they streamed by. Of leads that
 * are handed over and not on the table the refs are known, so that a ref is unlike all of them.
 */
#ifndef REVIEW_MEETING_H
#define REVIEW_MEETING_H

#include "figures/best.h"
#include "review/decisions.h"
#include "review/handed.h"
#include "review/ref.h"

struct meeting_plan {
	const struct handing *handing;
	const struct code *where; /* -w; NULL: every one */
	bool answered;		  /* those that are answered, too, not only those that wait */
	const struct decisions
		*decisions;    /* by which some wait again, returned until a day that has come; NULL: none */
	struct best_plan best; /* the priority */
	const struct code *by; /* a text that groups them; NULL: one group */
	/* Is this hand-over wanted, whether or not it is on the table? NULL: nobody asks for another. */
	bool (*wants)(const void *ctx, const struct hand_over *h);
	const void *ctx;
	struct str line_end; /* appended to a last row that has none */
};

/* A kept row. */
struct seat {
	uint64_t ref;
	int64_t at;	   /* of the hand-over */
	struct str id, by; /* `by` as it came, trimmed; n 0: empty */
	bool on_table;	   /* else it is there because it was wanted */
	bool again;	   /* another row of the same hand-over is before it */
	struct str row;	   /* with its line end */
	/* meeting.c's: */
	double *key;
	uint64_t order;
};

/* Counts leads of lane 0 (also those that -w leaves out: see mode.sees_all); its plan is a meeting_plan. */
extern const struct counter_kind meeting_counter;

struct meeting;

/* Once settled: by group, then best first; what is not on the table comes last. Valid while the counter is.
 */
const struct seat *meeting_seats(const struct meeting *m, size_t *n);
const struct refs *meeting_refs(const struct meeting *m);

/* The seat of a ref; SIZE_MAX: it was not kept. */
size_t meeting_seat(const struct meeting *m, uint64_t ref);

/* How many handed-over leads there are, and how many more have no id and can't be decided about. */
uint64_t meeting_handed(const struct meeting *m);
uint64_t meeting_nameless(const struct meeting *m);

#endif
