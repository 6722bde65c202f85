/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recurrence rules of whole days (RFC 5545, 3.3.10): FREQ=YEARLY;BYMONTH=11;BYDAY=4TH.
 *
 * A period (a year, a month, a week) is scanned day by day, and a day is an occurrence if every part of the
 * rule holds for it. So the RFC's "expand" and "limit" are the same here; what a rule leaves open is taken
 * from its first day.
 */
#ifndef TIME_RECUR_H
#define TIME_RECUR_H

#include <stdint.h>

#include "base/str.h"

enum recur_frequency { RECUR_YEARLY, RECUR_MONTHLY, RECUR_WEEKLY };

/* Places in a period, counted from its start and from its end. */
struct places {
	uint64_t start[6], end[6]; /* bit n: the n-th, up to 366 */
	bool any;
};

struct recur {
	enum recur_frequency frequency;
	int interval, count; /* count: 0 is without an end */
	int64_t until;	     /* the last day there may be; INT64_MAX: there is none */
	int week_start;	     /* 0 is Monday */
	unsigned months;     /* bit m: month m; 0: all */
	unsigned weekdays;   /* bit d: every such day */
	struct places weekday[7], month_days, year_days, weeks, positions;
	bool by_weekday; /* a weekday is named, with a place or without */
};

/* NULL, or the message about the rule: "its RRULE can't be read". */
const char *recur_read(struct str words, struct recur *r);

/* The days of a rule from `first`, an occurrence or not, to `last`, in order, as long as the function returns
 * true. False: the rule continues beyond `last` without having given a day. */
typedef bool recur_fn(void *ctx, int64_t day);
bool recur_days(const struct recur *rule, int64_t first, int64_t last, recur_fn *fn, void *ctx);

#endif
