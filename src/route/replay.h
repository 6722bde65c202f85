/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A ledger proved: every decision in it is made again, in its order, as of its moment, from the lead's row
 * and what had been decided before; it must come out the same. What was decided by other rules than these, or
 * of a lead that the input does not have, can't be proved and is taken as it is.
 */
#ifndef ROUTE_REPLAY_H
#define ROUTE_REPLAY_H

#include "report/column.h"
#include "route/assigner.h"

struct replay;

/* Reads the ledger; `times` is how its report writes them. Returns NULL after a mistake, which is reported.
 */
struct replay *replay_new(struct assigner *d, const char *ledger, enum times_as times);
void replay_free(struct replay *s);

/* Keeps the rows that the ledger knows; its plan is a pointer to a replay. */
extern const struct counter_kind replay_counter;

/* After all rows: the rows that decisions are checked against, to be read once more in this order; what to do
 * with each of them; and, after the last, whether every decision came out the same. The first decision that
 * differs is reported, and none after it is checked. */
void replay_rows(struct replay *s, struct buf *rows);
void replay_prove(void *replay, struct rows *lane, struct asked leads);
bool replay_proved(const struct replay *s);

/* A row for each run of the ledger. */
extern const struct report replay_report;

/* What of it is before the table on a page. */
void replay_page(const struct replay *s, struct buf *out);

#endif
