/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counts of scored leads as reports: see summary.h. */
#include <math.h>

#include "base/number.h"
#include "score/summary_internal.h"

/* ---- rows: verdicts, grades, rules ---- */

struct row {
	size_t at; /* its place among all rows of its kind */
	size_t score, rule;
	const char *part; /* for programs */
	struct str named, name;
	struct share share;
	const struct rule_count
		*rules; /* brings points, and the rest of the leads beside it; NULL: no rule */
	const struct rule_count *sales; /* brings what sales did; NULL: not looked at */
	uint64_t of;			/* what its share is of */
	bool bare;			/* no conversion */
	struct buf text;		/* for people */
};

/* The verdicts that there are, by the rule and in the CRM. */
enum verdict_row { ALL, BY_RULE, IN_CRM, BOTH, RULE_ONLY, CRM_ONLY, NEITHER, CAUGHT, VERDICTS };

static bool has_verdict(const struct summary *s, enum verdict_row which)
{
	bool rule = s->plan->mql;

	switch (which) {
	case ALL:
		return true;
	case BY_RULE:
		return rule;
	case IN_CRM:
		return s->recorded;
	case CAUGHT:
		return rule && s->all.converted;
	default:
		return rule && s->recorded;
	}
}

static struct share verdict_share(const struct summary *s, enum verdict_row which)
{
	const struct share(*x)[2] = s->crossed;
	struct share rule = x[1][0], crm = x[0][1];

	share_add(&rule, x[1][1]);
	share_add(&crm, x[1][1]);
	return (const struct share[VERDICTS]){
		[ALL] = s->all,	       [BY_RULE] = rule,
		[IN_CRM] = crm,	       [BOTH] = x[1][1],
		[RULE_ONLY] = x[1][0], [CRM_ONLY] = x[0][1],
		[NEITHER] = x[0][0],   [CAUGHT] = { rule.converted, rule.converted }
	}[which];
}

static bool next_verdict(const void *view, void *row)
{
	static const char *const names[VERDICTS] = {
		[ALL] = "all leads",  [BY_RULE] = "MQL by the rule", [IN_CRM] = "MQL in the CRM",
		[BOTH] = "both",      [RULE_ONLY] = "rule only",     [CRM_ONLY] = "CRM only",
		[NEITHER] = "neither"
	};
	const struct summary *s = view;
	struct row *r = row;

	while (r->at < VERDICTS && !has_verdict(s, (enum verdict_row)r->at))
		r->at++;
	if (r->at == VERDICTS)
		return false;
	enum verdict_row which = (enum verdict_row)r->at++;
	*r = (struct row){ .at = r->at,
			   .part = "mql",
			   .named = STR(""),
			   .name = which == CAUGHT ? s->plan->caught : str_from(names[which]),
			   .share = verdict_share(s, which),
			   .sales = which == ALL ? &s->rule[s->plan->rules] : NULL,
			   .of = which == CAUGHT ? s->all.converted : s->all.leads,
			   .bare = which == CAUGHT };
	return true;
}

static bool next_grade(const void *view, void *row)
{
	const struct summary *s = view;
	struct row *r = row;
	size_t i = r->at;

	if (i == scoring_grades(s->plan->scoring) || !s->plan->grades)
		return false;
	*r = (struct row){ .at = i + 1,
			   .part = "grade",
			   .named = STR(""),
			   .name = scoring_grade_name(s->plan->scoring, i),
			   .share = s->grade[i],
			   .of = s->all.leads };
	return true;
}

static bool next_rule(const void *view, void *row)
{
	const struct summary *s = view;
	const struct agreement *a = s->plan->agreement;
	struct row *r = row;

	while (r->score < a->scores.n && r->rule == a->scores.at[r->score].nrules)
		r->score++, r->rule = 0;
	if (r->score == a->scores.n)
		return false;
	const struct score *said = &a->scores.at[r->score];
	const struct rule_count *counted = &s->rule[r->at];
	*r = (struct row){ .at = r->at + 1,
			   .score = r->score,
			   .rule = r->rule + 1,
			   .part = "rule",
			   .named = said->name.text,
			   .name = said->rules[r->rule].label,
			   .share = counted->touched,
			   .rules = counted,
			   .sales = counted,
			   .of = s->all.leads };
	return true;
}

