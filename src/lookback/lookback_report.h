/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures of the lookback report. Of B values of a column, one of which w of all W converted leads have
 * and l of all L others:
 *
 *   p_w = (w + 1/2) ÷ (W + B/2), p_l likewise, weight of evidence ln(p_w ÷ p_l),
 *   information value of the column Σ (p_w − p_l) · ln(p_w ÷ p_l)
 *
 * With many values or few leads a column that says nothing has information value, too. So columns are ordered
 * by what theirs is above that noise: the information value expected if as many leads as each value has were
 * drawn at random from all. The usual (B − 1)(1/W + 1/L) would take off too much where many values have few
 * leads.
 *
 * If it is above 1 (W and L being 20 or more), or where at least 20 leads of one value all went the same way
 * against odds of a million to one, a column is marked `after the fact?`: it was most likely filled in when
 * the outcome was known.
 *
 * Lift is a value's conversion ÷ that of all other leads. Its limits are computed on the logarithm, 1/2 added
 * to the converted and to all leads of both (S. D. Walter, Biometrika 62, 1975, 371).
 */
#ifndef LOOKBACK_LOOKBACK_REPORT_H
#define LOOKBACK_LOOKBACK_REPORT_H

#include "lookback/lookback.h"
#include "report/column.h"
#include "stat/stat.h"

/* The lift of a value with the leads `it` against the rest of `all`. NaN: no limit, neither where there is
 * nothing to compare nor above a lift over others of which none converted. */
struct interval lift_limits(struct share it, struct share all);

/* The weight of evidence of a value among that many. NaN if all leads had the same outcome, so that there is
 * nothing to separate. */
double weight_of_evidence(struct share it, struct share all, size_t values);

/* Of a column's bins, counted by outcome. */
struct strength {
	size_t column;
	double value; /* the information value; NaN as above */
	bool after_the_fact;
};
struct strength strength_of(const struct bins *b, struct share all);

/* The information value expected of such bins by chance alone; NaN as above. */
double noise_of(const struct bins *b, struct share all);

/* What to show of settled counts by outcome. */
struct lookback_view {
	const struct lookback *lookback;
	const struct lookback_plan *plan;
	bool utf8;
};

/* For programs, a row for each column and value; and for people, the figures that matter most. */
extern const struct report lookback_report;
void lookback_table(const struct lookback_view *v, struct grid *g);

/* The columns that are shown, the one first that tells most; free with free(). */
struct strength *lookback_rank(const struct lookback_view *v, size_t *n);

/* A value as people see it. */
struct str lookback_shown(const struct bins *b, size_t i);

/* Adds the note "left out, …": the columns that are the answer, and those with too many values. */
void lookback_left_out(const struct lookback *s, const struct lookback_plan *p, struct buf *out);

#endif
