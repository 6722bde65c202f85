/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One column of leads as a factor that may have mattered: its values, and for each value the number of leads
 * in every part of the input, a part being an outcome or a month. Whether the column holds words or numbers
 * is known only at the end, so both forms are kept: each spelling with its counts while there are few values;
 * once there are more than `most`, only the numbers in it, equal ones as one.
 *
 * It is numeric if at least 99% of the present cells are numbers and there are over 10 distinct ones. Then it
 * is cut at its quartiles (type 7, equal cuts being one) into bins, shown as "up to 12", "over 12 to 40",
 * "over 40"; cells that are missing or not numbers are a bin of their own, the empty text. Otherwise its
 * values are groups, as in group.h.
 */
#ifndef LOOKBACK_FACTOR_H
#define LOOKBACK_FACTOR_H

#include "figures/part.h"

/* Bound once, shared by all threads. */
struct factor_plan {
	struct grouping grouping; /* of one item */
	size_t most;		  /* the most values it may have while it may hold words */
	char decimal;
};

/* One thread's. */
struct factor {
	struct groups *groups; /* NULL: there are more than `most` */
	uint64_t *count;       /* per spelling and part */
	size_t room;	       /* spellings that count has room for */
	size_t parts;	       /* that there is room for */
	struct buf cell;
	uint64_t *missing,
		*words;	       /* without groups: cells per part that are missing, and that aren't numbers */
	struct figure *figure; /* without groups: the numbers */
	size_t n, cap, joined; /* figures, and how many there were when equal ones were last made one */
};

void factor_init(struct factor *s, const struct factor_plan *p, size_t parts);
void factor_release(struct factor *s);

/* Room for more parts. */
void factor_parts(struct factor *s, size_t parts);

/* Counts those leads, each in its part. */
void factor_count(struct factor *s, const struct factor_plan *p, struct rows *rows, struct asked leads,
		  const uint32_t *part);

/* part[i] is the number here of its part i, and there are `parts` of them. The result does not depend on
 * which thread saw which rows. */
void factor_merge(struct factor *into, const struct factor *from, const struct factor_plan *p,
		  const uint32_t *part, size_t parts);

/* Merges equal numbers of a part; `joined` is how many are left. Rounded: to four digits first. */
void factor_join(struct factor *s, bool rounded);

/* All that was counted, as a part: part[i] is the number here of the i-th of `parts` in it. */
void factor_state(struct factor *s, struct partial *p, const uint32_t *part, size_t parts);

struct bins {
	enum { BINS_OF_WORDS, BINS_OF_NUMBERS, BINS_TOO_MANY } how; /* TOO_MANY: words, and no bins */
	struct bin {
		struct str value;
		uint64_t *count; /* per part */
		uint64_t leads;
	} * bin;
	size_t n;     /* none is empty */
	bool repeats; /* of the values at least one occurs twice */
	struct arena arena;
};

/* Call it once all is merged and joined. Words are ordered by their number of leads; numbers ascending, with
 * other cells last. */
void factor_settle(struct factor *s, const struct factor_plan *p, struct bins *out);

#endif
