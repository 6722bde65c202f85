/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the decisions share: what is remembered, and how a line is read. Others see decisions.h.
 */
#ifndef REVIEW_DECISIONS_INTERNAL_H
#define REVIEW_DECISIONS_INTERNAL_H

#include "base/arena.h"
#include "base/map.h"
#include "review/decisions.h"

/* As they stand in the file. */
enum decision_column {
	COLUMN_AT,
	COLUMN_BY,
	COLUMN_LEAD_ID,
	COLUMN_HANDED_OVER,
	COLUMN_DECISION,
	COLUMN_EXIT,
	COLUMN_REASON,
	COLUMN_OWNER,
	COLUMN_UNTIL,
	COLUMN_ANSWERS,
	COLUMN_NOTE,
	DECISION_COLUMNS
};

/* Of the columns behind the decision, as bits: those that it may fill, and those that it has to. */
struct decision_uses {
	unsigned may, must;
};
extern const struct decision_uses decision_uses[DECISIONS];

/* An entry that is remembered. */
struct kept_entry {
	struct entry entry;
	uint32_t person; /* who has signed it, whatever the case */
	uint32_t about;
};

/* What was decided about one hand-over. */
struct about {
	struct str lead_id;
	int64_t handed_over;
	const struct entry **entry; /* each is the first member of a kept_entry */
	size_t n, cap;
	uint32_t before; /* an older hand-over of the lead and 1; 0: there is none */
	bool stale;	 /* the ruling is of fewer entries, or more */
	struct ruling ruling;
};

struct decisions {
	struct journal file;
	const struct zone *zone;
	const struct id_map *map;
	journal_wait_fn *wait;
	void *wait_ctx;
	struct kept_entry **kept;
	size_t n, cap, sure; /* sure: that are in the file */
	struct about *about;
	size_t nabouts, about_cap;
	struct map leads; /* by id, its newest hand-over and 1 */
	struct map persons;
	struct buf text;
	struct arena arena;
	/* The reader's: the record that was judged last. */
	struct entry read;
	struct buf cell[DECISION_COLUMNS];
};

/* ---- rulings.c ---- */

/* Its texts are copied. */
void decisions_remember(struct decisions *d, const struct entry *e);

/* Then: makes the rulings say what the entries do, which were remembered from the first given on. Threads may
 * ask for them from now on. */
void decisions_rule(struct decisions *d, size_t first);

/* Forgets the last of them, down to so many. Entries that are lent stay valid. */
void decisions_recall(struct decisions *d, size_t n);

/* ---- decisions_read.c ---- */

/* What is wrong with a record, in words; p == NULL: nothing, and d->read says what it says, until the next
 * one. */
struct str decisions_judge(struct decisions *d, const struct record *rec);

#endif
