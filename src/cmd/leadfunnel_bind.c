/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leadfunnel's modes share: see leadfunnel.h. */
#include <math.h>

#include "cmd/again.h"
#include "cmd/leadfunnel.h"

static const enum period cohort_periods[] = { PERIOD_MONTH, PERIOD_WEEK, PERIOD_QUARTER, PERIOD_YEAR };

bool leadfunnel_has_stages(struct filter *f)
{
	const struct agreement *a = &f->lane[0].agreement;

	if (!a->stages.n)
		diag_error(&f->diags, "%s: the agreement has no 'stage' statement, so there is no funnel",
			   a->text->name);
	return a->stages.n;
}

void leadfunnel_window(struct leadfunnel *t, struct filter *f)
{
	if (!span_read(str_trim(str_from(t->window)), '.', &t->plan.window) || t->plan.window <= 0)
		diag_error(&f->diags, "--window: '%s' is not a span; write it as '90 days'", t->window);
	else if (t->plan.from != SIZE_MAX)
		positions_window(f->lane[0].positions, (struct window){ t->plan.from, t->plan.window });
}

enum period leadfunnel_period(const struct leadfunnel *t, const struct filter *f, enum period other)
{
	return period_beginning(t->cohort < 0 ? other : cohort_periods[t->cohort],
				f->lane[0].program.year_begins);
}

struct behind leadfunnel_rows(const struct leadfunnel *t, struct filter *f)
{
	const char *words[8] = { "leadfunnel", "--rows" };
	size_t n = 2;

	if (t->window) {
		words[n++] = "--window";
		words[n++] = t->window;
	}
	if (t->window && t->from) {
		words[n++] = "--from";
		words[n++] = t->from;
	}
	return filter_again(f, words);
}

const char *leadfunnel_within(const struct funnel_plan *p, struct filter *f)
{
	if (!p->window)
		return "";
	return arena_print(&f->lane[0].program.arena, "; what happened within %.4g days after %.*s",
			   (double)p->window / (double)DAY_US,
			   STR_ARG(p->agreement->stages.at[p->from].name.text))
		.p;
}

bool leadfunnel_pipeline(struct leadfunnel *t, struct filter *f)
{
	struct lane *lane = &f->lane[0];

	if (!leadfunnel_has_stages(f) || !funnel_bind(&t->plan, lane->names) ||
	    !grouping_bind(&t->grouping, lane->names, t->by, t->exact))
		return false;
	t->plan.grouping = &t->grouping;
	if (t->from)
		t->plan.from = agreement_stage_asked(t->plan.agreement, "--from", t->from, &f->diags);
	if (t->window)
		leadfunnel_window(t, f);
	return !f->diags.errors;
}

bool leadfunnel_counts(struct leadfunnel *t, struct filter *f)
{
	if (!leadfunnel_pipeline(t, f))
		return false;
	if (t->window)
		pipeline_dated(&t->plan.pipeline, t->plan.agreement, 0, "--window", &f->diags);
	if (t->cohort >= 0)
		funnel_cohorts(&t->plan, f->lane[0].names, leadfunnel_period(t, f, PERIOD_MONTH),
			       &t->grouping);
	return true;
}

void leadfunnel_fail_when(struct leadfunnel *t, struct filter *f, const struct report *report,
			  const void *view)
{
	if (t->fail_when && !f->diags.errors)
		fail_when_bind(&t->failing, t->fail_when, report, view, &f->lane[0].program, &f->diags);
}

bool leadfunnel_check(struct leadfunnel *t, struct filter *f, const void *view)
{
	if (t->fail_when)
		filter_check_report(f, &t->failing, view);
	return !f->diags.errors;
}

void leadfunnel_verdicts(const struct leadfunnel *t, struct funnel_view *v, size_t n, struct diags *diags)
{
	if (t->simultaneous)
		v->z = normal_quantile(1 - 0.05 / (2 * fmax(1, (double)n)));
	else
		verdicts_tell(diags, n, "; --simultaneous allows for that");
}
