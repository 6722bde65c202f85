/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What leads cost: a side table with a column `cost`, and one for each item
 * that groups are made of. Money is exact, in millionths. What is not divided
 * among the groups in the file is not divided here: no cost is ever guessed,
 * and one that can't be read is an error with its line.
 */
#ifndef FUNNEL_SPEND_H
#define FUNNEL_SPEND_H

#include "funnel/funnel.h"

/* Reads the file, whose costs are those of the groups of `g`; in the program's arena. Returns NULL after a
 * mistake, which is reported. */
struct spend *spend_read(const char *path, const struct grouping *g, struct names *n);

/* Gives the costs to a settled funnel, before it is sorted or limited, and tells what has no partner. */
void spend_share(const struct spend *s, struct funnel *f, struct diags *diags);

#endif
