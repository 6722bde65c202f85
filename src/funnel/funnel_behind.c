/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See funnel_behind.h. What the conditions mean is in lead/position.h. */
#include "funnel/funnel_behind.h"

#include "figures/page.h"

/* What is to be listed of a group. */
struct listing {
	const struct funnel_view *view;
	struct arena *arena;
	struct buf *out;
	struct str of;	  /* the group's name, before what is listed; n 0: all leads */
	struct str group; /* its condition */
};

/* Arrived in a period. The stage's own time counts, if it has come. False: no condition says that. */
static bool put_cohort(struct buf *condition, const struct listing *l, struct str name)
{
	const struct funnel_plan *p = l->view->plan;
	const struct step *from = &p->agreement->stages.at[p->from];
	enum period period = p->grouping->item[0].period;
	struct str at = expr_source(from->at, l->arena);
	bool number = period == PERIOD_YEAR; /* else it is a text, as FY2027 is */

	if (from->when && !behind_said(condition, from->when, l->arena))
		return false;
	behind_and(condition, "%s(%.*s) = %s%.*s%s", period_word(period), STR_ARG(at), number ? "" : "\"",
		   STR_ARG(name), number ? "" : "\"");
	if (!p->window)
		behind_and(condition, "age(%.*s) >= 0 days", STR_ARG(at));
	return true;
}

/* The group with the most leads at the stage, of those of which every item is known. */
static size_t example(const struct funnel_view *v, size_t stage)
{
	size_t items = v->plan->grouping->n, groups = funnel_groups(v->funnel), best = 0;
	uint64_t most = 0;

	for (size_t group = 0; group + funnel_folded(v->funnel) < groups; group++) {
		uint64_t reached = funnel_at(v->funnel, group, stage).reached;
		size_t i = 0;
		while (i < items && funnel_called(v, group, i).n)
			i++;
		if (i == items && reached > most)
			most = reached, best = group;
	}
	return best;
}

/* By all its items. False: no condition says that. */
static bool choose_group(struct listing *l, size_t stage)
{
	const struct funnel_plan *p = l->view->plan;
	struct buf condition = { 0 }, name = { 0 };
	size_t group = example(l->view, stage);
	bool good = true;

	for (size_t i = 0; i < p->grouping->n && good; i++) {
		struct str value = funnel_called(l->view, group, i);
		page_item(&name, i, value);
		if (p->cohorts && !i && p->agreement->stages.at[p->from].at)
			good = put_cohort(&condition, l, value);
		else
			good = behind_group(&condition, &p->grouping->item[i], p->grouping->exact, value);
	}
	l->of = page_words(l->arena, &name);
	l->group = page_words(l->arena, &condition);
	return good;
}

static void put_line(const struct listing *l, const char *what, struct str of, struct buf *condition)
{
	if (l->group.n)
		behind_and(condition, "%.*s", STR_ARG(l->group));
	behind_line(l->out, l->arena, &l->view->behind,
		    arena_print(l->arena, "%.*s%s%s %.*s", STR_ARG(l->of), l->of.n ? ": " : "", what,
				STR_ARG(of)),
		    condition);
}

void funnel_waiting_at(struct buf *condition, struct str stage)
{
	behind_and(condition, "funnel_stage = ");
	behind_text(condition, stage);
	behind_and(condition, "funnel_exit is missing");
}

static void put_stage(const struct listing *l, size_t stage)
{
	const struct agreement *a = l->view->plan->agreement;
	struct str name = a->stages.at[stage].name.text;
	struct buf condition = { 0 };

	behind_and(&condition, "reached(");
	behind_text(&condition, name);
	buf_char(&condition, ')');
	put_line(l, "reached", name, &condition);
	if (stage + 1 < a->stages.n) {
		funnel_waiting_at(&condition, name);
		put_line(l, "waiting at", name, &condition);
	}
	behind_and(&condition, "funnel_stage = ");
	behind_text(&condition, name);
	behind_and(&condition, "funnel_exit is present");
	put_line(l, "left from", name, &condition);
}

/* The exit that most leads took. */
static void put_exit(const struct listing *l)
{
	const struct agreement *a = l->view->plan->agreement;
	size_t all = funnel_groups(l->view->funnel), most = SIZE_MAX;
	struct buf condition = { 0 };

	for (size_t i = 0; i < a->exits.n; i++)
		if (most == SIZE_MAX || funnel_exit_at(l->view->funnel, all, i).left >
						funnel_exit_at(l->view->funnel, all, most).left)
			most = i;
	if (most == SIZE_MAX)
		return;
	behind_and(&condition, "funnel_exit = ");
	behind_text(&condition, a->exits.at[most].name.text);
	put_line(l, "left by", a->exits.at[most].name.text, &condition);
}

void funnel_behind(const struct funnel_view *v, size_t stage, struct arena *arena, struct buf *out)
{
	struct listing l = { v, arena, out, { 0 }, { 0 } };
	bool groups = funnel_groups(v->funnel) > 0;

	if (!v->behind.before.n || (groups ? !choose_group(&l, stage) : v->plan->cohorts != NULL))
		return;
	document_note(
		out, groups ? STR("The leads behind these figures; for another stage, exit or group put "
				  "its name:")
			    : STR("The leads behind these figures; for another stage or exit put its name:"));
	put_stage(&l, stage);
	put_exit(&l);
}
