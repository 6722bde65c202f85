/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of a merge share. Others see merge.h. */
#ifndef REVIEW_MERGE_INTERNAL_H
#define REVIEW_MERGE_INTERNAL_H

#include "review/merge.h"

enum { LISTED_MOST = 20 };

/* What became of the rows that have a decision. */
enum merged {
	MERGED_ACCEPTED,
	MERGED_RETURNED,
	MERGED_ANSWERED, /* nothing but answers */
	MERGED_KNOWN,
	MERGED_OTHERWISE, /* the export says something else, which stands */
	MERGED_OVERRULED, /* … and which does not; they are accepted or returned, too */
	MERGED_LATER,	  /* than now */
	MERGED_NO_EXIT,	  /* the agreement has no such exit */
	MERGED_WAYS
};

struct merge_row {
	uint64_t row;
	struct str bytes; /* with a line end */
	const struct ruling *ruling;
	int64_t handed_over;
	const struct str *cell; /* of each place; p NULL: it stays */
};

/* What was ruled about one hand-over, and whether it was found. */
struct merge_ruling {
	const struct ruling *ruling;
	struct str lead_id;
	bool met;
	size_t next; /* of the same lead; SIZE_MAX: none */
};

struct merge {
	struct merge_plan plan;
	struct places places;
	struct arena arena;
	struct map leads; /* by id, the first of their rulings */
	struct merge_ruling *ruling;
	bool *lead_met; /* of a lead's first ruling */
	size_t nrulings, ruling_cap;
	struct merge_row *row;
	size_t n, cap;
	uint64_t *has_row;    /* a bit for each row of the input, up to the last of these */
	struct hand_over *is; /* of the rows of a run; NULL: not used yet */
	struct buf scratch;

	uint64_t counts[MERGED_WAYS];
	uint64_t emptied;	 /* rows */
	uint64_t reasons_left;	 /* decided, and nowhere to be written */
	uint64_t answers_left;	 /* to what the input has no column for … */
	struct str answers_name; /* … such as this */
	struct listed {
		struct str id;
		size_t exit;  /* what the export says: an exit, … */
		size_t stage; /* … else a stage */
		int64_t at;
		const struct entry *decided;
	} listed[LISTED_MOST];
	struct unseen { /* of being accepted, then of each exit: leads that would not be seen as decided */
		uint64_t rows;
		struct str id;
	} * unseen;
};

/* Reports what became of the decisions. Returns false if that is a mistake. */
bool merge_tell(struct merge *m);

#endif
