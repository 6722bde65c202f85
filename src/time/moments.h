/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The moments of a report over time: the last microsecond of each period, and now for a period that has not
 * ended. All are known before the first row, so a row finds the moments it concerns without a search.
 */
#ifndef TIME_MOMENTS_H
#define TIME_MOMENTS_H

#include "base/arena.h"
#include "time/instant.h"
#include "time/period.h"

struct moments {
	const struct zone *zone;
	enum period period;
	bool ended;	   /* the last period has: now is its last microsecond */
	size_t n;	   /* at least 1; the last is now */
	int64_t *at;	   /* ascending */
	int64_t *day;	   /* the local day of each */
	int64_t first_day; /* of the first period */
	uint32_t *of_day;  /* the moment that ends the period of each day from then to now's */
};

/* Now alone. */
void moments_now(struct moments *m, int64_t now, const struct zone *zone, struct arena *arena);

/* The ends of all periods from the one that `since` is in, at most to now. */
void moments_new(struct moments *m, enum period period, int64_t since, int64_t now, const struct zone *zone,
		 struct arena *arena);

/* The first moment that is not before t; on a later day than the one before `day`, or on it. n: there is
 * none. */
size_t moments_from(const struct moments *m, int64_t t);
size_t moments_from_day(const struct moments *m, int64_t day);

#endif
