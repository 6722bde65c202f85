/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the counts of scored leads hold: for summary.c, which counts, and summary_report.c. */
#ifndef SCORE_SUMMARY_INTERNAL_H
#define SCORE_SUMMARY_INTERNAL_H

#include "figures/share.h"
#include "score/summary.h"

struct rule_count {
	struct share touched;
	__int128 points; /* in millionths */
	uint64_t accepted, given_back;
};

struct summary {
	const struct summary_plan *plan;
	struct share all;
	bool recorded;		    /* some lead shows the stage mql itself … */
	bool shown[2];		    /* … and the stages of the handover */
	uint64_t left;		    /* leads that left before they reached its second stage */
	struct share crossed[2][2]; /* [rule says MQL][CRM says MQL] */
	struct share *grade;
	struct rule_count *rule; /* of all scores, one after the other, and behind them all leads */
	struct groups *words;	 /* the reasons of leads that were given back */
	uint64_t *back;		 /* leads, per reason and rule as above */
	size_t nback, back_cap;	 /* reasons; counts that there is room for */
	struct rule_gave *given; /* room for what the rules of a score gave a lead */
};

/* Why nothing can be said of what sales did, of a stage of the handover; NULL: it can. */
const char *summary_no_sales(const struct summary *s, size_t *stage);

/* Of how many rules is the worth judged? */
size_t summary_compared(const struct summary *s);

#endif
