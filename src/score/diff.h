/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --diff: the leads that another agreement would grade differently, how many of each change there are, and
 * what became of those: how many reached the last stage of the first agreement, and how many left.
 */
#ifndef SCORE_DIFF_H
#define SCORE_DIFF_H

#include "figures/counter.h"
#include "lead/stage.h"

/* Two agreements on one input, in two lanes. */
enum { DIFF_LANES = 2 };
struct diff_plan {
	const struct code *grade[DIFF_LANES], *mql[DIFF_LANES]; /* NULL: that agreement has none */
	struct pipeline pipeline; /* lane 0's; without stages: not known for this input */
	struct str last;	  /* the name of its last stage */
};

/* Counts changes; its plan is a diff_plan. */
extern const struct counter_kind diff_counter;

/* Did the verdict change on a lead of the run that was just counted? Then its row is written. */
bool diff_keeps(const void *self, size_t row);

#endif
