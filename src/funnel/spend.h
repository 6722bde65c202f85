/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What leads cost: a side table with a column `cost`, and one for each item of the grouping. Money is exact,
 * in millionths. A cost that the file doesn't divide among the groups isn't divided here: no cost is ever
 * guessed, and one that can't be read is an error with its line.
 */
#ifndef FUNNEL_SPEND_H
#define FUNNEL_SPEND_H

#include "funnel/funnel.h"

/* Reads the file with the costs of the groups of `g` into the program's arena. Returns NULL after a mistake,
 * which is reported. */
struct spend *spend_read(const char *path, const struct grouping *g, struct names *n);

/* Adds the costs to a settled funnel, before it is sorted or limited, and reports groups and costs that have
 * no counterpart. */
void spend_share(const struct spend *s, struct funnel *f, struct diags *diags);

#endif
