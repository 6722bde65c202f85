/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the clocks of one SLA and one group of leads stand at each moment: counts, the oldest in the backlog,
 * and the quantiles of response times; and how they came into the backlog and left it. Memory grows with what
 * happens, not with the number of moments: a few stretches are kept as they come, as are a few numbers that
 * were read from a part, and a settled series has a step only where something changes.
 */
#ifndef SLA_SERIES_H
#define SLA_SERIES_H

#include "stat/answers.h"
#include "stat/spans.h"
#include "sla/backlog.h"

struct partial;

/* What is counted: clocks by status; waiting clocks that --last leaves out; the backlog by age. */
enum { COUNT_BEFORE = CLOCK_STATUSES, COUNT_AGES, COUNTS = COUNT_AGES + BACKLOG_AGES };

/* One clock that keeps its status from one moment to another, both included. */
struct stretch {
	int64_t least; /* clock_ruler less own time, which is the same at all its moments; INT64_MAX: not
			  known, or not in the backlog */
	int32_t day;   /* of the start, for ages */
	uint16_t from, to;
	uint16_t ruler;
	uint16_t out; /* how it left the backlog since the moment before: an enum move, or MOVE_NONE */
	uint8_t in;   /* how it came */
	uint8_t what; /* a status, or COUNT_BEFORE */
};

/* A number of a table, as a part has it: a count, or a minimum of a ruler. */
struct entry {
	int64_t number;	 /* of a count: the difference to the moment before */
	uint16_t moment; /* of a minimum: the first of its block */
	uint16_t of;	 /* what is counted, or the ruler */
	uint8_t level;	 /* of a minimum; ENTRY_COUNTS: it is a count */
};

enum { ENTRY_COUNTS = UINT8_MAX };

struct series {
	uint32_t from;	/* the table's first moment; as many as there are moments: nothing happened yet */
	bool settled;	/* steps are made of it */
	int64_t *count; /* the table: series_counts() a moment, differences until it is settled; then so many
			   a step */
	union {
		struct {
			struct stretch *few; /* in order of arrival, as long as there is no table */
			struct entry *entry; /* the same */
			uint32_t nfew, few_cap, nentry, entry_cap;
			int64_t **oldest; /* per ruler, or NULL: the minima of each level, a row of moments a
					     level */
			struct answers answers;
		};
		struct steps {
			size_t n;
			uint16_t *at;	 /* the moment of each; it holds until the next */
			int64_t *spent;	 /* each: the median, the 90th percentile, the oldest by each ruler */
			uint16_t *ruler; /* in use */
			size_t rulers;
		} steps;
	};
};

/* What all series of a clock share. */
struct series_kind {
	const struct moments *moments;
	uint32_t rulers;
	uint32_t moves; /* kinds of movement that are counted, from the first moment on; 0: none is */
};

static inline size_t series_counts(struct series_kind kind)
{
	return COUNTS + kind.moves;
}

/* The count of a movement among those. */
static inline size_t count_of_move(size_t move)
{
	return COUNTS - 1 + move;
}

void series_init(struct series *s, struct series_kind kind);
void series_release(struct series *s, struct series_kind kind);

/* Adds a stretch. The caller adds what was answered in it to the answers. */
void series_add(struct series *s, const struct stretch *x, struct series_kind kind);
/* One more clock of that status, which is not in the backlog, where there is only one moment. */
void series_add_now(struct series *s, enum clock_status status, struct series_kind kind);

void series_merge(struct series *into, const struct series *from, struct series_kind kind);

/* All that was counted, as a part; `held` counts the answers that are read. */
void series_state(struct series *s, struct series_kind kind, struct str clock, struct partial *p,
		  struct held *held);

/* Makes steps of what it has; they are in the arena. */
void series_settle(struct series *s, struct series_kind kind, struct arena *arena);

/* The step that holds at a moment; SIZE_MAX: nothing has happened by then. */
size_t series_step(const struct series *s, size_t moment);

#endif
