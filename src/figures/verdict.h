/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a share compares with a benchmark: over or under only if the share's interval excludes the benchmark,
 * and no verdict on fewer than VERDICT_FEWEST leads.
 */
#ifndef FIGURES_VERDICT_H
#define FIGURES_VERDICT_H

#include "agreement/model.h"

enum { VERDICT_FEWEST = 20 };

struct verdict {
	const struct benchmark *benchmark; /* NULL: there is none */
	const char *word;		   /* over, at, under; "" where nothing can be said */
	int side;			   /* above 0: over, below: under */
};

/* Of k among n, with an interval of that z. `b` may be NULL. */
struct verdict verdict_of(const struct benchmark *b, uint64_t k, uint64_t n, double z);

/* Among many verdicts some are wrong by chance: notes how many, and then `advice`. */
void verdicts_tell(struct diags *diags, size_t n, const char *advice);

#endif
