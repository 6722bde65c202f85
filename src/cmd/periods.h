/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The periods of a report over time, which --trend and --movement ask for, from the one of --since on. */
#ifndef CMD_PERIODS_H
#define CMD_PERIODS_H

#include "cmd/command.h"
#include "time/moments.h"

/* Without --since from as far back as calendars go. With it, the first moment is the end of the period
 * before: what moved since is seen from there. A mistake in --since is reported. Returns false if there are
 * too many.
 */
bool periods_bind(struct moments *m, enum period period, const char *since, struct filter *f);

/* Reports that. */
void periods_too_many(const struct moments *m, const char *option, const char *since, struct filter *f);

#endif
