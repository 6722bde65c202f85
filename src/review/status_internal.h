/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a meeting's status knows once it is settled. Others see status.h. */
#ifndef REVIEW_STATUS_INTERNAL_H
#define REVIEW_STATUS_INTERNAL_H

#include "base/map.h"
#include "review/ref.h"
#include "review/status.h"

enum status_count { STATUS_ACCEPTED, STATUS_LATER, STATUS_LEFT, STATUS_BACK, STATUS_EARLIER, STATUS_ABSENT };
enum { STATUS_COUNTS = STATUS_ABSENT + 1 };

/* Leads of one owner, of one reviewer, or all. */
struct status_line {
	struct str name; /* n 0: nobody */
	uint64_t count[STATUS_COUNTS];
	uint64_t *returned; /* by the plan's exits */
};

enum status_part { STATUS_OWNERS, STATUS_REVIEWERS, STATUS_PARTS };

struct status {
	const struct status_plan *plan;
	struct status_item *item; /* leads of the meeting, as they come */
	size_t n, cap;
	struct refs refs, ids; /* of leads that decisions are about: their hand-overs, and hashes of their ids
				*/
	struct map owners;     /* as they are spelled */
	uint64_t nameless;
	struct hand_over *is;  /* of the rows of a run; … */
	struct judged *judged; /* … and what is decided of them; NULL, both: not used yet */
	struct arena arena;
	struct buf text;
	/* Once settled: */
	struct status_lines {
		struct map names;
		struct status_line *line;
		size_t n, cap;
	} part[STATUS_PARTS];
	struct status_line all;
	struct str absent;
};

/* Leads that a line is about. */
uint64_t status_returned(const struct status *s, const struct status_line *l);
uint64_t status_leads(const struct status *s, const struct status_line *l);

#endif
