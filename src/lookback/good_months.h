/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What good months had more of. Leads belong to the month in which they reached the first stage. Of the
 * mature months with 30 leads or more, the best quarter by conversion is compared with the worst: for each
 * value of each column, its share among the leads of the good months, of the bad months, and the difference
 * with Newcombe's interval, the largest difference first. A month is mature when the leads of its last day
 * have had the whole window. There must be one, or else the youngest months would look bad only because they
 * are young.
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

/* From settled counts by month. Returns false, which is reported, if there is no window or there are too few
 * months. */
bool good_months_pick(struct good_months *m, const struct lookback *s, const struct lookback_plan *p,
		      const struct program *program, struct diags *diags);
void good_months_release(struct good_months *m);

/* "good months: 2026-02, 2026-03 (18.2% of 412 leads); bad months: ...", for a note. */
void good_months_named(const struct good_months *m, struct buf *out);

/* For programs; and for people, with the months in a note. */
extern const struct report good_months_report;
void good_months_table(const struct good_months *m, struct grid *g);

/* What stands before the table on a page. */
void good_months_page(const struct good_months *m, struct buf *out);

/* How many differences the report holds. */
size_t good_months_compared(const struct good_months *m);

#endif
