/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores, grades and the MQL verdict: bound, and computed. */
#include "lead/score_internal.h"

#include <math.h>
#include <stdlib.h>

#include "base/cpu.h"
#include "expr/run.h"

enum { DEFINE_SCORE = 1 << 20, DEFINE_GRADE, DEFINE_MQL, DEFINE_REASONS };

static void work_sum(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct scoring *s = ctx;

	if (tally_no_lead(r, TYPE_NUMBER, ask, out))
		return;
	EACH_ROW(row, ask, out.number[row] = 0);
	for (size_t i = 0; i < s->agreement->scores.n; i++) {
		const double *score = computed_values(s->computed[i], r, ask).number;
		EACH_ROW(row, ask, out.number[row] += score[row]);
	}
}

size_t scoring_grades(const struct scoring *s)
{
	return s->grades.n;
}

struct str scoring_grade_name(const struct scoring *s, size_t grade)
{
	return s->grades.joined[grade];
}

/* Counts the scores below one. */
CPU_LOOP void add_below_body(const double *score, double from, struct asked ask, int64_t *which)
{
	EACH_ROW(row, ask, which[row] += !(score[row] >= from));
}
CPU_BOTH(void, add_below, (const double *score, double from, struct asked ask, int64_t *which),
	 (score, from, ask, which))

void scoring_grade(const struct scoring *s, struct rows *r, struct asked ask, int64_t *which)
{
	EACH_ROW(row, ask, which[row] = 0);
	for (size_t i = 0; i < s->agreement->grades.n; i++) {
		const struct grade *g = &s->agreement->grades.at[i];
		const double *score = code_values(s->grades.of[i], r, ask, rows_room(r)).number;
		int64_t n = (int64_t)g->ncuts;
		if (i)
			EACH_ROW(row, ask, which[row] *= n);
		for (int64_t k = 0; k < n - 1; k++) /* they descend; the last has none */
			add_below(score, (double)g->cuts[k].from, ask, which);
		rows_room_back(r);
	}
}

static void work_grade(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct scoring *s = ctx;
	int64_t *which;

	if (tally_no_lead(r, TYPE_TEXT, ask, out))
		return;
	which = rows_room(r).time;
	scoring_grade(s, r, ask, which);
	EACH_ROW(row, ask, out.text[row] = s->grades.joined[which[row]]);
	rows_room_back(r);
}

static void work_mql(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	if (!tally_no_lead(r, TYPE_FLAG, ask, out))
		conditions_any(&((const struct scoring *)ctx)->mql, r, ask, out.flag);
}

/* ---- binding ---- */

/* Can it only give whole points? A product that the limit lets pass is exact: it is below 2^53. */
static bool gives_whole(const struct bound_rule *r)
{
	return r->points % MILLION == 0 && (!r->per || r->most <= INT64_C(9000000000) * MILLION);
}

static bool bind_rule(struct program *p, const struct rule *said, struct bound_rule *r)
{
	r->points = llround(said->points * (double)MILLION);
	r->most = isnan(said->most) ? POINTS_MOST + 1 : (int64_t)said->most * MILLION;
	score_word_reason(p, said, r);
	if (said->when)
		r->when = program_bind(p, said->when, TYPE_FLAG, NULL);
	if (said->per)
		r->per = program_bind(p, said->per, TYPE_NUMBER, NULL);
	return (!said->when || r->when) && (!said->per || r->per);
}

/* The names in a score's rules: how many there are, and how many have no column to read. */
struct read_names {
	struct names *names;
	size_t all, absent;
};

static void count_name(void *ctx, const struct expr *name)
{
	struct read_names *r = ctx;

	r->all++;
	r->absent += names_absent(r->names, name, false);
}