/* All of them, one kind after the other. */
struct every {
	struct row row; /* first, for the columns */
	size_t kind;
};

static bool next_row(const void *view, void *row)
{
	static bool (*const kinds[])(const void *view, void *row) = { next_verdict, next_grade, next_rule };
	struct every *e = row;

	for (; e->kind < sizeof kinds / sizeof *kinds; e->kind++, e->row = (struct row){ 0 })
		if (kinds[e->kind](view, &e->row))
			return true;
	return false;
}

/* ---- figures ---- */

static const struct row *at(const struct cell *c)
{
	return c->row;
}

static const struct summary *of(const struct cell *c)
{
	return c->view;
}

static struct figure part(const struct cell *c)
{
	return figure_text(str_from(at(c)->part));
}

static struct figure score(const struct cell *c)
{
	return figure_text(at(c)->named);
}

static struct figure name(const struct cell *c)
{
	return figure_text(at(c)->name);
}

/* Under the score that it belongs to. */
static struct figure name_in_block(const struct cell *c)
{
	struct buf *text = &((struct row *)c->row)->text;

	buf_clear(text);
	buf_print(text, "  %.*s", STR_ARG(at(c)->name));
	return figure_text(buf_view(text));
}

static struct figure leads(const struct cell *c)
{
	return figure_count(at(c)->share.leads);
}

static struct figure share(const struct cell *c)
{
	return figure_ratio(at(c)->share.leads, at(c)->of);
}

/* For programs with the hundredths that fading leaves; for people whole. */
static struct figure points(const struct cell *c)
{
	return at(c)->rules ? figure_fixed(number_divided(at(c)->rules->points, 10000), 2)
			    : (struct figure){ 0 };
}

static struct figure whole_points(const struct cell *c)
{
	return figure_fixed(number_divided(points(c).k, 100), 0);
}

static bool converts(const struct cell *c)
{
	return pipeline_ends(&of(c)->plan->pipeline) && !at(c)->bare;
}

static struct figure converted(const struct cell *c)
{
	return converts(c) ? figure_count(at(c)->share.converted) : (struct figure){ 0 };
}

/* Conversion and its interval, of the row's leads and of the rest. */
enum { RATE, LOW, HIGH };
static struct figure rate_of(struct share s, bool known, int which)
{
	if (!known || !s.leads)
		return (struct figure){ 0 };
	struct interval ends = wilson(s.converted, s.leads, Z95);
	return which == RATE ? figure_ratio(s.converted, s.leads)
			     : figure_share(which == LOW ? ends.low : ends.high);
}

static struct figure conversion(const struct cell *c)
{
	return rate_of(at(c)->share, converts(c), c->of);
}

static struct figure rest(const struct cell *c)
{
	return at(c)->rules ? figure_count(share_minus(of(c)->all, at(c)->share).leads)
			    : (struct figure){ 0 };
}

static struct figure rest_conversion(const struct cell *c)
{
	return rate_of(share_minus(of(c)->all, at(c)->share), converts(c) && at(c)->rules, c->of);
}

/* ---- a rule's worth: the difference that it makes, never whether two intervals overlap ---- */

/* Of leads that a rule gave points and the rest; false: there is no difference. */
static bool compared(const struct summary *s, const struct row *r, struct share *with, struct share *without)
{
	*with = r->share;
	*without = share_minus(s->all, r->share);
	return pipeline_ends(&s->plan->pipeline) && r->rules && with->leads && without->leads;
}

static struct figure difference(const struct cell *c)
{
	struct share a, b;

	return compared(of(c), at(c), &a, &b)
		       ? figure_quotient((__int128)a.converted * b.leads - (__int128)b.converted * a.leads,
					 (__int128)a.leads * b.leads, 6)
		       : (struct figure){ 0 };
}

static struct interval difference_ends(const struct cell *c)
{
	struct share a, b;

	return compared(of(c), at(c), &a, &b) ? newcombe(a.converted, a.leads, b.converted, b.leads, Z95)
					      : (struct interval){ NAN, NAN };
}

static struct figure difference_end(const struct cell *c)
{
	struct interval ends = difference_ends(c);

	return figure_change(c->of == LOW ? ends.low : ends.high);
}

