/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit as grids: see fairness_report.h. */
#include "route/fairness_report.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "figures/share.h"

static const struct due dealt_nothing = { .z = NAN };

/* One line of a report. */
struct line {
	const struct fairness_view *view;
	const struct fairness_person *person, *all; /* the same in the last line */
	const struct due *due;
};

typedef void line_fn(struct grid *g, const struct line *l);

static const struct due *due_of(const struct fairness_view *v, size_t person)
{
	return person < v->judged ? &v->due[person] : &dealt_nothing;
}

static uint64_t plus(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* All people of a team as one, or of all (FAIRNESS_NOBODY). */
static struct fairness_person sum(const struct fairness_view *v, uint32_t team)
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
		all.room = plus(all.room, p->room);
		all.passed_over += p->passed_over;
		all.score += p->score;
		for (size_t k = 0; k < v->grades; k++)
			all.grade[k] += p->grade[k];
	}
	return all;
}

static void each_person(const struct fairness_view *v, const struct fairness_person *all, struct grid *g,
			line_fn *put)
{
	for (size_t i = 0; i < v->n; i++)
		put(g, &(struct line){ v, &v->person[v->order[i]], all, due_of(v, v->order[i]) });
}

static void each_team(const struct fairness_view *v, const struct fairness_person *all, struct grid *g,
		      line_fn *put)
{
	for (uint32_t i = 0; i < v->teams; i++) {
		struct fairness_person team = sum(v, i);
		put(g, &(struct line){ v, &team, all, &v->due[v->judged + i] });
		free(team.grade);
	}
}

/* Of all together, whose farthest is anybody's. */
static void last_line(const struct fairness_view *v, const struct fairness_person *all, struct grid *g,
		      line_fn *put)
{
	struct due due = { .got = v->test.leads, .due = (double)v->test.leads, .z = NAN };

	if (v->judged) {
		due.worst = v->due[v->test.farthest].worst;
		due.worst_at = v->due[v->test.farthest].worst_at;
	}
	put(g, &(struct line){ v, all, all, &due });
}

/* ---- cells ---- */

