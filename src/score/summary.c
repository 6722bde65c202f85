/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of scored leads: see summary.h. */
#include "score/summary_internal.h"

#include <stdlib.h>

#include "base/mem.h"
#include "figures/verdict.h"

bool summary_bind(struct summary_plan *p, struct names *n, const struct scoring *s)
{
	const struct agreement *a = names_agreement(n);
	struct expr *mql = ARENA_NEW(&names_program(n)->arena, struct expr);
	bool good;

	*p = (struct summary_plan){ .agreement = a,
				    .scoring = s,
				    .grades = a->grades.n,
				    .mql_stage = agreement_stage(a, STR("mql")) };
	good = pipeline_bind(&p->pipeline, n);
	good = names_computed(n, STR("score")) != SIZE_MAX && good;
	if (p->grades)
		good = names_computed(n, STR("grade")) != SIZE_MAX && good;
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
	s->rule = mem_new(p->rules * sizeof *s->rule);
	s->points = mem_new(most * sizeof *s->points);
	return s;
}

static void summary_free(void *self)
{
	struct summary *s = self;

	free(s->grade);
	free(s->rule);
	free(s->points);
	free(s);
}

static void count_rules(struct summary *s, struct frame *f, struct share lead)
{
	const struct summary_plan *p = s->plan;
	struct rule_count *r = s->rule;

	for (size_t i = 0; i < p->agreement->scores.n; i++) {
		scoring_points(p->scoring, i, f, s->points);
		for (size_t j = 0; j < p->agreement->scores.at[i].nrules; j++, r++) {
			if (!s->points[j])
				continue;
			share_add(&r->touched, lead);
			r->points += s->points[j];
		}
	}
}

static void count_lead(struct summary *s, struct frame *f)
{
	const struct summary_plan *p = s->plan;
	struct standing at = *pipeline_stand(&p->pipeline, f);
	if (p->pipeline.nstages && !at.depth)
		return;
	struct share lead = { 1, p->pipeline.nstages && at.depth == p->pipeline.nstages };
	bool rule = p->mql && code_flag(p->mql, f);
	if (p->mql_stage != SIZE_MAX)
		s->recorded |= sign_stands(pipeline_read(&p->pipeline, f)[p->mql_stage], f->now, true);
	bool crm = p->mql_stage != SIZE_MAX && at.depth > p->mql_stage;
	share_add(&s->all, lead);
	share_add(&s->crossed[rule][crm], lead);
	if (p->grades)
		share_add(&s->grade[scoring_grade(p->scoring, f)], lead);
	count_rules(s, f, lead);
}

static void summary_count(void *self, struct rows *lane, struct asked leads)
{
	for (size_t i = 0; i < leads.n; i++)
		count_lead(self, rows_at(lane, leads.row[i]));
}

static void summary_merge(void *into, void *from)
{
	struct summary *a = into, *b = from;

	a->recorded |= b->recorded;
	share_add(&a->all, b->all);
	for (int i = 0; i < 4; i++)
		share_add(&a->crossed[i / 2][i % 2], b->crossed[i / 2][i % 2]);
	for (size_t i = 0; i < scoring_grades(a->plan->scoring); i++)
		share_add(&a->grade[i], b->grade[i]);
	for (size_t i = 0; i < a->plan->rules; i++) {
		share_add(&a->rule[i].touched, b->rule[i].touched);
		a->rule[i].points += b->rule[i].points;
	}
}

static void summary_say(const void *self, struct diags *d)
{
	const struct summary *s = self;

	if (s->plan->mql_stage != SIZE_MAX && !s->recorded)
		diag_note(d, "stage mql: no lead of this input shows it, so there is nothing of the CRM to "
			     "compare the rule with");
	verdicts_tell(d, summary_compared(s), "");
}

const struct counter_kind summary_counter = {
	.name = "summary",
	.new = summary_new,
	.free = summary_free,
	.count = summary_count,
	.merge = summary_merge,
	.report = summary_say,
};
