/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See funnel_rates.h. */
#include "funnel/funnel_rates.h"

#include "stat/stat.h"

struct funnel_row funnel_row(const struct funnel_view *v, size_t group, size_t stage)
{
	struct funnel_row r = {
		v, group, stage, funnel_at(v->funnel, group, stage), funnel_recorded(v->funnel, stage),
		0, 0,	  0
	};

	r.first = funnel_at(v->funnel, group, 0).reached;
	if (stage) {
		size_t previous = funnel_previous(v->funnel, stage);
		r.previous = funnel_at(v->funnel, group, previous).reached;
		r.left = funnel_left_between(v->funnel, group, previous, stage);
	}
	return r;
}

struct str funnel_called(const struct funnel_view *v, size_t group, size_t item)
{
	return group == funnel_groups(v->funnel) ? STR("(all)") : funnel_group(v->funnel, group, item);
}

/* ---- verdicts ---- */

struct verdict funnel_judge(const struct funnel_row *r)
{
	const struct funnel_view *view = r->view;
	const struct agreement *a = view->plan->agreement;
	const struct benchmark *b = funnel_benchmark(view->funnel, r->stage);
	uint64_t of = 0;

	if (funnel_maturing(view->funnel, r->group, view->now, view->zone))
		return (struct verdict){ b, "maturing", 0 };
	if (b && r->recorded)
		of = funnel_at(view->funnel, r->group, agreement_stage(a, b->from.text)).reached;
	return verdict_of(b, r->x.reached, of, view->z);
}

size_t funnel_verdicts(const struct funnel_view *v)
{
	size_t n = 0;

	for (size_t group = 0; group <= funnel_groups(v->funnel); group++)
		for (size_t i = 0; i < v->plan->pipeline.nstages; i++) {
			struct funnel_row r = funnel_row(v, group, i);
			struct verdict verdict = funnel_judge(&r);
			n += verdict.benchmark && *verdict.word;
		}
	return n;
}

/* ---- money ---- */

struct figure funnel_cost_of(const struct funnel_row *r, enum cost which, int places)
{
	__int128 cost, of, by;

	if (!funnel_cost(r->view->funnel, r->group, &cost))
		return (struct figure){ 0 };
	if (which == VALUE_PER_COST) {
		of = r->x.value;
		by = r->view->plan->agreement->stages.at[r->stage].value && !r->x.mixed &&
				     funnel_pays_back(r->view->funnel, r->group, r->stage)
			     ? cost
			     : 0;
	} else {
		of = cost;
		by = which == COST ? 1000000 : r->recorded ? (__int128)r->x.reached * 1000000 : 0;
	}
	return figure_quotient(of, by, places);
}