/* Rounded half away from zero, whatever the last bits of a sum say; NaN is an empty cell. */
static void put_fixed(struct grid *g, double x, int places)
{
	struct buf b = { 0 };

	if (fabs(x) < 1e12)
		number_write_fixed(&b, llround(x * pow(10, places) + copysign(1e-6, x)), places);
	else if (!isnan(x))
		buf_print(&b, "%.*f", places, x);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

/* The same with one decimal, for people: 4,100.0 */
static void put_tenths(struct grid *g, double x)
{
	int64_t tenths = llround(x * 10 + copysign(1e-6, x));
	struct buf b = { 0 };

	if (tenths < 0)
		buf_char(&b, '-');
	number_write_grouped(&b, llabs(tenths) / 10);
	buf_print(&b, ".%d", (int)(llabs(tenths) % 10));
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

static void put_figure(struct grid *g, bool there, double x, int places)
{
	put_fixed(g, there ? x : NAN, places);
}

static void put_number(struct grid *g, bool there, uint64_t n, bool plain)
{
	if (there)
		share_count(g, n, plain);
	else
		grid_cell(g, STR(""));
}

static void put_share_due(struct grid *g, const struct line *l, bool plain)
{
	double share = l->due->due / (double)l->view->test.leads;

	if (plain || !l->view->test.leads)
		put_figure(g, l->view->test.leads, share, 6);
	else
		grid_print(g, "%.1f%%", share * 100);
}

static const char *favoured(const struct due *d)
{
	return d->favoured > 0 ? "more" : d->favoured < 0 ? "fewer" : "";
}

static double difference(const struct due *d)
{
	return (double)d->got - d->due;
}

/* The name as it is in a plain grid; people read it with spaces. */
static void head(struct grid *g, const char *name, bool plain)
{
	struct str s = arena_print(&g->arena, "%s", name);
	char *p = arena_alloc(&g->arena, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] == '_' && !plain ? ' ' : s.p[i];
	grid_column(g, p, ALIGN_RIGHT, true);
}

/* What depends on the agreement; both kinds of grid end with it. */
static void further_heads(const struct fairness_view *v, struct grid *g, bool plain)
{
	head(g, "open", plain);
	if (v->scored)
		head(g, "mean_score", plain);
	if (v->routed) {
		head(g, "room_left", plain);
		head(g, "passed_over", plain);
	}
}

static void put_further(struct grid *g, const struct line *l, bool plain)
{
	const struct fairness_person *p = l->person;

	share_count(g, p->open, plain);
	if (l->view->scored)
		put_figure(g, p->leads, p->score / (double)p->leads, plain ? 2 : 1);
	if (l->view->routed) {
		put_number(g, p->room != UINT64_MAX, p->room, plain);
		share_count(g, p->passed_over, plain);
	}
}

static void grade_heads(const struct fairness_view *v, const struct fairness_person *all, struct grid *g,
			const char *before)
{
	for (size_t k = 0; k < v->grades; k++)
		if (all->grade[k])
			grid_column(g, arena_print(&g->arena, "%s%.*s", before, STR_ARG(v->grade[k])).p,
				    ALIGN_RIGHT, true);
}

static void put_grades(struct grid *g, const struct line *l, bool plain)
{
	for (size_t k = 0; k < l->view->grades; k++)
		if (l->all->grade[k])
			share_count(g, l->person->grade[k], plain);
}

/* ---- for programs ---- */

static void put_plain(struct grid *g, const struct line *l)
{
	const struct fairness_test *t = &l->view->test;
	const struct due *d = l->due;
	bool tested = l->person == l->all && t->df;

	grid_cell(g, l->person->name);
	grid_cell(g, l->person->team);
	share_count(g, l->person->leads, true);
	share_count(g, l->person->not_eligible, true);
	share_count(g, d->got, true);
	put_fixed(g, d->due, 2);
	put_fixed(g, difference(d), 2);
	share_ratio(g, d->got, t->leads, true);
	put_share_due(g, l, true);
	put_fixed(g, d->z, 6);
	grid_cell(g, str_from(favoured(d)));
	put_figure(g, d->worst_at, d->worst, 2);
	put_number(g, d->worst_at, d->worst_at, true);
	put_figure(g, tested, t->chi_square, 6);
	put_number(g, tested, t->df, true);
	put_figure(g, tested, t->p, 6);
	put_further(g, l, true);
	put_grades(g, l, true);
}

void fairness_grid(const struct fairness_view *v, struct grid *g)
{
	static const char *const figures[] = { "leads",	     "not_eligible", "dealt",	  "due",
					       "difference", "share",	     "share_due", "z" };
	static const char *const tests[] = { "worst_difference", "worst_at", "chi_square", "df", "p_value" };
	struct fairness_person all = sum(v, FAIRNESS_NOBODY);

	grid_column(g, "rep", ALIGN_LEFT, false);
	grid_column(g, "team", ALIGN_LEFT, false);
	for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
		head(g, figures[i], true);
	grid_column(g, "favoured", ALIGN_LEFT, false);
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
		head(g, tests[i], true);
	further_heads(v, g, true);
	grade_heads(v, &all, g, "grade_");
	each_person(v, &all, g, put_plain);
	each_team(v, &all, g, put_plain);
	last_line(v, &all, g, put_plain);
	free(all.grade);
}

/* ---- for people ---- */

static void figure_heads(const struct fairness_view *v, struct grid *g)
{
	static const char *const figures[] = { "leads", "dealt", "due", "difference", "share", "share due" };

	for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
		head(g, figures[i], false);
	grid_column(g, "favoured", ALIGN_LEFT, false);
	further_heads(v, g, false);
}

static void put_figures(struct grid *g, const struct line *l)
{
	const struct due *d = l->due;

	share_count(g, l->person->leads, false);
	share_count(g, d->got, false);
	put_tenths(g, d->due);
	put_tenths(g, difference(d));
	share_ratio(g, d->got, l->view->test.leads, false);
	put_share_due(g, l, false);
	grid_cell(g, str_from(favoured(d)));
	grid_tone(g, TONE_BAD);
	put_further(g, l, false);
}

static void put_person(struct grid *g, const struct line *l)
{
	grid_cell(g, l->person->name);
	grid_cell(g, l->person->team);
	put_figures(g, l);
}

static void put_people(const struct fairness_view *v, const struct fairness_person *all, struct grid *g)
{
	grid_title(g, "Who has how many leads");
	grid_column(g, "rep", ALIGN_LEFT, false);
	grid_column(g, "team", ALIGN_LEFT, false);
	figure_heads(v, g);
	each_person(v, all, g, put_person);
	last_line(v, all, g, put_person);
	if (all->not_eligible)
		grid_note(g, arena_print(&g->arena,
					 "not dealt, as who has them could not have got them: %" PRIu64 " %s",
					 all->not_eligible, all->not_eligible == 1 ? "lead" : "leads")
				     .p);
}

static void put_team(struct grid *g, const struct line *l)
{
	grid_cell(g, l->person == l->all ? l->person->name : l->person->team);
	put_figures(g, l);
}

static void put_teams(const struct fairness_view *v, const struct fairness_person *all, struct grid *g)
{
	grid_title(g, "Their teams");
	grid_column(g, "team", ALIGN_LEFT, false);
	figure_heads(v, g);
	each_team(v, all, g, put_team);
	last_line(v, all, g, put_team);
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
	grid_cell(g, STR("all together"));
	grid_cell(g, str_from(verdict(t)));
	grid_tone(g, t->p < 0.05 ? TONE_BAD : TONE_PLAIN);
	if (!t->df)
		return;
	grid_cell(g, STR("a draw by lot is as uneven"));
	put_odds(g, t->p);
	grid_cell(g, STR("got more than chance explains"));
	put_names(v, 1, g);
	grid_cell(g, STR("got fewer"));
	put_names(v, -1, g);
	grid_cell(g, STR("farthest from what was due"));
	put_farthest(v, g);
	const char *p = t->p < 0.0005 ? "below 0.001" : arena_print(&g->arena, "%.3f", t->p).p;
	grid_note(g,
		  arena_print(&g->arena, "X² %.3f, degrees of freedom %zu, p %s", t->chi_square, t->df, p).p);
}

static void put_graded(struct grid *g, const struct line *l)
{
	grid_cell(g, l->person->name);
	put_grades(g, l, false);
}

size_t fairness_grids(const struct fairness_view *v, struct grid *grids)
{
	struct fairness_person all = sum(v, FAIRNESS_NOBODY);
	size_t n = 0;

	put_people(v, &all, &grids[n++]);
	if (v->teams > 1)
		put_teams(v, &all, &grids[n++]);
	put_verdict(v, &grids[n++]);
	struct grid *g = &grids[n];
	grid_title(g, "Grades of their leads");
	grid_column(g, "rep", ALIGN_LEFT, false);
	grade_heads(v, &all, g, "");
	if (g->columns > 1) {
		each_person(v, &all, g, put_graded);
		last_line(v, &all, g, put_graded);
	}
	free(all.grade);
	if (g->rows)
		return n + 1;
	grid_release(g);
	return n;
}
