/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking back: which columns of the input predicted who would convert? All leads of the funnel are counted
 * by every value of every column, the pending ones as not converted. The id is left out, and so are columns
 * that a stage or an exit names, because they are the answer rather than a predictor of it; a column in which
 * no value repeats could only be learned by heart. For the months report the same is counted by the month in
 * which the first stage was reached, to see what the good months had more of than the bad ones.
 */
#ifndef LOOKBACK_LOOKBACK_H
#define LOOKBACK_LOOKBACK_H

#include "figures/counter.h"
#include "lookback/factor.h"
#include "figures/share.h"
#include "lead/stage.h"

/* Bound once, shared by all threads. */
struct lookback_plan {
	const struct agreement *agreement;
	struct pipeline pipeline;
	struct lookback_column {
		struct str head;
		struct factor_plan factor;
	} * column;
	size_t n;
	bool asked;	  /* for these columns, which are then shown unless no value repeats */
	struct str named; /* columns left out, with commas: the id, and what stages and exits name */
	size_t to;	  /* the stage that converts; the last one, unless the caller says otherwise */
	size_t from;	  /* where a window begins */
	int64_t window;	  /* only what happened within this span; 0: everything */
	bool months;	  /* leads are counted by month instead of outcome */
};

/* `header` is the input's. `columns` is a list as of --by; NULL: every column of the input that has a name.
 * Returns false after mistakes, which are reported. The caller sets the last four members afterwards. */
bool lookback_bind(struct lookback_plan *p, struct names *n, const struct str *header, const char *columns,
		   bool exact);

/* The months report needs the time of the first stage, and a window, without which months can't be compared,
 * those of its own stages. Returns false without them, which is reported. */
bool lookback_dated(const struct lookback_plan *p, struct diags *diags);

/* Its plan is a lookback_plan. */
extern const struct counter_kind lookback_counter;
struct lookback;

/* Settled: the bins of a column. Parts are the outcomes below, or months. */
const struct bins *lookback_bins(const struct lookback *s, size_t column);
enum { PART_LEFT, PART_CONVERTED, OUTCOMES };

/* Can the input tell who converted? */
bool lookback_tells(const struct lookback_plan *p);

/* Does a report show the column? A value of it must repeat; and one that wasn't named needs at least two
 * values, and not too many. */
bool lookback_shows(const struct lookback *s, size_t column);

/* In months without a window: the span in microseconds within which 90% of the leads converted that did;
 * INT64_MIN: none did. */
int64_t lookback_p90(const struct lookback *s);

/* The last moment of a month at which the window of a lead may begin: of dates, its last day. */
int64_t lookback_last(const struct lookback *s, int64_t month, const struct zone *zone);

/* The leads of a part, and of all parts; and the month of a part, as in period_of. */
size_t lookback_parts(const struct lookback *s);
struct share lookback_share(const struct lookback *s, size_t part);
struct share lookback_all(const struct lookback *s);
int64_t lookback_month(const struct lookback *s, size_t part);

#endif