/* Above 0: more convert with the rule's points than chance explains; below 0: fewer. */
static int side_of(const struct cell *c)
{
	struct interval ends = difference_ends(c);

	return (ends.low > 0) - (ends.high < 0);
}

static struct figure outside(const struct cell *c)
{
	if (isnan(difference_ends(c).low))
		return (struct figure){ 0 };
	return figure_text(side_of(c) ? STR("yes") : STR("no"));
}

/* In percentage points: "+4.2". */
static struct figure points_more(const struct cell *c)
{
	struct share a, b;

	return compared(of(c), at(c), &a, &b) ? figure_change((double)a.converted / (double)a.leads -
							      (double)b.converted / (double)b.leads)
					      : (struct figure){ 0 };
}

static struct figure worth(const struct cell *c)
{
	int side = side_of(c);

	return figure_toned(figure_text(side > 0	    ? STR("better")
					: side < 0	    ? STR("worse")
					: outside(c).text.n ? STR("-")
							    : STR("")),
			    side ? TONE_PLAIN : TONE_DIM);
}

/* ---- what sales did ---- */

/* As in the funnel: whoever left may have been at a stage that is known from the present status only, and of
 * a stage that no lead shows it isn't known who reached it. */
const char *summary_no_sales(const struct summary *s, size_t *stage)
{
	const struct summary_plan *p = s->plan;
	size_t last = p->pipeline.nstages - 1;

	if (p->from == SIZE_MAX)
		return "";
	for (size_t i = 0; i < 2; i++) {
		const struct step *said = &p->agreement->stages.at[ *stage = i ? p->to : p->from];
		if (*stage == last ? !pipeline_ends(&p->pipeline) : *stage && !s->shown[i])
			return "no lead shows it";
		if (said->when && !said->at && *stage && *stage < last && s->left)
			return "known from the present status only";
	}
	return NULL;
}

static bool has_sales(const void *view)
{
	size_t stage;

	return !summary_no_sales(view, &stage);
}

static const struct rule_count *sales(const struct cell *c)
{
	return has_sales(c->view) ? at(c)->sales : NULL;
}

static struct figure accepted(const struct cell *c)
{
	return sales(c) ? figure_count(sales(c)->accepted) : (struct figure){ 0 };
}

static struct figure given_back(const struct cell *c)
{
	return sales(c) ? figure_count(sales(c)->given_back) : (struct figure){ 0 };
}

static struct figure accepted_rate(const struct cell *c)
{
	const struct rule_count *r = sales(c);

	return r ? figure_ratio(r->accepted, r->accepted + r->given_back) : (struct figure){ 0 };
}

/* Why most of the leads were given back, as far as a reason is given; empty: none was. */
static struct str commonest(const struct summary *s, size_t rule)
{
	struct str found = STR("");
	uint64_t most = 0;

	for (uint32_t i = 0; i < s->nback; i++) {
		uint64_t n = s->back[i * (s->plan->rules + 1) + rule];
		struct str shown = groups_shown(s->words, i, 0);
		if (!shown.n || n < most || !n || (n == most && str_compare(shown, found) > 0))
			continue;
		found = shown;
		most = n;
	}
	return found;
}

static struct figure commonest_reason(const struct cell *c)
{
	const struct rule_count *r = sales(c);

	return r ? figure_text(commonest(of(c), (size_t)(r - of(c)->rule))) : (struct figure){ 0 };
}

size_t summary_compared(const struct summary *s)
{
	struct row r = { 0 };
	struct share a, b;
	size_t n = 0;

	while (next_rule(s, &r))
		n += compared(s, &r, &a, &b);
	return n;
}

/* ---- columns ---- */

#define LEADS .kind = COLUMN_NUMBER, .unit = "leads"
#define SHARE .kind = COLUMN_NUMBER, .unit = "share"

