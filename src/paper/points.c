/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores and grades, what marketing hands over, and what sales asks before it calls a lead qualified. */
#include <math.h>

#include "paper/telling.h"

static struct str span_words(struct paper *p, int64_t us)
{
	struct buf b = { 0 };

	words_span(&b, us);
	return kept(p, &b);
}

/* What gives the points. */
static struct str what_for(struct paper *p, const struct rule *r)
{
	struct arena *a = &p->arena;
	struct str most = r->per && !isnan(r->most)
				  ? arena_print(a, ", %.*s points at most", STR_ARG(number(p, r->most)))
				  : STR("");

	if (!r->per)
		return clause(p, "if ", r->when);
	return arena_print(a, "for each full unit of %.*s%.*s%.*s", STR_ARG(noun(p, r->per)), STR_ARG(most),
			   STR_ARG(clause(p, ", if ", r->when)));
}

static void tell_rules(struct paper *p, const struct score *s)
{
	struct grid g = { 0 };

	grid_column(&g, "points", ALIGN_RIGHT, true);
	grid_column(&g, "what for", ALIGN_LEFT, false);
	grid_column(&g, "called", ALIGN_LEFT, false);
	for (size_t i = 0; i < s->nrules; i++) {
		const struct rule *r = &s->rules[i];
		const struct expr *of = r->when ? r->when : r->per;
		bool own = of->op == EXPR_NAME || !str_eq(r->label, expr_source(of, &p->arena));
		cell(p, &g,
		     arena_print(&p->arena, "%s%.*s", signbit(r->points) ? "−" : "+",
				 STR_ARG(number(p, fabs(r->points)))));
		cell(p, &g, what_for(p, r));
		cell(p, &g, own ? r->label : STR(""));
	}
	if (g.rows)
		prose_grid(&p->prose, &g);
	grid_release(&g);
}

void tell_scores(struct paper *p)
{
	const struct agreement *a = p->agreement;

	if (a->scores.n > 1)
		say(p, "A lead has %zu scores; its total " TERM "score" TERM_END " is their sum.",
		    a->scores.n);
	else if (a->scores.n)
		say(p, "A lead has one score, which is also its total " TERM "score" TERM_END ".");
	for (size_t i = 0; i < a->scores.n; i++) {
		const struct score *s = &a->scores.at[i];
		prose_small_heading(&p->prose, arena_print(&p->arena, "The score %.*s",
							   STR_ARG(term_of(p, s->name.text))));
		if (s->ranged)
			say(p, "From %.*s to %.*s points: what would be less or more is set to these.",
			    STR_ARG(number(p, (double)s->low)), STR_ARG(number(p, (double)s->high)));
		if (s->half_life)
			say(p,
			    "Points fade: at %.*s they count in full, after %.*s half, and after twice that "
			    "time "
			    "a quarter. Where that time is not known they do not fade.",
			    STR_ARG(noun(p, s->since)), STR_ARG(span_words(p, s->half_life)));
		tell_rules(p, s);
	}
}

void tell_grades(struct paper *p)
{
	const struct agreement *a = p->agreement;

	if (a->grades.n > 1)
		say(p, "The " TERM "grade" TERM_END " is made of %zu signs, one behind the other.",
		    a->grades.n);
	for (size_t i = 0; i < a->grades.n; i++) {
		const struct grade *g = &a->grades.at[i];
		struct str which = a->grades.n > 1 ? arena_print(&p->arena, "sign %zu", i + 1)
						   : STR("the " TERM "grade" TERM_END);
		say(p, "By %.*s, %.*s is", STR_ARG(noun(p, g->of)), STR_ARG(which));
		for (size_t k = 0; k + 1 < g->ncuts; k++)
			item(p, "“%.*s”: %.*s and more", STR_ARG(g->cuts[k].letter),
			     STR_ARG(number(p, (double)g->cuts[k].from)));
		item(p, "“%.*s”: all others", STR_ARG(g->cuts[g->ncuts - 1].letter));
	}
}

/* Any of them is enough. */
static void tell_any(struct paper *p, const char *what, const struct condition *c, size_t n)
{
	if (!n)
		return;
	say(p, "A lead is " TERM "%s" TERM_END "%s", what, n > 1 ? " if any one of these holds:" : " if");
	for (size_t i = 0; i < n; i++)
		item(p, "%.*s%.*s", STR_ARG(clause(p, "", c[i].when)),
		     STR_ARG(labeled(p, c[i].label, c[i].when)));
}

void tell_mql(struct paper *p)
{
	tell_any(p, "marketing qualified", p->agreement->mql.at, p->agreement->mql.n);
}

void tell_sql(struct paper *p)
{
	tell_any(p, "sales qualified", p->agreement->sql.at, p->agreement->sql.n);
}

void tell_priority(struct paper *p)
{
	const struct agreement *a = p->agreement;

	if (!a->priority.n) {
		if (a->scores.n)
			say(p, "The best lead is the one with the highest total " TERM "score" TERM_END ".");
		return;
	}
	say(p, "The best lead is the first in this order, where the highest number, the latest time and a "
	       "yes come "
	       "first; a later line decides among leads that are equal by the ones before.");
	for (size_t i = 0; i < a->priority.n; i++)
		step(p, i + 1, "%.*s", STR_ARG(noun(p, a->priority.at[i])));
}

void tell_bant(struct paper *p)
{
	const struct agreement *a = p->agreement;

	if (!a->criteria.n)
		return;
	say(p,
	    "Sales asks these questions, in this order. An answer that is neither yes nor no is not known; "
	    "where both fit it is no.");
	for (size_t i = 0; i < a->criteria.n; i++) {
		const struct criterion *c = &a->criteria.at[i];
		struct str yes = clause(p, " Yes if ", c->yes), no = clause(p, " No if ", c->no);
		step(p, i + 1, "%.*s:%.*s%s%.*s%s", STR_ARG(term_of(p, c->name.text)), STR_ARG(yes),
		     yes.n ? "." : "", STR_ARG(no), no.n ? "." : "");
	}
}
