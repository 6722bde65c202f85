/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of scored leads, and the report they make: see summary.h. */
#include "lead/summary.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "lead/share.h"

struct rule_count {
	struct share touched;
	__int128 points; /* in millionths */
};

struct summary {
	struct share all;
	bool recorded;		    /* some lead shows the stage mql itself */
	struct share crossed[2][2]; /* [rule says MQL][CRM says MQL] */
	struct share *grade;
	struct rule_count *rule; /* of all scores, one after the other */
	int64_t *points;
};

bool summary_bind(struct summary_plan *p, struct names *n, const struct scoring *s)
{
	const struct agreement *a = names_agreement(n);
	struct expr *mql = ARENA_NEW(&names_program(n)->arena, struct expr);
	bool good;

	*p = (struct summary_plan){ .agreement = a,
				    .scoring = s,
				    .grades = a->grades.n,
				    .mql_stage = agreement_stage(a, STR("mql")) };
	good = road_bind(&p->road, n);
	good = names_worked(n, STR("score")) != SIZE_MAX && good;
	if (p->grades)
		good = names_worked(n, STR("grade")) != SIZE_MAX && good;
	*mql = (struct expr){ .op = EXPR_NAME, .text = STR("mql"), .where = a->text };
	if (a->mql.n)
		good = (p->mql = program_bind(names_program(n), mql, TYPE_FLAG, NULL)) && good;
	for (size_t i = 0; i < a->scores.n; i++)
		p->rules += a->scores.at[i].nrules;
	return good;
}

struct summary *summary_new(const struct summary_plan *p)
{
	struct summary *s = mem_new(sizeof *s);
	size_t most = 0;

	for (size_t i = 0; i < p->agreement->scores.n; i++)
		if (p->agreement->scores.at[i].nrules > most)
			most = p->agreement->scores.at[i].nrules;
	s->grade = mem_new(scoring_grades(p->scoring) * sizeof *s->grade);
	s->rule = mem_new(p->rules * sizeof *s->rule);
	s->points = mem_new(most * sizeof *s->points);
	return s;
}

void summary_free(struct summary *s)
{
	free(s->grade);
	free(s->rule);
	free(s->points);
	free(s);
}