static const struct column columns[] = {
	{ COLUMN("part", part), .definition = "what the row is about: mql, grade or rule" },
	{ COLUMN("score", score), .definition = "the score that a rule belongs to" },
	{ COLUMN("name", name), .definition = "the verdict, the grade or the rule" },
	{ COLUMN("leads", leads), LEADS, .definition = "leads it is about; of a rule, those it gave points" },
	{ COLUMN("share", share), SHARE, .definition = "their share of all leads" },
	{ COLUMN("points", points), .kind = COLUMN_NUMBER, .unit = "points",
	  .definition = "the points that the rule gave to all of them together" },
	{ COLUMN("converted", converted), LEADS, .definition = "of them, those that reached the last stage" },
	{ COLUMN("conversion", conversion), .of = RATE, SHARE, .definition = "converted, of leads" },
	{ COLUMN("low95", conversion), .of = LOW, SHARE, .definition = "the low end of its 95% interval" },
	{ COLUMN("high95", conversion), .of = HIGH, SHARE, .definition = "the high end" },
	{ COLUMN("rest_leads", rest), LEADS, .definition = "leads that the rule gave nothing" },
	{ COLUMN("rest_conversion", rest_conversion), .of = RATE, SHARE, .definition = "their conversion" },
	{ COLUMN("rest_low95", rest_conversion), .of = LOW, SHARE,
	  .definition = "the low end of its 95% interval" },
	{ COLUMN("rest_high95", rest_conversion), .of = HIGH, SHARE, .definition = "the high end" },
	{ COLUMN("difference", difference), .kind = COLUMN_NUMBER, .unit = "share",
	  .definition = "of a rule: conversion less rest_conversion" },
	{ COLUMN("difference_low95", difference_end), .of = LOW, SHARE,
	  .definition = "the low end of its 95% interval" },
	{ COLUMN("difference_high95", difference_end), .of = HIGH, SHARE, .definition = "the high end" },
	{ COLUMN("outside_chance", outside),
	  .definition = "yes where the difference is more than chance explains, no where it isn't" },
	{ COLUMN("accepted", accepted), LEADS, .definition = "of leads, those that sales accepted" },
	{ COLUMN("given_back", given_back), LEADS, .definition = "of leads, those that sales gave back" },
	{ COLUMN("accepted_rate", accepted_rate), SHARE,
	  .definition = "accepted, of accepted and given_back together" },
	{ COLUMN("commonest_reason", commonest_reason),
	  .definition = "the reason that most of given_back have, as far as one is given" },
};
static bool has_outcome(const void *view)
{
	return pipeline_ends(&((const struct summary *)view)->plan->pipeline);
}

static bool has_reasons(const void *view)
{
	return has_sales(view) && ((const struct summary *)view)->plan->reasoned;
}

static const struct column verdict_columns[] = {
	{ COLUMN("", name) },
	{ COLUMN("leads", leads), LEADS },
	{ COLUMN("share", share), SHARE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("conversion", conversion), .of = RATE, SHARE, .weight = WEIGHT_ANSWERS },
	{ COLUMN("low95", conversion), .of = LOW, SHARE, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("high95", conversion), .of = HIGH, SHARE, .weight = WEIGHT_DIAGNOSES },
};
static const struct column rule_columns[] = {
	{ COLUMN("rule", name_in_block), .least = 24 },
	{ COLUMN("leads", leads), LEADS },
	{ COLUMN("share", share), SHARE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("points", whole_points), .kind = COLUMN_NUMBER, .unit = "points",
	  .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("with", conversion), .of = RATE, SHARE, .weight = WEIGHT_ANSWERS },
	{ COLUMN("without", rest_conversion), .of = RATE, SHARE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("diff", points_more), SHARE, .weight = WEIGHT_ANSWERS },
	{ COLUMN("verdict", worth), .there = has_outcome, .weight = WEIGHT_ANSWERS },
	{ COLUMN("low95", difference_end), .of = LOW, SHARE, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("high95", difference_end), .of = HIGH, SHARE, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("accepted", accepted_rate), SHARE, .there = has_sales, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("given back", given_back), LEADS, .there = has_sales, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("commonest reason", commonest_reason), .there = has_reasons, .weight = WEIGHT_DIAGNOSES },
};

const struct report summary_report = REPORT(columns, struct every, next_row, NULL);
static const struct report verdict_table = REPORT(verdict_columns, struct row, next_verdict, NULL),
			   grade_table = REPORT(verdict_columns, struct row, next_grade, NULL),
			   rule_table = REPORT(rule_columns, struct row, NULL, NULL);

/* ---- two grades cross: one down, the other across, leads and conversion in each cell ---- */

static const struct grade *grade_at(const void *view, size_t which)
{
	return &((const struct summary *)view)->plan->agreement->grades.at[which];
}

