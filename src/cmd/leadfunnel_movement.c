/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfunnel's movement: what came to each stage in each period, and how it went. */
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/leadfunnel.h"
#include "cmd/periods.h"
#include "cmd/page.h"

static const enum period movement_periods[] = { PERIOD_MONTH, PERIOD_WEEK, PERIOD_DAY, PERIOD_QUARTER,
						PERIOD_YEAR };

/* A first stage that every lead is taken to have reached, at an unknown time, begins no movement. */
static void check_first(const struct pipeline *p, struct filter *f)
{
	if (p->assumed.n && f->source.header.n)
		diag_error(
			&f->diags,
			"--movement looks into the past, and no column says when %.*s was reached; name the "
			"column with -e '+field %.*s \"HEADER\"'",
			STR_ARG(p->assumed), STR_ARG(p->lacking));
}

void bind_movement(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;
	struct stage_moves_plan *p = &t->movement;

	if (!leadfunnel_has_stages(f) || !stage_moves_bind(p, f->lane[0].names) ||
	    !grouping_bind(&t->grouping, f->lane[0].names, t->by, t->exact))
		return;
	check_first(&p->pipeline, f);
	if (!periods_bind(&p->moments, movement_periods[t->period], t->since, f))
		periods_too_many(&p->moments, "--movement", t->since, f);
	p->since = t->since;
	p->grouping = &t->grouping;
	leadfunnel_fail_when(t, f, &stage_moves_report, &(struct stage_moves_view){ .plan = p });
	plan[0] = p;
}

bool write_movement(void *ask, struct filter *f, void *const *counter)
{
	struct leadfunnel *t = ask;
	struct stage_moves_view v = { counter[0], &t->movement, f->emitter.look.utf8, 0 };
	size_t tables = t->movement.agreement->stages.n - 1;
	struct buf page = { 0 };

	if (!leadfunnel_check(t, f, &v))
		return false;
	if (filter_report_plain(f))
		return filter_write_table(f, &stage_moves_report, &v);
	if (filter_report_format(f) == FORMAT_HTML) {
		const size_t shown = stage_moves_keep(counter[0], filter_page_room(f));
		filter_page_begin(f, "Movement", f->lane[0].program.now, "", &page);
		filter_page_groups(f, shown, stage_moves_groups(v.moves), &page);
		stage_moves_page(&v, &page);
		filter_page_end(f, &page);
		return filter_write(f, &page);
	}
	struct grid *grids = mem_new(tables * sizeof *grids);
	stage_moves_tables(&v, grids);
	bool good = filter_write_report(f, grids, tables);
	free(grids);
	return good;
}
