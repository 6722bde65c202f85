/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last step of every report that can be a grid. */
#ifndef CMD_ACROSS_H
#define CMD_ACROSS_H

#include "cmd/filter.h"
#include "figures/across.h"

/* Writes a grid in the run's format; `what` is the heading of a page. Returns false after a mistake, which is
 * reported. */
bool across_write(struct filter *f, const struct across_view *v, const char *what, int64_t now);

#endif
