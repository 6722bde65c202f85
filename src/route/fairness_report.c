/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit as tables of columns: see fairness_report.h. */
#include "route/fairness_report.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"

static const struct due dealt_nothing = { .z = NAN };

static const struct due *due_of(const struct fairness_view *v, size_t person)
{
	return person < v->judged ? &v->due[person] : &dealt_nothing;
}

static uint64_t plus(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

struct fairness_person fairness_sum(const struct fairness_view *v, uint32_t team)
{
	struct fairness_person all = { .name = STR("(all)"),
				       .team = team == FAIRNESS_NOBODY ? STR("") : v->team[team],
				       .grade = mem_new((v->grades + 1) * sizeof *all.grade) };

	for (size_t i = 0; i < v->n; i++) {
		const struct fairness_person *p = &v->person[i];
		if (team != FAIRNESS_NOBODY && v->team_of[i] != team)
			continue;
		all.leads += p->leads;
		all.open += p->open;
		all.not_eligible += p->not_eligible;
		all.together += p->together;
		all.room = plus(all.room, p->room);
		all.passed_over += p->passed_over;
		all.score += p->score;
		for (size_t k = 0; k < v->grades; k++)
			all.grade[k] += p->grade[k];
	}
	return all;
}

/* ---- rows: all people, all teams, and a last one of all together ---- */

struct row {
	size_t next;
	bool last;
	struct fairness_person person, team; /* team: what `person` is then, and owns */
	struct due due;
};

/* All people together; their farthest deviation is the farthest of any person. */
static struct due all_due(const struct fairness_view *v)
{
	struct due due = { .got = v->test.leads, .due = (double)v->test.leads, .z = NAN };

	if (v->judged) {
		due.worst = v->due[v->test.farthest].worst;
		due.worst_at = v->due[v->test.farthest].worst_at;
	}
	return due;
}

static void release(void *row)
{
	struct row *r = row;

	free(r->team.grade);
	r->team.grade = NULL;
}

static bool next_line(const void *view, void *row)
{
	const struct fairness_view *v = view;
	struct row *r = row;
	size_t i = r->next++;

	release(r);
	r->last = i == v->n + v->teams;
	if (i < v->n) {
		r->person = v->person[v->order[i]];
		r->due = *due_of(v, v->order[i]);
	} else if (i < v->n + v->teams) {
		r->person = r->team = fairness_sum(v, (uint32_t)(i - v->n));
		r->due = v->due[v->judged + i - v->n];
	} else if (r->last) {
		r->person = v->all;
		r->due = all_due(v);
	}
	return i <= v->n + v->teams;
}

/* Without the teams. */
static bool next_person(const void *view, void *row)
{
	const struct fairness_view *v = view;
	struct row *r = row;

	if (r->next == v->n)
		r->next += v->teams;
	return next_line(view, row);
}

/* Without the people. */
static bool next_team(const void *view, void *row)
{
	const struct fairness_view *v = view;
	struct row *r = row;

	if (r->next < v->n)
		r->next = v->n;
	return next_line(view, row);
}

static const struct row *at(const struct cell *c)
{
	return c->row;
}

static const struct fairness_view *view_of(const struct cell *c)
{
	return c->view;
}

/* ---- figures ---- */

static const struct figure none;

/* In units of 10^-places, rounded half away from zero whatever the last bits of a sum say. */
static long long rounded(double x, int places)
{
	return llround(x * pow(10, places) + copysign(1e-6, x));
}

static struct figure fixed(double x, int places)
{
	return fabs(x) < 1e12 ? figure_fixed(rounded(x, places), places) : figure_real(x, places);
}

static struct figure rep(const struct cell *c)
{
	return figure_text(at(c)->person.name);
}

static struct figure team(const struct cell *c)
{
	return figure_text(at(c)->person.team);
}

/* Of a table of teams. */
static struct figure team_or_all(const struct cell *c)
{
	return at(c)->last ? rep(c) : team(c);
}

static struct figure leads(const struct cell *c)
{
	return figure_count(at(c)->person.leads);
}

static struct figure not_eligible(const struct cell *c)
{
	return figure_count(at(c)->person.not_eligible);
}

static struct figure together(const struct cell *c)
{
	return figure_count(at(c)->person.together);
}

static struct figure dealt(const struct cell *c)
{
	return figure_count(at(c)->due.got);
}

/* `of`: how many decimals. */
static struct figure due(const struct cell *c)
{
	return fixed(at(c)->due.due, c->of);
}

static struct figure difference(const struct cell *c)
{
	return fixed((double)at(c)->due.got - at(c)->due.due, c->of);
}

static struct figure share(const struct cell *c)
{
	return figure_ratio(at(c)->due.got, view_of(c)->test.leads);
}

static struct figure share_due(const struct cell *c)
{
	uint64_t all = view_of(c)->test.leads;

	return all ? fixed(at(c)->due.due / (double)all, 6) : none;
}

static struct figure short_share_due(const struct cell *c)
{
	uint64_t all = view_of(c)->test.leads;

	return all ? figure_share(at(c)->due.due / (double)all) : none;
}

static struct figure z(const struct cell *c)
{
	return fixed(at(c)->due.z, 6);
}

static struct figure favoured(const struct cell *c)
{
	int side = at(c)->due.favoured;

	return figure_toned(figure_text(side > 0   ? STR("more")
					: side < 0 ? STR("fewer")
						   : STR("")),
			    side > 0   ? TONE_MORE
			    : side < 0 ? TONE_FEWER
				       : TONE_PLAIN);
}

static struct figure worst(const struct cell *c)
{
	return at(c)->due.worst_at ? fixed(at(c)->due.worst, 2) : none;
}

static struct figure worst_at(const struct cell *c)
{
	return at(c)->due.worst_at ? figure_count(at(c)->due.worst_at) : none;
}

/* The test is of all together. */
static bool is_tested(const struct cell *c)
{
	return at(c)->last && view_of(c)->test.df;
}

static struct figure chi_square(const struct cell *c)
{
	return is_tested(c) ? fixed(view_of(c)->test.chi_square, 6) : none;
}

static struct figure df(const struct cell *c)
{
	return is_tested(c) ? figure_count(view_of(c)->test.df) : none;
}

static struct figure p_value(const struct cell *c)
{
	return is_tested(c) ? fixed(view_of(c)->test.p, 6) : none;
}

static struct figure open_leads(const struct cell *c)
{
	return figure_count(at(c)->person.open);
}

/* `of`: the number of decimals; a score isn't a count, so its digits aren't grouped for people either. */
static struct figure mean_score(const struct cell *c)
{
	const struct fairness_person *p = &at(c)->person;
	double mean = p->leads ? p->score / (double)p->leads : (double)NAN;

	return fabs(mean) < 1e12 ? figure_quotient(rounded(mean, c->of), (long long)pow(10, c->of), c->of)
				 : figure_real(mean, c->of);
}

static struct figure room_left(const struct cell *c)
{
	return at(c)->person.room == UINT64_MAX ? none : figure_count(at(c)->person.room);
}

static struct figure passed_over(const struct cell *c)
{
	return figure_count(at(c)->person.passed_over);
}

/* The i-th grade that occurs. */
static size_t grade_number(const struct fairness_view *v, size_t i)
{
	size_t k = 0;

	while (!v->all.grade[k] || i--)
		k++;
	return k;
}

static struct figure graded(const struct cell *c)
{
	return figure_count(at(c)->person.grade[grade_number(view_of(c), c->i)]);
}

/* ---- columns ---- */

static bool is_scored(const void *view)
{
	return ((const struct fairness_view *)view)->scored;
}

static bool is_routed(const void *view)
{
	return ((const struct fairness_view *)view)->routed;
}

static bool is_together(const void *view)
{
	return ((const struct fairness_view *)view)->together;
}

static size_t grades(const void *view)
{
	const struct fairness_view *v = view;
	size_t n = 0;

	for (size_t k = 0; k < v->grades; k++)
		n += v->all.grade[k] != 0;
	return n;
}

static void short_grade_head(const void *view, size_t i, struct buf *head)
{
	const struct fairness_view *v = view;

	buf_str(head, v->grade[grade_number(v, i)]);
}

static void grade_head(const void *view, size_t i, struct buf *head)
{
	buf_str(head, STR("grade_"));
	short_grade_head(view, i, head);
}

#define NUMBER .kind = COLUMN_NUMBER
#define LEADS  .kind = COLUMN_NUMBER, .unit = "leads"
#define SHARE  .kind = COLUMN_NUMBER, .unit = "share"
#define POINTS .kind = COLUMN_NUMBER, .unit = "points"
#define GRADES .figure = graded, .repeats = grades

static const struct column columns[] = {
	{ COLUMN("rep", rep), .definition = "who has the leads; (all) of a team, or of all people" },
	{ COLUMN("team", team), .definition = "their team, by the roster" },
	{ COLUMN("leads", leads), LEADS, .definition = "leads they have" },
	{ COLUMN("not_eligible", not_eligible), LEADS,
	  .definition = "of these, leads that they could not have been assigned" },
	{ COLUMN("dealt", dealt), LEADS,
	  .definition = "of these, leads that several people could have had, or they alone" },
	{ COLUMN("together", together), LEADS, .there = is_together,
	  .definition = "of dealt, leads that they got because they had others that are kept together with "
			"them" },
	{ COLUMN("due", due), .of = 2, LEADS, .definition = "the sum of their chances in a draw by lot" },
	{ COLUMN("difference", difference), .of = 2, LEADS, .definition = "dealt less due" },
	{ COLUMN("share", share), SHARE, .definition = "dealt, of all leads that were dealt" },
	{ COLUMN("share_due", share_due), SHARE, .definition = "due, of all leads that were dealt" },
	{ COLUMN("z", z), NUMBER, .definition = "difference, in standard deviations of a draw by lot" },
	{ COLUMN("favoured", favoured),
	  .definition = "more or fewer where chance does not explain what they got; else empty" },
	{ COLUMN("worst_difference", worst), LEADS,
	  .definition = "the farthest that they ever were from what was due to them" },
	{ COLUMN("worst_at", worst_at), NUMBER, .unit = "row", .definition = "the row after which that was" },
	{ COLUMN("chi_square", chi_square), NUMBER,
	  .definition = "in the last row: the differences of all people as one figure" },
	{ COLUMN("df", df), NUMBER, .definition = "in the last row: the degrees of freedom of chi_square" },
	{ COLUMN("p_value", p_value), SHARE,
	  .definition = "in the last row: how often a draw by lot would be as uneven or more" },
	{ COLUMN("open", open_leads), LEADS,
	  .definition = "leads they have that have not reached the last stage and did not leave" },
	{ COLUMN("mean_score", mean_score), .of = 2, POINTS, .there = is_scored,
	  .definition = "the mean score of their leads" },
	{ COLUMN("room_left", room_left), LEADS, .there = is_routed,
	  .definition = "how many more leads they may get now; empty without a limit" },
	{ COLUMN("passed_over", passed_over), LEADS, .there = is_routed,
	  .definition = "leads they were eligible for when they were away or had no room" },
	{ GRADES, .heads = grade_head, LEADS, .definition = "leads they have of this grade" },
};

/* clang-format off */
#define FIGURES \
	{ COLUMN("leads", leads), LEADS, .weight = WEIGHT_EXPLAINS }, \
	{ COLUMN("dealt", dealt), LEADS }, \
	{ COLUMN("together", together), LEADS, .there = is_together, .weight = WEIGHT_EXPLAINS }, \
	{ COLUMN("due", due), .of = 1, LEADS }, \
	{ COLUMN("difference", difference), .of = 1, LEADS, .weight = WEIGHT_ANSWERS, .brief = "diff" }, \
	{ COLUMN("share", share), SHARE, .weight = WEIGHT_EXPLAINS }, \
	{ COLUMN("share due", short_share_due), SHARE, .weight = WEIGHT_EXPLAINS }, \
	{ COLUMN("favoured", favoured), .weight = WEIGHT_ANSWERS }, \
	{ COLUMN("open", open_leads), LEADS, .weight = WEIGHT_EXPLAINS }, \
	{ COLUMN("mean score", mean_score), .of = 1, POINTS, .there = is_scored, .weight = WEIGHT_DIAGNOSES }, \
	{ COLUMN("room left", room_left), LEADS, .there = is_routed, .weight = WEIGHT_DIAGNOSES }, \
	{ COLUMN("passed over", passed_over), LEADS, .there = is_routed, .weight = WEIGHT_DIAGNOSES }
/* clang-format on */

static const struct column person_columns[] = {
	{ COLUMN("rep", rep), .least = 16 },
	{ COLUMN("team", team), .weight = WEIGHT_ANSWERS },
	FIGURES,
};
static const struct column team_columns[] = {
	{ COLUMN("team", team_or_all) },
	FIGURES,
};
static const struct column grade_columns[] = {
	{ COLUMN("rep", rep) },
	{ GRADES, .heads = short_grade_head, LEADS },
};

const struct report fairness_report = REPORT(columns, struct row, next_line, release);
static const struct report person_table = REPORT(person_columns, struct row, next_person, release),
			   team_table = REPORT(team_columns, struct row, next_team, release),
			   grade_table = REPORT(grade_columns, struct row, next_person, release);

/* ---- for people ---- */

static void put_people(const struct fairness_view *v, struct grid *g)
{
	uint64_t n = v->all.not_eligible;

	grid_title(g, "Who has how many leads");
	report_fill(&person_table, v, true, g);
	if (n)
		grid_note(g, arena_print(&g->arena,
					 "not dealt, as who has them could not have got them: %" PRIu64 " %s",
					 n, n == 1 ? "lead" : "leads")
				     .p);
}

static const char *verdict(const struct fairness_test *t)
{
	if (!t->df)
		return "nobody shared leads with anybody";
	return t->p < 0.05   ? "less even than chance would be"
	       : t->p > 0.95 ? "more even than chance would be, as turns are"
			     : "as fair as chance would be";
}

static void put_odds(struct grid *g, double p)
{
	long long of_1000 = llround(p * 1000);

	if (of_1000 == 1000)
		grid_cell(g, STR("in more than 999 of 1,000 cases"));
	else if (of_1000)
		grid_print(g, "in %lld of 1,000 cases", of_1000);
	else
		grid_cell(g, STR("in less than 1 of 1,000 cases"));
}

static void put_farthest(const struct fairness_view *v, struct grid *g)
{
	const struct due *d = &v->due[v->test.farthest];

	grid_print(g, "%.*s, %.1f leads %s than due, at row %" PRIu64,
		   STR_ARG(v->person[v->test.farthest].name), fabs(d->worst), d->worst > 0 ? "more" : "fewer",
		   d->worst_at);
}

enum { NAMES_MOST = 5 };

static void put_names(const struct fairness_view *v, int side, struct grid *g)
{
	struct buf b = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < v->n; i++) {
		uint32_t who = v->order[i];
		if (due_of(v, who)->favoured == side && n++ < NAMES_MOST)
			buf_print(&b, "%s%.*s", n > 1 ? ", " : "", STR_ARG(v->person[who].name));
	}
	if (n > NAMES_MOST)
		buf_print(&b, " and %zu more", n - NAMES_MOST);
	grid_cell(g, n ? buf_view(&b) : STR("nobody"));
	buf_release(&b);
}

