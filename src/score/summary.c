/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of scored leads: see summary.h. */
#include "score/summary_internal.h"

#include <stdlib.h>

#include "base/mem.h"
#include "expr/run.h"
#include "figures/verdict.h"

bool summary_bind(struct summary_plan *p, struct names *n, const struct scoring *s)
{
	const struct agreement *a = names_agreement(n);
	struct expr *mql = ARENA_NEW(&names_program(n)->arena, struct expr);
	bool good;

	*p = (struct summary_plan){ .agreement = a,
				    .scoring = s,
				    .grades = a->grades.n,
				    .mql_stage = agreement_stage(a, STR("mql")),
				    .from = SIZE_MAX,
				    .to = SIZE_MAX };
	if (a->handovers.n) {
		p->from = agreement_stage(a, a->handovers.at[0].from.text);
		p->to = agreement_stage(a, a->handovers.at[0].to.text);
	}
	good = pipeline_bind(&p->pipeline, n);
	good = names_computed(n, STR("score")) != SIZE_MAX && good;
	if (p->grades)
		good = (p->grade = names_computed(n, STR("grade"))) != SIZE_MAX && good;
	*mql = (struct expr){ .op = EXPR_NAME, .text = STR("mql"), .where = a->text };
	if (a->mql.n)
		good = (p->mql = program_bind(names_program(n), mql, TYPE_FLAG, NULL)) && good;
	for (size_t i = 0; i < a->scores.n; i++)
		p->rules += a->scores.at[i].nrules;
	if (a->stages.n)
		p->caught = arena_print(&names_program(n)->arena, "share of '%.*s' that the rule caught",
					STR_ARG(a->stages.at[a->stages.n - 1].name.text));
	return good;
}

bool summary_bind_reasons(struct summary_plan *p, struct names *n)
{
	p->reasoned = exit_reasons_bind(&p->reasons, n, false);
	return p->reasoned;
}

static void *summary_new(const void *plan)
{
	const struct summary_plan *p = plan;
	struct summary *s = mem_new(sizeof *s);
	size_t most = 0;

	for (size_t i = 0; i < p->agreement->scores.n; i++)
		if (p->agreement->scores.at[i].nrules > most)
			most = p->agreement->scores.at[i].nrules;
	s->plan = p;
	s->grade = mem_new(scoring_grades(p->scoring) * sizeof *s->grade);
	s->rule = mem_new((p->rules + 1) * sizeof *s->rule);
	s->words = groups_new(&p->reasons.spelling);
	s->points = mem_new(most * sizeof *s->points);
	return s;
}

static void summary_free(void *self)
{
	struct summary *s = self;

	free(s->grade);
	free(s->rule);
	free(s->points);
	free(s->back);
	groups_free(s->words);
	free(s);
}

/* ---- what sales did with a lead ---- */

/* What one lead adds to each rule that gave it points. */
struct decided {
	struct share lead;
	bool accepted, given_back;
	uint32_t reason; /* of a lead given back, where there are reasons */
};

static struct decided decide(struct summary *s, struct frame *f, const struct sign *sign,
			     const struct standing *at, struct share lead)
{
	const struct summary_plan *p = s->plan;
	struct decided d = { .lead = lead };

	if (p->from == SIZE_MAX)
		return d;
	s->shown[0] |= sign_stands(sign[p->from], f->now, true);
	s->shown[1] |= sign_stands(sign[p->to], f->now, true);
	s->left += at->depth <= p->to && at->exit != SIZE_MAX;
	if (at->depth <= p->from)
		return d;
	d.accepted = at->depth > p->to;
	d.given_back = !d.accepted && at->exit != SIZE_MAX;
	if (d.given_back && p->reasoned)
		d.reason = exit_reason_of(&p->reasons, at->exit, s->words, f);
	return d;
}

/* Makes room for the counts of at least n reasons. */
static void back_room(struct summary *s, size_t n)
{
	size_t rules = s->plan->rules + 1, had = s->nback;

	if (n <= had)
		return;
	if (n * rules > s->back_cap)
		s->back = mem_resize_array(s->back, mem_grown(&s->back_cap, n * rules), sizeof *s->back);
	memset(s->back + had * rules, 0, (n - had) * rules * sizeof *s->back);
	s->nback = n;
}

static void count_decided(struct summary *s, size_t rule, const struct decided *d)
{
	struct rule_count *r = &s->rule[rule];

	share_add(&r->touched, d->lead);
	r->accepted += d->accepted;
	r->given_back += d->given_back;
	if (!d->given_back || !s->plan->reasoned)
		return;
	back_room(s, d->reason + (size_t)1);
	s->back[d->reason * (s->plan->rules + 1) + rule]++;
}

/* ---- counts ---- */

static void count_rules(struct summary *s, struct frame *f, const struct decided *d)
{
	const struct summary_plan *p = s->plan;
	size_t rule = 0;

	for (size_t i = 0; i < p->agreement->scores.n; i++) {
		scoring_points(p->scoring, i, f, s->points);
		for (size_t j = 0; j < p->agreement->scores.at[i].nrules; j++, rule++) {
			if (!s->points[j])
				continue;
			count_decided(s, rule, d);
			s->rule[rule].points += s->points[j];
		}
	}
	count_decided(s, rule, d);
}

