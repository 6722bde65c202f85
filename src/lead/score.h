/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Points, grades and the MQL verdict. A score is the sum of its rules' points after decay, rounded once to a
 * whole number and clamped to its range. It always equals the sum of its reasons.
 */
#ifndef LEAD_SCORE_H
#define LEAD_SCORE_H

#include "lead/tally.h"

struct scoring;

/* Defines every score, `score`, `grade`, `mql` and `reasons` to the names. `own`: this tool adds them as
 * columns. */
struct scoring *scoring_define(struct names *n, bool own);

/* The number of possible grades; the name of one; and the grade of each row asked, which is below that
 * number. `grade` must be bound. */
size_t scoring_grades(const struct scoring *s);
struct str scoring_grade_name(const struct scoring *s, size_t grade);
void scoring_grade(const struct scoring *s, struct rows *r, struct asked ask, int64_t *which);

/* What a rule gave a lead, in millionths of a point: never 0. */
struct rule_gave {
	size_t rule; /* of its score */
	int64_t points;
};

/* Looks at what the rules of score i gave each of the rows asked, at most TALLY_ROWS of them; and which gave
 * the k-th of those anything, in their order: returns how many. scoring_bind has bound them. */
void scoring_look(const struct scoring *s, size_t i, struct rows *r, struct asked ask);
size_t scoring_given(const struct scoring *s, size_t i, struct rows *r, size_t k, struct rule_gave *out);

/* Binds all scores to be computed here, for the two above and what follows. Returns false after mistakes,
 * which are reported. */
bool scoring_bind(struct scoring *s, struct names *n);

/* The reasons of all scores, in the agreement's order: each rule that gives whole points, and where a score's
 * range holds something back " cap" or " floor" behind its name. They add up to the sum of the scores. Of the
 * k-th row that was looked at. */
typedef void reason_fn(void *ctx, struct str label, const char *ending, int64_t points);
void scoring_look_all(const struct scoring *s, struct rows *r, struct asked ask);
void scoring_reasons(const struct scoring *s, struct rows *r, size_t k, reason_fn *fn, void *ctx);

#endif
