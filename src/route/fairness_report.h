/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has which leads, and whether that is fair, as reports: for programs one table, for people several. */
#ifndef ROUTE_FAIRNESS_REPORT_H
#define ROUTE_FAIRNESS_REPORT_H

#include "stat/fairness.h"
#include "report/column.h"

struct fairness_person {
	struct str name, team;
	uint64_t leads, open;
	uint64_t not_eligible;	    /* leads that were not to be dealt to them */
	uint64_t room, passed_over; /* room UINT64_MAX: no limit */
	double score;		    /* the sum */
	uint64_t *grade;	    /* leads of each */
};

struct fairness_view {
	const struct fairness_person *person;
	const uint32_t *order; /* of the lines */
	size_t n;
	const struct due
		*due; /* of the first `judged` people, then of the teams; the others were dealt nothing */
	size_t judged;
	const struct str *team;
	size_t teams;
	const uint32_t *team_of; /* of each person: its number; FAIRNESS_NOBODY: none */
	struct fairness_test test;
	const struct str *grade;
	struct fairness_person all; /* the sum of all people */
	size_t grades;		    /* that there can be; those that occur are columns */
	bool scored;		    /* the agreement has scores */
	bool routed;		    /* and routes: people have room, or not */
};

/* All people of a team as one, or of all (FAIRNESS_NOBODY); its grades are for free(). */
struct fairness_person fairness_sum(const struct fairness_view *v, uint32_t team);

/* For programs, of a fairness_view: the columns that leadroute(1) lists. */
extern const struct report fairness_report;

/* For people: how many grids is returned; there is one of teams if there are several, the last is of grades,
 * if there are any. */
enum { FAIRNESS_GRIDS = 4 };
size_t fairness_grids(const struct fairness_view *v, struct grid *grids);

#endif
