/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --diff: the leads that another agreement would grade differently, and how many of each change there are. */
#ifndef SCORE_DIFF_H
#define SCORE_DIFF_H

#include "figures/counter.h"

/* Two agreements on one input, in two lanes. */
enum { DIFF_LANES = 2 };
struct diff_plan {
	const struct code *grade[DIFF_LANES], *mql[DIFF_LANES]; /* NULL: that agreement has none */
};

/* Counts changes; its plan is a diff_plan. */
extern const struct counter_kind diff_counter;

/* Did the verdict change on a lead of the run that was just counted? Then its row is written. */
bool diff_keeps(const void *self, size_t row);

#endif
