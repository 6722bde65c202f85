/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows of parts and the reading of files share. Others see part.h. */
#ifndef FIGURES_PART_INTERNAL_H
#define FIGURES_PART_INTERNAL_H

#include "figures/part.h"

#define PART_VERSION "3"

/* Parts of many groups have many rows, and all of them are kept until they are counted. */
struct part_row {
	size_t text; /* where in the texts its cells begin, one behind the other */
	uint32_t n[PART_CELLS];
	uint64_t line;
};

static inline struct str part_cell(const struct partial *p, const struct part_row *r, size_t cell)
{
	size_t from = r->text;

	for (size_t i = 0; i < cell; i++)
		from += r->n[i];
	return str_slice(buf_view(&p->texts), from, from + r->n[cell]);
}

extern const char *const part_heads[PART_CELLS];

/* The sum over all rows so far, with this one. */
uint64_t part_sum_of(struct buf *room, const struct str *cell, uint64_t sum);

#endif