/* A score that can only be 0 deserves a note before someone trusts it. */
static void tell_if_blind(const struct score *said, struct names *n)
{
	struct read_names r = { .names = n };

	for (size_t i = 0; i < said->nrules; i++) {
		if (said->rules[i].when)
			expr_names(said->rules[i].when, count_name, &r);
		if (said->rules[i].per)
			expr_names(said->rules[i].per, count_name, &r);
	}
	if (r.all && r.absent == r.all && names_columns(n))
		diag_note(names_diags(n),
			  "score %.*s: this input has no column for any of its rules; --fields shows what is "
			  "missing",
			  STR_ARG(said->name.text));
}

/* What the rules without `per` give together, where nothing fades; and which rules hold. */
static void fold_rules(struct program *p, struct bound_score *b)
{
	struct points_rule *rule = ARENA_ARRAY(&p->arena, b->said->nrules, struct points_rule);
	size_t n = 0;

	for (size_t i = 0; i < b->said->nrules && !b->since; i++)
		if (!b->rules[i].per)
			rule[n++] =
				(struct points_rule){ b->rules[i].when, b->rules[i].points / b->grain, 0 };
	b->points = points_new(p, rule, n);
	b->nmarked = score_words(b->said);
	b->marked = ARENA_ARRAY(&p->arena, b->nmarked, const struct points *);
	for (size_t w = 0; w < b->nmarked; w++) {
		for (n = 0; n < RULE_BITS && w * RULE_BITS + n < b->said->nrules; n++) {
			const struct bound_rule *of = &b->rules[w * RULE_BITS + n];
			int64_t points = score_varies(b, of) ? 0 : of->points / b->grain;
			rule[n] = (struct points_rule){ of->when, points, INT64_C(1) << n };
		}
		b->marked[w] = points_new(p, rule, n);
	}
}

static size_t bind_score(struct scoring *s, size_t i, struct names *n)
{
	struct program *p = names_program(n);
	const struct score *said = &s->agreement->scores.at[i];
	struct bound_score *b = &s->scores[i];
	bool good = true;

	*b = (struct bound_score){ .said = said, .index = i, .scoring = s, .whole = !said->since };
	b->rules = ARENA_ARRAY(&p->arena, said->nrules, struct bound_rule);
	if (said->since) {
		good = (b->since = program_bind(p, said->since, TYPE_TIME, NULL));
		b->left = program_compute(p, TYPE_NUMBER, said->name.text, score_work_fading, b);
	}
	int64_t fixed = 0;
	int64_t pers = 0;
	for (size_t r = 0; r < said->nrules; r++) {
		good = bind_rule(p, &said->rules[r], &b->rules[r]) && good;
		pers += said->rules[r].per != NULL;
		b->whole = b->whole && gives_whole(&b->rules[r]);
		if (!said->rules[r].per && fixed <= SUM_MOST)
			fixed += llabs(b->rules[r].points);
	}
	b->longest = score_longest(b);
	if (fixed > SUM_MOST) {
		diag_at(names_diags(n), said->name.where, said->name.span,
			"the rules of this score give over 4,000,000,000,000 points together");
		good = false;
	}
	if (!good)
		return SIZE_MAX;
	b->beyond = fixed > POINTS_MOST / 2;
	b->per_most = POINTS_MOST / 2 / (pers ? pers : 1);
	b->grain = b->whole ? MILLION : 1;
	fold_rules(p, b);
	tell_if_blind(said, n);
	return program_compute(p, TYPE_NUMBER, said->name.text, score_work, b);
}

static bool bind_scores(struct scoring *s, struct names *n)
{
	bool good = true;

	for (size_t i = 0; i < s->agreement->scores.n; i++)
		good = (s->computed[i] = names_computed(n, s->agreement->scores.at[i].name.text)) !=
			       SIZE_MAX &&
		       good;
	return good;
}

bool scoring_bind(struct scoring *s, struct names *n)
{
	s->looks = true;
	return bind_scores(s, n);
}

