/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was promised in numbers, beside what came of it: for each `promise` of an agreement and each of its
 * periods, what was reached, what is due by now, and what to expect at the end.
 *
 *   a count    leads whose own time of the stage is in the period
 *   a value    the sum of the stage's value over these
 *   a rate     of the leads that reached the first stage in the period, those that had reached the second, or
 *              left by that exit, within a span of their own time; without the leads that haven't had it
 *   a share    of the leads that reached the stage in the period, those for whom the condition holds
 *   a cost     what was spent in the period, by the leads that reached the stage
 *
 * A share f of the running period has passed: of its seconds; of its open time, by a calendar; or, like the
 * year before, of what came in that period by the same time. At the end reached ÷ f are expected. The limits
 * of a count are those of ahead.h; of a value R they are R ÷ f ± z √(Σa² (1 − f)) ÷ f, and not under R unless
 * it is negative. Before a tenth has passed nothing is expected. Rates, shares and costs have no expectation.
 *
 * The period before is seen to the same share: to the same date and time where it is a year before.
 */
#ifndef FUNNEL_PROMISES_H
#define FUNNEL_PROMISES_H

#include "agreement/office.h"
#include "figures/counter.h"
#include "figures/verdict.h"
#include "funnel/amounts.h"
#include "lead/money.h"

/* A number that is in no period. */
#define PERIOD_NONE INT64_MIN

/* A promise, bound to the input. Its periods have numbers as in period.h; one that is made once has the
 * number 0, and the same days a year before -1. */
struct promised {
	const struct pledge *said;
	size_t stage, to;	 /* RATE: `to` a stage, or SIZE_MAX and … */
	size_t exit;		 /* … an exit */
	const struct code *when; /* NULL: every lead */
	struct money value;
	enum period period;
	int64_t first,
		last; /* to report; first PERIOD_NONE: from the first lead on; last < first: not begun */
	bool running; /* the last has not ended … */
	int64_t part, whole;	     /* … and so many seconds of so many have passed; whole 0: none will */
	int64_t early;		     /* its counterpart, PERIOD_NONE: none, … */
	int64_t early_end;	     /* … which is seen to here */
	bool grouped;		     /* its plan knows the groups */
	const struct amounts *plan;  /* NULL: one number for all periods */
	const struct amounts *costs; /* COST */
};

/* Bound once, shared by all threads. */
struct promises_plan {
	const struct agreement *agreement;
	struct pipeline pipeline;
	const struct grouping *grouping;
	const struct zone *zone;
	int64_t now;
	struct promised *at; /* as the agreement lists them */
	size_t n;
	bool *used; /* stages whose times promises ask for; then stages and exits that rates go to */
};

/* `spend` is the file of the costs, NULL: none; `only_counts`: nor is it needed, as nothing is reported.
 * Returns false after mistakes, which are reported. */
bool promises_bind(struct promises_plan *p, struct names *n, const struct offices *offices,
		   const struct grouping *g, const char *spend, bool only_counts);

/* Reports every mistake in the promises themselves, their plans included. */
bool promises_check(struct names *n, const struct offices *offices);

/* The first day of a period, and the first after it; the number of a day's period, and of the one before. */
int64_t promised_first_day(const struct promised *p, int64_t number);
int64_t promised_next_day(const struct promised *p, int64_t number);
int64_t promised_of(const struct promised *p, int64_t day);
int64_t promised_before(const struct promised *p, int64_t number);

/* Its plan is a promises_plan. */
extern const struct counter_kind promises_counter;
struct promises;

/* The rows, in order: promise by promise, period by period, groups and then all leads. */
struct promise_row {
	size_t promise; /* of the plan's */
	int64_t number; /* of the period */
	bool all;
	uint32_t group; /* unless it is all */
};
size_t promises_rows(const struct promises *s);

/* Groups, if there is a promise that knows them; and for a page, only the largest have rows from now on. */
size_t promises_groups(const struct promises *s);
void promises_keep(struct promises *s, size_t most);
struct promise_row promises_row(const struct promises *s, size_t i);

/* The value of item i of a row's group. */
struct str promises_group(const struct promises *s, const struct promise_row *r, size_t i);

/* A figure in millionths of the unit of what is promised: k ÷ n; n 0: not known. */
struct amount_of {
	__int128 k, n;
};

struct promise_figures {
	bool planned;
	__int128 promised; /* millionths */
	struct amount_of reached, before, due, expected;
	double low, high; /* of `expected`; NaN: there is none */
	enum promise_verdict {
		PROMISE_UNJUDGED,
		PROMISE_MET,
		PROMISE_ON_PACE,
		PROMISE_BEHIND,
		PROMISE_MISSED,
		PROMISE_OPEN
	} verdict;
	struct verdict chance; /* of a rate; its benchmark is not to be used */
	uint64_t leads;	       /* that a rate, a share or a cost is of */
	enum promise_why {     /* why there is no verdict, or it is open */
			   PROMISE_SAID,
			   PROMISE_NO_PLAN,
			   PROMISE_NO_TIMES,
			   PROMISE_CURRENCIES,
			   PROMISE_NO_COSTS,
			   PROMISE_NO_LEADS,
			   PROMISE_NO_VALUES,
			   PROMISE_EARLY,
			   PROMISE_NO_YEAR,
			   PROMISE_CLOSED,
			   PROMISE_RUNNING,
			   PROMISE_MATURING,
			   PROMISE_BETWEEN
	} why;
};
struct promise_figures promise_at(const struct promises *s, const struct promise_row *r);

/* How many rates were judged over, at or under. */
size_t promises_verdicts(const struct promises *s);

#endif
