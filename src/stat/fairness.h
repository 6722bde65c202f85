/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How fair the dealing was: who got which leads, held against a draw by lot in which each lead goes to one of
 * those who could have had it, with a chance of their weight ÷ the sum of their weights. The sum of the
 * chances is what was due to somebody.
 *
 * In such a draw what two people get is bound together wherever both could have had a lead, by −Σ p·q. So the
 * covariances are those of a graph with the sums as its edges (a Laplacian), and the X² of all people
 * together,
 * (got − due)ᵀ V⁻¹ (got − due) with one of each connected part left out, needs no inverse: one person after
 * the other is taken out, and what was theirs is spread over those they are bound to, as star and mesh are
 * changed in a circuit. Only the deviations have signs, the rest are sums of what is above 0; and who is last
 * of a part is the one who is left out.
 *
 * Leads are told in the order in which they were dealt.
 */
#ifndef STAT_FAIRNESS_H
#define STAT_FAIRNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FAIRNESS_MOST = 2000 }; /* people: pairs of them are looked at */

/* Of one person, or of a team as if it were one. */
struct due {
	uint64_t got;
	double due;
	double z;	   /* NaN: never shared a lead with anybody else */
	int favoured;	   /* above 0: got more than chance explains, and at least a lead; below: fewer */
	double worst;	   /* the farthest that got − due ever was from 0, */
	uint64_t worst_at; /* first after the lead of this row */
};

/* Of all together. */
struct fairness_test {
	uint64_t leads;
	size_t df;	      /* 0: nobody shared with anybody; then these are NaN: */
	double chi_square, p; /* p: of draws by lot that many are at least as uneven */
	size_t farthest;      /* whose `worst` is the worst */
};

/* At most FAIRNESS_MOST people; `team`: of each, FAIRNESS_NOBODY: none. It is used until the end. */
#define FAIRNESS_NOBODY UINT32_MAX
struct fairness *fairness_new(size_t people, const uint32_t *team, size_t teams);
void fairness_free(struct fairness *s);

/* The number of a set of n people who could have had a lead, by these weights, which are above 0: valid until
 * another set is asked for. */
size_t fairness_set(struct fairness *s, const uint32_t *who, const int64_t *weight, size_t n);

/* A lead that one of the set got. */
void fairness_count(struct fairness *s, size_t set, uint32_t got, uint64_t row);

/*
 * All leads of an input, where nobody knows who could have had them: everybody could from the first lead they
 * got to the last. Rows count from 1; who got none of our leads is FAIRNESS_NOBODY.
 */
void fairness_history(struct fairness *s, const uint32_t *got, size_t rows, const int64_t *weight);

/* After the last lead. `due`: of each person, then of each team, valid until the end. */
struct fairness_test fairness_settle(struct fairness *s, const struct due **due);

#endif