/* The names are known even where an earlier tool has computed the grades. */
static void name_grades(struct scoring *s, struct names *n)
{
	const struct agreement *a = s->agreement;
	struct arena *arena = &names_program(n)->arena;
	size_t all = 1;

	for (size_t i = 0; i < a->grades.n; i++) {
		all *= a->grades.at[i].ncuts;
		if (all <= 1 << 16)
			continue;
		diag_at(names_diags(n), a->grades.at[i].of->where, a->grades.at[i].of->span,
			"there are more than 65,536 grades with this one");
		return;
	}
	s->grades.n = all;
	s->grades.joined = ARENA_ARRAY(arena, all, struct str);
	struct buf joined = { 0 };
	for (size_t which = 0; which < all; which++) {
		size_t behind = all; /* as many go on from what is joined */
		buf_clear(&joined);
		for (size_t i = 0; i < a->grades.n; i++) {
			behind /= a->grades.at[i].ncuts;
			buf_str(&joined, a->grades.at[i].cuts[which / behind % a->grades.at[i].ncuts].letter);
		}
		s->grades.joined[which] = arena_copy(arena, buf_view(&joined));
	}
	buf_release(&joined);
}

static bool bind_grades(struct scoring *s, struct names *n)
{
	const struct agreement *a = s->agreement;
	struct program *p = names_program(n);
	bool good = true;

	s->grades.of = ARENA_ARRAY(&p->arena, a->grades.n, const struct code *);
	for (size_t i = 0; i < a->grades.n; i++) {
		s->grades.of[i] = program_bind(p, a->grades.at[i].of, TYPE_NUMBER, NULL);
		good = s->grades.of[i] && good;
	}
	return good;
}

static size_t bind_define(void *ctx, size_t which, struct names *n)
{
	struct scoring *s = ctx;
	struct program *p = names_program(n);

	switch (which) {
	case DEFINE_SCORE:
		if (!bind_scores(s, n))
			return SIZE_MAX;
		return s->agreement->scores.n == 1
			       ? s->computed[0]
			       : program_compute(p, TYPE_NUMBER, STR("score"), work_sum, s);
	case DEFINE_GRADE:
		return bind_grades(s, n) ? program_compute(p, TYPE_TEXT, STR("grade"), work_grade, s)
					 : SIZE_MAX;
	case DEFINE_MQL:
		return conditions_bind(&s->mql, s->agreement->mql.at, s->agreement->mql.n, p)
			       ? program_compute(p, TYPE_FLAG, STR("mql"), work_mql, s)
			       : SIZE_MAX;
	case DEFINE_REASONS:
		return scoring_bind(s, n)
			       ? program_compute(p, TYPE_TEXT, STR("reasons"), score_work_reasons, s)
			       : SIZE_MAX;
	default:
		return bind_score(s, which, n);
	}
}

struct scoring *scoring_define(struct names *n, bool own)
{
	const struct agreement *a = names_agreement(n);
	struct arena *arena = &names_program(n)->arena;
	struct scoring *s = ARENA_NEW(arena, struct scoring);

	s->agreement = a;
	s->scores = ARENA_ARRAY(arena, a->scores.n, struct bound_score);
	s->computed = ARENA_ARRAY(arena, a->scores.n, size_t);
	for (size_t i = 0; i < a->scores.n; i++)
		names_define(n, a->scores.at[i].name.text, TYPE_NUMBER, own, bind_define, s, i);
	names_define(n, STR("score"), TYPE_NUMBER, own, bind_define, s, DEFINE_SCORE);
	if (a->grades.n) {
		name_grades(s, n);
		names_define(n, STR("grade"), TYPE_TEXT, own, bind_define, s, DEFINE_GRADE);
	}
	if (a->mql.n)
		names_define(n, STR("mql"), TYPE_FLAG, own, bind_define, s, DEFINE_MQL);
	if (own)
		names_define(n, STR("reasons"), TYPE_TEXT, own, bind_define, s, DEFINE_REASONS);
	return s;
}
