/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfunnel --promises: what was promised in numbers, and what came of it. */
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/leadfunnel.h"
#include "cmd/page.h"
#include "funnel/promises_page.h"

void bind_promises(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;
	struct lane *lane = &f->lane[0];
	const struct promises_view heads = { .plan = &t->promises, .only = SIZE_MAX };

	plan[0] = &t->promises;
	if (!leadfunnel_has_stages(f))
		return;
	if (!lane->agreement.pledges.n) {
		diag_error(&f->diags,
			   "%s: the agreement has no 'promise' statement%s; write one like: promise 120 %.*s "
			   "per "
			   "month",
			   lane->agreement.text->name, agreement_lost(&lane->agreement, "promise"),
			   STR_ARG(lane->agreement.stages.at[lane->agreement.stages.n > 1].name.text));
		return;
	}
	if (f->common.nwhere)
		diag_note(&f->diags,
			  "--where picks leads, and not what was promised of all of them; for a part "
			  "of the leads write a promise with 'when'");
	if (grouping_bind(&t->grouping, lane->names, t->by, t->exact) &&
	    promises_bind(&t->promises, lane->names, lane->offices, &t->grouping, t->spend,
			  f->common.partial))
		leadfunnel_fail_when(t, f, &promises_report, &heads);
}

bool write_promises(void *ask, struct filter *f, void *const *counter)
{
	struct leadfunnel *t = ask;
	struct promises_view v = { counter[0], &t->promises, f->emitter.look.utf8, SIZE_MAX };
	struct grid *grids = mem_new(t->promises.n * sizeof *grids);
	struct buf page = { 0 };
	size_t n = 0;
	bool good = leadfunnel_check(t, f, &v);

	verdicts_tell(&f->diags, promises_verdicts(counter[0]), "");
	if (good && filter_report_plain(f)) {
		good = filter_write_table(f, &promises_report, &v);
	} else if (good && filter_report_format(f) == FORMAT_HTML) {
		const size_t groups = promises_groups(v.promises);
		promises_keep(counter[0], filter_page_room(f));
		filter_page_begin(f, "Promises", v.plan->now, "", &page);
		filter_page_groups(f, promises_groups(v.promises), groups, &page);
		promises_page(&v, &page);
		filter_page_end(f, &page);
		good = filter_write(f, &page);
	} else if (good) {
		for (v.only = 0; v.only < t->promises.n; v.only++)
			n += promises_table(&v, &grids[n]);
		good = filter_write_report(f, grids, n);
	}
	free(grids);
	return good;
}