static void count_rules(struct summary *s, const struct summary_plan *p, struct frame *f, struct share lead)
{
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

void summary_count(struct summary *s, const struct summary_plan *p, struct frame *f)
{
	if (tally_of(f)->no_lead)
		return;
	struct standing at = *road_stand(&p->road, f);
	if (p->road.nstages && !at.depth)
		return;
	struct share lead = { 1, p->road.nstages && at.depth == p->road.nstages };
	bool rule = p->mql && code_flag(p->mql, f);
	if (p->mql_stage != SIZE_MAX)
		s->recorded |= sign_stands(road_read(&p->road, f)[p->mql_stage], f->program->now, true);
	bool crm = p->mql_stage != SIZE_MAX && at.depth > p->mql_stage;
	share_add(&s->all, lead);
	share_add(&s->crossed[rule][crm], lead);
	if (p->grades)
		share_add(&s->grade[scoring_grade(p->scoring, f)], lead);
	count_rules(s, p, f, lead);
}

void summary_merge(struct summary *into, const struct summary *from, const struct summary_plan *p)
{
	into->recorded |= from->recorded;
	share_add(&into->all, from->all);
	for (int i = 0; i < 4; i++)
		share_add(&into->crossed[i / 2][i % 2], from->crossed[i / 2][i % 2]);
	for (size_t i = 0; i < scoring_grades(p->scoring); i++)
		share_add(&into->grade[i], from->grade[i]);
	for (size_t i = 0; i < p->rules; i++) {
		share_add(&into->rule[i].touched, from->rule[i].touched);
		into->rule[i].points += from->rule[i].points;
	}
}

/* ---- the report ---- */

/* What one line is about; `rule` brings points, and the rest of the leads beside it. */
struct line {
	const char *part;
	struct str score, name;
	struct share share;
	const struct rule_count *rule;
	uint64_t of; /* what its share is of; 0: all leads */
	bool bare;   /* no conversion */
};

/* For programs with the hundredths that fading leaves; for people whole. */
static void put_points(struct grid *g, const struct rule_count *r, bool plain)
{
	struct buf b = { 0 };
	__int128 hundredths = r ? number_divided(r->points, 10000) : 0;

	if (r && plain)
		number_write_fixed(&b, hundredths, 2);
	else if (r)
		number_write_grouped(&b, number_divided(hundredths, 100));
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

static void put_plain(struct grid *g, const struct summary *s, const struct summary_plan *p, struct line l)
{
	bool known = p->road.nstages && !l.bare;
	struct share rest = share_minus(s->all, l.share);

	grid_cell(g, str_from(l.part));
	grid_cell(g, l.score);
	grid_cell(g, l.name);
	share_count(g, l.share.leads, true);
	share_ratio(g, l.share.leads, l.of ? l.of : s->all.leads, true);
	put_points(g, l.rule, true);
	if (known)
		share_count(g, l.share.converted, true);
	else
		grid_cell(g, STR(""));
	share_conversion(g, l.share, known, true);
	if (l.rule)
		share_count(g, rest.leads, true);
	else
		grid_cell(g, STR(""));
	share_conversion(g, rest, known && l.rule, true);
}

static void put_line(struct grid *g, const struct summary *s, const struct summary_plan *p, struct line l,
		     bool plain)
{
	bool known = p->road.nstages && !l.bare;

	if (plain) {
		put_plain(g, s, p, l);
		return;
	}
	if (l.rule)
		grid_cell(g, l.score);
	grid_cell(g, l.name);
	share_count(g, l.share.leads, false);
	share_ratio(g, l.share.leads, l.of ? l.of : s->all.leads, false);
	if (l.rule)
		put_points(g, l.rule, false);
	share_conversion(g, l.share, known, false);
	if (l.rule)
		share_conversion(g, share_minus(s->all, l.share), known, false);
}

static void put_verdict(struct grid *g, const struct summary *s, const struct summary_plan *p,
			const char *name, struct share share, bool plain)
{
	put_line(g, s, p,
		 (struct line){ .part = "mql", .score = STR(""), .name = str_from(name), .share = share },
		 plain);
}

static void put_verdicts(struct grid *g, const struct summary *s, const struct summary_plan *p, bool plain)
{
	const struct share(*x)[2] = s->crossed;
	struct share rule = x[1][0], crm = x[0][1];
	share_add(&rule, x[1][1]);
	share_add(&crm, x[1][1]);

	put_verdict(g, s, p, "all leads", s->all, plain);
	if (p->mql)
		put_verdict(g, s, p, "MQL by the rule", rule, plain);
	if (s->recorded)
		put_verdict(g, s, p, "MQL in the CRM", crm, plain);
	if (p->mql && s->recorded) {
		put_verdict(g, s, p, "both", x[1][1], plain);
		put_verdict(g, s, p, "rule only", x[1][0], plain);
		put_verdict(g, s, p, "CRM only", x[0][1], plain);
		put_verdict(g, s, p, "neither", x[0][0], plain);
	}
	if (!p->mql || !s->all.converted)
		return;
	struct str last = p->agreement->stages.at[p->road.nstages - 1].name.text;
	struct line caught = { .part = "mql",
			       .score = STR(""),
			       .of = s->all.converted,
			       .bare = true,
			       .name = arena_print(&g->arena, "share of '%.*s' that the rule caught",
						   STR_ARG(last)),
			       .share = { rule.converted, rule.converted } };
	put_line(g, s, p, caught, plain);
}

static void put_rules(struct grid *g, const struct summary *s, const struct summary_plan *p, bool plain)
{
	const struct rule_count *r = s->rule;

	for (size_t i = 0; i < p->agreement->scores.n; i++) {
		const struct score *said = &p->agreement->scores.at[i];
		for (size_t j = 0; j < said->nrules; j++, r++)
			put_line(g, s, p,
				 (struct line){ .part = "rule",
						.score = said->name.text,
						.name = said->rules[j].label,
						.share = r->touched,
						.rule = r },
				 plain);
	}
}

static void put_grades(struct grid *g, const struct summary *s, const struct summary_plan *p, bool plain)
{
	for (size_t i = 0; i < scoring_grades(p->scoring); i++)
		put_line(g, s, p,
			 (struct line){ .part = "grade",
					.score = STR(""),
					.name = scoring_grade_name(p->scoring, i),
					.share = s->grade[i] },
			 plain);
}

/* Two grade statements cross: one down, the other across, leads and conversion in each cell. */
static void cross_grades(struct grid *g, const struct summary *s, const struct summary_plan *p)
{
	const struct grade *down = &p->agreement->grades.at[0], *across = &p->agreement->grades.at[1];

	grid_column(g, "grade", ALIGN_LEFT, false);
	for (size_t j = 0; j < across->ncuts; j++) {
		struct str head = arena_print(&g->arena, "%.*s", STR_ARG(across->cuts[j].letter));
		grid_column(g, head.p, ALIGN_RIGHT, false);
		grid_column(g, p->road.nstages ? "conv" : "", ALIGN_RIGHT, false);
	}
	grid_note(g, arena_print(&g->arena,
				 "down: %.*s, across: %.*s; leads, and the share of them that converted",
				 STR_ARG(down->of->text), STR_ARG(across->of->text))
			     .p);
	for (size_t i = 0; i < down->ncuts; i++) {
		grid_cell(g, down->cuts[i].letter);
		for (size_t j = 0; j < across->ncuts; j++) {
			struct share cell = s->grade[i * across->ncuts + j];
			share_count(g, cell.leads, false);
			share_ratio(g, cell.converted, p->road.nstages ? cell.leads : 0, false);
		}
	}
}

static const char *const plain_heads[] = { "part",	 "score",	"name",	      "leads",
					   "share",	 "points",	"converted",  "conversion",
					   "low95",	 "high95",	"rest_leads", "rest_conversion",
					   "rest_low95", "rest_high95", NULL };
static const char *const verdict_heads[] = { "", "leads", "share", "conversion", "low95", "high95", NULL };
static const char *const rule_heads[] = { "score", "rule",   "leads",	"share", "points", "with",
					  "low95", "high95", "without", "low95", "high95", NULL };

bool summary_records_mql(const struct summary *s)
{
	return s->recorded;
}

/* Under a grid: what its shares are shares of. */
static void note_conversion(struct grid *g, const struct summary_plan *p, const char *before,
			    const char *after)
{
	if (!p->road.nstages)
		return;
	struct str last = p->agreement->stages.at[p->road.nstages - 1].name.text;
	grid_note(g, arena_print(&g->arena, "%s '%.*s'%s", before, STR_ARG(last), after).p);
}

size_t summary_report(const struct summary *s, const struct summary_plan *p, bool plain, struct grid *grids)
{
	if (plain) {
		share_heads(&grids[0], plain_heads, 3);
		put_verdicts(&grids[0], s, p, true);
		put_grades(&grids[0], s, p, true);
		put_rules(&grids[0], s, p, true);
		return 1;
	}
	size_t n = 0;
	note_conversion(&grids[0], p, "conversion: the share that reached",
			", and the ends of its 95% interval");
	grid_title(&grids[n], "MQL");
	share_heads(&grids[n], verdict_heads, 1);
	put_verdicts(&grids[n++], s, p, false);
	if (p->grades) {
		grid_title(&grids[n], "Grades");
		if (p->agreement->grades.n == 2) {
			cross_grades(&grids[n++], s, p);
		} else {
			share_heads(&grids[n], verdict_heads, 1);
			put_grades(&grids[n++], s, p, false);
		}
	}
	grid_title(&grids[n], "Rules");
	note_conversion(&grids[n], p, "with, without: the share that reached",
			", of the leads that the rule gave points and of the rest");
	share_heads(&grids[n], rule_heads, 2);
	put_rules(&grids[n++], s, p, false);
	return n;
}
