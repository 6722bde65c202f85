/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures of each period beside the same period a year before, and whether the change is more than
 * chance. A lead belongs to the period in which it reached the first stage.
 *
 * A period is seen as of its end: what happened to its leads later is not counted. A period that has not
 * ended is seen as of now, and its counterpart as of the same local date and time a year before (February 28
 * for the 29th; in weeks, the same weekday): both without the leads that came in later and without what
 * happened later. Matching only the days, and giving last year's leads a year more to convert, would show a
 * drop that isn't there.
 *
 * With a window each lead is followed for the same time, and those that have not had it are left out: of a
 * period that holds some of these, and of its counterpart a year before those that had not had it then.
 *
 * A business that only begins during the earlier period shows a change that is none: where its first tenth
 * has fewer than a fifth of its even share of leads nothing is called more than chance, nor of under 20 leads
 * on either side.
 *
 *   conversion       leads that reached the last stage ÷ all
 *   qualification    leads that reached the stage that is handed over ÷ all
 *   response time    the median from the hand-over to the first time of a later stage, of answered leads
 *   unanswered       leads without such a time ÷ all that were handed over at a known time
 *   revenue          the sum of the last stage's value
 *
 * A hand-over of a lap that an exit ended is answered only within that lap.
 */
#ifndef FUNNEL_YOY_H
#define FUNNEL_YOY_H

#include "figures/counter.h"
#include "stat/spans.h"
#include "lead/money.h"
#include "time/period.h"

/* Bound once, shared by all threads. */
struct yoy_plan {
	const struct agreement *agreement;
	struct pipeline pipeline;
	size_t handover;    /* the stage that is handed over; SIZE_MAX: not said */
	struct money value; /* of the last stage */
	enum period period;
	const struct zone *zone;
	int64_t first;		/* the number of the first period, which is 1970's */
	size_t n;		/* periods, up to now's */
	int64_t *cutoff;	/* of each: its last microsecond; of the last one now, if that is earlier */
	int64_t window;		/* every lead is followed for this span; 0: until the cutoff */
	size_t whole;		/* the first periods: those that are over, for all their leads */
	bool *beside;		/* is it the counterpart of another? Then it is also seen … */
	int64_t earlier_cutoff; /* … as of the same local time a year before now */
	int64_t *tenth,
		*earlier_tenth; /* of each: where its first tenth ends, and that of what was seen then */
};

/* Returns false after mistakes, which are reported; evidence without a time is one. */
bool yoy_bind(struct yoy_plan *p, struct names *n, enum period period, int64_t window, struct diags *diags);

/* Its plan is a yoy_plan. */
extern const struct counter_kind yoy_counter;
struct yoy;

enum yoy_figure { YOY_CONVERSION, YOY_QUALIFICATION, YOY_RESPONSE, YOY_UNANSWERED, YOY_REVENUE, YOY_FIGURES };

/* Does the agreement have what the figure needs? */
bool yoy_has(const struct yoy_plan *p, enum yoy_figure f);

/* Did any leads come in during this period, from 0 to n − 1 of the plan? */
bool yoy_any(const struct yoy *s, size_t period);

struct yoy_side {
	bool known;
	uint64_t k, n;	 /* of a rate: k ÷ n */
	int64_t median;	 /* of YOY_RESPONSE, in half microseconds, which is exact */
	__int128 amount; /* of YOY_REVENUE, in millionths */
};

struct yoy_change {
	struct yoy_side value, before;
	struct interval ends;				 /* of a rate's change; NaN: not known */
	enum { CHANCE_UNKNOWN, INSIDE, OUTSIDE } chance; /* is the change larger than chance explains? */
	enum yoy_why {
		YOY_JUDGED,
		YOY_NO_YEAR,
		YOY_FEW,
		YOY_LATE_START,
		YOY_ALIKE
	} why;		       /* why it isn't known */
	uint64_t early, leads; /* of YOY_LATE_START: leads in the first tenth, of all */
};

/* A figure of a period that has leads. */
struct yoy_change yoy_at(const struct yoy *s, size_t period, enum yoy_figure f);

/* What is left out of periods that are not over for all their leads, and of their counterparts; false: all
 * are. */
bool yoy_unfinished(const struct yoy *s, struct buf *out);

#endif