static bool next_letter(const void *view, void *row)
{
	struct row *r = row;

	return r->at < grade_at(view, 0)->ncuts && ++r->at;
}

static struct figure letter(const struct cell *c)
{
	return figure_text(grade_at(c->view, 0)->cuts[at(c)->at - 1].letter);
}

/* Twice the letters across: leads, and of these the share that converted. */
static size_t crossings(const void *view)
{
	return 2 * grade_at(view, 1)->ncuts;
}

static void crossing_head(const void *view, size_t i, struct buf *head)
{
	if (i % 2 == 0)
		buf_str(head, grade_at(view, 1)->cuts[i / 2].letter);
	else if (has_outcome(view))
		buf_str(head, STR("conv"));
}

static struct figure crossing(const struct cell *c)
{
	struct share s = of(c)->grade[(at(c)->at - 1) * grade_at(c->view, 1)->ncuts + c->i / 2];

	return c->i % 2 == 0 ? figure_count(s.leads)
			     : figure_ratio(s.converted, has_outcome(c->view) ? s.leads : 0);
}

static const struct column crossing_columns[] = {
	{ COLUMN("grade", letter) },
	{ COLUMN(NULL, crossing), .kind = COLUMN_NUMBER, .repeats = crossings, .heads = crossing_head,
	  .weight = WEIGHT_ANSWERS },
};
static const struct report crossing_table = REPORT(crossing_columns, struct row, next_letter, NULL);

/* ---- for people ---- */

/* Under a table: what its shares are shares of. */
static void note_conversion(struct grid *g, const struct summary_plan *p, const char *before,
			    const char *after)
{
	if (!pipeline_ends(&p->pipeline))
		return;
	struct str last = p->agreement->stages.at[p->pipeline.nstages - 1].name.text;
	grid_note(g, arena_print(&g->arena, "%s '%.*s'%s", before, STR_ARG(last), after).p);
}

static void fill_grades(const struct summary *s, struct grid *g)
{
	const struct agreement *a = s->plan->agreement;

	grid_title(g, "Grades");
	if (a->grades.n != 2) {
		report_fill(&grade_table, s, true, g);
		return;
	}
	grid_note(g, arena_print(&g->arena,
				 "down: %.*s, across: %.*s; leads, and the share of them that converted",
				 STR_ARG(a->grades.at[0].of->text), STR_ARG(a->grades.at[1].of->text))
			     .p);
	report_fill(&crossing_table, s, true, g);
}

/* "fit 0..50", over its rules. */
static void put_score(const struct score *said, struct grid *g)
{
	if (said->ranged)
		grid_print(g, "%.*s %lld..%lld", STR_ARG(said->name.text), (long long)said->low,
			   (long long)said->high);
	else
		grid_cell(g, said->name.text);
	for (size_t c = 1; c < g->columns; c++)
		grid_cell(g, STR(""));
}

static void fill_rules(const struct summary *s, struct grid *g)
{
	struct row r = { 0 };
	struct buf text = { 0 };

	report_heads(&rule_table, s, g);
	while (next_rule(s, &r)) {
		if (r.rule == 1)
			put_score(&s->plan->agreement->scores.at[r.score], g);
		r.text = text;
		report_row(&rule_table, s, &r, true, g);
		text = r.text;
	}
	buf_release(&text);
}

#define RULES_NOTE                                                                      \
	", of the leads that the rule gave points and of the rest; better, worse: the " \
	"difference is beyond chance (95%)"
#define SALES_NOTE "; accepted: by sales, of the leads that it accepted or gave back"

size_t summary_tables(const struct summary *s, struct grid *grids)
{
	size_t n = 0;

	note_conversion(&grids[0], s->plan, "conversion: the share that reached",
			", and the ends of its 95% interval");
	grid_title(&grids[n], "MQL");
	report_fill(&verdict_table, s, true, &grids[n++]);
	if (s->plan->grades)
		fill_grades(s, &grids[n++]);
	grid_title(&grids[n], "Rules");
	note_conversion(&grids[n], s->plan, "with, without: the share that reached",
			has_sales(s) ? RULES_NOTE SALES_NOTE : RULES_NOTE);
	fill_rules(s, &grids[n++]);
	return n;
}
