/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one thread has of its own while rows stream by. */
#ifndef CMD_WORKER_H
#define CMD_WORKER_H

#include "cli/option.h"
#include "lead/tally.h"

/* A lane is one agreement bound to the input. Tools have one; comparing two agreements takes two. */
enum { LANES = 2 };

struct worker {
	struct filter *filter;
	struct frame frame[LANES];
	struct tally tally[LANES];
	struct buf cell, text;
	void *own; /* the tool's */
};

void worker_init(struct worker *w, struct filter *f);
void worker_release(struct worker *w);

/* Sets the frames to the record, and says in the tallies whether it is a lead. */
void worker_record(struct worker *w, const struct record *r);

#endif
