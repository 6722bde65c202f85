/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows are one lead, and why: a report for programs, its tables for people, and its page. */
#ifndef SAME_DUPLICATES_REPORT_H
#define SAME_DUPLICATES_REPORT_H

#include "same/duplicates.h"
#include "same/who.h"

struct duplicates_view {
	const struct duplicates *duplicates;
	const struct who_plan *who;
	size_t files;  /* that are read; of several every line is told with its file */
	size_t folder; /* the bytes that their names begin with, a folder, which people know */
	bool utf8;
	size_t most; /* groups, joins and values in each of the tables; 0: all */
};

/* Rows in groups, then the joins that were left out, then the values that join nobody. */
extern const struct report duplicates_report;

/* The same as a table each, of those that have rows. Returns how many there are. */
enum { DUPLICATES_GRIDS = 3 };
size_t duplicates_tables(const struct duplicates_view *v, struct grid grids[DUPLICATES_GRIDS]);

#endif
