/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One row a lead out of rows that are events: a fold of the agreement, bound to an input, counted, and
 * written.
 *
 * What is kept of a lead while rows stream by is the state of its lines, not its rows: most lines need one
 * value and its place. Only a line whose time is that of another line, and `list`, `nth` and `time in`, keep
 * the rows that satisfy their conditions, a few bytes each (fold_events.h). Rows may come in any order: of
 * two rows the earlier is the one with the earlier time, then the one that comes first in the input (with
 * `newest first`, the one that comes later), so it makes no difference which thread has seen which.
 */
#ifndef FOLD_FOLD_H
#define FOLD_FOLD_H

#include "agreement/fields.h"
#include "figures/counter.h"
#include "report/rows_form.h"

struct fold_plan;

/* NULL after a mistake, which is reported. `grouped`: all rows of a lead stand together, and its row is
 * written when the next lead begins. */
struct fold_plan *fold_bind(const struct fold *f, struct names *n, bool grouped);
void fold_free(struct fold_plan *p);

/* After binding, before the first row. */
void fold_begin(struct fold_plan *p, struct rows_form form);

extern const struct counter_kind fold_counter, fold_grouped_counter; /* of such a plan */

/* After all rows, with the counters merged and settled: writes what has not been written. */
bool fold_finish(struct fold_plan *p, int threads);

#endif
