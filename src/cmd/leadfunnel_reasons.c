/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfunnel's report of why leads left. */
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/leadfunnel.h"
#include "cmd/page.h"
#include "funnel/reasons_page.h"

/* Where the agreement tells no reasons, that and what to write is reported. */
static bool has_reasons(const struct agreement *a, struct diags *diags)
{
	const struct word *exit = a->exits.n ? &a->exits.at[0].name : NULL;

	if (!exit)
		diag_error(diags,
			   "%s: the agreement has no 'exit' statement%s, so no lead can leave; write one, as "
			   "in: "
			   "exit lost at lost_at reason lost_reason",
			   a->text->name, agreement_lost(a, "exit"));
	else if (!exit_reasons_said(a))
		diag_at(diags, exit->where, exit->span,
			"--reasons: no exit says where its reason is; end its line with the column that has "
			"it, as in: reason lost_reason");
	return exit && exit_reasons_said(a);
}

void bind_reasons(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;

	if (!leadfunnel_has_stages(f) || !has_reasons(&f->lane[0].agreement, &f->diags) ||
	    !leadfunnel_counts(t, f) || !exit_reasons_bind(&t->reasons.said, f->lane[0].names, t->exact))
		return;
	t->reasons.whole = true;
	t->reasons.limit = (size_t)t->limit;
	t->reasons.value = &t->plan.value[t->plan.pipeline.nstages - 1];
	t->plan.reasons = &t->reasons;
	leadfunnel_fail_when(t, f, &reasons_report, &(struct reasons_view){ .plan = &t->plan });
	plan[0] = &t->plan;
}

bool write_reasons(void *ask, struct filter *f, void *const *counter)
{
	struct leadfunnel *t = ask;
	struct reasons_view v = { counter[0], &t->plan, f->emitter.look.utf8, SIZE_MAX, false, NULL };
	struct buf page = { 0 };
	struct grid *grids;
	size_t n;

	if (!leadfunnel_check(t, f, &v))
		return false;
	if (filter_report_plain(f))
		return filter_write_table(f, &reasons_report, &v);
	if (filter_report_format(f) != FORMAT_HTML) {
		grids = reasons_tables(&v, &n);
		bool good = filter_write_report(f, grids, n);
		free(grids);
		return good;
	}
	v.utf8 = true;
	size_t kept;
	bool *shown = funnel_largest(v.funnel, filter_page_room(f), &kept);
	v.kept = shown;
	filter_page_begin(f, "Why leads left", f->lane[0].program.now, leadfunnel_within(&t->plan, f), &page);
	filter_page_groups(f, kept, funnel_groups(v.funnel), &page);
	reasons_page(&v, &page);
	filter_page_end(f, &page);
	free(shown);
	return filter_write(f, &page);
}
