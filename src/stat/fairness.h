/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How fair the assignment was: who got which leads, compared with a random draw in which each lead goes to
 * one of the people who could have had it, with probability weight ÷ the sum of their weights. What was due
 * to a person is the sum of these probabilities.
 *
 * In such a draw the counts of two people who could have had the same leads have the covariance −Σ p·q. So
 * the covariance matrix is that of a graph with the sums as its edges (a Laplacian), and the X² of all people
 * together, (got − due)ᵀ V⁻¹ (got − due) with one person of each connected part left out, needs no inverse:
 * people are eliminated one after the other, and each one's edges are spread over their neighbors, like the
 * star-mesh transform of a circuit. Only the deviations have signs; everything else is a sum of positive
 * terms. The last person of a part is the one left out.
 *
 * Some leads go to a person by a rule and not by lot, and turns make up for them as far as they can: then
 * what is due lies between two sums of probabilities, that of all leads and that in which such a lead is due
 * to whom the rule gives it. Which point between, the same for all people, is the one that is nearest to what
 * they got: with Δ the difference of the two sums, that of the least Σ (got − due)² ÷ variance. Whoever
 * deviates from that point has not got there by the rule.
 *
 * Leads are counted in the order in which they were assigned.
 */
#ifndef STAT_FAIRNESS_H
#define STAT_FAIRNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FAIRNESS_MOST = 2000 }; /* people; the test looks at pairs of them */

/* One person, or a team treated as one. */
struct due {
	uint64_t got;
	double due;
	double z;	   /* NaN: never eligible for a lead together with anybody else */
	int favoured;	   /* above 0: got at least one lead more than chance explains; below: fewer */
	double worst;	   /* the value of got − due that was farthest from 0, all leads by lot, */
	uint64_t worst_at; /* first reached with the lead of this row */
};

/* All people together. */
struct fairness_test {
	uint64_t leads;
	size_t df;	      /* 0: no two people were eligible for the same lead; then these are NaN: */
	double chi_square, p; /* p: the share of random draws that are at least as uneven */
	size_t farthest;      /* whose `worst` is the worst */
};

/* At most FAIRNESS_MOST people. `team`: the team of each person, or FAIRNESS_NOBODY; it must outlive this. */
#define FAIRNESS_NOBODY UINT32_MAX
struct fairness *fairness_new(size_t people, const uint32_t *team, size_t teams);
void fairness_free(struct fairness *s);

/* The number of the set of n people who could have had a lead, with these weights, which are above 0; valid
 * until the next call. */
size_t fairness_set(struct fairness *s, const uint32_t *who, const int64_t *weight, size_t n);

/* Counts a lead that one person of the set got. */
void fairness_count(struct fairness *s, size_t set, uint32_t got, uint64_t row);

/* The lead was counted, and went to that person by a rule. */
void fairness_by_rule(struct fairness *s, size_t set, uint32_t got);

/*
 * Counts all leads of an input when it isn't known who could have had them: each person is taken as eligible
 * from their first lead to their last. Rows count from 1; `got` is FAIRNESS_NOBODY for leads that none of
 * these people got.
 */
void fairness_history(struct fairness *s, const uint32_t *got, size_t rows, const int64_t *weight);

/* Call it after the last lead. `due`: the figures of each person, then of each team, valid until this is
 * freed. */
struct fairness_test fairness_settle(struct fairness *s, const struct due **due);

#endif
