/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one thread has of its own while rows stream by. */
#ifndef CMD_WORKER_H
#define CMD_WORKER_H

#include "cli/option.h"
#include "expr/run.h"
#include "lead/tally.h"

/* A lane is one agreement bound to the input. Tools have one; comparing two agreements takes two. */
enum { LANES = 2, COUNTERS = 4 };

struct filter;

struct worker {
	struct filter *filter;
	struct frame frame[LANES];
	struct tally tally[LANES];
	struct rows lane[LANES];
	void *counter[COUNTERS]; /* of the mode */
	struct buf cell, text;
};

void worker_init(struct worker *w, struct filter *f);
void worker_release(struct worker *w);

/* Brings a row of a batch to hand, as a run of its own in each lane, and notes in the tallies whether it is a
 * lead. */
void worker_row(struct worker *w, const struct batch *b, size_t row);

/* The row at hand, if -w keeps it; none if not. And if it is a lead in some lane. */
struct asked worker_kept(struct worker *w);
struct asked worker_leads(struct worker *w);

/* The counters that the mode has, of this thread; and what they count. */
void worker_count_from_now(struct worker *w);
void worker_count(struct worker *w, struct asked leads);

#endif
