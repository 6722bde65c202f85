/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report on who has which leads and whether that is fair: one table for programs, several for people. */
#ifndef ROUTE_FAIRNESS_REPORT_H
#define ROUTE_FAIRNESS_REPORT_H

#include "stat/fairness.h"
#include "report/column.h"

struct fairness_person {
	struct str name, team;
	uint64_t leads, open;
	uint64_t not_eligible;	    /* leads that they were not to be assigned */
	uint64_t together;	    /* leads that they got as they had others of the company */
	uint64_t room, passed_over; /* room UINT64_MAX: no limit */
	double score;		    /* the sum */
	uint64_t *grade;	    /* leads of each */
};

struct fairness_view {
	const struct fairness_person *person;
	const uint32_t *order; /* of the lines */
	size_t n;
	const struct due
		*due; /* of the first `judged` people, then of the teams; the others were assigned nothing */
	size_t judged;
	const struct str *team;
	size_t teams;
	const uint32_t *team_of; /* of each person: its number; FAIRNESS_NOBODY: none */
	struct fairness_test test;
	const struct str *grade;
	struct fairness_person all; /* the sum of all people */
	size_t grades;		    /* all possible grades; those that occur are columns */
	bool scored;		    /* the agreement has scores */
	bool routed;		    /* the agreement has routes, so people have room or not */
	bool together;		    /* some route keeps the leads of a company together */
};

/* The people of a team added up, or (FAIRNESS_NOBODY) of all teams; the caller frees its grades with
 * free(). */
struct fairness_person fairness_sum(const struct fairness_view *v, uint32_t team);

/* For programs, of a fairness_view: the columns that leadroute(1) lists. */
extern const struct report fairness_report;

/* For people. Returns the number of grids: one of teams follows if there are several, and one of grades comes
 * last if there are any. */
enum { FAIRNESS_GRIDS = 4 };
size_t fairness_grids(const struct fairness_view *v, struct grid *grids);

#endif
