/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the writing and the reading of parts share. Others see part.h. */
#ifndef FIGURES_PART_INTERNAL_H
#define FIGURES_PART_INTERNAL_H

#include "figures/part.h"

extern const char *const part_heads[PART_CELLS];

/* By enum group_order. */
enum { PART_ORDERS = GROUP_BY_PLACE + 1 };
extern const char *const part_orders[PART_ORDERS];

/* A row about a part, as the first part has it. */
struct part_said {
	struct str name, n, detail;
};

#endif
