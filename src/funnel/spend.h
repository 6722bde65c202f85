/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leads cost: amounts in a column `cost`, and how a funnel's groups share them. */
#ifndef FUNNEL_SPEND_H
#define FUNNEL_SPEND_H

#include "funnel/amounts.h"
#include "funnel/funnel.h"

/* Reads the file with the costs of the groups of `g` into the program's arena. Returns NULL after a mistake,
 * which is reported. */
struct amounts *spend_read(const char *path, const struct grouping *g, struct names *n);

/* Adds the costs to a settled funnel, before it is sorted or limited, and reports groups and costs that have
 * no counterpart. `grid`: spend_across follows. */
void spend_share(const struct amounts *s, struct funnel *f, bool grid, struct diags *diags);

/* After funnel_across: adds the costs of groups without leads to the cells that they would be in. */
void spend_across(const struct amounts *s, struct funnel *f);

#endif
