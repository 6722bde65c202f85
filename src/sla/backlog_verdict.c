/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of a clock against the benchmarks of the agreement: see backlog_report.h. */
#include "sla/backlog_report.h"

struct verdict backlog_judge_compliance(const struct backlog_view *v, size_t clock,
					const struct backlog_figures *x)
{
	const struct agreement *a = v->agreement;
	const struct benchmark *b = agreement_compliance(a, a->slas.at[clock].name.text);

	return verdict_of(b, x->status[CLOCK_MET], backlog_judged(x), Z95);
}

/* Benchmarks of the backlog are of the hand-over: of the clocks that start where it does. */
static bool of_handover(const struct agreement *a, size_t clock)
{
	const struct expr *from = a->slas.at[clock].from;

	return !a->handovers.n ||
	       (from->op == EXPR_NAME && str_same(from->text, a->handovers.at[0].from.text));
}

struct verdict backlog_judge_rate(const struct backlog_view *v, size_t clock, const struct backlog_figures *x)
{
	const struct benchmark *b = of_handover(v->agreement, clock) ? agreement_backlog(v->agreement) : NULL;

	return verdict_of(b, x->backlog, x->handed_over, Z95);
}

struct verdict backlog_judge_left_over(const struct backlog_view *v, size_t clock, size_t moment,
				       const struct backlog_moves *x)
{
	const struct benchmark *b = NULL;

	if (v->trend && of_handover(v->agreement, clock))
		b = agreement_left_over(v->agreement, period_unit(v->plan->moments->period));
	struct verdict of = verdict_of(b, x->closing, backlog_on_table(x), Z95);
	if (b && !movement_ended(v->plan, moment))
		verdict_withhold(&of, WHY_UNFINISHED);
	return of;
}
