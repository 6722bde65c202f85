/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who would get how many leads, by this agreement, and beside it by another. */
#ifndef CMD_DRY_RUN_H
#define CMD_DRY_RUN_H

#include "cmd/assigner.h"

struct tryout;

/* One or two dealers, a lane each. */
struct tryout *tryout_new(struct dealer *dealers, size_t n);
void tryout_free(struct tryout *s);

/* The row at hand. */
void tryout_take(struct tryout *s, struct worker *w);

/* A row for each of the rosters, for those whom routes name and for all of them, and for leads that nobody
 * gets. */
void tryout_report(const struct tryout *s, bool plain, struct grid *g);

#endif
