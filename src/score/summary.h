/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a marketing and sales meeting needs to know about the scores: leads per grade and how they converted,
 * the MQL (marketing qualified lead) rule against what the CRM recorded, and for every rule how many leads it
 * applied to, whether it separates the winners, and what sales did with these leads.
 *
 * Sales decides about the leads that reached the first stage of the agreement's handover. It has accepted
 * those that reached the second one, and given back those that left before; the rest wait for it.
 */
#ifndef SCORE_SUMMARY_H
#define SCORE_SUMMARY_H

#include "figures/counter.h"
#include "figures/reason.h"
#include "lead/score.h"
#include "lead/stage.h"
#include "report/column.h"

/* Bound once, shared by all threads. */
struct summary_plan {
	const struct agreement *agreement;
	const struct scoring *scoring;
	struct pipeline pipeline;
	const struct code *mql; /* NULL: no rule */
	bool grades;
	size_t score;	  /* as it is computed */
	size_t mql_stage; /* SIZE_MAX: no stage is called mql */
	size_t from, to;  /* the stages of the handover; SIZE_MAX: there is none */
	struct exit_reasons reasons;
	bool reasoned;	   /* there are reasons: set by summary_bind_reasons */
	size_t rules;	   /* of all scores */
	struct str caught; /* "share of 'won' that the rule caught" */
};

/* Returns false after mistakes, which are reported. */
bool summary_bind(struct summary_plan *p, struct names *n, struct scoring *s);

/* The reasons of its exits, if the agreement and this input have any. Returns false after mistakes, which are
 * reported. */
bool summary_bind_reasons(struct summary_plan *p, struct names *n);

/* Its plan is a summary_plan. */
extern const struct counter_kind summary_counter;

/* For programs, of a settled summary; and for people, tables, whose number is returned. */
struct summary;
extern const struct report summary_report;
enum { SUMMARY_GRIDS = 3 };
size_t summary_tables(const struct summary *s, struct grid *grids);

#endif
