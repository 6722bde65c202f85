/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows of parts and the reading of files share. Others see part.h. */
#ifndef FIGURES_PART_INTERNAL_H
#define FIGURES_PART_INTERNAL_H

#include "figures/part.h"

#define PART_VERSION "3"

struct part_row {
	struct str cell[PART_CELLS];
	uint64_t line;
};

extern const char *const part_heads[PART_CELLS];

/* The sum over all rows so far, with this one. */
uint64_t part_sum_of(struct buf *room, const struct str *cell, uint64_t sum);

#endif
