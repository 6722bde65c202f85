/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What share of leads will have converted in the end, when some of them still wait: the cumulative incidence
 * of converting, with leaving as the competing event. Leads that left can't convert any more; treating them
 * as waiting (the Kaplan–Meier estimate for one kind of event) would give too high a share.
 *
 * At each distinct time with n at risk: F += S·converted ÷ n, then S ×= 1 − (converted + left) ÷ n. Its
 * variance is that of E. Marubini and M. G. Valsecchi, Analysing Survival Data (1995), 10.3; limits are
 * F^exp(±z·σ ÷ (F ln F)).
 *
 * A lead is 8 bytes, its time and its kind in one number. The sums start once all leads are there and sorted,
 * so that parts merged in any order give bit for bit the same result. S and F have 120 binary places, and
 * each step loses less than the last two of them: after any number of leads over 90 are right, and a share
 * that is halfway between two decimals is told from one that is not.
 */
#ifndef STAT_CUMINC_H
#define STAT_CUMINC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/spans.h"
#include "stat/stat.h"

enum cuminc_kind { CUMINC_CONVERTED, CUMINC_LEFT, CUMINC_WAITING, CUMINC_KINDS = 4 };

struct cuminc {
	struct spans leads; /* time × CUMINC_KINDS + kind */
};

void cuminc_add(struct cuminc *c, int64_t t, enum cuminc_kind kind); /* t: microseconds, 0 to 2^60 */
void cuminc_merge(struct cuminc *into, const struct cuminc *from);

/* Rounds times to hundredths of a unit (microseconds, a multiple of 100), and merges equal leads. Doing it
 * twice changes nothing. */
void cuminc_round(struct cuminc *c, int64_t unit);

void cuminc_sort(struct cuminc *c); /* must come before the rest */
void cuminc_release(struct cuminc *c);

/* What happened at a time after the origin. In a tie, leads that wait count as still at risk. */
struct cuminc_time {
	int64_t t; /* microseconds, at least 0 */
	uint64_t converted, left, waiting;
};

/* The next distinct time from index *i (0 at first) on; false: no more. */
bool cuminc_next(const struct cuminc *c, size_t *i, struct cuminc_time *out);

/* F at that many microseconds; NaN unless some lead was followed that long or none is left. Variance and
 * limits too; there are no limits (NaN) if no lead converted, or all did. */
struct cuminc_point {
	double share, variance;
	struct interval limits;
};
struct cuminc_point cuminc_at(const struct cuminc *c, int64_t t, double z);

/* F at n ascending times, as CUMINC_ONE-ths, or CUMINC_UNKNOWN where cuminc_at gives NaN. It is rounded up by
 * 2^-60, more than the sums are off and less than matters: so what is halfway between two decimals is never
 * found below that. At most CUMINC_ONE. */
#define CUMINC_ONE     ((__int128)1 << 120)
#define CUMINC_UNKNOWN (-1)
void cuminc_shares(const struct cuminc *c, const int64_t *t, size_t n, __int128 *share);

/* The least time by which half of F at the horizon had converted; INT64_MIN: none has, or F isn't known. */
int64_t cuminc_median(const struct cuminc *c, int64_t horizon);

/* The curve for a picture: at most `most` points (time, F) at which F rose, the last at the last time; how
 * many is returned. All rises or, if there are too many, a selection at equal steps of height.
 */
size_t cuminc_curve(const struct cuminc *c, int64_t *t, double *share, size_t most);

#endif
