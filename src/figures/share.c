/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares as cells: see share.h. */
#include "figures/share.h"

#include "base/number.h"

void share_heads(struct grid *g, const char *const *names)
{
	for (; *names; names++)
		grid_column(g, *names, ALIGN_RIGHT, true);
}

void share_count(struct grid *g, uint64_t n)
{
	struct buf b = { 0 };

	number_write_grouped(&b, (int64_t)n);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

void share_ratio(struct grid *g, uint64_t k, uint64_t n)
{
	struct buf b = { 0 };

	if (n) {
		number_write_ratio(&b, k * 100, n, 1);
		buf_char(&b, '%');
	}
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}
