/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quantiles of spans, type 7 of Hyndman and Fan (The American Statistician 50, 1996; PERCENTILE.INC of
 * spreadsheets, quantile_cont of SQL): the value at place (n − 1)·q of the sorted list, interpolated between
 * two neighbors. Everything is in whole microseconds, rounded once at the end.
 */
#ifndef STAT_QUANTILE_H
#define STAT_QUANTILE_H

#include <stdint.h>

/* A place in a sorted list: behind the element `low` (from 0) by part/of of the way to the next. */
struct quantile {
	uint64_t low;
	unsigned part, of;
};

/* The place of q = num/den, 0 to 1, among n > 0: 1, 2 is the median, 95, 100 what 95% stay under. */
struct quantile quantile_place(uint64_t n, unsigned num, unsigned den);

/* The value there, in hundredths of `unit` microseconds, rounded half away from zero; `high` is the element
 * after `low` (or `low` itself, where that is the last). Exact for spans within ±10,000 years. */
int64_t quantile_hundredths(struct quantile q, int64_t low, int64_t high, int64_t unit);

/* A span in hundredths of a unit, rounded half away from zero. */
int64_t span_hundredths(int64_t span, int64_t unit);

#endif
