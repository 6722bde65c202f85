/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares as cells: see share.h. */
#include "figures/share.h"

#include <math.h>

#include "base/number.h"

void share_heads(struct grid *g, const char *const *names, size_t words)
{
	for (size_t i = 0; names[i]; i++)
		grid_column(g, names[i], i < words ? ALIGN_LEFT : ALIGN_RIGHT, i >= words);
}

void share_count(struct grid *g, uint64_t n, bool plain)
{
	struct buf b = { 0 };

	if (plain)
		number_write_whole(&b, (int64_t)n);
	else
		number_write_grouped(&b, (int64_t)n);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

void share_ratio(struct grid *g, uint64_t k, uint64_t n, bool plain)
{
	struct buf b = { 0 };

	if (n && plain)
		number_write_ratio(&b, k, n, 6);
	else if (n) {
		number_write_ratio(&b, k * 100, n, 1);
		buf_char(&b, '%');
	}
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

void share_limits(struct grid *g, struct interval i, bool utf8)
{
	if (isnan(i.low))
		grid_cell(g, STR(""));
	else
		grid_print(g, "%.1f%s%.1f%%", i.low * 100, utf8 ? "–" : "-", i.high * 100);
}

void share_conversion(struct grid *g, struct share s, bool known, bool plain)
{
	if (!s.leads || !known) {
		for (int i = 0; i < 3; i++)
			grid_cell(g, STR(""));
		return;
	}
	struct interval ends = wilson(s.converted, s.leads, Z95);
	share_ratio(g, s.converted, s.leads, plain);
	grid_print(g, plain ? "%.6f" : "%.1f%%", plain ? ends.low : ends.low * 100);
	grid_print(g, plain ? "%.6f" : "%.1f%%", plain ? ends.high : ends.high * 100);
}
