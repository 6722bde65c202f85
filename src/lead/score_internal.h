/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scores bound to an input: what score.c, which binds and grades them, score_points.c, which adds them up,
 * and score_reasons.c, which says what they are made of, share.
 */
#ifndef LEAD_SCORE_INTERNAL_H
#define LEAD_SCORE_INTERNAL_H

#include "expr/points.h"
#include "lead/conditions.h"
#include "lead/score.h"

#define MILLION	    INT64_C(1000000)
#define POINTS_MOST (INT64_C(1000000000000) * MILLION) /* of a rule and of a score */
#define SUM_MOST    (4 * POINTS_MOST) /* of a sum that can take POINTS_MOST more, and SUM_MOST more */

struct bound_rule {
	const struct code *when, *per; /* NULL: not said */
	int64_t points, most;	       /* in millionths; most over POINTS_MOST: no limit */
	struct str reason; /* of all points, `; label +15`; a block can be read from each of its bytes */
	size_t stem;	   /* bytes of it before the number */
};

struct bound_score {
	const struct score *said;
	size_t index; /* in the agreement */
	const struct code *since;
	size_t left; /* computed once per record: what decay leaves of a point */
	struct bound_rule *rules;
	const struct scoring *scoring;
	const struct points *points;  /* of the rules without `per`, where nothing fades; in grains */
	const struct points **marked; /* the same of RULE_BITS rules each, with a mark for each that holds */
	size_t nmarked;
	int64_t grain;	  /* what sums of many rows are counted in: a point, or a millionth of one */
	int64_t per_most; /* what a rule gives by `per` at the most, so that no sum is beyond */
	bool beyond;	  /* a sum can be, whatever `per` gives */
	size_t longest;	  /* bytes that all its reasons can have together */
	bool whole;	  /* no rule gives a fraction of a point */
};

/* Every grade there can be, as a lead's letters joined: the last statement's letter changes fastest. */
struct bound_grades {
	size_t n; /* of joined */
	const struct code **of;
	struct str *joined;
};

struct scoring {
	const struct agreement *agreement;
	struct bound_score *scores;
	size_t *computed; /* of each score */
	bool looks;	  /* what each rule gave may be asked, so the marks of those that hold are kept */
	struct bound_grades grades;
	struct conditions mql;
};

/* What is left to be said of a row that was looked at: see scoring_look(). */
struct looked {
	const struct bound_score *score;
	const int64_t *bits, *each; /* the row's, those of the next words and rules TALLY_ROWS apart */
	size_t word;
	uint64_t left; /* bits of it */
};

struct looked score_looked(const struct scoring *s, size_t i, struct frame *f, size_t k);

/* Does a rule give other than its points or nothing? */
static inline bool score_varies(const struct bound_score *b, const struct bound_rule *rule)
{
	return rule->per || b->since;
}

/* The next rule that gave something; false: none did. */
static inline bool looked_next(struct looked *l, struct rule_gave *out)
{
	for (;;) {
		while (!l->left) {
			if (++l->word >= l->score->nmarked)
				return false;
			l->left = (uint64_t)l->bits[l->word * TALLY_ROWS];
		}
		out->rule = l->word * RULE_BITS + (size_t)__builtin_ctzll(l->left);
		l->left &= l->left - 1;
		const struct bound_rule *of = &l->score->rules[out->rule];
		out->points = score_varies(l->score, of) ? l->each[out->rule * TALLY_ROWS] : of->points;
		if (out->points)
			return true;
	}
}

/* Words of RULE_BITS marks that its rules take. */
static inline size_t score_words(const struct score *said)
{
	return (said->nrules + RULE_BITS - 1) / RULE_BITS;
}

/* x ÷ 10⁶, rounded half away from zero. */
static inline int64_t score_whole(int64_t x)
{
	return (x + (x < 0 ? -MILLION / 2 : MILLION / 2)) / MILLION;
}

/* Within the score's range. */
static inline int64_t score_ranged(const struct score *s, int64_t x)
{
	if (!s->ranged)
		return x;
	return x < s->low ? s->low : x > s->high ? s->high : x;
}

/* ---- score_points.c ---- */

/* The rounded sum before the range; what each rule gave, in millionths, if `each` isn't NULL. */
int64_t score_add_points(const struct bound_score *s, struct frame *f, int64_t *each);

/* With a bound_score: the score of each lead, and what decay leaves of a point. */
compute_fn score_work, score_work_fading;

/* ---- score_reasons.c ---- */

/* What the reasons say of a rule that gives all of its points. */
void score_word_reason(struct program *p, const struct rule *said, struct bound_rule *r);

/* Bytes that they can have together, of a score whose rules are bound. */
size_t score_longest(const struct bound_score *b);

/* With a scoring: the reasons of all scores as one text. */
compute_fn score_work_reasons;

#endif
