/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state that each thread has of its own while rows stream by. */
#ifndef CMD_WORKER_H
#define CMD_WORKER_H

#include "cli/option.h"
#include "cmd/ids.h"
#include "expr/run.h"
#include "figures/counter.h"
#include "figures/part.h"
#include "lead/tally.h"
#include "table/looks.h"

/* A lane is one agreement bound to the input. Tools have one; comparing two agreements takes two. */
enum { LANES = 2, COUNTERS = 4 };

struct filter;

/* What --changes counts. */
struct change_counts {
	uint64_t rows, changed;
	uint64_t unknown; /* changed, too, but without an id */
	struct ids ids;	  /* of those changed */
};

/* What is decided of a row of the run: in which lanes it is no lead (a bit each), … */
enum {
	FATE_NO_LEAD = 1,
	FATE_HEAD = 1 << LANES,		 /* … that it is the header once more, so it is no lead, … */
	FATE_LEFT_OUT = 1 << (LANES + 1) /* … and that -w leaves it out */
};

struct worker {
	struct filter *filter;
	const struct code *where; /* the filter's */
	size_t lanes;
	bool writes_runs;    /* rows are written many at a time */
	bool may_begin[256]; /* bytes that a row without a value, or the header again, may begin with */
	bool may_total[256]; /* and how a line of totals may: see look_total_starts */
	unsigned char *fate; /* of each row of the run */
	uint16_t (*leads)[RUN_MOST]; /* of the run, that are kept: in each lane; and in any */
	struct frame frame[LANES];
	struct tally tally[LANES];
	struct rows lane[LANES];
	void *counter[COUNTERS]; /* of the mode */
	struct ids ids;		 /* of the leads of a report */
	bool counts_ids;
	struct part_rows rows; /* of the leads of a partial */
	uint64_t old_ids;      /* leads whose id is an old one */
	bool head_again;       /* the current row is the header once more, so it is no lead */
	struct looks looks;
	struct change_counts changes;
	struct buf cell, text, spare;
	struct buf words; /* of what is written of a run: see emit_run.c */
	uint64_t *small;  /* whole numbers below SMALL_NUMBERS as short values; NULL: not needed yet */
	struct head_room head;
};

void worker_init(struct worker *w, struct filter *f);
void worker_release(struct worker *w);

/* Makes neighboring rows of a batch the run of each lane, and decides which of them are leads. A fault (see
 * worker_fault) may be that of a later row. */
void worker_run(struct worker *w, const struct batch *b, size_t first, size_t n);

/* Decides which rows of the run -w keeps. It isn't asked about a header. */
void worker_choose(struct worker *w);

/* Makes a row of the run the current row, and notes in the tallies whether it is a lead. */
void worker_take(struct worker *w, size_t row);

/* The rows of the run that are kept and are leads in a lane, by what is decided so far; and in any lane, when
 * each lane's are its own. Valid until it is asked again. */
struct asked worker_leads(struct worker *w, size_t lane);
struct asked worker_all_leads(struct worker *w);

/* Its leads in any lane, kept or not. Of a run of one row, whether that is a lead is noted in the tallies. */
struct asked worker_any_leads(struct worker *w);

/* Why the run of the tool must end, in the words of the row that was asked first; NULL: it goes on. */
const struct buf *worker_fault(const struct worker *w);

/* Takes back a fault of rows that were asked many at a time, so that they can be asked one after the other:
 * then the rows before it are written, and of several faults the first row's is reported. What was counted
 * twice then doesn't matter, as a run that fails reports no counts. */
void worker_undo(struct worker *w);

/* Makes a row of a batch the current row, as a run of one. */
static inline void worker_row(struct worker *w, const struct batch *b, size_t row)
{
	worker_run(w, b, row, 1);
	worker_take(w, 0);
}

/* Does -w keep the current row of the run? */
static inline bool worker_keeps(const struct worker *w)
{
	return !(w->fate[w->lane[0].at] & FATE_LEFT_OUT);
}

/* Is it a lead in any lane? Rows of partials aren't leads, and all of them are counted. */
static inline bool worker_has_lead(const struct worker *w)
{
	return !w->tally[0].no_lead || (w->lanes > 1 && !w->tally[1].no_lead);
}

/* A value of the current row as text, in w->cell; empty where it is missing, and for rows that aren't leads.
 */
struct str worker_text(struct worker *w, const struct code *code, size_t lane);

/* Asks for the current row alone, as a run of one. */
extern const struct asked worker_row_alone;

/* Makes this thread's counters of the mode; and has those that count `once`, or the others, count leads of
 * the run, whose ids are counted with the latter. */
void worker_count_from_now(struct worker *w);
void worker_count(struct worker *w, struct asked leads, bool once);

#endif
