/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What good months had more of. Leads belong to the month in which they
 * reached the first stage. Of the mature months with 30 leads or more the best
 * quarter by conversion is held against the worst: for each value of each
 * column its share among the leads of the good ones, of the bad ones, and the
 * difference with Newcombe's interval, the largest difference first. Mature
 * is a month that is over; under a window, if its last day's leads have had
 * all of it.
 */
#ifndef LOOKBACK_GOOD_MONTHS_H
#define LOOKBACK_GOOD_MONTHS_H

#include "lookback/lookback.h"
#include "report/column.h"

struct good_months {
	const struct lookback *lookback;
	const struct lookback_plan *plan;
	size_t *good, *bad; /* parts, n of each: in time */
	size_t n;
};

/* Of settled counts by month. False, and told: there are too few. */
bool good_months_pick(struct good_months *m, const struct lookback *s, const struct lookback_plan *p,
		      const struct program *program, struct diags *diags);
void good_months_release(struct good_months *m);

/* For programs; and for people, with the months in a note. */
extern const struct report good_months_report;
void good_months_table(const struct good_months *m, struct grid *g);

/* How many differences the report holds. */
size_t good_months_compared(const struct good_months *m);

#endif
