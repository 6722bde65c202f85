/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfunnel's main report. */
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/leadfunnel.h"
#include "cmd/page.h"
#include "funnel/funnel_page.h"

static void bind_sort(struct leadfunnel *t, const struct funnel_plan *p, struct diags *diags)
{
	if (t->sort)
		t->key = funnel_key_bind(p, str_from(t->sort), diags);
}

/* For people the funnel says why leads left, if the agreement and this input tell. */
static void bind_brief_reasons(struct leadfunnel *t, struct filter *f)
{
	const bool plain = filter_report_plain(f);

	if ((plain && !filter_counts_all(f)) || !exit_reasons_said(t->plan.agreement))
		return;
	if (!filter_has_reasons(f)) {
		if (!plain)
			diag_note(&f->diags,
				  "why leads left is not shown, as a 'reason' can't be read from this input; "
				  "--reasons says which");
		return;
	}
	exit_reasons_bind(&t->reasons.said, f->lane[0].names, t->exact);
	t->plan.reasons = &t->reasons;
}

void bind_funnel(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;

	plan[0] = &t->plan;
	t->plan.threads = f->common.threads;
	if (!leadfunnel_counts(t, f))
		return;
	bool found = f->parts && !(f->counted & f->command->finds)
			     ? leadfunnel_across_parts(t, &t->grouping, f)
			     : leadfunnel_across_item(t, f);
	if (!found)
		return;
	if (t->spend && !f->diags.errors)
		t->plan.spend = spend_read(t->spend, &t->grouping, f->lane[0].names);
	bind_sort(t, &t->plan, &f->diags);
	bind_brief_reasons(t, f);
	leadfunnel_fail_when(t, f, &funnel_report, &(struct funnel_view){ .plan = &t->plan });
	leadfunnel_across_figures(t, &t->plan, f);
}

static void arrange(const struct leadfunnel *t, struct funnel *all, const struct funnel_view *v)
{
	size_t n = funnel_groups(all);
	double *key = mem_new(n * sizeof *key);

	for (size_t i = 0; t->sort && i < n; i++)
		key[i] = funnel_key_of(v, i, t->key);
	if (t->sort)
		funnel_sort(all, key);
	if (t->limit)
		funnel_limit(all, (size_t)t->limit);
	free(key);
}

/* A settled funnel. */
static bool show(struct leadfunnel *t, struct filter *f, struct funnel *all, const struct funnel_plan *plan,
		 int64_t now)
{
	struct funnel_view v = { .funnel = all,
				 .plan = plan,
				 .now = now,
				 .zone = f->lane[0].program.times.zone,
				 .z = Z95,
				 .utf8 = f->emitter.look.utf8,
				 .width = filter_report_format(f) == FORMAT_TABLE ? f->emitter.look.width
										  : 0 };
	struct grid *pictures;
	struct buf page = { 0 };
	size_t n;

	if (plan->spend)
		spend_share(plan->spend, all, t->grid.across, &f->diags);
	if (t->grid.across)
		return leadfunnel_check(t, f, &v) && leadfunnel_across_write(t, f, all, &v);
	arrange(t, all, &v);
	leadfunnel_verdicts(t, &v, funnel_verdicts(&v), &f->diags);
	if (!leadfunnel_check(t, f, &v))
		return false;
	if (filter_report_plain(f))
		return filter_write_table(f, &funnel_report, &v);
	if (filter_report_format(f) != FORMAT_HTML) {
		pictures = funnel_grids(&v, &n);
		bool good = filter_write_report(f, pictures, n);
		free(pictures);
		return good;
	}
	v.behind = leadfunnel_rows(t, f);
	const size_t groups = funnel_groups(all);
	funnel_keep(all, filter_page_room(f));
	filter_page_begin(f, "Funnel", now, leadfunnel_within(plan, f), &page);
	filter_page_groups(f, funnel_groups(all), groups, &page);
	funnel_page(&v, &page);
	filter_page_end(f, &page);
	return filter_write(f, &page);
}

bool write_funnel(void *ask, struct filter *f, void *const *counter)
{
	struct leadfunnel *t = ask;

	return show(t, f, counter[0], &t->plan, f->lane[0].program.now);
}
