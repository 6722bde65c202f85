/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leadfunnel says beside the funnel: what leads come to in the end, year over year, and looking back. */
#include "cmd/leadfunnel.h"
#include "cmd/page.h"
#include "funnel/eventual_page.h"
#include "funnel/yoy_page.h"
#include "lookback/good_months.h"
#include "lookback/lookback_page.h"

/* ---- in the end ---- */

void bind_eventual(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;

	if (!leadfunnel_has_stages(f))
		return;
	eventual_bind(&t->eventual, f->lane[0].names);
	grouping_bind(&t->grouping, f->lane[0].names, t->by, t->exact);
	t->eventual.grouping = &t->grouping;
	leadfunnel_fail_when(t, f, &eventual_report, &(struct eventual_view){ .plan = &t->eventual });
	plan[0] = &t->eventual;
}

bool write_eventual(void *ask, struct filter *f, void *const *counter)
{
	struct leadfunnel *t = ask;
	struct eventual_view v = { counter[0], &t->eventual, f->emitter.look.utf8 };
	struct grid grid = { 0 };
	struct buf page = { 0 };

	if (!leadfunnel_check(t, f, &v))
		return false;
	if (filter_report_plain(f))
		return filter_write_table(f, &eventual_report, &v);
	if (filter_report_format(f) != FORMAT_HTML) {
		eventual_table(&v, &grid);
		return filter_write_report(f, &grid, 1);
	}
	struct behind behind = leadfunnel_rows(t, f);
	const size_t groups = eventual_groups(counter[0]);
	eventual_keep(counter[0], filter_page_room(f));
	filter_page_begin(f, "Converted in the end", f->lane[0].program.now, "", &page);
	filter_page_groups(f, eventual_groups(counter[0]), groups, &page);
	eventual_page(counter[0], &t->eventual, &behind, &page);
	filter_page_end(f, &page);
	return filter_write(f, &page);
}

/* ---- year over year ---- */

void bind_yoy(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;

	t->plan.agreement = &f->lane[0].agreement; /* for the words of the window */
	if (t->window)
		leadfunnel_window(t, f);
	if (leadfunnel_has_stages(f))
		yoy_bind(&t->yoy, f->lane[0].names, leadfunnel_period(t, f, PERIOD_YEAR), t->plan.window,
			 &f->diags);
	leadfunnel_fail_when(t, f, &yoy_report, &(struct yoy_view){ .plan = &t->yoy });
	plan[0] = &t->yoy;
}

bool write_yoy(void *ask, struct filter *f, void *const *counter)
{
	struct leadfunnel *t = ask;
	struct yoy_view v = { .yoy = counter[0], .plan = &t->yoy, .utf8 = f->emitter.look.utf8 };
	struct grid grid = { 0 };
	struct buf page = { 0 };

	if (!leadfunnel_check(t, f, &v))
		return false;
	if (filter_report_plain(f))
		return filter_write_table(f, &yoy_report, &v);
	yoy_table(&v, &grid);
	if (filter_report_format(f) != FORMAT_HTML)
		return filter_write_report(f, &grid, 1);
	filter_page_begin(f, "Year over year", f->lane[0].program.now, leadfunnel_within(&t->plan, f), &page);
	yoy_page(&v, &page);
	filter_page_tables(f, &grid, 1, &page);
	return filter_write(f, &page);
}

/* ---- looking back ---- */

void bind_lookback(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;
	struct lane *lane = &f->lane[0];
	struct lookback_plan *p = &t->lookback;

	plan[0] = p;
	if (!leadfunnel_pipeline(t, f) ||
	    !lookback_bind(p, lane->names, f->source.header.name, f->common.columns, t->exact))
		return;
	p->from = t->plan.from;
	p->window = t->plan.window;
	p->months = t->good_months;
	if (t->to)
		p->to = agreement_stage_asked(&lane->agreement, "--to", t->to, &f->diags);
	if (p->to == 0 && t->to)
		diag_error(&f->diags, "--to: every lead has reached the first stage; name a later one");
	else if (p->to != SIZE_MAX)
		lookback_dated(p, &f->diags);
	leadfunnel_fail_when(t, f, t->good_months ? &good_months_report : &lookback_report, NULL);
}

/* What a table says over its columns; for a program's figures. */
static void note_text(struct filter *f, struct buf *text)
{
	if (text->n)
		diag_note(&f->diags, "%.*s", STR_ARG(buf_view(text)));
	buf_release(text);
}

static bool write_months_page(struct filter *f, const struct good_months *m, struct grid *grid)
{
	struct buf page = { 0 };

	filter_page_begin(f, "Good months", f->lane[0].program.now, "", &page);
	good_months_page(m, &page);
	filter_page_tables(f, grid, 1, &page);
	return filter_write(f, &page);
}

static bool write_months(struct leadfunnel *t, struct filter *f, const struct lookback *all)
{
	struct good_months m;
	struct grid grid = { 0 };
	struct buf named = { 0 };

	if (!good_months_pick(&m, all, &t->lookback, &f->lane[0].program, &f->diags))
		return false;
	size_t n = good_months_compared(&m);
	if (n >= 20)
		diag_note(&f->diags,
			  "%zu values compared: about %zu of them would be outside chance by chance alone", n,
			  (n + 10) / 20);
	bool good = leadfunnel_check(t, f, &m);
	if (good && filter_report_plain(f)) {
		good_months_named(&m, &named);
		note_text(f, &named);
		good = filter_write_table(f, &good_months_report, &m);
	} else if (good) {
		good_months_table(&m, &grid);
		good = filter_report_format(f) == FORMAT_HTML ? write_months_page(f, &m, &grid)
							      : filter_write_report(f, &grid, 1);
	}
	good_months_release(&m);
	return good;
}

/* Under the table of a page: those who converted, and all who are looked at. */
static void note_looked_at(const struct leadfunnel *t, struct filter *f, struct grid *g)
{
	struct behind rows = leadfunnel_rows(t, f);
	struct buf condition = { 0 };

	behind_and(&condition, "reached(");
	behind_text(&condition, f->lane[0].agreement.stages.at[t->lookback.to].name.text);
	buf_char(&condition, ')');
	behind_note(g, &rows, STR("The leads that converted; for one value add its condition"), &condition);
	behind_and(&condition, "funnel_stage is present");
	behind_note(g, &rows, STR("All leads"), &condition);
}

bool write_lookback(void *ask, struct filter *f, void *const *counter)
{
	struct leadfunnel *t = ask;
	struct lookback_view v = { counter[0], &t->lookback, f->emitter.look.utf8 };
	struct grid grid = { 0 };
	struct buf out = { 0 };

	if (t->good_months)
		return write_months(t, f, counter[0]);
	if (!leadfunnel_check(t, f, &v))
		return false;
	if (filter_report_plain(f)) {
		if (!f->common.columns)
			lookback_left_out(v.lookback, v.plan, &out);
		note_text(f, &out);
		return filter_write_table(f, &lookback_report, &v);
	}
	lookback_table(&v, &grid);
	if (filter_report_format(f) != FORMAT_HTML)
		return filter_write_report(f, &grid, 1);
	note_looked_at(t, f, &grid);
	filter_page_begin(f, "Looking back", f->lane[0].program.now, leadfunnel_within(&t->plan, f), &out);
	lookback_page(&v, &out);
	filter_page_tables(f, &grid, 1, &out);
	return filter_write(f, &out);
}
