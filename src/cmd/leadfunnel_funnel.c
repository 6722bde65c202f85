/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfunnel's main report, and its partials. */
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
	if (filter_report_plain(f) || !exit_reasons_said(t->plan.agreement))
		return;
	if (!filter_has_reasons(f)) {
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
	if (!leadfunnel_counts(t, f))
		return;
	if (!leadfunnel_across_item(t, f))
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
	if (!t->reading) /* else there are no leads to list */
		v.behind = leadfunnel_rows(t, f);
	filter_page_begin(f, "Funnel", now, leadfunnel_within(plan, f), &page);
	funnel_page(&v, &page);
	filter_page_end(f, &page);
	return filter_write(f, &page);
}

bool write_funnel(void *ask, struct filter *f, void *const *counter)
{
	struct leadfunnel *t = ask;

	return show(t, f, counter[0], &t->plan, f->lane[0].program.now);
}

/* ---- partials of a funnel ---- */

static bool write_counts(struct filter *f, struct funnel *all, int64_t now)
{
	struct buf out = { 0 };

	funnel_counter.write(all, now, &out);
	return filter_write(f, &out);
}

/* A partial is read only by --merge, which accepts one format. */
static void check_part(struct filter *f)
{
	if (f->common.format >= 0 && f->common.format != FORMAT_CSV)
		diag_error(&f->diags,
			   "a partial is CSV; leave out --format, which is for what --merge reports");
	const char *option = f->common.spreadsheet	? "--spreadsheet"
			     : f->common.excel_safe	? "--excel-safe"
			     : f->common.out_delimiter	? "--out-delimiter"
			     : f->common.out_decimal	? "--out-decimal"
			     : f->common.out_times >= 0 ? "--out-times"
							: NULL;
	if (option)
		diag_error(&f->diags,
			   "a partial is read by --merge alone, so names and numbers stay as they are; leave "
			   "out %s",
			   option);
}

void bind_part(void *ask, struct filter *f, const void **plan)
{
	plan[0] = &((struct leadfunnel *)ask)->plan;
	check_part(f);
	leadfunnel_counts(ask, f);
}

/* Notes about the counts are left to --merge, which makes them about the sum. */
bool write_part(void *ask, struct filter *f, void *const *counter)
{
	(void)ask;
	return write_counts(f, counter[0], f->lane[0].program.now);
}

void bind_merge(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;
	const struct common *c = &f->common;

	if (!leadfunnel_has_stages(f))
		return;
	if (c->now && strcmp(c->now_from, "--now") == 0)
		diag_error(&f->diags, "--merge has no use for --now; the partials say as of when they are");
	if (!parts_open(&t->parts, &f->lane[0].agreement, f->source.header.name, f->source.header.n, c->files,
			c->nfiles))
		diag_error(&f->diags, "%.*s", STR_ARG(buf_view(&t->parts.in.error)));
	t->reading = &t->parts;
	plan[0] = &t->reading;
}

static void note_moments(const struct parts *p, struct filter *f)
{
	const struct zone *zone = f->lane[0].program.times.zone;
	struct buf b = { 0 };

	if (p->in.oldest == p->in.now)
		return;
	instant_write(&b, p->in.oldest, zone);
	buf_str(&b, STR(" to "));
	instant_write(&b, p->in.now, zone);
	diag_note(&f->diags, "the partials are as of different times, from %.*s; the latest counts",
		  STR_ARG(buf_view(&b)));
	buf_release(&b);
}

/* All parts have come, whole. */
static bool merged(struct parts *p, struct filter *f)
{
	if (!parts_close(p))
		diag_error(&f->diags, "%.*s", STR_ARG(buf_view(&p->in.error)));
	else
		note_moments(p, f);
	return !f->diags.errors;
}

bool write_merged(void *ask, struct filter *f, void *const *counter)
{
	struct leadfunnel *t = ask;
	struct parts *p = counter[0];

	if (!merged(p, f))
		return false;
	if (!leadfunnel_across_parts(t, &p->in.grouping, f))
		return false;
	if (t->spend)
		p->plan.spend = spend_read(t->spend, &p->in.grouping, f->lane[0].names);
	bind_sort(t, &p->plan, &f->diags);
	leadfunnel_fail_when(t, f, &funnel_report, &(struct funnel_view){ .plan = &p->plan });
	leadfunnel_across_figures(t, &p->plan, f);
	if (f->diags.errors)
		return false;
	funnel_counter.settle(p->funnel);
	funnel_counter.report(p->funnel, &f->diags);
	return show(t, f, p->funnel, &p->plan, p->in.now);
}

void bind_merged_part(void *ask, struct filter *f, const void **plan)
{
	check_part(f);
	bind_merge(ask, f, plan);
}

bool write_merged_part(void *ask, struct filter *f, void *const *counter)
{
	struct parts *p = counter[0];

	(void)ask;
	return merged(p, f) && write_counts(f, p->funnel, p->in.now);
}
