/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Under the figures of a funnel: the commands that list the leads behind them. */
#ifndef FUNNEL_FUNNEL_BEHIND_H
#define FUNNEL_FUNNEL_BEHIND_H

#include "funnel/funnel_rates.h"

/* Of one stage and, if there are groups, of one group, as examples for all. */
void funnel_behind(const struct funnel_view *v, size_t stage, struct arena *arena, struct buf *out);

/* "funnel_stage = "sal" and funnel_exit is missing": who waits at a stage. */
void funnel_waiting_at(struct buf *condition, struct str stage);

#endif
