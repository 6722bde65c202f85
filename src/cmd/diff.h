/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --diff: the leads that another agreement would grade otherwise, and how many of each change there are. */
#ifndef CMD_DIFF_H
#define CMD_DIFF_H

#include "cmd/filter.h"

struct diff {
	const struct code *grade[LANES], *mql[LANES]; /* NULL: that agreement has none */
};

/* Adds both verdicts as columns, side by side. */
void diff_bind(struct diff *d, struct filter *f);

/* Does the verdict on the row at hand change? Counts it if so. */
bool diff_keep(const struct diff *d, struct worker *w);

/* Releases a worker's counts. */
void diff_drop(void *own);

/* A line for each kind of change, the commonest first. */
void diff_tell(struct filter *f);

#endif
