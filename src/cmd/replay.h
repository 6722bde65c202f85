/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A ledger proved: every decision in it is made again, in its order, as of its moment, from the lead's row
 * and what had been decided before; it must come out the same. What was decided by other rules than these, or
 * of a lead that the input does not have, can't be proved and is taken as it is.
 */
#ifndef CMD_REPLAY_H
#define CMD_REPLAY_H

#include "cmd/assigner.h"

struct replay;

/* Reads the ledger. NULL: told. */
struct replay *replay_new(struct dealer *d, const char *ledger);
void replay_free(struct replay *s);

/* The row at hand, if the ledger knows it. */
void replay_take(struct replay *s, struct worker *w, const struct record *r);

/* After all rows: proves, and fills a row for each run. The first decision that comes out otherwise is told,
 * and the filter's answer is then no; none is looked at behind it. */
void replay_report(struct replay *s, struct grid *g);

#endif
