/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Response times, each of which counts at a run of moments, and their quantiles at every moment: 16 bytes per
 * answer, one sort, and one walk through time.
 *
 * Up to SPANS_EXACT answers a run keeps exact microseconds. A longer run rounds every answer to a hundredth
 * of an hour and merges equal ones. Only the total number decides about that, so the figures depend on
 * neither threads nor order.
 */
#ifndef STAT_ANSWERS_H
#define STAT_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ANSWERS_MOMENTS = UINT16_MAX };

struct answer {
	int64_t spent;	   /* microseconds; first, as they are sorted by it */
	uint16_t from, to; /* moments, both included */
	uint32_t count;
};

struct answers {
	struct answer *at;
	size_t n, cap;
};

void answers_release(struct answers *a);
void answers_add(struct answers *a, int64_t spent, size_t from, size_t to);
void answers_merge(struct answers *into, const struct answers *from);

/* Sorts them and merges equal ones; the same after each was rounded. */
void answers_join(struct answers *a);
void answers_round(struct answers *a);

/* The median and the 90th percentile at each of n moments, up to the last; there must be no answers before
 * the first of them. In hundredths of an hour; INT64_MIN: no answers. Sorts. */
void answers_quantiles(struct answers *a, size_t first, size_t n, int64_t *median, int64_t *p90);

#endif
