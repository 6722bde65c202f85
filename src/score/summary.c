/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of scored leads: see summary.h. */
#include "score/summary_internal.h"

#include <stdlib.h>

#include "base/mem.h"
#include "figures/part.h"
#include "expr/run.h"
#include "figures/verdict.h"

bool summary_bind(struct summary_plan *p, struct names *n, struct scoring *s)
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
	good = scoring_bind(s, n) && good;
	good = (p->score = names_computed(n, STR("score"))) != SIZE_MAX && good;
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
	s->given = mem_new(most * sizeof *s->given);
	return s;
}

static void summary_free(void *self)
{
	struct summary *s = self;

	free(s->grade);
	free(s->rule);
	free(s->given);
	free(s->back);
	groups_free(s->words);
	free(s);
}

/* ---- what sales did with a lead ---- */

/* What each of some leads adds to each rule that gave it points. */
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

/* Of at most TALLY_ROWS leads. */
static void count_rules(struct summary *s, struct rows *lane, struct asked leads, const struct decided *d)
{
	const struct summary_plan *p = s->plan;
	size_t first = 0;

	for (size_t i = 0; i < p->agreement->scores.n; first += p->agreement->scores.at[i++].nrules) {
		scoring_look(p->scoring, i, lane, leads);
		for (size_t k = 0; k < leads.n; k++) {
			size_t n = scoring_given(p->scoring, i, lane, k, s->given);
			for (size_t g = 0; g < n; g++) {
				size_t rule = first + s->given[g].rule;
				count_decided(s, rule, &d[k]);
				s->rule[rule].points += s->given[g].points;
			}
		}
	}
	for (size_t k = 0; k < leads.n; k++)
		count_decided(s, first, &d[k]);
}

/* `rule`: it makes the lead an MQL. */
static struct decided count_lead(struct summary *s, struct frame *f, const struct sign *sign,
				 const struct standing *at, bool rule)
{
	const struct summary_plan *p = s->plan;
	struct share lead = { 1, p->pipeline.nstages && at->depth == p->pipeline.nstages };
	bool crm = p->mql_stage != SIZE_MAX && at->depth > p->mql_stage;

	if (p->mql_stage != SIZE_MAX)
		s->recorded |= sign_stands(sign[p->mql_stage], f->now, true);
	share_add(&s->all, lead);
	share_add(&s->crossed[rule][crm], lead);
	return decide(s, f, sign, at, lead);
}

/* Of at most TALLY_ROWS leads, whose grade and verdict are known. */
static void count_leads(struct summary *s, struct rows *lane, struct asked leads, const struct journey *j,
			const int64_t *grade, const bool *mql)
{
	struct decided decided[TALLY_ROWS];

	for (size_t i = 0; i < leads.n; i++) {
		size_t row = leads.row[i];
		decided[i] =
			count_lead(s, rows_at(lane, row), &j->sign[row * j->steps], &j->now[row], mql[row]);
		if (s->plan->grades)
			share_add(&s->grade[grade[row]], decided[i].lead);
	}
	count_rules(s, lane, leads, decided);
}

/* All that are anywhere, if there are stages. */
static void summary_count(void *self, struct rows *lane, struct asked leads)
{
	struct summary *s = self;
	const struct summary_plan *p = s->plan;
	const struct journey *j = pipeline_stand_rows(&p->pipeline, lane, leads);
	uint16_t *list = rows_room(lane).row;
	bool *mql = rows_room(lane).flag;
	int64_t *grade = rows_room(lane).time;
	size_t n = 0;

	EACH_ROW(row, leads, {
		list[n] = (uint16_t)row;
		n += !p->pipeline.nstages || j->now[row].depth > 0;
	});
	leads = (struct asked){ list, n };
	computed_values(p->score, lane, leads);
	EACH_ROW(row, leads, mql[row] = false);
	if (p->mql)
		code_run(p->mql, lane, leads, (union vector){ .flag = mql });
	if (p->grades)
		scoring_grade(p->scoring, lane, leads, grade);
	for (size_t i = 0; i < n; i += TALLY_ROWS) {
		size_t some = n - i < TALLY_ROWS ? n - i : TALLY_ROWS;
		count_leads(s, lane, (struct asked){ list + i, some }, j, grade, mql);
	}
	rows_room_back(lane);
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

static void rule_state(struct rule_count *r, struct partial *p)
{
	part_share(p, "touched", STR(""), &r->touched);
	part_sum(p, "points", STR(""), &r->points);
	part_count(p, "accepted", STR(""), &r->accepted);
	part_count(p, "given_back", STR(""), &r->given_back);
}

/* Rules have numbers, as labels may repeat; the last is all leads. */
static void rules_state(struct summary *s, struct partial *p, const uint32_t *reason, size_t reasons)
{
	const size_t rules = s->plan->rules + 1;

	back_room(s, groups_count(s->words));
	for (size_t i = 0; i < rules; i++) {
		part_group(p, "rule", i);
		rule_state(&s->rule[i], p);
		for (size_t k = 0; k < reasons; k++) {
			int64_t number = (int64_t)k + 1;
			uint64_t *back = &s->back[reason[k] * rules + i];
			if (part_more(p, "for", STR(""), *back) && part_at(p, number))
				part_numbers(p, "for", STR(""), &number, 1, back);
		}
	}
}

static void summary_state(void *self, struct partial *p)
{
	static const char *const crossed[4] = { "neither", "CRM only", "rule only", "both" };
	struct summary *s = self;
	size_t reasons;

	part_share(p, "all", STR(""), &s->all);
	part_flag(p, "recorded", STR(""), &s->recorded);
	part_flag(p, "shown", STR("from"), &s->shown[0]);
	part_flag(p, "shown", STR("to"), &s->shown[1]);
	part_count(p, "left", STR(""), &s->left);
	for (size_t i = 0; i < 4; i++)
		part_share(p, "mql", str_from(crossed[i]), &s->crossed[i / 2][i % 2]);
	for (size_t i = 0; i < scoring_grades(s->plan->scoring); i++)
		part_share(p, "grade", scoring_grade_name(s->plan->scoring, i), &s->grade[i]);
	uint32_t *reason = part_groups(p, "reason", s->words, &reasons);
	rules_state(s, p, reason, reasons);
	free(reason);
}

const struct counter_kind summary_counter = {
	.name = "summary",
	.new = summary_new,
	.free = summary_free,
	.count = summary_count,
	.merge = summary_merge,
	.settle = summary_settle,
	.report = summary_say,
	.state = summary_state,
};
