/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See across.h. */
#include "cmd/across.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cmd/page.h"

bool across_write(struct filter *f, const struct across_view *v, const char *what, int64_t now)
{
	struct arena arena = { 0 };
	struct buf page = { 0 };
	bool good;

	if (filter_report_plain(f)) {
		struct report r = across_report(v, &arena);
		good = filter_write_table(f, &r, v);
		arena_release(&arena);
		return good;
	}
	if (filter_report_format(f) != FORMAT_HTML) {
		struct grid *grid = mem_new(v->plan->figures * sizeof *grid);
		for (size_t i = 0; i < v->plan->figures; i++)
			across_grid(v, i, f->emitter.look.utf8, &grid[i]);
		good = filter_write_report(f, grid, v->plan->figures);
		free(grid);
		return good;
	}
	size_t kept;
	bool *shown = across_largest(v->across, filter_page_room(f), &kept);
	struct across_view largest = *v;
	largest.kept = shown;
	filter_page_begin(f, what, now, "", &page);
	filter_page_groups(f, kept, across_lines(v->across) - 1, &page);
	across_page(&largest, &page);
	filter_page_end(f, &page);
	free(shown);
	return filter_write(f, &page);
}