/* `rule`: it makes the lead an MQL. */
static void count_lead(struct summary *s, struct frame *f, const struct sign *sign, const struct standing *at,
		       bool rule)
{
	const struct summary_plan *p = s->plan;
	struct share lead = { 1, p->pipeline.nstages && at->depth == p->pipeline.nstages };
	bool crm = p->mql_stage != SIZE_MAX && at->depth > p->mql_stage;

	if (p->mql_stage != SIZE_MAX)
		s->recorded |= sign_stands(sign[p->mql_stage], f->now, true);
	share_add(&s->all, lead);
	share_add(&s->crossed[rule][crm], lead);
	if (p->grades)
		share_add(&s->grade[scoring_grade(p->scoring, f)], lead);
	struct decided d = decide(s, f, sign, at, lead);
	count_rules(s, f, &d);
}

/* All that are anywhere, if there are stages. */
static void summary_count(void *self, struct rows *lane, struct asked leads)
{
	struct summary *s = self;
	const struct summary_plan *p = s->plan;
	const struct journey *j = pipeline_stand_rows(&p->pipeline, lane, leads);
	uint16_t *list = rows_room(lane).row;
	bool *mql = rows_room(lane).flag;
	size_t n = 0;

	EACH_ROW(row, leads, {
		list[n] = (uint16_t)row;
		n += !p->pipeline.nstages || j->now[row].depth > 0;
	});
	leads = (struct asked){ list, n };
	memset(mql, false, lane->n);
	if (p->mql)
		code_run(p->mql, lane, leads, (union vector){ .flag = mql });
	if (p->grades)
		computed_values(p->grade, lane, leads);
	for (size_t i = 0; i < n; i++) {
		size_t row = list[i];
		count_lead(s, rows_at(lane, row), &j->sign[row * j->steps], &j->now[row], mql[row]);
	}
	rows_room_back(lane);
	rows_room_back(lane);
}

static void merge_back(struct summary *into, const struct summary *from)
{
	uint32_t *number = mem_new((groups_count(from->words) + 1) * sizeof *number);
	size_t rules = into->plan->rules + 1;

	groups_merge(into->words, from->words, number);
	back_room(into, groups_count(into->words));
	for (size_t i = 0; i < from->nback; i++)
		for (size_t r = 0; r < rules; r++)
			into->back[number[i] * rules + r] += from->back[i * rules + r];
	free(number);
}

static void summary_merge(void *into, void *from)
{
	struct summary *a = into, *b = from;

	a->recorded |= b->recorded;
	a->shown[0] |= b->shown[0];
	a->shown[1] |= b->shown[1];
	a->left += b->left;
	share_add(&a->all, b->all);
	for (int i = 0; i < 4; i++)
		share_add(&a->crossed[i / 2][i % 2], b->crossed[i / 2][i % 2]);
	for (size_t i = 0; i < scoring_grades(a->plan->scoring); i++)
		share_add(&a->grade[i], b->grade[i]);
	for (size_t i = 0; i <= a->plan->rules; i++) {
		share_add(&a->rule[i].touched, b->rule[i].touched);
		a->rule[i].points += b->rule[i].points;
		a->rule[i].accepted += b->rule[i].accepted;
		a->rule[i].given_back += b->rule[i].given_back;
	}
	merge_back(a, b);
}

static void summary_settle(void *self)
{
	struct summary *s = self;
	uint32_t *order = mem_new((groups_count(s->words) + 1) * sizeof *order);

	groups_order(s->words, order); /* for the shown spellings */
	free(order);
}

static void say_sales(const struct summary *s, struct diags *d)
{
	const struct agreement *a = s->plan->agreement;
	size_t stage;
	const char *why = summary_no_sales(s, &stage);

	if (a->stages.n && s->plan->from == SIZE_MAX)
		diag_note(
			d,
			"%s: the agreement has no 'handover' statement, so what sales did with the leads is "
			"left out",
			a->text->name);
	else if (a->stages.n && why)
		diag_note(d, "%.*s: %s, so what sales did with the leads is left out",
			  STR_ARG(a->stages.at[stage].name.text), why);
}

static void summary_say(const void *self, struct diags *d)
{
	const struct summary *s = self;

	if (s->plan->mql_stage != SIZE_MAX && !s->recorded)
		diag_note(d, "stage mql: no lead of this input shows it, so there is nothing of the CRM to "
			     "compare the rule with");
	if (s->all.leads)
		say_sales(s, d);
	verdicts_tell(d, summary_compared(s), "");
}

const struct counter_kind summary_counter = {
	.name = "summary",
	.new = summary_new,
	.free = summary_free,
	.count = summary_count,
	.merge = summary_merge,
	.settle = summary_settle,
	.report = summary_say,
};
