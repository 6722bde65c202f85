/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfunnel --lookback: see lookback.h. */
#include "cmd/lookback.h"

#include "lookback/good_months.h"
#include "lookback/lookback_report.h"

void lookback_choose(struct looking_back *l, struct filter *f, bool exact, size_t from, int64_t window)
{
	struct lane *lane = &f->lane[0];
	struct lookback_plan *p = &l->plan;

	f->takes_columns = true;
	if (!lookback_bind(p, lane->names, f->source.header.name, f->common.columns, exact))
		return;
	p->from = from;
	p->window = window;
	p->months = l->good_months;
	if (l->to)
		p->to = agreement_stage_asked(&lane->agreement, "--to", l->to, &f->diags);
	if (p->to == 0 && l->to)
		diag_error(&f->diags, "--to: every lead has reached the first stage; name a later one");
	else if (p->to != SIZE_MAX)
		lookback_dated(p, &f->diags);
}

static bool write_outcomes(const struct lookback *all, const struct lookback_plan *p, struct filter *f)
{
	struct grid grid = { 0 };

	if (filter_report_plain(f))
		lookback_grid(all, p, &grid);
	else
		lookback_table(all, p, f->emitter.look.utf8, &grid);
	return filter_write_report(f, &grid, 1);
}

static bool write_months(const struct lookback *all, const struct lookback_plan *p, struct filter *f)
{
	struct good_months m;
	struct grid grid = { 0 };

	if (!good_months_pick(&m, all, p, &f->lane[0].program, &f->diags))
		return false;
	size_t n = good_months_compared(&m);
	if (n >= 20)
		diag_note(&f->diags,
			  "%zu values compared: about %zu of them would be outside chance by chance alone", n,
			  (n + 10) / 20);
	if (filter_report_plain(f))
		good_months_grid(&m, &grid);
	else
		good_months_table(&m, &grid);
	good_months_release(&m);
	return filter_write_report(f, &grid, 1);
}

bool lookback_report(struct looking_back *l, struct filter *f)
{
	struct lookback *all = lookback_new(&l->plan);
	bool good;

	for (size_t i = 0; i < f->nworkers; i++)
		if (f->workers[i].own)
			lookback_merge(all, f->workers[i].own);
	lookback_settle(all);
	lookback_tell(all, &f->diags);
	good = !f->diags.errors &&
	       (l->good_months ? write_months(all, &l->plan, f) : write_outcomes(all, &l->plan, f));
	lookback_free(all);
	return good;
}
