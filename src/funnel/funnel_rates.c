/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See funnel_rates.h. */
#include "funnel/funnel_rates.h"

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

/* Of two stages, is it known who left between them? */
static bool known_between(const struct funnel_view *v, size_t from, size_t stage)
{
	return funnel_recorded(v->funnel, from) && !funnel_status_only(v->funnel, from) &&
	       !funnel_status_only(v->funnel, stage);
}

bool funnel_decided(const struct funnel_row *r)
{
	return funnel_rated(r) && known_between(r->view, r->stage - 1, r->stage);
}

/* Pending leads may still convert: below a benchmark is only what would be if none of them counted. */
static void weigh_pending(const struct funnel_row *r, size_t from, struct verdict *v)
{
	uint64_t decided = v->k + funnel_left_between(r->view->funnel, r->group, from, r->stage);

	v->pending = v->n - decided;
	if (!known_between(r->view, from, r->stage))
		verdict_withhold(v, WHY_STATUS);
	else if (!decided || wilson(v->k, decided, r->view->z).high >= v->benchmark->share)
		verdict_withhold(v, WHY_PENDING);
}

struct verdict funnel_judge(const struct funnel_row *r, size_t which)
{
	const struct funnel_view *view = r->view;
	const struct funnel_plan *plan = view->plan;
	const struct benchmark *b = funnel_benchmark(view->funnel, r->stage, which);
	struct verdict v = verdict_of(NULL, 0, 0, view->z);

	if (!b && !which && funnel_maturing(view->funnel, r->group, view->now, view->zone))
		verdict_withhold(&v, WHY_MATURING);
	if (!b)
		return v;
	size_t from = agreement_stage(plan->agreement, b->from.text);
	if (!r->recorded || !funnel_recorded(view->funnel, from)) {
		v.benchmark = b;
		verdict_withhold(&v, WHY_UNSEEN);
		return v;
	}
	v = verdict_of(b, r->x.reached, funnel_at(view->funnel, r->group, from).reached, view->z);
	if (funnel_maturing(view->funnel, r->group, view->now, view->zone))
		verdict_withhold(&v, WHY_MATURING);
	else if (plan->cohorts && !plan->window)
		verdict_withhold(&v, WHY_WINDOW);
	else if (v.side < 0 && !plan->window)
		weigh_pending(r, from, &v);
	return v;
}

size_t funnel_verdicts(const struct funnel_view *v)
{
	size_t n = 0;

	for (size_t group = 0; group <= funnel_groups(v->funnel); group++)
		for (size_t i = 0; i < v->plan->pipeline.nstages; i++) {
			struct funnel_row r = funnel_row(v, group, i);
			struct verdict verdict;
			for (size_t k = 0; (verdict = funnel_judge(&r, k)).benchmark; k++)
				n += verdict_given(&verdict);
		}
	return n;
}

/* ---- money ---- */

bool funnel_valued(const struct funnel_row *r)
{
	return r->view->plan->agreement->stages.at[r->stage].value && !r->x.mixed &&
	       (r->recorded || r->x.reached);
}

struct figure funnel_cost_of(const struct funnel_row *r, enum cost which, int places)
{
	__int128 cost, of, by;

	if (!funnel_cost(r->view->funnel, r->group, &cost))
		return (struct figure){ 0 };
	if (which == VALUE_PER_COST) {
		of = r->x.value;
		by = funnel_valued(r) && funnel_pays_back(r->view->funnel, r->group, r->stage) ? cost : 0;
	} else {
		of = cost;
		by = which == COST ? 1000000 : r->recorded ? (__int128)r->x.reached * 1000000 : 0;
	}
	return figure_quotient(of, by, places);
}
