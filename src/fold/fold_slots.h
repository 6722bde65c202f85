/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What slots keep of rows, in the states of their leads; private to fold/. */
#ifndef FOLD_FOLD_SLOTS_H
#define FOLD_FOLD_SLOTS_H

#include "fold/fold_run.h"

/* What the slot in place i takes of these rows of a run, in their order: their leads are known, and of the
 * shard, which is the thread's own meanwhile. */
void slot_take(const struct fold_run *run, size_t i, struct shard *s, struct asked rows);

/* Of texts that are kept one for each lead, only those that some lead still has, if there are many more. */
void slots_sweep(const struct fold_plan *p, struct shard *s);

#endif