static void put_verdict(const struct fairness_view *v, struct grid *g)
{
	const struct fairness_test *t = &v->test;

	grid_title(g, "How fair it is");
	grid_column(g, "question", ALIGN_LEFT, false);
	grid_column(g, "answer", ALIGN_LEFT, false);
	g->column[g->columns - 1].weight = WEIGHT_ANSWERS;
	g->column[g->columns - 1].prose = true;
	grid_cell(g, STR("all together"));
	grid_cell(g, str_from(verdict(t)));
	grid_tone(g, t->p < 0.05 ? TONE_BAD : TONE_PLAIN);
	if (!t->df)
		return;
	grid_cell(g, STR("a draw by lot is as uneven"));
	put_odds(g, t->p);
	grid_cell(g, STR("got more than by chance"));
	put_names(v, 1, g);
	grid_cell(g, STR("got fewer"));
	put_names(v, -1, g);
	grid_cell(g, STR("farthest from what was due"));
	put_farthest(v, g);
	const char *p = t->p < 0.0005 ? "below 0.001" : arena_print(&g->arena, "%.3f", t->p).p;
	struct str together = STR("");
	if (v->all.together)
		together = arena_print(&g->arena,
				       "; %" PRIu64
				       " %s to who had others of the same company, which is no favor",
				       v->all.together, v->all.together == 1 ? "lead went" : "leads went");
	grid_note(g, arena_print(&g->arena, "X² %.3f, degrees of freedom %zu, p %s%.*s", t->chi_square, t->df,
				 p, STR_ARG(together))
			     .p);
}

size_t fairness_grids(const struct fairness_view *v, struct grid *grids)
{
	size_t n = 0;

	put_people(v, &grids[n++]);
	if (v->teams > 1) {
		grid_title(&grids[n], "Their teams");
		report_fill(&team_table, v, true, &grids[n++]);
	}
	put_verdict(v, &grids[n++]);
	if (grades(v)) {
		grid_title(&grids[n], "Grades of their leads");
		report_fill(&grade_table, v, true, &grids[n++]);
	}
	return n;
}
