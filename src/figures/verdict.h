/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a share compares with a benchmark: over or under only if the share's interval excludes the benchmark,
 * and no verdict on fewer than VERDICT_FEWEST leads. What can't be judged says why.
 */
#ifndef FIGURES_VERDICT_H
#define FIGURES_VERDICT_H

#include "agreement/model.h"
#include "stat/stat.h"

enum { VERDICT_FEWEST = 20 };

struct verdict {
	const struct benchmark *benchmark; /* NULL: there is none */
	const char *word;		   /* over, at, under; "" where nothing can be said */
	int side;			   /* above 0: over, below: under */
	uint64_t k, n;			   /* the share that is judged */
	enum why_not {
		WHY_NOTHING,
		WHY_FEW,	/* fewer than VERDICT_FEWEST leads */
		WHY_PENDING,	/* under only because leads are pending */
		WHY_STATUS,	/* of those that left nobody knows how far they were */
		WHY_WINDOW,	/* cohorts that had more and less time */
		WHY_MATURING,	/* a cohort that has not had its time */
		WHY_UNFINISHED, /* a period that has not ended */
		WHY_UNSEEN	/* a stage of which the input shows nothing */
	} why;
	uint64_t pending; /* of WHY_PENDING */
};

/* All of them, ended by NULL: for columns. */
extern const char *const verdict_words[];

/* Of k among n, with an interval of that z. `b` may be NULL. */
struct verdict verdict_of(const struct benchmark *b, uint64_t k, uint64_t n, double z);

/* The judged share's 95% interval; NaN: it is of nobody. */
struct interval verdict_ends(const struct verdict *v);

/* Why there is no verdict: "119 of 300 pending"; nothing is added where there is one. */
void verdict_why(const struct verdict *v, struct buf *out);

/* Takes a verdict back. */
void verdict_withhold(struct verdict *v, enum why_not why);

/* Is it one of over, at and under? */
static inline bool verdict_given(const struct verdict *v)
{
	return v->benchmark && v->why == WHY_NOTHING && *v->word;
}

/* Among many verdicts some are wrong by chance: notes how many, and then `advice`. */
void verdicts_tell(struct diags *diags, size_t n, const char *advice);

#endif
