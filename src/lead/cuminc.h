/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What share will have converted in the end, from leads some of which still wait: the cumulative incidence of
 * converting where leaving competes with it. Leads that left can't convert any more; to take them for waiting
 * (Kaplan and Meier's estimate of one kind of event) would promise too much.
 *
 * At each distinct time with n at risk: F += S·converted ÷ n, then S ×= 1 − (converted + left) ÷ n. Its
 * variance is that of E. Marubini and M. G. Valsecchi, Analysing Survival Data (1995), 10.3; limits are
 * F^exp(±z·σ ÷ (F ln F)).
 */
#ifndef LEAD_CUMINC_H
#define LEAD_CUMINC_H

#include <stddef.h>
#include <stdint.h>

#include "lead/stat.h"

/* What happened so long after the origin. At a tie those who wait were still at risk. */
struct cuminc_time {
	int64_t t; /* microseconds, at least 0 */
	uint64_t converted, left, waiting;
};

struct cuminc {
	struct cuminc_time *at; /* ascending, each time once, after cuminc_sort */
	size_t n, cap;
};

enum cuminc_kind { CUMINC_CONVERTED, CUMINC_LEFT, CUMINC_WAITING };
void cuminc_add(struct cuminc *c, int64_t t, enum cuminc_kind kind);
void cuminc_merge(struct cuminc *into, const struct cuminc *from);
void cuminc_sort(struct cuminc *c);
void cuminc_release(struct cuminc *c);

/* F at so many microseconds; NaN unless someone was followed so long, or nobody is left. Variance and limits
 * too. */
struct cuminc_point {
	double share, variance;
	struct interval limits;
};
struct cuminc_point cuminc_at(const struct cuminc *c, int64_t t, double z);

/* The least time by which half of F at the horizon had converted; INT64_MIN: none has. */
int64_t cuminc_median(const struct cuminc *c, int64_t horizon);

/* The curve for a picture: at most `most` points (time, F), the last at the last time; how many is returned.
 */
size_t cuminc_curve(const struct cuminc *c, int64_t *t, double *share, size_t most);

#endif
