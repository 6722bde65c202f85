/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See funnel_rates.h. */
#include "funnel/funnel_rates.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
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
		for (size_t i = 0; i < v->plan->road.nstages; i++) {
			struct funnel_row r = funnel_row(v, group, i);
			struct verdict verdict = funnel_judge(&r);
			n += verdict.benchmark && *verdict.word;
		}
	return n;
}

/* ---- money ---- */

const char *const cost_heads[COSTS + 1] = { "cost", "cost_per_reached", "value_per_cost", NULL };

bool funnel_cost_of(const struct funnel_row *r, enum cost which, int places, struct quotient *out)
{
	__int128 cost, of, by;

	if (!funnel_cost(r->view->funnel, r->group, &cost))
		return false;
	if (which == VALUE_PER_COST) {
		of = r->x.value;
		by = r->view->plan->agreement->stages.at[r->stage].value ? cost : 0;
	} else {
		of = cost;
		by = which == COST ? 1000000 : r->recorded ? (__int128)r->x.reached * 1000000 : 0;
	}
	if (by)
		*out = number_quotient(of, by, places);
	return by;
}

/* ---- sorting ---- */

/* The number columns that groups may be sorted by, in the order of their heads; exits' columns stand before
 * the days. */
enum {
	SORT_REACHED,
	SORT_PREVIOUS,
	SORT_FIRST,
	SORT_LOW,
	SORT_HIGH,
	SORT_DECIDED,
	SORT_WAITING,
	SORT_LEFT,
	SORT_EXITS
};
enum { AFTER_MEDIAN, AFTER_P90, AFTER_VALUE, AFTER_COST }; /* counted from behind the exits */
static const char *const sort_heads[] = { "reached", "from_previous", "from_first", "low95",
					  "high95",  "of_decided",    "waiting",    "left" };

/* The head of a column of numbers; p NULL behind the last. */
static struct str sort_head(const struct funnel_plan *p, size_t i)
{
	static const char *const after[AFTER_COST] = { "median_days", "p90_days", "value" };
	const struct agreement *a = p->agreement;

	if (i < SORT_EXITS)
		return str_from(sort_heads[i]);
	i -= SORT_EXITS;
	if (i < a->exits.n)
		return a->exits.at[i].name.text;
	i -= a->exits.n;
	if (i < AFTER_COST)
		return str_from(after[i]);
	i -= AFTER_COST;
	return p->spend && i < COSTS ? str_from(cost_heads[i]) : STR_NONE;
}

size_t funnel_sort_column(const struct funnel_plan *p, struct str head, struct diags *diags)
{
	size_t most = SORT_EXITS + p->agreement->exits.n + AFTER_COST + COSTS;
	struct str *name = mem_new((most + 1) * sizeof *name); /* and the end */
	size_t n = 0, found = SIZE_MAX;

	while ((name[n] = sort_head(p, n)).p) {
		if (found == SIZE_MAX && str_same(head, name[n]))
			found = n;
		n++;
	}
	if (found == SIZE_MAX) {
		struct str near = nearest(diags, head, &CANDIDATE_NAMES(name, n), 1);
		diag_error(diags, "--sort: the funnel has no column of numbers '%.*s'" DID_YOU_MEAN,
			   STR_ARG(head), DID_YOU_MEAN_ARG(near));
	}
	free(name);
	return found;
}

static double plain(struct quotient q)
{
	double x = (double)q.whole + (double)q.part / pow(10, q.places);

	return q.minus ? -x : x;
}

static double ratio(uint64_t k, uint64_t n)
{
	return n ? (double)k / (double)n : (double)NAN;
}

/* The figure of one stage, by which groups are sorted. */
static double figure(const struct funnel_row *r, size_t column)
{
	size_t exits = r->view->plan->road.nexits;
	bool rates = funnel_rated(r);
	struct interval i = rates ? wilson(r->x.reached, r->previous, Z95) : (struct interval){ NAN, NAN };
	struct quotient money;
	int64_t days;

	switch (column) {
	case SORT_REACHED:
		return (double)r->x.reached;
	case SORT_PREVIOUS:
		return rates ? ratio(r->x.reached, r->previous) : (double)NAN;
	case SORT_FIRST:
		return ratio(r->x.reached, r->first);
	case SORT_LOW:
		return i.low;
	case SORT_HIGH:
		return i.high;
	case SORT_DECIDED:
		return ratio(r->x.reached, r->x.reached + r->left);
	case SORT_WAITING:
		return (double)r->x.waiting;
	case SORT_LEFT:
		return (double)r->x.left;
	default:
		if (column < SORT_EXITS + exits)
			return (double)r->x.left_by[column - SORT_EXITS];
		column -= SORT_EXITS + exits;
		if (column >= AFTER_COST)
			return funnel_cost_of(r, (enum cost)(column - AFTER_COST), 6, &money) ? plain(money)
											      : (double)NAN;
		if (column == AFTER_VALUE)
			return (double)r->x.value;
		days = column == AFTER_MEDIAN ? r->x.median : r->x.p90;
		return days == INT64_MIN ? (double)NAN : (double)days;
	}
}

double funnel_sort_key(const struct funnel_view *v, size_t group, size_t column)
{
	size_t stages = v->plan->road.nstages, exits = v->plan->road.nexits;
	bool sum = column >= SORT_WAITING && column < SORT_EXITS + exits;
	double key = 0;

	for (size_t i = sum ? 0 : stages - 1; i < stages; i++) {
		struct funnel_row r = funnel_row(v, group, i);
		key += figure(&r, column);
	}
	return key;
}
